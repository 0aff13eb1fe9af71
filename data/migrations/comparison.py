"""What of the database is ours to compare, and how a migration writes a geometry."""

from typing import Any, Literal

from alembic.autogenerate.api import AutogenContext
from geoalchemy2 import Geometry

import data.sign_tables  # noqa: F401  # declares its tables
from data.access_tables import ACCESS
from data.ledgers import ARCHIVE
from data.name_classes import NAME_CLASSES  # noqa: F401 - declares its table, which is compared
from data.name_rule_tables import NAME_WORDS  # noqa: F401 - declares its tables, which are compared
from data.naming_tables import NAMING
from data.office_tables import OFFICE_YEARS  # noqa: F401 - declares its tables, which are compared
from data.recordings import RECORDINGS  # noqa: F401 - declares its table, which is compared
from data.reported_tables import REPORTED_FIGURES  # noqa: F401 - declares its table, which is compared
from data.road_tables import ROAD_TERMS  # noqa: F401 - declares its tables, which are compared
from data.scenario_tables import SCENARIOS  # noqa: F401 - declares its tables, which are compared
from data.tables import HISTORY, REGISTER

OURS = {REGISTER, HISTORY, ARCHIVE, ACCESS, NAMING}
_ALEMBICS_OWN = "alembic_version"


def ours(name: str | None, kind: str, parents: Any) -> bool:  # noqa: ANN401 - Alembic's own mapping
    """Whether a thing found in the database is ours to compare."""
    if kind == "schema":
        return name in OURS
    return parents.get("schema_name") in OURS and not (kind == "table" and name == _ALEMBICS_OWN)


def rendered(kind: str, thing: object, _: AutogenContext) -> str | Literal[False]:
    """Geometry columns as they were declared, without an index of their own; everything else by Alembic."""
    if kind == "type" and isinstance(thing, Geometry):
        return (
            f"geoalchemy2.Geometry({thing.geometry_type!r}, srid={thing.srid}, dimension=2, "
            "spatial_index=False, nullable=False)"
        )
    return False
