"""Places along a line: against pictures drawn by hand, against shapely's own projection, and in both directions."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS, Geod, Transformer
from shapely import LineString, MultiLineString, Point

from geo.along import Course, NotOneLine, Side

GRS80 = Geod(ellps="GRS80")
# West to east along the 29th parallel, then north: about 973 m and 1108 m.
BEND = LineString([(113.10, 29.14), (113.11, 29.14), (113.11, 29.15)])


def test_a_chainage_is_the_way_on_the_ellipsoid() -> None:
    course = Course.of(BEND)
    east = GRS80.inv(113.10, 29.14, 113.11, 29.14)[2]
    north = GRS80.inv(113.11, 29.14, 113.11, 29.15)[2]
    assert course.length_m == pytest.approx(east + north, abs=1e-6)
    (spot,) = course.locate(np.array([[113.11, 29.145]]))
    assert spot.chainage_m == pytest.approx(east + north / 2, abs=0.01)
    assert spot.side is Side.ON


@pytest.mark.parametrize(
    ("where", "side"),
    [
        ((113.105, 29.141), Side.LEFT),
        ((113.105, 29.139), Side.RIGHT),
        ((113.109, 29.145), Side.LEFT),
        ((113.112, 29.145), Side.RIGHT),
        ((113.111, 29.139), Side.RIGHT),  # outside the corner
        ((113.099, 29.1401), Side.LEFT),  # behind the start
        ((113.1101, 29.151), Side.RIGHT),  # beyond the end
        ((113.105, 29.14), Side.ON),
    ],
)
def test_left_and_right_are_those_of_whoever_walks_it(where: tuple[float, float], side: Side) -> None:
    (found,) = Course.of(BEND).locate(np.array([where]))
    assert found.side is side
    (back,) = Course.of(BEND).turned().locate(np.array([where]))
    assert back.side is {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT, Side.ON: Side.ON}[side]


def test_a_place_outside_a_sharp_bend_is_on_one_side_only() -> None:
    hairpin = LineString([(113.10, 29.14), (113.11, 29.14), (113.10, 29.141)])
    around = [(113.1101, 29.14), (113.1101, 29.1399), (113.1101, 29.1401), (113.1100, 29.1405)]
    assert {spot.side for spot in Course.of(hairpin).locate(np.array(around))} == {Side.RIGHT}


@pytest.mark.parametrize("turned", [False, True])
def test_parts_in_any_order_and_direction_make_one_line(turned: bool) -> None:
    one = [(113.10, 29.14), (113.105, 29.14)]
    two = [(113.11, 29.14), (113.105, 29.14)] if turned else [(113.105, 29.14), (113.11, 29.14)]
    course = Course.of(MultiLineString([one, two]))
    assert shapely.get_coordinates(course.line).tolist() == [[113.10, 29.14], [113.105, 29.14], [113.11, 29.14]]


@pytest.mark.parametrize(
    ("wkt", "words"),
    [
        ("MULTILINESTRING ((113.10 29.14, 113.105 29.14), (113.1052 29.14, 113.11 29.14))", "断开 19.5 m"),
        ("MULTILINESTRING ((113.10 29.14, 113.11 29.14), (113.11 29.14, 113.12 29.14), (113.11 29.14, 113.11 29.15))",
         "分岔"),
        ("POINT (113.10 29.14)", "不是一条线"),
        ("LINESTRING EMPTY", "不是一条线"),
    ],
)  # fmt: skip
def test_what_is_no_one_line_is_refused_with_its_place(wkt: str, words: str) -> None:
    with pytest.raises(NotOneLine, match=words):
        Course.of(shapely.from_wkt(wkt))


def test_bearings_and_straightness() -> None:
    course = Course.of(BEND)
    assert course.azimuth_at(10) == pytest.approx(90, abs=0.02)
    assert (course.azimuth_at(1_500) + 180) % 360 == pytest.approx(180, abs=0.02)
    assert course.azimuth_degree == pytest.approx(GRS80.inv(113.10, 29.14, 113.11, 29.15)[0], abs=0.02)
    assert course.straightness == pytest.approx(0.708, abs=0.002)
    assert Course.of(LineString([(113.1, 29.1), (113.2, 29.1), (113.2, 29.2), (113.1, 29.1)])).is_ring


def test_a_place_is_found_again_where_it_was_put() -> None:
    course = Course.of(BEND)
    for chainage_m, offset_m in [(0.0, 5.0), (500.0, -12.0), (972.0, 3.0), (1_800.0, 40.0)]:
        spot = course.at(chainage_m, offset_m)
        (found,) = course.locate(shapely.get_coordinates(spot))
        assert found.chainage_m == pytest.approx(chainage_m, abs=0.01)
        assert found.offset_m == pytest.approx(abs(offset_m), abs=0.01)
        assert found.side is (Side.RIGHT if offset_m > 0 else Side.LEFT)


def test_the_stated_accuracy_covers_the_plane_of_a_long_road() -> None:
    long = Course.of(LineString(np.column_stack([np.linspace(112.8, 113.6, 81), np.full(81, 29.1)])))
    plane_m = float(np.hypot(*np.diff(long.to_plane(shapely.get_coordinates(long.line)), axis=0).T).sum())
    assert 0 < abs(plane_m - long.length_m) <= long.accuracy_m < 1.6
    assert Course.of(BEND).accuracy_m < 1e-4


steps = st.tuples(st.floats(-0.004, 0.004), st.floats(-0.004, 0.004)).filter(lambda step: np.hypot(*step) > 1e-4)


@settings(max_examples=150, deadline=None)
@given(steps=st.lists(steps, min_size=2, max_size=9), off=st.tuples(st.floats(-0.01, 0.01), st.floats(-0.01, 0.01)))
def test_as_shapely_projects_it(steps: list[tuple[float, float]], off: tuple[float, float]) -> None:
    vertices = np.array([113.1, 29.1]) + np.cumsum(np.array([(0.0, 0.0), *steps]), axis=0)
    course = Course.of(LineString(vertices))
    place = np.array([113.1, 29.1]) + off
    (found,) = course.locate(place[None, :])
    # The oracle measures in another projection than ours, true along every way from its centre.
    equidistant = Transformer.from_crs(
        4490, CRS.from_proj4("+proj=aeqd +lat_0=29.1 +lon_0=113.1 +ellps=GRS80"), always_xy=True
    )
    flat = LineString(np.column_stack(equidistant.transform(*vertices.T)))
    spot = Point(*equidistant.transform(*place))
    assert found.offset_m == pytest.approx(flat.distance(spot), abs=0.05)
    along = flat.project(spot)
    assert flat.interpolate(found.chainage_m * flat.length / course.length_m).distance(spot) == pytest.approx(
        flat.interpolate(along).distance(spot), abs=0.1
    )


@settings(max_examples=100, deadline=None)
@given(steps=st.lists(steps, min_size=2, max_size=9), off=st.tuples(st.floats(-0.01, 0.01), st.floats(-0.01, 0.01)))
def test_turning_the_line_turns_chainage_and_side(steps: list[tuple[float, float]], off: tuple[float, float]) -> None:
    vertices = np.array([113.1, 29.1]) + np.cumsum(np.array([(0.0, 0.0), *steps]), axis=0)
    course, place = Course.of(LineString(vertices)), (np.array([113.1, 29.1]) + off)[None, :]
    (there,), (back,) = course.locate(place), course.turned().locate(place)
    assert back.offset_m == pytest.approx(there.offset_m, abs=1e-6)
    if there.foot.distance(back.foot) < 1e-9 and there.side is not Side.ON:
        assert back.chainage_m == pytest.approx(course.length_m - there.chainage_m, abs=1e-4)
