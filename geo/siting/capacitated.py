"""Capacitated p-median: open a number of sites, hand every demand whole to one of them within its capacity.

A search by moves and shakes finds a plan; a Lagrangian bound with a knapsack at each site judges it and forbids most
pairs by their reduced costs; what is left is small enough for HiGHS, which closes the gap.
"""

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.siting import clusters, knapsack, lagrange, swap
from geo.siting.answer import SAME, Solved, Tell, Watch
from geo.siting.pmedian import checked, grain_of, places_of
from geo.siting.program import Program

Doubles = NDArray[np.float64]
Longs = NDArray[np.int64]

SHAKES, CALM = 100, 4
"""Shakes between two looks at the clock; rounds of them without a better plan after which the search goes on."""
ROUGH, FINE = knapsack.Pace(1.5, 20, 0.6, 1.01), knapsack.Pace(0.5, 30, 0.8, 1.002)
QUICK, PROBING = knapsack.Pace(0.2, 8, 0.4, 1.002), 0.1
"""The steps of a probe, and the share of the time left that probing may take."""
WORK_PER_LOOK = 1_000_000_000
"""Pairs times steps between two looks at the clock, about."""
FEW_PAIRS, MANY_PAIRS = 700, 6_000
"""With more than few pairs left sites are probed; with many, plans nearer to the bound are searched first."""
SCALE = 1e5
"""The best known value in HiGHS's own unit, whose tolerances are absolute."""


def capacitated_p_median(
    costs: ArrayLike,
    demands: ArrayLike,
    capacities: ArrayLike,
    count: int,
    *,
    kept: Sequence[int] = (),
    watch: Watch | None = None,
) -> Solved:
    """Open `count` sites and give each demand whole to one with room, at least total cost (minimise).

    The cost of a pair is paid once, whatever the amount of the demand (Mulvey and Beck 1984; as the instances of Lorena
    and Senne have it); multiply the costs by the amounts where the amount travels.

    Args:
        costs: of each demand (row) at each site (column), finite and at least 0; any unit.
        demands: amount of each demand, at least 0.
        capacities: amount that each site can take, at least 0.
        count: how many sites are open in the end, the kept ones among them.
        kept: sites that are open whatever happens.
        watch: time limit, progress and cancel.

    Raises:
        ValueError: the costs or amounts cannot be used, or the count does not fit the sites.
    """
    table = checked(costs, None)
    fixed = places_of(kept, table.shape[1], count)
    amounts = (_amounts("需求", demands, table.shape[0]), _amounts("容量", capacities, table.shape[1]))
    return _Search(table, *amounts, count, fixed, watch or Watch()).solved()


def _amounts(name: str, given: ArrayLike, count: int) -> Doubles:
    amounts = np.asarray(given, np.float64)
    if amounts.shape != (count,) or not np.isfinite(amounts).all() or (amounts < 0).any():
        raise ValueError(f"{name}应为 {count} 个不小于 0 的数，实为 {amounts.size} 个")
    return amounts


class _Search:
    """One capacitated p-median being solved."""

    def __init__(  # noqa: PLR0917 - the parts of the question
        self, costs: Doubles, demands: Doubles, capacities: Doubles, count: int, kept: Longs, watch: Watch
    ) -> None:
        self.costs, self.demands, self.capacities = costs, demands, capacities
        self.count, self.kept, self.watch = count, kept, watch
        self.by_site = np.ascontiguousarray(costs.T)
        self.sizes, self.rooms = knapsack.whole_sizes(demands, capacities)
        self.grain = grain_of(costs)
        self.states = np.full(costs.shape[1], lagrange.FREE, np.int8)
        self.states[kept] = lagrange.OPEN
        self.allowed = np.ones(self.by_site.shape, np.bool_)
        self.value, self.lower = math.inf, float(costs.min(axis=1).sum())
        self.chosen, self.places = np.zeros(0, np.int64), np.zeros(0, np.int64)
        self.prices, self.worth = costs.min(axis=1), np.zeros(costs.shape[1])
        self.chance = np.random.default_rng(0)

    @property
    def enough(self) -> float:
        """What a plan must cost at most to be better than the best known."""
        return self.value - (self.grain * (1 - 1e-6) if self.grain else SAME * self.value)

    @property
    def found(self) -> float | None:
        """The best known value."""
        return self.value if math.isfinite(self.value) else None

    @property
    def proven(self) -> float:
        """What no plan can pass; equal to the value where nothing is between them."""
        lower = self.lower
        if self.grain and math.isfinite(lower):
            lower = math.ceil(lower / self.grain - 1e-6) * self.grain
        return self.value if lower >= self.enough else lower

    @property
    def is_over(self) -> bool:
        """Whether there is nothing more to do, or no time."""
        return self.watch.over or self.watch.is_enough(self.found, self.proven)

    def solved(self) -> Solved:
        """Find a plan, bound it, and close the gap as far as time allows."""
        if self._cannot():
            return Solved.none(self.watch, math.inf)
        sites = swap.greedy(self.costs, self.kept, self.count)
        self._around(sites)
        swap.improve(self.costs, sites, len(self.kept), self._closed())
        swap.wander(self.costs, sites, len(self.kept), self._closed(), SHAKES, self.chance)
        self._around(sites)
        near, ordered = lagrange.by_cost(self.costs)
        self.prices = lagrange.prices_of(near, ordered, sites, self.costs.shape[1])
        self._relax(sites, ROUGH, FINE)
        if self.found is not None and self.allowed.sum() > FEW_PAIRS and not self.is_over:
            self._probe()
            self._relax(self.chosen.copy(), FINE)
        for limit in self._limits():
            if self.is_over:
                break
            self._finish(limit)
        self.watch.report(self.found, self.proven, "求解结束")
        if self.found is None:
            return Solved.none(self.watch, self.lower)
        return Solved.of(self.watch, self.value, self.proven, self.chosen, self.chosen[self.places])

    def _cannot(self) -> bool:
        """Whether even the largest sites are too small, or a demand fits nowhere."""
        others = np.sort(np.delete(self.capacities, self.kept))[::-1][: self.count - len(self.kept)]
        room = self.capacities[self.kept].sum() + others.sum()
        largest = self.demands.max() if len(self.demands) else 0.0
        return bool(room + clusters.ROUNDING < self.demands.sum() or largest > self.capacities.max())

    def _closed(self) -> NDArray[np.bool_]:
        return np.asarray(self.states == lagrange.CLOSED)

    def _wander(self, sites: Longs, places: Longs, calm: int) -> None:
        """Shake a plan until it stays calm."""
        quiet, kept, closed = 0, len(self.kept), self._closed()
        penalty = float(self.costs.max()) or 1.0
        clusters.settle(self.costs, self.demands, self.capacities, sites, kept, places, penalty, closed)
        self._take(sites, places)
        while quiet < calm and not self.is_over:
            clusters.wander(
                self.costs, self.demands, self.capacities, sites, kept, places, penalty, closed, SHAKES, self.chance
            )
            quiet = 0 if self._take(sites, places) else quiet + 1
            self.watch.report(self.found, self.proven, "变邻域搜索")

    def _take(self, sites: Longs, places: Longs) -> bool:
        """Take a plan when it is one and better than the best."""
        if clusters.excess(self.demands, self.capacities, sites, places) > clusters.ROUNDING:
            return False
        cost = clusters.travel(self.costs, sites, places)
        if math.isfinite(self.value) and cost >= self.value - SAME * cost:
            return False
        self.value, self.chosen, self.places = cost, sites.copy(), places.copy()
        return True

    def _relax(self, sites: Longs, *paces: knapsack.Pace) -> None:
        """Raise the bound, forbid what it excludes, and look for a plan around what it opens."""
        aim = swap.total(self.costs, sites) * 1.1
        for pace in paces:
            factor = pace.first
            # One look is taken even when there is no time left: nobody is told a bound of nothing.
            while factor and (not self.is_over or (pace is ROUGH and factor == pace.first)):
                bound, factor = self._step(self.states, pace, factor, self.prices, self.worth, sites=sites, aim=aim)
                self.lower = max(self.lower, bound)
                self._around(sites)
                self.watch.report(self.found, self.proven, "拉格朗日松弛")
            if math.isfinite(self.value) and not self.is_over:
                self._fix(self.states, self.allowed, self.enough)
                self._wander(self.chosen.copy(), self.places.copy(), CALM)

    def _step(
        self,
        states: lagrange.States,
        pace: knapsack.Pace,
        factor: float,
        prices: Doubles,
        worth: Doubles,
        *,
        sites: Longs,
        aim: float,
    ) -> tuple[float, float]:
        """Some steps of the relaxation where sites are in such states; the bound, and where the steps have come to."""
        best = self.value if math.isfinite(self.value) else aim
        target = lagrange.Target(self.count, best, self.enough, self._steps, factor)
        return knapsack.bound(
            self.by_site, self.sizes, self.rooms, states, self.allowed, target, pace, prices, worth, sites
        )

    def _probe(self) -> None:
        """Open, then close, each free site for a while: where the bound then says that nothing is better, do the other.

        Ends early when its share of the time is gone; what is fixed by then is fixed.
        """
        until = self.watch.seconds + PROBING * self.watch.left_s
        for site in np.flatnonzero(self.states == lagrange.FREE):
            if self.is_over or self.watch.seconds > until:
                return
            for state, other in ((lagrange.OPEN, lagrange.CLOSED), (lagrange.CLOSED, lagrange.OPEN)):
                states, prices, worth = self.states.copy(), self.prices.copy(), self.worth.copy()
                states[site] = state
                bound, _ = self._step(
                    states, QUICK, QUICK.first, prices, worth, sites=self.chosen.copy(), aim=self.value
                )
                if bound > self.enough:
                    self.states[site] = other
                    break
            self.watch.report(self.found, self.proven, "逐点试开试关")

    def _around(self, opened: Longs) -> None:
        """Look for a plan around a set of sites."""
        sites = opened[np.argsort(~np.isin(opened, self.kept), kind="stable")]
        places = np.full(len(self.demands), -1, np.int64)
        clusters.hand_out(self.costs, self.demands, self.capacities, sites, places)
        self._wander(sites, places, 1)

    @property
    def _steps(self) -> int:
        """How many steps lie between two looks at the clock."""
        return max(10, min(300, WORK_PER_LOOK // (100 * self.costs.size)))

    def _fix(self, states: lagrange.States, allowed: NDArray[np.bool_], limit: float) -> int:
        """Forbid what no plan of at most `limit` does."""
        return knapsack.fix(
            self.by_site, self.sizes, self.rooms, states, allowed, self.prices, self.worth, self.count, limit
        )

    def _limits(self) -> Iterator[float]:
        """Up to which value plans are searched, one search after another; the last of them leaves nothing out."""
        if self.found is None:
            yield from (self.lower * share for share in (1.02, 1.1))
        elif self.allowed.sum() > MANY_PAIRS:
            yield self.lower + 0.4 * (self.enough - self.lower)
        yield self.enough

    def _finish(self, limit: float) -> None:
        """Search, by HiGHS, all plans of at most `limit`; what is left out costs more."""
        states, allowed = self.states.copy(), self.allowed.copy()
        if math.isfinite(limit):
            self._fix(states, allowed, limit)
        sites = np.flatnonzero(states != lagrange.CLOSED)
        scale = SCALE / max(self.lower, 1e-9)
        model = _Model(self, sites, states, allowed, scale)
        inner = Watch(self.watch.left_s, self._heard(limit, scale), self.watch.stop, self.watch.gap)
        found = model.program.solve(inner, model.start())
        if found.values is not None:
            self._take(*model.plan(found.values))
        self.lower = max(self.lower, min(limit, found.bound / scale))

    def _heard(self, limit: float, scale: float) -> Tell:
        def tell(value: float | None, bound: float | None, what: str) -> None:
            best = min(self.value, math.inf if value is None else value / scale)
            lower = self.lower if bound is None else max(self.lower, min(limit, bound / scale))
            self.watch.report(best if math.isfinite(best) else None, min(lower, best), what)

        return tell


class _Model:
    """What is left of a search, as a program with whole columns."""

    def __init__(
        self, search: _Search, sites: Longs, states: lagrange.States, allowed: NDArray[np.bool_], scale: float
    ) -> None:
        self.search, self.sites = search, sites
        self.at, self.who = np.nonzero(allowed[sites])
        self.program = Program("min")
        must = (states[sites] == lagrange.OPEN).astype(np.float64)
        self.is_open = self.program.columns(len(sites), 0.0, must, 1.0, whole=True)
        prices = search.by_site[sites[self.at], self.who] * scale
        self.serves = self.program.columns(len(self.at), prices, 0.0, 1.0, whole=True)
        self._rows()

    def _rows(self) -> None:
        """Everybody is served once, within the capacities, by open sites, of which there are so many."""
        search, program, pairs = self.search, self.program, len(self.at)
        program.rows(len(search.demands), self.who, self.serves, 1.0, 1.0, 1.0)
        row = np.concatenate([self.at, np.arange(len(self.sites))])
        amounts = np.concatenate([search.demands[self.who], -search.capacities[self.sites]])
        program.rows(len(self.sites), row, np.concatenate([self.serves, self.is_open]), amounts, -math.inf, 0.0)
        both = np.concatenate([np.arange(pairs), np.arange(pairs)])
        columns, signs = np.concatenate([self.serves, self.is_open[self.at]]), np.repeat([1.0, -1.0], pairs)
        program.rows(pairs, both, columns, signs, -math.inf, 0.0)
        program.row(self.is_open, 1.0, search.count, search.count)

    def start(self) -> Doubles | None:
        """The best known plan, where it lies within what is searched."""
        search = self.search
        if not len(search.chosen):
            return None
        begin = np.zeros(self.program.columns_count)
        begin[self.is_open] = np.isin(self.sites, search.chosen)
        served_at = search.chosen[search.places]
        begin[self.serves] = served_at[self.who] == self.sites[self.at]
        within = begin[self.serves].sum() == len(search.demands) and begin[self.is_open].sum() == search.count
        return begin if within else None

    def plan(self, values: Doubles) -> tuple[Longs, Longs]:
        """Open sites and the place of each demand, the kept sites first."""
        search = self.search
        order = np.argsort(-values[self.is_open], kind="stable")[: search.count]
        sites = self.sites[order]
        sites = sites[np.argsort(~np.isin(sites, search.kept), kind="stable")]
        slot = np.zeros(search.costs.shape[1], np.int64)
        slot[sites] = np.arange(len(sites))
        served = values[self.serves] > 0.5  # noqa: PLR2004 - yes or no, within HiGHS's tolerance
        places = np.zeros(len(search.demands), np.int64)
        places[self.who[served]] = slot[self.sites[self.at[served]]]
        return sites, places
