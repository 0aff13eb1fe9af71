"""How many there are, without counting"""

from alembic import op

from data.leakproof import mark
from data.migrations.statements import sql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


# Layer, what identifies its rows, which columns name the divisions a row belongs to, and what else it is ordered by.
LAYERS = [
    ("divisions", "code", ("code", "managed_by"), ("name", "parent")),
    ("settlements", "code", ("code",), ("name", "division")),
    ("population", "number", ("division",), ("name",)),
    ("nursing_homes", "number", ("division",), ("name",)),
    ("community_care", "number", ("division",), ("name",)),
    ("meal_points", "number", ("division",), ("name",)),
    ("cemeteries", "number", ("division",), ("name",)),
    ("rescue_points", "number", ("division",), ("name",)),
    ("place_names", "code", ("division",), ("name",)),
    ("roads", "code", ("division",), ("name",)),
    ("boundary_lines", "code", ("left_division", "right_division"), ("name",)),
    ("boundary_markers", "number", ("kept_by", "adjoining"), ("name",)),
]


def upgrade() -> None:
    mark(op.get_bind())
    op.execute(sql("0005_view.sql"))
    op.execute(sql("0005_counts.sql"))
    for layer, identifies, divisions, others in LAYERS:
        quoted = ", ".join(f"'{column}'" for column in divisions)
        op.execute(f"CALL register.tally('{layer}', {quoted})")
        for name in (*others, *divisions):
            if name != identifies:
                op.execute(
                    f'CREATE INDEX {layer}_{name}_order_ix ON register.{layer} ({name} COLLATE "C", {identifies})'
                )


def downgrade() -> None:
    raise NotImplementedError("restore a backup of revision 0004")
