"""How the OpenAPI 3.0 document describes tiles (20-057, class oas30), and the links that lead to them.

The names of operations end as the standard's table of suffixes says.
"""

from typing import Any

from api.ogc.filtering import simple
from api.ogc.forms import HTML, JSON, Link, both_forms
from api.tile_desk import MVT
from geo.tile_matrices import SETS
from layers.record import Layer, Record

Schema = dict[str, Any]

CONFORMANCE = [
    f"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/{name}"
    for name in (
        "core",
        "tileset",
        "tilesets-list",
        "dataset-tilesets",
        "geodata-tilesets",
        "collections-selection",
        "mvt",
        "oas30",
    )
]
_REL = "http://www.opengis.net/def/rel/ogc/1.0/"
TILESETS, SCHEME, SCHEMES = f"{_REL}tilesets-vector", f"{_REL}tiling-scheme", f"{_REL}tiling-schemes"
_ONE_TILE = "{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}"
_PLACE = ["tileMatrixSetId", "tileMatrix", "tileRow", "tileCol"]
_WHEN = ["datetime", "recorded_at", "f-tile"]
_FILTER = ["filter", "filter-lang", "filter-crs"]


def landing_links(root: str) -> list[Link]:
    """From the landing page to the tilesets of everything and to the ways of cutting."""
    return [
        *both_forms(f"{root}/tiles", TILESETS, "全部图层的瓦片"),
        *both_forms(f"{root}/tileMatrixSets", SCHEMES, "瓦片矩阵集"),
    ]


def collection_links(place: str, layer: Layer) -> list[Link]:
    """From a collection to its tilesets; a layer without places has none."""
    return both_forms(f"{place}/tiles", TILESETS, f"{layer.title}：瓦片") if layer.geometry else []


def paths() -> Schema:
    """The paths of tile matrix sets and of the dataset's tiles."""
    of_set = _get("getTileMatrixSet", "瓦片矩阵集", ["tileMatrixSetId", "f"])
    of_tileset = _get("all.dataset.vector.getTileSet", "全部图层的瓦片集", ["tileMatrixSetId", "collections", "f"])
    return {
        "/tileMatrixSets": _get("getTileMatrixSetsList", "瓦片矩阵集", ["f"]),
        "/tileMatrixSets/{tileMatrixSetId}": _may_miss(of_set),
        "/tiles": _get("all.dataset.vector.getTileSetsList", "全部图层的瓦片集", ["f"]),
        "/tiles/{tileMatrixSetId}": _may_miss(of_tileset),
        f"/tiles/{_ONE_TILE}": _tile("all.dataset.vector.getTile", "全部图层的瓦片", ["collections", *_WHEN]),
    }


def paths_of(page: type[Record]) -> Schema:
    """The paths of a layer's tiles; none for a layer without places."""
    layer = page.layer
    if layer.geometry is None:
        return {}
    base, name = f"/collections/{layer.id}/tiles", f"{layer.id}.collection.vector."
    asked = [*_WHEN, *_FILTER, *(f"{layer.id}.{one.name}" for one in simple(layer.id))]
    made = {
        base: _get(f"{name}getTileSetsList", f"{layer.title}：瓦片集", ["f"]),
        f"{base}/{{tileMatrixSetId}}": _may_miss(
            _get(f"{name}getTileSet", f"{layer.title}：瓦片集说明", ["tileMatrixSetId", "f"])
        ),
        f"{base}/{_ONE_TILE}": _tile(f"{name}getTile", f"{layer.title}：瓦片", asked),
    }
    for path in made.values():
        path["get"]["tags"] = [layer.id]
    return made


def parameters() -> Schema:
    """The parameters of tiles, by the name they are referred to."""
    number = {"type": "integer", "minimum": 0}
    names = {"type": "array", "items": {"type": "string"}}
    return {
        "tileMatrixSetId": _in_path("tileMatrixSetId", "瓦片矩阵集", {"type": "string", "enum": [s.id for s in SETS]}),
        "tileMatrix": _in_path("tileMatrix", "级别", {"type": "string", "example": "12"}),
        "tileRow": _in_path("tileRow", "行号，自北向南，小于该级行数", number),
        "tileCol": _in_path("tileCol", "列号，自西向东，小于该级列数", number),
        "collections": _in_query("collections", "只要这些图层，以逗号分隔", names),
        "f-tile": _in_query("f", "格式；只有 mvt", {"type": "string", "enum": ["mvt"]}),
    }


def _get(name: str, summary: str, asked: list[str]) -> Schema:
    contents = {JSON: {"schema": {"type": "object"}}, HTML: {"schema": {"type": "string"}}}
    return _operation(name, summary, asked, {"200": {"description": summary, "content": contents}})


def _tile(name: str, summary: str, asked: list[str]) -> Schema:
    drawn = {MVT: {"schema": {"type": "string", "format": "binary"}}}
    told = {"ETag": {"description": "内容的标记", "schema": {"type": "string"}}}
    answers = {
        "200": {"description": summary, "content": drawn, "headers": told},
        "204": {"description": "瓦片内没有内容", "headers": told},
        "304": {"description": "与 If-None-Match 所示相同", "headers": told},
    }
    return _may_miss(_operation(name, summary, [*_PLACE, *asked], answers))


def _operation(name: str, summary: str, asked: list[str], answers: Schema) -> Schema:
    failures = {status: {"$ref": f"#/components/responses/{status}"} for status in ("400", "500", "503")}
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "tags": ["catalogue"],
            "parameters": [{"$ref": f"#/components/parameters/{parameter}"} for parameter in asked],
            "responses": answers | failures,
        }
    }


def _may_miss(path: Schema) -> Schema:
    path["get"]["responses"] |= {"404": {"$ref": "#/components/responses/404"}}
    return path


def _in_path(name: str, meaning: str, schema: Schema) -> Schema:
    return {"name": name, "in": "path", "required": True, "description": meaning, "schema": schema}


def _in_query(name: str, meaning: str, schema: Schema) -> Schema:
    told = {"name": name, "in": "query", "required": False, "description": meaning, "schema": schema}
    return told | {"style": "form", "explode": False}
