"""Coverage: the fewest sites, and the most people, against brute force and published optima of the p-center."""

import itertools
import subprocess
import sys

import numpy as np
import pytest

from geo.catchments import Reach
from geo.siting.answer import Watch
from geo.siting.cover import fewest_sites, most_covered, nearest_open
from geo.siting.files import read_instance
from geo.siting.pcenter import p_center
from tests.geo.siting import peers

# Elloumi, Labbé and Pochet (2004), table of the OR-Library instances: optima of the p-center for pmed1 to pmed20.
CENTERS = (127, 98, 93, 74, 48, 84, 64, 55, 37, 20, 59, 51, 36, 26, 18, 47, 39, 28, 18, 13)


def covered(reach: Reach, weights: list[int], chosen: list[int]) -> int:
    pairs = zip(itertools.pairwise(reach.starts.tolist()), weights, strict=True)
    return sum(weight for (first, last), weight in pairs if set(chosen) & set(reach.supplies[first:last].tolist()))


@pytest.mark.parametrize("seed", range(6))
def test_coverage_is_the_best_of_all(seed: int) -> None:
    costs = peers.distances(40, 12, seed)
    reach = peers.reach_of(costs, float(costs.min(axis=1).max()))
    weights = np.random.default_rng(seed).integers(0, 50, 40).tolist()
    kept = (2,) if seed % 2 else ()
    most = most_covered(reach, weights, 3, kept=kept)
    assert most.value == most.bound == -peers.best_of_all(12, 3, lambda sites: -covered(reach, weights, sites), kept)
    assert most.value == covered(reach, weights, list(most.chosen))
    fewest = fewest_sites(reach, kept=kept)
    assert fewest.status == "optimal"
    assert covered(reach, [1] * 40, list(fewest.chosen)) == 40
    assert set(kept) <= set(fewest.chosen)
    if len(fewest.chosen) > max(1, len(kept)):
        fewer = len(fewest.chosen) - 1
        assert -peers.best_of_all(12, fewer, lambda sites: -covered(reach, [1] * 40, sites), kept) < 40


def test_sites_may_have_costs() -> None:
    reach = Reach.of_pairs([0, 0, 1, 1, 2, 2], [0, 1, 0, 2, 0, 3], [1.0] * 6, 3, 4)
    assert fewest_sites(reach).chosen == (0,)
    assert fewest_sites(reach, costs=[9, 2, 3, 3]).chosen == (1, 2, 3)
    assert fewest_sites(reach, costs=[9, 2, 3, 3]).value == 8
    assert fewest_sites(reach, costs=[7, 2, 3, 3]).value == 7
    assert fewest_sites(reach, costs=[9, 2, 3, 3], kept=[1]).value == 8


def test_who_reaches_nothing_makes_full_coverage_impossible_and_counts_for_none() -> None:
    reach = Reach.of_pairs([0, 2], [0, 1], [5.0, 4.0], 3, 2)
    nobody = fewest_sites(reach)
    assert (nobody.status, nobody.value, nobody.bound, nobody.chosen) == ("infeasible", None, np.inf, ())
    most = most_covered(reach, [1, 1000, 2], 1)
    assert (most.value, most.bound, most.chosen) == (2, 2, (1,))
    assert most.assigned is not None
    assert most.assigned.tolist() == [-1, -1, 1]


def test_everybody_goes_to_the_nearest_open_site() -> None:
    reach = Reach.of_pairs([0, 0, 0, 1], [0, 1, 2, 0], [3.0, 1.0, 2.0, 9.0], 2, 3)
    assert nearest_open(reach, np.array([0, 2])).tolist() == [2, 0]
    assert nearest_open(reach, np.array([1])).tolist() == [1, -1]


def test_without_time_a_plan_is_no_worse_than_greedy_and_its_bound_holds() -> None:
    costs = peers.distances(300, 60, 3)
    reach, weights = peers.reach_of(costs, 13.0), np.random.default_rng(3).integers(1, 90, 300)
    quick, best = (most_covered(reach, weights, 9, watch=Watch(limit)) for limit in (0.0, 60.0))
    assert (quick.status, best.status) == ("time", "optimal")
    assert quick.value is not None
    assert best.value is not None
    assert quick.value <= best.value <= quick.bound
    chosen: list[int] = []
    for _ in range(9):
        chosen.append(max(range(60), key=lambda site: covered(reach, weights.tolist(), [*chosen, site])))
    assert quick.value >= covered(reach, weights.tolist(), chosen)


def test_the_search_for_the_fewest_can_be_cancelled() -> None:
    costs = peers.distances(400, 400, 5)
    reach = peers.reach_of(costs, max(11.0, float(costs.min(axis=1).max())))
    heard: list[str] = []
    solved = fewest_sites(reach, watch=Watch(60, lambda _value, _bound, what: heard.append(what), lambda: True))
    assert solved.status in {"cancelled", "optimal"}
    assert solved.value is not None
    assert 0 <= solved.bound <= solved.value
    assert heard[0] == "贪心布点"


def centers() -> list[tuple[int, int]]:
    return list(enumerate(CENTERS, 1)) if peers.ORLIB.is_dir() else []


@pytest.mark.parametrize(("number", "optimum"), centers())
def test_published_centers_are_met_and_proven(number: int, optimum: int) -> None:
    instance = read_instance((peers.ORLIB / f"pmed{number}.txt").read_text(encoding="utf-8"))
    solved = p_center(instance.costs, instance.count, watch=Watch(60))
    assert (solved.value, solved.bound, solved.status) == (optimum, optimum, "optimal")
    assert solved.assigned is not None
    assert instance.costs[np.arange(len(instance.costs)), solved.assigned].max() == optimum


@pytest.mark.parametrize("seed", range(6))
def test_the_worst_off_is_as_near_as_can_be(seed: int) -> None:
    costs = peers.distances(30, 11, seed)
    kept = (1, 4) if seed % 2 else ()
    solved = p_center(costs, 3, kept=kept)
    best = peers.best_of_all(11, 3, lambda sites: float(costs[:, sites].min(axis=1).max()), kept)
    assert solved.value == solved.bound == best
    assert len(solved.chosen) == 3
    assert set(kept) <= set(solved.chosen)


def test_a_center_without_time_has_a_bound_that_holds() -> None:
    costs = peers.distances(120, 60, 9)
    quick, best = p_center(costs, 5, watch=Watch(0.0)), p_center(costs, 5)
    assert (quick.status, best.status) == ("time", "optimal")
    assert quick.value is not None
    assert best.value is not None
    assert quick.bound <= best.value <= quick.value


@pytest.mark.parametrize(
    ("weights", "count", "said"), [([1], 1, "权重应为 2 个"), ([1, -1], 1, "不小于 0"), ([1, 1], 9, "要选 9 个点")]
)
def test_what_cannot_be_covered_is_said(weights: list[int], count: int, said: str) -> None:
    reach = Reach.of_pairs([0, 1], [0, 1], [5.0, 4.0], 2, 2)
    with pytest.raises(ValueError, match=said):
        most_covered(reach, weights, count)
    with pytest.raises(ValueError, match="造价应为 2 个"):
        fewest_sites(reach, costs=[1, 2, 3])


def test_the_solver_prints_nothing() -> None:
    code = "from geo.siting.answer import Watch; from geo.siting.program import Program; p = Program('max', True);"
    code += "x = p.columns(2, 1.0, 0.0, 1.0, whole=True); p.row(x, [2.0, 3.0], upper=4.0);"
    code += "assert p.solve(Watch()).bound == 1"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")
