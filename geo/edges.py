"""Edges of areas laid out in a grid, and the kernels that count them around a point.

A grid over everything lists the areas whose boxes reach into each cell; each area lists its edges by horizontal strips.
A point looks up its cell, and in each area there the edges of its own strip; it counts those that a ray to the right
crosses, with `geo.exact` deciding on which side of an edge it lies. A vertex at the height of the point counts as below
it, so a ray through a vertex is counted once; a point that lies on an edge touches the area and is not counted at all.

Positions in grid and strips are found by a rounded product, which never decreases when the coordinate grows: whatever
an edge spans, it is listed in every strip in which one of its points can be looked up.
"""

# ruff: noqa: PLR0917 - a kernel takes its arrays and bounds one by one

from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.compiled import compiled, in_parts, inlined
from geo.exact import ERROR_BOUND, Doubles, first_uncomputable, side
from geo.order import Longs, Positions

Flags = NDArray[np.bool_]

_EDGES_PER_STRIP = 3
_MOST_LISTINGS_PER_EDGE = 6
_CELLS_PER_AREA = 2.0
_MOST_CELLS_PER_AREA = 16
_FEWEST_AREAS_PER_PART = 64


class EdgeTable(NamedTuple):
    """The index as arrays, in the form the kernels read."""

    vertices: Doubles
    """All rings behind one another, shape (vertices, 2)."""
    boxes: Doubles
    """Least x, least y, greatest x, greatest y of each area, shape (areas, 4)."""
    strips_per_unit: Doubles
    """Strips of each area per unit of y."""
    strip_starts: Longs
    """First strip of each area, shape (areas + 1); the last strip of each is empty and marks the end of its listing."""
    listing_starts: Longs
    """First listed edge of each strip, shape (strips + 1)."""
    listing: Positions
    """First vertex of each listed edge, by strip."""
    frame: tuple[float, float, float, float]
    """Least x, least y, columns per unit of x, rows per unit of y of the grid."""
    shape: tuple[int, int]
    """Columns and rows of the grid."""
    cell_starts: Longs
    """First area of each cell, shape (cells + 1)."""
    cell_areas: Positions
    """Areas whose boxes reach into each cell, lowest first."""


class Uncomputable(ValueError):
    """A shape has a coordinate that is no number to compute with."""

    def __init__(self, position: int) -> None:
        super().__init__(f"第 {position + 1} 个图形的坐标不是可以计算的有限数")
        self.position = position


def edge_table(shapes: NDArray[np.object_]) -> EdgeTable:
    """Lay out the edges of polygons and multipolygons.

    Raises:
        Uncomputable: names the first shape with a coordinate that is not finite, or too large or small to be exact.
    """
    vertices = shapely.get_coordinates(shapes)
    vertex_starts = starts_of(shapely.get_num_coordinates(shapes))
    ring_ends = _ring_ends(shapes, len(vertices))
    boxes = shapely.bounds(shapes).reshape(-1, 4)
    strip_starts = starts_of(np.maximum(1, np.diff(vertex_starts) // _EDGES_PER_STRIP) + 1)
    strips_per_unit = np.empty(len(shapes))
    listing_starts = np.empty(strip_starts[-1], np.int64)
    listing = np.empty(len(vertices) * _MOST_LISTINGS_PER_EDGE, np.int32)

    def list_edges(first: int, last: int) -> None:
        _list_edges(
            *(vertices, ring_ends, vertex_starts, boxes, strip_starts, first, last),
            *(strips_per_unit, listing_starts, listing),
        )

    in_parts(len(shapes), list_edges, smallest=_FEWEST_AREAS_PER_PART)
    if np.isnan(strips_per_unit).any():
        raise Uncomputable(int(np.argmax(np.isnan(strips_per_unit))))
    frame, shape = _frame(boxes)
    cell_starts, cell_areas = _cells(boxes, frame, shape)
    return EdgeTable(
        *(vertices, boxes, strips_per_unit, strip_starts, listing_starts, listing),
        *(frame, shape, cell_starts, cell_areas),
    )


def starts_of(counts: NDArray[np.integer]) -> Longs:
    """Return where each of consecutive runs of these lengths starts, and where the last one ends."""
    starts = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=starts[1:])
    return starts


def _ring_ends(shapes: NDArray[np.object_], vertex_count: int) -> Flags:
    """Mark the last vertex of each ring, where no edge starts."""
    polygons = shapes if _all_simple(shapes) else shapely.get_parts(shapes)
    ends = np.zeros(vertex_count, np.bool_)
    ends[np.cumsum(_ring_lengths(polygons)) - 1] = True
    return ends


def _all_simple(shapes: NDArray[np.object_]) -> bool:
    """Say whether every shape is a polygon of one part."""
    return bool((shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON).all())


def _ring_lengths(polygons: NDArray[np.object_]) -> NDArray[np.integer]:
    """Return how many vertices each ring has; making rings is left out where no polygon has a hole."""
    if shapely.get_num_interior_rings(polygons).any():
        return shapely.get_num_coordinates(shapely.get_rings(polygons))
    return shapely.get_num_coordinates(polygons)


def _frame(boxes: Doubles) -> tuple[tuple[float, float, float, float], tuple[int, int]]:
    """Lay the grid over all boxes, coarser where large boxes would be listed too often."""
    if not len(boxes):
        return (0.0, 0.0, 0.0, 0.0), (1, 1)
    x0, y0 = float(boxes[:, 0].min()), float(boxes[:, 1].min())
    width, height = float(boxes[:, 2].max()) - x0, float(boxes[:, 3].max()) - y0
    side_cells = max(1, int((len(boxes) * _CELLS_PER_AREA) ** 0.5))
    while True:
        frame = (x0, y0, side_cells / width, side_cells / height)
        shape = (side_cells, side_cells)
        if side_cells == 1 or _listed_cells(boxes, frame, shape) <= _MOST_CELLS_PER_AREA * len(boxes):
            return frame, shape
        side_cells //= 2


def _listed_cells(boxes: Doubles, frame: tuple[float, float, float, float], shape: tuple[int, int]) -> int:
    """Return in how many cells the boxes would be listed altogether."""
    first_column, first_row, last_column, last_row = _cell_ranges(boxes, frame, shape).T
    return int(((last_column - first_column + 1) * (last_row - first_row + 1)).sum())


def _cell_ranges(boxes: Doubles, frame: tuple[float, float, float, float], shape: tuple[int, int]) -> Longs:
    """Return first column, first row, last column, last row of each box."""
    origin, per_unit = np.array(frame[:2] * 2), np.array(frame[2:] * 2)
    ranges: Longs = np.minimum(((boxes - origin) * per_unit).astype(np.int64), np.array(shape * 2) - 1)
    return ranges


def _cells(boxes: Doubles, frame: tuple[float, float, float, float], shape: tuple[int, int]) -> tuple[Longs, Positions]:
    """List the areas of each cell, lowest first."""
    ranges = _cell_ranges(boxes, frame, shape)
    counts = np.zeros(shape[0] * shape[1], np.int64)
    _count_cells(ranges, shape[0], counts)
    starts = starts_of(counts)
    areas = np.empty(starts[-1], np.int32)
    _list_cells(ranges, shape[0], starts[:-1].copy(), areas)
    return starts, areas


@compiled
def _count_cells(ranges: Longs, columns: int, counts: Longs) -> None:
    """Count the areas of each cell."""
    for area in range(len(ranges)):
        for row in range(ranges[area, 1], ranges[area, 3] + 1):
            for column in range(ranges[area, 0], ranges[area, 2] + 1):
                counts[row * columns + column] += 1


@compiled
def _list_cells(ranges: Longs, columns: int, nexts: Longs, areas: Positions) -> None:
    """Write the areas of each cell."""
    for area in range(len(ranges)):
        for row in range(ranges[area, 1], ranges[area, 3] + 1):
            for column in range(ranges[area, 0], ranges[area, 2] + 1):
                cell = row * columns + column
                areas[nexts[cell]] = area
                nexts[cell] += 1


@compiled
def _strip(y: float, least_y: float, strips_per_unit: float, strips: int) -> int:
    """Return the strip of a height."""
    return min(int((y - least_y) * strips_per_unit), strips - 1)


@compiled
def _list_edges(
    vertices: Doubles,
    ring_ends: Flags,
    vertex_starts: Longs,
    boxes: Doubles,
    strip_starts: Longs,
    first: int,
    last: int,
    strips_per_unit: Doubles,
    listing_starts: Longs,
    listing: Positions,
) -> None:
    """List the edges of each strip of some areas, one area behind the other, while its vertices are at hand.

    The listing of these areas starts where there is room for the most that may be listed of those before. An area with
    a coordinate that is no number gets no strips.
    """
    end = vertex_starts[first] * _MOST_LISTINGS_PER_EDGE
    for area in range(first, last):
        begin, stop = vertex_starts[area], vertex_starts[area + 1]
        least_y, height = boxes[area, 1], boxes[area, 3] - boxes[area, 1]
        starts = listing_starts[strip_starts[area] : strip_starts[area + 1]]
        strips = len(starts) - 1
        strips_per_unit[area] = np.nan
        if first_uncomputable(vertices[begin:stop, 0], vertices[begin:stop, 1]) >= 0:
            continue
        wanted = strips
        while True:
            per_unit = wanted / height
            starts[:] = 0
            listed = _count_edges(vertices, ring_ends, begin, stop, least_y, per_unit, starts)
            if wanted == 1 or listed <= _MOST_LISTINGS_PER_EDGE * (stop - begin):
                break
            wanted //= 2
        strips_per_unit[area] = per_unit
        for strip in range(strips + 1):
            end += starts[strip]
            starts[strip] = end
        _write_edges(vertices, ring_ends, begin, stop, least_y, per_unit, starts, listing)


@compiled
def _count_edges(
    vertices: Doubles, ring_ends: Flags, begin: int, stop: int, least_y: float, per_unit: float, counts: Longs
) -> int:
    """Count the edges of each strip, and all together."""
    listed = 0
    strips = len(counts) - 1
    here = _strip(vertices[begin, 1], least_y, per_unit, strips)
    for vertex in range(begin, stop - 1):
        there = _strip(vertices[vertex + 1, 1], least_y, per_unit, strips)
        if not ring_ends[vertex]:
            for strip in range(min(here, there), max(here, there) + 1):
                counts[strip] += 1
                listed += 1
        here = there
    return listed


@compiled
def _write_edges(
    vertices: Doubles,
    ring_ends: Flags,
    begin: int,
    stop: int,
    least_y: float,
    per_unit: float,
    ends: Longs,
    listing: Positions,
) -> None:
    """Write the edges of each strip from its end backwards, so that ends become starts."""
    strips = len(ends) - 1
    here = _strip(vertices[begin, 1], least_y, per_unit, strips)
    for vertex in range(begin, stop - 1):
        there = _strip(vertices[vertex + 1, 1], least_y, per_unit, strips)
        if not ring_ends[vertex]:
            for strip in range(min(here, there), max(here, there) + 1):
                ends[strip] -= 1
                listing[ends[strip]] = vertex
        here = there


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
    strip = base + _strip(y, south, table.strips_per_unit[area], table.strip_starts[area + 1] - base - 1)
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
    frame: tuple[float, float, float, float],
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
    boxes, vertices, listing = table.boxes, table.vertices, table.listing
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
                    strip = base + _strip(y[i], south, per_unit, strips)
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
