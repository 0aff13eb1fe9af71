"""A lower bound of the p-median: each demand's wish to be served once is priced instead of demanded.

Relaxing "every demand is served by exactly one open site" with prices u (Cornuéjols, Fisher and Nemhauser 1977) leaves
a problem that is solved by sorting: open the sites whose savings are largest. Its value is a bound for any prices; the
prices are improved by steps along the subgradient. A site whose opening (or leaving out) would lift the bound above the
best known value is fixed (Christofides and Beasley 1982).
"""

# ruff: noqa: PLR0917 - a kernel takes its arrays and bounds one by one

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.compiled import compiled

Doubles = NDArray[np.float64]
Longs = NDArray[np.int64]
Positions = NDArray[np.int32]
States = NDArray[np.int8]

FREE, OPEN, CLOSED = 0, 1, 2
PATIENCE = 20
"""Steps without a better bound, after which steps become shorter."""
SLOWEST = 0.004
"""Steps shorter than this move nothing any more."""
EVERYBODY_ONCE = 1e-12
"""Square of a direction that says: every demand is served once, so the bound is a plan."""


def by_cost(costs: Doubles) -> tuple[Positions, Doubles]:
    """For each demand its sites by rising cost, and those costs."""
    near = np.argsort(costs, axis=1, kind="stable").astype(np.int32)
    return near, np.ascontiguousarray(np.take_along_axis(costs, near, axis=1))


@compiled
def prices_of(near: Positions, ordered: Doubles, chosen: Longs, sites: int) -> Doubles:
    """First prices: what each demand pays at the second cheapest site of a good set."""
    is_open = np.zeros(sites, np.bool_)
    for site in chosen:
        is_open[site] = True
    demands, width = near.shape
    prices = np.empty(demands)
    for demand in range(demands):
        seen = 0
        prices[demand] = ordered[demand, width - 1]
        for rank in range(width):
            if is_open[near[demand, rank]]:
                seen += 1
                prices[demand] = ordered[demand, rank]
                if seen == 2:  # noqa: PLR2004 - the second
                    break
    return prices


class Target(NamedTuple):
    """What the steps aim at, and when they end."""

    to_open: int
    """How many sites are to be open."""
    best_known: float
    """Value of the best plan known: the steps aim a little above it."""
    enough: float
    """End when the bound is above this."""
    steps: int
    pace: float
    """First factor of a step, at most 2."""


@compiled
def bound(
    near: Positions,
    ordered: Doubles,
    states: States,
    target: Target,
    prices: Doubles,
    savings: Doubles,
    often: Doubles,
    found: Longs,
) -> tuple[float, float]:
    """Improve the prices by subgradient steps; return the best bound, and the least cost of a set met on the way.

    Args:
        near: for each demand its sites by rising cost.
        ordered: those costs.
        states: `FREE`, `OPEN` or `CLOSED` for each site.
        target: how many sites, what to aim at, when to end.
        prices: of each demand; the best ones are left there.
        savings: filled with the savings of each site at the best prices (negative or 0).
        often: changed towards how often each site was open in the later steps, 0 to 1.
        found: filled with the best set met.
    """
    now, trial, move = np.empty(len(states)), prices.copy(), np.zeros(len(near))
    is_open, chosen = np.zeros(len(states), np.bool_), np.empty(target.to_open, np.int64)
    best, least, stale, pace = -np.inf, np.inf, 0, target.pace
    for _step in range(target.steps):
        value = _relaxed(near, ordered, states, trial, now, is_open, chosen)
        often *= 0.95
        often[chosen] += 0.05
        stale = stale + 1
        if value > best:
            stale = 0 if value - best > 1e-5 * abs(best) else stale
            best = value
            prices[:] = trial
            savings[:] = now
            cost = _cost(near, ordered, is_open)
            if cost < least:
                least = cost
                found[:] = chosen
        if stale >= PATIENCE:
            pace *= 0.6
            stale = 0
            trial[:] = prices
        norm = _direction(near, ordered, trial, is_open, move)
        if best > target.enough or pace < SLOWEST or norm < EVERYBODY_ONCE:
            break
        trial += pace * (1.03 * target.best_known - value) / norm * move
    return best, least


@compiled
def _relaxed(
    near: Positions,
    ordered: Doubles,
    states: States,
    prices: Doubles,
    now: Doubles,
    is_open: NDArray[np.bool_],
    chosen: Longs,
) -> float:
    """Solve the relaxed problem at some prices: its value; the savings, and which sites are open, are filled in."""
    now[:] = 0.0
    demands, width = near.shape
    value = 0.0
    for demand in range(demands):
        price = prices[demand]
        value += price
        for rank in range(width):
            saved = ordered[demand, rank] - price
            if saved >= 0.0:
                break
            now[near[demand, rank]] += saved
    _cheapest(now, states, len(chosen), chosen)
    is_open[:] = False
    for site in chosen:
        is_open[site] = True
        value += now[site]
    return value


@compiled
def _direction(near: Positions, ordered: Doubles, prices: Doubles, is_open: NDArray[np.bool_], move: Doubles) -> float:
    """Turn the direction of the last step towards the subgradient; return the square of its length."""
    demands, width = near.shape
    norm = 0.0
    for demand in range(demands):
        served = 0.0
        for rank in range(width):
            if ordered[demand, rank] >= prices[demand]:
                break
            if is_open[near[demand, rank]]:
                served += 1.0
        move[demand] = 0.3 * move[demand] + (1.0 - served)
        norm += move[demand] * move[demand]
    return norm


@compiled
def _cheapest(now: Doubles, states: States, count: int, chosen: Longs) -> None:
    """Choose the sites that must be open, and of the free ones those that save most."""
    place = 0
    free = np.empty(len(states), np.int64)
    keys = np.empty(len(states))
    many = 0
    for site in range(len(states)):
        if states[site] == OPEN:
            chosen[place] = site
            place += 1
        elif states[site] == FREE:
            free[many], keys[many] = site, now[site]
            many += 1
    order = np.argsort(keys[:many])
    for rank in range(count - place):
        chosen[place + rank] = free[order[rank]]


@compiled
def _cost(near: Positions, ordered: Doubles, is_open: NDArray[np.bool_]) -> float:
    """What a set of sites costs, every demand at its cheapest."""
    cost = 0.0
    demands, width = near.shape
    for demand in range(demands):
        for rank in range(width):
            if is_open[near[demand, rank]]:
                cost += ordered[demand, rank]
                break
    return cost


@compiled
def fix(states: States, savings: Doubles, count: int, lower: float, enough: float) -> int:
    """Close or open the free sites that no better plan can do otherwise with; return how many stay free.

    Args:
        states: changed in place.
        savings: of each site at the prices of the bound.
        count: how many sites are to be open.
        lower: the bound at those prices.
        enough: a plan must cost at most this to be worth finding.
    """
    opened = 0
    free = np.empty(len(states), np.int64)
    keys = np.empty(len(states))
    many = 0
    for site in range(len(states)):
        if states[site] == OPEN:
            opened += 1
        elif states[site] == FREE:
            free[many], keys[many] = site, savings[site]
            many += 1
    wanted = count - opened
    order = np.argsort(keys[:many])
    if wanted >= many or wanted <= 0:
        for rank in range(many):
            states[free[rank]] = OPEN if wanted > 0 else CLOSED
        return 0
    last, next_one = keys[order[wanted - 1]], keys[order[wanted]]
    left = 0
    for rank in range(many):
        site = free[order[rank]]
        if rank < wanted and lower - keys[order[rank]] + next_one > enough:
            states[site] = OPEN
        elif rank >= wanted and lower + keys[order[rank]] - last > enough:
            states[site] = CLOSED
        else:
            left += 1
    return left
