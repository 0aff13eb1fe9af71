"""How places are called there"""

from alembic import op

from data.migrations.statements import sql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(sql("0014_recordings.sql"))


def downgrade() -> None:
    op.execute("DROP TABLE archive.recordings")
