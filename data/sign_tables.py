"""Photographs by content hash, and what the public reports of signs.

An original keeps all that the camera wrote and is the office's; its public copy tells neither place nor camera.
"""

from geoalchemy2 import Geometry
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    false,
    func,
)
from sqlalchemy.dialects.postgresql import BYTEA

from data.ledgers import ARCHIVE
from data.tables import EPSG, METADATA, among
from layers.sign_reports import ReportKind, ReportStatus

PHOTOGRAPHS = Table(
    "photographs",
    METADATA,
    Column("hash", Text(collation="C"), nullable=False, comment="原件的 SHA-256"),
    Column("media_type", Text, nullable=False, comment="媒体类型"),
    Column("body", BYTEA, nullable=False, comment="原件"),
    Column("uploaded_at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp(),
           comment="上传时间"),
    Column("uploaded_by", Text, nullable=False, comment="上传人"),
    PrimaryKeyConstraint("hash"),
    CheckConstraint("hash = encode(sha256(body), 'hex')", name="hash"),
    schema=ARCHIVE,
    comment="照片原件：以内容指纹为名，不改",
)  # fmt: skip

PHOTOGRAPH_COPIES = Table(
    "photograph_copies",
    METADATA,
    Column("hash", Text(collation="C"), nullable=False, comment="原件的 SHA-256"),
    Column("body", BYTEA, nullable=False, comment="去除拍摄信息的副本（JPEG）"),
    Column("width", Integer, nullable=False, comment="宽（像素）"),
    Column("height", Integer, nullable=False, comment="高（像素）"),
    Column("is_open", Boolean, nullable=False, server_default=false(), comment="公开"),
    PrimaryKeyConstraint("hash"),
    ForeignKeyConstraint(["hash"], [f"{ARCHIVE}.photographs.hash"]),
    schema=ARCHIVE,
    comment="照片的公开副本：不含位置与相机信息",
)

REPORTS = Table(
    "reports",
    METADATA,
    Column("id", BigInteger, Identity(always=True), comment="行号"),
    Column("number", Text(collation="C"), nullable=False, comment="报告编号"),
    Column("token_hash", BYTEA, nullable=False, comment="查询凭据的指纹"),
    Column("received_at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp(),
           comment="收到时间"),
    Column("kind", Text, nullable=False, comment="问题类别"),
    Column("name", Text, nullable=False, comment="地名或标志"),
    Column("message", Text, nullable=False, comment="内容"),
    Column("contact", Text, comment="联系方式（个人信息）"),
    Column("geom", Geometry("POINT", srid=EPSG, dimension=2, spatial_index=False, nullable=False), nullable=False,
           comment="位置（EPSG:4490，经度、纬度）"),
    Column("accuracy_m", Integer, comment="位置误差（m）；在图上选定的为空"),
    Column("division", Text(collation="C"), comment="所在行政区"),
    Column("sign", Text, comment="标志代码"),
    Column("photograph", Text, comment="照片（SHA-256）"),
    Column("status", Text, nullable=False, comment="状态"),
    Column("merged_into", BigInteger, comment="并入的报告"),
    Column("answer", Text, comment="答复"),
    Column("answered_at", DateTime(timezone=True), comment="答复时间"),
    Column("answered_by", Text, comment="答复人"),
    PrimaryKeyConstraint("id"),
    UniqueConstraint("number"),
    UniqueConstraint("token_hash"),
    ForeignKeyConstraint(["merged_into"], [f"{ARCHIVE}.reports.id"]),
    CheckConstraint(among("kind", tuple(ReportKind.labels())), name="kind"),
    CheckConstraint(among("status", tuple(ReportStatus.labels())), name="status"),
    CheckConstraint("(status = 'merged') = (merged_into IS NOT NULL)", name="merged_into"),
    CheckConstraint("merged_into <> id", name="merged_into_another"),
    CheckConstraint("status NOT IN ('answered', 'refused') OR coalesce(btrim(answer), '') <> ''", name="answer"),
    CheckConstraint("char_length(btrim(name)) BETWEEN 1 AND 100", name="name"),
    CheckConstraint("char_length(btrim(message)) BETWEEN 1 AND 2000", name="message"),
    CheckConstraint("char_length(contact) <= 200", name="contact"),
    Index(None, "received_at"),
    Index(None, "geom", postgresql_using="gist"),
    schema=ARCHIVE,
    comment="公众报告：地名标志有误、缺失或损坏",
)  # fmt: skip
