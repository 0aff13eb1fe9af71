"""Runs of an indicator, kept with what they read; an old id answers the same bytes for ever."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, Table, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from data.errors import Conflict, NotFound
from data.ledgers import RUN_FILES, RUNS
from data.refusals import refusals_in_chinese


@dataclass(frozen=True)
class Run:
    """One computation: its question, the moment of knowledge it read at, and its answer.

    `id` is made of the parameters, the hash of what was read and the version of the code; `result` is canonical JSON;
    `inputs` are the areas or points that came with the request, None when everything was read from the register.
    `disclosure` and `divisions` say who may see it: who may see every row it read.
    """

    id: str
    indicator: str
    parameters: dict[str, Any]
    as_of: dt.date
    recorded_at: dt.datetime
    inputs_hash: str
    code_version: str
    result: bytes
    inputs: bytes | None = None
    disclosure: str = "public"
    divisions: list[str] = field(default_factory=list)
    created_at: dt.datetime | None = None


@dataclass(frozen=True)
class RunFile:
    """One rendered form of a run, as it was first made."""

    media_type: str
    body: bytes


_KEPT_WITH_A_RUN = (
    "indicator",
    "parameters",
    "as_of",
    "recorded_at",
    "inputs_hash",
    "code_version",
    "result",
    "inputs",
    "disclosure",
    "divisions",
)


def keep(session: Session, run: Run) -> bool:
    """Keep a run; answers whether it was new. The same question over the same rows is the same run.

    Raises:
        Conflict: the id is kept with another result, so one of the two is not what it says.
    """
    values = {"id": run.id, **{name: getattr(run, name) for name in _KEPT_WITH_A_RUN}}
    with refusals_in_chinese(session):
        fresh = _insert_once(session, RUNS, values, RUNS.c.id)
    if not fresh and recall(session, run.id).result != run.result:
        raise Conflict(
            f"计算“{run.id}”已存有另一结果", "同样的数据、参数和程序应得同样的结果", "请把计算号告诉维护人员"
        )
    return fresh


def recall(session: Session, run_id: str, indicator: str | None = None) -> Run:
    """A kept run; with an indicator, only one of that kind is found.

    Raises:
        NotFound: no run has this id.
    """
    chosen = select(RUNS).where(RUNS.c.id == run_id)
    if indicator:
        chosen = chosen.where(RUNS.c.indicator == indicator)
    row = session.execute(chosen).one_or_none()
    if row is None:
        raise NotFound(f"没有计算“{run_id}”", "存档里没有这个计算号", "请核对计算号，或重新计算")
    return _run(row)


def recent(session: Session, limit: int = 20, indicator: str | None = None) -> list[Run]:
    """The newest runs, newest first."""
    chosen = select(RUNS).order_by(RUNS.c.created_at.desc(), RUNS.c.id).limit(limit)
    if indicator:
        chosen = chosen.where(RUNS.c.indicator == indicator)
    return [_run(row) for row in session.execute(chosen)]


def keep_file(session: Session, run_id: str, form: str, media_type: str, body: bytes) -> RunFile:
    """Keep a rendered form of a run and answer what is kept: the first rendering stays, whoever comes second.

    Raises:
        NotFound: no run has this id.
    """
    if session.scalar(select(RUNS.c.id).where(RUNS.c.id == run_id)) is None:
        raise NotFound(f"没有计算“{run_id}”", "存档里没有这个计算号", "请核对计算号，或重新计算")
    values = {"run_id": run_id, "format": form, "media_type": media_type, "body": body}
    with refusals_in_chinese(session):
        _insert_once(session, RUN_FILES, values, RUN_FILES.c.run_id)
    return recall_file(session, run_id, form) or RunFile(media_type, body)


def recall_file(session: Session, run_id: str, form: str) -> RunFile | None:
    """A rendered form of a run; None when it has not been rendered yet."""
    chosen = select(RUN_FILES).where(RUN_FILES.c.run_id == run_id, RUN_FILES.c.format == form)
    row = session.execute(chosen).one_or_none()
    return None if row is None else RunFile(row.media_type, bytes(row.body))


def _insert_once(session: Session, table: Table, values: dict[str, Any], answer: Any) -> bool:  # noqa: ANN401 - a column
    statement = insert(table).values(values).on_conflict_do_nothing().returning(answer)
    return session.execute(statement).first() is not None


def _run(row: Row[Any]) -> Run:
    return Run(
        id=row.id,
        created_at=row.created_at,
        **{name: getattr(row, name) for name in _KEPT_WITH_A_RUN if name not in ("result", "inputs")},
        result=bytes(row.result),
        inputs=None if row.inputs is None else bytes(row.inputs),
    )
