"""House numbers along a road, whatever the direction in which it was digitised. Lengths are metres.

First the road is turned to the end where numbers begin; then everything is told from there: how far a door is along the
road, on which hand it lies, and so its number. Places are lon/lat in EPSG:4490.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

from geo.along import Course, NotOneLine, Place, Side
from layers.addresses import AddressStatus, RoadSide
from layers.numbering_schemes import Compass, Counting, OneSided, Scheme
from layers.refusal import Refusal
from layers.rules import Finding, Severity
from layers.vocabulary import Vocabulary

#: Farther from the road than this, a door is asked about.
FAR_FROM_THE_ROAD_M = 100.0
#: A way between the ends shorter than this share of the length says nothing of the road's direction.
_STRAIGHT_ENOUGH = 0.2
_RIGHT_ANGLE = 90.0
_NUMBERS_TO_A_GAP = 500
_HANDS = {Side.LEFT: RoadSide.LEFT, Side.RIGHT: RoadSide.RIGHT}


class RoadForm(Vocabulary):
    """What decides where numbers begin."""

    THROUGH = "through", "两端相通"
    DEAD_END = "dead_end", "尽端路（巷）"
    RADIAL = "radial", "自中心放射"


class Axis(Vocabulary):
    """The direction a road counts as."""

    EAST_WEST = "east_west", "东西向"
    NORTH_SOUTH = "north_south", "南北向"


@dataclass(frozen=True)
class Door:
    """A door, or a plot of empty land whose number is kept in reserve; `key` is the caller's name for it."""

    key: str
    place: Point
    is_empty: bool = False


@dataclass(frozen=True)
class Wish:
    """What of a road the scheme does not know, or shall not decide.

    `origin` is the mouth of a dead end or the centre of radial streets. `start` and `odd` go before the scheme.
    """

    form: RoadForm = RoadForm.THROUGH
    origin: Point | None = None
    start: Compass | None = None
    odd: Compass | None = None
    one_sided: bool = False


@dataclass(frozen=True)
class Oriented:
    """A road turned to where its numbers begin; `because` says why there, for the clerk."""

    course: Course
    axis: Axis
    odd: RoadSide
    because: str


@dataclass(frozen=True)
class Numbered:
    """A number and where it belongs; `key` is None where the scheme reserves it for empty land of itself."""

    key: str | None
    number: int
    status: AddressStatus
    side: RoadSide
    chainage_m: float
    offset_m: float
    place: Point


@dataclass(frozen=True)
class Plan:
    """The numbers of a road, and what a clerk should look at; `unnumbered` are the keys of doors without one."""

    oriented: Oriented
    numbers: tuple[Numbered, ...]
    findings: tuple[Finding, ...] = ()
    unnumbered: tuple[str, ...] = field(default=())


def orient(road: BaseGeometry, scheme: Scheme, wish: Wish) -> Oriented:
    """Turn a road to where its numbers begin, and say which hand is odd.

    Raises:
        Refusal: the road is no one line, is a ring, or the scheme leaves open what nobody has said.
    """
    try:
        course = Course.of(road)
    except NotOneLine as fault:
        raise Refusal("这条道路不能编号", str(fault), "请改正道路图形，或分段编号") from fault
    if course.is_ring:
        raise Refusal("环形道路没有起点", "首尾相接的线分不出哪一端先编", "请在起点处断开，或分段编号")
    axis = axis_of(course, float(scheme.threshold))
    if course.straightness < _STRAIGHT_ENOUGH and wish.form is RoadForm.THROUGH and wish.start is None:
        raise Refusal("道路首尾相近，看不出总体走向", "起点与方位都由走向决定", "请指定起点方位（start）")
    turned, because = _from_the_start(course, axis, scheme, wish)
    return Oriented(turned, axis, _odd_hand(turned, axis, scheme, wish), because)


def axis_of(course: Course, threshold_degree: float) -> Axis:
    """The direction a road counts as by its mean bearing: up to the threshold off east and west, it is that."""
    off_east = abs((course.azimuth_degree % 180) - _RIGHT_ANGLE)
    # Rounded, so that the bearing there and the bearing back give the same word.
    return Axis.EAST_WEST if round(off_east, 6) <= threshold_degree else Axis.NORTH_SOUTH


def number_doors(road: BaseGeometry, doors: Sequence[Door], scheme: Scheme, wish: Wish) -> Plan:
    """Number all doors of a road anew.

    Raises:
        Refusal: as `orient` says.
    """
    oriented = orient(road, scheme, wish)
    spots = oriented.course.locate(np.array([[door.place.x, door.place.y] for door in doors]).reshape(-1, 2))
    findings = [finding for door, spot in zip(doors, spots, strict=True) for finding in _doubts(door, spot)]
    numbers: list[Numbered] = []
    for hand in (RoadSide.LEFT, RoadSide.RIGHT):
        own = [pair for pair in zip(doors, spots, strict=True) if _HANDS.get(pair[1].side) is hand]
        own.sort(key=lambda pair: (round(pair[1].chainage_m, 3), round(pair[1].offset_m, 3), pair[0].key))
        numbers += _one_side(oriented, own, hand, scheme, wish)
    if wish.one_sided and len({each.side for each in numbers}) > 1:
        raise Refusal("这不是单侧道路", "两侧都有房屋", "请去掉“单侧”，或只选一侧的房屋")
    nowhere = tuple(door.key for door, spot in zip(doors, spots, strict=True) if spot.side is Side.ON)
    ordered = sorted(numbers, key=lambda each: (each.number, each.chainage_m))
    return Plan(oriented, tuple(ordered), tuple(findings), nowhere)


def first_number(oriented: Oriented, hand: RoadSide, scheme: Scheme, wish: Wish) -> tuple[int, int]:
    """The first number of a side, and what each next one is greater by."""
    if wish.one_sided and scheme.one_sided is OneSided.CONSECUTIVE:
        return 1, max(scheme.step // 2, 1)
    return (1 if hand is oriented.odd else 2), scheme.step


def number_at(chainage_m: float, first: int, scheme: Scheme) -> int:
    """The number of a place by its distance from the start, of the parity of `first`."""
    metres = math.floor(chainage_m / float(scheme.unit_m or 1) + 0.5)
    fitting = metres if metres % 2 == first % 2 else metres + 1
    return max(fitting, first)


def _one_side(
    oriented: Oriented, own: Sequence[tuple[Door, Place]], hand: RoadSide, scheme: Scheme, wish: Wish
) -> list[Numbered]:
    first, step = first_number(oriented, hand, scheme, wish)
    numbers: list[Numbered] = []
    following, before_m = first, 0.0
    for door, spot in own:
        if scheme.counts is Counting.DISTANCE:
            following = max(number_at(spot.chainage_m, first, scheme), following)
        else:
            kept = _reserved(oriented, hand, (before_m, spot), (following, step), scheme)
            numbers += kept
            following += step * len(kept)
        status = AddressStatus.RESERVED if door.is_empty else AddressStatus.IN_USE
        numbers.append(Numbered(door.key, following, status, hand, spot.chainage_m, spot.offset_m, door.place))
        following, before_m = following + step, spot.chainage_m
    return numbers


def _reserved(
    oriented: Oriented, hand: RoadSide, gap: tuple[float, Place], serial: tuple[int, int], scheme: Scheme
) -> list[Numbered]:
    """The numbers kept for the empty land before a door: one for each spacing that the gap holds beyond its own."""
    if scheme.spacing_m is None:
        return []
    (before_m, spot), (number, step) = gap, serial
    wide_m = spot.chainage_m - before_m
    many = min(max(int(wide_m / float(scheme.spacing_m)), 1) - 1, _NUMBERS_TO_A_GAP)
    aside_m = spot.offset_m if hand is RoadSide.RIGHT else -spot.offset_m
    stations = [before_m + wide_m * (place + 1) / (many + 1) for place in range(many)]
    return [
        Numbered(
            None,
            number + step * place,
            AddressStatus.RESERVED,
            hand,
            station,
            spot.offset_m,
            oriented.course.at(station, aside_m),
        )
        for place, station in enumerate(stations)
    ]


def _doubts(door: Door, spot: Place) -> list[Finding]:
    if spot.side is Side.ON:
        return [Finding(f"“{door.key}”落在道路中心线上，分不出左右，没有编号：请核对位置", "place", door.place)]
    if spot.offset_m > FAR_FROM_THE_ROAD_M:
        words = f"“{door.key}”离道路 {spot.offset_m:.0f} m：请核对它是否属于这条路"
        return [Finding(words, "place", LineString([door.place, spot.foot]), Severity.WARNING)]
    return []


def _from_the_start(course: Course, axis: Axis, scheme: Scheme, wish: Wish) -> tuple[Course, str]:
    if wish.start is not None:
        return _from_the(wish.start, course), f"按指定自{wish.start.label}端起编"
    if wish.form is not RoadForm.THROUGH:
        return _from_the_origin(course, wish)
    start = scheme.east_west_from if axis is Axis.EAST_WEST else scheme.north_south_from
    if start is None:
        raise Refusal(
            f"方案“{scheme.title}”没有规定{axis.label}道路从哪一端起编", "原文未载明", "请指定起点方位（start）"
        )
    return _from_the(start, course), f"{axis.label}道路自{start.label}端起编"


def _from_the(start: Compass, course: Course) -> Course:
    """The course from the end that lies farthest in a direction."""
    angle = math.radians(start.azimuth_degree)
    first, last = course.to_plane(np.array([[end.x, end.y] for end in course.ends]))
    towards = np.array([math.sin(angle), math.cos(angle)])
    return course if float((first - last) @ towards) > 0 else course.turned()


def _from_the_origin(course: Course, wish: Wish) -> tuple[Course, str]:
    what = "巷口" if wish.form is RoadForm.DEAD_END else "中心"
    if wish.origin is None:
        raise Refusal(f"没有给出{what}的位置", f"{wish.form.label}自{what}一端起编", f"请给出{what}的位置（origin）")
    ends = course.to_plane(np.array([[end.x, end.y] for end in (*course.ends, wish.origin)]))
    first, last = np.hypot(*(ends[:2] - ends[2]).T)
    return (course if first <= last else course.turned()), f"{wish.form.label}自{what}一端起编"


def _odd_hand(turned: Course, axis: Axis, scheme: Scheme, wish: Wish) -> RoadSide:
    if wish.odd is None and wish.form is RoadForm.DEAD_END and scheme.dead_end_odd is not None:
        return scheme.dead_end_odd
    odd = wish.odd or (scheme.east_west_odd if axis is Axis.EAST_WEST else scheme.north_south_odd)
    if odd is None:
        raise Refusal(
            f"方案“{scheme.title}”没有规定{axis.label}道路的单号在哪一侧", "原文未载明", "请指定单号一侧（odd）"
        )
    to_the_right = turned.azimuth_degree + _RIGHT_ANGLE
    between = abs((odd.azimuth_degree - to_the_right + 180) % 360 - 180)
    return RoadSide.RIGHT if between <= _RIGHT_ANGLE else RoadSide.LEFT
