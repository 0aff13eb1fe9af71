"""Exact tables of costs between many places: every node has a ladder of ever greater separators, and ways meet on it.

Customizable contraction without witness searches, after Dibbelt, Strasser and Wagner (2016), "Customizable contraction
hierarchies", on an order of nested dissection: nodes are eliminated one by one, and what passed through a node is kept
as an arc between those above it. From a place only the separators above it are looked at, some hundreds in a county.
The cost between two places is the least over the separators above both, hence a sum over edges like any other way.
"""

# ruff: noqa: PLR0917 - a kernel takes its arrays and bounds one by one

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from geo.compiled import THREADS, compiled, in_parts
from geo.network.dissection import ranks
from geo.network.ways import Arcs, Stops

Doubles = NDArray[np.float64]
Longs = NDArray[np.int64]
Positions = NDArray[np.int32]

# A graph that lies in a plane needs some tens of arcs a node; one that fills in more is no road network.
_MOST_ARCS_PER_NODE, _MOST_ARCS_MORE = 120, 100_000
_MOST_TRIANGLES = 4e9


class TooFull(ValueError):
    """The graph does not lie in a plane: its elimination fills in more than is worth keeping."""


@dataclass(frozen=True, eq=False)
class Ladders:
    """A graph made ready for tables; nodes are counted by rank. Build it once for given costs, ask from any thread."""

    arcs: Arcs
    ranks: Positions
    starts: Longs
    above: Positions
    """The nodes above each node, lowest first, at `starts[i]:starts[i + 1]`."""
    rise: Doubles
    """What leads from a node to one above it costs, and `fall` from there."""
    fall: Doubles
    depths: Positions
    """How many nodes stand on the ladder above a node."""

    @classmethod
    def of(cls, lonlat: Doubles, arcs: Arcs) -> Self:
        """Make a graph ready.

        Args:
            lonlat: places of the nodes, degrees, of shape (n, 2).
            arcs: its edges with their costs.

        Raises:
            TooFull: the graph does not lie in a plane, even roughly.
        """
        count = arcs.nodes_count
        neighbours = Arcs.of(count, arcs.tails, arcs.heads, np.zeros(len(arcs.tails)))
        order = ranks(lonlat, neighbours.starts, neighbours.targets)
        low, high, rise, fall = _edges_by_rank(arcs, order)
        starts = np.zeros(count + 1, np.int64)
        np.cumsum(np.bincount(low, minlength=count), out=starts[1:])
        filled, above = np.zeros(count + 1, np.int64), np.empty(_MOST_ARCS_PER_NODE * count + _MOST_ARCS_MORE, np.int32)
        if not _fill_in(starts, high, filled, above, _MOST_TRIANGLES):
            raise TooFull(f"这张图有 {count} 个节点，不近似平面图：请逐点搜索")
        kept = above[: filled[-1]].copy()
        up, down = np.full(len(kept), np.inf), np.full(len(kept), np.inf)
        _enter(low, high, rise, fall, filled, kept, up, down)
        _eliminate(filled, kept, *_turned(filled, kept), up, down)
        depths = np.zeros(count, np.int32)
        _count_depths(filled, kept, depths)
        return cls(arcs, order, filled, kept, up, down, depths)

    def table(self, origins: Stops, places: Stops, limit: float = np.inf) -> Doubles:
        """What each place costs from each origin, of shape (origins, places); infinity beyond the limit."""
        found = np.full((len(origins), len(places)), np.inf)
        here = self._climbed(*self.arcs.leaving(origins), self.rise)
        there = self._climbed(*self.arcs.arriving(places), self.fall)
        in_parts(
            len(origins),
            lambda start, stop: _meet(*here, *there, limit, start, stop, found),
            smallest=max(1, len(origins) // THREADS),
        )
        for origin in range(len(origins)):
            at, cost = self.arcs.along_one_edge(origin, origins, places)
            found[origin, at] = np.minimum(found[origin, at], np.where(cost <= limit, cost, np.inf))
        return found

    def _climbed(self, nodes: Positions, costs: Doubles, along: Doubles) -> tuple[Longs, Positions, Doubles]:
        """The ladder of each stop from the top down, and what each rung costs from there or to there."""
        seeds = self.ranks[nodes] if len(self.ranks) else nodes
        lowest = seeds.min(axis=1)
        starts = np.zeros(len(lowest) + 1, np.int64)
        if len(self.depths):
            np.cumsum(self.depths[lowest].astype(np.int64) + 1, out=starts[1:])
        rungs, found = np.empty(starts[-1], np.int32), np.empty(starts[-1])
        if not len(self.depths):
            return starts, rungs, found
        graph = (self.starts, self.above, along)

        def climb(start: int, stop: int) -> None:
            _climb(*graph, seeds, costs, start, stop, starts, rungs, found)

        in_parts(len(lowest), climb, smallest=64)
        return starts, rungs, found


def _edges_by_rank(arcs: Arcs, order: Positions) -> tuple[Positions, Positions, Doubles, Doubles]:
    """Edges as pairs of a lower and a higher node, sorted; what they cost upwards and downwards. Loops are left out."""
    one, other = order[arcs.tails], order[arcs.heads]
    turned = one > other
    low, high = np.where(turned, other, one), np.where(turned, one, other)
    rise, fall = np.where(turned, arcs.back, arcs.forward), np.where(turned, arcs.forward, arcs.back)
    sorting = np.lexsort((high, low))
    kept = sorting[low[sorting] != high[sorting]]
    return low[kept], high[kept], rise[kept], fall[kept]


def _turned(starts: Longs, above: Positions) -> tuple[Longs, Positions, Longs]:
    """Of each node those below it, and where the arc between them stands."""
    count = len(starts) - 1
    below = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(above, minlength=count), out=below[1:])
    order = np.argsort(above, kind="stable")
    return below, np.repeat(np.arange(count, dtype=np.int32), np.diff(starts))[order], order


@compiled
def _fill_in(starts: Longs, high: Positions, filled: Longs, above: Positions, most: float) -> bool:
    """Who stands above whom once everybody lower is gone (symbolic elimination); False when that is too much."""
    count = len(starts) - 1
    mark = np.full(count, -1, np.int32)
    first_child, next_child = np.full(count, -1, np.int32), np.full(count, -1, np.int32)
    size, triangles = 0, 0.0
    for node in range(count):
        begin = size
        mark[node] = node
        size = _take_in(high[starts[node] : starts[node + 1]], node, mark, above, size)
        child = first_child[node]
        while child >= 0 and size >= 0:
            size = _take_in(above[filled[child] : filled[child + 1]], node, mark, above, size)
            child = next_child[child]
        triangles += float(size - begin) * (size - begin)
        if size < 0 or triangles > most:
            return False
        above[begin:size].sort()
        filled[node + 1] = size
        if size > begin:
            parent = above[begin]
            next_child[node] = first_child[parent]
            first_child[parent] = node
    return True


@compiled
def _take_in(them: Positions, node: int, mark: Positions, above: Positions, size: int) -> int:
    """Write down who is not there yet; how many there are then, -1 when there is no room."""
    for there in them:
        if mark[there] != node:
            if size >= len(above):
                return -1
            mark[there] = node
            above[size] = there
            size += 1
    return size


@compiled
def _enter(
    low: Positions,
    high: Positions,
    rise: Doubles,
    fall: Doubles,
    starts: Longs,
    above: Positions,
    up: Doubles,
    down: Doubles,
) -> None:
    for edge in range(len(low)):
        begin, end = starts[low[edge]], starts[low[edge] + 1]
        arc = begin + np.searchsorted(above[begin:end], high[edge])
        up[arc], down[arc] = min(up[arc], rise[edge]), min(down[arc], fall[edge])


@compiled
def _eliminate(
    starts: Longs,
    above: Positions,
    below_starts: Longs,
    below: Positions,
    below_arcs: Longs,
    up: Doubles,
    down: Doubles,
) -> None:
    """Give each arc the least of itself and of every way through nodes below both of its ends."""
    count = len(starts) - 1
    place = np.zeros(count, np.int64)
    for node in range(count):
        for arc in range(starts[node], starts[node + 1]):
            place[above[arc]] = arc
        for each in range(below_starts[node], below_starts[node + 1]):
            lower, leg = below[each], below_arcs[each]
            from_node, to_node = down[leg], up[leg]
            for other in range(leg + 1, starts[lower + 1]):
                arc = place[above[other]]
                up[arc] = min(up[arc], from_node + up[other])
                down[arc] = min(down[arc], down[other] + to_node)


@compiled
def _count_depths(starts: Longs, above: Positions, depths: Positions) -> None:
    for node in range(len(starts) - 2, -1, -1):
        if starts[node + 1] > starts[node]:
            depths[node] = depths[above[starts[node]]] + 1


@compiled
def _climb(
    starts: Longs,
    above: Positions,
    along: Doubles,
    seeds: Positions,
    costs: Doubles,
    start: int,
    stop: int,
    rung_starts: Longs,
    rungs: Positions,
    found: Doubles,
) -> None:
    cost = np.full(len(starts) - 1, np.inf)
    for place in range(start, stop):
        lowest = min(seeds[place, 0], seeds[place, 1])
        for seed in range(2):
            cost[seeds[place, seed]] = min(cost[seeds[place, seed]], costs[place, seed])
        node, rung = lowest, rung_starts[place + 1] - 1
        while True:
            here = cost[node]
            rungs[rung], found[rung] = node, here
            cost[node] = np.inf
            rung -= 1
            if starts[node] == starts[node + 1]:
                break
            for arc in range(starts[node], starts[node + 1]):
                there = above[arc]
                cost[there] = min(cost[there], here + along[arc])
            node = above[starts[node]]


@compiled
def _meet(
    here_starts: Longs,
    here: Positions,
    leaving: Doubles,
    there_starts: Longs,
    there: Positions,
    arriving: Doubles,
    limit: float,
    start: int,
    stop: int,
    table: Doubles,
) -> None:
    for origin in range(start, stop):
        first = here_starts[origin]
        length = here_starts[origin + 1] - first
        for place in range(len(there_starts) - 1):
            other = there_starts[place]
            # Two ladders are one from the top down to where they part.
            low, high = 0, min(length, there_starts[place + 1] - other)
            while low < high:
                middle = (low + high) // 2
                if here[first + middle] == there[other + middle]:
                    low = middle + 1
                else:
                    high = middle
            least = np.inf
            for rung in range(low):
                whole = leaving[first + rung] + arriving[other + rung]
                least = min(least, whole)
            if least <= limit:
                table[origin, place] = least
