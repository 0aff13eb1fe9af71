"""The county's own table of working days, and its clocks; both may be edited, and each change is in the audit log.

Years come from the package chinese_calendar where the table has none (`fill`), and are never overwritten by it unless
somebody asks (`take_packaged`). Days are Beijing days.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.dialects.postgresql import insert as put
from sqlalchemy.orm import Session

from data import audit
from data.acting import acting
from data.errors import BadInput, Forbidden, NotFound
from data.name_reference import NAMES
from data.office_tables import OFFICE_CLOCKS, OFFICE_DAYS, OFFICE_YEARS
from data.refusals import refusals_in_chinese
from layers.clocks import Clock, ClockTable, check, read_clocks
from layers.office_days import Calendar, OfficeDay, OfficeYear, packaged, packaged_years

_KEEPERS = "工作日历和时限由管辖全县的系统管理员或数据管理员维护"
PACKAGE = "chinese_calendar"


@dataclass(frozen=True)
class KeptYear:
    """A year of the table, with who entered it and when; None for what the table was filled with."""

    year: OfficeYear
    updated_at: dt.datetime
    updated_by: str


def fill(connection: Connection) -> tuple[int, ...]:
    """Enter the years that the package knows and the table does not; the answer is which."""
    known = set(connection.scalars(select(OFFICE_YEARS.c.year)))
    lacking = [year for year in packaged_years() if year not in known]
    for year in lacking:
        given = packaged(year)
        if given is not None:
            _enter(connection, given, PACKAGE)
    return tuple(lacking)


def calendar(session: Session, opens: dt.time = dt.time(9), closes: dt.time = dt.time(17)) -> Calendar:
    """The days that the county knows, with the hours of its office."""
    days: dict[int, list[OfficeDay]] = {}
    for row in session.execute(select(OFFICE_DAYS).order_by(OFFICE_DAYS.c.day)):
        days.setdefault(row.year, []).append(OfficeDay(row.day, row.is_working, row.title))
    years = session.execute(select(OFFICE_YEARS.c.year, OFFICE_YEARS.c.source))
    return Calendar(
        {year: OfficeYear(year, tuple(days.get(year, ())), source) for year, source in years}, opens, closes
    )


def years(session: Session) -> list[int]:
    """The years whose arrangement is known."""
    return list(session.scalars(select(OFFICE_YEARS.c.year).order_by(OFFICE_YEARS.c.year)))


def kept_year(session: Session, year: int) -> KeptYear:
    """One year of the table.

    Raises:
        NotFound: the arrangement of the year is not known here.
    """
    row = session.execute(select(OFFICE_YEARS).where(OFFICE_YEARS.c.year == year)).one_or_none()
    if row is None:
        remedy = f"国务院办公厅公布后，请录入，或运行 cairn calendar import {year}"
        raise NotFound(f"{year} 年的工作日历尚未录入", "放假调休安排未公布或未录入；工作日不作推测", remedy)
    chosen = select(OFFICE_DAYS).where(OFFICE_DAYS.c.year == year).order_by(OFFICE_DAYS.c.day)
    days = tuple(OfficeDay(day.day, day.is_working, day.title) for day in session.execute(chosen))
    return KeptYear(OfficeYear(year, days, row.source), row.updated_at, row.updated_by)


def put_year(session: Session, given: OfficeYear) -> None:
    """Enter a year, or replace it whole.

    Raises:
        BadInput: it has no holiday, so it cannot be an arrangement.
        Forbidden: who acts does not keep the county's calendar.
    """
    _refuse_others(session)
    if not any(not day.is_working for day in given.days):
        why = "每年都有放假的工作日；空的一年会把节假日当作工作日计算"
        raise BadInput(f"{given.year} 年没有一个放假日", why, "请按国务院办公厅的通知录入放假日和调休上班日")
    with refusals_in_chinese(session):
        _enter(session.connection(), given, acting(session).name)
    detail = {"days": {day.day.isoformat(): day.is_working for day in given.days}, "source": given.source}
    audit.note(session, "office-calendar", str(given.year), detail)


def take_packaged(session: Session, year: int) -> OfficeYear:
    """Enter a year as the package has it, over what is there.

    Raises:
        NotFound: the package does not know it.
        Forbidden: who acts does not keep the county's calendar.
    """
    given = packaged(year)
    if given is None:
        known = packaged_years()
        why = f"随附的 {PACKAGE} 只有 {known[0]}—{known[-1]} 年"
        raise NotFound(
            f"没有 {year} 年的放假安排", why, "请升级后重试，或按国务院办公厅的通知手工录入（PUT /api/office/calendar）"
        )
    put_year(session, given)
    return given


def _enter(connection: Connection, given: OfficeYear, by: str) -> None:
    values: dict[str, Any] = {"source": given.source, "updated_by": by, "updated_at": func.clock_timestamp()}
    entered = put(OFFICE_YEARS).values(year=given.year, **values)
    connection.execute(entered.on_conflict_do_update(index_elements=["year"], set_=values))
    connection.execute(delete(OFFICE_DAYS).where(OFFICE_DAYS.c.year == given.year))
    rows = [
        {"day": each.day, "year": given.year, "is_working": each.is_working, "title": each.title} for each in given.days
    ]
    if rows:
        connection.execute(insert(OFFICE_DAYS), rows)


@cache
def shipped_clocks(folder: Path = NAMES) -> ClockTable:
    """The clocks that ship with Cairn.

    Raises:
        Refusal: the file does not follow its own format.
    """
    path = folder / "clocks.toml"
    return read_clocks(path.read_text(encoding="utf-8"), path.name)


def clocks(session: Session) -> ClockTable:
    """The clocks as the county has them: what ships, and over it what the county changed."""
    changed = {row.id: _clock(row.clock) for row in session.execute(select(OFFICE_CLOCKS))}
    return shipped_clocks().with_clocks({name: clock for name, clock in changed.items() if clock is not None})


def put_clock(session: Session, clock: Clock) -> None:
    """Change a clock, or add one of the county's own.

    Raises:
        Refusal: it names a pause that there is not.
        Forbidden: who acts does not keep the county's clocks.
    """
    _refuse_others(session)
    check(clocks(session).with_clocks({clock.id: clock}), f"时限“{clock.title}”")
    values = {"clock": clock.model_dump(mode="json"), "updated_by": acting(session).name}
    entered = put(OFFICE_CLOCKS).values(id=clock.id, **values)
    changed: Mapping[str, Any] = values | {"updated_at": func.clock_timestamp()}
    with refusals_in_chinese(session):
        session.execute(entered.on_conflict_do_update(index_elements=["id"], set_=dict(changed)))
    audit.note(session, "office-clock", clock.id, values["clock"] if isinstance(values["clock"], dict) else {})


def reset_clock(session: Session, clock_id: str) -> None:
    """Take a clock back to what ships; one of the county's own is gone.

    Raises:
        NotFound: the county has not changed it.
        Forbidden: who acts does not keep the county's clocks.
    """
    _refuse_others(session)
    gone = session.scalar(delete(OFFICE_CLOCKS).where(OFFICE_CLOCKS.c.id == clock_id).returning(OFFICE_CLOCKS.c.id))
    if gone is None:
        raise NotFound(
            f"时限“{clock_id}”没有改写过", "它就是随附的样子，或没有这个编号", "请从 GET /api/office/clocks 中选择"
        )
    audit.note(session, "office-clock", clock_id, {"reset": True})


def _clock(kept: dict[str, Any]) -> Clock | None:
    """A clock as it was kept; one that this version can no longer read gives way to what ships."""
    try:
        return Clock.model_validate(kept)
    except ValidationError:
        return None


def _refuse_others(session: Session) -> None:
    if not session.scalar(select(func.access.keeps_office())):
        raise Forbidden("不能改动工作日历和时限", _KEEPERS, "请他们办理")
