"""Roads and travel over HTTP and on the console: speeds and links with their rights, areas, routes, faults."""

import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
import shapely

from layers.rights import Role
from tests.api.conftest import LiveDesk
from tests.api.test_cli import cairn

Asked = dict[str, str | float]
DAY: Asked = {"as_of": "2024-12-31"}
SEAT, FAR = (113.116, 29.144), (113.30, 29.05)
LINK = {
    "name": "试画便道（虚构）",
    "way_class": "ungraded",
    "course": [[113.1, 29.1], [113.11, 29.11]],
    "source": "试（虚构）",
}
SLOW = {"source": "试（虚构）", "speeds": [{"kind": "walk", "subject": "80", "value": 0.6}]}


def test_the_network_of_the_sample_holds_together(anonymous: httpx.Client) -> None:
    told = anonymous.get("/api/roads/graph", params=DAY).json()
    assert told["ways"] == 184
    assert [part["is_served"] for part in told["parts"]] == [True]
    assert told["fault_counts"]["part"] == told["fault_counts"]["gap"] == 0
    assert sum(each["length_km"] for each in told["classes"]) == pytest.approx(told["length_km"], abs=0.01)
    assert {fault["kind"] for fault in told["faults"]} <= {"unserved", "crossing", "joined"}
    assert len(told["faults"]) == sum(told["fault_counts"].values())


def test_a_planner_enters_a_speed_and_takes_it_back(
    as_role: Callable[..., httpx.Client], anonymous: httpx.Client
) -> None:
    assert anonymous.put("/api/roads/speeds", json=SLOW).status_code in (401, 403)
    assert as_role(Role.VIEWER).put("/api/roads/speeds", json=SLOW).status_code == 403
    planner = as_role(Role.PLANNER)
    assert planner.put("/api/roads/speeds", json=SLOW).status_code == 200
    (eighty,) = [each for each in anonymous.get("/api/roads/speeds").json()["speeds"] if each["subject"] == "80"]
    assert (eighty["value"], eighty["shipped"], eighty["source"]) == (0.6, 0.75, "试（虚构）")
    assert eighty["updated_by"]
    back = {"source": "复核（虚构）", "speeds": [{"kind": "walk", "subject": "80"}]}
    assert planner.put("/api/roads/speeds", json=back).status_code == 200
    assert planner.put("/api/roads/speeds", json=back).status_code == 404
    (eighty,) = [each for each in anonymous.get("/api/roads/speeds").json()["speeds"] if each["subject"] == "80"]
    assert (eighty["value"], eighty["updated_by"]) == (0.75, None)


@pytest.mark.parametrize(
    "speed", [{"kind": "walk", "subject": "80", "value": 9}, {"kind": "walk", "subject": "nobody", "value": 1}]
)
def test_a_speed_beyond_reason_is_refused(as_role: Callable[..., httpx.Client], speed: dict[str, object]) -> None:
    given = {"source": "试（虚构）", "speeds": [speed]}
    answered = as_role(Role.PLANNER).put("/api/roads/speeds", json=given)
    assert answered.status_code == 422
    assert answered.json()["what"]


def test_a_link_is_added_seen_less_precisely_by_the_public_and_withdrawn(
    as_role: Callable[..., httpx.Client], anonymous: httpx.Client
) -> None:
    precise = LINK | {"course": [[113.123456, 29.123456], [113.2, 29.2]]}
    assert anonymous.post("/api/roads/links", json=precise).status_code in (401, 403)
    planner = as_role(Role.PLANNER)
    added = planner.post("/api/roads/links", json=precise)
    assert added.status_code == 201
    number = added.json()["number"]
    (seen,) = [each for each in anonymous.get("/api/roads/links").json()["links"] if each["number"] == number]
    assert seen["course"][0] == [113.1235, 29.1235]
    assert as_role(Role.VIEWER).delete(f"/api/roads/links/{number}").status_code == 403
    assert planner.delete(f"/api/roads/links/{number}").status_code == 204
    assert planner.delete(f"/api/roads/links/{number}").status_code == 404


def test_a_longer_time_reaches_more_ground(as_role: Callable[..., httpx.Client]) -> None:
    viewer = as_role(Role.VIEWER)
    areas = []
    for minutes in (10, 30):
        place: Asked = {"lon": SEAT[0], "lat": SEAT[1], "mode": "walk", "minutes": minutes}
        answered = viewer.get("/api/roads/service-area", params=DAY | place)
        assert answered.headers["content-type"] == "application/geo+json"
        told = answered.json()
        areas.append(shapely.from_geojson(answered.content))
        assert "步行时间" in told["properties"]["because"]
    assert areas[0].is_valid
    assert areas[0].area < 0.5 * areas[1].area
    assert areas[1].buffer(1e-5).covers(areas[0])


def test_a_straight_line_has_no_area(anonymous: httpx.Client) -> None:
    place: Asked = {"lon": SEAT[0], "lat": SEAT[1], "mode": "straight", "minutes": 10}
    answered = anonymous.get("/api/roads/service-area", params=place)
    assert answered.status_code == 422
    assert "直线距离" in answered.json()["what"]


def test_a_route_names_its_roads(anonymous: httpx.Client) -> None:
    ends: Asked = {"from_lon": SEAT[0], "from_lat": SEAT[1], "to_lon": FAR[0], "to_lat": FAR[1]}
    told = anonymous.get("/api/roads/route", params=DAY | ends).json()
    assert 10 < told["minutes"] < 120
    assert 18_000 < told["road_m"] < 60_000
    assert told["roads"]
    assert told["course"]["type"] == "LineString"
    beyond = anonymous.get("/api/roads/route", params=DAY | ends | {"to_lon": 115.0})
    assert beyond.status_code == 404
    assert "没有路" in beyond.json()["what"]


def test_the_console_checks_sets_and_measures(own_desk: LiveDesk) -> None:
    where = own_desk.environment["CAIRN_DATABASE_URL"]
    assert "全网连通" in cairn("roads", "check", database_url=where).stdout
    set_ = cairn("roads", "set", "walk", "80", "0.7", "--source", "试（虚构）", database_url=where)
    assert set_.stdout == "已登记：80 岁及以上 0.7 m/s\n"
    ends = [str(value) for value in (*SEAT, *FAR)]
    assert "分钟，沿路" in cairn("roads", "route", *ends, database_url=where).stdout


def test_a_file_of_ways_needs_no_register(tmp_path: Path) -> None:
    street = {"type": "LineString", "coordinates": [[113.0, 29.0], [113.01, 29.0]]}
    lone = {"type": "LineString", "coordinates": [[113.1, 29.0], [113.1001, 29.0]]}
    features = [
        {"type": "Feature", "properties": {"highway": "secondary", "name": name}, "geometry": line}
        for name, line in (("大街", street), ("孤路", lone))
    ]
    file = tmp_path / "ways.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    told = cairn("roads", "check", "--ways", str(file), database_url="postgresql://nobody@127.0.0.1:1/none").stdout
    assert "孤立路段：1 处" in told
    assert "孤路与其余道路不连通" in told
    points = tmp_path / "points.csv"
    points.write_text("lon,lat\n113.0,29.0\n113.01,29.0\n", encoding="utf-8")
    arguments = ("roads", "matrix", str(points), str(points), "--ways", str(file), "--mode", "drive")
    rows = cairn(*arguments, database_url="postgresql://nobody@127.0.0.1:1/none").stdout.split()
    assert rows[0] == "origin,destination,minutes"
    assert len(rows) == 5
    assert float(rows[2].split(",")[2]) == pytest.approx(974 * 0.06 / 35, rel=0.01)
