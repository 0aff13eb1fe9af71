"""p-median: open a given number of sites so that the total cost of all demands is least, and prove it.

A variable-neighbourhood search finds a plan, a Lagrangian bound judges it and fixes most sites by their reduced costs,
and a search over the sites that stay free (branch and bound, each branch with a bound of its own) closes the gap.
"""

import heapq
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.siting import lagrange, swap
from geo.siting.answer import SAME, Solved, Watch

Doubles = NDArray[np.float64]
Longs = NDArray[np.int64]

SHAKES = 40
"""Shakes between two looks at the clock."""
CALM = 3
"""Rounds of shakes without a better plan after which the search gives way to the proof."""
ROOT_STEPS, BRANCH_STEPS = 1500, 150


def p_median(
    costs: ArrayLike,
    count: int,
    *,
    weights: ArrayLike | None = None,
    kept: Sequence[int] = (),
    watch: Watch | None = None,
) -> Solved:
    """Open `count` sites so that the sum of every demand's cheapest cost is least (minimise; Hakimi 1964).

    Args:
        costs: of each demand (row) at each site (column), finite and at least 0; any unit.
        count: how many sites are open in the end, the kept ones among them.
        weights: of each demand, its costs are multiplied by it: people, for instance.
        kept: sites that are open whatever happens.
        watch: time limit, progress and cancel.

    Raises:
        ValueError: the costs or weights cannot be used, or the count does not fit the sites.
    """
    table = checked(costs, weights)
    fixed = places_of(kept, table.shape[1], count)
    search = _Search(table, count, fixed, watch or Watch())
    return search.solved()


def checked(costs: ArrayLike, weights: ArrayLike | None) -> Doubles:
    """The table of weighted costs.

    Raises:
        ValueError: it is none, or holds what is no number of at least 0.
    """
    table = np.ascontiguousarray(costs, np.float64)
    if table.ndim != 2 or not table.size:  # noqa: PLR2004 - rows and columns
        raise ValueError(f"费用表应为“需求 × 候选点”的二维表且不为空，实为 {table.shape}")
    if not np.isfinite(table).all() or table.min() < 0:
        raise ValueError("费用表应全为不小于 0 的数：不能到达的一对请给出罚值，不要留空")
    if weights is None:
        return table
    factors = np.asarray(weights, np.float64)
    if factors.shape != (len(table),) or not np.isfinite(factors).all() or factors.min() < 0:
        raise ValueError(f"权重应为 {len(table)} 个不小于 0 的数，与需求一一对应")
    return np.ascontiguousarray(table * factors[:, np.newaxis])


def places_of(kept: Sequence[int], sites: int, count: int) -> Longs:
    """The kept sites, once each.

    Raises:
        ValueError: one is no site, or they or the sites do not fit the count.
    """
    if not 1 <= count <= sites:
        raise ValueError(f"要选 {count} 个点，候选点有 {sites} 个：应在 1 与 {sites} 之间")
    places = np.unique(np.asarray(kept, np.int64))
    if len(places) and not 0 <= places[0] <= places[-1] < sites:
        raise ValueError(f"保留点的编号应在 0 与 {sites - 1} 之间，实为 {places[0]} 至 {places[-1]}")
    if len(places) > count:
        raise ValueError(f"保留点 {len(places)} 个，多于要选的 {count} 个：请增加数量或允许关闭")
    return places


def grain_of(costs: Doubles) -> float:
    """The largest number of which every cost is a whole multiple; 0 where the costs are not whole."""
    if costs.max() > 2**40 or (costs != np.rint(costs)).any():
        return 0.0
    return float(np.gcd.reduce(np.unique(costs).astype(np.int64)))


@dataclass(order=True)
class _Branch:
    """A part of the search: its bound, and what is fixed in it."""

    lower: float
    number: int
    states: NDArray[np.int8] = field(compare=False)
    prices: Doubles = field(compare=False)
    often: Doubles = field(compare=False)


class _Search:
    """One p-median being solved."""

    def __init__(self, costs: Doubles, count: int, kept: Longs, watch: Watch) -> None:
        self.costs, self.count, self.kept, self.watch = costs, count, kept, watch
        self.grain = grain_of(costs)
        self.near, self.ordered = lagrange.by_cost(costs)
        self.floor = float(self.ordered[:, 0].sum())
        self.chosen = swap.greedy(costs, kept, count)
        self.value = math.inf
        self.heap: list[_Branch] = []
        self.made = itertools.count()
        self.chance = np.random.default_rng(0)

    @property
    def enough(self) -> float:
        """A part of the search whose bound is above this holds no better plan."""
        return self.value - (self.grain * (1 - 1e-6) if self.grain else SAME * self.value)

    @property
    def proven(self) -> float:
        """What no plan can pass: the least bound of what is not searched yet, as a whole number of grains."""
        if not self.heap:
            return self.value
        lower = max(self.floor, self.heap[0].lower)
        if self.grain:
            lower = math.ceil(lower / self.grain - 1e-6) * self.grain
        return min(lower, self.value)

    def solved(self) -> Solved:
        """Find a plan, bound it, and close the gap as far as time allows."""
        states = np.full(self.costs.shape[1], lagrange.FREE, np.int8)
        states[self.kept] = lagrange.OPEN
        self._wander(states, CALM)
        prices = lagrange.prices_of(self.near, self.ordered, self.chosen, len(states))
        self.heap = [_Branch(self.floor, 0, states, prices, np.zeros(len(states)))]
        if self.value > self.floor:
            self._root()
        else:
            self.heap = []
        while self.heap and not self.watch.over and not self.watch.is_enough(self.value, self.proven):
            if self.heap[0].lower > self.enough:
                self.heap = []
                break
            self._divide()
            self.watch.report(self.value, self.proven, f"分支定界：还有 {len(self.heap)} 支")
        self.watch.report(self.value, self.proven, "求解结束")
        assigned = self.chosen[np.argmin(self.costs[:, self.chosen], axis=1)]
        return Solved.of(self.watch, self.value, self.proven, self.chosen, assigned)

    def _wander(self, states: NDArray[np.int8], calm: int) -> None:
        """Search around the best plan, among the sites that are not closed, until it stays calm."""
        closed, quiet, kept = states == lagrange.CLOSED, 0, len(self.kept)
        trial = self.chosen.copy()
        self._take(swap.improve(self.costs, trial, kept, closed), trial)
        while quiet < calm and not self.watch.over and self.value > self.proven_floor:
            trial = self.chosen.copy()
            cost = swap.wander(self.costs, trial, kept, closed, SHAKES, self.chance)
            quiet = 0 if self._take(cost, trial) else quiet + 1
            self.watch.report(self.value, None if not self.heap else self.proven, "变邻域搜索")

    @property
    def proven_floor(self) -> float:
        """A bound that holds before anything is searched."""
        return self.proven if self.heap else self.floor

    def _take(self, cost: float, chosen: Longs) -> bool:
        """Take a plan when it is better than the best."""
        if cost >= self.value - SAME * abs(cost) and math.isfinite(self.value):
            return False
        self.value, self.chosen = cost, chosen
        return True

    def _root(self) -> None:
        """Bound the whole, fix what can be fixed, and search on among what is left."""
        for pace in (1.0, 0.5):
            branch = self.heap.pop()
            self._enter(branch, branch.states, ROOT_STEPS, pace)
            if not self.heap or self.watch.over:
                return
            self.watch.report(self.value, self.proven, "拉格朗日松弛")
            self._wander(self.heap[0].states, CALM)
            self._thin(self.heap[0].states)

    def _thin(self, states: NDArray[np.int8]) -> None:
        """Forget the closed sites in the lists of sites by cost."""
        open_still = states[self.near] != lagrange.CLOSED
        width = int(open_still[0].sum())
        self.near = self.near[open_still].reshape(len(self.near), width)
        self.ordered = self.ordered[open_still].reshape(len(self.near), width)

    def _enter(self, parent: _Branch, states: NDArray[np.int8], steps: int, pace: float) -> None:
        """Bound a part of the search; keep it when it may hold a better plan."""
        prices, savings, often = parent.prices.copy(), np.zeros(len(states)), parent.often.copy()
        found = self.chosen.copy()
        target = lagrange.Target(self.count, self.value, self.enough, steps, pace)
        lower, least = lagrange.bound(self.near, self.ordered, states, target, prices, savings, often, found)
        if math.isfinite(least):
            kept = found[np.argsort(~np.isin(found, self.kept), kind="stable")]
            cost = swap.improve(self.costs, kept, len(self.kept), states == lagrange.CLOSED)
            self._take(cost, kept)
        if lower > self.enough:
            return
        if lagrange.fix(states, savings, self.count, lower, self.enough):
            lower = max(lower, parent.lower)
            heapq.heappush(self.heap, _Branch(lower, next(self.made), states, prices, often))
            return
        last = np.flatnonzero(states == lagrange.OPEN)
        self._take(swap.total(self.costs, last), last)

    def _divide(self) -> None:
        """Take the part with the least bound, and divide it by the site that is the most in doubt."""
        branch = heapq.heappop(self.heap)
        free = np.flatnonzero(branch.states == lagrange.FREE)
        site = free[np.argmin(np.abs(branch.often[free] - 0.5))]
        for state in (lagrange.OPEN, lagrange.CLOSED):
            states = branch.states.copy()
            states[site] = state
            self._enter(branch, states, BRANCH_STEPS, 0.3)
