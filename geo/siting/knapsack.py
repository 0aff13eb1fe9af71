"""A lower bound of the capacitated p-median: who is served is priced, and each site packs its own knapsack.

Relaxing "every demand is served by exactly one open site" with prices u (Pirkul 1987; Ceselli and Righini 2005) leaves
one knapsack for each site, solved exactly by dynamic programming, and the choice of the sites whose knapsacks are worth
most. Sizes are whole; what is not whole is rounded down, which relaxes the problem and keeps the bound valid.
"""

# ruff: noqa: PLR0917 - a kernel takes its arrays and bounds one by one

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.compiled import compiled
from geo.siting.lagrange import CLOSED, EVERYBODY_ONCE, FREE, OPEN, States, Target

Doubles = NDArray[np.float64]
Longs = NDArray[np.int64]
Flags = NDArray[np.bool_]

FINEST = 2000
"""Steps of the largest knapsack where sizes are not whole."""
TURNING = 0.7
"""How much of the last direction goes into the next."""
SLOWEST = 0.001
"""Steps shorter than this move nothing any more."""


def whole_sizes(demands: Doubles, capacities: Doubles) -> tuple[Longs, Longs]:
    """Demands and capacities in whole steps, such that whatever fits fits in steps too."""
    both = np.concatenate([demands, capacities])
    if (both == np.rint(both)).all() and capacities.max() < 10 * FINEST:
        step = float(max(1, np.gcd.reduce(demands.astype(np.int64))))
    else:
        step = float(capacities.max()) / FINEST
    largest = int(demands.sum() / step) + 1
    sizes = np.floor(demands / step + 1e-9).astype(np.int64)
    return sizes, np.minimum(np.floor(capacities / step + 1e-9), largest).astype(np.int64)


@compiled
def pack(values: Doubles, sizes: Longs, room: int, best: Doubles, taken: Flags) -> float:
    """Pack the items of greatest value into a knapsack; which ones is filled in.

    Args:
        values: of each item, positive.
        sizes: of each item, at least 0.
        room: of the knapsack.
        best: filled with the greatest value for each room from 0 to `room`.
        taken: filled with whether each item is packed.
    """
    count = len(values)
    best[: room + 1] = 0.0
    picked = np.zeros((count, room + 1), np.bool_)
    for item in range(count):
        size, value = sizes[item], values[item]
        for free in range(room, size - 1, -1):
            with_it = best[free - size] + value
            if with_it > best[free]:
                best[free] = with_it
                picked[item, free] = True
    free = room
    for item in range(count - 1, -1, -1):
        taken[item] = picked[item, free]
        if taken[item]:
            free -= sizes[item]
    return float(best[room])


@compiled
def relaxed(
    costs: Doubles,
    sizes: Longs,
    rooms: Longs,
    states: States,
    allowed: Flags,
    prices: Doubles,
    now: Doubles,
    served: Flags,
) -> None:
    """Pack every site that is not closed: `now` is filled with minus its worth, `served` (site × demand) with whom.

    Args:
        costs: of each site (row) for each demand (column).
        sizes: of each demand, whole.
        rooms: of each site, whole.
        states: of each site.
        allowed: whether a site may serve a demand.
        prices: of each demand.
        now: filled, of each site.
        served: filled.
    """
    sites, demands = costs.shape
    values, held, who = np.empty(demands), np.empty(demands, np.int64), np.empty(demands, np.int64)
    best, taken = np.empty(rooms.max() + 1), np.empty(demands, np.bool_)
    for site in range(sites):
        now[site] = 0.0
        served[site] = False
        if states[site] == CLOSED:
            continue
        count, filled, worth = 0, 0, 0.0
        for demand in range(demands):
            value = prices[demand] - costs[site, demand]
            if value > 0.0 and allowed[site, demand] and sizes[demand] <= rooms[site]:
                values[count], held[count], who[count] = value, sizes[demand], demand
                count += 1
                filled += sizes[demand]
                worth += value
        if filled <= rooms[site]:
            served[site, who[:count]] = True
            now[site] = -worth
            continue
        now[site] = -pack(values[:count], held[:count], rooms[site], best, taken)
        for item in range(count):
            served[site, who[item]] = taken[item]


@compiled
def choose(now: Doubles, states: States, chosen: Longs) -> float:
    """Choose the sites that must be open and of the others those of greatest worth; return the sum of minus worths."""
    keys = now.copy()
    for site in range(len(states)):
        if states[site] == OPEN:
            keys[site] = -np.inf
        elif states[site] == CLOSED:
            keys[site] = np.inf
    chosen[:] = np.argsort(keys)[: len(chosen)]
    value = 0.0
    for site in chosen:
        value += now[site]
    return value


class Pace(NamedTuple):
    """How the steps of a relaxation begin, and how they shorten when the bound no longer rises."""

    first: float
    """First factor of a step, at most 2."""
    patience: int
    """Steps without a better bound, after which steps become shorter."""
    shrink: float
    above: float
    """The value aimed at, as a multiple of the best known."""


@compiled
def bound(
    costs: Doubles,
    sizes: Longs,
    rooms: Longs,
    states: States,
    allowed: Flags,
    target: Target,
    pace: Pace,
    prices: Doubles,
    now: Doubles,
    found: Longs,
) -> tuple[float, float]:
    """Improve the prices by subgradient steps; return the best bound, and the factor of the last step.

    Args:
        costs: of each site (row) for each demand (column).
        sizes: of each demand, whole.
        rooms: of each site, whole.
        states: of each site.
        allowed: whether a site may serve a demand.
        target: how many sites, what to aim at, when to end; its pace is where these steps begin.
        pace: how the steps shorten.
        prices: of each demand, changed to the best ones.
        now: of each site, filled with minus its worth at the best prices.
        found: filled with the sites that were open there.
    """
    sites, demands = costs.shape
    trial, move, worth = prices.copy(), np.zeros(demands), np.empty(sites)
    served, chosen = np.zeros((sites, demands), np.bool_), np.empty(target.to_open, np.int64)
    best, stale, factor = -np.inf, 0, target.pace
    for _step in range(target.steps):
        relaxed(costs, sizes, rooms, states, allowed, trial, worth, served)
        value = trial.sum() + choose(worth, states, chosen)
        stale += 1
        if value > best:
            stale = 0 if value - best > 1e-6 * abs(best) else stale
            best = value
            prices[:] = trial
            now[:] = worth
            found[:] = chosen
        if stale >= pace.patience:
            factor *= pace.shrink
            stale = 0
            trial[:] = prices
        move *= TURNING
        move += 1.0
        for site in chosen:
            move -= served[site]
        norm = (move * move).sum()
        if best > target.enough or factor < SLOWEST or norm < EVERYBODY_ONCE:
            factor = 0.0
            break
        trial += factor * (pace.above * target.best_known - value) / norm * move
    return best, factor


@compiled
def fix(
    costs: Doubles,
    sizes: Longs,
    rooms: Longs,
    states: States,
    allowed: Flags,
    prices: Doubles,
    now: Doubles,
    count: int,
    enough: float,
) -> int:
    """Forbid what no better plan can do, at the prices of a bound; return how many pairs stay allowed.

    A site is closed (opened) where its opening (closing) would lift the bound above `enough`; a pair is forbidden where
    serving the demand there would.
    """
    sites, demands = costs.shape
    chosen = np.empty(count, np.int64)
    lower = prices.sum() + choose(now, states, chosen)
    is_chosen = np.zeros(sites, np.bool_)
    is_chosen[chosen] = True
    last, following = _edges(now, states, is_chosen)
    values, held = np.empty(demands), np.empty(demands, np.int64)
    best, taken = np.empty(rooms.max() + 1), np.empty(demands, np.bool_)
    left = 0
    for site in range(sites):
        others = lower - now[site] if is_chosen[site] else lower - last
        if states[site] == FREE and not is_chosen[site] and others + now[site] > enough:
            states[site] = CLOSED
        elif states[site] == FREE and is_chosen[site] and others + following > enough:
            states[site] = OPEN
        if states[site] == CLOSED:
            allowed[site] = False
            continue
        items = 0
        for demand in range(demands):
            value = prices[demand] - costs[site, demand]
            if value > 0.0 and allowed[site, demand] and sizes[demand] <= rooms[site]:
                values[items], held[items] = value, sizes[demand]
                items += 1
        pack(values[:items], held[:items], rooms[site], best, taken)
        left += _forbid(costs[site], sizes, rooms[site], prices, best, enough - others, allowed[site])
    return left


@compiled
def _edges(now: Doubles, states: States, is_chosen: Flags) -> tuple[float, float]:
    """Minus the worth of the last free site that was chosen, and of the first that was not."""
    last, following = -np.inf, np.inf
    for site in range(len(states)):
        if states[site] == FREE and is_chosen[site]:
            last = max(last, now[site])
        elif states[site] == FREE:
            following = min(following, now[site])
    return last, following


@compiled
def _forbid(
    costs: Doubles, sizes: Longs, room: int, prices: Doubles, best: Doubles, enough: float, allowed: Flags
) -> int:
    """Forbid one site the demands that it cannot serve well enough; return how many stay allowed."""
    left = 0
    for demand in range(len(sizes)):
        spare = room - sizes[demand]
        if not allowed[demand]:
            continue
        if spare < 0 or costs[demand] - prices[demand] - best[spare] > enough:
            allowed[demand] = False
        else:
            left += 1
    return left
