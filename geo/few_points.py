"""Which areas a few points touch: the rule of `geo.locate`, answered by GEOS before compiled kernels are even loaded.

Plane coordinates of any unit, x first. An area holds what is inside it and what lies on its edges, those of its holes
too; a point that touches several areas belongs to the lowest position. For a county's points the answer is there in
milliseconds, while loading the kernels takes a second; for millions `geo.locate` is the way.
"""

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

_FEW_POINTS = 20_000
_FEW_VERTICES = 500_000
_AREA_TYPES = (3, 6)


def are_few(areas: NDArray[np.object_], points_count: int) -> bool:
    """Whether asking GEOS takes less time than loading the kernels of `geo.locate`."""
    return points_count <= _FEW_POINTS and int(shapely.get_num_coordinates(areas).sum()) <= _FEW_VERTICES


def are_usable(areas: NDArray[np.object_]) -> bool:
    """Whether every shape is a valid, non-empty area with finite coordinates; what is wrong, `geo.validity` says."""
    kinds = np.isin(shapely.get_type_id(areas), _AREA_TYPES)
    finite = np.isfinite(shapely.get_coordinates(areas)).all()
    return bool(kinds.all() and not shapely.is_empty(areas).any() and finite and shapely.is_valid(areas).all())


def touched(areas: NDArray[np.object_], x: ArrayLike, y: ArrayLike) -> list[tuple[int, ...]]:
    """Return for each point the positions of the areas it touches, lowest first; empty where it touches none.

    Areas are valid polygons and multipolygons; coordinates are finite.
    """
    places = np.column_stack([np.asarray(x, np.float64), np.asarray(y, np.float64)])
    points = shapely.points(places)
    asked, found = shapely.STRtree(areas).query(points, predicate="intersects")
    held: list[list[int]] = [[] for _ in range(len(places))]
    for point, area in zip(asked.tolist(), found.tolist(), strict=True):
        held[point].append(area)
    return [tuple(sorted(positions)) for positions in held]
