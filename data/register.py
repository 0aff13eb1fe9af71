"""The deeds of the register: enter, amend, change, end, withdraw.

`amend` corrects what the register wrongly knew; `change` records that the world became different on a day: the period
closes and a new one opens under the same identifier. Both leave history; nothing is overwritten unseen. Days are
half-open: a thing valid from the 1st to the 31st is not valid on the 31st. Geometry is handed in with the number of
its system (EPSG), x before y.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import ColumnElement, Row, Table, delete, func, insert, or_, select, text, update
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from data.errors import BadInput, Conflict, Forbidden, NotFound
from data.history import sign
from data.ledgers import IDENTIFIERS
from data.placing import place
from data.refusals import refusals_in_chinese
from data.tables import EPSG, table_of, values_of
from layers.atlas import layer_class
from layers.record import Disclosure, Provenance, Record
from layers.rules import Finding


@dataclass(frozen=True)
class Kept:
    """What the register holds after a deed; `findings` are warnings, which do not refuse."""

    layer: str
    identity: str
    row_id: int
    version: int
    findings: tuple[Finding, ...] = ()


def enter(
    session: Session,
    record: Record,
    geometry: BaseGeometry | None = None,
    *,
    valid_from: dt.date,
    provenance: Provenance,
    valid_to: dt.date | None = None,
    epsg: int = EPSG,
    disclosure: Disclosure | None = None,
    because: str | None = None,
) -> Kept:
    """Enter a thing, or another period of one.

    Raises:
        BadInput: the record, its geometry or its period breaks a rule.
        Conflict: the identifier is used up, or the period overlaps one already known.
    """
    placed, warnings = _checked(record, geometry, epsg)
    values = {
        **values_of(record),
        **values_of(provenance),
        **_geom(placed),
        "valid": period(valid_from, valid_to),
        "disclosure": str(disclosure or record.layer.disclosure),
    }
    sign(session, because=because or "")
    table = table_of(record.layer.id)
    with refusals_in_chinese(session):
        row = session.execute(insert(table).values(values).returning(table.c.row_id, table.c.version)).one()
    return Kept(record.layer.id, record.identity, row.row_id, row.version, warnings)


def amend(
    session: Session,
    record: Record,
    geometry: BaseGeometry | None = None,
    *,
    as_of: dt.date,
    because: str,
    provenance: Provenance | None = None,
    valid_from: dt.date | None = None,
    epsg: int = EPSG,
    disclosure: Disclosure | None = None,
    expected_version: int | None = None,
) -> Kept:
    """Correct what is known of the period in which `as_of` falls; what is not given stays.

    An amendment that changes nothing writes nothing.

    Raises:
        BadInput: the record or its geometry breaks a rule, or no reason is given.
        NotFound: nothing is known of this thing on that day.
        Conflict: the version has moved on, or the period would overlap another.
    """
    placed, warnings = _checked(record, geometry, epsg, keeps_place=True)
    standing = _standing(session, record.layer.id, record.identity, as_of, expected_version)
    values: dict[str, Any] = {**values_of(record), **(values_of(provenance) if provenance else {}), **_geom(placed)}
    if disclosure:
        values["disclosure"] = str(disclosure)
    if valid_from:
        values["valid"] = period(valid_from, standing.valid.upper)
    return _rewrite(session, record, standing=standing, values=values, because=because, warnings=warnings)


def change(
    session: Session,
    record: Record,
    geometry: BaseGeometry | None = None,
    *,
    on: dt.date,
    provenance: Provenance,
    because: str,
    epsg: int = EPSG,
    disclosure: Disclosure | None = None,
    expected_version: int | None = None,
) -> Kept:
    """Record that the thing became what `record` says on a day; before that day it stays what it was.

    Raises:
        BadInput: the record or its geometry breaks a rule, or no reason is given.
        NotFound: nothing is known of this thing on that day.
        Conflict: the period begins on that very day (amend it), or the version has moved on.
    """
    placed, warnings = _checked(record, geometry, epsg, keeps_place=True)
    layer_id = record.layer.id
    standing = _standing(session, layer_id, record.identity, on, expected_version)
    if standing.valid.lower == on:
        raise Conflict(f"“{record.title}”自 {on} 起才有效", "同一天不能又起又变", "请用“更正”修改这一时段")
    table = table_of(layer_id)
    following: dict[str, Any] = {
        **({"geom": standing.geom} if "geom" in table.c else {}),
        "disclosure": str(disclosure) if disclosure else standing.disclosure,
        **values_of(record),
        **values_of(provenance),
        **_geom(placed),
        "valid": period(on, standing.valid.upper),
    }
    _give_reason(session, because)
    with refusals_in_chinese(session), deed(session, "change"):
        session.execute(
            update(table).where(table.c.row_id == standing.row_id).values(valid=period(standing.valid.lower, on))
        )
        row = session.execute(insert(table).values(following).returning(table.c.row_id, table.c.version)).one()
        settle(session, layer_id, [record.identity])
    return Kept(layer_id, record.identity, row.row_id, row.version, warnings)


def reinstate(
    session: Session,
    record: Record,
    geometry: BaseGeometry | None,
    *,
    valid: tuple[dt.date, dt.date | None],
    provenance: Provenance,
    disclosure: str,
    because: str,
) -> Kept:
    """Take back an end or a withdrawal: the same thing is known again, over these days, under its own identifier.

    Of what has ended, the last period is rewritten and goes on; what was withdrawn is entered anew.

    Raises:
        BadInput: the record or its geometry breaks a rule, or no reason is given.
        Conflict: the days overlap another period.
    """
    placed, warnings = _checked(record, geometry, EPSG, keeps_place=True)
    layer_id, table = record.layer.id, table_of(record.layer.id)
    values = {**values_of(record), **values_of(provenance), **_geom(placed), "valid": period(*valid)}
    _give_reason(session, because)
    last = select(table.c.row_id).where(
        _identifier(table, layer_id) == record.identity, func.lower(table.c.valid) == valid[0]
    )
    number = session.scalar(last)
    written = (
        insert(table).values({**values, "disclosure": disclosure})
        if number is None
        else update(table).where(table.c.row_id == number).values(values)
    )
    # Under the deed of a change, an identifier that was used is not taken for another thing's.
    with refusals_in_chinese(session), deed(session, "change"):
        row = session.execute(written.returning(table.c.row_id, table.c.version)).one()
        settle(session, layer_id, [record.identity])
    return Kept(layer_id, record.identity, row.row_id, row.version, warnings)


def end(
    session: Session,
    layer_id: str,
    identity: str,
    *,
    on: dt.date,
    because: str,
    document: str | None = None,
    successors: Sequence[str] = (),
) -> Kept:
    """End a thing: it is no longer from that day on, and its identifier is never given to another.

    `document` is the number of the decision; `successors` are the identifiers that take its place, already entered.

    Raises:
        BadInput: no reason is given, or a successor is unknown.
        NotFound: the thing is not known on the day before.
        Conflict: a later period of the thing is registered.
    """
    standing = _standing(session, layer_id, identity, on - dt.timedelta(days=1), None)
    _refuse_later(session, layer_id, identity, on)
    _refuse_unknown(session, layer_id, successors)
    table = table_of(layer_id)
    _give_reason(session, because)
    with refusals_in_chinese(session):
        version = session.execute(
            update(table)
            .where(table.c.row_id == standing.row_id)
            .values(valid=period(standing.valid.lower, on))
            .returning(table.c.version)
        ).scalar_one()
        _say_what_became(session, layer_id, identity, document, successors)
    return Kept(layer_id, identity, standing.row_id, version)


def cut_off(
    session: Session,
    layer_id: str,
    identity: str,
    *,
    on: dt.date,
    because: str,
    document: str | None = None,
    successors: Sequence[str] = (),
) -> Kept:
    """Take back the period that begins on a day: what was before it ended there, and the thing with it.

    Raises:
        BadInput: no reason is given, or a successor is unknown.
        NotFound: no period of the thing begins on that day.
        Conflict: a later period of the thing is registered.
    """
    standing = _standing(session, layer_id, identity, on, None)
    if standing.valid.lower != on:
        raise NotFound(f"“{identity}”没有自 {on} 起的时段", f"这一时段自 {standing.valid.lower} 起", "请核对日期")
    _refuse_later(session, layer_id, identity, on + dt.timedelta(days=1))
    _refuse_unknown(session, layer_id, successors)
    table = table_of(layer_id)
    _give_reason(session, because)
    with refusals_in_chinese(session):
        session.execute(delete(table).where(table.c.row_id == standing.row_id))
        _say_what_became(session, layer_id, identity, document, successors)
    return Kept(layer_id, identity, standing.row_id, standing.version)


def withdraw(session: Session, layer_id: str, identity: str, *, because: str) -> int:
    """Withdraw an entry that should never have been made; answers how many periods went to history.

    The tombstone says who withdrew it and why; the identifier stays used.

    Raises:
        BadInput: no reason is given.
        NotFound: the register holds no such thing.
    """
    table = table_of(layer_id)
    _give_reason(session, because)
    with refusals_in_chinese(session):
        gone = session.execute(delete(table).where(_identifier(table, layer_id) == identity).returning(table.c.row_id))
        count = len(gone.all())
    if not count:
        raise NotFound(f"没有登记“{identity}”", f"{layer_class(layer_id).layer.title}里没有这个标识", "请核对标识")
    return count


def period(first: dt.date, until: dt.date | None) -> Range[dt.date]:
    """The days from the first to the one before `until`; open when that is None.

    Raises:
        BadInput: it would hold no day.
    """
    if until is not None and until <= first:
        raise BadInput(f"有效期 {first} 至 {until} 不含任何一天", "止日须晚于起日", "请核对起止日期")
    return Range(first, until, bounds="[)")


@contextmanager
def deed(session: Session, name: str) -> Iterator[None]:
    """Steps that are one deed: what becomes of an identifier is settled by the deed itself, at its end."""
    session.execute(select(func.set_config("cairn.deed", name, True)))
    yield
    session.execute(select(func.set_config("cairn.deed", "", True)))


def settle(session: Session, layer_id: str, identities: Sequence[str]) -> None:
    """Write down what became of these identifiers: in use, or ended with their last period."""
    column = layer_class(layer_id).layer.identified_by
    statement = text("SELECT register.settle(:layer, :column, identity) FROM unnest(CAST(:them AS text[])) AS identity")
    session.execute(statement, {"layer": layer_id, "column": column, "them": list(identities)})


def _checked(
    record: Record, geometry: BaseGeometry | None, epsg: int, *, keeps_place: bool = False
) -> tuple[BaseGeometry | None, tuple[Finding, ...]]:
    findings, shape = list(record.findings()), None
    if geometry is not None or not keeps_place:
        placed = place(type(record), geometry, epsg)
        findings, shape = [*findings, *placed.findings], placed.shape
    if any(finding.refuses for finding in findings):
        raise BadInput(f"“{record.title}”不能登记", "有不合规则之处", "请逐条改正后重新提交", findings=tuple(findings))
    return shape, tuple(findings)


def _geom(shape: BaseGeometry | None) -> dict[str, Any]:
    if shape is None:
        return {}
    return {"geom": func.ST_GeomFromEWKB(shapely.to_wkb(shapely.set_srid(shape, EPSG), include_srid=True))}


def _identifier(table: Table, layer_id: str) -> ColumnElement[str]:
    return table.c[layer_class(layer_id).layer.identified_by]


def _standing(session: Session, layer_id: str, identity: str, day: dt.date, expected_version: int | None) -> Row[Any]:
    """The row that holds on a day, locked until the deed is done."""
    table = table_of(layer_id)
    # Bare column: geometry passes from row to row as PostGIS holds it.
    chosen = select(table).where(_identifier(table, layer_id) == identity, table.c.valid.contains(day))
    row = session.execute(chosen.with_for_update()).one_or_none()
    title = layer_class(layer_id).layer.title
    if row is None and session.execute(chosen).first() is not None:
        raise Forbidden(f"不能改动“{identity}”", "它不在您的职责或辖区之内", "请由有权限的人办理")
    if row is None:
        raise NotFound(f"没有登记“{identity}”", f"{title}在 {day} 没有这个标识的登记", "请核对标识和日期")
    if expected_version is not None and row.version != expected_version:
        raise Conflict(
            f"“{identity}”已被他人修改", f"您看到的是第 {expected_version} 版，现为第 {row.version} 版", "请刷新后再改"
        )
    return row


def _later(session: Session, layer_id: str, identity: str, day: dt.date) -> dt.date | None:
    table = table_of(layer_id)
    first = func.lower(table.c.valid)
    chosen = select(func.min(first)).where(_identifier(table, layer_id) == identity, first >= day)
    found: dt.date | None = session.scalar(chosen)
    return found


def _refuse_later(session: Session, layer_id: str, identity: str, day: dt.date) -> None:
    later = _later(session, layer_id, identity, day)
    if later is not None:
        raise Conflict(
            f"“{identity}”在 {day} 之后还有登记", f"自 {later} 起另有一时段", "请先撤销或更正后一时段，再终止"
        )


def _refuse_unknown(session: Session, layer_id: str, successors: Sequence[str]) -> None:
    unknown = [successor for successor in successors if not _is_known(session, layer_id, successor)]
    if unknown:
        raise BadInput(f"承接者“{'、'.join(unknown)}”尚未登记", "终止时须能指到承接者", "请先登记承接者，再终止原登记")


def _say_what_became(
    session: Session, layer_id: str, identity: str, document: str | None, successors: Sequence[str]
) -> None:
    session.execute(
        update(IDENTIFIERS)
        .where(IDENTIFIERS.c.layer == layer_id, IDENTIFIERS.c.identity == identity)
        .values(document=document, successors=list(successors))
    )


def _rewrite(
    session: Session,
    record: Record,
    *,
    standing: Row[Any],
    values: dict[str, Any],
    because: str,
    warnings: tuple[Finding, ...],
) -> Kept:
    table = table_of(record.layer.id)
    different = [table.c[name].is_distinct_from(value) for name, value in values.items()]
    _give_reason(session, because)
    chosen = update(table).where(table.c.row_id == standing.row_id, or_(*different))
    with refusals_in_chinese(session):
        version = session.execute(chosen.values(values).returning(table.c.version)).scalar_one_or_none()
    return Kept(record.layer.id, record.identity, standing.row_id, version or standing.version, warnings)


def _give_reason(session: Session, because: str) -> None:
    if not because.strip():
        raise BadInput("没有写明事由", "每一次改动都要说明为什么", "请填写事由，如文号或联检记录")
    sign(session, because=because.strip())


def _is_known(session: Session, layer_id: str, identity: str) -> bool:
    found = select(IDENTIFIERS.c.identity).where(
        IDENTIFIERS.c.layer == layer_id, IDENTIFIERS.c.identity == identity, IDENTIFIERS.c.is_withdrawn.is_(False)
    )
    return session.execute(found).first() is not None
