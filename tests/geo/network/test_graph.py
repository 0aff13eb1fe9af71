"""Lines made into a graph, and what does not connect: drawn by hand, in steps of a thousandth of a degree."""

import numpy as np
import pytest
from numpy.typing import NDArray
from pyproj import Geod

from geo.network.crossings import crossings
from geo.network.graph import Graph, Lines
from geo.network.joining import gaps, joined

ELLIPSOID = Geod(a=6378137, rf=298.257222101)


def line(*points: tuple[float, float]) -> NDArray[np.float64]:
    """A line in thousandths of a degree east and north of 113°E 29°N, about 97 m and 111 m."""
    return np.array([(113 + x / 1000, 29 + y / 1000) for x, y in points])


#    3           a road from west to east with a bend, and a lane to the north that leaves it at its second vertex
#    |
# 0--1----2
ROAD, LANE = line((0, 0), (10, 0), (20, 5), (30, 0)), line((10, 0), (10, 20))


def test_lines_meet_where_they_share_a_vertex() -> None:
    graph = Graph.of(Lines.of([ROAD, LANE]))
    assert len(graph) == 4
    assert sorted(zip(graph.tails.tolist(), graph.heads.tolist(), strict=True)) == [(0, 1), (1, 2), (1, 3)]
    assert graph.line_of.tolist() == [0, 0, 1]
    assert graph.course(1).tolist() == ROAD[1:].tolist()
    by_hand = [ELLIPSOID.line_length(*part.T) for part in (ROAD[:2], ROAD[1:], LANE)]
    assert graph.lengths_m.tolist() == pytest.approx(by_hand, abs=1e-3)
    assert set(graph.components.tolist()) == {0}


def test_a_ring_is_an_edge_from_a_node_to_itself() -> None:
    graph = Graph.of(Lines.of([line((0, 0), (10, 0), (10, 10), (0, 0))]))
    assert (graph.tails.tolist(), graph.heads.tolist()) == ([0], [0])


def test_a_line_has_two_ends() -> None:
    with pytest.raises(ValueError, match="第 2 条线"):
        Graph.of(Lines.of([ROAD, ROAD[:1]]))


def test_an_end_just_short_of_a_line_is_joined_to_it_and_told() -> None:
    short = line((5, 0.02), (5, 10))  # 2.2 m north of the road
    apart, none = joined(Lines.of([ROAD, short]), 2.0)
    assert none == ()
    assert len(set(Graph.of(apart).components.tolist())) == 2
    together, (told,) = joined(Lines.of([ROAD, short]), 3.0)
    assert (told.line, told.other) == (1, 0)
    assert told.metres == pytest.approx(2.2, abs=0.1)
    graph = Graph.of(together)
    assert set(graph.components.tolist()) == {0}
    assert graph.edges_count == 3


def test_several_ends_are_joined_to_one_step_in_their_order() -> None:
    ends = [line((x, 0.01), (x, 10)) for x in (7, 3, 5)]
    together, told = joined(Lines.of([ROAD, *ends]), 3.0)
    assert len(told) == 3
    assert np.diff(together.lonlat[: together.starts[1], 0]).min() > 0
    assert len(set(Graph.of(together).components.tolist())) == 1


def test_a_gap_is_suspected_where_the_way_round_is_long() -> None:
    short = line((5, 0.2), (5, 10))  # 22 m
    (found,) = gaps(Graph.of(Lines.of([ROAD, short])), 30.0)
    assert (found.line, found.other, round(found.metres)) == (1, 0, 22)
    assert (found.lon, found.lat) == pytest.approx((113.005, 29.0002))
    assert gaps(Graph.of(Lines.of([ROAD, short])), 20.0) == ()
    # A way round of 240 m makes the same end an end and no fault; one of 2 km does not.
    bent, road = line((5, 0.2), (5, 1), (5, 10)), line((0, 0), (6, 0), (20, 0))
    assert gaps(Graph.of(Lines.of([road, bent, line((5, 1), (6, 0))])), 30.0) == ()
    assert len(gaps(Graph.of(Lines.of([road, bent, line((5, 10), (6, 0))])), 30.0)) == 1


def test_lines_that_cross_without_a_vertex_are_told_unless_one_is_a_bridge() -> None:
    street = line((5, -5), (5, 5))
    lines = Lines.of([ROAD, street, LANE])
    ((lon, lat, *pair),) = crossings(lines, np.zeros(3, bool))
    assert pair == [0, 1]
    assert (lon, lat) == pytest.approx((113.005, 29.0))
    assert crossings(lines, np.array([False, True, False])) == ()
