"""The county's roads as a network: the ways of the register or of a map handed in, the links it adds, and their speeds.

What was made ready is kept by the stamp of what it was made of, so that the second question waits for nothing; a change
of roads, links, maps or speeds has another stamp. Minutes are of the whole way, at the terms' speeds.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data import road_terms
from data.acting import acting
from data.elevation import unpack
from data.features import Asked, find, holds
from data.road_terms import KeptLink, KeptMap
from data.seen import seen
from data.shelf import Shelf
from data.way_maps import Course, WayMap
from geo.heights import Heights
from geo.network.graph import Graph
from geo.network.joining import Gap, joined
from geo.network.roads import Roads
from geo.network.service_area import Beside
from geo.network.slope import walked_steps_m
from layers.refusal import Refusal
from layers.roads import Road, RoadClass, RoadGrade
from layers.travel import AgeBand, TravelMode
from layers.travel_terms import ACCESS, TermKind, Terms
from layers.ways import WayClass, plain_way, way_class

Doubles = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Whose pace is meant where nobody says: those for whom most of these services are.
USUAL_AGE = AgeBand.SEVENTIES
_CLASSES = tuple(WayClass)
_LINK = "link/"

_BUILT: Shelf["Built"] = Shelf(4)
_MAPS: Shelf[WayMap] = Shelf(2)
_HEIGHTS: Shelf[Heights] = Shelf(1)
_REGISTERS: Shelf[WayMap] = Shelf(8)
_PACED: Shelf[Roads] = Shelf(12)


@dataclass(frozen=True, eq=False)
class Built:
    """A network before anybody's speed: `walked` is metres on the flat of each edge, along it and back."""

    stamp: str
    ways: WayMap
    graph: Graph
    joins: tuple[Gap, ...]
    walked: tuple[Doubles, Doubles]
    fragment_share: float
    has_heights: bool

    @cached_property
    def part_lengths_m(self) -> Doubles:
        """The length of each part that holds together."""
        lengths = np.bincount(self.graph.components[self.graph.tails], weights=self.graph.lengths_m)
        return np.asarray(lengths, np.float64)

    @cached_property
    def in_fragment(self) -> Flags:
        """Of each edge whether it belongs to a part too short to be anybody's network."""
        lengths = self.part_lengths_m
        short = lengths < self.fragment_share * lengths.sum()
        return np.asarray(short[self.graph.components[self.graph.tails]], bool)


@dataclass(frozen=True, eq=False)
class Network:
    """The roads of a day for a mode and a pace, with what is said beside every figure made of them."""

    built: Built
    roads: Roads
    mode: TravelMode
    because: str


def network(
    session: Session,
    mode: TravelMode,
    as_of: dt.date,
    *,
    age: AgeBand | None = None,
    recorded_at: dt.datetime | None = None,
    speed_share: float = 1.0,
) -> Network:
    """The roads of a day, as the actor may see them, at the county's speeds.

    Args:
        session: a reading transaction.
        mode: on foot or by vehicle.
        as_of: the day whose roads are meant.
        age: whose pace on foot; None for people in their seventies.
        recorded_at: as the register knew it at a moment; None for now.
        speed_share: how many times as fast as the county says, for cases.

    Raises:
        Refusal: there are no roads, or the mode needs none.
    """
    if mode is TravelMode.STRAIGHT:
        raise Refusal("直线距离不用路网", "它不沿道路", "请改选步行或乘车")
    terms = road_terms.terms(session, recorded_at)
    made, where = build(session, as_of, terms=terms, recorded_at=recorded_at)
    paced = terms if speed_share == 1.0 else terms.faster(speed_share)
    years = age or USUAL_AGE
    key = (made.stamp, _stamp_of(paced), mode, years)
    roads = _PACED.of(key, lambda: _paced(made, paced, mode, years))
    pace = _walking_words(made, paced, years) if mode is TravelMode.WALK else _driving_words(paced)
    said = f"{mode.label}时间：{where}，{_size(made)}；{pace}"
    return Network(made, roads, mode, said if speed_share == 1.0 else f"{said}；速度按 {speed_share:g} 倍")


def roads_of(ways: WayMap, mode: TravelMode, age: AgeBand | None = None) -> Roads:
    """The roads that ways of a file make, at the speeds that ship; no register is asked."""
    terms = road_terms.shipped_terms()
    return _paced(build_of(ways, terms), terms, mode, age or USUAL_AGE)


def build(
    session: Session, as_of: dt.date, *, terms: Terms | None = None, recorded_at: dt.datetime | None = None
) -> tuple[Built, str]:
    """The network of a day before anybody's speed, and in words where its ways come from.

    Raises:
        Refusal: the register has no roads on that day and no map was handed in.
    """
    told = terms or road_terms.terms(session, recorded_at)
    standing = road_terms.maps(session, recorded_at)
    ways_map = next((each for each in standing if each.kind == "ways"), None)
    heights_map = next((each for each in standing if each.kind == "heights"), None)
    if ways_map is not None:
        number = ways_map.number
        ways = _MAPS.of(ways_map.hash, lambda: WayMap.unpack(road_terms.body_of(session, number)))
        where = f"道路数据“{ways_map.title}”"
    else:
        ways, where = _register_ways(session, as_of, recorded_at), f"登记库 {as_of} 的道路图层"
    added = road_terms.links(session, recorded_at)
    if not len(ways) and not added:
        raise Refusal("没有可用的路网", f"{where}没有道路", "请登记道路，或用 cairn roads import 导入道路数据")
    if added:
        ways, where = ways.with_more(_of_links(added)), f"{where}和县里补画的 {len(added)} 条路段"
    if heights_map is None:
        return build_of(ways, told), where
    return build_of(ways, told, heights_map.hash, lambda: _heights(session, heights_map)), where


def build_of(
    ways: WayMap, terms: Terms, heights_stamp: str = "", heights: Callable[[], Heights | None] = lambda: None
) -> Built:
    """The network that ways make, over the ground of some heights."""
    join_m, fragment_share = (terms.need(TermKind.GRAPH, name) for name in ("join_m", "fragment_share"))
    parts = (ways.stamp, heights_stamp, str(join_m), str(fragment_share))
    stamp = sha256("|".join(parts).encode()).hexdigest()[:12]
    return _BUILT.of(stamp, lambda: _built(stamp, ways, heights(), join_m, fragment_share))


def ground(session: Session, recorded_at: dt.datetime | None = None) -> Heights | None:
    """The heights that were handed in last and stand; None where none were."""
    kept = next((each for each in road_terms.maps(session, recorded_at) if each.kind == "heights"), None)
    return None if kept is None else _heights(session, kept)


def _heights(session: Session, kept: KeptMap) -> Heights:
    return _HEIGHTS.of(kept.hash, lambda: unpack(road_terms.body_of(session, kept.number)))


def _built(stamp: str, ways: WayMap, heights: Heights | None, join_m: float, fragment_share: float) -> Built:
    lines, joins = joined(ways.lines, join_m)
    graph = Graph.of(lines)
    onward, back = walked_steps_m(lines, heights)
    walked = graph.summed(onward), graph.summed(back)
    return Built(stamp, ways, graph, joins, walked, fragment_share, heights is not None)


def _paced(made: Built, terms: Terms, mode: TravelMode, age: AgeBand) -> Roads:
    forward, back = _walking(made, terms, age) if mode is TravelMode.WALK else _driving(made, terms)
    # Whoever goes to a road goes on foot: what nobody may walk is entered at its junctions only.
    serves = (made.ways.columns["walked"][made.graph.line_of] > 0) & ~made.in_fragment
    lead = terms.pace(age) * 60 if mode is TravelMode.WALK else terms.need(TermKind.DRIVE, ACCESS) * 1000 / 60
    return Roads(made.graph, forward, back, serves, Beside(terms.need(TermKind.GRAPH, "access_m"), 1 / lead))


def _walking(made: Built, terms: Terms, age: AgeBand) -> tuple[Doubles, Doubles]:
    """Minutes on foot; one-way streets are walked both ways."""
    is_open = made.ways.columns["walked"][made.graph.line_of].astype(bool)
    pace = terms.pace(age) * 60
    there, again = (np.where(is_open, metres / pace, np.inf) for metres in made.walked)
    return there, again


def _driving(made: Built, terms: Terms) -> tuple[Doubles, Doubles]:
    """Minutes by vehicle: a road's own speed, else that of its class, never above what is posted."""
    ways = made.ways
    by_class = np.array([terms.of(TermKind.DRIVE, each.value) or 0.0 for each in _CLASSES])
    speed = by_class[ways.columns["classes"]]
    posted = ways.columns["fastest"].astype(np.float64)
    speed = np.where(posted > 0, np.minimum(speed, posted), speed)
    own = terms.road_speeds
    if own:
        speed = np.array([own.get(code, kmh) for code, kmh in zip(ways.codes, speed.tolist(), strict=True)])
    speed = np.where(ways.columns["driven"] > 0, speed, 0.0)[made.graph.line_of]
    minutes = np.divide(made.graph.lengths_m * 0.06, speed, out=np.full(len(speed), np.inf), where=speed > 0)
    one_way = ways.columns["one_way"][made.graph.line_of]
    return np.where(one_way < 0, np.inf, minutes), np.where(one_way > 0, np.inf, minutes)


def _register_ways(session: Session, as_of: dt.date, recorded_at: dt.datetime | None) -> WayMap:
    """The register's roads; read anew only when something has changed."""
    view = seen(session, Road.layer.id, recorded_at, for_figures=True)
    rows = view.rows.c
    chosen = select(func.count(), func.max(func.lower(rows.recorded))).where(holds(rows.valid, as_of))
    count, newest = session.execute(chosen).one()
    where = session.connection().engine.url.database
    stamp = f"{where}|{as_of}|{recorded_at}|{acting(session).profile}|{count}|{newest}"
    return _REGISTERS.of(stamp, lambda: _read_register(session, as_of, recorded_at))


def _read_register(session: Session, as_of: dt.date, recorded_at: dt.datetime | None) -> WayMap:
    asked = Asked(Road.layer.id, as_of, recorded_at, for_figures=True)
    found = find(session, asked, "code", "name", "road_class", "grade", "geom")
    return WayMap.of(course for row in found for course in _courses(row))


def _courses(row: Any) -> list[Course]:  # noqa: ANN401 - a row
    """The parts of a registered road."""
    grade = None if row.grade is None else RoadGrade.of(row.grade)
    way = plain_way(way_class(RoadClass.of(row.road_class), grade))
    parts = shapely.get_parts(shapely.from_wkb(bytes(row.geom)))
    return [Course(shapely.get_coordinates(part), way, row.name, row.code) for part in parts]


def _of_links(added: list[KeptLink]) -> WayMap:
    return WayMap.of(
        Course(
            np.array(kept.link.course), plain_way(kept.link.way_class, int(kept.link.is_one_way)), kept.link.name,
            f"{_LINK}{kept.number}",
        )
        for kept in added
    )  # fmt: skip


def _stamp_of(terms: Terms) -> str:
    told = sorted((kind.value, subject, term.value) for (kind, subject), term in terms.by_subject.items())
    return sha256(repr(told).encode()).hexdigest()[:12]


def _size(made: Built) -> str:
    """How large the network is, and which."""
    return f"{made.ways.roads_count} 条 {made.graph.lengths_m.sum() / 1000:,.0f} km，路网 {made.stamp}"


def _walking_words(made: Built, terms: Terms, age: AgeBand) -> str:
    slope = "计坡度（Tobler 1993）" if made.has_heights else "不计坡度（未导入高程）"
    return f"{age.label}步速 {terms.pace(age):g} m/s，{slope}"


def _driving_words(terms: Terms) -> str:
    lead = terms.need(TermKind.DRIVE, ACCESS)
    return f"各类道路的车速约定 {_stamp_of(terms)}，从地点到路边 {lead:g} km/h"
