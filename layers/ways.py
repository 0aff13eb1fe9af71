"""The classes of ways by which speed is told, from the register's roads and from OpenStreetMap's tags."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from layers.refusal import Refusal
from layers.roads import RoadClass, RoadGrade
from layers.vocabulary import Vocabulary


class WayClass(Vocabulary):
    """What a way is to whoever travels; highways by their technical grade (JTG B01)."""

    EXPRESSWAY = "expressway", "高速公路"
    FIRST = "first", "一级公路"
    SECOND = "second", "二级公路"
    THIRD = "third", "三级公路"
    FOURTH = "fourth", "四级公路"
    UNGRADED = "ungraded", "等外公路"
    STREET = "street", "城镇道路"
    LANE = "lane", "内部道路"
    TRACK = "track", "机耕路"
    FOOTPATH = "footpath", "人行道、小路"

    @property
    def is_walked(self) -> bool:
        """Whether people on foot may use it (道路交通安全法 Art. 67 keeps them off expressways)."""
        return self is not WayClass.EXPRESSWAY

    @property
    def is_driven(self) -> bool:
        """Whether vehicles may."""
        return self is not WayClass.FOOTPATH


_BY_CLASS = {
    RoadClass.NATIONAL: WayClass.SECOND,
    RoadClass.PROVINCIAL: WayClass.SECOND,
    RoadClass.COUNTY: WayClass.THIRD,
    RoadClass.TOWNSHIP: WayClass.FOURTH,
    RoadClass.VILLAGE: WayClass.UNGRADED,
    RoadClass.STREET: WayClass.STREET,
}


def way_class(road_class: RoadClass, grade: RoadGrade | None) -> WayClass:
    """The class of a registered road: its technical grade, or what its administrative class is as a rule."""
    if road_class is not RoadClass.STREET and grade is not None:
        return WayClass.of(grade.value)
    return _BY_CLASS[road_class]


@dataclass(frozen=True)
class Way:
    """What is known of one way beside its course; `one_way` is 1 along it, −1 against it, 0 both."""

    way_class: WayClass
    one_way: int = 0
    walked: bool = True
    driven: bool = True
    fastest_kmh: float = 0.0
    """The posted limit; 0 where none is known."""
    apart: bool = False
    """Whether it runs above or below the ground."""


def plain_way(kind: WayClass, one_way: int = 0) -> Way:
    """A way of which nothing but its class is known."""
    return Way(kind, one_way, kind.is_walked, kind.is_driven)


@dataclass(frozen=True)
class OsmTable:
    """Which `highway` is of which class, and which of them nobody walks."""

    classes: Mapping[str, WayClass]
    closed_on_foot: frozenset[str]

    def way(self, tags: Mapping[str, str]) -> Way | None:
        """What the tags of a way say; None when it is no way for us, or is closed to everybody."""
        highway = tags.get("highway", "")
        kind = self.classes.get(highway)
        if kind is None or tags.get("area") == "yes":
            return None
        driven = kind.is_driven and _may(tags, "motor_vehicle", "vehicle", "access")
        walked = kind.is_walked and highway not in self.closed_on_foot and _may(tags, "foot", "access")
        if not (driven or walked):
            return None
        apart = any(tags.get(key, "no") != "no" for key in ("bridge", "tunnel")) or tags.get("layer", "0") != "0"
        return Way(kind, _one_way(tags, highway), walked, driven, _limit_kmh(tags.get("maxspeed", "")), apart)


_MILE_KM, _ABSURD_KMH = 1.609344, 300.0
_CLOSED = ("no", "private", "military", "agricultural", "forestry")


def _may(tags: Mapping[str, str], *keys: str) -> bool:
    """The most particular key decides."""
    told = next((tags[key] for key in keys if key in tags), "yes")
    return told not in _CLOSED


def _one_way(tags: Mapping[str, str], highway: str) -> int:
    told = tags.get("oneway", "")
    if told in ("-1", "reverse"):
        return -1
    if told in ("yes", "1", "true"):
        return 1
    implied = highway == "motorway" or tags.get("junction") in ("roundabout", "circular")
    return 1 if implied and told not in ("no", "0", "false") else 0


def _limit_kmh(told: str) -> float:
    """A posted limit in kilometres an hour; what is no plain number is not known."""
    number, _, unit = told.strip().partition(" ")
    try:
        value = float(number)
    except ValueError:
        return 0.0
    if not 0 < value < _ABSURD_KMH:
        return 0.0
    return value * _MILE_KM if unit == "mph" else value if unit in ("", "km/h") else 0.0


def read_osm_table(text: str, name: str) -> OsmTable:
    """The table of OpenStreetMap's values.

    Raises:
        Refusal: the file does not follow its format; says where.
    """
    try:
        told = tomllib.loads(text)
        classes = {str(highway): WayClass.of(str(kind)) for highway, kind in told["highway"].items()}
        return OsmTable(classes, frozenset(map(str, told["links"]["closed_on_foot"])))
    except (tomllib.TOMLDecodeError, KeyError, AttributeError, TypeError) as fault:
        known = "、".join(WayClass.labels())
        raise Refusal(f"{name} 不能读取", f"{fault!r}", f"每个 highway 值对应一个道路类别：{known}") from fault
