"""What counting a figure yields: part and whole, the rows behind both, and why there is no number."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import TypeVar

from layers.indicators import Direction
from layers.record import Sheet
from layers.scorecard.facts import Facts, Line, Unit

_CENT = Decimal("0.01")
PERCENT, PER_THOUSAND = Decimal(100), Decimal(1000)


@dataclass(frozen=True)
class Rows:
    """Rows that belong together: what was counted, what it was counted of, or what is lacking."""

    title: str
    unit: str
    lines: tuple[Line, ...]
    is_lacking: bool = False


@dataclass(frozen=True)
class Measured:
    """A figure: `part`, or `times` × part ÷ whole; `because` says why there is none, `notes` what must be known.

    `lacks` names in words what stands nearest to the target, where arithmetic alone does not say it; `missing` is the
    gap where it is not the difference to the target. `stated` is a figure that came without part and whole.
    """

    part: Decimal | None = None
    whole: Decimal | None = None
    times: Decimal | None = None
    rows: tuple[Rows, ...] = ()
    because: str | None = None
    notes: tuple[str, ...] = ()
    missing: Decimal | None = None
    lacks: str | None = None
    stated: Decimal | None = None
    is_whole: bool = True

    @property
    def value(self) -> Decimal | None:
        """The figure, rounded half up to two decimals."""
        exact = self.exact
        return None if exact is None else exact.quantize(_CENT, ROUND_HALF_UP)

    @property
    def exact(self) -> Decimal | None:
        """The figure as exactly as decimals hold it."""
        if self.stated is not None or self.because is not None or self.part is None:
            return None if self.because is not None else self.stated
        if self.times is None:
            return self.part
        return None if not self.whole else self.times * self.part / self.whole

    def meets(self, target: Decimal, direction: Direction, *, strict: bool) -> bool:
        """Whether the figure reaches a target, decided without division."""
        have, want = self._sides(target)
        if direction is Direction.AT_MOST:
            return have < want if strict else have <= want
        return have > want if strict else have >= want

    def gap(self, target: Decimal, direction: Direction, *, strict: bool) -> Decimal | None:
        """How much must be built or done (or, of a ceiling, be less); 0 when the target is reached.

        It is told in units of the part; None where only a ratio was stated, which cannot be turned into them.
        """
        if self.meets(target, direction, strict=strict):
            return Decimal(0)
        if self.missing is not None:
            return self.missing
        if self.stated is not None and self.times is not None:
            return None
        have, want = self._sides(target)
        scale = Decimal(1) if self.times is None or self.stated is not None else self.times
        difference = abs(want - have) / scale
        if not self.is_whole:
            return difference.quantize(_CENT, ROUND_CEILING)
        steps = difference.to_integral_value(ROUND_CEILING)
        return steps + 1 if strict and steps == difference else steps

    def _sides(self, target: Decimal) -> tuple[Decimal, Decimal]:
        """What there is and what is wanted, both multiplied by the whole."""
        if self.stated is not None:
            return self.stated, target
        part = self.part if self.part is not None else Decimal(0)
        if self.times is None:
            return part, target
        return part * self.times, target * (self.whole or Decimal(0))


Reads = Callable[[Facts, Unit, Sheet], Measured]
Layers = Callable[[Sheet], tuple[str, ...]]
FormT = TypeVar("FormT", bound=Sheet)


def by(form: type[FormT], reads: Callable[[Facts, Unit, FormT], Measured]) -> Reads:
    """A way of counting that takes its own terms, as one that takes any."""

    def counted(facts: Facts, unit: Unit, terms: Sheet) -> Measured:
        if not isinstance(terms, form):
            raise TypeError(f"{form.__name__} is wanted, {type(terms).__name__} came")
        return reads(facts, unit, terms)

    return counted


def nothing(why: str, *rows: Rows) -> Measured:
    """No number, and the reason."""
    return Measured(because=why, rows=rows)


@dataclass(frozen=True)
class Measure:
    """A way of counting one figure.

    `counts` is the unit of what must be built or done; `deed` tells a gap in a sentence with `{gap}`. A measure that
    `adds_up` is a number of things, or of the county's one thing: a county's target of it is no township's. `layers`
    are the registers it reads by its terms.
    """

    id: str
    title: str
    unit: str
    counts: str
    deed: str
    directions: tuple[Direction, ...]
    form: type[Sheet]
    reads: Reads
    layers: Layers
    adds_up: bool = False
    is_reported: bool = False

    def is_sum(self, terms: Sheet) -> bool:
        """Whether its figure is a number of things, of which a county's target is no township's."""
        rate = getattr(terms, "per", None) is not None or bool(getattr(terms, "is_share", None))
        return self.adds_up or (self.is_reported and not rate)

    def unit_of(self, terms: Sheet) -> str:
        """The unit of its figure; a reported figure says it by its terms."""
        return str(getattr(terms, "unit", None) or self.unit)

    def counts_of(self, terms: Sheet) -> str:
        """The unit of its gap, said by the terms where they do."""
        return str(getattr(terms, "counted", None) or (self.unit_of(terms) if self.is_reported else self.counts))
