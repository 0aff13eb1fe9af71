"""Ends of lines that stop just short of another line, or a little beyond it, joined to it where that is meant.

Longitude first, degrees, EPSG:4490; tolerances in metres. A join puts the end into the other line as a vertex, which
bends that line by no more than the tolerance; nothing else moves, and every join is told.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from geo.network.graph import Graph, Lines
from geo.network.plane import Plane
from geo.network.ways import Arcs

Doubles = NDArray[np.float64]
Longs = NDArray[np.int64]


@dataclass(frozen=True)
class Gap:
    """A loose end and the line beside it: where (degrees), which lines by position, how far apart in metres."""

    lon: float
    lat: float
    line: int
    other: int
    metres: float


def joined(lines: Lines, tolerance_m: float) -> tuple[Lines, tuple[Gap, ...]]:
    """Join loose ends to the nearest other line within the tolerance; 0 joins nothing.

    Raises:
        ValueError: the lines cannot be made a graph, or the tolerance is negative.
    """
    if not 0 <= tolerance_m < np.inf:
        raise ValueError(f"接合容差 {tolerance_m} 米不能使用：应为不小于 0 的数")
    if tolerance_m == 0 or not len(lines):
        return lines, ()
    graph = Graph.of(lines)
    ends = loose_ends(graph)
    plane = Plane.around(graph.nodes)
    flat = plane.to_plane(lines.lonlat)
    steps = np.flatnonzero(_not_last(lines))
    segments = np.asarray(shapely.linestrings(np.stack([flat[steps], flat[steps + 1]], axis=1)))
    points = np.asarray(shapely.points(plane.to_plane(graph.nodes[ends])))
    who, which = STRtree(segments).query(points, predicate="dwithin", distance=tolerance_m)
    own = graph.line_of[_edge_at(graph, ends)][who]
    other = lines.owners[steps[which]]
    kept = own != other
    who, which, own, other = who[kept], which[kept], own[kept], other[kept]
    apart = np.asarray(shapely.distance(points[who], segments[which]), np.float64)
    order = np.lexsort((which, apart, who))
    _, first = np.unique(who[order], return_index=True)
    chosen = order[first]
    places = graph.nodes[ends[who[chosen]]]
    gaps = tuple(
        Gap(float(lon), float(lat), int(line), int(beside), float(metres))
        for (lon, lat), line, beside, metres in zip(
            places.tolist(), own[chosen], other[chosen], apart[chosen], strict=True
        )
    )
    where = steps[which[chosen]] + 1
    along = np.asarray(shapely.line_locate_point(segments[which[chosen]], points[who[chosen]]), np.float64)
    return _with_vertices(lines, where, along, places), gaps


def gaps(graph: Graph, reaching_m: float, detour: float = 10.0) -> tuple[Gap, ...]:
    """Loose ends beside an edge they do not lead to: the way there is `detour` times the gap or there is none.

    Args:
        graph: the graph, after joins.
        reaching_m: how wide a gap is suspected to be no gap on the ground.
        detour: how many times the gap a way round may be, before the end is suspected.
    """
    ends = loose_ends(graph)
    if not len(ends):
        return ()
    plane = Plane.around(graph.nodes)
    shapes = np.asarray(shapely.linestrings(plane.to_plane(graph.lines.lonlat), indices=graph.lines.owners))
    points = np.asarray(shapely.points(plane.to_plane(graph.nodes[ends])))
    who, which = STRtree(shapes).query(points, predicate="dwithin", distance=reaching_m)
    arcs = Arcs.of(len(graph), graph.tails, graph.heads, graph.lengths_m)
    own = graph.line_of[_edge_at(graph, ends)]
    found: list[Gap] = []
    for end in np.unique(who):
        beside = which[who == end]
        beside = beside[beside != own[end]]
        apart = np.asarray(shapely.distance(points[end], shapes[beside]), np.float64)
        near = _lines_near(graph, arcs, int(ends[end]), reaching_m * (1 + detour))
        for metres, line in sorted(zip(apart.tolist(), beside.tolist(), strict=True)):
            if line not in near:
                lon, lat = graph.nodes[ends[end]].tolist()
                found.append(Gap(lon, lat, int(own[end]), line, metres))
                break
    return tuple(found)


def loose_ends(graph: Graph) -> Longs:
    """The nodes where one edge ends and nothing else begins."""
    return np.flatnonzero(graph.degrees == 1)


def _lines_near(graph: Graph, arcs: Arcs, node: int, metres: float) -> set[int]:
    """The lines that a way of so many metres leads to."""
    costs, _ = arcs.from_nodes([node], [0.0], metres)
    met = np.isfinite(costs[graph.tails]) | np.isfinite(costs[graph.heads])
    return set(graph.line_of[met].tolist())


def _edge_at(graph: Graph, ends: Longs) -> Longs:
    """The one edge that ends at each of these nodes."""
    edge_of = np.empty(len(graph), np.int64)
    edge_of[graph.tails] = np.arange(graph.edges_count)
    edge_of[graph.heads] = np.arange(graph.edges_count)
    return edge_of[ends]


def _not_last(lines: Lines) -> NDArray[np.bool_]:
    begins = np.ones(len(lines.lonlat), bool)
    begins[lines.starts[1:] - 1] = False
    return begins


def _with_vertices(lines: Lines, where: Longs, along: Doubles, places: Doubles) -> Lines:
    """The same lines with vertices put in before those named, in their order along the line."""
    order = np.lexsort((along, where))
    lonlat = np.insert(lines.lonlat, where[order], places[order], axis=0)
    more = np.bincount(lines.owners[where - 1], minlength=len(lines))
    starts = lines.starts.copy()
    starts[1:] += np.cumsum(more)
    return Lines(lonlat, starts)
