"""The archive's own tables: what became of every identifier, the runs kept, the jobs under way.

`register.identifiers` outlives the rows it speaks of; `archive.runs` and `archive.run_files` hold bytes that never
change; `archive.jobs` is the progress the clerk sees, whatever the queue does underneath; `archive.audit` is the chain
of what was done, `archive.audit_head` its end, and `archive.audit_pending` what a transaction will add to it.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Double,
    Identity,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    false,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA, JSONB

from data.tables import METADATA, REGISTER

ARCHIVE = "archive"


def _created_at(label: str) -> Column[Any]:
    return Column(
        "created_at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp(), comment=label
    )


IDENTIFIERS = Table(
    "identifiers",
    METADATA,
    # Compared with names of tables, which PostgreSQL sorts by bytes; another collation would not use the key's index.
    Column("layer", Text(collation="C"), nullable=False, comment="图层"),
    Column("identity", Text(collation="C"), nullable=False, comment="标识"),
    Column("first_recorded", DateTime(timezone=True), nullable=False, comment="首次登记时间"),
    Column("versions", Integer, nullable=False, comment="已用版次"),
    Column("retired_at", Date, comment="终止日期"),
    Column("is_withdrawn", Boolean, nullable=False, server_default=false(), comment="全部撤销"),
    Column("successors", ARRAY(Text), nullable=False, server_default=text("'{}'"), comment="由何者承接"),
    Column("document", Text, comment="终止文号"),
    # Who may know that the identifier exists: as its newest row says.
    Column("disclosure", Text, nullable=False, server_default=text("'restricted'"), comment="公开范围"),
    Column("divisions", ARRAY(Text), nullable=False, server_default=text("'{}'"), comment="所属行政区划"),
    PrimaryKeyConstraint("layer", "identity"),
    schema=REGISTER,
    comment="标识总册：用过的标识永不他用",
)

NOTICES = Table(
    "notices",
    METADATA,
    Column("id", BigInteger, Identity(always=True), comment="通知号"),
    Column("layer", Text(collation="C"), nullable=False, comment="图层"),
    Column("identities", ARRAY(Text), comment="变动的标识；过多时为空"),
    Column("boxes", ARRAY(Double), nullable=False, comment="变动前后的范围，各为西、南、东、北（度）"),
    Column("open_boxes", ARRAY(Double), nullable=False, comment="其中公开的部分"),
    Column("is_open", Boolean, nullable=False, comment="有公开的变动"),
    Column("since", DateTime(timezone=True), nullable=False, comment="事务开始时刻"),
    Column("at", DateTime(timezone=True), nullable=False, comment="变动时刻"),
    PrimaryKeyConstraint("id"),
    schema=REGISTER,
    comment="变动通知：供各服务进程更新瓦片，只留片刻",
    prefixes=["UNLOGGED"],
)

TALLIES = Table(
    "tallies",
    METADATA,
    Column("id", BigInteger, Identity(always=True), comment="行号"),
    Column("layer", Text(collation="C"), nullable=False, comment="图层"),
    Column("disclosure", Text, nullable=False, comment="公开范围"),
    Column("divisions", ARRAY(Text), nullable=False, comment="所属行政区划（公开的不分）"),
    Column("first", Date, nullable=False, comment="有效期首日"),
    Column("until", Date, nullable=False, comment="有效期止日（不含），infinity 为至今"),
    Column("things", BigInteger, nullable=False, comment="增减件数"),
    PrimaryKeyConstraint("id"),
    Index(None, "layer"),
    schema=REGISTER,
    comment="件数：按图层、公开范围、所属行政区划和有效期累计",
)

RUNS = Table(
    "runs",
    METADATA,
    Column("id", Text, nullable=False, comment="计算号"),
    Column("indicator", Text, nullable=False, comment="指标"),
    Column("parameters", JSONB, nullable=False, comment="参数"),
    Column("as_of", Date, nullable=False, comment="数据时点"),
    Column("recorded_at", DateTime(timezone=True), nullable=False, comment="登记时点"),
    Column("inputs_hash", Text, nullable=False, comment="所读数据的指纹"),
    Column("code_version", Text, nullable=False, comment="程序版本"),
    Column("inputs", BYTEA, comment="随请求送来的数据"),
    Column("result", BYTEA, nullable=False, comment="结果（规范 JSON）"),
    _created_at("计算时间"),
    # As closed as the most closed row that was read, and wherever such rows belong.
    Column("disclosure", Text, nullable=False, server_default=text("'public'"), comment="公开范围"),
    Column("divisions", ARRAY(Text), nullable=False, server_default=text("'{}'"), comment="所读非公开数据的行政区划"),
    PrimaryKeyConstraint("id"),
    Index(None, "created_at"),
    schema=ARCHIVE,
    comment="指标计算存档",
)

RUN_FILES = Table(
    "run_files",
    METADATA,
    Column("run_id", Text, nullable=False, comment="计算号"),
    Column("format", Text, nullable=False, comment="格式"),
    Column("media_type", Text, nullable=False, comment="媒体类型"),
    Column("body", BYTEA, nullable=False, comment="内容"),
    _created_at("生成时间"),
    PrimaryKeyConstraint("run_id", "format"),
    schema=ARCHIVE,
    comment="计算结果的各种形式，首次生成后不变",
)

JOBS = Table(
    "jobs",
    METADATA,
    Column("id", Text, nullable=False, comment="任务号"),
    Column("kind", Text, nullable=False, comment="任务种类"),
    Column("arguments", JSONB, nullable=False, comment="参数"),
    Column("status", Text, nullable=False, comment="状态"),
    Column("done", BigInteger, nullable=False, server_default=text("0"), comment="已完成"),
    Column("of", BigInteger, comment="总数"),
    Column("what", Text, comment="正在做什么"),
    Column("live", JSONB, comment="当前所得"),
    Column("error", Text, comment="失败原因"),
    Column("result", Text, comment="结果地址"),
    Column("queue_id", BigInteger, comment="队列中的编号"),
    Column("account_id", BigInteger, comment="提交人的账号编号"),
    _created_at("提交时间"),
    Column("started_at", DateTime(timezone=True), comment="开始时间"),
    Column("finished_at", DateTime(timezone=True), comment="结束时间"),
    PrimaryKeyConstraint("id"),
    CheckConstraint("status IN ('queued', 'running', 'done', 'failed', 'cancelled')", name="status"),
    Index(None, "created_at"),
    schema=ARCHIVE,
    comment="长任务及其进度",
)


def _what_was_done() -> tuple[Column[Any], ...]:
    return (
        Column("account", BigInteger, comment="账号"),
        Column("clerk", Text, nullable=False, comment="经办人"),
        Column("deed", Text, nullable=False, comment="事项"),
        Column("layer", Text, comment="图层"),
        Column("identity", Text, comment="标识"),
        Column("version", Integer, comment="版次"),
        Column("detail", Text, nullable=False, comment="细节（规范 JSON）"),
    )


AUDIT = Table(
    "audit",
    METADATA,
    Column("seq", BigInteger, nullable=False, autoincrement=False, comment="序号"),
    Column("at", DateTime(timezone=True), nullable=False, comment="记入时间"),
    *_what_was_done(),
    Column("previous", BYTEA, nullable=False, comment="上一条的指纹"),
    Column("hash", BYTEA, nullable=False, comment="本条的指纹（SHA-256）"),
    PrimaryKeyConstraint("seq"),
    schema=ARCHIVE,
    comment="审计记录：每条含上一条的指纹，只增不改",
)

AUDIT_HEAD = Table(
    "audit_head",
    METADATA,
    Column("is_only", Boolean, nullable=False, comment="仅此一行"),
    Column("seq", BigInteger, nullable=False, comment="末条的序号"),
    Column("hash", BYTEA, nullable=False, comment="末条的指纹"),
    Column("count", BigInteger, nullable=False, comment="条数"),
    PrimaryKeyConstraint("is_only"),
    CheckConstraint("is_only", name="is_only"),
    schema=ARCHIVE,
    comment="审计记录的末端：末条被删去时看得出来",
)

AUDIT_PENDING = Table(
    "audit_pending",
    METADATA,
    Column("id", BigInteger, Identity(always=True), comment="号"),
    *_what_was_done(),
    PrimaryKeyConstraint("id"),
    CheckConstraint("deed ~ '^[a-z][a-z-]*$'", name="deed"),
    schema=ARCHIVE,
    comment="本事务中待记入的审计记录，提交时接入链条",
    prefixes=["UNLOGGED"],
)
