"""Clearances against the ellipsoid itself: points set off by a geodesic, and corners walked along by brute force."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from pyproj import Geod
from shapely import LineString, Point, box

from geo.clearance import Things

GEOD = Geod(a=6378137.0, rf=298.257222101)
ROAD = LineString([(113.0, 29.0), (113.3, 29.2), (113.6, 29.15)])


def off(place: Point, azimuth: float, metres: float) -> Point:
    lon, lat, _ = GEOD.fwd(place.x, place.y, azimuth, metres)
    return Point(lon, lat)


@pytest.mark.parametrize("azimuth", [0, 77, 180, 261])
def test_a_point_set_off_by_a_geodesic_is_so_far_away(azimuth: float) -> None:
    post = Point(113.2, 29.1)
    found = Things.of([post]).within([off(post, azimuth, 1_999.99), off(post, azimuth, 2_000.01)], 2_000)
    assert found.places.tolist() == [0]
    assert found.metres.tolist() == pytest.approx([1_999.99], abs=0.001)


def test_a_road_is_as_near_as_its_nearest_place() -> None:
    """Against the geodesics of the road, walked in steps of two metres."""
    draw = np.random.default_rng(7)
    places = [Point(*at) for at in draw.uniform((113.0, 29.0), (113.6, 29.25), (12, 2))]
    found = Things.of([ROAD]).within(places, 30_000)
    steps = np.concatenate([GEOD.npts(a[0], a[1], b[0], b[1], 18_000) for a, b in pairwise(ROAD.coords)])
    for place, metres in zip(found.places, found.metres, strict=True):
        spot = places[place]
        *_, walked = GEOD.inv(np.full(len(steps), spot.x), np.full(len(steps), spot.y), *steps.T)
        assert metres == pytest.approx(walked.min(), abs=0.05)  # of edges of 36 km
    assert len(found.places) == 12


def test_a_road_counts_from_its_edge_where_its_width_is_known() -> None:
    place = off(Point(113.3, 29.2), 350, 505)
    *_, straight = GEOD.inv(113.3, 29.2, place.x, place.y)
    (centre,) = Things.of([ROAD]).within([place], 600).metres
    (edge,) = Things.of([ROAD], [6.0]).within([place], 600).metres
    assert centre <= straight
    assert centre - edge == pytest.approx(6.0)
    assert len(Things.of([ROAD], [6.0]).within([place], centre - 6.001).places) == 0
    assert len(Things.of([ROAD], [6.0]).within([place], centre - 5.999).places) == 1


def test_what_touches_or_lies_inside_is_at_no_distance() -> None:
    reserve = box(113.1, 29.1, 113.2, 29.2)
    places = [Point(113.15, 29.15), box(113.19, 29.19, 113.3, 29.3), Point(113.2, 29.2), Point(113.3, 29.3)]
    found = Things.of([reserve]).within(places, 0)
    assert found.places.tolist() == [0, 1, 2]
    assert found.metres.tolist() == [0, 0, 0]


def test_the_ground_that_is_drawn_is_the_ground_that_is_measured() -> None:
    things = Things.of([ROAD, box(113.1, 29.3, 113.2, 29.4)], [6.0, 0.0])
    ground = things.ground_within(500)
    for thing, area in enumerate(ground):
        rim = [Point(at) for at in shapely.get_coordinates(area)]
        near = things.within(rim, 510)
        distances = near.metres[near.things == thing]
        assert distances.min() > 499.3
        assert distances.max() < 500.1


def test_what_cannot_be_measured_is_refused() -> None:
    with pytest.raises(ValueError, match="没有"):
        Things.of([])
    with pytest.raises(ValueError, match="一一对应"):
        Things.of([ROAD], [1.0, 2.0])
    with pytest.raises(ValueError, match="负数"):
        Things.of([ROAD]).within([Point(113, 29)], -1)
