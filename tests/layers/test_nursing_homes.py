"""Which beds count, whose they are and who runs them."""

import itertools

import pytest

from layers.community_care import CommunityCare, CommunityCareKind
from layers.facility import FacilityStage
from layers.nursing_homes import NursingHome, Operation, Ownership
from tests.layers.shelf import example


def home(name: str = "township_home", **instead: object) -> NursingHome:
    record = example(NursingHome, name, **instead)
    assert isinstance(record, NursingHome)
    return record


def care(**instead: object) -> CommunityCare:
    record = example(CommunityCare, "day_care", **instead)
    assert isinstance(record, CommunityCare)
    return record


@pytest.mark.parametrize(
    ("stage", "beds"), [("planned", 0), ("building", 0), ("open", 120), ("suspended", 0), ("closed", 0)]
)
def test_only_an_open_home_has_beds_that_count(stage: str, beds: int) -> None:
    assert home(stage=stage, opened_on=None).elder_beds == beds


def test_childrens_beds_never_count() -> None:
    assert home("welfare_centre").elder_beds == 300
    assert home("welfare_centre", children_beds=None).elder_beds == 300


def test_day_places_are_no_beds() -> None:
    assert care().elder_beds == 6
    assert care(beds=None, beds_nursing=None, beds_open=None, beds_occupied=None).elder_beds == 0
    assert care(stage="suspended").elder_beds == 0


def test_every_community_facility_but_the_activity_room_may_keep_beds() -> None:
    assert [kind for kind in CommunityCareKind if not kind.counts_as_elder_beds] == [CommunityCareKind.ACTIVITY_ROOM]


def test_only_what_is_open_is_in_service() -> None:
    assert [stage for stage in FacilityStage if stage.in_service] == [FacilityStage.OPEN]


@pytest.mark.parametrize(
    ("manages", "serves", "county_level"),
    [
        ("county", "county", True),
        ("county", "township", False),
        ("township", "county", True),
        ("county", None, True),
        ("township", None, False),
        (None, None, False),
    ],
)
def test_a_county_level_home_is_one_that_serves_the_county(
    manages: str | None, serves: str | None, county_level: bool
) -> None:
    assert home(management_level=manages, serves=serves).is_county_level is county_level


# The pairs the trade knows; every other is a slip of the pen.
KNOWN_PAIRS = {
    ("public", "public_run"),
    ("public", "public_built_private_run"),
    ("collective", "public_run"),
    ("collective", "public_built_private_run"),
    ("private_nonprofit", "private_run"),
    ("private_nonprofit", "public_aided"),
    ("private_profit", "private_run"),
    ("private_profit", "public_aided"),
}


@pytest.mark.parametrize(("ownership", "operation"), list(itertools.product(Ownership, Operation)))
def test_ownership_and_operation_are_a_pair(ownership: Ownership, operation: Operation) -> None:
    findings = home(ownership=ownership, operation=operation).findings()
    assert (findings == []) is ((ownership.value, operation.value) in KNOWN_PAIRS)


def test_a_home_built_by_government_and_run_by_others_is_not_government_operated() -> None:
    assert home(ownership="public", operation="public_run").is_government_operated
    assert not home(ownership="public", operation="public_built_private_run").is_government_operated
    assert not home(ownership="collective", operation="public_run").is_government_operated
