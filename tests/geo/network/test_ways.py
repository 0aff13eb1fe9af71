"""Shortest ways: SciPy and hand-drawn streets as oracles."""

import numpy as np
import pytest

from geo.network.ladder import Ladders, TooFull
from geo.network.ways import Arcs, Stops
from tests.geo.network.drawn import Town, by_scipy


@pytest.mark.parametrize("seed", range(6))
def test_both_searches_agree_with_scipy(seed: int) -> None:
    town = Town.at_random(seed)
    origins, places = town.stops(seed + 100, 40), town.stops(seed + 200, 50)
    expected = by_scipy(town.arcs, origins, places)
    assert np.isfinite(expected).sum() > 500
    assert not np.isfinite(expected[-1]).any()
    np.testing.assert_allclose(town.arcs.table(origins, places), expected, rtol=1e-9)
    np.testing.assert_allclose(Ladders.of(town.graph.nodes, town.arcs).table(origins, places), expected, rtol=1e-9)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_limit_hides_what_is_farther_and_nothing_else(seed: int) -> None:
    town = Town.at_random(seed)
    origins, places = town.stops(3, 20), town.stops(4, 20)
    ladders = Ladders.of(town.graph.nodes, town.arcs)
    for table in (town.arcs.table, ladders.table):
        whole = table(origins, places)
        limit = float(np.median(whole[np.isfinite(whole)]))
        np.testing.assert_array_equal(table(origins, places, limit), np.where(whole <= limit, whole, np.inf))


#   0 --2-- 1 --3-- 2      a one-way street 3 -> 1 of 1, and 4 stands alone with 5
#            \--1-- 3
HAND = Arcs.of(6, [0, 1, 3, 4], [1, 2, 1, 5], [2.0, 3.0, 1.0, 1.0], [2.0, 3.0, np.inf, 1.0])


def test_a_street_drawn_by_hand() -> None:
    stops = Stops.of([0, 1, 2, 3, -1], [0.5, 0.5, 0.0, 0.0, 0.0], [0.0, 0.0, 0.5, 0.0, 0.0])
    far = np.inf
    by_hand = [
        [0.0, 2.5, far, far, far],
        [2.5, 0.0, far, far, far],
        [2.5, 3.0, 1.0, far, far],
        [far, far, far, 0.0, far],
        [far, far, far, far, far],
    ]
    assert HAND.table(stops, stops).tolist() == by_hand
    places = np.array([[113, 29], [113.1, 29], [113.2, 29], [113.15, 28.9], [114, 29], [114.1, 29]])
    assert Ladders.of(places, HAND).table(stops, stops).tolist() == by_hand


def test_two_places_on_one_edge_are_told_by_what_lies_between_them_or_by_the_way_round() -> None:
    round_about = Arcs.of(3, [0, 1, 2], [1, 2, 0], [10.0, 1.0, 1.0])
    near, far = Stops.of([0], [0.0], [0.0]), Stops.of([0, 0, 0], [0.1, 0.9, 1.0], [0.0, 0.0, 0.0])
    assert round_about.table(near, far)[0].tolist() == pytest.approx([1.0, 3.0, 2.0])


def test_the_table_backwards_is_the_table_of_the_turned_streets() -> None:
    town = Town.at_random(9)
    one, other = town.stops(1, 10), town.stops(2, 10)
    np.testing.assert_allclose(town.arcs.turned().table(other, one), town.arcs.table(one, other).T, rtol=1e-12)


def test_nothing_is_reached_where_there_is_no_street() -> None:
    empty = Arcs.of(0, [], [], [])
    nowhere = Stops.of([-1], [0.0], [0.0])
    assert empty.table(nowhere, nowhere).tolist() == [[np.inf]]
    assert Ladders.of(np.empty((0, 2)), empty).table(nowhere, nowhere).tolist() == [[np.inf]]


def test_a_graph_that_lies_in_no_plane_is_refused() -> None:
    draw = np.random.default_rng(5)
    count = 4_000
    arcs = Arcs.of(count, draw.integers(0, count, 16_000), draw.integers(0, count, 16_000), draw.random(16_000))
    with pytest.raises(TooFull, match="平面图"):
        Ladders.of(draw.random((count, 2)), arcs)


@pytest.mark.parametrize("cost", [-1.0, float("nan")])
def test_a_cost_is_no_less_than_nothing(cost: float) -> None:
    with pytest.raises(ValueError, match="费用"):
        Arcs.of(2, [0], [1], [cost])


def test_a_stop_stands_on_its_edge() -> None:
    with pytest.raises(ValueError, match="0 与 1"):
        Stops.of([0], [1.5], [0.0])
