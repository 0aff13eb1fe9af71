"""Which of many points lie within a distance of each of many others, in metres over the ellipsoid.

The points sought are kept in rows of latitude as high as the distance, by longitude within a row. What may lie within
the distance of a place then stands in three rows, in one stretch of each; every candidate is measured in space.
Longitudes do not pass ±180° and latitudes stay below 85°, as in any county of China.
"""

# ruff: noqa: PLR0917 - a kernel takes its arrays and bounds one by one

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.compiled import compiled, in_parts, inlined
from geo.earth import LEAST_MERIDIAN_RADIUS_M, arc_of, in_space

Doubles = NDArray[np.float64]
Longs = NDArray[np.int64]
Positions = NDArray[np.int32]

MOST_NORTHERN = 85.0
# Wider than the distance by this share: rounding and the difference of chord and arc never hide a candidate.
_MARGIN = 1.00001


@dataclass(frozen=True, eq=False)
class Nearby:
    """Points made ready to be found within one distance. Build it once, ask from any thread."""

    radius_m: float
    south: float
    height: float
    row_starts: Longs
    longitude: Doubles
    space: Doubles
    positions: Positions

    @classmethod
    def of(cls, longitude: ArrayLike, latitude: ArrayLike, radius_m: float) -> Self:
        """Make points ready.

        Args:
            longitude: degrees, EPSG:4490, of shape (n,).
            latitude: the same.
            radius_m: how far is near, metres.

        Raises:
            ValueError: the distance is not positive, or a coordinate is no place south of 85°.
        """
        if not (np.isfinite(radius_m) and radius_m > 0):
            raise ValueError(f"距离 {radius_m} 米不能使用：应为正数")
        east, north = places(longitude, latitude)
        height = np.degrees(radius_m * _MARGIN / LEAST_MERIDIAN_RADIUS_M)
        south = float(north.min()) if len(north) else 0.0
        rows = ((north - south) // height).astype(np.int64)
        order = np.lexsort((east, rows))
        starts = np.zeros(int(rows.max()) + 2 if len(rows) else 1, np.int64)
        np.cumsum(np.bincount(rows, minlength=len(starts) - 1), out=starts[1:])
        kept = in_space(east[order], north[order])
        return cls(radius_m, south, height, starts, east[order], kept, order.astype(np.int32))

    def __len__(self) -> int:
        """How many points there are."""
        return len(self.positions)

    def within(self, longitude: ArrayLike, latitude: ArrayLike) -> tuple[Longs, Positions, Doubles]:
        """Which points lie within the distance of each place, and how far.

        Returns:
            Starts of shape (places + 1,), positions of points, and metres: those of place i stand at
            `starts[i]:starts[i + 1]`, from south to north by rows and from west to east within a row.

        Raises:
            ValueError: a coordinate is no place south of 85°.
        """
        east, north = places(longitude, latitude)
        # Neighbours ask one after the other: what one needs, the next finds at hand.
        order = self._order(east, north)
        east, north = east[order], north[order]
        here = in_space(east, north)
        counts = np.zeros(len(east), np.int64)
        table = (self.south, self.height, self.row_starts, self.longitude, self.space)
        asked = (east, north, here, order, self.radius_m)
        in_parts(len(east), lambda start, stop: _count(*table, *asked, start, stop, counts))
        starts = np.zeros(len(east) + 1, np.int64)
        np.cumsum(counts, out=starts[1:])
        found, metres = np.empty(starts[-1], np.int32), np.empty(starts[-1], np.float64)
        in_parts(
            len(east),
            lambda start, stop: _fill(*table, self.positions, *asked, start, stop, starts, found, metres),
        )
        return starts, found, metres

    def in_rows(self, longitude: ArrayLike, latitude: ArrayLike) -> Positions:
        """Places in the order of the rows, from west to east within a row: neighbours mostly follow each other.

        Raises:
            ValueError: a coordinate is no place south of 85°.
        """
        return self._order(*places(longitude, latitude))

    def _order(self, east: Doubles, north: Doubles) -> Positions:
        rows = ((north - self.south) // self.height).astype(np.int64)
        found: Positions = np.lexsort((east, rows)).astype(np.int32)
        return found


def places(longitude: ArrayLike, latitude: ArrayLike) -> tuple[Doubles, Doubles]:
    """Degrees as arrays.

    Raises:
        ValueError: they differ in number, or one is no place south of 85°.
    """
    east, north = np.asarray(longitude, np.float64), np.asarray(latitude, np.float64)
    if east.shape != north.shape or east.ndim != 1:
        raise ValueError(f"经度有 {east.size} 个，纬度有 {north.size} 个，个数不同：请成对给出")
    wrong = ~((np.abs(east) <= 180) & (np.abs(north) <= MOST_NORTHERN))  # noqa: PLR2004 - half a turn
    if wrong.any():
        first = int(np.argmax(wrong))
        what = f"第 {first + 1} 个点的坐标（{east[first]}, {north[first]}）不能使用"
        raise ValueError(f"{what}：经度应在 ±180、纬度应在 ±{MOST_NORTHERN:g} 之间，经度在前")
    return east, north


@inlined
def _stretch(row: int, row_starts: Longs, longitude: Doubles, west: float, east: float) -> tuple[int, int]:
    """The points of a row between two longitudes."""
    low, high = row_starts[row], row_starts[row + 1]
    stop = high
    while low < high:
        middle = (low + high) // 2
        if longitude[middle] < west:
            low = middle + 1
        else:
            high = middle
    start, high = low, stop
    while low < high:
        middle = (low + high) // 2
        if longitude[middle] <= east:
            low = middle + 1
        else:
            high = middle
    return start, low


@inlined
def half_width(latitude: float, height: float) -> float:
    """How many degrees of longitude may lie between a place and a point near it, whose rows are so high."""
    furthest = np.radians(abs(latitude) + height)
    # A parallel is longer on the ellipsoid than on a sphere of its smallest radius: this is never too narrow.
    return float(height / np.cos(furthest))


@compiled
def _count(
    south: float,
    height: float,
    row_starts: Longs,
    longitude: Doubles,
    space: Doubles,
    east: Doubles,
    north: Doubles,
    here: Doubles,
    order: Positions,
    radius_m: float,
    start: int,
    stop: int,
    counts: Longs,
) -> None:
    rows = len(row_starts) - 1
    for place in range(start, stop):
        row = int(np.floor((north[place] - south) / height))
        reach = half_width(north[place], height)
        found = 0
        for near in range(max(0, row - 1), min(rows, row + 2)):
            first, last = _stretch(near, row_starts, longitude, east[place] - reach, east[place] + reach)
            for point in range(first, last):
                dx, dy, dz = (
                    space[point, 0] - here[place, 0],
                    space[point, 1] - here[place, 1],
                    space[point, 2] - here[place, 2],
                )
                found += arc_of(dx * dx + dy * dy + dz * dz) <= radius_m
        counts[order[place]] = found


@compiled
def _fill(
    south: float,
    height: float,
    row_starts: Longs,
    longitude: Doubles,
    space: Doubles,
    positions: Positions,
    east: Doubles,
    north: Doubles,
    here: Doubles,
    order: Positions,
    radius_m: float,
    start: int,
    stop: int,
    starts: Longs,
    found: Positions,
    metres: Doubles,
) -> None:
    rows = len(row_starts) - 1
    for place in range(start, stop):
        row = int(np.floor((north[place] - south) / height))
        reach = half_width(north[place], height)
        at = starts[order[place]]
        for near in range(max(0, row - 1), min(rows, row + 2)):
            first, last = _stretch(near, row_starts, longitude, east[place] - reach, east[place] + reach)
            for point in range(first, last):
                dx, dy, dz = (
                    space[point, 0] - here[place, 0],
                    space[point, 1] - here[place, 1],
                    space[point, 2] - here[place, 2],
                )
                far = arc_of(dx * dx + dy * dy + dz * dz)
                if far <= radius_m:
                    found[at], metres[at] = positions[point], far
                    at += 1
