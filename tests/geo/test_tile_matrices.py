"""Tiles lie where the standard says, by the word of morecantile, another reader of it."""

import morecantile
import pytest
from morecantile import tms

from geo.tile_matrices import CGCS2000_QUAD, SETS, WEB_MERCATOR_QUAD, Tile, TileMatrixSet

WEB, WORLD = tms.get("WebMercatorQuad"), tms.get("WorldCRS84Quad")
YUEYANG = (113.1, 29.1)  # lon, lat · EPSG:4490
# 天地图 counts the level that OGC's WorldCRS84Quad calls 0 as 1.
LATER_BY = {WEB_MERCATOR_QUAD: 0, CGCS2000_QUAD: 1}
ORACLES = {WEB_MERCATOR_QUAD: WEB, CGCS2000_QUAD: WORLD}


@pytest.mark.parametrize("grid", SETS, ids=lambda grid: grid.id)
def test_levels_have_the_sizes_of_the_standard(grid: TileMatrixSet) -> None:
    for level in grid.levels:
        told = ORACLES[grid].matrix(level - LATER_BY[grid])
        assert grid.scale_denominator(level) == pytest.approx(told.scaleDenominator, rel=1e-12)
        assert grid.cell_size(level) == pytest.approx(told.cellSize, rel=1e-12)
        assert (grid.columns(level), grid.rows(level)) == (told.matrixWidth, told.matrixHeight)


@pytest.mark.parametrize("grid", SETS, ids=lambda grid: grid.id)
@pytest.mark.parametrize("level", [1, 6, 12, 18])
def test_a_tile_lies_where_the_standard_says(grid: TileMatrixSet, level: int) -> None:
    oracle, its_level = ORACLES[grid], level - LATER_BY[grid]
    its = oracle.tile(*YUEYANG, its_level)
    rows, columns = grid.touched((*YUEYANG, *YUEYANG), level)
    assert (rows, columns) == (range(its.y, its.y + 1), range(its.x, its.x + 1))
    west, south, east, north = oracle.bounds(morecantile.Tile(its.x, its.y, its_level))
    assert grid.degrees(Tile(level, its.y, its.x)) == pytest.approx((west, south, east, north), abs=1e-9)


def test_a_scale_of_cgcs2000_is_that_of_web_mercator_on_the_equator() -> None:
    for level in CGCS2000_QUAD.levels:
        here, there = CGCS2000_QUAD.scale_denominator(level), WEB_MERCATOR_QUAD.scale_denominator(level)
        assert here == pytest.approx(there, rel=1e-12)


@pytest.mark.parametrize(
    ("grid", "tile", "has"),
    [
        (WEB_MERCATOR_QUAD, Tile(0, 0, 0), True),
        (WEB_MERCATOR_QUAD, Tile(0, 0, 1), False),
        (WEB_MERCATOR_QUAD, Tile(22, 2**22 - 1, 2**22 - 1), True),
        (WEB_MERCATOR_QUAD, Tile(23, 0, 0), False),
        (WEB_MERCATOR_QUAD, Tile(3, -1, 0), False),
        (CGCS2000_QUAD, Tile(0, 0, 0), False),
        (CGCS2000_QUAD, Tile(1, 0, 1), True),
        (CGCS2000_QUAD, Tile(1, 1, 0), False),
    ],
)
def test_a_set_knows_its_tiles(grid: TileMatrixSet, tile: Tile, has: bool) -> None:
    assert grid.has(tile) is has


@pytest.mark.parametrize("grid", SETS, ids=lambda grid: grid.id)
def test_a_box_touches_the_tiles_whose_bounds_it_meets(grid: TileMatrixSet) -> None:
    box = (112.9, 28.9, 113.7, 29.3)
    level, margin = 9, 1 / 32
    rows, columns = grid.touched(box, level, margin)
    for row in range(rows.start - 2, rows.stop + 2):
        for column in range(columns.start - 2, columns.stop + 2):
            west, south, east, north = grid.degrees(Tile(level, row, column), margin)
            meets = west <= box[2] and east >= box[0] and south <= box[3] and north >= box[1]
            assert meets is (row in rows and column in columns)
