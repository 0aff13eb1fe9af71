"""Control zones and candidates as the desk answers them."""

import httpx
import pytest
from shapely.geometry import Point, shape

from tests.data.sample_files import now


def test_rule_sets_tell_what_they_exclude_and_when_they_hold(client: httpx.Client) -> None:
    told = client.get("/api/zones", params={"as_of": "2026-03-30"}).json()
    sets = {each["id"]: each for each in told["zones"]}
    assert (sets["national-cemeteries-2012"]["holds"], sets["national-cemeteries-2026"]["holds"]) == (False, True)
    shandong = sets["shandong-cemeteries"]["rules"][0]
    assert (shandong["excludes"], shandong["measured_from"]) == ("国道、省道、铁路边缘 500 米以内", "edge")
    assert sets["fujian-sanyan-wuqu"]["rules"][0]["needs_elevation"]
    assert told["has_elevation"] is False


def test_the_ground_of_a_rule_set_carries_its_article(client: httpx.Client) -> None:
    answered = client.get("/api/zones/shandong-cemeteries.geojson")
    assert answered.headers["content-type"] == "application/geo+json"
    told = answered.json()
    reservoir = next(each for each in told["features"] if each["properties"]["thing"] == "铁山水库")
    assert "办事指南·选址条件" in reservoir["properties"]["article"]
    (drawn,) = [area for row, area in now("control_areas") if row["name"] == "铁山水库"]
    assert shape(reservoir["geometry"]).buffer(1e-6).covers(drawn)
    assert any("据二手资料" in each for each in told["findings"])
    assert client.get("/api/zones/none.geojson").status_code == 404


def test_candidates_say_by_which_article_they_are_excluded(client: httpx.Client) -> None:
    told = client.get("/api/siting/candidates", params={"zones": "shandong-cemeteries"}).json()
    assert len(told["candidates"]) == 204
    excluded = [each for each in told["candidates"] if each["excluded"]]
    assert told["open"] == 204 - len(excluded)
    assert 0 < len(excluded) < 204
    assert all(one["article"] and one["words"] for each in excluded for one in each["excluded"])


def test_a_dragged_point_is_asked_of_at_once(client: httpx.Client) -> None:
    (park,) = [area for row, area in now("control_areas") if row["kind"] == "forest_park"]
    inside: Point = park.representative_point()
    params = {"source": "drawn", "points": f"{inside.x},{inside.y},林中;112.0,28.0", "zones": "shandong-cemeteries"}
    one, other = client.get("/api/siting/candidates", params=params).json()["candidates"]
    assert one["name"] == "林中"
    assert "在“大云山森林公园”范围内" in [each["words"] for each in one["excluded"]]
    assert [each["rule"] for each in other["excluded"]] == ["outside"]


@pytest.mark.parametrize(
    ("params", "status", "word"),
    [
        ({"source": "grid"}, 422, "间距"),
        ({"source": "grid", "spacing_m": "60"}, 422, "太多"),
        ({"source": "drawn"}, 422, "没有给点"),
        ({"source": "drawn", "points": "29.1,113.2"}, 400, "不在国内"),
        ({"source": "drawn", "points": "here"}, 400, "不是坐标"),
        ({"zones": "none"}, 404, "规则集"),
        ({"source": "moon"}, 400, "source"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_words(
    client: httpx.Client, params: dict[str, str], status: int, word: str
) -> None:
    answered = client.get("/api/siting/candidates", params=params)
    assert answered.status_code == status, answered.text
    assert word in answered.text


def test_the_public_sees_coarser_places(anonymous: httpx.Client) -> None:
    told = anonymous.get("/api/siting/candidates").json()["candidates"]
    assert all(each["lon"] == round(each["lon"], 4) for each in told)
