"""Places along a line: chainage, offset, side, nearest point.

Coordinates are longitude, latitude in degrees on CGCS2000 (EPSG:4490). Chainages are metres on the ellipsoid from the
first vertex, counted edge by edge; offsets are metres in a transverse Mercator plane laid through the middle of the
line, whose scale is true to `Course.accuracy_m` over the whole line. A course has a direction: whoever numbers turns it
first (`turned`), and then the direction in which it was digitised decides nothing.
"""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Self

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod, Transformer
from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

_SEMI_MAJOR_M, _FLATTENING = 6378137.0, 298.257222101
_ELLIPSOID = Geod(a=_SEMI_MAJOR_M, rf=_FLATTENING)
_RADIUS_M = 6_371_000.0
#: Nearer than this to the line, a place is on it and on neither side.
ON_THE_LINE_M = 0.05
#: A plane through the middle of the line is no measure of a longer one.
_LONGEST_M = 400_000.0
_TWO_ENDS = 2

Coordinates = NDArray[np.float64]


class NotOneLine(ValueError):
    """Parts that do not join into one line from end to end; the message says where they fail to."""


class Side(Enum):
    """On which hand a place lies for whoever walks the course."""

    LEFT = "left"
    RIGHT = "right"
    ON = "on"


@dataclass(frozen=True)
class Place:
    """Where a point stands along a course: metres from its start, metres beside it, on which hand, and its foot."""

    chainage_m: float
    offset_m: float
    side: Side
    foot: Point


@dataclass(frozen=True, eq=False)
class Course:
    """A line with a direction, longitude and latitude in degrees."""

    line: LineString

    @classmethod
    def of(cls, shape: BaseGeometry) -> Self:
        """The one course of a line or of parts that join end to end, in the direction of the first part.

        Raises:
            NotOneLine: the parts leave a gap, branch, cross or close to a ring; or it is no line.
        """
        line = _one_line(shape)
        found = cls(line)
        if found.length_m > _LONGEST_M:
            raise NotOneLine(f"线长 {found.length_m / 1000:.0f} km，超出 400 km 的量算范围：请分段")
        return found

    def turned(self) -> Self:
        """The same line from the other end."""
        return type(self)(LineString(shapely.get_coordinates(self.line)[::-1]))

    @cached_property
    def _stations_m(self) -> Coordinates:
        """The chainage of every vertex."""
        lon, lat = shapely.get_coordinates(self.line).T
        _, _, lengths = _ELLIPSOID.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])
        return np.concatenate([[0.0], np.cumsum(lengths)])

    @cached_property
    def _plane(self) -> Transformer:
        west, south, east, north = self.line.bounds
        # Rounded, so that both directions and any order of the parts lay one and the same plane.
        middle = (round((west + east) / 2, 6), round((south + north) / 2, 6))
        plane = f"+proj=tmerc +lat_0={middle[1]} +lon_0={middle[0]} +k=1 +a={_SEMI_MAJOR_M} +rf={_FLATTENING} +units=m"
        degrees = f"+proj=longlat +a={_SEMI_MAJOR_M} +rf={_FLATTENING}"
        return Transformer.from_crs(degrees, plane, always_xy=True)

    @cached_property
    def _vertices_m(self) -> Coordinates:
        return self.to_plane(shapely.get_coordinates(self.line))

    def to_plane(self, lonlat: Coordinates) -> Coordinates:
        """Degrees (n, 2) as metres east and north of the middle of the line."""
        given = np.asarray(lonlat, np.float64).reshape(-1, 2)
        return np.column_stack(self._plane.transform(given[:, 0], given[:, 1]))

    def to_lonlat(self, plane_m: Coordinates) -> Coordinates:
        """Metres east and north of the middle of the line as degrees (n, 2)."""
        given = np.asarray(plane_m, np.float64).reshape(-1, 2)
        return np.column_stack(self._plane.transform(given[:, 0], given[:, 1], direction="INVERSE"))

    @property
    def length_m(self) -> float:
        """The length on the ellipsoid."""
        return float(self._stations_m[-1])

    @cached_property
    def accuracy_m(self) -> float:
        """What an offset as long as the line could be wrong by: the plane's scale at its edge, x²/2R², times length."""
        farthest = float(np.abs(self._vertices_m[:, 0]).max())
        return farthest**2 / (2 * _RADIUS_M**2) * self.length_m

    @property
    def is_ring(self) -> bool:
        """Whether it ends where it begins."""
        return bool(self.line.is_ring)

    @property
    def ends(self) -> tuple[Point, Point]:
        """The first and the last vertex."""
        first, *_, last = shapely.get_coordinates(self.line)
        return Point(first), Point(last)

    @property
    def azimuth_degree(self) -> float:
        """The mean bearing, clockwise from north: that of the way from the first to the last vertex.

        The mean of the edges' bearings as vectors, weighted by their lengths, is just this.
        """
        (east, north) = self._vertices_m[-1] - self._vertices_m[0]
        return float(np.degrees(np.arctan2(east, north)) % 360)

    @property
    def straightness(self) -> float:
        """The way between the ends as a share of the length: 1 for a straight line, 0 for a ring."""
        return float(np.hypot(*(self._vertices_m[-1] - self._vertices_m[0])) / max(self.length_m, 1e-9))

    def azimuth_at(self, chainage_m: float) -> float:
        """The bearing of the edge at a chainage, clockwise from north, in the direction of the course."""
        edge = self._edge(chainage_m)
        east, north = self._vertices_m[edge + 1] - self._vertices_m[edge]
        return float(np.degrees(np.arctan2(east, north)) % 360)

    def at(self, chainage_m: float, offset_m: float = 0.0) -> Point:
        """The place at a chainage, so far to the right of the line; negative offsets are to the left.

        Chainages before the start or behind the end are taken as the end.
        """
        edge = self._edge(chainage_m)
        start, stop = self._vertices_m[edge], self._vertices_m[edge + 1]
        long_m = self._stations_m[edge + 1] - self._stations_m[edge]
        share = min(max((chainage_m - self._stations_m[edge]) / long_m, 0.0), 1.0)
        east, north = (stop - start) / np.hypot(*(stop - start))
        spot = start + share * (stop - start) + offset_m * np.array([north, -east])
        return Point(self.to_lonlat(spot[None, :])[0])

    def locate(self, lonlat: Coordinates) -> list[Place]:
        """Where places (n, 2 · degrees) stand along the course; of two nearest feet, the one nearer to the start."""
        return [self._locate(spot) for spot in self.to_plane(lonlat)]

    def _edge(self, chainage_m: float) -> int:
        last = len(self._stations_m) - 2
        return int(np.clip(np.searchsorted(self._stations_m, chainage_m, side="right") - 1, 0, last))

    def _locate(self, spot: Coordinates) -> Place:
        starts, along = self._vertices_m[:-1], np.diff(self._vertices_m, axis=0)
        squares = (along**2).sum(axis=1)
        share = np.clip(((spot - starts) * along).sum(axis=1) / squares, 0.0, 1.0)
        feet = starts + share[:, None] * along
        distances = np.hypot(*(spot - feet).T)
        edge = int(np.argmin(distances))
        stations = self._stations_m
        chainage = stations[edge] + share[edge] * (stations[edge + 1] - stations[edge])
        aside = _aside(along, edge, float(share[edge]), spot - feet[edge])
        offset = float(distances[edge])
        side = Side.ON if offset < ON_THE_LINE_M else Side.RIGHT if aside > 0 else Side.LEFT
        return Place(float(chainage), offset, side, Point(self.to_lonlat(feet[edge][None, :])[0]))


def _aside(along: Coordinates, edge: int, share: float, away: Coordinates) -> float:
    """How far to the right, as a sign; at a bend both edges are asked, at their middle direction."""
    heading = along[edge] / np.hypot(*along[edge])
    other = edge - 1 if share == 0 else edge + 1 if share == 1 else edge
    if other != edge and 0 <= other < len(along):
        heading = heading + along[other] / np.hypot(*along[other])
    return float(away[0] * heading[1] - away[1] * heading[0])


def _one_line(shape: BaseGeometry) -> LineString:
    if shape.geom_type not in ("LineString", "MultiLineString") or shape.is_empty:
        raise NotOneLine(f"{shape.geom_type} 不是一条线，不能沿线定位：请给出道路中心线")
    parts = [part for part in shapely.get_parts(shapely.force_2d(shape)) if part.length > 0]
    merged = shapely.line_merge(shapely.multilinestrings(parts)) if parts else shape
    if merged.geom_type != "LineString":
        raise NotOneLine(_why_not(merged))
    vertices = shapely.get_coordinates(merged)
    vertices = vertices[np.concatenate([[True], (np.diff(vertices, axis=0) != 0).any(axis=1)])]
    line = LineString(vertices)
    return line if _runs_along(line, parts[0]) else LineString(vertices[::-1])


def _runs_along(line: LineString, part: LineString) -> bool:
    """Whether the line has the direction of its first part."""
    first, second = (line.project(Point(end)) for end in shapely.get_coordinates(part)[[0, 1]])
    return bool(first <= second)


def _why_not(merged: BaseGeometry) -> str:
    pieces = shapely.get_parts(merged)
    met = shapely.get_coordinates([piece.boundary for piece in pieces])
    spots, times = np.unique(met, axis=0, return_counts=True)
    forks = spots[times > _TWO_ENDS]
    if len(forks):
        return f"线在（{forks[0][0]:.6f}，{forks[0][1]:.6f}）分岔，不成一条线：请只留一条走向，或分开登记"
    gaps = [
        (float(one.distance(other)), shapely.shortest_line(one, other))
        for place, one in enumerate(pieces)
        for other in pieces[place + 1 :]
    ]
    nearest = min(gaps, key=lambda gap: gap[0])[1]
    (lon, lat), (to_lon, to_lat) = shapely.get_coordinates(nearest)
    _, _, wide_m = _ELLIPSOID.inv(lon, lat, to_lon, to_lat)
    return (
        f"线分成 {len(pieces)} 段，互不相接：在（{lon:.6f}，{lat:.6f}）处断开 {wide_m:.1f} m。"
        "请在图上接好端点（坐标相同），或分段编号"
    )
