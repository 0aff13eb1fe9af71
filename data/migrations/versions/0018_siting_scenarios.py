"""Plans of where to build, their scenarios and what becomes of them"""

from alembic import op

from data.migrations.statements import sql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(sql("0018_siting_scenarios.sql"))


def downgrade() -> None:
    op.execute(
        "DROP TABLE archive.siting_action_steps, archive.siting_actions, archive.siting_scenarios, archive.siting_moves"
    )
    op.execute("DROP FUNCTION archive.take_siting_step(); DROP FUNCTION access.plans()")
