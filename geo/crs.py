"""Coordinate systems a county meets, and honest transformation between them.

Coordinates go in and come out east first (longitude, latitude; easting, northing), in degrees or metres, whatever order
the definition of a system has. Systems are named by their EPSG codes.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

CGCS2000 = 4490
WGS_84 = 4326

#: CGCS2000 and WGS 84 differ by centimetres to decimetres; nothing is published between them. One metre is stated.
NULL_STEP_ACCURACY_M = 1.0
_CHINA_2000, _WORLD_1984 = "China 2000", "World Geodetic System 1984"
_OLD_DATUMS = {"Xian 1980": "1980 西安", "Beijing 1954": "1954 北京", "New Beijing": "新 1954 北京"}

#: CGCS2000 3-degree zones with the central meridian in the name: 75°E … 135°E (EPSG:4534 – 4554).
_FIRST_ZONE_EPSG, _FIRST_ZONE, _LAST_ZONE, _ZONE_DEGREES = 4534, 25, 45, 3
#: First zone, last zone and the EPSG code of the first, for the systems with the zone number before the easting.
_NUMBERED_ZONES = ((13, 23, 4491), (25, 45, 4513))

#: West, south, east, north of every coordinate in degrees that a county can have.
DEGREES_OF_CHINA = (73.0, 3.0, 136.0, 54.0)

Coordinates = NDArray[np.float64]


class NoKnownTransformation(ValueError):
    """No transformation between two systems is known that keeps its word about accuracy."""


@dataclass(frozen=True)
class Transformation:
    """A way between two systems; `accuracy_m` is what it may be wrong by, 0 for a mere change of projection."""

    source: int
    target: int
    accuracy_m: float
    _steps: tuple[Transformer, ...]

    def transform(self, x: ArrayLike, y: ArrayLike) -> tuple[Coordinates, Coordinates]:
        """Transform points, east first.

        Raises:
            ValueError: a point has no image (it lies outside what the projection can reach, or is not finite).
        """
        east, north = np.asarray(x, np.float64), np.asarray(y, np.float64)
        for step in self._steps:
            east, north = step.transform(east, north)
        self._refuse_unreachable(np.asarray(east), np.asarray(north))
        return np.asarray(east), np.asarray(north)

    def shapes(self, shapes: NDArray[np.object_]) -> NDArray[np.object_]:
        """Transform shapes vertex by vertex, in two dimensions; edges stay straight between their vertices.

        Raises:
            ValueError: a vertex has no image.
        """

        def moved(vertices: Coordinates) -> Coordinates:
            return np.column_stack(self.transform(vertices[:, 0], vertices[:, 1]))

        found: NDArray[np.object_] = shapely.transform(np.asarray(shapes, dtype=object), moved)
        return found

    def _refuse_unreachable(self, east: Coordinates, north: Coordinates) -> None:
        lost = np.flatnonzero(~(np.isfinite(east) & np.isfinite(north)))
        if lost.size:
            way = f"EPSG:{self.source} 换算到 EPSG:{self.target}"
            raise ValueError(f"第 {lost[0] + 1} 个点不能由 {way}：坐标超出投影范围或不是数，请核对坐标和坐标系")


def honest(source: int, target: int, *, null_step_accuracy_m: float = NULL_STEP_ACCURACY_M) -> Transformation:
    """The way from one system to another, or a refusal.

    A change of projection on one datum is exact. Between WGS 84 and CGCS2000 the numbers are taken over with the
    accuracy stated; no other change of datum is made, because PROJ knows none for the Chinese systems and would hand
    the numbers back unchanged (accuracy unknown) as if nothing were wrong.

    Args:
        source: EPSG code the coordinates are in.
        target: EPSG code they shall be in.
        null_step_accuracy_m: the accuracy to state for WGS 84 ↔ CGCS2000.

    Raises:
        NoKnownTransformation: another datum lies between; the message says what is needed.
        ValueError: a code is not a geographic or projected system of EPSG.
    """
    one, other = _datum(source), _datum(target)
    if one == other:
        return Transformation(source, target, 0.0, _steps(source, target, one_datum=True))
    if {one, other} == {_CHINA_2000, _WORLD_1984}:
        return Transformation(source, target, null_step_accuracy_m, _steps(source, target, one_datum=False))
    raise NoKnownTransformation(_refusal(source, target))


@cache
def _system(epsg: int) -> CRS:
    try:
        crs = CRS.from_epsg(epsg)
    except CRSError as fault:
        raise ValueError(f"没有 EPSG:{epsg} 这个坐标系：请核对代码") from fault
    if not (crs.is_geographic or crs.is_projected):
        raise ValueError(f"EPSG:{epsg}（{crs.name}）不是平面或经纬度坐标系：请提供经纬度或平面坐标")
    return crs


@cache
def _datum(epsg: int) -> str:
    """The datum's name; realizations and the ensemble of WGS 84 are one."""
    geodetic = _system(epsg).geodetic_crs
    datum = geodetic.datum if geodetic else None
    name = datum.name if datum else ""
    return _WORLD_1984 if name.startswith(_WORLD_1984) else name


@cache
def _steps(source: int, target: int, *, one_datum: bool) -> tuple[Transformer, ...]:
    if source == target:
        return ()
    if one_datum:
        return (Transformer.from_crs(_system(source), _system(target), always_xy=True),)
    # Off the plane on the one datum, the numbers taken over, onto the plane on the other.
    ways = ((source, _geographic(source)), (_geographic(target), target))
    return tuple(Transformer.from_crs(_system(a), _system(b), always_xy=True) for a, b in ways if a != b)


@cache
def _geographic(epsg: int) -> int:
    """The system in degrees that a system is projected from, in two dimensions."""
    return CGCS2000 if _datum(epsg) == _CHINA_2000 else WGS_84


def _refusal(source: int, target: int) -> str:
    names = f"EPSG:{source}（{_system(source).name}）→ EPSG:{target}（{_system(target).name}）"
    old = [words for datum, words in _OLD_DATUMS.items() if datum in {_datum(source), _datum(target)}]
    if old:
        return (
            f"{names} 没有公开的转换：{old[0]}坐标系与 2000 坐标系之间须用本地参数，参数由自然资源部门掌握且涉密。"
            "请由其换算为 CGCS2000 后再提供"
        )
    return f"{names} 没有已知精度的转换，不能照搬数值。请换算为 CGCS2000（EPSG:4490）后再提供"


def zone_epsg(longitude: float) -> int:
    """The EPSG code of the CGCS2000 3-degree Gauss-Krüger zone whose central meridian is nearest: 112.9°E → 4547.

    Raises:
        ValueError: the longitude lies outside the zones 75°E – 135°E.
    """
    zone = round(longitude / _ZONE_DEGREES)
    if not _FIRST_ZONE <= zone <= _LAST_ZONE:
        raise ValueError(f"经度 {longitude:g}° 不在 2000 坐标系 3 度带（75°E – 135°E）范围内：请核对经度")
    return _FIRST_ZONE_EPSG + zone - _FIRST_ZONE


def numbered_zone_epsg(longitude: float) -> int:
    """The same zone with its number before the easting: 112.9°E → 4526.

    Raises:
        ValueError: the longitude lies outside the zones 75°E – 135°E.
    """
    first_zone, _, first_epsg = _NUMBERED_ZONES[1]
    return first_epsg + (zone_epsg(longitude) - _FIRST_ZONE_EPSG + _FIRST_ZONE) - first_zone


def epsg_of_zone_easting(easting_m: float) -> int | None:
    """The CGCS2000 system whose zone number stands before an easting of eight digits: 34 603 694.194 → 4522.

    13 – 23 before it are the 6-degree zones (EPSG:4491 – 4501), 25 – 45 the 3-degree zones (EPSG:4513 – 4533). An
    easting without a zone number gives None: then somebody must be asked for the central meridian.

    Raises:
        ValueError: a number stands before it that is no zone of the country.
    """
    zone = int(easting_m // 1e6)
    if zone == 0:
        return None
    for first_zone, last_zone, first_epsg in _NUMBERED_ZONES:
        if first_zone <= zone <= last_zone:
            return first_epsg + zone - first_zone
    raise ValueError(
        f"横坐标 {easting_m:.3f} 前面的带号 {zone} 既不是 6 度带（13–23）也不是 3 度带（25–45）：请核对坐标"
    )


def could_be_degrees(longitude: ArrayLike, latitude: ArrayLike) -> NDArray[np.bool_]:
    """Whether each pair, longitude first, could be degrees in China: 73° – 136° E, 3° – 54° N."""
    east, north = np.asarray(longitude, np.float64), np.asarray(latitude, np.float64)
    west_edge, south_edge, east_edge, north_edge = DEGREES_OF_CHINA
    within: NDArray[np.bool_] = (
        (west_edge <= east) & (east <= east_edge) & (south_edge <= north) & (north <= north_edge)
    )
    return within
