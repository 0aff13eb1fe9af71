"""Naming cases"""

from alembic import op

from data.migrations.statements import sql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for part in ("tables", "moves", "cases", "desk"):
        op.execute(sql(f"0009_naming_{part}.sql"))


def downgrade() -> None:
    raise NotImplementedError("cases are records of office; restore a backup of revision 0008")
