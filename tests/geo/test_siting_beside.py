"""Limits that clash and plans that differ, against every subset and every plan there is."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest

from geo.catchments import Reach
from geo.siting.answer import Watch
from geo.siting.clashes import clashes
from geo.siting.county import Choice, County, Group, Limits, Place, Plan, Service
from geo.siting.county_flows import hand_out
from geo.siting.county_solve import Objective, solve
from geo.siting.different import Near, different, value_of

LIMITS = Limits(sites=3, budget=18.0, land=8.0)


def small(seed: int, limits: Limits = LIMITS) -> County:
    """Eight settlements in two groups, one home and five candidates of two sizes."""
    chance = np.random.default_rng(seed)
    cost = chance.integers(1, 30, (8, 6))
    who, what = np.nonzero(cost <= 16)
    reach = Reach.of_pairs(who, what, cost[who, what], 8, 6)
    sites = [
        Place.candidate(
            Choice((12,), float(chance.integers(3, 7)), 2.0), Choice((25,), float(chance.integers(7, 12)), 3.0)
        )
        for _ in range(5)
    ]
    groups = (Group("甲", np.arange(4), 0.5), Group("乙", np.arange(4, 8), 0.4))
    return County((Service(chance.integers(5, 20, 8), reach),), (Place.standing(10), *sites), limits, groups)


def without(county: County, names: set[str]) -> County:
    """A county that has given up some limits."""
    own = county.limits
    kept = Limits(
        sites=None if "sites" in names else own.sites,
        budget=None if "budget" in names else own.budget,
        land=None if "land" in names else own.land,
    )
    groups = tuple(group for number, group in enumerate(county.groups) if f"group:{number}" not in names)
    return replace(county, limits=kept, groups=groups)


def leaves_a_plan(county: County) -> bool:
    for taken in itertools.product(*(range(len(place.choices)) for place in county.places)):
        bare, limits = Plan(taken, ()), county.limits
        spent = (
            (len(bare.new(county)), limits.sites),
            (bare.cost(county), limits.budget),
            (bare.land(county), limits.land),
        )
        if all(most is None or amount <= most for amount, most in spent) and hand_out(county, taken) is not None:
            return True
    return False


@pytest.mark.parametrize("seed", range(4))
def test_the_set_that_clashes_leaves_no_plan_and_each_smaller_one_does(seed: int) -> None:
    county = small(seed, Limits(sites=1, budget=7.0, land=2.5))
    county = replace(county, groups=tuple(replace(group, least_share=0.9) for group in county.groups))
    assert not leaves_a_plan(county)
    found = clashes(county, Watch(60))
    names = {clash.limit for clash in found.limits}
    everything = {"sites", "budget", "land", "group:0", "group:1"}
    assert found.is_proven
    assert names
    assert not leaves_a_plan(without(county, everything - names))
    for name in names:
        assert leaves_a_plan(without(county, (everything - names) | {name}))


def test_how_far_a_limit_would_have_to_move() -> None:
    """One candidate of 10 places at 5 near the only 10 people: all of them want 5 of money."""
    reach = Reach.of_pairs([0], [0], [1], 1, 1)
    everybody = (Group("全部", np.array([0]), 1.0),)
    place = Place.candidate(Choice((10,), 5.0, 1.0))
    county = County((Service(np.array([10]), reach),), (place,), Limits(sites=2, budget=3.0), everybody)
    found = clashes(county, Watch(10))
    assert [(clash.limit, clash.enough) for clash in found.limits] == [("group:0", 0.0), ("budget", 5.0)]


def test_limits_that_leave_a_plan_do_not_clash() -> None:
    assert clashes(without(small(0), {"group:0", "group:1"}), Watch(10)).limits == ()


def test_a_share_of_all_clashes_too() -> None:
    county = without(small(1, replace(LIMITS, budget=4.0)), {"group:0", "group:1"})
    found = clashes(county, Watch(30), share=1.0)
    assert "target" in {clash.limit for clash in found.limits}


@pytest.mark.parametrize("objective", list(Objective))
def test_plans_are_near_and_different(objective: Objective) -> None:
    county = without(small(2), {"group:0", "group:1"})
    share = 0.5 if objective is Objective.FEWEST_SITES else None
    best = solve(county, objective, Watch(30), share=share).plan
    assert best is not None
    near = Near.to(county, objective, best, 0.8, share)
    found = different(county, near, best, 3, Watch(60))
    assert found.is_settled
    plans = [best, *found.plans]
    own = value_of(county, objective, best)
    for plan in found.plans:
        value = value_of(county, objective, plan)
        assert value >= 0.8 * own - 1e-9 if objective.is_more_better else value <= own / 0.8 + 1e-9
        assert plan.cost(county) <= (county.limits.budget or 0)
        assert len(plan.new(county)) <= (county.limits.sites or 0)
    for one, other in itertools.combinations(plans, 2):
        assert set(one.changed()) - set(other.changed())


def test_the_first_other_plan_is_as_different_as_can_be() -> None:
    county = without(small(3), {"group:0", "group:1"})
    best = solve(county, Objective.MOST_SERVED, Watch(30)).plan
    assert best is not None
    wanted = math.ceil(0.8 * best.people_served())
    near = Near.to(county, Objective.MOST_SERVED, best, 0.8, None)
    (other,) = different(county, near, best, 1, Watch(30)).plans
    most = 0
    for taken in itertools.product(*(range(len(place.choices)) for place in county.places)):
        bare, limits = Plan(taken, ()), county.limits
        if len(bare.new(county)) > (limits.sites or 0) or bare.cost(county) > (limits.budget or 0):
            continue
        plan = hand_out(county, taken)
        if bare.land(county) <= (limits.land or 0) and plan is not None and plan.people_served() >= wanted:
            most = max(most, len(set(best.changed()) - set(plan.changed())))
    assert len(set(best.changed()) - set(other.changed())) == most
