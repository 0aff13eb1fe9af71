"""Control zones and candidates over HTTP: which rule sets there are, what they exclude, and where one could build."""

import datetime as dt
from typing import Annotated, Any

import orjson
import shapely
from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, Field

from api.coverage import PER_READER
from api.deps import AsOf, AtDesk, Caller, Reader
from api.errors import Refused
from data import road_network, zone_rules
from data.acting import coarse
from data.candidates import CandidateReading, read_candidates
from data.zones import ZoneArea, ZoneGround
from layers.candidates import Candidate, CandidatesAsked, CandidateSource, DrawnPoint
from layers.zones import ZoneRule, ZoneRules

router = APIRouter(tags=["选址"])

#: Drawn points that fit into an address.
MOST_POINTS = 200
_DECIMALS = 7
ZoneId = Annotated[str, Path(title="规则集", examples=["shandong-cemeteries"], max_length=60)]
Zones = Annotated[str | None, Query(title="控制区规则集", description="见 /api/zones；不给则不查控制区", max_length=60)]
Spacing = Annotated[float | None, Query(title="方格网间距（米）", gt=0, le=100_000, examples=[2000])]
Points = Annotated[
    str | None,
    Query(
        title="手绘点",
        description=f"经度,纬度[,名称]，分号隔开，至多 {MOST_POINTS} 点；CGCS2000",
        max_length=20_000,
        examples=["113.12,29.14,原粮站;113.2,29.1"],
    ),
]


class RuleSheet(BaseModel):
    """One rule: what it excludes, by which article."""

    id: str
    kind: str = Field(description="buffer 距离 · area 范围 · viewshed 视线")
    kind_label: str
    title: str
    article: str
    words: str = Field(title="原文用语")
    excludes: str = Field(title="排除什么", examples=["国道、省道、铁路边缘 500 米以内"])
    distance_m: float | None
    measured_from: str | None = Field(description="edge 边缘 · centre_line 中心线")
    needs_elevation: bool


class RuleSetSheet(BaseModel):
    """A rule set with its version, its days and how it is known."""

    id: str
    title: str
    version: str
    services: list[str]
    document: str
    issued_by: str
    source: str
    confidence: str
    confidence_label: str
    valid_from: dt.date | None
    valid_to: dt.date | None = Field(description="止日，不含")
    holds: bool = Field(title="所问日期是否有效")
    note: str | None
    rules: list[RuleSheet]


class RuleSets(BaseModel):
    """Every rule set there is."""

    as_of: dt.date
    has_elevation: bool = Field(title="是否登记有地面高程")
    zones: list[RuleSetSheet]


class ExclusionSheet(BaseModel):
    """Why nothing may be built at a place."""

    rule: str
    title: str
    article: str
    words: str


class CandidateSheet(BaseModel):
    """A place where something could be built, and what stands against it."""

    id: str
    name: str
    lon: float
    lat: float
    township: str | None
    area_m2: float | None
    excluded: list[ExclusionSheet]
    invented: bool


class CandidateList(BaseModel):
    """Candidates in the order of their ids; `open` counts those against which nothing stands."""

    source: str
    as_of: dt.date
    zones: str | None
    open: int
    candidates: list[CandidateSheet]
    findings: list[str]


@router.get("/zones", summary="控制区规则集：条文、距离、视线、有效期与出处")
def rule_sets(session: Reader, desk: AtDesk, as_of: AsOf) -> RuleSets:
    """What each rule set excludes, and who says so."""
    known = zone_rules.read(desk.settings.zones)
    return RuleSets(
        as_of=as_of,
        has_elevation=road_network.ground(session) is not None,
        zones=[_sheet(rules, as_of) for rules in known.values()],
    )


@router.get(
    "/zones/{zone_id}.geojson",
    response_class=Response,
    responses={200: {"content": {"application/geo+json": {"schema": {"type": "object"}}}, "description": "GeoJSON"}},
    summary="一个规则集在登记库上划出的范围，逐个附条文",
)
def zone_areas(zone_id: ZoneId, session: Reader, desk: AtDesk, caller: Caller, as_of: AsOf) -> Response:
    """The ground that a rule set excludes, around each thing it speaks of."""
    rules = _known(zone_id, desk)
    reading = CandidateReading(session, CandidatesAsked(CandidateSource.SETTLEMENTS, as_of))
    ground = ZoneGround(rules, reading, road_network.ground(session))
    features = [_feature(ground, area, caller.decimals or _DECIMALS) for area in ground.areas()]
    told = {
        "type": "FeatureCollection",
        "features": features,
        "zones": rules.id,
        "as_of": as_of.isoformat(),
        "findings": [*rules.warnings(as_of), *(finding.message for finding in reading.findings)],
    }
    return Response(orjson.dumps(told), 200, {"Vary": PER_READER}, "application/geo+json")


@router.get("/siting/candidates", summary="候选点及其被排除的条文")
def candidates(  # noqa: PLR0917 - one argument for each parameter of the address
    session: Reader,
    caller: Caller,
    desk: AtDesk,
    as_of: AsOf,
    source: CandidateSource = CandidateSource.SETTLEMENTS,
    spacing_m: Spacing = None,
    points: Points = None,
    zones: Zones = None,
) -> CandidateList:
    """Where one could build: settlements, a grid, parcels or drawn points."""
    if zones is not None:
        _known(zones, desk)
    asked = CandidatesAsked(source, as_of, spacing_m=spacing_m, points=_drawn(points), zones=zones)
    found = read_candidates(CandidateReading(session, asked, desk.settings.zones))
    return CandidateList(
        source=source.value,
        as_of=as_of,
        zones=zones,
        open=len(found.open),
        candidates=[_candidate(each, caller.decimals) for each in found.candidates],
        findings=[finding.message for finding in found.findings],
    )


def _known(zone_id: str, desk: AtDesk) -> ZoneRules:
    found = zone_rules.read(desk.settings.zones).get(zone_id)
    if found is None:
        raise Refused(
            404, f"没有控制区规则集“{zone_id}”", "规则集文件夹中没有它", "请从 /api/zones 中选择", kind="not-found"
        )
    return found


def _drawn(points: str | None) -> tuple[DrawnPoint, ...]:
    """Points as an address writes them.

    Raises:
        Refused: one is no pair of numbers in the country, or there are too many.
    """
    written = [each for each in (points or "").split(";") if each.strip()]
    if len(written) > MOST_POINTS:
        raise _no_points(f"手绘点有 {len(written)} 个，太多", f"至多 {MOST_POINTS} 个")
    return tuple(_point(each) for each in written)


def _point(written: str) -> DrawnPoint:
    lon, _, rest = written.partition(",")
    lat, _, name = rest.partition(",")
    try:
        point = DrawnPoint(float(lon), float(lat), name.strip() or None)
    except ValueError:
        raise _no_points(f"手绘点“{written}”不是坐标", "应为 经度,纬度[,名称]") from None
    if not (73 <= point.lon <= 136 and 3 <= point.lat <= 54):  # noqa: PLR2004 - degrees that a county can have
        raise _no_points(f"手绘点“{written}”不在国内", "经度应在 73—136、纬度应在 3—54 之间，经度在前")
    return point


def _no_points(what: str, why: str) -> Refused:
    return Refused(400, what, why, "例如 points=113.12,29.14,原粮站;113.2,29.1", kind="invalid-parameter")


def _sheet(rules: ZoneRules, as_of: dt.date) -> RuleSetSheet:
    named = {name: getattr(rules, name) for name in RuleSetSheet.model_fields if hasattr(rules, name)}
    return RuleSetSheet(
        **named
        | {
            "services": [service.value for service in rules.services],
            "confidence": rules.confidence.value,
            "confidence_label": rules.confidence.label,
            "holds": rules.holds_on(as_of),
            "rules": [_rule(rule) for rule in rules.rules],
        }
    )


def _rule(rule: ZoneRule) -> RuleSheet:
    return RuleSheet(
        id=rule.id,
        kind=rule.kind.value,
        kind_label=rule.kind.label,
        title=rule.title,
        article=rule.article,
        words=rule.words,
        excludes=rule.in_words(),
        distance_m=rule.distance_m,
        measured_from=rule.measured_from.value if rule.distance_m is not None else None,
        needs_elevation=rule.sight is not None,
    )


def _feature(ground: ZoneGround, area: ZoneArea, decimals: int) -> dict[str, Any]:
    rounded = shapely.transform(area.shape, lambda xy: xy.round(decimals))
    return {
        "type": "Feature",
        "geometry": shapely.geometry.mapping(rounded),
        "properties": {
            "rule": area.rule.id,
            "title": area.rule.title,
            "article": ground.article(area.rule),
            "words": area.rule.words,
            "excludes": area.rule.in_words(),
            "thing": area.thing,
        },
    }


def _candidate(candidate: Candidate, decimals: int | None) -> CandidateSheet:
    own = [name for name in CandidateSheet.model_fields if name not in ("excluded", "lon", "lat")]
    named = {name: getattr(candidate, name) for name in own}
    against = [
        ExclusionSheet(rule=each.rule, title=each.title, article=each.article, words=each.words)
        for each in candidate.excluded
    ]
    lon, lat = coarse(candidate.lon, decimals), coarse(candidate.lat, decimals)
    return CandidateSheet(**named, lon=lon, lat=lat, excluded=against)
