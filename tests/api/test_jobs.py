"""Long work through a real service: it is told, it survives a killed service, and it stops when asked."""

import signal
import time
from typing import Any

import httpx
import pytest

from tests.api.conftest import LiveDesk

RUNS = "/api/coverage/runs"
PATIENCE_S = 180


def many_zones(columns: int, rows: int) -> dict[str, Any]:
    """Rectangles that tile the county, so many that a run takes a while."""
    west, south, east, north = 112.76, 28.95, 113.73, 29.52
    wide, high = (east - west) / columns, (north - south) / rows
    features = []
    for column in range(columns):
        for row in range(rows):
            x, y = west + column * wide, south + row * high
            ring = [[x, y], [x + wide, y], [x + wide, y + high], [x, y + high], [x, y]]
            geometry = {"type": "Polygon", "coordinates": [[[round(a, 7), round(b, 7)] for a, b in ring]]}
            features.append({"type": "Feature", "properties": {"zone": f"{column}-{row}"}, "geometry": geometry})
    return {"type": "FeatureCollection", "features": features}


def long_question(columns: int = 30, rows: int = 30) -> dict[str, Any]:
    return {"as_of": "2024-12-31", "areas": many_zones(columns, rows), "area_id": "zone"}


def until(client: httpx.Client, address: str, *wanted: str) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        job: dict[str, Any] = client.get(address).json()
        if job["status"] in wanted:
            return job
        time.sleep(0.1)
    raise AssertionError(job)


def test_a_run_in_the_background_ends_where_a_run_at_once_does(client: httpx.Client) -> None:
    question = {"as_of": "2024-12-31", "age": 65}
    accepted = client.post(RUNS, json=question, headers={"Prefer": "respond-async"})
    assert accepted.status_code == 202
    assert accepted.headers["preference-applied"] == "respond-async"
    job = until(client, accepted.headers["location"], "done", "failed")
    assert job["error"] is None
    assert job["done"] == job["of"] > 5
    kept = client.get(job["result"])
    at_once = client.post(RUNS, json=question)
    assert at_once.status_code == 200
    assert at_once.content == kept.content


def test_many_corners_go_to_the_background_by_themselves(client: httpx.Client) -> None:
    accepted = client.post(RUNS, json=long_question(70, 70))
    assert accepted.status_code == 202
    client.delete(accepted.headers["location"])


def test_bad_areas_are_refused_before_anything_is_queued(client: httpx.Client) -> None:
    answered = client.post(RUNS, json={"areas": {"type": "Nothing"}}, headers={"Prefer": "respond-async"})
    assert answered.status_code == 422


def test_an_unknown_job_is_not_found(client: httpx.Client) -> None:
    for answered in (client.get("/api/jobs/job-0"), client.delete("/api/jobs/job-0")):
        assert answered.status_code == 404
        assert answered.json()["what"] == "没有任务“job-0”"


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_job_survives_the_service(own_desk: LiveDesk, how: signal.Signals) -> None:
    with own_desk.start().client() as client:
        accepted = client.post(RUNS, json=long_question(), headers={"Prefer": "respond-async"})
        address = accepted.headers["location"]
        until(client, address, "running")
    own_desk.stop(how)
    with own_desk.start().client() as client:
        job = until(client, address, "done", "failed", "cancelled")
        assert (job["status"], job["error"]) == ("done", None)
        assert len(client.get(job["result"]).json()["areas"]) == 900


def test_a_cancelled_job_stops_and_keeps_nothing(own_desk: LiveDesk) -> None:
    with own_desk.start().client() as client:
        accepted = client.post(RUNS, json=long_question(40, 40), headers={"Prefer": "respond-async"})
        address = accepted.headers["location"]
        until(client, address, "running")
        assert client.delete(address).status_code == 202
        job = client.get(address).json()
        assert (job["status"], job["result"]) == ("cancelled", None)
        assert job["finished_at"] is not None
        again = client.delete(address)
        assert (again.status_code, again.json()["title"]) == (409, "与登记的内容冲突")
        # The worker is free again: a short job gets through.
        short = client.post(RUNS, json={"as_of": "2024-12-31"}, headers={"Prefer": "respond-async"})
        assert until(client, short.headers["location"], "done", "failed")["status"] == "done"
        assert len(client.get(RUNS).json()["runs"]) == 1
