"""Long work through a real service: it is told, it survives a killed service, and it stops when asked.

A child that is held (SIGSTOP) reports nothing more, as in one endless silent step.
"""

import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import shapely

from data.server_process import words_of
from tests.api.conftest import LiveDesk

RUNS = "/api/coverage/runs"
QUESTION = {"as_of": "2024-12-31"}
PATIENCE_S = 120
COUNTY = shapely.box(112.76, 28.95, 113.73, 29.52)


def zones(*shapes: shapely.Geometry) -> dict[str, Any]:
    features = [
        {"type": "Feature", "properties": {"zone": f"{number}"}, "geometry": json.loads(shapely.to_geojson(shape))}
        for number, shape in enumerate(shapes)
    ]
    return {"type": "FeatureCollection", "features": features}


def grid(columns: int, rows: int) -> dict[str, Any]:
    """Rectangles that tile the county."""
    west, south, east, north = COUNTY.bounds
    wide, high = (east - west) / columns, (north - south) / rows
    corners = [(west + column * wide, south + row * high) for column in range(columns) for row in range(rows)]
    return zones(*(shapely.box(x, y, x + wide, y + high) for x, y in corners))


def ask(client: httpx.Client, **terms: object) -> str:
    """Queue a run; answers the job's address."""
    accepted = client.post(RUNS, json=QUESTION | terms, headers={"Prefer": "respond-async"})
    assert accepted.status_code == 202, accepted.text
    assert accepted.headers["preference-applied"] == "respond-async"
    return str(accepted.headers["location"])


def wait_for(good: Callable[[], object], look_every_s: float = 0.15) -> None:
    """Look until it is good; a bound, not a measurement."""
    deadline = time.monotonic() + PATIENCE_S
    while not good():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(look_every_s)


def until(client: httpx.Client, address: str, *wanted: str) -> dict[str, Any]:
    job: dict[str, Any] = {}

    def stands() -> bool:
        job.update(client.get(address).json())
        return job["status"] in wanted

    wait_for(stands)
    return job


def children(address: str) -> list[int]:
    """The processes that do this job."""
    words = {b"api.work", address.rpartition("/")[2].encode()}
    numbers = (int(folder.name) for folder in Path("/proc").glob("[0-9]*"))
    return [pid for pid in numbers if words <= set(words_of(pid))]


def held(client: httpx.Client, address: str) -> int:
    """The process that does this job, held in the middle of a step."""

    def begun() -> bool:
        job = client.get(address).json()
        return job["status"] == "running" and job["what"] is not None

    wait_for(begun, look_every_s=0.03)
    (child,) = children(address)
    os.kill(child, signal.SIGSTOP)
    return child


@pytest.fixture
def runs_before(client: httpx.Client) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = client.get(RUNS).json()["runs"]
    return kept


def test_a_run_in_the_background_ends_where_a_run_at_once_does(client: httpx.Client) -> None:
    metres = shapely.Polygon([(370e3, 3190e3), (490e3, 3190e3), (490e3, 3280e3)])
    question = {"areas": zones(metres), "area_id": "zone", "areas_crs": "EPSG:4547"}
    job = until(client, ask(client, **question), "done", "failed")
    assert job["error"] is None
    assert job["done"] == job["of"] > 5
    kept = client.get(job["result"])
    at_once = client.post(RUNS, json=QUESTION | question)
    assert at_once.status_code == 200
    assert at_once.content == kept.content
    assert any("按命令取 EPSG:4547" in finding["message"] for finding in kept.json()["findings"])


def test_a_body_that_refuses_says_in_the_background_what_it_says_at_once(client: httpx.Client) -> None:
    job = until(client, ask(client, as_of="1950-01-01"), "done", "failed")
    at_once = client.post(RUNS, json={"as_of": "1950-01-01"})
    assert (job["status"], at_once.status_code) == ("failed", 422)
    assert job["error"].startswith(at_once.json()["what"])
    assert at_once.json()["remedy"].rstrip("。") in job["error"]


def test_many_corners_go_to_the_background_by_themselves(client: httpx.Client) -> None:
    circle = shapely.Point(113.2, 29.2).buffer(0.2, quad_segs=5_001)
    accepted = client.post(RUNS, json=QUESTION | {"areas": zones(circle), "area_id": "zone"})
    assert accepted.status_code == 202
    client.delete(accepted.headers["location"])


def test_bad_areas_are_refused_before_anything_is_queued(client: httpx.Client) -> None:
    answered = client.post(RUNS, json={"areas": {"type": "Nothing"}}, headers={"Prefer": "respond-async"})
    assert answered.status_code == 422


def test_an_unknown_job_is_not_found(client: httpx.Client) -> None:
    for answered in (client.get("/api/jobs/job-0"), client.delete("/api/jobs/job-0")):
        assert answered.status_code == 404
        assert answered.json()["what"] == "没有任务“job-0”"


def test_a_job_survives_its_service_stopped_and_killed_and_its_process_does_not(own_desk: LiveDesk) -> None:
    with own_desk.start().client() as client:
        address = ask(client)
        held(client, address)
    own_desk.stop(signal.SIGTERM)
    wait_for(lambda: not children(address))
    with own_desk.start().client() as client:
        child = held(client, address)
    own_desk.stop(signal.SIGKILL)
    os.kill(child, signal.SIGCONT)
    wait_for(lambda: not children(address))
    with own_desk.start().client() as client:
        job = until(client, address, "done", "failed", "cancelled")
        assert (job["status"], job["error"]) == ("done", None)
        assert len(client.get(job["result"]).json()["areas"]) == 15


def test_a_cancelled_job_stops_in_the_middle_of_a_step_and_keeps_nothing(
    client: httpx.Client, runs_before: list[dict[str, Any]]
) -> None:
    address = ask(client, areas=grid(40, 40), area_id="zone")
    child = held(client, address)
    assert client.delete(address).status_code == 202
    job = client.get(address).json()
    assert (job["status"], job["result"]) == ("cancelled", None)
    assert job["finished_at"] is not None
    again = client.delete(address)
    assert (again.status_code, again.json()["title"]) == (409, "与登记的内容冲突")
    wait_for(lambda: not words_of(child))
    assert client.get(address).json() == job
    # A job of an earlier test may have ended meanwhile; of this one's 1,600 areas nothing is kept.
    fresh = [run["id"] for run in client.get(RUNS).json()["runs"] if run not in runs_before]
    assert all(len(client.get(f"{RUNS}/{run}").json()["areas"]) != 40 * 40 for run in fresh)


def test_a_job_whose_process_the_system_ends_says_so(client: httpx.Client) -> None:
    address = ask(client)
    os.kill(held(client, address), signal.SIGKILL)
    job = until(client, address, "done", "failed")
    assert job["status"] == "failed"
    assert "信号 9，多因内存不足" in job["error"]
    assert job["id"] in job["error"]
