"""The arithmetic of a figure, checked by hand and against the published national bulletins."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.coverage_figures import apportion, figure, ranks

FORTY = Decimal(40)


@pytest.mark.parametrize(
    ("beds", "elderly", "published"),
    [(6_727_000, 222_000_000, 30.3), (7_302_000, 230_860_000, 31.6)],
    ids=["2015", "2016"],
)
def test_the_national_bulletins_come_out(beds: int, elderly: int, published: float) -> None:
    told = figure(beds, elderly, FORTY)
    assert told.beds_per_thousand is not None
    assert round(told.beds_per_thousand, 1) == published


@pytest.mark.parametrize(
    ("beds", "elderly", "target", "shortfall", "surplus"),
    [
        (0, 1, "40", 1, 0),  # 0.04 of a bed is a whole bed
        (39, 1000, "40", 1, 0),
        (40, 1000, "40", 0, 0),
        (41, 1000, "40", 0, 1),
        (40, 1001, "40", 1, 0),  # 40.04 needed
        (42, 1001, "40", 0, 1),  # 1.96 over is one whole bed
        (32, 1000, "32.52", 1, 0),
        (3, 30, "100", 0, 0),
        (1, 3, "333.3333333333333333", 0, 0),  # 0.99… of a bed needed, one there
    ],
)
def test_missing_beds_are_rounded_up_and_spare_beds_down(
    beds: int, elderly: int, target: str, shortfall: int, surplus: int
) -> None:
    told = figure(beds, elderly, Decimal(target))
    assert (told.shortfall_beds, told.surplus_beds) == (shortfall, surplus)


def test_nobody_gives_no_value_and_a_reason() -> None:
    told = figure(120, 0, FORTY)
    assert (told.beds_per_thousand, told.shortfall_beds, told.surplus_beds) == (None, None, None)
    assert told.no_value_reason == "老年人口为 0，不计算比值"


def test_unknown_people_are_not_nobody() -> None:
    assert figure(120, None, FORTY).no_value_reason == "老年人口未知"


def test_equal_ratios_share_a_place_and_the_next_is_skipped() -> None:
    ratios = [Fraction(1), None, Fraction(3), Fraction(3), Fraction(2)]
    assert ranks(ratios) == [4, None, 1, 1, 3]


@given(st.integers(0, 10**6), st.lists(st.integers(0, 10**6), min_size=1, max_size=30).filter(any))
def test_shares_are_whole_and_add_up_and_are_within_one_of_the_quota(whole: int, weights: list[int]) -> None:
    shares = apportion(whole, weights)
    assert sum(shares) == whole
    total = sum(weights)
    assert all(abs(share - Fraction(whole * weight, total)) < 1 for share, weight in zip(shares, weights, strict=True))
    assert all(share == 0 for share, weight in zip(shares, weights, strict=True) if weight == 0)


def test_the_largest_remainders_get_the_rest() -> None:
    # 10 beds over 1, 2, 4: quotas 1 3/7, 2 6/7, 5 5/7.
    assert apportion(10, [1, 2, 4]) == [1, 3, 6]


@given(st.integers(0, 10**7), st.integers(1, 10**7), st.integers(1, 200))
def test_shortfall_fills_the_gap_and_surplus_can_be_spared(beds: int, elderly: int, target: int) -> None:
    told = figure(beds, elderly, Decimal(target))
    assert told.shortfall_beds is not None
    assert told.surplus_beds is not None
    assert 0 in (told.shortfall_beds, told.surplus_beds)
    assert (beds + told.shortfall_beds - told.surplus_beds) * 1000 >= target * elderly
    if told.shortfall_beds:
        assert (beds + told.shortfall_beds - 1) * 1000 < target * elderly
