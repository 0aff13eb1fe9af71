"""Who comes in, and who may let them"""

from alembic import op

from data.migrations.statements import sql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(sql("0006_people.sql"))


def downgrade() -> None:
    raise NotImplementedError("accounts are not taken away; restore a backup of revision 0005")
