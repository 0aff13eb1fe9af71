"""Working days against the State Council's notices, written by hand."""

import datetime as dt

import pytest

from layers.office_days import Calendar, OfficeDay, OfficeYear, Unpublished, packaged, packaged_years
from layers.refusal import Refusal
from tests.layers.state_council import NOTICES, every_day, is_worked

D = dt.date


def calendar() -> Calendar:
    return Calendar({year: known for year in packaged_years() if (known := packaged(year))})


@pytest.mark.parametrize("year", sorted(NOTICES))
def test_every_day_of_a_year_is_as_the_notice_says(year: int) -> None:
    # The days that end a December stand in the notice of the next year; 2020 and 2018 have none here.
    office = calendar()
    days = list(every_day(D(year, 1, 1), D(year, 12, 31)))
    assert [day for day in days if office.is_working(day) is not is_worked(day)] == []


def test_the_days_before_a_new_year_follow_its_notice() -> None:
    office = calendar()
    assert office.is_working(D(2018, 12, 29))
    assert not office.is_working(D(2018, 12, 31))


@pytest.mark.parametrize("day", [D(2027, 1, 1), D(2027, 6, 1), D(2027, 6, 5), D(2003, 3, 3)])
def test_a_year_that_is_not_published_is_not_guessed(day: D) -> None:
    with pytest.raises(Unpublished) as refusal:
        calendar().is_working(day)
    assert refusal.value.year == day.year
    assert f"cairn calendar import {day.year}" in str(refusal.value)


def test_a_year_known_only_in_part_is_no_year() -> None:
    assert packaged(2027) is None
    assert max(packaged_years()) == 2026


def test_exceptions_are_what_the_weekday_does_not_say() -> None:
    known = packaged(2026)
    assert known is not None
    assert all(each.is_working is (each.day.isoweekday() > 5) for each in known.days)
    assert known.by_day[D(2026, 10, 10)] == OfficeDay(D(2026, 10, 10), True, "国庆节调休上班")
    assert calendar().title(D(2026, 2, 17)) == "春节"
    assert calendar().title(D(2026, 3, 3)) is None


def test_a_year_holds_its_own_days_once() -> None:
    day = OfficeDay(D(2027, 1, 1), False, "元旦")
    with pytest.raises(Refusal, match="别年的日期"):
        OfficeYear(2026, (day,), "试")
    with pytest.raises(Refusal, match="重复"):
        OfficeYear(2027, (day, day), "试")
