"""Where to build, asked of the real service: queued, solved, kept, and the same for ever."""

import json
import time
from typing import Any

import httpx
import pytest

RUNS = "/api/siting/runs"
QUESTION: dict[str, Any] = {
    "as_of": "2024-12-31",
    "sites": 2,
    "budget_wan": 2500,
    "per_thousand": 40,
    "limit": 8000,
    "options": [{"places": 100, "cost_wan": 900, "land_m2": 4000}, {"places": 200, "cost_wan": 1500, "land_m2": 8000}],
}
PATIENCE_S = 120


def solved(client: httpx.Client, **terms: object) -> dict[str, Any]:
    """Ask, wait, and answer what was found."""
    asked = client.post(RUNS, json=QUESTION | terms)
    if asked.status_code == 200:
        known: dict[str, Any] = asked.json()
        return known
    assert asked.status_code == 202, asked.text
    job = ended(client, asked.headers["location"])
    assert (job["status"], job["error"]) == ("done", None)
    found: dict[str, Any] = client.get(job["result"]).json()
    return found


def ended(client: httpx.Client, address: str) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE_S
    while (job := client.get(address).json())["status"] in ("queued", "running"):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)
    answered: dict[str, Any] = job
    return answered


@pytest.fixture(scope="module")
def run(client: httpx.Client) -> dict[str, Any]:
    return solved(client)


def test_the_plan_is_proven_and_keeps_its_limits(run: dict[str, Any]) -> None:
    assert (run["status"], run["gap"]) == ("optimal", 0)
    assert run["value"] == run["bound"] == run["after"]["served"]
    assert run["gap_words"].startswith("已证明")
    new = [site for site in run["sites"] if site["kind"] == "new"]
    assert 0 < len(new) <= 2
    assert sum(site["cost_wan"] for site in new) == run["cost_wan"] <= 2500
    assert all(site["served"] <= site["places"] for site in run["sites"])
    assert sum(site["served"] for site in run["sites"]) == run["value"]
    assert run["invented"]


def test_three_buckets_sum_everywhere(run: dict[str, Any]) -> None:
    for when in ("before", "after"):
        parts = [run[when], *(row[when] for row in run["townships"]), *(row[when] for row in run["settlements"])]
        assert all(part["people"] == part["served"] + part["waiting"] + part["out_of_reach"] for part in parts)
        for rows in (run["townships"], run["settlements"]):
            assert sum(row[when]["served"] for row in rows) == run[when]["served"]
    assert run["after"]["served"] > run["before"]["served"]


def test_what_is_known_is_answered_at_once_with_the_same_bytes(client: httpx.Client, run: dict[str, Any]) -> None:
    again = client.post(RUNS, json=QUESTION | {"time_limit_s": 7})
    assert (again.status_code, again.json()["id"]) == (200, run["id"])
    first = client.get(f"{RUNS}/{run['id']}")
    assert first.content == again.content
    tag = first.headers["etag"]
    assert client.get(f"{RUNS}/{run['id']}", headers={"If-None-Match": tag}).status_code == 304
    assert run["id"] in [line["id"] for line in client.get(RUNS).json()["runs"]]


def test_who_is_nobody_may_not_ask(anonymous: httpx.Client) -> None:
    assert anonymous.post(RUNS, json=QUESTION).status_code == 401


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"as_of": "1950-01-01"}, "1950-01-01"),
        ({"existing": {"NH-0": {"keep": False}}}, "没有编号为“NH-0”的现有设施"),
        ({"candidates": {"source": "grid"}}, "方格网没有给间距"),
        ({"mode": "fly"}, "fly"),
        ({"exclude": [[113, 29], [114, 29], [113, 30], [114, 30]]}, "自己相交"),
    ],
)
def test_a_wish_that_cannot_be_followed_is_refused_at_once(
    client: httpx.Client, terms: dict[str, Any], words: str
) -> None:
    refused = client.post(RUNS, json=QUESTION | terms)
    assert refused.status_code == 422
    assert words in refused.text


def test_a_run_of_another_kind_is_no_plan(client: httpx.Client) -> None:
    other = client.post("/api/coverage/runs", json={"as_of": "2024-12-31"}).json()["run"]
    assert client.get(f"{RUNS}/{other}").status_code == 404
    assert client.get(f"{RUNS}/siting-0").status_code == 404


def test_a_search_is_cancelled(client: httpx.Client) -> None:
    asked = client.post(RUNS, json=QUESTION | {"sites": 9, "budget_wan": 9999})
    client.delete(asked.headers["location"])
    assert ended(client, asked.headers["location"])["status"] == "cancelled"


def test_value_and_bound_are_told_as_they_come(client: httpx.Client) -> None:
    asked = client.post(RUNS, json=QUESTION | {"sites": 4, "budget_wan": 5000})
    assert asked.status_code == 202
    told: list[dict[str, Any]] = []
    with client.stream("GET", f"{asked.headers['location']}/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        told += [json.loads(line[6:]) for line in stream.iter_lines() if line.startswith("data: ")]
    assert (told[-1]["status"], told[-1]["error"]) == ("done", None)
    found = client.get(told[-1]["result"]).json()
    _, value, bound = told[-1]["live"]["trail"][-1]
    assert (value, bound) == (found["value"], found["bound"])


def test_the_stream_of_an_unknown_job_is_refused(client: httpx.Client) -> None:
    assert client.get("/api/jobs/job-0/events").status_code == 404
