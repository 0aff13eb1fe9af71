"""The gazetteer of place names as files: 地名录 in tables and geometry, 地名志 as a document."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from sqlalchemy.orm import Session

from api.deps import AsOf, AtDesk, Reader
from data import gazetteer
from data.gazetteer import FORMATS, Wanted
from layers.place_names import NameStatus, PlaceNameKind

router = APIRouter(tags=["地名"])

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# A request writes so many names in some seconds; the console writes any number.
MOST_AT_ONCE = 50_000
EXTENSIONS = (*FORMATS, "docx")
_FILES = {
    media: {"schema": {"type": "string", "format": "binary"}}
    for media in (*(kind for kind, _ in FORMATS.values()), DOCX)
}
Division = Annotated[
    str | None, Query(title="只要此行政区划及以下", pattern=r"^\d{6}(\d{3}(\d{3})?)?$", examples=["430621100"])
]


class FileResponse(Response):
    """A file; which kind is told by its extension."""


@router.get(
    "/names/gazetteer.{extension}",
    summary="地名录（csv、xlsx、gpkg）和地名志（docx）",
    response_class=FileResponse,
    responses={200: {"description": "文件", "content": _FILES}},
)
def gazetteer_file(
    session: Reader,
    desk: AtDesk,
    day: AsOf,
    *,
    extension: Annotated[Literal["csv", "xlsx", "gpkg", "docx"], Path(title="格式")],
    division: Division = None,
    kind: Annotated[PlaceNameKind | None, Query(title="类别")] = None,
    status: Annotated[NameStatus | None, Query(title="状态")] = NameStatus.IN_USE,
) -> Response:
    """The names that the caller sees, in the order of their spelling."""
    wanted = Wanted(day, division, kind, status)
    media, body = written(session, wanted, extension, desk.settings.office_name, MOST_AT_ONCE)
    named = "-".join(part for part in ("gazetteer", division, day.isoformat()) if part)
    headers = {
        "Content-Disposition": f'attachment; filename="{named}.{extension}"',
        "Cache-Control": "no-store",
    }
    return Response(body, media_type=media, headers=headers)


def written(
    session: Session, wanted: Wanted, extension: str, office: str, most: int | None = None
) -> tuple[str, bytes]:
    """The media type and the bytes of a gazetteer.

    Raises:
        Refusal: there are more names than `most`, or than the document takes.
    """
    names = gazetteer.entries(session, wanted, most)
    if extension == "docx":
        from maps.reports.entries import entries_docx

        return DOCX, entries_docx(f"地名志（{office}）", wanted.day, [each.values for each in names])
    media, writer = FORMATS[extension]
    return media, writer(names)
