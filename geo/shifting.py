"""The same question again with some supplies changed: buckets and access, without beginning anew.

A supply that moves, closes, grows or comes new changes its own pairs and nobody else's. What was sorted stays sorted,
what a change does not touch is not summed again; and what is summed again is summed in the order of a full computation,
so that the answer is the same to the last bit (`geo.assignment.nearest_first`, `geo.catchments.Catchments`).
"""

# ruff: noqa: PLR0917 - a kernel takes its arrays one by one

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.catchments import Catchments, Decay, Reach
from geo.compiled import compiled

Doubles = NDArray[np.float64]
Longs = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Shifted:
    """Who is served, who waits, who reaches nothing, what is taken of each supply, and access per head.

    Supplies are those that stood, then the new ones in the order they were given.
    """

    served: Longs
    waiting: Longs
    out_of_reach: Longs
    used: Longs
    per_head: Doubles


@dataclass(frozen=True, eq=False)
class Changes:
    """Supplies as they are to be: `positions` of those that stood, or the next numbers for new ones.

    `reach` are their pairs, by their order here; `relative` the same with costs as the decay wants them; `places` are
    whole places, and `amounts` what each adds to access. A supply that closes has no pairs and no places.
    """

    positions: Sequence[int]
    reach: Reach
    relative: Reach
    places: Longs
    amounts: Doubles


class Standing:
    """What stands, ready to be asked with changes; from any thread."""

    def __init__(
        self,
        reach: Reach,
        relative: Reach,
        decay: Decay,
        people: Longs,
        places: Longs,
        amounts: Doubles,
        *,
        modified: bool = False,
    ) -> None:
        """Keep the order of the pairs, and who presses on what.

        Args:
            reach: who reaches what; the supplies of a demand in rising order.
            relative: the same pairs with costs as the decay wants them.
            decay: how much a pair counts.
            people: whole people of each demand.
            places: whole places of each supply.
            amounts: what each supply adds to access.
            modified: whether a pair counts twice by its weight, as in M2SFCA.

        Raises:
            ValueError: the supplies of a demand are out of order, or an amount does not match the reach.
        """
        _refuse_disorder(reach)
        self.reach, self.people, self.places = reach, people, places
        self._decay, self._modified = decay, modified
        catchments = Catchments(relative, decay)
        self.per_head = (catchments.modified_access if modified else catchments.access)(people, amounts).per_head
        pressed = catchments.access(people, amounts).pressed
        self._ratio = np.divide(amounts, pressed, out=np.zeros(len(pressed)), where=pressed > 0)
        weights = decay.of(relative.costs)
        self._weights = weights * weights if modified else weights
        self._who = np.repeat(np.arange(reach.demands_count), np.diff(reach.starts))
        self._order = np.lexsort((reach.supplies, self._who, reach.costs))

    def with_changes(self, changes: Changes) -> Shifted:
        """The answer when some supplies are as they are to be.

        Raises:
            ValueError: a position is told twice, or new ones leave a gap.
        """
        count = self._count(changes.positions)
        is_changed = np.zeros(count, np.bool_)
        is_changed[list(changes.positions)] = True
        places = np.zeros(count, np.int64)
        places[: len(self.places)] = self.places
        places[list(changes.positions)] = changes.places
        who = np.repeat(np.arange(changes.reach.demands_count), np.diff(changes.reach.starts))
        what = np.asarray(changes.positions, np.int64)[changes.reach.supplies] if len(changes.reach) else who
        order = np.lexsort((what, who, changes.reach.costs))
        wanting, free, reached = self.people.copy(), places.copy(), np.zeros(len(self.people), np.bool_)
        _hand_out(
            self._order, self._who, self.reach.supplies, self.reach.costs, is_changed,
            order, who, what, changes.reach.costs, wanting, free, reached,
        )  # fmt: skip
        return Shifted(
            self.people - wanting,
            np.where(reached, wanting, 0),
            np.where(reached, 0, wanting),
            places - free,
            self._access(changes, is_changed),
        )

    def _count(self, positions: Sequence[int]) -> int:
        stood = self.reach.supplies_count
        new = sorted(place for place in positions if place >= stood)
        if len(set(positions)) != len(positions) or new != list(range(stood, stood + len(new))):
            raise ValueError(f"变更的供给编号 {list(positions)} 不能使用：不得重复，新增的接在 {stood} 之后")
        return stood + len(new)

    def _access(self, changes: Changes, is_changed: Flags) -> Doubles:
        """Access anew of whoever reached or reaches a changed supply; everybody else keeps what he has."""
        demands, number = len(self.people), len(changes.positions)
        sharing = np.zeros((number, demands))
        weights = self._decay.of(changes.relative.costs)
        who = np.repeat(np.arange(demands), np.diff(changes.relative.starts))
        sharing[changes.relative.supplies, who] = weights
        pressed = np.zeros(number)
        _press(sharing, self.people.astype(np.float64), pressed)
        ratio = np.divide(changes.amounts, pressed, out=np.zeros(number), where=pressed > 0)
        touched = np.zeros(demands, np.bool_)
        touched[who] = True
        touched[self._who[is_changed[self.reach.supplies]]] = True
        using = sharing * sharing if self._modified else sharing
        order = np.argsort(np.asarray(changes.positions, np.int64), kind="stable")
        found = self.per_head.copy()
        _sum_again(
            np.flatnonzero(touched), self.reach.starts, self.reach.supplies, self._weights, self._ratio, is_changed,
            np.asarray(changes.positions, np.int64)[order], using[order], ratio[order], found,
        )  # fmt: skip
        return found


def _refuse_disorder(reach: Reach) -> None:
    rising = np.diff(reach.supplies.astype(np.int64)) > 0
    begins = reach.starts[1:-1][(reach.starts[1:-1] > 0) & (reach.starts[1:-1] < len(reach))]
    rising[begins - 1] = True
    if not rising.all():
        raise ValueError("各需求的供给应按编号由小到大列出")


@compiled
def _hand_out(
    order: NDArray[np.intp],
    who: Longs,
    what: NDArray[np.int32],
    costs: Doubles,
    is_changed: Flags,
    new_order: NDArray[np.intp],
    new_who: Longs,
    new_what: Longs,
    new_costs: Doubles,
    wanting: Longs,
    free: Longs,
    reached: Flags,
) -> None:
    """Hand out by cost, then demand, then supply, out of two lists that are sorted so."""
    new = 0
    for at in range(len(order) + 1):
        ended = at == len(order)
        old = order[at] if not ended else 0
        if not ended and is_changed[what[old]]:
            continue
        while new < len(new_order):
            pair = new_order[new]
            if not ended and not _comes_first(
                new_costs[pair], new_who[pair], new_what[pair], costs[old], who[old], what[old]
            ):
                break
            given = min(wanting[new_who[pair]], free[new_what[pair]])
            wanting[new_who[pair]] -= given
            free[new_what[pair]] -= given
            reached[new_who[pair]] = True
            new += 1
        if not ended:
            given = min(wanting[who[old]], free[what[old]])
            wanting[who[old]] -= given
            free[what[old]] -= given
            reached[who[old]] = True


@compiled
def _comes_first(cost: float, who: int, what: int, other_cost: float, other_who: int, other_what: int) -> bool:
    if cost != other_cost:
        return cost < other_cost
    return who < other_who if who != other_who else what < other_what


@compiled
def _press(sharing: Doubles, people: Doubles, pressed: Doubles) -> None:
    for supply in range(len(pressed)):
        total = 0.0
        for demand in range(len(people)):
            total += sharing[supply, demand] * people[demand]
        pressed[supply] = total


@compiled
def _sum_again(
    demands: NDArray[np.intp],
    starts: Longs,
    what: NDArray[np.int32],
    weights: Doubles,
    ratio: Doubles,
    is_changed: Flags,
    positions: Longs,
    using: Doubles,
    new_ratio: Doubles,
    found: Doubles,
) -> None:
    """Sum a demand's access in the order of its supplies; who is not reached adds nothing."""
    for demand in demands:
        total, new = 0.0, 0
        for pair in range(starts[demand], starts[demand + 1]):
            supply = what[pair]
            while new < len(positions) and positions[new] <= supply:
                total += using[new, demand] * new_ratio[new]
                new += 1
            if not is_changed[supply]:
                total += weights[pair] * ratio[supply]
        while new < len(positions):
            total += using[new, demand] * new_ratio[new]
            new += 1
        found[demand] = total
