"""What the county's roads are as a network, and what does not connect: parts, gaps, crossings, places off the road."""

import datetime as dt
from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from data import road_terms
from data.features import Asked, find
from data.reading import point_of
from data.road_network import Built, build, build_of, network
from data.shelf import Shelf
from data.way_maps import WayMap
from geo.network.crossings import crossings
from geo.network.joining import gaps
from geo.network.snapping import Snapper
from layers.atlas import layer_class
from layers.road_faults import FaultKind, RoadFault, RoadPart, RoadReport
from layers.travel import TravelMode
from layers.travel_terms import TermKind, Terms
from layers.ways import WayClass

#: Whose places should be reached: people, and what serves them.
PLACES = ("settlements", "nursing_homes", "community_care", "meal_points", "rescue_points", "cemeteries")
_MOST_NAMED = 3
_FAR_M = 200_000.0
_REPORTS: Shelf[tuple[RoadFault, ...]] = Shelf(4)


def report(session: Session, as_of: dt.date) -> RoadReport:
    """The network of a day, as the actor may see it, with everything that does not connect.

    Raises:
        Refusal: there are no roads.
    """
    terms = road_terms.terms(session)
    made, where = build(session, as_of, terms=terms)
    return _told(made, where, (*_line_faults(made, terms), *_unserved(session, as_of)))


def report_of_ways(ways: WayMap, where: str) -> RoadReport:
    """The network that ways of a file make, by the terms that ship; no register is asked."""
    terms = road_terms.shipped_terms()
    made = build_of(ways, terms)
    return _told(made, where, _line_faults(made, terms))


def _line_faults(made: Built, terms: Terms) -> tuple[RoadFault, ...]:
    gap_m = terms.need(TermKind.GRAPH, "gap_m")
    return _REPORTS.of((made.stamp, gap_m), lambda: tuple(_faults(made, gap_m)))


def _told(made: Built, where: str, faults: tuple[RoadFault, ...]) -> RoadReport:
    order = list(FaultKind)
    classes = made.ways.columns["classes"][made.graph.line_of]
    km = np.bincount(classes, weights=made.graph.lengths_m, minlength=len(WayClass)) / 1000
    return RoadReport(
        where=where,
        stamp=made.stamp,
        ways=made.ways.roads_count,
        nodes=len(made.graph),
        edges=made.graph.edges_count,
        length_km=float(made.graph.lengths_m.sum() / 1000),
        km_by_class=tuple((each.value, float(km[place])) for place, each in enumerate(WayClass) if km[place] > 0),
        parts=tuple(_parts(made)),
        faults=tuple(sorted(faults, key=lambda fault: (order.index(fault.kind), _weight(fault), fault.lon, fault.lat))),
    )


def _weight(fault: RoadFault) -> float:
    """What is worst comes first: long parts, far places, narrow gaps."""
    return fault.metres if fault.kind in (FaultKind.GAP, FaultKind.JOINED) else -fault.metres


def _parts(made: Built) -> Iterator[RoadPart]:
    """The parts of the network, the longest first."""
    graph, lengths = made.graph, made.part_lengths_m
    nodes = np.bincount(graph.components, minlength=len(lengths))
    of_edge = graph.components[graph.tails]
    for part in np.argsort(-lengths, kind="stable"):
        edges = np.flatnonzero(of_edge == part)
        lon, lat = _middle(made, int(edges[np.argmax(graph.lengths_m[edges])]))
        yield RoadPart(int(nodes[part]), float(lengths[part] / 1000), not bool(made.in_fragment[edges[0]]), lon, lat)


def _middle(made: Built, edge: int) -> tuple[float, float]:
    middle = shapely.line_interpolate_point(made.graph.shape(edge), 0.5, normalized=True)
    return float(shapely.get_x(middle)), float(shapely.get_y(middle))


def _faults(made: Built, gap_m: float) -> Iterator[RoadFault]:
    """What is amiss with the lines themselves."""
    ways, parts = made.ways, list(_parts(made))
    of_edge = made.graph.components[made.graph.tails]
    order = np.argsort(-made.part_lengths_m, kind="stable")
    for rank, part in list(zip(order, parts, strict=True))[1:]:
        named = _names(made, np.flatnonzero(of_edge == rank))
        served = "" if part.is_served else "，太短，不作为地点接入之处"
        message = f"{'、'.join(named)}与其余道路不连通，共 {part.length_km:.2f} km{served}"
        yield RoadFault(FaultKind.PART, message, part.lon, part.lat, part.length_km * 1000, named)
    for gap in gaps(made.graph, gap_m):
        named = (ways.called(gap.line), ways.called(gap.other))
        message = f"{named[0]}的断头距{named[1]} {gap.metres:.1f} m，两者不通或绕行很远"
        yield RoadFault(FaultKind.GAP, message, gap.lon, gap.lat, gap.metres, named)
    for join in made.joins:
        named = (ways.called(join.line), ways.called(join.other))
        message = f"{named[0]}的断头距{named[1]} {join.metres:.2f} m，按容差视为相接"
        yield RoadFault(FaultKind.JOINED, message, join.lon, join.lat, join.metres, named)
    for lon, lat, one, other in crossings(made.graph.lines, ways.columns["apart"] > 0):
        named = (ways.called(one), ways.called(other))
        yield RoadFault(FaultKind.CROSSING, f"{named[0]}与{named[1]}相交而无共用顶点", lon, lat, 0.0, named)


def _names(made: Built, edges: NDArray[np.int64]) -> tuple[str, ...]:
    lines = dict.fromkeys(made.graph.line_of[edges].tolist())
    names = tuple(dict.fromkeys(made.ways.called(line) for line in lines))
    return (
        names
        if len(names) <= _MOST_NAMED
        else (*names[: _MOST_NAMED - 1], f"{names[_MOST_NAMED - 1]}等 {len(names)} 条")
    )


def _unserved(session: Session, as_of: dt.date) -> Iterator[RoadFault]:
    """The places of the register that no road serves on foot, and how far the nearest one is."""
    roads = network(session, TravelMode.WALK, as_of).roads
    anywhere = Snapper(roads.graph, np.flatnonzero(roads.serves))
    for layer_id in PLACES:
        layer = layer_class(layer_id).layer
        rows = find(session, Asked(layer_id, as_of), layer.identified_by, layer.named_by, "geom")
        placed = [(row, place) for row in rows if (place := point_of(row))[0] is not None]
        if not placed:
            continue
        lonlat = np.array([place for _, place in placed], np.float64)
        missed = np.flatnonzero(roads.snapped((lonlat[:, 0], lonlat[:, 1])).edges < 0)
        far = anywhere.snap(lonlat[missed], _FAR_M).offsets_m
        for missing, metres in zip(missed.tolist(), far.tolist(), strict=True):
            name = getattr(placed[missing][0], layer.named_by)
            told = f"最近的道路在 {metres:,.0f} m 外" if np.isfinite(metres) else "附近没有道路"
            message = f"{layer.title}“{name}”未接入路网：{told}"
            lon, lat = lonlat[missing].tolist()
            yield RoadFault(FaultKind.UNSERVED, message, lon, lat, metres if np.isfinite(metres) else _FAR_M)
