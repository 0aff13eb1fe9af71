"""Minutes between 1,000 places and 1,000 others over a network of 100,000 nodes, and who reaches what within a limit.

The network is a grid of streets with crooked corners and uneven speeds, which is denser than any county's: few of its
nodes can be passed over. SciPy's csgraph starts and ends at nodes, where ours also stands between them. What memory
the whole takes is measured in a process of its own and must stay below 2 GB.
"""

import resource
import subprocess
import sys

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geo.network.graph import Graph
from geo.network.ladder import Ladders
from geo.network.roads import Roads
from geo.network.service_area import Beside
from geo.network.ways import Arcs, Stops
from tests.bench.common import Options, Section, Side, timed

SIDE, PLACES = 317, 1_000
MOST_MEMORY_MB, MOST_SECONDS = 2_000.0, 10.0
NEAR_MIN, WIDE = 15.0, 2_000
_STEP_DEGREES = 1e-3
_SAME = 1e-9

Doubles = NDArray[np.float64]


class TooMuchMemory(AssertionError):
    """A table took more memory than was promised."""


def run(options: Options) -> list[Section]:
    """Time the table cold and kept beside SciPy, and the pairs within a limit."""
    streets, places = (SIDE // 10, PLACES // 10) if options.small else (SIDE, PLACES)
    town, links = _town(streets)
    draw = np.random.default_rng(7)
    origins, ends = (_anywhere(draw, len(links), places) for _ in range(2))
    kept = Ladders.of(town.graph.nodes, town.arcs)
    _warm(town, draw)
    cold = Side("made ready and asked", lambda: _cold(town, origins, ends), is_ours=True)
    peer = Side("scipy.sparse.csgraph.dijkstra", lambda: _by_scipy(town, origins, ends))
    again = Side("asked again", lambda: kept.table(origins, ends), is_ours=True)
    one_by_one = Side("Dijkstra from each place, ours", lambda: town.arcs.table(origins, ends))
    memory = _memory(streets, places)
    title = f"{places:,} x {places:,} over {len(town.graph):,} nodes"
    sections = [
        timed(f"{title}, {memory:,.0f} MB at most", [cold, peer, one_by_one], options.rounds, 2.0, MOST_SECONDS),
        timed(f"{title}, ready", [again, Side(peer.name, peer.work)], options.rounds, 5.0, MOST_SECONDS),
        _pairs(town, WIDE // 100 if options.small else WIDE, places, options.rounds),
    ]
    _compare(cold.answer, one_by_one.answer)
    if memory > MOST_MEMORY_MB:
        raise TooMuchMemory(f"{memory:,.0f} MB, promised at most {MOST_MEMORY_MB:,.0f}")
    return sections


def _town(side: int) -> tuple[Roads, Doubles]:
    """A grid of streets, of so many crossings a side, driven at 18 to 72 km/h; and how long each takes."""
    draw = np.random.default_rng(0)
    x, y = np.meshgrid(np.arange(side), np.arange(side))
    crooked = draw.uniform(-0.3, 0.3, (2, side * side))
    nodes = np.stack([x.ravel() + crooked[0], y.ravel() + crooked[1]], axis=1) * _STEP_DEGREES + (113.0, 29.0)
    number = np.arange(side * side).reshape(side, side)
    tails = np.concatenate([number[:, :-1].ravel(), number[:-1].ravel()])
    heads = np.concatenate([number[:, 1:].ravel(), number[1:].ravel()])
    graph = Graph.of_edges(nodes, tails, heads)
    minutes = graph.lengths_m / draw.uniform(300, 1_200, len(tails))
    pace = Beside(500.0, 1 / 60)
    return Roads(graph, minutes, minutes, np.ones(len(tails), bool), pace), minutes


def _anywhere(draw: np.random.Generator, edges: int, count: int) -> Stops:
    return Stops.of(draw.integers(0, edges, count), draw.random(count), np.zeros(count))


def _warm(town: Roads, draw: np.random.Generator) -> None:
    """Compile everything before it is timed."""
    few = _anywhere(draw, len(town.forward), 2)
    town.arcs.table(few, few)
    Ladders.of(town.graph.nodes, town.arcs).table(few, few)


def _cold(town: Roads, origins: Stops, ends: Stops) -> Doubles:
    """From edges and costs to the table: nothing is kept."""
    graph = town.graph
    arcs = Arcs.of(len(graph), graph.tails, graph.heads, town.forward, town.back)
    return Ladders.of(graph.nodes, arcs).table(origins, ends)


def _by_scipy(town: Roads, origins: Stops, ends: Stops) -> Doubles:
    """The same between the nodes at which the places' edges begin."""
    graph = town.graph
    both = np.concatenate([graph.tails, graph.heads]), np.concatenate([graph.heads, graph.tails])
    costs = np.concatenate([town.forward, town.back])
    links = csr_array((costs, both), shape=(len(graph), len(graph)))
    found = np.empty((len(origins), len(ends)))
    into = graph.tails[ends.edges]
    for start in range(0, len(origins), 100):  # all at once would be 800 MB
        part = slice(start, start + 100)
        found[part] = dijkstra(links, indices=graph.tails[origins.edges[part]])[:, into]
    return found


def _pairs(town: Roads, villages: int, homes: int, rounds: int) -> Section:
    """Who reaches what within a quarter of an hour, from places beside the streets."""
    draw = np.random.default_rng(8)
    low, high = town.graph.nodes.min(axis=0), town.graph.nodes.max(axis=0)
    here, there = (draw.uniform(low, high, (count, 2)) for count in (villages, homes))
    one, other = ((each[:, 0], each[:, 1]) for each in (here, there))
    town.reach(one, other, NEAR_MIN)
    side = Side("led to the roads, pairs within 15 minutes", lambda: town.reach(one, other, NEAR_MIN), is_ours=True)
    return timed(f"{villages:,} villages, {homes:,} homes", [side], rounds, at_most_s=MOST_SECONDS)


def _compare(one: object, other: object) -> None:
    """Both of ours tell the same minutes."""
    np.testing.assert_allclose(np.asarray(one), np.asarray(other), rtol=_SAME)


def _memory(streets: int, places: int) -> float:
    """The most memory that a process takes to make the network ready and tell the table once, megabytes."""
    code = f"from tests.bench.roads import alone; alone({streets}, {places})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout)


def alone(streets: int, places: int) -> None:
    """Tell a table once and print the most memory that was taken."""
    town, links = _town(streets)
    draw = np.random.default_rng(7)
    _cold(town, _anywhere(draw, len(links), places), _anywhere(draw, len(links), places))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000)  # noqa: T201 - the answer of this process
