"""The lines between areas, by hand: every picture is in `tests/specimens.py`."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, Point, Polygon

from geo.borders import OUTSIDE, Border, borders, enclosed, line_between, tripoints
from tests import specimens


def drawn(found: list[Border]) -> list[tuple[int, int, str]]:
    return [(border.left, border.right, shapely.to_wkt(border.line, trim=True)) for border in found]


def test_the_crooked_line_between_west_and_east() -> None:
    line = line_between(specimens.WEST, specimens.EAST)
    assert line == LineString([(5, 0), (6, 4), (5, 8)])


def test_the_first_lies_on_the_left_hand() -> None:
    line = line_between(specimens.EAST, specimens.WEST)
    assert line == LineString([(5, 8), (6, 4), (5, 0)])


def test_four_squares_have_four_lines_between_them_and_four_to_the_outside() -> None:
    assert drawn(borders(specimens.FOUR_SQUARES)) == [
        (0, -1, "LINESTRING (0 1, 0 0, 1 0)"),
        (0, 1, "LINESTRING (1 0, 1 1)"),
        (0, 2, "LINESTRING (1 1, 0 1)"),
        (1, -1, "LINESTRING (1 0, 2 0, 2 1)"),
        (1, 3, "LINESTRING (2 1, 1 1)"),
        (2, -1, "LINESTRING (1 2, 0 2, 0 1)"),
        (2, 3, "LINESTRING (1 1, 1 2)"),
        (3, -1, "LINESTRING (2 1, 2 2, 1 2)"),
    ]


def test_a_shore_is_a_line_that_closes() -> None:
    line = line_between(specimens.RING_AROUND_A_LAKE, specimens.LAKE)
    assert line is not None
    assert line.is_closed
    assert line.equals(specimens.LAKE.exterior)


def test_what_only_touches_in_a_point_has_no_line_between() -> None:
    assert line_between(specimens.SOUTH_WEST, specimens.NORTH_EAST) is None


def test_what_lies_apart_has_no_line_between() -> None:
    assert line_between(specimens.WEST, specimens.EAST_PULLED_AWAY) is None


def test_a_vertex_that_only_one_of_them_has_leaves_a_piece_out() -> None:
    assert line_between(specimens.WEST, specimens.EAST_WITH_A_VERTEX_MORE) == LineString([(6, 4), (5, 8)])


def test_a_line_in_two_pieces_is_one_line() -> None:
    around = Polygon([(0, 0), (9, 0), (9, 1), (6, 1), (6, 3), (9, 3), (9, 4), (0, 4), (0, 3), (3, 3), (3, 1), (0, 1)])
    left_and_right = shapely.from_wkt("MULTIPOLYGON (((0 1, 3 1, 3 3, 0 3, 0 1)), ((6 1, 9 1, 9 3, 6 3, 6 1)))")
    assert isinstance(left_and_right, shapely.MultiPolygon)
    line = line_between(around, left_and_right)
    assert isinstance(line, MultiLineString)
    assert line.length == 16


def test_the_vertex_where_four_meet() -> None:
    (found,) = tripoints(specimens.FOUR_SQUARES)
    assert (found.point, found.areas) == (Point(1, 1), (0, 1, 2, 3))


def test_three_meet_and_two_do_not() -> None:
    (found,) = tripoints(specimens.FOUR_SQUARES[:3])
    assert (found.point, found.areas) == (Point(1, 1), (0, 1, 2))
    assert tripoints([specimens.WEST, specimens.EAST]) == []


def test_lines_enclose_the_areas_they_came_from() -> None:
    lines = [border.line for border in borders(specimens.FOUR_SQUARES)]
    faces = enclosed(lines)
    assert [shapely.normalize(face) for face in faces] == [
        shapely.normalize(square) for square in sorted(specimens.FOUR_SQUARES, key=lambda square: square.bounds)
    ]


@pytest.mark.parametrize("areas", [[], [specimens.DIAMOND]])
def test_alone_there_is_only_the_outside(areas: list[Polygon]) -> None:
    assert [border.right for border in borders(areas)] == [OUTSIDE] * len(areas)


@given(st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=4, max_size=12))
@settings(deadline=None)
def test_every_edge_is_drawn_once_with_the_areas_on_its_two_hands(corners: set[tuple[int, int]]) -> None:
    faces = list(shapely.get_parts(shapely.delaunay_triangles(shapely.MultiPoint(sorted(corners)))))
    found = borders(faces)
    edges = shapely.unary_union([face.exterior for face in faces]) if faces else LineString()
    assert sum(border.line.length for border in found) == pytest.approx(edges.length)
    for border in found:
        for (x1, y1), (x2, y2) in _segments(border.line):
            middle, across = np.array([x1 + x2, y1 + y2]) / 2, np.array([y1 - y2, x2 - x1]) * 1e-6
            assert faces[border.left].contains(Point(middle + across))
            assert border.right == OUTSIDE or faces[border.right].contains(Point(middle - across))


def _segments(line: LineString | MultiLineString) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    pieces = [list(piece.coords) for piece in shapely.get_parts(line)]
    return [pair for piece in pieces for pair in pairwise(piece)]
