"""Edges of areas laid out in a grid, so that few of them are near any point.

A grid over everything lists the areas whose boxes reach into each cell; each area lists its edges by horizontal strips.
`geo.touching` asks this table. Positions in grid and strips are found by a rounded product, which never decreases when
the coordinate grows: whatever an edge spans, it is listed in every strip in which one of its points can be looked up.
"""

# ruff: noqa: PLR0917 - a kernel takes its arrays and bounds one by one

from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.compiled import compiled, in_parts
from geo.exact import Doubles, first_uncomputable
from geo.order import Longs, Positions
from geo.spans import Singles, span_strips

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
    spans: Singles
    """What of each strip is wholly outside and inside, shape (strips, 4): see `geo.spans`."""
    frame: tuple[float, float, float, float]
    """Least x, least y, columns per unit of x, rows per unit of y of the grid."""
    shape: tuple[int, int]
    """Columns and rows of the grid."""
    cell_starts: Longs
    """First area of each cell, shape (cells + 1)."""
    cell_areas: Positions
    """Areas whose boxes reach into each cell, lowest first."""


class Uncomputable(ValueError):
    """A shape is flat, or has a coordinate that is no number to compute with."""

    def __init__(self, position: int) -> None:
        super().__init__(f"第 {position + 1} 个图形是平的，或坐标不是可以计算的有限数")
        self.position = position


def edge_table(shapes: NDArray[np.object_]) -> EdgeTable:
    """Lay out the edges of polygons and multipolygons.

    Raises:
        Uncomputable: names the first shape that is flat, or has a coordinate that is not finite, or too large or small
            to be exact.
    """
    vertices = shapely.get_coordinates(shapes)
    vertex_starts = starts_of(shapely.get_num_coordinates(shapes))
    ring_ends = _ring_ends(shapes, len(vertices))
    boxes = shapely.bounds(shapes).reshape(-1, 4)
    strip_starts = starts_of(np.maximum(1, np.diff(vertex_starts) // _EDGES_PER_STRIP) + 1)
    strips_per_unit = np.empty(len(shapes))
    listing_starts = np.empty(strip_starts[-1], np.int64)
    listing = np.empty(len(vertices) * _MOST_LISTINGS_PER_EDGE, np.int32)
    spans = np.empty((strip_starts[-1], 4), np.float32)

    def list_edges(first: int, last: int) -> None:
        _list_edges(
            *(vertices, ring_ends, vertex_starts, boxes, strip_starts, first, last),
            *(strips_per_unit, listing_starts, listing, spans),
        )

    in_parts(len(shapes), list_edges, smallest=_FEWEST_AREAS_PER_PART)
    if np.isnan(strips_per_unit).any():
        raise Uncomputable(int(np.argmax(np.isnan(strips_per_unit))))
    frame, shape = _frame(boxes)
    cell_starts, cell_areas = _cells(boxes, frame, shape)
    return EdgeTable(
        *(vertices, boxes, strips_per_unit, strip_starts, listing_starts, listing, spans),
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
        frame = (x0, y0, side_cells / width if width > 0 else 0.0, side_cells / height)
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
def strip_of(y: float, least_y: float, strips_per_unit: float, strips: int) -> int:
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
    spans: Singles,
) -> None:
    """List the edges of each strip of some areas, one area behind the other, while its vertices are at hand.

    The listing of these areas starts where there is room for the most that may be listed of those before. An area with
    a coordinate that is no number, or without height, gets no strips.
    """
    end = vertex_starts[first] * _MOST_LISTINGS_PER_EDGE
    for area in range(first, last):
        begin, stop = vertex_starts[area], vertex_starts[area + 1]
        least_y, height = boxes[area, 1], boxes[area, 3] - boxes[area, 1]
        starts = listing_starts[strip_starts[area] : strip_starts[area + 1]]
        strips = len(starts) - 1
        strips_per_unit[area] = np.nan
        if first_uncomputable(vertices[begin:stop, 0], vertices[begin:stop, 1]) >= 0 or height <= 0.0:
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
        span_strips(vertices, listing, starts, least_y, per_unit, spans[strip_starts[area] : strip_starts[area + 1]])


@compiled
def _count_edges(
    vertices: Doubles, ring_ends: Flags, begin: int, stop: int, least_y: float, per_unit: float, counts: Longs
) -> int:
    """Count the edges of each strip, and all together."""
    listed = 0
    strips = len(counts) - 1
    here = strip_of(vertices[begin, 1], least_y, per_unit, strips)
    for vertex in range(begin, stop - 1):
        there = strip_of(vertices[vertex + 1, 1], least_y, per_unit, strips)
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
    here = strip_of(vertices[begin, 1], least_y, per_unit, strips)
    for vertex in range(begin, stop - 1):
        there = strip_of(vertices[vertex + 1, 1], least_y, per_unit, strips)
        if not ring_ends[vertex]:
            for strip in range(min(here, there), max(here, there) + 1):
                ends[strip] -= 1
                listing[ends[strip]] = vertex
        here = there
