"""What names are looked up by"""

from alembic import op

from data.migrations.statements import sql
from data.name_tables import fill

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(sql("0008_name_index.sql"))
    op.execute(sql("0008_name_findings.sql"))
    fill(op.get_bind())
    # What stood in the register before there was a look-up.
    op.execute("CALL lookup.rebuild()")


def downgrade() -> None:
    raise NotImplementedError("restore a backup of revision 0007")
