"""Small true records for tests of the archive: a home, a township, a settlement; and where they are from."""

import datetime as dt

from shapely import MultiPolygon, Point, box
from shapely.geometry.base import BaseGeometry

from data.loading import Entry
from layers.divisions import Division, DivisionKind, DivisionLevel
from layers.nursing_homes import NursingHome
from layers.record import Disclosure, Provenance, Record

NEW_YEAR = dt.date(2000, 1, 1)
LEDGER = Provenance(source="岳阳县民政局台账", source_date=dt.date(2024, 12, 31), invented=False)
INVENTED = Provenance(source="示例", invented=True)
SEAT = Point(113.1, 29.1)  # lon, lat · EPSG:4490


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def home(number: str = "430621-001", **given: object) -> NursingHome:
    values = {
        "number": number,
        "name": "荣家湾镇中心敬老院",
        "stage": "open",
        "kind": "nursing_home",
        "ownership": "public",
        "operation": "public_run",
        "beds": 120,
    }
    return NursingHome.model_validate(values | given)


def town(code: str = "430621100", name: str = "荣家湾镇", **given: object) -> Division:
    values = {
        "code": code,
        "name": name,
        "level": DivisionLevel.TOWNSHIP,
        "kind": DivisionKind.TOWN,
        "is_statutory": True,
    }
    return Division.model_validate(values | given)


def square(west: float, south: float, side: float = 0.1) -> MultiPolygon:
    """A square area, lon/lat degrees."""
    return MultiPolygon([box(west, south, west + side, south + side)])


def entry(
    record: Record,
    geometry: BaseGeometry | None = SEAT,
    *,
    valid_from: dt.date = NEW_YEAR,
    valid_to: dt.date | None = None,
    provenance: Provenance = LEDGER,
    disclosure: Disclosure | None = None,
) -> Entry:
    return Entry(record, geometry, valid_from, provenance, valid_to=valid_to, disclosure=disclosure)
