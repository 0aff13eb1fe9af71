"""Signs over HTTP: the planted error is found, plans count what stands, pictures and inspections are kept."""

import io
from collections.abc import Iterator

import httpx
import pytest
from PIL import Image

from layers.rights import Role
from tests.api.conftest import LiveDesk
from tests.people import token_of

ROAD = "430621-J003"


@pytest.fixture
def drafter(own_desk: LiveDesk, own_county: str) -> Iterator[httpx.Client]:
    own_desk.start()
    with own_desk.client(token_of(own_county, Role.NAME_DRAFTER)) as client:
        yield client


def test_the_sign_without_its_apostrophe_is_found_and_no_street_beside(anonymous: httpx.Client) -> None:
    found = anonymous.get("/api/names/signs/findings", params={"road": ROAD}).json()["signs"]
    assert found
    assert {sign["findings"][0]["message"] for sign in found} == {"隔音符号不对：应为 TIAN'E LU"}
    for road in ("430621-J001", "430621-J006"):
        assert anonymous.get("/api/names/signs/findings", params={"road": road}).json()["signs"] == []
    elsewhere = anonymous.get("/api/names/signs/findings", params={"division": "430621105"}).json()["signs"]
    assert {finding["message"] for sign in elsewhere for finding in sign["findings"]} == {
        "版面没有汉语拼音（《地名管理条例》第十五条）"
    }


def test_the_plan_of_a_road_counts_what_stands(client: httpx.Client) -> None:
    told = client.get(f"/api/names/sign-plans/roads/{ROAD}").json()
    assert told["name"] == "天鹅路"
    assert told["standing"] + told["replace"] + told["missing"] == len(told["signs"]) >= 2
    held = client.get("/ogc/collections/name_signs/items", params={"limit": 1000}).json()["features"]
    own = {each["properties"]["code"] for each in held if each["properties"].get("road") == ROAD}
    assert {sign["sign"] for sign in told["signs"] if sign["sign"]} | set(told["others"]) == own
    assert {sign["bearing_degree"] is not None for sign in told["signs"]} == {True}


def test_a_township_plan_lists_the_villages_without_a_board(anonymous: httpx.Client) -> None:
    told = anonymous.get("/api/names/sign-plans/townships/430621105").json()
    assert told["name"] == "新墙镇"
    # Boards stand in villages; residents' committees of the town have none in the sample.
    assert told["missing"] >= 1
    assert told["standing"] + told["replace"] > told["missing"]
    assert anonymous.get("/api/names/sign-plans/townships/430621999").status_code == 404


@pytest.mark.parametrize(("extension", "begins"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("geojson", b"{")])
def test_a_plan_is_handed_out_as_a_file(client: httpx.Client, extension: str, begins: bytes) -> None:
    for of in (f"roads/{ROAD}", "townships/430621105"):
        answered = client.get(f"/api/names/sign-plans/{of}.{extension}")
        assert answered.status_code == 200, answered.text
        assert answered.content.startswith(begins)
    if extension == "geojson":
        sheet = client.get("/api/names/sign-plans/townships/430621105").json()
        features = answered.json()["features"]
        assert [each["properties"]["name"] for each in features] == [sign["name"] for sign in sheet["signs"]]


def test_a_picture_is_kept_with_its_sign_and_shown_to_everybody(own_desk: LiveDesk, drafter: httpx.Client) -> None:
    page = io.BytesIO()
    Image.new("RGB", (3000, 100), "green").save(page, "PNG")
    where = "/api/names/signs/430621-BZ0001/photographs"
    kept = drafter.put(where, content=page.getvalue(), headers={"Content-Type": "image/png"})
    assert kept.status_code == 201, kept.text
    assert (kept.json()["width"], kept.json()["height"]) == (2048, 68)
    assert drafter.put(where, content=page.getvalue()).json()["hash"] == kept.json()["hash"], "the same picture is one"
    item = drafter.get("/ogc/collections/name_signs/items/430621-BZ0001").json()["properties"]
    assert item["photographs"] == kept.json()["hash"]
    with own_desk.client() as nobody:
        assert nobody.get(kept.json()["href"]).headers["content-type"] == "image/jpeg"
        assert nobody.get(f"{kept.json()['href']}/original").status_code == 404
        assert nobody.put(where, content=page.getvalue()).status_code == 401
    assert drafter.get(f"{kept.json()['href']}/original").content == page.getvalue()
    assert drafter.put("/api/names/signs/430621-BZ9999/photographs", content=page.getvalue()).status_code == 404


def test_what_was_found_before_stays_in_the_history(drafter: httpx.Client) -> None:
    where = "/api/names/signs/430621-BZ0001"
    was = drafter.get("/ogc/collections/name_signs/items/430621-BZ0001").json()["properties"]
    found = drafter.post(
        f"{where}/inspections", json={"condition": "missing", "seen_on": "2024-12-30", "because": "年度检查"}
    )
    assert (found.status_code, found.json()["condition_label"]) == (201, "丢失")
    again = drafter.post(
        f"{where}/inspections", json={"condition": "intact", "seen_on": "2024-12-30", "because": "当日补设"}
    )
    assert again.status_code == 201
    now = drafter.get("/ogc/collections/name_signs/items/430621-BZ0001").json()["properties"]
    before = drafter.get("/ogc/collections/name_signs/items/430621-BZ0001?datetime=2024-12-29").json()["properties"]
    assert (now["condition"], now["seen_on"], before["condition"]) == ("intact", "2024-12-30", was["condition"])
