"""Vertices that went out rounded and come back: the ones meant are those that were there before.

Coordinates in degrees, longitude first. Whoever reads areas with fewer decimals than they are kept with, and hands them
back, would otherwise move every vertex by a hair and open slivers along all borders. Programs write six decimals of a
degree and more (QGIS six), which is a decimetre.
"""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

Doubles = NDArray[np.float64]

# A tenth of a millimetre: what the way to another system and back may cost.
_SAME_DEGREES = 1.5e-9
_DECIMALS = (6, 7, 8)
_NEAR_DEGREES = 6e-7


def taken_back(shape: BaseGeometry, known: Sequence[BaseGeometry]) -> BaseGeometry:
    """The shape with each vertex that is a known vertex, written with fewer decimals, as it is known.

    Of several known vertices the nearest is taken.
    """
    there = shapely.get_coordinates(np.array(known, dtype=object))
    if shape.is_empty or not len(there):
        return shape

    def back(vertices: Doubles) -> Doubles:
        distances, nearest = cKDTree(there).query(vertices, distance_upper_bound=_NEAR_DEGREES)
        near = np.isfinite(distances)
        meant = near.copy()
        meant[near] = _are_meant(vertices[near], there[nearest[near]])
        moved = vertices.copy()
        moved[meant] = there[nearest[meant]]
        return moved

    found: BaseGeometry = shapely.transform(shape, back)
    return found


def same_place(came: BaseGeometry, known: BaseGeometry) -> bool:
    """Whether a shape is a known one, vertex by vertex, perhaps written with fewer decimals."""
    if came.geom_type != known.geom_type or not shapely.equals_exact(came, known, _NEAR_DEGREES):
        return False
    return bool(_are_meant(shapely.get_coordinates(came), shapely.get_coordinates(known)).all())


def _are_meant(came: Doubles, known: Doubles) -> NDArray[np.bool_]:
    """Whether each vertex is the known one: the same, or its numbers rounded to some decimals."""
    off = np.abs(came - known).max(axis=1)
    meant: NDArray[np.bool_] = off <= _SAME_DEGREES
    for decimals in _DECIMALS:
        unit = 10.0**-decimals
        is_written_so = np.abs(came / unit - np.round(came / unit)).max(axis=1) < 1e-3  # noqa: PLR2004 - of a unit
        meant |= is_written_so & (off <= unit / 2 * 1.001)
    return meant
