"""Runs are kept, and an old id answers the same bytes for ever."""

import dataclasses
import datetime as dt

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from data import runs
from data.errors import Conflict, NotFound
from data.runs import Run

RUN = Run(
    id="bpt-0123456789ab",
    indicator="beds-per-thousand",
    parameters={"by": "township", "age": 60, "target": "40"},
    as_of=dt.date(2024, 12, 31),
    recorded_at=dt.datetime(2024, 12, 31, 8, tzinfo=dt.UTC),
    inputs_hash="sha256:abc",
    code_version="0.1.0",
    result='{"total": "岳阳县"}'.encode(),
)


def test_a_run_comes_back_as_it_was_kept(session: Session) -> None:
    assert runs.keep(session, RUN)
    kept = runs.recall(session, RUN.id)
    assert dataclasses.replace(kept, created_at=None) == RUN
    assert kept.created_at is not None


def test_the_same_run_is_kept_once(session: Session) -> None:
    assert [runs.keep(session, RUN), runs.keep(session, RUN)] == [True, False]
    assert len(runs.recent(session)) == 1


def test_one_id_has_one_answer(session: Session) -> None:
    runs.keep(session, RUN)
    with pytest.raises(Conflict, match="已存有另一结果"):
        runs.keep(session, dataclasses.replace(RUN, result=b"{}"))
    assert runs.recall(session, RUN.id).result == RUN.result


def test_what_came_with_the_request_is_kept(session: Session) -> None:
    runs.keep(session, dataclasses.replace(RUN, inputs=b"\x00areas"))
    assert runs.recall(session, RUN.id).inputs == b"\x00areas"


def test_an_unknown_run_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound, match="没有计算“bpt-0”"):
        runs.recall(session, "bpt-0")
    with pytest.raises(NotFound):
        runs.keep_file(session, "bpt-0", "csv", "text/csv", b"")


def test_recent_runs_come_newest_first(session: Session) -> None:
    for number in (1, 2, 3):
        runs.keep(session, dataclasses.replace(RUN, id=f"bpt-{number}"))
    runs.keep(session, dataclasses.replace(RUN, id="mp-1", indicator="meal-points"))
    assert [run.id for run in runs.recent(session, limit=2)] == ["mp-1", "bpt-3"]
    assert [run.id for run in runs.recent(session, indicator="beds-per-thousand")] == ["bpt-3", "bpt-2", "bpt-1"]


def test_the_first_rendering_of_a_form_stays(session: Session) -> None:
    runs.keep(session, RUN)
    assert runs.recall_file(session, RUN.id, "xlsx") is None
    first = runs.keep_file(session, RUN.id, "xlsx", "application/x", b"PK\x00first")
    second = runs.keep_file(session, RUN.id, "xlsx", "application/x", b"PK\x00second")
    assert first == second == runs.recall_file(session, RUN.id, "xlsx")
    assert second.body == b"PK\x00first"


@pytest.mark.parametrize("table", ["runs", "run_files"])
@pytest.mark.parametrize(
    "deed", ["UPDATE archive.{} SET created_at = now()", "DELETE FROM archive.{}", "TRUNCATE archive.{} CASCADE"]
)
def test_what_is_kept_cannot_be_altered(session: Session, table: str, deed: str) -> None:
    runs.keep(session, RUN)
    with pytest.raises(DBAPIError, match="不能改写"):
        session.execute(text(deed.format(table)))
