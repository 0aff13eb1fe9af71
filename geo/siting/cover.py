"""Coverage: the fewest sites that reach everybody (LSCP), and the most people that a number of sites reaches (MCLP).

Both read one table of who reaches what (`Reach`): a demand is covered when a site that it reaches is open.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.catchments import Reach
from geo.compiled import compiled
from geo.siting.answer import SAME, Solved, Watch
from geo.siting.choosing import Covering
from geo.siting.least_cover import least_cover
from geo.siting.pmedian import grain_of, places_of
from geo.siting.program import Program

Doubles = NDArray[np.float64]
Longs = NDArray[np.int64]


def fewest_sites(
    reach: Reach, *, costs: ArrayLike | None = None, kept: Sequence[int] = (), watch: Watch | None = None
) -> Solved:
    """Open the fewest sites so that every demand reaches one (minimise; LSCP, Toregas et al. 1971).

    Args:
        reach: who reaches what, within the limit of the service.
        costs: of each site, whole and at least 0; without them each site counts 1, and the value is their number.
        kept: sites that are open whatever happens; they count too.
        watch: time limit, progress and cancel.

    Returns:
        The plan; "infeasible" where a demand reaches no site at all.

    Raises:
        ValueError: the costs or the kept sites cannot be used.
    """
    watch = watch or Watch()
    sites = reach.supplies_count
    prices = _prices(costs, sites)
    fixed = places_of(kept, sites, sites) if sites else np.zeros(0, np.int64)
    if (np.diff(reach.starts) == 0).any():
        return Solved.none(watch, math.inf)
    covering = Covering(sites, reach.starts, reach.supplies.astype(np.int64))
    start = _thinned(covering, prices, fixed)
    watch.report(float(prices[start].sum()), None, "贪心布点")
    choice = least_cover(covering, prices, fixed, start, watch)
    chosen = start if choice.chosen is None else choice.chosen
    if prices[start].sum() <= prices[chosen].sum():
        chosen = start
    value = float(prices[chosen].sum())
    bound = value if choice.is_proven and choice.chosen is not None and not watch.gap else choice.bound
    lower = min(value, max(float(prices[fixed].sum()), math.ceil(bound - SAME) if math.isfinite(bound) else 0.0))
    watch.report(value, lower, "求解结束")
    return Solved.of(watch, value, lower, chosen, nearest_open(reach, chosen))


def _prices(costs: ArrayLike | None, sites: int) -> Longs:
    if costs is None:
        return np.ones(sites, np.int64)
    prices = np.asarray(costs)
    if prices.shape != (sites,) or prices.dtype.kind not in "iu" or (sites and prices.min() < 0):
        raise ValueError(f"造价应为 {sites} 个不小于 0 的整数，与候选点一一对应")
    return prices.astype(np.int64)


def _thinned(covering: Covering, prices: Longs, kept: Longs) -> Longs:
    """A plan: the site with most groups for its cost, again and again; then those that are not needed leave."""
    groups, owners = len(covering.starts) - 1, np.repeat(np.arange(len(covering.starts) - 1), np.diff(covering.starts))
    order = np.argsort(covering.members, kind="stable")
    starts = np.searchsorted(covering.members[order], np.arange(covering.sites + 1))
    return _greedy_cover(starts, owners[order], prices.astype(np.float64), kept, groups)


@compiled
def _greedy_cover(starts: Longs, groups_of: Longs, prices: Doubles, kept: Longs, groups: int) -> Longs:
    times, is_open = np.zeros(groups, np.int64), np.zeros(len(prices), np.bool_)
    order, count = np.empty(len(prices), np.int64), 0
    for site in kept:
        is_open[site] = True
        times[groups_of[starts[site] : starts[site + 1]]] += 1
    while True:
        best = _worth_most(starts, groups_of, prices, times, is_open)
        if best < 0:
            break
        is_open[best] = True
        order[count] = best
        count += 1
        times[groups_of[starts[best] : starts[best + 1]]] += 1
    for site in order[:count]:
        mine = groups_of[starts[site] : starts[site + 1]]
        if prices[site] > 0 and times[mine].min() > 1:
            is_open[site] = False
            times[mine] -= 1
    return np.flatnonzero(is_open)


@compiled
def _worth_most(starts: Longs, groups_of: Longs, prices: Doubles, times: Longs, is_open: NDArray[np.bool_]) -> int:
    """The site that covers most uncovered groups for its cost; −1 where none covers any."""
    best, most = -1, 0.0
    for site in range(len(prices)):
        fresh = 0
        for place in range(starts[site], starts[site + 1]):
            fresh += times[groups_of[place]] == 0
        worth = fresh / max(prices[site], 1e-6)
        if not is_open[site] and worth > most:
            best, most = site, worth
    return best


def most_covered(
    reach: Reach, weights: ArrayLike, count: int, *, kept: Sequence[int] = (), watch: Watch | None = None
) -> Solved:
    """Open `count` sites so that the most weight is covered (maximise; MCLP, Church and ReVelle 1974).

    Args:
        reach: who reaches what, within the limit of the service.
        weights: of each demand, at least 0: people, for instance.
        count: how many sites are open in the end, the kept ones among them.
        kept: sites that are open whatever happens.
        watch: time limit, progress and cancel.

    Raises:
        ValueError: the weights cannot be used, or the count does not fit the sites.
    """
    watch = watch or Watch()
    people = np.asarray(weights, np.float64)
    if people.shape != (reach.demands_count,) or not np.isfinite(people).all() or (people < 0).any():
        raise ValueError(f"权重应为 {reach.demands_count} 个不小于 0 的数，与需求一一对应")
    fixed = places_of(kept, reach.supplies_count, count)
    start = _greedy_most(*_by_site(reach), people, fixed, count)
    grain = grain_of(people) if len(people) else 0.0
    upper = _easy_bound(reach, people, fixed, count)
    value = _covered(reach, people, start)
    watch.report(value, upper, "贪心布点")
    if value < upper and not watch.over:
        found, better = _most_by_program(reach, people, fixed, start, watch)
        upper = min(upper, found)
        if better is not None and _covered(reach, people, better) > value:
            start, value = better, _covered(reach, people, better)
    if grain:
        upper = math.floor(upper / grain + 1e-6) * grain
    upper = value if upper - value <= SAME * value else upper
    watch.report(value, upper, "求解结束")
    return Solved.of(watch, value, upper, start, nearest_open(reach, start))


def _by_site(reach: Reach) -> tuple[Longs, NDArray[np.int32]]:
    starts, demands, _ = reach.turned()
    return starts, demands


@compiled
def _greedy_most(starts: Longs, demands: NDArray[np.int32], people: Doubles, kept: Longs, count: int) -> Longs:
    """Open one site after another, each time the one that covers most of what is not covered yet; then exchange."""
    sites = len(starts) - 1
    times, chosen, is_open = np.zeros(len(people), np.int64), np.empty(count, np.int64), np.zeros(sites, np.bool_)
    for place in range(count):
        chosen[place] = kept[place] if place < len(kept) else _most_fresh(starts, demands, people, times, is_open)[0]
        is_open[chosen[place]] = True
        _count(starts, demands, times, chosen[place], 1)
    moved = True
    while moved:
        moved = False
        for place in range(len(kept), count):
            leaving = chosen[place]
            _count(starts, demands, times, leaving, -1)
            is_open[leaving] = False
            lost = 0.0
            for member in range(starts[leaving], starts[leaving + 1]):
                lost += people[demands[member]] if times[demands[member]] == 0 else 0.0
            entering, gained = _most_fresh(starts, demands, people, times, is_open)
            if gained > lost * (1 + 1e-9):
                chosen[place] = entering
                moved = True
            is_open[chosen[place]] = True
            _count(starts, demands, times, chosen[place], 1)
    return chosen


@compiled
def _most_fresh(
    starts: Longs, demands: NDArray[np.int32], people: Doubles, times: Longs, is_open: NDArray[np.bool_]
) -> tuple[int, float]:
    best, most = -1, -1.0
    for site in range(len(is_open)):
        if is_open[site]:
            continue
        fresh = 0.0
        for place in range(starts[site], starts[site + 1]):
            fresh += people[demands[place]] if times[demands[place]] == 0 else 0.0
        if fresh > most:
            best, most = site, fresh
    return best, most


@compiled
def _count(starts: Longs, demands: NDArray[np.int32], times: Longs, site: int, by: int) -> None:
    for place in range(starts[site], starts[site + 1]):
        times[demands[place]] += by


def _covered(reach: Reach, people: Doubles, chosen: Longs) -> float:
    """How much weight is covered by the chosen sites."""
    return float(people[nearest_open(reach, chosen) >= 0].sum())


def _easy_bound(reach: Reach, people: Doubles, kept: Longs, count: int) -> float:
    """No plan covers more than everybody in reach, nor more than the largest sites would without an overlap."""
    everybody = float(people[np.diff(reach.starts) > 0].sum())
    who = np.repeat(np.arange(reach.demands_count), np.diff(reach.starts))
    alone = np.bincount(reach.supplies, weights=people[who], minlength=reach.supplies_count)
    rest = np.sort(np.delete(alone, kept))[::-1][: count - len(kept)]
    return min(everybody, float(alone[kept].sum() + rest.sum()) * (1 + SAME))


def _most_by_program(
    reach: Reach, people: Doubles, kept: Longs, start: Longs, watch: Watch
) -> tuple[float, Longs | None]:
    """A bound and perhaps a plan by HiGHS; demands that reach the same sites are one."""
    groups, weight = _merged(reach, people)
    program = Program("max")
    lower = np.zeros(reach.supplies_count)
    lower[kept] = 1.0
    is_open = program.columns(reach.supplies_count, 0.0, lower, 1.0, whole=True)
    is_covered = program.columns(len(groups), weight, 0.0, 1.0)
    sizes = np.array([len(group) for group in groups])
    rows = np.concatenate([np.repeat(np.arange(len(groups)), sizes), np.arange(len(groups))])
    columns = np.concatenate([*[is_open[list(group)] for group in groups], is_covered])
    signs = np.concatenate([np.full(sizes.sum(), -1.0), np.ones(len(groups))])
    program.rows(len(groups), rows, columns, signs, -math.inf, 0.0)
    program.row(is_open, 1.0, len(start), len(start))
    begin = np.zeros(program.columns_count)
    begin[is_open[start]] = 1.0
    begin[is_covered] = [float(begin[list(group)].max()) for group in groups]
    found = program.solve(watch, begin)
    if found.values is None:
        return found.bound, None
    return found.bound, np.sort(np.argsort(-found.values[is_open], kind="stable")[: len(start)])


def _merged(reach: Reach, people: Doubles) -> tuple[list[tuple[int, ...]], Doubles]:
    """The different sets of sites that demands reach, each with the weight of all who reach just these."""
    together: dict[tuple[int, ...], float] = {}
    for demand in range(reach.demands_count):
        group = tuple(sorted(reach.supplies[reach.starts[demand] : reach.starts[demand + 1]].tolist()))
        if group and people[demand]:
            together[group] = together.get(group, 0.0) + people[demand]
    return list(together), np.array(list(together.values()))


def nearest_open(reach: Reach, chosen: Longs) -> Longs:
    """The open site that each demand reaches at least cost, −1 where it reaches none."""
    is_open = np.zeros(reach.supplies_count, np.bool_)
    is_open[chosen] = True
    return _nearest(reach.starts, reach.supplies, reach.costs, is_open)


@compiled
def _nearest(starts: Longs, supplies: NDArray[np.int32], costs: Doubles, is_open: NDArray[np.bool_]) -> Longs:
    assigned = np.full(len(starts) - 1, -1, np.int64)
    for demand in range(len(assigned)):
        least = np.inf
        for pair in range(starts[demand], starts[demand + 1]):
            if is_open[supplies[pair]] and costs[pair] < least:
                least = costs[pair]
                assigned[demand] = supplies[pair]
    return assigned
