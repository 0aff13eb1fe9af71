"""Filters of items: `filter` in CQL2, and a parameter for every simple queryable (Part 3: Filtering, 19-079r2)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from api.deps import Caller, names_parameters
from api.ogc.forms import Answering, Link, both_forms
from api.ogc.schemas import RELATION, SCHEMA
from api.ogc.systems import Offered
from data.filters import Filter
from layers.atlas import UnknownLayer, layer_class
from layers.queryables import Queryable, queryables, schema_of

router = APIRouter(prefix="/ogc/collections/{layer_id}")
LayerId = Annotated[str, Path(title="图层编号")]


class FilterLanguage(StrEnum):
    """How a filter is written."""

    TEXT = "cql2-text"
    JSON = "cql2-json"


@router.get("/queryables")
def what_may_be_asked(answering: Answering, caller: Caller, layer_id: LayerId) -> Response:
    """What a filter may name."""
    record = layer_class(layer_id)
    document = schema_of(record, answering.url.partition("?")[0], personal=caller.decimals is None)
    return answering.respond(document, f"{record.layer.title}：可筛选项", SCHEMA)


def links(place: str, title: str) -> list[Link]:
    """The links of a collection to its queryables; `place` is the collection's address."""
    return both_forms(f"{place}/queryables", f"{RELATION}queryables", f"{title}：可筛选项", SCHEMA)


def link_header(place: str) -> str:
    """The header by which items say what they may be filtered by (/req/queryables/queryables-link)."""
    return f'<{place}/queryables>; rel="{RELATION}queryables"; type="{SCHEMA}"'


def simple(layer_id: str) -> list[Queryable]:
    """The queryables of a layer that are parameters too; none of an unknown layer."""
    try:
        return [one for one in queryables(layer_class(layer_id), personal=True).values() if one.is_simple]
    except UnknownLayer:
        return []


def _named(request: Request) -> list[str]:
    return [one.name for one in simple(str(request.path_params.get("layer_id")))]


@dataclass(frozen=True)
class Written:
    """A filter as the request writes it."""

    filter: Annotated[str | None, Query(title="筛选条件（CQL2）")] = None
    language: Annotated[FilterLanguage, Query(title="筛选条件的写法", alias="filter-lang")] = FilterLanguage.TEXT
    system: Annotated[str | None, Query(title="筛选条件中图形的坐标系", alias="filter-crs")] = None


@names_parameters(_named)
def read_filters(
    request: Request, caller: Caller, offered: Offered, layer_id: LayerId, written: Annotated[Written, Depends()]
) -> tuple[Filter, ...]:
    """The conditions of a request, all of which hold (/req/filter/mixing-expressions)."""
    known = queryables(layer_class(layer_id), personal=caller.decimals is None)
    there = offered.read("filter-crs", written.system)
    values = {name: request.query_params[name] for name in _named(request) if name in request.query_params}
    equal = (Filter.equal(values, known),) if values else ()
    return equal if written.filter is None else (*equal, Filter.read(written.filter, written.language, known, there))


Filtered = Annotated[tuple[Filter, ...], Depends(read_filters)]
