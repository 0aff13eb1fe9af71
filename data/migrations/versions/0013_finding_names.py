"""Names are found by what somebody types"""

from alembic import op

from data.migrations.statements import sql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(sql("0013_finding_names.sql"))


def downgrade() -> None:
    raise NotImplementedError("restore a backup of revision 0012")
