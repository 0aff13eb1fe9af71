"""The classes of place names"""

from alembic import op

from data.migrations.statements import sql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(sql("0012_name_classes.sql"))


def downgrade() -> None:
    op.execute("DROP TABLE archive.name_classes")
