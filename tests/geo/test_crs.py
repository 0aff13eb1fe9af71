import numpy as np
import pytest
import shapely
from pyproj import Transformer

from geo.crs import NoKnownTransformation, could_be_degrees, epsg_of_zone_easting, honest, zone_epsg


def test_a_change_of_projection_is_exact_and_agrees_with_cs2cs() -> None:
    # cs2cs: 25.34 N 103.03 E → EPSG:4543 X (north) 2804116.749, Y (east) 603694.194
    way = honest(4490, 4543)
    east, north = way.transform(103.03, 25.34)
    assert way.accuracy_m == 0
    assert (round(float(east), 3), round(float(north), 3)) == (603694.194, 2804116.749)


def test_the_zone_number_stands_before_the_easting() -> None:
    east, _ = honest(4490, 4522).transform(103.03, 25.34)
    assert round(float(east), 3) == 34603694.194


def test_longitude_comes_first_whatever_the_definition_says() -> None:
    lon, lat = honest(4326, 4490).transform([118.9], [30.1])
    assert (lon[0], lat[0]) == (118.9, 30.1)


def test_wgs_84_is_taken_over_with_a_stated_accuracy() -> None:
    assert honest(4326, 4547).accuracy_m == 1.0
    assert honest(4326, 4490, null_step_accuracy_m=0.5).accuracy_m == 0.5


def test_web_mercator_goes_through_wgs_84() -> None:
    oracle = Transformer.from_crs(3857, 4326, always_xy=True)
    lon, lat = honest(3857, 4490).transform(12_600_000.0, 3_380_000.0)
    assert (float(lon), float(lat)) == pytest.approx(oracle.transform(12_600_000.0, 3_380_000.0), abs=1e-12)


@pytest.mark.parametrize("old", [4610, 2362, 4214, 2414, 21419, 4555])
def test_old_chinese_datums_are_refused_in_both_directions(old: int) -> None:
    with pytest.raises(NoKnownTransformation, match="本地参数"):
        honest(old, 4490)
    with pytest.raises(NoKnownTransformation, match="本地参数"):
        honest(4326, old)


def test_proj_alone_would_have_said_nothing() -> None:
    # The reason for the refusal: the default hands the numbers back unchanged.
    assert Transformer.from_crs(4610, 4490, always_xy=True).transform(118.9, 30.1) == (118.9, 30.1)


def test_any_other_datum_is_refused() -> None:
    with pytest.raises(NoKnownTransformation, match="没有已知精度"):
        honest(4267, 4490)


def test_one_old_datum_to_itself_is_a_change_of_projection() -> None:
    assert honest(4610, 2379).accuracy_m == 0


def test_an_unknown_code_is_named() -> None:
    with pytest.raises(ValueError, match="EPSG:999999"):
        honest(999999, 4490)


def test_a_point_without_an_image_is_refused() -> None:
    with pytest.raises(ValueError, match="第 2 个点"):
        honest(4490, 4547).transform([113.0, np.nan], [29.0, 29.0])


def test_shapes_go_and_come_back() -> None:
    shapes = np.array([shapely.box(113, 29, 113.1, 29.1), shapely.Point(113, 29)], dtype=object)
    plane = honest(4490, 4547).shapes(shapes)
    back = honest(4547, 4490).shapes(plane)
    assert shapely.equals_exact(back, shapes, tolerance=1e-9).all()
    assert plane[0].bounds[0] > 400_000


@pytest.mark.parametrize(
    ("longitude", "epsg"), [(112.9, 4547), (113.2, 4547), (120.0, 4549), (103.03, 4543), (76, 4534)]
)
def test_a_county_has_its_zone(longitude: float, epsg: int) -> None:
    assert zone_epsg(longitude) == epsg


def test_outside_the_zones_is_refused() -> None:
    with pytest.raises(ValueError, match="3 度带"):
        zone_epsg(140)


@pytest.mark.parametrize(
    ("easting_m", "epsg"),
    [(34_603_694.194, 4522), (38_412_345.6, 4526), (18_503_000.0, 4496), (603_694.194, None), (45_500_000.0, 4533)],
)
def test_the_zone_number_before_an_easting_names_the_system(easting_m: float, epsg: int | None) -> None:
    assert epsg_of_zone_easting(easting_m) == epsg


def test_the_named_system_gives_the_easting_back() -> None:
    east, north = honest(4490, 4522).transform(103.03, 25.34)
    lon, lat = honest(epsg_of_zone_easting(float(east)) or 0, 4490).transform(east, north)
    assert (float(lon), float(lat)) == pytest.approx((103.03, 25.34), abs=1e-10)


@pytest.mark.parametrize("easting_m", [24_500_000.0, 12_500_000.0, 46_500_000.0, -500_000.0])
def test_a_zone_the_country_has_not_is_refused(easting_m: float) -> None:
    with pytest.raises(ValueError, match="带号"):
        epsg_of_zone_easting(easting_m)


def test_degrees_in_china() -> None:
    assert could_be_degrees([113.1, 29.2, 603_694.0, np.nan], [29.2, 113.1, 2_804_116.0, 29.0]).tolist() == [
        *(True, False, False, False),
    ]


@pytest.mark.parametrize("utm", [32649, 32650, 32644])
def test_utm_is_on_wgs_84(utm: int) -> None:
    assert honest(utm, 4326).accuracy_m == 0
    assert honest(utm, 4490).accuracy_m == 1.0
