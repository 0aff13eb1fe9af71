"""How far places stand from things, and the ground within a distance of them; metres over the ellipsoid.

Longitude first, degrees, EPSG:4490. Which point of a thing is nearest is found in a transverse Mercator plane around
the things, which keeps angles; the distance to it is then the geodesic. Edges are straight in the plane, which at the
size of a county is along the geodesics.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod, Transformer
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from geo.earth import FLATTENING, SEMI_MAJOR_M

Shapes = NDArray[np.object_]
Doubles = NDArray[np.float64]
Longs = NDArray[np.int64]

_ELLIPSOID = Geod(a=SEMI_MAJOR_M, f=FLATTENING)
# The plane is wrong by less than this share within 200 km of its middle: nobody near enough is missed.
_MARGIN = 1.001
#: A quarter of a drawn circle in so many edges: a corner of a buffer of 2 km lies at most 0.6 m inside its circle.
_QUARTER = 32


@dataclass(frozen=True, eq=False)
class Near:
    """Pairs of a place and a thing near enough, with the distance; in the order of places, then of things."""

    places: Longs
    things: Longs
    metres: Doubles


@dataclass(frozen=True, eq=False)
class Things:
    """Things of any shape, made ready to be measured from; a thing counts as wide as it is said to be on either side.

    `half_widths` is what lies between the line a thing is drawn by and its edge: 0 for what is drawn by its edge.
    """

    flat: Shapes
    half_widths: Doubles
    plane: Transformer

    @classmethod
    def of(cls, shapes: Sequence[BaseGeometry], half_widths: ArrayLike | None = None) -> Self:
        """Make things ready.

        Raises:
            ValueError: there is no thing, or the widths are not one for each.
        """
        if not len(shapes):
            raise ValueError("没有可以量距的要素")
        widths = np.zeros(len(shapes)) if half_widths is None else np.asarray(half_widths, np.float64)
        if widths.shape != (len(shapes),) or not (widths >= 0).all():
            raise ValueError(f"要素有 {len(shapes)} 个，半宽有 {widths.size} 个：请一一对应，且不为负")
        held = np.array(list(shapes), dtype=object)
        plane = _around(held)
        return cls(_moved(held, plane), widths, plane)

    def within(self, places: Sequence[BaseGeometry], metres: float) -> Near:
        """Which things lie within a distance of which places; 0 where they touch.

        Raises:
            ValueError: the distance is negative or no number.
        """
        if not 0 <= metres < float("inf"):
            raise ValueError(f"距离 {metres} 米不能使用：不能为负数")
        flat = _moved(np.array(list(places), dtype=object), self.plane)
        reach = (metres + float(self.half_widths.max(initial=0.0))) * _MARGIN + 1.0
        who, what = STRtree(self.flat).query(flat, predicate="dwithin", distance=reach)
        order = np.lexsort((what, who))
        who, what = who[order], what[order]
        far = np.maximum(_apart(flat[who], self.flat[what], self.plane) - self.half_widths[what], 0.0)
        near = far <= metres
        return Near(who[near], what[near], far[near])

    def ground_within(self, metres: float) -> list[BaseGeometry]:
        """The ground within a distance of each thing, to be drawn; areas are taken with what they hold.

        Right to 1 in 10,000 and to the corners of its arcs: whether a place lies within is asked of `within`.
        """
        drawn = shapely.buffer(self.flat, metres + self.half_widths, quad_segs=_QUARTER)
        back: Shapes = shapely.transform(drawn, lambda xy: _inverse(self.plane, xy))
        return list(back)


def _around(shapes: Shapes) -> Transformer:
    west, south, east, north = shapely.total_bounds(shapes)
    middle = (round(float(west + east) / 2, 6), round(float(south + north) / 2, 6))
    ellipsoid = f"+a={SEMI_MAJOR_M} +rf={1 / FLATTENING}"
    plane = f"+proj=tmerc +lat_0={middle[1]} +lon_0={middle[0]} +k=1 {ellipsoid} +units=m"
    return Transformer.from_crs(f"+proj=longlat {ellipsoid}", plane, always_xy=True)


def _moved(shapes: Shapes, plane: Transformer) -> Shapes:
    moved: Shapes = shapely.transform(shapes, lambda xy: np.column_stack(plane.transform(xy[:, 0], xy[:, 1])))
    return moved


def _inverse(plane: Transformer, xy: Doubles) -> Doubles:
    return np.column_stack(plane.transform(xy[:, 0], xy[:, 1], direction="INVERSE"))


def _apart(one: Shapes, other: Shapes, plane: Transformer) -> Doubles:
    """The geodesic between the nearest points of two shapes, pair by pair."""
    if not len(one):
        return np.zeros(0)
    ends = shapely.get_coordinates(shapely.shortest_line(one, other))
    lonlat = _inverse(plane, ends).reshape(-1, 2, 2)
    *_, metres = _ELLIPSOID.inv(lonlat[:, 0, 0], lonlat[:, 0, 1], lonlat[:, 1, 0], lonlat[:, 1, 1])
    return np.asarray(metres, np.float64)
