"""Cohorts of five years, beside a sum by hand."""

import numpy as np
import pytest

from layers.ageing import Aged, AgeingCase, forecast, read
from layers.refusal import Refusal

RATES = """
source = "算例"
confidence = "low"
split_65_79 = [0.5, 0.3, 0.2]
[middle]
entering = [1.5, 2.0]
survival = [0.9, 0.9, 0.8, 0.8, 0.5, 0.5, 0.25]
[low]
entering = [1.0, 1.0]
survival = [0.8, 0.8, 0.7, 0.7, 0.4, 0.4, 0.2]
[high]
entering = [2.0, 2.5]
survival = [1.0, 1.0, 0.9, 0.9, 0.6, 0.6, 0.3]
"""
# 100 of 60 to 64, 100 of 65 to 79 (50, 30, 20), 40 of 80 and over.
PLACE = Aged(from_60=240, from_65=140, from_80=40)


def test_five_and_ten_years_by_hand() -> None:
    """Of 55: 150, of 50: 200. In five years 135 | 80 | 40 | 15 | 10 + 10, in ten 162 | 108 | 64 | 20 | 7.5 + 5."""
    told = forecast([PLACE], read(RATES), AgeingCase.MIDDLE, 5)
    assert {age: float(people[0]) for age, people in told.items()} == pytest.approx({60: 290, 65: 155, 80: 20})
    later = forecast([PLACE], read(RATES), AgeingCase.MIDDLE, 10)
    assert later[60][0] == pytest.approx(162 + 108 + 64 + 20 + 12.5)
    assert later[80][0] == pytest.approx(12.5)


def test_who_is_counted_goes_before_the_ratio() -> None:
    counted = PLACE.model_copy(update={"of_55": 10.0})
    assert forecast([counted], read(RATES), AgeingCase.MIDDLE, 5)[60][0] == pytest.approx(290 - 135 + 9)


def test_low_middle_and_high_are_in_this_order_for_the_rates_that_come_with_cairn() -> None:
    from data import ageing

    rates = ageing.read()
    for years in (5, 10):
        low, middle, high = (forecast([PLACE], rates, case, years)[60][0] for case in AgeingCase)
        assert low < middle < high


def test_ages_stay_nested_and_nobody_is_made_of_nothing() -> None:
    told = forecast([PLACE, Aged(from_60=0, from_65=0, from_80=0)], read(RATES), AgeingCase.HIGH, 10)
    assert (told[60] >= told[65]).all()
    assert (told[65] >= told[80]).all()
    assert np.array([people[1] for people in told.values()]).tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("source = ", "不是有效的 TOML"),
        (RATES.replace("0.3, 0.2]", "0.3, 0.3]"), "内容有误"),
        (RATES.replace("[low]", "[lower]"), "内容有误"),
        (RATES.replace("0.25]", "1.25]"), "内容有误"),
    ],
)
def test_rates_that_cannot_be_used_are_refused(wrong: str, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        read(wrong)


def test_only_those_alive_today_are_forecast() -> None:
    with pytest.raises(ValueError, match="5 年或 10 年"):
        forecast([PLACE], read(RATES), AgeingCase.LOW, 15)
