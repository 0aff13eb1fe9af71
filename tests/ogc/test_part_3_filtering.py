"""OGC API - Features - Part 3: Filtering (19-079r2), one test per requirement, over every collection.

The abstract tests of the standard's Annex A that share a requirement share its test.
"""

from typing import Any

import httpx
import pytest

from tests.ogc.expressions import ADVANCED, ARITHMETIC, BASIC, FOLDED, PROPERTIES, SPATIAL, TEMPORAL

REL = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
CONF_3 = "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/"
CONF_CQL2 = "http://www.opengis.net/spec/cql2/1.0/conf/"
COLLECTIONS = "/ogc/collections"

Document = dict[str, Any]


@pytest.fixture(scope="module")
def collections(writer: httpx.Client) -> list[Document]:
    found: list[Document] = read(writer, COLLECTIONS)["collections"]
    assert len(found) >= 12
    return found


def read(client: httpx.Client, path: str, **asked: str | int) -> Document:
    answered = client.get(path, params=asked)
    assert answered.status_code == 200, answered.text
    found: Document = answered.json()
    return found


def ids(client: httpx.Client, collection: Document, **asked: str | int) -> list[str]:
    return [feature["id"] for feature in features(client, collection, **asked)]


def features(client: httpx.Client, collection: Document, **asked: str | int) -> list[Document]:
    found: list[Document] = read(client, f"{COLLECTIONS}/{collection['id']}/items", limit=10_000, **asked)["features"]
    return found


def matched(client: httpx.Client, collection: Document, **asked: str) -> int:
    """How many there are, by the service's own count."""
    return int(read(client, f"{COLLECTIONS}/{collection['id']}/items", limit=1, **asked)["numberMatched"])


def queryables(client: httpx.Client, collection: Document) -> dict[str, Document]:
    found: dict[str, Document] = read(client, f"{COLLECTIONS}/{collection['id']}/queryables")["properties"]
    return found


def operation(client: httpx.Client, collection: Document) -> dict[str, Document]:
    """The parameters of a collection's items, as the API definition tells them."""
    definition = read(client, "/ogc/api")
    listed = definition["paths"][f"/collections/{collection['id']}/items"]["get"]["parameters"]
    told = definition["components"]["parameters"]
    found = [told[one["$ref"].rpartition("/")[2]] for one in listed]
    return {one["name"]: one for one in found}


class TestQueryables:
    def test_conf_the_classes_are_declared(self, writer: httpx.Client) -> None:
        declared = read(writer, "/ogc/conformance")["conformsTo"]
        classes = ("queryables", "queryables-query-parameters", "filter", "features-filter")
        assert {f"{CONF_3}{name}" for name in classes} <= set(declared)

    def test_req_queryables_get_queryables_op(self, writer: httpx.Client, collections: list[Document]) -> None:
        for collection in collections:
            path = f"{COLLECTIONS}/{collection['id']}/queryables"
            answered = writer.get(path, headers={"accept": "application/schema+json"})
            assert (answered.status_code, answered.headers["content-type"]) == (200, "application/schema+json")
            told = read(writer, f"{COLLECTIONS}/{collection['id']}")["links"]
            assert str(writer.base_url.join(path)) in {
                link["href"].partition("?")[0] for link in told if link["rel"] == REL
            }

    def test_req_queryables_queryables_link(self, writer: httpx.Client, collections: list[Document]) -> None:
        for collection in collections:
            answered = writer.get(f"{COLLECTIONS}/{collection['id']}/items", params={"limit": 1})
            assert f'/{collection["id"]}/queryables>; rel="{REL}"' in answered.headers["link"]

    def test_req_queryables_get_queryables_response(self, writer: httpx.Client, collections: list[Document]) -> None:
        for collection in collections:
            path = f"{COLLECTIONS}/{collection['id']}/queryables"
            schema = read(writer, path, f="json")
            assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
            assert schema["$id"] == str(writer.base_url.join(path))
            assert (schema["type"], schema["additionalProperties"]) == ("object", False)
            assert all(one["title"] and ("type" in one or "format" in one) for one in schema["properties"].values())

    def test_req_queryables_expression_construction(self, writer: httpx.Client, collections: list[Document]) -> None:
        """/conf/filter/expression-construction: what is no queryable is refused, even a name that the rows have."""
        for collection in collections:
            for name in ("this_is_not_a_queryable", "row_id", "recorded_by", "because"):
                path = f"{COLLECTIONS}/{collection['id']}/items"
                assert writer.get(path, params={"filter": f"{name} IS NULL"}).status_code == 400, name


class TestQueryablesQueryParameters:
    def test_req_queryables_query_parameters_parameters_a(
        self, writer: httpx.Client, collections: list[Document]
    ) -> None:
        """Every simple queryable has a parameter of its type; and no other name is one."""
        for collection in collections:
            told, known = operation(writer, collection), queryables(writer, collection)
            simple = {name: one for name, one in known.items() if one.get("type") not in (None, "array", "object")}
            assert set(simple) <= set(told)
            for name, one in simple.items():
                assert told[name]["schema"]["type"] == one["type"], name
                assert told[name]["schema"].get("enum") == one.get("enum"), name

    def test_req_queryables_query_parameters_parameters_b(
        self, writer: httpx.Client, collections: list[Document]
    ) -> None:
        collection = next(one for one in collections if one["id"] == "nursing_homes")
        features = read(writer, f"{COLLECTIONS}/nursing_homes/items", limit=1000)["features"]
        public = [one["id"] for one in features if one["properties"]["ownership"] == "public"]
        assert 0 < len(public) < len(features)
        assert ids(writer, collection, ownership="public") == public
        assert ids(writer, collection, ownership="public", beds=-1) == []


class TestFilter:
    def test_req_filter_filter_param(self, writer: httpx.Client, collections: list[Document]) -> None:
        """/conf/filter/filter-param: a valid filter is followed for every queryable, an invalid one is refused."""
        for collection in collections:
            rows = [one["properties"] for one in features(writer, collection)]
            for name in queryables(writer, collection):
                absent = sum(row[name] is None for row in rows) if name in rows[0] else 0
                assert matched(writer, collection, filter=f"{name} IS NULL") == absent, name
            path = f"{COLLECTIONS}/{collection['id']}/items"
            assert writer.get(path, params={"filter": "THIS IS NOT A FILTER"}).status_code == 400
        assert operation(writer, collections[0])["filter"]["schema"] == {"type": "string"}

    def test_req_filter_filter_lang_param(self, writer: httpx.Client, collections: list[Document]) -> None:
        """/conf/filter/filter-lang-default: both encodings are listed, and text is meant without a word."""
        schema = operation(writer, collections[0])["filter-lang"]["schema"]
        assert (schema["enum"], schema["default"]) == (["cql2-text", "cql2-json"], "cql2-text")
        named = {"filter": "name IS NULL", "filter-lang": "cql2-text"}
        unknown = {"filter": "name IS NULL", "filter-lang": "cql-text"}
        path = f"{COLLECTIONS}/divisions/items"
        assert read(writer, path, **named)["features"] == read(writer, path, filter="name IS NULL")["features"]
        assert writer.get(path, params=unknown).status_code == 400

    def test_req_filter_filter_crs_wgs84(self, writer: httpx.Client, collections: list[Document]) -> None:
        """/conf/filter/filter-crs-wgs84: longitude and latitude are meant without a word."""
        for collection in (one for one in collections if "spatial" in one["extent"]):
            west, south, east, north = collection["extent"]["spatial"]["bbox"][0]
            box = f"S_INTERSECTS(geom, BBOX({west}, {south}, {east}, {north}))"
            assert ids(writer, collection, filter=box) == ids(writer, collection)
            path = f"{COLLECTIONS}/{collection['id']}/items"
            nowhere = {"filter": "S_INTERSECTS(geom, BBOX(1000000, 1000000, 2000000, 2000000))"}
            assert writer.get(path, params=nowhere).status_code == 400

    def test_req_filter_filter_crs_param(self, writer: httpx.Client, collections: list[Document]) -> None:
        """/conf/filter/filter-crs-param: every system of the collection is followed, another is refused."""
        for collection in (one for one in collections if "spatial" in one["extent"]):
            everything = ids(writer, collection)
            systems = read(writer, f"{COLLECTIONS}/{collection['id']}")["crs"]
            for uri in systems:
                page = read(writer, f"{COLLECTIONS}/{collection['id']}/items", crs=uri, limit=1)
                corner = first_pair(page["features"][0]["geometry"])
                reach = 3.0 if max(map(abs, corner)) <= 180 else 300_000.0
                low, high = ([part + sign * reach for part in corner] for sign in (-1, 1))
                box = ", ".join(f"{part:.6f}" for part in (*low, *high))
                asked = {"filter": f"S_INTERSECTS(geom, BBOX({box}))", "filter-crs": uri}
                assert ids(writer, collection, **asked) == everything, uri
            path = f"{COLLECTIONS}/{collection['id']}/items"
            strange = {"filter": "name IS NULL", "filter-crs": "http://www.opengis.net/def/crs/EPSG/0/2436"}
            assert writer.get(path, params=strange).status_code == 400

    def test_req_filter_mixing_expressions(self, writer: httpx.Client) -> None:
        path = f"{COLLECTIONS}/nursing_homes/items"
        several = {
            "filter": "beds > 50",
            "bbox": "113.0,29.0,113.2,29.3",
            "datetime": "2024-12-31",
            "stage": "open",
        }
        each = [read(writer, path, limit=1000, **{name: value}) for name, value in several.items()]
        common = set.intersection(*({one["id"] for one in page["features"]} for page in each))
        assert 0 < len(common) < min(len(page["features"]) for page in each)
        assert {one["id"] for one in read(writer, path, limit=1000, **several)["features"]} == common

    def test_req_filter_response(self, writer: httpx.Client) -> None:
        """True is in, false and unknown are out; a filter and its opposite share nothing."""
        path = f"{COLLECTIONS}/nursing_homes/items"
        features = read(writer, path, limit=1000)["features"]
        known = {one["id"]: one["properties"]["beds_filed"] for one in features}
        assert None in known.values()
        for asked, wanted in (
            ("beds_filed > 20", {key for key, beds in known.items() if beds is not None and beds > 20}),
            ("NOT beds_filed > 20", {key for key, beds in known.items() if beds is not None and beds <= 20}),
        ):
            page = read(writer, path, limit=1000, filter=asked)
            assert {one["id"] for one in page["features"]} == wanted
            assert page["numberMatched"] == len(wanted)

    def test_the_next_page_keeps_the_filter(self, writer: httpx.Client) -> None:
        page = read(writer, f"{COLLECTIONS}/nursing_homes/items", filter="beds > 10", limit=3)
        seen = [one["id"] for one in page["features"]]
        while following := [link["href"] for link in page["links"] if link["rel"] == "next"]:
            page = writer.get(following[0]).json()
            seen += [one["id"] for one in page["features"]]
        assert seen == ids(writer, {"id": "nursing_homes"}, filter="beds > 10")
        assert len(seen) > 3


# Where each class of CQL2 that we declare is proved: `test_filters` evaluates these against an evaluator of their own.
PROVED = {
    "basic-cql2": BASIC,
    "advanced-comparison-operators": ADVANCED,
    "case-insensitive-comparison": [one for one in FOLDED if "casei" in one[0].lower()],
    "accent-insensitive-comparison": [one for one in FOLDED if "accenti" in one[0].lower()],
    "basic-spatial-functions": [one for one in SPATIAL if "S_INTERSECTS" in one[0]],
    "basic-spatial-functions-plus": [one for one in SPATIAL if "POLYGON" in one[0] and "S_INTERSECTS" in one[0]],
    "spatial-functions": SPATIAL,
    "temporal-functions": TEMPORAL,
    "property-property": PROPERTIES,
    "arithmetic": ARITHMETIC,
    "cql2-text": BASIC,
    "cql2-json": BASIC,
}


def test_every_class_of_cql2_that_is_declared_is_proved_and_no_other(writer: httpx.Client) -> None:
    declared = read(writer, "/ogc/conformance")["conformsTo"]
    found = {uri.removeprefix(CONF_CQL2) for uri in declared if uri.startswith(CONF_CQL2)}
    assert found == {name for name, expressions in PROVED.items() if expressions}


def first_pair(geometry: Document) -> list[float]:
    part: Any = geometry["coordinates"]
    while isinstance(part[0], list):
        part = part[0]
    return [float(one) for one in part[:2]]
