"""Bad files are normal files: refused in words, with the row or the place, never with a stack trace."""

import contextlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import Point

from data.area_files import AreaWish, areas_from_geojson
from data.file_coverage import run_files
from data.place_files import PlaceWish, read_facilities
from layers.refusal import Refusal
from tests.data import file_shelf as shelf
from tests.data.test_file_coverage import FIGURES, figures, projected, question

REFUSED: dict[str, tuple[list[tuple[object, ...]], str]] = {
    "words for a number": (
        [("甲", 113.05, 29.05, "一百二")],
        r"“床位数”有 1 处无法读取[\s\S]*第 2 行：“一百二”不是整数",
    ),
    "half a bed": ([("甲", 113.05, 29.05, "3.5")], "第 2 行：“3.5”不是整数"),
    "less than none": ([("甲", 113.05, 29.05, "-4")], "第 2 行：“-4”是负数"),
    "a unit in the cell": ([("甲", 113.05, 29.05, "120张")], "第 2 行：“120张”不是整数"),
    "a coordinate in words": ([("甲", "东经113", 29.05, 5)], "“东经113”不是十进制数"),
    "degrees and minutes": ([("甲", "113°03′", 29.05, 5)], "度分秒请先换算"),
    "half a coordinate": ([("甲", 113.05, "", 5)], "有 1 行只有一个坐标"),
    "latitude first": ([("甲", 29.05, 113.05, 5)], "经度和纬度像是写反了"),
    "metres as degrees": ([("甲", 602345.0, 3214567.0, 5)], "h.csv 的坐标不是经纬度"),
    "metres with a zone": ([("甲", 38402345.0, 3214567.0, 5)], "以带号 38 开头，若为 CGCS2000 应是 EPSG:4526"),
    "nothing below the headings": ([], "h.csv 是空的"),
    "a slipped row": ([("甲", 113.05, 29.05, 5, "多出")], "第 2 行有 5 列，表头只有 4 列"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_tables_are_refused_with_the_row(tmp_path: Path, case: str) -> None:
    rows, words = REFUSED[case]
    homes = shelf.table(tmp_path / "h.csv", [("名称", "经度", "纬度", "床位数"), *rows])
    with pytest.raises(Refusal, match=words):
        run_files(question(shelf.squares(tmp_path / "a.geojson"), homes))


def test_a_missing_field_lists_those_there_are(tmp_path: Path) -> None:
    asked = question(shelf.squares(tmp_path / "a.geojson"), shelf.homes(tmp_path / "h.csv"), "床位")
    with pytest.raises(Refusal, match=r"没有字段“床位”。可用字段：名称、经度、纬度、床位数"):
        run_files(asked)


def test_a_table_without_a_coordinate_system_is_refused(tmp_path: Path) -> None:
    asked = replace(
        question(shelf.squares(tmp_path / "a.geojson"), shelf.homes(tmp_path / "h.csv")),
        facility_wish=PlaceWish("床位数"),
    )
    with pytest.raises(Refusal, match=r"h.csv 没有写明坐标系"):
        run_files(asked)


@pytest.mark.parametrize(
    ("crs", "words"),
    [
        ("EPSG:4610", r"EPSG:4610 不能换算[\s\S]*1980 西安"),
        ("EPSG:4214", "1954 北京"),
        ("GCJ-02", "加偏的互联网地图坐标"),
        ("百度", "加偏的互联网地图坐标"),
        ("EPSG:99999", "“EPSG:99999”无法识别"),
        ("西安", "无法识别"),
        ("EPSG:4547", "坐标像经纬度"),
    ],
)
def test_systems_without_a_known_way_are_refused(tmp_path: Path, crs: str, words: str) -> None:
    asked = question(shelf.squares(tmp_path / "a.geojson"), shelf.homes(tmp_path / "h.csv"), crs=crs)
    with pytest.raises(Refusal, match=words):
        run_files(asked)


def test_columns_of_shifted_coordinates_are_refused(tmp_path: Path) -> None:
    homes = shelf.homes(tmp_path / "h.csv", ("名称", "gcj02_lng", "gcj02_lat", "床位数"))
    with pytest.raises(Refusal, match="“gcj02_lng”是加偏坐标"):
        run_files(question(shelf.squares(tmp_path / "a.geojson"), homes))


def test_two_pairs_of_coordinates_are_not_chosen_between(tmp_path: Path) -> None:
    rows = [("名称", "lng", "lat", "经度", "纬度", "床位数"), ("甲", 113.05, 29.05, 113.0501, 29.05, 5)]
    asked = question(shelf.squares(tmp_path / "a.geojson"), shelf.table(tmp_path / "h.csv", rows))
    with pytest.raises(Refusal, match="坐标列认不准。东向：lng、经度；北向：lat、纬度"):
        run_files(asked)
    assert (
        run_files(replace(asked, facility_wish=replace(asked.facility_wish, x="lng", y="lat"))).result.total.beds == 5
    )


def test_swapped_survey_columns_are_refused_with_the_right_order(tmp_path: Path) -> None:
    rows = [("名称", "X", "Y", "床位数"), *((name, north, east, beds) for name, east, north, beds in projected(4547))]
    asked = question(
        shelf.squares(tmp_path / "a.geojson"), shelf.table(tmp_path / "h.csv", rows), crs="EPSG:4547", x="X", y="Y"
    )
    with pytest.raises(Refusal, match=r"像是写反了[\s\S]*请试 --x Y --y X"):
        run_files(asked)


@pytest.mark.parametrize("columns", [{}, {"x": "Y", "y": "X"}], ids=["found", "named"])
def test_an_easting_with_a_zone_number_names_the_system_that_has_it(tmp_path: Path, columns: dict[str, str]) -> None:
    rows = [("名称", "X", "Y", "床位数"), *((name, north, east, beds) for name, east, north, beds in projected(4526))]
    homes = shelf.table(tmp_path / "h.csv", rows)
    with pytest.raises(Refusal, match="东坐标以带号 38 开头，若为 CGCS2000 应是 EPSG:4526"):
        run_files(question(shelf.squares(tmp_path / "a.geojson"), homes, crs="EPSG:4547", **columns))


BAD_AREAS: dict[str, tuple[list[dict[str, Any]], str]] = {
    "a bow tie": (
        [shelf.feature(shapely.from_wkt("POLYGON ((113 29, 114 30, 114 29, 113 30, 113 29))"), code="1", p60=1)],
        r"第 1 个要素“1”不能使用。图形无效：边线自相交，位于（113.5, 29.5）",
    ),
    "a point": ([shelf.feature(Point(113, 29), code="1", p60=1)], "图形是 Point，不是面"),
    "no shape": ([shelf.feature(None, code="1", p60=1)], "没有图形"),
    "one code twice": ([shelf.feature(shelf.square("430621101"), code="1", p60=1)] * 2, "“1”：第 1、2 个区域"),
    "no code": ([shelf.feature(shelf.square("430621101"), code=None, p60=1)], "有 1 个区域没有代码"),
    "no usual field": ([shelf.feature(shelf.square("430621101"), p60=1)], r"没有认得出的代码或名称字段。现有字段：p60"),
    "half a person": ([shelf.feature(shelf.square("430621101"), code="1", p60=1.5)], "第 1 个要素：“1.5”不是整数"),
    "nothing": ([], "a.geojson 是空的"),
    "latitude first": (
        [shelf.feature(shapely.from_wkt("POLYGON ((29 113, 30 113, 30 114, 29 113))"), code="1", p60=1)],
        "像是写反了",
    ),
}


@pytest.mark.parametrize("case", BAD_AREAS)
def test_bad_areas_are_refused_with_their_place(tmp_path: Path, case: str) -> None:
    features, words = BAD_AREAS[case]
    areas = shelf.geojson(tmp_path / "a.geojson", features)
    with pytest.raises(Refusal, match=words):
        run_files(question(areas, shelf.homes(tmp_path / "h.csv")))


def test_the_files_own_system_goes_before_the_command_and_that_is_said(tmp_path: Path) -> None:
    areas = shelf.squares(tmp_path / "a.geojson", "urn:ogc:def:crs:EPSG::4490")
    asked = question(areas, shelf.homes(tmp_path / "h.csv"), crs="EPSG:4490")
    asked = replace(asked, area_wish=replace(asked.area_wish, fallback_crs="EPSG:4547"))
    result = run_files(asked).result
    assert figures(result) == FIGURES
    assert "a.geojson 自带坐标系 EPSG:4490，以它为准" in result.findings[0].message
    with pytest.raises(Refusal, match="坐标系说法不一"):
        run_files(replace(asked, area_wish=replace(asked.area_wish, crs="EPSG:4547")))


def test_a_silent_geojson_in_degrees_does_not_take_a_plane_system_and_that_is_said(tmp_path: Path) -> None:
    asked = question(shelf.squares(tmp_path / "a.geojson"), shelf.homes(tmp_path / "h.csv"), crs="EPSG:4490")
    result = run_files(replace(asked, area_wish=replace(asked.area_wish, fallback_crs="EPSG:4547"))).result
    assert figures(result) == FIGURES
    assert "未采用 --crs EPSG:4547" in result.findings[0].message


def test_a_silent_geojson_in_metres_takes_the_commands_word(tmp_path: Path) -> None:
    features = [
        shelf.feature(shelf.moved(shelf.square(code), 4547), code=code, p60=shelf.ELDERLY[code]) for code in shelf.CODES
    ]
    asked = question(shelf.geojson(tmp_path / "a.geojson", features), shelf.homes(tmp_path / "h.csv"), crs="EPSG:4490")
    result = run_files(replace(asked, area_wish=replace(asked.area_wish, fallback_crs="EPSG:4547"))).result
    assert figures(result) == FIGURES
    assert "没有写明坐标系，按命令取 EPSG:4547" in result.findings[0].message


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("a.geojson", b"{", "不是有效的 GeoJSON"),
        ("a.geojson", b"[]", "不是 GeoJSON"),
        ("a.gpkg", b"nothing", "a.gpkg 无法读取"),
        ("a.kml", b"", "不能作为区域文件"),
    ],
)
def test_broken_area_files_are_refused(tmp_path: Path, name: str, body: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    with pytest.raises(Refusal, match=words):
        run_files(question(path, shelf.homes(tmp_path / "h.csv")))


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("h.csv", b"\xff\xfe\xff", "文字编码损坏"),
        ("h.csv", b"", "h.csv 是空的"),
        ("h.xlsx", b"PK", "不是可读的 XLSX"),
        ("h.xls", b"", "请在表格软件中另存为 .xlsx"),
        ("h.shp", b"", "缺少 h.dbf"),
    ],
)
def test_broken_facility_files_are_refused(tmp_path: Path, name: str, body: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    with pytest.raises(Refusal, match=words):
        run_files(question(shelf.squares(tmp_path / "a.geojson"), path))


def test_people_must_come_from_one_place(tmp_path: Path) -> None:
    asked = question(shelf.squares(tmp_path / "a.geojson"), shelf.homes(tmp_path / "h.csv"))
    with pytest.raises(Refusal, match="没有给老年人口"):
        run_files(replace(asked, area_wish=AreaWish()))
    with pytest.raises(Refusal, match="老年人口给了两处"):
        run_files(replace(asked, population=tmp_path / "h.csv", population_wish=PlaceWish("床位数")))


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.floats(allow_nan=False)
    | st.text(max_size=5)
    | st.sampled_from(["Feature", "Polygon"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "features", "geometry", "properties", "coordinates", "crs", "name", "id"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)
COLLECTIONS = st.fixed_dictionaries(
    {"type": st.just("FeatureCollection"), "features": st.lists(JSON, max_size=3), "crs": JSON}
)


@settings(deadline=None, max_examples=300)
@given(JSON | COLLECTIONS)
def test_any_json_is_areas_or_a_refusal(document: object) -> None:
    with contextlib.suppress(Refusal):
        areas_from_geojson(json.dumps(document).encode(), AreaWish())


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300), st.sampled_from(["h.csv", "h.xlsx", "h.geojson"]))
def test_any_bytes_are_facilities_or_a_refusal(tmp_path: Path, body: bytes, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    with contextlib.suppress(Refusal):
        read_facilities(path, PlaceWish("床位数", crs="EPSG:4490"))
