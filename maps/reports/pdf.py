"""Sets a filled .docx as PDF, with the typeface embedded; the same document is the same bytes.

The PDF is PDF/A-2u: made for archives (《地名管理条例》第二十六条), every sign with its meaning, so that it can be
searched.
"""

import datetime as dt
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from layers.refusal import Refusal
from layers.vocabulary import Vocabulary
from maps.reports.faces import face_for, fonts_in
from maps.reports.reading import blocks_of, margins_of, pictures_in, text_of

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
    given: dict[str, Any] = {
        "title": kind.label,
        "day": day,
        "font": face.family,
        "sheet": margins_of(docx),
        "blocks": blocks,
    }
    try:
        made = _set(given, pictures_in(docx), form, made_on, face.folder)
    except typst.TypstError as fault:
        raise Refusal(
            f"{kind.label}没有排成 PDF", f"排版程序说：{fault.message}", "请核对模板，或改取 .docx"
        ) from fault
    return [bytes(page) for page in made] if isinstance(made, list) else [bytes(made or b"")]


def _set(
    given: dict[str, Any], pictures: dict[str, bytes], form: Literal["pdf", "png"], made_on: dt.date, faces: Path
) -> Any:  # noqa: ANN401 - one body, or one for each page
    """Typeset blocks; pictures are handed over as files, in a folder that is gone afterwards."""
    import typst

    with TemporaryDirectory() as name:
        folder = Path(name)
        setting = folder / _SETTING.name
        setting.write_bytes(_SETTING.read_bytes())
        for picture, body in pictures.items():
            (folder / picture).write_bytes(body)
        return typst.compile(
            setting,
            root=folder,
            format=form,
            sys_inputs={"document": json.dumps(given, ensure_ascii=False)},
            # A moment of printing would make two prints differ.
            timestamp=dt.datetime.combine(made_on, dt.time(), dt.UTC),
            font_paths=fonts_in(faces),
            pdf_standards=_ARCHIVAL if form == "pdf" else None,
        )
