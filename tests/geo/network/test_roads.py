"""Roads in use: who reaches what, which way, over which ground; and what slopes make of a way."""

import numpy as np
import pytest
import shapely
from shapely import LineString, Point

from geo.heights import Heights
from geo.network.graph import Graph, Lines
from geo.network.roads import Roads
from geo.network.service_area import Beside
from geo.network.slope import slope_factor, walked_steps_m
from tests.geo.network.drawn import Town

TEN_KM = np.array([[113.0, 29.0], [113.1, 29.0]])
PACE = Beside(most_m=500.0, minutes_per_m=1 / 60)  # one metre a second


def of_town(seed: int, nodes: int = 150) -> Roads:
    """A random town whose streets take as long as they are, at 10 metres a second, some of them one-way."""
    town = Town.at_random(seed, nodes)
    minutes = town.graph.lengths_m / 600
    closed = np.isinf(town.arcs.back)
    serves = np.ones(len(minutes), bool)
    return Roads(town.graph, minutes, np.where(closed, np.inf, minutes), serves, PACE)


def somewhere(seed: int, count: int) -> tuple[list[float], list[float]]:
    draw = np.random.default_rng(seed)
    return (113 + draw.random(count) / 10).tolist(), (29 + draw.random(count) / 10).tolist()


def test_a_place_is_led_to_the_nearest_edge() -> None:
    roads = of_town(1)
    lonlat = somewhere(2, 60)
    found = roads.snapped(lonlat)
    plane = np.array([97_400.0, 110_850.0])  # metres of a degree at 29°N, near enough to say which is nearest
    streets = [LineString(roads.graph.course(edge) * plane) for edge in range(roads.graph.edges_count)]
    for place in range(60):
        here = Point(np.array([lonlat[0][place], lonlat[1][place]]) * plane)
        nearest = min(street.distance(here) for street in streets)
        if found.edges[place] < 0:
            assert nearest > 495
        else:
            assert found.offsets_m[place] == pytest.approx(nearest, rel=0.01, abs=0.5)
            assert streets[found.edges[place]].distance(here) == pytest.approx(nearest, rel=0.005, abs=0.5)


def test_reach_is_the_table_within_the_limit() -> None:
    roads = of_town(3)
    villages, homes = somewhere(4, 40), somewhere(5, 15)
    table = roads.table(villages, homes)
    reach, here, there = roads.reach(villages, homes, 12.0)
    assert 50 < len(reach) < np.isfinite(table).sum()
    back = np.full(table.shape, np.inf)
    back[np.repeat(np.arange(40), np.diff(reach.starts)), reach.supplies] = reach.costs
    np.testing.assert_allclose(back, np.where(table <= 12.0, table, np.inf))
    assert not np.isfinite(table[here.edges < 0]).any()
    assert not np.isfinite(table[:, there.edges < 0]).any()


def test_few_origins_and_many_are_told_alike() -> None:
    roads = of_town(3)
    villages, homes = somewhere(4, 40), somewhere(5, 15)
    one_by_one = [roads.table(([lon], [lat]), homes)[0] for lon, lat in zip(*villages, strict=True)]
    np.testing.assert_allclose(roads.table(villages, homes), one_by_one, rtol=1e-12)


def test_neighbours_away_from_the_road_walk_straight() -> None:
    roads = Roads(Graph.of_edges(TEN_KM, [0], [1]), np.ones(1), np.ones(1), np.ones(1, bool), PACE)
    table = roads.table(([113.05], [29.004]), ([113.0503], [29.004]))  # 443 m north of the road, 29 m apart
    assert table[0, 0] == pytest.approx(29.2 / 60, rel=0.01)


@pytest.mark.parametrize("seed", [1, 5])
def test_a_route_costs_what_the_table_says_and_its_course_takes_as_long(seed: int) -> None:
    roads = of_town(seed)
    lonlat = somewhere(seed + 50, 12)
    table = roads.table(lonlat, lonlat)
    told = 0
    for one, other in np.argwhere(np.isfinite(table) & (table > 1)):
        ends = [(lonlat[0][place], lonlat[1][place]) for place in (one, other)]
        route = roads.route(*ends)
        snapped = roads.snapped(([end[0] for end in ends], [end[1] for end in ends]))
        if route is None or snapped.offsets_m.sum() > 200:
            continue
        told += 1
        assert route.cost == pytest.approx(table[one, other], rel=1e-9)
        assert route.cost == pytest.approx(route.road_m / 600 + snapped.offsets_m.sum() / 60, rel=1e-5)
        assert route.course.coords[0] == ends[0]
        assert route.course.coords[-1] == ends[1]
        assert sum(roads.graph.lengths_m[list(route.edges)]) >= route.road_m * (1 - 1e-5)
    assert told > 3


def test_no_route_leads_to_where_no_road_is() -> None:
    roads = of_town(1)
    assert roads.route((113.05, 29.05), (114.0, 30.0)) is None


def test_whatever_is_told_to_be_reached_lies_in_the_area_and_little_else() -> None:
    roads = of_town(7)
    centre = (113.05, 29.05)
    area = roads.area(centre, 8.0)
    everywhere = somewhere(8, 400)
    minutes = roads.table(([centre[0]], [centre[1]]), everywhere)[0]
    inside = shapely.contains_xy(area.ground, *everywhere)
    assert inside[minutes <= 8.0].all()
    assert (minutes <= 8.0).sum() > 30
    # Beyond the time by what the widths are rounded up, a place may lie inside only by a road farther than the nearest.
    assert inside[minutes > 20.0].mean() < 0.2
    assert 0 < area.roads_m < roads.graph.lengths_m.sum()
    assert roads.area((114.0, 30.0), 8.0).ground.is_empty


def test_the_area_of_a_straight_road_ends_where_the_time_ends() -> None:
    ten_km = Roads(Graph.of_edges(TEN_KM, [0], [1]), np.array([20.0]), np.array([20.0]), np.ones(1, bool), PACE)
    area = ten_km.area((113.05, 29.0), 5.0)
    west, _, east, _ = area.ground.bounds
    metres = 0.1 * 97_500 / 20 * 5
    assert area.roads_m == pytest.approx(2 * metres, rel=0.01)
    assert (east - west) * 97_500 == pytest.approx(2 * metres, abs=110)


def test_slopes_follow_tobler() -> None:
    flat, gently_down, up, down = slope_factor([0.0, -0.05, 0.1, -0.1]).tolist()
    assert flat == 1.0
    assert 5.04 / gently_down == pytest.approx(6.0, abs=0.01)  # km/h, the fastest there is
    assert 5.0357 / up == pytest.approx(6 * np.exp(-3.5 * 0.15), rel=1e-3)
    assert 5.0357 / down == pytest.approx(6 * np.exp(-3.5 * 0.05), rel=1e-3)


def test_a_way_up_takes_longer_than_down_and_the_flat_as_long_as_it_is() -> None:
    lines = Lines.of([np.array([[113.01, 29.02], [113.03, 29.02]]), np.array([[113.02, 29.01], [113.02, 29.03]])])
    cell = 0.001
    east = 113 + (np.arange(40) + 0.5) * cell
    grid = np.tile((east - 113) * 97_500 * 0.1, (40, 1)).astype(np.float32)  # one in ten to the east
    hill = Heights(grid, 113.0, 29.04, cell, cell)
    onward, back = walked_steps_m(lines, hill)
    steps = lines.steps_m
    assert onward[0] / steps[0] == pytest.approx(slope_factor(0.1), rel=5e-3)
    assert back[0] / steps[0] == pytest.approx(slope_factor(-0.1), rel=5e-3)
    assert (onward[2], back[2]) == pytest.approx((steps[2], steps[2]), rel=1e-6)
    assert walked_steps_m(lines, None)[0].tolist() == steps.tolist()
    assert np.isnan(hill.at(112.0, 29.02))
    assert hill.at(113.0205, 29.0203) == pytest.approx(0.0205 * 97_500 * 0.1, rel=1e-4)
