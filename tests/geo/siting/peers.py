"""The same questions asked of brute force and of spopt (with HiGHS), for tests and the bench."""

from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np
import pulp
from numpy.typing import NDArray
from spopt.locate import LSCP, MCLP, PCenter, PMedian

from geo.catchments import Reach

Doubles = NDArray[np.float64]

SHARED = next(
    (path for path in (Path(__file__).parents[4] / "shared", Path("/work/shared")) if path.is_dir()), Path("absent")
)
ORLIB, SJC = SHARED / "data/benchmarks/orlib_pmed", SHARED / "data/benchmarks/sjc"


def best_of_all(sites: int, count: int, worth: Callable[[list[int]], float], kept: tuple[int, ...] = ()) -> float:
    """The least worth of all sets of so many sites."""
    sets = (list(chosen) for chosen in combinations(range(sites), count) if set(kept) <= set(chosen))
    return min(map(worth, sets))


def distances(demands: int, sites: int, seed: int) -> Doubles:
    """Distances between random points of a square of 100."""
    chance = np.random.default_rng(seed)
    one, other = chance.uniform(0, 100, (demands, 1, 2)), chance.uniform(0, 100, (1, sites, 2))
    return np.asarray(np.hypot(*np.moveaxis(one - other, 2, 0)))


def reach_of(costs: Doubles, limit: float) -> Reach:
    """Who is within a limit of what."""
    who, what = np.nonzero(costs <= limit)
    return Reach.of_pairs(who, what, costs[who, what], *costs.shape)


def spopt_p_median(
    costs: Doubles,
    weights: Doubles,
    count: int,
    capacities: Doubles | None = None,
) -> float:
    """The value of spopt's p-median; capacitated when capacities are given."""
    return _value(PMedian.from_cost_matrix(costs, weights, count, facility_capacities=capacities))


def spopt_lscp(costs: Doubles, limit: float) -> float:
    """How many sites spopt needs."""
    return _value(LSCP.from_cost_matrix(costs, limit))


def spopt_mclp(costs: Doubles, weights: Doubles, limit: float, count: int) -> float:
    """How much weight spopt covers."""
    return _value(MCLP.from_cost_matrix(costs, weights, limit, count))


def spopt_p_center(costs: Doubles, count: int) -> float:
    """The greatest cost that spopt leaves."""
    return _value(PCenter.from_cost_matrix(costs, count))


def _value(model: "LSCP | MCLP | PCenter | PMedian") -> float:
    """Solve a model of spopt by HiGHS, to the end."""
    solved = model.solve(pulp.HiGHS(msg=False, gapRel=0.0))
    assert pulp.LpStatus[solved.problem.status] == "Optimal"
    return float(solved.problem.objective.value())
