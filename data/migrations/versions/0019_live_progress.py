"""What a job has found so far, while it runs"""

from alembic import op

from data.migrations.statements import sql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(sql("0019_live_progress.sql"))


def downgrade() -> None:
    op.execute("ALTER TABLE archive.jobs DROP COLUMN live")
