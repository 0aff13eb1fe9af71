"""Vertices that come back with fewer decimals are the ones that went out; a real move is a move."""

import numpy as np
import pytest
import shapely
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.systems import STORAGE, zone_systems
from geo.vertices import same_place, taken_back

FIELD = Polygon([(113.0123456789, 29.0987654321), (113.1111111115, 29.2222222225), (113.3, 29.05)])  # lon, lat


def written(shape: BaseGeometry, decimals: int) -> BaseGeometry:
    found: BaseGeometry = shapely.transform(shape, lambda vertices: np.round(vertices, decimals))
    return found


@pytest.mark.parametrize("decimals", [6, 7, 8, 9, 12])
def test_what_comes_back_rounded_stands_where_it_stood(decimals: int) -> None:
    assert same_place(written(FIELD, decimals), FIELD)
    assert shapely.equals_exact(taken_back(written(FIELD, decimals), [FIELD]), FIELD, 0.0)


def test_a_tie_may_be_rounded_either_way() -> None:
    there = Point(113.1234565, 29.1)
    assert same_place(Point(113.123456, 29.1), there)
    assert same_place(Point(113.123457, 29.1), there)
    assert not same_place(Point(113.123458, 29.1), there)


def test_what_comes_back_from_the_countys_zone_stands_where_it_stood() -> None:
    (zone, _) = zone_systems(113.1)
    back = zone.stored(written(zone.written(FIELD), 4))
    assert not shapely.equals_exact(back, FIELD, 0.0)
    assert shapely.equals_exact(taken_back(back, [FIELD]), FIELD, 0.0)
    assert STORAGE.stored(STORAGE.written(FIELD)) == FIELD


@pytest.mark.parametrize("move", [2e-7, 5e-7, 1e-6, 1e-3])
def test_a_real_move_is_a_move(move: float) -> None:
    """Two centimetres and more, in numbers that are no rounding of the old ones."""
    there = Point(113.0123456789, 29.0987654321)
    came = Point(there.x + move, there.y)
    assert not same_place(came, there)
    assert taken_back(came, [there]) == came


def test_only_the_vertices_that_are_meant_go_back() -> None:
    corner = FIELD.exterior.coords[0]
    came = LineString([(round(corner[0], 7), round(corner[1], 7)), (113.2, 29.3)])
    assert list(taken_back(came, [FIELD]).coords) == [corner, (113.2, 29.3)]


def test_another_kind_or_number_of_vertices_is_another_shape() -> None:
    assert not same_place(FIELD.exterior, FIELD)
    assert not same_place(Polygon([*FIELD.exterior.coords[:-1], (113.2, 29.06)]), FIELD)
    assert taken_back(Point(1, 2), []) == Point(1, 2)
