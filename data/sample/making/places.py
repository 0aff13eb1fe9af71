"""Where invented things stand: beside a village, inside its township.

Metres in the local plane inside, lon/lat · degrees outside.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import MultiPolygon, Point

from data.sample.making.chance import Chance
from data.sample.making.plane import shape_to_plane, to_lonlat, to_plane
from data.sample.making.villages import Village

_CLEAR_OF_THE_BORDER_M = 60.0


@dataclass(frozen=True)
class County:
    """What is known of the county when facilities are invented: township polygons, names, villages."""

    townships: Mapping[str, MultiPolygon]
    names: Mapping[str, str]
    villages: list[Village]

    def seat(self, township: str) -> Village:
        """The village unit at a township's seat."""
        return next(v for v in self.villages if v.unit.township == township and v.is_seat)

    def village(self, township: str, name: str) -> Village:
        """A village unit by its township and name."""
        return next(v for v in self.villages if v.unit.township == township and v.unit.name == name)

    def villages_of(self, township: str) -> list[Village]:
        """The village units of a township in the order of their codes."""
        return [v for v in self.villages if v.unit.township == township]

    def beside(self, village: Village, draw: Chance, low_m: float = 90, high_m: float = 380) -> Point:
        """Draw a place beside a village, strictly inside its township."""
        ground = shape_to_plane(self.townships[village.unit.township]).buffer(-_CLEAR_OF_THE_BORDER_M)
        centre = to_plane(np.array([village.position]))[0]
        while True:
            step = np.array([draw.between(-high_m, high_m), draw.between(-high_m, high_m)])
            place = to_lonlat((centre + step)[None, :])[0]
            if low_m < np.hypot(*step) < high_m and shapely.contains_xy(ground, *(centre + step)):
                return Point(place)

    def address(self, village: Village) -> str:
        """The village's address down to the village: no street and no number is invented."""
        return f"{self.names[village.unit.township]}{village.unit.everyday_name}"
