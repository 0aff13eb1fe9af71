"""The first sight, against the rows themselves."""

import datetime as dt
from typing import Any

import httpx
import pytest

from api.county_figures import Counted, Home, Origin, home_figures, people_figures
from layers.nursing_homes import NursingHome
from tests.api.conftest import LiveDesk

DAY = "2024-12-31"
CENSUS = Origin(dt.date(2020, 11, 1), "普查", invented=False)


def home(**values: Any) -> Home:  # noqa: ANN401 - fields of a home
    usual = {
        "number": "1",
        "name": "一",
        "stage": "open",
        "kind": "nursing_home",
        "ownership": "public",
        "operation": "public_run",
    }
    return Home(NursingHome.model_validate(usual | values), CENSUS)


def test_shares_are_of_beds_not_of_homes() -> None:
    homes = [
        home(beds=100, beds_nursing=50),
        home(beds=300, beds_nursing=190, operation="public_built_private_run"),
        home(beds=100, ownership="private_nonprofit", operation="private_run"),
    ]
    nursing, government = home_figures(homes, "/")
    assert (nursing.value, nursing.direction) == (48.0, "at_least")
    assert (government.value, government.direction) == (20.0, "at_most")


def test_a_county_without_homes_has_no_shares() -> None:
    assert home_figures([], "/") == []


def test_older_people_are_shared_by_everybody_of_the_same_day() -> None:
    later = Origin(dt.date(2024, 12, 31), "年报", invented=False)
    told = people_figures([Counted(0, 1000, CENSUS), Counted(60, 217, CENSUS), Counted(80, 30, later)], "/")
    assert {figure.id: figure.value for figure in told} == {"people-60": 217, "people-80": 30, "aged-share": 21.7}
    assert people_figures([Counted(0, 1000, later), Counted(60, 217, CENSUS)], "/")[-1].id == "people-60"


@pytest.fixture(scope="module")
def sight(client: httpx.Client) -> dict[str, Any]:
    answered = client.get("/api/overview", params={"as_of": DAY})
    assert answered.status_code == 200, answered.text
    seen: dict[str, Any] = answered.json()
    return seen


def test_the_countys_figures_stand_with_unit_date_source_and_link(sight: dict[str, Any]) -> None:
    figures = {figure["id"]: figure for figure in sight["figures"]}
    assert figures["people-60"]["value"] == 121_826
    assert figures["people-65"]["value"] == 89_808
    assert figures["people-80"]["value"] == 16_676
    assert figures["aged-share"]["value"] == 21.7
    ratio = figures["beds-per-thousand"]
    assert ratio["value"] == pytest.approx(1000 * figures["beds"]["value"] / 121_826)
    assert (ratio["target"], ratio["direction"], ratio["counted_on"]) == (40, "at_least", "2020-11-01")
    assert all(figure["unit"] and figure["source"] and figure["link"] for figure in sight["figures"])


def test_a_figure_and_a_run_say_the_same(client: httpx.Client, sight: dict[str, Any]) -> None:
    run = client.post("/api/coverage/runs", json={"as_of": DAY}).json()
    figures = {figure["id"]: figure["value"] for figure in sight["figures"]}
    assert figures["beds-per-thousand"] == run["total"]["beds_per_thousand"]
    assert figures["beds"] == run["total"]["beds"]


def test_counts_are_those_of_the_collections(client: httpx.Client, sight: dict[str, Any]) -> None:
    atlas = client.get("/api/layers", params={"as_of": DAY}).json()
    assert atlas["county"] == sight["county"] == {"code": "430621", "name": "岳阳县"}
    for line, sheet in zip(sight["layers"], atlas["layers"], strict=True):
        items = client.get(f"/ogc/collections/{line['id']}/items", params={"datetime": DAY, "limit": 1}).json()
        assert line["count"] == sheet["count"] == items["numberMatched"]


def test_a_field_brings_what_a_form_must_know(client: httpx.Client) -> None:
    atlas = client.get("/api/layers", params={"as_of": DAY}).json()
    homes = next(layer for layer in atlas["layers"] if layer["id"] == "nursing_homes")
    fields = {field["name"]: field for field in homes["fields"]}
    assert (fields["name"]["max_length"], fields["name"]["required"]) == (100, True)
    assert (fields["beds"]["minimum"], fields["beds"]["maximum"]) == (0, 2_000_000_000)
    assert fields["phone"]["pattern"] == "^[0-9+][0-9 -]{2,24}$"
    assert fields["number"]["example"]
    assert [field["name"] for field in homes["fields"] if field["personal"]] == ["contact", "contact_phone"]
    layers = {layer["id"]: layer for layer in atlas["layers"]}
    assert [name for name, layer in layers.items() if layer["tiles"]] == ["divisions"]
    assert [name for name, layer in layers.items() if layer["moved_by"]] == ["boundary_lines", "boundary_markers"]


def test_the_newest_changes_are_told(own_desk: LiveDesk) -> None:
    """Of a county that only this test opens: others write in theirs."""
    with own_desk.start().client() as anonymous:
        changes = anonymous.get("/api/overview", params={"as_of": "2024-12-31"}).json()["changes"]
    assert changes
    assert {change["deed"] for change in changes} == {"insert"}
    assert all(change["because"] == "装载示例县" for change in changes)


def test_a_county_before_its_records_has_no_figures(client: httpx.Client) -> None:
    seen = client.get("/api/overview", params={"as_of": "1950-01-01"}).json()
    assert seen["figures"] == []
    assert {layer["count"] for layer in seen["layers"]} == {0}


def test_a_name_is_found_in_every_layer(client: httpx.Client) -> None:
    found = client.get("/api/search", params={"q": "荣家湾", "as_of": DAY}).json()["results"]
    assert found[0]["title"] == "荣家湾镇"
    assert {"divisions", "nursing_homes"} <= {hit["layer"] for hit in found}
    for hit in (hit for hit in found if hit["bbox"]):
        west, south, east, north = hit["bbox"]
        assert west <= hit["lon"] <= east
        assert south <= hit["lat"] <= north
    assert client.get("/api/search").json()["results"] == []
    assert client.get("/api/search", params={"q": "荣家湾", "limit": 0}).status_code == 400


def test_indicators_are_told_with_terms_and_policies(client: httpx.Client) -> None:
    (beds,) = client.get("/api/indicators").json()["indicators"]
    assert beds["id"] == "beds-per-thousand"
    assert beds["ramps"]["sequential"]["breaks"] == [10, 20, 30, 40, 50]
    assert all(len(ramp["colours"]) == len(ramp["breaks"]) + 1 for ramp in beds["ramps"].values())
    assert [term["name"] for term in beds["parameters"]][:3] == ["by", "as_of", "age"]
    assert 40 in [policy["value"] for policy in beds["policies"]]


def test_the_public_is_told_the_same_figures(client: httpx.Client, anonymous: httpx.Client) -> None:
    """What only an office may know of a home is not needed to count its beds."""
    asked = {"as_of": DAY}
    told = anonymous.get("/api/overview", params=asked)
    assert told.status_code == 200, told.text
    assert told.json()["figures"] == client.get("/api/overview", params=asked).json()["figures"]
