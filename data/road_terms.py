"""What the county says of its roads: speeds and terms, links it adds, maps it handed in; each deed is in the audit log.

Everybody reads; whoever keeps the county's planning layers writes (`data/sql/0016_road_travel.sql`). What held at a
moment can be asked for, so that an old figure is computed again as it was.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Table, func, insert, select, update
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from data import audit
from data.acting import acting
from data.errors import BadInput, Forbidden, NotFound
from data.osm_extract import TRAVEL
from data.refusals import refusals_in_chinese
from data.road_tables import ROAD_LINKS, ROAD_MAPS, ROAD_TERMS
from layers.travel_terms import Term, TermKind, Terms, read_terms
from layers.ways import WayClass

KEEPERS = "路网的速度、补充路段和底图由管辖全县的规划员或数据管理员维护"
_MOST_VERTICES = 2_000
_DEGREES = 180.0


@dataclass(frozen=True)
class Link:
    """A road the county adds; `course` is longitude and latitude of its vertices, EPSG:4490."""

    name: str
    way_class: WayClass
    is_one_way: bool
    course: tuple[tuple[float, float], ...]
    source: str


@dataclass(frozen=True)
class KeptLink:
    """A link as the county keeps it."""

    number: int
    link: Link
    entered_at: dt.datetime
    entered_by: str


@dataclass(frozen=True)
class KeptMap:
    """A map of ways or heights as the county keeps it, without its content."""

    number: int
    kind: str
    title: str
    source: str
    hash: str
    details: dict[str, Any]
    entered_at: dt.datetime
    entered_by: str


@cache
def shipped_terms(folder: Path = TRAVEL) -> Terms:
    """The terms that ship with Cairn.

    Raises:
        Refusal: the file does not follow its format.
    """
    path = folder / "speeds.toml"
    return read_terms(path.read_text(encoding="utf-8"), path.name)


def terms(session: Session, at: dt.datetime | None = None) -> Terms:
    """The terms as the county has them, now or at a moment: what ships, and over it what was entered last."""
    shipped, kept = shipped_terms(), ROAD_TERMS.c
    chosen = (
        select(ROAD_TERMS)
        .ext(distinct_on(kept.kind, kept.subject))
        .where(*_before(kept.entered_at, at))
        .order_by(kept.kind, kept.subject, kept.number.desc())
    )
    entered = []
    for row in session.execute(chosen):
        if row.value is not None and row.kind in TermKind.labels():
            when = row.entered_at.isoformat()
            entered.append(Term(TermKind.of(row.kind), row.subject, row.value, row.source, row.entered_by, when))
    return shipped.over(entered)


def enter_terms(session: Session, given: Sequence[Term]) -> None:
    """Enter terms, each over the one of its subject.

    Raises:
        BadInput: the list is empty, or names a subject twice.
        Forbidden: who acts does not keep the county's roads.
    """
    if not given or len({(each.kind, each.subject) for each in given}) < len(given):
        raise BadInput("没有可登记的数值，或一个对象写了两次", "", "每个对象写一次")
    _enter_terms(session, [(each.kind.value, each.subject, each.value, each.source) for each in given])


def reset_term(session: Session, kind: TermKind, subject: str, source: str) -> None:
    """Take a term back to what ships.

    Raises:
        NotFound: the county has not changed it.
        Forbidden: who acts does not keep the county's roads.
    """
    found = terms(session).by_subject.get((kind, subject))
    if found is None or found.by is None:
        raise NotFound(f"“{subject}”没有改写过", "它就是随附的数值，或没有这一项", "请从 GET /api/roads/speeds 中选择")
    _enter_terms(session, [(kind.value, subject, None, source)])


def _enter_terms(session: Session, rows: Sequence[tuple[str, str, float | None, str]]) -> None:
    refuse_others(session)
    columns = ("kind", "subject", "value", "source")
    values = [dict(zip(columns, row, strict=True)) | {"entered_by": acting(session).name} for row in rows]
    with refusals_in_chinese(session):
        session.execute(insert(ROAD_TERMS), values)
    for kind, subject, value, source in rows:
        audit.note(session, "road-term", f"{kind}/{subject}", {"value": value, "source": source})


def links(session: Session, at: dt.datetime | None = None) -> list[KeptLink]:
    """The roads the county adds, now or at a moment, by number."""
    chosen = select(ROAD_LINKS).where(*_standing(ROAD_LINKS, at)).order_by(ROAD_LINKS.c.number)
    return [_link(row) for row in session.execute(chosen)]


def add_link(session: Session, given: Link) -> KeptLink:
    """Add a road.

    Raises:
        BadInput: its course is no line on the ground.
        Forbidden: who acts does not keep the county's roads.
    """
    _check_course(given)
    refuse_others(session)
    values = {
        "name": given.name,
        "way_class": given.way_class.value,
        "is_one_way": given.is_one_way,
        "course": [list(place) for place in given.course],
        "source": given.source,
        "entered_by": acting(session).name,
    }
    with refusals_in_chinese(session):
        row = session.execute(insert(ROAD_LINKS).values(values).returning(ROAD_LINKS)).one()
    audit.note(session, "road-link", str(row.number), {"name": given.name, "source": given.source})
    return _link(row)


def withdraw_link(session: Session, number: int) -> None:
    """Take a road back; it stays in the ledger.

    Raises:
        NotFound: there is none of this number, or it was taken back before.
        Forbidden: who acts does not keep the county's roads.
    """
    _withdraw(session, ROAD_LINKS, number, "补充路段", "road-link")


def maps(session: Session, at: dt.datetime | None = None) -> list[KeptMap]:
    """The maps that stand, now or at a moment, newest first."""
    names = [column for column in ROAD_MAPS.c if column.name not in ("body", "withdrawn_at", "withdrawn_by")]
    chosen = select(*names).where(*_standing(ROAD_MAPS, at)).order_by(ROAD_MAPS.c.number.desc())
    return [KeptMap(**row._asdict()) for row in session.execute(chosen)]


def body_of(session: Session, number: int) -> bytes:
    """The content of a map."""
    return bytes(session.execute(select(ROAD_MAPS.c.body).where(ROAD_MAPS.c.number == number)).scalar_one())


def take_map(session: Session, kind: str, title: str, source: str, *, body: bytes, details: dict[str, Any]) -> int:
    """Keep a map; it serves from now on. The answer is its number.

    Raises:
        Forbidden: who acts does not keep the county's roads.
    """
    refuse_others(session)
    digest = sha256(body).hexdigest()
    values = {"kind": kind, "title": title, "source": source, "hash": digest, "body": body, "details": details}
    with refusals_in_chinese(session):
        entered = insert(ROAD_MAPS).values(**values, entered_by=acting(session).name).returning(ROAD_MAPS.c.number)
        number = int(session.execute(entered).scalar_one())
    audit.note(session, "road-map", str(number), {"title": title, "source": source, "hash": digest} | details)
    return number


def withdraw_map(session: Session, number: int) -> None:
    """Take a map back; what stood before it serves again.

    Raises:
        NotFound: there is none of this number, or it was taken back before.
        Forbidden: who acts does not keep the county's roads.
    """
    _withdraw(session, ROAD_MAPS, number, "路网底图", "road-map")


def refuse_others(session: Session) -> None:
    """Let only those go on who keep the county's roads.

    Raises:
        Forbidden: who acts does not.
    """
    if not session.scalar(select(func.access.keeps_travel())):
        raise Forbidden(f"{acting(session).name}不能改动路网", KEEPERS, "请他们办理")


def _withdraw(session: Session, table: Table, number: int, title: str, deed: str) -> None:
    refuse_others(session)
    taken = (
        update(table)
        .where(table.c.number == number, table.c.withdrawn_at.is_(None))
        .values(withdrawn_at=func.clock_timestamp(), withdrawn_by=acting(session).name)
        .returning(table.c.number)
    )
    if session.scalar(taken) is None:
        raise NotFound(f"没有{title} {number}", "没有这个序号，或已经撤销", "请先列出现有的再选")
    audit.note(session, deed, str(number), {"withdrawn": True})


def _standing(table: Table, at: dt.datetime | None) -> list[ColumnElement[bool]]:
    gone = table.c.withdrawn_at
    return [*_before(table.c.entered_at, at), gone.is_(None) if at is None else (gone.is_(None) | (gone > at))]


def _before(entered: ColumnElement[Any], at: dt.datetime | None) -> list[ColumnElement[bool]]:
    return [] if at is None else [entered <= at]


def _link(row: Any) -> KeptLink:  # noqa: ANN401 - a row
    course = tuple((float(lon), float(lat)) for lon, lat in row.course)
    link = Link(row.name, WayClass.of(row.way_class), row.is_one_way, course, row.source)
    return KeptLink(row.number, link, row.entered_at, row.entered_by)


def _check_course(given: Link) -> None:
    """A line has two places at least, and they lie on the ground of China."""
    on_ground = all(abs(lon) <= _DEGREES and abs(lat) <= _DEGREES / 2 for lon, lat in given.course)
    if not on_ground or len(set(given.course)) < 2 or len(given.course) > _MOST_VERTICES:  # noqa: PLR2004 - two ends
        why = f"应有 2 至 {_MOST_VERTICES} 个不同的顶点，经度在前，纬度在后"
        raise BadInput(f"路段“{given.name}”的走向不能使用", why, "请核对坐标")
