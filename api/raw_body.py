"""A picture or a recording as the body of a request: the bytes themselves, no form around them, within a limit."""

from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.requests import ClientDisconnect

from api.deps import AtDesk
from api.errors import Refused
from data.photographs import Photograph, look_at
from data.recordings import MEDIA_TYPES

MOST_RECORDING_MB = 5
_BINARY = {"schema": {"type": "string", "format": "binary"}}


def _of(*media_types: str) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": dict.fromkeys(media_types, _BINARY)}}


PICTURES, RECORDINGS = _of("image/jpeg", "image/png", "image/webp"), _of(*MEDIA_TYPES)
"""How the description tells of such bodies."""


async def _picture_body(request: Request, desk: AtDesk) -> bytes:
    limit_mb = desk.settings.max_photo_mb
    return await _within(request, limit_mb, "一张照片", "请缩小后再上传；上限由 CAIRN_MAX_PHOTO_MB 设定")


async def _recording_body(request: Request) -> bytes:
    return await _within(request, MOST_RECORDING_MB, "一段录音", "一个地名读一遍只要几秒，请剪短后再上传")


async def _within(request: Request, limit_mb: int, what: str, remedy: str) -> bytes:
    parts, arrived = [], 0
    try:
        async for part in request.stream():
            arrived += len(part)
            if arrived > limit_mb * 1_000_000:
                why, closing = f"{what}不超过 {limit_mb} MB", {"Connection": "close"}
                raise Refused(413, f"{what[2:]}太大", why, remedy, kind="http-413", headers=closing)
            parts.append(part)
    except ClientDisconnect as gone:
        raise Refused(400, f"{what[2:]}没有传完", "连接中断", "请重新上传", kind="http-400") from gone
    return b"".join(parts)


def _picture(body: Annotated[bytes, Depends(_picture_body)]) -> Photograph:
    return look_at(body)


Picture = Annotated[Photograph, Depends(_picture)]
"""The picture of this request, verified, with its public copy."""
Recording = Annotated[bytes, Depends(_recording_body)]
"""The recording of this request as it came."""
