"""What a scorecard knows of a county on a day: its townships, the register's rows by township, people, reports.

Counts are whole numbers, amounts decimals in the unit of their figure; absent is unknown and never zero.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from layers.population import PopulationBasis
from layers.record import Record

RecordT = TypeVar("RecordT", bound=Record)


@dataclass(frozen=True)
class Unit:
    """A township, or the county as a whole."""

    code: str
    name: str
    is_county: bool = False


@dataclass(frozen=True)
class Origin:
    """Where a row's knowledge came from."""

    source: str = ""
    source_date: dt.date | None = None
    invented: bool = False


@dataclass(frozen=True)
class Kept:
    """A row of the register: what it is, the township that holds it, and its village.

    `village` is the village division whose area holds it, or else the nearest village point of the same township,
    `village_m` metres away (0 where the area itself answered); None where neither is known.
    """

    record: Record
    origin: Origin
    township: str | None = None
    village: str | None = None
    village_m: float | None = None


@dataclass(frozen=True)
class People:
    """So many people of a division, counted on a day; `number` identifies the statistic where there is one."""

    people: int
    counted_on: dt.date | None
    title: str
    origin: Origin
    number: str | None = None


@dataclass(frozen=True)
class Reported:
    """What an office reported: the figure itself, or part and whole of it."""

    figure: str
    division: str
    counted_on: dt.date
    value: Decimal | None
    part: Decimal | None
    whole: Decimal | None
    origin: Origin


@dataclass(frozen=True)
class Line:
    """One row behind a number, as a reader is shown it; `layer` is None for what is in no layer."""

    layer: str | None
    id: str
    name: str
    amount: Decimal | None
    words: str
    origin: Origin


@dataclass(frozen=True)
class Beds:
    """Beds and older people of a unit, as the coverage figure counts them."""

    beds: int
    people: int | None
    counted_on: dt.date | None
    because: str | None
    homes: tuple[Line, ...]
    counted: tuple[Line, ...]


@dataclass(frozen=True)
class Facts:
    """A county on a day; `beds` answers by the plain terms of the coverage figure."""

    as_of: dt.date
    county: Unit
    townships: tuple[Unit, ...]
    kept: Mapping[str, tuple[Kept, ...]] = field(default_factory=dict)
    people: Mapping[tuple[str, PopulationBasis, int], People] = field(default_factory=dict)
    beds: Callable[[str, tuple[str, ...]], Beds] | None = None
    reported: Mapping[tuple[str, str], Reported] = field(default_factory=dict)

    def rows(self, form: type[RecordT], unit: Unit) -> list[tuple[RecordT, Kept]]:
        """The rows of a layer that a unit holds; the county holds all of them."""
        found = self.kept.get(form.layer.id, ())
        return [
            (each.record, each)
            for each in found
            if isinstance(each.record, form) and (unit.is_county or each.township == unit.code)
        ]

    def people_of(self, unit: Unit, basis: PopulationBasis, age: int = 0) -> People | None:
        """The people of a unit from an age on; None where nobody counted them."""
        return self.people.get((unit.code, basis, age))

    def reported_of(self, figure: str, unit: Unit) -> Reported | None:
        """The newest report of a figure that was counted by the day."""
        return self.reported.get((figure, unit.code))
