"""OGC API - Features - Part 1: Core (17-069r4), one test per requirement of Core, GeoJSON, HTML and OAS 3.0."""

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import shapely

from layers.atlas import ATLAS

CORE = (
    "root-op root-success api-definition-op api-definition-success conformance-op conformance-success http "
    "query-param-unknown query-param-invalid crs84 fc-md-op fc-md-success fc-md-links fc-md-items fc-md-items-links "
    "fc-md-extent fc-md-extent-multi sfc-md-op sfc-md-success fc-op fc-limit-definition fc-limit-response-1 "
    "fc-bbox-definition fc-bbox-response fc-time-definition fc-time-response fc-response fc-links fc-rel-type "
    "fc-timeStamp fc-numberMatched fc-numberReturned f-op f-success f-links"
)
OTHERS = {
    "geojson": "definition content",
    "html": "definition content",
    "oas30": "oas-definition-1 oas-definition-2 oas-impl completeness exception-codes security",
}
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
ITEMS = "/ogc/collections/nursing_homes/items"
Document = dict[str, Any]


def read(client: httpx.Client, path: str, **asked: str | int) -> Document:
    answered = client.get(path, params=asked or None)
    assert answered.status_code == 200, answered.text
    found: Document = answered.json()
    return found


def links(document: Document, rel: str) -> list[dict[str, str]]:
    return [link for link in document["links"] if link["rel"] == rel]


def collections(client: httpx.Client) -> list[Document]:
    found: list[Document] = read(client, "/ogc/collections")["collections"]
    return found


def parameter(client: httpx.Client, name: str) -> Document:
    found: Document = read(client, "/ogc/api")["components"]["parameters"][name]
    return found


def pages(client: httpx.Client, **asked: str | int) -> Iterator[Document]:
    page = read(client, ITEMS, **asked)
    yield page
    while following := links(page, "next"):
        page = read(client, following[0]["href"])
        yield page


def test_every_requirement_has_its_test() -> None:
    named = [f"test_req_core_{name}" for name in CORE.split()]
    named += [f"test_req_{part}_{name}" for part, names in OTHERS.items() for name in names.split()]
    assert {name.replace("-", "_") for name in named} == {name for name in globals() if name.startswith("test_req_")}


def test_conf_the_classes_are_declared(writer: httpx.Client) -> None:
    declared = read(writer, "/ogc/conformance")["conformsTo"]
    base = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"
    assert {f"{base}{name}" for name in ("core", *OTHERS)} <= set(declared)


def test_req_core_root_op(writer: httpx.Client) -> None:
    assert writer.get("/ogc/").status_code == writer.get("/ogc").status_code == 200


def test_req_core_root_success(writer: httpx.Client) -> None:
    landing = read(writer, "/ogc")
    assert links(landing, "service-desc") or links(landing, "service-doc")
    assert links(landing, "conformance")
    assert links(landing, "data")


def test_req_core_api_definition_op(writer: httpx.Client) -> None:
    for rel in ("service-desc", "service-doc"):
        for link in links(read(writer, "/ogc"), rel):
            assert writer.get(link["href"]).status_code == 200


def test_req_core_api_definition_success(writer: httpx.Client) -> None:
    (link,) = links(read(writer, "/ogc"), "service-desc")
    assert writer.get(link["href"]).json()["paths"]


def test_req_core_conformance_op(writer: httpx.Client) -> None:
    assert writer.get("/ogc/conformance").status_code == 200


def test_req_core_conformance_success(writer: httpx.Client) -> None:
    declared = read(writer, "/ogc/conformance")["conformsTo"]
    assert len(declared) == len(set(declared)) > 10
    assert all(uri.startswith("http://www.opengis.net/spec/") for uri in declared)


def test_req_core_http(writer: httpx.Client) -> None:
    assert writer.get("/ogc").http_version == "HTTP/1.1"
    assert writer.head("/ogc/conformance").content == b""
    assert writer.post("/ogc/conformance").status_code == 405


def test_req_core_query_param_unknown(writer: httpx.Client) -> None:
    for path in ("/ogc", "/ogc/conformance", "/ogc/collections", "/ogc/collections/roads", ITEMS):
        assert writer.get(path, params={"no-such-parameter": "1"}).status_code == 400


def test_req_core_query_param_invalid(writer: httpx.Client) -> None:
    for name, value in {"limit": "many", "bbox": "1,2,3", "datetime": "soon", "f": "xml"}.items():
        assert writer.get(ITEMS, params={name: value}).status_code == 400


def test_req_core_crs84(writer: httpx.Client) -> None:
    answered = writer.get(ITEMS, params={"limit": 50})
    assert answered.headers["content-crs"] == f"<{CRS84}>"
    for feature in answered.json()["features"]:
        lon, lat = feature["geometry"]["coordinates"]
        assert (112 < lon < 114, 28 < lat < 30) == (True, True)


def test_req_core_fc_md_op(writer: httpx.Client) -> None:
    for link in links(read(writer, "/ogc"), "data"):
        assert writer.get(link["href"]).status_code == 200


def test_req_core_fc_md_success(writer: httpx.Client) -> None:
    assert {"links", "collections"} <= set(read(writer, "/ogc/collections"))


def test_req_core_fc_md_links(writer: httpx.Client) -> None:
    listed = read(writer, "/ogc/collections")
    for link in links(listed, "self") + links(listed, "alternate"):
        assert link["type"]
        assert writer.get(link["href"]).status_code == 200


def test_req_core_fc_md_items(writer: httpx.Client) -> None:
    assert len(collections(writer)) == len(ATLAS)
    for collection in collections(writer):
        assert {"id", "title", "links", "extent"} <= set(collection)


def test_req_core_fc_md_items_links(writer: httpx.Client) -> None:
    for collection in collections(writer):
        for link in links(collection, "items"):
            assert writer.get(link["href"], params={"limit": 1}).status_code == 200
            assert link["type"] in ("application/geo+json", "text/html")


def test_req_core_fc_md_extent(writer: httpx.Client) -> None:
    for collection in collections(writer):
        west, south, east, north = collection["extent"].get("spatial", {"bbox": [[0, 0, 1, 1]]})["bbox"][0]
        assert (west <= east, south <= north) == (True, True)
        first, last = collection["extent"]["temporal"]["interval"][0]
        assert dt.datetime.fromisoformat(first).tzinfo
        assert last is None or dt.datetime.fromisoformat(last) >= dt.datetime.fromisoformat(first)


def test_req_core_fc_md_extent_multi(writer: httpx.Client) -> None:
    for collection in collections(writer):
        assert len(collection["extent"].get("spatial", {"bbox": [0]})["bbox"]) == 1
        assert len(collection["extent"]["temporal"]["interval"]) == 1


def test_req_core_sfc_md_op(writer: httpx.Client) -> None:
    for collection in collections(writer):
        assert writer.get(f"/ogc/collections/{collection['id']}").status_code == 200
    assert writer.get("/ogc/collections/palaces").status_code == 404


def test_req_core_sfc_md_success(writer: httpx.Client) -> None:
    for collection in collections(writer):
        alone = read(writer, f"/ogc/collections/{collection['id']}")
        for name in ("id", "title", "description", "extent"):
            assert alone[name] == collection[name]


def test_req_core_fc_op(writer: httpx.Client) -> None:
    for collection in collections(writer):
        assert writer.get(f"/ogc/collections/{collection['id']}/items").status_code == 200


def test_req_core_fc_limit_definition(writer: httpx.Client) -> None:
    limit = parameter(writer, "limit")
    assert (limit["in"], limit["required"], limit["style"], limit["explode"]) == ("query", False, "form", False)
    schema = limit["schema"]
    assert (schema["type"], schema["minimum"]) == ("integer", 1)
    assert 1 <= schema["default"] <= schema["maximum"]


def test_req_core_fc_limit_response_1(writer: httpx.Client) -> None:
    for limit in (1, 5, 10):
        assert len(read(writer, ITEMS, limit=limit)["features"]) == limit
    assert len(read(writer, ITEMS, limit=999_999)["features"]) == read(writer, ITEMS)["numberMatched"]


def test_req_core_fc_bbox_definition(writer: httpx.Client) -> None:
    box = parameter(writer, "bbox")
    assert (box["in"], box["required"], box["style"], box["explode"]) == ("query", False, "form", False)
    assert (box["schema"]["type"], box["schema"]["minItems"], box["schema"]["maxItems"]) == ("array", 4, 6)
    assert box["schema"]["items"]["type"] == "number"


@pytest.mark.parametrize("layer", ["nursing_homes", "divisions", "roads", "boundary_lines"])
def test_req_core_fc_bbox_response(writer: httpx.Client, layer: str) -> None:
    path = f"/ogc/collections/{layer}/items"
    whole = {
        feature["id"]: shapely.from_geojson(json.dumps(feature["geometry"]))
        for feature in read(writer, path, limit=1000)["features"]
    }
    # A box of its own width around the middle of what there is.
    west, south, east, north = shapely.total_bounds(list(whole.values()))
    box = ((3 * west + east) / 4, (3 * south + north) / 4, (west + east) / 2, (south + north) / 2)
    for written in (",".join(map(str, box)), f"{box[0]},{box[1]},-100,{box[2]},{box[3]},100"):
        found = {feature["id"] for feature in read(writer, path, bbox=written, limit=1000)["features"]}
        assert found == {identity for identity, shape in whole.items() if shape.intersects(shapely.box(*box))}
    assert found


def test_req_core_fc_time_definition(writer: httpx.Client) -> None:
    when = parameter(writer, "datetime")
    assert (when["in"], when["required"], when["style"], when["explode"]) == ("query", False, "form", False)
    assert when["schema"]["type"] == "string"


def test_req_core_fc_time_response(writer: httpx.Client) -> None:
    always = read(writer, ITEMS, datetime="1900-01-01/..", limit=1000)["features"]
    first = [feature["properties"]["valid_from"] for feature in always]
    day = sorted(first)[len(first) // 2]
    for asked, since, until in ((f"{day}T08:00:00+08:00", day, day), (f"../{day}", "0", day), (f"{day}/..", day, "9")):
        found = {feature["id"] for feature in read(writer, ITEMS, datetime=asked, limit=1000)["features"]}
        expected = {
            feature["id"]
            for feature in always
            if feature["properties"]["valid_from"] <= until and (feature["properties"]["valid_to"] or "9") > since
        }
        assert found == expected, asked


def test_req_core_fc_response(writer: httpx.Client) -> None:
    page = read(writer, ITEMS, limit=3)
    assert page["type"] == "FeatureCollection"
    assert all(feature["type"] == "Feature" for feature in page["features"])


def test_req_core_fc_links(writer: httpx.Client) -> None:
    page = read(writer, ITEMS, limit=3)
    assert {link["type"] for link in links(page, "self") + links(page, "alternate")} == {
        "application/geo+json",
        "text/html",
    }
    assert read(writer, links(page, "self")[0]["href"])["features"] == page["features"]


def test_req_core_fc_rel_type(writer: httpx.Client) -> None:
    assert all(link["rel"] and link["type"] for link in read(writer, ITEMS, limit=3)["links"])


def test_req_core_fc_timeStamp(writer: httpx.Client) -> None:  # noqa: N802 - the requirement's own name
    told = dt.datetime.fromisoformat(read(writer, ITEMS, limit=1)["timeStamp"])
    assert abs(dt.datetime.now(dt.UTC) - told) < dt.timedelta(minutes=5)


def test_req_core_fc_numberMatched(writer: httpx.Client) -> None:  # noqa: N802 - the same
    for box in (None, "113.0,29.0,113.3,29.3"):
        asked: dict[str, str | int] = {"bbox": box} if box else {}
        seen = [feature["id"] for page in pages(writer, limit=5, **asked) for feature in page["features"]]
        assert read(writer, ITEMS, limit=1, **asked)["numberMatched"] == len(seen) == len(set(seen))


def test_req_core_fc_numberReturned(writer: httpx.Client) -> None:  # noqa: N802 - the same
    for page in pages(writer, limit=5):
        assert page["numberReturned"] == len(page["features"])


def test_req_core_f_op(writer: httpx.Client) -> None:
    for feature in read(writer, ITEMS, limit=3)["features"]:
        assert writer.get(f"{ITEMS}/{feature['id']}").status_code == 200
    assert writer.get(f"{ITEMS}/nothing").status_code == 404


def test_req_core_f_success(writer: httpx.Client) -> None:
    for feature in read(writer, ITEMS, limit=3)["features"]:
        alone = read(writer, f"{ITEMS}/{feature['id']}")
        assert {name: alone[name] for name in feature} == feature


def test_req_core_f_links(writer: httpx.Client) -> None:
    alone = read(writer, f"{ITEMS}/{read(writer, ITEMS, limit=1)['features'][0]['id']}")
    for rel in ("self", "alternate", "collection"):
        for link in links(alone, rel):
            assert writer.get(link["href"]).status_code == 200
        assert links(alone, rel)


def test_req_geojson_definition(writer: httpx.Client) -> None:
    for path in (ITEMS, f"{ITEMS}/NH-430621-001"):
        answered = writer.get(path, headers={"Accept": "application/geo+json"})
        assert answered.headers["content-type"] == "application/geo+json"


def test_req_geojson_content(writer: httpx.Client) -> None:
    for collection in collections(writer):
        for feature in read(writer, f"/ogc/collections/{collection['id']}/items", limit=5)["features"]:
            assert {"type", "id", "geometry", "properties"} <= set(feature)
            assert feature["geometry"] is None or shapely.from_geojson(json.dumps(feature["geometry"])).is_valid


def test_req_html_definition(writer: httpx.Client) -> None:
    for path in ("/ogc", "/ogc/conformance", "/ogc/collections", "/ogc/collections/roads", ITEMS):
        answered = writer.get(path, headers={"Accept": "text/html"})
        assert answered.headers["content-type"].startswith("text/html")


def test_req_html_content(writer: httpx.Client) -> None:
    page = writer.get(ITEMS, params={"f": "html", "limit": 3}).text
    for feature in read(writer, ITEMS, limit=3)["features"]:
        assert feature["properties"]["name"] in page
        assert feature["id"] in page


def test_req_oas30_oas_definition_1(writer: httpx.Client) -> None:
    answered = writer.get("/ogc/api", headers={"Accept": "application/vnd.oai.openapi+json;version=3.0"})
    assert answered.headers["content-type"] == "application/vnd.oai.openapi+json;version=3.0"
    assert writer.get("/ogc/api", headers={"Accept": "text/html"}).headers["content-type"].startswith("text/html")


def test_req_oas30_oas_definition_2(writer: httpx.Client) -> None:
    command = [sys.executable, "-m", "openapi_spec_validator", "-"]
    given = writer.get("/ogc/api").text
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_req_oas30_oas_impl(writer: httpx.Client) -> None:
    document = read(writer, "/ogc/api")
    reads = [path for path, deeds in document["paths"].items() if "get" in deeds and "{" not in path]
    for path in reads:
        assert writer.get(f"/ogc{path}").status_code == 200, path


def test_req_oas30_completeness(writer: httpx.Client) -> None:
    paths = read(writer, "/ogc/api")["paths"]
    for collection in collections(writer):
        base = f"/collections/{collection['id']}"
        for path in (base, f"{base}/items", f"{base}/items/{{featureId}}", f"{base}/schema", f"{base}/sortables"):
            assert {"200", "404", "500"} <= set(paths[path]["get"]["responses"])


def test_req_oas30_exception_codes(writer: httpx.Client) -> None:
    responses = read(writer, "/ogc/api")["paths"]["/collections/nursing_homes/items"]["get"]["responses"]
    assert {"400", "404", "500", "503"} <= set(responses)
    assert str(writer.get(ITEMS, params={"limit": 0}).status_code) in responses
    assert str(writer.get("/ogc/collections/palaces/items").status_code) in responses


def test_req_oas30_security(writer: httpx.Client) -> None:
    """What anybody may read needs no credential, and the document asks for none there."""
    document = read(writer, "/ogc/api")
    read_only = document["paths"]["/collections/nursing_homes/items"]["get"]
    assert read_only.get("security", document.get("security", [{}])) in ([], [{}]) or {} in read_only["security"]
    with httpx.Client(base_url=writer.base_url) as nobody:
        assert nobody.get(ITEMS).status_code == 200
