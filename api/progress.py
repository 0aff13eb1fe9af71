"""Long work over HTTP: how far it is, as it goes, and the wish to stop it.

`event: progress`, `data:` the job as it stands, whenever that changed; the stream ends with the job, or after two
minutes, and the browser then comes back by itself. Times are seconds.
"""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from api.deps import AtDesk, Caller, Desk, Reader, Writer
from data import jobs
from data.acting import Actor, acting
from data.errors import NotFound

router = APIRouter(prefix="/jobs", tags=["任务"])
LOOK_EVERY_S, HEARTBEAT_S, LIFETIME_S = 0.5, 15.0, 120.0
_COMES_BACK_MS = 1_000
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


@router.get("/{job_id}/events", summary="任务的进度，随时推送（text/event-stream）", response_class=StreamingResponse)
async def follow(desk: AtDesk, caller: Caller, job_id: JobId) -> StreamingResponse:
    """The job as it goes, until it has ended."""
    first = await asyncio.to_thread(_sheet, desk, caller, job_id)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_told(desk, caller, first), media_type="text/event-stream", headers=headers)


@router.delete("/{job_id}", status_code=202, summary="取消任务")
def cancel(session: Writer, job_id: JobId) -> JobSheet:
    """Stop a job; one at work is ended in the middle of its step."""
    _own(session, job_id)
    return sheet_of(jobs.cancel(session, job_id))


async def _told(desk: Desk, caller: Actor, sheet: JobSheet) -> AsyncIterator[bytes]:
    """Every change of a job."""
    clock = asyncio.get_running_loop().time
    ends_at, silent_since = clock() + LIFETIME_S, clock()
    yield b"retry: %d\n\n" % _COMES_BACK_MS + _event(sheet)
    while sheet.finished_at is None and clock() < ends_at:
        await asyncio.sleep(LOOK_EVERY_S)
        seen = await asyncio.to_thread(_sheet, desk, caller, sheet.id)
        if seen != sheet:
            sheet, silent_since = seen, clock()
            yield _event(sheet)
        elif clock() - silent_since > HEARTBEAT_S:
            silent_since = clock()
            yield b": still here\n\n"


def _event(sheet: JobSheet) -> bytes:
    return b"event: progress\ndata: %s\n\n" % sheet.model_dump_json().encode()


def _sheet(desk: Desk, caller: Actor, job_id: str) -> JobSheet:
    with desk.reading(caller) as session:
        return sheet_of(_own(session, job_id))


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
