"""Papers of a naming case: handed in as a raw body, handed out as they came; and the whole case as an archive."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from api.deps import AtDesk, Reader
from api.naming import Number, WritingCase
from api.naming_forms import PaperSheet
from api.naming_view import paper_sheet
from api.writers import refuse_strangers
from data import naming_archive, naming_cases, naming_papers
from data.acting import acting
from data.naming_papers import Paper
from layers.naming_papers import PaperKind

router = APIRouter(prefix="/names/cases/{number}", tags=["地名案件"])
Filename = Annotated[
    str,
    Query(title="文件名", min_length=1, max_length=200, pattern=r"^[^/\\\x00-\x1f]*[^/\\\x00-\x20][^/\\\x00-\x1f]*$"),
]
_BODY: dict[str, Any] = {
    "requestBody": {
        "description": "文件本身；是什么文件按内容辨认",
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_FILE: dict[int | str, dict[str, Any]] = {200: {"content": {"application/octet-stream": _BINARY}}}


async def _body(request: Request) -> bytes:
    return await request.body()


@router.put("/papers/{kind}", status_code=201, summary="交一份材料（同种为新的一份，不覆盖）", openapi_extra=_BODY)
def bring(at: WritingCase, kind: PaperKind, body: Annotated[bytes, Depends(_body)], filename: Filename) -> PaperSheet:
    """Take in a paper."""
    most_bytes = at.desk.settings.paper_mb * 1_000_000
    added = naming_papers.add(at.session, at.number, Paper(kind, filename, body), most_bytes)
    held = naming_cases.find(at.session, at.number)
    (row,) = [row for row in naming_papers.listed(at.session, held.id) if row.id == added]
    return paper_sheet(row, naming_papers.required(at.session, held.id))


@router.get("/papers/{paper_id}", summary="取一份材料", response_class=Response, responses=_FILE)
def fetch(session: Reader, number: Number, paper_id: Annotated[int, Path(title="材料号", ge=1, lt=2**63)]) -> Response:
    """Hand out a paper as it came; who took a personal one is noted."""
    paper, body = naming_papers.body(session, number, paper_id)
    if paper.is_personal:
        naming_papers.note_reading(session, number, paper)
    return _file(body, paper.media_type, paper.filename)


@router.get("/archive.zip", summary="整个案卷（可离线核对）", response_class=Response, responses=_FILE)
def archive(session: Reader, desk: AtDesk, number: Number) -> Response:
    """The whole case: papers, entries and hashes, sealed by a manifest (地名管理条例 Art. 26)."""
    refuse_strangers(acting(session))
    return _file(naming_archive.packed(session, number, desk.settings.var), "application/zip", f"{number}.zip")


def _file(body: bytes, media_type: str, filename: str) -> Response:
    """A file to be kept, not shown: what others brought runs in no page of ours."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(filename, safe='')}",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(body, media_type=media_type, headers=headers)
