"""Other plans that are nearly as good, each as different as can be from those before it.

A plan differs from another by the sites of the other that it does without. Of the plans within a share of the best, one
whose least difference is largest is taken, and of those one that costs least, so that nothing is built to be different.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from geo.siting.answer import Watch
from geo.siting.county import County, Plan
from geo.siting.county_flows import hand_out
from geo.siting.county_program import CountyProgram
from geo.siting.county_solve import Objective, farthest, travel
from geo.siting.program import Sense


@dataclass(frozen=True, eq=False)
class Near:
    """What a plan must keep to count as nearly as good: bounds on what the objective counts."""

    objective: Objective
    value: float
    people: int
    share: float | None

    @classmethod
    def to(cls, county: County, objective: Objective, best: Plan, within: float, share: float | None) -> "Near":
        """Within a share (0 to 1) of the best plan; travel keeps its people too."""
        value = value_of(county, objective, best)
        return cls(
            objective, value * within if objective.is_more_better else value / within, best.people_served(), share
        )

    def program(self, county: County, sense: Sense) -> CountyProgram:
        """The rules of a county and those of being near."""
        reached = self.value if self.objective is Objective.LEAST_WORST else None
        made = CountyProgram.of(county, sense, whole_objective=False, reached=reached)
        if self.share is not None:
            made.serve_share(self.share)
        if self.objective is Objective.MOST_SERVED:
            made.serve_at_least(math.ceil(self.value - 1e-9))
        elif self.objective is Objective.FEWEST_SITES:
            columns, amounts = made.of_choices("is_new")
            made.program.row(columns, amounts, upper=math.floor(self.value + 1e-9))
        else:
            made.serve_at_least(self.people)
        if self.objective is Objective.LEAST_TRAVEL:
            costs = np.concatenate([service.reach.costs for service in county.services])
            made.program.row(made.all_flows, costs, upper=self.value)
        return made


@dataclass(frozen=True, eq=False)
class Others:
    """Plans found, in the order they were; `is_settled` says that no clock had a hand in them."""

    plans: tuple[Plan, ...]
    is_settled: bool


def different(county: County, near: Near, best: Plan, many: int, watch: Watch) -> Others:
    """Up to so many other plans; fewer where no other is near enough.

    Args:
        county: the question.
        near: what counts as nearly as good.
        best: the plan they are to differ from.
        many: how many are wanted.
        watch: time for all of them, and cancel.
    """
    found = [best]
    while len(found) <= many:
        watch.report(None, None, f"另外的好方案 {len(found)}/{many}")
        plan, is_settled = _next(county, near, found, watch)
        if plan is None:
            return Others(tuple(found[1:]), is_settled)
        found.append(plan)
    return Others(tuple(found[1:]), True)


def _next(county: County, near: Near, known: list[Plan], watch: Watch) -> tuple[Plan | None, bool]:
    """The next plan, None where there is none; and whether that was decided without a clock."""
    quiet = replace(watch, tell=None)
    made = near.program(county, "max")
    least = made.program.columns(1, lower=1.0)
    for plan in known:
        _apart(made, plan, int(least[0]))
    made.aim(least, 1.0)
    found = made.program.solve(quiet)
    if found.values is None or found.value is None:
        return None, found.impossible
    cheap = near.program(county, "min")
    apart = cheap.program.columns(1, lower=round(found.value), upper=math.inf)
    for plan in known:
        _apart(cheap, plan, int(apart[0]))
    columns, amounts = cheap.of_choices("cost")
    cheap.aim(*((columns, amounts) if len(columns) else cheap.of_choices("is_new")))
    thrifty = cheap.program.solve(quiet)
    values, program = (found.values, made) if thrifty.values is None else (thrifty.values, cheap)
    reached = near.value if near.objective is Objective.LEAST_WORST else None
    return hand_out(county, program.taken_in(values), reached=reached), not watch.over


def _apart(made: CountyProgram, plan: Plan, least: int) -> None:
    """Do without at least so many of a plan's sites: it counts those that are as when nothing is done."""
    left = np.array([made.taken[where][0] for where in plan.changed()], np.int64)
    made.program.row(np.append(left, least), np.append(np.ones(len(left)), -1.0), lower=0.0)


def value_of(county: County, objective: Objective, plan: Plan) -> float:
    """What the objective counts of a plan."""
    if objective is Objective.MOST_SERVED:
        return float(plan.people_served())
    if objective is Objective.FEWEST_SITES:
        return float(len(plan.new(county)))
    return travel(county, plan) if objective is Objective.LEAST_TRAVEL else farthest(county, plan)
