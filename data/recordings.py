"""How a place is called there: recordings by content hash, kept as they came. Sizes are bytes."""

import datetime as dt
from hashlib import sha256

from sqlalchemy import CheckConstraint, Column, DateTime, PrimaryKeyConstraint, Table, Text, func, select
from sqlalchemy.dialects.postgresql import BYTEA, insert
from sqlalchemy.orm import Session

from data import register
from data.acting import acting
from data.errors import BadInput, NotFound
from data.ledgers import ARCHIVE
from data.refusals import refusals_in_chinese
from data.standing import hold
from data.tables import METADATA
from layers.place_names import PlaceName

RECORDINGS = Table(
    "recordings",
    METADATA,
    Column("hash", Text(collation="C"), nullable=False, comment="录音的 SHA-256"),
    Column("media_type", Text, nullable=False, comment="媒体类型"),
    Column("body", BYTEA, nullable=False, comment="录音"),
    Column("uploaded_at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp(),
           comment="上传时间"),
    Column("uploaded_by", Text, nullable=False, comment="上传人"),
    PrimaryKeyConstraint("hash"),
    CheckConstraint("hash = encode(sha256(body), 'hex')", name="hash"),
    schema=ARCHIVE,
    comment="当地读音录音：以内容指纹为名，不改",
)  # fmt: skip

MEDIA_TYPES = ("audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav", "audio/webm")
_SYNCHRONISED = 0xE0


def media_type_of(body: bytes) -> str:
    """What a recording is by its own first bytes, whatever its name says.

    Raises:
        BadInput: it is none of MP3, M4A, Ogg, WAV or WebM.
    """
    starts = {b"ID3": "audio/mpeg", b"OggS": "audio/ogg", b"\x1aE\xdf\xa3": "audio/webm"}
    for start, media_type in starts.items():
        if body.startswith(start):
            return media_type
    if body[:4] == b"RIFF" and body[8:12] == b"WAVE":
        return "audio/wav"
    if body[4:8] == b"ftyp":
        return "audio/mp4"
    if body[:1] == b"\xff" and len(body) > 1 and body[1] & _SYNCHRONISED == _SYNCHRONISED:
        return "audio/mpeg"
    raise BadInput("这不是录音", "内容不是 MP3、M4A、Ogg、WAV 或 WebM", "请用手机录音后原样上传")


def record(session: Session, code: str, body: bytes, day: dt.date, because: str) -> str:
    """Keep a recording and say in the register that the name is called so; the answer is its hash.

    Raises:
        BadInput: it is no recording.
        NotFound, Gone, Forbidden: as `data.standing` says.
    """
    media_type, name = media_type_of(body), sha256(body).hexdigest()
    held = hold(session, PlaceName.layer.id, code, day)
    with refusals_in_chinese(session):
        kept = insert(RECORDINGS).values(hash=name, media_type=media_type, body=body, uploaded_by=acting(session).name)
        session.execute(kept.on_conflict_do_nothing())
    values = {field: held.values[field] for field in PlaceName.model_fields}
    if values["pronunciation"] != name:
        register.amend(session, PlaceName.model_validate(values | {"pronunciation": name}), as_of=day, because=because)
    return name


def recording(session: Session, name: str) -> tuple[str, bytes]:
    """A recording with its media type.

    Raises:
        NotFound: there is none of this hash.
    """
    row = session.execute(select(RECORDINGS).where(RECORDINGS.c.hash == name)).one_or_none()
    if row is None:
        raise NotFound("没有这段录音", "存档里没有这个指纹的录音", "请核对指纹")
    return row.media_type, bytes(row.body)
