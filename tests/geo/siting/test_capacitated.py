"""Capacitated p-median: against brute force over all assignments, against the literature, stopped, and impossible."""

import itertools
import math

import numpy as np
import pytest
from numpy.typing import NDArray

from geo.siting import knapsack
from geo.siting.answer import Solved, Watch
from geo.siting.capacitated import capacitated_p_median
from geo.siting.files import read_instance
from tests.geo.siting import peers

Doubles = NDArray[np.float64]

# Lorena and Senne (2004); Ceselli and Righini (2005).
LITERATURE = (("SJC1", 17288.99), ("SJC2", 33270.94), ("SJC3b", 40635.90))


def best_assignment(costs: Doubles, demands: Doubles, capacities: Doubles, sites: list[int]) -> float:
    """The cheapest of all ways to give each demand whole to one of the sites, infinite when there is none."""
    if len(demands) == 0:
        return 0.0
    best = math.inf
    for site in sites:
        if demands[0] <= capacities[site]:
            less = capacities.copy()
            less[site] -= demands[0]
            best = min(best, costs[0, site] + best_assignment(costs[1:], demands[1:], less, sites))
    return best


def holds(solved: Solved, costs: Doubles, demands: Doubles, capacities: Doubles, count: int) -> bool:
    assert solved.assigned is not None
    load = np.bincount(solved.assigned, weights=demands, minlength=len(capacities))
    assert (load <= capacities + 1e-9).all()
    assert set(solved.assigned.tolist()) <= set(solved.chosen)
    assert len(solved.chosen) == count
    return solved.value == pytest.approx(costs[np.arange(len(demands)), solved.assigned].sum())


@pytest.mark.parametrize("seed", range(6))
def test_the_best_of_all_assignments_is_found_and_proven(seed: int) -> None:
    chance = np.random.default_rng(seed)
    costs, demands = peers.distances(7, 6, seed), chance.uniform(1, 9, 7)
    demands = np.rint(demands) if seed % 2 else demands
    capacities = chance.uniform(0.9, 1.4, 6) * demands.sum() / 3 + 2
    kept = (4,) if seed % 3 == 0 else ()
    solved = capacitated_p_median(costs, demands, capacities, 3, kept=kept)
    best = peers.best_of_all(6, 3, lambda sites: best_assignment(costs, demands, capacities, sites), kept)
    assert (solved.status, solved.gap) == ("optimal", 0.0)
    assert solved.value == pytest.approx(best, rel=1e-12)
    assert holds(solved, costs, demands, capacities, 3)
    assert set(kept) <= set(solved.chosen)


@pytest.mark.parametrize(("name", "optimum"), LITERATURE if peers.SJC.is_dir() else ())
def test_the_literature_is_met_and_proven(name: str, optimum: float) -> None:
    instance = read_instance((peers.SJC / f"{name}.dat").read_text(encoding="utf-8"))
    assert instance.demands is not None
    assert instance.capacities is not None
    amounts = (instance.demands, instance.capacities)
    solved = capacitated_p_median(instance.costs, *amounts, instance.count, watch=Watch(120))
    assert solved.value == pytest.approx(optimum, abs=0.01)
    assert (solved.status, solved.gap, solved.bound) == ("optimal", 0.0, solved.value)
    assert holds(solved, instance.costs, *amounts, instance.count)


def question(seed: int = 0) -> tuple[Doubles, Doubles, Doubles]:
    costs = peers.distances(60, 60, seed)
    demands = np.random.default_rng(seed).integers(5, 40, 60).astype(float)
    return costs, demands, np.full(60, np.ceil(demands.sum() / 6 / 0.8))


def test_whoever_stops_gets_a_plan_and_a_bound_that_holds() -> None:
    heard: list[tuple[float | None, float | None]] = []
    asked = question()
    best = capacitated_p_median(*asked, 6, watch=Watch(60, lambda value, bound, _what: heard.append((value, bound))))
    assert best.value is not None
    assert best.status == "optimal"
    values = [value for value, _ in heard if value is not None]
    bounds = [bound for _, bound in heard if bound is not None]
    assert values == sorted(values, reverse=True)
    assert bounds == sorted(bounds)
    for looks in (0, 2, 5):
        answers = itertools.chain([False] * looks, itertools.repeat(True))
        stopped = capacitated_p_median(*asked, 6, watch=Watch(60, stop=answers.__next__))
        assert stopped.value is not None
        # Sums of the same plan in another order of its sites differ in the last digit.
        assert stopped.bound <= best.value * (1 + 1e-12)
        assert stopped.value >= best.value * (1 - 1e-12)
        assert stopped.gap != 0 or stopped.value == pytest.approx(best.value, rel=1e-12)


def test_what_does_not_fit_is_proven_infeasible() -> None:
    costs, demands, _ = question()
    small = capacitated_p_median(costs, demands, np.full(60, demands.sum() / 6 - 1), 6)
    assert (small.status, small.value, small.bound, small.chosen) == ("infeasible", None, math.inf, ())
    whole = capacitated_p_median(np.ones((3, 2)), [6, 6, 6], [9, 9], 2)
    assert whole.status == "infeasible"


def test_a_knapsack_holds_the_best_of_all_packings() -> None:
    chance = np.random.default_rng(0)
    for _ in range(30):
        values, sizes, room = chance.uniform(0.1, 9, 9), chance.integers(0, 8, 9), int(chance.integers(0, 25))
        best, taken = np.empty(room + 1), np.empty(9, np.bool_)
        worth = knapsack.pack(values, sizes, room, best, taken)
        sets = (list(chosen) for size in range(10) for chosen in itertools.combinations(range(9), size))
        assert worth == pytest.approx(max(values[one].sum() for one in sets if sizes[one].sum() <= room))
        assert values[taken].sum() == pytest.approx(worth)
        assert sizes[taken].sum() <= room


def test_sizes_in_whole_steps_keep_whatever_fits() -> None:
    chance = np.random.default_rng(1)
    demands, capacities = chance.uniform(0.1, 9, 40), chance.uniform(10, 60, 8)
    sizes, rooms = knapsack.whole_sizes(demands, capacities)
    for site in range(8):
        packed = np.cumsum(demands[chance.permutation(40)]) <= capacities[site]
        order = np.flatnonzero(packed)
        assert sizes[order].sum() <= rooms[site] or demands[order].sum() > capacities[site]
    exact = knapsack.whole_sizes(np.array([6.0, 9.0]), np.array([20.0, 3.0]))
    assert [part.tolist() for part in exact] == [[2, 3], [6, 1]]


@pytest.mark.parametrize(
    ("demands", "capacities", "said"),
    [([1], [1, 1], "需求应为 2 个"), ([1, -1], [1, 1], "不小于 0"), ([1, 1], [1, np.inf], "容量应为 2 个")],
)
def test_amounts_that_cannot_be_used_are_said(demands: list[float], capacities: list[float], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        capacitated_p_median(np.ones((2, 2)), demands, capacities, 1)


def test_without_time_there_is_a_plan_and_a_bound_all_the_same() -> None:
    asked = question()
    quick = capacitated_p_median(*asked, 6, watch=Watch(0.0))
    assert quick.value is not None
    assert asked[0].min(axis=1).sum() < quick.bound <= quick.value
    assert holds(quick, *asked, 6)
