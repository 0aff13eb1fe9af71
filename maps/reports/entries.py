"""地名志 entries as .docx: for every name its spelling, place, meaning, origin and history, as a gazetteer prints it.

The same entries are the same bytes. What a name lacks is left out, and no heading stands empty.
"""

import datetime as dt
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from layers.name_documents import long_day
from layers.refusal import Refusal
from maps.reports.filling import steady

MOST_ENTRIES = 5_000
_FACE, _HEADING_FACE, _LATIN_FACE = "仿宋", "黑体", "Times New Roman"
_BODY_PT, _NAME_PT, _TITLE_PT = 12, 14, 22
_HEADING = '<w:keepNext/><w:spacing w:before="200"/>'
_INDENTED = '<w:spacing w:after="40"/><w:ind w:firstLineChars="200" w:firstLine="480"/>'
# Signs that no XML may hold.
_UNPRINTABLE = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PARTS = (
    ("position", "位置"),
    ("meaning", "含义"),
    ("origin", "来历"),
    ("name_history", "沿革"),
    ("alias", "别名"),
    ("former_name", "曾用名"),
)


def entries_docx(title: str, as_of: dt.date, names: Sequence[Mapping[str, Any]]) -> bytes:
    """Entries of names under a title; each name has the fields of the gazetteer.

    Raises:
        Refusal: there are more than one document takes.
    """
    if len(names) > MOST_ENTRIES:
        raise Refusal(
            f"所要的地名有 {len(names):,} 条", f"一份地名志至多 {MOST_ENTRIES:,} 条", "请按行政区划或类别分份"
        )
    page = Document()
    sheet = page.sections[0]
    sheet.page_width, sheet.page_height = Mm(210), Mm(297)
    usual = page.styles["Normal"]
    usual.font.name, usual.font.size = _FACE, Pt(_BODY_PT)
    usual._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FACE)  # noqa: SLF001 - no other way
    page.core_properties.title, page.core_properties.author, page.core_properties.comments = title, "Cairn", ""
    lines = [
        _paragraph(_run(title, _HEADING_FACE, _TITLE_PT)),
        _paragraph(_run(f"截至{long_day(as_of)}，共 {len(names):,} 条")),
        *(line for values in names for line in _entry(values)),
    ]
    # Written as text and read at once: paragraph by paragraph takes the square of their number.
    body = parse_xml(f"<w:body {nsdecls('w')}>{''.join(lines)}</w:body>")
    closing = page.element.body.get_or_add_sectPr()
    for paragraph in list(body):
        closing.addprevious(paragraph)
    made = io.BytesIO()
    page.save(made)
    return steady(made.getvalue())


def paragraphs_of(values: Mapping[str, Any]) -> list[str]:
    """The paragraphs of an entry, after its name: what it is and where, what it means, who approved it."""
    place = "".join(str(values[key]) for key in ("division_name",) if values.get(key))
    first = "，".join(part for part in (str(values["kind"]), f"在{place}" if place else "", _point(values)) if part)
    told = [f"{label}：{values[key]}" for key, label in _PARTS if values.get(key)]
    approved = "，".join(
        str(part)
        for part in (
            f"{long_day(values.get('approved_on'))}批准" if values.get("approved_on") else "",
            values.get("approving_authority") or "",
            values.get("approval_number") or "",
        )
        if part
    )
    return [
        f"{first}。",
        *told,
        *([f"审批：{approved}"] if approved else []),
        *([f"（{values['invented']}）"] if values.get("invented") else []),
    ]


def _point(values: Mapping[str, Any]) -> str:
    lon, lat = values.get("lon"), values.get("lat")
    return "" if lon is None or lat is None else f"东经 {lon:.4f}°，北纬 {lat:.4f}°"


def _entry(values: Mapping[str, Any]) -> list[str]:
    heading = _run(str(values["name"]), _HEADING_FACE, _NAME_PT, bold=True)
    if values.get("romanized"):
        heading += _run(f"　{values['romanized']}", _LATIN_FACE)
    told = [_paragraph(_run(words), _INDENTED) for words in paragraphs_of(values)]
    return [_paragraph(heading, _HEADING), *told]


def _paragraph(runs: str, form: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{form}</w:pPr>' if form else ''}{runs}</w:p>"


def _run(words: str, face: str = "", points: float = _BODY_PT, *, bold: bool = False) -> str:
    fonts = f'<w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}"/>' if face else ""
    size = "" if points == _BODY_PT else f'<w:sz w:val="{round(2 * points)}"/>'
    form = f"<w:rPr>{fonts}{'<w:b/>' if bold else ''}{size}</w:rPr>"
    readable = _UNPRINTABLE.sub("", words)
    return f'<w:r>{form}<w:t xml:space="preserve">{escape(readable)}</w:t></w:r>'
