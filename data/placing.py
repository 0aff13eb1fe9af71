"""A geometry as the register keeps it: EPSG:4490, lon/lat, 2D, valid, of its layer's kind.

What cannot be kept yields findings with their place; nothing is repaired, moved or guessed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, MultiLineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from data.errors import BadInput
from data.tables import EAST, EPSG, NORTH, SOUTH, WEST
from geo.crs import honest
from geo.validity import invalidity
from layers.record import Group, Layer, Record
from layers.rules import Finding, Severity

_KEPT_KINDS = {
    "POINT": ("Point",),
    "LINESTRING": ("LineString",),
    "POLYGON": ("Polygon",),
    "MULTILINESTRING": ("MultiLineString",),
    "MULTIPOLYGON": ("MultiPolygon",),
    "GEOMETRY": ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"),
}
_WANTED = {
    "POINT": "一个点",
    "LINESTRING": "一条线",
    "POLYGON": "一个面",
    "MULTILINESTRING": "线",
    "MULTIPOLYGON": "面",
    "GEOMETRY": "点、线或面",
}


@dataclass(frozen=True)
class Placed:
    """A geometry ready to keep, or None with the findings that say why not; warnings may accompany a geometry."""

    shape: BaseGeometry | None
    findings: tuple[Finding, ...] = ()


def place(record: type[Record], shape: BaseGeometry | None, epsg: int) -> Placed:
    """One geometry; see `place_all`."""
    return place_all(record, [shape], epsg)[0]


def place_all(record: type[Record], shapes: Sequence[BaseGeometry | None], epsg: int) -> list[Placed]:
    """Geometries of one layer handed in with x before y in the system `epsg`, as the register keeps them.

    Markers and boundary lines are surveyed things: they must arrive in CGCS2000, in degrees or in a zone of its plane
    grid; WGS 84 would move them by an unknown metre.

    Raises:
        BadInput: there is no such system, no honest way from it, or a point lies outside what it can describe.
    """
    layer = record.layer
    if epsg == EPSG:
        return [_kept(layer, shape) for shape in shapes]
    try:
        way = honest(epsg, EPSG)
        if layer.group is Group.BOUNDARIES and way.accuracy_m > 0:
            return [Placed(None, (_not_surveyed(layer, epsg),))] * len(shapes)
        moved = way.shapes(shapely.force_2d(np.array(shapes, dtype=object)))
    except ValueError as fault:
        raise BadInput(f"{layer.title}的坐标不能换算到 EPSG:{EPSG}", str(fault)) from fault
    return [_kept(layer, shape, was) for shape, was in zip(moved, shapes, strict=True)]


def _kept(layer: Layer, shape: BaseGeometry | None, as_given: BaseGeometry | None = None) -> Placed:
    if layer.geometry is None:
        return Placed(None, (_finding(f"{layer.title}没有位置，请去掉图形"),) if shape is not None else ())
    if shape is None or shape.is_empty:
        return Placed(None, (_finding(f"缺少图形：{layer.title}须有{_WANTED[layer.geometry]}"),))
    flat = promoted(layer, shapely.force_2d(shape))
    refusals = [*_of_kind(layer, flat), *_in_country(flat)] or _valid(flat)
    if refusals:
        return Placed(None, tuple(refusals))
    return Placed(flat, (_height_left_out(),) if (as_given or shape).has_z else ())


def promoted(layer: Layer, shape: BaseGeometry) -> BaseGeometry:
    """A single area or line as its layer's multiple; a multiple of one as the single its layer keeps."""
    if layer.geometry == "MULTIPOLYGON" and isinstance(shape, Polygon):
        return MultiPolygon([shape])
    if layer.geometry == "MULTILINESTRING" and isinstance(shape, LineString):
        return MultiLineString([shape])
    if layer.geometry in ("POINT", "LINESTRING", "POLYGON") and shapely.get_num_geometries(shape) == 1:
        return shapely.get_geometry(shape, 0) or shape
    return shape


def _of_kind(layer: Layer, shape: BaseGeometry) -> list[Finding]:
    wanted = layer.geometry or "GEOMETRY"
    if shape.geom_type in _KEPT_KINDS[wanted]:
        return []
    return [_finding(f"图形是 {shape.geom_type}，{layer.title}须为{_WANTED[wanted]}", shape.centroid)]


def _in_country(shape: BaseGeometry) -> list[Finding]:
    west, south, east, north = shape.bounds
    if west >= WEST and south >= SOUTH and east <= EAST and north <= NORTH:
        return []
    if south >= WEST and west >= SOUTH and north <= EAST and east <= NORTH:
        return [_finding("经度、纬度似乎颠倒：请以经度在前、纬度在后提供")]
    return [_finding(f"坐标（{west:.6g}, {south:.6g}）不在国境范围内：请核对坐标系和坐标")]


def _valid(shape: BaseGeometry) -> list[Finding]:
    fault = invalidity(shape)
    return [_finding(fault.message, fault.where)] if fault else []


def _not_surveyed(layer: Layer, epsg: int) -> Finding:
    return _finding(
        f"{layer.title}须以 2000 国家大地坐标系（CGCS2000）的坐标登记，收到的是 EPSG:{epsg}：请提供测绘成果的坐标"
    )


def _height_left_out() -> Finding:
    return Finding("图形带有高程，登记册只存平面位置，高程未保留", "geom", severity=Severity.WARNING)


def _finding(message: str, where: BaseGeometry | None = None) -> Finding:
    return Finding(message, "geom", where)
