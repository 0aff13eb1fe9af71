"""Where signs should stand, which stand there, which are missing: for a road and for the villages of a township.

At every crossing a road is named on both of its sides: for whoever turns into it ahead, and for whoever turns into it
behind, each time at the right-hand kerb of that stretch. Where it begins or ends one sign is enough. Lengths are
metres, places lon/lat in EPSG:4490.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from shapely import Point

from geo.along import Course
from layers.name_signs import SignColour, SignCondition
from layers.numbering import Axis, axis_of
from layers.vocabulary import Vocabulary

#: A sign so near to where one is wanted is that one.
NEAR_M = 40.0
#: Crossings nearer to each other than this are one.
_ONE_CROSSING_M = 12.0
#: How far behind the crossing a sign stands, and how far beside the middle of the road beyond half its width.
_BEHIND_M, _KERB_M, _HALF_WIDTH_M = 12.0, 1.5, 6.0
#: A board within so much of a village is the village's.
OF_THE_VILLAGE_M = 800.0


class SignState(Vocabulary):
    """What of a wanted sign there is."""

    STANDING = "standing", "已设"
    REPLACE = "replace", "须更换"
    MISSING = "missing", "缺失"


@dataclass(frozen=True)
class Crossing:
    """Where another road meets this one."""

    place: Point
    roads: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """A sign that stands, as the inventory knows it."""

    code: str
    name: str
    place: Point
    condition: SignCondition
    colour: SignColour | None = None


@dataclass(frozen=True)
class WantedSign:
    """A place where a sign should stand; `bearing` is the azimuth of its face, `sign` the code of the one there."""

    name: str
    where: str
    place: Point
    bearing_degree: float | None
    colour: SignColour | None
    state: SignState
    sign: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class SignPlan:
    """All wanted signs, and the codes of those that stand where none is wanted."""

    signs: tuple[WantedSign, ...]
    others: tuple[str, ...]

    def count(self, state: SignState) -> int:
        """How many of a state."""
        return sum(sign.state is state for sign in self.signs)


@dataclass(frozen=True)
class Named:
    """A road as its signs name it: its width where known, the colours of streets east–west and north–south."""

    name: str
    width_m: float | None
    colours: tuple[SignColour, SignColour]
    threshold_degree: float = 45.0


def road_plan(
    courses: Sequence[Course], crossings: Sequence[Crossing], standing: Sequence[Standing], road: Named
) -> SignPlan:
    """The signs of a road; its `courses` are its parts, each one line."""
    wanted = [spot for course in courses for spot in _spots(course, crossings, road)]
    return _matched(wanted, standing, NEAR_M)


def village_plan(villages: Sequence[tuple[str, Point]], standing: Sequence[Standing]) -> SignPlan:
    """One board for every village of a township."""
    wanted = [WantedSign(name, f"{name}村口", place, None, None, SignState.MISSING) for name, place in villages]
    return _matched(wanted, standing, OF_THE_VILLAGE_M)


def _spots(course: Course, crossings: Sequence[Crossing], road: Named) -> list[WantedSign]:
    """Where signs belong along one part, from its first vertex to its last."""
    axis = axis_of(course, road.threshold_degree)
    colour = road.colours[0] if axis is Axis.EAST_WEST else road.colours[1]
    aside_m = (road.width_m / 2 if road.width_m else _HALF_WIDTH_M) + _KERB_M
    length_m, found = course.length_m, []
    for chainage_m, roads in _met(course, crossings):
        where = f"与{'、'.join(roads)}相交处" if roads else "起讫处"
        ahead, behind = chainage_m + _BEHIND_M, chainage_m - _BEHIND_M
        # Whoever goes on with the line keeps to its right, whoever goes against it to its left.
        sides = [
            *([(ahead, aside_m, "前方一侧")] if ahead < length_m else []),
            *([(behind, -aside_m, "后方一侧")] if behind > 0 else []),
        ]
        for station_m, offset_m, side in sides:
            face = round((course.azimuth_at(station_m) + 90) % 360, 1)
            place = course.at(station_m, offset_m)
            found.append(WantedSign(road.name, f"{where}{side}", place, face, colour, SignState.MISSING))
    return found


def _met(course: Course, crossings: Sequence[Crossing]) -> list[tuple[float, tuple[str, ...]]]:
    """The chainages where signs belong: the crossings, those nearly at one place as one, and both ends."""
    spots = np.array([[crossing.place.x, crossing.place.y] for crossing in crossings]).reshape(-1, 2)
    places = course.locate(spots)
    on_it = [
        (place.chainage_m, crossing.roads)
        for place, crossing in zip(places, crossings, strict=True)
        if place.offset_m < _ONE_CROSSING_M
    ]
    ends: list[tuple[float, tuple[str, ...]]] = [] if course.is_ring else [(0.0, ()), (course.length_m, ())]
    merged: list[tuple[float, tuple[str, ...]]] = []
    for chainage_m, roads in sorted([*on_it, *ends], key=lambda met: met[0]):
        if merged and chainage_m - merged[-1][0] < _ONE_CROSSING_M:
            before, names = merged[-1]
            merged[-1] = (before, tuple(dict.fromkeys([*names, *roads])))
        else:
            merged.append((chainage_m, roads))
    return merged


def _matched(wanted: Sequence[WantedSign], standing: Sequence[Standing], near_m: float) -> SignPlan:
    """Give each standing sign to the wanted place of its name that is nearest, the nearest pairs first."""
    pairs = sorted(
        (_apart_m(want.place, sign.place), place, number)
        for place, want in enumerate(wanted)
        for number, sign in enumerate(standing)
        if _is_of(sign.name, want.name)
    )
    given: dict[int, int] = {}
    for apart_m, place, number in pairs:
        if apart_m <= near_m and place not in given and number not in given.values():
            given[place] = number
    signs = tuple(_with(want, standing[given[place]]) if place in given else want for place, want in enumerate(wanted))
    others = [sign.code for number, sign in enumerate(standing) if number not in given.values()]
    return SignPlan(signs, tuple(others))


def _with(want: WantedSign, sign: Standing) -> WantedSign:
    wrong = want.colour is not None and sign.colour is not None and sign.colour is not want.colour
    note = f"底色为{sign.colour.label}，应为{want.colour.label}" if wrong and sign.colour and want.colour else None
    state = SignState.STANDING if sign.condition.serves else SignState.REPLACE
    return WantedSign(
        want.name, want.where, want.place, want.bearing_degree, want.colour, state, sign.code,
        note or (None if sign.condition.serves else sign.condition.label),
    )  # fmt: skip


def _is_of(sign: str, name: str) -> bool:
    """Whether a sign names this place; a village's committee and the village bear one name."""
    return core(sign) == core(name)


def core(name: str) -> str:
    """A village's name without the word for its committee: 友爱村民委员会, 友爱村 and 友爱社区 are one village's."""
    for ending in ("村民委员会", "居民委员会", "村委会", "居委会", "社区", "村"):
        if name.endswith(ending) and len(name) > len(ending):
            return name.removesuffix(ending)
    return name


def _apart_m(one: Point, other: Point) -> float:
    """Near enough over some hundred metres: degrees turned to metres at this latitude."""
    north = (one.y - other.y) * 110_900.0
    east = (one.x - other.x) * 111_320.0 * float(np.cos(np.radians(one.y)))
    return float(np.hypot(east, north))
