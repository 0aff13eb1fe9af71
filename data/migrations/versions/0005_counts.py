"""How many there are, without counting"""

from alembic import op

from data.migrations.statements import sql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(sql("0005_view.sql"))


def downgrade() -> None:
    op.execute("DROP FUNCTION register.blurred(geometry, double precision)")
