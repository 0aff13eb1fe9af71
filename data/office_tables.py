"""The office's own tables: which days it works, how long its clocks run, and how good the register of names was found.

Everybody may read which days are worked. The county's administrator and steward change them, and nobody else: that is
row-level security's to see to (`data/sql/0011_office_calendar.sql`).
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Double,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from data.ledgers import ARCHIVE
from data.tables import METADATA

_NOW = func.clock_timestamp()

OFFICE_YEARS = Table(
    "office_years",
    METADATA,
    Column("year", Integer, nullable=False, autoincrement=False, comment="年份"),
    Column("source", Text, nullable=False, comment="依据"),
    Column("updated_at", DateTime(timezone=True), nullable=False, server_default=_NOW, comment="更新时间"),
    Column("updated_by", Text, nullable=False, comment="更新人"),
    PrimaryKeyConstraint("year"),
    CheckConstraint("year BETWEEN 1990 AND 2100", name="year"),
    CheckConstraint("char_length(btrim(source)) BETWEEN 1 AND 300", name="source"),
    schema=ARCHIVE,
    comment="工作日历：放假调休安排已知的年份",
)

OFFICE_DAYS = Table(
    "office_days",
    METADATA,
    Column("day", Date, nullable=False, comment="日期"),
    Column("year", Integer, nullable=False, comment="年份"),
    Column("is_working", Boolean, nullable=False, comment="上班"),
    Column("title", Text, nullable=False, comment="名称"),
    PrimaryKeyConstraint("day"),
    ForeignKeyConstraint(["year"], [OFFICE_YEARS.c.year], ondelete="CASCADE"),
    CheckConstraint("year = date_part('year', day)", name="year"),
    CheckConstraint("char_length(btrim(title)) BETWEEN 1 AND 60", name="title"),
    schema=ARCHIVE,
    comment="工作日历：与星期不符的日期，即放假的工作日和上班的周末",
)

OFFICE_CLOCKS = Table(
    "office_clocks",
    METADATA,
    Column("id", Text(collation="C"), nullable=False, comment="时限"),
    Column("clock", JSONB, nullable=False, comment="县里改写的内容"),
    Column("updated_at", DateTime(timezone=True), nullable=False, server_default=_NOW, comment="更新时间"),
    Column("updated_by", Text, nullable=False, comment="更新人"),
    PrimaryKeyConstraint("id"),
    CheckConstraint("clock ->> 'id' = id", name="clock"),
    schema=ARCHIVE,
    comment="县里改写的时限（其余见 data/reference/names/clocks.toml）",
)

NAME_QUALITY = Table(
    "name_quality",
    METADATA,
    Column("quarter", Text(collation="C"), nullable=False, comment="季度"),
    Column("division", Text(collation="C"), nullable=False, comment="行政区划"),
    Column("score", Double, nullable=False, comment="得分（满分 100）"),
    Column("names", Integer, nullable=False, comment="地名条数"),
    Column("defects", Integer, nullable=False, comment="问题条数"),
    Column("parts", JSONB, nullable=False, comment="各项得分和权重"),
    Column("counted_at", DateTime(timezone=True), nullable=False, server_default=_NOW, comment="计算时间"),
    Column("counted_by", Text, nullable=False, comment="计算人"),
    PrimaryKeyConstraint("quarter", "division"),
    CheckConstraint("quarter ~ '^[0-9]{4}-Q[1-4]$'", name="quarter"),
    CheckConstraint("score BETWEEN 0 AND 100", name="score"),
    schema=ARCHIVE,
    comment="地名数据质量：每季度、每个行政区划的得分",
)
