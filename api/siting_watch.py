"""A siting job's progress: the value and the bound as they come, told to whoever looks at the job."""

import math
import time

from api.settings import Settings
from data import jobs
from data.siting_reading import Sources
from geo.siting.answer import Watch, gap_between
from layers.siting import SitingQuestion

_MOST_STEPS = 240


def sources(settings: Settings) -> Sources:
    """Where this county keeps its services, its rates of ageing and its rules of zones."""
    return Sources(settings.services, settings.ageing, settings.zones)


class SitingWatch:
    """Tells a job what the solver tells, and the solver when nobody waits any more.

    What the wish to stop raises may not pass through the solver: it is kept, and raised when the solver has ended.
    """

    def __init__(self, running: jobs.Running, question: SitingQuestion) -> None:
        self._running = running
        self._limit_s = question.time_limit_s
        self._trail: list[tuple[float, float | None, float | None]] = []
        self._ended: BaseException | None = None
        self._began = time.monotonic()
        self.watch = Watch(question.time_limit_s, self._tell, self._stopped, question.gap)

    def end(self) -> None:
        """Say that the solver has ended.

        Raises:
            Cancelled, Interrupted: as `jobs.Running.progress`, when that was said meanwhile.
        """
        if self._ended is not None:
            raise self._ended
        self._running.progress(1, 1, "保存结果")

    def _stopped(self) -> bool:
        return self._ended is not None

    def _tell(self, value: float | None, bound: float | None, what: str) -> None:
        try:
            self._report(value, bound, what)
        except (jobs.Cancelled, jobs.Interrupted) as wish:
            self._ended = wish

    def _report(self, value: float | None, bound: float | None, what: str) -> None:
        seconds = time.monotonic() - self._began
        if value is not None or bound is not None:
            self._note(round(seconds, 1), value, bound)
        live = {
            "value": value,
            "bound": bound,
            "gap": None if bound is None or not math.isfinite(bound) else gap_between(value, bound),
            "seconds": round(seconds, 1),
            "trail": self._trail,
        }
        done = min(99, int(100 * seconds / self._limit_s))
        self._running.progress(done, 100, what, live=live)

    def _note(self, seconds: float, value: float | None, bound: float | None) -> None:
        """Keep what changed, and every second one only when there are too many."""
        if not self._trail or self._trail[-1][1:] != (value, bound):
            self._trail.append((seconds, value, bound))
        if len(self._trail) > _MOST_STEPS:
            self._trail = [*self._trail[:-1:2], self._trail[-1]]
