"""Fills a .docx template with the facts of a case; the same facts and the same template are the same bytes.

A template is the county's own where its folder has one of that name, else the one that ships. Its expressions run in a
sandbox: they read the facts and reach nothing else.
"""

import dataclasses
import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from lxml.etree import XMLSyntaxError

from layers.name_documents import CaseFacts, DocumentKind, long_day, require
from layers.number_papers import NumberFacts
from layers.refusal import Refusal
from layers.siting_report import ReportFacts
from layers.vocabulary import Vocabulary

TEMPLATES = Path(__file__).resolve().parent / "templates"
# A file's own dates would make two prints of one document differ.
_MOMENT = (2000, 1, 1, 0, 0, 0)
_STAMPS = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
_STEADY_STAMP = rb"\g<1>2000-01-01T00:00:00Z\g<3>"
_REMEDY = "请在模板中改正，或从文件夹中移走它，改用随附的模板；可用的变量见 docs/documents.md"


def docx_of(kind: DocumentKind, facts: CaseFacts, folder: Path | None = None) -> bytes:
    """A document as .docx; `folder` holds the county's own templates.

    Raises:
        Refusal: a lawful field is missing, or the template is broken.
    """
    require(kind, facts)
    return fill(template_of(kind, folder), kind, context(facts))


def template_of(kind: Vocabulary, folder: Path | None = None) -> Path:
    """The template of a kind: the county's own before the one that ships."""
    name = f"{kind.value}.docx"
    own = folder / name if folder else None
    return own if own is not None and own.is_file() else TEMPLATES / name


@dataclasses.dataclass(frozen=True)
class Picture:
    """A picture that a template may place: PNG, and how wide it is printed, in millimetres."""

    png: bytes
    width_mm: int


def fill(
    path: Path, kind: Vocabulary, values: Mapping[str, Any], pictures: Mapping[str, Picture] | None = None
) -> bytes:
    """A template with values in its places, and pictures where it names them.

    Raises:
        Refusal: it cannot be opened, or an expression in it cannot be read or names what there is not.
    """
    from docx.opc.exceptions import PackageNotFoundError
    from docx.shared import Mm
    from docxtpl import DocxTemplate, InlineImage

    filled = io.BytesIO()
    try:
        template = DocxTemplate(str(path))
        placed = {
            name: InlineImage(template, io.BytesIO(each.png), width=Mm(each.width_mm))
            for name, each in (pictures or {}).items()
        }
        template.render({**values, **placed}, jinja_env=_sandbox(), autoescape=True)
        template.save(filled)
    except (TemplateError, ParseError, XMLSyntaxError) as fault:
        raise Refusal(f"{kind.label}的模板 {path.name} 不能用", f"模板中的写法有误：{_said(fault)}", _REMEDY) from fault
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError) as fault:
        raise Refusal(
            f"{kind.label}的模板 {path.name} 打不开", f"它不是完好的 .docx：{_said(fault)}", _REMEDY
        ) from fault
    return steady(filled.getvalue())


def context(facts: CaseFacts | NumberFacts | ReportFacts) -> dict[str, Any]:
    """The facts as a template names them; days as they are printed."""
    return {name: _printed(value) for name, value in dataclasses.asdict(facts).items()}


def steady(body: bytes) -> bytes:
    """A .docx whose parts bear no moment of writing, in one order."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as given, zipfile.ZipFile(packed, "w") as made:
        # Readers want the table of contents first.
        for name in sorted(given.namelist(), key=lambda each: (each != "[Content_Types].xml", each)):
            part = zipfile.ZipInfo(name, _MOMENT)
            part.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(part, _STAMPS.sub(_STEADY_STAMP, given.read(name)))
    return packed.getvalue()


def _printed(value: object) -> object:
    if isinstance(value, dt.date):
        return long_day(value)
    if isinstance(value, Mapping):
        return {name: _printed(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_printed(part) for part in value]
    return "" if value is None else value


def _sandbox() -> SandboxedEnvironment:
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def _said(fault: Exception) -> str:
    words = str(fault).splitlines()[0] if str(fault) else type(fault).__name__
    line = getattr(fault, "lineno", None)
    return f"第 {line} 段，{words}" if line else words
