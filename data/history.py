"""Who changed what, when and why; and the moment up to which the register's knowledge is complete.

Moments are timezone-aware; a row's period of knowledge is half-open, [recorded, superseded).
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    Row,
    Select,
    Table,
    case,
    cast,
    func,
    literal,
    null,
    select,
    text,
    union_all,
)
from sqlalchemy.orm import Session

from data import audit
from data.tables import history_of, table_of
from layers.atlas import layer_class
from layers.record import Disclosure

KEPT = ("valid", "source", "source_date", "invented", "disclosure")
"""What is kept of every row beside its declared fields."""


@dataclass(frozen=True)
class Version:
    """One version of one row: what was known from `recorded_at` until `superseded_at`.

    `deed` is what brought it: insert or update; a version that ended in a withdrawal says so in `withdrawn`. `shape` is
    where it was, in EPSG:4490, lon/lat.
    """

    version: int
    deed: str
    recorded_at: dt.datetime
    superseded_at: dt.datetime | None
    recorded_by: str
    because: str | None
    withdrawn: bool
    closed_by: str | None
    closed_because: str | None
    valid_from: dt.date
    valid_to: dt.date | None
    values: dict[str, Any]
    shape: BaseGeometry | None = None


def sign(session: Session, *, clerk: str | None = None, because: str | None = None) -> None:
    """Sign the deeds that follow in this transaction; what is not given stays as it was."""
    given = {"cairn.clerk": clerk, "cairn.because": because}
    for name, value in given.items():
        if value is not None:
            session.execute(select(func.set_config(name, value, True)))


def moment(session: Session) -> dt.datetime:
    """The present moment, with every deed before it visible and every later deed later.

    Read at this moment, and the same question put again years later has the same answer. Waits for writers to commit.
    """
    present = session.scalar(text("SELECT register.moment()"))
    if not isinstance(present, dt.datetime):
        raise TypeError("register.moment() answers a moment")
    return present


def versions(session: Session, layer_id: str, identity: str) -> list[Version]:
    """Everything the register has ever known of one thing, oldest knowledge first."""
    fields = [*layer_class(layer_id).model_fields, *KEPT[1:]]
    told = [_version(row, fields) for row in session.execute(_versions(layer_id, identity))]
    closed = [version.version for version in told if version.values["disclosure"] == Disclosure.RESTRICTED.value]
    audit.remember(session, layer_id, [identity] if closed else [], versions=closed)
    return told


def version_of(session: Session, layer_id: str, identity: str, number: int) -> Version | None:
    """One version of a thing; None when there is no such version, or none that may be seen."""
    return next((version for version in versions(session, layer_id, identity) if version.version == number), None)


def known(layer_id: str) -> tuple[Table, Table]:
    """The two tables whose union is everything the register knows and knew."""
    return table_of(layer_id), history_of(layer_id)


def _versions(layer_id: str, identity: str) -> Select[Any]:
    record = layer_class(layer_id)
    named = [*record.model_fields, *KEPT, "row_id", "version", "recorded", "recorded_by", "because"]
    now, before = known(layer_id)
    current = select(
        *(now.c[name] for name in named),
        literal(False).label("withdrawn"),
        null().label("closed_by"),
        null().label("closed_because"),
        _shape(now),
    )
    past = select(
        *(before.c[name] for name in named),
        (before.c.deed == "delete").label("withdrawn"),
        before.c.closed_by,
        before.c.closed_because,
        _shape(before),
    )
    identifier = record.layer.identified_by
    both = union_all(
        current.where(now.c[identifier] == identity), past.where(before.c[identifier] == identity)
    ).subquery()
    first = func.min(both.c.version).over(partition_by=both.c.row_id)
    return select(both, _deed(both.c.version == first).label("deed")).order_by(both.c.version)


def _shape(table: Table) -> ColumnElement[Any]:
    place = func.ST_AsBinary(table.c.geom) if "geom" in table.c else cast(null(), LargeBinary)
    return place.label("shape")


def _deed(is_first: ColumnElement[bool]) -> ColumnElement[str]:
    return case((is_first, "insert"), else_="update")


def _version(row: Row[Any], fields: list[str]) -> Version:
    given = row._asdict()
    return Version(
        version=row.version,
        deed=row.deed,
        recorded_at=row.recorded.lower,
        superseded_at=row.recorded.upper,
        recorded_by=row.recorded_by,
        because=row.because,
        withdrawn=row.withdrawn,
        closed_by=row.closed_by,
        closed_because=row.closed_because,
        valid_from=row.valid.lower,
        valid_to=row.valid.upper,
        values={name: given[name] for name in fields},
        shape=None if row.shape is None else shapely.from_wkb(bytes(row.shape)),
    )
