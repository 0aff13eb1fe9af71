"""Roads: one connected network that joins every village to its seat and the seats to each other.

A road bends between villages but shares its end vertices with the roads it meets, and no two roads cross anywhere else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from shapely import LineString, MultiLineString, MultiPolygon, Polygon

from data.sample.making.chance import Chance
from data.sample.making.network import Link, Network, Path, build, links_of, possible_links, shortest
from data.sample.making.plane import Coordinates, shape_to_lonlat, shape_to_plane, to_plane
from data.sample.making.seats import COUNTY_SEAT, LAKE
from data.sample.making.villages import Village

_HALVINGS = 4
_SWAY = 0.16  # how far the middle of a road may stand off, as a share of its length
_TOLERANCE_M = 4.0
_CLEAR_OF_THE_RIM_M = 30.0

# The courses are invented; each runs through the seats named by the last three digits of their codes.
TRUNK_ROADS = (
    ("G107", "107国道", "national", ("112", "100", "104")),
    ("G240", "240国道", "national", ("106", "107", "108", "110")),
    ("S306", "306省道", "provincial", ("202", "100", "105", "107")),
    ("S208", "208省道", "provincial", ("109", "108", "111")),
    ("S310", "310省道", "provincial", ("104", "203", "113", "114", "111", "110")),
    ("X005", "新柏公路", "county", ("112", "106")),
    ("X008", "新步公路", "county", ("105", "113")),
    ("X011", "公杨公路", "county", ("107", "114")),
    ("X014", "中黄公路", "county", ("202", "104")),
    ("X017", "毛月公路", "county", ("109", "110")),
    ("X020", "荣湖公路", "county", ("100", "500")),
    ("X023", "新柏步公路", "county", ("105", "106")),
)
_STREETS = (
    *("东方路", "荣新路", "天鹅路", "文胜路", "长丰路", "友爱路", "庆丰街", "同心街", "城西路", "城南路", "城北路"),
    *("桥东街", "向阳街", "枫桥路", "荣站路", "卫农路", "老街", "南街", "巴陵路", "兴荣路", "和谐路", "书院路"),
    *("新湖路", "学府路", "建设路", "曙光路", "朝阳路", "育才路", "平安路", "湖滨路", "园林路", "迎宾路"),
)


@dataclass(frozen=True)
class Road:
    """A road with its course (lon/lat · degrees), one part from village to village."""

    code: str
    name: str
    road_class: str
    township: str | None
    course: MultiLineString


def build_roads(outline: Polygon, townships: dict[str, MultiPolygon], villages: list[Village]) -> list[Road]:
    """Invent the county's roads, trunk roads first, then by code."""
    places = to_plane(np.array([village.position for village in villages]))
    on_lake = [village.unit.township == LAKE for village in villages]
    lengths = possible_links(places, shape_to_plane(outline), lambda pair: _keeps_dry(pair, on_lake, places, townships))
    trunks = list(_trunk_paths(lengths, villages))
    network = build(lengths, [step for _, path in trunks for step in links_of(path)])
    courses = _bend(network, places, shape_to_plane(outline))
    return [*_trunk_roads(trunks, courses), *_local_roads(trunks, network, courses, villages)]


def _keeps_dry(pair: Link, on_lake: list[bool], places: Coordinates, townships: dict[str, MultiPolygon]) -> bool:
    """Only the roads of the lake's own villages enter its polygon."""
    if any(on_lake[node] for node in pair):
        return True
    return not shape_to_plane(townships[LAKE]).intersects(LineString(places[list(pair)]))


def _trunk_paths(lengths: dict[Link, float], villages: list[Village]) -> Iterator[tuple[int, Path]]:
    seats = {v.unit.township[-3:]: node for node, v in enumerate(villages) if v.is_seat}
    for row, (_, _, _, stops) in enumerate(TRUNK_ROADS):
        yield row, shortest(lengths, [seats[stop] for stop in stops])


def _bend(network: Network, places: Coordinates, county: Polygon) -> dict[Link, LineString]:
    """Bend every built link as far as it neither crosses another one nor leaves the county."""
    ground = county.buffer(-_CLEAR_OF_THE_RIM_M)
    courses = {pair: shape_to_lonlat(LineString(places[list(pair)])) for pair in sorted(network.built)}
    for pair in courses:
        for sway in (_SWAY, _SWAY / 2, _SWAY / 4):
            course = _swayed(pair, places, sway)
            if ground.covers(shape_to_plane(course)) and _keeps_apart(pair, course, courses):
                courses[pair] = course
                break
    return courses


def _swayed(pair: Link, places: Coordinates, sway: float) -> LineString:
    """Halve a line again and again, moving each new middle aside by less and less; cut the corners at the end."""
    draw = Chance(f"road/{pair[0]}/{pair[1]}")
    points = [places[pair[0]], places[pair[1]]]
    for _ in range(_HALVINGS):
        halved = [points[0]]
        for start, stop in pairwise(points):
            along = stop - start
            aside = np.array([-along[1], along[0]]) * draw.between(-sway, sway)
            halved += [(start + stop) / 2 + aside, stop]
        points = halved
    points_kept = shapely.get_coordinates(LineString(points).simplify(_TOLERANCE_M))
    return shape_to_lonlat(LineString(points_kept))


def _keeps_apart(pair: Link, course: LineString, courses: dict[Link, LineString]) -> bool:
    """Hold when a course meets the others only in a village they share."""
    for other_pair, other in courses.items():
        if other_pair == pair or not course.intersects(other):
            continue
        shared = set(pair) & set(other_pair)
        meeting = course.intersection(other)
        if not shared or meeting.geom_type != "Point" or not course.boundary.contains(meeting):
            return False
    return course.is_simple


def _trunk_roads(trunks: list[tuple[int, Path]], courses: dict[Link, LineString]) -> Iterator[Road]:
    """Trunk roads own the links they run over; where two share one, the first has it."""
    owned: set[Link] = set()
    for row, path in trunks:
        code, name, road_class, _ = TRUNK_ROADS[row]
        own = [step for step in links_of(path) if step not in owned]
        owned |= set(own)
        if own:
            yield Road(code, name, road_class, None, _joined([courses[step] for step in own]))


def _local_roads(
    trunks: list[tuple[int, Path]], network: Network, courses: dict[Link, LineString], villages: list[Village]
) -> Iterator[Road]:
    """The other links, one road each: streets in the county seat, township roads at a seat, village roads elsewhere."""
    owned = {step for _, path in trunks for step in links_of(path)}
    serials: dict[str, int] = {}
    for pair in sorted(network.built - owned):
        road_class = _class_of([villages[node] for node in pair])
        letter = {"street": "J", "township": "Y", "village": "C"}[road_class]
        serials[letter] = serials.get(letter, 0) + 1
        ends = [_short(villages[node]) for node in pair]
        name = _street_name(serials[letter]) if road_class == "street" else f"{ends[0]}至{ends[1]}公路"
        yield Road(
            f"{letter}{serials[letter]:03d}",
            name,
            road_class,
            villages[pair[0]].unit.township,
            _joined([courses[pair]]),
        )


def _class_of(ends: list[Village]) -> str:
    if all(end.unit.township == COUNTY_SEAT and end.unit.is_residents_committee for end in ends):
        return "street"
    return "township" if any(end.is_seat for end in ends) else "village"


def _short(village: Village) -> str:
    name = village.unit.everyday_name
    if name.endswith("新村"):
        return name
    for ending in ("集镇社区", "社区", "生活区", "村"):
        shorter = name.removesuffix(ending)
        if shorter not in ("", name):
            return shorter
    return name


def _street_name(serial: int) -> str:
    return _STREETS[(serial - 1) % len(_STREETS)]


def _joined(courses: list[LineString]) -> MultiLineString:
    return MultiLineString([shapely.get_coordinates(course) for course in courses])
