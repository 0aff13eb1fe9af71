"""`POST /api/names/check`: one name or a table, what stands against it and where."""

from collections.abc import Callable
from pathlib import Path

import httpx
import orjson
import pytest

from api.name_check_console import Place, show_checks
from layers.refusal import Refusal
from layers.rights import Role
from tests.api.conftest import LiveDesk

TOWN = {"name": "荣家湾镇", "kind": "division", "division": "430621100"}


def test_a_name_that_exists_is_refused_with_its_place(client: httpx.Client) -> None:
    checked = client.post("/api/names/check", json=TOWN).json()
    assert checked["verdict"] == "blocks"
    (same,) = [each for each in checked["findings"] if each["rule"] == "same-name" and each["severity"] == "blocks"]
    assert same["title"] == "重名"
    assert "第九条" in same["article"]
    assert same["conflicts"][0]["name"] == "荣家湾镇"
    assert 112 < same["conflicts"][0]["lon"] < 114
    assert 28 < same["conflicts"][0]["lat"] < 30
    assert checked["scope"] | {"area": None} == {
        "title": "同一省级行政区域内（430000）",
        "article": "《地名管理条例》第九条第一款（八）",
        "lawful": "同一省级行政区域内",
        "is_lawful": True,
        "division": "43",
        "area": None,
    }
    assert checked["spelling"]["toned"] == "Róngjiāwān Zhèn"


def test_the_same_name_is_no_obstacle_to_itself(client: httpx.Client) -> None:
    first = client.post("/api/names/check", json=TOWN).json()
    codes = [conflict["code"] for each in first["findings"] for conflict in each["conflicts"]]
    again = client.post("/api/names/check", json=TOWN | {"ignoring": codes}).json()
    assert "same-name" not in {each["rule"] for each in again["findings"]}


def test_a_table_is_checked_against_itself(client: httpx.Client) -> None:
    street = {"kind": "street", "division": "430621100"}
    names = [street | {"name": name} for name in ("甲子新路", "甲字新路", "乙丑新路")]
    checked = client.post("/api/names/check", json={"names": names}).json()["names"]
    assert [each["name"] for each in checked] == ["甲子新路", "甲字新路", "乙丑新路"]
    (sound,) = [each for each in checked[0]["findings"] if each["rule"] == "same-sound-toneless"]
    assert [conflict["name"] for conflict in sound["conflicts"]] == ["甲字新路"]
    assert "same-sound-toneless" not in {each["rule"] for each in checked[2]["findings"]}


def test_where_the_built_up_area_is_not_known_it_is_said(client: httpx.Client) -> None:
    checked = client.post("/api/names/check", json={"name": "甲子新路", "kind": "street", "near": [112.4, 28.9]}).json()
    assert "scope-unknown" in {each["rule"] for each in checked["findings"]}
    assert not checked["scope"]["is_lawful"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "lane"},
        {"name": "人\0民路"},
        {"ignoring": ["\0"]},
        {"near": [29.1, 113.1]},
        {"geometry": {"type": "Point"}},
        {"geometry": {"type": "Point", "coordinates": []}},
        {"names": []},
    ],
)
def test_what_cannot_be_checked_is_refused(anonymous: httpx.Client, wrong: dict[str, object]) -> None:
    asked = wrong if "names" in wrong else {"name": "人民路", "kind": "street"} | wrong
    refused = anonymous.post("/api/names/check", json=asked)
    assert refused.status_code == 422, refused.text
    assert refused.headers["content-type"] == "application/problem+json"


def test_the_public_is_told_places_roughly(anonymous: httpx.Client, as_role: Callable[..., httpx.Client]) -> None:
    told = anonymous.post("/api/names/check", json=TOWN | {"near": [113.12, 29.14]}).json()
    places = [conflict for each in told["findings"] for conflict in each["conflicts"] if conflict["lon"] is not None]
    assert places
    assert all(place["lon"] == round(place["lon"], 4) and place["distance_m"] is None for place in places)
    officer = as_role(Role.NAME_REVIEWER).post("/api/names/check", json=TOWN | {"near": [113.12, 29.14]}).json()
    assert any(conflict["distance_m"] is not None for each in officer["findings"] for conflict in each["conflicts"])


def test_the_console_prints_what_stands_against_a_name(
    own_desk: LiveDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("CAIRN_DATABASE_URL", "CAIRN_VAR", "CAIRN_AS_OF"):
        monkeypatch.setenv(name, own_desk.environment[name])
    assert show_checks(["荣家湾镇"], "division", "430621100", Place(), "json") == 1
    assert orjson.loads(capsys.readouterr().out)["verdict"] == "blocks"
    assert show_checks(["甲子新路", "甲字新路"], "street", None, Place(near="113.12,29.14"), "text") == 0
    assert "同音不同调：拼音相同、声调不同：“甲字新路”" in capsys.readouterr().out
    spot = tmp_path / "spot.geojson"
    spot.write_text('{"type": "Point", "coordinates": [113.12, 29.14]}')
    assert show_checks(["甲子新路"], "street", None, Place(geometry=spot), "text") == 0
    for wrong in (Place(near="113"), Place(geometry=tmp_path / "nothing")):
        with pytest.raises(Refusal):
            show_checks(["甲子新路"], "street", None, wrong, "text")


def test_words_and_likeness_are_told_together_and_an_answer_is_shown(
    client: httpx.Client, as_role: Callable[..., httpx.Client]
) -> None:
    asked = {"name": "世界大道", "kind": "street", "division": "430621100"}
    first = client.post("/api/names/check", json=asked).json()
    weights = [each["severity"] for each in first["findings"]]
    assert weights == sorted(weights, key=["blocks", "needs_reason", "information"].index)
    (boast,) = [each for each in first["findings"] if each["rule"] == "exaggerated"]
    assert (boast["title"], boast["answer"]) == ("刻意夸大", None)
    given = asked | {"rule": "exaggerated", "because": "经省政府批准的既有名称"}
    reviewer = as_role(Role.NAME_REVIEWER)
    assert reviewer.post("/api/names/answers", json=given).status_code == 201
    again = reviewer.post("/api/names/check", json=asked).json()
    (answered,) = [each for each in again["findings"] if each["rule"] == "exaggerated"]
    assert answered["answer"]["because"] == "经省政府批准的既有名称"
