"""The OpenAPI 3.0 document says exactly what answers."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx

from api.ogc.definition import KINDS, definition
from api.ogc.systems import Systems
from api.version import VERSION
from geo.systems import COMMON, zone_systems
from layers.atlas import ATLAS
from layers.fields import Kind

PLACES = {
    "featureId": "430621",
    "tileMatrixSetId": "WebMercatorQuad",
    "tileMatrix": "8",
    "tileRow": "106",
    "tileCol": "208",
}
DOCUMENT = definition("http://127.0.0.1:8000/ogc", VERSION, ATLAS, 10_000, Systems(COMMON + zone_systems(113.1)))


def references(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for inner in part.values():
            yield from references(inner)
    if isinstance(part, list):
        for inner in part:
            yield from references(inner)


def parameters(path: str) -> set[str]:
    names = [reference["$ref"].rpartition("/")[2] for reference in DOCUMENT["paths"][path]["get"]["parameters"]]
    told = [DOCUMENT["components"]["parameters"][name] for name in names]
    return {parameter["name"] for parameter in told if parameter["in"] == "query"}


def test_every_kind_of_value_has_a_schema() -> None:
    assert set(KINDS) == set(Kind)


def test_every_reference_leads_somewhere() -> None:
    for reference in references(DOCUMENT):
        target: Any = DOCUMENT
        for step in reference.removeprefix("#/").split("/"):
            target = target[step]


def test_operations_have_names_of_their_own() -> None:
    names = [operation["operationId"] for path in DOCUMENT["paths"].values() for operation in path.values()]
    # Seven ways to read a layer, six to write it or to ask what may be written; three of tiles where it has places.
    placed = [page for page in ATLAS if page.layer.geometry]
    assert len(names) == len(set(names)) == 9 + 13 * len(ATLAS) + 3 * len(placed)


def test_every_path_answers_and_knows_exactly_its_parameters(client: httpx.Client) -> None:
    for path in DOCUMENT["paths"]:
        asked = path.removesuffix("/").format_map(PLACES)
        refused = client.get(f"/ogc{asked}", params={"no-such-parameter": 1}).json()
        known = set(refused["remedy"].removeprefix("可用的参数：").split("、"))
        assert known == parameters(path), path


def test_it_is_served_as_the_standard_asks(client: httpx.Client) -> None:
    answered = client.get("/ogc/api")
    assert answered.headers["content-type"] == "application/vnd.oai.openapi+json;version=3.0"
    served = answered.json()
    assert served["openapi"].startswith("3.0.")
    assert {**served, "servers": None} == {**json.loads(json.dumps(DOCUMENT)), "servers": None}


def test_it_is_valid_openapi_3_0() -> None:
    command = [sys.executable, "-m", "openapi_spec_validator", "-"]
    done = subprocess.run(command, input=json.dumps(DOCUMENT), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_feature_fits_its_schema(client: httpx.Client) -> None:
    """The names and types of a feature are those of its schema, without a library's opinion."""
    types: dict[str, type | tuple[type, ...]] = {
        "string": str,
        "integer": int,
        "number": (int, float),
        "boolean": bool,
    }
    for page in ATLAS:
        path = f"/ogc/collections/{page.layer.id}/items"
        schema = DOCUMENT["components"]["schemas"][page.layer.id]["properties"]["properties"]["properties"]
        answer = client.get(path, params={"limit": 1000, "datetime": "2024-12-31"})
        assert answer.status_code == 200, answer.text
        for feature in answer.json()["features"]:
            assert list(feature["properties"]) == list(schema)
            for name, value in feature["properties"].items():
                told = schema[name]
                assert told.get("nullable") if value is None else isinstance(value, types[told["type"]]), (path, name)
                assert "enum" not in told or value in told["enum"]
