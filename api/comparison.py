"""Two days side by side: what a layer gained, lost and changed between them."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from api.deps import Reader
from api.ogc.collections import LayerId
from data import comparison
from data.features import Page
from layers.atlas import layer_class

router = APIRouter(tags=["史录"])


@dataclass(frozen=True)
class TwoDays:
    """The days that are put side by side."""

    earlier: Annotated[dt.date, Query(alias="from", title="较早的一天", examples=["2020-01-01"])]
    later: Annotated[dt.date, Query(alias="to", title="较晚的一天", examples=["2024-12-31"])]


Days = Annotated[TwoDays, Depends()]


class DifferenceCount(BaseModel):
    """How much of a layer differs between the two days."""

    id: str
    title: str
    added: int
    ended: int
    changed: int


class DifferenceCounts(BaseModel):
    """How much of every layer differs between the two days."""

    from_: dt.date = Field(alias="from")
    to: dt.date
    layers: list[DifferenceCount]


class ChangedThing(BaseModel):
    """A thing that stands on both days and is not the same; `geom` among the fields is its place."""

    id: str
    title: str
    fields: list[str]
    before: dict[str, Any] = Field(title="较早一天的要素（GeoJSON）")
    after: dict[str, Any] = Field(title="较晚一天的要素（GeoJSON）")


class ComparisonSheet(BaseModel):
    """A page of what differs, in the order of identifiers; the counts are of all pages."""

    layer: str
    from_: dt.date = Field(alias="from")
    to: dt.date
    counts: DifferenceCount
    added: list[dict[str, Any]] = Field(title="新增（GeoJSON）")
    ended: list[dict[str, Any]] = Field(title="终止（GeoJSON）")
    changed: list[ChangedThing]
    next: str | None = Field(title="下一页的 after；末页为空")


@router.get("/comparison", summary="两个日期之间各图层的增减与变化件数")
def counts(session: Reader, days: Days) -> DifferenceCounts:
    """Where to look first."""
    told = comparison.tallies(session, days.earlier, days.later)
    listed = [_count(layer, tally) for layer, tally in told.items()]
    return DifferenceCounts(**{"from": days.earlier}, to=days.later, layers=listed)


@router.get("/layers/{layer_id}/comparison", summary="一个图层在两个日期之间的新增、终止与变化")
def compare(
    session: Reader,
    layer_id: LayerId,
    days: Days,
    limit: Annotated[int, Query(ge=1, le=comparison.LONGEST_PAGE, title="一页的件数")] = 500,
    after: Annotated[str | None, Query(title="翻页：上一页的 next")] = None,
) -> ComparisonSheet:
    """What came, what ended, what became different, each with what it was and what it is."""
    found = comparison.compare(session, layer_id, days.earlier, days.later, Page(limit=limit, after=after))
    return ComparisonSheet(
        layer=layer_id,
        **{"from": days.earlier},
        to=days.later,
        counts=_count(layer_id, found.counts),
        added=found.added,
        ended=found.ended,
        changed=[ChangedThing(**vars(each)) for each in found.changed],
        next=found.next,
    )


def _count(layer_id: str, tally: comparison.Tally) -> DifferenceCount:
    return DifferenceCount(id=layer_id, title=layer_class(layer_id).layer.title, **vars(tally))
