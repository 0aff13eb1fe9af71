"""Figures that offices report, with their source"""

from alembic import op

from data.migrations.statements import sql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(sql("0015_reported_figures.sql"))


def downgrade() -> None:
    op.execute("DROP TABLE archive.reported_figures")
