"""Places led to the nearest point of the nearest edge, and how far from it they stand.

Longitude first, degrees, EPSG:4490; distances in metres over the ellipsoid, the nearest edge by the county's plane.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from geo.earth import in_space
from geo.network.graph import Graph
from geo.network.plane import Plane

Doubles = NDArray[np.float64]
Longs = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Snapped:
    """Where places stand on a graph; an edge of -1 is none within the distance."""

    edges: Longs
    along: Doubles
    """Share of the edge from its tail."""
    offsets_m: Doubles
    """From the place to the edge; infinity where there is none."""
    feet: Doubles
    """The point of the edge, degrees, of shape (n, 2); the place itself where there is none."""


@dataclass(frozen=True, eq=False)
class Snapper:
    """Edges of a graph made ready to be found from places. Build it once, ask from any thread."""

    graph: Graph
    open_edges: Longs
    """The edges that serve."""

    @cached_property
    def plane(self) -> Plane:
        """The plane in which the nearest edge is sought."""
        return Plane.around(self.graph.nodes)

    @cached_property
    def shapes(self) -> NDArray[np.object_]:
        """The edges that serve, as lines in the plane."""
        graph = self.graph
        counts = graph.last[self.open_edges] - graph.first[self.open_edges] + 1
        owners = np.repeat(np.arange(len(counts)), counts)
        within = np.arange(len(owners)) - np.repeat(np.cumsum(counts) - counts, counts)
        vertices = np.repeat(graph.first[self.open_edges], counts) + within
        return np.asarray(shapely.linestrings(self.plane.to_plane(graph.lines.lonlat[vertices]), indices=owners))

    @cached_property
    def tree(self) -> STRtree:
        """Where they are."""
        return STRtree(self.shapes)

    def snap(self, lonlat: Doubles, within_m: float) -> Snapped:
        """The nearest edge of each place, of several equally near the first.

        Args:
            lonlat: degrees, of shape (n, 2).
            within_m: how far from an edge a place may stand.
        """
        count = len(lonlat)
        found = Snapped(np.full(count, -1), np.zeros(count), np.full(count, np.inf), lonlat.copy())
        if not len(self.open_edges) or not count:
            return found
        points = np.asarray(shapely.points(self.plane.to_plane(lonlat)))
        # The plane may be wrong by a hundredth at the rim; the distance itself is measured below.
        who, which = self.tree.query_nearest(points, max_distance=within_m * 1.02, all_matches=True)
        order = np.lexsort((which, who))
        who, first = np.unique(who[order], return_index=True)
        lines = self.shapes[which[order][first]]
        at = np.asarray(shapely.line_locate_point(lines, points[who]), np.float64)
        feet = self.plane.to_lonlat(shapely.get_coordinates(shapely.line_interpolate_point(lines, at)))
        apart = _between(lonlat[who], feet)
        near = apart <= within_m
        who, lengths = who[near], np.asarray(shapely.length(lines[near]), np.float64)
        found.edges[who] = self.open_edges[which[order][first][near]]
        found.along[who] = np.clip(at[near] / np.where(lengths > 0, lengths, 1.0), 0.0, 1.0)
        found.offsets_m[who], found.feet[who] = apart[near], feet[near]
        return found


def _between(one: Doubles, other: Doubles) -> Doubles:
    """Metres between places, pair by pair."""
    chord = in_space(one[:, 0], one[:, 1]) - in_space(other[:, 0], other[:, 1])
    return np.asarray(np.sqrt(np.sum(chord * chord, axis=1)), np.float64)
