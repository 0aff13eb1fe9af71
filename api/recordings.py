"""How a place is called there: a recording for a name, and everybody may hear it."""

from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, Field

from api.deps import AtDesk, Caller, Reader, Writer
from api.raw_body import RECORDINGS, Recording
from api.writers import refuse_others, refuse_strangers
from data import recordings
from layers.fields import Identifier
from layers.place_names import PlaceName

router = APIRouter(prefix="/names", tags=["地名"])

Code = Annotated[Identifier, Path(title="地名代码", examples=["PN-430621-0001"])]
Hash = Annotated[str, Path(title="录音的 SHA-256", pattern=r"^[0-9a-f]{64}$")]
_BECAUSE = "附当地读音录音"
# Served as what it was found to be, and never as a page.
_HEADERS = {"Cache-Control": "private, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}


class KeptRecording(BaseModel):
    """A recording as it is kept."""

    code: str = Field(title="地名代码")
    hash: str = Field(title="录音的 SHA-256")
    href: str = Field(title="录音的地址")


@router.put("/register/{code}/recording", status_code=201, summary="为地名附当地读音录音", openapi_extra=RECORDINGS)
def record(session: Writer, caller: Caller, desk: AtDesk, code: Code, body: Recording) -> KeptRecording:
    """Keep a recording; the name's history tells which it had before."""
    refuse_strangers(caller)
    refuse_others(caller, PlaceName.layer)
    name = recordings.record(session, code, body, desk.settings.today(), _BECAUSE)
    return KeptRecording(code=code, hash=name, href=f"/api/names/recordings/{name}")


@router.get("/recordings/{name}", summary="当地读音录音", response_class=Response)
def recording(session: Reader, name: Hash) -> Response:
    """A recording as it came."""
    media_type, body = recordings.recording(session, name)
    return Response(body, media_type=media_type, headers=_HEADERS)
