"""A run as files, read back by other programs: the same figures, the run named, invented data marked, no formulas."""

import csv
import io
import json
import subprocess
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import shapely

from data.area_files import AreaWish
from data.coverage_run import CoverageRun
from data.exporting import FORMATS
from data.file_coverage import FileQuestion, run_files
from data.place_files import PlaceWish
from tests.data import file_shelf as shelf


@pytest.fixture
def run(tmp_path: Path) -> CoverageRun:
    """Three homes in four squares, one outside, one with a wicked name; everything invented."""
    rows = [
        ("名称", "经度", "纬度", "床位数"),
        *shelf.HOMES,
        ('=HYPERLINK("http://example.invalid")', 113.05, 29.06, 4),
        ("城外院", 120.0, 30.0, 6),
    ]
    homes = shelf.table(tmp_path / "h.csv", rows)
    question = FileQuestion(
        shelf.squares(tmp_path / "a.geojson"), AreaWish(population_field="p60", invented=True), homes,
        PlaceWish("床位数", crs="EPSG:4490", invented=True),
    )  # fmt: skip
    return run_files(question)


def body(run: CoverageRun, extension: str) -> bytes:
    return FORMATS[extension][1](run)


@pytest.mark.parametrize("extension", FORMATS)
def test_the_same_run_is_the_same_bytes(run: CoverageRun, extension: str) -> None:
    again = CoverageRun.unpacked(run.body, run.package())
    assert body(run, extension) == body(again, extension)


def test_csv_opens_in_a_spreadsheet_and_adds_up(run: CoverageRun) -> None:
    page = body(run, "csv")
    assert page.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(page.decode("utf-8-sig"))))
    *areas, outside, total = rows
    assert [row["名称"] for row in rows] == [*shelf.CODES.values(), "不属于任何区域", "合计"]
    assert sum(int(row["床位数（张）"]) for row in (*areas, outside)) == int(total["床位数（张）"]) == 110
    assert {row["计算编号"] for row in rows} == {run.id}
    assert areas[0]["每千名老年人养老床位数（张/千人）"] == "64.00"
    assert areas[3]["每千名老年人养老床位数（张/千人）"] == ""
    assert areas[3]["无数值的原因"] == "老年人口为 0，不计算比值"
    assert total["示例数据"] == "示例数据"


def test_the_workbook_has_headings_totals_and_says_how_to_read_it(run: CoverageRun) -> None:
    book = openpyxl.load_workbook(io.BytesIO(body(run, "xlsx")))
    assert book.sheetnames == ["结果", "未归属", "计入的设施", "说明"]
    sheet = book["结果"]
    headings = [cell.value for cell in sheet[4]]
    assert "床位数（张）" in headings
    assert sheet.freeze_panes == "D5"
    column = headings.index("床位数（张）")
    values = [row[column] for row in sheet.iter_rows(min_row=5, values_only=True)]
    assert values == [64, 20, 20, 0, 6, 110]
    assert isinstance(values[0], int)
    told = {row[0]: row[1] for row in book["说明"].iter_rows(values_only=True)}
    assert told["计算编号"] == run.id
    assert told["示例数据"] == "本表含虚构的示例数据，不得作为工作依据"
    assert told["人口数据来源"] == "a.geojson 字段“p60”"


def test_no_cell_of_the_workbook_is_a_formula_or_a_link(run: CoverageRun) -> None:
    book = openpyxl.load_workbook(io.BytesIO(body(run, "xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == '=HYPERLINK("http://example.invalid")' and cell.data_type == "s" for cell in cells)
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]


def test_words_that_begin_like_a_formula_stay_words_in_csv(run: CoverageRun) -> None:
    first = run.result.areas[0].model_copy(update={"name": "=1+1"})
    wicked = replace(run, result=run.result.model_copy(update={"areas": [first, *run.result.areas[1:]]}))
    rows = list(csv.DictReader(io.StringIO(body(wicked, "csv").decode("utf-8-sig"))))
    assert rows[0]["名称"] == "'=1+1"


def test_geojson_is_of_rfc_7946(run: CoverageRun) -> None:
    document = json.loads(body(run, "geojson"))
    assert "crs" not in document
    for feature, area in zip(document["features"], run.result.areas, strict=True):
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        assert shapely.is_ccw(shapely.get_exterior_ring(shape))
        assert shapely.equals(shape, run.shapes[area.id])
        assert (feature["id"], feature["properties"]["beds"]) == (area.id, area.beds)
        assert feature["properties"]["run"] == run.id
    assert document["features"][0]["properties"]["note"] == "示例数据"
    assert document["coverage"]["total"]["beds"] == 110


def test_a_geopackage_is_read_by_gdal_with_its_system_and_numbers(run: CoverageRun, tmp_path: Path) -> None:
    path = tmp_path / "coverage.gpkg"
    path.write_bytes(body(run, "gpkg"))
    from pyogrio.raw import read

    meta, _, blobs, columns = read(path, layer="coverage")
    table = dict(zip(meta["fields"], columns, strict=True))
    assert meta["crs"] == "EPSG:4490"
    assert [shapely.from_wkb(blob).geom_type for blob in blobs] == ["MultiPolygon"] * 4
    assert table["beds"].tolist() == [64, 20, 20, 0]
    assert set(table["run"].tolist()) == {run.id}
    meta, _, blobs, columns = read(path, layer="facilities")
    table = dict(zip(meta["fields"], columns, strict=True))
    assert sorted(table["beds"].tolist()) == [4, 6, 20, 20, 60]
    assert set(table["note"].tolist()) == {"示例数据"}


def test_ogrinfo_finds_nothing_wrong_with_a_geopackage(run: CoverageRun, tmp_path: Path) -> None:
    path = tmp_path / "coverage.gpkg"
    path.write_bytes(body(run, "gpkg"))
    try:
        told = subprocess.run(["ogrinfo", "-so", "-al", str(path)], capture_output=True, text=True, check=True)
    except FileNotFoundError:
        pytest.skip("gdal-bin is not installed")
    assert told.stderr == ""
    assert "Feature Count: 4" in told.stdout
    assert "Feature Count: 5" in told.stdout
