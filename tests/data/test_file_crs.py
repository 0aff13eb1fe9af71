"""What files say of their coordinate systems, and the way to EPSG:4490."""

import numpy as np
import pytest
from pyproj import CRS

from data.file_crs import Into4490, asked, stated
from layers.refusal import Refusal


@pytest.mark.parametrize(
    ("words", "epsg"),
    [
        ("EPSG:4490", 4490),
        ("epsg:4549", 4549),
        ("4547", 4547),
        (" CGCS2000 ", 4490),
        ("WGS 84", 4326),
        ("WGS-84", 4326),
    ],
)
def test_what_a_clerk_writes(words: str, epsg: int) -> None:
    assert asked(words) == epsg


@pytest.mark.parametrize("words", ["EPSG:12", "EPSG:5737", "百度坐标", "GCJ02", "BD-09", "", "经纬度"])
def test_what_a_clerk_may_not_write(words: str) -> None:
    with pytest.raises(Refusal, match="坐标系"):
        asked(words)


@pytest.mark.parametrize("epsg", [4326, 4490, 4547, 4526, 4610, 3857])
@pytest.mark.parametrize("form", ["WKT1_ESRI", "WKT2_2019"])
def test_the_wkt_of_a_prj_file_is_recognized(epsg: int, form: str) -> None:
    assert stated(CRS.from_epsg(epsg).to_wkt(form), "a.shp") == epsg


def test_crs84_of_geojson_is_recognized() -> None:
    assert stated("urn:ogc:def:crs:OGC:1.3:CRS84", "a.geojson") == 4326


def test_a_system_of_the_countys_own_has_no_code() -> None:
    local = 'LOCAL_CS["长沙独立坐标系",UNIT["metre",1]]'
    with pytest.raises(Refusal, match="认不出 EPSG 代码"):
        stated(local, "a.shp")


def test_a_known_point_of_the_survey_comes_out() -> None:
    # 25.34 N 103.03 E is X 2804116.749, Y 603694.194 in the zone of 102° E (cs2cs).
    lon, lat = Into4490(4543, "成果表").points(np.array([603694.194]), np.array([2804116.749]))
    assert (round(float(lon[0]), 7), round(float(lat[0]), 7)) == (103.03, 25.34)


def test_an_easting_with_its_zone_in_the_system_without_is_refused() -> None:
    into = Into4490(4549, "成果表")
    assert not into.plausible(np.array([40503694.0]), np.array([3204116.0]))
