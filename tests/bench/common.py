"""What all benchmarks share: several ways to the same answer, timed by turns, and a table of their ratios.

The sides are timed in rounds, one after the other in each round, so that whatever else the machine does burdens all of
them alike; a quick side is timed several times in a round. What is reported is the median, and processor seconds beside
it where the work is done in this process.
"""

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

from rich.console import Console
from rich.table import Table

QUICK_S = 0.5
MOST_TIMES = 5
ENOUGH_FOR_A_TAIL = 100


@dataclass(frozen=True)
class Options:
    """What `python -m tests.bench` was asked for."""

    rounds: int = 3
    small: bool = False
    """Make a nation of a hundredth, to try whether everything runs; no ratio is required then."""
    database_url: str | None = None
    """PostGIS to use; else one is made and thrown away."""
    service_url: str = "http://127.0.0.1:8000"
    """The service to ask over HTTP; what needs it is left out when it does not answer."""


@dataclass
class Side:
    """One way to the answer."""

    name: str
    work: Callable[[], object]
    is_ours: bool = False
    in_process: bool = True
    after: Callable[[], object] | None = None
    """What undoes the work after each round, outside of the timing."""
    least_times: int = 1
    """How often it is timed in each round, however long it takes."""
    seconds: list[float] = field(default_factory=list)
    processor_seconds: list[float] = field(default_factory=list)
    answer: object = None


@dataclass(frozen=True)
class Section:
    """Several sides of one question, with what is promised of ours."""

    title: str
    sides: Sequence[Side]
    required: float | None = None
    """Our side must be this many times as fast as the best peer."""
    at_most_s: float | None = None
    """Half of the times, each of our sides must take no longer."""
    tail_at_most_s: float | None = None
    """Of a hundred times ninety-nine, each of our sides must take no longer."""

    @property
    def ratio(self) -> float | None:
        """How many times as fast our side is as the best peer, by medians."""
        ours = [median(side.seconds) for side in self.sides if side.is_ours]
        peers = [median(side.seconds) for side in self.sides if not side.is_ours]
        return min(peers) / ours[0] if ours and peers else None

    @property
    def holds(self) -> bool:
        """Whether all that was promised is kept."""
        fast_enough = self.required is None or self.ratio is None or self.ratio >= self.required
        limit = float("inf") if self.at_most_s is None else self.at_most_s
        tail = float("inf") if self.tail_at_most_s is None else self.tail_at_most_s
        ours = [side.seconds for side in self.sides if side.is_ours]
        return fast_enough and all(median(own) <= limit and _tail(own) <= tail for own in ours)


def timed(
    title: str,
    sides: Sequence[Side],
    rounds: int,
    required: float | None = None,
    at_most_s: float | None = None,
) -> Section:
    """Time all sides by turns and keep the last answer of each."""
    for _ in range(rounds):
        for side in sides:
            spent, times = 0.0, 0
            while times < side.least_times or (spent < QUICK_S and times < MOST_TIMES):
                spent, times = spent + _time_once(side), times + 1
    return Section(title, sides, required, at_most_s)


def _time_once(side: Side) -> float:
    """Run one side once; return the seconds it took."""
    gc.collect()
    processor, start = time.process_time(), time.perf_counter()
    side.answer = side.work()
    side.seconds.append(time.perf_counter() - start)
    side.processor_seconds.append(time.process_time() - processor)
    if side.after is not None:
        side.after()
    return side.seconds[-1]


def show(sections: Sequence[Section], console: Console) -> None:
    """Print one table for each section."""
    for section in sections:
        if not section.sides:
            console.print(f"{section.title}\n")
            continue
        table = Table(title=section.title, title_justify="left")
        for heading in ("way", "median s", "least s", "99 of 100 s", "processor s", "times as slow as ours"):
            table.add_column(heading, justify="left" if heading == "way" else "right")
        ours = next((median(side.seconds) for side in section.sides if side.is_ours), None)
        for side in sorted(section.sides, key=lambda one: median(one.seconds)):
            table.add_row(*_row(side, ours))
        console.print(table)
        if section.at_most_s is not None:
            console.print(f"  promised at most {section.at_most_s:g} s, half of the times\n")
        if section.tail_at_most_s is not None:
            console.print(f"  promised at most {section.tail_at_most_s:g} s, 99 of 100 times\n")
        if section.ratio is not None:
            promise = f", promised at least {section.required:g}" if section.required else ""
            console.print(f"  {section.ratio:.1f} times as fast as the best peer{promise}\n")


def _row(side: Side, ours: float | None) -> list[str]:
    """Return the cells of one side."""
    middle = median(side.seconds)
    processor = f"{median(side.processor_seconds):.3f}" if side.in_process else "–"
    ratio = f"{middle / ours:.1f}" if ours else "–"
    return [side.name, f"{middle:.4f}", f"{min(side.seconds):.4f}", _of_a_hundred(side.seconds), processor, ratio]


def _of_a_hundred(seconds: Sequence[float]) -> str:
    """Return what 99 of 100 stay within, where there were a hundred."""
    return f"{_tail(seconds):.4f}" if len(seconds) >= ENOUGH_FOR_A_TAIL else "–"


def _tail(seconds: Sequence[float]) -> float:
    """What 99 of 100 stay within."""
    return sorted(seconds)[len(seconds) * 99 // 100]
