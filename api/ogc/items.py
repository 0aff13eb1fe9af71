"""The features of a layer: by place, by day, page by page. PostGIS writes them; the desk adds links and counts."""

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Annotated, Any
from urllib.parse import quote

import orjson
from fastapi import APIRouter, Depends, Path, Query, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.orm import Session

from api.deps import AtDesk, Reader
from api.errors import Refused
from api.ogc.collections import LayerId
from api.ogc.etags import Bytes, Validators
from api.ogc.filtering import Filtered, link_header
from api.ogc.forms import GEOJSON, HTML, Answer, Answering, Form, Link, both_forms, link, with_query
from api.ogc.parameters import (
    Bounds,
    Outline,
    read_bounds,
    read_days,
    read_moment,
    read_sort,
    read_token,
    write_token,
)
from api.ogc.systems import Offered
from api.settings import CHINA
from data import features
from data.acting import Actor, acting
from data.errors import BadInput, Gone
from data.standing import Stamp, stamp_at, stamp_of
from geo.systems import System
from layers.atlas import layer_class
from layers.record import Layer

router = APIRouter(prefix="/ogc/collections/{layer_id}/items")
# Whoever keeps a feature asks whether it still holds before showing it again; nobody keeps it for others.
KEPT_BY_ITS_READER = {"Cache-Control": "private, no-cache", "Vary": "Accept, Accept-Encoding, Authorization, Cookie"}
# A quotation mark inside a text is written with a stroke before it: this finds the member and nothing else.
_VERSION = re.compile(rb'"version":(\d+)')
FeatureId = Annotated[str, Path(title="编号")]


async def _crs(offered: Offered, crs: Annotated[str | None, Query(title="结果的坐标系")] = None) -> System:
    return offered.read("crs", crs)


async def _bbox(
    offered: Offered,
    bbox: Annotated[str | None, Query(title="范围，四个或六个数")] = None,
    bbox_crs: Annotated[str | None, Query(title="范围的坐标系", alias="bbox-crs")] = None,
) -> Bounds | Outline | None:
    system = offered.read("bbox-crs", bbox_crs)
    return None if bbox is None else read_bounds(bbox, system)


async def _days(
    desk: AtDesk, datetime: Annotated[str | None, Query(title="现势日期、时刻或时段；不写为当天")] = None
) -> features.Days:
    days = read_days(datetime, desk.settings.today())
    return days.first if days.is_one_day and days.first else (days.first, days.last)


async def _recorded_at(
    recorded_at: Annotated[str | None, Query(title="按登记库在此时刻所知回答；不写为现在所知")] = None,
) -> dt.datetime | None:
    return read_moment("recorded_at", recorded_at)


async def _page(
    desk: AtDesk,
    limit: Annotated[int, Query(ge=1, title="一页的件数；过大时按上限")] = 100,
    token: Annotated[str | None, Query(title="翻页标记，取自 next 链接")] = None,
    sortby: Annotated[str | None, Query(title="排序，如 +name,-beds")] = None,
) -> features.Page:
    most = min(limit, desk.settings.max_items, features.LONGEST_PAGE)
    return features.Page(most, read_token(token), sort=read_sort(sortby))


@dataclass(frozen=True)
class Sight:
    """When, and in which system, features are looked at: valid on a day, known at a moment."""

    when: features.Days
    crs: System
    recorded_at: dt.datetime | None = None

    def at(self, layer: Layer) -> features.Asked:
        """The features of a layer at that time."""
        return features.Asked(layer.id, self.when, self.recorded_at)


@dataclass(frozen=True)
class Choice:
    """Which features, how many at once, and whether all of them are counted."""

    bounds: Bounds | Outline | None
    page: features.Page
    filters: tuple[features.Filter, ...]
    counted: bool = True

    def of(self, asked: features.Asked) -> features.Asked:
        """The features chosen; without places of their own, all of them lie in every box."""
        asked = replace(asked, filters=self.filters)
        if layer_class(asked.layer).layer.geometry is None or self.bounds is None:
            return asked
        if isinstance(self.bounds, Bounds):
            return replace(asked, boxes=tuple(self.bounds.boxes()))
        return replace(asked, outline=self.bounds.shape) if self.bounds.shape else replace(asked, boxes=())


# What only reads the request waits for nothing: a thread for each would cost more than the reading.
async def _sight(
    when: Annotated[features.Days, Depends(_days)],
    crs: Annotated[System, Depends(_crs)],
    recorded_at: Annotated[dt.datetime | None, Depends(_recorded_at)],
) -> Sight:
    return Sight(when, crs, recorded_at)


async def _choice(
    bounds: Annotated[Bounds | Outline | None, Depends(_bbox)],
    page: Annotated[features.Page, Depends(_page)],
    filters: Filtered,
    counted: Annotated[bool, Query(title="是否给出总数 numberMatched")] = True,
) -> Choice:
    return Choice(bounds, page, filters, counted)


AsSeen = Annotated[Sight, Depends(_sight)]
Chosen = Annotated[Choice, Depends(_choice)]


@router.get("")
def items(answering: Answering, layer_id: LayerId, sight: AsSeen, chosen: Chosen, session: Reader) -> Response:
    """A page of features."""
    layer = layer_class(layer_id).layer
    asked = chosen.of(sight.at(layer))
    found = _found(session, asked, chosen, sight)
    rest = {
        **({} if found.number_matched is None else {"numberMatched": found.number_matched}),
        "numberReturned": found.number_returned,
        "timeStamp": dt.datetime.now(CHINA).isoformat(timespec="seconds"),
        "links": [*answering.own_links(GEOJSON), *_next(answering, found.next), *_collection(answering, layer)],
    }
    body = b'{"type":"FeatureCollection","features":' + found.features + b"," + orjson.dumps(rest)[1:]
    header = {"Link": link_header(f"{answering.root}/collections/{layer.id}")}
    return _answer(answering, body, layer.title, sight, header)


@router.get("/{identity}")
def item(answering: Answering, session: Reader, layer_id: LayerId, identity: FeatureId, sight: AsSeen) -> Response:
    """One feature; one that has ended leads to the one that took its place."""
    layer = layer_class(layer_id).layer
    asked = sight.at(layer)
    stamp = _stamp(session, asked, identity)
    made = bytes_of(answering, acting(session), sight.crs, answering.form, answering.url)
    if stamp and Validators(stamp, made).are_fresh(answering.request.headers):
        return Response(status_code=304, headers=Validators(stamp, made).headers() | KEPT_BY_ITS_READER)
    try:
        found = features.item_geojson(session, asked, identity, system=sight.crs)
    except Gone as gone:
        if gone.successor is None:
            raise
        return RedirectResponse(_beside(answering.url, gone.successor), 301)
    links = [*answering.own_links(GEOJSON), *_collection(answering, layer)]
    body = found[:-1] + b',"links":' + orjson.dumps(links) + b"}"
    answered = _answer(answering, body, f"{layer.title} {identity}", sight)
    proof = Validators(_of_body(session, asked, identity, stamp, found), made).headers() if stamp else {}
    answered.headers.update(proof | KEPT_BY_ITS_READER)
    return answered


def _stamp(session: Session, asked: features.Asked, identity: str) -> Stamp | None:
    """The version that is answered; what was known at some moment is not written any more, and proves nothing."""
    return None if asked.recorded_at else stamp_of(session, asked.layer, identity, asked.days)


def _of_body(session: Session, asked: features.Asked, identity: str, stamp: Stamp, found: bytes) -> Stamp:
    """The stamp of the feature that was read: somebody may have written since the stamp was."""
    told = _VERSION.findall(found)
    version = int(told[-1]) if told else stamp.version
    return stamp if version == stamp.version else stamp_at(session, asked.layer, identity, version)


def bytes_of(answering: Answer, actor: Actor, system: System, form: Form, url: str) -> Bytes:
    """What makes the body of a feature at an address beside its row."""
    coding = "gzip" if "gzip" in answering.request.headers.get("accept-encoding", "") else "identity"
    return Bytes(url, form.value, system.uri, actor.profile, coding)


def _beside(url: str, identity: str) -> str:
    """The address of another feature of the same layer, asked for in the same way."""
    path, mark, query = url.partition("?")
    return f"{path.rpartition('/')[0]}/{quote(identity, safe='')}{mark}{query}"


def _found(session: Session, asked: features.Asked, chosen: Choice, sight: Sight) -> features.Items:
    """A page; a token that the archive cannot follow is a bad request (/req/core/query-param-invalid)."""
    try:
        return features.items_geojson(session, asked, chosen.page, system=sight.crs, counted=chosen.counted)
    except BadInput as fault:
        raise Refused(400, fault.what, fault.why, fault.remedy, kind="invalid-parameter") from fault


def _next(answering: Answer, following: str | None) -> list[Link]:
    if following is None:
        return []
    url = with_query(answering.url, token=write_token(following))
    return [link(url, "next", GEOJSON if answering.form is Form.JSON else HTML, "下一页")]


def _collection(answering: Answer, layer: Layer) -> list[Link]:
    return both_forms(f"{answering.root}/collections/{layer.id}", "collection", layer.title)


def _answer(answering: Answer, body: bytes, title: str, sight: Sight, more: dict[str, str] | None = None) -> Response:
    """GeoJSON as PostGIS wrote it, or the same as a page (Part 2 /req/crs/ogc-crs-header)."""
    headers = {"Content-Crs": f"<{sight.crs.uri}>", **(more or {})}
    if answering.form is Form.JSON:
        return Response(body, media_type=GEOJSON, headers=headers)
    document: dict[str, Any] = orjson.loads(body)
    return answering.respond(document, title, headers=headers)
