"""What was done, in a chain of hashes"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from data.migrations.statements import sql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

LAYERS = {
    "boundary_lines": "code",
    "boundary_markers": "number",
    "cemeteries": "number",
    "community_care": "number",
    "divisions": "code",
    "meal_points": "number",
    "nursing_homes": "number",
    "place_names": "code",
    "population": "number",
    "rescue_points": "number",
    "roads": "code",
    "settlements": "code",
}


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.BigInteger(), nullable=False, autoincrement=False, comment="序号"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="记入时间"),
        sa.Column("account", sa.BigInteger(), nullable=True, comment="账号"),
        sa.Column("clerk", sa.Text(), nullable=False, comment="经办人"),
        sa.Column("deed", sa.Text(), nullable=False, comment="事项"),
        sa.Column("layer", sa.Text(), nullable=True, comment="图层"),
        sa.Column("identity", sa.Text(), nullable=True, comment="标识"),
        sa.Column("version", sa.Integer(), nullable=True, comment="版次"),
        sa.Column("detail", sa.Text(), nullable=False, comment="细节（规范 JSON）"),
        sa.Column("previous", postgresql.BYTEA(), nullable=False, comment="上一条的指纹"),
        sa.Column("hash", postgresql.BYTEA(), nullable=False, comment="本条的指纹（SHA-256）"),
        sa.PrimaryKeyConstraint("seq", name=op.f("audit_pk")),
        schema="archive",
        comment="审计记录：每条含上一条的指纹，只增不改",
    )
    op.create_table(
        "audit_head",
        sa.Column("is_only", sa.Boolean(), nullable=False, comment="仅此一行"),
        sa.Column("seq", sa.BigInteger(), nullable=False, comment="末条的序号"),
        sa.Column("hash", postgresql.BYTEA(), nullable=False, comment="末条的指纹"),
        sa.Column("count", sa.BigInteger(), nullable=False, comment="条数"),
        sa.CheckConstraint("is_only", name=op.f("audit_head_is_only_check")),
        sa.PrimaryKeyConstraint("is_only", name=op.f("audit_head_pk")),
        schema="archive",
        comment="审计记录的末端：末条被删去时看得出来",
    )
    op.create_table(
        "audit_pending",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False, comment="号"),
        sa.Column("account", sa.BigInteger(), nullable=True, comment="账号"),
        sa.Column("clerk", sa.Text(), nullable=False, comment="经办人"),
        sa.Column("deed", sa.Text(), nullable=False, comment="事项"),
        sa.Column("layer", sa.Text(), nullable=True, comment="图层"),
        sa.Column("identity", sa.Text(), nullable=True, comment="标识"),
        sa.Column("version", sa.Integer(), nullable=True, comment="版次"),
        sa.Column("detail", sa.Text(), nullable=False, comment="细节（规范 JSON）"),
        sa.CheckConstraint("deed ~ '^[a-z][a-z-]*$'", name=op.f("audit_pending_deed_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("audit_pending_pk")),
        schema="archive",
        comment="本事务中待记入的审计记录，提交时接入链条",
        prefixes=["UNLOGGED"],
    )
    op.execute(
        "INSERT INTO archive.audit_head (is_only, seq, hash, count) VALUES (true, 0, decode(repeat('00', 32), 'hex'), 0)"
    )
    op.execute(sql("0003_audit.sql"))
    for layer, identifies in LAYERS.items():
        op.execute(f"CALL archive.audit_layer('{layer}', '{identifies}')")


def downgrade() -> None:
    raise NotImplementedError("the log is only ever continued")
