"""Exact shortest ways over a graph by Dijkstra's method, from places that stand on its edges.

Costs are whatever the caller adds up, minutes as a rule; infinity closes an edge in one direction.
"""

# ruff: noqa: PLR0917 - a kernel takes its arrays and bounds one by one

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.compiled import THREADS, compiled, in_parts, inlined

Doubles = NDArray[np.float64]
Longs = NDArray[np.int64]
Positions = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Stops:
    """Places on the edges of a graph: which edge, how far along it (0 tail, 1 head), and what leads there costs.

    An edge of -1 is a place that no edge serves; it reaches nothing.
    """

    edges: Positions
    along: Doubles
    lead: Doubles

    @classmethod
    def of(cls, edges: ArrayLike, along: ArrayLike, lead: ArrayLike) -> Self:
        """Stops from their three columns.

        Raises:
            ValueError: a share along an edge is not within 0 to 1, or a cost is negative or no number.
        """
        made = cls(np.asarray(edges, np.int32), np.asarray(along, np.float64), np.asarray(lead, np.float64))
        if not (len(made.edges) == len(made.along) == len(made.lead)):
            raise ValueError(f"三列长度不同：边 {len(made.edges)}、位置 {len(made.along)}、费用 {len(made.lead)}")
        if not ((made.along >= 0) & (made.along <= 1) & (made.lead >= 0)).all():
            raise ValueError("沿边位置应在 0 与 1 之间，接入费用不小于 0：请核对")
        return made

    def __len__(self) -> int:
        """How many places there are."""
        return len(self.edges)


@dataclass(frozen=True, eq=False)
class Arcs:
    """A graph as a search reads it: the arcs that leave node i stand at `starts[i]:starts[i + 1]`."""

    tails: Positions
    heads: Positions
    forward: Doubles
    """What each edge costs from tail to head, and `back` the other way."""
    back: Doubles
    starts: Longs
    targets: Positions
    costs: Doubles
    edges: Positions
    """Of each arc the edge it is, and `onward` whether it leads from tail to head."""
    onward: NDArray[np.bool_]

    @classmethod
    def of(
        cls, nodes_count: int, tails: ArrayLike, heads: ArrayLike, forward: ArrayLike, back: ArrayLike | None = None
    ) -> Self:
        """Arcs of edges with their costs; without `back` an edge costs the same both ways.

        Raises:
            ValueError: a cost is negative or no number; closed is infinity.
        """
        tail, head = np.asarray(tails, np.int32), np.asarray(heads, np.int32)
        there = np.asarray(forward, np.float64)
        again = there if back is None else np.asarray(back, np.float64)
        if not ((there >= 0).all() and (again >= 0).all()):
            raise ValueError("边的费用应为不小于 0 的数；不能通行的写作无穷大")
        starts_at, ends_at = np.concatenate([tail, head]), np.concatenate([head, tail])
        costs, edges = np.concatenate([there, again]), np.tile(np.arange(len(tail), dtype=np.int32), 2)
        kept = np.flatnonzero(np.isfinite(costs))
        order = kept[np.argsort(starts_at[kept], kind="stable")]
        starts = np.zeros(nodes_count + 1, np.int64)
        np.cumsum(np.bincount(starts_at[order], minlength=nodes_count), out=starts[1:])
        onward = order < len(tail)
        return cls(tail, head, there, again, starts, ends_at[order], costs[order], edges[order], onward)

    @property
    def nodes_count(self) -> int:
        """How many nodes there are."""
        return len(self.starts) - 1

    def turned(self) -> "Arcs":
        """The same with every arc the other way round, for a search towards a place."""
        return Arcs.of(self.nodes_count, self.tails, self.heads, self.back, self.forward)

    def leaving(self, stops: Stops) -> tuple[Positions, Doubles]:
        """The nodes first met from each stop and the costs to there, of shape (stops, 2): head, then tail."""
        return self._ends(stops, self.forward, self.back)

    def arriving(self, stops: Stops) -> tuple[Positions, Doubles]:
        """The nodes last passed before each stop and the costs from there, of shape (stops, 2): head, then tail."""
        return self._ends(stops, self.back, self.forward)

    def _ends(self, stops: Stops, to_head: Doubles, to_tail: Doubles) -> tuple[Positions, Doubles]:
        edges = np.maximum(stops.edges, 0)
        if not len(self.tails):
            return np.zeros((len(stops), 2), np.int32), np.full((len(stops), 2), np.inf)
        nodes = np.stack([self.heads[edges], self.tails[edges]], axis=1)
        parts = np.stack([_part(1 - stops.along, to_head[edges]), _part(stops.along, to_tail[edges])], axis=1)
        costs = parts + stops.lead[:, None]
        costs[stops.edges < 0] = np.inf
        return nodes, costs

    def along_one_edge(self, origin: int, origins: Stops, places: Stops) -> tuple[Longs, Doubles]:
        """Which places stand on the edge of an origin, and what it costs to get there without leaving it."""
        edge = origins.edges[origin]
        if edge < 0:
            return np.empty(0, np.int64), np.empty(0)
        there = np.flatnonzero(places.edges == edge)
        apart = places.along[there] - origins.along[origin]
        cost = np.where(apart >= 0, _part(apart, self.forward[edge]), _part(-apart, self.back[edge]))
        return there, cost + origins.lead[origin] + places.lead[there]

    def from_nodes(self, nodes: ArrayLike, costs: ArrayLike, limit: float = np.inf) -> tuple[Doubles, Positions]:
        """What every node costs from some nodes that begin with costs; infinity where nothing leads within the limit.

        Returns:
            Costs of shape (nodes,), and of each node the arc by which it is reached best, -1 where it begins or is
            not reached.
        """
        found, by = np.full(self.nodes_count, np.inf), np.full(self.nodes_count, -1, np.int32)
        room = _room(self)
        seeds, begin = np.asarray(nodes, np.int32), np.asarray(costs, np.float64)
        touched = np.empty(self.nodes_count, np.int32)
        _search(self.starts, self.targets, self.costs, seeds, begin, limit, found, by, touched, *room)
        return found, by

    def table(self, origins: Stops, places: Stops, limit: float = np.inf) -> Doubles:
        """What each place costs from each origin, of shape (origins, places); infinity beyond the limit."""
        found = np.full((len(origins), len(places)), np.inf)
        seeds, begin = self.leaving(origins)
        nodes, rest = self.arriving(places)
        graph = (self.starts, self.targets, self.costs)
        in_parts(
            len(origins),
            lambda start, stop: _table(*graph, seeds, begin, nodes, rest, limit, start, stop, found, *_room(self)),
            smallest=max(1, len(origins) // THREADS),
        )
        for origin in range(len(origins)):
            there, cost = self.along_one_edge(origin, origins, places)
            found[origin, there] = np.minimum(found[origin, there], np.where(cost <= limit, cost, np.inf))
        return found


def _part(share: Doubles, cost: Doubles) -> Doubles:
    """A share of a cost; no share of a closed edge costs nothing."""
    return np.where(share > 0, np.multiply(share, cost, where=share > 0, out=np.zeros(np.shape(share))), 0.0)


def _room(arcs: Arcs) -> tuple[Doubles, Positions]:
    """What is still to be looked at: as much as can ever wait at once."""
    size = len(arcs.targets) + 4
    return np.empty(size), np.empty(size, np.int32)


@inlined
def _push(keys: Doubles, nodes: Positions, size: int, key: float, node: int) -> int:
    place = size
    while place > 0:
        above = (place - 1) >> 2
        if keys[above] <= key:
            break
        keys[place], nodes[place] = keys[above], nodes[above]
        place = above
    keys[place], nodes[place] = key, node
    return size + 1


@inlined
def _drop_first(keys: Doubles, nodes: Positions, size: int) -> int:
    """Take the least away; four below each, so that the heap is flat."""
    size -= 1
    key, node = keys[size], nodes[size]
    place = 0
    while True:
        child = 4 * place + 1
        if child >= size:
            break
        least = child
        for other in range(child + 1, min(child + 4, size)):
            if keys[other] < keys[least]:
                least = other
        if keys[least] >= key:
            break
        keys[place], nodes[place] = keys[least], nodes[least]
        place = least
    keys[place], nodes[place] = key, node
    return size


@inlined
def _spread(
    starts: Longs,
    targets: Positions,
    costs: Doubles,
    seeds: Positions,
    begin: Doubles,
    limit: float,
    found: Doubles,
    by: Positions,
    touched: Positions,
    keys: Doubles,
    waiting: Positions,
) -> int:
    size, count = 0, 0
    for seed in range(len(seeds)):
        node = seeds[seed]
        if begin[seed] <= limit and begin[seed] < found[node]:
            if found[node] == np.inf:
                touched[count] = node
                count += 1
            found[node] = begin[seed]
            size = _push(keys, waiting, size, begin[seed], node)
    while size > 0:
        cost, node = keys[0], waiting[0]
        size = _drop_first(keys, waiting, size)
        if cost > found[node]:
            continue
        for arc in range(starts[node], starts[node + 1]):
            there, whole = targets[arc], cost + costs[arc]
            if whole < found[there] and whole <= limit:
                if found[there] == np.inf:
                    touched[count] = there
                    count += 1
                found[there] = whole
                if len(by):
                    by[there] = arc
                size = _push(keys, waiting, size, whole, there)
    return count


@compiled
def _search(
    starts: Longs,
    targets: Positions,
    costs: Doubles,
    seeds: Positions,
    begin: Doubles,
    limit: float,
    found: Doubles,
    by: Positions,
    touched: Positions,
    keys: Doubles,
    waiting: Positions,
) -> None:
    _spread(starts, targets, costs, seeds, begin, limit, found, by, touched, keys, waiting)


@compiled
def _table(
    starts: Longs,
    targets: Positions,
    costs: Doubles,
    seeds: Positions,
    begin: Doubles,
    nodes: Positions,
    rest: Doubles,
    limit: float,
    start: int,
    stop: int,
    table: Doubles,
    keys: Doubles,
    waiting: Positions,
) -> None:
    found = np.full(len(starts) - 1, np.inf)
    touched = np.empty(len(starts) - 1, np.int32)
    by = np.empty(0, np.int32)
    for origin in range(start, stop):
        count = _spread(starts, targets, costs, seeds[origin], begin[origin], limit, found, by, touched, keys, waiting)
        for place in range(len(nodes)):
            whole = min(found[nodes[place, 0]] + rest[place, 0], found[nodes[place, 1]] + rest[place, 1])
            if whole <= limit:
                table[origin, place] = whole
        for each in range(count):
            found[touched[each]] = np.inf
