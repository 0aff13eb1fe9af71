"""A lattice of places at equal distances: rows along parallels, both spacings in metres over the ellipsoid.

The first place stands on the south-western corner, the rest follow to the east and north; longitude first, degrees,
EPSG:4490.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.earth import ECCENTRICITY_SQUARED, SEMI_MAJOR_M

Doubles = NDArray[np.float64]
Longs = NDArray[np.int64]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class Lattice:
    """Places row by row from the south, from the west within a row; `row` and `column` count from 0."""

    lon: Doubles
    lat: Doubles
    row: Longs
    column: Longs

    def __len__(self) -> int:
        """How many places there are."""
        return len(self.lon)


def metres_per_degree(latitude: float) -> tuple[float, float]:
    """How long a degree of longitude and one of latitude are at a latitude, in metres."""
    north = np.radians(latitude)
    bend = 1 - ECCENTRICITY_SQUARED * np.sin(north) ** 2
    along_parallel = SEMI_MAJOR_M / np.sqrt(bend) * np.cos(north)
    along_meridian = SEMI_MAJOR_M * (1 - ECCENTRICITY_SQUARED) / bend**1.5
    return float(np.radians(along_parallel)), float(np.radians(along_meridian))


def about_how_many(bounds: Box, spacing_m: float) -> int:
    """How many places a lattice has, to within a row and a column: before it is made."""
    west, south, east, north = bounds
    across, along = metres_per_degree((south + north) / 2)
    return int(((east - west) * across / spacing_m + 1) * ((north - south) * along / spacing_m + 1))


def lattice(bounds: Box, spacing_m: float) -> Lattice:
    """Places over a box.

    Args:
        bounds: west, south, east, north in degrees.
        spacing_m: from place to place along a parallel, and from row to row along a meridian.

    Raises:
        ValueError: the spacing is not positive, or the box is none.
    """
    west, south, east, north = bounds
    if not (spacing_m > 0 and np.isfinite(spacing_m)):
        raise ValueError(f"间距 {spacing_m} 米不能使用：应为正数")
    if not (west <= east and south <= north):
        raise ValueError(f"范围 {bounds} 不能使用：应依次为西、南、东、北")
    lon, lat, row, column = [], [], [], []
    at, number = south, 0
    while at <= north:
        step = spacing_m / metres_per_degree(at)[0]
        count = int((east - west) / step) + 1
        lon.append(west + step * np.arange(count))
        lat.append(np.full(count, at))
        row.append(np.full(count, number))
        column.append(np.arange(count))
        # From row to row by the meridian's curvature half way: right to a millimetre over a kilometre.
        half = at + spacing_m / metres_per_degree(at)[1] / 2
        at, number = at + spacing_m / metres_per_degree(half)[1], number + 1
    return Lattice(*(np.concatenate(parts) for parts in (lon, lat, row, column)))
