"""The papers of a case: handed in as they are, kept by their SHA-256, each of a kind after the one before.

Nothing is overwritten. What a paper is, is told by its first bytes and not by its name.
"""

import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from sqlalchemy import Row, select, text
from sqlalchemy.orm import Session

from data.audit import READ, Note, keep_in_mind
from data.errors import BadInput, NotFound
from data.naming_cases import find
from data.naming_tables import BODIES, PAPERS
from data.refusals import refusals_in_chinese
from layers.naming_papers import PERSONAL, PaperKind

_OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_OFD = "application/ofd"
_STARTS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
TAKEN = "PDF、OFD、Word（.docx）、Excel（.xlsx）、PNG、JPEG、TIFF、GeoJSON 或纯文本"


@dataclass(frozen=True)
class Paper:
    """A paper as it is handed in."""

    kind: PaperKind
    filename: str
    body: bytes


def add(session: Session, number: str, paper: Paper, most_bytes: int) -> int:
    """Take in a paper; the answer is its number.

    Raises:
        NotFound: no such case.
        BadInput: it is empty, too large, or of a form that is not taken.
        Conflict: the case is over.
        Forbidden: at this stage it is another's part.
    """
    held = find(session, number)
    if not paper.body:
        raise BadInput(f"“{paper.filename}”是空文件", "材料没有内容", "请选择有内容的文件")
    if len(paper.body) > most_bytes:
        limit = f"上限为 {most_bytes // 1_000_000} MB（CAIRN_PAPER_MB）"
        raise BadInput(f"“{paper.filename}”太大", limit, "请压缩或拆分后再交")
    given = {
        "case": held.id,
        "kind": paper.kind.value,
        "filename": paper.filename,
        "media_type": media_type(paper),
        "personal": paper.kind in PERSONAL,
        "body": paper.body,
    }
    adding = text("SELECT naming.add_paper(:case, :kind, :filename, :media_type, :personal, :body)")
    with refusals_in_chinese(session):
        added: int = session.execute(adding, given).scalar_one()
    return added


def listed(session: Session, case_id: int) -> list[Row[Any]]:
    """The papers of a case that whoever acts may see, in the order they came."""
    return list(session.execute(select(PAPERS).where(PAPERS.c.case_id == case_id).order_by(PAPERS.c.id)))


def required(session: Session, case_id: int) -> dict[str, str]:
    """The kinds of papers a case needs, each with the step that asks for it."""
    needed = text(
        "SELECT DISTINCT needed.paper, needed.step FROM naming.cases AS held JOIN naming.items AS item "
        "ON item.case_id = held.id, naming.papers_for(item.kind, held.authority, held.kind <> 'naming' "
        "AND naming.is_protected(item.place_code, naming.today())) AS needed WHERE held.id = :case ORDER BY 2, 1"
    )
    found = {row.paper: row.step for row in session.execute(needed, {"case": case_id})}
    return found or {PaperKind.APPLICATION.value: "submit"}


def brought(session: Session, case_id: int) -> set[str]:
    """The kinds of papers that are there, those included whose content is not for everybody's eyes."""
    return set(session.scalars(text("SELECT naming.brought(:case)"), {"case": case_id}))


def body(session: Session, number: str, paper_id: int) -> tuple[Row[Any], bytes]:
    """A paper and what it holds.

    Raises:
        NotFound: the case has none of this number, or it is not theirs to see.
    """
    held = find(session, number)
    chosen = select(PAPERS).where(PAPERS.c.case_id == held.id, PAPERS.c.id == paper_id)
    paper = session.execute(chosen).one_or_none()
    if paper is None:
        why = "案件里没有这份材料，或它含个人信息，不在您的职责之内"
        raise NotFound(f"没有材料 {paper_id}", why, "请核对材料号")
    content: bytes = session.execute(select(BODIES.c.body).where(BODIES.c.sha256 == paper.sha256)).scalar_one()
    return paper, content


def note_reading(session: Session, number: str, paper: Row[Any]) -> None:
    """Remember for the log that a paper with the applicant's person was taken out."""
    keep_in_mind(session, Note(READ, number, {"paper": paper.id, "kind": paper.kind}))


def media_type(paper: Paper) -> str:
    """What a paper is, by its first bytes.

    Raises:
        BadInput: nothing that a case keeps.
    """
    for start, found in _STARTS:
        if paper.body.startswith(start):
            return found
    told = _packed(paper.body) if paper.body.startswith(b"PK\x03\x04") else _written(paper.body)
    if told is None:
        raise BadInput(f"“{paper.filename}”不是可收的文件", "按内容辨认，不看后缀", f"请交 {TAKEN}")
    return told


def _packed(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            names = set(packed.namelist())
    except zipfile.BadZipFile:
        return None
    if "OFD.xml" in names:
        return _OFD
    return next((found for name, found in _OFFICE.items() if name in names), None)


def _written(content: bytes) -> str | None:
    """Plain text in UTF-8, without the characters that no text has; a page of HTML is not taken."""
    try:
        said = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    start = said.lstrip()[:200].lower()
    if "\0" in said or start.startswith(("<!doctype", "<html", "<script", "<svg", "<?xml")):
        return None
    return "application/geo+json" if start.startswith("{") else "text/plain; charset=utf-8"
