"""What a caller may see of a layer: its rows, its columns and its places, decided here for every door.

The public sees places rounded to some decimals of a degree, and no personal data; whatever is answered, compared,
sorted or searched goes through these columns, so that no question can tell more than the answer shows. Text is compared
by bytes (`C`), as the indexes are. Places are lon/lat in EPSG:4490 degrees.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import (
    ColumnElement,
    DateTime,
    FromClause,
    Select,
    Text,
    and_,
    bindparam,
    false,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session
from sqlalchemy.types import Date

from data.acting import acting
from data.history import known
from data.tables import EPSG
from geo.crs import honest
from geo.systems import CRS84, System
from layers.atlas import layer_class
from layers.fields import FieldSheet
from layers.record import Record

Box = tuple[float, float, float, float]
KEPT = ("valid_from", "valid_to", "recorded_at", "version", "source", "source_date", "invented", "disclosure")
"""What every feature says of itself beside its layer's fields."""
_WGS_84 = 4326


@dataclass(frozen=True)
class Seen:
    """A layer as one caller sees it; `decimals` is None for whoever may see places as they are."""

    record: type[Record]
    rows: FromClause
    decimals: int | None = None

    @cached_property
    def fields(self) -> list[FieldSheet]:
        """The layer's fields that the caller may see."""
        return seen_fields(self.record, self.decimals)

    @cached_property
    def columns(self) -> dict[str, ColumnElement[Any]]:
        """The fields and what is kept beside them, by name, in the order of every answer."""
        made: dict[str, ColumnElement[Any]] = {
            "valid_from": type_coerce(func.lower(self.rows.c.valid), Date()),
            "valid_to": type_coerce(func.upper(self.rows.c.valid), Date()),
            "recorded_at": type_coerce(func.lower(self.rows.c.recorded), DateTime(timezone=True)),
        }
        names = (*(sheet.name for sheet in self.fields), *KEPT)
        return {name: made[name] if name in made else by_bytes(self.rows.c[name]) for name in names}

    @property
    def identifier(self) -> ColumnElement[str]:
        """The column that identifies."""
        return self.rows.c[self.record.layer.identified_by]

    @property
    def since(self) -> ColumnElement[Any]:
        """The first day of the period a row speaks of."""
        return self.columns["valid_from"]

    @cached_property
    def place(self) -> ColumnElement[Any] | None:
        """Where a thing is, as far as the caller may know; None for a layer without places."""
        if "geom" not in self.rows.c:
            return None
        exact = self.rows.c.geom
        if self.decimals is None:
            return exact
        if self.record.layer.geometry == "POINT":
            return type_coerce(func.ST_SnapToGrid(exact, self.grain), exact.type)
        return type_coerce(func.register.blurred(exact, self.grain), exact.type)

    @property
    def grain(self) -> float:
        """The raster to which the public's places are rounded, in degrees."""
        return float(f"1e-{self.decimals}") if self.decimals is not None else 0.0

    def near(self, area: ColumnElement[Any]) -> ColumnElement[bool]:
        """Whether the index finds a thing near an area: no thing whose seen place meets it is missed.

        The bounds are made to fit the column, never the column to the bounds: the index serves.
        """
        if "geom" not in self.rows.c:
            return false()
        around = area if self.decimals is None else func.ST_Expand(area, self.grain)
        return self.rows.c.geom.op("&&", is_comparison=True)(around)

    def meets(self, area: ColumnElement[Any]) -> ColumnElement[bool]:
        """Whether the place the caller sees meets an area."""
        return and_(self.near(area), func.ST_Intersects(self.place, area)) if self.place is not None else false()

    def within_boxes(self, boxes: Sequence[Box]) -> ColumnElement[bool]:
        """Whether a thing meets one of the boxes."""
        return or_(false(), *(self.meets(func.ST_MakeEnvelope(*box, EPSG)) for box in boxes))

    def within_outline(self, outline: BaseGeometry) -> ColumnElement[bool]:
        """Whether a thing meets a shape."""
        return self.meets(
            func.ST_GeomFromEWKB(literal(shapely.to_wkb(shapely.set_srid(outline, EPSG), include_srid=True)))
        )

    def geojson(self, system: System = CRS84) -> ColumnElement[str]:
        """The geometry member in a system, its axes in the system's order; `null` without a place."""
        if self.place is None:
            return literal("null")
        decimals = system.decimals
        if self.decimals is not None and not system.is_projected:
            decimals = min(decimals, self.decimals)
        return func.ST_AsGeoJSON(in_system(self.place, system), decimals, 0)


def seen(session: Session, layer_id: str, recorded_at: dt.datetime | None = None, *, for_figures: bool = False) -> Seen:
    """A layer as the session's caller sees it: what the register knows now, or with `recorded_at` what it knew then.

    `for_figures` takes places as they are registered, for sums over the register's own areas that tell no place.

    Raises:
        UnknownLayer: no such layer.
    """
    return seen_at(layer_id, None if for_figures else decimals_for(session), recorded_at)


def seen_at(layer_id: str, decimals: int | None, recorded_at: dt.datetime | None = None) -> Seen:
    """A layer as callers see it who are told places to so many decimals; None for exactly.

    Raises:
        UnknownLayer: no such layer.
    """
    if recorded_at is None:
        return _seen_now(layer_id, decimals)
    now, before = known(layer_id)
    names = [column.name for column in now.c]
    then: list[Select[Any]] = [
        select(*(table.c[name] for name in names)).where(table.c.recorded.contains(bindparam(None, recorded_at)))
        for table in (now, before)
    ]
    return Seen(layer_class(layer_id), union_all(*then).subquery("known"), decimals)


@lru_cache(maxsize=256)
def _seen_now(layer_id: str, decimals: int | None) -> Seen:
    return Seen(layer_class(layer_id), known(layer_id)[0], decimals)


def decimals_for(session: Session) -> int | None:
    """To how many decimals of a degree the session's caller sees places; None for exactly."""
    return acting(session).decimals


def seen_fields(record: type[Record], decimals: int | None) -> list[FieldSheet]:
    """The fields of a layer without those that only an office may see."""
    return [sheet for sheet in record.fields() if decimals is None or not sheet.personal]


def in_system(place: ColumnElement[Any], system: System) -> ColumnElement[Any]:
    """A stored place in a system, its axes in the system's order."""
    shape = place
    if system.is_projected:
        # A system of WGS 84 takes the numbers over: said here, not left to what PROJ thinks best.
        takes_over = honest(EPSG, system.epsg).accuracy_m > 0
        shape = func.ST_Transform(func.ST_SetSRID(place, _WGS_84) if takes_over else place, system.epsg)
    return func.ST_FlipCoordinates(shape) if system.north_first else shape


def by_bytes(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A column as it is compared and sorted: text by bytes, whatever the server's language."""
    if isinstance(column.type, Text) and column.type.collation is None:
        return column.collate("C")
    return column
