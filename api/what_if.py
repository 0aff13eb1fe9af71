"""What if over HTTP: homes dragged, closed, grown or new, and the figures that follow, while the pointer moves."""

import datetime as dt
from time import perf_counter
from typing import Any

import orjson
from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from api.deps import AtDesk, Reader
from data import what_if
from data.acting import acting, coarse
from layers.reach_terms import ReachParameters
from layers.what_if import Change

router = APIRouter(prefix="/siting", tags=["选址"])


class WhatIfWish(ReachParameters):
    """A question of reach, and what is tried."""

    changes: tuple[Change, ...] = Field((), title="变更", description="依次进行；不给则为现状", max_length=1000)

    def question(self) -> ReachParameters:
        """The question without what is tried."""
        return ReachParameters(**{name: getattr(self, name) for name in ReachParameters.model_fields})


class Rate(BaseModel):
    """Beds per thousand of a township or the county, now and before the changes."""

    beds: int
    elderly: int | None
    beds_per_thousand: float | None
    before: float | None = Field(title="变更前")
    target: float
    shortfall_beds: int | None


class BucketCounts(BaseModel):
    """People, and where they stand."""

    people: int
    served: int
    waiting: int
    out_of_reach: int


class TownshipNow(BucketCounts):
    """A township when the changes are made."""

    code: str
    name: str
    access: float = Field(title="可达性（每千人）")
    rate: Rate | None = Field(title="每千名老年人养老床位；仅养老床位有")


class SettlementNow(BucketCounts):
    """A settlement that differs from what stands."""

    code: str
    access: float


class SupplyNow(BaseModel):
    """A home that is other than it stands, when the changes are made."""

    layer: str
    id: str
    name: str
    lon: float | None
    lat: float | None
    places: int | None
    used: int


class WhatIfAnswer(BaseModel):
    """The figures when the changes are made; nothing is entered and nothing is kept."""

    service: str
    title: str
    unit: str
    mode: str
    as_of: dt.date
    because: str
    rate: Rate | None
    totals: BucketCounts
    before: BucketCounts
    townships: list[TownshipNow]
    settlements: list[SettlementNow] = Field(title="与现状不同的村（社区）")
    supplies: list[SupplyNow] = Field(title="变更的设施（不含关闭的）")
    findings: list[str]
    ms: float = Field(title="计算用时（毫秒）")


@router.post(
    "/what-if",
    response_class=Response,
    responses={200: {"model": WhatIfAnswer, "description": "变更后的数字"}},
    summary="假设推演：迁址、新建、关闭、改变床位后，各乡镇每千人床位、三类人数和可达性",
)
def ask(wish: WhatIfWish, session: Reader, desk: AtDesk) -> Response:
    """The figures that follow the pointer; a question that is to be quoted is put to /api/reach/runs."""
    begun = perf_counter()
    asked = wish.question().on(desk.settings.today())
    told = what_if.answer(session, asked, wish.changes, folder=desk.settings.services)
    decimals = acting(session).decimals
    told["supplies"] = [_coarse(supply, decimals) for supply in told["supplies"]]
    told["ms"] = round((perf_counter() - begun) * 1000, 2)
    return Response(orjson.dumps(told), 200, media_type="application/json")


def _coarse(supply: dict[str, Any], decimals: int | None) -> dict[str, Any]:
    places = {name: supply[name] for name in ("lon", "lat") if supply[name] is not None}
    return supply | {name: coarse(degrees, decimals) for name, degrees in places.items()}
