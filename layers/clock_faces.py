"""How a clock stands at a moment, with the reason in the clerk's words: 还剩 2 个工作日（周五 17:00）."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from layers.clocks import Authority, Clock, ClockState, ClockTable, DayKind, Due, Event, Run, days_between, last_day
from layers.clocks import latest_run as run_of
from layers.office_days import Calendar, Unpublished

_WEEKDAYS = "一二三四五六日"
# What presses most stands first in a queue.
_URGENCY = (
    ClockState.OVERDUE,
    ClockState.SOON,
    ClockState.UNKNOWN,
    ClockState.RUNNING,
    ClockState.PAUSED,
    ClockState.MET,
)


def due(clock: Clock, events: Iterable[Event], calendar: Calendar, now: dt.date, table: ClockTable) -> Due | None:
    """How a clock stands; None when nothing has begun it. `now` is a day, or a moment in Beijing time.

    `table` gives the clock's pauses and the words for events. A day alone is taken before the office closes.
    """
    run = run_of(clock, table.pauses_of(clock), events)
    if run is None:
        return None
    face = Due(clock, run.started.on, None, None, ClockState.UNKNOWN, "", None, run.started.about)
    try:
        end = last_day(clock, run, calendar)
    except Unpublished as gap:
        return _unknown(face, run, gap, table)
    return _standing(replace(face, due_on=end), run, calendar, now, table)


def dues(
    table: ClockTable,
    events: Iterable[Event],
    calendar: Calendar,
    now: dt.date,
    *,
    authority: Authority | None = None,
    kind: str | None = None,
) -> list[Due]:
    """All clocks that a case has begun, the most pressing first; a clock runs for every matter of its events."""
    history = list(events)
    found = []
    for clock in table.clocks:
        if not clock.applies(authority, kind):
            continue
        matters = dict.fromkeys(event.about for event in history if event.word in clock.starts_at)
        for matter in matters:
            own = [event for event in history if event.about in ("", matter)] if matter else history
            face = due(clock, own, calendar, now, table)
            found += [face] if face else []
    return sorted(found, key=urgency)


def urgency(face: Due) -> tuple[int, dt.date]:
    """By what a queue is ordered: late, soon, unknown, running, standing still, met; then by the last day."""
    return _URGENCY.index(face.state), face.due_on or dt.date.max


def most_pressing(faces: Iterable[Due]) -> Due | None:
    """The clock a queue shows: of those not met the most pressing one."""
    return min((face for face in faces if face.state is not ClockState.MET), key=urgency, default=None)


def _standing(face: Due, run: Run, calendar: Calendar, now: dt.date, table: ClockTable) -> Due:
    if run.ended is not None:
        return _met(face, run, run.ended, calendar, table)
    if run.open_pause:
        reason = _pause_words(face.clock, run, table)
        if face.due_on is None:
            return replace(face, state=ClockState.PAUSED, because=f"{_begun(face, table)}；{reason}，其间不计时")
    if face.due_on is None:
        return face
    return _running(face, run, calendar, now, table)


def _running(face: Due, run: Run, calendar: Calendar, now: dt.date, table: ClockTable) -> Due:
    clock, end = face.clock, face.due_on or now
    today, is_late = _today(now), _is_past(now, end, calendar)
    if clock.waits and is_late:
        words = f"{_begun(face, table)}；已于{_day(end)}期满"
        return replace(face, state=ClockState.MET, met_on=end, left_days=0, because=words)
    first, last = (end, today) if is_late else (today, end)
    left = _counted(run, clock.day_kind, max(first, run.started.on), last, calendar)
    state = ClockState.OVERDUE if is_late else ClockState.RUNNING
    if not is_late and not clock.waits and left is not None and left <= clock.soon_days:
        state = ClockState.SOON
    left = None if left is None else -left if is_late else left
    said = _late(clock, left, end, calendar) if is_late else _left(clock, left, end, today, calendar)
    return replace(face, state=state, left_days=left, because=f"{said}。{_begun(face, table)}")


def _met(face: Due, run: Run, ended: Event, calendar: Calendar, table: ClockTable) -> Due:
    clock, end = face.clock, face.due_on
    words = f"{_begun(face, table)}；已于{_day(ended.on)}{table.word(ended.word)}"
    if end is not None and ended.on > end:
        late = _counted(run, clock.day_kind, end, ended.on, calendar)
        words += f"，比应办结的{_day(end)}晚 {late}{clock.day_kind.unit}" if late else f"，晚于应办结的{_day(end)}"
    return replace(face, state=ClockState.MET, met_on=ended.on, because=words)


def _unknown(face: Due, run: Run, gap: Unpublished, table: ClockTable) -> Due:
    if run.ended is not None:
        words = f"{_begun(face, table)}；已于{_day(run.ended.on)}{table.word(run.ended.word)}"
        return replace(face, state=ClockState.MET, met_on=run.ended.on, because=words)
    return replace(face, because=f"{gap.finding.message}。{_begun(face, table)}")


def _counted(run: Run, kind: DayKind, first: dt.date, last: dt.date, calendar: Calendar) -> int | None:
    try:
        return days_between(run, kind, first, last, calendar)
    except Unpublished:
        return None


def _left(clock: Clock, left: int | None, end: dt.date, today: dt.date, calendar: Calendar) -> str:
    closing = calendar.closes.strftime("%H:%M")
    until = "公示等候期" if clock.waits else "到期"
    if end == today:
        return f"今天 {closing} {'期满' if clock.waits else until}"
    if left is None:
        return f"{_day(end)} {closing} 到期"
    return f"还剩 {left}{clock.day_kind.unit}（{_weekday(end, today)} {closing}{'期满' if clock.waits else ''}）"


def _late(clock: Clock, left: int | None, end: dt.date, calendar: Calendar) -> str:
    closing = calendar.closes.strftime("%H:%M")
    if left is None:
        return f"已超期，应于{_day(end)} {closing} 前办结（其后有年份的放假安排未登记，不计超期工作日数）"
    if left == 0:
        return f"已过{_day(end)} {closing}，超期不满 1{clock.day_kind.unit}"
    return f"已超期 {-left}{clock.day_kind.unit}，应于{_day(end)} {closing} 前办结"


def _begun(face: Due, table: ClockTable) -> str:
    clock = face.clock
    begun = f"自{_day(face.started_on)}{table.word(_word(face, table))}起，当日不计"
    return f"{begun}，{clock.days}{clock.day_kind.unit}（{clock.article}）"


def _word(face: Due, table: ClockTable) -> str:
    return next((word for word in face.clock.starts_at if word in table.words), face.clock.starts_at[0])


def _pause_words(clock: Clock, run: Run, table: ClockTable) -> str:
    since = max(span.after for span in run.spans if span.until is None)
    titles = "、".join(pause.title for pause in table.pauses_of(clock)) or "暂停"
    return f"自{_day(since)}起暂停（{titles}）"


def _is_past(now: dt.date, end: dt.date, calendar: Calendar) -> bool:
    if isinstance(now, dt.datetime) and now.date() == end:
        return now.time() > calendar.closes
    return _today(now) > end


def _today(now: dt.date) -> dt.date:
    return now.date() if isinstance(now, dt.datetime) else now


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _weekday(day: dt.date, today: dt.date) -> str:
    """A day of this or the next week by its weekday, a later one by its date."""
    monday = today - dt.timedelta(days=today.weekday())
    weeks = (day - monday).days // 7
    name = f"周{_WEEKDAYS[day.weekday()]}"
    return {0: name, 1: f"下{name}"}.get(weeks, f"{_day(day)}{name}")
