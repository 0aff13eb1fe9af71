"""A jittered grid of cells over a county, and the growth of townships over it.

Metres in the local plane. The ground is bent by smooth noise before distances are compared, which makes borders wander
like ridges and streams instead of running straight between two seats.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import Voronoi
from shapely import Polygon

from data.sample.making.chance import Chance
from data.sample.making.plane import Coordinates, shape_to_plane, to_plane
from data.sample.making.seats import BEYOND_THE_SHORE, LAKE, SEATS, SHORE

SPACING_M = 800.0
_JITTER_M = 240.0
_MARGIN_M = 3_000.0
_NOISE_M = (4_400.0, 1_800.0)  # amplitude of the wide and of the narrow bends
_WAVE_M = (11_000.0, 4_200.0)
_SHORE_BENDS = 0.35  # the share of the noise that moves the shore: it is drawn by hand already
_ROUNDS = 400

OUTSIDE = -1
Labels = NDArray[np.int64]


@dataclass(frozen=True)
class Cells:
    """Sites (n, 2) in metres, the township of each (position in SEATS, or OUTSIDE the county), and their Voronoi."""

    sites: Coordinates
    township: Labels
    diagram: Voronoi


def grow(outline: Polygon) -> Cells:
    """Cover a county (lon/lat) with cells and let the townships grow over them to their sizes."""
    county = shape_to_plane(outline)
    sites = _sites(county)
    inside = shapely.contains_xy(county, sites)
    diagram = Voronoi(sites)
    bend = _bend(sites)
    on_land = inside & ~_beyond_the_shore(sites + bend * _SHORE_BENDS)
    township = np.where(inside, _fair_shares(sites + bend, on_land), OUTSIDE)
    return Cells(sites, _in_one_piece(township, diagram), diagram)


def _sites(county: Polygon) -> Coordinates:
    """A hexagonal grid, each site moved a little."""
    draw = Chance("cells")
    west, south, east, north = county.buffer(_MARGIN_M).bounds
    row_height = SPACING_M * 0.866
    rows = int((north - south) / row_height) + 1
    columns = int((east - west) / SPACING_M) + 1
    return np.array(
        [
            (
                west + (column + (row % 2) / 2) * SPACING_M + draw.between(-_JITTER_M, _JITTER_M),
                south + row * row_height + draw.between(-_JITTER_M, _JITTER_M),
            )
            for row in range(rows)
            for column in range(columns)
        ]
    )


def _bend(sites: Coordinates) -> Coordinates:
    """How far smooth noise moves each site, in metres."""
    moved = np.zeros_like(sites)
    for amplitude, wave in zip(_NOISE_M, _WAVE_M, strict=True):
        for axis in (0, 1):
            moved[:, axis] += amplitude * _noise(sites / wave, Chance(f"noise/{wave:.0f}/{axis}"))
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


def _fair_shares(bent: Coordinates, on_land: NDArray[np.bool_]) -> Labels:
    """Give every cell on land to the nearest seat, handicapped until sizes fit, and the others to the lake."""
    land = [i for i, seat in enumerate(SEATS) if seat.code != LAKE]
    wanted = np.array([SEATS[i].square_kilometres for i in land])
    wanted = wanted / wanted.sum() * on_land.sum()
    seats = to_plane(np.array([(SEATS[i].lon_degree, SEATS[i].lat_degree) for i in land]))
    distance = ((bent[on_land, None, :] - seats[None, :, :]) ** 2).sum(axis=2)
    handicap = np.zeros(len(land))
    for _ in range(_ROUNDS):
        nearest = np.argmin(distance - handicap, axis=1)
        handicap += (wanted - np.bincount(nearest, minlength=len(land))) * SPACING_M**2 * 0.2
    township = np.full(len(bent), next(i for i, seat in enumerate(SEATS) if seat.code == LAKE))
    township[on_land] = np.array(land)[nearest]
    return township


def _beyond_the_shore(bent: Coordinates) -> NDArray[np.bool_]:
    lake = shape_to_plane(Polygon([*SHORE, *BEYOND_THE_SHORE]))
    return np.asarray(shapely.contains_xy(lake, bent))


def _in_one_piece(township: Labels, diagram: Voronoi) -> Labels:
    """Hand the scattered cells of a township to the neighbours that surround them."""
    township = township.copy()
    pairs = diagram.ridge_points
    for _ in range(len(SEATS)):
        stray = _strays(township, pairs)
        if not stray.any():
            break
        for cell in np.flatnonzero(stray).tolist():
            beside = township[_neighbours(pairs, cell)]
            beside = beside[(beside != OUTSIDE) & (beside != township[cell])]
            if len(beside):
                township[cell] = np.bincount(beside).argmax()
    return township


def _strays(township: Labels, pairs: NDArray[np.int32]) -> NDArray[np.bool_]:
    """The cells that do not belong to the largest piece of their township."""
    same = township[pairs[:, 0]] == township[pairs[:, 1]]
    first, second = pairs[same].T
    shape = (len(township), len(township))
    _, piece = connected_components(coo_array((np.ones(len(first)), (first, second)), shape=shape), directed=False)
    stray = np.zeros(len(township), dtype=bool)
    for unit in range(len(SEATS)):
        own = township == unit
        largest = np.bincount(piece[own]).argmax()
        stray |= own & (piece != largest)
    return stray


def _neighbours(pairs: NDArray[np.int32], cell: int) -> NDArray[np.int32]:
    return np.concatenate([pairs[pairs[:, 0] == cell, 1], pairs[pairs[:, 1] == cell, 0]])
