"""Spatial functions of CQL2: the literal is brought to the column's system, never the column to the literal's.

Literals are read in `filter-crs`, in its own order of axes, and become EPSG:4490, longitude first, degrees. Heights are
left behind. Edges that are straight in a projected system are cut short before they are transformed.
"""

from collections.abc import Callable, Mapping
from typing import Any

import shapely
from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry
from sqlalchemy import LargeBinary, and_, func, literal
from sqlalchemy.sql.elements import ColumnElement

from data.filters.refusals import BadFilter
from data.filters.terms import Term
from data.tables import EPSG
from geo.shapes import UnreadableShape, read_geojson
from geo.systems import System
from geo.validity import REASONS
from layers.queryables import Nature

Near = Callable[[ColumnElement[Any]], ColumnElement[bool]]
FUNCTIONS = {
    "s_intersects": "ST_Intersects",
    "s_equals": "ST_Equals",
    "s_disjoint": "ST_Disjoint",
    "s_touches": "ST_Touches",
    "s_within": "ST_Within",
    "s_overlaps": "ST_Overlaps",
    "s_crosses": "ST_Crosses",
    "s_contains": "ST_Contains",
}
_HALF_TURN, _QUARTER_TURN = 180.0, 90.0
_PLANE, _SPACE = 4, 6
# An easting with its zone number has eight digits.
_FURTHEST_M = 1e8
# The edge of a kilometre strays a centimetre from its image; a long one is cut into at most so many.
_SHORT_M, _MOST_CUTS = 1000.0, 1000


def relate(op: str, left: Term, right: Term, near: Near | None = None) -> ColumnElement[bool]:
    """One of the eight spatial relations.

    `near` says of an area which rows could meet it, by an operator that an index serves where the functions of PostGIS,
    which are not leakproof, may not be asked first. Whatever is not disjoint is near.

    Raises:
        BadFilter: a side is no place.
    """
    for side in (left, right):
        if side.nature is not Nature.PLACE:
            raise BadFilter(
                f"{op.upper()} 不能用于{side.words}", "它比较两个图形", "请写作 S_INTERSECTS(geom, POINT(112.9 29.1))"
            )
    related: ColumnElement[bool] = getattr(func, FUNCTIONS[op])(left.value, right.value)
    if near is None or op == "s_disjoint" or left.is_plain is right.is_plain:
        return related
    return and_(near(right.value if left.is_plain else left.value), related)


def of_geojson(geometry: Mapping[str, Any], system: System) -> Term:
    """A literal shape.

    Raises:
        BadFilter: it cannot be read or is invalid, or lies outside its system.
    """
    try:
        shape = read_geojson(geometry)
    except UnreadableShape as fault:
        raise BadFilter("图形读不出来", str(fault), "请核对图形的坐标") from fault
    return _bound(shape, system)


def of_box(numbers: object, system: System) -> Term:
    """A literal box of four numbers, or of six whose heights are ignored; west of it may lie east of its east.

    Raises:
        BadFilter: there are not so many numbers, or they make no box.
    """
    if not isinstance(numbers, list) or len(numbers) not in (_PLANE, _SPACE) or not all(map(_is_number, numbers)):
        raise BadFilter("BBOX 不是四个（或六个）数", "", "例如 BBOX(112.7, 28.9, 113.8, 29.6)")
    half = len(numbers) // 2
    low, high = tuple(numbers[:2]), tuple(numbers[half : half + 2])
    (west, south), (east, north) = (low[::-1], high[::-1]) if system.north_first else (low, high)
    if south > north or (west > east and system.is_projected):
        raise BadFilter("BBOX 的一角在另一角的反面", "先写西南角，再写东北角", f"本次按 {system.order} 书写")
    _refuse_outside(LineString([(west, south), (east, north)]), system)
    boxes = [(west, east)] if west <= east else [(west, _HALF_TURN), (-_HALF_TURN, east)]
    shapes = [_box(left, south, right, north) for left, right in boxes]
    shape = shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)
    return _bound(system.turned(shape), system)


def _is_number(one: object) -> bool:
    return isinstance(one, int | float) and not isinstance(one, bool)


def _box(west: float, south: float, east: float, north: float) -> BaseGeometry:
    """A box; one without width or height is a line or a point."""
    if west == east and south == north:
        return Point(west, south)
    if west == east or south == north:
        return LineString([(west, south), (east, north)])
    return shapely.box(west, south, east, north)


def _bound(shape: BaseGeometry, system: System) -> Term:
    """A shape in the order of its own system, checked, transformed and bound."""
    if shape.is_empty:
        raise BadFilter("图形是空的", "没有坐标就没有位置", "请写出坐标")
    _refuse_outside(system.turned(shape), system)
    if not shape.is_valid:
        said = shapely.is_valid_reason(shape)
        reason = next((words for key, words in REASONS.items() if said.startswith(key)), said)
        raise BadFilter("图形无效", reason, "请改正图形，例如去掉自相交的边")
    if system.is_projected:
        shape = shapely.segmentize(shape, max(_SHORT_M, shape.length / _MOST_CUTS))
    try:
        stored = system.stored(shape)
    except ValueError as fault:
        raise BadFilter("图形不能换算到登记库的坐标系", str(fault), f"本次按 {system.order} 书写") from fault
    words = f"图形（{shape.geom_type}）"
    return Term(Nature.PLACE, func.ST_GeomFromWKB(literal(shapely.to_wkb(stored), LargeBinary), EPSG), words, stored)


def _refuse_outside(shape: BaseGeometry, system: System) -> None:
    """Refuse what is nowhere on the ground, before anything is computed with it."""
    furthest = (_FURTHEST_M, _FURTHEST_M) if system.is_projected else (_HALF_TURN, _QUARTER_TURN)
    west, south, east, north = shape.bounds
    if max(abs(west), abs(east)) > furthest[0] or max(abs(south), abs(north)) > furthest[1]:
        raise BadFilter(
            "图形的坐标超出坐标系的范围", f"本次按 {system.order} 书写", "请核对坐标的次序，或用 filter-crs 说明坐标系"
        )
