"""Search by name over all layers: the exact before the beginning before the middle.

Places are lon/lat in EPSG:4490 degrees.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from geoalchemy2 import Geometry
from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Subquery,
    Table,
    Text,
    case,
    cast,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from data.features import Box, escaped, holds, naming
from data.tables import EPSG, table_of
from layers.atlas import ATLAS, layer_class
from layers.record import Record

_EXACT, _BEGINNING, _MIDDLE, _ELSEWHERE = range(4)


@dataclass(frozen=True)
class Hit:
    """A thing found; `subtitle` says where it is and what kind of thing, `point` lies on it."""

    layer: str
    identity: str
    title: str
    subtitle: str
    point: tuple[float, float] | None
    box: Box | None
    invented: bool


def search(session: Session, words: str, as_of: dt.date, limit: int = 20) -> list[Hit]:
    """Things called by these words on a day, best first; nothing for blank words."""
    if not words.strip():
        return []
    found = union_all(*(_matches(record, order, words, as_of) for order, record in enumerate(ATLAS))).subquery()
    best = select(found).order_by(*_order(found)).limit(limit).subquery()
    shown = [best.c[name] for name in ("layer", "identity", "title", "division", "kind", "invented")]
    rows = session.execute(select(*shown, *_place(best.c.geom)).order_by(*_order(best))).all()
    divisions = _names(session, {row.division for row in rows if row.division}, as_of)
    return [_hit(row, divisions) for row in rows]


def _order(found: Subquery) -> list[ColumnElement[Any]]:
    return [found.c.closeness, func.char_length(found.c.title), found.c.page, found.c.identity]


def _matches(record: type[Record], order: int, words: str, as_of: dt.date) -> Select[Any]:
    layer, table = record.layer, table_of(record.layer.id)
    title, identity = table.c[layer.named_by], table.c[layer.identified_by]
    return select(
        literal(layer.id).label("layer"),
        literal(order).label("page"),
        identity.label("identity"),
        title.label("title"),
        _closeness(title, identity, words).label("closeness"),
        _or_null(table, "division" if "division" in table.c else "parent", Text()).label("division"),
        _or_null(table, "kind", Text()).label("kind"),
        _or_null(table, "geom", Geometry(srid=EPSG)).label("geom"),
        table.c.invented.label("invented"),
    ).where(holds(table.c.valid, as_of), naming(layer, table, words))


def _closeness(title: ColumnElement[str], identity: ColumnElement[str], words: str) -> ColumnElement[int]:
    plain, pattern = words.strip(), escaped(words)
    return case(
        (title == plain, _EXACT),
        (identity == plain, _EXACT),
        (title.ilike(f"{pattern}%", escape="\\"), _BEGINNING),
        (title.ilike(f"%{pattern}%", escape="\\"), _MIDDLE),
        else_=_ELSEWHERE,
    )


def _or_null(table: Table, name: str, kind: TypeEngine[Any]) -> ColumnElement[Any]:
    return type_coerce(table.c[name], kind) if name in table.c else cast(null(), kind)


def _place(shape: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    on_it = func.ST_PointOnSurface(shape)
    return [
        func.ST_X(on_it).label("lon"),
        func.ST_Y(on_it).label("lat"),
        func.ST_XMin(shape).label("west"),
        func.ST_YMin(shape).label("south"),
        func.ST_XMax(shape).label("east"),
        func.ST_YMax(shape).label("north"),
    ]


def _names(session: Session, codes: set[str], as_of: dt.date) -> dict[str, str]:
    table = table_of("divisions")
    chosen = select(table.c.code, table.c.name).where(table.c.code.in_(codes), holds(table.c.valid, as_of))
    return {row.code: row.name for row in session.execute(chosen)}


def _hit(row: Row[Any], divisions: dict[str, str]) -> Hit:
    kinds = {sheet.name: sheet.vocabulary for sheet in layer_class(row.layer).fields()}
    kind = kinds.get("kind")
    told = [divisions.get(row.division), kind.labels()[row.kind] if kind and row.kind else None]
    placed = row.lon is not None
    return Hit(
        layer=row.layer,
        identity=row.identity,
        title=row.title,
        subtitle=" · ".join(part for part in told if part),
        point=(row.lon, row.lat) if placed else None,
        box=(row.west, row.south, row.east, row.north) if placed else None,
        invented=row.invented,
    )
