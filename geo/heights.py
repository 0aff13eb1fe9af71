"""Heights of the ground on a grid, and between its points by interpolation.

Longitude first, degrees, EPSG:4490; heights in metres. Beyond the grid, and where it has a gap, there is no height.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Doubles = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Heights:
    """A grid of heights, first row in the north, NaN where there is none; a height is that of a cell's middle."""

    metres: NDArray[np.float32]
    west: float
    """The longitude of the western rim, and `north` the latitude of the northern one."""
    north: float
    cell_lon: float
    """How wide a cell is, degrees, and `cell_lat` how high."""
    cell_lat: float

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        rows, columns = self.metres.shape
        return rows, columns

    def at(self, longitude: ArrayLike, latitude: ArrayLike) -> Doubles:
        """Heights of places, between the middles of four cells; NaN where one of them has none."""
        column = (np.asarray(longitude, np.float64) - self.west) / self.cell_lon - 0.5
        row = (self.north - np.asarray(latitude, np.float64)) / self.cell_lat - 0.5
        rows, columns = self.shape
        inside = (column >= 0) & (row >= 0) & (column <= columns - 1) & (row <= rows - 1)
        left = np.clip(np.floor(column).astype(np.int64), 0, max(columns - 2, 0))
        top = np.clip(np.floor(row).astype(np.int64), 0, max(rows - 2, 0))
        right, bottom = np.minimum(left + 1, columns - 1), np.minimum(top + 1, rows - 1)
        across, down = column - left, row - top
        grid = self.metres
        upper = grid[top, left] * (1 - across) + grid[top, right] * across
        lower = grid[bottom, left] * (1 - across) + grid[bottom, right] * across
        return np.where(inside, upper * (1 - down) + lower * down, np.nan)
