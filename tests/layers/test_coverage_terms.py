"""The terms of a figure: lawful by default, refused in words."""

import datetime as dt

import pytest

from layers.coverage_terms import BedsParameters
from layers.indicators import INDICATORS
from layers.refusal import Refusal


def test_the_defaults_are_the_national_definition() -> None:
    assert BedsParameters().plain() == {
        "by": "township",
        "as_of": None,
        "age": 60,
        "basis": "resident",
        "beds": "total",
        "count": "institution_and_community",
        "county_level": "where_they_stand",
        "target": 40,
        "population_source": "auto",
    }


@pytest.mark.parametrize("age", [65, "65"])
def test_an_age_may_come_as_number_or_text(age: object) -> None:
    assert BedsParameters.asked({"age": age}).age.years == 65


def test_terms_read_back_from_what_a_run_prints_are_the_same() -> None:
    terms = BedsParameters.asked({"age": 80, "target": "32.5", "as_of": "2024-12-31", "county_level": "spread"})
    assert BedsParameters.asked(terms.plain()) == terms


def test_a_day_fills_in_only_where_none_was_given() -> None:
    day, other = dt.date(2024, 12, 31), dt.date(2020, 1, 1)
    assert BedsParameters().on(day).as_of == day
    assert BedsParameters(as_of=other).on(day).as_of == other


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"age": 61}, "老年人年龄“61”不在选项内"),
        ({"age": True}, "老年人年龄"),
        ({"by": "parish"}, "统计单元“parish”不在选项内"),
        ({"target": 0}, "目标“0”"),
        ({"target": "四十"}, "目标“四十”"),
        ({"as_of": "去年"}, "截至日期“去年”"),
        ({"town": 1}, "“town”不是"),
    ],
)
def test_what_cannot_be_followed_is_named(values: dict[str, object], words: str) -> None:
    with pytest.raises(Refusal, match=words):
        BedsParameters.asked(values)


def test_every_indicator_stands_under_its_id_and_says_what_it_is() -> None:
    for code, indicator in INDICATORS.items():
        assert code == indicator.id
        assert all((indicator.title, indicator.unit, indicator.numerator, indicator.denominator, indicator.basis))
