"""Coverage runs over HTTP: ask, look again, take away in any form, and see the rows behind a number.

A run is named by its question and by what was read; asked again of the same register it is the same run.
"""

import datetime as dt
from typing import Annotated, Any, Literal
from urllib.parse import quote

import orjson
from fastapi import APIRouter, Header, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.deps import AtDesk, Caller, Desk, Reader, Writer
from api.errors import Refused
from api.examples import RUN_REQUEST
from api.guards import SHEET_POLICY
from api.jobs import COVERAGE
from api.progress import JobSheet, sheet_of
from api.run_forms import file_name, location, rendered
from api.run_request import RunRequest
from api.settings import Settings
from data import audit, coverage, jobs, runs
from data.acting import Actor, acting
from data.coverage_rounded import rounded, rounded_body
from data.coverage_run import CountedFacility, CountedPeople
from data.errors import Unauthenticated
from layers.coverage_inputs import AreaSet
from layers.coverage_result import CoverageResult
from layers.indicators import BEDS_PER_THOUSAND
from layers.record import Disclosure

router = APIRouter(prefix="/coverage/runs", tags=["覆盖"])

WHOLE = "total"
FOR_EVER = "private, max-age=31536000, immutable"
# The next person at the same browser may see less.
PER_READER = "Accept-Encoding, Authorization, Cookie"
RunId = Annotated[str, Path(title="计算编号", examples=["bpt-3f9a0c1d2e4b"], max_length=64)]
Prefer = Annotated[str | None, Header(description="respond-async：转入后台任务")]
IfNoneMatch = Annotated[str | None, Header(description="已有内容的 ETag")]
Extension = Literal["csv", "xlsx", "geojson", "gpkg", "json", "html", "png"]

ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"model": CoverageResult, "description": "同样的计算已存在，原样返回"},
    201: {"model": CoverageResult, "description": "已计算并保存"},
    202: {"model": JobSheet, "description": "已转入后台任务，进度见 Location"},
}


class RunLine(BaseModel):
    """A kept run in the list."""

    id: str
    indicator: str
    as_of: dt.date
    created_at: dt.datetime | None
    total: dict[str, Any]
    parameters: dict[str, Any]


class RunList(BaseModel):
    """The newest runs, newest first."""

    runs: list[RunLine]


class FacilityRow(BaseModel):
    """A facility behind a number."""

    layer: str
    id: str
    name: str
    beds: int | None
    lon: float | None
    lat: float | None
    source: str
    source_date: dt.date | None
    invented: bool


class PeopleRow(BaseModel):
    """People behind a number: a division's statistic, or a settlement."""

    model_config = ConfigDict(extra="forbid")

    division: str | None = Field(title="区划代码", description="取自区划统计时")
    settlement: str | None = Field(title="村（社区）代码", description="取自村（社区）人口时")
    name: str
    counted_on: dt.date | None
    people: int | None
    lon: float | None
    lat: float | None
    source: str
    invented: bool


class Rows(BaseModel):
    """What an area's figure is made of."""

    run: str
    area: str
    facilities: list[FacilityRow]
    population: list[PeopleRow]


@router.post("", status_code=201, responses=ANSWERS, openapi_extra=RUN_REQUEST, summary="计算每千名老年人养老床位数")
def ask(wish: RunRequest, desk: AtDesk, caller: Caller, prefer: Prefer = None) -> Response:
    """Compute and keep a run; large or on request in the background.

    Areas of one's own could be drawn ever smaller around a place until it is known exactly: they want an account.
    """
    if wish.areas is not None and caller.is_public:
        raise Unauthenticated("另给区域的计算须先登录")
    terms, handed_in = wish.terms(desk.settings.today()), wish.handed_in()
    areas, notes = (handed_in.areas, handed_in.notes) if handed_in else (None, ())
    if wants_background(prefer, areas, desk.settings):
        return _later(desk, caller, wish)
    with desk.writing(caller) as session:
        run = coverage.run(session, terms, areas=areas, notes=notes)
        status = 201 if is_new(session, run.id) else 200
    headers = {"Location": location(run.id), "ETag": tag_of(run.id, caller)}
    return Response(rounded_body(run.body, caller.decimals), status, headers, "application/json")


@router.get("", summary="最近的计算")
def recent(session: Reader, limit: Annotated[int, Query(ge=1, le=100)] = 20) -> RunList:
    """The newest runs."""
    return RunList(runs=[_line(run) for run in runs.recent(session, limit, BEDS_PER_THOUSAND.id)])


@router.get("/{run_id}.{extension}", summary="取出一次计算：CSV、XLSX、GeoJSON、GeoPackage、HTML 地图、PNG 图件")
def take_away(
    session: Writer, caller: Caller, run_id: RunId, extension: Extension, if_none_match: IfNoneMatch = None
) -> Response:
    """A run in one of its forms; what was rendered first stays for ever."""
    tag = tag_of(f"{run_id}.{extension}", caller)
    kept = rendered(session, run_id, extension)
    name = file_name(CoverageResult.read(runs.recall(session, run_id, BEDS_PER_THOUSAND.id).result), extension)
    headers = {
        "ETag": tag,
        "Cache-Control": FOR_EVER,
        "Vary": PER_READER,
        "Content-Disposition": f"attachment; filename=\"{run_id}.{extension}\"; filename*=UTF-8''{quote(name)}",
        "Content-Security-Policy": SHEET_POLICY,
    }
    if if_none_match == tag:
        return Response(None, 304, headers)
    audit.note(session, audit.EXPORT, run_id, {"format": extension, "bytes": len(kept.body)})
    return Response(kept.body, 200, headers, kept.media_type)


@router.get("/{run_id}", responses={200: ANSWERS[201]}, summary="一次计算的结果，永远是同样的内容")
def look_again(session: Reader, caller: Caller, run_id: RunId, if_none_match: IfNoneMatch = None) -> Response:
    """The bytes that were answered then."""
    tag = tag_of(run_id, caller)
    body = rounded_body(_read(session, run_id).result, caller.decimals)
    headers = {"ETag": tag, "Cache-Control": FOR_EVER, "Vary": PER_READER}
    return Response(None, 304, headers) if if_none_match == tag else Response(body, 200, headers, "application/json")


@router.get("/{run_id}/areas/{area_id}/rows", summary="一个数字由哪些设施和人口得来")
def rows_behind(session: Reader, run_id: RunId, area_id: str) -> Rows:
    """The rows behind an area's figure, as the run read them; the area `total` is the whole county."""
    _read(session, run_id)
    run = rounded(coverage.recall(session, run_id), acting(session).decimals)
    if area_id == WHOLE:
        return _rows(run_id, area_id, run.facilities, run.people)
    if area_id not in {area.id for area in run.result.areas}:
        raise Refused(
            404, f"计算“{run_id}”没有区域“{area_id}”", "该次计算未按它统计", "请从结果的 areas 中选择", kind="not-found"
        )
    return _rows(run_id, area_id, *run.rows_of(area_id))


def _read(session: Session, run_id: str) -> runs.Run:
    """A kept run; reading one that was made of restricted rows is an entry of the log."""
    run = runs.recall(session, run_id, BEDS_PER_THOUSAND.id)
    if run.disclosure == Disclosure.RESTRICTED.value:
        audit.keep_in_mind(session, audit.Note(audit.READ, run_id, {"indicator": run.indicator}))
    return run


def tag_of(name: str, caller: Actor) -> str:
    """The ETag of what a caller is told: the same run is other bytes to the public, whose positions are coarser."""
    return f'"{name}"' if caller.decimals is None else f'"{name}~{caller.decimals}"'


def _rows(run_id: str, area: str, facilities: list[CountedFacility], people: list[CountedPeople]) -> Rows:
    return Rows(
        run=run_id,
        area=area,
        facilities=[_facility(row) for row in facilities],
        population=[_people(row) for row in people],
    )


def wants_background(prefer: str | None, areas: AreaSet | None, settings: Settings) -> bool:
    """Whether a run goes to the queue: on request, or when the areas handed in have many corners."""
    if prefer and "respond-async" in prefer.lower():
        return True
    if areas is None:
        return False
    import shapely

    return int(shapely.get_num_coordinates(areas.shapes).sum()) > settings.sync_points_limit


def _later(desk: Desk, caller: Actor, wish: RunRequest) -> Response:
    with desk.writing(caller) as session:
        job = jobs.defer(
            session, COVERAGE, wish.dated(desk.settings.today()).model_dump(mode="json", exclude_none=True)
        )
    headers = {"Location": f"/api/jobs/{job.id}", "Retry-After": "1", "Preference-Applied": "respond-async"}
    return Response(sheet_of(job).model_dump_json(), 202, headers, "application/json")


def is_new(session: Session, run_id: str) -> bool:
    """Whether this transaction brought the run."""
    created_at = runs.recall(session, run_id).created_at
    begun = session.scalar(select(func.transaction_timestamp()))
    return created_at is not None and begun is not None and created_at >= begun


def _line(run: runs.Run) -> RunLine:
    return RunLine(
        id=run.id,
        indicator=run.indicator,
        as_of=run.as_of,
        created_at=run.created_at,
        total=orjson.loads(run.result)["total"],
        parameters=run.parameters,
    )


def _facility(row: CountedFacility) -> FacilityRow:
    named = {name: getattr(row, name) for name in FacilityRow.model_fields if hasattr(row, name)}
    return FacilityRow(**named, lon=row.x, lat=row.y)


def _people(row: CountedPeople) -> PeopleRow:
    whose = {"division": None, "settlement": None} | {row.kind: row.id}
    named = {name: getattr(row, name) for name in PeopleRow.model_fields if hasattr(row, name)}
    return PeopleRow(**named, **whose, lon=row.x, lat=row.y)
