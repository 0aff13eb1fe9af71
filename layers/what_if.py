"""What if a home moved, closed, grew, or came new: beds per thousand, buckets and access, told at once.

Only what a change touches is computed again (`geo.shifting`), and the figures are those a whole computation gives
(`layers.reach`, `layers.coverage`). Nothing is entered and no run is kept: a figure that is to be quoted is a run's.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

from geo.catchments import Reach
from geo.locate import AreaIndex
from geo.shifting import Changes, Shifted, Standing
from layers.coverage_figures import figure
from layers.reach import Question
from layers.reach_ground import Ground, Supply, lonlat
from layers.reach_terms import Measure
from layers.refusal import Refusal
from layers.services import Offer
from layers.vocabulary import Vocabulary

Doubles = NDArray[np.float64]
Longs = NDArray[np.int64]

#: More changes than this are a plan, which is computed and kept as a run.
MOST_CHANGES = 100
_DECIMALS = 6
_DRAWN = "drawn"


class ChangeKind(Vocabulary):
    """What is tried."""

    MOVE = "move", "迁址"
    ADD = "add", "新建"
    REMOVE = "remove", "关闭"
    BEDS = "beds", "改变位数"


_WANTED = {
    ChangeKind.MOVE: ("id", "lon", "lat"),
    ChangeKind.ADD: ("lon", "lat", "places"),
    ChangeKind.REMOVE: ("id",),
    ChangeKind.BEDS: ("id", "places"),
}


class Change(BaseModel):
    """One thing that is tried; several for one home are taken one after the other."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: ChangeKind = Field(title="做什么", description="move 迁址 · add 新建 · remove 关闭 · beds 改变位数")
    id: Annotated[str, Field(min_length=1, max_length=64)] | None = Field(None, title="设施编号")
    layer: Annotated[str, Field(max_length=64)] | None = Field(None, title="图层", description="编号不唯一时才需要")
    lon: Annotated[float, Field(ge=73, le=136)] | None = Field(None, title="经度（CGCS2000）")
    lat: Annotated[float, Field(ge=3, le=54)] | None = Field(None, title="纬度")
    places: Annotated[int, Field(ge=0, le=100_000)] | None = Field(None, title="位数")
    name: Annotated[str, Field(min_length=1, max_length=100)] | None = Field(None, title="名称")

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        missing = [name for name in _WANTED[self.kind] if getattr(self, name) is None]
        if missing:
            raise ValueError(f"{self.kind.label}应写明 {'、'.join(missing)}")
        return self


@dataclass(frozen=True)
class Tried:
    """The supplies that differ: their positions, and what they are to be; None for what closes."""

    positions: tuple[int, ...]
    supplies: tuple[Supply | None, ...]

    @property
    def live(self) -> list[Supply]:
        """Those that serve."""
        return [supply for supply in self.supplies if supply is not None]


def tried(supplies: Sequence[Supply], changes: Sequence[Change]) -> Tried:
    """The supplies as the changes would have them; a new one stands after all others.

    Raises:
        Refusal: too many changes, no such home, or one that is not the only one of its number.
    """
    if len(changes) > MOST_CHANGES:
        raise Refusal(f"一次试了 {len(changes)} 项变更，太多", f"至多 {MOST_CHANGES} 项", "请改用选址计算或保存为方案")
    found: dict[int, Supply | None] = {}
    count = len(supplies)
    for change in changes:
        if change.kind is ChangeKind.ADD:
            found[count] = _new(change, count - len(supplies) + 1)
            count += 1
        else:
            place = _position(supplies, change)
            found[place] = _changed(found.get(place, supplies[place]), change)
    return Tried(tuple(found), tuple(found.values()))


def _position(supplies: Sequence[Supply], change: Change) -> int:
    matching = [
        place
        for place, supply in enumerate(supplies)
        if supply.id == change.id and change.layer in (None, supply.layer)
    ]
    if not matching:
        raise Refusal(
            f"没有运营中的设施“{change.id}”", "它不在登记库当日提供此项服务的设施中", "请核对编号、图层和日期"
        )
    if len(matching) > 1:
        layers = "、".join(supplies[place].layer for place in matching)
        raise Refusal(f"编号“{change.id}”有 {len(matching)} 处设施", f"分别在图层 {layers}", "请写明 layer")
    return matching[0]


def _new(change: Change, serial: int) -> Supply:
    name = change.name or f"新建 {serial}"
    return Supply(_DRAWN, f"{_DRAWN}-{serial:03d}", name, change.lon, change.lat, Offer(change.places), invented=False)


def _changed(supply: Supply | None, change: Change) -> Supply | None:
    if supply is None:
        raise Refusal(f"设施“{change.id}”已在前面关闭", "关闭后不能再改", "请去掉关闭，或去掉其后的变更")
    if change.kind is ChangeKind.REMOVE or (change.kind is ChangeKind.BEDS and change.places == 0):
        return None
    if change.kind is ChangeKind.MOVE:
        return replace(supply, x=change.lon, y=change.lat)
    return replace(supply, offer=replace(supply.offer, places=change.places, unknown=False))


@dataclass(frozen=True, eq=False)
class BedsStanding:
    """Beds and older people by township as they stand; `stands_in` is the position of each home's township."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    index: AreaIndex
    beds: tuple[int, ...]
    elderly: tuple[int | None, ...]
    beds_of_all: int
    elderly_of_all: int | None
    homes: Mapping[tuple[str, str], tuple[int, int]]
    """Township (-1 for none) and beds of each home that counts, by layer and number."""
    target: Decimal

    def shifted(self, before: Sequence[Supply], after: Sequence[Supply]) -> tuple[list[int], int]:
        """Beds by township and of all, when some homes are others."""
        beds, whole = list(self.beds), self.beds_of_all
        for supply in before:
            area, counted = self.homes.get((supply.layer, supply.id), (-1, 0))
            whole -= counted
            if area >= 0:
                beds[area] -= counted
        placed = [supply for supply in after if supply.x is not None and supply.y is not None]
        areas = self.index.locate(*lonlat(placed)).tolist()
        whole += sum(supply.offer.places or 0 for supply in after)
        for supply, area in zip(placed, areas, strict=True):
            if area >= 0:
                beds[area] += supply.offer.places or 0
        return beds, whole


@dataclass(frozen=True, eq=False)
class WhatIf:
    """A question of reach as it stands, ready to be asked what if."""

    ground: Ground
    question: Question
    beds: BedsStanding | None

    @cached_property
    def standing(self) -> Standing:
        """The pairs in their order."""
        ground, modified = self.ground, self.question.parameters.measure is Measure.MODIFIED
        return Standing(
            ground.reach, ground.relative, self.question.decay, ground.people, ground.places, ground.amounts,
            modified=modified,
        )  # fmt: skip

    @cached_property
    def members(self) -> dict[str, Longs]:
        """The positions of each township's settlements, by code."""
        found: dict[str, list[int]] = defaultdict(list)
        for place, village in enumerate(self.ground.villages):
            found[village.township].append(place)
        return {code: np.array(found[code], np.int64) for code in sorted(found)}

    @cached_property
    def before(self) -> Shifted:
        """What stands."""
        return self.standing.with_changes(self._changes(Tried((), ()), Reach.of_pairs([], [], [], self._count, 0)))

    @property
    def _count(self) -> int:
        return len(self.ground.villages)

    def answer(self, wish: Tried, travelled: Reach) -> dict[str, Any]:
        """The figures when the changes are made, and those settlements that differ.

        Args:
            wish: the supplies that differ.
            travelled: pairs of settlements and `wish.live`, by the positions of those with a place, within the limit.
        """
        now = self.standing.with_changes(self._changes(wish, travelled))
        rates = self._rates(wish)
        return {
            "rate": rates.pop("", None),
            "totals": self._buckets(now, np.arange(self._count)),
            "before": self._buckets(self.before, np.arange(self._count)),
            "townships": self._townships(now, rates),
            "settlements": self._settlements(now),
            "supplies": self._supplies(now, wish),
        }

    def _changes(self, wish: Tried, travelled: Reach) -> Changes:
        """The changed supplies' own pairs: what counts is decided as for all others."""
        live = [place for place, supply in zip(wish.positions, wish.supplies, strict=True) if supply is not None]
        closed = [place for place in wish.positions if place not in set(live)]
        part = Ground.of(self.ground.villages, wish.live, travelled, self.question.limits)
        number = len(wish.positions)
        none = np.zeros(len(closed))
        return Changes(
            [*live, *closed],
            replace(part.reach, supplies_count=number),
            replace(part.relative, supplies_count=number),
            np.concatenate([part.places, none.astype(np.int64)]),
            np.concatenate([part.amounts, none]),
        )

    def _buckets(self, found: Shifted, places: Longs) -> dict[str, int]:
        columns = (self.ground.people, found.served, found.waiting, found.out_of_reach)
        names = ("people", "served", "waiting", "out_of_reach")
        return {name: int(column[places].sum()) for name, column in zip(names, columns, strict=True)}

    def _townships(self, now: Shifted, rates: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
        nothing = np.zeros(0, np.int64)
        codes = sorted({*self.members, *rates})
        named = dict(zip(self.beds.ids, self.beds.names, strict=True)) if self.beds else {}
        return [
            {
                "code": code,
                "name": self.question.townships.get(code) or named.get(code, code),
                **self._buckets(now, self.members.get(code, nothing)),
                "access": self._mean(now, self.members.get(code, nothing)),
                "rate": rates.get(code),
            }
            for code in codes
        ]

    def _mean(self, found: Shifted, places: Longs) -> float:
        """Access of some settlements together: each weighs its people."""
        people = self.ground.people[places].astype(np.float64)
        everybody = people.sum()
        head = float((found.per_head[places] * people).sum() / everybody) if everybody else 0.0
        return _per_thousand(head)

    def _settlements(self, now: Shifted) -> list[dict[str, Any]]:
        old = self.before
        differs = (
            (now.served != old.served) | (now.waiting != old.waiting) | (now.out_of_reach != old.out_of_reach)
            | (now.per_head != old.per_head)
        )  # fmt: skip
        return [
            {
                "code": self.ground.villages[place].code,
                "people": self.ground.villages[place].people,
                "served": int(now.served[place]),
                "waiting": int(now.waiting[place]),
                "out_of_reach": int(now.out_of_reach[place]),
                "access": _per_thousand(now.per_head[place]),
            }
            for place in np.flatnonzero(differs).tolist()
        ]

    def _supplies(self, now: Shifted, wish: Tried) -> list[dict[str, Any]]:
        return [
            {
                "layer": supply.layer,
                "id": supply.id,
                "name": supply.name,
                "lon": supply.x,
                "lat": supply.y,
                "places": supply.offer.places,
                "used": int(now.used[place]),
            }
            for place, supply in zip(wish.positions, wish.supplies, strict=True)
            if supply is not None
        ]

    def _rates(self, wish: Tried) -> dict[str, dict[str, Any]]:
        """Beds per thousand of each township, and under '' of the county; nothing where the service keeps no beds."""
        held = self.beds
        if held is None:
            return {}
        stood = [self.ground.supplies[place] for place in wish.positions if place < len(self.ground.supplies)]
        beds, whole = held.shifted(stood, wish.live)
        told = {
            code: _rate(own, people, held.target, before)
            for code, own, people, before in zip(held.ids, beds, held.elderly, held.beds, strict=True)
        }
        return told | {"": _rate(whole, held.elderly_of_all, held.target, held.beds_of_all)}


def _rate(beds: int, people: int | None, target: Decimal, before: int) -> dict[str, Any]:
    told = figure(beds, people, target)
    return {
        "beds": beds,
        "elderly": people,
        "beds_per_thousand": told.beds_per_thousand,
        "before": figure(before, people, target).beds_per_thousand,
        "target": float(target),
        "shortfall_beds": told.shortfall_beds,
    }


def _per_thousand(head: float) -> float:
    return round(float(head) * 1000, _DECIMALS)
