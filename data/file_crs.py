"""The coordinate system of a file, stated by itself or by the clerk, and the way from there to EPSG:4490.

Coordinates go in and come out east first (longitude, latitude). Files of different systems are each transformed, never
mixed; a system without a known way to CGCS2000 is refused.
"""

import re
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import NoKnownTransformation, Transformation, honest
from layers.refusal import Refusal

REGISTER_EPSG = 4490
_WGS_84 = 4326
_SPOKEN = {"CGCS2000": REGISTER_EPSG, "WGS84": _WGS_84, "CRS84": _WGS_84, "OGCCRS84": _WGS_84}
_SHIFTED = ("GCJ", "BD09", "火星", "百度", "高德", "腾讯")
_CODE = re.compile(r"(?:EPSG:*)?(\d{4,5})", re.IGNORECASE)
_CHINA = (73.0, 3.0, 136.0, 54.0)
_DEGREES = 180.0
_BEYOND_DEGREES = 3.0
# The zone number stands before the seven digits of an easting (CGCS2000 / Gauss-Kruger zones 13–23 of 6°, 25–45 of 3°).
_ZONED, _SIX_DEGREE, _THREE_DEGREE = 1_000_000, (13, 23, 4491), (25, 45, 4513)

Coordinates = NDArray[np.float64]
Flags = NDArray[np.bool_]


def asked(words: str) -> int:
    """The EPSG code of what a clerk wrote: EPSG:4549, 4549, CGCS2000.

    Raises:
        Refusal: it is no known code, or a shifted system of a web map.
    """
    said = words.strip().upper()
    if any(name in said for name in _SHIFTED):
        why = "GCJ-02、BD-09 是加偏的互联网地图坐标，偏移数百米，不是大地坐标系"
        raise Refusal(f"坐标系“{words}”不能使用", why, "请先在来源处换算为 CGCS2000（EPSG:4490）")
    code = _CODE.fullmatch(said)
    epsg = int(code.group(1)) if code else _SPOKEN.get(re.sub(r"[^A-Z0-9]", "", said))
    if epsg is None or _definition(epsg) is None:
        remedy = "例如 --crs EPSG:4490（经纬度）、--crs EPSG:4547（3 度带，中央经线 114°）"
        raise Refusal(f"坐标系“{words}”无法识别", "应写作 EPSG 代码", remedy)
    return epsg


def stated(words: str, name: str) -> int:
    """The EPSG code of what a file says of itself: a code, or WKT.

    Raises:
        Refusal: what it says has no code.
    """
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        crs = CRS.from_user_input(words)
        epsg = crs.to_epsg(min_confidence=25) or _spoken(crs.name)
    except CRSError:
        epsg = None
    if epsg is None:
        remedy = "请在来源软件中改用标准坐标系后重新导出"
        raise Refusal(f"{name} 写明的坐标系认不出 EPSG 代码", f"原文：{words[:120]}", remedy)
    return int(epsg)


def _spoken(name: str) -> int | None:
    return _SPOKEN.get(re.sub(r"[^A-Z0-9]", "", name.upper().replace("WGS 84 (CRS84)", "WGS84")))


def _definition(epsg: int) -> object | None:
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        crs = CRS.from_epsg(epsg)
    except CRSError:
        return None
    return crs if crs.is_geographic or crs.is_projected else None


def is_geographic(epsg: int) -> bool:
    """Whether coordinates of this system are degrees."""
    from pyproj import CRS

    return bool(CRS.from_epsg(epsg).is_geographic)


def look_like_degrees(x: Coordinates, y: Coordinates) -> bool:
    """Whether numbers could be degrees at all."""
    return bool((np.abs(x) <= _DEGREES).all() and (np.abs(y) <= _DEGREES).all())


@dataclass(frozen=True)
class Into4490:
    """The way of one file's coordinates into the register's system; `name` is how a refusal calls the file."""

    epsg: int
    name: str

    @property
    def _way(self) -> "_Way":
        try:
            return _Way(honest(self.epsg, REGISTER_EPSG), self.name)
        except NoKnownTransformation as refusal:
            raise Refusal(f"{self.name} 的坐标系 EPSG:{self.epsg} 不能换算", str(refusal)) from refusal

    def points(self, x: Coordinates, y: Coordinates) -> tuple[Coordinates, Coordinates]:
        """Points, east first.

        Raises:
            Refusal: there is no known way, or the numbers contradict the system.
        """
        self.refuse_contradiction(x, y)
        return self._way.points(x, y)

    def shapes(self, shapes: NDArray[np.object_]) -> NDArray[np.object_]:
        """Shapes, their coordinates east first.

        Raises:
            Refusal: there is no known way, or the numbers contradict the system.
        """
        vertices = shapely.get_coordinates(shapes)
        self.refuse_contradiction(vertices[:, 0], vertices[:, 1])
        return self._way.shapes(shapes)

    def plausible(self, east: Coordinates, north: Coordinates) -> bool:
        """Whether points so read lie in China and not far from where their system is used."""
        try:
            lon, lat = self._way.points(east, north)
        except Refusal:
            return False
        return bool((in_china(lon, lat) & _near_use(self.epsg, lon)).all())

    def refuse_contradiction(self, x: Coordinates, y: Coordinates) -> None:
        """Metres are no degrees, and degrees are no metres.

        Raises:
            Refusal: the numbers contradict the system.
        """
        if not len(x):
            return
        degrees = look_like_degrees(x, y)
        if is_geographic(self.epsg) and not degrees:
            raise Refusal(
                f"{self.name} 的坐标不是经纬度",
                f"坐标系为 EPSG:{self.epsg}（度），而坐标达到 {max(np.abs(x).max(), np.abs(y).max()):,.0f}",
                f"请用 --crs 写明投影坐标系{zone_hint(x)}",
            )
        if not is_geographic(self.epsg) and degrees:
            why = f"而坐标系 EPSG:{self.epsg} 是投影坐标系（米）"
            remedy = "请核对坐标系；经纬度用 EPSG:4490 或 EPSG:4326"
            raise Refusal(f"{self.name} 的坐标像经纬度", why, remedy)


@dataclass(frozen=True)
class _Way:
    """A transformation whose failures name the file."""

    transformation: Transformation
    name: str

    def points(self, x: Coordinates, y: Coordinates) -> tuple[Coordinates, Coordinates]:
        try:
            return self.transformation.transform(x, y)
        except ValueError as fault:
            raise Refusal(f"{self.name} 的坐标不能换算", str(fault)) from fault

    def shapes(self, shapes: NDArray[np.object_]) -> NDArray[np.object_]:
        try:
            return self.transformation.shapes(shapes)
        except ValueError as fault:
            raise Refusal(f"{self.name} 的坐标不能换算", str(fault)) from fault


def zone_hint(x: Coordinates) -> str:
    """The system that an easting with a zone number belongs to."""
    zone = int(np.median(x)) // _ZONED if len(x) else 0
    for first, last, epsg in (_SIX_DEGREE, _THREE_DEGREE):
        if first <= zone <= last:
            return f"；东坐标以带号 {zone} 开头，若为 CGCS2000 应是 EPSG:{epsg + zone - first}"
    return ""


def _near_use(epsg: int, lon: Coordinates) -> Flags:
    """Which points lie not far beyond the meridians between which a system is used."""
    from pyproj import CRS

    use = CRS.from_epsg(epsg).area_of_use
    if use is None or use.west > use.east:
        return np.ones(len(lon), np.bool_)
    near: Flags = (lon >= use.west - _BEYOND_DEGREES) & (lon <= use.east + _BEYOND_DEGREES)
    return near


def in_china(lon: Coordinates, lat: Coordinates) -> Flags:
    """Which points lie in the range of China's land, 73–136° E and 3–54° N."""
    west, south, east, north = _CHINA
    inside: Flags = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return inside
