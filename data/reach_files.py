"""A run of reach as files: CSV, XLSX, GeoJSON; the same run is the same bytes, and the figures are those of the answer.

Geometry is EPSG:4490, longitude first. Every file names its run and marks invented data.
"""

import io
from collections.abc import Callable, Sequence
from typing import Any

import orjson
import xlsxwriter

from data.coverage_table import INVENTED, NOT_OFFICIAL
from data.plain_tables import CREATED, CSV, GEOJSON, OPTIONS, XLSX, Cell, PlainTable
from data.plain_tables import csv_bytes as plain_csv
from layers.reach_result import Buckets, ReachResult
from layers.reach_terms import Measure, PlacesRule
from layers.rules import Severity
from layers.services import Bucket
from layers.travel import TravelMode

Writer = Callable[[ReachResult], bytes]
Rows = Sequence[Sequence[Cell]]

_BUCKETS = ("人数（人）", *(f"{label}（人）" for label in Bucket.labels().values()))
_COUNTY = "合计"


def people_table(result: ReachResult) -> PlainTable:
    """Settlements, townships and the whole in one list; each level alone sums to the whole."""
    unit = TravelMode.of(result.mode).unit_label
    headings = (
        *("级别", "代码", "名称", "所属乡镇（街道）代码", *_BUCKETS, _access(result), f"时限或距离（{unit}）"),
        *("够得着的设施（处）", "最近设施的直线距离（米）", "经度", "纬度", INVENTED, "计算编号"),
    )
    rows: list[Sequence[Cell]] = [
        (
            *("村（社区）", row.code, row.name, row.township, *_counts(row), row.access, row.limit, row.reaches),
            *(row.nearest_m, row.lon, row.lat, INVENTED if row.invented else None, result.id),
        )
        for row in result.settlements
    ]
    blank = (None,) * 6
    rows += [
        ("乡镇（街道）", row.code, row.name, row.code, *_counts(row), row.access, *blank, result.id)
        for row in result.townships
    ]
    rows.append((_COUNTY, None, _COUNTY, None, *_counts(result.totals), None, *blank, result.id))
    return PlainTable("村（社区）与乡镇", headings, headings, rows)


def csv_bytes(result: ReachResult) -> bytes:
    """The list of people as CSV."""
    return plain_csv(people_table(result))


def geojson_bytes(result: ReachResult) -> bytes:
    """Settlements and places as points; what is neither stands beside the features."""
    told = orjson.loads(result.canonical())
    features = [
        _feature(row | {"kind": kind, "run": result.id})
        for kind, rows in (("settlement", told.pop("settlements")), ("supply", told.pop("supplies")))
        for row in rows
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features, "reach": told})


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    lon, lat = row.pop("lon"), row.pop("lat")
    place = None if lon is None or lat is None else {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "id": row.get("code") or row.get("id"), "geometry": place, "properties": row}


def xlsx_bytes(result: ReachResult) -> bytes:
    """A workbook: townships with the whole, settlements, places, inequality, and how to read it."""
    page = io.BytesIO()
    with xlsxwriter.Workbook(page, OPTIONS) as book:
        book.set_properties({"title": result.title, "comments": result.id, "created": CREATED})
        heading = book.add_format({"bold": True, "border": 1, "text_wrap": True})
        people = people_table(result)
        villages = len(result.settlements)
        for title, headings, rows in (
            ("乡镇（街道）", people.headings[1:9], [row[1:9] for row in people.rows[villages:]]),
            ("村（社区）", people.headings[1:], [row[1:] for row in people.rows[:villages]]),
            ("设施", *_supplies(result)),
            ("十等分", *_deciles(result)),
            ("够不着的村（社区）", *_remote(result)),
            ("说明", ("项目", "内容"), notes(result)),
        ):
            _sheet(book.add_worksheet(title), heading, headings, rows)
    return page.getvalue()


def notes(result: ReachResult) -> list[tuple[str, str]]:
    """How the figures came about, and what must be known before using them."""
    limits, mode = result.limits, TravelMode.of(result.mode)
    near = f"城镇 {_plain(limits['town'])}、乡村 {_plain(limits['country'])} {mode.unit_label}（{limits['source']}）"
    rule, measure = PlacesRule.of(result.rule), Measure.of(result.measure)
    spread = result.inequality.gini
    return [
        ("计算", f"{result.title} · 截至 {result.as_of} · 计算编号 {result.id}"),
        ("服务对象", result.demand),
        ("够得着", f"{mode.label}：{near}；{result.because}"),
        ("给位", f"{rule.label}：{rule.words}"),
        ("可达性", f"{measure.label}：{measure.words}；单位 每千人{result.unit}数"),
        ("基尼系数", "—" if spread is None else f"{spread:.4f}"),
        ("程序与数据", f"{result.code_version} · {result.inputs_hash}"),
        ("性质", NOT_OFFICIAL + (f"；含{INVENTED}" if result.invented else "")),
        *((Severity.labels()[found.severity], found.message) for found in result.findings),
    ]


def _plain(number: float) -> str:
    return f"{number:g}"


def _access(result: ReachResult) -> str:
    return f"可达性（每千人{result.unit}数）"


def _counts(row: Buckets) -> tuple[int, int, int, int]:
    return row.people, row.served, row.waiting, row.out_of_reach


def _supplies(result: ReachResult) -> tuple[Sequence[str], Rows]:
    headings = (
        "图层",
        "编号",
        "名称",
        f"{result.unit}数",
        "用去",
        "加权需求人数（人）",
        "够得着它的村（社区）",
        "经度",
        "纬度",
    )
    return headings, [
        (row.layer, row.id, row.name, row.places, row.used, row.pressed, row.settlements, row.lon, row.lat)
        for row in result.supplies
    ]


def _deciles(result: ReachResult) -> tuple[Sequence[str], Rows]:
    headings = ("十等分（1 最低）", "人数（人）", _access(result), "占全部可达性")
    return headings, [(row.decile, row.people, row.access, row.share) for row in result.inequality.deciles]


def _remote(result: ReachResult) -> tuple[Sequence[str], Rows]:
    headings = ("代码", "名称", "所属乡镇（街道）代码", "人数（人）", "最近的设施", "直线距离（米）")
    return headings, [
        (row.code, row.name, row.township, row.people, row.nearest, row.nearest_m) for row in result.inequality.remote
    ]


def _sheet(sheet: Any, heading: Any, headings: Sequence[str], rows: Rows) -> None:  # noqa: ANN401 - published untyped
    """One list with headings; words stay words."""
    for place, words in enumerate(headings):
        sheet.write_string(0, place, words, heading)
        sheet.set_column(place, place, max(12, 2 * len(words)))
    for number, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, place, cell)
            elif cell is not None:
                sheet.write_number(number, place, cell)
    sheet.freeze_panes(1, 0)


#: File extension to media type and writer.
FORMATS: dict[str, tuple[str, Writer]] = {
    "csv": (CSV, csv_bytes),
    "xlsx": (XLSX, xlsx_bytes),
    "geojson": (GEOJSON, geojson_bytes),
}
