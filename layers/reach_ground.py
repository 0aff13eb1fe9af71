"""Who could go where: settlements with their people, places with what they offer, and which pairs count.

A pair counts when the way is within the settlement's limit and the place takes its people; also when the place brings
its service that far (metres as the crow flies), or names the settlement as one it serves. Such a pair beyond the limit
costs the limit itself: it comes after all who are near. Costs are metres or minutes; positions EPSG:4490, longitude
first.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from geo.catchments import LonLat, Reach
from layers.services import Limits, Offer

Doubles = NDArray[np.float64]
Longs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Village:
    """A settlement: its township, where it is, and how many people ask for the service."""

    code: str
    name: str
    township: str
    x: float | None
    y: float | None
    people: int
    in_town: bool
    invented: bool
    source: str = ""


@dataclass(frozen=True, slots=True)
class Supply:
    """A place that offers the service."""

    layer: str
    id: str
    name: str
    x: float | None
    y: float | None
    offer: Offer
    invented: bool
    source: str = ""
    source_date: dt.date | None = None


@dataclass(frozen=True, eq=False)
class Ground:
    """Everything a question of reach computes from; the pairs of `reach` are those that count."""

    villages: tuple[Village, ...]
    supplies: tuple[Supply, ...]
    limits: Doubles
    """How far is near for each settlement."""
    reach: Reach

    @classmethod
    def of(cls, villages: Sequence[Village], supplies: Sequence[Supply], travelled: Reach, limits: Limits) -> Self:
        """Keep the pairs that count.

        Args:
            villages: settlements, in the order of the answer.
            supplies: places, in the order of the answer.
            travelled: pairs within the largest limit, by the positions of `placed(villages)` and `placed(supplies)`.
            limits: how far is near, in the unit of the costs.
        """
        near = np.array([limits.of(in_town=village.in_town) for village in villages], np.float64)
        costs = _costs(villages, supplies, travelled)
        costs[~(costs <= near[:, np.newaxis])] = np.inf
        takes = _takes(villages, supplies)
        named = _named(villages, supplies) | _delivered(villages, supplies)
        costs = np.where(named & ~np.isfinite(costs), near[:, np.newaxis], costs)
        who, what = np.nonzero(takes & np.isfinite(costs))
        pairs = Reach.of_pairs(who, what, costs[who, what], len(villages), len(supplies))
        return cls(tuple(villages), tuple(supplies), near, pairs)

    @property
    def everything(self) -> list[Village | Supply]:
        """Settlements, then places."""
        return [*self.villages, *self.supplies]

    @property
    def people(self) -> Longs:
        """People of each settlement."""
        return np.array([village.people for village in self.villages], np.int64)

    @property
    def places(self) -> Longs:
        """Places of each supply; where nobody counts them, as many as there are people who reach it."""
        come = np.zeros(len(self.supplies), np.int64)
        np.add.at(come, self.reach.supplies, np.repeat(self.people, np.diff(self.reach.starts)))
        counted = [supply.offer.places for supply in self.supplies]
        return np.array(
            [all_come if own is None else own for own, all_come in zip(counted, come.tolist(), strict=True)], np.int64
        )

    @property
    def amounts(self) -> Doubles:
        """What each supply adds to access: its places, or one where nobody counts them."""
        return np.array([1.0 if (own := supply.offer.places) is None else own for supply in self.supplies], np.float64)

    @property
    def relative(self) -> Reach:
        """The same pairs with costs as shares of the settlement's limit, so that zones fit town and country."""
        limits = np.repeat(self.limits, np.diff(self.reach.starts))
        shares = np.minimum(1.0, self.reach.costs / limits)
        return Reach(self.reach.starts, self.reach.supplies, shares, self.reach.supplies_count)


def placed(things: Sequence[Village | Supply]) -> list[int]:
    """Positions of those whose place is known."""
    return [place for place, thing in enumerate(things) if thing.x is not None and thing.y is not None]


def lonlat(things: Sequence[Village | Supply]) -> LonLat:
    """Longitudes and latitudes of those whose place is known."""
    found = [things[place] for place in placed(things)]
    return np.array([thing.x for thing in found], np.float64), np.array([thing.y for thing in found], np.float64)


def _costs(villages: Sequence[Village], supplies: Sequence[Supply], travelled: Reach) -> Doubles:
    """The travelled costs as a table; no way is infinitely far."""
    table = np.full((len(villages), len(supplies)), np.inf)
    rows, columns = np.array(placed(villages), np.int64), np.array(placed(supplies), np.int64)
    who = np.repeat(rows, np.diff(travelled.starts))
    table[who, columns[travelled.supplies]] = travelled.costs
    return table


def _takes(villages: Sequence[Village], supplies: Sequence[Supply]) -> NDArray[np.bool_]:
    table = np.ones((len(villages), len(supplies)), np.bool_)
    for column, supply in enumerate(supplies):
        if supply.offer.takes is not None:
            table[:, column] = [supply.offer.takes_people_of(village.code) for village in villages]
    return table


def _named(villages: Sequence[Village], supplies: Sequence[Supply]) -> NDArray[np.bool_]:
    """Settlements that a place names one by one."""
    table = np.zeros((len(villages), len(supplies)), np.bool_)
    for column, supply in enumerate(supplies):
        if supply.offer.takes is not None:
            table[:, column] = [village.code in supply.offer.takes for village in villages]
    return table


def _delivered(villages: Sequence[Village], supplies: Sequence[Supply]) -> NDArray[np.bool_]:
    """Settlements to which a place brings its service."""
    table = np.zeros((len(villages), len(supplies)), np.bool_)
    bringing = [place for place in placed(supplies) if supplies[place].offer.delivers_m]
    if not bringing:
        return table
    far = np.array([supplies[place].offer.delivers_m for place in bringing], np.float64)
    some = [supplies[place] for place in bringing]
    near = Reach.by_distance(lonlat(villages), lonlat(some), float(far.max()))
    who = np.repeat(np.array(placed(villages), np.int64), np.diff(near.starts))
    within = near.costs <= far[near.supplies]
    table[who[within], np.array(bringing, np.int64)[near.supplies[within]]] = True
    return table
