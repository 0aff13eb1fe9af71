"""Find, count and page the features of a layer; a query is a list of clauses over what the caller may see.

Every read names the day it asks about (`days`): one day is the state on that day, a pair of days everything valid
between them, both included, None being without end. With `recorded_at` the register answers what it knew at that
moment, from current and superseded rows together. Bounds are west, south, east, north in EPSG:4490 degrees.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import Any

from shapely.geometry.base import BaseGeometry
from sqlalchemy import (
    ColumnElement,
    Date,
    Double,
    Integer,
    Row,
    Select,
    Text,
    bindparam,
    case,
    cast,
    create_engine,
    func,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import DATERANGE, Range
from sqlalchemy.orm import Session

from data import audit
from data.errors import BadInput, Gone, NotFound
from data.history import known
from data.ledgers import IDENTIFIERS
from data.ordering import Amount, Key, Order
from data.seen import KEPT, Box, Seen, seen, seen_at
from data.tallies import Days, tallied
from geo.systems import CRS84, System
from layers.atlas import layer_class
from layers.record import Disclosure

__all__ = ["KEPT", "Asked", "Box", "Days", "Filter", "Items", "Key", "Page"]

Filter = Callable[[Seen], ColumnElement[bool]]
"""A condition on what the caller sees."""

Values = Sequence[object] | None
"""The values of the row after which a page begins; None for the first page."""

LONGEST_PAGE = 10_000


@dataclass(frozen=True)
class Asked:
    """Which features of which layer; what is left out does not restrict.

    `outline` is an area in EPSG:4490 that features must meet; `filters` are conditions on what the caller sees;
    `for_figures` is for sums that tell no place (`seen`).
    """

    layer: str
    days: Days
    recorded_at: dt.datetime | None = None
    boxes: tuple[Box, ...] | None = None
    ids: tuple[str, ...] | None = None
    words: str | None = None
    where: Mapping[str, object] = field(default_factory=dict)
    outline: BaseGeometry | None = None
    filters: tuple[Filter, ...] = ()

    @property
    def is_common(self) -> bool:
        """Whether nothing but one day and perhaps boxes restrict."""
        unusual = (self.recorded_at, self.ids, self.words, self.outline)
        is_plain = all(each is None for each in unusual) and not self.where and not self.filters
        return is_plain and not isinstance(self.days, tuple) and self.boxes != ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing but the days restrict."""
        unusual = (self.recorded_at, self.ids, self.words, self.outline, self.boxes)
        return all(each is None for each in unusual) and not self.where and not self.filters

    for_figures: bool = False


@dataclass(frozen=True)
class Page:
    """How many features, in which order, and after which place in it; `after` is the `next` of the last page."""

    limit: int = 100
    after: str | None = None
    offset: int = 0
    sort: tuple[Key, ...] = ()


@dataclass(frozen=True)
class Items:
    """A page of features as a GeoJSON array, ready to be sent; `next` is None on the last page.

    `number_matched` is the whole number as the page saw it; None where it was not asked for.
    """

    features: bytes
    number_returned: int
    next: str | None
    number_matched: int | None = None


def items_geojson(
    session: Session, asked: Asked, page: Page, *, system: System = CRS84, counted: bool = False
) -> Items:
    """A page of features, made by PostGIS, with places in a system and its order of axes; `counted` tells how many.

    Raises:
        UnknownLayer: no such layer.
        BadInput: the page cannot be read or is too long, or the order is none of this layer.
    """
    limit, order = _limit(page), Order(seen(session, asked.layer, asked.recorded_at), page.sort)
    values = order.read(page.after)
    if asked.is_common and not page.offset:
        begins = None if values is None else tuple(value is not None for value in values)
        boxes = len(asked.boxes or ())
        question = _Question(asked.layer, order.view.decimals, page.sort, begins, boxes, system, counted)
        row = _run_prepared(session, question, asked, values, limit)
    else:
        chosen = order.page(_whole(order.view), _clauses(asked, order.view), values, page.offset, limit + 1)
        matched = _matched(asked, order.view) if counted else None
        row = session.execute(_page_of(order, chosen, limit, system, matched)).one()
    features, key, found, closed, number = tuple(row)
    audit.remember(session, asked.layer, closed or ())
    following = order.write(key) if found > limit else None
    return Items(f"[{features or ''}]".encode(), min(found, limit), following, number)


def item_geojson(session: Session, asked: Asked, identity: str, *, system: System = CRS84) -> bytes:
    """One feature; of several periods the latest.

    Raises:
        UnknownLayer: no such layer.
        NotFound: the register does not know it, or not on that day.
        Gone: it has ended or was withdrawn; the error names document and successors.
    """
    view = seen(session, asked.layer, asked.recorded_at)
    chosen = select(_feature(view, system), _restricted(view)).where(*_clauses(asked, view))
    latest = chosen.where(view.identifier == identity).order_by(view.since.desc()).limit(1)
    found, closed = session.execute(latest).one_or_none() or (None, None)
    if found is None:
        raise absent(session, asked, identity)
    audit.remember(session, asked.layer, [identity] if closed else [])
    return str(found).encode()


def count(session: Session, asked: Asked) -> int:
    """How many features there are."""
    return int(session.scalar(_matched(asked, seen(session, asked.layer, asked.recorded_at))) or 0)


def extent(session: Session, asked: Asked) -> Box | None:
    """The box around the features, in degrees; None when there is nothing to surround."""
    view = seen(session, asked.layer, asked.recorded_at)
    if view.place is None:
        return None
    box = select(func.ST_Extent(view.place).label("box")).where(*_clauses(asked, view)).subquery()
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
    view = seen(session, asked.layer, asked.recorded_at, for_figures=asked.for_figures)
    columns = view.columns | ({} if view.place is None else {"geom": func.ST_AsBinary(view.place)})
    chosen = [columns[name].label(name) for name in (names or columns)]
    order = Order(view, page.sort if page else ())
    if page is None:
        query = select(*chosen).where(*_clauses(asked, view)).order_by(*order.by())
    else:
        query = order.page(chosen, _clauses(asked, view), order.read(page.after), page.offset, _limit(page))
    return list(session.execute(query).all())


def holds(valid: ColumnElement[Any], days: Days) -> ColumnElement[bool]:
    """Whether a period of validity contains the day, or meets the days."""
    if not isinstance(days, tuple):
        return valid.op("@>", is_comparison=True)(cast(days, Date))
    first, last = days
    return valid.op("&&", is_comparison=True)(cast(Range(first, last, bounds="[]"), DATERANGE))


def naming(view: Seen, words: str) -> ColumnElement[bool]:
    """Whether a feature is called by these words, by name, identifier or what the layer searches."""
    pattern = f"%{escaped(words)}%"
    layer = view.record.layer
    names = dict.fromkeys((layer.named_by, layer.identified_by, *layer.search_terms))
    return or_(*(cast(view.columns[name], Text).ilike(pattern, escape="\\") for name in names if name in view.columns))


def escaped(words: str) -> str:
    """Words for LIKE, every sign standing for itself."""
    return words.strip().replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")


def absent(session: Session, asked: Asked, identity: str) -> NotFound | Gone:
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


def _restricted(view: Seen) -> ColumnElement[str]:
    """The identifier of a row whose reading is an entry of the log; NULL of any other."""
    return case((view.rows.c.disclosure == Disclosure.RESTRICTED.value, view.identifier))


def _last_day(days: Days) -> dt.date:
    if isinstance(days, dt.date):
        return days
    return days[1] or dt.date.max


def _clauses(asked: Asked, view: Seen) -> list[ColumnElement[bool]]:
    clauses = [holds(view.rows.c.valid, asked.days)]
    if asked.ids is not None:
        clauses.append(view.identifier.in_(asked.ids))
    if asked.boxes is not None:
        clauses.append(view.within_boxes(asked.boxes))
    if asked.outline is not None:
        clauses.append(view.within_outline(asked.outline))
    if asked.words:
        clauses.append(naming(view, asked.words))
    clauses += [view.columns[name] == value for name, value in asked.where.items()]
    return [*clauses, *(condition(view) for condition in asked.filters)]


@dataclass(frozen=True)
class _Question:
    """What a page looks like, whatever the day, the bounds, the size and the place it begins after.

    `begins` tells of each value of that place whether it is known; None for a first page.
    """

    layer: str
    decimals: int | None
    sort: tuple[Key, ...]
    begins: tuple[bool, ...] | None
    boxes: int
    system: System
    counted: bool


def _page_of(
    order: Order, chosen: Select[Any], limit: Amount, system: System, matched: Select[Any] | None
) -> Select[Any]:
    """A page as one row: the features as text, the place after the last, how many were found, which are restricted.

    `chosen` has one row more than the page, so that the last page is known as such.
    """
    shown = Seen(order.view.record, chosen.subquery("chosen"), order.view.decimals)
    there = Order(shown, order.sort)
    place = func.row_number().over().label("place")
    restricted = _restricted(shown).label("restricted")
    rows = select(_feature(shown, system).label("feature"), *there.labelled(), place, restricted).subquery("page")
    body = func.string_agg(rows.c.feature, literal(",")).filter(rows.c.place <= limit)
    last = func.max(there.token(rows)).filter(rows.c.place == limit)
    read = func.array_agg(rows.c.restricted).filter(rows.c.place <= limit, rows.c.restricted.is_not(None))
    return select(body, last, func.count(), read, null() if matched is None else matched.scalar_subquery())


def _whole(view: Seen) -> list[ColumnElement[Any]]:
    return [view.rows.c[name] for name in view.rows.c.keys()]  # noqa: SIM118 - a collection of columns is no mapping


def _run_prepared(session: Session, question: _Question, asked: Asked, values: Values, limit: int) -> Row[Any]:
    """The common questions are written once and asked again with other values: writing costs more than answering."""
    written, constants = _prepared(question)
    given: dict[str, object] = {"day": asked.days, "limit": limit, "more": limit + 1}
    given |= {f"after_{place}": value for place, value in enumerate(values or ())}
    given |= {f"side_{place}": side for place, side in enumerate(chain(*(asked.boxes or ())))}
    return session.connection().exec_driver_sql(written, constants | given).one()


@lru_cache(maxsize=1000)
def _prepared(question: _Question) -> tuple[str, dict[str, Any]]:
    """A question as the driver takes it, and the constants in it."""
    order, later = Order(seen_at(question.layer, question.decimals), question.sort), question.begins
    values: Values = later and [bindparam(f"after_{i}") if known else None for i, known in enumerate(later)]
    sides = [bindparam(f"side_{i}", type_=Double) for i in range(4 * question.boxes)]
    boxes: Any = tuple(tuple(sides[i : i + 4]) for i in range(0, len(sides), 4)) or None
    day: Any = bindparam("day", type_=Date)
    asked = Asked(question.layer, day, boxes=boxes)
    limit, more = (bindparam(name, type_=Integer) for name in ("limit", "more"))
    chosen = order.page(_whole(order.view), _clauses(asked, order.view), values, 0, more)
    matched = _matched(asked, order.view) if question.counted else None
    statement = _page_of(order, chosen, limit, question.system, matched)
    compiled = statement.compile(dialect=create_engine("postgresql+psycopg://").dialect)
    return str(compiled), {name: value for name, value in compiled.params.items() if value is not None}


def _matched(asked: Asked, view: Seen) -> Select[Any]:
    """How many features there are: from the tallies when only the days restrict, else counted."""
    if asked.is_whole:
        return tallied(asked.layer, asked.days)
    return select(func.count()).select_from(view.rows).where(*_clauses(asked, view))


def _limit(page: Page) -> int:
    if not 1 <= page.limit <= LONGEST_PAGE or page.offset < 0:
        raise BadInput(f"每页 {page.limit} 条不可行", f"每页 1 至 {LONGEST_PAGE} 条", "请改小 limit，分页读取")
    return page.limit


def _feature(view: Seen, system: System) -> ColumnElement[str]:
    """One feature as text; PostgreSQL writes names, numbers and days as JSON wants them."""
    named = [value.label(name) for name, value in view.columns.items()]
    inner = select(*named).correlate(view.rows).lateral("properties")
    properties = select(cast(func.row_to_json(inner.table_valued()), Text)).scalar_subquery()
    parts = [
        literal('{"type":"Feature","id":'),
        cast(func.to_json(view.identifier), Text),
        literal(',"geometry":'),
        view.geojson(system),
        literal(',"properties":'),
        properties,
        literal("}"),
    ]
    return func.concat(*parts)
