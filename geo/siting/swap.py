"""Good sets of sites at once: greedy, interchange, and a variable-neighbourhood search around them.

Interchange: Whitaker (1983) in the form of Resende and Werneck (2007): for each site that may enter, what all demands
would gain, and for each open site what its leaving would lose. Variable neighbourhoods: Hansen and Mladenović (1997).
"""

# ruff: noqa: PLR0917 - a kernel takes its arrays and bounds one by one

import numpy as np
from numpy.typing import NDArray

from geo.compiled import compiled

Doubles = NDArray[np.float64]
Longs = NDArray[np.int64]


@compiled
def greedy(costs: Doubles, opened: Longs, count: int) -> Longs:
    """Open sites one by one, each time the one that lowers the cost most, until `count` are open.

    Args:
        costs: of each demand (row) at each site (column).
        opened: sites that are open from the start; at most `count`.
        count: how many are to be open.

    Returns:
        The open sites, those of `opened` first.
    """
    demands, sites = costs.shape
    chosen = np.empty(count, np.int64)
    least = np.full(demands, np.inf)
    is_open = np.zeros(sites, np.bool_)
    for place in range(count):
        site = opened[place] if place < len(opened) else _best_next(costs, least, is_open)
        chosen[place] = site
        is_open[site] = True
        for demand in range(demands):
            least[demand] = min(least[demand], costs[demand, site])
    return chosen


@compiled
def _best_next(costs: Doubles, least: Doubles, is_open: NDArray[np.bool_]) -> int:
    demands, sites = costs.shape
    totals = np.zeros(sites)
    for demand in range(demands):
        now = least[demand]
        for site in range(sites):
            totals[site] += min(now, costs[demand, site])
    best = -1
    for site in range(sites):
        if not is_open[site] and (best < 0 or totals[site] < totals[best]):
            best = site
    return best


@compiled
def total(costs: Doubles, chosen: Longs) -> float:
    """What a set of sites costs, every demand at its cheapest."""
    cost = 0.0
    for demand in range(costs.shape[0]):
        least = np.inf
        for site in chosen:
            least = min(least, costs[demand, site])
        cost += least
    return cost


@compiled
def improve(costs: Doubles, chosen: Longs, kept: int, closed: NDArray[np.bool_]) -> float:
    """Exchange one site for another as long as the cost falls; return the cost.

    Args:
        costs: of each demand at each site.
        chosen: the open sites, changed in place; the first `kept` stay.
        kept: how many must stay.
        closed: sites that must not be opened.
    """
    demands, sites = costs.shape
    count = len(chosen)
    barred = closed.copy()
    barred[chosen] = True
    first, second = np.empty(demands, np.int64), np.empty(demands)
    least = np.empty(demands)
    gains, pairs, losses = np.empty(sites), np.empty((sites, count)), np.empty(count)
    cost = _nearest_two(costs, chosen, first, least, second)
    while True:
        _weigh(costs, first, least, second, gains, pairs, losses)
        enter, leave = _best_exchange(gains, pairs, losses, barred, kept, 1e-9 * max(1.0, abs(cost)))
        if enter < 0:
            return cost
        barred[chosen[leave]] = closed[chosen[leave]]
        barred[enter] = True
        chosen[leave] = enter
        cost = _nearest_two(costs, chosen, first, least, second)


@compiled
def _weigh(
    costs: Doubles, first: Longs, least: Doubles, second: Doubles, gains: Doubles, pairs: Doubles, losses: Doubles
) -> None:
    """Fill in what each entering site gains, each leaving one loses, and what a pair of both makes good."""
    gains[:] = 0.0
    pairs[:] = 0.0
    losses[:] = 0.0
    demands, sites = costs.shape
    for demand in range(demands):
        now, then, place = least[demand], second[demand], first[demand]
        losses[place] += then - now
        for site in range(sites):
            at = costs[demand, site]
            if at < now:
                gains[site] += now - at
                pairs[site, place] += then - now
            elif at < then:
                pairs[site, place] += then - at


@compiled
def _best_exchange(
    gains: Doubles, pairs: Doubles, losses: Doubles, barred: NDArray[np.bool_], kept: int, best: float
) -> tuple[int, int]:
    """The site to enter and the place to leave that gain most, and more than `best`; −1 for none."""
    enter, leave = -1, -1
    for site in range(len(gains)):
        if barred[site]:
            continue
        for place in range(kept, len(losses)):
            gain = gains[site] - losses[place] + pairs[site, place]
            if gain > best:
                best, enter, leave = gain, site, place
    return enter, leave


@compiled
def _nearest_two(costs: Doubles, chosen: Longs, first: Longs, least: Doubles, second: Doubles) -> float:
    """Fill in, for each demand, the place and cost of its cheapest site and the cost of the next; return the sum."""
    cost = 0.0
    for demand in range(costs.shape[0]):
        one, two, where = np.inf, np.inf, -1
        for place in range(len(chosen)):
            at = costs[demand, chosen[place]]
            if at < one:
                two, one, where = one, at, place
            elif at < two:
                two = at
        first[demand], least[demand], second[demand] = where, one, min(two, 1e300)
        cost += one
    return cost


@compiled
def wander(
    costs: Doubles, chosen: Longs, kept: int, closed: NDArray[np.bool_], tries: int, chance: np.random.Generator
) -> float:
    """Shake a set of sites harder and harder, improve it, keep what is better; return its cost.

    Args:
        costs: of each demand at each site.
        chosen: an improved set, changed in place; the first `kept` stay.
        kept: how many must stay.
        closed: sites that must not be opened.
        tries: how many shakes.
        chance: of the shakes; seeded alike it gives the same answer.
    """
    sites, count = costs.shape[1], len(chosen)
    best = total(costs, chosen)
    spare = np.empty(sites, np.int64)
    hardest = max(1, min(12, (count - kept) // 2))
    hard = 1
    for _ in range(tries):
        trial = chosen.copy()
        is_open = np.zeros(sites, np.bool_)
        for site in trial:
            is_open[site] = True
        free = 0
        for site in range(sites):
            if not is_open[site] and not closed[site]:
                spare[free] = site
                free += 1
        if free == 0 or count == kept:
            return best
        for _shake in range(min(hard, free)):
            take = chance.integers(0, free)
            leave = chance.integers(kept, count)
            trial[leave], spare[take] = spare[take], trial[leave]
        cost = improve(costs, trial, kept, closed)
        if cost < best - 1e-9 * max(1.0, abs(best)):
            best = cost
            chosen[:] = trial
            hard = 1
        else:
            hard = hard + 1 if hard < hardest else 1
    return best
