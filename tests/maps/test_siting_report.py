"""The report of a plan: whole sentences, tables that add up, maps, and the same bytes for the same plan."""

import dataclasses
import datetime as dt
import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import shapely
from docx import Document

from data.scenario_workbook import scenario_workbook
from layers.plan_figures import FIGURES
from layers.refusal import Refusal
from layers.siting_report import ReportFacts, ReportHead, ReportSource, SitingPaper, report_of
from maps.fonts import NoChineseFont, chinese_typeface
from maps.palette import NO_VALUE, SEQUENTIAL
from maps.plan_sheet import WIDTH_MM, MappedTownship, PlanMap, colour_of, plan_png
from maps.reports.faces import face_for
from maps.reports.filling import Picture, context, fill, template_of
from maps.reports.pdf import pdf_of
from maps.reports.reading import blocks_of, pictures_in
from maps.reports.reading import text_of as words_of
from tests.maps.pdf_text import embedded_fonts, fonts, text_of
from tests.siting_plans import EAST, NEW_EAST, OLD_HOME, plan, read

RICH = EAST | {
    "title": "养老床位",
    "unit": "人",
    "objective_title": "有位的人最多",
    "alternatives": [{"sites": ["x"], "value": 590.0, "share_of_best": 0.983, "differs_in": ["s-乙村地块"]}],
    "forecast": [{"years": 5, "case": "middle", "title": "5 年后（中）", "people": 950, "value": 610.0}],
}
HEAD = ReportHead(
    county="岳阳县",
    office="岳阳县民政局",
    number=7,
    name="东点",
    note="",
    made_on=dt.date(2026, 11, 27),
    as_of=dt.date(2024, 12, 31),
    run="siting-0123456789ab",
    inputs_hash="ab" * 32,
    code_version="c0ffee",
    recorded_at="2026-11-27 15:00",
    approval="",
    sources=(ReportSource("村（社区）", "示例规则（虚构）", "2024-12-31", 4, invented=True),),
)
SHEET = PlanMap(
    title="岳阳县养老床位选址方案“东点”",
    when="after",
    townships=(
        MappedTownship("荣家湾镇", shapely.box(113.08, 29.05, 113.25, 29.20), 1.0),
        MappedTownship("黄沙街镇", shapely.box(113.00, 28.92, 113.25, 29.05), None),
    ),
    settlements=read(EAST).settlements,
    sites=read(EAST).sites,
    as_of="2024-12-31",
    made_on="2026-11-27",
    run="siting-0123456789ab",
    approval="",
    invented=True,
)


@pytest.fixture(scope="module")
def maps() -> dict[str, bytes]:
    try:
        chinese_typeface()
        face_for("岳阳县")
    except (NoChineseFont, Refusal) as lacking:
        pytest.skip(str(lacking))
    return {"before": plan_png(dataclasses.replace(SHEET, when="before")), "after": plan_png(SHEET)}


def facts(told: dict[str, Any] = RICH, head: ReportHead = HEAD) -> ReportFacts:
    return report_of(read(told), head)


def squeezed(words: str) -> str:
    return re.sub(r"\s+", "", words)


def filled(given: ReportFacts, maps: dict[str, bytes]) -> bytes:
    pictures = {f"map_{when}": Picture(body, WIDTH_MM) for when, body in maps.items()}
    return fill(template_of(SitingPaper.REPORT), SitingPaper.REPORT, context(given), pictures)


def test_the_conclusion_says_what_where_how_much_and_how_good() -> None:
    told = facts().conclusion
    # 现在 300 人有位，实施后 600；1,200 万元 / 300 人 = 4 万元。
    assert told == (
        "方案“东点”新建 1 处，共增加 200 位，投资 1,200 万元，用地 6,000 平方米。",
        (
            "实施后，岳阳县需要养老床位的 900 人中，600 人已有位（66.7%），比现在多 300 人；"
            "150 人够得着没位，150 人够不着。"
        ),
        "平均每多一人有位，需投资 4 万元。",
        "已证明：在这些限制下没有任何方案能让更多人有位。",
    )


def test_every_sentence_is_whole() -> None:
    given = facts()
    parts = ("conclusion", "present", "limits", "works", "effect", "proof", "cautions")
    for part in parts:
        sentences = getattr(given, part)
        assert sentences
        for words in sentences:
            assert words.endswith("。")
            assert not re.search(r"None|nan|。。|，。|[{}]|\d{7,}", words), words


def test_the_tables_add_up_and_are_numbered_without_a_gap() -> None:
    tables = facts().tables
    *towns, total = tables.townships
    assert total.name == "合计"
    for name in ("people", "served_before", "served_after", "waiting_after", "out_after", "gained"):
        numbers = [int(getattr(each, name).replace(",", "").replace("+", "")) for each in towns]
        assert sum(numbers) == int(getattr(total, name).replace(",", "").replace("+", ""))
    assert (tables.sites[-1].added, tables.sites[-1].cost) == ("200", "1,200")
    assert list(tables.number.values()) == [f"表{place}" for place in range(1, len(tables.number) + 1)]
    assert tables.number["far"] == "表3"
    assert "见表3" in " ".join(facts().effect)
    none = facts(plan((300, 200, 250, 150))).tables
    assert "far" not in none.number


def test_invented_data_and_a_missing_approval_are_said() -> None:
    assert facts().invented == "示例数据"
    assert any("不得作为决策依据" in words for words in facts().cautions)
    assert any("审图号" in words for words in facts().cautions)
    real = facts({**RICH, "invented": False}, dataclasses.replace(HEAD, sources=(), approval="湘S（2026）001号"))
    assert (real.invented, real.approval) == ("", "湘S（2026）001号")
    assert not any("示例数据" in words or "未经地图审核" in words for words in real.cautions)


def test_a_works_whose_cost_nobody_knows_is_not_told_as_nothing() -> None:
    unknown = plan((300, 200, 100, 0), (OLD_HOME, NEW_EAST | {"cost_wan": None}))
    told = facts(unknown | {"title": "养老床位"})
    assert "（不含未给出造价的 1 处）" in told.conclusion[0]
    assert not any("平均每多一人" in words for words in told.conclusion)


def test_the_same_plan_is_the_same_document_in_every_form(maps: dict[str, bytes]) -> None:
    given = facts()
    assert maps["after"] == plan_png(SHEET)
    assert maps["before"] != maps["after"]
    body = filled(given, maps)
    assert body == filled(facts(), maps)
    assert pdf_of(SitingPaper.REPORT, body, HEAD.made_on) == pdf_of(SitingPaper.REPORT, body, HEAD.made_on)
    assert scenario_workbook(read(RICH), given, maps) == scenario_workbook(read(RICH), given, maps)


def test_print_says_what_the_document_says_with_its_maps(maps: dict[str, bytes]) -> None:
    body = filled(facts(), maps)
    assert sorted(pictures_in(body).values()) == sorted(maps.values())
    blocks = blocks_of(body)
    assert [round(block["width"] / 72 * 25.4) for block in blocks if block["kind"] == "i"] == [WIDTH_MM, WIDTH_MM]
    words = words_of(blocks)
    assert not re.search(r"[{}]|None", words)
    for part in (
        "一、结论",
        "附一　名词和口径",
        "附二　数据来源和计算",
        "siting-0123456789ab",
        "审图号：〔待填〕",
        "够得着没位",
    ):
        assert part in words
    pdf = pdf_of(SitingPaper.REPORT, body, HEAD.made_on)
    printed = re.sub(r"—\d+—", "", squeezed(text_of(pdf)))
    assert [line for line in words.splitlines() if squeezed(line) not in printed] == []
    assert fonts(pdf) == embedded_fonts(pdf) > 0


def test_a_countys_own_template_is_filled_with_the_same_facts(maps: dict[str, bytes], tmp_path: Path) -> None:
    page = Document()
    page.add_paragraph("{{ county }}：{{ conclusion[0] }}{{ map_after }}")
    own = io.BytesIO()
    page.save(own)
    (tmp_path / "siting-report.docx").write_bytes(own.getvalue())
    template = template_of(SitingPaper.REPORT, tmp_path)
    pictures = {f"map_{when}": Picture(body, 100) for when, body in maps.items()}
    body = fill(template, SitingPaper.REPORT, context(facts()), pictures)
    assert words_of(blocks_of(body)).startswith("岳阳县：方案“东点”新建 1 处")
    assert list(pictures_in(body).values()) == [maps["after"]]


def test_the_workbook_holds_numbers_that_add_up(maps: dict[str, bytes]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(scenario_workbook(read(RICH), facts(), maps)))
    assert book.sheetnames == ["报告摘要", "点位", "乡镇", "村社区", "方案有多好", "图件", "说明"]
    towns = [[cell.value for cell in row] for row in book["乡镇"].iter_rows(min_row=4)]
    assert [sum(row[place] for row in towns[:-1]) for place in range(2, 9)] == towns[-1][2:9]
    villages = [[cell.value for cell in row] for row in book["村社区"].iter_rows(min_row=4)]
    assert [sum(row[place] for row in villages) for place in range(3, 10)] == towns[-1][2:9]
    shown = {row[0].value: row[2].value for row in book["报告摘要"].iter_rows(min_row=5, max_row=4 + len(FIGURES))}
    assert shown["已有位"] == 600
    assert len(book["图件"]._images) == 2


@pytest.mark.parametrize(("share", "colour"), [(0.0, 0), (0.199, 0), (0.2, 1), (0.8, 4), (1.0, 4)])
def test_a_break_belongs_to_the_class_above_it(share: float, colour: int) -> None:
    assert colour_of(share) == SEQUENTIAL[colour]
    assert colour_of(None) == NO_VALUE
