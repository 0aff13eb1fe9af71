"""Who may read and write what"""

import sqlalchemy as sa
from alembic import op

from data.leakproof import mark
from data.migrations.statements import sql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Role, layer, the most closed rows seen, whether it writes (layers/rights.py at this revision).
RIGHTS = [
    ("viewer", "divisions", "internal", False),
    ("viewer", "settlements", "internal", False),
    ("viewer", "population", "internal", False),
    ("viewer", "nursing_homes", "internal", False),
    ("viewer", "community_care", "internal", False),
    ("viewer", "meal_points", "internal", False),
    ("viewer", "cemeteries", "internal", False),
    ("viewer", "rescue_points", "internal", False),
    ("viewer", "place_names", "internal", False),
    ("viewer", "roads", "internal", False),
    ("viewer", "boundary_lines", "internal", False),
    ("viewer", "boundary_markers", "internal", False),
    ("planner", "divisions", "internal", False),
    ("planner", "settlements", "internal", False),
    ("planner", "population", "internal", False),
    ("planner", "nursing_homes", "internal", False),
    ("planner", "community_care", "internal", False),
    ("planner", "meal_points", "internal", False),
    ("planner", "cemeteries", "internal", False),
    ("planner", "rescue_points", "internal", False),
    ("planner", "place_names", "internal", False),
    ("planner", "roads", "internal", False),
    ("planner", "boundary_lines", "internal", False),
    ("planner", "boundary_markers", "internal", False),
    ("name_drafter", "divisions", "internal", False),
    ("name_drafter", "settlements", "internal", False),
    ("name_drafter", "population", "internal", False),
    ("name_drafter", "nursing_homes", "internal", False),
    ("name_drafter", "community_care", "internal", False),
    ("name_drafter", "meal_points", "internal", False),
    ("name_drafter", "cemeteries", "internal", False),
    ("name_drafter", "rescue_points", "internal", False),
    ("name_drafter", "place_names", "restricted", True),
    ("name_drafter", "roads", "restricted", True),
    ("name_drafter", "boundary_lines", "internal", False),
    ("name_drafter", "boundary_markers", "internal", False),
    ("name_reviewer", "divisions", "internal", False),
    ("name_reviewer", "settlements", "internal", False),
    ("name_reviewer", "population", "internal", False),
    ("name_reviewer", "nursing_homes", "internal", False),
    ("name_reviewer", "community_care", "internal", False),
    ("name_reviewer", "meal_points", "internal", False),
    ("name_reviewer", "cemeteries", "internal", False),
    ("name_reviewer", "rescue_points", "internal", False),
    ("name_reviewer", "place_names", "restricted", False),
    ("name_reviewer", "roads", "restricted", False),
    ("name_reviewer", "boundary_lines", "internal", False),
    ("name_reviewer", "boundary_markers", "internal", False),
    ("name_approver", "divisions", "internal", False),
    ("name_approver", "settlements", "internal", False),
    ("name_approver", "population", "internal", False),
    ("name_approver", "nursing_homes", "internal", False),
    ("name_approver", "community_care", "internal", False),
    ("name_approver", "meal_points", "internal", False),
    ("name_approver", "cemeteries", "internal", False),
    ("name_approver", "rescue_points", "internal", False),
    ("name_approver", "place_names", "restricted", True),
    ("name_approver", "roads", "restricted", True),
    ("name_approver", "boundary_lines", "internal", False),
    ("name_approver", "boundary_markers", "internal", False),
    ("inspector", "divisions", "internal", False),
    ("inspector", "settlements", "internal", False),
    ("inspector", "population", "internal", False),
    ("inspector", "nursing_homes", "internal", False),
    ("inspector", "community_care", "internal", False),
    ("inspector", "meal_points", "internal", False),
    ("inspector", "cemeteries", "internal", False),
    ("inspector", "rescue_points", "internal", False),
    ("inspector", "place_names", "internal", False),
    ("inspector", "roads", "internal", False),
    ("inspector", "boundary_lines", "restricted", True),
    ("inspector", "boundary_markers", "restricted", True),
    ("steward", "divisions", "restricted", True),
    ("steward", "settlements", "restricted", True),
    ("steward", "population", "restricted", True),
    ("steward", "nursing_homes", "restricted", True),
    ("steward", "community_care", "restricted", True),
    ("steward", "meal_points", "restricted", True),
    ("steward", "cemeteries", "restricted", True),
    ("steward", "rescue_points", "restricted", True),
    ("steward", "place_names", "restricted", True),
    ("steward", "roads", "restricted", True),
    ("steward", "boundary_lines", "restricted", True),
    ("steward", "boundary_markers", "restricted", True),
    ("administrator", "divisions", "internal", False),
    ("administrator", "settlements", "internal", False),
    ("administrator", "population", "internal", False),
    ("administrator", "nursing_homes", "internal", False),
    ("administrator", "community_care", "internal", False),
    ("administrator", "meal_points", "internal", False),
    ("administrator", "cemeteries", "internal", False),
    ("administrator", "rescue_points", "internal", False),
    ("administrator", "place_names", "internal", False),
    ("administrator", "roads", "internal", False),
    ("administrator", "boundary_lines", "internal", False),
    ("administrator", "boundary_markers", "internal", False),
]
# Layer, what identifies its rows, and which columns name the divisions a row belongs to.
GUARDED = [
    ("divisions", "code", "code", "managed_by"),
    ("settlements", "code", "code"),
    ("population", "number", "division"),
    ("nursing_homes", "number", "division"),
    ("community_care", "number", "division"),
    ("meal_points", "number", "division"),
    ("cemeteries", "number", "division"),
    ("rescue_points", "number", "division"),
    ("place_names", "code", "division"),
    ("roads", "code", "division"),
    ("boundary_lines", "code", "left_division", "right_division"),
    ("boundary_markers", "number", "kept_by", "adjoining"),
]
FACILITIES = ("nursing_homes", "community_care", "meal_points", "cemeteries", "rescue_points")
CONTACTS = {"contact": "联系人", "contact_phone": "联系人电话"}
LIMITS = [
    ("boundary_markers", "adjoining", r"adjoining ~ '^\d{6}(\d{3}(\d{3})?)?$'"),
    *((layer, "contact", "char_length(btrim(contact)) BETWEEN 1 AND 100") for layer in FACILITIES),
    *((layer, "contact_phone", "contact_phone ~ '^[0-9+][0-9 -]{2,24}$'") for layer in FACILITIES),
]


def upgrade() -> None:
    for schema in ("register", "history"):
        _add(schema, "boundary_markers", "adjoining", "毗邻方")
        for layer in FACILITIES:
            for name, label in CONTACTS.items():
                _add(schema, layer, name, label)
    for table, column, law in LIMITS:
        op.execute(f"ALTER TABLE register.{table} ADD CONSTRAINT {table}_{column}_check CHECK ({law})")
    op.execute(sql("0002_access_tables.sql"))
    op.execute(sql("0002_access.sql"))
    rights = sa.table("rights", *map(sa.column, ("role", "layer", "sees", "writes")), schema="access")
    op.bulk_insert(rights, [dict(zip(("role", "layer", "sees", "writes"), row, strict=True)) for row in RIGHTS])
    for layer, *columns in GUARDED:
        quoted = ", ".join(f"'{column}'" for column in columns)
        op.execute(f"CALL access.guard('{layer}', {quoted})")
    mark(op.get_bind())


def _add(schema: str, table: str, column: str, label: str) -> None:
    op.add_column(table, sa.Column(column, sa.Text(), nullable=True, comment=label), schema=schema)


def downgrade() -> None:
    raise NotImplementedError("rights are not taken away; restore a backup of revision 0001")
