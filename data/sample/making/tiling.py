"""From cells to township polygons that share their edges vertex for vertex and fill the real outline exactly.

Borders are drawn once, as arcs between junctions, and both sides use the same arc. An arc that reaches the outline
ends on a vertex of the outline, so that no vertex is added to it and the union of the townships is the outline itself.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import shapely
from shapely import LineString, MultiPolygon, Polygon

from data.sample.making.cells import OUTSIDE, Cells
from data.sample.making.plane import Coordinates, shape_to_lonlat, shape_to_plane, to_plane
from data.sample.making.seats import SEATS

_EVENINGS = 1
_SMOOTHINGS = 2
_TOLERANCE_M = 15.0
_CLEAR_OF_THE_END_M = 900.0
_CLEAR_OF_THE_OUTLINE_M = 350.0

Node = int
Chain = list[Node]


def township_polygons(outline: Polygon, cells: Cells) -> dict[str, MultiPolygon]:
    """Give each township unit its polygon (lon/lat · degrees) by code."""
    arcs = border_arcs(outline, cells)
    faces = list(shapely.get_parts(shapely.polygonize([*_outline_pieces(outline, arcs), *arcs])))
    if len(faces) != len(SEATS):
        raise ValueError(f"{len(faces)} faces for {len(SEATS)} townships: the borders do not close")
    return {SEATS[unit].code: face for unit, face in sorted(_by_township(faces, cells).items())}


def border_arcs(outline: Polygon, cells: Cells) -> list[LineString]:
    """Draw every border between two townships once, in degrees."""
    chains = list(_chains(_border_graph(cells)))
    county = shape_to_plane(outline)
    corners = to_plane(shapely.get_coordinates(outline.exterior)[:-1])
    junctions = _junctions(chains)
    taken: set[int] = set()
    arcs = []
    for chain in chains:
        points = cells.diagram.vertices[chain]
        if chain[0] not in junctions:
            points = _land(points[::-1], county, corners, taken)[::-1]
        if chain[-1] not in junctions:
            points = _land(points, county, corners, taken)
        arcs.append(shape_to_lonlat(_smooth(points)))
    return arcs


def _border_graph(cells: Cells) -> dict[Node, list[Node]]:
    """The corners of the cells that lie on a border, each with the corners it is joined to."""
    graph: dict[Node, list[Node]] = {}
    for (one, other), (start, end) in zip(cells.diagram.ridge_points, cells.diagram.ridge_vertices, strict=True):
        between = {int(cells.township[one]), int(cells.township[other])}
        if len(between) == 1 or OUTSIDE in between:
            continue
        graph.setdefault(start, []).append(end)
        graph.setdefault(end, []).append(start)
    return {node: sorted(graph[node]) for node in sorted(graph)}


def _chains(graph: dict[Node, list[Node]]) -> Iterator[Chain]:
    """Walk from every end and every meeting of three townships to the next one."""
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


def _land(points: Coordinates, county: Polygon, corners: Coordinates, taken: set[int]) -> Coordinates:
    """End a chain on a free vertex of the outline that can be reached without crossing it; marks it as taken."""
    to_rim = shapely.distance(county.exterior, shapely.points(points))
    inside = shapely.contains_xy(county, points)
    for corner in np.argsort(((corners - points[-1]) ** 2).sum(axis=1)):
        away = np.hypot(*(points - corners[corner]).T)
        clear = inside & (away > _CLEAR_OF_THE_END_M) & (to_rim > _CLEAR_OF_THE_OUTLINE_M)
        clear[0] = True
        landed = np.vstack([points[clear], corners[corner]])
        if int(corner) not in taken and county.covers(LineString(landed[-2:])):
            taken.add(int(corner))
            return landed
    raise ValueError("no vertex of the outline is left for a border to end on")


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


def _by_township(faces: list[Polygon], cells: Cells) -> dict[int, MultiPolygon]:
    """Name each face after the township that holds most of its cells."""
    named: dict[int, MultiPolygon] = {}
    for face in faces:
        within = shapely.contains_xy(shape_to_plane(face), cells.sites) & (cells.township != OUTSIDE)
        unit = int(np.bincount(cells.township[within]).argmax())
        if unit in named:
            raise ValueError(f"{SEATS[unit].code} has two faces")
        named[unit] = MultiPolygon([shapely.orient_polygons(shapely.normalize(face))])
    return named
