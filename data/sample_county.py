"""The sample county in the register: read from `data/sample`, entered once, never mixed with a real register.

Files carry the fields of their layer by name, and `valid_from`, `valid_to`, `source`, `source_date`, `invented`;
geometry is EPSG:4490, lon/lat.
"""

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from shapely.geometry import shape
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from data import loading
from data.errors import BadInput, Conflict, RowFinding
from data.history import sign
from data.ledgers import IDENTIFIERS
from data.loading import Entry
from data.reported_tables import REPORTED_FIGURES
from data.tables import table_of
from layers.atlas import ATLAS
from layers.fields import Kind
from layers.record import Provenance, Record

FOLDER = Path(__file__).parent / "sample"
CLERK = "示例装载"
_LOCK, _REPORTED = "cairn.sample", "reported_figures.csv"
_KEPT = ("valid_from", "valid_to", "source", "source_date", "invented")

Progress = Callable[[str, int, int], None]
"""Told the layer's title, and how many of its rows are done, of how many."""

_YES_NO = {"true": True, "false": False}
_CELLS: dict[Kind, Callable[[str], Any]] = {Kind.COUNT: int, Kind.YES_NO: lambda cell: _YES_NO[cell]}


@dataclass(frozen=True)
class _Row:
    properties: dict[str, Any]
    geometry: dict[str, Any] | None


def load(session: Session, folder: Path = FOLDER, *, progress: Progress | None = None) -> dict[str, int]:
    """Enter what is not yet known of the sample county; answers how many rows each layer received.

    Things already known stay as they are, also when a clerk has changed, ended or withdrawn them since.

    Raises:
        Conflict: the register holds things that are not the sample's.
        BadInput: a file breaks the rules of its layer; nothing is entered.
    """
    session.execute(select(func.pg_advisory_xact_lock(func.hashtext(_LOCK))))
    entries = {record: list(read(record, folder)) for record in ATLAS}
    _refuse_a_real_register(session, entries)
    sign(session, clerk=CLERK)
    _enter_reported(session, folder / _REPORTED)
    return {record.layer.id: _enter(session, record, rows, progress) for record, rows in entries.items()}


def _enter_reported(session: Session, path: Path) -> None:
    """Enter the reports that are not known yet; a report of the same figure, division and day stays as it is."""
    if path.exists():
        with path.open(encoding="utf-8", newline="") as lines:
            rows = [{name: cell or None for name, cell in row.items()} for row in csv.DictReader(lines)]
        told = [row | {"invented": row["invented"] == "true", "updated_by": CLERK} for row in rows]
        session.execute(insert(REPORTED_FIGURES).on_conflict_do_nothing(), told)


def read(record: type[Record], folder: Path = FOLDER) -> Iterator[Entry]:
    """The sample's entries of one layer; none when it has no file.

    Raises:
        BadInput: a row cannot be read as this layer's record.
    """
    for number, row in enumerate(_rows(record, folder), 1):
        yield _entry(record, row, number)


def _refuse_a_real_register(session: Session, entries: dict[type[Record], list[Entry]]) -> None:
    for record, rows in entries.items():
        table, ours = table_of(record.layer.id), {row.record.identity for row in rows}
        held = session.scalars(select(table.c[record.layer.identified_by]).distinct())
        strange = sorted(set(held) - ours)
        if strange:
            raise Conflict(
                f"登记册里的{record.layer.title}有 {len(strange)} 条不是示例县的（如“{strange[0]}”）",
                "示例数据不能混入真实登记册",
                "请改用另一个数据库试用示例县",
            )


def _enter(session: Session, record: type[Record], rows: list[Entry], progress: Progress | None) -> int:
    used = select(IDENTIFIERS.c.identity).where(IDENTIFIERS.c.layer == record.layer.id)
    known = set(session.scalars(used))
    fresh = [row for row in rows if row.record.identity not in known]
    told = (lambda done, of: progress(record.layer.title, done, of)) if progress else None
    return loading.load(session, record, fresh, because="装载示例县", progress=told).count


def _rows(record: type[Record], folder: Path) -> Iterator[_Row]:
    drawn, listed = folder / f"{record.layer.id}.geojson", folder / f"{record.layer.id}.csv"
    if drawn.exists():
        import orjson

        for item in orjson.loads(drawn.read_bytes())["features"]:
            yield _Row(item["properties"], item["geometry"])
    elif listed.exists():
        kinds = {sheet.name: sheet.kind for sheet in [*record.fields(), *Provenance.fields()]}
        with listed.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                yield _Row({name: _cell(kinds.get(name), cell) for name, cell in row.items() if cell}, None)


def _cell(kind: Kind | None, cell: str) -> object:
    """A cell of text as the strict value its field wants; what cannot be read stays text and is refused by name."""
    try:
        return _CELLS[kind](cell) if kind in _CELLS else cell
    except (KeyError, ValueError):
        return cell


def _entry(record: type[Record], row: _Row, number: int) -> Entry:
    values = {name: value for name, value in row.properties.items() if name not in _KEPT and value is not None}
    received, findings = record.receive(values)
    if received is None:
        wrong = tuple(RowFinding(number, None, finding) for finding in findings)
        raise BadInput(
            f"示例文件中的{record.layer.title}不合规则", remedy="请用 data/sample/build.py 重新生成", findings=wrong
        )
    return Entry(
        record=received,
        geometry=shape(row.geometry) if row.geometry else None,
        valid_from=dt.date.fromisoformat(row.properties["valid_from"]),
        valid_to=_day(row.properties.get("valid_to")),
        provenance=_provenance(row.properties),
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _provenance(properties: dict[str, Any]) -> Provenance:
    try:
        return Provenance.model_validate({name: properties.get(name) for name in Provenance.model_fields})
    except ValidationError as fault:
        raise BadInput(
            "示例文件缺少数据来源", str(fault.errors()[0]["msg"]), "请用 data/sample/build.py 重新生成"
        ) from fault
