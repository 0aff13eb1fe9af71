"""The ground that is reached from a place within a time, as polygons: the roads reached and what lies beside them.

Longitude first, degrees, EPSG:4490. A road is left anywhere on foot, for what is left of the time and no farther than a
place may stand from a road; hence whatever is told to be reached lies in the area.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.network.graph import Graph
from geo.network.plane import Plane
from geo.network.ways import Arcs, Stops

Doubles = NDArray[np.float64]
Longs = NDArray[np.int64]

# Roads are cut into pieces no longer than this; what is left of the time is that of the nearer end.
_PIECE_M = 100.0
# Widths are told in so many steps, always the wider one.
_WIDTH_STEP_M = 25.0


@dataclass(frozen=True)
class Beside:
    """How far from a road the ground counts as reached: no farther than `most_m`, at `minutes_per_m` on foot."""

    most_m: float
    minutes_per_m: float


@dataclass(frozen=True, eq=False)
class ServiceArea:
    """What is reached: the ground as polygons in degrees, and the length of road in it, metres."""

    ground: BaseGeometry
    roads_m: float


def service_area(graph: Graph, arcs: Arcs, origin: Stops, minutes: float, beside: Beside) -> ServiceArea:
    """The ground reached from one place within a time.

    Args:
        graph: the roads.
        arcs: the same with their costs in minutes.
        origin: one place on an edge.
        minutes: the time.
        beside: how far from a road the ground is reached.

    Raises:
        ValueError: there is not exactly one origin.
    """
    if len(origin) != 1:
        raise ValueError(f"服务范围只能从一个地点算起，给出了 {len(origin)} 个")
    seeds, begin = arcs.leaving(origin)
    costs, _ = arcs.from_nodes(seeds[0], begin[0], minutes)
    pieces, left = _pieces(graph, arcs, origin, costs, minutes)
    plane = Plane.around(graph.nodes)
    if not len(pieces):
        return ServiceArea(shapely.MultiPolygon(), 0.0)
    widths = np.minimum(beside.most_m, left / beside.minutes_per_m)
    steps = np.maximum(1, np.ceil(widths / _WIDTH_STEP_M)).astype(np.int64)
    flat = plane.to_plane(pieces.reshape(-1, 2)).reshape(-1, 2, 2)
    shapes = np.asarray(shapely.linestrings(flat))
    buffered = [
        shapely.buffer(shapely.union_all(shapes[steps == step]), float(step) * _WIDTH_STEP_M, quad_segs=4)
        for step in np.unique(steps)
    ]
    ground = shapely.simplify(shapely.union_all(buffered), 2.0)
    lengths = float(np.hypot(*(flat[:, 1] - flat[:, 0]).T).sum())
    return ServiceArea(plane.shape_to_lonlat(ground), lengths)


def _pieces(graph: Graph, arcs: Arcs, origin: Stops, costs: Doubles, minutes: float) -> tuple[Doubles, Doubles]:
    """The pieces of road that are reached, and how much of the time is left at their nearer end."""
    met = np.isfinite(costs[graph.tails]) | np.isfinite(costs[graph.heads])
    own = int(origin.edges[0])
    if own >= 0:
        met[own] = True
    edges = np.flatnonzero(met)
    if own < 0 or not len(edges):
        return np.empty((0, 2, 2)), np.empty(0)
    lonlat, edge_of, share = _cut(graph, edges)
    onward = costs[graph.tails[edge_of]] + _times(share, arcs.forward[edge_of])
    back = costs[graph.heads[edge_of]] + _times(1 - share, arcs.back[edge_of])
    cost = np.minimum(onward, back)
    here = edge_of == own
    apart = share[here] - origin.along[0]
    straight = np.where(
        apart >= 0, _times(apart, arcs.forward[edge_of[here]]), _times(-apart, arcs.back[edge_of[here]])
    )
    cost[here] = np.minimum(cost[here], straight + origin.lead[0])
    same = edge_of[:-1] == edge_of[1:]
    nearer = np.minimum(cost[:-1], cost[1:])
    # The stop itself lies within a piece of its own edge.
    around = same & here[:-1] & (share[:-1] <= origin.along[0]) & (share[1:] >= origin.along[0])
    nearer[around] = np.minimum(nearer[around], origin.lead[0])
    kept = np.flatnonzero(same & (nearer <= minutes))
    ends = np.stack([lonlat[kept], lonlat[kept + 1]], axis=1)
    return _trimmed(ends, cost[kept], cost[kept + 1], minutes), minutes - nearer[kept]


def _trimmed(ends: Doubles, first: Doubles, second: Doubles, minutes: float) -> Doubles:
    """Pieces that the time ends in, up to where it ends."""
    trimmed = ends.copy()
    for near, far, costs in ((0, 1, (first, second)), (1, 0, (second, first))):
        over = (costs[0] <= minutes) & (costs[1] > minutes) & np.isfinite(costs[1])
        reached = (minutes - costs[0][over]) / (costs[1][over] - costs[0][over])
        trimmed[over, far] = ends[over, near] + reached[:, None] * (ends[over, far] - ends[over, near])
    return trimmed


def _cut(graph: Graph, edges: Longs) -> tuple[Doubles, Longs, Doubles]:
    """Vertices along edges no farther apart than a piece: where, on which edge, at which share of it."""
    places, owners, shares = [], [], []
    for edge in edges.tolist():
        first, last = int(graph.first[edge]), int(graph.last[edge])
        course, steps = graph.lines.lonlat[first : last + 1], graph.lines.steps_m[first:last]
        at = np.concatenate([[0.0], np.cumsum(steps)])
        whole = at[-1] if at[-1] > 0 else 1.0
        more = np.linspace(0.0, at[-1], int(np.ceil(at[-1] / _PIECE_M)) + 1)
        along = np.unique(np.concatenate([at, more]))
        places.append(np.stack([np.interp(along, at, course[:, axis]) for axis in (0, 1)], axis=1))
        owners.append(np.full(len(along), edge))
        shares.append(np.clip(along / whole, 0.0, 1.0))
    return np.concatenate(places), np.concatenate(owners), np.concatenate(shares)


def _times(share: Doubles, cost: Doubles) -> Doubles:
    """A share of a cost; no share of a closed edge costs nothing."""
    return np.where(share > 0, np.multiply(share, cost, where=share > 0, out=np.zeros_like(share)), 0.0)
