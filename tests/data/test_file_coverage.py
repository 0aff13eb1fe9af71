"""The main job straight on files: every kind of file gives the same figures, and bad files are refused in words."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import shapely
from pyproj import Transformer
from shapely import Point

from data.area_files import AreaWish
from data.file_coverage import FileQuestion, run_files
from data.place_files import PlaceWish
from layers.coverage_result import CoverageResult
from layers.coverage_terms import AgeFrom
from layers.population import PopulationBasis
from layers.refusal import Refusal
from tests.data import file_shelf as shelf

FIGURES = [
    ("430621101", 60, 1000, 60.0),
    ("430621102", 20, 2000, 10.0),
    ("430621103", 20, 500, 40.0),
    ("430621104", 0, 0, None),
]


def question(areas: Path, homes: Path, beds: str = "床位数", **wishes: Any) -> FileQuestion:  # noqa: ANN401
    area_wish = AreaWish(population_field="p60", fallback_crs="EPSG:4490")
    return FileQuestion(areas, area_wish, homes, PlaceWish(beds, fallback_crs="EPSG:4490", **wishes))


def figures(result: CoverageResult) -> list[tuple[str, int, int | None, float | None]]:
    return [(row.id, row.beds, row.elderly, row.beds_per_thousand) for row in result.areas]


def test_geojson_and_csv(tmp_path: Path) -> None:
    run = run_files(question(shelf.squares(tmp_path / "a.geojson"), shelf.homes(tmp_path / "h.csv")))
    assert figures(run.result) == FIGURES
    assert (run.result.total.beds, run.result.total.elderly) == (100, 3500)
    assert run.result.parameters["areas"] == {
        "file": "a.geojson",
        "id_field": "code",
        "name_field": "name",
        "crs": "EPSG:4490",
        "population_field": "p60",
    }
    assert run.result.findings == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_chinese_tables_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    homes = shelf.homes(tmp_path / "h.csv", encoding=encoding)
    run = run_files(question(shelf.squares(tmp_path / "a.geojson"), homes))
    assert figures(run.result) == FIGURES
    assert [home.name for home in run.facilities] == ["甲敬老院", "乙养老院", "丙福利院"]


@pytest.mark.parametrize(
    "headings",
    [
        ("name", "lon", "lat", "beds"),
        ("Name", "Longitude", "LATITUDE", "beds"),
        ("机构名称", "LNG", "LAT", "beds"),
        ("机构名称", "经度（°）", "纬度（°）", "beds"),
        ("机构名称", "东经", "北纬", "beds"),
        ("名称", "经度_WGS84", "纬度_WGS84", "beds"),
        ("名称", "x", "y", "beds"),
        ("名称", "X坐标", "Y坐标", "beds"),
        ("名称", "POINT_X", "POINT_Y", "beds"),
    ],
    ids=lambda headings: headings[1],
)
def test_coordinate_columns_in_their_usual_spellings(tmp_path: Path, headings: tuple[str, ...]) -> None:
    homes = shelf.homes(tmp_path / "h.csv", headings)
    assert figures(run_files(question(shelf.squares(tmp_path / "a.geojson"), homes, "beds")).result) == FIGURES


def test_x_and_y_are_told_apart_by_their_numbers_and_that_is_said(tmp_path: Path) -> None:
    homes = shelf.homes(tmp_path / "h.csv", ("名称", "y", "x", "床位数"))
    result = run_files(question(shelf.squares(tmp_path / "a.geojson"), homes)).result
    assert figures(result) == FIGURES
    assert [finding.message for finding in result.findings] == [
        "h.csv：按数值判断，“y”为东（经度方向），“x”为北（纬度方向）"
    ]


def projected(epsg: int) -> list[tuple[str, float, float, int]]:
    """The homes in a projected system: name, east, north, beds."""
    way = Transformer.from_crs(4490, epsg, always_xy=True)
    return [(name, *way.transform(x, y), beds) for name, x, y, beds in shelf.HOMES]


@pytest.mark.parametrize("epsg", [4547, 4526, 4502 + 6])
def test_survey_tables_have_x_to_the_north(tmp_path: Path, epsg: int) -> None:
    rows = [("名称", "X", "Y", "床位数"), *((name, north, east, beds) for name, east, north, beds in projected(epsg))]
    homes = shelf.table(tmp_path / "h.csv", rows)
    asked = question(shelf.squares(tmp_path / "a.geojson"), homes, crs=f"EPSG:{epsg}")
    result = run_files(asked).result
    assert figures(result) == FIGURES
    assert "“Y”为东（经度方向），“X”为北" in result.findings[0].message


def test_files_of_different_systems_are_transformed_and_never_mixed(tmp_path: Path) -> None:
    moved = [shelf.moved(shelf.square(code), 4547) for code in shelf.CODES]
    fields: dict[str, list[Any]] = {
        "code": list(shelf.CODES),
        "name": list(shelf.CODES.values()),
        "p60": list(shelf.ELDERLY.values()),
    }
    areas = shelf.written(tmp_path / "a.gpkg", moved, fields, driver="GPKG", crs="EPSG:4547")
    homes = shelf.homes(tmp_path / "h.csv")
    result = run_files(question(areas, homes)).result
    assert figures(result) == FIGURES
    assert (result.parameters["areas"]["crs"], result.parameters["facilities"]["crs"]) == ("EPSG:4547", "EPSG:4490")


@pytest.mark.parametrize("encoding", ["UTF-8", "GBK"])
@pytest.mark.parametrize("with_cpg", [True, False], ids=["cpg", "no cpg"])
def test_shapefiles_of_both_encodings_with_and_without_saying_so(tmp_path: Path, encoding: str, with_cpg: bool) -> None:
    fields: dict[str, list[Any]] = {
        "代码": list(shelf.CODES),
        "名称": list(shelf.CODES.values()),
        "p60": list(shelf.ELDERLY.values()),
    }
    shapes = [shelf.square(code) for code in shelf.CODES]
    areas = shelf.written(
        tmp_path / "a.shp", shapes, fields, driver="ESRI Shapefile", crs="EPSG:4490", encoding=encoding
    )
    if not with_cpg:
        (tmp_path / "a.cpg").unlink()
    result = run_files(question(areas, shelf.homes(tmp_path / "h.csv"))).result
    assert figures(result) == FIGURES
    assert [row.name for row in result.areas] == list(shelf.CODES.values())
    noted = [finding.message for finding in result.findings]
    assert noted == (
        [] if with_cpg else [f"a.shp 没有 .cpg 文件，文字按 {'UTF-8' if encoding == 'UTF-8' else 'GB18030'} 读取"]
    )


def test_a_shapefile_without_prj_is_refused_and_taken_with_a_word(tmp_path: Path) -> None:
    fields: dict[str, list[Any]] = {"code": list(shelf.CODES), "p60": list(shelf.ELDERLY.values())}
    shapes = [shelf.square(code) for code in shelf.CODES]
    areas = shelf.written(tmp_path / "a.shp", shapes, fields, driver="ESRI Shapefile", crs="EPSG:4490")
    (tmp_path / "a.prj").unlink()
    asked = question(areas, shelf.homes(tmp_path / "h.csv"))
    assert figures(run_files(asked).result) == FIGURES
    with pytest.raises(Refusal, match=r"a.shp 没有写明坐标系[\s\S]*请加 --crs"):
        run_files(replace(asked, area_wish=replace(asked.area_wish, fallback_crs=None)))


def test_facilities_and_people_as_points_of_a_geopackage(tmp_path: Path) -> None:
    points = shelf.home_points()
    homes = shelf.written(
        tmp_path / "p.gpkg", points, {"name": ["甲", "乙", "丙"], "beds": [60, 20, 20]}, driver="GPKG", crs="EPSG:4490",
        layer="homes",
    )  # fmt: skip
    shelf.written(
        homes, points, {"name": ["村一", "村二", "村三"], "p60": [1000, 2000, 500]}, driver="GPKG", crs="EPSG:4490",
        layer="villages",
    )  # fmt: skip
    asked = FileQuestion(
        shelf.squares(tmp_path / "a.geojson"), AreaWish(), homes, PlaceWish("beds", layer="homes"),
        homes, PlaceWish("p60", layer="villages"),
    )  # fmt: skip
    result = run_files(asked).result
    assert figures(result) == FIGURES
    assert result.population.method == "points"
    with pytest.raises(Refusal, match="有 2 个图层。图层：homes、villages"):
        run_files(replace(asked, facility_wish=PlaceWish("beds")))


def test_a_workbook_with_titles_totals_and_several_sheets(tmp_path: Path) -> None:
    rows: list[list[object]] = [["岳阳县养老机构一览表"], ["序号", "机构名称", "床位数（张）", "经度", "纬度"]]
    rows += [[str(number), name, beds, x, y] for number, (name, x, y, beds) in enumerate(shelf.HOMES, 1)]
    homes = shelf.workbook(tmp_path / "h.xlsx", {"填表说明": [["请勿改动"]], "2024": [*rows, ["合计", None, 100]]})
    result = run_files(question(shelf.squares(tmp_path / "a.geojson"), homes, "床位数(张)")).result
    assert figures(result) == FIGURES
    assert [finding.message for finding in result.findings] == [
        "h.xlsx 的表头取第 2 行，其上各行视为标题",
        "h.xlsx 有 2 张工作表，取“2024”：只有它含有所需字段",
        "h.xlsx 第 6 行是合计行，不是一处地点，未读入",
    ]


def test_people_by_a_table_of_area_codes(tmp_path: Path) -> None:
    rows: list[tuple[object, ...]] = [("区划代码", "老年人口"), *shelf.ELDERLY.items(), ("430621199", 77)]
    people = shelf.table(tmp_path / "p.csv", rows)
    asked = FileQuestion(
        shelf.squares(tmp_path / "a.geojson"), AreaWish(), shelf.homes(tmp_path / "h.csv"),
        PlaceWish("床位数", crs="EPSG:4490"), people, PlaceWish("老年人口"),
    )  # fmt: skip
    result = run_files(asked).result
    assert figures(result) == FIGURES
    assert [(lost.id, lost.elderly) for lost in result.unplaced.population] == [("430621199", 77)]


def test_what_is_known_of_the_population_is_printed(tmp_path: Path) -> None:
    asked = replace(
        question(shelf.squares(tmp_path / "a.geojson"), shelf.homes(tmp_path / "h.csv")),
        age=AgeFrom.SIXTY, basis=PopulationBasis.RESIDENT, counted_on=dt.date(2020, 11, 1), source="第七次人口普查",
        as_of=dt.date(2024, 12, 31), target=Decimal("32.5"),
    )  # fmt: skip
    result = run_files(asked).result
    told = result.population
    assert (told.title, told.counted_on, told.source) == (
        "常住60 周岁及以上人口",
        dt.date(2020, 11, 1),
        "第七次人口普查",
    )
    assert (result.as_of, result.parameters["target"]) == (dt.date(2024, 12, 31), 32.5)


def test_invented_files_are_marked_everywhere(tmp_path: Path) -> None:
    asked = question(shelf.squares(tmp_path / "a.geojson"), shelf.homes(tmp_path / "h.csv"), invented=True)
    result = run_files(asked).result
    assert result.invented
    assert [row.invented for row in result.areas] == [True, True, True, False]


def test_blank_beds_are_unknown_with_their_row_and_blank_coordinates_are_listed(tmp_path: Path) -> None:
    rows = [("名称", "经度", "纬度", "床位数"), ("甲", 113.05, 29.05, ""), ("乙", "", "", 30)]
    asked = question(shelf.squares(tmp_path / "a.geojson"), shelf.table(tmp_path / "h.csv", rows))
    result = run_files(asked).result
    assert [(lost.name, lost.beds, lost.reason) for lost in result.unplaced.facilities] == [("乙", 30, "没有坐标")]
    assert any("“甲”（第 2 行）床位数未填" in finding.message for finding in result.findings)


def test_the_same_facility_twice_is_counted_and_named(tmp_path: Path) -> None:
    rows = [("名称", "经度", "纬度", "床位数"), ("甲", 113.05, 29.05, 9), ("甲", 113.05, 29.05, 9)]
    asked = question(shelf.squares(tmp_path / "a.geojson"), shelf.table(tmp_path / "h.csv", rows))
    result = run_files(asked).result
    assert result.total.beds == 18
    assert any("“甲”在同一位置出现多次" in finding.message for finding in result.findings)


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


def test_full_width_and_thousands_are_numbers(tmp_path: Path) -> None:
    rows = [
        ("名称", "经度", "纬度", "床位数"),
        ("甲", "１１３．０５", 29.05, "１，２００"),
        ("乙", 113.05, 29.05, "30.0"),
    ]
    asked = question(shelf.squares(tmp_path / "a.geojson"), shelf.table(tmp_path / "h.csv", rows))
    assert run_files(asked).result.total.beds == 1230


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
