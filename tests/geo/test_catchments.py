"""Floating catchments beside plain loops, a worked example by hand, and PROJ's geodesics."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from pyproj import Geod

from geo.catchments import Catchments, Decay, Reach
from geo.nearby import Nearby

GEOD = Geod(a=6378137, rf=298.257222101)

# Two villages and two homes: A (100 people) reaches home 1 at 5 minutes and home 2 at 20; B (300) only home 2, at 10.
PEOPLE, BEDS = [100, 300], [20, 40]
ROADS = Reach.of_pairs([0, 0, 1], [0, 1, 1], [5, 20, 10], 2, 2)
ZONES = Decay((10, 30), (1.0, 0.5))


def test_two_villages_by_hand() -> None:
    """2SFCA: home 1 has 100 people, home 2 400; A 20/100 + 40/400, B 40/400."""
    found = Catchments(ROADS, Decay.within(30)).access(PEOPLE, BEDS)
    assert_allclose(found.pressed, [100, 400])
    assert_allclose(found.per_head, [0.3, 0.1])


def test_two_villages_by_zones() -> None:
    """E2SFCA: home 2 weighs A by half: 50 + 300 = 350; A 0.2 + 0.5 × 40/350, B 40/350."""
    found = Catchments(ROADS, ZONES).access(PEOPLE, BEDS)
    assert_allclose(found.per_head, [0.2 + 0.5 * 40 / 350, 40 / 350])


def test_two_villages_modified() -> None:
    """M2SFCA: A's far home counts by a quarter; 20 + 100 × 0.25 × 40/350 + 300 × 40/350 falls short of 60 beds."""
    catchments = Catchments(ROADS, ZONES)
    found = catchments.modified_access(PEOPLE, BEDS)
    assert_allclose(found.per_head, [0.2 + 0.25 * 40 / 350, 40 / 350])
    assert found.per_head @ PEOPLE < 60


def test_availability_hands_out_every_bed() -> None:
    """A gets 20 + 50/350 of 40 beds, B 300/350 of them."""
    given_out = Catchments(ROADS, ZONES).availability(PEOPLE, BEDS)
    assert_allclose(given_out, [20 + 40 * 50 / 350, 40 * 300 / 350])
    assert given_out.sum() == pytest.approx(60)


def test_why_tells_the_homes_and_who_shares_them() -> None:
    parts = Catchments(ROADS, ZONES).why(0, PEOPLE, BEDS)
    assert [(part.supply, part.cost, part.shared_with) for part in parts] == [(0, 5, 100), (1, 20, 350)]
    assert sum(part.per_head for part in parts) == pytest.approx(0.2 + 20 / 350)


def test_why_of_the_modified_measure_sums_to_it() -> None:
    parts = Catchments(ROADS, ZONES).why(0, PEOPLE, BEDS, modified=True)
    assert [part.per_head for part in parts] == pytest.approx([0.2, 0.25 * 40 / 350])


def test_who_reaches_nothing_has_nothing() -> None:
    alone = Reach.of_pairs([0], [0], [5], 2, 2)
    found = Catchments(alone, Decay.within(30)).access([10, 10], [5, 5])
    assert_allclose(found.per_head, [0.5, 0])
    assert_allclose(Catchments(alone, Decay.within(4)).access([10, 10], [5, 5]).per_head, [0, 0])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.integers(1, 25))
def test_a_loop_over_all_pairs_agrees(seed: int, villages: int, homes: int) -> None:
    chance = np.random.default_rng(seed)
    costs = chance.uniform(0, 60, (villages, homes)).round(1)
    people, beds = chance.integers(0, 500, villages), chance.integers(0, 90, homes)
    decay = Decay((10, 20, 30), (1.0, 0.68, 0.22))
    who, what = np.nonzero(costs <= 45)
    mixed = chance.permutation(len(who))
    reach = Reach.of_pairs(who[mixed], what[mixed], costs[who, what][mixed], villages, homes)
    weight = np.select([costs <= 10, costs <= 20, costs <= 30], [1.0, 0.68, 0.22], 0.0)
    pressed = [sum(weight[i, j] * people[i] for i in range(villages)) for j in range(homes)]
    ratio = [beds[j] / pressed[j] if pressed[j] else 0.0 for j in range(homes)]
    catchments = Catchments(reach, decay)
    plain = [sum(weight[i, j] * ratio[j] for j in range(homes)) for i in range(villages)]
    squared = [sum(weight[i, j] ** 2 * ratio[j] for j in range(homes)) for i in range(villages)]
    assert_allclose(catchments.access(people, beds).per_head, plain, rtol=1e-12, atol=1e-15)
    assert_allclose(catchments.modified_access(people, beds).per_head, squared, rtol=1e-12, atol=1e-15)
    reached = sum(beds[j] for j in range(homes) if pressed[j])
    assert catchments.availability(people, beds).sum() == pytest.approx(reached)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from([150.0, 2_000.0, 10_000.0, 20_000.0]),
    st.sampled_from([19.0, 30.0, 53.0]),
)
def test_near_is_what_geodesics_say(seed: int, metres: float, latitude: float) -> None:
    chance = np.random.default_rng(seed)
    spread = metres / 50_000
    x, y = 110 + chance.normal(0, spread, 120), latitude + chance.normal(0, spread, 120)
    starts, found, far = Nearby.of(x[:70], y[:70], metres).within(x[70:], y[70:])
    for place in range(50):
        _, _, truth = GEOD.inv(np.full(70, x[70 + place]), np.full(70, y[70 + place]), x[:70], y[:70])
        mine = dict(zip(found[starts[place] : starts[place + 1]], far[starts[place] : starts[place + 1]], strict=True))
        assert set(mine) >= set(np.flatnonzero(truth < metres - 0.001))
        assert set(mine) <= set(np.flatnonzero(truth < metres + 0.001))
        assert all(abs(truth[point] - there) < 0.001 for point, there in mine.items())


def test_a_place_beyond_all_rows_reaches_none() -> None:
    index = Nearby.of([113.1, 113.2], [29.1, 29.2], 1_000)
    starts, found, _ = index.within([113.1, 113.1, 100.0], [40.0, 10.0, 29.1])
    assert starts.tolist() == [0, 0, 0, 0]
    assert len(found) == 0
    assert Nearby.of([], [], 5).within([113.1], [29.1])[0].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (lambda: Nearby.of([1, 2], [1], 5), "个数不同"),
        (lambda: Nearby.of([29.1], [113.1], 5), "经度在前"),
        (lambda: Nearby.of([113.1], [29.1], 0), "应为正数"),
        (lambda: Decay((5, 5), (1, 1)), "由小到大"),
        (lambda: Decay((5,), (2,)), "0 与 1 之间"),
        (lambda: Reach.of_pairs([0], [3], [1], 1, 2), "供给编号应在 0 与 1 之间"),
        (lambda: Reach.of_pairs([0], [0], [float("nan")], 1, 1), "不能到达的一对不要列出"),
        (lambda: Catchments(ROADS, ZONES).access([1], BEDS), "请一一对应"),
        (lambda: Catchments(ROADS, ZONES).access([1, -1], BEDS), "第 2 个需求"),
    ],
)
def test_what_cannot_be_used_is_said(wrong: Callable[[], object], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        wrong()
