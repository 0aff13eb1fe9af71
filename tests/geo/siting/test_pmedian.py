"""p-median: against brute force, against published optima, and stopped half way."""

import csv

import numpy as np
import pytest
from numpy.typing import NDArray

from geo.siting import swap
from geo.siting.answer import Solved, Watch, gap_between
from geo.siting.files import read_instance
from geo.siting.pmedian import p_median
from tests.geo.siting.peers import ORLIB, best_of_all


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("whole", [True, False])
def test_the_best_of_all_sets_is_found_and_proven(seed: int, *, whole: bool) -> None:
    chance = np.random.default_rng(seed)
    costs = chance.uniform(0, 30, (25, 11))
    costs = np.rint(costs) if whole else costs
    weights = chance.integers(0, 9, 25)
    kept = (3, 7) if seed % 2 else ()
    count = 2 + seed % 4
    solved = p_median(costs, count, weights=weights, kept=kept)
    dear = costs * weights[:, None]
    best = best_of_all(11, count, lambda sites: float(dear[:, sites].min(axis=1).sum()), kept)
    assert (solved.status, solved.gap, len(solved.chosen)) == ("optimal", 0.0, count)
    assert solved.value == solved.bound == pytest.approx(best, rel=1e-12)
    assert set(kept) <= set(solved.chosen)
    assert solved.assigned is not None
    assert set(solved.assigned.tolist()) <= set(solved.chosen)
    assert (costs[np.arange(25), solved.assigned] * weights).sum() == pytest.approx(solved.value)


def published() -> list[tuple[str, int]]:
    if not ORLIB.is_dir():
        return []
    rows = csv.reader((ORLIB / "optima_pmed1_to_20.csv").read_text(encoding="utf-8").splitlines())
    return [(name, int(optimum)) for name, optimum in rows]


@pytest.mark.parametrize(("name", "optimum"), published())
def test_published_optima_are_met_and_proven(name: str, optimum: int) -> None:
    instance = read_instance((ORLIB / f"{name}.txt").read_text(encoding="utf-8"))
    solved = p_median(instance.costs, instance.count, watch=Watch(60))
    assert (solved.value, solved.bound, solved.status) == (optimum, optimum, "optimal")


def random_costs(seed: int = 0) -> NDArray[np.float64]:
    """Costs without a geometry: their relaxation is weak, so that the search has something to do."""
    return np.random.default_rng(seed).uniform(0, 100, (60, 40))


def test_who_listens_hears_bounds_that_rise_to_values_that_fall() -> None:
    heard: list[tuple[float | None, float | None, str]] = []
    solved = p_median(random_costs(), 6, watch=Watch(60, lambda *told: heard.append(told)))
    values = [value for value, _, _ in heard if value is not None]
    bounds = [bound for _, bound, _ in heard if bound is not None]
    assert values == sorted(values, reverse=True)
    assert bounds == sorted(bounds)
    assert solved.value == values[-1]
    assert bounds[0] < bounds[-1] <= solved.bound
    assert all(what for _, _, what in heard)


@pytest.mark.parametrize(("asked", "status"), [(0, "cancelled"), (3, "cancelled"), (10_000, "optimal")])
def test_whoever_cancels_gets_what_is_known(asked: int, status: str) -> None:
    looks = iter(range(1_000_000))
    costs = random_costs()
    solved = p_median(costs, 6, watch=Watch(60, stop=lambda: next(looks) >= asked))
    best = p_median(costs, 6)
    assert (solved.status, best.status) == (status, "optimal")
    assert solved.value is not None
    assert best.value is not None
    assert solved.bound <= best.value <= solved.value
    assert (solved.gap == 0) is (solved.value == solved.bound)


def test_a_gap_that_is_allowed_ends_the_search() -> None:
    costs = random_costs(4)
    loose, tight = p_median(costs, 6, watch=Watch(60, gap=0.2)), p_median(costs, 6)
    assert loose.status == "within_gap"
    assert loose.gap is not None
    assert 0 < loose.gap <= 0.2
    assert loose.bound <= tight.bound


@pytest.mark.parametrize("seed", range(5))
def test_it_is_never_worse_than_greedy(seed: int) -> None:
    costs = random_costs(seed)
    chosen = swap.greedy(costs, np.zeros(0, np.int64), 7)
    solved = p_median(costs, 7, watch=Watch(0.0))
    assert solved.value is not None
    assert solved.value <= costs[:, chosen].min(axis=1).sum() + 1e-9
    assert solved.status == "time"


def test_ends_of_the_range() -> None:
    costs = random_costs()[:9, :5]
    everything = p_median(costs, 5)
    assert everything.value == everything.bound == pytest.approx(costs.min(axis=1).sum())
    assert p_median(costs, 5, kept=range(5)).chosen == (0, 1, 2, 3, 4)
    assert p_median(costs, 1).value == pytest.approx(costs.sum(axis=0).min())
    assert p_median(np.zeros((4, 3)), 1).gap == 0.0


@pytest.mark.parametrize(
    ("costs", "count", "more", "said"),
    [
        ([[1.0, 2.0]], 3, {}, "要选 3 个点，候选点有 2 个"),
        ([[1.0, 2.0]], 0, {}, "应在 1 与 2 之间"),
        ([[1.0, np.inf]], 1, {}, "罚值"),
        ([[1.0, -2.0]], 1, {}, "不小于 0"),
        ([1.0], 1, {}, "二维表"),
        ([[1.0, 2.0]], 1, {"kept": [2]}, "保留点的编号应在 0 与 1 之间"),
        ([[1.0, 2.0]], 1, {"kept": [0, 1]}, "多于要选的 1 个"),
        ([[1.0, 2.0]], 1, {"weights": [1, 2]}, "权重应为 1 个"),
    ],
)
def test_what_cannot_be_solved_is_said(costs: list[float], count: int, more: dict[str, list[int]], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        p_median(costs, count, weights=more.get("weights"), kept=more.get("kept", ()))


def test_a_gap_of_zero_is_said_only_where_value_and_bound_are_equal() -> None:
    assert gap_between(5.0, 5.0) == 0.0
    assert gap_between(5.0, np.nextafter(5.0, 0)) != 0.0
    assert gap_between(100.0, 99.0) == 0.01
    assert gap_between(99.0, 100.0) == 0.01
    assert gap_between(0.0, -3.0) == 1.0
    assert gap_between(None, 3.0) is None
    assert gap_between(3.0, -np.inf) is None
    assert Solved.none(Watch(), np.inf).status == "infeasible"
    assert Solved.none(Watch(0.0), 7.0).status == "time"
