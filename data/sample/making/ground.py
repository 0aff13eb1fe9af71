"""The ground on which areas grow: a jittered hexagonal grid, and smooth noise that bends it.

Metres in the local plane. Distances are compared on the bent ground, which makes borders wander like ridges and streams
instead of running straight between two seats.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.sample.making.chance import Chance
from data.sample.making.plane import Coordinates

_JITTER = 0.3  # of the spacing
_MARGIN = 3.75  # times the spacing
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class Bend:
    """One layer of noise: how far it moves the ground, and how far apart its waves are (m)."""

    amplitude_m: float
    wave_m: float


def hexagons(bounds: Bounds, spacing_m: float, draw: Chance) -> Coordinates:
    """A hexagonal grid over bounds and a margin, each site moved a little."""
    west, south, east, north = np.array(bounds) + np.array([-1, -1, 1, 1]) * _MARGIN * spacing_m
    jitter = _JITTER * spacing_m
    row_height = spacing_m * 0.866
    rows = int((north - south) / row_height) + 1
    columns = int((east - west) / spacing_m) + 1
    return np.array(
        [
            (
                west + (column + (row % 2) / 2) * spacing_m + draw.between(-jitter, jitter),
                south + row * row_height + draw.between(-jitter, jitter),
            )
            for row in range(rows)
            for column in range(columns)
        ]
    )


def bend(places: Coordinates, bends: tuple[Bend, ...]) -> Coordinates:
    """How far the noise moves each place, in metres east and north."""
    moved = np.zeros_like(places)
    for each in bends:
        for axis in (0, 1):
            noise = _noise(places / each.wave_m, Chance(f"noise/{each.wave_m:.0f}/{axis}"))
            moved[:, axis] += each.amplitude_m * noise
    return moved


def _noise(at: Coordinates, draw: Chance) -> NDArray[np.float64]:
    """Value noise from -1 to 1: drawn on whole numbers, eased by 3t² - 2t³ between them."""
    low = np.floor(at.min(axis=0)).astype(np.int64)
    size = np.floor(at.max(axis=0)).astype(np.int64) - low + 2
    lattice = np.array([[draw.between(-1, 1) for _ in range(size[1])] for _ in range(size[0])])
    whole = np.floor(at).astype(np.int64)
    t = at - whole
    u, v = (t * t * (3 - 2 * t)).T
    i, j = (whole - low).T
    lower = lattice[i, j] * (1 - u) + lattice[i + 1, j] * u
    upper = lattice[i, j + 1] * (1 - u) + lattice[i + 1, j + 1] * u
    noise: NDArray[np.float64] = lower * (1 - v) + upper * v
    return noise
