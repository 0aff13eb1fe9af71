"""Lengths and areas on the ellipsoid, in metres and square metres; 亩 and hectares by name.

Coordinates are longitude, latitude in degrees on CGCS2000 (EPSG:4490; GB 22021: a = 6 378 137 m,
1/f = 298.257 222 101). Edges are geodesics. Computed by Karney's algorithms in pyproj, exact to nanometres at the size
of a county.
"""

from functools import cache

import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

M2_PER_HECTARE = 10_000
#: 1 亩 is one fifteenth of a hectare, exactly.
MU_PER_HECTARE = 15


@cache
def _ellipsoid() -> Geod:
    return Geod(a=6378137.0, rf=298.257222101)


def length_m(shape: BaseGeometry) -> float:
    """The length of lines, or the perimeter of areas with that of their holes, in metres; 0 for points and nothing."""
    return float(_ellipsoid().geometry_length(shape)) if not shape.is_empty else 0.0


def area_m2(shape: BaseGeometry) -> float:
    """The area in square metres, holes taken off, whatever the direction of the rings; 0 for what is no area."""
    if shape.is_empty or shapely.get_dimensions(shape) < 2:  # noqa: PLR2004 - areas are of dimension two
        return 0.0
    signed, _ = _ellipsoid().geometry_area_perimeter(shapely.orient_polygons(shape))
    return abs(float(signed))


def hectares(square_metres: float) -> float:
    """Square metres as hectares."""
    return square_metres / M2_PER_HECTARE


def mu(square_metres: float) -> float:
    """Square metres as 亩 (10 000/15 m²)."""
    return square_metres * MU_PER_HECTARE / M2_PER_HECTARE
