"""Which areas points touch: the kernels that ask a table of edges.

A point looks up its cell, and in each area there its own strip. Where the spans of the strip do not settle it, it takes
the edges of the strip and counts those that a ray to the right crosses, with `geo.exact` deciding on which side of an
edge it lies. A vertex at the height of the point counts as below it, so a ray through a vertex is counted once; a point
that lies on an edge touches the area and is not counted at all.
"""

# ruff: noqa: PLR0917 - a kernel takes its arrays and bounds one by one

from geo.compiled import compiled, inlined
from geo.edges import EdgeTable, strip_of
from geo.exact import ERROR_BOUND, Doubles, side
from geo.order import Frame, Longs, Positions
from geo.spans import EAST, INNER_EAST, INNER_WEST, WEST


@inlined
def _touches(vertices: Doubles, listing: Positions, first: int, last: int, x: float, y: float) -> bool:
    """Say whether a point lies inside an area or on one of its edges, by the edges listed for its strip.

    Nearly always rounded arithmetic is sure of the side of every edge, and then no step depends on a comparison: the
    processor need not guess. A point on an edge is never among those, for its determinant is zero.
    """
    touches, unsure = False, False
    for listed in range(first, last):
        vertex = listing[listed]
        x1, y1 = vertices[vertex, 0] - x, vertices[vertex, 1] - y
        x2, y2 = vertices[vertex + 1, 0] - x, vertices[vertex + 1, 1] - y
        left, right = x1 * y2, y1 * x2
        rises = y2 > 0.0
        touches ^= ((y1 > 0.0) != rises) & ((left > right) == rises)
        unsure |= abs(left - right) <= ERROR_BOUND * (abs(left) + abs(right))
    if unsure:
        touches = _touches_exactly(vertices, listing[first:last], x, y)
    return touches


@compiled
def _touches_exactly(vertices: Doubles, listing: Positions, x: float, y: float) -> bool:
    """Say the same of a point that may lie on one of the edges of its strip."""
    inside = False
    for vertex in listing:
        x1, y1 = vertices[vertex, 0], vertices[vertex, 1]
        x2, y2 = vertices[vertex + 1, 0], vertices[vertex + 1, 1]
        if (y1 > y) == (y2 > y):
            if _lies_on_level(x1, y1, x2, y2, x, y):
                return True
        else:
            turn = side(x1, y1, x2, y2, x, y) if y2 > y1 else side(x2, y2, x1, y1, x, y)
            if turn == 0:
                return True
            inside ^= turn > 0
    return inside


@compiled
def _lies_on_level(x1: float, y1: float, x2: float, y2: float, x: float, y: float) -> bool:
    """Say whether a point lies on a level edge, or on the upper end of an edge that does not rise above it."""
    if y1 == y and y2 == y:
        return min(x1, x2) <= x <= max(x1, x2)
    return (y1 == y and x1 == x) or (y2 == y and x2 == x)


@compiled
def _cell(table: EdgeTable, x: float, y: float) -> int:
    """Return the cell of the grid in which a point lies, or -1 when it lies outside."""
    x0, y0, columns_per_unit, rows_per_unit = table.frame
    columns, rows = table.shape
    column, row = (x - x0) * columns_per_unit, (y - y0) * rows_per_unit
    if not (0.0 <= column < columns + 1 and 0.0 <= row < rows + 1):
        return -1
    return min(int(row), rows - 1) * columns + min(int(column), columns - 1)


@compiled
def _area_touches(table: EdgeTable, area: int, x: float, y: float) -> bool:
    """Say whether a point lies in the box of an area, and there inside it or on one of its edges."""
    west, south, east, north = table.boxes[area]
    if not (west <= x <= east and south <= y <= north):
        return False
    base = table.strip_starts[area]
    strip = base + strip_of(y, south, table.strips_per_unit[area], table.strip_starts[area + 1] - base - 1)
    span = table.spans[strip]
    if span[INNER_WEST] < x < span[INNER_EAST]:
        return True
    if not span[WEST] <= x <= span[EAST]:
        return False
    first, last = table.listing_starts[strip], table.listing_starts[strip + 1]
    return _touches(table.vertices, table.listing, first, last, x, y)


@compiled
def place_points(table: EdgeTable, x: Doubles, y: Doubles, start: int, stop: int, found: Positions) -> None:
    """Write the lowest area that each point touches, or -1."""
    for i in range(start, stop):
        area = -1
        cell = _cell(table, x[i], y[i])
        if cell >= 0:
            for listed in range(table.cell_starts[cell], table.cell_starts[cell + 1]):
                if _area_touches(table, table.cell_areas[listed], x[i], y[i]):
                    area = table.cell_areas[listed]
                    break
        found[i] = area


@compiled
def sweep_areas(
    table: EdgeTable,
    x: Doubles,
    y: Doubles,
    frame: Frame,
    shape: tuple[int, int],
    cell_starts: Longs,
    first_row: int,
    last_row: int,
    found: Positions,
) -> None:
    """Write the lowest area that each point of some rows of a grid touches, area by area, where -1 stands before.

    The areas stream through the processor once, in the order in which they lie in memory: with many points to each of
    them, faster than asking for the areas of each point.
    """
    x0, y0, columns_per_unit, rows_per_unit = frame
    columns, rows = shape
    boxes, vertices, listing, spans = table.boxes, table.vertices, table.listing, table.spans
    strip_starts, strips_per_unit, listing_starts = table.strip_starts, table.strips_per_unit, table.listing_starts
    for area in range(len(boxes)):
        west, south, east, north = boxes[area]
        base, per_unit = strip_starts[area], strips_per_unit[area]
        strips = strip_starts[area + 1] - base - 1
        low = max(first_row, int(max(0.0, min(rows - 1.0, (south - y0) * rows_per_unit))))
        high = min(last_row, int(max(-1.0, min(rows - 1.0, (north - y0) * rows_per_unit))) + 1)
        left = int(max(0.0, min(columns - 1.0, (west - x0) * columns_per_unit)))
        right = int(max(0.0, min(columns - 1.0, (east - x0) * columns_per_unit)))
        for row in range(low, high):
            for i in range(cell_starts[row * columns + left], cell_starts[row * columns + right + 1]):
                if found[i] < 0 and west <= x[i] <= east and south <= y[i] <= north:
                    strip = base + strip_of(y[i], south, per_unit, strips)
                    if spans[strip, INNER_WEST] < x[i] < spans[strip, INNER_EAST]:
                        found[i] = area
                    elif spans[strip, WEST] <= x[i] <= spans[strip, EAST]:
                        first, last = listing_starts[strip], listing_starts[strip + 1]
                        if _touches(vertices, listing, first, last, x[i], y[i]):
                            found[i] = area


@compiled
def count_touching(table: EdgeTable, x: Doubles, y: Doubles, start: int, stop: int, counts: Longs) -> None:
    """Count the areas that each point touches."""
    for i in range(start, stop):
        cell = _cell(table, x[i], y[i])
        if cell >= 0:
            for listed in range(table.cell_starts[cell], table.cell_starts[cell + 1]):
                counts[i] += _area_touches(table, table.cell_areas[listed], x[i], y[i])


@compiled
def list_touching(
    table: EdgeTable, x: Doubles, y: Doubles, start: int, stop: int, starts: Longs, areas: Positions
) -> None:
    """Write the areas that each point touches, lowest first."""
    for i in range(start, stop):
        cell = _cell(table, x[i], y[i])
        target = starts[i]
        if cell >= 0:
            for listed in range(table.cell_starts[cell], table.cell_starts[cell + 1]):
                if _area_touches(table, table.cell_areas[listed], x[i], y[i]):
                    areas[target] = table.cell_areas[listed]
                    target += 1
