"""OGC API - Features - Part 2: Coordinate Reference Systems by Reference (18-058r1), one test per requirement."""

import re
from typing import Any

import httpx
import pytest
from pyproj import Transformer

REQUIREMENTS = (
    "crs-uri fc-md-crs-list fc-md-crs-list-global fc-md-storageCrs fc-md-storageCrs-valid-value fc-bbox-crs-definition "
    "fc-bbox-crs-valid-value fc-bbox-crs-default-value fc-bbox-crs-action fc-crs-definition fc-crs-valid-value "
    "fc-crs-default-value fc-crs-action ogc-crs-header ogc-crs-header-value geojson"
)
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
# What each must make of longitude and latitude, by PROJ itself and in the order of EPSG: 4490 and WGS 84 as one.
WAYS = {
    f"{EPSG}4490": (4490, 4490),
    f"{EPSG}4326": (4326, 4326),
    f"{EPSG}3857": (4326, 3857),
    f"{EPSG}4547": (4490, 4547),
    f"{EPSG}4526": (4490, 4526),
}
ITEMS = "/ogc/collections/nursing_homes/items"
Document = dict[str, Any]


def read(client: httpx.Client, path: str, **asked: str | int) -> Document:
    answered = client.get(path, params=asked or None)
    assert answered.status_code == 200, answered.text
    found: Document = answered.json()
    return found


def places(client: httpx.Client, **asked: str | int) -> dict[str, list[float]]:
    page = read(client, ITEMS, limit=100, **asked)
    return {feature["id"]: feature["geometry"]["coordinates"] for feature in page["features"]}


def expected(uri: str, lon: float, lat: float) -> tuple[float, float]:
    source, target = WAYS[uri]
    # Both in the order of EPSG: latitude first goes in.
    return Transformer.from_crs(source, target, always_xy=False).transform(lat, lon)


def test_every_requirement_has_its_test() -> None:
    named = {f"test_req_crs_{name}".replace("-", "_") for name in REQUIREMENTS.split()}
    assert named == {name for name in globals() if name.startswith("test_req_")}


def test_conf_the_class_is_declared(writer: httpx.Client) -> None:
    declared = read(writer, "/ogc/conformance")["conformsTo"]
    assert "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs" in declared


def test_req_crs_crs_uri(writer: httpx.Client) -> None:
    for uri in read(writer, "/ogc/collections/nursing_homes")["crs"]:
        assert re.fullmatch(r"http://www\.opengis\.net/def/crs/(OGC/1\.3/CRS84|EPSG/0/\d+)", uri)


def test_req_crs_fc_md_crs_list(writer: httpx.Client) -> None:
    for collection in read(writer, "/ogc/collections")["collections"]:
        alone = read(writer, f"/ogc/collections/{collection['id']}")
        if "spatial" in alone["extent"]:
            assert CRS84 in alone["crs"]
            assert set(WAYS) <= set(alone["crs"])


def test_req_crs_fc_md_crs_list_global(writer: httpx.Client) -> None:
    listed = read(writer, "/ogc/collections")
    assert {CRS84, *WAYS} == set(listed["crs"])
    assert all(collection.get("crs", ["#/crs"]) == ["#/crs"] for collection in listed["collections"])


def test_req_crs_fc_md_storageCrs(writer: httpx.Client) -> None:  # noqa: N802 - the requirement's own name
    assert read(writer, "/ogc/collections/nursing_homes")["storageCrs"] == f"{EPSG}4490"


def test_req_crs_fc_md_storageCrs_valid_value(writer: httpx.Client) -> None:  # noqa: N802 - the same
    about = read(writer, "/ogc/collections/nursing_homes")
    assert about["storageCrs"] in about["crs"]


def _definition(writer: httpx.Client, name: str) -> Document:
    found: Document = read(writer, "/ogc/api")["components"]["parameters"][name]
    return found


def test_req_crs_fc_bbox_crs_definition(writer: httpx.Client) -> None:
    told = _definition(writer, "bbox-crs")
    assert (told["in"], told["required"], told["schema"]["type"]) == ("query", False, "string")
    assert told["schema"]["format"] == "uri"


def test_req_crs_fc_bbox_crs_valid_value(writer: httpx.Client) -> None:
    for wrong in ("EPSG:4490", f"{EPSG}4549", f"{EPSG}1"):
        answered = writer.get(ITEMS, params={"bbox": "112,28,114,30", "bbox-crs": wrong})
        assert answered.status_code == 400


def test_req_crs_fc_bbox_crs_default_value(writer: httpx.Client) -> None:
    box = "113.0,29.0,113.3,29.3"
    assert places(writer, bbox=box) == places(writer, bbox=box, **{"bbox-crs": CRS84})


def test_req_crs_fc_bbox_crs_action(writer: httpx.Client) -> None:
    whole = places(writer)
    for uri in WAYS:
        written = places(writer, crs=uri)
        first, second = ([place[axis] for place in written.values()] for axis in (0, 1))
        # Beyond what the bent sides of a box may be off by: a centimetre.
        margin = 1e-7 if max(first) < 180 else 0.01
        middle = sorted(first)[len(first) // 2] + margin
        box = f"{middle},{min(second) - margin},{max(first) + margin},{max(second) + margin}"
        found = places(writer, bbox=box, **{"bbox-crs": uri})
        assert set(found) == {identity for identity, place in written.items() if place[0] > middle}
        assert 0 < len(found) < len(whole)


def test_req_crs_fc_crs_definition(writer: httpx.Client) -> None:
    told = _definition(writer, "crs")
    assert (told["in"], told["required"], told["schema"]["type"]) == ("query", False, "string")
    assert set(told["schema"]["enum"]) == {CRS84, *WAYS}


def test_req_crs_fc_crs_valid_value(writer: httpx.Client) -> None:
    for wrong in ("EPSG:4490", f"{EPSG}4549", "urn:ogc:def:crs:EPSG::4490"):
        for path in (ITEMS, f"{ITEMS}/NH-430621-001"):
            assert writer.get(path, params={"crs": wrong}).status_code == 400


def test_req_crs_fc_crs_default_value(writer: httpx.Client) -> None:
    assert places(writer) == places(writer, crs=CRS84)


@pytest.mark.parametrize("uri", WAYS)
def test_req_crs_fc_crs_action(writer: httpx.Client, uri: str) -> None:
    written = places(writer, crs=uri)
    for identity, (lon, lat) in places(writer).items():
        assert written[identity] == pytest.approx(expected(uri, lon, lat), abs=0.001)


def test_req_crs_ogc_crs_header(writer: httpx.Client) -> None:
    for path in (ITEMS, f"{ITEMS}/NH-430621-001"):
        assert "content-crs" in writer.get(path).headers


def test_req_crs_ogc_crs_header_value(writer: httpx.Client) -> None:
    for uri in (CRS84, *WAYS):
        for path in (ITEMS, f"{ITEMS}/NH-430621-001"):
            assert writer.get(path, params={"crs": uri}).headers["content-crs"] == f"<{uri}>"


def test_req_crs_geojson(writer: httpx.Client) -> None:
    """Coordinates other than CRS84 only where they were asked for, and no `crs` member inside."""
    for uri in (CRS84, *WAYS):
        page = read(writer, ITEMS, crs=uri, limit=2)
        assert "crs" not in page
        assert all("crs" not in feature["geometry"] for feature in page["features"])
