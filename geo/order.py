"""Points in grid order, so that one that is visited finds its surroundings still in the processor's cache.

Plane coordinates of any unit; x first (longitude), then y (latitude).
"""

# ruff: noqa: PLR0917 - a kernel takes its arrays and bounds one by one

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.compiled import THREADS, compiled, in_parts
from geo.exact import Doubles, first_uncomputable

Positions = NDArray[np.int32]
Longs = NDArray[np.int64]

Frame = tuple[float, float, float, float]

_POINTS_PER_CELL = 8.0


class UnusablePoints(ValueError):
    """Coordinates that are no place: not a number, infinite, or beyond what can be computed exactly."""


@dataclass(frozen=True, eq=False)
class PointOrder:
    """Points sorted row by row through the cells of a grid laid over their extent.

    Keep it beside the points when they are placed more than once: it holds for any index of areas.
    """

    x: Doubles
    """Abscissas (longitudes) in grid order."""
    y: Doubles
    """Ordinates (latitudes) in grid order."""
    positions: Positions
    """Where each of them stood in the arrays as they came."""
    frame: Frame
    """Least x, least y, columns per unit of x, rows per unit of y of the grid."""
    shape: tuple[int, int]
    """Columns and rows of the grid."""
    cell_starts: Longs
    """First point of each cell, shape (cells + 1)."""

    @classmethod
    def of(cls, x: ArrayLike, y: ArrayLike) -> Self:
        """Sort points into grid order; points of one cell keep their order.

        Raises:
            UnusablePoints: when a coordinate is not a finite number.
        """
        xs, ys = usable(x, y)
        frame, shape = _grid_over(xs, ys)
        return cls(*_sorted(xs, ys, frame, shape))

    def __len__(self) -> int:
        """Return how many points there are."""
        return len(self.x)

    def row_of(self, point: int) -> int:
        """Return the first row of the grid that holds none of the first `point` points."""
        return int(np.searchsorted(self.cell_starts[:: self.shape[0]], point))


def usable(x: ArrayLike, y: ArrayLike) -> tuple[Doubles, Doubles]:
    """Return both coordinates as arrays of doubles of one length, or say which point is no place."""
    xs = np.ascontiguousarray(x, dtype=np.float64).reshape(-1)
    ys = np.ascontiguousarray(y, dtype=np.float64).reshape(-1)
    if len(xs) != len(ys):
        raise UnusablePoints(f"横坐标有 {len(xs)} 个，纵坐标有 {len(ys)} 个，个数不同：请成对给出坐标。")
    wrong = first_uncomputable(xs, ys)
    if wrong >= 0:
        raise UnusablePoints(
            f"第 {wrong + 1} 个点的坐标为（{xs[wrong]}, {ys[wrong]}），不是可以计算的有限数："
            "请补全该点的坐标，或先将其移出再计算。"
        )
    return xs, ys


def _grid_over(x: Doubles, y: Doubles) -> tuple[Frame, tuple[int, int]]:
    """Lay a grid of a few points to a cell over the points."""
    if not len(x):
        return (0.0, 0.0, 0.0, 0.0), (1, 1)
    x0, y0 = float(x.min()), float(y.min())
    width, height = float(x.max()) - x0, float(y.max()) - y0
    cells = max(1, int((len(x) / _POINTS_PER_CELL) ** 0.5))
    columns, rows = (cells if width > 0 else 1), (cells if height > 0 else 1)
    return (x0, y0, columns / width if width else 0.0, rows / height if height else 0.0), (columns, rows)


def _sorted(
    x: Doubles, y: Doubles, frame: Frame, shape: tuple[int, int]
) -> tuple[Doubles, Doubles, Positions, Frame, tuple[int, int], Longs]:
    """Sort by counting: each thread counts and then writes its own consecutive part of the points."""
    parts = [(len(x) * part // THREADS, len(x) * (part + 1) // THREADS) for part in range(THREADS)]
    cells = np.empty(len(x), np.int32)
    counts = np.zeros((THREADS, shape[0] * shape[1]), np.int64)
    sorted_x, sorted_y, positions = np.empty_like(x), np.empty_like(y), np.empty(len(x), np.int32)

    def count(part: int, _: int) -> None:
        _count_cells(x, y, *parts[part], frame, shape, cells, counts[part])

    def place(part: int, _: int) -> None:
        _place_points(x, y, *parts[part], cells, starts[part], sorted_x, sorted_y, positions)

    in_parts(THREADS, count, smallest=1)
    starts, cell_starts = _starts(counts)
    in_parts(THREADS, place, smallest=1)
    return sorted_x, sorted_y, positions, frame, shape, cell_starts


def _starts(counts: Longs) -> tuple[Longs, Longs]:
    """Return where each thread writes its first point of each cell, and where each cell starts."""
    by_cell = np.ascontiguousarray(counts.T)
    ends = np.cumsum(by_cell).reshape(by_cell.shape)
    starts = ends - by_cell
    return np.ascontiguousarray(starts.T), np.append(starts[:, 0], ends[-1, -1])


@compiled
def _count_cells(
    x: Doubles,
    y: Doubles,
    start: int,
    stop: int,
    frame: Frame,
    shape: tuple[int, int],
    cells: Positions,
    counts: Longs,
) -> None:
    """Note the cell of each point and how many points each cell receives."""
    x0, y0, columns_per_unit, rows_per_unit = frame
    columns, rows = shape
    for i in range(start, stop):
        column = min(int((x[i] - x0) * columns_per_unit), columns - 1)
        row = min(int((y[i] - y0) * rows_per_unit), rows - 1)
        cell = row * columns + column
        cells[i] = cell
        counts[cell] += 1


@compiled
def _place_points(
    x: Doubles,
    y: Doubles,
    start: int,
    stop: int,
    cells: Positions,
    starts: Longs,
    sorted_x: Doubles,
    sorted_y: Doubles,
    positions: Positions,
) -> None:
    """Write each point where its cell goes on."""
    for i in range(start, stop):
        target = starts[cells[i]]
        starts[cells[i]] = target + 1
        sorted_x[target] = x[i]
        sorted_y[target] = y[i]
        positions[target] = i
