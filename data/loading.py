"""Many entries at once: every one checked, then one COPY; a load with an error keeps nothing."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import psycopg
import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Table
from sqlalchemy.orm import Session

from data.errors import BadInput, RowFinding
from data.history import sign
from data.placing import place_all
from data.refusals import refusals_in_chinese
from data.register import deed, period, settle
from data.tables import EPSG, table_of, values_of
from layers.record import Disclosure, Provenance, Record
from layers.rules import Finding

Progress = Callable[[int, int], None]
"""Told how many entries are done, of how many."""

_REPORT_EVERY = 500


@dataclass(frozen=True)
class Entry:
    """A thing to enter: its record, its place in the system `epsg` (x before y), its period and where it is from."""

    record: Record
    geometry: BaseGeometry | None
    valid_from: dt.date
    provenance: Provenance
    valid_to: dt.date | None = None
    epsg: int = EPSG
    disclosure: Disclosure | None = None


@dataclass(frozen=True)
class Loaded:
    """How many entries a load kept, and its warnings."""

    count: int
    findings: tuple[RowFinding, ...]


def load(
    session: Session,
    record: type[Record],
    entries: Iterable[Entry],
    *,
    because: str | None = None,
    progress: Progress | None = None,
) -> Loaded:
    """Enter many things of one layer; several periods of one identifier may come together, in any order.

    Raises:
        BadInput: any entry breaks a rule; all findings come with the number of their row, and nothing is kept.
        Conflict: an identifier is used up, or periods overlap; nothing is kept.
    """
    given = list(entries)
    shapes, findings = _check(record, given)
    errors = [found for found in findings if found.finding.refuses]
    if errors:
        raise BadInput(
            f"{record.layer.title}有 {len({found.row for found in errors})} 行不合规则，全部未录入",
            remedy="请逐行改正后重新导入",
            findings=tuple(findings),
        )
    sign(session, because=because or "")
    with refusals_in_chinese(session), deed(session, "load"):
        _copy(session, table_of(record.layer.id), given, shapes, progress)
        ended = {entry.record.identity for entry in given if entry.valid_to is not None}
        settle(session, record.layer.id, sorted(ended))
    return Loaded(len(given), tuple(findings))


def _check(record: type[Record], entries: list[Entry]) -> tuple[list[BaseGeometry | None], list[RowFinding]]:
    shapes: list[BaseGeometry | None] = []
    findings: list[RowFinding] = []
    for epsg, run in groupby(entries, key=lambda entry: entry.epsg):
        batch = list(run)
        for entry, placed in zip(batch, place_all(record, [entry.geometry for entry in batch], epsg), strict=True):
            shapes.append(placed.shape)
            wrong = [*_of_entry(record, entry), *placed.findings]
            findings += [RowFinding(len(shapes), entry.record.identity, finding) for finding in wrong]
    return shapes, findings


def _of_entry(record: type[Record], entry: Entry) -> list[Finding]:
    if not isinstance(entry.record, record):
        return [Finding(f"这不是{record.layer.title}的记录")]
    if entry.valid_to is not None and entry.valid_to <= entry.valid_from:
        return [
            Finding(f"有效期 {entry.valid_from} 至 {entry.valid_to} 不含任何一天", "valid_to"),
            *entry.record.findings(),
        ]
    return entry.record.findings()


def _copy(
    session: Session,
    table: Table,
    entries: Sequence[Entry],
    shapes: Sequence[BaseGeometry | None],
    progress: Progress | None,
) -> None:
    if not entries:
        return
    columns = list(_row(entries[0], shapes[0]))
    # psycopg's own COPY runs beside SQLAlchemy's transaction, on the same connection.
    driver = session.connection().connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError("the archive speaks psycopg")
    names = psycopg.sql.SQL(", ").join(map(psycopg.sql.Identifier, columns))
    target = psycopg.sql.Identifier(str(table.schema), table.name)
    with (
        driver.cursor() as cursor,
        cursor.copy(psycopg.sql.SQL("COPY {} ({}) FROM STDIN").format(target, names)) as copy,
    ):
        for done, (entry, shape) in enumerate(zip(entries, shapes, strict=True), 1):
            copy.write_row(list(_row(entry, shape).values()))
            if progress and (done % _REPORT_EVERY == 0 or done == len(entries)):
                progress(done, len(entries))


def _row(entry: Entry, shape: BaseGeometry | None) -> dict[str, Any]:
    layer = entry.record.layer
    valid = period(entry.valid_from, entry.valid_to)
    return {
        **values_of(entry.record),
        **values_of(entry.provenance),
        **({"geom": shapely.to_wkb(shapely.set_srid(shape, EPSG), hex=True, include_srid=True)} if shape else {}),
        "valid": f"[{valid.lower},{valid.upper or ''})",
        "disclosure": str(entry.disclosure or layer.disclosure),
    }
