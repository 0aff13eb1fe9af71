"""Reserved names, proposals and the whole check over HTTP, with answers shown again."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from layers.rights import Role

As = Callable[..., httpx.Client]
PLACE = {"near": [113.12, 29.14], "division": "430621100"}
RESERVED = {"name": "听潮路", "kind": "street", "division": "430621", "theme": "湖区"}


@pytest.fixture(scope="module")
def drafter(as_role: As) -> httpx.Client:
    return as_role(Role.NAME_DRAFTER)


def rules(client: httpx.Client, name: str, **more: object) -> dict[str, dict[str, Any]]:
    answered = client.post("/api/names/check", json={"name": name, "kind": "street", **PLACE, **more})
    assert answered.status_code == 200, answered.text
    return {each["rule"]: each for each in answered.json()["findings"]}


def test_the_whole_check_hears_words_and_place_and_shows_answers(as_role: As) -> None:
    reviewer = as_role(Role.NAME_REVIEWER)
    told = rules(reviewer, "枫丹白露路")["foreign"]
    assert (told["title"], told["severity"], told["part"], told["answer"]) == (
        "外国地名、外语词",
        "needs_reason",
        [0, 4],
        None,
    )
    answer = {"name": "枫丹白露路", "kind": "street", "division": "430621", "rule": "foreign", "because": "有纪念意义"}
    assert reviewer.post("/api/names/answers", json=answer).status_code == 201
    assert rules(reviewer, "枫丹白露路")["foreign"]["answer"]["because"] == "有纪念意义"
    checked = reviewer.post("/api/names/check", json={"name": "枫丹白露路", "kind": "street", **PLACE}).json()
    others = [each for each in checked["findings"] if each["severity"] == "needs_reason" and not each["answer"]]
    assert others or checked["verdict"] == "clear"
    line = {"type": "LineString", "coordinates": [[113.1, 29.1], [113.105, 29.1]]}
    assert "没有选定" in rules(reviewer, "听风大道", geometry=line, near=None)["road-generic"]["message"]


def test_a_leaders_name_blocks(drafter: httpx.Client) -> None:
    checked = drafter.post("/api/names/check", json={"name": "毛泽东路", "kind": "street", **PLACE}).json()
    assert checked["verdict"] == "blocks"


def test_a_name_is_reserved_amended_and_released(drafter: httpx.Client, anonymous: httpx.Client, as_role: As) -> None:
    kept = drafter.post("/api/names/reserved", json=RESERVED)
    assert kept.status_code == 201, kept.text
    number, address = kept.json()["id"], f"/api/names/reserved/{kept.json()['id']}"
    assert drafter.post("/api/names/reserved", json=RESERVED).status_code == 409
    assert "same-name" in rules(drafter, "听潮路")
    assert [each["id"] for each in drafter.get("/api/names/reserved", params={"theme": "湖区"}).json()["names"]] == [
        number
    ]
    assert anonymous.get("/api/names/reserved").json()["names"] == []
    assert anonymous.post("/api/names/reserved", json=RESERVED | {"name": "听涛路"}).status_code == 401
    assert as_role(Role.NAME_REVIEWER).patch(address, json={"version": 1, "theme": "湖"}).status_code == 403
    amended = drafter.patch(address, json={"version": 1, "expires_on": "2030-12-31"})
    assert (amended.json()["expires_on"], amended.json()["version"]) == ("2030-12-31", 2)
    assert drafter.patch(address, json={"version": 1, "theme": "湖"}).status_code == 412
    assert drafter.delete(address).status_code == 204
    assert drafter.delete(address).status_code == 404


def test_proposals_pass_the_whole_check_and_the_reserved_come_first(drafter: httpx.Client) -> None:
    drafter.post("/api/names/reserved", json=RESERVED | {"name": "观澜路", "theme": "山水"})
    wish = {"kind": "street", "theme": "山水", "limit": 5, **PLACE}
    told = drafter.post("/api/names/suggest", json=wish)
    assert told.status_code == 200, told.text
    found = told.json()["suggestions"]
    assert len(found) == 5
    assert found[0]["name"] == "观澜路"
    assert found[0]["reserved"]
    assert found[0]["romanized"] == "Guānlán Lù"
    assert all(each["verdict"] != "blocks" and each["because"] for each in found)
    lanes = drafter.post("/api/names/suggest", json=wish | {"generic": "巷"}).json()["suggestions"]
    assert sum(each["name"].endswith("巷") for each in lanes) >= 4
    assert drafter.post("/api/names/suggest", json=wish | {"theme": "天文"}).status_code == 404
    assert drafter.post("/api/names/suggest", json=wish | {"kind": "planet"}).status_code == 422
