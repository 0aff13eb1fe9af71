"""Townships grow over the county from hand-drawn seats until each has its size.

Metres in the local plane inside, lon/lat · degrees outside.
"""

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import Voronoi
from shapely import MultiPolygon, Polygon

from data.sample.making.cells import OUTSIDE, Cells, Owners, in_one_piece
from data.sample.making.chance import Chance
from data.sample.making.ground import Bend, bend, hexagons
from data.sample.making.plane import Coordinates, shape_to_plane, to_plane
from data.sample.making.seats import BEYOND_THE_SHORE, LAKE, SEATS, SHORE
from data.sample.making.tiling import Clearance, tile

_SPACING_M = 800.0
_BENDS = (Bend(4_400.0, 11_000.0), Bend(1_800.0, 4_200.0))
_SHORE_BENDS = 0.35  # the share of the noise that moves the shore: it is drawn by hand already
_ROUNDS = 400
_CLEARANCE = Clearance(of_the_end_m=900.0, of_the_rim_m=350.0)


def grow(outline: Polygon) -> Cells:
    """Cover a county (lon/lat) with cells and let the townships grow over them to their sizes."""
    county = shape_to_plane(outline)
    sites = hexagons(county.bounds, _SPACING_M, Chance("cells"))
    inside = shapely.contains_xy(county, sites)
    moved = bend(sites, _BENDS)
    on_land = inside & ~_beyond_the_shore(sites + moved * _SHORE_BENDS)
    owner = np.where(inside, _fair_shares(sites + moved, on_land), OUTSIDE)
    seats = to_plane(np.array([(seat.lon_degree, seat.lat_degree) for seat in SEATS]))
    return in_one_piece(Cells(sites, owner, Voronoi(sites)), seats)


def township_polygons(outline: Polygon, cells: Cells) -> dict[str, MultiPolygon]:
    """Give each township unit its polygon (lon/lat · degrees) by code."""
    areas = tile(outline, cells, _CLEARANCE)
    return {SEATS[unit].code: areas[unit] for unit in range(len(SEATS))}


def _fair_shares(bent: Coordinates, on_land: NDArray[np.bool_]) -> Owners:
    """Give every cell on land to the nearest seat, handicapped until sizes fit, and the others to the lake."""
    land = [i for i, seat in enumerate(SEATS) if seat.code != LAKE]
    wanted = np.array([SEATS[i].square_kilometres for i in land])
    wanted = wanted / wanted.sum() * on_land.sum()
    seats = to_plane(np.array([(SEATS[i].lon_degree, SEATS[i].lat_degree) for i in land]))
    distance = ((bent[on_land, None, :] - seats[None, :, :]) ** 2).sum(axis=2)
    handicap = np.zeros(len(land))
    for _ in range(_ROUNDS):
        nearest = np.argmin(distance - handicap, axis=1)
        handicap += (wanted - np.bincount(nearest, minlength=len(land))) * _SPACING_M**2 * 0.2
    township = np.full(len(bent), next(i for i, seat in enumerate(SEATS) if seat.code == LAKE))
    township[on_land] = np.array(land)[nearest]
    return township


def _beyond_the_shore(bent: Coordinates) -> NDArray[np.bool_]:
    lake = shape_to_plane(Polygon([*SHORE, *BEYOND_THE_SHORE]))
    return np.asarray(shapely.contains_xy(lake, bent))
