"""Rows of the built-up areas: the county seat around its streets, each other town around its seat. All invented."""

from collections.abc import Iterator

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from data.sample.making.chance import Chance
from data.sample.making.files import Row, invented
from data.sample.making.outcrops import as_area, outcrop
from data.sample.making.places import County
from data.sample.making.plane import shape_to_plane, to_plane
from data.sample.making.roads import Road
from data.sample.making.seats import COUNTY, COUNTY_SEAT, LAKE

_BESIDE_A_STREET_M, _ROUNDED_M, _TOLERANCE_M = 450.0, 250.0, 15.0
_CLEAR_OF_THE_BORDER_M = 60.0
_SMALLEST_M, _LARGEST_M = 380.0, 720.0


def built_up_area_rows(county: County, roads: list[Road]) -> Iterator[Row]:
    """One area for each town and township but the lake's administration, where nobody has built a town."""
    origin = invented("范围虚构：县城依虚构街道外扩，其他镇区以虚构驻地为中心")
    for serial, (code, name) in enumerate(sorted((c, n) for c, n in county.names.items() if c != LAKE), start=1):
        is_county_seat = code == COUNTY_SEAT
        shape = _around_streets(county, roads) if is_county_seat else _around_seat(county, code)
        kind = "county_seat" if is_county_seat else "town" if name.endswith("镇") else "township_seat"
        values = {
            "code": f"{COUNTY}-JCQ{serial:02d}",
            "name": f"{name.removesuffix('镇')}城区" if is_county_seat else f"{name}建成区",
            "kind": kind,
            "division": code,
            "drawn_from": "示例规则：由虚构的街道和驻地推得，不是实际建成区",
        }
        yield Row(values, origin, shape)


def _ground(county: County, township: str) -> Polygon | MultiPolygon:
    return shape_to_plane(county.townships[township]).buffer(-_CLEAR_OF_THE_BORDER_M)


def _around_streets(county: County, roads: list[Road]) -> MultiPolygon:
    """The streets of the county seat with what stands beside them, rounded, in one piece."""
    streets = [shape_to_plane(road.course) for road in roads if road.road_class == "street"]
    built = shapely.union_all(streets).buffer(_BESIDE_A_STREET_M + _ROUNDED_M).buffer(-_ROUNDED_M)
    inside = built.intersection(_ground(county, COUNTY_SEAT)).simplify(_TOLERANCE_M)
    return as_area(shapely.orient_polygons(shapely.normalize(_largest(inside))))


def _around_seat(county: County, township: str) -> MultiPolygon:
    draw = Chance(f"built-up {township}")
    centre = to_plane(np.array([county.seat(township).position]))[0]
    town = outcrop(centre, draw.between(_SMALLEST_M, _LARGEST_M), draw, smoothings=2)
    return as_area(shapely.orient_polygons(shapely.normalize(_largest(town.intersection(_ground(county, township))))))


def _largest(shape: BaseGeometry) -> Polygon:
    """The largest piece without its holes."""
    piece = max(shapely.get_parts(shape), key=lambda part: float(part.area))
    return Polygon(shapely.get_exterior_ring(piece))
