"""On which days an office works: weekdays, save for the holidays and exchanged days that the State Council announces.

A year whose arrangement is not known is `Unpublished`: no day of it is guessed, not even a Sunday, which may be an
exchanged working day. The days come from the county's own table; `packaged` reads what the package chinese_calendar
has of the State Council's yearly notices (国务院办公厅关于部分节假日安排的通知).

The notice of a year may move the last days of the December before it (2018-12-29 was worked, 2018-12-31 was not). What
is known then is entered in the table of the December's own year.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import chinese_calendar

from layers.refusal import Refusal
from layers.rules import Finding, Severity

_SATURDAY = 5
# A year's arrangement is there when both its long holidays are: the package may know a year's first days only.
_LONG_HOLIDAYS = ("Spring Festival", "National Day")
_TITLES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利七十周年纪念日",
}


class Unpublished(Refusal):
    """The arrangement of a year is not known here; nothing is guessed."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"{year} 年的放假调休安排尚未登记",
            "国务院办公厅尚未公布，或本县的工作日历尚未录入；工作日不作推测",
            f"公布后请在工作日历中录入 {year} 年，或运行 cairn calendar import {year}",
        )
        self.year = year

    @property
    def finding(self) -> Finding:
        """The same as a finding beside a date that cannot be told."""
        return Finding(f"{self.what}，到期日不能推算：{self.remedy}", None, None, Severity.WARNING)


@dataclass(frozen=True)
class OfficeDay:
    """A day that is not what its weekday says: a holiday from Monday to Friday, or a worked Saturday or Sunday."""

    day: dt.date
    is_working: bool
    title: str


@dataclass(frozen=True)
class OfficeYear:
    """The arrangement of one year, and where it is known from."""

    year: int
    days: tuple[OfficeDay, ...]
    source: str

    def __post_init__(self) -> None:
        strange = [each.day.isoformat() for each in self.days if each.day.year != self.year]
        if strange:
            raise Refusal(f"{self.year} 年的工作日历中有别年的日期", "、".join(strange), "请分年录入")
        twice = [day.isoformat() for day in self.by_day if sum(each.day == day for each in self.days) > 1]
        if twice:
            raise Refusal(f"{self.year} 年的工作日历中有重复的日期", "、".join(twice), "请每个日期只写一行")

    @property
    def by_day(self) -> dict[dt.date, OfficeDay]:
        """The exceptions by their day."""
        return {each.day: each for each in self.days}


@dataclass(frozen=True)
class Calendar:
    """The years an office knows, and when its day begins and ends; times are Beijing time."""

    years: Mapping[int, OfficeYear] = field(default_factory=dict)
    opens: dt.time = dt.time(9)
    closes: dt.time = dt.time(17)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_worked", {d: e.is_working for y in self.years.values() for d, e in y.by_day.items()})

    _worked: Mapping[dt.date, bool] = field(default_factory=dict, init=False, repr=False, compare=False)

    def is_working(self, day: dt.date) -> bool:
        """Whether the office works on a day.

        Raises:
            Unpublished: the arrangement of the year is not known.
        """
        if day.year not in self.years:
            raise Unpublished(day.year)
        return self._worked.get(day, day.weekday() < _SATURDAY)

    def next_working(self, day: dt.date) -> dt.date:
        """The day itself, or the first working day after it.

        Raises:
            Unpublished: the arrangement of a year on the way is not known.
        """
        while not self.is_working(day):
            day += dt.timedelta(days=1)
        return day

    def title(self, day: dt.date) -> str | None:
        """What a day is called when it is a holiday or an exchanged day."""
        year = self.years.get(day.year)
        found = year.by_day.get(day) if year else None
        return found.title if found else None


def packaged(year: int) -> OfficeYear | None:
    """The arrangement of a year as chinese_calendar knows it; None when it does not, or only in part."""
    holidays = {day: name for day, name in chinese_calendar.holidays.items() if day.year == year}
    worked = {day: name for day, name in chinese_calendar.workdays.items() if day.year == year}
    if not set(_LONG_HOLIDAYS) <= set(holidays.values()):
        return None
    off = [OfficeDay(day, False, _title(name)) for day, name in holidays.items() if day.weekday() < _SATURDAY]
    on = [OfficeDay(day, True, f"{_title(name)}调休上班") for day, name in worked.items()]
    source = f"国务院办公厅关于 {year} 年部分节假日安排的通知（据 chinese_calendar {chinese_calendar.__version__}）"
    return OfficeYear(year, tuple(sorted([*off, *on], key=lambda each: each.day)), source)


def packaged_years() -> tuple[int, ...]:
    """The years that chinese_calendar knows whole, in order."""
    years = sorted({day.year for day in chinese_calendar.holidays})
    return tuple(year for year in years if packaged(year) is not None)


def _title(name: str) -> str:
    return _TITLES.get(name, name)
