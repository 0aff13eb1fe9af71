"""Village areas: a tiling of each township around its village points, inside the borders that are drawn already.

Metres in the local plane inside, lon/lat · degrees outside.
"""

import numpy as np
import shapely
from scipy.spatial import KDTree, Voronoi
from shapely import MultiPolygon, Polygon

from data.sample.making.cells import OUTSIDE, Cells, in_one_piece
from data.sample.making.chance import Chance
from data.sample.making.ground import Bend, bend, hexagons
from data.sample.making.plane import shape_to_plane, to_plane
from data.sample.making.seats import COUNTY_SEAT, LAKE
from data.sample.making.tiling import Clearance, tile
from data.sample.making.villages import Village

_BENDS = (Bend(900.0, 3_300.0), Bend(220.0, 1_100.0))
_SPACING_M = 170.0
_SPACING_OF_ITS_OWN_M = {COUNTY_SEAT: 120.0, LAKE: 500.0}  # committees close together, a lake with two villages
_CLEARANCE = Clearance(of_the_end_m=200.0, of_the_rim_m=110.0)


def village_polygons(townships: dict[str, MultiPolygon], villages: list[Village]) -> dict[str, MultiPolygon]:
    """Give each village unit its area (lon/lat · degrees) by code; together they are exactly the townships."""
    areas: dict[str, MultiPolygon] = {}
    for code, township in townships.items():
        own = [village for village in villages if village.unit.township == code]
        (outline,) = township.geoms
        tiles = tile(outline, _grow(code, shape_to_plane(outline), own), _CLEARANCE)
        areas |= {own[position].unit.code: area for position, area in tiles.items()}
    return areas


def _grow(code: str, township: Polygon, villages: list[Village]) -> Cells:
    """Give every cell of a township to the village that is nearest on the bent ground."""
    spacing_m = _SPACING_OF_ITS_OWN_M.get(code, _SPACING_M)
    sites = hexagons(township.bounds, spacing_m, Chance(f"village cells/{code}"))
    places = to_plane(np.array([village.position for village in villages]))
    moved = np.vstack([sites, places]) + bend(np.vstack([sites, places]), _BENDS)
    _, nearest = KDTree(moved[len(sites) :]).query(moved[: len(sites)])
    shapely.prepare(township)
    owner = np.where(shapely.contains_xy(township, sites), nearest, OUTSIDE)
    return in_one_piece(Cells(sites, owner, Voronoi(sites)), places)
