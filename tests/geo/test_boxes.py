"""Boxes of a plane on the ground: no point of the box is lost at its bent sides, none beyond is won."""

import numpy as np
import pytest
import shapely

from geo.boxes import Box, outline
from geo.crs import honest
from geo.systems import COMMON, System, zone_systems

ZONE, NUMBERED = zone_systems(113.1)
MERCATOR = COMMON[3]
COUNTY: Box = (370_000, 3_190_000, 480_000, 3_290_000)
NUMBERED_COUNTY: Box = (38_370_000, 3_190_000, 38_480_000, 3_290_000)
SQUARE: Box = (12_500_000, 3_350_000, 12_700_000, 3_500_000)


@pytest.mark.parametrize(("system", "box"), [(ZONE, COUNTY), (NUMBERED, NUMBERED_COUNTY), (MERCATOR, SQUARE)], ids=str)
def test_points_lie_in_the_outline_just_when_they_lie_in_the_box(system: System, box: Box) -> None:
    random = np.random.default_rng(7)
    west, south, east, north = box
    # A metre inside and a metre outside each side, and all over.
    x = np.concatenate([random.uniform(west, east, 500), [west - 1, west + 1, east - 1, east + 1] * 100])
    y = np.concatenate([random.uniform(south, north, 500), np.repeat(random.uniform(south, north, 100), 4)])
    lon, lat = honest(system.epsg, 4490).transform(x, y)
    found = outline(box, system)
    inside = (west <= x) & (x <= east)
    assert 0 < inside.sum() < len(x)
    assert shapely.contains_xy(found, lon, lat).tolist() == inside.tolist()


def test_sides_are_bent_in_a_zone_and_straight_in_web_mercator() -> None:
    bent, straight = outline(COUNTY, ZONE), outline(SQUARE, MERCATOR)
    assert bent is not None
    assert straight is not None
    assert len(bent.exterior.coords) > 400
    assert straight.equals(straight.envelope)


@pytest.mark.parametrize("longitude", [75.0, 93.0, 113.1, 135.0])
def test_a_box_beyond_everything_holds_the_whole_country(longitude: float) -> None:
    whole = outline((-1e12, -1e12, 1e12, 1e12), zone_systems(longitude)[0])
    assert whole is not None
    country = shapely.box(73, 3, 136, 54)
    assert whole.is_valid
    assert whole.contains(country)


@pytest.mark.parametrize("box", [(5e7, 0, 6e7, 1e6), (0, -2e7, 1e6, -1e7)])
def test_a_box_where_nothing_can_be_holds_nothing(box: Box) -> None:
    assert outline(box, ZONE) is None


def test_a_point_is_a_box_too() -> None:
    assert outline((430_000, 3_200_000, 430_000, 3_200_000), ZONE) is not None
