"""Solve a county's question for one objective: served most, fewest sites, least travel, or least for the worst off.

Travel is asked of those plans that serve as many as can be served: a short way for few is no service. The bound is
HiGHS's, of the same question; where a first question decides what the second keeps, both are told.
"""

import math
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from geo.siting.answer import Solved, Watch
from geo.siting.county import County, Place, Plan
from geo.siting.county_flows import hand_out
from geo.siting.county_program import CountyProgram
from geo.siting.greedy import greedy
from geo.siting.program import Found


class Objective(Enum):
    """What the best plan is best at."""

    MOST_SERVED = "most_served"
    FEWEST_SITES = "fewest_sites"
    LEAST_TRAVEL = "least_travel"
    LEAST_WORST = "least_worst"

    @property
    def is_more_better(self) -> bool:
        """Whether the value is to be large."""
        return self is Objective.MOST_SERVED


@dataclass(frozen=True, eq=False)
class Answer:
    """A plan with its proof; `is_settled` says that no clock had a hand in it: the same question ends the same."""

    solved: Solved
    plan: Plan | None
    is_settled: bool
    first: Solved | None = None
    """What was asked first: how many can be served, which the plan keeps."""


def solve(
    county: County, objective: Objective, watch: Watch, *, share: float | None = None, like: Plan | None = None
) -> Answer:
    """The best plan, as far as the watch allows.

    Args:
        county: people, places and limits.
        objective: most_served and nothing else is maximised; its value is people, of all services together.
        watch: time, gap, progress, cancel.
        share: of the people of each service, how much is to be served at least (0 to 1); for fewest_sites all, unless
            said.
        like: of equally good plans of most_served, one that keeps most sites of this plan, and only then the cheapest.

    Returns:
        The plan; without one, `solved.status` says whether there is none or none was found.
    """
    if objective is Objective.MOST_SERVED:
        return _most_served(county, watch, share, like)
    if objective is Objective.FEWEST_SITES:
        return _fewest(county, watch, 1.0 if share is None else share)
    return _nearest(county, objective, watch, share)


def _most_served(county: County, watch: Watch, share: float | None, like: Plan | None = None) -> Answer:
    made = CountyProgram.of(county, "max", whole_objective=True)
    if share is not None:
        made.serve_share(share)
    made.aim(made.all_flows, 1.0)
    by_hand = None if share is not None else greedy(county)
    found = made.program.solve(watch, None if by_hand is None else made.start(by_hand))
    plan = _better(_plan(made, found), by_hand)
    if plan is None:
        return _without(watch, found)
    value = plan.people_served()
    solved = _solved(watch, float(value), min(found.bound, float(county.people)), plan)
    thrifty = _thrifty(county, plan, watch, share, like)
    return Answer(solved, thrifty or plan, solved.status in _PROVEN and thrifty is not None)


_PROVEN = ("optimal", "within_gap", "infeasible")


def _better(one: Plan | None, other: Plan | None) -> Plan | None:
    """Of two plans, the one that serves more; the first where they are equal."""
    if one is None or other is None:
        return one or other
    return one if one.people_served() >= other.people_served() else other


def _thrifty(county: County, plan: Plan, watch: Watch, share: float | None, like: Plan | None) -> Plan | None:
    """The cheapest plan that serves no fewer, or with the fewest sites where nothing costs; None when time ended it."""
    made = CountyProgram.of(county, "min", whole_objective=False)
    if share is not None:
        made.serve_share(share)
    made.serve_at_least(plan.people_served())
    columns, amounts = made.of_choices("cost")
    if not len(columns):
        columns, amounts = made.of_choices("is_new")
    if not len(columns) or not plan.changed():
        return plan
    if like is not None:
        left = np.array([made.taken[where][0] for where in like.changed()], np.int64)
        heavy = 1.0 + float(np.abs(amounts).max())
        columns, amounts = np.append(columns, left), np.append(amounts, np.full(len(left), 10 * heavy))
    made.aim(columns, amounts)
    found = made.program.solve(replace(watch, tell=None), made.start(plan), nodes=_THRIFTY_NODES)
    if found.by_clock or found.values is None:
        return None
    better = _plan(made, found)
    return better if better is not None and better.people_served() >= plan.people_served() else plan


# Saving is a courtesy, not what was asked: it may not take the day.
_THRIFTY_NODES = 100


def _fewest(county: County, watch: Watch, share: float) -> Answer:
    made = CountyProgram.of(county, "min", whole_objective=True)
    made.serve_share(share)
    made.aim(*made.of_choices("is_new"))
    found = made.program.solve(watch)
    plan = _plan(made, found)
    if plan is None:
        return _without(watch, found)
    count = len(plan.new(county))
    solved = _solved(watch, float(count), found.bound, plan)
    # Of all plans with so few sites, one that serves the most.
    fewest = replace(county, limits=replace(county.limits, sites=count))
    fuller = _most_served(fewest, replace(watch, tell=None), share)
    return Answer(solved, fuller.plan or plan, solved.status in _PROVEN and fuller.is_settled)


def _nearest(county: County, objective: Objective, watch: Watch, share: float | None) -> Answer:
    first = _most_served(county, watch, share)
    if first.plan is None:
        return first
    people = first.plan.people_served()
    if objective is Objective.LEAST_TRAVEL:
        second = _least_travel(county, first.plan, people, watch, share)
    else:
        second = _least_worst(county, first.plan, people, watch, share)
    settled = second.is_settled and first.solved.status in _PROVEN
    return Answer(second.solved, second.plan, settled, first.solved)


def _least_travel(county: County, known: Plan, people: int, watch: Watch, share: float | None) -> Answer:
    made = CountyProgram.of(county, "min", whole_objective=False)
    if share is not None:
        made.serve_share(share)
    made.serve_at_least(people)
    costs = np.concatenate([service.reach.costs for service in county.services])
    made.aim(made.all_flows, costs)
    found = made.program.solve(watch, made.start(known))
    plan = _plan(made, found) or known
    value = travel(county, plan)
    bound = max(found.bound, _least_ways(county, people))
    solved = _solved(watch, value, min(bound, value), plan)
    return Answer(solved, plan, solved.status in _PROVEN)


def _least_ways(county: County, people: int) -> float:
    """A bound on travel: what so many would go were everything built in its largest size, whatever it costs."""
    largest = tuple(Place((max(place.choices, key=lambda choice: sum(choice.places)),)) for place in county.places)
    many = len(county.services)
    if many > 1:
        return 0.0
    made = CountyProgram.of(County(county.services, largest), "min", whole_objective=False)
    made.serve_at_least(people)
    made.aim(made.all_flows, county.services[0].reach.costs)
    found = made.program.solve(Watch(_BOUND_S))
    return found.bound if np.isfinite(found.bound) else 0.0


_BOUND_S = 20.0


def _least_worst(county: County, known: Plan, people: int, watch: Watch, share: float | None) -> Answer:
    """Halve the costs a worst way may have; each half is left by a proof that no plan keeps it."""
    plan, worst = known, farthest(county, known)
    costs = np.unique(np.concatenate([service.reach.costs for service in county.services]))
    low, high = 0, int(np.searchsorted(costs, worst))
    while low < high and not watch.over:
        middle = (low + high) // 2
        watch.report(worst, float(costs[low]), "求解")
        made = CountyProgram.of(county, "max", whole_objective=True, reached=float(costs[middle]))
        if share is not None:
            made.serve_share(share)
        made.serve_at_least(people)
        found = made.program.solve(replace(watch, tell=None))
        if found.impossible:
            low = middle + 1
            continue
        nearer = _plan(made, found, reached=float(costs[middle]))
        if nearer is None or nearer.people_served() < people:
            break
        plan, worst = nearer, farthest(county, nearer)
        high = int(np.searchsorted(costs, worst))
    bound = float(costs[low]) if len(costs) else 0.0
    solved = _solved(watch, worst, min(bound, worst), plan)
    return Answer(solved, plan, solved.status in _PROVEN)


def travel(county: County, plan: Plan) -> float:
    """The cost of all ways together: people times minutes or metres."""
    pairs = zip(county.services, plan.flows, strict=True)
    return math.fsum(float(service.reach.costs @ flows) for service, flows in pairs)


def farthest(county: County, plan: Plan) -> float:
    """The cost of the longest way anybody goes."""
    pairs = zip(county.services, plan.flows, strict=True)
    return max((float(service.reach.costs[flows > 0].max(initial=0)) for service, flows in pairs), default=0.0)


def _plan(made: CountyProgram, found: Found, reached: float | None = None) -> Plan | None:
    """The plan of a solution, its people handed out whole."""
    if found.values is None:
        return None
    return hand_out(made.county, made.taken_in(found.values), reached=reached)


def _solved(watch: Watch, value: float, bound: float, plan: Plan) -> Solved:
    return Solved.of(watch, value, bound, np.array(plan.changed(), np.int64), np.zeros(0, np.int64))


def _without(watch: Watch, found: Found) -> Answer:
    solved = Solved.none(watch, math.inf) if found.impossible else Solved.none(replace(watch), 0.0)
    return Answer(solved, None, found.impossible)
