"""Why a settlement has the access it has: which places, how far, and with whom they are shared.

Access is places per 1,000 people; costs are metres or minutes, as the run has them.
"""

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from data.errors import NotFound
from data.reach_run import ReachRun
from geo.catchments import Part
from layers.reach_result import SettlementReach
from layers.services import Bucket
from layers.travel import TravelMode

_SHARERS = 8
_DECIMALS = 6
_TOLD = 3
_KILOMETRE = 1000


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True)


class Sharer(_Form):
    """A settlement that reaches the same place."""

    code: str
    name: str
    people: int
    cost: float = Field(title="路程", description="米或分钟")
    placed: int = Field(title="其中在这里有位的人数")


class WhyPart(_Form):
    """One place's part in a settlement's access."""

    layer: str
    id: str
    name: str
    cost: float = Field(title="路程", description="米或分钟")
    places: int | None = Field(title="位数", description="null 为不计位数")
    per_thousand: float = Field(title="所占可达性", description="每千人位数")
    share: float = Field(title="份额", description="占本村可达性，0 至 1")
    shared_with: float = Field(title="加权需求人数")
    placed: int = Field(title="本村在这里有位的人数")
    sharers_count: int = Field(title="够得着它的村（社区）数")
    sharers: list[Sharer] = Field(description="按人数由多到少，至多 8 个")


class Why(_Form):
    """Of what a settlement's figures are made."""

    run: str
    settlement: SettlementReach
    unit: str = Field(title="路程的单位：m 或 min")
    parts: list[WhyPart]
    words: str = Field(title="一句话")


def why(run: ReachRun, settlement: str) -> Why:
    """Of what the figures of a settlement are made, from what the run read then.

    Raises:
        NotFound: the run knows no such settlement.
    """
    place = run.place_of(settlement)
    if place is None:
        raise NotFound(
            f"计算“{run.id}”没有村（社区）“{settlement}”", "该次计算没有读到它", "请从结果的 settlements 中选择代码"
        )
    told = run.result.settlements[place]
    found = [_part(run, place, part) for part in run.parts(place)]
    unit = TravelMode.of(run.result.mode).unit
    return Why(run=run.id, settlement=told, unit=unit, parts=found, words=_words(run, told, found))


def _part(run: ReachRun, place: int, part: Part) -> WhyPart:
    ground, reach = run.ground, run.ground.reach
    supply = ground.supplies[part.supply]
    who = np.repeat(np.arange(reach.demands_count), np.diff(reach.starts))
    pairs = np.flatnonzero(reach.supplies == part.supply)
    sharers = [
        Sharer(
            code=(village := ground.villages[who[pair]]).code,
            name=village.name,
            people=village.people,
            cost=round(float(reach.costs[pair]), 1),
            placed=int(run.flows[pair]),
        )
        for pair in pairs
    ]
    own = next(each for each in sharers if each.code == ground.villages[place].code)
    head = run.result.settlements[place].access
    return WhyPart(
        layer=supply.layer,
        id=supply.id,
        name=supply.name,
        cost=own.cost,
        places=supply.offer.places,
        per_thousand=round(part.per_head * 1000, _DECIMALS),
        share=round(part.per_head * 1000 / head, _DECIMALS) if head else 0.0,
        shared_with=round(part.shared_with, _DECIMALS),
        placed=own.placed,
        sharers_count=len(sharers),
        sharers=sorted(sharers, key=lambda each: (-each.people, each.code))[:_SHARERS],
    )


def _words(run: ReachRun, told: SettlementReach, parts: list[WhyPart]) -> str:
    labels = Bucket.labels()
    counts = "，".join(f"{label} {getattr(told, name):,} 人" for name, label in labels.items())
    begin = f"{told.name} {told.people:,} 人：{counts}。"
    if not parts:
        far = "" if told.nearest_m is None else f"；最近的设施直线距离 {told.nearest_m / _KILOMETRE:.1f} 千米"
        return f"{begin}没有能用上的位{far}。"
    homes = "；".join(_of(run, part) for part in parts[:_TOLD])
    more = f"；另有 {len(parts) - _TOLD} 处" if len(parts) > _TOLD else ""
    return f"{begin}可达性每千人 {told.access:.2f} {run.result.unit}：{homes}{more}。"


def _of(run: ReachRun, part: WhyPart) -> str:
    mode = TravelMode.of(run.result.mode)
    far = f"{part.cost / _KILOMETRE:.1f} 千米" if mode is TravelMode.STRAIGHT else f"{part.cost:.0f} 分钟"
    shared = f"{part.sharers_count} 个村（社区）加权 {part.shared_with:,.0f} 人"
    places = "，不计位数" if part.places is None else f" {part.places:,} 个位"
    return f"{part.share:.0%} 来自{part.name}（{far}，{shared}共用{places}）"
