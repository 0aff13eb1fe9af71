"""Place names for tests: entered as the register's own records, an invented place each."""

import datetime as dt
from itertools import count

from shapely import Point
from shapely.geometry.base import BaseGeometry
from sqlalchemy.orm import Session

from data import register
from layers.place_names import PlaceName
from layers.record import Disclosure, Provenance

_NUMBERS = count(1)
NEW_YEAR = dt.date(2020, 1, 1)
SEAT = Point(113.10, 29.10)  # lon, lat · EPSG:4490


def name_it(
    session: Session,
    name: str,
    kind: str = "street",
    at: BaseGeometry = SEAT,
    *,
    disclosure: Disclosure = Disclosure.PUBLIC,
    valid_from: dt.date = NEW_YEAR,
    valid_to: dt.date | None = None,
    **given: object,
) -> str:
    """Enter a name; answers its code."""
    code = f"430621{next(_NUMBERS):011}"
    values = {"code": code, "name": name, "kind": kind, "division": "430621100", "status": "in_use"} | given
    values["is_standard"] = values["status"] in ("in_use", "proposed")
    record = PlaceName.model_validate(values)
    source = Provenance(source="示例", invented=True)
    register.enter(
        session, record, at, valid_from=valid_from, valid_to=valid_to, provenance=source, disclosure=disclosure
    )
    return code
