"""What can be seen from a road or a river: viewsheds, and how far they go until the first ridge.

Heights are metres on a grid whose first row lies in the north; positions are (row, column) as fractions, whole numbers
being the middles of cells; distances are metres. The ground is known where lines between the middles of neighbouring
cells run, in both directions, and straight between two middles: sight is blocked where it passes under such a line.
Where a height is missing (NaN) nothing blocks, and a target without a height is not seen.

**To the first ridge.** Along a sight a ridge is passed where the ground, having risen above the observer's by at least
`ridge_rise_m`, falls out of sight by at least `ridge_drop_m`: then what lies behind, were it seen again, belongs to
another mountain (一重山). A bump on a slope is thus no ridge, nor is a dam beside the road.

The earth's curve is heeded, with refraction as surveyors have it: a sight drops by d²·(1 − k) / 2R.
"""

# ruff: noqa: PLR0917 - a kernel takes its arrays and bounds one by one

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.compiled import compiled, in_parts, inlined
from geo.earth import MEAN_RADIUS_M

Doubles = NDArray[np.float64]
Positions = NDArray[np.int32]

NOBODY = -1
# A sight that grazes the ground sees it.
_GRAZING = 1e-9
_SMALLEST_PART = 64


@dataclass(frozen=True, eq=False)
class Relief:
    """Heights in metres, first row in the north, and how wide and how high a cell is on the ground, metres."""

    heights: Doubles
    across_m: float
    along_m: float

    def __post_init__(self) -> None:
        """Refuse what is no grid.

        Raises:
            ValueError: fewer than two rows or columns, or a cell without a size.
        """
        if self.heights.ndim != 2 or min(self.heights.shape) < 2:  # noqa: PLR2004 - a grid has rows and columns
            raise ValueError(f"高程网格的形状 {self.heights.shape} 不能使用：至少两行两列")
        if not (self.across_m > 0 and self.along_m > 0):
            raise ValueError(f"高程网格的格宽 {self.across_m}、格高 {self.along_m} 不能使用：应为正数（米）")


@dataclass(frozen=True)
class Sight:
    """How one looks.

    `eye_m` stands above the ground of the observer and `target_m` above that of the target; nothing beyond `most_m` is
    looked at. With `first_ridge` a sight ends at the first ridge (`ridge_rise_m`, `ridge_drop_m`).
    """

    most_m: float
    eye_m: float = 1.6
    target_m: float = 0.0
    first_ridge: bool = True
    ridge_rise_m: float = 20.0
    ridge_drop_m: float = 5.0
    refraction: float = 0.13

    def __post_init__(self) -> None:
        """Refuse a sight that reaches nowhere.

        Raises:
            ValueError: a length is negative, or the farthest is none.
        """
        if not (0 < self.most_m < float("inf")):
            raise ValueError(f"最远视距 {self.most_m} 米不能使用：应为正数")
        if min(self.eye_m, self.target_m, self.ridge_rise_m, self.ridge_drop_m) < 0:
            raise ValueError("眼高、目标高、山脊起伏不能为负数（米）")


def seen_by(relief: Relief, observers: ArrayLike, targets: ArrayLike, sight: Sight) -> Positions:
    """Who sees each target: the position of the first observer that does, -1 where nobody does.

    Args:
        relief: the ground.
        observers: (row, column) of each, of shape (n, 2).
        targets: the same of shape (m, 2).
        sight: how one looks.

    Raises:
        ValueError: the positions are no pairs of numbers.
    """
    eyes, places = _pairs("观察点", observers), _pairs("目标", targets)
    found = np.full(len(places), NOBODY, np.int32)
    if not len(eyes) or not len(places):
        return found
    bins = _Bins.of(relief, eyes, sight.most_m)
    numbers = np.array(
        [
            relief.across_m,
            relief.along_m,
            sight.most_m,
            sight.eye_m,
            sight.target_m,
            sight.ridge_rise_m if sight.first_ridge else np.inf,
            sight.ridge_drop_m,
            (1 - sight.refraction) / (2 * MEAN_RADIUS_M),
        ]
    )
    heights = np.ascontiguousarray(relief.heights, np.float64)

    def look(start: int, stop: int) -> None:
        _look(heights, eyes, places, numbers, bins.frame, bins.starts, bins.order, start, stop, found)

    in_parts(len(places), look, _SMALLEST_PART)
    return found


def viewshed(relief: Relief, observers: ArrayLike, sight: Sight) -> NDArray[np.bool_]:
    """Which cells are seen from anywhere, of the shape of the grid.

    Raises:
        ValueError: the observers are no pairs of numbers.
    """
    rows, columns = np.indices(relief.heights.shape).reshape(2, -1)
    found = seen_by(relief, observers, np.stack([rows, columns], axis=-1), sight)
    return np.asarray(found.reshape(relief.heights.shape) != NOBODY)


def steepness_degree(relief: Relief) -> Doubles:
    """How steep each cell is, degrees: by central differences, at the rim by one-sided ones; NaN beside a gap."""
    down, right = np.gradient(relief.heights, relief.along_m, relief.across_m)
    return np.asarray(np.degrees(np.arctan(np.hypot(down, right))))


@dataclass(frozen=True, eq=False)
class _Bins:
    """Observers in squares as wide as the farthest sight: whoever sees a place stands in its square or one beside."""

    frame: Doubles  # first row, first column, rows and columns of a square, squares down, squares across
    starts: NDArray[np.int64]
    order: NDArray[np.int64]

    @classmethod
    def of(cls, relief: Relief, eyes: Doubles, most_m: float) -> "_Bins":
        first = eyes.min(axis=0)
        size = np.array([most_m / relief.along_m, most_m / relief.across_m])
        square = np.floor((eyes - first) / size).astype(np.int64)
        down, across = square.max(axis=0) + 1
        flat = square[:, 0] * across + square[:, 1]
        starts = np.zeros(down * across + 1, np.int64)
        np.cumsum(np.bincount(flat, minlength=down * across), out=starts[1:])
        return cls(np.array([*first, *size, down, across]), starts, np.argsort(flat, kind="stable"))


def _pairs(name: str, given: ArrayLike) -> Doubles:
    places = np.ascontiguousarray(given, np.float64).reshape(-1, 2)
    if not np.isfinite(places).all():
        raise ValueError(f"{name}的位置应为（行, 列）两个数")
    return places


@compiled
def _look(
    heights: Doubles,
    eyes: Doubles,
    places: Doubles,
    numbers: Doubles,
    frame: Doubles,
    starts: NDArray[np.int64],
    order: NDArray[np.int64],
    start: int,
    stop: int,
    found: Positions,
) -> None:
    down, across = int(frame[4]), int(frame[5])
    for place in range(start, stop):
        row, column = places[place, 0], places[place, 1]
        square_row = int(np.floor((row - frame[0]) / frame[2]))
        square_column = int(np.floor((column - frame[1]) / frame[3]))
        best = len(eyes)
        for near_row in range(max(0, square_row - 1), min(down, square_row + 2)):
            for near_column in range(max(0, square_column - 1), min(across, square_column + 2)):
                square = near_row * across + near_column
                for at in range(starts[square], starts[square + 1]):
                    eye = order[at]
                    if eye < best and _sees(heights, eyes[eye, 0], eyes[eye, 1], row, column, numbers):
                        best = eye
        if best < len(eyes):
            found[place] = best


@inlined
def _height(heights: Doubles, row: float, column: float) -> float:
    """Between the middles of four cells; NaN beyond the grid."""
    rows, columns = heights.shape
    if not (0 <= row <= rows - 1 and 0 <= column <= columns - 1):
        return np.nan
    top, left = min(int(row), rows - 2), min(int(column), columns - 2)
    y, x = row - top, column - left
    upper = heights[top, left] if x == 0 else heights[top, left] * (1 - x) + heights[top, left + 1] * x
    if y == 0:
        return float(upper)
    lower = heights[top + 1, left] if x == 0 else heights[top + 1, left] * (1 - x) + heights[top + 1, left + 1] * x
    return float(upper * (1 - y) + lower * y)


@compiled
def _sees(heights: Doubles, eye_row: float, eye_column: float, row: float, column: float, numbers: Doubles) -> bool:
    across_m, along_m, most_m = numbers[0], numbers[1], numbers[2]
    bend = numbers[7]
    rows_away, columns_away = row - eye_row, column - eye_column
    far = np.sqrt((rows_away * along_m) ** 2 + (columns_away * across_m) ** 2)
    if far > most_m:
        return False
    ground = _height(heights, eye_row, eye_column)
    target = _height(heights, row, column)
    if np.isnan(ground) or np.isnan(target):
        return False
    if far == 0.0:
        return True
    eye = ground + numbers[3]
    wanted = (target + numbers[4] - bend * far * far - eye) / far
    return _is_clear(heights, eye_row, eye_column, rows_away, columns_away, far, ground, wanted, numbers)


@compiled
def _is_clear(
    heights: Doubles,
    eye_row: float,
    eye_column: float,
    rows_away: float,
    columns_away: float,
    far: float,
    ground: float,
    wanted: float,
    numbers: Doubles,
) -> bool:
    """Whether nothing stands between, walking from line to line of the grid: of rows and of columns by turns."""
    bend, eye = numbers[7], ground + numbers[3]
    step_row, step_column = np.sign(rows_away), np.sign(columns_away)
    next_row = _following(eye_row, rows_away)
    next_column = _following(eye_column, columns_away)
    horizon, horizon_height = -np.inf, -np.inf
    while True:
        share_row = (next_row - eye_row) / rows_away if rows_away != 0 else np.inf
        share_column = (next_column - eye_column) / columns_away if columns_away != 0 else np.inf
        share = min(share_row, share_column)
        if share >= 1.0:
            return True
        at_row = next_row if share == share_row else eye_row + share * rows_away
        at_column = next_column if share == share_column else eye_column + share * columns_away
        next_row += step_row * (share == share_row)
        next_column += step_column * (share == share_column)
        here = _height(heights, at_row, at_column)
        metres = share * far
        seen_height = here - bend * metres * metres
        slope = (seen_height - eye) / metres
        if slope > wanted + _GRAZING:
            return False
        if slope >= horizon:
            horizon, horizon_height = slope, here
        elif horizon_height - ground >= numbers[5] and eye + horizon * metres - seen_height >= numbers[6]:
            return False


@inlined
def _following(place: float, away: float) -> float:
    """The first line of the grid ahead."""
    return float(np.floor(place) + 1.0 if away > 0 else np.ceil(place) - 1.0)
