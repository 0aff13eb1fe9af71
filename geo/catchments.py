"""Floating catchments: how much supply stands behind each demand, when those who reach it share it.

Every measure reads one table of who reaches what (`Reach`) and weights each pair by its cost (`Decay`): minutes or
metres, as the caller has them. What nobody reaches serves nobody, and who reaches nothing has an access of 0.

- 2SFCA: Luo and Wang (2003), a pair counts or does not. E2SFCA: Luo and Qi (2009), a pair counts by its zone.
- M2SFCA: Delamater (2013); supply that is far is not fully used, so that the sum falls short of the supply.
- Spatial availability: Soukhov et al. (2023); each supply is handed out whole among those who reach it, so that the sum
  over all demands is the supply that anybody reaches.
"""

# ruff: noqa: PLR0917 - a kernel takes its arrays and bounds one by one

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.compiled import compiled, in_parts
from geo.nearby import Nearby

Doubles = NDArray[np.float64]
Longs = NDArray[np.int64]
Positions = NDArray[np.int32]
Zones = NDArray[np.uint8]
LonLat = tuple[ArrayLike, ArrayLike]


MOST_ZONES = 255


@dataclass(frozen=True, eq=False)
class Decay:
    """How much a pair counts by its cost: `weights[i]` up to and including `limits[i]`, nothing beyond the last."""

    limits: tuple[float, ...]
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        """Refuse limits that do not rise and weights outside 0 to 1.

        Raises:
            ValueError: as said.
        """
        rising = all(low < high for low, high in zip(self.limits, self.limits[1:], strict=False))
        if not self.limits or len(self.limits) != len(self.weights) or not rising or self.limits[0] < 0:
            raise ValueError(f"衰减的分级 {self.limits} 与权重 {self.weights} 不能使用：应一一对应，分级由小到大")
        if not all(0 <= weight <= 1 for weight in self.weights):
            raise ValueError(f"衰减的权重 {self.weights} 不能使用：应在 0 与 1 之间")

    @classmethod
    def within(cls, limit: float) -> Self:
        """All or nothing, as 2SFCA has it."""
        return cls((limit,), (1.0,))

    def of(self, costs: Doubles) -> Doubles:
        """The weight of each cost."""
        return np.asarray(self.steps[self.zones_of(costs)], np.float64)

    @property
    def steps(self) -> Doubles:
        """The weight of each zone, and nothing beyond the last."""
        return np.append(np.asarray(self.weights, np.float64), 0.0)

    def zones_of(self, costs: Doubles) -> Zones:
        """The zone of each cost, from 0; the number of zones for what lies beyond the last.

        Raises:
            ValueError: there are more zones than a byte counts.
        """
        if len(self.limits) > MOST_ZONES:
            raise ValueError(f"衰减分了 {len(self.limits)} 级：至多 {MOST_ZONES} 级")
        found: Zones = np.searchsorted(np.asarray(self.limits), costs, side="left").astype(np.uint8)
        return found


@dataclass(frozen=True, eq=False)
class Reach:
    """Who reaches what: the supplies of demand i stand at `starts[i]:starts[i + 1]`, each with its cost."""

    starts: Longs
    supplies: Positions
    costs: Doubles
    supplies_count: int
    beside: tuple[Longs, Longs] | None = None
    """Demands and supplies in an order in which neighbours follow each other, where one is known: sums are quicker."""

    @classmethod
    def by_distance(cls, demand: LonLat, supply: LonLat, metres: float) -> Self:
        """All pairs within a distance as the crow flies.

        Args:
            demand: longitudes and latitudes of the demands, degrees, EPSG:4490.
            supply: the same of the supplies.
            metres: the largest distance, over the ellipsoid.

        Raises:
            ValueError: the distance or a coordinate cannot be used.
        """
        index = Nearby.of(*supply, metres)
        starts, found, costs = index.within(*demand)
        beside = index.in_rows(*demand).astype(np.int64), index.positions.astype(np.int64)
        return cls(starts, found, costs, len(index), beside)

    @classmethod
    def of_pairs(
        cls, demands: ArrayLike, supplies: ArrayLike, costs: ArrayLike, demands_count: int, supplies_count: int
    ) -> Self:
        """Pairs as a table lists them, by position; the order within a demand is kept.

        Raises:
            ValueError: the columns differ in length, a position is none, or a cost is no number of at least 0.
        """
        who, what = np.asarray(demands, np.int64), np.asarray(supplies, np.int64)
        cost = np.asarray(costs, np.float64)
        if not len(who) == len(what) == len(cost):
            raise ValueError(f"三列长度不同：需求 {len(who)}、供给 {len(what)}、费用 {len(cost)}")
        for name, given, count in (("需求", who, demands_count), ("供给", what, supplies_count)):
            if len(given) and not 0 <= given.min() <= given.max() < count:
                raise ValueError(f"{name}编号应在 0 与 {count - 1} 之间，实为 {given.min()} 至 {given.max()}")
        if not (np.isfinite(cost) & (cost >= 0)).all():
            raise ValueError("费用应为不小于 0 的数：不能到达的一对不要列出")
        order = np.argsort(who, kind="stable")
        starts = np.zeros(demands_count + 1, np.int64)
        np.cumsum(np.bincount(who, minlength=demands_count), out=starts[1:])
        return cls(starts, what[order].astype(np.int32), cost[order], supplies_count)

    def __len__(self) -> int:
        """How many pairs there are."""
        return len(self.supplies)

    @property
    def demands_count(self) -> int:
        """How many demands there are."""
        return len(self.starts) - 1

    def turned(self) -> tuple[Longs, Positions, Longs]:
        """The same by supply: starts, demands, and which pair each was."""
        starts = np.zeros(self.supplies_count + 1, np.int64)
        np.cumsum(np.bincount(self.supplies, minlength=self.supplies_count), out=starts[1:])
        who, order = np.empty(len(self), np.int32), np.empty(len(self), np.int64)
        _turn(self.starts, self.supplies, starts[:-1].copy(), who, order)
        return starts, who, order


@dataclass(frozen=True, eq=False)
class Access:
    """What a measure found.

    `per_head` is supply per unit of demand, for each demand; `pressed` the weighted demand behind each supply.
    """

    per_head: Doubles
    pressed: Doubles


@dataclass(frozen=True)
class Part:
    """One supply's part in the access of a demand, and how much weighted demand shares that supply."""

    supply: int
    cost: float
    per_head: float
    shared_with: float


class Catchments:
    """A reach with its weights, ready for any amounts of demand and supply; ask from any thread.

    Where the reach knows in which order places lie side by side, pairs are kept in that order, so that a sum finds in
    the processor's cache what it needs.
    """

    def __init__(self, reach: Reach, decay: Decay) -> None:
        self.reach, self._decay = reach, decay
        self._steps = decay.steps
        self._laid, zones = _laid_out(reach, decay.zones_of(reach.costs))
        self._zones = zones
        self._supply_starts, self._demands, order = self._laid.turned()
        self._supply_zones = zones[order]

    def access(self, demand: ArrayLike, supply: ArrayLike) -> Access:
        """2SFCA, or E2SFCA where the decay has zones.

        Args:
            demand: people of each demand, at least 0.
            supply: beds (or what it is) of each supply, at least 0.

        Raises:
            ValueError: an amount is missing, negative or no number.
        """
        return self._access(demand, supply, self._steps)

    def modified_access(self, demand: ArrayLike, supply: ArrayLike) -> Access:
        """M2SFCA: a pair counts twice by its weight, once for sharing and once for what is used.

        Raises:
            ValueError: an amount is missing, negative or no number.
        """
        return self._access(demand, supply, self._steps * self._steps)

    def availability(self, demand: ArrayLike, supply: ArrayLike) -> Doubles:
        """Spatial availability: the supply that each demand gets when every supply is handed out whole.

        Returns:
            Amounts in the unit of supply, of shape (demands,); they sum to the supply that anybody reaches.

        Raises:
            ValueError: an amount is missing, negative or no number.
        """
        return np.asarray(self.access(demand, supply).per_head * np.asarray(demand, np.float64))

    def why(self, place: int, demand: ArrayLike, supply: ArrayLike, *, modified: bool = False) -> list[Part]:
        """Of what the access of one demand is made, the largest part first; `modified` asks it of M2SFCA.

        Raises:
            ValueError: an amount is missing, negative or no number.
        """
        people = _amounts("需求", demand, self.reach.demands_count)
        beds = _amounts("供给", supply, self.reach.supplies_count)
        pressed = self._pressed(people)
        first, last = self.reach.starts[place], self.reach.starts[place + 1]
        weights = self._decay.of(self.reach.costs[first:last])
        pairs = zip(self.reach.costs[first:last], self.reach.supplies[first:last], weights, strict=True)
        parts = [
            Part(
                int(which),
                float(cost),
                float(weight * (weight if modified else 1.0) * beds[which] / pressed[which]),
                float(pressed[which]),
            )
            for cost, which, weight in pairs
            if weight > 0 and pressed[which] > 0
        ]
        return sorted(parts, key=lambda part: (-part.per_head, part.cost, part.supply))

    def _access(self, demand: ArrayLike, supply: ArrayLike, used: Doubles) -> Access:
        people = _amounts("需求", demand, self.reach.demands_count)
        beds = _amounts("供给", supply, self.reach.supplies_count)
        demands, supplies = self.reach.beside or (slice(None), slice(None))
        pressed = _sums(self._supply_starts, self._demands, self._supply_zones, self._steps, people[demands])
        per_head = np.divide(beds[supplies], pressed, out=np.zeros_like(beds), where=pressed > 0)
        heads = _sums(self._laid.starts, self._laid.supplies, self._zones, used, per_head)
        found = Access(np.empty_like(heads), np.empty_like(pressed))
        found.per_head[demands], found.pressed[supplies] = heads, pressed
        return found

    def _pressed(self, people: Doubles) -> Doubles:
        demands, supplies = self.reach.beside or (slice(None), slice(None))
        found = np.empty(self.reach.supplies_count)
        found[supplies] = _sums(self._supply_starts, self._demands, self._supply_zones, self._steps, people[demands])
        return found


def _laid_out(reach: Reach, zones: Zones) -> tuple[Reach, Zones]:
    """The pairs and their zones with demands and supplies renumbered side by side; as they are where nobody knows."""
    if reach.beside is None:
        return reach, zones
    demands, supplies = reach.beside
    ranks = np.empty(reach.supplies_count, np.int32)
    ranks[supplies] = np.arange(reach.supplies_count, dtype=np.int32)
    starts = np.zeros(reach.demands_count + 1, np.int64)
    np.cumsum(np.diff(reach.starts)[demands], out=starts[1:])
    others, laid = np.empty(len(reach), np.int32), np.empty(len(reach), np.uint8)
    in_parts(
        reach.demands_count,
        lambda start, stop: _lay(
            reach.starts, reach.supplies, zones, demands, ranks, starts, start, stop, others, laid
        ),
    )
    return Reach(starts, others, reach.costs, reach.supplies_count), laid


def _amounts(name: str, given: ArrayLike, count: int) -> Doubles:
    amounts = np.asarray(given, np.float64)
    if amounts.shape != (count,):
        raise ValueError(f"{name}有 {count} 个，给出了 {amounts.size} 个数值：请一一对应")
    if not (np.isfinite(amounts) & (amounts >= 0)).all():
        first = int(np.argmax(~(np.isfinite(amounts) & (amounts >= 0))))
        raise ValueError(f"第 {first + 1} 个{name}的数值 {amounts[first]} 不能使用：应为不小于 0 的数")
    return amounts


def _sums(starts: Longs, others: Positions, zones: Zones, steps: Doubles, amounts: Doubles) -> Doubles:
    found = np.empty(len(starts) - 1, np.float64)
    # Never negative: the compiled loop need not look, which it would at every pair.
    begins, whose = starts.view(np.uint64), others.view(np.uint32)
    in_parts(len(found), lambda start, stop: _add(begins, whose, zones, steps, amounts, start, stop, found))
    return found


@compiled
def _add(
    starts: NDArray[np.uint64],
    others: NDArray[np.uint32],
    zones: Zones,
    steps: Doubles,
    amounts: Doubles,
    start: int,
    stop: int,
    found: Doubles,
) -> None:
    for place in range(start, stop):
        total = 0.0
        for pair in range(starts[place], starts[place + 1]):
            total += steps[zones[pair]] * amounts[others[pair]]
        found[place] = total


@compiled
def _turn(starts: Longs, supplies: Positions, free: Longs, who: Positions, order: Longs) -> None:
    """Set each pair behind the earlier ones of its supply; `free` is where the next of each goes."""
    for demand in range(len(starts) - 1):
        for pair in range(starts[demand], starts[demand + 1]):
            supply = supplies[pair]
            at = free[supply]
            free[supply] = at + 1
            who[at], order[at] = demand, pair


@compiled
def _lay(
    starts: Longs,
    supplies: Positions,
    zones: Zones,
    demands: Longs,
    ranks: Positions,
    laid: Longs,
    start: int,
    stop: int,
    others: Positions,
    found: Zones,
) -> None:
    for place in range(start, stop):
        at, first = laid[place], starts[demands[place]]
        for pair in range(first, starts[demands[place] + 1]):
            others[at + pair - first], found[at + pair - first] = ranks[supplies[pair]], zones[pair]
