"""Where the villages lie: strictly inside their township, towns clustered around the seat, farms and fisheries apart.

Metres in the local plane inside, lon/lat · degrees outside.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from data.sample.making.cells import Cells
from data.sample.making.chance import Chance
from data.sample.making.names_of_units import Unit
from data.sample.making.plane import Coordinates, Position, shape_to_plane, to_lonlat, to_plane
from data.sample.making.seats import LAKE, SEATS

_SEAT_CLEARANCE_M = 1_300.0
_VILLAGE_CLEARANCE_M = 450.0
_TOWN_STEP_M = 320.0
_OFF_THE_TOWN_M = 1_100.0
_SHORE_BELT_M = (500.0, 2_000.0)
_LANDING_M = 7_000.0
_SMALLEST_LOBE_M2 = 10_000_000.0  # a smaller one hangs on the rest by too thin a neck for a road
_SHRINK = 0.94
# Two former towns now inside 荣家湾镇: their committees stand beside the village of the same name.
_BESIDE_A_VILLAGE = {"麻塘集镇居民委员会": "麻塘村", "鹿角集镇居民委员会": "鹿角村"}
# These stand where the county meets the lake, whatever else is drawn.
_LAKESIDE = ("麻塘村", "鹿角村", "洞庭村", "畔湖新村", "六合垸村")


@dataclass(frozen=True)
class Village:
    """A village unit and its invented place (lon, lat · degrees)."""

    unit: Unit
    position: Position
    is_seat: bool


def place_villages(townships: dict[str, MultiPolygon], units: list[Unit], cells: Cells) -> list[Village]:
    """Give every village unit a place inside its township, in the order of the codes."""
    county = shapely.union_all([shape_to_plane(area) for area in townships.values()])
    placed = [
        village
        for code, area in townships.items()
        for village in _place(code, _one_polygon(area), county, [u for u in units if u.township == code], cells)
    ]
    return sorted(placed, key=lambda village: village.unit.code)


def _place(code: str, area: Polygon, county: BaseGeometry, units: list[Unit], cells: Cells) -> list[Village]:
    draw = Chance(f"villages/{code}")
    seat = _seat_position(code, area, county, cells)
    at_seat = _unit_at_seat(units)
    town = [u for u in units if u.is_residents_committee and u is not at_seat and u.name not in _BESIDE_A_VILLAGE]
    beside = [u for u in units if u.name in _BESIDE_A_VILLAGE]
    country = [u for u in units if u is not at_seat and u not in town and u not in beside]
    places = {at_seat.name: seat}
    places |= zip((u.name for u in town), _around(seat, len(town), area, draw), strict=True)
    fields = _fields(code, area, county, cells)
    country = sorted(country, key=lambda u: u.name not in _LAKESIDE)
    scattered = _west_first(_scatter(fields, seat, len(country), draw), sum(u.name in _LAKESIDE for u in country))
    places |= zip((u.name for u in country), scattered, strict=True)
    for unit in beside:
        places[unit.name] = _around(places[_BESIDE_A_VILLAGE[unit.name]], 1, area, draw)[0]
    lonlat = to_lonlat(np.array([places[u.name] for u in units]))
    return [Village(u, (float(x), float(y)), u is at_seat) for u, (x, y) in zip(units, lonlat, strict=True)]


def _one_polygon(area: MultiPolygon) -> Polygon:
    (part,) = area.geoms
    return Polygon(to_plane(shapely.get_coordinates(part)))


def _unit_at_seat(units: list[Unit]) -> Unit:
    """The first residents' committee; in a rural township the first village."""
    return next((unit for unit in units if unit.is_residents_committee), units[0])


def _seat_position(code: str, area: Polygon, county: BaseGeometry, cells: Cells) -> Coordinates:
    """The cell nearest to the hand-drawn seat that keeps clear of the border."""
    seat = next(seat for seat in SEATS if seat.code == code)
    anchor = to_plane(np.array([[seat.lon_degree, seat.lat_degree]]))[0]
    sites = _fields(code, area, county, cells, _SEAT_CLEARANCE_M)
    nearest: Coordinates = sites[np.argmin(((sites - anchor) ** 2).sum(axis=1))]
    return nearest


def _fields(
    code: str, area: Polygon, county: BaseGeometry, cells: Cells, clearance_m: float = _VILLAGE_CLEARANCE_M
) -> Coordinates:
    """The cells of a township where people may live; on the lake only a belt along the shore."""
    sites = cells.sites[shapely.contains_xy(area, cells.sites)]
    points = shapely.points(sites)
    to_border = shapely.distance(area.exterior, points)
    if code != LAKE:
        lobes = shapely.get_parts(area.buffer(-_VILLAGE_CLEARANCE_M))
        homeland = shapely.union_all(lobes[shapely.area(lobes) > _SMALLEST_LOBE_M2])
        return sites[(to_border > clearance_m) & shapely.contains_xy(homeland, sites)]
    to_shore = shapely.distance(county.difference(area), points)
    low, high = _SHORE_BELT_M
    return sites[(to_shore > low) & (to_shore < high) & _near_the_landing(sites)]


def _near_the_landing(sites: Coordinates) -> NDArray[np.bool_]:
    """The stretch of the shore whose people belong to the lake's administration."""
    landing = next((seat.lon_degree, seat.lat_degree) for seat in SEATS if seat.code == LAKE)
    away = sites - to_plane(np.array([landing]))
    return np.asarray(np.hypot(*away.T) < _LANDING_M)


def _west_first(places: list[Coordinates], count: int) -> list[Coordinates]:
    """The westernmost places first, as many as asked for, then the others as they came."""
    west = sorted(range(len(places)), key=lambda i: float(places[i][0]))[:count]
    return [places[i] for i in west] + [place for i, place in enumerate(places) if i not in west]


def _around(centre: Coordinates, count: int, area: Polygon, draw: Chance) -> list[Coordinates]:
    """Draw places around a centre, a few hundred metres from each other."""
    placed = [centre]
    radius = 1.15 * _TOWN_STEP_M * sqrt(max(count, 1))
    while len(placed) <= count:
        place = centre + np.array([draw.between(-radius, radius), draw.between(-radius, radius)])
        apart = min(float(np.hypot(*(place - other))) for other in placed)
        if apart > _TOWN_STEP_M and shapely.contains_xy(area, *place):
            placed.append(place)
        radius *= 1.002
    return placed[1:]


def _scatter(fields: Coordinates, seat: Coordinates, count: int, draw: Chance) -> list[Coordinates]:
    """Throw villages on the fields, as far from each other as still lets all of them find a place."""
    apart = 2.0 * sqrt(len(fields) / max(count, 1)) * _OFF_THE_TOWN_M
    order = draw.shuffled(range(len(fields)))
    while True:
        placed: list[Coordinates] = []
        for i in order:
            rivals = np.array([seat, *placed])
            if np.hypot(*(rivals - fields[i]).T).min() > max(apart, _TOWN_STEP_M):
                placed.append(fields[i])
            if len(placed) == count:
                return placed
        apart *= _SHRINK
