"""Systems as clients name them: their axes, their zone, there and back."""

import pytest
from pyproj import Transformer
from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

from geo.systems import COMMON, CRS84, STORAGE, System, system, zone_systems

MERCATOR = COMMON[3]
ZONE, NUMBERED = zone_systems(113.1)
PLACE = Point(113.116, 29.144)  # lon, lat · EPSG:4490


def test_axes_come_in_the_order_of_their_definition() -> None:
    assert [(one.epsg, one.north_first) for one in (*COMMON, ZONE, NUMBERED)] == [
        (4326, False),
        (4490, True),
        (4326, True),
        (3857, False),
        (4547, True),
        (4526, True),
    ]


def test_addresses_are_those_of_ogc() -> None:
    assert CRS84.uri == "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
    assert ZONE.uri == "http://www.opengis.net/def/crs/EPSG/0/4547"


@pytest.mark.parametrize(("longitude", "codes"), [(75.0, (4534, 4513)), (112.4, (4546, 4525)), (135.0, (4554, 4533))])
def test_the_zone_is_the_one_whose_meridian_is_nearest(longitude: float, codes: tuple[int, int]) -> None:
    assert tuple(one.epsg for one in zone_systems(longitude)) == codes


def test_beyond_the_zones_of_the_country_there_is_none() -> None:
    with pytest.raises(ValueError, match="不在"):
        zone_systems(2.3)


def test_degrees_change_their_order_only() -> None:
    assert CRS84.written(PLACE) == PLACE
    for latitude_first in (STORAGE, COMMON[2]):
        assert latitude_first.written(PLACE) == Point(29.144, 113.116)
        assert latitude_first.stored(Point(29.144, 113.116)) == PLACE


def test_a_zone_writes_the_northing_first_and_its_number_before_the_easting() -> None:
    east, north = Transformer.from_crs(4490, 4547, always_xy=True).transform(PLACE.x, PLACE.y)
    assert ZONE.written(PLACE).equals_exact(Point(north, east), 1e-6)
    assert NUMBERED.written(PLACE).equals_exact(Point(north, east + 38_000_000), 1e-6)
    assert 3_000_000 < north < 3_300_000
    assert 400_000 < east < 500_000


def test_web_mercator_takes_the_numbers_over_and_writes_east_first() -> None:
    east, north = Transformer.from_crs(4326, 3857, always_xy=True).transform(PLACE.x, PLACE.y)
    assert MERCATOR.written(PLACE).equals_exact(Point(east, north), 1e-6)


@pytest.mark.parametrize("one", [*COMMON, ZONE, NUMBERED], ids=lambda one: f"{one.epsg}")
@pytest.mark.parametrize("shape", [PLACE, LineString([(113, 29), (113.5, 29.5)])], ids=lambda shape: shape.geom_type)
def test_what_was_written_is_read_back(one: System, shape: BaseGeometry) -> None:
    assert one.stored(one.written(shape)).equals_exact(shape, 1e-10)


def test_a_system_epsg_does_not_know_is_refused() -> None:
    with pytest.raises(Exception, match="crs not found"):
        system(1, "没有")
