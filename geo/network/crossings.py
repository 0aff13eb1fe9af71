"""Where lines cross without meeting: a bridge, or a crossing that somebody forgot to draw.

Longitude first, degrees, EPSG:4490.
"""

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from geo.network.graph import Lines

Crossing = tuple[float, float, int, int]


def crossings(lines: Lines, apart: NDArray[np.bool_]) -> tuple[Crossing, ...]:
    """Where two lines cross and share no vertex: longitude, latitude and the two lines by position.

    Args:
        lines: centre lines.
        apart: of each line whether it is known to run above or below the ground.
    """
    ground = np.flatnonzero(~apart)
    shapes = np.asarray(shapely.linestrings(lines.lonlat, indices=lines.owners))[ground]
    one, other = STRtree(shapes).query(shapes, predicate="intersects")
    pairs = one < other
    one, other = one[pairs], other[pairs]
    vertices = {(lon, lat) for lon, lat in np.round(lines.lonlat, 8).tolist()}
    found = []
    for first, second, meeting in zip(one, other, shapely.intersection(shapes[one], shapes[other]), strict=True):
        for lon, lat in shapely.get_coordinates(meeting).tolist():
            if meeting.geom_type in ("Point", "MultiPoint") and (round(lon, 8), round(lat, 8)) not in vertices:
                found.append((lon, lat, int(ground[first]), int(ground[second])))
    return tuple(sorted(found))
