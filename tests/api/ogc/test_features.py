"""OGC API - Features over HTTP: what the standard asks, on the sample county."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from api.ogc.landing import CONFORMANCE
from geo.systems import COMMON, System, zone_systems
from layers.atlas import ATLAS
from layers.record import Record

CRS84, EPSG_4490 = (system.uri for system in COMMON[:2])
SYSTEMS = [system.uri for system in (*COMMON, *zone_systems(113.1))]
LAYERS = [page.layer.id for page in ATLAS]
DAY = "2024-12-31"


def read(client: httpx.Client, path: str, **query: str | int) -> dict[str, Any]:
    answered = client.get(path, params=query or None)
    assert answered.status_code == 200, answered.text
    document: dict[str, Any] = answered.json()
    return document


def rels(document: dict[str, Any], rel: str) -> list[dict[str, str]]:
    return [link for link in document["links"] if link["rel"] == rel]


def pages(client: httpx.Client, layer: str, **query: str | int) -> Iterator[dict[str, Any]]:
    page = read(client, f"/ogc/collections/{layer}/items", **query)
    yield page
    while following := rels(page, "next"):
        page = read(client, following[0]["href"])
        yield page


def test_the_landing_page_leads_to_definition_conformance_and_data(client: httpx.Client) -> None:
    landing = read(client, "/ogc")
    assert {"self", "alternate", "service-desc", "service-doc", "conformance", "data"} <= {
        link["rel"] for link in landing["links"]
    }
    for link in landing["links"]:
        answered = client.get(link["href"])
        assert answered.status_code == 200
        assert answered.headers["content-type"].replace("; charset=utf-8", "") == link["type"]


def test_only_what_holds_is_declared(client: httpx.Client) -> None:
    assert read(client, "/ogc/conformance")["conformsTo"] == CONFORMANCE


def test_every_layer_is_a_collection_and_stands_there_as_it_stands_alone(client: httpx.Client) -> None:
    listed = read(client, "/ogc/collections")
    assert [entry["id"] for entry in listed["collections"]] == LAYERS
    for entry in listed["collections"]:
        alone = read(client, f"/ogc/collections/{entry['id']}")
        assert {**alone, "links": None, "crs": None} == {**entry, "links": None, "crs": None}
        assert {link["type"] for link in rels(alone, "items")} == {"application/geo+json", "text/html"}
        assert alone["itemType"] == "feature"


@pytest.mark.parametrize("page", [page for page in ATLAS if page.layer.geometry], ids=lambda page: page.layer.id)
def test_extents_hold_every_feature(client: httpx.Client, page: type[Record]) -> None:
    layer = page.layer.id
    about = read(client, f"/ogc/collections/{layer}")
    west, south, east, north = about["extent"]["spatial"]["bbox"][0]
    first, _ = about["extent"]["temporal"]["interval"][0]
    inside = read(
        client, f"/ogc/collections/{layer}/items", bbox=f"{west},{south},{east},{north}", datetime=DAY, limit=1
    )
    assert inside["numberMatched"] == read(client, f"/ogc/collections/{layer}/items", datetime=DAY)["numberMatched"]
    before = dt.datetime.fromisoformat(first) - dt.timedelta(days=1)
    earlier = read(client, f"/ogc/collections/{layer}/items", datetime=f"../{before.isoformat()}")
    assert earlier["numberMatched"] == 0


def test_a_collection_tells_its_coordinate_systems(client: httpx.Client) -> None:
    about = read(client, "/ogc/collections/nursing_homes")
    assert about["crs"] == SYSTEMS
    assert about["storageCrs"] in about["crs"]
    listed = read(client, "/ogc/collections")
    assert listed["crs"] == SYSTEMS
    assert {entry["id"]: entry.get("crs") for entry in listed["collections"]}["nursing_homes"] == ["#/crs"]


@pytest.mark.parametrize("layer", LAYERS)
def test_pages_hold_every_feature_once(client: httpx.Client, layer: str) -> None:
    seen: list[str] = []
    for page in pages(client, layer, limit=7, datetime=DAY):
        assert page["numberReturned"] == len(page["features"]) <= 7
        seen += [feature["id"] for feature in page["features"]]
    assert len(seen) == len(set(seen)) == page["numberMatched"]


def test_a_page_carries_links_and_the_time_of_the_answer(client: httpx.Client) -> None:
    page = read(client, "/ogc/collections/nursing_homes/items", limit=2, datetime=DAY)
    assert page["type"] == "FeatureCollection"
    assert dt.datetime.fromisoformat(page["timeStamp"]).tzinfo is not None
    assert {link["rel"] for link in page["links"]} == {"self", "alternate", "next", "collection"}
    assert all({"href", "rel", "type"} <= set(link) for link in page["links"])
    assert read(client, rels(page, "self")[0]["href"])["features"] == page["features"]


def test_a_feature_carries_fields_provenance_and_links(client: httpx.Client) -> None:
    answered = client.get("/ogc/collections/nursing_homes/items/NH-430621-001", params={"datetime": DAY})
    feature = answered.json()
    assert answered.headers["content-type"] == "application/geo+json"
    assert {link["rel"] for link in feature["links"]} == {"self", "alternate", "collection"}
    home = next(page for page in ATLAS if page.layer.id == "nursing_homes")
    kept = ["valid_from", "valid_to", "recorded_at", "version", "source", "source_date", "invented", "disclosure"]
    assert list(feature["properties"]) == [*home.model_fields, *kept]
    assert feature["properties"]["invented"] is True


def test_epsg_4490_writes_latitude_first_and_says_so(client: httpx.Client) -> None:
    path = "/ogc/collections/nursing_homes/items/NH-430621-001"
    usual, official = (client.get(path, params={"crs": crs, "datetime": DAY}) for crs in (CRS84, EPSG_4490))
    assert usual.headers["content-crs"] == f"<{CRS84}>"
    assert official.headers["content-crs"] == f"<{EPSG_4490}>"
    lon, lat = usual.json()["geometry"]["coordinates"]
    assert official.json()["geometry"]["coordinates"] == [lat, lon]
    assert lon > lat
    assert client.get(path).headers["content-crs"] == f"<{CRS84}>"


def test_the_same_box_in_both_systems_finds_the_same(client: httpx.Client) -> None:
    items = "/ogc/collections/nursing_homes/items"
    west_first = read(client, items, bbox="113.0,29.0,113.3,29.3", datetime=DAY)
    south_first = read(client, items, bbox="29.0,113.0,29.3,113.3", **{"bbox-crs": EPSG_4490}, datetime=DAY)
    assert 0 < west_first["numberMatched"] < 36
    assert [f["id"] for f in west_first["features"]] == [f["id"] for f in south_first["features"]]
    for feature in west_first["features"]:
        lon, lat = feature["geometry"]["coordinates"]
        assert 113.0 <= lon <= 113.3
        assert 29.0 <= lat <= 29.3


@pytest.mark.parametrize("system", [*COMMON, *zone_systems(113.1)], ids=lambda one: f"{one.epsg}-{one.north_first}")
def test_a_box_chooses_the_same_in_the_system_of_the_answer(client: httpx.Client, system: System) -> None:
    """The box around half of the homes, written in the system, finds those whose places written so lie in it."""
    items = "/ogc/collections/nursing_homes/items"
    answered = client.get(items, params={"crs": system.uri, "datetime": DAY, "limit": 100})
    assert answered.headers["content-crs"] == f"<{system.uri}>"
    places = {feature["id"]: feature["geometry"]["coordinates"] for feature in answered.json()["features"]}
    middle = [sorted(place[axis] for place in places.values())[len(places) // 2] for axis in (0, 1)]
    margin = 0.01 if system.is_projected else 1e-7
    least, most = middle[0] + margin, max(place[0] for place in places.values()) + margin
    low, high = (edge(place[1] for place in places.values()) for edge in (min, max))
    box = f"{least},{low - margin},{most},{high + margin}"
    query: dict[str, str | int] = {"bbox": box, "bbox-crs": system.uri, "limit": 100}
    found = read(client, items, **query, datetime=DAY)
    assert {feature["id"] for feature in found["features"]} == {
        identity for identity, place in places.items() if place[0] > least
    }
    assert 5 < found["numberMatched"] < len(places) - 5


def test_an_order_is_kept_from_page_to_page(client: httpx.Client) -> None:
    seen = [
        (feature["properties"]["name"], feature["id"])
        for page in pages(client, "nursing_homes", limit=7, datetime=DAY, sortby="-name")
        for feature in page["features"]
    ]
    assert len(seen) == 28
    assert seen == sorted(seen, reverse=True)


def test_a_token_of_another_order_is_a_bad_request(client: httpx.Client) -> None:
    page = read(client, "/ogc/collections/nursing_homes/items", limit=7, datetime=DAY, sortby="name")
    token = httpx.URL(rels(page, "next")[0]["href"]).params["token"]
    answered = client.get("/ogc/collections/nursing_homes/items", params={"limit": 7, "datetime": DAY, "token": token})
    assert answered.status_code == 400
    assert "另一种排序" in answered.json()["what"]


def test_what_is_not_asked_to_be_counted_is_not(client: httpx.Client) -> None:
    page = read(client, "/ogc/collections/nursing_homes/items", limit=7, datetime=DAY, counted="false")
    assert "numberMatched" not in page
    assert page["numberReturned"] == 7


def test_before_anything_was_recorded_nothing_was_known(client: httpx.Client) -> None:
    items = "/ogc/collections/nursing_homes/items"
    assert read(client, items, datetime=DAY, recorded_at="2001-01-01T00:00:00Z")["numberMatched"] == 0
    assert read(client, items, datetime=DAY, recorded_at="2999-01-01T00:00:00+08:00")["numberMatched"] == 28


def test_what_has_no_place_lies_in_every_box(client: httpx.Client) -> None:
    everything = read(client, "/ogc/collections/population/items", datetime=DAY)["numberMatched"]
    assert (
        read(client, "/ogc/collections/population/items", bbox="0,0,1,1", datetime=DAY)["numberMatched"] == everything
    )
    assert read(client, "/ogc/collections/nursing_homes/items", bbox="0,0,1,1", datetime=DAY)["numberMatched"] == 0


def test_a_day_before_everything_is_empty_and_an_interval_meets_it(client: httpx.Client) -> None:
    items = "/ogc/collections/divisions/items"
    assert read(client, items, datetime="1950-01-01")["numberMatched"] == 0
    assert read(client, items, datetime="1950-01-01/..")["numberMatched"] > 0
    assert read(client, items, datetime="../1950-01-01")["numberMatched"] == 0


def test_a_limit_beyond_the_most_is_cut_to_it(client: httpx.Client) -> None:
    assert read(client, "/ogc/collections/settlements/items", limit=999_999, datetime=DAY)["numberReturned"] == 204


@pytest.mark.parametrize(
    "query",
    [
        {"bbox": "1,2,3"},
        {"bbox": "113,29.6,114,28.9"},
        {"bbox": "112,28,114,30", "bbox-crs": "EPSG:3857"},
        {"crs": "http://www.opengis.net/def/crs/EPSG/0/4549"},
        {"sortby": "-"},
        {"sortby": "nothing"},
        {"recorded_at": "2024-12-31"},
        {"datetime": "yesterday"},
        {"datetime": "2024-12-31/2020-01-01"},
        {"limit": "0"},
        {"limit": "-1"},
        {"limit": "many"},
        {"token": "not-a-token"},
        {"token": "YWJj"},
        {"f": "xml"},
        {"limi": "10"},
        {"nam": "荣家湾镇"},
    ],
)
def test_a_parameter_that_cannot_be_followed_is_a_bad_request_in_chinese(
    client: httpx.Client, query: dict[str, str]
) -> None:
    answered = client.get("/ogc/collections/divisions/items", params=query)
    problem = answered.json()
    assert (answered.status_code, problem["status"]) == (400, 400), answered.text
    assert answered.headers["content-type"] == "application/problem+json"
    assert all(problem[part] and not problem[part].isascii() for part in ("what", "why", "remedy"))


def test_an_unknown_parameter_lists_the_known_ones(client: httpx.Client) -> None:
    remedy = client.get("/ogc/collections/divisions/items", params={"limi": 1}).json()["remedy"]
    known = "f、datetime、crs、recorded_at、counted、bbox、bbox-crs、limit、token、sortby"
    filters = "filter、filter-lang、filter-crs"
    fields = "code、name、level、kind、is_statutory、parent、managed_by、seat"
    kept = "valid_from、valid_to、version、source、source_date、invented、disclosure"
    assert remedy == f"可用的参数：{known}、{filters}、{fields}、{kept}"


@pytest.mark.parametrize(
    "path", ["/ogc/collections/hospitals", "/ogc/collections/hospitals/items", "/ogc/collections/divisions/items/0"]
)
def test_what_is_unknown_is_not_found_in_chinese(client: httpx.Client, path: str) -> None:
    answered = client.get(path)
    assert answered.status_code == 404
    assert answered.json()["what"].startswith("没有")


@pytest.mark.parametrize("path", ["/ogc", "/ogc/conformance", "/ogc/api", "/ogc/collections", "/ogc/collections/roads"])
def test_every_document_is_a_page_as_well(client: httpx.Client, path: str) -> None:
    for answered in (client.get(path, params={"f": "html"}), client.get(path, headers={"Accept": "text/html,*/*"})):
        assert answered.headers["content-type"] == "text/html; charset=utf-8"
        assert answered.text.startswith("<!doctype html>")


def test_a_page_of_features_shows_every_value_and_link(client: httpx.Client) -> None:
    query: dict[str, str | int] = {"limit": 3, "datetime": DAY}
    document = read(client, "/ogc/collections/nursing_homes/items", **query)
    page = client.get("/ogc/collections/nursing_homes/items", params={**query, "f": "html"}).text
    for feature in document["features"]:
        assert all(str(value) in page for value in feature["properties"].values() if isinstance(value, str))
        assert str(feature["geometry"]["coordinates"][0]) in page
    assert 'rel="next"' in page


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_tells_its_schema_and_what_it_may_be_sorted_by(client: httpx.Client, layer: str) -> None:
    about = read(client, f"/ogc/collections/{layer}")
    for name in ("schema", "sortables"):
        (link, page) = rels(about, f"http://www.opengis.net/def/rel/ogc/1.0/{name}")
        assert (link["type"], page["type"]) == ("application/schema+json", "text/html")
        answered = client.get(link["href"])
        assert answered.headers["content-type"] == "application/schema+json"
        asked = client.get(answered.json()["$id"], headers={"Accept": "application/schema+json"})
        assert asked.json() == answered.json()
        assert client.get(page["href"]).text.startswith("<!doctype html>")
    names = read(client, f"/ogc/collections/{layer}/sortables")["properties"]
    for name in names:
        assert read(client, f"/ogc/collections/{layer}/items", sortby=f"-{name}", limit=1, datetime=DAY)["features"]


def test_the_public_sees_no_field_that_speaks_of_a_person(client: httpx.Client, anonymous: httpx.Client) -> None:
    path = "/ogc/collections/nursing_homes/schema"
    assert set(read(client, path)["properties"]) - set(read(anonymous, path)["properties"]) == {
        "contact",
        "contact_phone",
    }
    refused = anonymous.get("/ogc/collections/nursing_homes/items", params={"sortby": "contact"})
    assert (refused.status_code, refused.json()["what"]) == (400, "不能按“contact”排序")
