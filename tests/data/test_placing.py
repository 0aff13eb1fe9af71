"""Where a thing may be: its system named, its shape valid, its kind its layer's."""

import pytest
from shapely import LineString, MultiPoint, Point, box
from shapely.geometry.base import BaseGeometry

from data.errors import BadInput
from data.placing import place, place_all
from layers.boundary_lines import BoundaryLine
from layers.boundary_markers import BoundaryMarker
from layers.divisions import Division
from layers.nursing_homes import NursingHome
from layers.place_names import PlaceName
from layers.population import PopulationStatistic
from layers.record import Record
from tests.data.deeds import SEAT

CGCS2000_DEGREES, WGS_84, CGCS2000_ZONE_CM_114, XIAN_1980 = 4490, 4326, 4547, 4610


def messages(record: type[Record], shape: BaseGeometry | None, epsg: int = CGCS2000_DEGREES) -> str:
    return "；".join(finding.message for finding in place(record, shape, epsg).findings)


def test_degrees_of_cgcs2000_are_kept_as_they_are() -> None:
    assert place(NursingHome, SEAT, CGCS2000_DEGREES).shape == SEAT


def test_the_plane_grid_comes_back_in_degrees_east_first() -> None:
    """On the central meridian the easting is 500 km, and the northing at the equator 0."""
    shape = place(NursingHome, Point(500_000, 3_320_113.398), CGCS2000_ZONE_CM_114).shape
    assert isinstance(shape, Point)
    assert (round(shape.x, 9), round(shape.y)) == (114.0, 30)


def test_a_home_may_come_in_wgs_84() -> None:
    assert place(NursingHome, SEAT, WGS_84).shape == SEAT


@pytest.mark.parametrize(
    ("record", "shape"), [(BoundaryMarker, SEAT), (BoundaryLine, LineString([(113.1, 29.1), (113.2, 29.1)]))]
)
def test_surveyed_things_must_arrive_in_cgcs2000(record: type[Record], shape: BaseGeometry) -> None:
    assert "须以 2000 国家大地坐标系" in messages(record, shape, WGS_84)
    assert messages(record, shape, CGCS2000_DEGREES) == ""


@pytest.mark.parametrize("epsg", [XIAN_1980, 999_999])
def test_a_system_without_an_honest_way_is_refused(epsg: int) -> None:
    with pytest.raises(BadInput, match="不能换算到 EPSG:4490"):
        place(NursingHome, SEAT, epsg)


def test_singles_become_multiples_and_multiples_of_one_singles() -> None:
    area, line = box(113, 29, 113.1, 29.1), LineString([(113.1, 29.1), (113.2, 29.1)])
    assert getattr(place(Division, area, 4490).shape, "geom_type", None) == "MultiPolygon"
    assert getattr(place(BoundaryLine, line, 4490).shape, "geom_type", None) == "MultiLineString"
    assert place(NursingHome, MultiPoint([SEAT]), 4490).shape == SEAT
    assert place(PlaceName, area, 4490).shape == area


def test_two_points_are_not_one_place() -> None:
    assert messages(NursingHome, MultiPoint([SEAT, Point(113.2, 29.2)])) == "图形是 MultiPoint，养老机构须为一个点"


def test_a_statistic_has_no_place() -> None:
    assert place(PopulationStatistic, None, 4490).findings == ()
    assert "没有位置" in messages(PopulationStatistic, SEAT)


def test_what_was_dropped_on_the_way_is_told() -> None:
    high = Point(113.1, 29.1, 50)
    for epsg in (CGCS2000_DEGREES, WGS_84):
        placed = place(NursingHome, high, epsg)
        assert placed.shape == SEAT
        assert [str(finding.severity) for finding in placed.findings] == ["warning"]


def test_many_are_placed_each_by_its_own_merits() -> None:
    placed = place_all(NursingHome, [SEAT, None, Point(29.1, 113.1)], WGS_84)
    assert [one.shape is not None for one in placed] == [True, False, False]
