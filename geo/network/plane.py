"""A plane over the ground of one county: metres east and north of its middle, for what is nearest and for buffers.

Longitude first, degrees, EPSG:4490. Within half a degree of the middle, lengths are right to 1 %; what is told to
anybody is measured over the ellipsoid instead.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.earth import ECCENTRICITY_SQUARED, SEMI_MAJOR_M

Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Plane:
    """The middle of a plane and the metres of a degree there, east and north."""

    east: float
    north: float
    east_m: float
    north_m: float

    @classmethod
    def around(cls, lonlat: Doubles) -> Self:
        """The plane in the middle of some places, of shape (n, 2)."""
        low, high = (lonlat.min(axis=0), lonlat.max(axis=0)) if len(lonlat) else (np.zeros(2), np.zeros(2))
        east, north = ((low + high) / 2).tolist()
        flat = 1 - ECCENTRICITY_SQUARED * np.sin(np.radians(north)) ** 2
        east_m = np.radians(1) * SEMI_MAJOR_M / np.sqrt(flat) * np.cos(np.radians(north))
        north_m = np.radians(1) * SEMI_MAJOR_M * (1 - ECCENTRICITY_SQUARED) / flat**1.5
        return cls(east, north, float(east_m), float(north_m))

    def to_plane(self, lonlat: Doubles) -> Doubles:
        """Degrees as metres."""
        return np.asarray((lonlat - (self.east, self.north)) * (self.east_m, self.north_m), np.float64)

    def to_lonlat(self, metres: Doubles) -> Doubles:
        """Metres as degrees."""
        return np.asarray(metres / (self.east_m, self.north_m) + (self.east, self.north), np.float64)

    def shape_to_lonlat(self, shape: BaseGeometry) -> BaseGeometry:
        """A shape of metres as one of degrees."""
        turned: BaseGeometry = shapely.transform(shape, self.to_lonlat)
        return turned
