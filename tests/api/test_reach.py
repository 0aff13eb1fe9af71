"""Reach over HTTP: the same figures in answer, table, export and why; the public is told coarse places."""

import csv
import io
import time
import zipfile
from typing import Any
from urllib.parse import unquote

import httpx
import pytest

RUNS = "/api/reach/runs"
QUESTION = {"service": "meal_points", "as_of": "2024-12-31", "measure": "e2sfca"}
COUNTS = ("people", "served", "waiting", "out_of_reach")


@pytest.fixture(scope="module")
def run(client: httpx.Client) -> dict[str, Any]:
    answered = client.post(RUNS, json=QUESTION)
    assert answered.status_code in (200, 201), answered.text
    result: dict[str, Any] = answered.json()
    return result


def test_a_run_is_new_once_and_the_same_bytes_ever_after(client: httpx.Client) -> None:
    question = {"service": "nursing_beds", "as_of": "2024-12-31", "rule": "best", "limit": 4000, "age": 80}
    first, second = client.post(RUNS, json=question), client.post(RUNS, json=question)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.headers["location"] == f"{RUNS}/{first.json()['id']}"
    assert first.content == second.content == client.get(first.headers["location"]).content
    assert first.json()["parameters"]["limit"] == 4000


def test_the_answer_has_what_was_agreed(run: dict[str, Any]) -> None:
    assert {"id", "service", "mode", "limit", "totals", "townships", "settlements", "supplies", "inequality"} <= set(
        run
    )
    assert set(run["totals"]) == set(COUNTS)
    assert run["totals"]["people"] == 121_826
    assert (run["service"], run["mode"], run["measure"]) == ("meal_points", "straight", "e2sfca")


def test_table_export_and_answer_have_the_same_figures(client: httpx.Client, run: dict[str, Any]) -> None:
    answered = client.get(f"{RUNS}/{run['id']}.csv")
    assert unquote(answered.headers["content-disposition"]).endswith(f"老年助餐可达性_2024-12-31_{run['id']}.csv")
    rows = list(csv.DictReader(io.StringIO(answered.content.decode("utf-8-sig"))))
    heads = ("人数（人）", "已有位（人）", "够得着没位（人）", "够不着（人）")
    for level, told in (
        ("村（社区）", run["settlements"]),
        ("乡镇（街道）", run["townships"]),
        ("合计", [run["totals"]]),
    ):
        mine = [tuple(int(row[head]) for head in heads) for row in rows if row["级别"] == level]
        assert mine == [tuple(row[name] for name in COUNTS) for row in told]
        assert tuple(map(sum, zip(*mine, strict=True))) == tuple(run["totals"][name] for name in COUNTS)


def test_the_map_file_has_the_same_figures(client: httpx.Client, run: dict[str, Any]) -> None:
    told = client.get(f"{RUNS}/{run['id']}.geojson").json()
    people = [each["properties"] for each in told["features"] if each["properties"]["kind"] == "settlement"]
    assert {name: sum(each[name] for each in people) for name in COUNTS} == run["totals"] == told["reach"]["totals"]
    assert len(told["features"]) == len(run["settlements"]) + len(run["supplies"])


def test_the_workbook_opens_and_stays(client: httpx.Client, run: dict[str, Any]) -> None:
    first = client.get(f"{RUNS}/{run['id']}.xlsx")
    with zipfile.ZipFile(io.BytesIO(first.content)) as book:
        assert book.testzip() is None
    again = client.get(f"{RUNS}/{run['id']}.xlsx", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_why_leads_to_the_places_and_who_shares_them(client: httpx.Client, run: dict[str, Any]) -> None:
    best = max(run["settlements"], key=lambda row: (row["reaches"], row["access"]))
    told = client.get(f"{RUNS}/{run['id']}/why", params={"settlement": best["code"]}).json()
    assert told["settlement"] == best
    assert sum(part["per_thousand"] for part in told["parts"]) == pytest.approx(best["access"], abs=1e-4)
    assert sum(part["placed"] for part in told["parts"]) == best["served"]
    supplies = {row["id"]: row for row in run["supplies"]}
    for part in told["parts"]:
        assert part["sharers_count"] == supplies[part["id"]]["settlements"]
        assert part["shared_with"] == supplies[part["id"]]["pressed"]
    assert best["name"] in told["words"]


def test_why_of_who_reaches_nothing_says_how_far(client: httpx.Client, run: dict[str, Any]) -> None:
    alone = next(row for row in run["settlements"] if not row["reaches"])
    told = client.get(f"{RUNS}/{run['id']}/why", params={"settlement": alone["code"]}).json()
    assert told["parts"] == []
    assert "没有能用上的位；最近的设施直线距离" in told["words"]


def test_the_public_sees_the_same_figures_and_coarse_places(
    client: httpx.Client, anonymous: httpx.Client, run: dict[str, Any]
) -> None:
    told = anonymous.get(f"{RUNS}/{run['id']}").json()
    assert told["totals"] == run["totals"]
    assert all(round(row["lon"], 4) == row["lon"] for row in told["settlements"])
    assert any(round(row["lon"], 4) != row["lon"] for row in run["settlements"])
    coarse = anonymous.get(f"{RUNS}/{run['id']}.csv").content
    assert coarse != client.get(f"{RUNS}/{run['id']}.csv").content


def test_a_long_question_is_a_job(client: httpx.Client, run: dict[str, Any]) -> None:
    answered = client.post(RUNS, json=QUESTION, headers={"Prefer": "respond-async"})
    assert answered.status_code == 202
    deadline = time.monotonic() + 60
    while (job := client.get(answered.headers["location"]).json())["status"] in ("queued", "running"):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert (job["status"], job["result"]) == ("done", f"{RUNS}/{run['id']}")


def test_a_run_of_another_kind_is_not_found(client: httpx.Client, run: dict[str, Any]) -> None:
    beds = client.post("/api/coverage/runs", json={"as_of": "2024-12-31"}).json()["run"]
    assert client.get(f"{RUNS}/{beds}").status_code == 404
    for path in (run["id"], f"{run['id']}.csv", f"{run['id']}/areas/total/rows"):
        assert client.get(f"/api/coverage/runs/{path}").status_code == 404
    assert run["id"] not in [each["id"] for each in client.get("/api/coverage/runs").json()["runs"]]


@pytest.mark.parametrize(
    ("question", "told"),
    [({"service": "school"}, "service"), ({"service": "cemeteries", "limit": 0}, "limit"), ({}, "service")],
)
def test_what_cannot_be_asked_is_said(client: httpx.Client, question: dict[str, Any], told: str) -> None:
    answered = client.post(RUNS, json=question)
    assert answered.status_code == 422
    assert told in [error["field"] for error in answered.json()["errors"]]


def test_an_unknown_settlement_is_not_found(client: httpx.Client, run: dict[str, Any]) -> None:
    answered = client.get(f"{RUNS}/{run['id']}/why", params={"settlement": "0"})
    assert (answered.status_code, answered.json()["remedy"]) == (404, "请从结果的 settlements 中选择代码")


def test_the_words_of_a_question_are_offered(client: httpx.Client) -> None:
    told = client.get("/api/reach/services").json()
    assert [each["id"] for each in told["services"]] == [
        "nursing_beds",
        "meal_points",
        "rescue_points",
        "cemeteries",
    ]
    walk = told["services"][1]["limits"]["walk"]
    assert (walk["town"], walk["country"]) == (15, 30)
    assert [word["label"] for word in told["buckets"]] == ["已有位", "够得着没位", "够不着"]
    assert all(word["words"] for word in told["rules"] + told["measures"])
