"""OGC API - Tiles - Part 1: Core (20-057), one test per requirement of the classes that are claimed.

Tile matrix sets and tileset metadata are those of OGC 17-083r4.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import mapbox_vector_tile
import morecantile
import pytest

from geo.tile_matrices import CGCS2000_QUAD, SETS, WEB_MERCATOR_QUAD, Tile, TileMatrixSet
from layers.atlas import ATLAS
from layers.rights import Role
from tests.api.conftest import LiveDesk
from tests.people import token_of

CLASS = "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/"
MVT = "application/vnd.mapbox-vector-tile"
REL = "http://www.opengis.net/def/rel/ogc/1.0/"
PLACED = [page.layer.id for page in ATLAS if page.layer.geometry]
LAYER = "divisions"
TILESET = f"/ogc/collections/{LAYER}/tiles/WebMercatorQuad"
YUEYANG = {"WebMercatorQuad": (8, 106, 208), "CGCS2000Quad": (8, 43, 208)}
ORIGINS = ["/ogc", f"/ogc/collections/{LAYER}"]


@pytest.fixture(scope="module")
def reader(written_desk: LiveDesk, written_county: str) -> Iterator[httpx.Client]:
    with ExitStack() as stack:
        yield stack.enter_context(written_desk.client(token_of(written_county, Role.STEWARD)))


def read(client: httpx.Client, place: str, **asked: str) -> dict[str, Any]:
    answered = client.get(place, params=asked)
    assert answered.status_code == 200, answered.text
    document: dict[str, Any] = answered.json()
    return document


def links(document: dict[str, Any], rel: str) -> list[dict[str, Any]]:
    return [link for link in document["links"] if link["rel"] == rel]


def filled(template: str, level: int, row: int, column: int) -> str:
    values = {"{tileMatrix}": level, "{tileRow}": row, "{tileCol}": column}
    for name, value in values.items():
        template = template.replace(name, str(value))
    return template


def codes(answered: httpx.Response, layer: str = LAYER) -> set[str]:
    return {feature["properties"]["code"] for feature in mapbox_vector_tile.decode(answered.content)[layer]["features"]}


class TestCore:
    """/req/core."""

    def test_req_core_conformance_success(self, reader: httpx.Client) -> None:
        told = read(reader, "/ogc/conformance")["conformsTo"]
        names = {"core", "tileset", "tilesets-list", "dataset-tilesets", "geodata-tilesets", "mvt", "oas30"}
        assert {f"{CLASS}{name}" for name in names} <= set(told)

    def test_req_core_tc_op(self, reader: httpx.Client) -> None:
        """A template of three variables leads to every tile with data."""
        for grid in SETS:
            (template,) = links(read(reader, f"/ogc/collections/{LAYER}/tiles/{grid.id}"), "item")
            answered = reader.get(filled(template["href"], *YUEYANG[grid.id]))
            assert answered.status_code == 200
            assert "430621" in codes(answered)

    @pytest.mark.parametrize("name", ["tileMatrix", "tileRow", "tileCol"])
    def test_req_core_tc_tilematrix_tilerow_tilecol_definition(self, reader: httpx.Client, name: str) -> None:
        """The definition describes each variable as the standard writes it."""
        parameter = read(reader, "/ogc/api", f="json")["components"]["parameters"][name]
        assert (parameter["in"], parameter["required"]) == ("path", True)
        wanted = {"type": "string"} if name == "tileMatrix" else {"type": "integer", "minimum": 0}
        assert wanted.items() <= parameter["schema"].items()

    def test_req_core_tc_success_a_and_b(self, reader: httpx.Client) -> None:
        """200, in the format asked for, with what lies in or meets the tile's area and nothing else."""
        level, row, column = 11, 851, 1667
        answered = reader.get(
            f"/ogc/collections/settlements/tiles/WebMercatorQuad/{level}/{row}/{column}", headers={"Accept": MVT}
        )
        assert (answered.status_code, answered.headers["content-type"]) == (200, MVT)
        box = WEB_MERCATOR_QUAD.degrees(Tile(level, row, column))
        asked = {"bbox": ",".join(map(str, box)), "limit": "1000"}
        inside = {item["id"] for item in read(reader, "/ogc/collections/settlements/items", **asked)["features"]}
        wider = ",".join(map(str, WEB_MERCATOR_QUAD.degrees(Tile(level, row, column), 1 / 30)))
        around = {
            item["id"]
            for item in read(reader, "/ogc/collections/settlements/items", bbox=wider, limit="1000")["features"]
        }
        assert inside
        assert inside <= codes(answered, "settlements") <= around

    @pytest.mark.parametrize("place", ["3/8/0", "3/0/8", "23/0/0", "3/-1/0", "3/x/0", "99999999999/0/0"])
    def test_req_core_tc_error_a(self, reader: httpx.Client, place: str) -> None:
        """Out of range: 404."""
        answered = reader.get(f"{TILESET}/{place}")
        assert (answered.status_code, answered.headers["content-type"]) == (404, "application/problem+json")

    def test_req_core_tc_error_b(self, reader: httpx.Client) -> None:
        """In range and empty: 204."""
        answered = reader.get(f"{TILESET}/8/0/0")
        assert (answered.status_code, answered.content) == (204, b"")


class TestTileset:
    """/req/tileset."""

    @pytest.mark.parametrize("grid", SETS, ids=lambda grid: grid.id)
    @pytest.mark.parametrize("origin", ORIGINS)
    def test_req_tileset_description_a(self, reader: httpx.Client, origin: str, grid: TileMatrixSet) -> None:
        """Tileset metadata of 17-083r4: title, kind of data, system, links, layers with their fields."""
        answered = reader.get(f"{origin}/tiles/{grid.id}", headers={"Accept": "application/json"})
        assert answered.headers["content-type"] == "application/json"
        told = answered.json()
        assert (told["dataType"], told["crs"]) == ("vector", grid.system.uri)
        assert told["tileMatrixSetId"] == grid.id
        assert {"lowerLeft", "upperRight"} <= told["boundingBox"].keys()
        for layer in told["layers"]:
            assert layer["id"] in PLACED
            assert layer["propertiesSchema"]["properties"]

    def test_req_tileset_description_c(self, reader: httpx.Client) -> None:
        """A registered set is named by its address; ours is not registered and has none."""
        registered = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
        assert read(reader, f"/ogc/collections/{LAYER}/tiles/WebMercatorQuad")["tileMatrixSetURI"] == registered
        assert "tileMatrixSetURI" not in read(reader, f"/ogc/collections/{LAYER}/tiles/CGCS2000Quad")

    @pytest.mark.parametrize("grid", SETS, ids=lambda grid: grid.id)
    def test_req_tileset_description_d(self, reader: httpx.Client, grid: TileMatrixSet) -> None:
        """A link leads to the definition of the set, which another reader understands and places alike."""
        (scheme,) = links(read(reader, f"/ogc/collections/{LAYER}/tiles/{grid.id}"), f"{REL}tiling-scheme")
        written = reader.get(scheme["href"]).json()
        oracle = morecantile.TileMatrixSet.model_validate(written)
        level, row, column = YUEYANG[grid.id]
        its = oracle.xy_bounds(morecantile.Tile(column, row, level))
        side = grid.side(level)
        west, north = grid.corner(Tile(level, row, column))
        assert (its.left, its.bottom, its.right, its.top) == pytest.approx(
            (west, north - side, west + side, north), abs=1e-6
        )
        assert [matrix["id"] for matrix in written["tileMatrices"]] == [str(level) for level in grid.levels]

    @pytest.mark.parametrize("origin", ORIGINS)
    def test_req_tileset_description_e_f_g(self, reader: httpx.Client, origin: str) -> None:
        (template,) = links(read(reader, f"{origin}/tiles/WebMercatorQuad"), "item")
        assert template["templated"] is True
        assert template["type"] == MVT
        for variable in ("{tileMatrix}", "{tileRow}", "{tileCol}"):
            assert variable in template["href"]

    def test_a_set_that_is_not_offered_is_not_found(self, reader: httpx.Client) -> None:
        assert reader.get(f"/ogc/collections/{LAYER}/tiles/NoSuchQuad").status_code == 404
        assert reader.get("/ogc/tileMatrixSets/NoSuchQuad").status_code == 404


class TestTilesetsList:
    """/req/tilesets-list."""

    @pytest.mark.parametrize("origin", ORIGINS)
    def test_req_tilesets_list_tileset_links(self, reader: httpx.Client, origin: str) -> None:
        """Kind of data, the tileset itself, its tiling scheme, and the registered address where there is one."""
        listed = read(reader, f"{origin}/tiles")["tilesets"]
        assert [tileset["tileMatrixSetId"] for tileset in listed] == [grid.id for grid in SETS]
        for tileset in listed:
            assert tileset["dataType"] == "vector"
            assert links(tileset, f"{REL}tiling-scheme")
            own = [link for link in links(tileset, "self") if link["type"] == "application/json"]
            assert reader.get(own[0]["href"]).json()["tileMatrixSetId"] == tileset["tileMatrixSetId"]
        assert listed[0]["tileMatrixSetURI"].endswith("WebMercatorQuad")

    @pytest.mark.parametrize("origin", ORIGINS)
    def test_req_tilesets_list_tileset_path(self, reader: httpx.Client, origin: str) -> None:
        for tileset in read(reader, f"{origin}/tiles")["tilesets"]:
            (own, _) = links(tileset, "self")
            assert own["href"].partition("?")[0].endswith(f"{origin}/tiles/{tileset['tileMatrixSetId']}")


class TestDatasetTilesets:
    """/req/dataset-tilesets and /req/collections-selection."""

    def test_req_dataset_tilesets_landingpage(self, reader: httpx.Client) -> None:
        found = links(read(reader, "/ogc", f="json"), f"{REL}tilesets-vector")
        assert reader.get(found[0]["href"]).json()["tilesets"]

    def test_req_dataset_tilesets_operation(self, reader: httpx.Client) -> None:
        level, row, column = YUEYANG["WebMercatorQuad"]
        answered = reader.get(f"/ogc/tiles/WebMercatorQuad/{level}/{row}/{column}")
        assert {"divisions", "settlements"} <= set(mapbox_vector_tile.decode(answered.content))

    def test_req_collections_selection_query_collections(self, reader: httpx.Client) -> None:
        """By identifier or by address; the tileset says so too, and its template carries the choice on."""
        level, row, column = YUEYANG["WebMercatorQuad"]
        place = f"/ogc/tiles/WebMercatorQuad/{level}/{row}/{column}"
        address = f"{reader.base_url}/ogc/collections/settlements"
        for asked in ("divisions,settlements", f"divisions,{address}"):
            drawn = mapbox_vector_tile.decode(reader.get(place, params={"collections": asked}).content)
            assert list(drawn) == ["divisions", "settlements"]
        tileset = read(reader, "/ogc/tiles/WebMercatorQuad", collections="divisions")
        assert [layer["id"] for layer in tileset["layers"]] == ["divisions"]
        (template,) = links(tileset, "item")
        assert list(mapbox_vector_tile.decode(reader.get(filled(template["href"], level, row, column)).content)) == [
            "divisions"
        ]

    def test_req_collections_selection_collections_response(self, reader: httpx.Client) -> None:
        """What is not there is refused, not left out unseen."""
        assert reader.get("/ogc/tiles/WebMercatorQuad", params={"collections": "palaces"}).status_code == 404


class TestGeodataTilesets:
    """/req/geodata-tilesets."""

    @pytest.mark.parametrize("layer", PLACED)
    def test_req_geodata_tilesets_desc_links(self, reader: httpx.Client, layer: str) -> None:
        found = links(read(reader, f"/ogc/collections/{layer}", f="json"), f"{REL}tilesets-vector")
        assert found[0]["href"].partition("?")[0].endswith(f"/ogc/collections/{layer}/tiles")

    def test_a_layer_without_places_has_no_tiles(self, reader: httpx.Client) -> None:
        assert links(read(reader, "/ogc/collections/population", f="json"), f"{REL}tilesets-vector") == []
        assert read(reader, "/ogc/collections/population/tiles")["tilesets"] == []

    @pytest.mark.parametrize("layer", PLACED)
    def test_req_geodata_tilesets_operation(self, reader: httpx.Client, layer: str) -> None:
        assert len(read(reader, f"/ogc/collections/{layer}/tiles")["tilesets"]) == len(SETS)


class TestMvt:
    """/req/mvt."""

    @pytest.mark.parametrize("layer", PLACED)
    def test_req_mvt_content_a_and_b(self, reader: httpx.Client, layer: str) -> None:
        """One tile, whose features have a geometry of a kind, and a number of their own."""
        level, row, column = YUEYANG["WebMercatorQuad"]
        answered = reader.get(f"/ogc/collections/{layer}/tiles/WebMercatorQuad/{level}/{row}/{column}")
        assert answered.headers["content-type"] == MVT
        (drawn,) = mapbox_vector_tile.decode(answered.content).values()
        assert (drawn["version"], drawn["extent"]) == (2, 4096)
        for feature in drawn["features"]:
            assert feature["geometry"]["type"]
            assert feature["geometry"]["coordinates"]
        numbers = [feature["id"] for feature in drawn["features"]]
        assert len(numbers) == len(set(numbers))

    def test_req_mvt_content_c(self, reader: httpx.Client) -> None:
        """(0, 0) is the upper left corner, (4096, 4096) the lower right, linear in the set's own system."""
        (item,) = read(reader, "/ogc/collections/nursing_homes/items", limit="1")["features"]
        longitude, latitude = item["geometry"]["coordinates"]
        rows, columns = CGCS2000_QUAD.touched((longitude, latitude) * 2, 12)
        tile = Tile(12, rows[0], columns[0])
        answered = reader.get(f"/ogc/collections/nursing_homes/tiles/CGCS2000Quad/12/{tile.row}/{tile.column}")
        drawn = mapbox_vector_tile.decode(answered.content, default_options={"y_coord_down": True})["nursing_homes"]
        (feature,) = [one for one in drawn["features"] if one["properties"]["number"] == item["id"]]
        west, south, east, north = CGCS2000_QUAD.degrees(tile)
        placed = ((longitude - west) / (east - west) * 4096, (north - latitude) / (north - south) * 4096)
        assert feature["geometry"]["coordinates"] == pytest.approx(placed, abs=0.51)


class TestOas30:
    """/req/oas30."""

    def test_req_oas30_completeness(self, reader: httpx.Client) -> None:
        paths = read(reader, "/ogc/api", f="json")["paths"]
        wanted = {"/tileMatrixSets", "/tileMatrixSets/{tileMatrixSetId}"}
        for origin in ("", *(f"/collections/{layer}" for layer in PLACED)):
            place = f"{origin}/tiles"
            wanted |= {place, f"{place}/{{tileMatrixSetId}}"}
            wanted.add(f"{place}/{{tileMatrixSetId}}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}")
        assert wanted <= paths.keys()

    @pytest.mark.parametrize(
        ("path", "suffix"),
        [
            ("/tiles", ".dataset.vector.getTileSetsList"),
            ("/tiles/{tileMatrixSetId}", ".dataset.vector.getTileSet"),
            ("/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}", ".dataset.vector.getTile"),
            (f"/collections/{LAYER}/tiles", ".collection.vector.getTileSetsList"),
            (f"/collections/{LAYER}/tiles/{{tileMatrixSetId}}", ".collection.vector.getTileSet"),
            ("/tileMatrixSets", "getTileMatrixSetsList"),
            ("/tileMatrixSets/{tileMatrixSetId}", "getTileMatrixSet"),
        ],
    )
    def test_req_oas30_operation_id(self, reader: httpx.Client, path: str, suffix: str) -> None:
        assert read(reader, "/ogc/api", f="json")["paths"][path]["get"]["operationId"].endswith(suffix)


def test_a_tile_takes_a_filter(reader: httpx.Client) -> None:
    """Part 3's filter, as items take it."""
    level, row, column = YUEYANG["WebMercatorQuad"]
    place = f"{TILESET}/{level}/{row}/{column}"
    assert codes(reader.get(place, params={"filter": "level = 'county' AND code LIKE '430621%'"})) == {"430621"}
    assert codes(reader.get(place, params={"code": "430621"})) == {"430621"}
    assert len(codes(reader.get(place))) > 10
    assert reader.get(f"{TILESET}/{level}/{row}/{column}", params={"filter": "nonsense ="}).status_code == 400
