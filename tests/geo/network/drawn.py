"""Graphs for the tests of roads: drawn by hand, and at random in a plane."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import Delaunay

from geo.network.graph import Graph
from geo.network.ways import Arcs, Stops

Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Town:
    """A random network of streets, some of them one-way, some closed."""

    graph: Graph
    arcs: Arcs

    @classmethod
    def at_random(cls, seed: int, nodes: int = 150) -> "Town":
        """Streets of a Delaunay triangulation with costs that have nothing to do with their lengths."""
        draw = np.random.default_rng(seed)
        places = np.stack([113 + draw.random(nodes) / 10, 29 + draw.random(nodes) / 10], axis=1)
        corners = Delaunay(places).simplices
        pairs = np.unique(np.sort(np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]])), axis=0)
        kept = pairs[draw.random(len(pairs)) < 0.6]
        graph = Graph.of_edges(places, kept[:, 0], kept[:, 1])
        forward, back = draw.uniform(0.1, 5, len(kept)), draw.uniform(0.1, 5, len(kept))
        back[draw.random(len(kept)) < 0.2] = np.inf
        forward[draw.random(len(kept)) < 0.05] = np.inf
        return cls(graph, Arcs.of(nodes, kept[:, 0], kept[:, 1], forward, back))

    def stops(self, seed: int, count: int) -> Stops:
        """Random places on the streets, some at an end, the last one on none."""
        draw = np.random.default_rng(seed)
        along = draw.choice([0.0, 1.0, 0.25, 0.6, 0.6], count)
        edges = draw.integers(0, self.graph.edges_count, count)
        edges[-1] = -1
        return Stops.of(edges, along, draw.random(count))


def by_scipy(arcs: Arcs, origins: Stops, places: Stops) -> Doubles:
    """The same table by SciPy, every place a node put into its edge and its lead an arc of its own."""
    count = arcs.nodes_count
    tails, heads, costs = list(arcs.tails), list(arcs.heads), list(arcs.forward)
    tails, heads, costs = tails + list(arcs.heads), heads + list(arcs.tails), costs + list(arcs.back)
    every = [(stop, True, at) for at, stop in enumerate(_each(origins))]
    every += [(stop, False, at) for at, stop in enumerate(_each(places))]
    numbers: dict[tuple[bool, int], int] = {}
    size = count
    for edge in {stop[0] for stop, _, _ in every} - {-1}:
        on_edge = sorted((stop[1], is_origin, at, stop[2]) for stop, is_origin, at in every if stop[0] == edge)
        before, share = int(arcs.tails[edge]), 0.0
        for along, is_origin, at, lead in [*on_edge, (1.0, False, -1, 0.0)]:
            node = int(arcs.heads[edge]) if at < 0 else size
            tails += [before, node]
            heads += [node, before]
            part = along - share
            costs += [part * arcs.forward[edge] if part else 0.0, part * arcs.back[edge] if part else 0.0]
            if at >= 0:
                tails, heads, costs = ([*tails, size + 1, node], [*heads, node, size + 1], [*costs, lead, lead])
                numbers[is_origin, at] = size + 1
                before, share, size = node, along, size + 2
    links = np.array([tails, heads]), np.array(costs)
    is_open = np.isfinite(links[1])
    # SciPy takes a stored nought for no edge, and adds what is stored twice: the least of each pair, raised a little.
    order = np.lexsort((links[1][is_open], *links[0][:, is_open][::-1]))
    pairs, first = np.unique(links[0][:, is_open][:, order], axis=1, return_index=True)
    least = links[1][is_open][order][first] + 1e-13
    found = dijkstra(coo_array((least, (pairs[0], pairs[1])), shape=(size, size)).tocsr())
    table = np.full((len(origins), len(places)), np.inf)
    for one in range(len(origins)):
        for other in range(len(places)):
            if (True, one) in numbers and (False, other) in numbers:
                table[one, other] = found[numbers[True, one], numbers[False, other]]
    return table


def _each(stops: Stops) -> list[tuple[int, float, float]]:
    return list(zip(stops.edges.tolist(), stops.along.tolist(), stops.lead.tolist(), strict=True))
