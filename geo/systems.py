"""Coordinate systems as clients name them: an address, an order of axes, a unit.

Inside, coordinates are east first; a system's own order is that of its definition in EPSG, which is latitude or
northing first for all but CRS84 and Web Mercator. Stored shapes are in EPSG:4490 degrees; what is written in a system
of WGS 84 takes the numbers over (`geo.crs`, the null step).
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.crs import CGCS2000, WGS_84, honest, numbered_zone_epsg, zone_epsg

WEB_MERCATOR = 3857
_EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
# A tenth of a millimetre on the ground, in degrees and in metres.
_DECIMALS_OF_DEGREES, _DECIMALS_OF_METRES = 9, 4


@dataclass(frozen=True)
class System:
    """A coordinate system that is offered; `epsg` names its datum and projection, `north_first` its order of axes."""

    uri: str
    title: str
    epsg: int
    north_first: bool
    is_projected: bool

    @property
    def decimals(self) -> int:
        """How many decimals write a tenth of a millimetre."""
        return _DECIMALS_OF_METRES if self.is_projected else _DECIMALS_OF_DEGREES

    @property
    def order(self) -> str:
        """The order in which a box is written, in the clerk's words."""
        if self.is_projected:
            return "南,西,北,东（米，先北向 X 后东向 Y）" if self.north_first else "西,南,东,北（米，先东后北）"
        return "南,西,北,东（先纬度）" if self.north_first else "西,南,东,北（先经度）"

    def turned(self, shape: BaseGeometry) -> BaseGeometry:
        """The shape with its axes exchanged where this system is north first: from its own order to ours, and back."""
        return shapely.transform(shape, lambda vertices: vertices[:, ::-1]) if self.north_first else shape

    def stored(self, shape: BaseGeometry) -> BaseGeometry:
        """A shape written in this system, in its own order of axes, as it is stored: EPSG:4490, longitude first.

        Raises:
            ValueError: a vertex has no image.
        """
        shapes: NDArray[np.object_] = honest(self.epsg, CGCS2000).shapes(np.asarray([self.turned(shape)], dtype=object))
        moved: BaseGeometry = shapes[0]
        return moved

    def written(self, shape: BaseGeometry) -> BaseGeometry:
        """A stored shape in this system, in its own order of axes.

        Raises:
            ValueError: a vertex has no image.
        """
        shapes: NDArray[np.object_] = honest(CGCS2000, self.epsg).shapes(np.asarray([shape], dtype=object))
        return self.turned(shapes[0])


@cache
def system(epsg: int, title: str) -> System:
    """A system of EPSG, its axes in the order of its definition.

    Raises:
        ValueError: EPSG has no such code.
    """
    definition = CRS.from_epsg(epsg)
    first = definition.axis_info[0].direction
    return System(f"{_EPSG}{epsg}", title, epsg, first == "north", definition.is_projected)


CRS84 = System("http://www.opengis.net/def/crs/OGC/1.3/CRS84", "WGS 84（先经度）", WGS_84, False, False)
STORAGE = system(CGCS2000, "2000 国家大地坐标系")
COMMON = (CRS84, STORAGE, system(WGS_84, "WGS 84"), system(WEB_MERCATOR, "Web 墨卡托"))
"""What is offered wherever the county lies."""


def zone_systems(longitude: float) -> tuple[System, ...]:
    """The CGCS2000 3-degree zone around a longitude, without and with its number before the easting: 4547 and 4526.

    Raises:
        ValueError: the longitude lies outside the zones of the country.
    """
    plain, numbered = zone_epsg(longitude), numbered_zone_epsg(longitude)
    meridian = round(longitude / 3) * 3
    return (
        system(plain, f"2000 坐标系 3 度带（中央经线 {meridian}°）"),
        system(numbered, f"2000 坐标系 3 度带（{meridian // 3} 带，东向坐标前加带号）"),
    )
