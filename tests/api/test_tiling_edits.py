"""The sample county's townships tile after every edit: a border is moved on both sides, or not at all."""

import json
from collections import Counter
from itertools import combinations
from typing import Any

import httpx
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from tests.ogc.conftest import somebody, writer, written_county, written_desk

__all__ = ["somebody", "writer", "written_county", "written_desk"]

TOWN = "430621100"
ITEMS = "/ogc/collections/divisions/items"
Json = dict[str, Any]


def township(client: httpx.Client, code: str) -> Json:
    feature: Json = client.get(f"{ITEMS}/{code}").json()
    return feature


def townships(client: httpx.Client) -> dict[str, BaseGeometry]:
    found = client.get(ITEMS, params={"level": "township", "limit": 100}).json()["features"]
    tiling = [feature for feature in found if feature["properties"]["kind"] != "reporting_unit"]
    return {feature["id"]: shapely.from_geojson(str_of(feature["geometry"])) for feature in tiling}


def str_of(geometry: Json) -> str:
    return json.dumps(geometry)


def shared(client: httpx.Client) -> tuple[str, str, tuple[float, float]]:
    """Two neighbours and a vertex in the middle of the border that only these two share."""
    corners = {code: set(vertices_of(area)) for code, area in townships(client).items()}
    owners = Counter(vertex for them in corners.values() for vertex in them)
    for (one, mine), (other, theirs) in combinations(sorted(corners.items()), 2):
        both = sorted(vertex for vertex in mine & theirs if owners[vertex] == 2)
        if len(both) > 10:
            return one, other, both[len(both) // 2]
    raise AssertionError("no two townships share a border")


def vertices_of(area: BaseGeometry) -> list[tuple[float, float]]:
    return [(x, y) for x, y in shapely.get_coordinates(area).tolist()]


def moved(geometry: Json, vertex: tuple[float, float], by: float = 0.0003) -> Json:
    """The geometry with one vertex moved west and north, some thirty metres."""
    shape = shapely.from_geojson(str_of(geometry))
    there = shapely.get_coordinates(shape)
    there[(there == vertex).all(axis=1)] += (-by, by)
    changed: Json = json.loads(shapely.to_geojson(shapely.set_coordinates(shape, there)))
    return changed


def amended(feature: Json, geometry: Json) -> Json:
    version = feature["properties"]["version"]
    return {
        "deed": "amend",
        "id": feature["id"],
        "version": version,
        "feature": {"geometry": geometry, "properties": {}},
    }


def edit(client: httpx.Client, *changes: Json, **more: object) -> httpx.Response:
    body = {"layer": "divisions", "because": "勘误", "changes": list(changes), **more}
    return client.post("/api/edits", json=body)


def test_a_shared_vertex_moved_on_one_side_is_refused_with_its_place(writer: httpx.Client) -> None:
    one, _, vertex = shared(writer)
    feature = township(writer, one)
    answered = edit(writer, amended(feature, moved(feature["geometry"], vertex)))
    told = answered.json()
    assert answered.status_code == 422
    assert {fault["field"] for fault in told["findings"]} == {"geom"}
    for fault in told["findings"]:
        assert shapely.distance(shapely.from_geojson(str_of(fault["where"])), shapely.Point(vertex)) < 0.001
        assert "m²" in fault["message"]
        assert "两边一起移动" in fault["message"]
    assert township(writer, one) == feature


def test_the_same_through_part_4(writer: httpx.Client) -> None:
    one, _, vertex = shared(writer)
    feature = township(writer, one)
    body = {"geometry": moved(feature["geometry"], vertex)}
    answered = writer.patch(f"{ITEMS}/{one}", json=body, headers={"if-match": "*"})
    assert (answered.status_code, answered.json()["errors"][0]["field"]) == (422, "geom")
    assert answered.json()["errors"][0]["where"]["type"] in ("Polygon", "MultiPolygon")


def test_the_same_vertex_moved_on_both_sides_is_kept(writer: httpx.Client) -> None:
    one, other, vertex = shared(writer)
    before = [township(writer, code) for code in (one, other)]
    answered = edit(writer, *(amended(feature, moved(feature["geometry"], vertex)) for feature in before))
    assert answered.status_code == 200, answered.text
    areas = list(townships(writer).values())
    assert shapely.get_num_coordinates(shapely.coverage_invalid_edges(areas)).sum() == 0


def test_both_sides_moved_apart_are_refused(writer: httpx.Client) -> None:
    one, other, vertex = shared(writer)
    changes = [
        amended(feature, moved(feature["geometry"], vertex, by))
        for feature, by in ((township(writer, one), 0.0003), (township(writer, other), 0.0006))
    ]
    assert edit(writer, *changes).status_code == 422


def test_a_township_does_not_end_without_an_heir(writer: httpx.Client) -> None:
    version = township(writer, TOWN)["properties"]["version"]
    told = edit(writer, {"deed": "end", "id": TOWN, "version": version}, dry_run=True)
    assert told.status_code == 422
    assert "不属于任何行政区划" in told.json()["findings"][0]["message"]


def test_merged_into_its_neighbour_it_ends(writer: httpx.Client) -> None:
    """A merger in one edit: the neighbour takes the ground, the old code leads to it."""
    one, other, _ = shared(writer)
    mine, theirs = township(writer, one), township(writer, other)
    both = shapely.union_all([shapely.from_geojson(str_of(each["geometry"])) for each in (mine, theirs)])
    change = amended(mine, shapely.geometry.mapping(both)) | {"deed": "change", "on": "2024-12-31"}
    gone = {"deed": "end", "id": other, "version": theirs["properties"]["version"], "on": "2024-12-31"}
    told = edit(writer, change, gone | {"document": "湘民发〔2024〕1号", "successors": [one]}, dry_run=True)
    assert told.status_code == 200, told.text


def test_a_name_may_be_corrected_without_a_look_at_the_ground(writer: httpx.Client) -> None:
    feature = township(writer, TOWN)
    change = amended(feature, feature["geometry"])
    change["feature"]["properties"] = {"seat": "荣家湾社区居委会"}
    assert edit(writer, change).status_code == 200
    assert township(writer, TOWN)["geometry"] == feature["geometry"]


@pytest.mark.parametrize(
    "system", ["http://www.opengis.net/def/crs/EPSG/0/4490", "http://www.opengis.net/def/crs/EPSG/0/4547"]
)
def test_what_went_out_in_another_system_comes_back_without_a_sliver(writer: httpx.Client, system: str) -> None:
    """Whoever edits in metres hands back every vertex a hair off: the ones meant are those that stood."""
    area = writer.get(f"{ITEMS}/{TOWN}", params={"crs": system})
    body = {"geometry": area.json()["geometry"], "properties": {"seat": system[-4:]}}
    headers = {"if-match": area.headers["etag"], "content-crs": system}
    before = township(writer, TOWN)["geometry"]
    answered = writer.patch(f"{ITEMS}/{TOWN}", json=body, headers=headers)
    assert answered.status_code == 204, answered.text
    assert township(writer, TOWN)["geometry"] == before
