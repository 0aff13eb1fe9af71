"""The office's calendar and clocks: which days are worked, how long a period runs, and what day it ends on."""

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api.deps import AtDesk, Reader, Writer
from api.errors import Refused
from data import office_calendar
from data.office_calendar import KeptYear
from layers.clocks import Clock, DayKind, Pause, plain_last_day
from layers.office_days import OfficeDay, OfficeYear

router = APIRouter(prefix="/office", tags=["办公日历"])

EARLIEST, LATEST = 1990, 2100
Year = Annotated[int, Path(title="年份", ge=EARLIEST, le=LATEST)]
ClockId = Annotated[str, Path(title="时限编号", pattern=r"^[a-z][a-z0-9_-]{0,63}$")]


class DaySheet(BaseModel):
    """A day that is not what its weekday says."""

    model_config = ConfigDict(extra="forbid")

    day: dt.date = Field(title="日期", examples=["2026-10-10"])
    is_working: bool = Field(title="上班", description="true 为上班的周末，false 为放假的工作日")
    title: str = Field(title="名称", min_length=1, max_length=60, pattern=r"\S", examples=["国庆节调休上班"])


class YearGiven(BaseModel):
    """The arrangement of a year as somebody enters it."""

    model_config = ConfigDict(extra="forbid")

    source: str = Field(title="依据", min_length=1, max_length=300, pattern=r"\S", examples=["国办发明电〔2025〕7号"])
    days: list[DaySheet] = Field(title="放假的工作日和上班的周末", max_length=366)


class YearSheet(YearGiven):
    """The arrangement of a year as the county keeps it."""

    year: int = Field(title="年份")
    updated_at: dt.datetime = Field(title="更新时间")
    updated_by: str = Field(title="更新人")

    @classmethod
    def of(cls, kept: KeptYear) -> "YearSheet":
        """A year as it is told."""
        days = [DaySheet(day=each.day, is_working=each.is_working, title=each.title) for each in kept.year.days]
        return cls(
            year=kept.year.year,
            source=kept.year.source,
            days=days,
            updated_at=kept.updated_at,
            updated_by=kept.updated_by,
        )


class CalendarSheet(BaseModel):
    """Which years are known, and when the office is open."""

    years: list[int] = Field(title="已录入的年份")
    opens: str = Field(title="上班", examples=["09:00"])
    closes: str = Field(title="下班", examples=["17:00"])


class ClocksSheet(BaseModel):
    """All clocks, and what does not count."""

    clocks: list[Clock] = Field(title="时限")
    pauses: list[Pause] = Field(title="暂停事由")
    words: dict[str, str] = Field(title="事件")


class LastDay(BaseModel):
    """The last day of a period."""

    start: dt.date = Field(title="事件当日，不计入")
    days: int
    day_kind: DayKind
    rolls: bool = Field(title="末日逢休息日顺延")
    last_day: dt.date = Field(title="末日")
    is_working: bool | None = Field(title="末日是工作日；年份未录入时为空")


@router.get("/calendar", summary="工作日历：已录入的年份和办公时间")
def known_years(session: Reader, desk: AtDesk) -> CalendarSheet:
    """The years whose arrangement is known; no other year is guessed."""
    opens, closes = desk.settings.office_times
    return CalendarSheet(years=office_calendar.years(session), opens=f"{opens:%H:%M}", closes=f"{closes:%H:%M}")


@router.get("/calendar/{year}", summary="一年的放假和调休安排")
def year(session: Reader, year: Year) -> YearSheet:
    """The days of a year that are not what their weekday says."""
    return YearSheet.of(office_calendar.kept_year(session, year))


@router.put("/calendar/{year}", summary="录入或改写一年的放假和调休安排")
def put_year(session: Writer, year: Year, given: YearGiven) -> YearSheet:
    """Enter a year whole; the audit log keeps what was entered."""
    days = tuple(OfficeDay(each.day, each.is_working, each.title.strip()) for each in given.days)
    office_calendar.put_year(session, OfficeYear(year, days, given.source.strip()))
    return YearSheet.of(office_calendar.kept_year(session, year))


@router.get("/last-day", summary="从某日起若干日的末日")
def last_day(
    session: Reader,
    start: Annotated[dt.date, Query(title="事件当日", description="当日不计入（《民法典》第二百零一条）")],
    days: Annotated[int, Query(title="日数", ge=1, le=366)],
    day_kind: Annotated[DayKind, Query(title="日历日或工作日")] = DayKind.WORKING,
    rolls: Annotated[bool, Query(title="末日逢休息日顺延", description="《民法典》第二百零三条第一款")] = False,
) -> LastDay:
    """Count days as a clock does."""
    if start.year > LATEST:
        raise Refused(422, f"不能推算 {start.year} 年", f"工作日历至 {LATEST} 年为止", "请核对日期", kind="refused")
    calendar = office_calendar.calendar(session)
    end = plain_last_day(calendar, start, days, day_kind, rolls=rolls)
    is_working = calendar.is_working(end) if end.year in calendar.years else None
    return LastDay(start=start, days=days, day_kind=day_kind, rolls=rolls, last_day=end, is_working=is_working)


@router.get("/clocks", summary="时限：条款、日数、计法、起算和暂停")
def clocks(session: Reader) -> ClocksSheet:
    """The clocks as the county has them."""
    table = office_calendar.clocks(session)
    return ClocksSheet(clocks=list(table.clocks), pauses=list(table.pauses), words=table.words)


@router.put("/clocks/{clock_id}", summary="改写一个时限，或增设本县的时限")
def put_clock(session: Writer, clock_id: ClockId, given: Clock) -> Clock:
    """Change a clock; a lawful period stays the county's responsibility."""
    if given.id != clock_id:
        raise Refused(
            422, f"内容中的编号“{given.id}”与地址不符", "一个时限只有一个编号", "请使两处一致", kind="refused"
        )
    office_calendar.put_clock(session, given)
    return given


@router.delete("/clocks/{clock_id}", summary="恢复随附的时限", status_code=204)
def reset_clock(session: Writer, clock_id: ClockId) -> Response:
    """Take a clock back to what ships."""
    office_calendar.reset_clock(session, clock_id)
    return Response(status_code=204)
