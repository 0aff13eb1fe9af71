"""Clocks against a table of dates counted by hand-written rules, and laws that hold for any history."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from layers.clock_faces import due, dues, most_pressing, urgency
from layers.clocks import Authority, Basis, Clock, ClockState, ClockTable, DayKind, Due, Event, Pause, read_clocks
from layers.office_days import Calendar, packaged, packaged_years
from layers.refusal import Refusal
from tests.layers.state_council import NOTICES, end_of, every_day, is_worked, rows

D = dt.date
FIRST = D(2021, 1, 1)
OFFICE = Calendar({year: known for year in packaged_years() if (known := packaged(year))})
SHIPPED = read_clocks(Path("data/reference/names/clocks.toml").read_text(encoding="utf-8"))
A_PAUSE = '[[pauses]]\nid = "a"\ntitle = "甲"\nstarts = ["x"]\narticle = "乙"\n'
A_CLOCK = """[[clocks]]
id = "a"
title = "甲"
article = "乙"
basis = "law"
days = 1
day_kind = "working"
starts_at = ["x"]
pauses = ["none"]
"""
PAUSE = Pause(id="applicant", title="补正", starts=("returned",), article="县里的规定")
DAYS = st.dates(D(2021, 1, 1), D(2026, 9, 1))
LENGTHS = st.integers(1, 40)
KINDS = st.sampled_from(DayKind)


def clock(days: int, kind: DayKind = DayKind.WORKING, **more: Any) -> Clock:  # noqa: ANN401 - fields of a clock
    given_or_usual: dict[str, Any] = {"starts_at": ("begun",), "ends_at": ("done",), "pauses": ("applicant",), **more}
    return Clock(id="tried", title="试", article="试", basis=Basis.COUNTY, days=days, day_kind=kind, **given_or_usual)


def face(tried: Clock, *events: Event, now: D = FIRST) -> Due:
    found = due(tried, events, OFFICE, now, ClockTable(pauses=(PAUSE,), clocks=(tried,)))
    assert found is not None
    return found


def end(tried: Clock, *events: Event) -> D:
    found = face(tried, *events).due_on
    assert found is not None
    return found


def test_the_table_is_long_and_is_what_the_notices_say() -> None:
    table = rows()
    assert len(table) >= 300
    assert len(set(table)) == len(table)
    assert [row for row in table if end_of(*row[:3]) != row[3]] == []


@pytest.mark.parametrize(("start", "days", "kind", "last"), rows())
def test_a_clock_ends_on_the_day_of_the_table(start: D, days: int, kind: str, last: D) -> None:
    assert end(clock(days, DayKind.of(kind)), Event("begun", start)) == last


@pytest.mark.parametrize(
    ("start", "days", "kind", "last"),
    [
        # Counted on a wall calendar, one by one.
        (D(2024, 9, 30), 3, "working", D(2024, 10, 10)),  # 国庆 1–7 日休；8、9、10
        (D(2024, 2, 8), 3, "working", D(2024, 2, 19)),  # 9 日上班；10–17 休；18（周日）上班；19
        (D(2025, 1, 24), 3, "working", D(2025, 2, 5)),  # 26（周日）上班；27；28 至 4 日休；5
        (D(2026, 2, 13), 3, "working", D(2026, 2, 25)),  # 14（周六）上班；15–23 休；24、25
        (D(2026, 9, 18), 3, "working", D(2026, 9, 22)),  # 20（周日）上班；21；22
        (D(2024, 2, 15), 15, "calendar", D(2024, 3, 1)),  # 闰年二月有 29 日
        (D(2023, 12, 31), 15, "calendar", D(2024, 1, 15)),
    ],
)
def test_days_counted_on_a_wall_calendar(start: D, days: int, kind: str, last: D) -> None:
    assert end(clock(days, DayKind.of(kind)), Event("begun", start)) == last


@given(start=DAYS, days=LENGTHS, kind=KINDS)
def test_the_first_day_is_not_counted_and_the_last_is(start: D, days: int, kind: DayKind) -> None:
    last = end(clock(days, kind), Event("begun", start))
    counted = [day for day in every_day(start, last) if day > start and (kind is DayKind.CALENDAR or is_worked(day))]
    assume(all(day.year in NOTICES for day in every_day(start, last)))
    assert len(counted) == days
    assert counted[-1] == last


@given(start=DAYS, days=LENGTHS, kind=KINDS, later=st.integers(0, 30), more=st.integers(0, 20))
def test_a_later_start_or_a_longer_period_never_ends_earlier(
    start: D, days: int, kind: DayKind, later: int, more: int
) -> None:
    first = end(clock(days, kind), Event("begun", start))
    assert end(clock(days, kind), Event("begun", start + dt.timedelta(days=later))) >= first
    assert end(clock(days + more, kind), Event("begun", start)) >= first


@given(start=DAYS, days=LENGTHS, kind=KINDS, after=st.integers(0, 60), length=st.integers(0, 40))
def test_a_pause_adds_exactly_its_counted_days(start: D, days: int, kind: DayKind, after: int, length: int) -> None:
    begins = start + dt.timedelta(days=after)
    ends = begins + dt.timedelta(days=length)
    paused = frozenset(every_day(begins + dt.timedelta(days=1), ends))
    plain = end(clock(days, kind), Event("begun", start))
    moved = end(clock(days, kind), Event("begun", start), Event("returned", begins), Event("submitted", ends))
    expected = end_of(start, days, kind.value, without=paused)
    assume(expected is not None)
    assert moved == (expected if begins < plain else plain)
    if kind is DayKind.CALENDAR and begins < plain:
        assert moved - plain == dt.timedelta(days=length)


@given(start=DAYS, days=LENGTHS, kind=KINDS, now=st.integers(0, 90))
def test_what_is_left_is_what_lies_between(start: D, days: int, kind: DayKind, now: int) -> None:
    today = start + dt.timedelta(days=now)
    found = face(clock(days, kind), Event("begun", start), now=today)
    assert found.due_on is not None
    assert found.left_days is not None
    first, last = sorted((today, found.due_on))
    between = [day for day in every_day(first, last) if day > first and (kind is DayKind.CALENDAR or is_worked(day))]
    assume(all(day.year in NOTICES for day in every_day(first, last)))
    assert found.left_days == (len(between) if today <= found.due_on else -len(between))
    assert (found.state is ClockState.OVERDUE) is (today > found.due_on)


@given(start=DAYS, days=LENGTHS)
def test_a_rolled_end_is_the_first_working_day_from_the_end(start: D, days: int) -> None:
    plain = end(clock(days, DayKind.CALENDAR), Event("begun", start))
    rolled = end(clock(days, DayKind.CALENDAR, rolls=True), Event("begun", start))
    assume(all(day.year in NOTICES for day in every_day(plain, rolled)))
    assert is_worked(rolled)
    assert not any(is_worked(day) for day in every_day(plain, rolled) if day < rolled)


def test_a_holiday_at_the_end_gives_way_only_where_the_clock_says_so() -> None:
    # 2026-09-20 批准，第 15 日是 10 月 5 日（国庆假期），假期后首个工作日是 10 月 8 日。
    assert end(clock(15, DayKind.CALENDAR), Event("begun", D(2026, 9, 20))) == D(2026, 10, 5)
    assert end(clock(15, DayKind.CALENDAR, rolls=True), Event("begun", D(2026, 9, 20))) == D(2026, 10, 8)


def test_an_unpublished_year_is_flagged_and_not_guessed() -> None:
    found = face(clock(3), Event("begun", D(2026, 12, 29)), now=D(2026, 12, 30))
    assert (found.state, found.due_on, found.left_days) == (ClockState.UNKNOWN, None, None)
    assert "2027 年的放假调休安排尚未登记" in found.because
    assert face(clock(3), Event("begun", D(2026, 12, 28)), now=D(2026, 12, 30)).due_on == D(2026, 12, 31)


def test_calendar_days_need_no_calendar_but_a_rolled_end_does() -> None:
    begun = Event("begun", D(2026, 12, 20))
    assert face(clock(15, DayKind.CALENDAR), begun).due_on == D(2027, 1, 4)
    assert face(clock(15, DayKind.CALENDAR, rolls=True), begun).state is ClockState.UNKNOWN


def test_lateness_in_an_unpublished_year_is_told_without_a_number() -> None:
    found = face(clock(3), Event("begun", D(2026, 12, 21)), now=D(2027, 2, 1))
    assert (found.state, found.left_days) == (ClockState.OVERDUE, None)
    assert "不计超期工作日数" in found.because


def test_an_open_pause_stops_the_clock() -> None:
    found = face(clock(3), Event("begun", D(2026, 3, 2)), Event("returned", D(2026, 3, 3)), now=D(2026, 5, 6))
    assert (found.state, found.due_on) == (ClockState.PAUSED, None)
    assert "自2026年3月3日起暂停（补正），其间不计时" in found.because


def test_a_clock_met_stays_met_and_tells_whether_in_time() -> None:
    tried = clock(3)
    early = face(tried, Event("begun", D(2026, 3, 2)), Event("done", D(2026, 3, 5)), now=D(2026, 9, 1))
    late = face(tried, Event("begun", D(2026, 3, 2)), Event("done", D(2026, 3, 9)), now=D(2026, 9, 1))
    assert (early.state, late.state) == (ClockState.MET, ClockState.MET)
    assert "晚" not in early.because
    assert "比应办结的2026年3月5日晚 2 个工作日" in late.because


def test_a_clock_that_was_met_begins_anew() -> None:
    # 提交、退回（已一次告知）、再提交：受理的时限从再提交起重算。
    completeness = SHIPPED.clock("completeness")
    history = [Event("submitted", D(2026, 3, 2)), Event("returned", D(2026, 3, 4)), Event("submitted", D(2026, 3, 11))]
    found = due(completeness, history, OFFICE, D(2026, 3, 12), SHIPPED)
    assert found is not None
    assert (found.started_on, found.due_on) == (D(2026, 3, 11), D(2026, 3, 18))


def test_expert_review_does_not_count_and_consultation_does() -> None:
    project = SHIPPED.clock("project-name")
    begun = Event("accepted", D(2026, 3, 2))
    asked = [begun, Event("expert_review", D(2026, 3, 3)), Event("checking", D(2026, 3, 13))]
    consulted = [begun, Event("consulting", D(2026, 3, 3)), Event("checking", D(2026, 3, 13))]
    ends = [due(project, events, OFFICE, D(2026, 3, 2), SHIPPED) for events in (asked, consulted)]
    assert [found and found.due_on for found in ends] == [D(2026, 3, 17), D(2026, 3, 5)]


@pytest.mark.parametrize(
    ("authority", "events", "ids"),
    [
        (Authority.GOVERNMENT, ["approved"], {"filing", "announcement-from-approval"}),
        (Authority.NAME_AUTHORITY, ["approved"], {"filing", "announcement-from-approval"}),
        (Authority.OTHER_DEPARTMENT, ["approved"], {"filing"}),
        (Authority.OTHER_DEPARTMENT, ["approved", "filed"], {"filing", "announcement-from-filing"}),
    ],
)
def test_announcement_counts_from_approval_or_from_filing(
    authority: Authority, events: list[str], ids: set[str]
) -> None:
    history = [Event(word, D(2026, 3, 2 + 8 * place)) for place, word in enumerate(events)]
    found = dues(SHIPPED, history, OFFICE, D(2026, 3, 11), authority=authority, kind="street")
    assert {each.clock.id for each in found} == ids
    ends = {each.clock.id: each.due_on for each in found}
    assert ends["filing"] == D(2026, 3, 17)
    if "announcement-from-filing" in ids:
        assert ends["announcement-from-filing"] == D(2026, 3, 25)


def test_the_promise_of_three_days_is_for_projects() -> None:
    history = [Event("accepted", D(2026, 11, 25))]
    found = {
        kind: [each.clock.id for each in dues(SHIPPED, history, OFFICE, D(2026, 11, 25), kind=kind)]
        for kind in ("estate_or_building", "street")
    }
    assert found == {"estate_or_building": ["project-name"], "street": ["decision"]}


def test_the_reason_says_days_weekday_and_closing_time() -> None:
    tried = clock(3, soon_days=2)
    begun = Event("begun", D(2026, 11, 24))
    said = [face(tried, begun, now=D(2026, 11, day)) for day in (25, 27)]
    assert [each.state for each in said] == [ClockState.SOON, ClockState.SOON]
    assert said[0].because.startswith("还剩 2 个工作日（周五 17:00）")
    assert said[1].because.startswith("今天 17:00 到期")


def test_the_office_closes_before_the_day_ends() -> None:
    tried, begun = clock(3), Event("begun", D(2026, 11, 24))
    before = face(tried, begun, now=dt.datetime(2026, 11, 27, 17, 0))  # noqa: DTZ001 - Beijing time as the desk has it
    after = face(tried, begun, now=dt.datetime(2026, 11, 27, 17, 1))  # noqa: DTZ001 - the same
    assert (before.state, after.state) == (ClockState.SOON, ClockState.OVERDUE)
    assert "已过2026年11月27日 17:00" in after.because


@pytest.mark.parametrize(("rolls", "last"), [(False, D(2026, 10, 1)), (True, D(2026, 10, 8))])
def test_a_period_that_must_pass_is_never_late(rolls: bool, last: D) -> None:
    # 9 月 24 日公示，第 7 日是 10 月 1 日；顺延的县到假期后的 10 月 8 日。
    notice = SHIPPED.clock("public-notice").model_copy(update={"rolls": rolls})
    begun = [Event("noticed", D(2026, 9, 24))]
    running = due(notice, begun, OFFICE, D(2026, 9, 30), SHIPPED)
    passed = due(notice, begun, OFFICE, D(2026, 10, 9), SHIPPED)
    assert running is not None
    assert (running.state, running.due_on) == (ClockState.RUNNING, last)
    assert passed is not None
    assert (passed.state, passed.met_on) == (ClockState.MET, last)


def test_every_objection_has_its_own_clock() -> None:
    history = [
        Event("objected", D(2026, 3, 2), "1"),
        Event("objected", D(2026, 3, 4), "2"),
        Event("answered", D(2026, 3, 5), "1"),
    ]
    found = {each.about: each.state for each in dues(SHIPPED, history, OFFICE, D(2026, 3, 6))}
    assert found == {"1": ClockState.MET, "2": ClockState.RUNNING}


def test_a_queue_begins_with_what_is_late() -> None:
    late, soon = (face(clock(3), Event("begun", D(2026, 3, day)), now=D(2026, 3, 12)) for day in (2, 9))
    met = face(clock(3), Event("begun", D(2026, 3, 2)), Event("done", D(2026, 3, 3)), now=D(2026, 3, 12))
    assert sorted([met, soon, late], key=urgency) == [late, soon, met]
    assert most_pressing([met, soon]) == soon
    assert most_pressing([met]) is None


def test_nothing_begun_is_no_clock() -> None:
    assert due(clock(3), [Event("done", D(2026, 3, 2))], OFFICE, D(2026, 3, 2), ClockTable()) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("clocks = 3 3", "不是有效的 TOML"),
        ('[[clocks]]\nid = "a"', "未填写"),
        (A_PAUSE + 'colour = "red"', "不认识这一项"),
        (A_PAUSE + A_PAUSE, "重复的编号"),
        (A_CLOCK, "没有的暂停事由"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(text: str, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        read_clocks(text)


def test_shipped_clocks_name_article_and_basis() -> None:
    assert {each.id for each in SHIPPED.clocks if each.basis is Basis.LAW} == {
        "filing",
        "announcement-from-approval",
        "announcement-from-filing",
    }
    by_law = [each for each in SHIPPED.clocks if each.basis is Basis.LAW]
    assert all(each.days == 15 and each.day_kind is DayKind.CALENDAR and not each.rolls for each in by_law)
    with pytest.raises(Refusal, match="没有时限"):
        SHIPPED.clock("lunch")
