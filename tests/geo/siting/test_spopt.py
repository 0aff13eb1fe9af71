"""Random questions of all models, answered by spopt and HiGHS as well: the values are equal."""

import subprocess
import sys

import numpy as np
import pytest

from geo.siting.capacitated import capacitated_p_median
from geo.siting.cover import fewest_sites, most_covered
from geo.siting.pcenter import p_center
from geo.siting.pmedian import p_median
from tests.geo.siting import peers

pytestmark = pytest.mark.filterwarnings("ignore:.*PuLP 4:DeprecationWarning", "ignore::DeprecationWarning:pulp")


@pytest.mark.parametrize("seed", range(4))
def test_spopt_finds_the_same_values(seed: int) -> None:
    chance = np.random.default_rng(100 + seed)
    costs = peers.distances(30, 14, seed)
    weights = chance.integers(1, 40, 30).astype(float)
    limit = float(np.quantile(costs, 0.2)) if seed else float(costs.min(axis=1).max())
    limit = max(limit, float(costs.min(axis=1).max()))
    reach = peers.reach_of(costs, limit)
    answers = (
        (p_median(costs, 4, weights=weights), peers.spopt_p_median(costs, weights, 4)),
        (fewest_sites(reach), peers.spopt_lscp(costs, limit)),
        (most_covered(reach, weights, 2), peers.spopt_mclp(costs, weights, limit, 2)),
        (p_center(costs, 4), peers.spopt_p_center(costs, 4)),
    )
    for ours, theirs in answers:
        assert (ours.status, ours.gap) == ("optimal", 0.0)
        assert ours.value == pytest.approx(theirs, rel=1e-7)


@pytest.mark.parametrize("seed", range(3))
def test_spopt_finds_the_same_capacitated_value(seed: int) -> None:
    chance = np.random.default_rng(200 + seed)
    costs, weights = peers.distances(16, 8, seed), chance.integers(1, 30, 16).astype(float)
    capacities = np.full(8, np.ceil(weights.sum() / 4 / 0.85))
    ours = capacitated_p_median(costs * weights[:, None], weights, capacities, 4)
    theirs = peers.spopt_p_median(costs, weights, 4, capacities=capacities)
    assert ours.status == "optimal"
    assert ours.value == pytest.approx(theirs, rel=1e-7)


def test_a_solver_that_another_library_has_begun_is_no_hindrance() -> None:
    code = "import pulp; m = pulp.LpProblem(); x = m.add_variable('x', 0, 3, cat='Integer'); m += x; m += 2 * x >= 3;"
    code += "m.solve(pulp.HiGHS(msg=False, threads=2)); assert x.value() == 2;"
    code += "from geo.siting.answer import Watch; from geo.siting.program import Program; p = Program('max', True);"
    code += "x = p.columns(6, 1.0, 0.0, 1.0, whole=True); p.row(x, [1, 1, 2, 3, 4, 5], upper=7.0);"
    code += "p.row(x[:2], [2, 3], upper=4);"
    code += "f = p.solve(Watch()); assert (f.value, f.bound) == (3, 3), f"
    subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
