"""What changed, told to whoever listens"""

from alembic import op

from data.migrations.statements import sql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Layer, what identifies its rows, whether it has places.
TELLING = [
    ("boundary_lines", "code", True),
    ("boundary_markers", "number", True),
    ("cemeteries", "number", True),
    ("community_care", "number", True),
    ("divisions", "code", True),
    ("meal_points", "number", True),
    ("nursing_homes", "number", True),
    ("place_names", "code", True),
    ("population", "number", False),
    ("rescue_points", "number", True),
    ("roads", "code", True),
    ("settlements", "code", True),
]


def upgrade() -> None:
    op.execute(sql("0004_notices.sql"))
    for layer, column, has_places in TELLING:
        op.execute(f"CALL register.let_tell('{layer}', '{column}', {has_places})")


def downgrade() -> None:
    raise NotImplementedError("restore a backup of revision 0003")
