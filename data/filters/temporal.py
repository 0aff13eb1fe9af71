"""The fifteen temporal functions of CQL2, as OWL-Time defines them, over closed intervals of days or moments.

An interval holds both its ends; the resolution is the day, or the moment where both sides are moments. A side without
end (`..`) is earlier or later than everything and meets its like. Days and moments meet as days in Chinese time.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Date, DateTime, and_, cast, func, literal, not_, or_, text
from sqlalchemy.sql.elements import ColumnElement

from data.filters.refusals import BadFilter
from data.filters.terms import Term, as_day
from layers.queryables import Nature

Moment = ColumnElement[Any]
Condition = ColumnElement[bool]
_INSTANT = dt.timedelta(microseconds=1)


@dataclass(frozen=True)
class Span:
    """From a first to a last term, both included; None is without end. An instant is both of its ends."""

    first: Term | None
    last: Term | None
    words: str
    is_instant: bool = False

    @property
    def is_of_moments(self) -> bool:
        """Whether it is finer than days."""
        ends = [end for end in (self.first, self.last) if end is not None]
        return bool(ends) and all(end.nature is Nature.MOMENT for end in ends)


def of_instant(term: Term) -> Span:
    """A day or a moment.

    Raises:
        BadFilter: it is neither.
    """
    if term.nature not in (Nature.DAY, Nature.MOMENT):
        raise BadFilter(
            f"{term.words}不是时间",
            "时间函数比较日期、时刻和时段",
            "请写作 DATE('2024-12-31') 或 INTERVAL('2024-01-01', '..')",
        )
    return Span(term, term, term.words, is_instant=True)


def of_ends(first: Term | None, last: Term | None) -> Span:
    """An interval between two instants.

    Raises:
        BadFilter: an end is no instant, the ends are of two kinds, or the literal ends are turned round.
    """
    ends = [end for end in (first, last) if end is not None]
    for end in ends:
        of_instant(end)
    if len({end.nature for end in ends}) > 1:
        raise BadFilter("时段的两端不是同一种时间", "一端是日期，另一端是时刻", "请两端都写日期，或都写时刻")
    if first and last and first.literal is not None and last.literal is not None and first.literal > last.literal:
        raise BadFilter("时段的开始晚于结束", f"{first.words}在{last.words}之后", "请把较早的写在前面")
    return Span(first, last, "时段")


def of_range(term: Term) -> Span:
    """A column of half-open ranges, as PostgreSQL keeps them; its last day or microsecond is before the upper bound."""
    nature = Nature.MOMENT if term.is_of_moments else Nature.DAY
    kind, step = (DateTime(timezone=True), literal(_INSTANT)) if term.is_of_moments else (Date(), literal(1))
    first = func.coalesce(func.lower(term.value), _without_end("-infinity", kind))
    last = func.coalesce(func.upper(term.value).op("-")(step), _without_end("infinity", kind))
    return Span(Term(nature, first, term.words), Term(nature, last, term.words), term.words)


def relate(op: str, left: Span, right: Span) -> Condition:
    """One of the fifteen relations.

    Raises:
        BadFilter: the relation is between intervals and a side is an instant.
    """
    if op not in _OF_ALL:
        for side in (left, right):
            if side.is_instant:
                raise BadFilter(
                    f"{op.upper()} 不能用于{side.words}",
                    "它只比较时段",
                    f"请写作 INTERVAL(…)，或改用 {'、'.join(sorted(_OF_ALL)).upper()}",
                )
    by_moment = all(side.is_of_moments or side.first is side.last is None for side in (left, right))
    if by_moment and (left.is_of_moments or right.is_of_moments):
        return RELATIONS[op](*_ends(left, by_day=False), *_ends(right, by_day=False))
    return RELATIONS[op](*_ends(left, by_day=True), *_ends(right, by_day=True))


def _ends(span: Span, *, by_day: bool) -> tuple[Moment, Moment]:
    kind = Date() if by_day else DateTime(timezone=True)
    terms = [as_day(end) if end is not None and by_day else end for end in (span.first, span.last)]
    first, last = terms
    return (
        _without_end("-infinity", kind) if first is None else first.value,
        _without_end("infinity", kind) if last is None else last.value,
    )


def _without_end(word: str, kind: Date | DateTime) -> Moment:
    return cast(text(f"'{word}'"), kind)


def _is(op: str) -> Callable[[Moment, Moment], Condition]:
    return lambda left, right: left.bool_op(op)(right)


_SAME, _BEFORE, _AFTER, _NOT_AFTER = _is("="), _is("<"), _is(">"), _is("<=")

# Each of the beginnings and ends of the first and of the second: b1, e1, b2, e2.
RELATIONS: dict[str, Callable[[Moment, Moment, Moment, Moment], Condition]] = {
    "t_after": lambda b1, _e1, _b2, e2: _AFTER(b1, e2),
    "t_before": lambda _b1, e1, b2, _e2: _BEFORE(e1, b2),
    "t_disjoint": lambda b1, e1, b2, e2: or_(_BEFORE(e1, b2), _AFTER(b1, e2)),
    "t_equals": lambda b1, e1, b2, e2: and_(_SAME(b1, b2), _SAME(e1, e2)),
    "t_intersects": lambda b1, e1, b2, e2: not_(or_(_BEFORE(e1, b2), _AFTER(b1, e2))),
    "t_contains": lambda b1, e1, b2, e2: and_(_BEFORE(b1, b2), _AFTER(e1, e2)),
    "t_during": lambda b1, e1, b2, e2: and_(_AFTER(b1, b2), _BEFORE(e1, e2)),
    "t_finishedby": lambda b1, e1, b2, e2: and_(_BEFORE(b1, b2), _SAME(e1, e2)),
    "t_finishes": lambda b1, e1, b2, e2: and_(_AFTER(b1, b2), _SAME(e1, e2)),
    "t_meets": lambda _b1, e1, b2, _e2: _SAME(e1, b2),
    "t_metby": lambda b1, _e1, _b2, e2: _SAME(b1, e2),
    "t_overlappedby": lambda b1, e1, b2, e2: and_(_AFTER(b1, b2), _BEFORE(b1, e2), _AFTER(e1, e2)),
    "t_overlaps": lambda b1, e1, b2, e2: and_(_BEFORE(b1, b2), _AFTER(e1, b2), _BEFORE(e1, e2)),
    "t_startedby": lambda b1, e1, b2, e2: and_(_SAME(b1, b2), _AFTER(e1, e2)),
    "t_starts": lambda b1, e1, b2, e2: and_(_SAME(b1, b2), _BEFORE(e1, e2)),
}
_OF_ALL = frozenset(("t_after", "t_before", "t_disjoint", "t_equals", "t_intersects"))
