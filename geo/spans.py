"""Of each strip of an area: the piece of x that lies wholly inside, and the bounds beyond which all is outside.

Most points are settled by these four numbers, without a look at any edge. They are exact: no edge of a strip reaches
into the open interval called inner, hence all of it is inside or all of it is outside; and every edge that a point of
the strip could touch or whose ray could cross is among those listed for the strip.
"""

# ruff: noqa: PLR0917 - a kernel takes its arrays and bounds one by one

import numpy as np
from numpy.typing import NDArray

from geo.compiled import compiled
from geo.exact import Doubles
from geo.order import Longs, Positions

WEST, INNER_WEST, INNER_EAST, EAST = 0, 1, 2, 3

#: More than single precision rounds by, relative to the number.
_SINGLE_ROUNDING = 2.0**-22

#: Half the memory of doubles: the spans stream through the processor with every question.
Singles = NDArray[np.float32]


@compiled
def span_strips(
    vertices: Doubles,
    listing: Positions,
    starts: Longs,
    least_y: float,
    per_unit: float,
    spans: Singles,
) -> None:
    """Write the spans of the strips of one area; `starts` are where their listings start, the last one's end behind."""
    strips = len(starts) - 1
    for strip in range(strips):
        first, last = starts[strip], starts[strip + 1]
        spans[strip, INNER_WEST], spans[strip, INNER_EAST] = np.inf, -np.inf
        west, east = np.inf, -np.inf
        for listed in range(first, last):
            x1, x2 = vertices[listing[listed], 0], vertices[listing[listed] + 1, 0]
            west, east = min(west, x1, x2), max(east, x1, x2)
        _keep(spans[strip, WEST : EAST + 1 : EAST], west, east, -1.0, np.inf)
        y = least_y + (strip + 0.5) / per_unit
        # The height at which crossings are counted must be one that is looked up in this very strip.
        if min(int((y - least_y) * per_unit), strips - 1) == strip:
            _inside_about_the_middle(vertices, listing, first, last, y, west, east, spans[strip])


@compiled
def _inside_about_the_middle(
    vertices: Doubles, listing: Positions, first: int, last: int, y: float, west: float, east: float, span: Singles
) -> None:
    """Find the piece between edges about the middle of a strip, when it is inside; an edge across it leaves none."""
    middle = (west + east) / 2
    low, high, inside, free = -np.inf, np.inf, False, True
    for listed in range(first, last):
        vertex = listing[listed]
        x1, y1, x2, y2 = vertices[vertex, 0], vertices[vertex, 1], vertices[vertex + 1, 0], vertices[vertex + 1, 1]
        least, most = min(x1, x2), max(x1, x2)
        if least > middle:
            high = min(high, least)
            inside ^= (y1 > y) != (y2 > y)
        elif most < middle:
            low = max(low, most)
        else:
            free = False
    if free and inside:
        _keep(span[INNER_WEST : INNER_EAST + 1], low, high, 1.0, -np.inf)


@compiled
def _keep(pair: Singles, low: float, high: float, inwards: float, unknown: float) -> None:
    """Keep two bounds in single precision, moved to the safe side; where they cannot be, the piece is unknown."""
    margin = inwards * _SINGLE_ROUNDING * max(abs(low), abs(high))
    pair[0], pair[1] = low + margin, high - margin
    if not (inwards * pair[0] >= inwards * low and inwards * pair[1] <= inwards * high):
        pair[0], pair[1] = -unknown, unknown
