"""A new house among numbered ones: a reserved number first, else a free one, else a sub-number; nobody is renumbered.

Chainages are metres from where the road's numbers begin. There is nothing under a sub-number.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from layers.addresses import AddressStatus, RoadSide
from layers.numbering import number_at
from layers.numbering_schemes import Counting, Scheme


@dataclass(frozen=True)
class Known:
    """A number of the road as the register holds it, cancelled ones too: they are not given to another house."""

    code: str
    number: int
    sub_number: int | None
    status: AddressStatus
    side: RoadSide
    chainage_m: float


@dataclass(frozen=True)
class Insertion:
    """The number of a new house, and why this one; `takes` is the code of the reserved number it takes."""

    number: int
    sub_number: int | None
    because: str
    takes: str | None = None


def insert(
    known: Sequence[Known], scheme: Scheme, side: RoadSide, chainage_m: float, first: tuple[int, int]
) -> Insertion:
    """Number a house at a place among those known; `first` is the side's first number and its step."""
    own = sorted((each for each in known if each.side is side), key=lambda each: (each.chainage_m, each.number))
    standing = [each for each in own if each.status is AddressStatus.IN_USE]
    before = next((each for each in reversed(standing) if each.chainage_m <= chainage_m), None)
    after = next((each for each in standing if each.chainage_m > chainage_m), None)
    reserved = _reserved(own, before, after, chainage_m)
    if reserved is not None:
        return Insertion(reserved.number, None, f"使用预留的 {reserved.number} 号", reserved.code)
    free = _free(own, before, after, first)
    if scheme.counts is Counting.DISTANCE and free:
        wanted = number_at(chainage_m, first[0], scheme)
        if after is None:
            return Insertion(max(wanted, free[0]), None, f"按距离取号 {max(wanted, free[0])}")
        nearest = min(free, key=lambda number: (abs(number - wanted), number))
        return Insertion(nearest, None, f"按距离取号 {nearest}")
    if free:
        chosen = free[0] if after is None else free[(len(free) - 1) // 2]
        return Insertion(chosen, None, f"前后两号之间空有 {chosen} 号" if after else f"接在末号之后，编 {chosen} 号")
    return _under(own, before or after, first[0])


def _reserved(own: Sequence[Known], before: Known | None, after: Known | None, chainage_m: float) -> Known | None:
    """The nearest reserved number between the neighbours."""
    low, high = before.number if before else 0, after.number if after else None
    kept = [
        each
        for each in own
        if each.status is AddressStatus.RESERVED
        and each.sub_number is None
        and low < each.number
        and (high is None or each.number < high)
    ]
    return min(kept, key=lambda each: (abs(each.chainage_m - chainage_m), each.number), default=None)


def _free(own: Sequence[Known], before: Known | None, after: Known | None, first: tuple[int, int]) -> list[int]:
    """Numbers of the side's parity between the neighbours that no house ever had; behind the last one, the next."""
    start, step = first
    gait = 2 if step > 1 else 1
    used = {each.number for each in own}
    if after is None:
        last = max(used, default=start - step)
        return [max(last + step, start)]
    low = before.number + gait if before else start
    return [number for number in range(low, after.number, gait) if number not in used]


def _under(own: Sequence[Known], neighbour: Known | None, first: int) -> Insertion:
    """A sub-number under the house before; a house that has one itself gives its main number."""
    number = neighbour.number if neighbour else first
    taken = [each.sub_number or 0 for each in own if each.number == number]
    following = max(taken, default=0) + 1
    return Insertion(number, following, f"前后没有预留号和空号，在 {number} 号下编附号 {following}；附号下不再设附号")
