"""Tile matrix sets: which piece of the Earth a tile is, level by level.

A set divides a square of the plane into 2^level columns; rows count from the north, columns from the west. Inside, x is
east and y is north, in the unit of the set: metres of Web Mercator, or degrees of EPSG:4490.

`CGCS2000Quad` counts its levels as 天地图 does (scheme “c”): its level 1 is two tiles side by side, and a level shows
about the scale that the same level of `WebMercatorQuad` shows on the equator. OGC's own WorldCRS84Quad calls that level
0, so its numbers are smaller by one. Level 0, half of whose single tile would lie beyond the poles, is not offered.
"""

import math
from dataclasses import dataclass
from functools import cached_property

from geo.systems import STORAGE, WEB_MERCATOR, System, system

Box = tuple[float, float, float, float]

EARTH_RADIUS_M = 6_378_137.0
"""The equator's radius, the same in WGS 84 and CGCS2000."""
PIXELS = 256
_PIXEL_M = 0.000_28
"""The standard's pixel (OGC 17-083r4, 6.2.1.1)."""
_DEGREE_M = math.pi * EARTH_RADIUS_M / 180
_OGC = "http://www.opengis.net/def"


@dataclass(frozen=True)
class Tile:
    """One tile of a set."""

    level: int
    row: int
    column: int


@dataclass(frozen=True, eq=False)
class TileMatrixSet:
    """A way to cut the plane into tiles; `span` is the width of the whole at level 0, in the unit of the system."""

    id: str
    title: str
    system: System
    span: float
    top: float
    levels: range
    rows_of_columns: float
    """How many rows there are for each column."""
    uri: str | None = None
    scale_set: str | None = None

    @cached_property
    def is_degrees(self) -> bool:
        """Whether the plane is that of longitude and latitude."""
        return not self.system.is_projected

    def columns(self, level: int) -> int:
        """How many columns a level has."""
        return int(2**level)

    def rows(self, level: int) -> int:
        """How many rows a level has."""
        return int(self.columns(level) * self.rows_of_columns)

    def side(self, level: int) -> float:
        """The side of a tile in the unit of the system."""
        return float(self.span / self.columns(level))

    def cell_size(self, level: int) -> float:
        """The side of a pixel in the unit of the system, of 256 in a tile."""
        return self.side(level) / PIXELS

    def scale_denominator(self, level: int) -> float:
        """The scale on the equator, for pixels of 0.28 mm."""
        return self.cell_size(level) * (_DEGREE_M if self.is_degrees else 1) / _PIXEL_M

    def has(self, tile: Tile) -> bool:
        """Whether the set has this tile."""
        inside = tile.level in self.levels and 0 <= tile.row < self.rows(tile.level)
        return inside and 0 <= tile.column < self.columns(tile.level)

    def corner(self, tile: Tile) -> tuple[float, float]:
        """West and north of a tile in the unit of the system."""
        side = self.side(tile.level)
        return tile.column * side - self.span / 2, self.top - tile.row * side

    def degrees(self, tile: Tile, margin: float = 0) -> Box:
        """West, south, east, north in degrees, widened on each side by a share of the tile's side."""
        side = self.side(tile.level)
        west, north = self.corner(tile)
        box = (west - side * margin, north - side * (1 + margin), west + side * (1 + margin), north + side * margin)
        if self.is_degrees:
            return box
        (w, s), (e, n) = (_lon_lat(x, y) for x, y in (box[:2], box[2:]))
        return w, s, e, n

    def touched(self, box: Box, level: int, margin: float = 0) -> tuple[range, range]:
        """Rows and columns of the tiles that, widened by `margin`, meet a box in degrees."""
        side = self.side(level)
        west, south, east, north = (*self._placed(*box[:2]), *self._placed(*box[2:]))
        columns = _steps((west + self.span / 2) / side, (east + self.span / 2) / side, margin, self.columns(level))
        rows = _steps((self.top - north) / side, (self.top - south) / side, margin, self.rows(level))
        return rows, columns

    def _placed(self, longitude: float, latitude: float) -> tuple[float, float]:
        if self.is_degrees:
            return longitude, latitude
        bounded = max(-_MOST_LATITUDE, min(_MOST_LATITUDE, latitude))
        north = math.asinh(math.tan(math.radians(bounded)))
        return math.radians(longitude) * EARTH_RADIUS_M, north * EARTH_RADIUS_M


def _steps(first: float, last: float, margin: float, most: int) -> range:
    return range(max(0, math.floor(first - margin)), min(most, math.floor(last + margin) + 1))


def _lon_lat(x: float, y: float) -> tuple[float, float]:
    return math.degrees(x / EARTH_RADIUS_M), math.degrees(math.atan(math.sinh(y / EARTH_RADIUS_M)))


_MOST_LATITUDE = math.degrees(math.atan(math.sinh(math.pi)))
_HALF_ROUND_M = math.pi * EARTH_RADIUS_M
# Beyond level 22 a tile is smaller than a room.
WEB_MERCATOR_QUAD = TileMatrixSet(
    "WebMercatorQuad",
    "Web 墨卡托（与谷歌地图分级相同）",
    system(WEB_MERCATOR, "Web 墨卡托"),
    2 * _HALF_ROUND_M,
    _HALF_ROUND_M,
    range(23),
    1,
    f"{_OGC}/tilematrixset/OGC/1.0/WebMercatorQuad",
    f"{_OGC}/wkss/OGC/1.0/GoogleMapsCompatible",
)
CGCS2000_QUAD = TileMatrixSet(
    "CGCS2000Quad", "2000 国家大地坐标系经纬度（与天地图“c”方案分级相同）", STORAGE, 360.0, 90.0, range(1, 23), 0.5
)
SETS = (WEB_MERCATOR_QUAD, CGCS2000_QUAD)
