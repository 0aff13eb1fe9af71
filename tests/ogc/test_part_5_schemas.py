"""OGC API - Features - Part 5: Schemas (23-058r2), one test per requirement of the classes that are declared."""

from collections.abc import Iterator
from typing import Any

import httpx

REQUIREMENTS = {
    "schemas": "json-schema properties additional-keywords role role-id property-seq unit definition",
    "core-roles-features": "role-primary-geometry role-primary-instant role-primary-interval-start "
    "role-primary-interval-end primary-temporal-constraints role-type",
    "returnables-and-receivables": "link op response",
    "sortables": "link op response",
}
REL = "http://www.opengis.net/def/rel/ogc/1.0/"
SCHEMA = "application/schema+json"
# The keywords of JSON Schema that are used; every other begins with x-ogc-.
KEYWORDS = {
    "title",
    "description",
    "type",
    "format",
    "enum",
    "oneOf",
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "maximum",
    "multipleOf",
    "examples",
    "readOnly",
    "writeOnly",
}
UCUM = {"m", "m2", "km", "deg"}
Document = dict[str, Any]


def read(client: httpx.Client, path: str) -> Document:
    answered = client.get(path)
    assert answered.status_code == 200, answered.text
    found: Document = answered.json()
    return found


def layers(client: httpx.Client) -> list[str]:
    return [collection["id"] for collection in read(client, "/ogc/collections")["collections"]]


def schemas(client: httpx.Client, *names: str) -> Iterator[Document]:
    for layer in layers(client):
        for name in names or ("schema", "sortables"):
            yield read(client, f"/ogc/collections/{layer}/{name}")


def properties(client: httpx.Client, *names: str) -> Iterator[tuple[str, Document]]:
    for schema in schemas(client, *names):
        yield from schema["properties"].items()


def with_role(schema: Document, role: str) -> list[str]:
    return [name for name, one in schema["properties"].items() if one.get("x-ogc-role") == role]


def is_temporal(one: Document) -> bool:
    return one.get("format") in ("date", "date-time")


def test_every_requirement_has_its_test() -> None:
    named = [f"test_req_{part}_{name}" for part, names in REQUIREMENTS.items() for name in names.split()]
    assert {name.replace("-", "_") for name in named} == {name for name in globals() if name.startswith("test_req_")}


def test_conf_the_classes_are_declared(writer: httpx.Client) -> None:
    declared = read(writer, "/ogc/conformance")["conformsTo"]
    base = "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/"
    assert {uri.removeprefix(base) for uri in declared if uri.startswith(base)} == set(REQUIREMENTS)


def test_req_schemas_json_schema(writer: httpx.Client) -> None:
    for schema in schemas(writer):
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert schema["type"] == "object"
        assert "?" not in schema["$id"]
        assert writer.get(schema["$id"], headers={"Accept": SCHEMA}).json() == schema


def test_req_schemas_properties(writer: httpx.Client) -> None:
    for name, one in properties(writer):
        is_place = str(one.get("format", "")).startswith("geometry-")
        assert ("type" in one) is not is_place, name
        assert one["title"]
        if is_temporal(one):
            assert one["type"] == "string"
    for schema in schemas(writer, "schema"):
        assert schema["properties"]["because"]["writeOnly"] is True
        assert schema["properties"]["version"]["readOnly"] is True


def test_req_schemas_additional_keywords(writer: httpx.Client) -> None:
    for name, one in properties(writer):
        assert {word for word in one if not word.startswith("x-ogc-")} <= KEYWORDS, name


def test_req_schemas_role(writer: httpx.Client) -> None:
    assert all(isinstance(one.get("x-ogc-role", ""), str) for _, one in properties(writer))


def test_req_schemas_role_id(writer: httpx.Client) -> None:
    for layer, schema in zip(layers(writer), schemas(writer, "schema"), strict=True):
        (name,) = with_role(schema, "id")
        assert schema["properties"][name]["type"] in ("string", "integer")
        for feature in read(writer, f"/ogc/collections/{layer}/items?limit=3")["features"]:
            assert feature["properties"][name] == feature["id"]


def test_req_schemas_property_seq(writer: httpx.Client) -> None:
    for schema in schemas(writer):
        places = [one["x-ogc-propertySeq"] for one in schema["properties"].values()]
        assert places == sorted(set(places))


def test_req_schemas_unit(writer: httpx.Client) -> None:
    units = {one["x-ogc-unit"] for _, one in properties(writer) if "x-ogc-unit" in one}
    assert units <= UCUM
    assert "m2" in units


def test_req_schemas_definition(writer: httpx.Client) -> None:
    assert all(str(one.get("x-ogc-definition", "http")).startswith("http") for _, one in properties(writer))


def test_req_core_roles_features_role_primary_geometry(writer: httpx.Client) -> None:
    for schema in schemas(writer, "schema"):
        found = with_role(schema, "primary-geometry")
        assert found in ([], ["geometry"])
        assert all(schema["properties"][name]["format"].startswith("geometry-") for name in found)


def test_req_core_roles_features_role_primary_instant(writer: httpx.Client) -> None:
    assert all(with_role(schema, "primary-instant") == [] for schema in schemas(writer))


def test_req_core_roles_features_role_primary_interval_start(writer: httpx.Client) -> None:
    for schema in schemas(writer, "schema"):
        (name,) = with_role(schema, "primary-interval-start")
        assert is_temporal(schema["properties"][name])


def test_req_core_roles_features_role_primary_interval_end(writer: httpx.Client) -> None:
    for schema in schemas(writer, "schema"):
        (name,) = with_role(schema, "primary-interval-end")
        assert is_temporal(schema["properties"][name])


def test_req_core_roles_features_primary_temporal_constraints(writer: httpx.Client) -> None:
    for schema in schemas(writer, "schema"):
        ends = [schema["properties"][f"valid_{end}"]["format"] for end in ("from", "to")]
        assert ends == ["date", "date"]


def test_req_core_roles_features_role_type(writer: httpx.Client) -> None:
    for schema in schemas(writer):
        assert all(schema["properties"][name]["type"] == "string" for name in with_role(schema, "type"))


def linked(writer: httpx.Client, name: str) -> None:
    for layer in layers(writer):
        found = [link for link in read(writer, f"/ogc/collections/{layer}")["links"] if link["rel"] == f"{REL}{name}"]
        assert SCHEMA in {link["type"] for link in found}


def answered(writer: httpx.Client, name: str) -> None:
    for layer in layers(writer):
        found = writer.get(f"/ogc/collections/{layer}/{name}", headers={"Accept": SCHEMA})
        assert (found.status_code, found.headers["content-type"]) == (200, SCHEMA)
    assert writer.get(f"/ogc/collections/palaces/{name}").status_code == 404


def test_req_returnables_and_receivables_link(writer: httpx.Client) -> None:
    linked(writer, "schema")


def test_req_returnables_and_receivables_op(writer: httpx.Client) -> None:
    answered(writer, "schema")


def test_req_returnables_and_receivables_response(writer: httpx.Client) -> None:
    """What is told of items is what items tell: names, kinds and closed lists."""
    kinds: dict[str, type | tuple[type, ...]] = {"string": str, "integer": int, "number": (int, float), "boolean": bool}
    for layer, schema in zip(layers(writer), schemas(writer, "schema"), strict=True):
        told = schema["properties"]
        for feature in read(writer, f"/ogc/collections/{layer}/items?limit=100")["features"]:
            assert set(feature["properties"]) == {
                name for name, one in told.items() if name != "geometry" and not one.get("writeOnly")
            }
            for name, value in feature["properties"].items():
                assert value is None or isinstance(value, kinds[told[name]["type"]])
                assert value is None or value in told[name].get("enum", [value])
            assert all(feature["properties"][name] is not None for name in schema["required"] if name != "geometry")


def test_req_sortables_link(writer: httpx.Client) -> None:
    linked(writer, "sortables")


def test_req_sortables_op(writer: httpx.Client) -> None:
    answered(writer, "sortables")


def test_req_sortables_response(writer: httpx.Client) -> None:
    for layer, schema in zip(layers(writer), schemas(writer, "sortables"), strict=True):
        assert schema["additionalProperties"] is False
        assert all(one["type"] in ("string", "integer", "number", "boolean") for one in schema["properties"].values())
        for name in schema["properties"]:
            assert writer.get(f"/ogc/collections/{layer}/items", params={"sortby": name, "limit": 1}).status_code == 200
        refused = writer.get(f"/ogc/collections/{layer}/items", params={"sortby": "nothing"})
        assert refused.status_code == 400
