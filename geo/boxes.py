"""A box of one coordinate system as an outline in another: its sides bent as they really run.

Boxes are west, south, east, north, east first, in the system's unit; outlines are EPSG:4490 degrees.
"""

import math
from functools import cache

import numpy as np
from pyproj import CRS
from shapely import Polygon

from geo.crs import CGCS2000, honest
from geo.systems import WEB_MERCATOR, System

Box = tuple[float, float, float, float]

#: What a zone's plane can show of the country, from its central meridian: no coordinate in it lies beyond.
_REACH_M = 9_000_000.0
_NORTHERNMOST_M, _SOUTHERNMOST_M = 9_000_000.0, 0.0
#: Along 500 m a straight side differs from the true one by less than a centimetre.
_STEP_M, _FEWEST, _MOST = 500.0, 16, 1024
#: The edge of Web Mercator's square.
_MERCATOR_M = 20_037_508.342789244


def outline(box: Box, system: System) -> Polygon | None:
    """A box of a projected system as it lies on the ground; None when it holds nothing the system can show."""
    west, south, east, north = _clipped(box, system)
    if west > east or south > north:
        return None
    longest = max(east - west, north - south)
    steps = int(min(max(math.ceil(longest / _STEP_M), _FEWEST), _MOST)) if _bends(system) else 1
    along = np.linspace(0.0, 1.0, steps + 1)[:-1]
    across, up = west + along * (east - west), south + along * (north - south)
    level, upright = np.ones(steps), np.ones(steps)
    x = np.concatenate([across, east * upright, (west + east) - across, west * upright])
    y = np.concatenate([south * level, up, north * level, (south + north) - up])
    lon, lat = honest(system.epsg, CGCS2000).transform(x, y)
    if _bends(system):
        # Across the antimeridian longitudes go on counting, so that the ring stays one.
        lon = lon - 360.0 * np.round((lon - _of_projection(system.epsg, "Longitude of natural origin")) / 360.0)
    return Polygon(np.column_stack([lon, lat]))


def _clipped(box: Box, system: System) -> Box:
    """The part of a box in which the country can lie: beyond it a projection answers nonsense."""
    west, south, east, north = box
    least = (-_MERCATOR_M, -_MERCATOR_M, _MERCATOR_M, _MERCATOR_M)
    if _bends(system):
        # The zone's number may stand before the easting.
        middle = _of_projection(system.epsg, "False easting")
        least = (middle - _REACH_M, _SOUTHERNMOST_M, middle + _REACH_M, _NORTHERNMOST_M)
    return max(west, least[0]), max(south, least[1]), min(east, least[2]), min(north, least[3])


def _bends(system: System) -> bool:
    """Whether straight lines of the system are bent on the ground: all but Mercator's meridians and parallels are."""
    return system.epsg != WEB_MERCATOR


@cache
def _of_projection(epsg: int, name: str) -> float:
    """A parameter of a projection, in metres or degrees."""
    operation = CRS.from_epsg(epsg).coordinate_operation
    found = [part.value for part in (operation.params if operation else []) if part.name == name]
    return float(found[0])
