"""Who gets a place: a case by hand where guidance serves more, and every whole assignment tried on small ones."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.assignment import Assignment, best, nearest_first
from geo.catchments import Reach

# The near village takes the only home the far one reaches, although a second home stands open to it.
PEOPLE, PLACES = [10, 10, 7], [10, 10]
REACH = Reach.of_pairs([0, 0, 1], [0, 1, 0], [5.0, 8.0, 20.0], 3, 2)


def test_left_alone_the_near_take_the_place_of_the_far() -> None:
    found = nearest_first(REACH, PEOPLE, PLACES)
    assert found.served.tolist() == [10, 0, 0]
    assert found.waiting.tolist() == [0, 10, 0]
    assert found.out_of_reach.tolist() == [0, 0, 7]
    assert found.totals == (10, 10, 7)


def test_guided_all_who_reach_a_home_have_a_place() -> None:
    found = best(REACH, PEOPLE, PLACES)
    assert found.flows.tolist() == [0, 10, 10]
    assert found.totals == (20, 0, 7)
    assert found.used.tolist() == [10, 10]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_no_other_whole_assignment_is_better(seed: int) -> None:
    chance = np.random.default_rng(seed)
    people, places = chance.integers(0, 4, 3), chance.integers(0, 4, 2)
    pairs = [(i, j) for i in range(3) for j in range(2) if chance.random() < 0.7]
    costs = chance.integers(1, 9, len(pairs)).astype(float)
    who, what = ([pair[side] for pair in pairs] for side in (0, 1))
    reach = Reach.of_pairs(who, what, costs, 3, 2)
    most, least = -1, np.inf
    for flows in product(*(range(min(people[i], places[j]) + 1) for i, j in pairs)):
        out = np.bincount(np.array(who, int), weights=flows, minlength=3) if pairs else np.zeros(3)
        taken = np.bincount(np.array(what, int), weights=flows, minlength=2) if pairs else np.zeros(2)
        if (out <= people).all() and (taken <= places).all():
            cost = float(np.dot(flows, costs)) if pairs else 0.0
            if (sum(flows), -cost) > (most, -least):
                most, least = sum(flows), cost
    found = best(reach, people, places)
    assert found.served.sum() == most
    assert float(found.flows @ reach.costs) == pytest.approx(least)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 60), st.integers(1, 12), st.sampled_from([0.3, 1.0, 3.0]))
def test_the_three_sum_to_the_people_and_no_home_is_overfull(
    seed: int, villages: int, homes: int, tight: float
) -> None:
    chance = np.random.default_rng(seed)
    x, y = 113 + chance.random(villages), 29 + chance.random(villages)
    reach = Reach.by_distance((x, y), (113 + chance.random(homes), 29 + chance.random(homes)), 30_000)
    people = chance.integers(0, 300, villages)
    places = (chance.integers(0, 60, homes) * tight).astype(int)

    def holds(found: Assignment) -> None:
        assert (found.served + found.waiting + found.out_of_reach == people).all()
        assert min(found.served.min(), found.waiting.min(), found.out_of_reach.min()) >= 0
        assert (found.used <= places).all()
        assert found.used.sum() == found.served.sum()

    alone, guided = nearest_first(reach, people, places), best(reach, people, places)
    holds(alone)
    holds(guided)
    assert guided.served.sum() >= alone.served.sum()
    assert (guided.out_of_reach == alone.out_of_reach).all()


@pytest.mark.parametrize("people", [[1, 2], [1.5, 2, 3], [1, -2, 3]])
def test_people_are_whole(people: list[float]) -> None:
    for way in (nearest_first, best):
        with pytest.raises(ValueError, match=r"一一对应|整数"):
            way(REACH, people, PLACES)
