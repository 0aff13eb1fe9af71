"""What holds of one thing on a day, and how old that knowledge is; locked when it is about to be edited.

Geometry is EPSG:4490, lon/lat. Moments are timezone-aware and of whole seconds where HTTP will tell them.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import ColumnElement, Table, func, literal, select, union_all
from sqlalchemy.orm import Session

from data import features
from data.errors import Forbidden
from data.history import known
from layers.atlas import layer_class

# A row that moved while its lock was waited for is looked up once more.
_LOOKS = 2


@dataclass(frozen=True)
class Stamp:
    """Which version holds, and since when.

    `modified_at` counts in whole seconds and grows with every version of a thing, also when several are written within
    one second: then it runs ahead of the clock by as many seconds. So two versions never share a moment, as the times
    of HTTP would make them (RFC 9110 §8.8.2.2).
    """

    version: int
    modified_at: dt.datetime


@dataclass(frozen=True)
class Standing:
    """What holds of one thing on a day; `values` are the fields of its layer and what is kept of every row."""

    row_id: int
    stamp: Stamp
    recorded_at: dt.datetime
    valid_from: dt.date
    valid_to: dt.date | None
    recorded_by: str
    values: dict[str, Any]
    shape: BaseGeometry | None

    @property
    def version(self) -> int:
        """The version that holds."""
        return self.stamp.version


def stamp_of(session: Session, layer_id: str, identity: str, days: features.Days) -> Stamp | None:
    """The version of a thing that holds on a day, of several the latest; None when none does."""
    table, _ = known(layer_id)
    held = (
        select(table.c.version)
        .where(_identifier(table, layer_id) == identity, features.holds(table.c.valid, days))
        .order_by(func.lower(table.c.valid).desc())
        .limit(1)
    )
    version: int | None = session.scalar(held)
    return None if version is None else stamp_at(session, layer_id, identity, version)


def stamp_at(session: Session, layer_id: str, identity: str, version: int) -> Stamp:
    """The stamp of one version: the latest of all moments up to it, each plus the versions written since."""
    told = [
        select(
            (func.floor(func.date_part("epoch", func.lower(table.c.recorded))) - table.c.version).label("second")
        ).where(_identifier(table, layer_id) == identity, table.c.version <= version)
        for table in known(layer_id)
    ]
    rows = union_all(*told).subquery()
    second = int(session.scalar(select(func.max(rows.c.second))) or 0) + version
    return Stamp(version, dt.datetime.fromtimestamp(second, dt.UTC))


def look(session: Session, layer_id: str, identity: str, day: dt.date) -> Standing:
    """What holds of a thing on a day.

    Raises:
        NotFound: the register does not know it, or not on that day.
        Gone: it has ended or was withdrawn.
    """
    found = _found(session, layer_id, identity, day)
    if found is None:
        raise features.absent(session, features.Asked(layer_id, day), identity)
    return found


def hold(session: Session, layer_id: str, identity: str, day: dt.date) -> Standing:
    """The same, locked until the transaction ends: what is read here is what an edit replaces.

    Raises:
        NotFound: the register does not know it, or not on that day.
        Gone: it has ended or was withdrawn.
        Forbidden: the one who acts may see it and not write it.
    """
    for _ in range(_LOOKS):
        held = _found(session, layer_id, identity, day, lock=True)
        if held is not None:
            return held
        # Under row-level security a lock finds only what may be written; or the row changed while it was waited for.
        seen = look(session, layer_id, identity, day)
    raise Forbidden(
        f"不能改动“{seen.values[layer_class(layer_id).layer.named_by]}”",
        "它不在您的职责或辖区之内",
        "请联系主管单位，或请管理员核对您的角色和辖区",
    )


def last_day(session: Session, layer_id: str, identity: str) -> dt.date | None:
    """The first day of the last period that is known of a thing; None when none is."""
    table, _ = known(layer_id)
    chosen = select(func.max(func.lower(table.c.valid))).where(_identifier(table, layer_id) == identity)
    found: dt.date | None = session.scalar(chosen)
    return found


def stood_before(session: Session, layer_id: str, identity: str, day: dt.date) -> bool:
    """Whether anything is known of a thing on some day before this one."""
    table, _ = known(layer_id)
    earlier = select(table.c.row_id).where(_identifier(table, layer_id) == identity, func.lower(table.c.valid) < day)
    return session.execute(earlier.limit(1)).first() is not None


def is_editable(session: Session, layer_id: str, identity: str, day: dt.date) -> bool | None:
    """Whether the one who acts may write what holds on a day; None when nothing that may be seen holds."""
    table, _ = known(layer_id)
    chosen = select(table.c.row_id).where(*_on(table, layer_id, identity, day))
    if session.execute(chosen).first() is None:
        return None
    return session.execute(chosen.with_for_update(key_share=True, read=True)).first() is not None


def _found(session: Session, layer_id: str, identity: str, day: dt.date, *, lock: bool = False) -> Standing | None:
    table, _ = known(layer_id)
    has_place = "geom" in table.c
    # Bytes of the geometry beside the bare row: a lock is not taken on an expression's row.
    shape = func.ST_AsBinary(table.c.geom) if has_place else literal(None)
    chosen = select(*(column for column in table.c if column.name != "geom"), shape.label("shape"))
    chosen = chosen.where(*_on(table, layer_id, identity, day))
    row = session.execute(chosen.with_for_update() if lock else chosen).one_or_none()
    if row is None:
        return None
    given = row._asdict()
    names = [*layer_class(layer_id).model_fields, "source", "source_date", "invented", "disclosure"]
    return Standing(
        row.row_id,
        stamp_at(session, layer_id, identity, row.version),
        row.recorded.lower,
        row.valid.lower,
        row.valid.upper,
        row.recorded_by,
        {name: given[name] for name in names},
        shapely.from_wkb(bytes(row.shape)) if row.shape is not None else None,
    )


def _on(table: Table, layer_id: str, identity: str, day: dt.date) -> list[ColumnElement[bool]]:
    return [_identifier(table, layer_id) == identity, features.holds(table.c.valid, day)]


def _identifier(table: Table, layer_id: str) -> ColumnElement[str]:
    identifier: ColumnElement[str] = table.c[layer_class(layer_id).layer.identified_by]
    return identifier
