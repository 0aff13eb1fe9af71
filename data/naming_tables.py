"""The tables of naming cases: what is asked for, each step as an entry, papers, objections and their answers.

Nothing of an entry, a paper, an answer or an objection changes once it is written. A case moves by an entry and by
nothing else (`data/sql/0009_naming_cases.sql`). Geometry is EPSG:4490, longitude first; days are days in China.
"""

from typing import Any

from geoalchemy2 import Geometry
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    Numeric,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    false,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import BYTEA, JSONB

from data.tables import EPSG, METADATA, among
from layers.naming_authorities import NameAuthority
from layers.naming_cases import CaseKind, Part, Stage
from layers.naming_papers import PaperKind
from layers.place_names import PlaceNameKind

NAMING = "naming"


def _moment(name: str, label: str) -> Column[Any]:
    return Column(name, DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp(), comment=label)


def _by(label: str) -> tuple[Column[Any], Column[Any]]:
    return (
        Column("by_account", BigInteger, nullable=False, comment=f"{label}的账号编号"),
        Column("by_name", Text, nullable=False, comment=label),
    )


def _case_id() -> Column[Any]:
    return Column("case_id", BigInteger, nullable=False, comment="案件号")


CASES = Table(
    "cases",
    METADATA,
    Column("id", BigInteger, Identity(always=True), comment="案件号"),
    Column("number", Text(collation="C"), nullable=False, comment="案件编号"),
    Column("kind", Text, nullable=False, comment="命名、更名或销名"),
    Column("stage", Text, nullable=False, server_default=text("'draft'"), comment="阶段"),
    Column("suspended_from", Text, comment="中止前的阶段"),
    Column("version", Integer, nullable=False, server_default=text("0"), comment="版次，即经办条数"),
    Column("title", Text, nullable=False, comment="标题"),
    Column("division", Text(collation="C"), nullable=False, comment="所在行政区"),
    Column("applicant", Text, comment="申请人"),
    Column("authority", Text, comment="审批机关种类"),
    Column("authority_name", Text, comment="审批机关名称"),
    Column("approval_number", Text, comment="批准文号"),
    Column("approved_on", Date, comment="批准日期"),
    Column("notice_days", Integer, nullable=False, comment="公示天数（日历日）"),
    Column("code_prefix", Text, nullable=False, comment="临时地名代码的前缀"),
    Column("invented", Boolean, nullable=False, server_default=false(), comment="示例数据"),
    Column("written_in", BigInteger, nullable=False, comment="最近经办所在的事务"),
    _moment("opened_at", "开立时间"),
    PrimaryKeyConstraint("id"),
    UniqueConstraint("number"),
    CheckConstraint(among("kind", tuple(CaseKind.labels())), name="kind"),
    CheckConstraint(among("stage", tuple(Stage.labels())), name="stage"),
    CheckConstraint(among("authority", tuple(NameAuthority.labels())), name="authority"),
    CheckConstraint("(stage = 'suspended') = (suspended_from IS NOT NULL)", name="suspended_from"),
    CheckConstraint("division ~ '^[0-9]{6}([0-9]{3}([0-9]{3})?)?$'", name="division"),
    CheckConstraint("char_length(btrim(title)) BETWEEN 1 AND 200", name="title"),
    CheckConstraint("notice_days BETWEEN 0 AND 365", name="notice_days"),
    Index(None, "stage"),
    schema=NAMING,
    comment="地名案件：命名、更名、销名",
)

APPLICANTS = Table(
    "applicants",
    METADATA,
    _case_id(),
    Column("contact", Text, nullable=False, comment="联系方式"),
    PrimaryKeyConstraint("case_id"),
    ForeignKeyConstraint(["case_id"], [CASES.c.id]),
    CheckConstraint("char_length(btrim(contact)) BETWEEN 1 AND 200", name="contact"),
    schema=NAMING,
    comment="申请人的联系方式（个人信息，只供地名经办人）",
)

ITEMS = Table(
    "items",
    METADATA,
    _case_id(),
    Column("position", Integer, nullable=False, comment="序号，从 1 起"),
    Column("name", Text, comment="地名（销名案为现行地名）"),
    Column("kind", Text, comment="类别"),
    Column("is_village", Boolean, nullable=False, server_default=false(), comment="自然村"),
    Column(
        "is_famous",
        Boolean,
        nullable=False,
        server_default=false(),
        comment="国内外著名或跨省、边境、海域的自然地理实体",
    ),
    Column("is_island", Boolean, nullable=False, server_default=false(), comment="无居民海岛或海域地理实体"),
    Column("specific_term", Text, comment="专名"),
    Column("generic_term", Text, comment="通名"),
    Column("class_code", Text, comment="类别代码"),
    Column("romanized", Text, comment="罗马字母拼写"),
    Column("division", Text(collation="C"), comment="所在行政区；空则同案件"),
    Column("meaning", Text, comment="地名含义"),
    Column("origin", Text, comment="地名来历"),
    Column("reason", Text, comment="理由"),
    Column("position_text", Text, comment="位置描述"),
    Column("nature", Text, comment="规模与性质"),
    Column("width_m", Numeric(14, 2), comment="道路宽度（m）"),
    Column("width_basis", Text, comment="宽度的量法"),
    Column(
        "geom",
        Geometry("GEOMETRY", srid=EPSG, dimension=2, spatial_index=False),
        comment="位置（EPSG:4490，经度、纬度）",
    ),
    Column("place_code", Text(collation="C"), comment="地名代码"),
    Column("standing_name", Text, comment="原地名（更名、销名）"),
    Column("findings", JSONB, nullable=False, server_default=text("'[]'"), comment="核查意见"),
    Column("checked_in", BigInteger, comment="最近核查所在的事务"),
    Column("checked_at", DateTime(timezone=True), comment="最近核查时间"),
    PrimaryKeyConstraint("case_id", "position"),
    ForeignKeyConstraint(["case_id"], [CASES.c.id]),
    CheckConstraint(among("kind", tuple(PlaceNameKind.labels())), name="kind"),
    CheckConstraint("division ~ '^[0-9]{6}([0-9]{3}([0-9]{3})?)?$'", name="division"),
    CheckConstraint("position > 0", name="position"),
    CheckConstraint("ST_IsValid(geom) AND NOT ST_IsEmpty(geom)", name="geom"),
    CheckConstraint("jsonb_typeof(findings) = 'array'", name="findings"),
    schema=NAMING,
    comment="案件中的地名",
)

ENTRIES = Table(
    "entries",
    METADATA,
    _case_id(),
    Column("version", Integer, nullable=False, comment="案件因此成为第几版"),
    Column("step", Text, nullable=False, comment="步骤"),
    Column("from_stage", Text, comment="原阶段"),
    Column("to_stage", Text, nullable=False, comment="新阶段"),
    *_by("经办人"),
    _moment("at", "记入时间"),
    Column("on_day", Date, nullable=False, comment="办理日期"),
    Column("because", Text, nullable=False, comment="理由"),
    Column("document", Text, comment="文号"),
    PrimaryKeyConstraint("case_id", "version"),
    ForeignKeyConstraint(["case_id"], [CASES.c.id]),
    CheckConstraint("char_length(btrim(because)) BETWEEN 1 AND 2000", name="because"),
    CheckConstraint("char_length(btrim(document)) BETWEEN 1 AND 200", name="document"),
    schema=NAMING,
    comment="经办记录：每一步由谁、何时、为何；只增不改",
)

HANDS = Table(
    "hands",
    METADATA,
    _case_id(),
    Column("account", BigInteger, nullable=False, comment="账号编号"),
    Column("part", Text, nullable=False, comment="在本案中的职责"),
    PrimaryKeyConstraint("case_id", "account"),
    ForeignKeyConstraint(["case_id"], [CASES.c.id]),
    CheckConstraint(among("part", tuple(Part.labels())), name="part"),
    schema=NAMING,
    comment="一人在一案中只有一种职责：拟稿、审核、审批不得同为一人",
)

ANSWERS = Table(
    "answers",
    METADATA,
    Column("id", BigInteger, Identity(always=True), comment="答复号"),
    _case_id(),
    Column("name", Text, nullable=False, comment="地名"),
    Column("rule", Text, nullable=False, comment="核查规则"),
    Column("conflict", Text, nullable=False, server_default=text("''"), comment="所涉地名代码；空为全部"),
    Column("because", Text, nullable=False, comment="理由"),
    *_by("答复人"),
    _moment("at", "答复时间"),
    PrimaryKeyConstraint("id"),
    ForeignKeyConstraint(["case_id"], [CASES.c.id]),
    CheckConstraint("char_length(btrim(because)) BETWEEN 1 AND 2000", name="because"),
    Index(None, "case_id"),
    schema=NAMING,
    comment="审核人对核查意见的答复",
)

BODIES = Table(
    "bodies",
    METADATA,
    Column("sha256", Text(collation="C"), nullable=False, comment="SHA-256"),
    Column("body", BYTEA, nullable=False, comment="内容"),
    PrimaryKeyConstraint("sha256"),
    CheckConstraint("sha256 = encode(sha256(body), 'hex')", name="sha256"),
    schema=NAMING,
    comment="材料的内容，按 SHA-256 存一份",
)

PAPERS = Table(
    "papers",
    METADATA,
    Column("id", BigInteger, Identity(always=True), comment="材料号"),
    _case_id(),
    Column("kind", Text, nullable=False, comment="材料种类"),
    Column("version", Integer, nullable=False, comment="同种材料的第几份"),
    Column("filename", Text, nullable=False, comment="文件名"),
    Column("media_type", Text, nullable=False, comment="内容类型"),
    Column("sha256", Text(collation="C"), nullable=False, comment="SHA-256"),
    Column("size", BigInteger, nullable=False, comment="字节数"),
    Column("is_personal", Boolean, nullable=False, comment="含申请人个人信息"),
    *_by("提交人"),
    _moment("at", "提交时间"),
    PrimaryKeyConstraint("id"),
    UniqueConstraint("case_id", "kind", "version"),
    ForeignKeyConstraint(["case_id"], [CASES.c.id]),
    ForeignKeyConstraint(["sha256"], [BODIES.c.sha256]),
    CheckConstraint(among("kind", tuple(PaperKind.labels())), name="kind"),
    CheckConstraint("char_length(btrim(filename)) BETWEEN 1 AND 200", name="filename"),
    Index(None, "sha256"),
    schema=NAMING,
    comment="案件的材料：同种材料再交为新的一份，不覆盖",
)

OBJECTIONS = Table(
    "objections",
    METADATA,
    Column("id", BigInteger, Identity(always=True), comment="异议号"),
    _case_id(),
    Column("text", Text, nullable=False, comment="异议"),
    _moment("at", "提出时间"),
    Column("answer", Text, comment="答复"),
    Column("answered_by", Text, comment="答复人"),
    Column("answered_at", DateTime(timezone=True), comment="答复时间"),
    PrimaryKeyConstraint("id"),
    ForeignKeyConstraint(["case_id"], [CASES.c.id]),
    CheckConstraint("char_length(btrim(text)) BETWEEN 1 AND 2000", name="text"),
    CheckConstraint("char_length(btrim(answer)) BETWEEN 1 AND 2000", name="answer"),
    Index(None, "case_id"),
    schema=NAMING,
    comment="公示期间的异议",
)

OBJECTORS = Table(
    "objectors",
    METADATA,
    Column("objection_id", BigInteger, nullable=False, comment="异议号"),
    Column("name", Text, comment="姓名"),
    Column("contact", Text, comment="联系方式"),
    PrimaryKeyConstraint("objection_id"),
    ForeignKeyConstraint(["objection_id"], [OBJECTIONS.c.id]),
    schema=NAMING,
    comment="提出异议的人（个人信息，不公开）",
)

SERIALS = Table(
    "serials",
    METADATA,
    Column("prefix", Text(collation="C"), nullable=False, comment="前缀"),
    Column("last", Integer, nullable=False, comment="最后用过的号"),
    PrimaryKeyConstraint("prefix"),
    schema=NAMING,
    comment="案件编号和临时地名代码的流水号，用过不再用",
)

MOVES = Table(
    "moves",
    METADATA,
    Column("step", Text(collation="C"), nullable=False, comment="步骤"),
    Column("label", Text, nullable=False, comment="步骤名称"),
    Column("part", Text, nullable=False, comment="由谁办理"),
    Column("from_stage", Text(collation="C"), nullable=False, comment="原阶段"),
    Column("to_stage", Text(collation="C"), nullable=False, comment="新阶段"),
    PrimaryKeyConstraint("step", "from_stage", "to_stage"),
    schema=NAMING,
    comment="可走的步骤（layers/naming_cases.py）",
)

NEEDS = Table(
    "needs",
    METADATA,
    Column("step", Text(collation="C"), nullable=False, comment="步骤"),
    Column("condition", Text(collation="C"), nullable=False, comment="条件"),
    PrimaryKeyConstraint("step", "condition"),
    schema=NAMING,
    comment="步骤的条件（layers/naming_cases.py）",
)

REQUIRED_PAPERS = Table(
    "required_papers",
    METADATA,
    Column("paper", Text(collation="C"), nullable=False, comment="材料种类"),
    Column("label", Text, nullable=False, comment="材料名称"),
    Column("step", Text(collation="C"), nullable=False, comment="须在哪一步之前"),
    Column("kind", Text(collation="C"), nullable=False, server_default=text("''"), comment="只对此类地名；空为各类"),
    Column(
        "authority",
        Text(collation="C"),
        nullable=False,
        server_default=text("''"),
        comment="只对此审批机关；空为各机关",
    ),
    Column("if_protected", Boolean, nullable=False, server_default=false(), comment="只对保护名录中的地名"),
    PrimaryKeyConstraint("paper", "kind", "authority"),
    schema=NAMING,
    comment="须交的材料（layers/naming_papers.py）",
)
