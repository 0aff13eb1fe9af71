"""From cells to areas that share their edges vertex for vertex and fill an outline exactly.

Borders are drawn once, as arcs between junctions, and both sides use the same arc. An arc that reaches the outline
ends on a vertex of the outline, so that no vertex is added to it and the union of the areas is the outline itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiPolygon, Point, Polygon

from data.sample.making.cells import OUTSIDE, Cells
from data.sample.making.plane import Coordinates, shape_to_lonlat, shape_to_plane, to_plane

_EVENINGS = 1
_SMOOTHINGS = 2
_TOLERANCE_M = 15.0

Node = int
Chain = list[Node]


@dataclass(frozen=True)
class Clearance:
    """How far a border stays from the vertex it ends on, and from the rim before it turns there (m)."""

    of_the_end_m: float
    of_the_rim_m: float


def tile(outline: Polygon, cells: Cells, clearance: Clearance) -> dict[int, MultiPolygon]:
    """Give each owner its area (lon/lat · degrees); together they are the outline, sharing edges vertex for vertex."""
    arcs = border_arcs(outline, cells, clearance)
    owners = len(np.unique(cells.owner[cells.owner != OUTSIDE]))
    if owners == 1:
        return {int(cells.owner.max()): MultiPolygon([outline])}
    faces = list(shapely.get_parts(shapely.polygonize([*_outline_pieces(outline, arcs), *arcs])))
    if len(faces) != owners:
        raise ValueError(f"{len(faces)} faces for {owners} owners: the borders do not close")
    return _by_owner(faces, cells)


def border_arcs(outline: Polygon, cells: Cells, clearance: Clearance) -> list[LineString]:
    """Draw every border between two owners once, in degrees."""
    chains = list(_chains(_border_graph(cells)))
    area = shape_to_plane(outline)
    corners = to_plane(shapely.get_coordinates(outline.exterior)[:-1])
    junctions = _junctions(chains)
    arcs = []
    for chain in chains:
        points = cells.diagram.vertices[chain]
        if chain[0] not in junctions:
            points = _land(points[::-1], area, corners, clearance)[::-1]
        if chain[-1] not in junctions:
            points = _land(points, area, corners, clearance)
        arcs.append(shape_to_lonlat(_smooth(points)))
    return arcs


def _border_graph(cells: Cells) -> dict[Node, list[Node]]:
    """The corners of the cells that lie on a border, each with the corners it is joined to."""
    graph: dict[Node, list[Node]] = {}
    one, other = cells.owner[cells.diagram.ridge_points].T
    parts = (one != other) & (one != OUTSIDE) & (other != OUTSIDE)
    for ridge in np.flatnonzero(parts):
        start, end = cells.diagram.ridge_vertices[ridge]
        graph.setdefault(start, []).append(end)
        graph.setdefault(end, []).append(start)
    return {node: sorted(graph[node]) for node in sorted(graph)}


def _chains(graph: dict[Node, list[Node]]) -> Iterator[Chain]:
    """Walk from every end and every meeting of three areas to the next one."""
    walked: set[tuple[Node, Node]] = set()
    for start in (node for node, joined in graph.items() if len(joined) != 2):  # noqa: PLR2004 - two is a passage
        for step in graph[start]:
            if (start, step) in walked:
                continue
            chain = [start, step]
            while len(graph[chain[-1]]) == 2:  # noqa: PLR2004 - the same
                chain.append(next(node for node in graph[chain[-1]] if node != chain[-2]))
            walked |= {(chain[0], chain[1]), (chain[-1], chain[-2])}
            yield chain


def _junctions(chains: list[Chain]) -> set[Node]:
    ends = [node for chain in chains for node in (chain[0], chain[-1])]
    return {node for node in ends if ends.count(node) > 1}


def _land(points: Coordinates, area: Polygon, corners: Coordinates, clearance: Clearance) -> Coordinates:
    """End a chain on the vertex of the rim that is nearest along the rim and reached without crossing it."""
    to_rim = shapely.distance(area.exterior, shapely.points(points))
    inside = shapely.contains_xy(area, points)
    for corner in np.argsort(_along_the_rim(area, corners, points[-1])):
        away = np.hypot(*(points - corners[corner]).T)
        clear = inside & (away > clearance.of_the_end_m) & (to_rim > clearance.of_the_rim_m)
        clear[0] = True
        landed = np.vstack([points[clear], corners[corner]])
        if area.covers(LineString(landed[-2:])):
            return landed
    raise ValueError("no vertex of the outline can be reached by a border")


def _along_the_rim(area: Polygon, corners: Coordinates, end: Coordinates) -> NDArray[np.float64]:
    """How far each corner is from an end, walking along the rim the shorter way round."""
    steps = np.hypot(*np.diff(np.vstack([corners, corners[:1]]), axis=0).T)
    at = np.concatenate([[0.0], np.cumsum(steps)[:-1]])
    ahead = np.abs(at - area.exterior.project(Point(end)))
    shorter: NDArray[np.float64] = np.minimum(ahead, steps.sum() - ahead)
    return shorter


def _smooth(points: Coordinates) -> LineString:
    """Even out the zigzag of the cells, cut the corners (Chaikin), drop what the eye does not miss; both ends stay."""
    for _ in range(_EVENINGS):
        points = np.vstack([points[:1], (points[:-2] + 2 * points[1:-1] + points[2:]) / 4, points[-1:]])
    for _ in range(_SMOOTHINGS):
        if len(points) > 2:  # noqa: PLR2004 - a single step has no corner
            near, far = points[:-1] * 0.75 + points[1:] * 0.25, points[:-1] * 0.25 + points[1:] * 0.75
            points = np.vstack([points[:1], np.stack([near, far], axis=1).reshape(-1, 2)[1:-1], points[-1:]])
    return LineString(shapely.get_coordinates(LineString(points).simplify(_TOLERANCE_M)))


def _outline_pieces(outline: Polygon, arcs: list[LineString]) -> list[LineString]:
    """The outline cut at the vertices where borders end."""
    corners = [tuple(corner) for corner in shapely.get_coordinates(outline.exterior)[:-1]]
    ends = {arc.coords[i] for arc in arcs for i in (0, -1)}
    cuts = [i for i, corner in enumerate(corners) if corner in ends]
    ring = corners[cuts[0] :] + corners[: cuts[0] + 1]
    stops = [i - cuts[0] for i in cuts] + [len(corners)]
    return [LineString(ring[start : stop + 1]) for start, stop in pairwise(stops)]


def _by_owner(faces: list[Polygon], cells: Cells) -> dict[int, MultiPolygon]:
    """Name each face after the owner of most of its cells."""
    named: dict[int, MultiPolygon] = {}
    for face in faces:
        within = shapely.contains_xy(shape_to_plane(face), cells.sites) & (cells.owner != OUTSIDE)
        owner = int(np.bincount(cells.owner[within]).argmax())
        if owner in named:
            raise ValueError(f"owner {owner} has two faces")
        named[owner] = MultiPolygon([shapely.orient_polygons(shapely.normalize(face))])
    return named
