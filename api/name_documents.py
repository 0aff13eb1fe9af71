"""The documents of a naming case, as .docx and as PDF; refused, naming the field, when a lawful one is missing."""

import datetime as dt
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Response

from api.deps import AtDesk, Reader
from api.gazetteer import DOCX, FileResponse
from api.writers import refuse_strangers
from data import naming_facts
from data.acting import acting
from data.naming_clocks import office_of
from data.naming_facts import Letterhead
from layers.name_documents import DocumentKind
from maps.reports.filling import docx_of

router = APIRouter(prefix="/names", tags=["地名案件"])
PDF = "application/pdf"
MEDIA = {"docx": DOCX, "pdf": PDF}
_FILES = {media: {"schema": {"type": "string", "format": "binary"}} for media in MEDIA.values()}


@router.get(
    "/cases/{number}/documents/{kind}.{extension}",
    summary="案件的文书（docx、pdf）",
    response_class=FileResponse,
    responses={200: {"description": "文书", "content": _FILES}},
)
def document(
    session: Reader,
    desk: AtDesk,
    number: Annotated[str, Path(title="案件编号", max_length=40, examples=["430621-2024-0001"])],
    kind: Annotated[DocumentKind, Path(title="文书")],
    extension: Annotated[Literal["docx", "pdf"], Path(title="格式")],
    *,
    to: Annotated[str, Query(title="主送单位（征求意见函）", max_length=200)] = "",
    reply_by: Annotated[dt.date | None, Query(title="回复期限（征求意见函）；不写按时限推算")] = None,
    objection: Annotated[int | None, Query(title="异议号（异议答复书）", ge=1, lt=2**63)] = None,
) -> Response:
    """A document from the county's template, or from the one that ships; the same case is the same bytes."""
    refuse_strangers(acting(session))
    settings = desk.settings
    head = Letterhead(settings.office_name, settings.today(), settings.office_contact or "", to, reply_by, objection)
    facts = naming_facts.facts_of(session, number, kind, head, office_of(session, *settings.office_times))
    body = docx_of(kind, facts, settings.document_templates)
    if extension == "pdf":
        from maps.reports.pdf import pdf_of

        body = pdf_of(kind, body, facts.made_on, settings.document_fonts)
    named = quote(f"{kind.label}-{number}.{extension}")
    headers = {
        "Content-Disposition": f"attachment; filename=\"{kind.value}.{extension}\"; filename*=UTF-8''{named}",
        "Cache-Control": "no-store",
    }
    return Response(body, media_type=MEDIA[extension], headers=headers)
