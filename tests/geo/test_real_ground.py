"""The room on real ground: eighteen townships and the geodesics of GeodTest, where the shared data is present."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely import LineString, Polygon

from geo.borders import OUTSIDE, borders, tripoints
from geo.crs import could_be_degrees, honest, zone_epsg
from geo.locate import AreaIndex
from geo.measure import area_m2, length_m
from geo.shapes import read_geojson
from geo.tiling import gaps, overlaps, unmatched_edges

SHARED = Path(__file__).parents[3] / "shared/data"
DONGYANG = SHARED / "dongyang_330783"
GEODESICS = SHARED / "benchmarks/geodesic/GeodTest-100.dat"

pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="the shared data is absent")


@pytest.fixture(scope="module")
def townships() -> list[Polygon]:
    features = json.loads((DONGYANG / "townships_wgs84.geojson").read_text(encoding="utf-8"))["features"]
    shapes = [read_geojson(feature) for feature in sorted(features, key=lambda each: str(each["properties"]["code"]))]
    return [shape for shape in shapes if isinstance(shape, Polygon)]


def test_the_townships_tile_but_for_three_vertices(townships: list[Polygon]) -> None:
    """Three vertices differ by a millionth of a degree between neighbours: two overlaps and a gap of 4 m² each."""
    assert len(townships) == 18
    assert [(found.first, found.second, round(found.area_m2)) for found in overlaps(townships)] == [
        (0, 2, 4),
        (4, 8, 4),
    ]
    assert [position for position, edges in enumerate(unmatched_edges(townships)) if not edges.is_empty] == [0, 2, 4, 8]
    assert [round(gap.area_m2) for gap in gaps(townships)] == [4]
    assert round(sum(map(area_m2, townships)) / 1e6, 2) == 1746.06


def test_every_village_is_where_shapely_says(townships: list[Polygon]) -> None:
    with (DONGYANG / "villages_2023_points_wgs84.csv").open(encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if row["lon"]]
    x, y = np.array([(float(row["lon"]), float(row["lat"])) for row in rows]).T
    assert could_be_degrees(x, y).all()
    located = AreaIndex.build(townships).locate(x, y)
    covers = shapely.covers(np.array(townships)[:, None], shapely.points(x, y)[None, :])
    assert (located == np.where(covers.any(axis=0), covers.argmax(axis=0), -1)).all()


def test_every_vertex_goes_to_the_first_township_that_has_it(townships: list[Polygon]) -> None:
    x, y = shapely.get_coordinates(townships).T
    index = AreaIndex.build(townships)
    touching = index.locate_all(x, y)
    owner = shapely.get_coordinates(townships, return_index=True)[1]
    assert all(owner[vertex] in touching.of(vertex) for vertex in range(len(x)))
    assert (index.locate(x, y) == touching.areas[touching.starts[:-1]]).all()
    vertices = np.column_stack([x, y])
    _, number, shared = np.unique(vertices, axis=0, return_inverse=True, return_counts=True)
    assert (np.diff(touching.starts)[shared[number.reshape(-1)] > 2] > 1).all()


def test_lines_between_them_and_to_the_outside_make_every_perimeter(townships: list[Polygon]) -> None:
    drawn = borders(townships)
    lengths = np.zeros(len(townships))
    for border in drawn:
        lengths[border.left] += border.line.length
        if border.right != OUTSIDE:
            lengths[border.right] += border.line.length
    assert lengths == pytest.approx([area.length for area in townships])
    unmatched = sum(edges.length for edges in unmatched_edges(townships))
    outside = sum(border.line.length for border in drawn if border.right == OUTSIDE)
    outline = shapely.union_all(townships)
    assert outside == pytest.approx(outline.length + unmatched, abs=1e-6)
    assert all(outline.covers(meeting.point) for meeting in tripoints(townships))


def test_areas_in_the_zone_are_those_on_the_ellipsoid(townships: list[Polygon]) -> None:
    """In its own 3-degree zone a county is swollen by less than a part in two thousand."""
    zone = zone_epsg(float(townships[0].centroid.x))
    plane = honest(4490, zone).shapes(np.array(townships, dtype=object))
    for flat, area in zip(plane, townships, strict=True):
        assert shapely.area(flat) == pytest.approx(area_m2(area), rel=5e-4)


def test_geodesics_of_the_test_set() -> None:
    """GeodTest is on WGS 84, whose flattening differs by 5e-12: a part of a millimetre half round the Earth."""
    for line in GEODESICS.read_text(encoding="ascii").splitlines():
        lat1, lon1, _, lat2, lon2, _, distance_m = map(float, line.split()[:7])
        assert length_m(LineString([(lon1, lat1), (lon2, lat2)])) == pytest.approx(distance_m, abs=5e-4)
