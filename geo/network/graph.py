"""Centre lines made into a graph: nodes where lines end or meet, edges between them with their lengths.

Longitude first, degrees, EPSG:4490; metres over the ellipsoid. Lines meet where they share a vertex, to a hundred
millionth of a degree (1 mm); lines that cross without one do not meet, as a bridge does not meet what it crosses.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely import LineString

from geo.earth import MEAN_RADIUS_M, in_space

Doubles = NDArray[np.float64]
Longs = NDArray[np.int64]
Positions = NDArray[np.int32]

_PER_DEGREE = 1e8


@dataclass(frozen=True, eq=False)
class Lines:
    """Centre lines as they came: the vertices of line i stand at `starts[i]:starts[i + 1]`, at least two of them."""

    lonlat: Doubles
    """Vertices of all lines one after another, of shape (n, 2)."""
    starts: Longs

    @classmethod
    def of(cls, lines: list[Doubles]) -> Self:
        """Lines from their vertices, each of shape (k, 2)."""
        starts = np.zeros(len(lines) + 1, np.int64)
        np.cumsum([len(line) for line in lines], out=starts[1:])
        return cls(np.concatenate(lines) if lines else np.empty((0, 2)), starts)

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self.starts) - 1

    @cached_property
    def owners(self) -> Longs:
        """Of each vertex the line it belongs to."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))

    @cached_property
    def steps_m(self) -> Doubles:
        """From each vertex to the next one, metres; 0 at the last vertex of a line."""
        space = in_space(self.lonlat[:, 0], self.lonlat[:, 1])
        chord = np.sum((space[1:] - space[:-1]) ** 2, axis=1)
        steps = np.zeros(len(self.lonlat))
        steps[:-1] = np.sqrt(chord) * (1 + chord / (24 * MEAN_RADIUS_M**2))
        steps[self.starts[1:] - 1] = 0.0
        return steps


@dataclass(frozen=True, eq=False)
class Graph:
    """Nodes and the edges between them; edge i runs along `lines`, vertices `first[i]` to `last[i]`, both included."""

    lines: Lines
    nodes: Doubles
    """Longitude and latitude of each node, of shape (n, 2)."""
    tails: Positions
    heads: Positions
    first: Longs
    last: Longs

    @classmethod
    def of(cls, lines: Lines) -> Self:
        """Make a graph of lines.

        Raises:
            ValueError: a line has fewer than two vertices, or a coordinate is no number.
        """
        if (np.diff(lines.starts) < 2).any():  # noqa: PLR2004 - a line has two ends
            short = int(np.argmax(np.diff(lines.starts) < 2))  # noqa: PLR2004 - the same
            raise ValueError(f"第 {short + 1} 条线不足两个顶点：请核对线形")
        if not np.isfinite(lines.lonlat).all():
            raise ValueError("线的坐标中有不是数的值：请核对线形")
        places, which = _same_places(lines.lonlat)
        is_node = _nodes_among(which, lines, len(places))
        stops = np.flatnonzero(is_node[which])
        same_line = lines.owners[stops[:-1]] == lines.owners[stops[1:]]
        first, last = stops[:-1][same_line], stops[1:][same_line]
        numbers = np.cumsum(is_node) - 1
        tails, heads = numbers[which[first]], numbers[which[last]]
        return cls(lines, places[is_node], tails.astype(np.int32), heads.astype(np.int32), first, last)

    @classmethod
    def of_edges(cls, nodes: ArrayLike, tails: ArrayLike, heads: ArrayLike) -> Self:
        """A graph whose edges are straight lines between nodes given by their places.

        Raises:
            ValueError: an edge names no node.
        """
        places = np.asarray(nodes, np.float64)
        ends = np.stack([np.asarray(tails, np.int64), np.asarray(heads, np.int64)], axis=1)
        if ends.size and not 0 <= ends.min() <= ends.max() < len(places):
            raise ValueError(f"边的端点应在 0 与 {len(places) - 1} 之间，实为 {ends.min()} 至 {ends.max()}")
        lines = Lines(places[ends.ravel()], np.arange(0, 2 * len(ends) + 1, 2))
        begin = lines.starts[:-1]
        return cls(lines, places, ends[:, 0].astype(np.int32), ends[:, 1].astype(np.int32), begin, begin + 1)

    def __len__(self) -> int:
        """How many nodes there are."""
        return len(self.nodes)

    @property
    def edges_count(self) -> int:
        """How many edges there are."""
        return len(self.tails)

    @cached_property
    def line_of(self) -> Longs:
        """Of each edge the line it is a piece of."""
        return self.lines.owners[self.first]

    @cached_property
    def lengths_m(self) -> Doubles:
        """The length of each edge, metres."""
        return self.summed(self.lines.steps_m)

    def summed(self, steps: Doubles) -> Doubles:
        """Of each edge the sum of what each of its steps from vertex to vertex has; `steps` is as `Lines.steps_m`."""
        if not self.edges_count:
            return np.empty(0)
        pairs = np.stack([self.first, self.last], axis=1).ravel()
        return np.asarray(np.add.reduceat(steps, pairs)[::2], np.float64)

    @cached_property
    def components(self) -> Positions:
        """Of each node the number of the part that holds together, whichever way its edges may be used."""
        shape = (len(self), len(self))
        links = coo_array((np.ones(self.edges_count, np.int8), (self.tails, self.heads)), shape=shape)
        _, labels = connected_components(links, directed=False)
        return np.asarray(labels, np.int32)

    @cached_property
    def degrees(self) -> Longs:
        """How many ends of edges meet at each node."""
        ends = np.concatenate([self.tails, self.heads])
        return np.bincount(ends, minlength=len(self))

    def course(self, edge: int) -> Doubles:
        """The vertices of an edge from tail to head, of shape (k, 2)."""
        return self.lines.lonlat[self.first[edge] : self.last[edge] + 1]

    def shape(self, edge: int) -> LineString:
        """An edge as a line."""
        return LineString(self.course(edge))


def _same_places(lonlat: Doubles) -> tuple[Doubles, Longs]:
    """Places without repetition, in the order they first came, and of each vertex which it is."""
    keys = np.rint(lonlat * _PER_DEGREE).astype(np.int64)
    _, first, which = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return lonlat[first[order]], rank[which.ravel()]


def _nodes_among(which: Longs, lines: Lines, places_count: int) -> NDArray[np.bool_]:
    """Whether a place is a node: a line ends there, or passes there a second time."""
    is_node = np.bincount(which, minlength=places_count) > 1
    is_node[which[lines.starts[:-1]]] = True
    is_node[which[lines.starts[1:] - 1]] = True
    return is_node
