"""Do areas tile? Overlaps, gaps and unmatched edges, each with its place.

Areas tile when the inside of no two of them meets, when the edges they share are the same vertices on both sides, and
when no hole is left between them. What is found is returned as shapes in the coordinates handed in (longitude,
latitude; EPSG:4490); an empty list means that nothing was found. Areas must be valid polygons.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.measure import area_m2

_AREA_TYPES = (3, 6)
# Overlays leave splinters of rounded coordinates, thinner than a micrometre along a county's border.
_DUST_M2 = 0.01

Areas = Mapping[str, BaseGeometry]


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


@dataclass(frozen=True)
class NewOverlap:
    """Ground that two areas both claim since a change, by their names."""

    first: str
    second: str
    shape: BaseGeometry
    area_m2: float


def new_overlaps(before: Areas, after: Areas, others: Areas) -> list[NewOverlap]:
    """The overlaps that a change brought; what overlapped before is not told again.

    `before` are the areas the change touched as they were and `after` as they are, by name: a new area stands only in
    `after`, an ended one only in `before`. `others` are the areas it did not touch.
    """
    pairs = [*combinations(after, 2), *((one, other) for one in after for other in others)]
    now, was = {**others, **after}, {**others, **before}
    found = []
    for one, other in pairs:
        common = _common(now[one], now[other])
        if one in was and other in was and not common.is_empty:
            common = _areal(shapely.difference(common, _common(was[one], was[other])))
        area = area_m2(common)
        if area > _DUST_M2:
            found.append(NewOverlap(one, other, common, area))
    return found


def new_gaps(before: Areas, after: Areas, others: Areas, whole: BaseGeometry | None) -> list[Gap]:
    """The ground that a change took from the areas it touched and gave to none, in the order of the ground.

    Within `whole`, the area that all of them fill, every such place is a gap; where it is not known, only what the
    areas now enclose. Arguments as of `new_overlaps`.
    """
    taken = shapely.union_all(np.array([*before.values()], dtype=object))
    held = np.array([*after.values(), *others.values()], dtype=object)
    lost = _areal(shapely.difference(taken, shapely.union_all(held)))
    if whole is not None:
        lost = _common(lost, whole)
    elif not lost.is_empty:
        lost = _common(lost, MultiPolygon([gap.shape for gap in gaps(list(held))]))
    parts = [(part, area_m2(part)) for part in shapely.get_parts(lost)]
    return [Gap(part, area) for part, area in sorted(parts, key=lambda pair: pair[0].bounds) if area > _DUST_M2]


def _common(one: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    if not shapely.intersects(one, other) or shapely.touches(one, other):
        return MultiPolygon()
    return _areal(shapely.intersection(one, other))


def _areal(shape: BaseGeometry) -> BaseGeometry:
    """The areas of a mixed intersection, without its lines and points."""
    parts = shapely.get_parts(shapely.get_parts(shape))
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
