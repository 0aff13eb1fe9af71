"""Points as places in space: Earth-centred coordinates on the ellipsoid of CGCS2000, and distances between them.

Longitude first, degrees in, metres out. The chord between two places, lengthened to the arc of a sphere of mean radius,
differs from the geodesic by less than 1 mm up to 20 km; no projection is needed and no zone has an edge.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.compiled import inlined

SEMI_MAJOR_M = 6_378_137.0
FLATTENING = 1 / 298.257222101
ECCENTRICITY_SQUARED = FLATTENING * (2 - FLATTENING)
MEAN_RADIUS_M = 6_371_008.8
# The shortest metre of a degree of latitude lies on the equator, where the meridian is most curved.
LEAST_MERIDIAN_RADIUS_M = SEMI_MAJOR_M * (1 - ECCENTRICITY_SQUARED)


def in_space(longitude: ArrayLike, latitude: ArrayLike) -> NDArray[np.float64]:
    """Earth-centred coordinates of places on the ellipsoid.

    Args:
        longitude: degrees, EPSG:4490, of shape (n,).
        latitude: the same.

    Returns:
        x, y, z in metres, EPSG:4479, of shape (n, 3).
    """
    east, north = np.radians(np.asarray(longitude, np.float64)), np.radians(np.asarray(latitude, np.float64))
    normal = SEMI_MAJOR_M / np.sqrt(1 - ECCENTRICITY_SQUARED * np.sin(north) ** 2)
    across = normal * np.cos(north)
    up = normal * (1 - ECCENTRICITY_SQUARED) * np.sin(north)
    return np.stack([across * np.cos(east), across * np.sin(east), up], axis=-1)


@inlined
def arc_of(chord_squared: float) -> float:
    """The length of the arc over a chord, metres; the next term of the series is below 1e-9 m at 20 km."""
    return float(np.sqrt(chord_squared) * (1 + chord_squared / (24 * MEAN_RADIUS_M * MEAN_RADIUS_M)))
