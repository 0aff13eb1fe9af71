"""Sums by area and supply per thousand, by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.access import sum_unplaced, sums_by_area, supply_per_thousand


def test_three_areas_by_hand() -> None:
    located, beds = [0, 2, 0, -1, 2], [30, 12, 10, 7, 1]
    assert sums_by_area(located, beds, 3).tolist() == [40, 0, 13]
    assert sum_unplaced(located, beds) == 7


def test_supply_per_thousand_by_hand() -> None:
    assert supply_per_thousand([40, 0, 13], [1000, 500, 325]).tolist() == [40.0, 0.0, 40.0]


def test_no_demand_gives_no_value() -> None:
    assert np.isnan(supply_per_thousand([40, 0], [0, 0])).all()


def test_negative_demand_is_refused() -> None:
    with pytest.raises(ValueError, match="第 2 个区域的需求为负数"):
        supply_per_thousand([1, 1], [1, -1])


def test_whole_numbers_stay_whole_beyond_what_doubles_hold() -> None:
    large = 2**53
    assert sums_by_area([0, 0], np.array([large, 1]), 1).tolist() == [large + 1]


def test_measures_are_summed_as_measures() -> None:
    assert sums_by_area([0, 0], [0.5, 0.25], 1).tolist() == [0.75]


@pytest.mark.parametrize(
    ("located", "weights", "words"), [([0], [1, 2], "个数不同"), ([3], [1], "归属编号"), ([-2], [1], "归属编号")]
)
def test_what_does_not_fit_is_refused(located: list[int], weights: list[int], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        sums_by_area(located, weights, 3)


@given(st.lists(st.tuples(st.integers(-1, 4), st.integers(0, 10**9))))
def test_areas_and_unplaced_make_the_total(pairs: list[tuple[int, int]]) -> None:
    located = np.array([place for place, _ in pairs], dtype=np.int32)
    weights = np.array([weight for _, weight in pairs], dtype=np.int64)
    assert sums_by_area(located, weights, 5).sum() + sum_unplaced(located, weights) == sum(weights.tolist())
