"""Choices of sites under yes-or-no conditions, solved by OR-Tools CP-SAT under a watch.

CP-SAT is run with eight workers whatever the machine has: with fewer it starts none that solves a linear relaxation and
proves little. The solver runs in a thread of its own, so that the caller's thread can look at the watch.
"""

import math
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from geo.siting.answer import Watch

Longs = NDArray[np.int64]

WORKERS = 8
_LOOK_EVERY_S = 0.05
_REPORT_EVERY = 4


@dataclass(frozen=True, eq=False)
class Choice:
    """How a search ended: the open sites (None without a plan), a bound of the objective, and whether it is proven."""

    chosen: Longs | None
    bound: float
    is_impossible: bool
    is_proven: bool


@dataclass(frozen=True, eq=False)
class Covering:
    """Sites to open so that of each group at least one is open: groups as positions of sites, `starts` marks them."""

    sites: int
    starts: Longs
    members: Longs

    def without_implied(self) -> "Covering":
        """The same with each group once, and without groups that hold a smaller one of one or two sites."""
        groups = {tuple(sorted(set(group.tolist()))) for group in self.groups()}
        single = {group[0] for group in groups if len(group) == 1}
        kept = sorted(group for group in groups if len(group) == 1 or not single.intersection(group))
        starts = np.cumsum([0, *map(len, kept)])
        return Covering(self.sites, starts, np.array([site for group in kept for site in group], np.int64))

    def groups(self) -> Iterable[Longs]:
        """Each group."""
        return (self.members[first:last] for first, last in zip(self.starts[:-1], self.starts[1:], strict=True))


def fewest(covering: Covering, costs: Sequence[int], kept: Longs, start: Longs, watch: Watch) -> Choice:
    """The sites of least total cost that touch every group.

    Args:
        covering: the groups, none of them empty.
        costs: of each site, whole and at least 0.
        kept: sites that are open.
        start: a plan to begin with.
        watch: time limit, progress, cancel.
    """
    model, is_open = _model(covering, kept)
    model.minimize(cp_model.LinearExpr.weighted_sum(is_open, list(costs)))
    begin = np.isin(np.arange(covering.sites), start)
    for site, value in zip(is_open, begin.tolist(), strict=True):
        model.add_hint(site, value)
    return _solved(model, is_open, watch, "最少布点")


def within(covering: Covering, most: int, kept: Longs, watch: Watch) -> Choice:
    """At most `most` sites that touch every group, if there are such."""
    model, is_open = _model(covering, kept)
    model.add(cp_model.LinearExpr.sum(is_open) <= most)
    return _solved(model, is_open, watch, "能否覆盖")


def _model(covering: Covering, kept: Longs) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    model = cp_model.CpModel()
    is_open = [model.new_bool_var("") for _ in range(covering.sites)]
    for group in covering.groups():
        model.add_bool_or([is_open[site] for site in group])
    for site in kept:
        model.add(is_open[site] == 1)
    return model, is_open


class _Heard(cp_model.CpSolverSolutionCallback):
    """What the solver has found so far; the caller's thread reads it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: float | None = None
        self.bound: float | None = None

    def on_solution_callback(self) -> None:
        """Remember the newest solution."""
        self.found, self.bound = self.objective_value, self.best_objective_bound

    def hear(self, bound: float) -> None:
        """Remember the newest bound."""
        self.bound = bound


def _solved(model: cp_model.CpModel, is_open: list[cp_model.IntVar], watch: Watch, what: str) -> Choice:
    solver, heard = cp_model.CpSolver(), _Heard()
    solver.parameters.num_workers = WORKERS
    solver.parameters.random_seed = 0
    solver.parameters.relative_gap_limit = watch.gap
    solver.parameters.max_time_in_seconds = max(watch.left_s, 1e-3)
    solver.best_bound_callback = heard.hear
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(solver.solve, model, heard)
        _look_on(running, solver, heard, watch, what)
        status = running.result()
    if status == cp_model.MODEL_INVALID:
        raise ArithmeticError("CP-SAT 不接受这个模型")
    bound = solver.best_objective_bound if model.has_objective() else math.nan
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return Choice(None, bound, status == cp_model.INFEASIBLE, status == cp_model.INFEASIBLE)
    chosen = np.flatnonzero([solver.boolean_value(site) for site in is_open])
    return Choice(chosen, bound, False, status == cp_model.OPTIMAL)


def _look_on(
    running: "Future[cp_model.CpSolverStatus]", solver: cp_model.CpSolver, heard: _Heard, watch: Watch, what: str
) -> None:
    """Pass on the progress, and end the solver when the watch ends."""
    looks = 0
    while wait([running], timeout=_LOOK_EVERY_S).not_done:
        if watch.cancelled:
            solver.stop_search()
        looks += 1
        if looks % _REPORT_EVERY == 0:
            watch.report(heard.found, heard.bound, what)
