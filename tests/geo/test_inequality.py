"""Inequality beside the definition by all pairs of people, cases by hand, and PROJ's geodesics."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from pyproj import Geod

from geo.inequality import gini, in_parts_of_people, nearest, part_of_each

GEOD = Geod(a=6378137, rf=298.257222101)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 6)), min_size=1, max_size=9))
def test_gini_is_half_the_mean_difference_of_all_pairs_of_people(places: list[tuple[int, int]]) -> None:
    everyone = np.array([have for have, people in places for _ in range(people)], float)
    found = gini([have for have, _ in places], [people for _, people in places])
    if not everyone.sum():
        assert found is None
        return
    differences = np.abs(everyone[:, None] - everyone[None, :]).mean()
    assert found == pytest.approx(differences / (2 * everyone.mean()), abs=1e-12)


def test_equal_is_none_and_one_holder_is_nearly_one() -> None:
    assert gini([0.5, 0.5], [10, 900]) == pytest.approx(0)
    assert gini([0, 1], [99, 1]) == pytest.approx(0.99)


def test_tenths_cut_places_and_lose_nobody() -> None:
    """Ten places of 7, 3 … people: each part holds a tenth, rows sum to the place."""
    people = np.array([7, 3, 0, 12, 8, 1, 9, 30, 5, 25])
    amounts = np.array([5, 1, 9, 2, 2, 0, 7, 3, 4, 6])
    parts = in_parts_of_people(amounts, people)
    assert_allclose(parts.sum(axis=1), people)
    assert_allclose(parts.sum(axis=0), people.sum() / 10)
    assert_allclose(parts[5], [1, *[0] * 9])
    assert_allclose(parts[1], [3, *[0] * 9])
    assert_allclose(parts[3], [6, 6, *[0] * 8])
    assert_allclose(parts[6], [*[0] * 9, 9])


def test_each_place_stands_where_its_middle_person_does() -> None:
    assert part_of_each([3, 1, 2], [10, 10, 20], 4).tolist() == [4, 1, 3]
    assert part_of_each([1, 2], [0, 0]).tolist() == [1, 1]
    assert part_of_each([1], [5], 10).tolist() == [6]


def test_nearest_is_what_geodesics_say() -> None:
    chance = np.random.default_rng(5)
    x, y = 113 + chance.random(40), 29 + chance.random(40)
    east, north = 113 + chance.random(60), 29 + chance.random(60)
    found, metres = nearest(x, y, (east, north))
    for place in range(40):
        truth = GEOD.inv(np.full(60, x[place]), np.full(60, y[place]), east, north)[2]
        assert found[place] == truth.argmin()
        assert metres[place] == pytest.approx(truth.min(), rel=3e-3)


def test_where_there_is_no_point_none_is_near() -> None:
    found, metres = nearest([113.0], [29.0], ([], []))
    assert found.tolist() == [-1]
    assert np.isinf(metres).all()


@pytest.mark.parametrize(("amounts", "people"), [([1], [1, 2]), ([-1], [1]), ([1], [float("nan")])])
def test_what_cannot_be_used_is_said(amounts: list[float], people: list[float]) -> None:
    with pytest.raises(ValueError, match=r"一一对应|不小于 0"):
        gini(amounts, people)
