"""Services: what a record offers and to whom, how far is near, and texts that cannot be used."""

from collections.abc import Callable

import pytest

from data import services as files
from layers.cemeteries import Cemetery
from layers.community_care import CommunityCare
from layers.meal_points import MealPoint
from layers.nursing_homes import NursingHome
from layers.population import PopulationBasis
from layers.record import Record
from layers.refusal import Refusal
from layers.rescue_points import RescuePoint
from layers.services import Bucket, DemandAge, Offer, Service, ServiceId, is_town, read, read_all

OPEN = {"number": "1", "name": "虚构设施", "stage": "open", "division": "430621100"}
HOME = {"kind": "care_home", "ownership": "private_profit", "operation": "private_run"}
SERVICES = files.read()


def offered(service: ServiceId, form: type[Record], **values: object) -> Offer | None:
    return SERVICES[service].offer(form.model_validate(OPEN | values))


def test_beds_are_those_of_what_is_open() -> None:
    assert offered(ServiceId.NURSING_BEDS, NursingHome, **HOME, beds=30) == Offer(30)
    assert offered(ServiceId.NURSING_BEDS, NursingHome, **HOME, beds=30, stage="planned") is None
    assert offered(ServiceId.NURSING_BEDS, CommunityCare, kind="day_care", day_places=9) is None


def test_a_meal_is_brought_as_far_as_the_point_delivers() -> None:
    assert offered(ServiceId.MEAL_POINTS, MealPoint, kind="table", meal_capacity=20) == Offer(20)
    found = offered(ServiceId.MEAL_POINTS, MealPoint, kind="table", delivers=True, delivery_radius=1500)
    assert found == Offer(0, unknown=True, delivers_m=1500.0)


def test_rescue_turns_nobody_away_and_a_sign_receives_nobody() -> None:
    assert offered(ServiceId.RESCUE_POINTS, RescuePoint, kind="station", beds=4) == Offer(None)
    assert offered(ServiceId.RESCUE_POINTS, RescuePoint, kind="guide_sign") is None


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"kind": "commercial", "level": "county", "plots": 100, "plots_in_use": 30, "niches": 5}, Offer(75)),
        (
            {"kind": "rural_public", "level": "township", "plots": 9},
            Offer(9, takes=frozenset({"430621100"})),
        ),
        (
            {"kind": "eco_burial", "level": "township", "served_villages": "430621100200、430621100201"},
            Offer(0, unknown=True, takes=frozenset({"430621100200", "430621100201"})),
        ),
        ({"kind": "historic", "level": "village", "plots": 9}, None),
    ],
)
def test_graves_left_and_whose_dead_they_are_for(values: dict[str, object], expected: Offer | None) -> None:
    assert offered(ServiceId.CEMETERIES, Cemetery, **values) == expected


def test_whose_people_come() -> None:
    assert Offer(1).takes_people_of("430621100200")
    assert Offer(1, takes=frozenset({"430621100"})).takes_people_of("430621100200")
    assert not Offer(1, takes=frozenset({"430621101"})).takes_people_of("430621100200")


def test_a_quarter_of_an_hour_in_town_and_half_in_the_country() -> None:
    walk = SERVICES[ServiceId.MEAL_POINTS].limits_by("walk")
    assert (walk.of(in_town=True), walk.of(in_town=False), walk.largest) == (15, 30, 30)


@pytest.mark.parametrize(
    ("urban_rural", "kind", "town"),
    [("121", "village", True), ("220", "community", False), (None, "community", True), (None, "village", False)],
)
def test_town_is_what_the_urban_rural_class_says(urban_rural: str | None, kind: str, town: bool) -> None:
    assert is_town(urban_rural, kind) is town


def test_ages_name_the_field_that_counts_them() -> None:
    assert DemandAge.EIGHTY.field(PopulationBasis.RESIDENT) == "aged_80"
    assert DemandAge.ALL.field(PopulationBasis.REGISTERED) == "registered"
    assert [age.label_en for age in DemandAge][:2] == ["Everybody", "60 and over"]


def test_the_planners_three_words() -> None:
    assert list(Bucket.labels().values()) == ["已有位", "够得着没位", "够不着"]


@pytest.mark.parametrize("service", list(ServiceId))
def test_each_service_says_whose_it_is_how_far_and_by_whom(service: ServiceId) -> None:
    each = SERVICES[service]
    assert set(each.limits) == {"straight", "walk", "drive"}
    assert each.age_source
    assert each.unit
    assert all(form.layer.geometry for form in each.layers)


def _without(text: str) -> Callable[[], object]:
    return lambda: read(text, "meal_points.toml")


GOOD = (files.SHIPPED / "meal_points.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (_without("id ="), "不是有效的 TOML"),
        (_without(GOOD.replace("town = 15\n", "town = -15\n")), "limits.walk.town：-15"),
        (_without(GOOD.replace('age = "60"', 'age = "61"')), "age：61"),
        (lambda: read_all({"a": GOOD}), "缺少：养老床位"),
        (lambda: SERVICES[ServiceId.MEAL_POINTS].limits_by("swim"), "没有 swim 方式的时限"),
        (lambda: files.read(files.SHIPPED / "none"), "文件夹不存在"),
    ],
)
def test_what_cannot_be_used_is_said(wrong: Callable[[], Service], told: str) -> None:
    with pytest.raises(Refusal, match=told):
        wrong()
