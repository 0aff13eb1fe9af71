"""Direction words against where things lie, and number words against their order among the neighbours.

Positions are lon/lat in EPSG:4490 degrees. A county is small: eastings are degrees of longitude shrunk by the cosine of
the latitude, which orders roads rightly; nothing is measured in metres here.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from layers.naming import NameFinding
from layers.naming_rules.rulebook import finding

_OPPOSITE = {"东": "西", "西": "东", "南": "北", "北": "南"}
_HEADING = {"东": (1, 0), "西": (-1, 0), "南": (0, -1), "北": (0, 1)}
_NUMERALS = {char: value for value, char in enumerate("零一二三四五六七八九十")} | {"〇": 0, "两": 2}
_TEN = 10
_NUMBERED = re.compile(r"^(?P<stem>.*?)第?(?P<number>[一二三四五六七八九十]{1,3}|\d{1,3})$")
#: 0 is a road due north, 90 due east; a road that runs within so many degrees of an axis runs along it.
AXIS_DEGREES = 30.0
_LEAST_ORDERED = 2
_LONGEST_SERIES = 30
_EAST_WEST, _NORTH_SOUTH = "东西", "南北"


@dataclass(frozen=True)
class Neighbour:
    """A name near by and where it lies."""

    name: str
    lon: float
    lat: float


def related_names(specific: str, generic: str) -> tuple[str, ...]:
    """Names that a direction or number word speaks of: 人民西路 of 人民东路, the whole series of 经三路."""
    word, stem = specific[-1:], specific[:-1]
    if word in _HEADING and stem and stem[-1:] not in _HEADING:
        return (f"{stem}{_OPPOSITE[word]}{generic}", f"{stem}中{generic}")
    own = _numbered(specific)
    if own is None or not own[0]:
        return ()
    stem, number = own
    others = [each for each in range(1, _LONGEST_SERIES + 1) if each != number]
    return tuple(f"{stem}{ordinal}{numeral(each)}{generic}" for each in others for ordinal in ("", "第"))


def direction_findings(
    specific: str,
    generic: str,
    place: tuple[float, float],
    neighbours: Sequence[Neighbour],
    bearing_degree: float | None = None,
) -> list[NameFinding]:
    """A direction word at the end of the specific term against the counterpart (人民东路 lies east of 人民西路).

    `bearing_degree` is the mean bearing of a road: 纬三路 and 东西大街 run east and west.
    """
    against = _counterpart(specific, generic, place, neighbours)
    along = [] if bearing_degree is None else _axis(specific, bearing_degree)
    return against + along


def _counterpart(
    specific: str, generic: str, place: tuple[float, float], neighbours: Sequence[Neighbour]
) -> list[NameFinding]:
    word, stem = specific[-1:], specific[:-1]
    if word not in _HEADING or not stem or stem[-1:] in _HEADING:
        return []
    names = {f"{stem}{_OPPOSITE[word]}{generic}": word, f"{stem}中{generic}": word}
    found = []
    for other in neighbours:
        if other.name in names and _lies(place, (other.lon, other.lat), word) < 0:
            message = f"“{specific}{generic}”在“{other.name}”的{_OPPOSITE[word]}面，与方位词“{word}”不符"
            part = (len(stem), len(specific))
            remedy = "请核对位置或改用相符的方位词"
            found.append(
                finding("direction", message, remedy, part=part, evidence={"word": word, "beside": other.name})
            )
    return found


def _axis(specific: str, bearing_degree: float) -> list[NameFinding]:
    says = _EAST_WEST if specific.endswith(_EAST_WEST) or re.search(r"纬[一二三四五六七八九十]+$", specific) else ""
    says = says or (
        _NORTH_SOUTH if specific.endswith(_NORTH_SOUTH) or re.search(r"经[一二三四五六七八九十]+$", specific) else ""
    )
    from_north = min(bearing_degree % 180, 180 - bearing_degree % 180)
    runs = _NORTH_SOUTH if from_north <= AXIS_DEGREES else _EAST_WEST if from_north >= 90 - AXIS_DEGREES else ""
    if not says or not runs or says == runs:
        return []
    message = f"名称表示{says}向，道路的平均走向是 {bearing_degree % 180:.0f}°（{runs}向）"
    remedy = "请核对走向或改用相符的词"
    return [
        finding("direction", message, remedy, evidence={"bearing_degree": f"{bearing_degree % 180:.1f}", "says": says})
    ]


def _lies(place: tuple[float, float], other: tuple[float, float], word: str) -> float:
    """How far a place lies from another towards a direction, in degrees of latitude; negative on the other side."""
    east, north = _HEADING[word]
    shrink = math.cos(math.radians(place[1]))
    return (place[0] - other[0]) * shrink * east + (place[1] - other[1]) * north


def town_findings(specific: str, place: tuple[float, float], centre: tuple[float, float]) -> list[NameFinding]:
    """城东, 城西, 城南, 城北 at the head of a specific term against the middle of the built-up area."""
    word = specific[1:2]
    if not specific.startswith("城") or word not in _HEADING or _lies(place, centre, word) >= 0:
        return []
    message = f"“{specific}”在建成区中心的{_OPPOSITE[word]}面，与方位词“{word}”不符"
    told = {"word": word, "beside": "建成区中心"}
    return [finding("direction", message, "请核对位置或改用相符的方位词", part=(1, 2), evidence=told)]


def number_findings(
    specific: str, generic: str, place: tuple[float, float], neighbours: Sequence[Neighbour]
) -> list[NameFinding]:
    """A number word against the roads of the same series: 经三路 lies between 经二路 and 经四路.

    Needs two others of the series; they give the axis. That two bear one number, the look-up of equal names says.
    """
    own = _numbered(specific)
    if own is None:
        return []
    stem, number = own
    series = {
        told[1]: neighbour
        for neighbour in neighbours
        if neighbour.name.endswith(generic)
        and (told := _numbered(neighbour.name[: len(neighbour.name) - len(generic)])) is not None
        and told[0] == stem
        and told[1] != number
    }
    if len(series) < _LEAST_ORDERED:
        return []
    wrong = _out_of_order(number, place, series)
    if wrong is None:
        return []
    expected, beside = wrong
    part = (len(stem), len(specific))
    message = f"“{specific}{generic}”的位置与序数不符：按位置应{expected}“{beside.name}”"
    remedy = "请按位置顺次编排序数，或说明理由"
    return [
        finding("number-order", message, remedy, part=part, evidence={"beside": beside.name, "number": str(number)})
    ]


def _out_of_order(
    number: int, place: tuple[float, float], series: dict[int, Neighbour]
) -> tuple[str, Neighbour] | None:
    """The neighbour on whose wrong side a place lies along the series' axis."""
    first, last = series[min(series)], series[max(series)]
    shrink = math.cos(math.radians(place[1]))
    axis = ((last.lon - first.lon) * shrink, last.lat - first.lat)
    if axis == (0.0, 0.0):
        return None

    def along(lon: float, lat: float) -> float:
        return (lon - first.lon) * shrink * axis[0] + (lat - first.lat) * axis[1]

    here = along(*place)
    for other, neighbour in sorted(series.items()):
        there = along(neighbour.lon, neighbour.lat)
        if other < number and here <= there:
            return "在前于", neighbour
        if other > number and here >= there:
            return "在后于", neighbour
    return None


def _numbered(specific: str) -> tuple[str, int] | None:
    """Stem and number of a specific term that ends in a number word; 第 belongs to neither."""
    matched = _NUMBERED.match(specific)
    if matched is None:
        return None
    number = number_of(matched["number"])
    return None if number is None else (matched["stem"], number)


def number_of(word: str) -> int | None:
    """A number word up to ninety-nine, or digits: 十二 is 12; None for other words."""
    if word.isdigit():
        return int(word)
    tens, ten, ones = word.partition("十")
    if not ten:
        return _NUMERALS.get(word) if len(word) == 1 else None
    if any(len(part) > 1 or (part and part not in _NUMERALS) for part in (tens, ones)):
        return None
    return (_NUMERALS[tens] if tens else 1) * _TEN + (_NUMERALS[ones] if ones else 0)


def numeral(number: int) -> str:
    """A number from 1 to 99 as a number word: 12 is 十二."""
    tens, ones = divmod(number, _TEN)
    digits = "零一二三四五六七八九"
    ten = "" if tens == 0 else "十" if tens == 1 else f"{digits[tens]}十"
    return ten + (digits[ones] if ones else "")
