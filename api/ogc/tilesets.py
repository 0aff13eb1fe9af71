"""What tiles there are: tile matrix sets (OGC 17-083r4), lists of tilesets, and what a tileset holds.

OGC API - Tiles Part 1 (20-057), classes tileset, tilesets-list, dataset-tilesets and geodata-tilesets.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.deps import Reader
from api.ogc.collections import ALWAYS, LayerId
from api.ogc.forms import JSON, Answering, Document, Link, both_forms, link
from api.ogc.tiles import SetId, chosen, grid_of
from api.ogc.tiles_definition import SCHEME
from api.tile_desk import MVT
from data import features
from data.tiles import attributes
from geo.systems import CRS84
from geo.tile_matrices import PIXELS, SETS, TileMatrixSet
from layers.atlas import layer_class
from layers.fields import FieldSheet, Kind
from layers.record import Geometry, Record

TITLE = "全部图层"
_DIMENSIONS: dict[Geometry, int] = {
    "POINT": 0,
    "LINESTRING": 1,
    "MULTILINESTRING": 1,
    "POLYGON": 2,
    "MULTIPOLYGON": 2,
}
_JSON_TYPES = {Kind.COUNT: "integer", Kind.MEASURE: "number", Kind.YES_NO: "boolean"}

router = APIRouter(prefix="/ogc")


@router.get("/tileMatrixSets")
def tile_matrix_sets(answering: Answering) -> Response:
    """The ways in which tiles are cut."""
    listed = [
        {"id": grid.id, "title": grid.title, "crs": grid.system.uri, "links": _scheme(answering.root, grid, "self")}
        | ({"uri": grid.uri} if grid.uri else {})
        for grid in SETS
    ]
    return answering.respond({"links": answering.own_links(), "tileMatrixSets": listed}, "瓦片矩阵集")


@router.get("/tileMatrixSets/{set_id}")
def tile_matrix_set(answering: Answering, set_id: SetId) -> Response:
    """One way in which tiles are cut, level by level."""
    grid = grid_of(set_id)
    return answering.respond(definition_of(grid) | {"links": answering.own_links()}, grid.title)


@router.get("/tiles")
def dataset_tilesets(answering: Answering) -> Response:
    """The tilesets that hold every layer."""
    place = f"{answering.root}/tiles"
    sets = [_summary(answering.root, place, grid, TITLE) for grid in SETS]
    return answering.respond({"links": answering.own_links(), "tilesets": sets}, TITLE)


@router.get("/tiles/{set_id}")
def dataset_tileset(
    answering: Answering,
    session: Reader,
    set_id: SetId,
    collections: Annotated[str | None, Query(title="只要这些图层，以逗号分隔")] = None,
) -> Response:
    """A tileset of every layer, or of those named."""
    pages = [layer_class(name) for name in chosen(collections)]
    asked = f"?collections={','.join(page.layer.id for page in pages)}" if collections else ""
    document = _tileset(answering, grid_of(set_id), _Origin(f"{answering.root}/tiles", TITLE, pages, asked))
    return answering.respond(document | _bounds(session, pages), TITLE)


@router.get("/collections/{layer_id}/tiles")
def collection_tilesets(answering: Answering, layer_id: LayerId) -> Response:
    """The tilesets of one layer."""
    layer = layer_class(layer_id).layer
    place = f"{answering.root}/collections/{layer.id}/tiles"
    sets = [_summary(answering.root, place, grid, layer.title) for grid in SETS if layer.geometry]
    return answering.respond({"links": answering.own_links(), "tilesets": sets}, layer.title)


@router.get("/collections/{layer_id}/tiles/{set_id}")
def collection_tileset(answering: Answering, session: Reader, layer_id: LayerId, set_id: SetId) -> Response:
    """A tileset of one layer."""
    page = layer_class(layer_id)
    place = f"{answering.root}/collections/{page.layer.id}/tiles"
    document = _tileset(answering, grid_of(set_id), _Origin(place, page.layer.title, [page]))
    document["links"] += both_forms(f"{answering.root}/collections/{page.layer.id}", "geodata", page.layer.title)
    return answering.respond(document | _bounds(session, [page]), page.layer.title)


def definition_of(grid: TileMatrixSet) -> Document:
    """A tile matrix set as OGC 17-083r4 writes it; its corner stands in the order of axes of its system."""
    north_first = grid.system.north_first
    corner = [-grid.span / 2, grid.top]
    return {
        "id": grid.id,
        "title": grid.title,
        **({"uri": grid.uri} if grid.uri else {}),
        "crs": grid.system.uri,
        **({"wellKnownScaleSet": grid.scale_set} if grid.scale_set else {}),
        "orderedAxes": ["Lat", "Lon"] if north_first else ["X", "Y"],
        "tileMatrices": [
            {
                "id": str(level),
                "scaleDenominator": grid.scale_denominator(level),
                "cellSize": grid.cell_size(level),
                "cornerOfOrigin": "topLeft",
                "pointOfOrigin": corner[::-1] if north_first else corner,
                "tileWidth": PIXELS,
                "tileHeight": PIXELS,
                "matrixWidth": grid.columns(level),
                "matrixHeight": grid.rows(level),
            }
            for level in grid.levels
        ],
    }


def _scheme(root: str, grid: TileMatrixSet, rel: str = SCHEME) -> list[Link]:
    return [link(f"{root}/tileMatrixSets/{grid.id}?f=json", rel, JSON, grid.title)]


def _summary(root: str, place: str, grid: TileMatrixSet, title: str) -> Document:
    own = both_forms(f"{place}/{grid.id}", "self", f"{title} · {grid.id}")
    return {
        "title": f"{title} · {grid.title}",
        "dataType": "vector",
        "crs": grid.system.uri,
        "tileMatrixSetId": grid.id,
        **({"tileMatrixSetURI": grid.uri} if grid.uri else {}),
        "links": [*own, *_scheme(root, grid)],
    }


@dataclass(frozen=True)
class _Origin:
    """What tiles are made of: where it stands, its title, its layers, and how some of them are chosen."""

    place: str
    title: str
    pages: list[type[Record]]
    asked: str = ""


def _tileset(answering: Answering, grid: TileMatrixSet, origin: _Origin) -> Document:
    place = f"{origin.place}/{grid.id}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}{origin.asked}"
    template: Document = {**link(place, "item", MVT, f"{origin.title}：瓦片"), "templated": True}
    return _summary(answering.root, origin.place, grid, origin.title) | {
        "links": [*answering.own_links(), *_scheme(answering.root, grid), template],
        "layers": [_described(page) for page in origin.pages],
    }


def _described(page: type[Record]) -> Document:
    """A layer of a tile: its fields, and from which level on it is drawn."""
    layer = page.layer
    dimension = _DIMENSIONS.get(layer.geometry) if layer.geometry else None
    properties = {sheet.name: _property(sheet) for sheet in attributes(page)}
    return {
        "id": layer.id,
        "title": layer.title,
        "dataType": "vector",
        **({} if dimension is None else {"geometryDimension": dimension}),
        "minTileMatrix": str(max(layer.symbol.from_zoom, 1)),
        "propertiesSchema": {"type": "object", "properties": properties},
    }


def _property(sheet: FieldSheet) -> Document:
    words = {"enum": list(sheet.vocabulary.labels())} if sheet.vocabulary else {}
    return {"title": sheet.heading, "type": _JSON_TYPES.get(sheet.kind, "string")} | words


def _bounds(session: Reader, pages: list[type[Record]]) -> Document:
    """The box around what the caller may see of these layers, on any day."""
    boxes = [features.extent(session, features.Asked(page.layer.id, ALWAYS)) for page in pages]
    found = [box for box in boxes if box]
    if not found:
        return {}
    west, south, east, north = zip(*found, strict=True)
    return {
        "boundingBox": {"lowerLeft": [min(west), min(south)], "upperRight": [max(east), max(north)], "crs": CRS84.uri}
    }
