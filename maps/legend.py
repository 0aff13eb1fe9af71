"""Classes of a choropleth: breaks a person can say aloud, a colour and a sentence each."""

from dataclasses import dataclass
from itertools import pairwise

from maps.palette import BREAKS, NO_VALUE, SEQUENTIAL


@dataclass(frozen=True)
class Step:
    """One class: `lower` ≤ value < `upper`; None is open. The class without value has neither and is drawn hatched."""

    label: str
    colour: str
    lower: float | None = None
    upper: float | None = None
    is_no_value: bool = False

    @property
    def swatch(self) -> str:
        """The class as a CSS background."""
        hatch = "repeating-linear-gradient(45deg,#9aa3a3 0 1px,#f2f2f2 1px 5px)"
        return hatch if self.is_no_value else self.colour

    def holds(self, value: float) -> bool:
        """Whether a value falls in this class (half-open: the lower break belongs, the upper does not)."""
        above = self.lower is None or value >= self.lower
        return not self.is_no_value and above and (self.upper is None or value < self.upper)


NOTHING = Step("无数值（无老年人口）", NO_VALUE, is_no_value=True)


def classes() -> tuple[Step, ...]:
    """The sequential classes of beds per thousand, lowest first, and the class without value last."""
    edges = [None, *map(float, BREAKS), None]
    steps = [
        Step(_words(low, high), colour, low, high)
        for (low, high), colour in zip(pairwise(edges), SEQUENTIAL, strict=True)
    ]
    return (*steps, NOTHING)


def step_of(value: float | None, steps: tuple[Step, ...]) -> Step:
    """The class a value falls in; None is the class without value."""
    if value is None:
        return NOTHING
    return next(step for step in steps if step.holds(value))


def _words(low: float | None, high: float | None) -> str:
    if low is None:
        return f"不足 {high:g}"
    return f"{low:g} 以上" if high is None else f"{low:g} – {high:g}"
