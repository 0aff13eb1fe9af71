"""The bearing of a line on the ellipsoid, in degrees clockwise from north (0 north, 90 east).

Coordinates are longitude, latitude in degrees on CGCS2000 (EPSG:4490).
"""

from functools import cache

import shapely
from pyproj import Geod
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry


@cache
def _ellipsoid() -> Geod:
    return Geod(a=6378137.0, rf=298.257222101)


def mean_bearing_degree(shape: BaseGeometry) -> float | None:
    """The bearing from the first to the last vertex, which is the mean of the edges' weighted by their lengths.

    Of several lines that do not join it is the longest one's. None for what is no line, or ends where it begins.
    """
    lines = [part for part in shapely.get_parts(shapely.line_merge(shape)) if isinstance(part, LineString)]
    lines = [line for line in lines if not line.is_empty]
    if not lines:
        return None
    longest = max(lines, key=lambda line: float(_ellipsoid().geometry_length(line)))
    (first_lon, first_lat), (last_lon, last_lat) = longest.coords[0][:2], longest.coords[-1][:2]
    if (first_lon, first_lat) == (last_lon, last_lat):
        return None
    forward, _, _ = _ellipsoid().inv(first_lon, first_lat, last_lon, last_lat)
    return float(forward) % 360
