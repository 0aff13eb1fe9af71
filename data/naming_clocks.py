"""The clocks of naming cases: their entries and objections are the events that begin, pause and end them.

An entry is an event called like the stage it leads to, on the day it was done; an objection begins and its answer ends
a matter of its own. The public notice runs for as many days as its case says.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row
from sqlalchemy.orm import Session

from data import office_calendar
from layers.clock_faces import dues, urgency
from layers.clocks import Authority, ClockTable, Due, Event
from layers.naming_authorities import CountsFrom, NameAuthority, announcement_counts_from
from layers.naming_cases import BY_ID
from layers.office_days import Calendar

NOTICE = "public-notice"
CHINA = ZoneInfo("Asia/Shanghai")
_OBJECTED, _ANSWERED = "objected", "answered"


@dataclass(frozen=True)
class Office:
    """What clocks are read by: the office's days and hours, and its clocks; read once for many cases."""

    calendar: Calendar
    table: ClockTable

    def noticing(self, days: int) -> ClockTable:
        """The clocks of a case whose names are under notice for so many days."""
        if not days:
            return self.table
        notice = self.table.clock(NOTICE).model_copy(update={"days": days})
        return self.table.with_clocks({NOTICE: notice})


def office_of(session: Session, opens: dt.time, closes: dt.time) -> Office:
    """The office as the county keeps it."""
    return Office(office_calendar.calendar(session, opens, closes), office_calendar.clocks(session))


def events_of(entries: Iterable[Row[Any]], objections: Iterable[Row[Any]] = ()) -> list[Event]:
    """What happened to a case, oldest first; an edit is no event."""
    moved = [Event(entry.to_stage, entry.on_day) for entry in entries if _moves(entry.step)]
    for each in objections:
        matter = f"异议 {each.id}"
        moved.append(Event(_OBJECTED, _day(each.at), matter))
        if each.answered_at is not None:
            moved.append(Event(_ANSWERED, _day(each.answered_at), matter))
    return moved


def clocks_of(
    office: Office,
    case: Row[Any],
    entries: Sequence[Row[Any]],
    *,
    now: dt.date,
    kinds: Iterable[str | None] = (),
    objections: Iterable[Row[Any]] = (),
) -> list[Due]:
    """The clocks of a case, the most pressing first; each once, whichever of its names it runs for."""
    events, table = events_of(entries, objections), office.noticing(getattr(case, "notice_days", 0))
    found: dict[tuple[str, str], Due] = {}
    for kind in dict.fromkeys(kinds) or (None,):
        for face in dues(table, events, office.calendar, now, authority=authority_of(case.authority), kind=kind):
            told = replace(face, because=f"{face.about}：{face.because}") if face.about else face
            found.setdefault((face.clock.id, face.about), told)
    return sorted(found.values(), key=urgency)


def authority_of(word: str | None) -> Authority | None:
    """The approving authority as the clocks of Art. 14 tell them apart; None while it is not known."""
    if word is None:
        return None
    authority = NameAuthority.of(word)
    if announcement_counts_from(authority) is CountsFrom.FILING:
        return Authority.OTHER_DEPARTMENT
    is_own = authority is NameAuthority.NAME_DEPARTMENT
    return Authority.NAME_AUTHORITY if is_own else Authority.GOVERNMENT


def _moves(step: str) -> bool:
    known = BY_ID.get(step)
    return known is not None and not known.is_edit


def _day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(CHINA).date()
