"""Rows behind a number, as a reader is shown them."""

from collections.abc import Iterable
from decimal import Decimal

from layers.population import PopulationStatistic
from layers.record import Record
from layers.scorecard.facts import Facts, Kept, Line, People, Unit
from layers.scorecard.measured import Rows
from layers.settlements import Settlement

_NAMED = 5


def line(record: Record, kept: Kept, amount: int | None = None, words: str = "") -> Line:
    """A row of the register with what it adds."""
    number = None if amount is None else Decimal(amount)
    return Line(record.layer.id, record.identity, record.title, number, words, kept.origin)


def rows(title: str, unit: str, lines: Iterable[Line], *, is_lacking: bool = False) -> Rows:
    """Rows that belong together, in the order of their identifiers."""
    return Rows(title, unit, tuple(sorted(lines, key=lambda each: (each.layer or "", each.id))), is_lacking)


def people_line(people: People) -> Line:
    """A count of people as a row."""
    layer = PopulationStatistic.layer.id if people.number else None
    day = f"统计时点 {people.counted_on}" if people.counted_on else "统计时点未载明"
    return Line(layer, people.number or people.title, people.title, Decimal(people.people), day, people.origin)


def villages(facts: Facts, unit: Unit) -> list[tuple[Settlement, Kept]]:
    """The villages and communities of a unit."""
    return facts.rows(Settlement, unit)


def named(names: Iterable[str]) -> str:
    """A few names, and how many there are when there are more."""
    found = list(names)
    more = f" 等 {len(found)} 处" if len(found) > _NAMED else ""
    return "、".join(found[:_NAMED]) + more
