"""Search by name over all layers."""

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.deps import AsOf, Reader
from data import search as archive
from data.features import Box
from layers.atlas import layer_class

router = APIRouter(tags=["图层"])


class Found(BaseModel):
    """A thing found: what it is, where it is, and where it lies on the map."""

    layer: str
    layer_title: str
    id: str
    title: str
    subtitle: str
    lon: float | None = Field(title="经度（CGCS2000）")
    lat: float | None = Field(title="纬度（CGCS2000）")
    bbox: Box | None = Field(title="范围：西、南、东、北")
    invented: bool


class Results(BaseModel):
    """What a search found, best first."""

    q: str
    as_of: dt.date
    results: list[Found]


Words = Annotated[str, Query(title="名称、编号或其中一段", max_length=100, examples=["荣家湾"])]
Most = Annotated[int, Query(ge=1, le=100, title="至多几条")]


@router.get("/search", summary="按名称或编号查找")
def search(session: Reader, as_of: AsOf, q: Words = "", limit: Most = 20) -> Results:
    """Things called by these words on a day; nothing for blank words."""
    hits = archive.search(session, q, as_of, limit)
    return Results(q=q, as_of=as_of, results=[_found(hit) for hit in hits])


def _found(hit: archive.Hit) -> Found:
    lon, lat = hit.point or (None, None)
    return Found(
        layer=hit.layer,
        layer_title=layer_class(hit.layer).layer.title,
        id=hit.identity,
        title=hit.title,
        subtitle=hit.subtitle,
        lon=lon,
        lat=lat,
        bbox=hit.box,
        invented=hit.invented,
    )
