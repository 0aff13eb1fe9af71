"""Sets a filled .docx as PDF, with the typeface embedded; the same document is the same bytes.

The PDF is PDF/A-2u: made for archives (《地名管理条例》第二十六条), every sign with its meaning, so that it can be
searched.
"""

import datetime as dt
import json
from pathlib import Path
from typing import Literal

from layers.refusal import Refusal
from layers.vocabulary import Vocabulary
from maps.reports.faces import face_for, fonts_in
from maps.reports.reading import blocks_of, margins_of, text_of

_SETTING = Path(__file__).with_name("document.typ")
_FOOTER = "—0123456789"
_ARCHIVAL: Literal["a-2u"] = "a-2u"


def pdf_of(kind: Vocabulary, docx: bytes, made_on: dt.date, fonts: Path | None = None) -> bytes:
    """A filled document as PDF that bears a day; `fonts` holds the county's own typefaces.

    Raises:
        Refusal: no typeface has all its characters, or it cannot be set.
    """
    return _compiled(kind, docx, made_on, fonts, "pdf")[0]


def pictures_of(kind: Vocabulary, docx: bytes, made_on: dt.date, fonts: Path | None = None) -> list[bytes]:
    """The same as a PNG for each page, to be looked at."""
    return _compiled(kind, docx, made_on, fonts, "png")


def _compiled(
    kind: Vocabulary, docx: bytes, made_on: dt.date, fonts: Path | None, form: Literal["pdf", "png"]
) -> list[bytes]:
    import typst

    blocks = blocks_of(docx)
    face = face_for(text_of(blocks) + kind.label + _FOOTER, fonts)
    day = [made_on.year, made_on.month, made_on.day]
    given = {"title": kind.label, "day": day, "font": face.family, "sheet": margins_of(docx), "blocks": blocks}
    try:
        made = typst.compile(
            _SETTING,
            format=form,
            sys_inputs={"document": json.dumps(given, ensure_ascii=False)},
            # A moment of printing would make two prints differ.
            timestamp=dt.datetime.combine(made_on, dt.time(), dt.UTC),
            font_paths=fonts_in(face.folder),
            pdf_standards=_ARCHIVAL if form == "pdf" else None,
        )
    except typst.TypstError as fault:
        raise Refusal(
            f"{kind.label}没有排成 PDF", f"排版程序说：{fault.message}", "请核对模板，或改取 .docx"
        ) from fault
    return [bytes(page) for page in made] if isinstance(made, list) else [bytes(made or b"")]
