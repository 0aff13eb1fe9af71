"""In which order the nodes of a graph that lies in a plane are best eliminated: the lines that part it come last.

After George (1973), "Nested dissection of a regular finite element mesh": the plane is halved again and again, each
time along the direction whose dividing line holds the fewest nodes.
"""

# ruff: noqa: PLR0917 - a kernel takes its arrays and bounds one by one

import numpy as np
from numpy.typing import NDArray

from geo.compiled import compiled

Doubles = NDArray[np.float64]
Longs = NDArray[np.int64]
Positions = NDArray[np.int32]

_LEAF = 6
_DIRECTIONS = 4
# Each halving of what has at least two nodes puts at most two parts on the pile.
_DEEPEST = 4096


def ranks(lonlat: Doubles, starts: Longs, targets: Positions) -> Positions:
    """The place of each node in the order of elimination, 0 first.

    Args:
        lonlat: places of the nodes, of shape (n, 2).
        starts: the neighbours of node i stand at `starts[i]:starts[i + 1]`.
        targets: neighbours, each edge from both of its ends.
    """
    flat = np.ascontiguousarray(lonlat - lonlat.mean(axis=0)) if len(lonlat) else np.empty((0, 2))
    if len(flat):
        flat[:, 0] *= np.cos(np.radians(lonlat[:, 1].mean()))
    found = np.empty(len(flat), np.int32)
    _dissect(flat, starts, targets, found)
    return found


@compiled
def _dissect(places: Doubles, starts: Longs, targets: Positions, ranks: Positions) -> None:
    count = len(places)
    nodes = np.arange(count).astype(np.int32)
    # Of a node in the part at hand: the number of that part, and on which side of the dividing line it is.
    part, side = np.zeros(count, np.int64), np.zeros(count, np.int8)
    pile = np.empty((_DEEPEST, 3), np.int64)
    pile[0, 0], pile[0, 1], pile[0, 2] = 0, count, 0
    waiting, number = 1, 0
    while waiting > 0:
        waiting -= 1
        low, high, rank = pile[waiting, 0], pile[waiting, 1], pile[waiting, 2]
        if high - low <= _LEAF:
            for each in range(low, high):
                ranks[nodes[each]] = rank + each - low
            continue
        number += 1
        here = nodes[low:high].copy()
        part[here] = number
        parted, fewest, best = _best_cut(places, here, number, starts, targets, part, side)
        _take_sides(parted, side)
        last = high - low - fewest
        first = _set_apart(parted, best, number, starts, targets, part, side, rank + last, ranks, nodes[low:high])
        pile[waiting, 0], pile[waiting, 1], pile[waiting, 2] = low, low + first, rank
        pile[waiting + 1, 0], pile[waiting + 1, 1], pile[waiting + 1, 2] = low + first, low + last, rank + first
        waiting += 2


@compiled
def _best_cut(
    places: Doubles,
    here: Positions,
    number: int,
    starts: Longs,
    targets: Positions,
    part: Longs,
    side: NDArray[np.int8],
) -> tuple[Positions, int, int]:
    """The nodes in the order of the best direction, how few divide them, and on which side those stand."""
    fewest, best, kept = len(here) + 1, 0, here
    for direction in range(_DIRECTIONS):
        parted = here[np.argsort(_keys(places, here, direction), kind="mergesort")]
        _take_sides(parted, side)
        for lower in range(2):
            dividing = 0
            for node in here:
                if side[node] == lower and _meets(node, 1 - lower, number, starts, targets, part, side):
                    dividing += 1
            if dividing < fewest:
                fewest, best, kept = dividing, lower, parted
    return kept, fewest, best


@compiled
def _take_sides(parted: Positions, side: NDArray[np.int8]) -> None:
    half = len(parted) // 2
    side[parted[:half]] = 0
    side[parted[half:]] = 1


@compiled
def _set_apart(
    parted: Positions,
    best: int,
    number: int,
    starts: Longs,
    targets: Positions,
    part: Longs,
    side: NDArray[np.int8],
    rank: int,
    ranks: Positions,
    nodes: Positions,
) -> int:
    """Rank the dividing nodes and write the other ones side by side; how many stand on the first side."""
    first, second = 0, 0
    others = np.empty(len(parted), np.int32)
    for node in parted:
        if side[node] == best and _meets(node, 1 - best, number, starts, targets, part, side):
            ranks[node] = rank
            rank += 1
        elif side[node] == 0:
            nodes[first] = node
            first += 1
        else:
            others[second] = node
            second += 1
    nodes[first : first + second] = others[:second]
    return first


@compiled
def _keys(places: Doubles, here: Positions, direction: int) -> Doubles:
    """How far each node lies in one of four directions: east, north, north-east, north-west."""
    keys = np.empty(len(here))
    for each in range(len(here)):
        x, y = places[here[each], 0], places[here[each], 1]
        keys[each] = x if direction == 0 else y if direction == 1 else x + y if direction == 2 else y - x  # noqa: PLR2004 - four directions
    return keys


@compiled
def _meets(
    node: int, other: int, number: int, starts: Longs, targets: Positions, part: Longs, side: NDArray[np.int8]
) -> bool:
    for arc in range(starts[node], starts[node + 1]):
        there = targets[arc]
        if part[there] == number and side[there] == other:
            return True
    return False
