"""What a location model answers, and how its solving is watched: value, bound, gap, time limit, progress, cancel."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray

Status = Literal["optimal", "within_gap", "time", "cancelled", "infeasible"]
Tell = Callable[[float | None, float | None, str], None]

SAME = 1e-9
"""Two values that differ by less than this share of their size are the same number written by two sums."""


@dataclass(frozen=True, eq=False)
class Solved:
    """An answer with its proof.

    `value` is that of the plan (None when there is none), `bound` what no plan can pass: it comes from a relaxation or
    from an exhausted search, never from elsewhere. `gap` is a share of the value; 0 is said only where both are equal.
    """

    status: Status
    value: float | None
    bound: float
    gap: float | None
    chosen: tuple[int, ...]
    """Positions of the open sites, ascending."""
    assigned: NDArray[np.int64] | None
    """The site of each demand, −1 for none; None where the model assigns nobody."""
    seconds: float

    @classmethod
    def of(
        cls, watch: "Watch", value: float | None, bound: float, chosen: NDArray[np.int64], assigned: NDArray[np.int64]
    ) -> Self:
        """An answer of a search that has ended, with the status that follows from its figures.

        Args:
            watch: who watched the search.
            value: the best plan's, None when none was found.
            bound: what no plan can pass.
            chosen: the open sites.
            assigned: the site of each demand; of length 0 where the model assigns nobody.
        """
        gap = gap_between(value, bound)
        places = tuple(sorted(int(site) for site in chosen))
        where = np.asarray(assigned, np.int64) if len(assigned) else None
        return cls(watch.status(gap), value, bound, gap, places, where, watch.seconds)

    @classmethod
    def none(cls, watch: "Watch", bound: float) -> Self:
        """There is no plan: proven, when the bound is infinite."""
        status: Status = "infeasible" if math.isinf(bound) else watch.status(None)
        return cls(status, None, bound, None, (), None, watch.seconds)


def gap_between(value: float | None, bound: float) -> float | None:
    """How far a value may be from the best, as a share of the value; 0 exactly where both are equal."""
    if value is None or not math.isfinite(bound):
        return None
    if value == bound:
        return 0.0
    return abs(value - bound) / max(abs(value), abs(bound))


@dataclass(frozen=True)
class Watch:
    """How long a search may last, how good is good enough, who hears of its progress, and who may end it.

    A watch begins when it is made and watches one search; `tell` and `stop` are called from the thread that solves.
    """

    time_limit_s: float = 300.0
    tell: Tell | None = None
    """Called with the best value, the bound (None where there is none yet) and what is being done."""
    stop: Callable[[], bool] | None = None
    gap: float = 0.0
    """The share of the value at which a search may end before it has proven the best."""
    began_s: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Seconds since the search began."""
        return time.monotonic() - self.began_s

    @property
    def left_s(self) -> float:
        """Seconds left, at least 0."""
        return max(0.0, self.time_limit_s - self.seconds)

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to end."""
        return self.stop is not None and self.stop()

    @property
    def over(self) -> bool:
        """Whether the search must end now."""
        return self.left_s <= 0 or self.cancelled

    def is_enough(self, value: float | None, bound: float) -> bool:
        """Whether a value is as near to its bound as was asked for."""
        gap = gap_between(value, bound)
        return gap is not None and gap <= self.gap

    def report(self, value: float | None, bound: float | None, what: str) -> None:
        """Tell who listens."""
        if self.tell is not None:
            self.tell(value, bound, what)

    def status(self, gap: float | None) -> Status:
        """The status of a search that ended with a gap."""
        if gap == 0:
            return "optimal"
        if gap is not None and gap <= self.gap:
            return "within_gap"
        return "cancelled" if self.cancelled else "time"
