"""Find, count and page the features of a layer; a query is a list of clauses.

Every read names the day it asks about (`days`): one day is the state on that day, a pair of days everything valid
between them, both included, None being without end. With `recorded_at` the register answers what it knew at that
moment, from current and superseded rows together. Bounds are west, south, east, north in EPSG:4490 degrees.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Text,
    bindparam,
    cast,
    false,
    func,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import DATERANGE, Range
from sqlalchemy.orm import Session

from data.errors import BadInput, Gone, NotFound
from data.history import known
from data.ledgers import IDENTIFIERS
from data.tables import EPSG
from layers.atlas import layer_class
from layers.record import Layer

Box = tuple[float, float, float, float]
Days = dt.date | tuple[dt.date | None, dt.date | None]

LONGEST_PAGE = 10_000
# Seven decimals of a degree are a centimetre.
_DECIMALS = 7
_PLAIN_GEOJSON = 0  # no bbox and no crs member inside each geometry
KEPT = ("valid_from", "valid_to", "recorded_at", "version", "source", "source_date", "invented", "disclosure")
"""What every feature says of itself beside its layer's fields."""


@dataclass(frozen=True)
class Asked:
    """Which features of which layer; what is left out does not restrict."""

    layer: str
    days: Days
    recorded_at: dt.datetime | None = None
    boxes: tuple[Box, ...] | None = None
    ids: tuple[str, ...] | None = None
    words: str | None = None
    where: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """How many features, and after which place in the order of identifiers; `after` is the `next` of the last page."""

    limit: int = 100
    after: str | None = None
    offset: int = 0


@dataclass(frozen=True)
class Items:
    """A page of features as a GeoJSON array, ready to be sent; `next` is None on the last page."""

    features: bytes
    number_returned: int
    next: str | None


def items_geojson(session: Session, asked: Asked, page: Page, *, flip: bool = False) -> Items:
    """A page of features, made by PostGIS; `flip` answers latitude first, as EPSG:4490 is defined.

    Raises:
        UnknownLayer: no such layer.
        BadInput: the page cannot be read or is too long.
    """
    rows = _rows(asked)
    order = [_identifier(asked, rows), func.lower(rows.c.valid)]
    chosen = (
        select(_feature(asked, rows, flip).label("feature"), order[0].label("id"), order[1].label("since"))
        .where(*_clauses(asked, rows), *_after(page, order))
        .order_by(*order)
        .offset(page.offset)
        .limit(_limit(page) + 1)
    )
    found = session.execute(chosen).all()
    shown = found[: page.limit]
    following = f"{shown[-1].id}~{shown[-1].since}" if len(found) > page.limit else None
    return Items(f"[{','.join(row.feature for row in shown)}]".encode(), len(shown), following)


def item_geojson(session: Session, asked: Asked, identity: str, *, flip: bool = False) -> bytes:
    """One feature; of several periods the latest.

    Raises:
        UnknownLayer: no such layer.
        NotFound: the register does not know it, or not on that day.
        Gone: it has ended or was withdrawn; the error names document and successors.
    """
    rows = _rows(asked)
    chosen = select(_feature(asked, rows, flip)).where(*_clauses(asked, rows), _identifier(asked, rows) == identity)
    found = session.scalar(chosen.order_by(func.lower(rows.c.valid).desc()).limit(1))
    if found is None:
        raise _absent(session, asked, identity)
    return str(found).encode()


def count(session: Session, asked: Asked) -> int:
    """How many features there are."""
    rows = _rows(asked)
    return session.scalar(select(func.count()).select_from(rows).where(*_clauses(asked, rows))) or 0


def extent(session: Session, asked: Asked) -> Box | None:
    """The box around the features, in degrees; None when there is nothing to surround."""
    rows = _rows(asked)
    if "geom" not in rows.c:
        return None
    box = select(func.ST_Extent(rows.c.geom).label("box")).where(*_clauses(asked, rows)).subquery()
    sides = [func.ST_XMin(box.c.box), func.ST_YMin(box.c.box), func.ST_XMax(box.c.box), func.ST_YMax(box.c.box)]
    west, south, east, north = session.execute(select(*sides)).one()
    return None if west is None else (west, south, east, north)


def duration(session: Session, layer_id: str) -> tuple[dt.date | None, dt.date | None]:
    """The first day anything in a layer is valid, and the last; None is without end or without rows."""
    now, _ = known(layer_id)
    until = func.max(func.coalesce(func.upper(now.c.valid), literal(dt.date.max)))
    first, last = session.execute(select(func.min(func.lower(now.c.valid)), until)).one()
    return first, None if last in (None, dt.date.max) else last - dt.timedelta(days=1)


def find(session: Session, asked: Asked, *names: str, page: Page | None = None) -> list[Any]:
    """Rows in the order of identifiers, with the columns named, or every one; `geom` comes as WKB bytes.

    Beside the layer's fields there are the columns of `KEPT`, and `geom` where the layer has a place.
    """
    rows = _rows(asked)
    columns = _columns(asked, rows) | ({"geom": func.ST_AsBinary(rows.c.geom)} if "geom" in rows.c else {})
    chosen = [columns[name].label(name) for name in (names or columns)]
    order = [_identifier(asked, rows), func.lower(rows.c.valid)]
    query = select(*chosen).where(*_clauses(asked, rows)).order_by(*order)
    if page:
        query = query.where(*_after(page, order)).offset(page.offset).limit(_limit(page))
    return list(session.execute(query).all())


def holds(valid: ColumnElement[Any], days: Days) -> ColumnElement[bool]:
    """Whether a period of validity contains the day, or meets the days."""
    if isinstance(days, dt.date):
        return valid.op("@>", is_comparison=True)(bindparam(None, days))
    first, last = days
    return valid.op("&&", is_comparison=True)(cast(Range(first, last, bounds="[]"), DATERANGE))


def naming(layer: Layer, rows: FromClause, words: str) -> ColumnElement[bool]:
    """Whether a feature is called by these words, by name, identifier or what the layer searches."""
    pattern = f"%{escaped(words)}%"
    names = dict.fromkeys((layer.named_by, layer.identified_by, *layer.search_terms))
    return or_(*(cast(rows.c[name], Text).ilike(pattern, escape="\\") for name in names))


def escaped(words: str) -> str:
    """Words for LIKE, every sign standing for itself."""
    return words.strip().replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")


def _rows(asked: Asked) -> FromClause:
    """What the register knows now; with `recorded_at`, what it knew then."""
    now, before = known(asked.layer)
    if asked.recorded_at is None:
        return now
    names = [column.name for column in now.c]
    then: list[Select[Any]] = [
        select(*(table.c[name] for name in names)).where(table.c.recorded.contains(bindparam(None, asked.recorded_at)))
        for table in (now, before)
    ]
    return union_all(*then).subquery("known")


def _clauses(asked: Asked, rows: FromClause) -> list[ColumnElement[bool]]:
    clauses = [holds(rows.c.valid, asked.days)]
    if asked.ids is not None:
        clauses.append(_identifier(asked, rows).in_(asked.ids))
    if asked.boxes is not None:
        clauses.append(_within(rows, asked.boxes))
    if asked.words:
        clauses.append(naming(layer_class(asked.layer).layer, rows, asked.words))
    return clauses + [rows.c[name] == value for name, value in asked.where.items()]


def _within(rows: FromClause, boxes: tuple[Box, ...]) -> ColumnElement[bool]:
    """The bounds are made to fit the column, never the column to the bounds: the index serves."""
    if "geom" not in rows.c:
        return false()
    return or_(*(func.ST_Intersects(rows.c.geom, func.ST_MakeEnvelope(*box, EPSG)) for box in boxes))


def _identifier(asked: Asked, rows: FromClause) -> ColumnElement[str]:
    return rows.c[layer_class(asked.layer).layer.identified_by]


def _after(page: Page, order: list[ColumnElement[Any]]) -> list[ColumnElement[bool]]:
    if page.after is None:
        return []
    identity, _, since = page.after.rpartition("~")
    try:
        first = dt.date.fromisoformat(since)
    except ValueError as fault:
        raise BadInput("翻页标记无法识别", f"收到“{page.after}”", "请使用上一页给出的链接") from fault
    return [tuple_(*order) > tuple_(literal(identity), literal(first))]


def _limit(page: Page) -> int:
    if not 1 <= page.limit <= LONGEST_PAGE or page.offset < 0:
        raise BadInput(f"每页 {page.limit} 条不可行", f"每页 1 至 {LONGEST_PAGE} 条", "请改小 limit，分页读取")
    return page.limit


def _columns(asked: Asked, rows: FromClause) -> dict[str, ColumnElement[Any]]:
    made = {
        "valid_from": func.lower(rows.c.valid),
        "valid_to": func.upper(rows.c.valid),
        "recorded_at": func.lower(rows.c.recorded),
    }
    return {
        name: made[name] if name in made else rows.c[name] for name in (*layer_class(asked.layer).model_fields, *KEPT)
    }


def _feature(asked: Asked, rows: FromClause, flip: bool) -> ColumnElement[str]:
    """One feature as text; PostgreSQL writes names, numbers and days as JSON wants them."""
    named = [value.label(name) for name, value in _columns(asked, rows).items()]
    inner = select(*named).correlate(rows).lateral("properties")
    properties = select(cast(func.row_to_json(inner.table_valued()), Text)).scalar_subquery()
    parts = [
        literal('{"type":"Feature","id":'),
        cast(func.to_json(_identifier(asked, rows)), Text),
        literal(',"geometry":'),
        _geometry(rows, flip),
        literal(',"properties":'),
        properties,
        literal("}"),
    ]
    return func.concat(*parts)


def _geometry(rows: FromClause, flip: bool) -> ColumnElement[str]:
    if "geom" not in rows.c:
        return literal("null")
    shape = func.ST_FlipCoordinates(rows.c.geom) if flip else rows.c.geom
    return func.ST_AsGeoJSON(shape, _DECIMALS, _PLAIN_GEOJSON)


def _absent(session: Session, asked: Asked, identity: str) -> NotFound | Gone:
    """Why one thing does not answer: never known, not on these days, ended, or withdrawn."""
    title = layer_class(asked.layer).layer.title
    chosen = select(IDENTIFIERS).where(IDENTIFIERS.c.layer == asked.layer, IDENTIFIERS.c.identity == identity)
    fate = session.execute(chosen).one_or_none()
    if fate is None:
        return NotFound(f"没有“{identity}”", f"{title}里从未登记过这个标识", "请核对标识")
    ended = fate.is_withdrawn or (fate.retired_at is not None and _last_day(asked.days) >= fate.retired_at)
    if not ended:
        return NotFound(f"没有“{identity}”", f"{title}里有这个标识，但在所问日期无效", "请调整日期")
    what = f"“{identity}”的登记已撤销" if fate.is_withdrawn else f"“{identity}”已于 {fate.retired_at} 终止"
    why = f"文号 {fate.document}" if fate.document else ""
    remedy = f"请改看承接者：{'、'.join(fate.successors)}" if fate.successors else "如需查看过去，请把日期调到终止之前"
    return Gone(what, why, remedy, document=fate.document, successors=tuple(fate.successors))


def _last_day(days: Days) -> dt.date:
    if isinstance(days, dt.date):
        return days
    return days[1] or dt.date.max
