"""What the register holds on a day, and what was done in it last."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import FromClause, Row, Select, case, exists, func, literal, select, true, union_all
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from data.features import holds
from data.history import known
from data.tables import table_of
from layers.atlas import ATLAS
from layers.record import Record

_Query = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Tally:
    """How many features a layer has on a day, and how many of them are invented sample data."""

    count: int
    invented: int


@dataclass(frozen=True)
class Change:
    """A deed, or many of one kind done in the same minute for the same reason; the newest of them is named.

    `deed` is insert, update or delete; `count` is how many there were.
    """

    layer: str
    identity: str
    title: str
    deed: str
    recorded_at: dt.datetime
    recorded_by: str
    because: str | None
    count: int


def tallies(session: Session, as_of: dt.date | None = None) -> dict[str, Tally]:
    """Every layer's tally on a day, in the order of the atlas; without a day, of all rows the register holds."""
    counted = {
        row.layer: Tally(row.many, row.invented) for row in session.execute(union_all(*map(_tally(as_of), ATLAS)))
    }
    return {record.layer.id: counted[record.layer.id] for record in ATLAS}


def counts(session: Session, as_of: dt.date | None = None) -> dict[str, int]:
    """How many features each layer has on a day; without a day, how many rows it holds."""
    return {layer: tally.count for layer, tally in tallies(session, as_of).items()}


def changes(session: Session, limit: int = 20) -> list[Change]:
    """The newest deeds over all layers, newest first."""
    deeds = union_all(*(step for record in ATLAS for step in _deeds(record))).subquery()
    # A load of hundreds is one change to a reader.
    together = [
        deeds.c.layer,
        deeds.c.deed,
        deeds.c.recorded_by,
        deeds.c.because,
        func.date_trunc("minute", deeds.c.at),
    ]
    named = func.jsonb_build_array(deeds.c.identity, deeds.c.title)
    chosen = (
        select(
            *together[:-1],
            func.max(deeds.c.at).label("at"),
            func.count().label("many"),
            func.array_agg(aggregate_order_by(named, deeds.c.at.desc()))[1].label("newest"),
        )
        .group_by(*together)
        .order_by(func.max(deeds.c.at).desc())
        .limit(limit)
    )
    return [_change(row) for row in session.execute(chosen)]


def _tally(as_of: dt.date | None) -> Callable[[type[Record]], _Query]:
    def tally(record: type[Record]) -> _Query:
        table = table_of(record.layer.id)
        of_day = holds(table.c.valid, as_of) if as_of else true()
        invented = func.count().filter(table.c.invented).label("invented")
        return select(literal(record.layer.id).label("layer"), func.count().label("many"), invented).where(of_day)

    return tally


def _deeds(record: type[Record]) -> list[_Query]:
    """What was entered and rewritten, from both tables; what was withdrawn, from the tombstones."""
    now, before = known(record.layer.id)
    written = [_deed(record, now, before), _deed(record, before, before.alias())]
    withdrawn = select(
        literal(record.layer.id).label("layer"),
        literal("delete").label("deed"),
        before.c[record.layer.identified_by].label("identity"),
        before.c[record.layer.named_by].label("title"),
        func.upper(before.c.recorded).label("at"),
        before.c.closed_by.label("recorded_by"),
        before.c.closed_because.label("because"),
    ).where(before.c.deed == "delete")
    return [*written, withdrawn]


def _deed(record: type[Record], rows: FromClause, before: FromClause) -> _Query:
    """A row without a forerunner was entered, another rewrote it."""
    rewrote = exists().where(before.c.row_id == rows.c.row_id, before.c.version < rows.c.version)
    return select(
        literal(record.layer.id).label("layer"),
        case((rewrote, "update"), else_="insert").label("deed"),
        rows.c[record.layer.identified_by].label("identity"),
        rows.c[record.layer.named_by].label("title"),
        func.lower(rows.c.recorded).label("at"),
        rows.c.recorded_by.label("recorded_by"),
        rows.c.because.label("because"),
    )


def _change(row: Row[*tuple[Any, ...]]) -> Change:
    identity, title = row.newest
    return Change(row.layer, identity, title, row.deed, row.at, row.recorded_by, row.because, row.many)
