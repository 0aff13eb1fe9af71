"""A layer on one day beside itself on another: what was added, what ended, what became different.

Both days are read as the register knows them now. A thing that stands under the same row on both days is passed over
by the database; of the others only a page is read as features. Both are compared as the reader sees them
(`data.seen`): what is hidden or rounded for a reader makes no difference to that reader. Days are ISO days; features
are GeoJSON in EPSG:4490 as CRS84 (lon, lat).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Subquery, case, false, func, literal, not_, or_, select
from sqlalchemy.orm import Session

from data import features
from data.errors import BadInput
from data.features import Asked, Page, holds
from data.seen import Seen, seen
from layers.atlas import ATLAS, layer_class

Feature = dict[str, Any]
ADDED, ENDED, CHANGED = "added", "ended", "changed"
SHAPE = "geom"
"""The name under which a moved or redrawn place is told among the fields that changed."""
LONGEST_PAGE = 1_000


@dataclass(frozen=True)
class Tally:
    """How many things were added, ended and changed between two days."""

    added: int = 0
    ended: int = 0
    changed: int = 0


@dataclass(frozen=True)
class Changed:
    """A thing that stands on both days and is not the same; `fields` are the names that differ, `geom` its place."""

    id: str
    title: str
    fields: list[str]
    before: Feature
    after: Feature


@dataclass(frozen=True)
class Comparison:
    """A page of what differs, in the order of identifiers; `next` is None on the last page."""

    counts: Tally
    added: list[Feature]
    ended: list[Feature]
    changed: list[Changed]
    next: str | None


def compare(session: Session, layer_id: str, earlier: dt.date, later: dt.date, page: Page) -> Comparison:
    """What a layer holds on the later day beside what it held on the earlier one.

    Raises:
        UnknownLayer: no such layer.
        BadInput: the later day lies before the earlier, or the page is too long.
    """
    _in_order(earlier, later)
    if not 1 <= page.limit <= LONGEST_PAGE:
        raise BadInput(f"每页 {page.limit} 条不可行", f"每页 1 至 {LONGEST_PAGE} 条", "请改小 limit，分页读取")
    differing = _differing(session, layer_id, earlier, later)
    chosen = select(differing.c.identity, differing.c.fate).order_by(differing.c.identity).limit(page.limit + 1)
    if page.after is not None:
        chosen = chosen.where(differing.c.identity > page.after)
    found = session.execute(chosen).all()
    shown = found[: page.limit]
    fates = {row.identity: row.fate for row in shown}
    before = _read(session, layer_id, earlier, (each for each, fate in fates.items() if fate != ADDED))
    after = _read(session, layer_id, later, (each for each, fate in fates.items() if fate != ENDED))
    return Comparison(
        counts=_tally(session, differing),
        added=[after[each] for each, fate in fates.items() if fate == ADDED],
        ended=[before[each] for each, fate in fates.items() if fate == ENDED],
        changed=[_changed(layer_id, before[each], after[each]) for each, fate in fates.items() if fate == CHANGED],
        next=shown[-1].identity if len(found) > page.limit else None,
    )


def tallies(session: Session, earlier: dt.date, later: dt.date) -> dict[str, Tally]:
    """How much of every layer differs between two days, in the order of the atlas.

    Raises:
        BadInput: the later day lies before the earlier.
    """
    _in_order(earlier, later)
    return {record.layer.id: _tally(session, _differing(session, record.layer.id, earlier, later)) for record in ATLAS}


def _in_order(earlier: dt.date, later: dt.date) -> None:
    if later < earlier:
        raise BadInput(f"{earlier} 晚于 {later}", "对比须从较早的一天看到较晚的一天", "请对调两个日期")


def _differing(session: Session, layer_id: str, earlier: dt.date, later: dt.date) -> Subquery:
    """The identifier and the fate of everything that is not the same on both days."""
    view = seen(session, layer_id)
    was, now = _only(view, earlier, later, "earlier"), _only(view, later, earlier, "later")
    fate = case(
        (was.identifier.is_(None), literal(ADDED)),
        (now.identifier.is_(None), literal(ENDED)),
        else_=literal(CHANGED),
    )
    on_one_day = or_(was.identifier.is_(None), now.identifier.is_(None))
    return (
        select(func.coalesce(now.identifier, was.identifier).label("identity"), fate.label("fate"))
        .select_from(was.rows.join(now.rows, was.identifier == now.identifier, full=True))
        .where(or_(on_one_day, _unlike(was, now)))
        .subquery("differing")
    )


def _only(view: Seen, on: dt.date, not_on: dt.date, name: str) -> Seen:
    """What the caller may see of the rows that hold on one day and not on the other."""
    whole = [view.rows.c[column] for column in view.rows.c.keys()]  # noqa: SIM118 - a collection of columns is no mapping
    valid = view.rows.c.valid
    rows = select(*whole).where(holds(valid, on), not_(holds(valid, not_on))).subquery(name)
    return Seen(view.record, rows, view.decimals)


def _unlike(was: Seen, now: Seen) -> ColumnElement[bool]:
    """Whether two periods of one thing say something different of it; where they come from is not of it."""
    names = [sheet.name for sheet in was.fields]
    unlike = [was.columns[name].is_distinct_from(now.columns[name]) for name in names]
    if was.place is not None and now.place is not None:
        unlike.append(was.place.is_distinct_from(now.place))
    return or_(false(), *unlike)


def _tally(session: Session, differing: Subquery) -> Tally:
    counted = select(differing.c.fate, func.count()).group_by(differing.c.fate)
    return Tally(**{str(fate): int(many) for fate, many in session.execute(counted)})


def _read(session: Session, layer_id: str, day: dt.date, identities: Iterable[str]) -> dict[str, Feature]:
    wanted = tuple(identities)
    if not wanted:
        return {}
    found = features.items_geojson(session, Asked(layer_id, day, ids=wanted), Page(limit=len(wanted)))
    return {str(feature["id"]): feature for feature in orjson.loads(found.features)}


def _changed(layer_id: str, before: Feature, after: Feature) -> Changed:
    record = layer_class(layer_id)
    told, tells = before["properties"], after["properties"]
    fields = [name for name in record.model_fields if told.get(name) != tells.get(name)]
    if before["geometry"] != after["geometry"]:
        fields.append(SHAPE)
    title = str(tells.get(record.layer.named_by) or after["id"])
    return Changed(str(after["id"]), title, fields, before, after)
