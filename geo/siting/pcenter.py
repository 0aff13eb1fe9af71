"""p-center: open a given number of sites so that whoever is worst off is as near as can be, and prove it.

The least greatest cost is one of the costs of the table. For a limit in between, covering every demand within it by so
many sites is possible or not (Minieka 1970); the answer is found by halving the limits that are still in doubt.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.compiled import compiled
from geo.siting.answer import Solved, Watch
from geo.siting.choosing import Covering, within
from geo.siting.pmedian import checked, places_of

Doubles = NDArray[np.float64]
Longs = NDArray[np.int64]


def p_center(costs: ArrayLike, count: int, *, kept: Sequence[int] = (), watch: Watch | None = None) -> Solved:
    """Open at most `count` sites so that the greatest of every demand's cheapest cost is least (minimise).

    Args:
        costs: of each demand (row) at each site (column), finite and at least 0; any unit.
        count: how many sites are open in the end, the kept ones among them.
        kept: sites that are open whatever happens.
        watch: time limit, progress and cancel.

    Raises:
        ValueError: the costs cannot be used, or the count does not fit the sites.
    """
    watch = watch or Watch()
    table = checked(costs, None)
    fixed = places_of(kept, table.shape[1], count)
    return _Center(table, count, fixed, watch).solved()


class _Center:
    """One p-center being solved: `steps[low]` is a bound, and below it nothing is in doubt."""

    def __init__(self, costs: Doubles, count: int, kept: Longs, watch: Watch) -> None:
        self.costs, self.count, self.kept, self.watch = costs, count, kept, watch
        self.chosen = _farthest_first(costs, kept, count)
        self.steps = np.unique(costs)
        # Nobody is nearer than his nearest site: the largest of these is a bound before anything is searched.
        self.low = int(np.searchsorted(self.steps, costs.min(axis=1).max()))
        self.high = self._worst(self.chosen)

    def solved(self) -> Solved:
        """Halve what is in doubt until value and bound meet or the watch ends."""
        self._cover_greedily()
        while self.low < self.high and not self.watch.over and not self.watch.is_enough(*self._figures()):
            middle = (self.low + self.high) // 2
            if not self._decide(middle):
                break
            self.watch.report(*self._figures(), "逐步逼近最远费用")
        value, bound = self._figures()
        assigned = self.chosen[np.argmin(self.costs[:, self.chosen], axis=1)]
        return Solved.of(self.watch, value, bound, self.chosen, assigned)

    def _figures(self) -> tuple[float, float]:
        return float(self.steps[self.high]), float(self.steps[self.low])

    def _worst(self, chosen: Longs) -> int:
        return int(np.searchsorted(self.steps, self.costs[:, chosen].min(axis=1).max()))

    def _take(self, chosen: Longs) -> None:
        """Take a plan when it is better; a plan of fewer sites is filled up."""
        spare = np.setdiff1d(np.arange(self.costs.shape[1]), chosen)
        full = np.concatenate([chosen, spare[: self.count - len(chosen)]])
        worst = self._worst(full)
        if worst < self.high:
            self.high, self.chosen = worst, np.sort(full)

    def _cover_greedily(self) -> None:
        """Halve with a greedy cover alone, which takes no time: a plan, no proof."""
        low, high = self.low, self.high
        while low < high:
            middle = (low + high) // 2
            chosen = _greedy_cover(self.costs, float(self.steps[middle]), self.kept, self.count)
            if len(chosen) <= self.count:
                self._take(chosen)
                high = middle
            else:
                low = middle + 1
        self.watch.report(*self._figures(), "贪心覆盖")

    def _decide(self, middle: int) -> bool:
        """Find whether a limit can be kept; False when there was no time to."""
        limit = float(self.steps[middle])
        if _apart(self.costs, limit, self.kept) > self.count - len(self.kept):
            self.low = middle + 1
            return True
        choice = within(self._covering(limit), self.count, self.kept, self.watch)
        if choice.chosen is not None:
            self._take(choice.chosen)
        elif choice.is_impossible:
            self.low = middle + 1
        else:
            return False
        return True

    def _covering(self, limit: float) -> Covering:
        """Who must have which sites open, where the kept ones do not reach him already."""
        near = self.costs <= limit
        near = near[~near[:, self.kept].any(axis=1)]
        starts = np.concatenate([[0], np.cumsum(near.sum(axis=1))])
        return Covering(self.costs.shape[1], starts, np.nonzero(near)[1]).without_implied()


@compiled
def _farthest_first(costs: Doubles, kept: Longs, count: int) -> Longs:
    """Open again and again the site that is best for whoever is worst off (Gonzalez 1985)."""
    demands, sites = costs.shape
    chosen, least = np.empty(count, np.int64), np.full(demands, np.inf)
    is_open = np.zeros(sites, np.bool_)
    for place in range(count):
        site = kept[place] if place < len(kept) else -1
        if site < 0:
            worst = np.argmax(least)
            for other in range(sites):
                if not is_open[other] and (site < 0 or costs[worst, other] < costs[worst, site]):
                    site = other
        chosen[place] = site
        is_open[site] = True
        for demand in range(demands):
            least[demand] = min(least[demand], costs[demand, site])
    return chosen


@compiled
def _greedy_cover(costs: Doubles, limit: float, kept: Longs, count: int) -> Longs:
    """Open the site that covers most of the uncovered, until all are covered or there are too many."""
    demands, sites = costs.shape
    covered, is_open = np.zeros(demands, np.bool_), np.zeros(sites, np.bool_)
    opened = 0
    while opened <= count:
        site = kept[opened] if opened < len(kept) else _most_new(costs, limit, covered)
        if site < 0:
            break
        is_open[site] = True
        opened += 1
        for demand in range(demands):
            covered[demand] |= costs[demand, site] <= limit
    return np.flatnonzero(is_open)


@compiled
def _most_new(costs: Doubles, limit: float, covered: NDArray[np.bool_]) -> int:
    demands, sites = costs.shape
    fresh = np.zeros(sites, np.int64)
    for demand in range(demands):
        if not covered[demand]:
            for site in range(sites):
                fresh[site] += costs[demand, site] <= limit
    best = int(np.argmax(fresh))
    return best if fresh[best] > 0 else -1


@compiled
def _apart(costs: Doubles, limit: float, kept: Longs) -> int:
    """How many demands no site of which reaches another's: so many sites are needed at least, besides the kept."""
    demands, sites = costs.shape
    taken, needed = np.zeros(sites, np.bool_), 0
    sizes = np.zeros(demands)
    for demand in range(demands):
        for site in range(sites):
            sizes[demand] += costs[demand, site] <= limit
    for site in kept:
        taken[site] = True
    for demand in np.argsort(sizes):
        free = True
        for site in range(sites):
            free = free and not (taken[site] and costs[demand, site] <= limit)
        if free:
            needed += 1
            for site in range(sites):
                taken[site] |= costs[demand, site] <= limit
    return needed
