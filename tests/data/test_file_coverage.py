"""The main job straight on files: every kind of file gives the same figures, and bad files are refused in words."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pyproj import Transformer

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
        "常住 60 周岁及以上人口",
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


def test_full_width_and_thousands_are_numbers(tmp_path: Path) -> None:
    rows = [
        ("名称", "经度", "纬度", "床位数"),
        ("甲", "１１３．０５", 29.05, "１，２００"),
        ("乙", 113.05, 29.05, "30.0"),
    ]
    asked = question(shelf.squares(tmp_path / "a.geojson"), shelf.table(tmp_path / "h.csv", rows))
    assert run_files(asked).result.total.beds == 1230
