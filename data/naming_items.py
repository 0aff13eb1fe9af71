"""The names of a case: what is asked for each, as it is written while the case is a draft.

Geometry is EPSG:4490, longitude first. What the register already knows of a name that is to be changed or retired is
filled in where nothing was said.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from data.naming_tables import ITEMS
from data.tables import EPSG, table_of
from layers.naming_authorities import NameAuthority, approving_authority
from layers.naming_cases import CaseKind
from layers.place_names import PlaceNameKind

PLACE_NAMES = "place_names"


@dataclass(frozen=True)
class Item:
    """One name of a case; in a draft anything may still be absent.

    `place_code` is the code of the register, which renaming and retirement must say; `standing_name` is what the place
    is called there. `width_m` is a road's width in metres, measured as `width_basis` says.
    """

    name: str | None = None
    kind: str | None = None
    is_village: bool = False
    is_famous: bool = False
    is_island: bool = False
    specific_term: str | None = None
    generic_term: str | None = None
    class_code: str | None = None
    romanized: str | None = None
    division: str | None = None
    meaning: str | None = None
    origin: str | None = None
    reason: str | None = None
    position_text: str | None = None
    nature: str | None = None
    width_m: float | None = None
    width_basis: str | None = None
    shape: BaseGeometry | None = None
    place_code: str | None = None
    standing_name: str | None = None


@dataclass(frozen=True)
class KeptItem:
    """An item as it stands in its case, with what the checker found."""

    position: int
    item: Item
    findings: list[dict[str, Any]] = field(default_factory=list)
    checked_at: dt.datetime | None = None


# What may be said of a name by whoever drafts it; the rest is the register's.
WRITTEN = tuple(name for name in Item.__dataclass_fields__ if name != "shape")
_FROM_REGISTER = ("kind", "specific_term", "generic_term", "class_code", "romanized", "division", "meaning", "origin")


def read(session: Session, case_id: int) -> list[KeptItem]:
    """The names of a case in their order."""
    chosen = select(*[ITEMS.c[name] for name in ("position", *WRITTEN, "findings", "checked_at")])
    placed = chosen.add_columns(func.ST_AsEWKB(ITEMS.c.geom).label("wkb")).where(ITEMS.c.case_id == case_id)
    return [_kept(row._asdict()) for row in session.execute(placed.order_by(ITEMS.c.position))]


def write(session: Session, case_id: int, items: Sequence[Item]) -> None:
    """Put these names in the place of all; the case must be editable in this transaction."""
    session.execute(delete(ITEMS).where(ITEMS.c.case_id == case_id))
    for position, item in enumerate(items, 1):
        values = {name: getattr(item, name) for name in WRITTEN}
        session.execute(insert(ITEMS).values(case_id=case_id, position=position, geom=_geom(item.shape), **values))


def completed(session: Session, kind: CaseKind, items: Sequence[Item], day: dt.date) -> list[Item]:
    """The names with what the register knows of those that stand, where nothing else was said."""
    if kind is CaseKind.NAMING:
        return list(items)
    return [_completed(session, kind, item, day) for item in items]


def authority_of(items: Sequence[Item], by_province: NameAuthority) -> NameAuthority | None:
    """The one authority that approves all these names (Art. 12); None where there is none, or more than one."""
    found = {
        approving_authority(
            PlaceNameKind.of(item.kind), is_famous=item.is_famous, is_island=item.is_island, by_province=by_province
        )
        for item in items
        if item.kind
    }
    return found.pop() if len(found) == 1 else None


def _completed(session: Session, kind: CaseKind, item: Item, day: dt.date) -> Item:
    table = table_of(PLACE_NAMES)
    names = [table.c[name] for name in ("name", "position", *_FROM_REGISTER)]
    standing = session.execute(
        select(*names, func.ST_AsEWKB(table.c.geom).label("wkb")).where(
            table.c.code == (item.place_code or ""), table.c.valid.contains(day)
        )
    ).one_or_none()
    if standing is None:
        return item
    known = standing._asdict()
    # A new name is spelt and split anew; only what stays the place's own is taken over.
    kept = _FROM_REGISTER if kind is CaseKind.RETIREMENT else ("kind", "class_code", "division")
    said = {name: getattr(item, name) or known[name] for name in kept}
    told = replace(item, **said, standing_name=known["name"], shape=item.shape or _shape(known["wkb"]))
    told = replace(told, position_text=told.position_text or known["position"])
    return replace(told, name=known["name"]) if kind is CaseKind.RETIREMENT else told


def _kept(row: Mapping[str, Any]) -> KeptItem:
    values = {name: row[name] for name in WRITTEN}
    width = values["width_m"]
    item = Item(**{**values, "width_m": None if width is None else float(width)}, shape=_shape(row["wkb"]))
    return KeptItem(row["position"], item, row["findings"], row["checked_at"])


def _shape(wkb: bytes | memoryview | None) -> BaseGeometry | None:
    return None if wkb is None else shapely.from_wkb(bytes(wkb))


def _geom(shape: BaseGeometry | None) -> Any:  # noqa: ANN401  # a clause of SQL, or nothing
    if shape is None:
        return None
    return func.ST_GeomFromEWKB(shapely.to_wkb(shapely.set_srid(shape, EPSG), include_srid=True))
