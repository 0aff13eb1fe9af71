"""Catchments straight from places beside catchments of the pairs, for places of any spread and limit."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from geo.catchments import Catchments, Decay, Reach
from geo.floating import access_by_distance

ONE = ([113.0], [29.0])


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from([150.0, 3_000.0, 10_000.0, 20_000.0]),
    st.sampled_from([-35.0, 0.0, 19.0, 30.0, 53.0, 70.0]),
    st.sampled_from([0.2, 1.0, 40.0]),
)
def test_the_same_as_from_the_pairs(seed: int, metres: float, latitude: float, spread: float) -> None:
    chance = np.random.default_rng(seed)
    wide = metres / 60_000 * spread
    demand = (110 + chance.normal(0, wide, 90), np.clip(latitude + chance.normal(0, wide, 90), -80, 80))
    supply = (110 + chance.normal(0, wide, 70), np.clip(latitude + chance.normal(0, wide, 70), -80, 80))
    people, beds = chance.integers(0, 500, 90), chance.integers(0, 90, 70)
    decays = [Decay.within(metres), Decay((metres / 3, metres * 0.9), (1.0, 0.4)), Decay.within(metres / 2)]
    reach = Reach.by_distance(demand, supply, metres)
    for modified in (False, True):
        found = access_by_distance(demand, people, supply, beds, decays, modified=modified)
        for decay, told in zip(decays, found, strict=True):
            pairs = Catchments(reach, decay)
            truth = (pairs.modified_access if modified else pairs.access)(people, beds)
            assert_allclose(told.per_head, truth.per_head, rtol=1e-12, atol=1e-15)
            assert_allclose(told.pressed, truth.pressed, rtol=1e-12, atol=1e-12)


def test_more_places_in_a_stretch_than_are_looked_at_at_once() -> None:
    crowd = (np.full(500, 113.0), np.full(500, 29.0))
    (found,) = access_by_distance(crowd, np.ones(500), ONE, [50], [Decay.within(100)])
    assert_allclose(found.pressed, [500])
    assert_allclose(found.per_head, np.full(500, 0.1))


def test_a_crowd_spread_over_rows_and_stretches() -> None:
    """Some 900 within the limit, more than are kept at once, in five rows."""
    chance = np.random.default_rng(3)
    crowd = (113 + chance.normal(0, 0.02, 1500), 29 + chance.normal(0, 0.02, 1500))
    people, decay = chance.integers(1, 9, 1500), Decay((1_000, 3_000), (1.0, 0.3))
    (found,) = access_by_distance(crowd, people, crowd, people, [decay])
    pairs = Catchments(Reach.by_distance(crowd, crowd, 3_000), decay).access(people, people)
    assert_allclose(found.per_head, pairs.per_head, rtol=1e-12)


def test_a_small_limit_over_a_whole_country_makes_no_more_cells_than_memory_holds() -> None:
    (found,) = access_by_distance(([75.0, 135.0], [18.0, 53.0]), [4, 5], ([135.0], [53.0]), [1], [Decay.within(1)])
    assert_allclose(found.per_head, [0, 0.2])


def test_nobody_and_nothing() -> None:
    (found,) = access_by_distance(([], []), [], ONE, [5], [Decay.within(100)])
    assert (len(found.per_head), found.pressed.tolist()) == (0, [0])
    (found,) = access_by_distance(ONE, [3], ([], []), [], [Decay.within(100)])
    assert (found.per_head.tolist(), len(found.pressed)) == ([0], 0)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (lambda: access_by_distance(ONE, [1], ONE, [1], []), "至少给一个"),
        (lambda: access_by_distance(ONE, [1, 2], ONE, [1], [Decay.within(5)]), "需求有 1 个"),
        (lambda: access_by_distance(ONE, [1], ONE, [-1], [Decay.within(5)]), "供给有 1 个"),
        (lambda: access_by_distance(ONE, [1], ([29.0], [113.0]), [1], [Decay.within(5)]), "经度在前"),
        (lambda: access_by_distance(ONE, [1], ONE, [1], [Decay.within(0)]), "应为正数"),
        (lambda: access_by_distance(ONE, [1], ONE, [1], [Decay.within(m) for m in range(1, 300)]), "至多 255 级"),
    ],
)
def test_what_cannot_be_used_is_said(wrong: Callable[[], object], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        wrong()
