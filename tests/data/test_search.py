"""Search by name: the exact before the beginning before the middle."""

import pytest
from shapely import Point
from sqlalchemy.orm import Session

from data import register
from data.search import Hit, search
from layers.nursing_homes import NursingHomeKind
from layers.population import PopulationStatistic
from tests.data.deeds import LEDGER, NEW_YEAR, SEAT, day, home, square, town

TODAY = day("2024-12-31")


@pytest.fixture
def county(session: Session) -> Session:
    register.enter(session, town("430621100", "荣家湾镇"), square(113.0, 29.0), valid_from=NEW_YEAR, provenance=LEDGER)
    for number, name in (("H-1", "新荣家湾院"), ("H-2", "荣家湾"), ("H-3", "荣家湾敬老院")):
        at_home = home(number, name=name, division="430621100")
        register.enter(session, at_home, Point(113.05, 29.05), valid_from=NEW_YEAR, provenance=LEDGER)
    return session


def titles(session: Session, words: str, limit: int = 20) -> list[str]:
    return [hit.title for hit in search(session, words, TODAY, limit)]


def test_the_best_comes_first(county: Session) -> None:
    assert titles(county, "荣家湾") == ["荣家湾", "荣家湾镇", "荣家湾敬老院", "新荣家湾院"]
    assert titles(county, "荣家湾", limit=2) == ["荣家湾", "荣家湾镇"]


def test_a_code_finds_its_thing(county: Session) -> None:
    assert titles(county, "H-3") == ["荣家湾敬老院"]


def test_a_hit_says_what_it_is_and_where(county: Session) -> None:
    (hit,) = search(county, "敬老院", TODAY)
    assert hit == Hit(
        layer="nursing_homes",
        identity="H-3",
        title="荣家湾敬老院",
        subtitle=f"荣家湾镇 · {NursingHomeKind.NURSING_HOME.label}",
        point=(113.05, 29.05),
        box=(113.05, 29.05, 113.05, 29.05),
        invented=False,
    )


def test_an_areas_point_lies_on_it_and_its_box_around_it(county: Session) -> None:
    (hit,) = search(county, "荣家湾镇", TODAY, limit=1)
    assert hit.box == (113.0, 29.0, 113.1, 29.1)
    assert hit.point
    assert square(113.0, 29.0).contains(Point(hit.point))


@pytest.mark.parametrize("words", ["", "   ", "不存在的地方", "%", "_", "\\"])
def test_what_is_not_called_so_is_not_found(county: Session, words: str) -> None:
    assert titles(county, words) == []


def test_only_what_holds_on_the_day_is_found(county: Session) -> None:
    assert search(county, "荣家湾", day("1999-12-31")) == []


def test_a_statistic_is_found_without_a_place(session: Session) -> None:
    values = {
        "number": "430621-20201101-resident-60",
        "name": "岳阳县常住老人",
        "division": "430621",
        "counted_on": "2020-11-01",
        "basis": "resident",
        "age_from": 60,
        "people": 121826,
    }
    statistic = PopulationStatistic.model_validate(values)
    register.enter(session, statistic, valid_from=NEW_YEAR, provenance=LEDGER)
    register.enter(session, home("H-9", name="院"), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    (hit,) = search(session, "常住老人", TODAY)
    assert (hit.point, hit.box) == (None, None)
