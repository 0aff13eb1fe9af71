"""Clocks that count as the law counts: in calendar or in working days, the day of the event itself not counted.

How days are counted: the day on which a period begins is not (《民法典》第二百零一条第一款); nor is a day that lies in
a pause, which runs from the day after the event that begins it to the day of the event that ends it, both left out. A
pause that lasts n counted days moves the end by n counted days; one that begins and ends on one day moves nothing. A
period ends when the office closes on its last day (第二百零三条第二款).
Whether a last day that is no working day gives way to the next working day (第二百零三条第一款) is each clock's own
setting: it lengthens a period, so it is for periods in which others may speak, and not for the office's own duties.

Which clocks there are, and how long, is data: `data/reference/names/clocks.toml` and the county's own table over it.
Days are Beijing days.
"""

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from layers.office_days import Calendar
from layers.refusal import Refusal
from layers.vocabulary import Vocabulary

LONGEST_DAYS = 3_660
_FORMAT = "请对照 data/reference/names/clocks.toml 的写法改正"

Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,63}$")]
"""A word for an event: the stage a case comes to, or what else its entries call it."""


class DayKind(Vocabulary):
    """What days a clock counts."""

    CALENDAR = "calendar", "日历日"
    WORKING = "working", "工作日"

    @property
    def unit(self) -> str:
        """How a number of such days is said: 3 个工作日, 15 日."""
        return " 个工作日" if self is DayKind.WORKING else " 日"


class Basis(Vocabulary):
    """Who sets a period."""

    LAW = "law", "法定"
    COUNTY = "county", "县定"


class Authority(Vocabulary):
    """Who approved, or is to approve: from when a name is announced hangs on it (《地名管理条例》第十四条)."""

    GOVERNMENT = "government", "人民政府"
    NAME_AUTHORITY = "name_authority", "地名行政主管部门"
    OTHER_DEPARTMENT = "other_department", "其他有关部门"


class ClockState(Vocabulary):
    """Where a clock stands."""

    RUNNING = "running", "计时中"
    PAUSED = "paused", "暂停计时"
    SOON = "soon", "即将到期"
    OVERDUE = "overdue", "已超期"
    MET = "met", "已办结"
    UNKNOWN = "unknown", "到期日待定"


class Pause(BaseModel):
    """A time that is not counted: from an event to the next one, or to one of those it names."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Word
    title: str = Field(min_length=1, max_length=60)
    starts: tuple[Word, ...] = Field(min_length=1)
    ends: tuple[Word, ...] = ()
    article: str = Field(min_length=1, max_length=300)


class Clock(BaseModel):
    """A period: its article, how it counts, what begins and what ends it, and to whom it applies.

    `waits` marks a period that must pass, such as a public notice: its end is a permission, not a lapse. `rolls` lets
    a last day that is no working day give way to the next one. `authorities` and `kinds` (of names) restrict; empty
    is all. `about` names clocks that run once for every matter, as for every objection.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Word
    title: str = Field(min_length=1, max_length=60)
    article: str = Field(min_length=1, max_length=300)
    basis: Basis
    days: int = Field(ge=1, le=LONGEST_DAYS)
    day_kind: DayKind
    starts_at: tuple[Word, ...] = Field(min_length=1)
    ends_at: tuple[Word, ...] = ()
    pauses: tuple[Word, ...] = ()
    authorities: tuple[Authority, ...] = ()
    kinds: tuple[Word, ...] = ()
    rolls: bool = False
    waits: bool = False
    soon_days: int = Field(2, ge=0, le=LONGEST_DAYS)
    enabled: bool = True
    note: str | None = Field(None, max_length=1000)

    def applies(self, authority: Authority | None, kind: str | None) -> bool:
        """Whether the clock runs for a name of this kind that this authority approves; unknown is not excluded."""
        by_whom = not self.authorities or authority is None or authority in self.authorities
        return self.enabled and by_whom and (not self.kinds or kind is None or kind in self.kinds)


class ClockTable(BaseModel):
    """All clocks and pauses, with the words for events and the hours of the office."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: dict[Word, str] = {}
    pauses: tuple[Pause, ...] = ()
    clocks: tuple[Clock, ...] = ()

    def clock(self, clock_id: str) -> Clock:
        """The clock of an identifier.

        Raises:
            Refusal: none has it.
        """
        for clock in self.clocks:
            if clock.id == clock_id:
                return clock
        known = "、".join(clock.id for clock in self.clocks)
        raise Refusal(f"没有时限“{clock_id}”", f"已有：{known}", "请核对编号")

    def with_clocks(self, changed: Mapping[str, Clock]) -> "ClockTable":
        """The same with some clocks as the county has them."""
        kept = [changed.get(clock.id, clock) for clock in self.clocks]
        new = [clock for name, clock in changed.items() if name not in {each.id for each in self.clocks}]
        return self.model_copy(update={"clocks": (*kept, *new)})

    def pauses_of(self, clock: Clock) -> tuple[Pause, ...]:
        """The pauses a clock knows."""
        return tuple(pause for pause in self.pauses if pause.id in clock.pauses)

    def word(self, word: str) -> str:
        """An event as people call it."""
        return self.words.get(word, word)


@dataclass(frozen=True)
class Event:
    """Something that happened to a case on a day; `about` tells which matter, where a case has several."""

    word: str
    on: dt.date
    about: str = ""


@dataclass(frozen=True)
class Due:
    """How a clock stands. `left_days` counts in the clock's own days, today not counted; below zero it is late.

    `due_on` is None while a pause is open or a year on the way is not published; `because` says it in Chinese.
    """

    clock: Clock
    started_on: dt.date
    due_on: dt.date | None
    left_days: int | None
    state: ClockState
    because: str
    met_on: dt.date | None = None
    about: str = ""


@dataclass(frozen=True)
class Span:
    """The days after the first to the last, which are not counted; without a last day it is still open."""

    after: dt.date
    until: dt.date | None

    def __contains__(self, day: object) -> bool:
        return isinstance(day, dt.date) and self.after < day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Run:
    """One running of a clock: from its event to the event that met it, and the pauses between."""

    started: Event
    ended: Event | None
    spans: tuple[Span, ...]

    @property
    def open_pause(self) -> bool:
        """Whether it stands still now."""
        return self.ended is None and any(span.until is None for span in self.spans)

    def is_counted(self, day: dt.date, kind: DayKind, calendar: Calendar) -> bool:
        """Whether a day counts.

        Raises:
            Unpublished: a working day is asked for in a year that is not known.
        """
        if any(day in span for span in self.spans):
            return False
        return kind is DayKind.CALENDAR or calendar.is_working(day)


def latest_run(clock: Clock, pauses: Sequence[Pause], events: Iterable[Event]) -> Run | None:
    """The latest running of a clock in a case's history; None when nothing has begun it.

    An event that begins it while it runs begins nothing; after it was met, it begins anew.
    """
    history = sorted(events, key=lambda event: event.on)
    started, ended, first = None, None, 0
    for place, event in enumerate(history):
        if event.word in clock.ends_at and started is not None and ended is None:
            ended = event
        elif event.word in clock.starts_at and (started is None or ended is not None):
            started, ended, first = event, None, place
    if started is None:
        return None
    spans = [span for pause in pauses for span in _spans(pause, history[first:], ended)]
    return Run(started, ended, tuple(spans))


def _spans(pause: Pause, history: Sequence[Event], ended: Event | None) -> Iterable[Span]:
    since: Event | None = None
    for event in history:
        ends = event.word in pause.ends if pause.ends else event.word not in pause.starts
        if since is not None and (ends or event is ended):
            yield Span(since.on, event.on)
            since = None
        if since is None and event.word in pause.starts and event is not ended:
            since = event
        if event is ended:
            return
    if since is not None:
        yield Span(since.on, None)


def last_day(clock: Clock, run: Run, calendar: Calendar) -> dt.date | None:
    """The last day of a period; None when an open pause comes before it.

    Raises:
        Unpublished: it lies beyond what is known of the working days.
    """
    day, counted = run.started.on, 0
    while counted < clock.days:
        if any(span.until is None and day >= span.after for span in run.spans):
            return None
        day += dt.timedelta(days=1)
        counted += run.is_counted(day, clock.day_kind, calendar)
    return calendar.next_working(day) if clock.rolls else day


def days_between(run: Run, kind: DayKind, first: dt.date, last: dt.date, calendar: Calendar) -> int:
    """How many days count after the first up to the last.

    Raises:
        Unpublished: working days in a year that is not known.
    """
    days = (first + dt.timedelta(days=step) for step in range(1, (last - first).days + 1))
    return sum(run.is_counted(day, kind, calendar) for day in days)


def plain_last_day(calendar: Calendar, start: dt.date, days: int, kind: DayKind, *, rolls: bool = False) -> dt.date:
    """The last day of a period that begins with an event on a day and knows no pause.

    Raises:
        Unpublished: it lies beyond what is known of the working days.
    """
    clock = Clock(
        id="plain",
        title="日期",
        article="《民法典》第二百零一条",
        basis=Basis.COUNTY,
        days=days,
        day_kind=kind,
        starts_at=("begun",),
        rolls=rolls,
    )
    end = last_day(clock, Run(Event("begun", start), None, ()), calendar)
    return end or start


def read_clocks(text: str, name: str = "时限表") -> ClockTable:
    """Read the clocks from TOML; `name` is how an error calls the text.

    Raises:
        Refusal: the text is no TOML, a field is missing, unknown or wrong, an identifier stands twice, or a clock
            names a pause that there is not.
    """
    try:
        table = ClockTable.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as fault:
        raise Refusal(f"{name} 不是有效的 TOML", f"解析出错：{fault}", _FORMAT) from fault
    except ValidationError as fault:
        raise Refusal(f"{name} 的内容有误", "", _FORMAT, _faults(fault)) from fault
    check(table, name)
    return table


def check(table: ClockTable, name: str = "时限表") -> None:
    """See that identifiers are one of a kind and that pauses are there.

    Raises:
        Refusal: they are not.
    """
    names = [*(clock.id for clock in table.clocks), *(pause.id for pause in table.pauses)]
    twice = sorted({each for each in names if names.count(each) > 1})
    if twice:
        raise Refusal(f"{name} 中有重复的编号", "、".join(twice), "请各用各的编号")
    known = {pause.id for pause in table.pauses}
    lacking = sorted({each for clock in table.clocks for each in clock.pauses} - known)
    if lacking:
        raise Refusal(f"{name} 引用了没有的暂停事由", "、".join(lacking), f"已有：{'、'.join(sorted(known))}")


def _faults(refusal: ValidationError) -> list[str]:
    return [f"{'.'.join(map(str, fault['loc']))}：{_said(dict(fault))}" for fault in refusal.errors()]


def _said(fault: dict[str, Any]) -> str:
    known = {"missing": "未填写", "extra_forbidden": "不认识这一项", "enum": "不在选项之内"}
    return known.get(fault["type"], f"“{fault.get('input')}”不合要求")
