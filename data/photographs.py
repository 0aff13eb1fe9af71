"""Photographs by content hash: the original as the camera wrote it, and a copy that tells neither place nor camera.

Sizes are pixels and bytes. The copy is upright whatever the camera's orientation says, at most 2048 pixels long, JPEG.
"""

import io
from dataclasses import dataclass
from hashlib import sha256

from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from data.acting import acting
from data.errors import BadInput, NotFound
from data.refusals import refusals_in_chinese
from data.sign_tables import PHOTOGRAPH_COPIES, PHOTOGRAPHS

LONGEST_SIDE = 2048
#: More pixels than any telephone takes; a small file may unfold into more than the memory holds.
MOST_PIXELS = 120_000_000
_QUALITY = 85
_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "MPO": "image/jpeg"}


@dataclass(frozen=True)
class Photograph:
    """A picture that was looked at: the original, and what may be shown of it."""

    hash: str
    media_type: str
    body: bytes
    copy: bytes
    width: int
    height: int


def look_at(body: bytes) -> Photograph:
    """Verify a picture and make its copy.

    Raises:
        BadInput: it is no JPEG, PNG or WebP, it is broken, or it has too many pixels.
    """
    remedy = "请用手机或相机拍摄的 JPEG、PNG 或 WebP 照片（HEIC 请先转为 JPEG）"
    try:
        with Image.open(io.BytesIO(body), formats=list(_TYPES)) as picture:
            media_type = _TYPES[picture.format or ""]
            if picture.width * picture.height > MOST_PIXELS:
                raise BadInput("照片的像素太多", f"{picture.width}×{picture.height}，多于一亿二千万", "请缩小后再上传")
            picture.verify()
        with Image.open(io.BytesIO(body)) as picture:
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, KeyError) as fault:
        if isinstance(fault, BadInput):
            raise
        raise BadInput("这不是完好的照片", "读不出图像内容", remedy) from fault
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # A new picture, so that nothing is taken along but the colours of its points.
    clean, page = Image.new("RGB", upright.size), io.BytesIO()
    clean.paste(upright)
    clean.save(page, "JPEG", quality=_QUALITY, optimize=True)
    return Photograph(sha256(body).hexdigest(), media_type, body, page.getvalue(), *upright.size)


def keep(session: Session, picture: Photograph) -> None:
    """Keep a picture of a sign, open to everybody; one that is kept already is only opened.

    Raises:
        Forbidden: the office keeps no signs.
    """
    original = {"hash": picture.hash, "media_type": picture.media_type, "body": picture.body}
    size = {"width": picture.width, "height": picture.height}
    copy = insert(PHOTOGRAPH_COPIES).values(hash=picture.hash, body=picture.copy, **size, is_open=True)
    with refusals_in_chinese(session):
        kept = insert(PHOTOGRAPHS).values(original | {"uploaded_by": acting(session).name})
        session.execute(kept.on_conflict_do_nothing())
        session.execute(copy.on_conflict_do_update(index_elements=["hash"], set_={"is_open": True}))


def copy_of(session: Session, name: str) -> bytes:
    """What may be shown of a picture.

    Raises:
        NotFound: there is none of this hash that may be seen.
    """
    found = session.scalar(select(PHOTOGRAPH_COPIES.c.body).where(PHOTOGRAPH_COPIES.c.hash == name))
    if found is None:
        raise NotFound("没有这张照片", "存档里没有这个指纹的照片，或它不公开", "请核对照片的指纹")
    return bytes(found)


def original_of(session: Session, name: str) -> tuple[str, bytes]:
    """An original with its media type.

    Raises:
        NotFound: there is none of this hash that may be seen.
    """
    row = session.execute(
        select(PHOTOGRAPHS.c.media_type, PHOTOGRAPHS.c.body).where(PHOTOGRAPHS.c.hash == name)
    ).one_or_none()
    if row is None:
        raise NotFound("没有这张照片的原件", "存档里没有，或原件只供地名管理人员查看", "请核对指纹，或请有权限的人查看")
    return row.media_type, bytes(row.body)


def hand_in(session: Session, token: bytes, picture: Photograph) -> bool:
    """Add a picture to a report of the public that is still open; answers whether it was taken."""
    given = (picture.hash, picture.media_type, picture.body, picture.copy, picture.width, picture.height)
    taken: bool = session.execute(select(func.archive.photograph_report(token, *given))).scalar_one()
    return taken
