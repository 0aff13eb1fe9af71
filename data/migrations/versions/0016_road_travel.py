"""Speeds and links of the road graph"""

from alembic import op

from data.migrations.statements import sql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(sql("0016_road_travel.sql"))


def downgrade() -> None:
    op.execute(
        "DROP TABLE archive.road_terms, archive.road_links, archive.road_maps; DROP FUNCTION access.keeps_travel()"
    )
