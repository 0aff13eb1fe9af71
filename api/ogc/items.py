"""The features of a layer: by place, by day, page by page. PostGIS writes them; the desk adds links and counts."""

import datetime as dt
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Path, Query, Request, Response
from sqlalchemy.orm import Session

from api.deps import AtDesk, Reader
from api.errors import Refused
from api.ogc.collections import CollectionId
from api.ogc.forms import (
    GEOJSON,
    Form,
    Link,
    Wanted,
    both_forms,
    link,
    own_links,
    respond,
    root,
    with_query,
)
from api.ogc.parameters import (
    LATITUDE_FIRST,
    Days,
    read_bounds,
    read_days,
    read_system,
    read_token,
    write_token,
)
from api.settings import CHINA
from data import features
from data.errors import BadInput
from layers.atlas import layer_class
from layers.record import Layer

router = APIRouter(prefix="/ogc/collections/{collectionId}/items")
FeatureId = Annotated[str, Path(title="编号", alias="featureId")]


def _crs(crs: Annotated[str | None, Query(title="结果的坐标系")] = None) -> str:
    return read_system("crs", crs)


def _bbox(
    bbox: Annotated[str | None, Query(title="范围，四个或六个数")] = None,
    bbox_crs: Annotated[str | None, Query(title="范围的坐标系", alias="bbox-crs")] = None,
) -> tuple[features.Box, ...] | None:
    system = read_system("bbox-crs", bbox_crs)
    return None if bbox is None else tuple(read_bounds(bbox, system).boxes())


def _days(
    desk: AtDesk, datetime: Annotated[str | None, Query(title="现势日期、时刻或时段；不写为当天")] = None
) -> features.Days:
    days = read_days(datetime, desk.settings.today())
    return _only(days)


def _page(
    desk: AtDesk,
    limit: Annotated[int, Query(ge=1, title="一页的件数；过大时按上限")] = 100,
    token: Annotated[str | None, Query(title="翻页标记，取自 next 链接")] = None,
) -> features.Page:
    return features.Page(min(limit, desk.settings.max_items, features.LONGEST_PAGE), read_token(token))


Crs = Annotated[str, Depends(_crs)]
Bbox = Annotated[tuple[features.Box, ...] | None, Depends(_bbox)]
When = Annotated[features.Days, Depends(_days)]
Page = Annotated[features.Page, Depends(_page)]


@router.get("")
def items(
    request: Request,
    session: Reader,
    form: Wanted,
    layer_id: CollectionId,
    bbox: Bbox,
    when: When,
    crs: Crs,
    page: Page,
) -> Response:
    """A page of features."""
    layer = layer_class(layer_id).layer
    asked = features.Asked(layer.id, when, boxes=bbox if layer.geometry else None)
    found = _found(session, asked, page, crs)
    matched = features.count(session, asked)
    links = [*own_links(request, form, GEOJSON), *_next(request, form, found.next), *_collection(request, layer)]
    rest = {
        "numberMatched": matched,
        "numberReturned": found.number_returned,
        "timeStamp": dt.datetime.now(CHINA).isoformat(timespec="seconds"),
        "links": links,
    }
    body = b'{"type":"FeatureCollection","features":' + found.features + b"," + orjson.dumps(rest)[1:]
    return _answer(form, body, layer.title, crs)


@router.get("/{featureId}")
def item(
    request: Request, session: Reader, form: Wanted, layer_id: CollectionId, identity: FeatureId, when: When, crs: Crs
) -> Response:
    """One feature."""
    layer = layer_class(layer_id).layer
    found = features.item_geojson(session, features.Asked(layer.id, when), identity, flip=crs in LATITUDE_FIRST)
    links = [*own_links(request, form, GEOJSON), *_collection(request, layer)]
    body = found[:-1] + b',"links":' + orjson.dumps(links) + b"}"
    return _answer(form, body, f"{layer.title} {identity}", crs)


def _found(session: Session, asked: features.Asked, page: features.Page, crs: str) -> features.Items:
    """A page; a token that the archive cannot follow is a bad request (/req/core/query-param-invalid)."""
    try:
        return features.items_geojson(session, asked, page, flip=crs in LATITUDE_FIRST)
    except BadInput as fault:
        raise Refused(400, fault.what, fault.why, fault.remedy, kind="invalid-parameter") from fault


def _only(days: Days) -> features.Days:
    if days.is_one_day and days.first:
        return days.first
    return (days.first, days.last)


def _next(request: Request, form: Form, following: str | None) -> list[Link]:
    if following is None:
        return []
    url = with_query(str(request.url), token=write_token(following))
    return [link(url, "next", GEOJSON if form is Form.JSON else "text/html", "下一页")]


def _collection(request: Request, layer: Layer) -> list[Link]:
    return both_forms(f"{root(request)}/collections/{layer.id}", "collection", layer.title)


def _answer(form: Form, body: bytes, title: str, crs: str) -> Response:
    """GeoJSON as PostGIS wrote it, or the same as a page (Part 2 /req/crs/ogc-crs-header)."""
    headers = {"Content-Crs": f"<{crs}>"}
    if form is Form.JSON:
        return Response(body, media_type=GEOJSON, headers=headers)
    document: dict[str, Any] = orjson.loads(body)
    return respond(form, document, title, GEOJSON, headers)
