"""Answers, the county's words and tables, and sweeps over HTTP."""

import json
import time
from collections.abc import Callable
from urllib.parse import quote

import httpx
import pytest

from layers.rights import Role
from tests.api.test_cli import cairn

As = Callable[..., httpx.Client]
ANSWER = {"name": "曼哈顿路", "kind": "street", "division": "430621", "rule": "foreign", "because": "民国时已有此名"}


@pytest.fixture(scope="module")
def reviewer(as_role: As) -> httpx.Client:
    return as_role(Role.NAME_REVIEWER)


def test_a_reviewer_answers_and_it_is_counted(reviewer: httpx.Client, anonymous: httpx.Client) -> None:
    given = reviewer.post("/api/names/answers", json=ANSWER)
    assert given.status_code == 201, given.text
    assert given.json()["by"].startswith("name_reviewer")
    told = reviewer.get("/api/names/answers", params={"name": "曼哈顿路"}).json()
    assert [each["because"] for each in told["answers"]] == ["民国时已有此名"]
    assert told["counts"]["foreign"] >= 1
    assert anonymous.get("/api/names/answers").json() == {"answers": [], "counts": {}}


@pytest.mark.parametrize(
    ("role", "status"), [(None, 401), (Role.VIEWER, 403), (Role.NAME_DRAFTER, 403), (Role.ADMINISTRATOR, 403)]
)
def test_who_does_not_review_is_refused(as_role: As, anonymous: httpx.Client, role: Role | None, status: int) -> None:
    client = anonymous if role is None else as_role(role)
    refused = client.post("/api/names/answers", json=ANSWER)
    assert (refused.status_code, refused.headers["content-type"]) == (status, "application/problem+json")
    assert client.post("/api/names/sweeps", json={}).status_code == status
    word = client.put("/api/names/words/brands/荣湾", json={"because": "本县企业"})
    assert word.status_code == (403 if role is None else status)


def test_an_answer_without_a_reason_or_of_an_unknown_kind_is_refused(reviewer: httpx.Client) -> None:
    assert reviewer.post("/api/names/answers", json=ANSWER | {"because": ""}).status_code == 422
    assert reviewer.post("/api/names/answers", json=ANSWER | {"kind": "planet"}).status_code == 422
    assert reviewer.post("/api/names/answers", json=ANSWER | {"because": "a\0b"}).status_code == 422


def test_words_are_added_struck_and_taken_back(reviewer: httpx.Client, anonymous: httpx.Client) -> None:
    told = anonymous.get("/api/names/words").json()
    assert {each["id"] for each in told["lists"]} >= {"leaders", "brands"}
    assert all(each["source"] for each in told["lists"])
    assert {rule["id"]: rule["fault"] for rule in told["rules"]}["foreign"] == "foreign"
    address = f"/api/names/words/brands/{quote('荣湾酒业')}"
    put = reviewer.put(address, json={"because": "本县企业"})
    assert put.status_code == 200, put.text
    first = put.json()["words"][0]
    assert (first["word"], first["county"], first["is_struck"]) == ("荣湾酒业", True, False)
    assert reviewer.delete(address).status_code == 204
    assert reviewer.delete(address).status_code == 404
    assert reviewer.put("/api/names/words/nothing/abc", json={"because": "试"}).status_code == 404


def test_a_table_holds_only_when_chosen(reviewer: httpx.Client) -> None:
    before = reviewer.get("/api/names/tables/roads").json()
    assert before["chosen"] is None
    assert set(before["shipped"]) == {"xian", "shiyan"}
    assert 'id = "xian"' in reviewer.put("/api/names/tables/roads", json={"shipped": "xian"}).json()["chosen"]
    assert reviewer.put("/api/names/tables/roads", json={"content": "id = 1"}).status_code == 422
    assert reviewer.put("/api/names/tables/roads", json={}).status_code == 422
    assert reviewer.put("/api/names/tables/roads", json={"shipped": "atlantis"}).status_code == 404
    assert reviewer.delete("/api/names/tables/roads").status_code == 204


def finished(client: httpx.Client, address: str) -> str:
    for _ in range(300):
        job = client.get(address).json()
        if job["finished_at"]:
            assert job["status"] == "done", job
            return str(job["result"])
        time.sleep(0.2)
    raise AssertionError(job)


def test_a_sweep_is_worked_off(reviewer: httpx.Client, anonymous: httpx.Client) -> None:
    begun = reviewer.post("/api/names/sweeps", json={})
    assert begun.status_code == 202, begun.text
    address = finished(reviewer, begun.headers["Location"])
    sheet = reviewer.get(address).json()
    assert sheet["names"] > 0
    assert sheet["found"] == sum(rule["found"] for rule in sheet["rules"])
    found = reviewer.get(f"{address}/findings", params={"limit": 1, "decision": "undecided"}).json()
    first = found["findings"][0]
    assert first["title"]
    assert first["article"]
    decided = reviewer.post(
        f"{address}/findings/{first['id']}/decision", json={"decision": "keep", "because": "示例"}
    ).json()
    assert (decided["decision"], decided["decision_label"], decided["because"]) == ("keep", "保留", "示例")
    assert reviewer.get(address).json()["decided"] >= 1
    kept = reviewer.get(f"{address}/findings", params={"decision": "keep"}).json()["findings"]
    assert first["id"] in {each["id"] for each in kept}
    assert reviewer.get("/api/names/sweeps").json()["sweeps"][0]["id"] == sheet["id"]
    assert anonymous.get(address).status_code == 404
    assert reviewer.get(f"{address}/findings", params={"severities": "x"}).status_code == 400


def test_the_console_sweeps_and_tells(county_database: str) -> None:
    settings = {"database_url": county_database, "as_of": "2024-12-31"}
    done = cairn("name", "sweep", "--format", "json", **settings)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["names"] > 0
    assert told["found"] == sum(sum(each.values()) for each in told["counts"].values())
    assert cairn("name", "sweep", "--format", "xml", **settings).returncode == 2
