"""Rows of the place names: townships as areas, villages as points, roads and a river as lines, a lake and a reservoir.

Names of divisions and villages are real; every shape and former name is invented. Spellings follow the rules where
the reading is certain; where it is not, none is guessed.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise

import numpy as np
import shapely
from shapely import LineString, MultiPolygon, Point
from shapely.geometry.base import BaseGeometry

from data.name_reference import orthography
from data.sample.making.chance import Chance
from data.sample.making.files import Row, invented
from data.sample.making.names_of_units import SOURCE as NAMES_SOURCE
from data.sample.making.outcrops import as_area, outcrop
from data.sample.making.places import County
from data.sample.making.plane import Coordinates, shape_to_lonlat, shape_to_plane, to_plane
from data.sample.making.roads import Road
from data.sample.making.seats import COUNTY, LAKE
from layers.name_kinds import NameForm, form_of
from layers.romanization import spell

# lon, lat · from below the dam to the lake
_RIVER = (
    *((113.400, 29.140), (113.345, 29.140), (113.262, 29.139)),
    *((113.180, 29.162), (113.092, 29.172), (113.030, 29.176), (112.980, 29.182)),
)
_RESERVOIR_TOWNSHIP = "430621108"
_STEP_M = 300.0
_SHORE_STRIP_M, _SHALLOWS_M, _TOLERANCE_M = 2_300.0, 250.0, 120.0
# Invented, so that a former name can be looked for.
_FORMER = {
    "天鹅路": {"former_name": "湖东路"},
    "文胜路": {"former_name": "新生街、文化街", "alias": "文胜街"},
    "城南路": {"former_name": "南门路"},
}
_NAMED_ROADS = ("national", "provincial", "county", "street")


def place_name_rows(county: County, roads: list[Road], cemeteries: list[Row]) -> Iterator[Row]:
    """Every name with its place, numbered in the order they are listed here."""
    real_name = f"范围或位置虚构；名称：{NAMES_SOURCE}（真实）"
    known = "范围虚构；名称为通行名称"
    made = "名称与走向均虚构"
    reservoir = _reservoir(county, [*(road.course for road in roads), *(row.place for row in cemeteries if row.place)])
    listed = [
        *((name, "division", code, county.townships[code], real_name) for code, name in county.names.items()),
        *((v.unit.name, "committee_seat", v.unit.code, Point(v.position), real_name) for v in county.villages),
        *((r.name, _road_kind(r), r.township or COUNTY, r.course, made) for r in roads if r.road_class in _NAMED_ROADS),
        ("东洞庭湖", "natural_feature", LAKE, _lake(county.townships), known),
        ("新墙河", "natural_feature", COUNTY, _river(reservoir), known),
        ("铁山水库", "infrastructure", _RESERVOIR_TOWNSHIP, reservoir, known),
    ]
    for serial, (name, kind, division, place, what) in enumerate(listed, start=1):
        values = {
            "code": f"PN-{COUNTY}-{serial:04d}",
            "name": name,
            "kind": kind,
            **_spelt(name, form_of(kind), division),
            "division": division,
            "is_standard": True,
            "status": "in_use",
            **_FORMER.get(name, {}),
        }
        yield Row(values, invented(what), place)


def _spelt(name: str, form: NameForm, division: str) -> dict[str, str]:
    """The terms and the spelling by the rules; what is not certain stays open."""
    spelling = spell(name, form, division, orthography())
    terms = {"specific_term": spelling.specific, "generic_term": spelling.generic} if spelling.generic else {}
    if not spelling.is_certain:
        return terms
    return terms | {"romanized": spelling.toned, "romanized_toneless": spelling.toneless}


def _road_kind(road: Road) -> str:
    return "street" if road.road_class == "street" else "infrastructure"


def _lake(townships: Mapping[str, MultiPolygon]) -> MultiPolygon:
    """The lake's administration without a strip along the shore, where its people live."""
    shore = shapely.union_all([shape_to_plane(area) for code, area in townships.items() if code != LAKE])
    water = shape_to_plane(townships[LAKE]).difference(shore.buffer(_SHORE_STRIP_M)).buffer(-_SHALLOWS_M)
    largest = max(shapely.get_parts(water.simplify(_TOLERANCE_M)), key=lambda part: part.area)
    return MultiPolygon([shapely.orient_polygons(shapely.normalize(shape_to_lonlat(largest)))])


def _river(reservoir: MultiPolygon) -> LineString:
    """The river from the reservoir to the lake through hand-drawn bends, each stretch halved and moved aside."""
    draw = Chance("river")
    dam = min(shapely.get_coordinates(reservoir).tolist())
    points = list(to_plane(np.array([dam, *_RIVER])))
    for sway in (0.18, 0.14, 0.12, 0.1):
        bent: list[Coordinates] = [points[0]]
        for start, stop in pairwise(points):
            along = stop - start
            bent += [(start + stop) / 2 + np.array([-along[1], along[0]]) * draw.between(-sway, sway), stop]
        points = bent
    return shape_to_lonlat(LineString(np.array(points)))


def _reservoir(county: County, taken: list[BaseGeometry]) -> MultiPolygon:
    """A lake behind a dam, in the emptiest part of its township."""
    area = shape_to_plane(county.townships[_RESERVOIR_TOWNSHIP])
    built = [area.boundary, *(shape_to_plane(place) for place in taken)]
    west, south, east, north = area.bounds
    grid = np.array([(x, y) for x in np.arange(west, east, _STEP_M) for y in np.arange(south, north, _STEP_M)])
    inside = grid[shapely.contains_xy(area, grid)]
    room = shapely.distance(shapely.union_all(built), shapely.points(inside))
    return as_area(outcrop(inside[np.argmax(room)], float(room.max()) * 0.85, Chance("reservoir"), smoothings=2))
