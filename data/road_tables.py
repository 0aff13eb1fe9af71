"""What the county says of its roads for travel: terms entered one after another, links it adds, maps it handed in."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Double,
    Identity,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from data.ledgers import ARCHIVE
from data.tables import METADATA

_LEAST, _MOST = "char_length(btrim({name})) BETWEEN 1 AND {most}", 300


def _number() -> Column[int]:
    return Column("number", BigInteger, Identity(always=True), nullable=False, comment="序号")


def _entered() -> list[Column[Any]]:
    at = Column(
        "entered_at",
        DateTime(timezone=True),
        nullable=False,
        server_default=func.clock_timestamp(),
        comment="登记时间",
    )
    return [at, Column("entered_by", Text, nullable=False, comment="登记人")]


def _withdrawn() -> list[Column[Any]]:
    at = Column("withdrawn_at", DateTime(timezone=True), comment="撤销时间")
    return [at, Column("withdrawn_by", Text, comment="撤销人")]


def _says(name: str, most: int = _MOST) -> CheckConstraint:
    return CheckConstraint(_LEAST.format(name=name, most=most), name=name)


_BOTH_OR_NONE = "(withdrawn_at IS NULL) = (withdrawn_by IS NULL)"

ROAD_TERMS = Table(
    "road_terms",
    METADATA,
    _number(),
    Column("kind", Text(collation="C"), nullable=False, comment="种类"),
    Column("subject", Text(collation="C"), nullable=False, comment="对象：年龄段、道路类别、道路编码或约定"),
    Column("value", Double, comment="数值；空为恢复随附的数值"),
    Column("source", Text, nullable=False, comment="依据"),
    *_entered(),
    PrimaryKeyConstraint("number"),
    CheckConstraint("kind IN ('walk', 'drive', 'road', 'graph')", name="kind"),
    _says("subject", 100),
    CheckConstraint("value >= 0 AND value < 1000000", name="value"),
    _says("source"),
    Index("road_terms_of_subject", "kind", "subject", "number"),
    schema=ARCHIVE,
    comment="路网的速度与约定：县里改写的部分，逐次登记，后者为准",
)

ROAD_LINKS = Table(
    "road_links",
    METADATA,
    _number(),
    Column("name", Text, nullable=False, comment="名称"),
    Column("way_class", Text(collation="C"), nullable=False, comment="道路类别"),
    Column("is_one_way", Boolean, nullable=False, comment="单行，按走向"),
    Column("course", JSONB, nullable=False, comment="走向：经度、纬度，EPSG:4490"),
    Column("source", Text, nullable=False, comment="依据"),
    *_entered(),
    *_withdrawn(),
    PrimaryKeyConstraint("number"),
    _says("name", 100),
    CheckConstraint(
        "jsonb_typeof(course) = 'array' AND jsonb_array_length(course) BETWEEN 2 AND 2000",
        name="course",
    ),
    _says("source"),
    CheckConstraint(_BOTH_OR_NONE, name="withdrawn"),
    schema=ARCHIVE,
    comment="路网补充的路段：图上没有、县里补画的路",
)

ROAD_MAPS = Table(
    "road_maps",
    METADATA,
    _number(),
    Column("kind", Text(collation="C"), nullable=False, comment="种类：道路或高程"),
    Column("title", Text, nullable=False, comment="名称"),
    Column("source", Text, nullable=False, comment="来源"),
    Column("hash", Text(collation="C"), nullable=False, comment="内容的 SHA-256"),
    Column("body", LargeBinary, nullable=False, comment="内容"),
    Column("details", JSONB, nullable=False, comment="概况"),
    *_entered(),
    *_withdrawn(),
    PrimaryKeyConstraint("number"),
    CheckConstraint("kind IN ('ways', 'heights')", name="kind"),
    _says("title", 200),
    _says("source"),
    CheckConstraint("hash = encode(sha256(body), 'hex')", name="hash"),
    CheckConstraint(_BOTH_OR_NONE, name="withdrawn"),
    schema=ARCHIVE,
    comment="路网的底图：道路数据摘取和地面高程，各以最新未撤销者为准",
)
