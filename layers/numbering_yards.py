"""The houses of a yard in their order: row by row, to and fro, from one corner (呈 S 形)."""

from collections.abc import Sequence

import numpy as np
from shapely import Point

from layers.numbering_schemes import Corner

#: Metres of a degree of latitude, near enough to tell rows apart.
_METRES_PER_DEGREE = 111_000.0


def yard_order(places: Sequence[Point], corner: Corner, rows_m: float = 15.0) -> list[int]:
    """The positions of the places (lon/lat) in the order in which they are numbered.

    Rows run east and west; places whose distance north to south is within `rows_m` of a row's first stand in it.
    """
    spots = np.array([[place.x, place.y] for place in places]).reshape(-1, 2)
    plane = (
        spots * (_METRES_PER_DEGREE * np.cos(np.radians(spots[:, 1].mean())), _METRES_PER_DEGREE)
        if len(spots)
        else spots
    )
    southwards = corner in (Corner.NORTH_EAST, Corner.NORTH_WEST)
    westwards = corner in (Corner.NORTH_EAST, Corner.SOUTH_EAST)
    depth = -plane[:, 1] if southwards else plane[:, 1]
    across = -plane[:, 0] if westwards else plane[:, 0]
    rows: list[list[int]] = []
    for position in np.argsort(depth, kind="stable").tolist():
        if not rows or depth[position] - depth[rows[-1][0]] > rows_m:
            rows.append([])
        rows[-1].append(position)
    ordered = [sorted(row, key=lambda position: (across[position], position)) for row in rows]
    return [position for place, row in enumerate(ordered) for position in (row if place % 2 == 0 else row[::-1])]
