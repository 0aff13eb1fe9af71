"""The layers as collections: what each is, where and when its features are."""

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from sqlalchemy.orm import Session

from api.deps import Reader
from api.ogc import filtering, schemas, tiles_definition
from api.ogc.forms import GEOJSON, Answering, Document, both_forms
from api.ogc.systems import Offered
from api.settings import CHINA
from data import features
from geo.systems import CRS84, STORAGE
from layers.atlas import ATLAS, layer_class
from layers.record import Layer, Record

GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
ALWAYS = (None, None)

router = APIRouter(prefix="/ogc/collections")
LayerId = Annotated[str, Path(title="图层编号")]


@router.get("")
def collections(answering: Answering, session: Reader, systems: Offered) -> Response:
    """Every layer of the atlas, in the order the map lists them."""
    described = [describe(session, answering.root, page) | _systems(page.layer, "#/crs") for page in ATLAS]
    document = {"links": answering.own_links(), "crs": systems.uris, "collections": described}
    return answering.respond(document, "全部图层")


@router.get("/{layer_id}")
def collection(answering: Answering, session: Reader, layer_id: LayerId, systems: Offered) -> Response:
    """One layer."""
    page = layer_class(layer_id)
    described = describe(session, answering.root, page) | _systems(page.layer, *systems.uris)
    described["links"] = [*answering.own_links(), *described["links"][2:]]
    return answering.respond(described, page.layer.title)


def describe(session: Session, base: str, page: type[Record]) -> Document:
    """A layer with its links and extent; the extent covers every day the register knows of."""
    layer = page.layer
    place = f"{base}/collections/{layer.id}"
    return {
        "id": layer.id,
        "title": layer.title,
        "description": f"{layer.title}（{layer.basis}）。编号字段 {layer.identified_by}，名称字段 {layer.named_by}。",
        "itemType": "feature",
        "extent": _extent(session, layer),
        "links": [
            *both_forms(place, "self", layer.title),
            *both_forms(f"{place}/items", "items", f"{layer.title}：查询", GEOJSON),
            *schemas.links(place, layer.title),
            *tiles_definition.collection_links(place, layer),
            *filtering.links(place, layer.title),
        ],
    }


def _extent(session: Session, layer: Layer) -> Document:
    box = features.extent(session, features.Asked(layer.id, ALWAYS))
    first, last = features.duration(session, layer.id)
    extent: Document = {"temporal": {"interval": [[_moment(first), _moment(last, ends=True)]], "trs": GREGORIAN}}
    return {"spatial": {"bbox": [box], "crs": CRS84.uri}} | extent if box else extent


def _moment(day: dt.date | None, *, ends: bool = False) -> str | None:
    """The first or the last moment of a day in Chinese time, as RFC 3339 writes it."""
    if day is None:
        return None
    return dt.datetime.combine(day, dt.time(23, 59, 59) if ends else dt.time(), CHINA).isoformat()


def _systems(layer: Layer, *offered: str) -> dict[str, Any]:
    """The systems a layer is offered in; one without places has none."""
    return {"crs": list(offered), "storageCrs": STORAGE.uri} if layer.geometry else {}
