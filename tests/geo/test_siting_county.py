"""The county's question, against every plan there is."""

import itertools
import math

import numpy as np
import pytest

from geo.catchments import Reach
from geo.siting.answer import Watch
from geo.siting.county import Choice, County, Group, Limits, Place, Plan, Service
from geo.siting.county_flows import hand_out
from geo.siting.county_solve import Objective, farthest, solve, travel
from geo.siting.greedy import greedy


def small(seed: int, *, services: int = 1, groups: bool = False) -> County:
    """A county of a few settlements: one home fixed, one extendable, one closable, three candidates of two sizes."""
    chance = np.random.default_rng(seed)
    villages, places = 7, 6
    asked = []
    for _ in range(services):
        cost = chance.integers(1, 30, (villages, places))
        who, what = np.nonzero(cost <= 18)
        reach = Reach.of_pairs(who, what, cost[who, what], villages, places)
        asked.append(Service(chance.integers(0, 30, villages), reach))

    def room(low: int, high: int) -> tuple[int, ...]:
        return tuple(int(chance.integers(low, high)) for _ in range(services))

    homes = (
        Place.standing(*room(5, 20)),
        Place((Choice(room(5, 10)), Choice(room(20, 30), 4.0, 1.0))),
        Place((Choice(room(5, 20)), Choice((0,) * services, -3.0))),
    )
    sites = tuple(
        Place.candidate(
            Choice(room(10, 20), float(chance.integers(3, 7)), 2.0),
            Choice(room(20, 40), float(chance.integers(7, 12)), 3.0),
        )
        for _ in range(3)
    )
    shares = (Group("甲", np.arange(3), 0.3), Group("乙", np.arange(3, 7), 0.2)) if groups else ()
    return County(tuple(asked), homes + sites, Limits(sites=2, budget=12.0, land=6.0), shares)


def every_plan(county: County) -> list[Plan]:
    """All plans that keep the limits, each with its people handed out."""
    found = []
    for taken in itertools.product(*(range(len(place.choices)) for place in county.places)):
        bare = Plan(taken, ())
        limits = county.limits
        if len(bare.new(county)) > (limits.sites or 0) or bare.cost(county) > (limits.budget or 0):
            continue
        if bare.land(county) <= (limits.land or 0) and (plan := hand_out(county, taken)) is not None:
            found.append(plan)
    return found


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("groups", [False, True])
def test_most_served_is_the_best_of_all_plans(seed: int, groups: bool) -> None:
    county = small(seed, services=1 + seed % 2, groups=groups)
    plans = every_plan(county)
    found = solve(county, Objective.MOST_SERVED, Watch(30))
    if not plans:
        assert found.solved.status == "infeasible"
        return
    best = max(plan.people_served() for plan in plans)
    assert (found.solved.status, found.solved.value, found.solved.bound, found.solved.gap) == ("optimal", best, best, 0)
    assert found.plan is not None
    cheapest = min(plan.cost(county) for plan in plans if plan.people_served() == best)
    assert found.plan.cost(county) == pytest.approx(cheapest)
    assert found.is_settled


@pytest.mark.parametrize("seed", range(4))
def test_travel_is_shortest_among_plans_that_serve_the_most(seed: int) -> None:
    county = small(seed)
    plans = every_plan(county)
    most = max(plan.people_served() for plan in plans)
    full = [plan for plan in plans if plan.people_served() == most]
    shortest = solve(county, Objective.LEAST_TRAVEL, Watch(30))
    assert shortest.plan is not None
    assert shortest.plan.people_served() == most
    assert shortest.solved.value == min(travel(county, plan) for plan in full)
    nearest = solve(county, Objective.LEAST_WORST, Watch(30))
    assert nearest.solved.value == min(_least_worst(county, plan.taken, most) for plan in full)
    assert (nearest.solved.status, nearest.solved.gap) == ("optimal", 0)


def _least_worst(county: County, taken: tuple[int, ...], most: int) -> float:
    """The least cost within which so many can still be served: tried one by one."""
    for cost in np.unique(county.services[0].reach.costs):
        plan = hand_out(county, taken, reached=float(cost))
        if plan is not None and plan.people_served() == most:
            return farthest(county, plan)
    return math.inf


@pytest.mark.parametrize("seed", range(4))
def test_fewest_sites_is_the_least_number_that_serves_a_share(seed: int) -> None:
    county = small(seed)
    share = 0.6
    wanted = math.ceil(share * county.people)
    enough = [len(plan.new(county)) for plan in every_plan(county) if plan.people_served() >= wanted]
    found = solve(county, Objective.FEWEST_SITES, Watch(30), share=share)
    if not enough:
        assert found.solved.status == "infeasible"
        return
    assert found.solved.value == min(enough)
    assert found.plan is not None
    assert found.plan.people_served() >= wanted


def test_people_are_whole_where_shares_cross() -> None:
    """Groups that overlap make a program whose corners are not whole; people are whole all the same."""
    reach = Reach.of_pairs([0, 1, 2], [0, 0, 0], [1, 1, 1], 3, 1)
    thirds = tuple(Group(f"{pair}", np.array(pair), 0.5) for pair in ((0, 1), (1, 2), (0, 2)))
    county = County((Service(np.array([1, 1, 1]), reach),), (Place.standing(2),), groups=thirds)
    plan = hand_out(county, (0,))
    assert plan is not None
    assert plan.flows[0].tolist() in ([1, 1, 0], [1, 0, 1], [0, 1, 1])


@pytest.mark.parametrize("seed", range(3))
def test_the_spread_of_shares_is_kept(seed: int) -> None:
    county = small(seed, groups=True)
    narrow = County(county.services, county.places, Limits(sites=2, largest_spread=0.2), county.groups)
    found = solve(narrow, Objective.MOST_SERVED, Watch(30))
    assert found.plan is not None
    served = found.plan.served(narrow, 0)
    people = narrow.services[0].people
    shares = [served[group.demands].sum() / people[group.demands].sum() for group in narrow.groups]
    assert max(shares) - min(shares) <= 0.2 + 1e-9
    wide = solve(
        County(county.services, county.places, Limits(sites=2), county.groups), Objective.MOST_SERVED, Watch(30)
    )
    assert wide.solved.value is not None
    assert found.solved.value is not None
    assert wide.solved.value >= found.solved.value


def test_the_same_question_ends_with_the_same_plan() -> None:
    first, second = (solve(small(3), Objective.LEAST_TRAVEL, Watch(limit)) for limit in (30, 60))
    assert first.plan is not None
    assert second.plan is not None
    assert first.plan.taken == second.plan.taken
    assert [flows.tolist() for flows in first.plan.flows] == [flows.tolist() for flows in second.plan.flows]


def test_who_cancels_is_heeded() -> None:
    found = solve(small(2), Objective.MOST_SERVED, Watch(30, stop=lambda: True))
    by_hand = greedy(small(2))
    assert by_hand is not None
    assert (found.solved.status, found.is_settled) == ("cancelled", False)
    assert found.solved.value == by_hand.people_served() <= found.solved.bound


@pytest.mark.parametrize("seed", range(5))
def test_by_hand_the_limits_are_kept_and_the_search_is_never_worse(seed: int) -> None:
    county = small(seed, services=1 + seed % 2)
    by_hand = greedy(county)
    assert by_hand is not None
    assert by_hand.taken in {plan.taken for plan in every_plan(county)}
    found = solve(county, Objective.MOST_SERVED, Watch(30, gap=0.9))
    assert found.plan is not None
    assert found.plan.people_served() >= by_hand.people_served()


def test_of_equal_plans_the_one_that_is_like_another_is_taken() -> None:
    """Two candidates that are the same: whichever is named is taken."""
    reach = Reach.of_pairs([0, 0], [0, 1], [1, 1], 1, 2)
    same = Place.candidate(Choice((10,), 5.0))
    county = County((Service(np.array([10]), reach),), (same, same), Limits(sites=1))
    for like in ((1, 0), (0, 1)):
        found = solve(county, Objective.MOST_SERVED, Watch(10), like=Plan(like, ()))
        assert found.plan is not None
        assert found.plan.taken == like


def test_the_bound_of_a_search_cut_short_is_no_less_than_the_best() -> None:
    county = small(1)
    found = solve(county, Objective.MOST_SERVED, Watch(30, gap=0.5))
    assert found.solved.value is not None
    assert found.solved.value <= max(plan.people_served() for plan in every_plan(county)) <= found.solved.bound


def test_an_amount_of_places_must_be_whole_and_match() -> None:
    reach = Reach.of_pairs([0], [0], [1], 1, 1)
    with pytest.raises(ValueError, match="整数"):
        County((Service(np.array([1.5]), reach),), (Place.standing(1),))
    with pytest.raises(ValueError, match="1 个点，实有 2 个"):
        County((Service(np.array([1]), reach),), (Place.standing(1), Place.standing(1)))
    with pytest.raises(ValueError, match="1 项服务"):
        County((Service(np.array([1]), reach),), (Place.standing(1, 2),))
