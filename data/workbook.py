"""A coverage run as a workbook: results with totals, what has no area, the facilities counted, and how to read it.

Values are plain numbers, never formulas; words stay words. The same run is the same bytes.
"""

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from data.coverage_run import CoverageRun
from data.coverage_table import COLUMNS, INVENTED, NOT_OFFICIAL, Value, area_rows, day, ending_rows, notes
from data.plain_tables import CREATED, OPTIONS
from layers.rules import Severity

_TEAL, _LINE = "#0F5C5C", "#C8D2D2"

Rows = Sequence[Sequence[Value]]


def workbook(run: CoverageRun) -> bytes:
    """Write the workbook of a run."""
    page = io.BytesIO()
    with xlsxwriter.Workbook(page, OPTIONS) as book:
        book.set_properties({"title": run.result.title, "comments": run.id, "created": CREATED})
        looks = _looks(book)
        _results(book.add_worksheet("结果"), looks, run)
        if run.result.unplaced.facilities or run.result.unplaced.population:
            _plain_sheet(book.add_worksheet("未归属"), looks, *_unplaced(run))
        _plain_sheet(book.add_worksheet("计入的设施"), looks, *_facilities(run))
        _notes(book.add_worksheet("说明"), looks, run)
    return page.getvalue()


def _looks(book: Any) -> dict[str, Any]:  # noqa: ANN401 - published without types
    """The few looks of a sheet."""
    edge = {"border": 1, "border_color": _LINE, "valign": "vcenter"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "caption": book.add_format({"font_color": "#666666"}),
        "heading": book.add_format(edge | {"bold": True, "font_color": "white", "bg_color": _TEAL, "text_wrap": True}),
        "text": book.add_format(edge),
        "whole": book.add_format(edge | {"num_format": "#,##0"}),
        "ratio": book.add_format(edge | {"num_format": "#,##0.00"}),
        "total_text": book.add_format(edge | {"bold": True, "bg_color": "#E8EFEF"}),
        "total_whole": book.add_format(edge | {"bold": True, "bg_color": "#E8EFEF", "num_format": "#,##0"}),
        "total_ratio": book.add_format(edge | {"bold": True, "bg_color": "#E8EFEF", "num_format": "#,##0.00"}),
        "wrapped": book.add_format(edge | {"text_wrap": True, "valign": "top"}),
    }


def _results(sheet: Any, looks: dict[str, Any], run: CoverageRun) -> None:  # noqa: ANN401 - published without types
    """The table of areas with its totals, below a title that says what it is."""
    result = run.result
    sheet.write_string(0, 0, f"{result.total.name} {result.title}", looks["title"])
    sheet.write_string(1, 0, _caption(run), looks["caption"])
    top = 3
    for place, column in enumerate(COLUMNS):
        sheet.write_string(top, place, column.heading, looks["heading"])
        sheet.set_column(place, place, column.width)
    sheet.set_row(top, 48)
    areas, endings = area_rows(result), ending_rows(result)
    for row, values in enumerate((*areas, *endings), top + 1):
        ending = row > top + len(areas)
        for place, (column, value) in enumerate(zip(COLUMNS, values, strict=True)):
            kind = ("ratio" if column.decimals else "whole") if column.numeric else "text"
            _write(sheet, row, place, value, looks[f"total_{kind}" if ending else kind])
    sheet.freeze_panes(top + 1, 3)
    sheet.autofilter(top, 0, top + len(areas), len(COLUMNS) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)


def _caption(run: CoverageRun) -> str:
    result, population = run.result, run.result.population
    counted = population.counted_on.isoformat() if population.counted_on else "时点未载明"
    parts = [
        f"截至 {result.as_of.isoformat()}" if result.as_of else "截至日期未载明",
        f"目标 {result.parameters['target']} {result.unit}",
        f"{population.title}（{counted}，{population.source}）",
        f"计算编号 {result.run}",
        NOT_OFFICIAL,
        *([f"含{INVENTED}"] if result.invented else []),
    ]
    return " · ".join(parts)


def _write(sheet: Any, row: int, place: int, value: Value, look: Any) -> None:  # noqa: ANN401 - published without types
    """One cell: words as words, numbers as numbers, nothing as blank."""
    if value is None:
        sheet.write_blank(row, place, None, look)
    elif isinstance(value, str):
        sheet.write_string(row, place, value, look)
    else:
        sheet.write_number(row, place, value, look)


def _plain_sheet(sheet: Any, looks: dict[str, Any], headings: Sequence[str], rows: Rows) -> None:  # noqa: ANN401 - untyped
    """A list with headings."""
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, heading, looks["heading"])
        sheet.set_column(place, place, max(12, 2 * len(heading)))
    for row, values in enumerate(rows, 1):
        for place, value in enumerate(values):
            _write(sheet, row, place, value, looks["text"])
    sheet.freeze_panes(1, 0)


def _unplaced(run: CoverageRun) -> tuple[Sequence[str], Rows]:
    """Facilities and people in no area."""
    unplaced = run.result.unplaced
    homes = [("设施", row.id, row.name, row.beds, None, row.x, row.y, row.reason) for row in unplaced.facilities]
    people = [("人口", row.id, row.name, None, row.elderly, row.x, row.y, row.reason) for row in unplaced.population]
    return ("类别", "代码", "名称", "床位数（张）", "老年人口（人）", "经度", "纬度", "原因"), [*homes, *people]


def _facilities(run: CoverageRun) -> tuple[Sequence[str], Rows]:
    """The rows behind the beds."""
    headings = (
        *("编号", "名称", "床位数（张）", "所在区域代码", "全县统筹", "经度", "纬度"),
        *("数据来源", "来源日期", INVENTED),
    )
    rows = [
        (
            home.id, home.name, home.beds, home.area, "是" if home.county_wide else "否", home.x, home.y, home.source,
            day(home.source_date), INVENTED if home.invented else None,
        )
        for home in run.facilities
    ]  # fmt: skip
    return headings, rows


def _notes(sheet: Any, looks: dict[str, Any], run: CoverageRun) -> None:  # noqa: ANN401 - published without types
    """How to read it, and what must be known before using it."""
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 100)
    told = notes(run.result)
    told += [(Severity.labels()[finding.severity], finding.message) for finding in run.result.findings]
    for row, (label, words) in enumerate(told):
        sheet.write_string(row, 0, label, looks["heading"])
        sheet.write_string(row, 1, words, looks["wrapped"])
