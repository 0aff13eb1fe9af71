"""Which villages a road joins: a connected, planar network without coordinates of its own.

Nodes are positions in the list of villages. Lengths in metres in the local plane.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra, minimum_spanning_tree
from scipy.spatial import Delaunay
from shapely import LineString, Polygon

from data.sample.making.chance import Chance
from data.sample.making.plane import Coordinates

_LONGEST_M = 9_500.0
_CLEAR_OF_THE_RIM_M = 60.0
_LOOP_SHARE = 0.14  # the share of the remaining short links that are built too

Node = int
Link = tuple[Node, Node]  # smaller node first
Path = list[Node]


@dataclass(frozen=True)
class Network:
    """Possible links with their lengths, and those of them that are built."""

    lengths: dict[Link, float]
    built: set[Link]


def link(one: Node, other: Node) -> Link:
    """Name a link the same from both ends."""
    return (min(one, other), max(one, other))


def possible_links(places: Coordinates, county: Polygon, is_allowed: Callable[[Link], bool]) -> dict[Link, float]:
    """The links of a Delaunay triangulation that stay inside the county and are allowed, with their lengths."""
    corners = Delaunay(places).simplices
    pairs = sorted({link(int(a), int(b)) for t in corners for a, b in ((t[0], t[1]), (t[1], t[2]), (t[2], t[0]))})
    ground = county.buffer(-_CLEAR_OF_THE_RIM_M)
    lines = [straight(places, pair) for pair in pairs]
    return {
        pair: line.length
        for pair, line in zip(pairs, lines, strict=True)
        if line.length < _LONGEST_M and ground.covers(line) and is_allowed(pair)
    }


def build(lengths: dict[Link, float], trunk: Iterable[Link]) -> Network:
    """Build the trunk roads, the shortest tree that joins every village, and some loops."""
    draw = Chance("loops")
    pieces, _ = connected_components(_matrix(lengths), directed=False)
    if pieces > 1:
        raise ValueError(f"the villages fall into {pieces} groups that no road can join")
    tree = {link(*ends) for ends in np.argwhere(minimum_spanning_tree(_matrix(lengths)).toarray() > 0).tolist()}
    built = tree | set(trunk)
    short = sorted(lengths.values())[len(lengths) // 2]
    loops = {pair for pair, length in sorted(lengths.items()) if length < short and draw.happens(_LOOP_SHARE)}
    return Network(lengths, built | loops)


def shortest(lengths: dict[Link, float], stops: list[Node]) -> Path:
    """The shortest path through the stops in their order."""
    matrix = _matrix(lengths)
    path = stops[:1]
    for start, stop in pairwise(stops):
        _, before = dijkstra(matrix, directed=False, indices=start, return_predecessors=True)
        leg = [stop]
        while leg[-1] != start:
            leg.append(int(before[leg[-1]]))
        path += leg[::-1][1:]
    return path


def links_of(path: Path) -> list[Link]:
    """The links a path runs over."""
    return [link(a, b) for a, b in pairwise(path)]


def straight(places: Coordinates, pair: Link) -> LineString:
    """A link as a straight line."""
    return LineString(places[list(pair)])


def _matrix(lengths: dict[Link, float]) -> csr_array:
    rows, columns = zip(*lengths, strict=True)
    size = max(columns) + 1
    return csr_array((list(lengths.values()), (rows, columns)), shape=(size, size))
