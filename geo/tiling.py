"""Do areas tile? Overlaps, gaps and unmatched edges, each with its place.

Areas tile when the inside of no two of them meets, when the edges they share are the same vertices on both sides, and
when no hole is left between them. What is found is returned as shapes in the coordinates handed in (longitude,
latitude; EPSG:4490); an empty list means that nothing was found. Areas must be valid polygons.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.measure import area_m2

_AREA_TYPES = (3, 6)


@dataclass(frozen=True)
class Overlap:
    """Ground that two areas both claim; `first` < `second` are positions in the list handed in."""

    first: int
    second: int
    shape: BaseGeometry
    area_m2: float


@dataclass(frozen=True)
class Gap:
    """Ground enclosed by areas that none of them claims."""

    shape: Polygon
    area_m2: float


def overlaps(areas: Sequence[BaseGeometry]) -> list[Overlap]:
    """Every pair of areas whose insides meet, in the order of the list.

    Areas that only touch, or that share edges or vertices, do not overlap.
    """
    shapes = np.asarray(areas, dtype=object)
    tree = shapely.STRtree(shapes)
    first, second = tree.query(shapes, predicate="intersects")
    ahead = first < second
    pairs = sorted(zip(first[ahead].tolist(), second[ahead].tolist(), strict=True))
    found = (_overlap(shapes, one, other) for one, other in pairs)
    return [overlap for overlap in found if overlap is not None]


def _overlap(shapes: np.ndarray, first: int, second: int) -> Overlap | None:
    # Touching neighbours are by far the most: the exact relation is cheaper than building their intersection.
    if shapes[first].touches(shapes[second]):
        return None
    common = _areal(shapely.intersection(shapes[first], shapes[second]))
    return None if common.is_empty else Overlap(first, second, common, area_m2(common))


def _areal(shape: BaseGeometry) -> BaseGeometry:
    """The areas of a mixed intersection, without its lines and points."""
    parts = shapely.get_parts(shape)
    areal = [part for part in parts if part.geom_type == "Polygon"]
    return areal[0] if len(areal) == 1 else MultiPolygon(areal)


def gaps(areas: Sequence[BaseGeometry]) -> list[Gap]:
    """Every hole that the areas enclose together and none of them has as a hole of its own, in the order of the ground.

    A bay that is open to the outside is not a gap.
    """
    whole = shapely.union_all(np.asarray(areas, dtype=object))
    rings = [Polygon(ring) for part in shapely.get_parts(whole) for ring in part.interiors]
    own = {_ring_key(ring) for area in areas for part in shapely.get_parts(area) for ring in part.interiors}
    left = [ring for ring in rings if _ring_key(ring.exterior) not in own]
    return [Gap(ring, area_m2(ring)) for ring in sorted(left, key=lambda ring: ring.bounds)]


def _ring_key(ring: BaseGeometry) -> bytes:
    return bytes(shapely.to_wkb(shapely.normalize(Polygon(ring.coords))))


def unmatched_edges(areas: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """The edges of each area that meet a neighbour without having the same vertices; empty shapes where all is well."""
    shapes = np.asarray(areas, dtype=object)
    strange = ~np.isin(shapely.get_type_id(shapes), _AREA_TYPES)
    if strange.any():
        position = int(np.argmax(strange))
        raise TypeError(f"第 {position + 1} 个图形不是面：只有面才能拼接，请提供 Polygon 或 MultiPolygon")
    return list(shapely.coverage_invalid_edges(shapes))
