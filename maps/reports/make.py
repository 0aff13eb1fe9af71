"""Builds the templates that ship: `python -m maps.reports.make`. The same wording is the same bytes.

The page follows GB/T 9704-2012: A4, margins of 37, 28, 35 and 26 mm, body of 16 points on lines of 28 points.
"""

import io
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from layers.name_documents import DocumentKind
from layers.number_papers import NumberPaper
from layers.siting_report import SitingPaper
from maps.reports.filling import TEMPLATES, steady
from maps.reports.number_wording import NUMBER_WORDING
from maps.reports.siting_wording import SITING_WORDING
from maps.reports.wording import WORDING, Form, Grid, Line, Part

_FACE, _TITLE_FACE, _HEADING_FACE = "仿宋", "宋体", "黑体"
_BODY_PT, _TITLE_PT, _CELL_PT, _CAPTION_PT = 16, 22, 10.5, 12
_LINE_PT, _TITLE_LINE_PT, _CELL_LINE_PT = 28, 36, 16
_LABEL_MM, _VALUE_MM = 36, 120
Paper = DocumentKind | NumberPaper | SitingPaper
_ALIGNED = {
    "title": WD_ALIGN_PARAGRAPH.CENTER,
    "number": WD_ALIGN_PARAGRAPH.CENTER,
    "caption": WD_ALIGN_PARAGRAPH.CENTER,
    "picture": WD_ALIGN_PARAGRAPH.CENTER,
    "table": WD_ALIGN_PARAGRAPH.CENTER,
    "signed": WD_ALIGN_PARAGRAPH.RIGHT,
    "sign": WD_ALIGN_PARAGRAPH.RIGHT,
}


def template(kind: Paper) -> bytes:
    """The template of a kind as .docx."""
    page = _page(kind)
    for part in _wording(kind):
        if isinstance(part, Line):
            _line(page, part)
        elif isinstance(part, Grid):
            _grid(page, part)
        else:
            _form(page, part)
    body = io.BytesIO()
    page.save(body)
    return steady(body.getvalue())


def main(folder: Path = TEMPLATES) -> None:
    """Write every template."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in (*DocumentKind, *NumberPaper, *SitingPaper):
        (folder / f"{kind.value}.docx").write_bytes(template(kind))


def _wording(kind: Paper) -> tuple[Part, ...]:
    if isinstance(kind, DocumentKind):
        return WORDING[kind]
    return NUMBER_WORDING[kind] if isinstance(kind, NumberPaper) else SITING_WORDING[kind]


def _page(kind: Paper) -> Any:  # noqa: ANN401 - python-docx publishes no useful type
    page = Document()
    sheet = page.sections[0]
    sheet.page_width, sheet.page_height = Mm(210), Mm(297)
    sheet.top_margin, sheet.bottom_margin = Mm(37), Mm(35)
    sheet.left_margin, sheet.right_margin = Mm(28), Mm(26)
    usual = page.styles["Normal"]
    usual.font.size = Pt(_BODY_PT)
    _face(usual, _FACE)
    page.core_properties.title, page.core_properties.author = kind.label, "Cairn"
    page.core_properties.comments = ""
    return page


def _face(run: Any, face: str) -> None:  # noqa: ANN401 - a run or a style
    run.font.name = face
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)  # noqa: SLF001 - no other way


def _line(page: Any, line: Line) -> None:  # noqa: ANN401 - the same
    paragraph = page.add_paragraph()
    run = paragraph.add_run(line.text)
    paragraph.alignment = _ALIGNED.get(line.look)
    is_title = line.look == "title"
    _spaced(paragraph, _TITLE_LINE_PT if is_title else _LINE_PT)
    if is_title:
        run.font.size, run.font.bold = Pt(_TITLE_PT), True
        _face(run, _TITLE_FACE)
        paragraph.paragraph_format.space_after = Pt(14)
    elif line.look == "body":
        paragraph.paragraph_format.first_line_indent = Pt(2 * _BODY_PT)
    elif line.look == "signed":
        paragraph.paragraph_format.space_before = Pt(2 * _LINE_PT)
    elif line.look == "number":
        paragraph.paragraph_format.space_after = Pt(14)
    elif line.look == "heading":
        paragraph.paragraph_format.first_line_indent = Pt(2 * _BODY_PT)
        paragraph.paragraph_format.keep_with_next = run.font.bold = True
        _face(run, _HEADING_FACE)
    elif line.look == "picture":
        paragraph.paragraph_format.keep_with_next = True
    elif line.look in ("caption", "table"):
        paragraph.paragraph_format.keep_with_next = line.look == "table"
        run.font.size = Pt(_CAPTION_PT)
        _face(run, _HEADING_FACE)
        paragraph.paragraph_format.space_before = Pt(6)


def _spaced(paragraph: Any, points: float) -> None:  # noqa: ANN401 - the same
    form = paragraph.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.AT_LEAST, Pt(points)
    form.space_before = form.space_after = Pt(0)


def _grid(page: Any, grid: Grid) -> None:  # noqa: ANN401 - the same
    table = _table(page, 4, [width for _, _, width in grid.columns])
    for place, (heading, value, _) in enumerate(grid.columns):
        _cell(table.cell(0, place), heading, bold=True)
        _cell(table.cell(2, place), value)
    _cell(table.cell(1, 0), f"{{%tr for {grid.each} in {grid.of} %}}")
    _cell(table.cell(3, 0), "{%tr endfor %}")
    _spaced(page.add_paragraph(), 8)


def _form(page: Any, form: Form) -> None:  # noqa: ANN401 - the same
    table = _table(page, len(form.rows), [_LABEL_MM, _VALUE_MM])
    for row, (label, value) in enumerate(form.rows):
        _cell(table.cell(row, 0), label, bold=True)
        _cell(table.cell(row, 1), value)
    _spaced(page.add_paragraph(), 8)


def _table(page: Any, rows: int, widths: list[int]) -> Any:  # noqa: ANN401 - the same
    table = page.add_table(rows, len(widths))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for place, width in enumerate(widths):
        table.columns[place].width = Mm(width)
        for cell in table.columns[place].cells:
            cell.width = Mm(width)
    return table


def _cell(cell: Any, words: str, *, bold: bool = False) -> None:  # noqa: ANN401 - the same
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(words)
    run.font.size, run.font.bold = Pt(_CELL_PT), bold
    _spaced(paragraph, _CELL_LINE_PT)


if __name__ == "__main__":
    main()
