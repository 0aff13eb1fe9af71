"""Sights from corridors over the county's heights: which places are seen up to the first ridge, and the ground that is.

Places and shapes are EPSG:4490, longitude first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from rasterio.features import rasterize, shapes
from rasterio.transform import Affine
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry

from geo.heights import Heights
from geo.lattice import metres_per_degree
from geo.visibility import NOBODY, Relief, Sight, seen_by, steepness_degree
from layers.zones import RuleSight

Doubles = NDArray[np.float64]
Longs = NDArray[np.int64]


@dataclass(frozen=True)
class Seen:
    """Which places are seen, by position, and from which thing; and those whose height is unknown."""

    from_things: dict[int, int]
    unknown: frozenset[int]


def seen(heights: Heights, things: Sequence[BaseGeometry], places: Sequence[BaseGeometry], sight: RuleSight) -> Seen:
    """Which places can be seen from the things, within the first ridge; an area, where any of its cells can be.

    Of those who see a place, the one with the lowest position is told.
    """
    eyes, whose = _lookouts(heights, things, sight.every_m)
    spots, of_place = _spots(heights, places)
    found = _looked(heights, eyes, spots, sight)
    told: dict[int, int] = {}
    for place, eye in zip(of_place[found != NOBODY].tolist(), found[found != NOBODY].tolist(), strict=True):
        told[place] = min(told.get(place, len(things)), int(whose[eye]))
    has_height = set(of_place[_has_height(heights, spots)].tolist())
    return Seen(dict(sorted(told.items())), frozenset(range(len(places))) - has_height)


def seen_ground(heights: Heights, things: Sequence[BaseGeometry], sight: RuleSight) -> MultiPolygon:
    """The ground that is seen from the things within the first ridge: whole cells, dissolved."""
    eyes, _ = _lookouts(heights, things, sight.every_m)
    rows, columns = np.indices(heights.shape).reshape(2, -1)
    found = _looked(heights, eyes, np.column_stack([rows, columns]).astype(np.float64), sight)
    mask = (found != NOBODY).reshape(heights.shape)
    parts = [shapely.geometry.shape(part) for part, _ in shapes(mask.astype(np.uint8), mask, transform=_laid(heights))]
    whole = shapely.union_all(parts)
    return MultiPolygon([part for part in shapely.get_parts(whole) if part.geom_type == "Polygon"])


def _looked(heights: Heights, eyes: Doubles, spots: Doubles, sight: RuleSight) -> NDArray[np.int32]:
    relief = _relief(heights)
    how = Sight(
        most_m=sight.most_m,
        eye_m=sight.eye_m,
        target_m=sight.target_m,
        ridge_rise_m=sight.ridge_rise_m,
        ridge_drop_m=sight.ridge_drop_m,
    )
    found = seen_by(relief, eyes, spots, how)
    if sight.least_slope_degree and len(spots):
        steep = np.nan_to_num(steepness_degree(relief)[_cells(heights, spots)], nan=0.0)
        found = np.where(steep >= sight.least_slope_degree, found, np.int32(NOBODY))
    return np.asarray(found, np.int32)


def _relief(heights: Heights) -> Relief:
    """Degrees as metres, by the length of a degree in the middle of the grid."""
    rows, _ = heights.shape
    across, along = metres_per_degree(heights.north - rows * heights.cell_lat / 2)
    return Relief(heights.metres.astype(np.float64), across * heights.cell_lon, along * heights.cell_lat)


def _positions(heights: Heights, lonlat: Doubles) -> Doubles:
    """Degrees (n, 2) as rows and columns of the grid, whole numbers being the middles of cells."""
    column = (lonlat[:, 0] - heights.west) / heights.cell_lon - 0.5
    return np.column_stack([(heights.north - lonlat[:, 1]) / heights.cell_lat - 0.5, column])


def _cells(heights: Heights, spots: Doubles) -> tuple[Longs, Longs]:
    rows, columns = heights.shape
    nearest = np.rint(spots).astype(np.int64)
    return np.clip(nearest[:, 0], 0, rows - 1), np.clip(nearest[:, 1], 0, columns - 1)


def _has_height(heights: Heights, spots: Doubles) -> NDArray[np.bool_]:
    rows, columns = heights.shape
    inside = ((spots >= 0) & (spots <= np.array([rows - 1, columns - 1]))).all(axis=1)
    return np.asarray(inside & np.isfinite(heights.metres[_cells(heights, spots)]))


def _lookouts(heights: Heights, things: Sequence[BaseGeometry], every_m: float) -> tuple[Doubles, Longs]:
    """Where one stands to look: along each line, and along the rim of each area, at most so far apart; and on what."""
    rows, _ = heights.shape
    across, _ = metres_per_degree(heights.north - rows * heights.cell_lat / 2)
    # A degree of latitude is the longer one: no step is longer than was asked.
    degrees = every_m / max(metres_per_degree(heights.north)[1], across)
    places, whose = [], []
    for number, thing in enumerate(things):
        line = thing.boundary if shapely.get_dimensions(thing) == 2 else thing  # noqa: PLR2004 - an area
        stops = shapely.get_coordinates(shapely.segmentize(line, degrees))
        places.append(stops)
        whose.append(np.full(len(stops), number))
    spots = _positions(heights, np.concatenate(places))
    inside = _has_height(heights, spots)
    return spots[inside], np.concatenate(whose)[inside]


def _spots(heights: Heights, places: Sequence[BaseGeometry]) -> tuple[Doubles, Longs]:
    """Where each place is looked for: a point itself, an area in its cells, at least in one of its points."""
    spots, of_place = [], []
    for number, place in enumerate(places):
        cells = _cells_within(heights, place) if shapely.get_dimensions(place) == 2 else np.zeros((0, 2))  # noqa: PLR2004 - an area
        point = shapely.point_on_surface(place)
        own = cells if len(cells) else _positions(heights, shapely.get_coordinates(point))
        spots.append(own)
        of_place.append(np.full(len(own), number))
    return np.concatenate(spots), np.concatenate(of_place)


def _cells_within(heights: Heights, area: BaseGeometry) -> Doubles:
    """The cells of the grid whose middle lies in an area."""
    west, south, east, north = area.bounds
    corners = _positions(heights, np.array([(west, north), (east, south)]))
    low = np.maximum(np.floor(corners[0]).astype(np.int64), 0)
    high = np.minimum(np.ceil(corners[1]).astype(np.int64) + 1, heights.shape)
    if (high <= low).any():
        return np.zeros((0, 2))
    moved = _laid(heights) @ Affine.translation(int(low[1]), int(low[0]))
    mask = rasterize([(area, 1)], out_shape=tuple((high - low).tolist()), transform=moved, dtype="uint8")
    cells: Longs = np.argwhere(mask) + low
    return cells.astype(np.float64)


def _laid(heights: Heights) -> Affine:
    return Affine(heights.cell_lon, 0.0, heights.west, 0.0, -heights.cell_lat, heights.north)
