"""A few points are placed by GEOS exactly as millions are by the kernels."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from geo.few_points import are_few, are_usable, touched
from geo.locate import AreaIndex
from tests.specimens import FOUR_SQUARES


def areas(*shapes: BaseGeometry) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    held = np.empty(len(shapes), dtype=object)
    held[:] = shapes
    return held


def test_inside_on_an_edge_on_the_corner_of_four_and_outside() -> None:
    assert touched(areas(*FOUR_SQUARES), [0.5, 1.0, 1.0, 9.0], [0.5, 0.5, 1.0, 9.0]) == [(0,), (0, 1), (0, 1, 2, 3), ()]


def test_the_edge_of_a_hole_belongs_to_its_area_and_the_hole_does_not() -> None:
    ring = shapely.from_wkt("POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (3 3, 6 3, 6 6, 3 6, 3 3))")
    assert touched(areas(ring), [4, 3, 1], [4, 4, 1]) == [(), (0,), (0,)]


TRIANGLES = st.lists(
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=3, max_size=3, unique=True)
    .map(Polygon)
    .filter(lambda triangle: triangle.is_valid and triangle.area > 0),
    min_size=1,
    max_size=6,
)
# Thirds and sevenths of a lattice: many lie on edges, many a rounding error beside them.
PLACES = st.lists(
    st.tuples(st.integers(0, 84), st.integers(0, 84), st.sampled_from([1, 3, 7])), min_size=1, max_size=40
)


@settings(max_examples=300, deadline=None)
@given(TRIANGLES, PLACES)
def test_both_ways_of_asking_answer_the_same(triangles: list[Polygon], places: list[tuple[int, int, int]]) -> None:
    x, y = [a / by for a, _, by in places], [b / by for _, b, by in places]
    all_touching = AreaIndex.build(triangles).locate_all(x, y)
    assert touched(areas(*triangles), x, y) == [tuple(all_touching.of(point).tolist()) for point in range(len(x))]


@pytest.mark.parametrize(
    "wkt", ["POINT (0 0)", "POLYGON EMPTY", "POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))", "LINESTRING (0 0, 1 1)"]
)
def test_what_is_no_usable_area_is_known(wkt: str) -> None:
    assert are_usable(areas(*FOUR_SQUARES))
    assert not are_usable(areas(*FOUR_SQUARES, shapely.from_wkt(wkt)))


def test_a_county_is_few_and_a_nation_is_not() -> None:
    assert are_few(areas(*FOUR_SQUARES), 350)
    assert not are_few(areas(*FOUR_SQUARES), 660_000)
