"""Figures that offices report, since no register counts them: of a division, on a day, with their source.

Who sees one is told by its disclosure and its division, as of a population statistic; who may change population
statistics of a division reports its figures (`data/sql/0015_reported_figures.sql`).
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Numeric,
    PrimaryKeyConstraint,
    Table,
    Text,
    func,
)

from data.ledgers import ARCHIVE
from data.tables import METADATA

REPORTED_FIGURES = Table(
    "reported_figures",
    METADATA,
    Column("figure", Text(collation="C"), nullable=False, comment="填报项目"),
    Column("division", Text(collation="C"), nullable=False, comment="行政区划"),
    Column("counted_on", Date, nullable=False, comment="统计时点"),
    Column("value", Numeric(18, 4), comment="数值"),
    Column("part", Numeric(18, 4), comment="分子"),
    Column("whole", Numeric(18, 4), comment="分母"),
    Column("source", Text, nullable=False, comment="数据来源"),
    Column("source_date", Date, comment="来源日期"),
    Column("invented", Boolean, nullable=False, comment="示例数据"),
    Column("disclosure", Text, nullable=False, comment="公开程度"),
    Column(
        "updated_at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp(), comment="更新时间"
    ),
    Column("updated_by", Text, nullable=False, comment="更新人"),
    PrimaryKeyConstraint("figure", "division", "counted_on"),
    CheckConstraint("figure ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name="figure"),
    CheckConstraint("division ~ '^[0-9]{6}([0-9]{3})?$'", name="division"),
    CheckConstraint("value >= 0", name="value"),
    CheckConstraint("part >= 0 AND part <= whole", name="part"),
    CheckConstraint("(part IS NULL) = (whole IS NULL) AND num_nonnulls(value, part) > 0", name="whole"),
    CheckConstraint("char_length(btrim(source)) BETWEEN 1 AND 300", name="source"),
    CheckConstraint("disclosure IN ('public', 'internal', 'restricted')", name="disclosure"),
    schema=ARCHIVE,
    comment="各级填报、登记库不能统计的数：人员、经费、比例",
)
