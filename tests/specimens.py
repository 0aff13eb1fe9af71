"""A cabinet of named shapes, with one-digit coordinates, to be held in the head.

Four squares of a two by two tiling, named for where they lie; then shapes with a difficulty each, named for it.

    2 +----+----+
      | NW | NE |
    1 +----+----+
      | SW | SE |
    0 +----+----+
      0    1    2
"""

from typing import TypeVar

import numpy as np
import shapely
from shapely import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

Shape = TypeVar("Shape", bound=BaseGeometry)


def _shape(kind: type[Shape], wkt: str) -> Shape:
    """Read a shape that is known to be of a kind."""
    shape = shapely.from_wkt(wkt)
    assert isinstance(shape, kind)
    return shape


def _polygon(wkt: str) -> Polygon:
    return _shape(Polygon, wkt)


def _multipolygon(wkt: str) -> MultiPolygon:
    return _shape(MultiPolygon, wkt)


def _point(wkt: str) -> Point:
    return _shape(Point, wkt)


def _linestring(wkt: str) -> LineString:
    return _shape(LineString, wkt)


SOUTH_WEST = _polygon("POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))")
SOUTH_EAST = _polygon("POLYGON ((1 0, 2 0, 2 1, 1 1, 1 0))")
NORTH_WEST = _polygon("POLYGON ((0 1, 1 1, 1 2, 0 2, 0 1))")
NORTH_EAST = _polygon("POLYGON ((1 1, 2 1, 2 2, 1 2, 1 1))")
FOUR_SQUARES: tuple[Polygon, ...] = (SOUTH_WEST, SOUTH_EAST, NORTH_WEST, NORTH_EAST)

# Two areas side by side, whose common side runs crookedly from (5, 0) over (6, 4) to (5, 8).
WEST = _polygon("POLYGON ((0 0, 5 0, 6 4, 5 8, 0 8, 0 0))")
EAST = _polygon("POLYGON ((5 0, 9 0, 9 8, 5 8, 6 4, 5 0))")
EAST_PULLED_AWAY = _polygon("POLYGON ((5 0, 9 0, 9 8, 5 8, 7 4, 5 0))")
EAST_PUSHED_IN = _polygon("POLYGON ((5 0, 9 0, 9 8, 5 8, 4 4, 5 0))")
EAST_WITH_A_VERTEX_MORE = _polygon("POLYGON ((5 0, 9 0, 9 8, 5 8, 6 4, 5.5 2, 5 0))")

RING_AROUND_A_LAKE = _polygon("POLYGON ((0 0, 6 0, 6 6, 0 6, 0 0), (2 2, 2 4, 4 4, 4 2, 2 2))")
LAKE = _polygon("POLYGON ((2 2, 4 2, 4 4, 2 4, 2 2))")
MAINLAND_AND_EXCLAVE = _multipolygon("MULTIPOLYGON (((0 0, 3 0, 3 3, 0 3, 0 0)), ((7 7, 9 7, 9 9, 7 7)))")
DIAMOND = _polygon("POLYGON ((2 0, 4 2, 2 4, 0 2, 2 0))")
COMB = _polygon("POLYGON ((0 0, 7 0, 7 5, 6 5, 6 1, 5 1, 5 5, 4 5, 4 1, 3 1, 3 5, 2 5, 2 1, 1 1, 1 5, 0 5, 0 0))")

# What must be refused, and why.
BOW_TIE = _polygon("POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))")
HOLE_OUTSIDE = _polygon("POLYGON ((0 0, 2 0, 2 2, 0 2, 0 0), (5 5, 6 5, 6 6, 5 6, 5 5))")
SPIKED = _polygon("POLYGON ((0 0, 4 0, 4 4, 4 8, 4 4, 0 4, 0 0))")
NOTHING = _polygon("POLYGON EMPTY")
A_POINT = _point("POINT (1 1)")
A_LINE = _linestring("LINESTRING (0 0, 3 4)")
with np.errstate(invalid="ignore"):
    NOT_A_NUMBER = Polygon([(0, 0), (1, 0), (1, np.nan), (0, 1)])
    ENDLESS = Polygon([(0, 0), (1, 0), (1, np.inf), (0, 1)])
