"""From areas to the lines between them and back; left and right; tripoints.

Lines are found where two areas share their edges vertex by vertex, as areas that tile do; edges that only lie on one
another are not taken for shared (`geo.tiling.unmatched_edges` names them). Coordinates of any unit, x first; nothing is
rounded, every vertex of a line is a vertex of the areas. Areas must be valid polygons.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiLineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

Longs = NDArray[np.int64]
Doubles = NDArray[np.float64]
OUTSIDE = -1
_FEWEST_AREAS_OF_A_TRIPOINT = 3


@dataclass(frozen=True)
class Border:
    """The line between two areas, or between an area and the outside.

    Seen along the line, `left` lies on its left hand and `right` on its right; both are positions in the list handed
    in, `left` the lower of the two, and `right` is -1 for the outside.
    """

    left: int
    right: int
    line: LineString | MultiLineString


@dataclass(frozen=True)
class Tripoint:
    """A vertex at which three areas or more meet, with their positions in ascending order."""

    point: Point
    areas: tuple[int, ...]


@dataclass(frozen=True)
class _Edges:
    """Edges of all areas, each directed so that its area lies on the left."""

    owner: Longs
    start: Longs
    """Number of the first vertex of each edge."""
    end: Longs
    vertices: Doubles
    """Each vertex once, shape (vertices, 2)."""

    @property
    def keys(self) -> Longs:
        """Return one number for each directed edge."""
        return self.start * len(self.vertices) + self.end

    @property
    def keys_reversed(self) -> Longs:
        """Return the numbers of the same edges directed the other way."""
        return self.end * len(self.vertices) + self.start


def borders(areas: Sequence[Polygon | MultiPolygon]) -> list[Border]:
    """Return the lines between areas, and between areas and the outside, by left and then right position.

    A line in several pieces, as along an exclave, is one `MultiLineString`.
    """
    edges = _directed_edges(areas)
    right = _across(edges)
    drawn = (right == OUTSIDE) | (edges.owner < right)
    pairs = np.column_stack([edges.owner, right])[drawn]
    start, end = edges.vertices[edges.start[drawn]], edges.vertices[edges.end[drawn]]
    segments = np.asarray(shapely.linestrings(np.stack([start, end], axis=1)), dtype=object)
    found = []
    for left, other in np.unique(pairs, axis=0).tolist():
        mine = segments[(pairs == (left, other)).all(axis=1)]
        found.append(Border(left, other, _line(mine)))
    return found


def line_between(one: Polygon | MultiPolygon, other: Polygon | MultiPolygon) -> LineString | MultiLineString | None:
    """Return the line that two areas share, the first on its left hand; None when they share no edge."""
    return next((border.line for border in borders([one, other]) if border.right != OUTSIDE), None)


def tripoints(areas: Sequence[Polygon | MultiPolygon]) -> list[Tripoint]:
    """Return the vertices that three areas or more have in common, from west to east and then south to north."""
    edges = _directed_edges(areas)
    meetings = np.unique(np.column_stack([edges.start, edges.owner]), axis=0)
    counts = np.bincount(meetings[:, 0], minlength=len(edges.vertices))
    return [
        Tripoint(Point(edges.vertices[vertex]), tuple(meetings[meetings[:, 0] == vertex, 1].tolist()))
        for vertex in np.flatnonzero(counts >= _FEWEST_AREAS_OF_A_TRIPOINT)
    ]


def enclosed(lines: Sequence[LineString | MultiLineString]) -> list[Polygon]:
    """Return the areas that lines enclose, from west to east and then south to north; dangling ends enclose nothing."""
    faces: list[Polygon] = list(shapely.get_parts(shapely.polygonize(shapely.get_parts(np.asarray(lines, object)))))
    return sorted(faces, key=lambda face: face.bounds)


def _directed_edges(areas: Sequence[BaseGeometry]) -> _Edges:
    """Return all edges: shells turn left, holes right, and edges of no length are left out."""
    shapes = np.empty(len(areas), dtype=object)
    shapes[:] = areas
    parts, owner_of_part = shapely.get_parts(shapely.orient_polygons(shapes), return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    vertices, number = np.unique(coordinates, axis=0, return_inverse=True)
    number = number.reshape(-1)
    real = (ring[1:] == ring[:-1]) & (number[1:] != number[:-1])
    owner = owner_of_part[part_of_ring[ring[:-1][real]]]
    return _Edges(owner.astype(np.int64), number[:-1][real], number[1:][real], vertices)


def _across(edges: _Edges) -> Longs:
    """Return the area on the right of each edge: the one that has the same edge the other way round."""
    order = np.argsort(edges.keys, kind="stable")
    keys = edges.keys[order]
    place = np.minimum(np.searchsorted(keys, edges.keys_reversed), max(0, len(keys) - 1))
    found = keys[place] == edges.keys_reversed
    return np.where(found, edges.owner[order[place]], OUTSIDE)


def _line(segments: NDArray[np.object_]) -> LineString | MultiLineString:
    """Join segments end to end, keeping their direction."""
    return cast("LineString | MultiLineString", shapely.line_merge(shapely.multilinestrings(segments), directed=True))
