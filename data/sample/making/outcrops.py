"""Rounded outlines of small areas — a burial ground, a reservoir — drawn around a centre.

Metres in the local plane inside, lon/lat · degrees outside.
"""

import numpy as np
from shapely import MultiPolygon, Polygon

from data.sample.making.chance import Chance
from data.sample.making.plane import Coordinates, shape_to_lonlat

# Twelve directions around the compass, to three decimals: no sine, so that every machine draws the same.
_COMPASS = np.array(
    [
        *((1.0, 0.0), (0.866, 0.5), (0.5, 0.866), (0.0, 1.0), (-0.5, 0.866), (-0.866, 0.5)),
        *((-1.0, 0.0), (-0.866, -0.5), (-0.5, -0.866), (0.0, -1.0), (0.5, -0.866), (0.866, -0.5)),
    ]
)


def outcrop(centre: Coordinates, radius_m: float, draw: Chance, smoothings: int = 1) -> Polygon:
    """An area around a centre (metres), its rim between 0.6 and 1.15 of the radius."""
    rim = centre + _COMPASS * np.array([[draw.between(0.6, 1.15) * radius_m] for _ in _COMPASS])
    for _ in range(smoothings):
        following = np.roll(rim, -1, axis=0)
        rim = np.stack([rim * 0.75 + following * 0.25, rim * 0.25 + following * 0.75], axis=1).reshape(-1, 2)
    return Polygon(rim)


def as_area(polygon: Polygon) -> MultiPolygon:
    """An area in metres as the register stores it: lon/lat, MultiPolygon, outer ring counter-clockwise."""
    return MultiPolygon([shape_to_lonlat(polygon)])
