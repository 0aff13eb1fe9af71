"""Floating catchments straight from places, when the table of who reaches what is not wanted itself.

The measures are those of `geo.catchments`, as the crow flies. Both sides are kept by cells of one grid whose rows are
half as high as the largest limit; what may lie within it of a place then stands in five rows, in one stretch of each,
the shorter the farther the row. Every pair is measured twice, once for the sharing and once for the access, and never
stored. Chords are compared with the chords of the limits, so that no root is taken.
"""

# ruff: noqa: PLR0917 - a kernel takes its arrays and bounds one by one

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.catchments import MOST_ZONES, Access, Decay, LonLat
from geo.compiled import compiled, in_parts, inlined
from geo.earth import (
    ECCENTRICITY_SQUARED,
    LEAST_MERIDIAN_RADIUS_M,
    MEAN_RADIUS_M,
    SEMI_MAJOR_M,
)
from geo.nearby import places

Doubles = NDArray[np.float64]
Longs = NDArray[np.int64]
Positions = NDArray[np.int32]

_MARGIN = 1.00001
_ROWS_A_LIMIT = 2
_COLUMNS_A_ROW = 2
_AT_ONCE = 64
_KEPT = 256
_MOST_CELLS = 4_000_000


@dataclass(frozen=True)
class _Grid:
    """Rows and columns over both sides; degrees."""

    south: float
    west: float
    limit: float
    """The largest limit as a difference of latitude, never too small."""
    height: float
    width: float
    rows: int
    columns: int

    @property
    def stretch(self) -> Doubles:
        """How many degrees of longitude of each row make one of latitude, at most, for whoever is near the row."""
        edges = self.south + self.height * np.arange(self.rows + 1)
        furthest = np.maximum(np.abs(edges[:-1]), np.abs(edges[1:])) + self.limit
        return np.asarray(1 / np.cos(np.radians(furthest)), np.float64)

    @classmethod
    def over(cls, sides: Sequence[tuple[Doubles, Doubles]], metres: float) -> Self:
        east, north = (np.concatenate([side[axis] for side in sides]) for axis in (0, 1))
        limit = float(np.degrees(metres * _MARGIN / LEAST_MERIDIAN_RADIUS_M))
        height = limit / _ROWS_A_LIMIT
        if not len(east):
            return cls(0.0, 0.0, limit, height, height, 1, 1)
        south, west = float(north.min()), float(east.min())
        tall, broad = float(north.max()) - south, float(east.max()) - west
        while (tall / height + 1) * (broad * _COLUMNS_A_ROW / height + 1) > _MOST_CELLS:
            height *= 2
        width = height / _COLUMNS_A_ROW
        return cls(south, west, limit, height, width, int(tall // height) + 1, int(broad // width) + 1)


@dataclass(frozen=True, eq=False)
class _Side:
    """Places by cells of the grid; `order` tells which place stands where."""

    latitude: Doubles
    longitude: Doubles
    space: Doubles
    starts: Positions
    order: Longs

    @classmethod
    def of(cls, east: Doubles, north: Doubles, grid: _Grid) -> Self:
        cells = np.empty(len(east), np.int32)
        shape = (grid.south, grid.west, grid.height, grid.width, grid.columns)
        in_parts(len(east), lambda start, stop: _cells(east, north, *shape, start, stop, cells))
        starts = np.zeros(grid.rows * grid.columns + 1, np.int32)
        order = np.empty(len(east), np.int64)
        _sort_by_cell(cells, starts, order)
        latitude, longitude = np.empty(len(east)), np.empty(len(east))
        space = np.empty((len(east), 3))
        in_parts(len(east), lambda start, stop: _set_out(east, north, order, start, stop, longitude, latitude, space))
        return cls(latitude, longitude, space, starts, order)


def access_by_distance(
    demand: LonLat,
    people: ArrayLike,
    supply: LonLat,
    amounts: ArrayLike,
    decays: Sequence[Decay],
    *,
    modified: bool = False,
) -> list[Access]:
    """2SFCA, E2SFCA or (`modified`) M2SFCA by several decays at once.

    Args:
        demand: longitudes and latitudes of the demands, degrees, EPSG:4490.
        people: of each demand, at least 0.
        supply: longitudes and latitudes of the supplies.
        amounts: beds (or what it is) of each supply, at least 0.
        decays: limits in metres, over the ellipsoid.
        modified: a pair counts twice by its weight.

    Returns:
        What each decay gives; the same as `Catchments` of the pairs, but for the last bits of the sums.

    Raises:
        ValueError: no decay, a coordinate is no place south of 85°, or amounts do not match or are no numbers of at
            least 0.
    """
    here, there = places(*demand), places(*supply)
    weigh, have = _amounts("需求", people, len(here[0])), _amounts("供给", amounts, len(there[0]))
    limits, table = _zones(decays)
    grid = _Grid.over((here, there), float(limits[-1]))
    demands, supplies = _Side.of(*here, grid), _Side.of(*there, grid)
    chords = _chords(limits) ** 2
    pressed = _sums(supplies, demands, grid, np.repeat(weigh[demands.order, np.newaxis], len(decays), 1), chords, table)
    ratios = np.divide(have[supplies.order, np.newaxis], pressed, out=np.zeros_like(pressed), where=pressed > 0)
    heads = _sums(demands, supplies, grid, ratios, chords, table * table if modified else table)
    return [
        Access(_back(heads[:, which], demands.order), _back(pressed[:, which], supplies.order))
        for which in range(len(decays))
    ]


def _amounts(name: str, given: ArrayLike, count: int) -> Doubles:
    amounts = np.asarray(given, np.float64)
    if amounts.shape != (count,) or not (np.isfinite(amounts) & (amounts >= 0)).all():
        raise ValueError(f"{name}有 {count} 个，应一一对应给出不小于 0 的数值")
    return amounts


def _zones(decays: Sequence[Decay]) -> tuple[Doubles, Doubles]:
    """All limits, rising, and the weight of each decay up to each of them."""
    if not decays:
        raise ValueError("没有给出衰减：至少给一个")
    limits = np.unique(np.concatenate([np.asarray(decay.limits, np.float64) for decay in decays]))
    if len(limits) > MOST_ZONES:
        raise ValueError(f"衰减一共分了 {len(limits)} 级：至多 {MOST_ZONES} 级")
    if limits[-1] <= 0:
        raise ValueError(f"距离 {limits[-1]} 米不能使用：应为正数")
    return limits, np.stack([decay.of(limits) for decay in decays])


def _chords(arcs: Doubles) -> Doubles:
    """The chord under each arc, by the series of `geo.earth.arc_of` turned round (Newton)."""
    once = 24 * MEAN_RADIUS_M * MEAN_RADIUS_M
    chords = arcs.copy()
    for _ in range(4):
        chords -= (chords * (1 + chords * chords / once) - arcs) / (1 + 3 * chords * chords / once)
    return chords


def _sums(around: _Side, near: _Side, grid: _Grid, amounts: Doubles, chords: Doubles, table: Doubles) -> Doubles:
    found = np.empty((len(around.order), len(table)))
    shape = (grid.south, grid.west, grid.limit, grid.height, grid.width, grid.rows, grid.columns, grid.stretch)
    asked = (around.longitude, around.latitude, around.space)
    in_parts(
        len(found),
        lambda start, stop: _sum(*shape, near.starts, near.space, amounts, *asked, chords, table, start, stop, found),
    )
    return found


def _back(sorted_values: Doubles, order: Longs) -> Doubles:
    found = np.empty(len(order))
    found[order] = sorted_values
    return found


@compiled
def _cells(
    east: Doubles,
    north: Doubles,
    south: float,
    west: float,
    height: float,
    width: float,
    columns: int,
    start: int,
    stop: int,
    cells: Positions,
) -> None:
    for place in range(start, stop):
        row, column = int((north[place] - south) / height), int((east[place] - west) / width)
        cells[place] = row * columns + column


@compiled
def _sort_by_cell(cells: Positions, starts: Positions, order: Longs) -> None:
    """Count, add up, and set each place behind the earlier ones of its cell."""
    for place in range(len(cells)):
        starts[cells[place] + 1] += 1
    for cell in range(len(starts) - 1):
        starts[cell + 1] += starts[cell]
    for place in range(len(cells) - 1, -1, -1):
        cell = cells[place]
        starts[cell + 1] -= 1
        order[starts[cell + 1]] = place
    # What was the end of each cell is now its beginning, one place further on.
    for cell in range(len(starts) - 1):
        starts[cell] = starts[cell + 1]
    starts[len(starts) - 1] = len(cells)


@compiled
def _set_out(
    east: Doubles,
    north: Doubles,
    order: Longs,
    start: int,
    stop: int,
    longitude: Doubles,
    latitude: Doubles,
    space: Doubles,
) -> None:
    for at in range(start, stop):
        place = order[at]
        longitude[at], latitude[at] = east[place], north[place]
        x, y = np.radians(east[place]), np.radians(north[place])
        up = np.sin(y)
        normal = SEMI_MAJOR_M / np.sqrt(1 - ECCENTRICITY_SQUARED * up * up)
        across = normal * np.cos(y)
        space[at, 0], space[at, 1] = across * np.cos(x), across * np.sin(x)
        space[at, 2] = normal * (1 - ECCENTRICITY_SQUARED) * up


@inlined
def _column(longitude: float, west: float, width: float, columns: int) -> int:
    return int(min(max((longitude - west) / width, 0.0), columns - 1.0))


@inlined
def _add_up(
    place: int,
    table: Doubles,
    amounts: Doubles,
    which: NDArray[np.uint32],
    zones_of: NDArray[np.uint8],
    hits: int,
    found: Doubles,
) -> None:
    """Add what was found so far, one decay after the other."""
    for decay in range(table.shape[0]):
        total = 0.0
        for hit in range(hits):
            total += table[decay, zones_of[hit]] * amounts[which[hit], decay]
        found[place, decay] += total


@compiled
def _sum(
    south: float,
    west: float,
    limit: float,
    height: float,
    width: float,
    rows: int,
    columns: int,
    stretch: Doubles,
    starts: Positions,
    space: Doubles,
    amounts: Doubles,
    longitude: Doubles,
    latitude: Doubles,
    here: Doubles,
    chords: Doubles,
    table: Doubles,
    start: int,
    stop: int,
    found: Doubles,
) -> None:
    decays, zones = table.shape
    furthest = chords[zones - 1]
    above = int(np.ceil(limit / height))
    which, zones_of = np.empty(_KEPT, np.uint32), np.empty(_KEPT, np.uint8)
    for place in range(start, stop):
        for decay in range(decays):
            found[place, decay] = 0.0
        x, y, z = here[place, 0], here[place, 1], here[place, 2]
        east, north = longitude[place], latitude[place]
        row, hits = int((north - south) / height), 0
        for near in range(max(0, row - above), min(rows, row + above + 1)):
            bottom = south + near * height
            apart = max(0.0, bottom - north, north - bottom - height)
            if apart > limit:
                continue
            reach = np.sqrt(limit * limit - apart * apart) * stretch[near]
            first = near * columns + _column(east - reach, west, width, columns)
            last = near * columns + _column(east + reach, west, width, columns)
            for begin in range(starts[first], starts[last + 1], _AT_ONCE):
                if hits > _KEPT - _AT_ONCE:
                    _add_up(place, table, amounts, which, zones_of, hits, found)
                    hits = 0
                for point in range(begin, min(begin + _AT_ONCE, starts[last + 1])):
                    dx, dy, dz = space[point, 0] - x, space[point, 1] - y, space[point, 2] - z
                    squared = dx * dx + dy * dy + dz * dz
                    zone = 0
                    for edge in range(zones - 1):
                        zone += squared > chords[edge]
                    # Set down first, counted after: a branch would be guessed wrong half of the times.
                    which[hits], zones_of[hits] = point, zone
                    hits += squared <= furthest
        _add_up(place, table, amounts, which, zones_of, hits, found)
