"""The office's working days"""

from alembic import op

from data.migrations.statements import sql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(sql("0011_office_calendar.sql"))


def downgrade() -> None:
    op.execute("DROP TABLE archive.name_quality, archive.office_clocks, archive.office_days, archive.office_years")
    op.execute("DROP FUNCTION access.keeps_office()")
