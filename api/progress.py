"""Long work over HTTP: how far it is, and the wish to stop it."""

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from api.deps import Reader, Writer
from data import jobs
from data.acting import acting
from data.errors import NotFound

router = APIRouter(prefix="/jobs", tags=["任务"])
JobId = Annotated[str, Path(title="任务号", max_length=64)]


class JobSheet(BaseModel):
    """A job as it stands; `done` of `of` steps, and what is going on."""

    id: str
    kind: str
    status: str = Field(title="状态", description="queued · running · done · failed · cancelled")
    done: int
    of: int | None
    what: str | None
    live: dict[str, Any] | None = Field(None, title="当前所得", description="求解中的目标值 value 与上（下）限 bound")
    error: str | None
    result: str | None = Field(title="结果的地址")
    created_at: dt.datetime
    started_at: dt.datetime | None
    finished_at: dt.datetime | None


@router.get("/{job_id}", summary="任务的进度")
def look(session: Reader, job_id: JobId, response: Response) -> JobSheet:
    """How far a job is."""
    job = _own(session, job_id)
    response.headers["Cache-Control"] = "no-store"
    if job.finished_at is None:
        response.headers["Retry-After"] = "1"
    return sheet_of(job)


@router.delete("/{job_id}", status_code=202, summary="取消任务")
def cancel(session: Writer, job_id: JobId) -> JobSheet:
    """Stop a job; one at work is ended in the middle of its step."""
    _own(session, job_id)
    return sheet_of(jobs.cancel(session, job_id))


def _own(session: Session, job_id: str) -> jobs.Job:
    """A job of whoever asks; another's is as if it were not.

    Raises:
        NotFound: no such job, or another's.
    """
    job = jobs.job(session, job_id)
    if job.account_id not in (None, acting(session).account):
        raise NotFound(f"没有任务“{job_id}”", "任务单里没有这个任务号", "请核对任务号")
    return job


def sheet_of(job: jobs.Job) -> JobSheet:
    """A job as the desk tells it."""
    return JobSheet(**{name: getattr(job, name) for name in JobSheet.model_fields})
