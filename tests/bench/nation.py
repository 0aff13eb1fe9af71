"""A nation made on the spot: townships that share their edges exactly, settlements and facilities, from one seed.

Longitude, latitude in degrees, between 75 and 135 E, 18 and 53 N. The townships are the cells of a bent lattice; each
of their four sides is a chain of 30 segments, made once and used by both neighbours, so 120 edges each. One point in
sixty lies outside every township. Coordinates are drawn as doubles, so that no point lies exactly on an edge: with no
ties to decide, every peer must give the same answer (`beds.py` asserts that none is contested).
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
import shapely
from numpy.typing import NDArray

Doubles = NDArray[np.float64]
Counts = NDArray[np.int64]

SEED = 20241231
SEGMENTS = 30
WEST, SOUTH, EAST, NORTH = 75.0, 18.0, 135.0, 53.0
CORNER_SHIFT = 0.12
BEND = 0.28


@dataclass(frozen=True)
class Nation:
    """Townships with the elderly and the beds to be counted in them."""

    townships: NDArray[np.object_]
    """Valid polygons."""
    settlements: NDArray[np.object_]
    """Points."""
    elderly: Counts
    """People aged 60 and over in each settlement."""
    facilities: NDArray[np.object_]
    """Points."""
    beds: Counts
    """Beds in each facility."""

    @classmethod
    def made(cls, rows: int = 200, columns: int = 190, settlements: int = 660_000, facilities: int = 400_000) -> Self:
        """Make the nation; the same sizes always give the same nation."""
        random = np.random.default_rng(SEED)
        townships = np.asarray(shapely.polygons(_rings(random, rows, columns)))
        assert shapely.is_valid(townships).all()
        return cls(
            townships,
            np.asarray(shapely.points(_places(random, settlements))),
            random.integers(0, 2_000, settlements),
            np.asarray(shapely.points(_places(random, facilities))),
            random.integers(1, 300, facilities),
        )


def _places(random: np.random.Generator, count: int) -> Doubles:
    """Scatter places, half of them around cluster centres, over a little more than the nation."""
    margin = 0.3
    spread = random.uniform((WEST - margin, SOUTH - margin), (EAST + margin, NORTH + margin), (count, 2))
    centres = random.uniform((WEST, SOUTH), (EAST, NORTH), (count // 50 + 1, 2))
    near = centres[random.integers(0, len(centres), count)] + random.normal(0, 0.2, (count, 2))
    places: Doubles = np.where(random.random((count, 1)) < 0.5, spread, near)
    return places


def _rings(random: np.random.Generator, rows: int, columns: int) -> Doubles:
    """Return the closed rings of all cells, shape (rows * columns, 121, 2)."""
    corners = _corners(random, rows, columns)
    level = _chains(random, corners[:, :-1], corners[:, 1:])
    upright = _chains(random, corners[:-1], corners[1:])
    rings: Doubles = np.concatenate(
        [
            level[:-1, :, :-1],
            upright[:, 1:, :-1],
            level[1:, :, :0:-1],
            upright[:, :-1, ::-1],
        ],
        axis=2,
    )
    flat: Doubles = rings.reshape((rows * columns, 4 * SEGMENTS + 1, 2))
    return flat


def _corners(random: np.random.Generator, rows: int, columns: int) -> Doubles:
    """Return the shifted corners of the lattice, shape (rows + 1, columns + 1, 2)."""
    x, y = np.meshgrid(np.linspace(WEST, EAST, columns + 1), np.linspace(SOUTH, NORTH, rows + 1))
    cell = np.array([(EAST - WEST) / columns, (NORTH - SOUTH) / rows])
    corners: Doubles = np.stack([x, y], axis=-1) + random.uniform(-CORNER_SHIFT, CORNER_SHIFT, (*x.shape, 2)) * cell
    return corners


def _chains(random: np.random.Generator, start: Doubles, end: Doubles) -> Doubles:
    """Return a crooked chain from each start to each end, shape (..., 31, 2)."""
    along = np.linspace(0.0, 1.0, SEGMENTS + 1)[:, None]
    chord = (end - start)[..., None, :]
    across = np.stack([-chord[..., 1], chord[..., 0]], axis=-1)
    wander = random.uniform(-1.0, 1.0, (*start.shape[:-1], SEGMENTS + 1, 1)).cumsum(axis=-2) / SEGMENTS**0.5
    offset = BEND * np.clip(wander, -1.0, 1.0) * along * (1.0 - along)
    chains: Doubles = start[..., None, :] + chord * along + across * offset
    chains[..., 0, :], chains[..., -1, :] = start, end
    return chains
