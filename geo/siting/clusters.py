"""Good plans of the capacitated p-median at once: demands handed to open sites, moved, exchanged; sites shaken.

A plan is a list of open sites and, for each demand, the place in that list. Room that is exceeded costs a penalty, so
that the search may pass through plans that are none; only plans without excess are answers.
"""

# ruff: noqa: PLR0917 - a kernel takes its arrays and bounds one by one

import numpy as np
from numpy.typing import NDArray

from geo.compiled import compiled

Doubles = NDArray[np.float64]
Longs = NDArray[np.int64]

ROUNDING = 1e-9
"""Amounts of demand within this are equal."""


@compiled
def hand_out(costs: Doubles, demands: Doubles, capacities: Doubles, chosen: Longs, places: Longs) -> None:
    """Give each demand of place −1 the cheapest open site with room, the largest demands first; else the roomiest."""
    room = capacities[chosen].copy()
    for demand in range(len(demands)):
        if places[demand] >= 0:
            room[places[demand]] -= demands[demand]
    for demand in np.argsort(-demands):
        if places[demand] >= 0:
            continue
        best = -1
        for place in range(len(chosen)):
            fits = room[place] + ROUNDING >= demands[demand]
            if fits and (best < 0 or costs[demand, chosen[place]] < costs[demand, chosen[best]]):
                best = place
        places[demand] = best if best >= 0 else np.argmax(room)
        room[places[demand]] -= demands[demand]


@compiled
def excess(demands: Doubles, capacities: Doubles, chosen: Longs, places: Longs) -> float:
    """How much demand is beyond the capacities, all together."""
    room = capacities[chosen].copy()
    for demand in range(len(demands)):
        room[places[demand]] -= demands[demand]
    over = 0.0
    for place in range(len(chosen)):
        over += max(0.0, -room[place] - ROUNDING)
    return over


@compiled
def travel(costs: Doubles, chosen: Longs, places: Longs) -> float:
    """What a plan costs, without penalties."""
    cost = 0.0
    for demand in range(len(places)):
        cost += costs[demand, chosen[places[demand]]]
    return cost


@compiled
def settle(
    costs: Doubles,
    demands: Doubles,
    capacities: Doubles,
    chosen: Longs,
    kept: int,
    places: Longs,
    penalty: float,
    closed: NDArray[np.bool_],
) -> float:
    """Move and exchange demands, and move sites within their demands, until nothing improves; return the cost."""
    room = capacities[chosen].copy()
    for demand in range(len(demands)):
        room[places[demand]] -= demands[demand]
    moved = True
    while moved:
        moved = _move(costs, demands, chosen, places, room, penalty)
        moved = _exchange(costs, demands, chosen, places, room, penalty) or moved
        moved = _recentre(costs, capacities, chosen, kept, places, room, penalty, closed) or moved
    cost = travel(costs, chosen, places)
    for place in range(len(chosen)):
        cost += penalty * max(0.0, -room[place])
    return cost


@compiled
def _move(costs: Doubles, demands: Doubles, chosen: Longs, places: Longs, room: Doubles, penalty: float) -> bool:
    moved = False
    for demand in range(len(demands)):
        here, size = places[demand], demands[demand]
        relief = penalty * (max(0.0, -room[here]) - max(0.0, -room[here] - size))
        now = costs[demand, chosen[here]] + relief
        best, least = here, now - 1e-9 * (1.0 + abs(now))
        for place in range(len(chosen)):
            then = costs[demand, chosen[place]]
            if place != here and then < least:
                then += penalty * (max(0.0, size - room[place]) - max(0.0, -room[place]))
                if then < least:
                    best, least = place, then
        if best != here:
            places[demand] = best
            room[here] += size
            room[best] -= size
            moved = True
    return moved


@compiled
def _exchange(costs: Doubles, demands: Doubles, chosen: Longs, places: Longs, room: Doubles, penalty: float) -> bool:
    moved = False
    for one in range(len(demands)):
        for other in range(one + 1, len(demands)):
            here, there = places[one], places[other]
            if here == there:
                continue
            gain = costs[one, chosen[here]] + costs[other, chosen[there]]
            gain -= costs[one, chosen[there]] + costs[other, chosen[here]]
            shift = demands[one] - demands[other]
            before = max(0.0, -room[here]) + max(0.0, -room[there])
            if gain + penalty * before <= ROUNDING:
                continue
            after = max(0.0, -room[here] - shift) + max(0.0, shift - room[there])
            if gain + penalty * (before - after) > 1e-9 * (1.0 + abs(gain)):
                places[one], places[other] = there, here
                room[here] += shift
                room[there] -= shift
                moved = True
    return moved


@compiled
def _recentre(
    costs: Doubles,
    capacities: Doubles,
    chosen: Longs,
    kept: int,
    places: Longs,
    room: Doubles,
    penalty: float,
    closed: NDArray[np.bool_],
) -> bool:
    """Move each site that may move to where its demands have it cheapest."""
    count, sites = len(chosen), costs.shape[1]
    totals = np.zeros((count, sites))
    for demand in range(len(places)):
        totals[places[demand]] += costs[demand]
    barred = closed.copy()
    barred[chosen] = True
    moved = False
    for place in range(kept, count):
        here = chosen[place]
        used = capacities[here] - room[place]
        now = totals[place, here] + penalty * max(0.0, -room[place])
        best, least = here, now - 1e-9 * (1.0 + abs(now))
        for site in range(sites):
            if not barred[site] and totals[place, site] < least:
                then = totals[place, site] + penalty * max(0.0, used - capacities[site])
                if then < least:
                    best, least = site, then
        if best != here:
            chosen[place] = best
            barred[here], barred[best] = closed[here], True
            room[place] = capacities[best] - used
            moved = True
    return moved


@compiled
def wander(
    costs: Doubles,
    demands: Doubles,
    capacities: Doubles,
    chosen: Longs,
    kept: int,
    places: Longs,
    penalty: float,
    closed: NDArray[np.bool_],
    tries: int,
    chance: np.random.Generator,
) -> float:
    """Shake some sites, hand out anew who stood there, settle, keep what is better; return the cost of the best.

    Args:
        costs: of each demand at each site.
        demands: amount of each demand.
        capacities: of each site.
        chosen: the open sites, changed in place; the first `kept` stay.
        kept: how many must stay.
        places: place of each demand in `chosen`, changed in place.
        penalty: cost of one unit beyond a capacity.
        closed: sites that must not be opened.
        tries: how many shakes.
        chance: of the shakes; seeded alike it gives the same answer.
    """
    best = settle(costs, demands, capacities, chosen, kept, places, penalty, closed)
    sites, count = costs.shape[1], len(chosen)
    spare = np.flatnonzero(~closed)
    if count == kept or len(spare) <= count:
        return best
    for _ in range(tries):
        sites_now, places_now = chosen.copy(), places.copy()
        is_open = np.zeros(sites, np.bool_)
        is_open[sites_now] = True
        first = chance.integers(kept, count)
        for shake in range(1 + chance.integers(0, 3)):
            # A neighbour of the first: what is far apart does not help each other.
            leave = _some_near(costs, chosen, kept, chosen[first], 6, chance) if shake > 0 else first
            enter = spare[chance.integers(0, len(spare))]
            if chance.integers(0, 3) > 0:
                enter = _some_near_site(costs, spare, chosen[leave], 15, chance)
            if is_open[enter] or sites_now[leave] != chosen[leave]:
                continue
            is_open[enter] = True
            sites_now[leave] = enter
            for demand in range(len(demands)):
                if places[demand] == leave:
                    places_now[demand] = -1
        hand_out(costs, demands, capacities, sites_now, places_now)
        cost = settle(costs, demands, capacities, sites_now, kept, places_now, penalty, closed)
        if cost < best - 1e-9 * (1.0 + abs(best)):
            best = cost
            chosen[:] = sites_now
            places[:] = places_now
    return best


@compiled
def _some_near(costs: Doubles, chosen: Longs, kept: int, site: int, width: int, chance: np.random.Generator) -> int:
    """The place of one of the nearest open sites that may leave, as the demands see it."""
    distances = np.empty(len(chosen) - kept)
    for place in range(kept, len(chosen)):
        distances[place - kept] = _between(costs, site, chosen[place])
    return kept + int(np.argsort(distances)[chance.integers(0, min(width, len(distances)))])


@compiled
def _some_near_site(costs: Doubles, spare: Longs, site: int, width: int, chance: np.random.Generator) -> int:
    """One of the sites that are nearest to a site, as the demands see it."""
    distances = np.empty(len(spare))
    for place in range(len(spare)):
        distances[place] = _between(costs, site, spare[place])
    return int(spare[np.argsort(distances)[chance.integers(0, min(width, len(spare)))]])


@compiled
def _between(costs: Doubles, one: int, other: int) -> float:
    """The least way between two sites over a demand: their distance where costs are distances."""
    least = np.inf
    for demand in range(costs.shape[0]):
        least = min(least, costs[demand, one] + costs[demand, other])
    return least
