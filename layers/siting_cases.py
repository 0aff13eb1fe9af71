"""The same question under other circumstances: speed, people and money vary, and the people of a later year come."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geo.catchments import Reach
from layers.ageing import Aged, Ageing, AgeingCase, forecast
from layers.reach_ground import Ground
from layers.services import DemandAge
from layers.siting_ground import ServiceGround, SitingGround

#: People on the way may be that much faster or slower: the usual test of a sensitivity, both ways by one ratio.
FASTER = 1.25
_PEOPLE = 0.1
_MONEY = 0.2


@dataclass(frozen=True, eq=False)
class Case:
    """One circumstance, and the ground it makes."""

    id: str
    title: str
    ground: SitingGround


@dataclass(frozen=True)
class Future:
    """What a forecast is made of: people of today of each settlement by age; None where they are not known."""

    ageing: Ageing
    aged: tuple[Aged | None, ...]


def cases(ground: SitingGround, faster: Sequence[Ground]) -> list[Case]:
    """The question as it is, and with each circumstance changed alone.

    Args:
        ground: the question as it is.
        faster: the ground of each service with limits that are `FASTER` times as far.
    """
    found = [
        Case("base", "按现有条件", ground),
        Case("faster", f"路上快 {FASTER - 1:.0%}", _fast(ground, faster)),
        Case("slower", f"路上慢 {1 - 1 / FASTER:.0%}", _slow(ground)),
        Case("more_people", f"需要位子的人多 {_PEOPLE:.0%}", with_people(ground, 1 + _PEOPLE)),
        Case("fewer_people", f"需要位子的人少 {_PEOPLE:.0%}", with_people(ground, 1 - _PEOPLE)),
    ]
    if ground.question.budget_wan:
        found += [
            Case("more_money", f"资金多 {_MONEY:.0%}", with_money(ground, ground.question.budget_wan * (1 + _MONEY))),
            Case("less_money", f"资金少 {_MONEY:.0%}", with_money(ground, ground.question.budget_wan * (1 - _MONEY))),
        ]
    return found


def with_money(ground: SitingGround, budget_wan: float) -> SitingGround:
    """The same question with another budget."""
    return replace(ground, question=ground.question.model_copy(update={"budget_wan": round(budget_wan, 4)}))


def with_people(ground: SitingGround, factor: float) -> SitingGround:
    """The same question with more or fewer people everywhere; whole, and right within a township."""
    expected = [
        np.array([village.people for village in own.ground.villages], np.float64) * factor for own in ground.services
    ]
    return _populated(ground, expected)


def later(ground: SitingGround, future: Future, case: AgeingCase, years: int) -> SitingGround:
    """The same question of the people of a later year; who asks of people of all ages keeps today's."""
    known = [at for at, aged in enumerate(future.aged) if aged is not None]
    told = forecast([aged for aged in future.aged if aged is not None], future.ageing, case, years)
    expected = []
    for own in ground.services:
        people = np.array([village.people for village in own.ground.villages], np.float64)
        if own.age is not DemandAge.ALL:
            people[known] = told[int(own.age.value)]
        expected.append(people)
    return _populated(ground, expected)


def _populated(ground: SitingGround, expected: Sequence[NDArray[np.float64]]) -> SitingGround:
    services = [_with(own, people) for own, people in zip(ground.services, expected, strict=True)]
    return replace(ground, services=tuple(services))


def _with(own: ServiceGround, expected: NDArray[np.float64]) -> ServiceGround:
    whole = own.whole(expected)
    villages = zip(own.ground.villages, whole.tolist(), strict=True)
    moved = tuple(replace(village, people=people) for village, people in villages)
    return replace(own, ground=replace(own.ground, villages=moved))


def _slow(ground: SitingGround) -> SitingGround:
    """Every way costs more; who was near the limit is beyond it."""
    services = [replace(own, ground=_scaled(own.ground, own.ground.limits, FASTER)) for own in ground.services]
    return replace(ground, services=tuple(services))


def _fast(ground: SitingGround, faster: Sequence[Ground]) -> SitingGround:
    services = [
        replace(own, ground=_scaled(wide, own.ground.limits, 1 / FASTER))
        for own, wide in zip(ground.services, faster, strict=True)
    ]
    return replace(ground, services=tuple(services))


def _scaled(ground: Ground, limits: NDArray[np.float64], factor: float) -> Ground:
    """The pairs that lie within the limits when every way costs so many times as much."""
    reach = ground.reach
    who = np.repeat(np.arange(reach.demands_count), np.diff(reach.starts))
    costs = reach.costs * factor
    near = costs <= limits[who]
    pairs = Reach.of_pairs(who[near], reach.supplies[near], costs[near], reach.demands_count, reach.supplies_count)
    return Ground(ground.villages, ground.supplies, limits, pairs)
