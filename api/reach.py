"""Reach over HTTP: who has a place, who reaches one without a place, who reaches none; and why.

A run is named by its question and by what was read; asked again of the same register it is the same run.
"""

from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, Field

from api.coverage import FOR_EVER, PER_READER, IfNoneMatch, Prefer, is_new, tag_of
from api.deps import AtDesk, Caller, Desk, Reader, Writer
from api.jobs import REACH
from api.progress import JobSheet, sheet_of
from api.reach_forms import location, rendered
from data import audit, jobs, reach, services
from data.acting import Actor
from data.coverage_rounded import rounded_body
from data.reach_why import Why
from data.reach_why import why as reasons
from layers.reach_result import ReachResult
from layers.reach_terms import Measure, PlacesRule, ReachParameters
from layers.record import Disclosure
from layers.services import Bucket, DemandAge, Limits, Service
from layers.travel import TravelMode
from layers.vocabulary import Vocabulary

router = APIRouter(prefix="/reach", tags=["可达性"])

RunId = Annotated[str, Path(title="计算编号", examples=["rch-3f9a0c1d2e4b"], max_length=64)]
Extension = Literal["csv", "xlsx", "geojson"]

ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"model": ReachResult, "description": "同样的计算已存在，原样返回"},
    201: {"model": ReachResult, "description": "已计算并保存"},
    202: {"model": JobSheet, "description": "已转入后台任务，进度见 Location"},
}


class Word(BaseModel):
    """A term with what it means."""

    code: str
    label: str
    label_en: str
    words: str | None = None


class ServiceSheet(BaseModel):
    """A service: whose it is, how far is near, and who says so."""

    id: str
    title: str
    title_en: str
    unit: str = Field(title="位的单位")
    age: str
    age_source: str
    limits: dict[str, Limits] = Field(title="各出行方式的时限：直线为米，其余为分钟")
    zones: list[float] = Field(title="分级权重")
    zones_source: str
    note: str | None


class ReachWords(BaseModel):
    """Everything a question of reach may say."""

    services: list[ServiceSheet]
    modes: list[Word]
    rules: list[Word]
    measures: list[Word]
    ages: list[Word]
    buckets: list[Word]


@router.get("/services", summary="各项服务的对象、时限与出处，以及可用的词")
def offered(desk: AtDesk) -> ReachWords:
    """What may be asked, and what it means."""
    return ReachWords(
        services=[_sheet(service) for service in services.read(desk.settings.services).values()],
        modes=_words(TravelMode),
        rules=_words(PlacesRule),
        measures=_words(Measure),
        ages=_words(DemandAge),
        buckets=_words(Bucket),
    )


@router.post("/runs", status_code=201, responses=ANSWERS, summary="谁有位、谁够得着没位、谁够不着")
def ask(wish: ReachParameters, desk: AtDesk, caller: Caller, prefer: Prefer = None) -> Response:
    """Compute and keep a run; on request in the background."""
    terms = wish.on(desk.settings.today())
    if prefer and "respond-async" in prefer.lower():
        return _later(desk, caller, terms)
    with desk.writing(caller) as session:
        run = reach.run(session, terms, folder=desk.settings.services)
        status = 201 if is_new(session, run.id) else 200
    headers = {"Location": location(run.id), "ETag": tag_of(run.id, caller)}
    return Response(rounded_body(run.body, caller.decimals), status, headers, "application/json")


@router.get("/runs/{run_id}.{extension}", summary="取出一次计算：CSV、XLSX、GeoJSON")
def take_away(
    session: Writer, caller: Caller, run_id: RunId, extension: Extension, if_none_match: IfNoneMatch = None
) -> Response:
    """A run in one of its forms; what was rendered first stays for ever."""
    run, kept = rendered(session, run_id, extension)
    tag = tag_of(f"{run_id}.{extension}", caller)
    name = f"{run.title}可达性_{run.as_of}_{run.id}.{extension}"
    headers = {
        "ETag": tag,
        "Cache-Control": FOR_EVER,
        "Vary": PER_READER,
        "Content-Disposition": f"attachment; filename=\"{run_id}.{extension}\"; filename*=UTF-8''{quote(name)}",
    }
    if if_none_match == tag:
        return Response(None, 304, headers)
    audit.note(session, audit.EXPORT, run_id, {"format": extension, "bytes": len(kept.body)})
    return Response(kept.body, 200, headers, kept.media_type)


@router.get("/runs/{run_id}", responses={200: ANSWERS[201]}, summary="一次计算的结果，永远是同样的内容")
def look_again(session: Reader, caller: Caller, run_id: RunId, if_none_match: IfNoneMatch = None) -> Response:
    """The bytes that were answered then; a run made of restricted rows is noted as read."""
    kept = reach.kept(session, run_id)
    if kept.disclosure == Disclosure.RESTRICTED.value:
        audit.keep_in_mind(session, audit.Note(audit.READ, run_id, {"indicator": kept.indicator}))
    tag = tag_of(run_id, caller)
    headers = {"ETag": tag, "Cache-Control": FOR_EVER, "Vary": PER_READER}
    body = rounded_body(kept.result, caller.decimals)
    return Response(None, 304, headers) if if_none_match == tag else Response(body, 200, headers, "application/json")


@router.get(
    "/runs/{run_id}/why", responses={200: {"model": Why}}, summary="一个村（社区）的数字由哪些设施得来，与谁共用"
)
def because(
    session: Reader,
    caller: Caller,
    run_id: RunId,
    settlement: Annotated[str, Query(title="村（社区）代码", examples=["430621100001"], max_length=64)],
) -> Response:
    """Which places, how far, and with whom they are shared."""
    found = reasons(reach.recall(session, run_id), settlement)
    return Response(rounded_body(found.model_dump_json().encode(), caller.decimals), 200, None, "application/json")


def _later(desk: Desk, caller: Actor, terms: ReachParameters) -> Response:
    with desk.writing(caller) as session:
        job = jobs.defer(session, REACH, terms.model_dump(mode="json", exclude_none=True))
    headers = {"Location": f"/api/jobs/{job.id}", "Retry-After": "1", "Preference-Applied": "respond-async"}
    return Response(sheet_of(job).model_dump_json(), 202, headers, "application/json")


def _sheet(service: Service) -> ServiceSheet:
    return ServiceSheet(
        id=service.id.value,
        title=service.title,
        title_en=service.id.label_en,
        unit=service.unit,
        age=service.age.value,
        age_source=service.age_source,
        limits=service.limits,
        zones=list(service.zones),
        zones_source=service.zones_source,
        note=service.note,
    )


def _words(vocabulary: type[Vocabulary]) -> list[Word]:
    return [
        Word(code=word.value, label=word.label, label_en=word.label_en, words=getattr(word, "words", None))
        for word in vocabulary
    ]
