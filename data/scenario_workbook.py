"""The report of a plan as a workbook: what it says, its sites, townships and settlements as numbers, its maps.

Values are plain numbers, never formulas; words stay words. The same report is the same bytes. Money is in ten thousand
yuan (万元), land in square metres, places EPSG:4490.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import xlsxwriter

from data.plain_tables import CREATED, OPTIONS
from layers.plan_figures import FIGURES
from layers.saved_plan import SitingPlan
from layers.services import Bucket
from layers.siting_report import ReportFacts
from layers.siting_result import Buckets

_TEAL, _LINE = "#0F5C5C", "#C8D2D2"
_A4 = 9
_MAP_SCALE, _MAP_ROWS = 0.62, 34
Value = str | float | int | None
Column = tuple[str, int]

_BUCKETS = [f"{when}{label}（人）" for when in ("现在", "实施后") for label in Bucket.labels().values()]
_SITES: Sequence[Column] = (
    ("点位", 26), ("代码", 20), ("乡镇（街道）", 16), ("做法", 8), ("原有（位）", 10), ("建成后（位）", 12),
    ("增加（位）", 10), ("投资（万元）", 12), ("用地（㎡）", 12), ("有位的人（人）", 14), ("经度", 12), ("纬度", 12),
)  # fmt: skip
_TOWNSHIPS: Sequence[Column] = (
    ("乡镇（街道）", 18), ("代码", 14), ("需要服务（人）", 14), *((words, 18) for words in _BUCKETS),
    ("现在有位占比（%）", 16), ("实施后有位占比（%）", 18), ("有位增减（人）", 14),
)  # fmt: skip
_VILLAGES: Sequence[Column] = (
    ("村（社区）", 20), ("代码", 16), ("乡镇（街道）", 18), ("需要服务（人）", 14),
    *((words, 18) for words in _BUCKETS), ("经度", 12), ("纬度", 12),
)  # fmt: skip


def scenario_workbook(plan: SitingPlan, facts: ReportFacts, maps: Mapping[str, bytes]) -> bytes:
    """Write the workbook of a report; `maps` are PNG by `before` and `after`."""
    page = io.BytesIO()
    with xlsxwriter.Workbook(page, OPTIONS) as book:
        book.set_properties({"title": facts.title, "comments": facts.run, "created": CREATED})
        looks = _looks(book)
        _summary(book.add_worksheet("报告摘要"), looks, plan, facts)
        _table(book.add_worksheet("点位"), looks, facts, "新建、扩建、保留和关停的点位", _SITES, list(_sites(plan)))
        _table(book.add_worksheet("乡镇"), looks, facts, "各乡镇（街道）实施前后", _TOWNSHIPS, list(_townships(plan)))
        _table(book.add_worksheet("村社区"), looks, facts, "各村（社区）实施前后", _VILLAGES, list(_villages(plan)))
        _others(book.add_worksheet("方案有多好"), looks, plan, facts)
        _maps(book.add_worksheet("图件"), looks, facts, maps)
        _notes(book.add_worksheet("说明"), looks, facts)
    return page.getvalue()


def _looks(book: Any) -> dict[str, Any]:  # noqa: ANN401 - published without types
    edge = {"border": 1, "border_color": _LINE, "valign": "vcenter"}
    return {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}),
        "caption": book.add_format({"font_color": "#666666"}),
        "part": book.add_format({"bold": True, "font_size": 12, "font_color": _TEAL}),
        "words": book.add_format({"text_wrap": True, "valign": "top"}),
        "heading": book.add_format(
            edge | {"bold": True, "font_color": "white", "bg_color": _TEAL, "text_wrap": True, "align": "center"}
        ),
        "text": book.add_format(edge),
        "wrapped": book.add_format(edge | {"text_wrap": True, "valign": "top"}),
        "number": book.add_format(edge | {"num_format": "#,##0.##"}),
        "place": book.add_format(edge | {"num_format": "0.0000"}),
    }


def _caption(facts: ReportFacts) -> str:
    marks = [
        f"截至 {facts.as_of}",
        f"方案“{facts.name}”",
        f"计算编号 {facts.run}",
        f"审图号：{facts.approval}",
        "计算值，非法定统计数据",
    ]
    return " · ".join([*marks, *([f"含{facts.invented}"] if facts.invented else [])])


def _set_up(sheet: Any, facts: ReportFacts, *, landscape: bool = True) -> None:  # noqa: ANN401 - the same
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.7, right=0.7, top=0.9, bottom=0.8)
    sheet.set_footer(f"&L{facts.office}　{facts.made_on}&C第 &P 页，共 &N 页&R{facts.run}")


def _summary(sheet: Any, looks: dict[str, Any], plan: SitingPlan, facts: ReportFacts) -> None:  # noqa: ANN401 - the same
    """The sentences of the report and its figures before and after."""
    _set_up(sheet, facts, landscape=False)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 3, 20)
    sheet.set_row(0, 34)
    sheet.merge_range(0, 0, 0, 3, facts.title, looks["title"])
    sheet.write_string(1, 0, _caption(facts), looks["caption"])
    row = 3
    for place, heading in enumerate(("指标", "现在", "实施后", "单位")):
        sheet.write_string(row, place, heading, looks["heading"])
    for figure in FIGURES.values():
        row += 1
        sheet.write_string(row, 0, figure.title, looks["text"])
        before = figure.value(plan, "before") if figure.is_of_people else None
        _write(sheet, looks, row, 1, before)
        _write(sheet, looks, row, 2, figure.value(plan, "after"))
        sheet.write_string(row, 3, figure.unit, looks["text"])
    parts = (
        ("一、结论", facts.conclusion), ("二、现状", facts.present), ("三、目标和限制", facts.limits),
        ("四、方案", facts.works), ("五、实施后的效果", facts.effect), ("六、方案有多好", facts.proof),
        ("七、使用须知", facts.cautions),
    )  # fmt: skip
    row += 1
    for heading, sentences in parts:
        row += 1
        sheet.write_string(row, 0, heading, looks["part"])
        for words in sentences:
            row += 1
            sheet.merge_range(row, 0, row, 3, words, looks["words"])
            sheet.set_row(row, 16 * (1 + len(words) // 44))


def _table(  # noqa: PLR0917 - a sheet, how it looks, whose it is, and what stands in it
    sheet: Any,  # noqa: ANN401 - the same
    looks: dict[str, Any],
    facts: ReportFacts,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Value]],
) -> None:
    _set_up(sheet, facts)
    sheet.set_row(0, 28)
    sheet.merge_range(0, 0, 0, len(columns) - 1, f"{facts.county}{title}", looks["title"])
    sheet.write_string(1, 0, _caption(facts), looks["caption"])
    sheet.set_row(2, 32)
    for place, (heading, width) in enumerate(columns):
        sheet.write_string(2, place, heading, looks["heading"])
        sheet.set_column(place, place, width)
    for number, values in enumerate(rows, 3):
        for place, value in enumerate(values):
            _write(sheet, looks, number, place, value, columns[place][0])
    sheet.freeze_panes(3, 1)
    sheet.repeat_rows(2)
    if rows:
        sheet.autofilter(2, 0, 2 + len(rows), len(columns) - 1)


def _write(sheet: Any, looks: dict[str, Any], row: int, place: int, value: Value, heading: str = "") -> None:  # noqa: ANN401, PLR0917 - the same
    if value is None:
        sheet.write_blank(row, place, None, looks["text"])
    elif isinstance(value, str):
        sheet.write_string(row, place, value, looks["text"])
    else:
        sheet.write_number(row, place, value, looks["place" if heading in ("经度", "纬度") else "number"])


def _sites(plan: SitingPlan) -> Iterator[Sequence[Value]]:
    for site in plan.sites:
        yield (
            site.name, site.id, plan.township_name(site.township), site.kind.label, site.places_before, site.places,
            site.added, site.cost_wan, site.land_m2, site.served, site.lon, site.lat,
        )  # fmt: skip


def _buckets(*parts: Buckets) -> list[Value]:
    return [getattr(part, name) for part in parts for name in Bucket.labels()]


def _townships(plan: SitingPlan) -> Iterator[Sequence[Value]]:
    rows = [(each.name, each.code, each.before, each.after) for each in plan.townships]
    for name, code, before, after in [*rows, ("合计", "", plan.before, plan.after)]:
        gained = after.served - before.served
        yield (name, code, after.people, *_buckets(before, after), _percent(before), _percent(after), gained)


def _percent(buckets: Buckets) -> float | None:
    return None if buckets.served_share is None else round(100 * buckets.served_share, 2)


def _villages(plan: SitingPlan) -> Iterator[Sequence[Value]]:
    for each in plan.settlements:
        town = plan.township_name(each.township)
        yield (each.name, each.code, town, each.people, *_buckets(each.before, each.after), each.lon, each.lat)


def _others(sheet: Any, looks: dict[str, Any], plan: SitingPlan, facts: ReportFacts) -> None:  # noqa: ANN401 - the same
    """The short tables one below the other."""
    _set_up(sheet, facts, landscape=False)
    sheet.set_column(0, 4, 20)
    sheet.write_string(0, 0, _caption(facts), looks["caption"])
    parts: Sequence[tuple[str, Sequence[str], Sequence[Sequence[Value]]]] = (
        (
            "其他好方案",
            ("目标值", "为最好的（%）", "投资（万元）", "不同的点位"),
            [
                (each.value, None if each.share_of_best is None else round(100 * each.share_of_best, 2), each.cost_wan,
                 "、".join(each.differs_in))
                for each in plan.alternatives
            ],
        ),
        (
            "各种情形下可先建的点位",
            ("点位", "入选的情形", "全部情形"),
            [(each.name, each.cases, each.of) for each in plan.no_regret],
        ),
        (
            "预算与成效",
            ("预算（万元）", "实际投资（万元）", "目标值", "上界", "新建（处）"),
            [(each.budget_wan, each.cost_wan, each.value, each.bound, each.sites) for each in plan.frontier],
        ),
        (
            "今后的需求",
            ("情形", "需要服务（人）", "按本方案有位（人）", "重新选址的目标值"),
            [(each.title, each.people, each.as_planned, each.value) for each in plan.forecast],
        ),
    )  # fmt: skip
    row = 1
    for title, headings, rows in parts:
        if not rows:
            continue
        row += 1
        sheet.write_string(row, 0, title, looks["part"])
        for values in (headings, *rows):
            row += 1
            for place, value in enumerate(values):
                if values is headings:
                    sheet.write_string(row, place, str(value), looks["heading"])
                else:
                    _write(sheet, looks, row, place, value)
        row += 1


def _maps(sheet: Any, looks: dict[str, Any], facts: ReportFacts, maps: Mapping[str, bytes]) -> None:  # noqa: ANN401 - the same
    _set_up(sheet, facts, landscape=False)
    for place, (name, body) in enumerate(maps.items()):
        row = place * _MAP_ROWS
        caption = facts.captions[name]
        sheet.write_string(row, 0, f"{caption}　审图号：{facts.approval}", looks["part"])
        shown = {"image_data": io.BytesIO(body), "x_scale": _MAP_SCALE, "y_scale": _MAP_SCALE, "description": caption}
        sheet.insert_image(row + 1, 0, f"{name}.png", shown)


def _notes(sheet: Any, looks: dict[str, Any], facts: ReportFacts) -> None:  # noqa: ANN401 - the same
    _set_up(sheet, facts, landscape=False)
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 90)
    told = [
        ("方案", f"{facts.number}：{facts.name}"), ("编制说明", facts.note or "—"), ("编制日期", str(facts.made_on)),
        ("编制单位", facts.office), ("数据截至", str(facts.as_of)), ("登记时点", facts.recorded_at),
        ("计算编号", facts.run), ("数据指纹", facts.inputs_hash), ("程序版本", facts.code_version),
        *((term.word, term.meaning) for term in facts.definitions),
        *(
            (f"来源：{each.what}", f"{each.source}（{each.dated}，{each.rows} 行{_mark(each.invented)}）")
            for each in facts.sources
        ),
    ]  # fmt: skip
    for row, (label, words) in enumerate(told):
        sheet.write_string(row, 0, label, looks["heading"])
        sheet.write_string(row, 1, words, looks["wrapped"])


def _mark(invented: bool) -> str:
    return "，示例数据" if invented else ""
