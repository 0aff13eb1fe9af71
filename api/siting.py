"""Where to build, over HTTP: ask, look again, list. A question is always work for the background, unless it is known.

A run is named by its question and by what was read; asked again of the same register it is the same run.
"""

import datetime as dt
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Header, Path, Query, Response
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from api.coverage import FOR_EVER, PER_READER
from api.deps import AtDesk, Caller, Desk, Reader
from api.errors import Refused
from api.examples import SITING_REQUEST
from api.jobs import SITING
from api.progress import JobSheet, sheet_of
from api.siting_watch import sources
from data import audit, jobs, runs, siting
from data.acting import Actor
from data.coverage_rounded import rounded_body
from data.errors import NotFound, Unauthenticated
from layers.record import Disclosure
from layers.siting import SitingQuestion
from layers.siting_result import SitingAnswer

router = APIRouter(prefix="/siting/runs", tags=["选址"])

RunId = Annotated[str, Path(title="计算编号", examples=["siting-3f9a0c1d2e4b"], max_length=64)]
IfNoneMatch = Annotated[str | None, Header(description="已有内容的 ETag")]
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"model": SitingAnswer, "description": "同样的计算已存在，原样返回"},
    202: {"model": JobSheet, "description": "已转入后台任务，进度见 Location"},
}


class SitingLine(BaseModel):
    """A kept run in the list."""

    id: str
    as_of: dt.date
    created_at: dt.datetime | None
    seconds: float | None = Field(title="用时（秒）")
    # What a run of an earlier version did not tell is not told of it; one such run hides no other.
    status: str | None = None
    service: str | None = None
    objective: str | None = None
    objective_title: str | None = None
    value: float | None = None
    bound: float | None = None
    gap: float | None = None
    unit: str | None = None
    question: dict[str, Any] = Field(default_factory=dict)


class SitingList(BaseModel):
    """The newest runs, newest first."""

    runs: list[SitingLine]


@router.post("", status_code=202, responses=ANSWERS, openapi_extra=SITING_REQUEST, summary="求建设方案")
def ask(wish: SitingQuestion, desk: AtDesk, caller: Caller) -> Response:
    """Have a plan sought; a question that was answered before is answered at once.

    What the register lacks and what contradicts itself is refused here, before anything is queued. It takes a
    processor for a minute and more, so it wants an account.
    """
    if caller.is_public:
        raise Unauthenticated("求建设方案须先登录")
    question = wish.on(desk.settings.today())
    with desk.reading(caller) as session:
        prepared = siting.prepare(session, question, sources(desk.settings))
        try:
            known = runs.recall(session, prepared.id)
        except NotFound:
            known = None
    if known is not None:
        return _answered(known, caller, {"Location": location(known.id)})
    return _queued(desk, caller, question)


@router.get("", summary="最近的选址计算")
def recent(session: Reader, limit: Annotated[int, Query(ge=1, le=100)] = 20) -> SitingList:
    """The newest runs."""
    return SitingList(runs=[_line(run) for run in runs.recent(session, limit, siting.INDICATOR)])


@router.get("/{run_id}", responses={200: ANSWERS[200]}, summary="一次选址计算的结果，永远是同样的内容")
def look_again(session: Reader, caller: Caller, run_id: RunId, if_none_match: IfNoneMatch = None) -> Response:
    """What was answered then, and how long it took."""
    kept = _read(session, run_id)
    if if_none_match == _tag(run_id, caller):
        return Response(None, 304, {"ETag": if_none_match, "Cache-Control": FOR_EVER, "Vary": PER_READER})
    return _answered(kept, caller, {})


def location(run_id: str) -> str:
    """The address of a kept run."""
    return f"/api/siting/runs/{run_id}"


def _answered(kept: runs.Run, caller: Actor, headers: dict[str, str]) -> Response:
    body = rounded_body(siting.told(kept), caller.decimals)
    kept_for = {"ETag": _tag(kept.id, caller), "Cache-Control": FOR_EVER, "Vary": PER_READER}
    return Response(body, 200, headers | kept_for, "application/json")


def _queued(desk: Desk, caller: Actor, question: SitingQuestion) -> Response:
    with desk.writing(caller) as session:
        job = jobs.defer(session, SITING, question.model_dump(mode="json", exclude_none=True))
    headers = {"Location": f"/api/jobs/{job.id}", "Retry-After": "1"}
    return Response(sheet_of(job).model_dump_json(), 202, headers, "application/json")


def _read(session: Session, run_id: str) -> runs.Run:
    """A kept run; reading one that was made of restricted rows is an entry of the log."""
    kept = runs.recall(session, run_id)
    if kept.indicator != siting.INDICATOR:
        raise Refused(404, f"“{run_id}”不是选址计算", f"它是 {kept.indicator}", "请核对计算号", kind="not-found")
    if kept.disclosure == Disclosure.RESTRICTED.value:
        audit.keep_in_mind(session, audit.Note(audit.READ, run_id, {"indicator": kept.indicator}))
    return kept


def _tag(name: str, caller: Actor) -> str:
    """The same run is other bytes to the public, whose positions are coarser."""
    return f'"{name}"' if caller.decimals is None else f'"{name}~{caller.decimals}"'


def _line(run: runs.Run) -> SitingLine:
    told = orjson.loads(run.result)
    named = ("status", "service", "objective", "objective_title", "value", "bound", "gap", "unit", "question")
    return SitingLine(
        id=run.id,
        as_of=run.as_of,
        created_at=run.created_at,
        seconds=run.parameters.get(siting.SECONDS),
        **{name: told[name] for name in named if name in told},
    )
