"""Roads and travel over HTTP: the network and its faults, speeds and links, what is reached in a time, and which way.

Minutes by road; longitude before latitude, EPSG:4490. The public is told positions less precisely, as everywhere.
"""

from typing import Annotated, Any

import orjson
import shapely
from fastapi import APIRouter, Path, Query, Response
from shapely.geometry.base import BaseGeometry

from api.deps import AsOf, Caller, Reader, Writer
from api.errors import Refused
from api.road_sheets import (
    GraphSheet,
    LinkGiven,
    LinkSheet,
    LinksSheet,
    MapSheet,
    MapsSheet,
    RouteSheet,
    SpeedsGiven,
    SpeedSheet,
    SpeedsSheet,
)
from api.writers import refuse_strangers
from data import road_report, road_terms
from data.road_network import network
from layers.refusal import Refusal
from layers.travel import AgeBand, TravelMode
from layers.travel_terms import term

router = APIRouter(prefix="/roads", tags=["路网"])

_LONGEST_MIN = 240
_COUNTLESS_DECIMALS = 7
GEOJSON = "application/geo+json"
Minutes = Annotated[float, Query(title="时间（分钟）", gt=0, le=_LONGEST_MIN, examples=[15])]
Mode = Annotated[TravelMode, Query(title="出行方式", description="walk 步行 · drive 乘车", examples=["walk"])]
Age = Annotated[AgeBand | None, Query(title="年龄段", description="步行速度随年龄；缺省 70—79 岁", examples=["70_79"])]
Lon = Annotated[float, Query(title="经度", ge=-180, le=180, examples=[113.12])]
Lat = Annotated[float, Query(title="纬度", ge=-85, le=85, examples=[29.14])]
LinkNumber = Annotated[int, Path(title="补充路段的序号", ge=1, le=2**62)]


@router.get("/graph", summary="路网概况和不连通之处")
def graph(session: Reader, caller: Caller, as_of: AsOf) -> GraphSheet:
    """Counts, parts, and every fault with its place."""
    return GraphSheet.of(road_report.report(session, as_of), as_of, caller.decimals)


@router.get("/speeds", summary="步行、乘车速度和路网约定")
def speeds(session: Reader) -> SpeedsSheet:
    """Every value as it holds, and what ships."""
    shipped, told = road_terms.shipped_terms(), road_terms.terms(session)
    return SpeedsSheet(
        speeds=[SpeedSheet.of(each, shipped.of(each.kind, each.subject)) for each in told.by_subject.values()]
    )


@router.put("/speeds", summary="登记本县的速度和约定")
def put_speeds(session: Writer, caller: Caller, given: SpeedsGiven) -> SpeedsSheet:
    """Enter values; each change is in the audit log, and an empty value goes back to what ships."""
    refuse_strangers(caller)
    entered = [each for each in given.speeds if each.value is not None]
    if entered:
        road_terms.enter_terms(
            session,
            [term(each.kind.value, each.subject, float(each.value or 0.0), given.source) for each in entered],
        )
    for each in given.speeds:
        if each.value is None:
            road_terms.reset_term(session, each.kind, each.subject, given.source)
    return speeds(session)


@router.get("/links", summary="本县补画的路段")
def links(session: Reader, caller: Caller) -> LinksSheet:
    """The roads the map lacks and the county added."""
    return LinksSheet(links=[LinkSheet.of(each, caller.decimals) for each in road_terms.links(session)])


@router.post("/links", summary="补画一条路段", status_code=201)
def add_link(session: Writer, caller: Caller, given: LinkGiven) -> LinkSheet:
    """Add a road; it is travelled from now on."""
    refuse_strangers(caller)
    course = tuple((float(lon), float(lat)) for lon, lat in given.course)
    link = road_terms.Link(given.name.strip(), given.way_class, given.is_one_way, course, given.source.strip())
    return LinkSheet.of(road_terms.add_link(session, link), None)


@router.delete("/links/{number}", summary="撤销一条补画的路段", status_code=204)
def withdraw_link(session: Writer, caller: Caller, number: LinkNumber) -> Response:
    """Take a road back; the ledger keeps it."""
    refuse_strangers(caller)
    road_terms.withdraw_link(session, number)
    return Response(status_code=204)


@router.get("/maps", summary="导入的道路数据和高程")
def maps(session: Reader) -> MapsSheet:
    """What was handed in by `cairn roads import` and `cairn roads heights`; the content is not answered."""
    return MapsSheet(maps=[MapSheet.of(each) for each in road_terms.maps(session)])


_AREA: dict[int | str, dict[str, Any]] = {
    200: {"description": "GeoJSON 要素：所到之处的多边形", "content": {GEOJSON: {"schema": {"type": "object"}}}}
}


@router.get("/service-area", summary="从一处出发若干分钟所到的范围", response_class=Response, responses=_AREA)
def service_area(  # noqa: PLR0917 - the parts of the question
    session: Reader,
    caller: Caller,
    as_of: AsOf,
    lon: Lon,
    lat: Lat,
    minutes: Minutes,
    mode: Mode = TravelMode.WALK,
    age: Age = None,
) -> Response:
    """The ground reached by road within a time, as a polygon; empty where no road serves the place."""
    ways = network(session, _by_road(mode), as_of, age=age)
    area = ways.roads.area((lon, lat), minutes)
    told = {
        "mode": mode.value,
        "minutes": minutes,
        "roads_km": round(area.roads_m / 1000, 3),
        "because": ways.because,
        "as_of": as_of.isoformat(),
    }
    feature = {"type": "Feature", "geometry": _geojson(area.ground, caller.decimals), "properties": told}
    return Response(orjson.dumps(feature), media_type=GEOJSON)


@router.get("/route", summary="两处之间最快的路")
def route(  # noqa: PLR0917 - the parts of the question
    session: Reader,
    caller: Caller,
    as_of: AsOf,
    from_lon: Lon,
    from_lat: Lat,
    to_lon: Lon,
    to_lat: Lat,
    mode: Mode = TravelMode.DRIVE,
    age: Age = None,
) -> RouteSheet:
    """The best way by road, with the roads it takes."""
    ways = network(session, _by_road(mode), as_of, age=age)
    found = ways.roads.route((from_lon, from_lat), (to_lon, to_lat))
    if found is None:
        within_m = ways.roads.lead.most_m
        why = f"有一处 {within_m:g} m 内没有道路，或两处的道路不连通"
        raise Refused(404, "两处之间没有路", why, "请看 GET /api/roads/graph 列出的不连通之处", kind="not-found")
    lines = ways.built.graph.line_of[list(found.edges)].tolist()
    named = list(dict.fromkeys(ways.built.ways.called(line) for line in lines))
    course = _geojson(found.course, caller.decimals)
    return RouteSheet(
        minutes=round(found.cost, 3), road_m=round(found.road_m, 1), roads=named, because=ways.because, course=course
    )


def _by_road(mode: TravelMode) -> TravelMode:
    """A mode that follows roads."""
    if mode is TravelMode.STRAIGHT:
        raise Refusal("直线距离没有时间和路线", "它不沿道路", "请改用 mode=walk 或 mode=drive")
    return mode


def _geojson(shape: BaseGeometry, decimals: int | None) -> dict[str, Any]:
    """A shape as GeoJSON, so precisely as the caller may know."""
    grid = 10.0 ** -(_COUNTLESS_DECIMALS if decimals is None else decimals)
    told: dict[str, Any] = orjson.loads(shapely.to_geojson(shapely.set_precision(shape, grid)))
    return told
