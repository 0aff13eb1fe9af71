"""What the county decides about names: its own words, the tables it chose, answers to findings, reserved names, sweeps.

Words are kept as what the county adds to or strikes from the lists that ship (`data/reference/names/word_lists`), so
that a later version's words arrive too. An answer and a decision are never changed: a later one counts. Who may do what
is row-level security's to see to (`data/sql/0008_name_findings.sql`).
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
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
from sqlalchemy.dialects.postgresql import JSONB

from data.ledgers import ARCHIVE
from data.tables import METADATA, among
from layers.naming import NameSeverity
from layers.naming_rules.cleaning import SweepDecision
from layers.naming_rules.words import WordPlace
from layers.place_names import PlaceNameKind

# Kinds of the register, and the natural village, whose name is one word.
KINDS = (*PlaceNameKind.labels(), "village")
RULE_TABLES = ("roads", "residences")
_DIVISION = "division ~ '^[0-9]{6}([0-9]{3}([0-9]{3})?)?$'"


def _moment(name: str, label: str) -> Column[Any]:
    return Column(name, DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp(), comment=label)


def _by(label: str) -> tuple[Column[Any], Column[Any]]:
    return (
        Column("by_account", BigInteger, nullable=True, comment=f"{label}的账号编号"),
        Column("by_name", Text, nullable=False, comment=label),
    )


def _short(column: str, most: int) -> CheckConstraint:
    return CheckConstraint(f"char_length(btrim({column})) BETWEEN 1 AND {most}", name=column)


NAME_WORDS = Table(
    "name_words",
    METADATA,
    Column("list", Text(collation="C"), nullable=False, comment="词表"),
    Column("word", Text(collation="C"), nullable=False, comment="词"),
    Column("place", Text, nullable=False, comment="在名称中的位置"),
    Column("stands_for", Text, comment="所指"),
    Column("is_struck", Boolean, nullable=False, server_default=false(), comment="从随附词表中剔除"),
    Column("because", Text, nullable=False, comment="理由或来源"),
    _moment("updated_at", "更新时间"),
    *_by("更新人"),
    PrimaryKeyConstraint("list", "word"),
    CheckConstraint(among("place", tuple(WordPlace.labels())), name="place"),
    _short("word", 40),
    _short("because", 300),
    schema=ARCHIVE,
    comment="地名词表：县里增删的词",
)

NAME_TABLES = Table(
    "name_tables",
    METADATA,
    Column("kind", Text, nullable=False, comment="哪一种表"),
    Column("content", Text, nullable=False, comment="内容（TOML）"),
    _moment("updated_at", "更新时间"),
    *_by("更新人"),
    PrimaryKeyConstraint("kind"),
    CheckConstraint(among("kind", RULE_TABLES), name="kind"),
    _short("content", 100_000),
    schema=ARCHIVE,
    comment="县里选定的通名表：道路，住宅区和楼宇",
)

NAME_ANSWERS = Table(
    "name_answers",
    METADATA,
    Column("id", BigInteger, Identity(always=True), comment="编号"),
    Column("name", Text(collation="C"), nullable=False, comment="名称"),
    Column("kind", Text, nullable=False, comment="类别"),
    Column("division", Text(collation="C"), nullable=False, comment="行政区划"),
    Column("rule", Text(collation="C"), nullable=False, comment="规则"),
    Column("conflict_code", Text(collation="C"), comment="与之冲突的地名代码"),
    Column("because", Text, nullable=False, comment="理由"),
    _moment("at", "时间"),
    *_by("审核人"),
    PrimaryKeyConstraint("id"),
    Index(None, "name"),
    CheckConstraint(among("kind", KINDS), name="kind"),
    CheckConstraint(_DIVISION, name="division"),
    _short("name", 100),
    _short("because", 1_000),
    schema=ARCHIVE,
    comment="对检查结果的说明：后来的检查一并显示",
)

NAME_RESERVED = Table(
    "name_reserved",
    METADATA,
    Column("id", BigInteger, Identity(always=True), comment="编号"),
    Column("name", Text(collation="C"), nullable=False, comment="名称"),
    Column("kind", Text, nullable=False, comment="类别"),
    Column("division", Text(collation="C"), nullable=False, comment="行政区划"),
    Column("theme", Text, nullable=False, comment="主题"),
    Column("meaning", Text, comment="含义"),
    Column("expires_on", Date, comment="保留至（含）"),
    Column("used_by", Text(collation="C"), comment="已用于（地名代码）"),
    Column("version", Integer, nullable=False, server_default="1", comment="版次"),
    _moment("updated_at", "更新时间"),
    *_by("更新人"),
    PrimaryKeyConstraint("id"),
    UniqueConstraint("division", "kind", "name"),
    CheckConstraint(among("kind", KINDS), name="kind"),
    CheckConstraint(_DIVISION, name="division"),
    _short("name", 100),
    _short("theme", 60),
    schema=ARCHIVE,
    comment="预留地名",
)

NAME_SWEEPS = Table(
    "name_sweeps",
    METADATA,
    Column("id", Text(collation="C"), nullable=False, comment="清理号"),
    Column("division", Text(collation="C"), nullable=False, comment="行政区划"),
    Column("as_of", Date, nullable=False, comment="数据时点"),
    Column("names", Integer, nullable=False, comment="检查的地名条数"),
    Column("found", Integer, nullable=False, comment="问题条数"),
    Column("counts", JSONB, nullable=False, comment="各规则、各程度的条数"),
    _moment("at", "完成时间"),
    *_by("发起人"),
    PrimaryKeyConstraint("id"),
    schema=ARCHIVE,
    comment="不规范地名清理",
)

# Entered before their sweep, whose counts they make, in one transaction; so no key binds them.
SWEEP_FINDINGS = Table(
    "name_sweep_findings",
    METADATA,
    Column("id", BigInteger, Identity(always=True), comment="编号"),
    Column("sweep_id", Text(collation="C"), nullable=False, comment="清理号"),
    Column("code", Text(collation="C"), nullable=False, comment="地名代码"),
    Column("name", Text, nullable=False, comment="名称"),
    Column("kind", Text, nullable=False, comment="类别"),
    Column("division", Text(collation="C"), comment="所在行政区"),
    Column("disclosure", Text, nullable=False, comment="公开范围"),
    Column("rule", Text(collation="C"), nullable=False, comment="规则"),
    Column("severity", Text, nullable=False, comment="程度"),
    Column("is_approved", Boolean, nullable=False, comment="先前已批准"),
    Column("scope", Text, comment="在何范围内重复"),
    Column("message", Text, nullable=False, comment="说明"),
    Column("first", Integer, comment="名称中从第几字"),
    Column("until", Integer, comment="到第几字（不含）"),
    PrimaryKeyConstraint("id"),
    Index(None, "sweep_id", "rule", "id"),
    CheckConstraint(among("severity", tuple(NameSeverity.labels())), name="severity"),
    schema=ARCHIVE,
    comment="不规范地名清理：逐条问题",
)

SWEEP_DECISIONS = Table(
    "name_sweep_decisions",
    METADATA,
    Column("id", BigInteger, Identity(always=True), comment="编号"),
    Column("code", Text(collation="C"), nullable=False, comment="地名代码"),
    Column("name", Text, nullable=False, comment="名称"),
    Column("rule", Text(collation="C"), nullable=False, comment="规则"),
    Column("division", Text(collation="C"), comment="所在行政区"),
    Column("disclosure", Text, nullable=False, comment="公开范围"),
    Column("decision", Text, nullable=False, comment="处理"),
    Column("because", Text, nullable=False, comment="理由"),
    _moment("at", "时间"),
    *_by("审核人"),
    PrimaryKeyConstraint("id"),
    Index(None, "code", "rule"),
    CheckConstraint(among("decision", tuple(SweepDecision.labels())), name="decision"),
    _short("because", 1_000),
    schema=ARCHIVE,
    comment="不规范地名清理：每个地名的处理，后来的为准",
)
