"""Why a shape is invalid and where; a repair reports what it changed.

Plane coordinates of any unit, x first. Validity is that of OGC Simple Features (ISO 19125-1), as GEOS decides it.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Point
from shapely.geometry.base import BaseGeometry

from geo.compiled import in_parts
from geo.exact import first_uncomputable

_FEWEST_PER_PART = 1000

REASONS = {
    "Self-intersection": "边线自相交",
    "Ring Self-intersection": "环与自身相接",
    "Hole lies outside shell": "洞在外环之外",
    "Nested holes": "洞中套洞",
    "Nested shells": "部分套在另一部分之内",
    "Interior is disconnected": "内部被洞切断",
    "Duplicate Rings": "有重复的环",
    "Too few points in geometry component": "点数太少，构不成面",
    "Invalid Coordinate": "坐标不是有限数",
    "Ring is not closed": "环没有闭合",
}


@dataclass(frozen=True)
class Fault:
    """What is wrong with one of several shapes, and where."""

    position: int
    message: str
    where: Point | None = None


def first_fault(shapes: NDArray[np.object_], *, known_valid: bool = False) -> Fault | None:
    """Return what is wrong with the first shape that is no valid area, or None when all are.

    Coordinates and rings take longer than all else together: they are not looked at in shapes that are `known_valid`.
    """
    for wrong, message in (
        (~np.isin(shapely.get_type_id(shapes), (3, 6)), _no_area),
        (shapely.is_empty(shapes), lambda _: "图形是空的：请补充边界，或将其移出。"),
    ):
        if wrong.any():
            position = int(np.argmax(wrong))
            return Fault(position, message(shapes[position]))
    return None if known_valid else _first_uncomputable(shapes) or _first_invalid(shapes)


def _no_area(shape: BaseGeometry | None) -> str:
    """Say what stands where an area is wanted."""
    if shape is None:
        return "没有图形：请补充边界，或将其移出。"
    return f"图形是 {shape.geom_type}，不是面：请提供面或多部分面（Polygon、MultiPolygon）。"


def _first_uncomputable(shapes: NDArray[np.object_]) -> Fault | None:
    """Return the first shape with a coordinate that is no number to compute with."""
    vertices = shapely.get_coordinates(shapes)
    vertex = first_uncomputable(vertices[:, 0], vertices[:, 1])
    if vertex < 0:
        return None
    ends = np.cumsum(shapely.get_num_coordinates(shapes))
    x, y = vertices[vertex]
    return Fault(
        int(np.searchsorted(ends, vertex, side="right")), f"坐标（{x}, {y}）不是可以计算的有限数：请改正坐标。"
    )


def _first_invalid(shapes: NDArray[np.object_]) -> Fault | None:
    """Return the first shape that breaks the rules of its type."""
    valid = np.empty(len(shapes), np.bool_)

    def check(start: int, stop: int) -> None:
        shapely.is_valid(shapes[start:stop], out=valid[start:stop])

    in_parts(len(shapes), check, smallest=_FEWEST_PER_PART)
    if valid.all():
        return None
    position = int(np.argmin(valid))
    return invalidity(shapes[position], position)


def invalidity(shape: BaseGeometry, position: int = 0) -> Fault | None:
    """Return why and where a shape is invalid, or None when it is valid."""
    if shape.is_valid:
        return None
    reason, _, place = shapely.is_valid_reason(shape).partition("[")
    words = REASONS.get(reason.strip(), reason.strip())
    where = _place(place)
    at = f"，位于（{where.x:.9g}, {where.y:.9g}）" if where is not None else ""
    return Fault(position, f"图形无效：{words}{at}：请在来源处改正后重新提供。", where)


@dataclass(frozen=True)
class Repair:
    """A valid shape, and what it has more and less than the one it was made of."""

    shape: BaseGeometry
    gained: BaseGeometry
    """Ground that only the repaired shape covers."""
    lost: BaseGeometry
    """Ground, lines and points that only the shape as it came covers, such as spikes."""


def repaired(shape: BaseGeometry) -> Repair:
    """Return a valid shape of the same kind and what was changed; nothing is changed in a valid one.

    Rings are merged and holes cut out by the ground that they enclose; what collapses to a line or a point is lost.
    """
    whole = shape if shape.is_valid else shapely.make_valid(shape, method="structure", keep_collapsed=False)
    nothing = shapely.from_wkt("GEOMETRYCOLLECTION EMPTY")
    if whole is shape:
        return Repair(shape, nothing, nothing)
    as_it_came = shapely.make_valid(shape, method="linework")
    return Repair(whole, shapely.difference(whole, as_it_came), shapely.difference(as_it_came, whole))


def _place(text: str) -> Point | None:
    """Read the place that GEOS writes behind its reason, such as `1.5 2]`."""
    numbers = text.rstrip("]").split()
    try:
        x, y = float(numbers[0]), float(numbers[1])
    except (IndexError, ValueError):
        return None
    return Point(x, y) if np.isfinite([x, y]).all() else None
