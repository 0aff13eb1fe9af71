"""Reads a filled .docx: its paragraphs, tables and pictures in order, as blocks that a typesetter can set.

Sizes are in points.
"""

import io
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.document import Document as Page
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

USUAL_PT = 16.0
_ALIGNED = {0: "start", 1: "center", 2: "end", 3: "start"}
_EMU_A_POINT = 12_700

Block = dict[str, Any]


def blocks_of(body: bytes) -> list[Block]:
    """The blocks of a document; each has a `kind`: `p` for a paragraph, `t` for a table, `i` for a picture."""
    page = Document(io.BytesIO(body))
    return list(_blocks(page, page.element.body))


def pictures_in(body: bytes) -> dict[str, bytes]:
    """The pictures of a document by the names that its blocks give them."""
    page = Document(io.BytesIO(body))
    parts = page.part.related_parts
    return {_picture_name(part): part.blob for part in parts.values() if part.content_type.startswith("image/")}


def text_of(blocks: list[Block]) -> str:
    """Every word in the blocks, for who must know which characters are set."""
    lines = []
    for block in blocks:
        if block["kind"] == "p":
            lines.append("".join(run["text"] for run in block["runs"]))
        elif block["kind"] == "t":
            lines += [text_of(cell["blocks"]) for row in block["rows"] for cell in row]
    return "\n".join(lines)


def margins_of(body: bytes) -> dict[str, float]:
    """Size and margins of the first page, in points."""
    sheet = Document(io.BytesIO(body)).sections[0]
    sides = {
        "width": sheet.page_width,
        "height": sheet.page_height,
        "top": sheet.top_margin,
        "bottom": sheet.bottom_margin,
        "left": sheet.left_margin,
        "right": sheet.right_margin,
    }
    return {name: float(side or 0) / _EMU_A_POINT for name, side in sides.items()}


def _blocks(owner: Page | Any, element: Any) -> Iterator[Block]:  # noqa: ANN401 - an element of lxml
    for child in element.iterchildren():
        if child.tag == qn("w:p"):
            yield from _pictures(owner, child)
            block = _paragraph(Paragraph(child, owner))
            # A paragraph of a picture alone is no empty line.
            if block["runs"] or not child.findall(f".//{qn('wp:inline')}"):
                yield block
        elif child.tag == qn("w:tbl"):
            yield _table(Table(child, owner))


def _pictures(owner: Page | Any, element: Any) -> Iterator[Block]:  # noqa: ANN401 - an element of lxml
    for inline in element.findall(f".//{qn('wp:inline')}"):
        extent, blip = inline.find(qn("wp:extent")), inline.find(f".//{qn('a:blip')}")
        if extent is None or blip is None:
            continue
        part = owner.part.related_parts[blip.get(qn("r:embed"))]
        yield {
            "kind": "i",
            "name": _picture_name(part),
            "width": int(extent.get("cx")) / _EMU_A_POINT,
            "height": int(extent.get("cy")) / _EMU_A_POINT,
        }


def _picture_name(part: Any) -> str:  # noqa: ANN401 - a part of python-docx
    return str(part.partname).rsplit("/", 1)[-1]


def _paragraph(paragraph: Paragraph) -> Block:
    form, style = paragraph.paragraph_format, paragraph.style
    usual = _points(style.font.size, USUAL_PT) if style is not None else USUAL_PT
    bold = bool(style.font.bold) if style is not None else False
    return {
        "kind": "p",
        "align": _ALIGNED.get(int(paragraph.alignment), "start") if paragraph.alignment is not None else "start",
        "indent": _points(form.first_line_indent, 0.0),
        "before": _points(form.space_before, 0.0),
        "after": _points(form.space_after, 0.0),
        "keep": bool(form.keep_with_next),
        "runs": [
            {
                "text": run.text,
                "size": _points(run.font.size, usual),
                "bold": bold if run.font.bold is None else bool(run.font.bold),
            }
            for run in paragraph.runs
            if run.text
        ],
    }


def _table(table: Table) -> Block:
    widths = [_points(column.width, 0.0) for column in table.columns]
    rows: list[list[Block]] = []
    open_above: dict[int, Block] = {}
    for row in table._tbl.tr_lst:  # noqa: SLF001 - merged cells are told by the file's own elements only
        cells: list[Block] = []
        place = 0
        for element in row.tc_lst:
            span = int(element.grid_span)
            if element.vMerge == "continue" and place in open_above:
                open_above[place]["rowspan"] += 1
            else:
                cell = {"colspan": span, "rowspan": 1, "blocks": list(_blocks(table, element))}
                cells.append(cell)
                open_above[place] = cell
            place += span
        rows.append(cells)
    return {"kind": "t", "widths": widths, "rows": rows}


def _points(length: Any, otherwise: float) -> float:  # noqa: ANN401 - a length of python-docx, or None
    return otherwise if length is None else float(length) / _EMU_A_POINT
