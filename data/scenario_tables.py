"""The tables of scenarios: plans saved under a name, their sites on the way from plan to people, each step an entry.

Coordinates are EPSG:4490, longitude first; money is in ten thousand yuan. Who sees and keeps them is row-level
security's to decide (`data/sql/0018_siting_scenarios.sql`).
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
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    Numeric,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    func,
    text,
)

from data.ledgers import ARCHIVE, RUNS
from data.tables import METADATA, among
from layers.saved_plan import SiteKind
from layers.siting_actions import ActionState


def _moment(name: str, label: str) -> Column[Any]:
    return Column(name, DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp(), comment=label)


def _number(label: str) -> Column[Any]:
    return Column("number", BigInteger, Identity(always=True), comment=label)


SCENARIOS = Table(
    "siting_scenarios",
    METADATA,
    _number("方案编号"),
    Column("name", Text, nullable=False, comment="名称"),
    Column("note", Text, comment="说明"),
    Column("run_id", Text, nullable=False, comment="计算号"),
    Column("division", Text(collation="C"), nullable=False, comment="行政区划"),
    Column("version", Integer, nullable=False, server_default=text("1"), comment="版次"),
    _moment("created_at", "建立时间"),
    Column("created_by", Text, nullable=False, comment="建立人"),
    _moment("updated_at", "更新时间"),
    Column("updated_by", Text, nullable=False, comment="更新人"),
    Column("withdrawn_at", DateTime(timezone=True), comment="撤下时间"),
    PrimaryKeyConstraint("number"),
    ForeignKeyConstraint(["run_id"], [RUNS.c.id]),
    CheckConstraint("char_length(btrim(name)) BETWEEN 1 AND 60", name="name"),
    CheckConstraint("char_length(note) <= 2000", name="note"),
    CheckConstraint("division ~ '^[0-9]{6}([0-9]{3}([0-9]{3})?)?$'", name="division"),
    Index("siting_scenarios_name_ix", "division", "name", unique=True, postgresql_where=text("withdrawn_at IS NULL")),
    Index("siting_scenarios_run_id_ix", "run_id"),
    schema=ARCHIVE,
    comment="选址方案：一次选址计算及其名称",
)

ACTIONS = Table(
    "siting_actions",
    METADATA,
    _number("编号"),
    Column("scenario", BigInteger, nullable=False, comment="方案编号"),
    Column("run_id", Text, nullable=False, comment="计算号"),
    Column("site", Text, nullable=False, comment="点位"),
    Column("name", Text, nullable=False, comment="点位名称"),
    Column("kind", Text, nullable=False, comment="新建、扩建、保留或关停"),
    Column("township", Text, comment="乡镇"),
    Column("lon", Double, comment="经度（EPSG:4490）"),
    Column("lat", Double, comment="纬度（EPSG:4490）"),
    Column("places", Integer, comment="计划增加的位"),
    Column("cost_wan", Numeric(14, 2), comment="计划投资（万元）"),
    Column("owner", Text, comment="责任人"),
    Column("due_on", Date, comment="应完成日期"),
    Column("division", Text(collation="C"), nullable=False, comment="行政区划"),
    Column("state", Text, nullable=False, server_default=text("'planned'"), comment="状态"),
    Column("version", Integer, nullable=False, server_default=text("0"), comment="版次，即步数"),
    _moment("created_at", "列入时间"),
    Column("created_by", Text, nullable=False, comment="列入人"),
    PrimaryKeyConstraint("number"),
    UniqueConstraint("scenario", "run_id", "site", name="siting_actions_scenario_site_unique"),
    ForeignKeyConstraint(["scenario"], [SCENARIOS.c.number]),
    ForeignKeyConstraint(["run_id"], [RUNS.c.id]),
    CheckConstraint(among("state", tuple(ActionState.labels())), name="state"),
    CheckConstraint(among("kind", tuple(SiteKind.labels())), name="kind"),
    CheckConstraint("char_length(owner) <= 60", name="owner"),
    schema=ARCHIVE,
    comment="方案的落实：每个点位从规划到入住",
)

STEPS = Table(
    "siting_action_steps",
    METADATA,
    Column("action", BigInteger, nullable=False, comment="点位编号"),
    Column("version", Integer, nullable=False, comment="第几步"),
    Column("before", Text, nullable=False, comment="此前状态"),
    Column("state", Text, nullable=False, comment="状态"),
    Column("happened_on", Date, nullable=False, comment="发生日期"),
    Column("document", Text, comment="文号（备案回执等）"),
    Column("places", Integer, comment="实际床位或入住人数"),
    Column("because", Text, comment="理由"),
    _moment("taken_at", "记入时间"),
    Column("taken_by", Text, nullable=False, comment="记入人"),
    PrimaryKeyConstraint("action", "version"),
    ForeignKeyConstraint(["action"], [ACTIONS.c.number]),
    CheckConstraint(among("state", tuple(ActionState.labels())), name="state"),
    CheckConstraint("places >= 0", name="places"),
    CheckConstraint("char_length(document) <= 200", name="document"),
    CheckConstraint("char_length(because) <= 1000", name="because"),
    schema=ARCHIVE,
    comment="点位的每一步，只增不改",
)

MOVES = Table(
    "siting_moves",
    METADATA,
    Column("before", Text(collation="C"), nullable=False, comment="此前状态"),
    Column("after", Text(collation="C"), nullable=False, comment="此后状态"),
    Column("needs_reason", Boolean, nullable=False, comment="须写理由"),
    Column("needs_document", Boolean, nullable=False, comment="须写文号"),
    PrimaryKeyConstraint("before", "after"),
    schema=ARCHIVE,
    comment="点位可走的步",
)
