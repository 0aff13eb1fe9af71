"""Cells over an area and who owns each: the stuff of which townships and villages grow.

Metres in the local plane.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import Voronoi

from data.sample.making.plane import Coordinates

OUTSIDE = -1
Owners = NDArray[np.int64]


@dataclass(frozen=True)
class Cells:
    """Sites (n, 2) in metres, the owner of each (a position in a list, or OUTSIDE), and their Voronoi diagram."""

    sites: Coordinates
    owner: Owners
    diagram: Voronoi


def in_one_piece(cells: Cells, homes: Coordinates) -> Cells:
    """Leave each owner the piece that holds its home (m), and hand its other cells to the neighbours around them."""
    owner = cells.owner.copy()
    pairs = cells.diagram.ridge_points
    for _ in homes:
        stray = _strays(Cells(cells.sites, owner, cells.diagram), homes)
        if not stray.any():
            break
        for cell in np.flatnonzero(stray).tolist():
            beside = owner[_neighbours(pairs, cell)]
            beside = beside[(beside != OUTSIDE) & (beside != owner[cell])]
            if len(beside):
                owner[cell] = np.bincount(beside).argmax()
    return Cells(cells.sites, owner, cells.diagram)


def _strays(cells: Cells, homes: Coordinates) -> NDArray[np.bool_]:
    """The cells that are not joined to their owner's home."""
    pairs = cells.diagram.ridge_points
    first, second = pairs[cells.owner[pairs[:, 0]] == cells.owner[pairs[:, 1]]].T
    shape = (len(cells.owner), len(cells.owner))
    _, piece = connected_components(coo_array((np.ones(len(first)), (first, second)), shape=shape), directed=False)
    stray = np.zeros(len(cells.owner), dtype=bool)
    for position, home in enumerate(homes):
        own = np.flatnonzero(cells.owner == position)
        at_home = own[np.argmin(((cells.sites[own] - home) ** 2).sum(axis=1))]
        stray[own] = piece[own] != piece[at_home]
    return stray


def _neighbours(pairs: NDArray[np.int32], cell: int) -> NDArray[np.int32]:
    return np.concatenate([pairs[pairs[:, 0] == cell, 1], pairs[pairs[:, 1] == cell, 0]])
