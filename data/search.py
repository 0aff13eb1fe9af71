"""Search by name over all layers: the exact before the beginning before the middle.

Place names are found as `data.name_finding` finds them, by pinyin and initials too, whatever their number.

Places are lon/lat in EPSG:4490 degrees.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geoalchemy2 import Geometry
from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Subquery,
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

from data import audit
from data.acting import acting, coarse
from data.features import escaped, holds, naming
from data.name_finding import FoundName, division_names, find
from data.seen import Box, Seen, seen
from data.tables import EPSG
from layers.atlas import ATLAS, layer_class
from layers.place_names import PlaceName, PlaceNameKind
from layers.record import Disclosure

_EXACT, _BEGINNING, _MIDDLE, _ELSEWHERE = range(4)
_CLOSENESS = {"name": _EXACT, "code": _EXACT, "prefix": _BEGINNING, "contains": _MIDDLE}


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
    named = [_named(name) for name in find(session, words, as_of, limit)]
    views = [seen(session, record.layer.id) for record in ATLAS if record is not PlaceName]
    found = union_all(*(_matches(view, order, words, as_of) for order, view in enumerate(views))).subquery()
    best = select(found).order_by(*_order(found)).limit(limit).subquery()
    told = ("layer", "identity", "title", "division", "kind", "invented", "disclosure", "closeness")
    shown = [best.c[name] for name in told]
    rows = session.execute(select(*shown, *_place(best.c.geom)).order_by(*_order(best))).all()
    closed = [row for row in rows if row.disclosure == Disclosure.RESTRICTED.value]
    for layer in dict.fromkeys(row.layer for row in closed):
        audit.remember(session, layer, [row.identity for row in closed if row.layer == layer])
    divisions = division_names(session, {row.division for row in rows if row.division}, as_of)
    others = [(row.closeness, _hit(row, divisions, acting(session).decimals)) for row in rows]
    ranked = sorted([*others, *named], key=lambda each: (each[0], len(each[1].title)))
    return [hit for _, hit in ranked[:limit]]


def _named(name: FoundName) -> tuple[int, Hit]:
    """A place name among the other things found, as close as the way it answers."""
    kind = PlaceNameKind.of(name.kind).label
    told = [part for part in (name.division_name, kind) if part]
    hit = Hit(PlaceName.layer.id, name.code, name.name, " · ".join(told), name.point, name.box, name.invented)
    return _CLOSENESS.get(name.matched_by, _ELSEWHERE), hit


def _order(found: Subquery) -> list[ColumnElement[Any]]:
    return [found.c.closeness, func.char_length(found.c.title), found.c.page, found.c.identity]


def _matches(view: Seen, order: int, words: str, as_of: dt.date) -> Select[Any]:
    layer, columns = view.record.layer, view.columns
    title = columns[layer.named_by]
    place = cast(null(), Geometry(srid=EPSG)) if view.place is None else type_coerce(view.place, Geometry(srid=EPSG))
    return select(
        literal(layer.id).label("layer"),
        literal(order).label("page"),
        view.identifier.label("identity"),
        title.label("title"),
        _closeness(title, view.identifier, words).label("closeness"),
        _or_null(columns, "division" if "division" in columns else "parent").label("division"),
        _or_null(columns, "kind").label("kind"),
        place.label("geom"),
        view.rows.c.invented.label("invented"),
        view.rows.c.disclosure.label("disclosure"),
    ).where(holds(view.rows.c.valid, as_of), naming(view, words))


def _closeness(title: ColumnElement[str], identity: ColumnElement[str], words: str) -> ColumnElement[int]:
    plain, pattern = words.strip(), escaped(words)
    return case(
        (title == plain, _EXACT),
        (identity == plain, _EXACT),
        (title.ilike(f"{pattern}%", escape="\\"), _BEGINNING),
        (title.ilike(f"%{pattern}%", escape="\\"), _MIDDLE),
        else_=_ELSEWHERE,
    )


def _or_null(columns: Mapping[str, ColumnElement[Any]], name: str) -> ColumnElement[Any]:
    return columns[name] if name in columns else cast(null(), Text())


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


def _hit(row: Row[Any], divisions: dict[str, str], decimals: int | None) -> Hit:
    kinds = {sheet.name: sheet.vocabulary for sheet in layer_class(row.layer).fields()}
    kind = kinds.get("kind")
    told = [divisions.get(row.division), kind.labels()[row.kind] if kind and row.kind else None]
    placed = row.lon is not None
    lon, lat, west, south, east, north = (
        coarse(getattr(row, name) or 0.0, decimals) for name in ("lon", "lat", "west", "south", "east", "north")
    )
    return Hit(
        layer=row.layer,
        identity=row.identity,
        title=row.title,
        subtitle=" · ".join(part for part in told if part),
        point=(lon, lat) if placed else None,
        box=(west, south, east, north) if placed else None,
        invented=row.invented,
    )
