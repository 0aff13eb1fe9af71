"""Which area holds each point: pictures by hand, then shapely on tilings that hypothesis makes."""

from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon

from geo.locate import NOWHERE, AreaIndex, UnusableArea
from geo.order import PointOrder, UnusablePoints
from tests import specimens

SIZE = 6


def located(areas: list[Polygon | MultiPolygon], *points: tuple[float, float]) -> list[int]:
    x, y = zip(*points, strict=True)
    return [int(area) for area in AreaIndex.build(areas).locate(x, y)]


def brute_force(areas: list[Polygon], x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int64]:
    """Ask shapely for every area and point whether the one covers the other; keep the lowest."""
    answer = np.full(len(x), NOWHERE)
    for position in reversed(range(len(areas))):
        answer[shapely.covers(areas[position], shapely.points(x, y))] = position
    return answer


class TestPictures:
    def test_inside(self) -> None:
        points = [(0.5, 0.5), (1.5, 0.5), (0.5, 1.5), (1.5, 1.5)]
        assert located(list(specimens.FOUR_SQUARES), *points) == [0, 1, 2, 3]

    def test_a_shared_edge_goes_to_the_lowest(self) -> None:
        assert located(list(specimens.FOUR_SQUARES), (1, 0.5), (0.5, 1), (1.5, 1), (1, 1.5)) == [0, 0, 1, 2]

    def test_the_point_where_four_meet_goes_to_the_lowest(self) -> None:
        assert located(list(specimens.FOUR_SQUARES), (1, 1)) == [0]
        assert located(list(reversed(specimens.FOUR_SQUARES)), (1, 1)) == [0]

    def test_the_outer_edge_belongs_to_the_area_it_bounds(self) -> None:
        points = [(0, 0), (0.5, 0), (2, 0), (2, 0.5), (2, 2), (1.5, 2), (0, 2)]
        assert located(list(specimens.FOUR_SQUARES), *points) == [0, 0, 1, 1, 3, 3, 2]

    def test_outside(self) -> None:
        points = [(-1, 0.5), (3, 0.5), (0.5, -1), (0.5, 3), (-9, -9), (1e100, 0.5), (-1e100, -1e100)]
        assert located(list(specimens.FOUR_SQUARES), *points) == [-1] * 7

    def test_a_lake_is_not_land_but_its_shore_is(self) -> None:
        areas: list[Polygon | MultiPolygon] = [specimens.RING_AROUND_A_LAKE, specimens.LAKE]
        assert located(areas, (3, 3), (2, 3), (2, 2), (1, 1)) == [1, 0, 0, 0]
        assert located(areas[:1], (3, 3), (4, 3)) == [-1, 0]

    def test_an_exclave_belongs(self) -> None:
        assert located([specimens.MAINLAND_AND_EXCLAVE], (1, 1), (8, 8), (8.5, 8), (5, 5), (7, 8)) == [0, 0, 0, -1, -1]

    def test_a_ray_through_vertices_is_counted_once(self) -> None:
        assert located(
            [specimens.DIAMOND], (1, 2), (-1, 2), (5, 2), (0, 2), (4, 2), (2, 4), (2, 0), (1, 0), (1, 4)
        ) == [
            *(0, -1, -1),
            *(0, 0, 0, 0),
            *(-1, -1),
        ]

    def test_long_teeth(self) -> None:
        points = [(0.5, 3), (1.5, 3), (2.5, 5), (3.5, 5), (3, 3), (1.5, 1), (6.5, 0.5), (5.5, 0.99), (5.5, 1.01)]
        assert located([specimens.COMB], *points) == [0, -1, 0, -1, 0, 0, 0, 0, -1]

    def test_no_areas_and_no_points(self) -> None:
        assert located([], (1, 1)) == [-1]
        assert AreaIndex.build([specimens.DIAMOND]).locate([], []).tolist() == []
        assert len(AreaIndex.build([])) == 0

    def test_one_unit_in_the_last_place_beside_an_edge(self) -> None:
        """On the slanted edge from (0, 0) to (3, 1) only points whose doubles fulfil y = x / 3 exactly."""
        areas: list[Polygon | MultiPolygon] = [Polygon([(0, 0), (3, 1), (0, 1)]), Polygon([(0, 0), (3, 0), (3, 1)])]
        third = 1.0 / 3.0  # a little less than a third: below the line
        assert located(areas, (1.0, third), (1.0, float(np.nextafter(third, 1)))) == [1, 0]
        assert located(areas, (1.5, 0.5), (0.75, 0.25)) == [0, 0]


class TestTouching:
    def test_all_areas_a_point_touches(self) -> None:
        touching = AreaIndex.build(specimens.FOUR_SQUARES).locate_all([1, 0.5, 1, 9], [1, 0.5, 0.5, 9])
        assert [touching.of(point).tolist() for point in range(4)] == [[0, 1, 2, 3], [0], [0, 1], []]
        assert touching.contested.tolist() == [0, 2]
        assert touching.unplaced.tolist() == [3]

    def test_overlapping_areas_contest_what_lies_in_both(self) -> None:
        index = AreaIndex.build([specimens.WEST, specimens.EAST_PUSHED_IN])
        assert index.locate_all([5, 1, 8], [4, 4, 4]).contested.tolist() == [0]
        assert index.locate([5, 1, 8], [4, 4, 4]).tolist() == [0, 0, 1]


class TestRefusals:
    @pytest.mark.parametrize(
        ("shape", "words"),
        [
            (specimens.BOW_TIE, "自相交"),
            (specimens.HOLE_OUTSIDE, "洞在外环之外"),
            (specimens.NOTHING, "空的"),
            (specimens.A_POINT, "Point，不是面"),
            (specimens.A_LINE, "LineString，不是面"),
            (None, "没有图形"),
            (specimens.NOT_A_NUMBER, "有限数"),
            (specimens.ENDLESS, "有限数"),
        ],
    )
    def test_the_shape_is_named(self, shape: Polygon, words: str) -> None:
        with pytest.raises(UnusableArea, match=f"第 2 个区域.*{words}") as raised:
            AreaIndex.build([specimens.DIAMOND, shape])
        assert raised.value.position == 1
        with pytest.raises(UnusableArea, match=f"区域“西街”.*{words}"):
            AreaIndex.build([shape], names=["西街"])

    def test_a_valid_area_too_small_to_be_exact(self) -> None:
        speck = shapely.transform(specimens.DIAMOND, lambda vertices: vertices * 1e-200)
        with pytest.raises(UnusableArea, match=r"第 2 个区域.*有限数"):
            AreaIndex.build([specimens.DIAMOND, speck], known_valid=True)

    def test_flat_shapes_that_someone_vouched_for(self) -> None:
        level, upright = Polygon([(0, 1), (4, 1), (2, 1)]), Polygon([(1, 0), (1, 4), (1, 2)])
        with pytest.raises(UnusableArea, match="第 1 个区域"):
            AreaIndex.build([level], known_valid=True)
        assert AreaIndex.build([upright], known_valid=True).locate([1, 2], [1, 1]).tolist() == [0, -1]

    @pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e-200])
    def test_a_point_that_is_no_place(self, bad: float) -> None:
        index = AreaIndex.build([specimens.DIAMOND])
        with pytest.raises(UnusablePoints, match="第 2 个点"):
            index.locate([1, bad], [1, 1])
        with pytest.raises(UnusablePoints, match="第 1 个点"):
            index.locate_all([1, 1], [bad, 1])

    def test_coordinates_come_in_pairs(self) -> None:
        with pytest.raises(UnusablePoints, match="个数不同"):
            AreaIndex.build([specimens.DIAMOND]).locate([1, 2], [1])


def exactly_touches(area: Polygon, px: float, py: float) -> bool:
    """Count crossings in rational arithmetic; what lies on an edge touches."""
    x, y = Fraction(px), Fraction(py)
    inside = False
    for ring in (area.exterior, *area.interiors):
        for (ax, ay), (bx, by) in pairwise([(Fraction(cx), Fraction(cy)) for cx, cy in ring.coords]):
            turn = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
            if turn == 0 and min(ax, bx) <= x <= max(ax, bx) and min(ay, by) <= y <= max(ay, by):
                return True
            if (ay > y) != (by > y) and (turn > 0) == (by > ay):
                inside = not inside
    return inside


@st.composite
def tilings(draw: st.DrawFn, scales: tuple[float, ...]) -> list[Polygon]:
    """Return the faces of a triangulation, some joined, some given twice, in any order: edges are shared exactly."""
    corners = draw(st.sets(st.tuples(st.integers(0, SIZE), st.integers(0, SIZE)), min_size=4, max_size=12))
    scale = draw(st.sampled_from(scales))
    scaled = shapely.MultiPoint([(x * scale, y * scale) for x, y in sorted(corners)])
    faces = shapely.get_parts(shapely.delaunay_triangles(scaled))
    joined = [shapely.unary_union(faces[start : start + 3]) for start in range(0, len(faces), 3)]
    made = [shape for shape in (*joined, *faces[:2]) if isinstance(shape, Polygon) and shape.is_valid]
    return draw(st.permutations(made))


def around(areas: list[Polygon]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return all vertices, the middles of edges as nearly as doubles allow, and neighbours of those."""
    vertices = shapely.get_coordinates(areas)
    middles = (vertices[1:] + vertices[:-1]) / 2
    points = np.unique(np.concatenate([vertices, middles, np.nextafter(middles, 0), np.nextafter(middles, 9)]), axis=0)
    points[np.abs(points) < 1e-100] = 0.0
    return np.ascontiguousarray(points[:, 0]), np.ascontiguousarray(points[:, 1])


@given(tilings(scales=(1.0, 1 / 3, 0.1, 1e-3 / 7)))
@settings(deadline=None, max_examples=50)
def test_rational_arithmetic_agrees_on_edges_and_beside_them(areas: list[Polygon]) -> None:
    """Not shapely: for points within a unit in the last place of an edge GEOS sometimes errs, and says they touch."""
    x, y = around(areas)
    touching = AreaIndex.build(areas).locate_all(x, y)
    for point in range(len(x)):
        expected = [position for position, area in enumerate(areas) if exactly_touches(area, x[point], y[point])]
        assert touching.of(point).tolist() == expected


@given(tilings(scales=(1.0, 0.25)), st.lists(st.tuples(st.integers(-4, 28), st.integers(-4, 28)), max_size=40))
@settings(deadline=None)
def test_shapely_agrees_where_edges_and_points_are_short_fractions(
    areas: list[Polygon], quarters: list[tuple[int, int]]
) -> None:
    vertices = shapely.get_coordinates(areas)
    points = np.concatenate([vertices, (vertices[1:] + vertices[:-1]) / 2, np.reshape(quarters, (-1, 2)) / 4.0])
    x, y = np.ascontiguousarray(points[:, 0]), np.ascontiguousarray(points[:, 1])
    index = AreaIndex.build(areas)
    expected = brute_force(areas, x, y)
    assert index.locate(x, y).tolist() == expected.tolist()
    assert index.locate_ordered(PointOrder.of(x, y)).tolist() == expected.tolist()
    touching = index.locate_all(x, y)
    covers = shapely.covers(np.array(areas, dtype=object)[:, None], np.asarray(shapely.points(x, y))[None, :])
    assert [touching.of(point).tolist() for point in range(len(x))] == [
        np.flatnonzero(covers[:, point]).tolist() for point in range(len(x))
    ]


def wavy_tiling(rows: int, columns: int) -> list[Polygon]:
    """Return a lattice with crooked shared sides, large enough for several threads and the ordered way."""
    from tests.bench.nation import Nation

    return list(Nation.made(rows, columns, settlements=1, facilities=1).townships)


def test_many_points_the_ordered_way_and_one_by_one() -> None:
    areas = wavy_tiling(12, 11)
    random = np.random.default_rng(7)
    x, y = random.uniform(74, 136, 150_000), random.uniform(17, 54, 150_000)
    index = AreaIndex.build(areas)
    whole = index.locate(x, y)
    pieces = np.concatenate([index.locate(x[i : i + 9_000], y[i : i + 9_000]) for i in range(0, len(x), 9_000)])
    assert (whole == pieces).all()
    sample = random.integers(0, len(x), 4_000)
    assert (whole[sample] == brute_force(areas, x[sample], y[sample])).all()
    assert np.bincount(whole + 1, minlength=len(areas) + 1).sum() == len(x)


def test_two_threads_may_ask_at_once() -> None:
    areas = wavy_tiling(6, 6)
    index = AreaIndex.build(areas)
    random = np.random.default_rng(8)
    x, y = random.uniform(74, 136, 120_000), random.uniform(17, 54, 120_000)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: index.locate(x, y), range(8)))
    assert all((answer == answers[0]).all() for answer in answers)


class TestPointOrder:
    def test_every_point_appears_once_with_its_own_coordinates(self) -> None:
        random = np.random.default_rng(9)
        x, y = random.normal(size=(2, 20_000))
        order = PointOrder.of(x, y)
        assert sorted(order.positions.tolist()) == list(range(20_000))
        assert (order.x == x[order.positions]).all()
        assert (order.y == y[order.positions]).all()
        assert order.cell_starts[-1] == len(order) == 20_000

    def test_points_all_in_one_place_or_on_one_line(self) -> None:
        index = AreaIndex.build([specimens.DIAMOND])
        assert index.locate_ordered(PointOrder.of([2.0] * 9, [2.0] * 9)).tolist() == [0] * 9
        assert index.locate_ordered(PointOrder.of(np.arange(9.0), [2.0] * 9)).tolist() == [0] * 5 + [-1] * 4
        assert index.locate_ordered(PointOrder.of([], [])).tolist() == []
