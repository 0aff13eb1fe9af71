"""A picture as the body of a request: the bytes themselves, no form around them, no longer than a setting allows."""

from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.requests import ClientDisconnect

from api.deps import AtDesk
from api.errors import Refused
from data.photographs import Photograph, look_at

_BINARY = {"schema": {"type": "string", "format": "binary"}}
PICTURES: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": dict.fromkeys(("image/jpeg", "image/png", "image/webp"), _BINARY),
    }
}
"""How the description tells of such a body."""


async def _body(request: Request, desk: AtDesk) -> bytes:
    limit_mb, parts, arrived = desk.settings.max_photo_mb, [], 0
    try:
        async for part in request.stream():
            arrived += len(part)
            if arrived > limit_mb * 1_000_000:
                raise Refused(
                    413,
                    "照片太大",
                    f"一张照片不超过 {limit_mb} MB",
                    "请缩小后再上传；上限由 CAIRN_MAX_PHOTO_MB 设定",
                    kind="http-413",
                    headers={"Connection": "close"},
                )
            parts.append(part)
    except ClientDisconnect as gone:
        raise Refused(400, "照片没有传完", "连接中断", "请重新上传", kind="http-400") from gone
    return b"".join(parts)


def _picture(body: Annotated[bytes, Depends(_body)]) -> Photograph:
    return look_at(body)


Picture = Annotated[Photograph, Depends(_picture)]
"""The picture of this request, verified, with its public copy."""
