import pytest
from shapely import Point, Polygon, box, from_wkt

from geo.measure import area_m2
from geo.tiling import gaps, overlaps, unmatched_edges

WEST, EAST = box(0, 0, 5, 5), box(5, 0, 10, 5)
EAST_OVER = box(4, 1, 10, 4)


def test_neighbours_that_share_an_edge_do_not_overlap() -> None:
    assert overlaps([WEST, EAST]) == []


def test_neighbours_that_share_a_vertex_do_not_overlap() -> None:
    assert overlaps([WEST, box(5, 5, 6, 6)]) == []


def test_an_overlap_has_its_place_and_its_square_metres() -> None:
    (found,) = overlaps([WEST, EAST_OVER])
    assert (found.first, found.second) == (0, 1)
    assert found.shape.equals(box(4, 1, 5, 4))
    assert found.area_m2 == area_m2(box(4, 1, 5, 4))


def test_an_area_inside_another_overlaps_wholly() -> None:
    (found,) = overlaps([box(1, 1, 2, 2), WEST])
    assert found.shape.equals(box(1, 1, 2, 2))


def test_overlap_and_shared_edge_at_once_gives_the_area_alone() -> None:
    notched = from_wkt("POLYGON ((5 0, 10 0, 10 5, 5 5, 5 3, 4 3, 4 2, 5 2, 5 0))")
    (found,) = overlaps([WEST, notched])
    assert found.shape.equals(box(4, 2, 5, 3))


def test_three_areas_over_one_another_give_three_pairs_in_order() -> None:
    pairs = [(found.first, found.second) for found in overlaps([box(0, 0, 2, 2), box(1, 1, 3, 3), box(1, 0, 3, 2)])]
    assert pairs == [(0, 1), (0, 2), (1, 2)]


def test_a_hole_between_areas_is_a_gap() -> None:
    ring = [box(0, 0, 1, 3), box(2, 0, 3, 3), box(1, 0, 2, 1), box(1, 2, 2, 3)]
    (found,) = gaps(ring)
    assert found.shape.equals(box(1, 1, 2, 2))
    assert found.area_m2 == area_m2(box(1, 1, 2, 2))


def test_a_hole_of_ones_own_is_no_gap() -> None:
    assert gaps([Polygon(WEST.exterior.coords, [box(1, 1, 2, 2).exterior.coords])]) == []


def test_a_bay_is_no_gap() -> None:
    assert gaps([box(0, 0, 1, 3), box(2, 0, 3, 3), box(1, 0, 2, 1)]) == []


def test_an_extra_vertex_on_one_side_is_an_unmatched_edge() -> None:
    bent = from_wkt("POLYGON ((5 0, 10 0, 10 5, 5 5, 5 2, 5 0))")
    one, other = unmatched_edges([WEST, bent])
    assert not one.is_empty
    assert not other.is_empty
    assert all(edge.is_empty for edge in unmatched_edges([WEST, EAST]))


def test_what_is_no_area_is_named() -> None:
    with pytest.raises(TypeError, match="第 2 个"):
        unmatched_edges([WEST, Point(1, 1)])
