"""The schema of each layer and what it may be sorted by (OGC API - Features Part 5: Schemas, 23-058r2)."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.deps import Caller
from api.ogc.forms import Answering, Document, Link, both_forms
from data.seen import seen_fields
from layers.atlas import layer_class
from layers.fields import FieldSheet
from layers.item_schema import item_schema, sortables
from layers.record import Record

SCHEMA = "application/schema+json"
RELATION = "http://www.opengis.net/def/rel/ogc/1.0/"

router = APIRouter(prefix="/ogc/collections/{layer_id}")
LayerId = Annotated[str, Path(title="图层编号")]
Written = Callable[[type[Record], str, list[FieldSheet]], Document]


@router.get("/schema")
def schema(answering: Answering, caller: Caller, layer_id: LayerId) -> Response:
    """What an item looks like, and what may be sent of it."""
    return _answer(answering, caller.decimals, layer_id, item_schema)


@router.get("/sortables")
def sortable(answering: Answering, caller: Caller, layer_id: LayerId) -> Response:
    """What items may be sorted by."""
    return _answer(answering, caller.decimals, layer_id, sortables)


def links(place: str, title: str) -> list[Link]:
    """The links of a collection to its schemas; `place` is the collection's address."""
    return [
        *both_forms(f"{place}/schema", f"{RELATION}schema", f"{title}：字段说明", SCHEMA),
        *both_forms(f"{place}/sortables", f"{RELATION}sortables", f"{title}：可排序的字段", SCHEMA),
    ]


def _answer(answering: Answering, decimals: int | None, layer_id: str, write: Written) -> Response:
    record = layer_class(layer_id)
    address = answering.url.partition("?")[0]
    document = write(record, address, seen_fields(record, decimals))
    return answering.respond(document, f"{document['title']}", SCHEMA)
