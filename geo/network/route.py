"""The best way between two places on a graph: what it costs, how long it is, and where it runs.

Longitude first, degrees, EPSG:4490; metres over the ellipsoid.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from shapely import LineString

from geo.network.graph import Graph, Lines
from geo.network.ways import Arcs, Stops

Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Route:
    """A way: its cost, how long it is on the roads, over which edges it leads, and its course from place to place."""

    cost: float
    road_m: float
    edges: tuple[int, ...]
    course: LineString


@dataclass(frozen=True)
class _Leg:
    """A stretch of an edge, by shares of it."""

    edge: int
    start: float
    stop: float


def best_route(graph: Graph, arcs: Arcs, stops: Stops, places: Doubles) -> Route | None:
    """The best way from the first of two places to the second; None when there is none.

    Args:
        graph: the roads.
        arcs: the same with their costs.
        stops: where the two places stand on them.
        places: the places themselves, degrees, of shape (2, 2).
    """
    here, there = (Stops(stops.edges[i : i + 1], stops.along[i : i + 1], stops.lead[i : i + 1]) for i in (0, 1))
    seeds, begin = arcs.leaving(here)
    costs, by = arcs.from_nodes(seeds[0], begin[0])
    nodes, rest = arcs.arriving(there)
    whole = costs[nodes[0]] + rest[0]
    first, last = int(here.edges[0]), int(there.edges[0])
    _, direct = arcs.along_one_edge(0, here, there)
    if len(direct) and direct[0] <= whole.min():
        return _told(graph, float(direct[0]), [_Leg(first, float(here.along[0]), float(there.along[0]))], places)
    best = int(np.argmin(whole))
    if first < 0 or last < 0 or not np.isfinite(whole[best]):
        return None
    passed, node = _back(arcs, by, int(nodes[0][best]))
    begun = min((0, 1), key=lambda end: (seeds[0][end] != node, begin[0][end]))
    legs = [_Leg(first, float(here.along[0]), _share(begun))]
    legs += [_Leg(edge, 0.0, 1.0) if onward else _Leg(edge, 1.0, 0.0) for edge, onward in passed]
    legs.append(_Leg(last, _share(best), float(there.along[0])))
    return _told(graph, float(whole[best]), legs, places)


def _share(end: int) -> float:
    """Ends are told head first."""
    return 1.0 if end == 0 else 0.0


def _back(arcs: Arcs, by: NDArray[np.int32], node: int) -> tuple[list[tuple[int, bool]], int]:
    """The edges that led to a node, first to last, whether each was taken onward; and the node they began at."""
    found: list[tuple[int, bool]] = []
    while by[node] >= 0:
        arc = int(by[node])
        edge, onward = int(arcs.edges[arc]), bool(arcs.onward[arc])
        found.append((edge, onward))
        node = int(arcs.tails[edge] if onward else arcs.heads[edge])
    return found[::-1], node


def _told(graph: Graph, cost: float, legs: list[_Leg], places: Doubles) -> Route:
    courses = [_course(graph, leg) for leg in legs]
    road_m = float(Lines.of(courses).steps_m.sum())
    course = np.concatenate([places[:1], *courses, places[1:]])
    kept = course[np.append(True, np.any(np.diff(course, axis=0) != 0, axis=1))]
    edges = tuple(dict.fromkeys(leg.edge for leg in legs if leg.start != leg.stop))
    return Route(cost, road_m, edges, LineString(kept if len(kept) > 1 else course[:2]))


def _course(graph: Graph, leg: _Leg) -> Doubles:
    """The vertices of a stretch, at least two."""
    vertices = graph.course(leg.edge)
    steps = graph.lines.steps_m[graph.first[leg.edge] : graph.last[leg.edge]]
    at = np.concatenate([[0.0], np.cumsum(steps)])
    low, high = sorted((leg.start * at[-1], leg.stop * at[-1]))
    along = np.concatenate([[low], at[(at > low) & (at < high)], [high]])
    points = np.stack([np.interp(along, at, vertices[:, axis]) for axis in (0, 1)], axis=1)
    return np.asarray(points if leg.start <= leg.stop else points[::-1], np.float64)
