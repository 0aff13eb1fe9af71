"""Rows of the parcels and of what is controlled around them: a railway, a river, a reservoir, parks. All invented."""

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from data.sample.making.chance import Chance
from data.sample.making.files import Row, invented
from data.sample.making.outcrops import as_area, outcrop
from data.sample.making.places import County
from data.sample.making.plane import Coordinates, shape_to_plane, to_plane
from data.sample.making.seats import COUNTY, COUNTY_SEAT, LAKE

_DRAWN_FROM = "示例规则：位置与范围虚构，不是实际划定成果"
_CLEAR_OF_THE_BORDER_M = 160.0
_FROM_THE_SEAT_M = (900.0, 2_400.0)
_PARCEL_RADIUS_M = (45.0, 85.0)
_M2_PER_MU = 2_000 / 3
# land use, tenure, status, what the ground costs (万元/亩): each has its turn
_OFFERS = (
    ("welfare", "state", "reserved", 12),
    ("rural_construction", "collective", "available", 4),
    ("public_service", "state", "available", 9),
    ("funeral", "collective", "to_be_agreed", 3),
    ("residential", "state", "taken", 30),
)
# lon, lat · from the north-west to the south, past the county seat
_RAILWAY = ((113.020, 29.290), (113.080, 29.190), (113.110, 29.120), (113.140, 29.030))
# name, kind, township, village unit, radius in metres
_Planned = tuple[str, str, str, str, float]
_AREAS: tuple[_Planned, ...] = (
    ("大云山森林公园", "forest_park", "430621109", "云山村", 1_500.0),
    ("张谷英村古建筑群", "heritage", "430621111", "张谷英村", 420.0),
    ("荣家湾工业园", "industrial", COUNTY_SEAT, "麻布山村", 900.0),
    ("公田镇永久基本农田连片区", "basic_farmland", "430621105", "高桥村", 1_100.0),
    ("筻口镇永久基本农田连片区", "basic_farmland", "430621107", "大塘村", 1_200.0),
    ("月田镇地质灾害易发区", "hazard", "430621110", "相思山村", 600.0),
)
_WATER_M = 800.0


def parcel_rows(county: County) -> Iterator[Row]:
    """Two parcels for every town but the lake's administration, off its seat."""
    origin = invented("地块位置、用途、权属与费用均虚构")
    towns = [code for code in sorted(county.names) if code != LAKE]
    for serial, (code, side) in enumerate(((code, side) for code in towns for side in ("东", "西")), start=1):
        number = f"{COUNTY}-DK{serial:02d}"
        draw = Chance(f"parcels/{number}")
        area, square_metres = _parcel(county, code, draw)
        land_use, tenure, status, wan_per_mu = _OFFERS[serial % len(_OFFERS)]
        values = {
            "code": number,
            "name": f"{county.names[code]}驻地{side}侧地块",
            "division": code,
            "land_use": land_use,
            "tenure": tenure,
            "status": status,
            "land_area": square_metres,
            "has_building": draw.happens(0.25),
            "land_cost": round(square_metres / _M2_PER_MU * wan_per_mu),
            "planned_by": _DRAWN_FROM,
            "document_number": f"示例收储〔2024〕{serial}号" if status == "reserved" else None,
        }
        yield Row(values, origin, area)


def _parcel(county: County, township: str, draw: Chance) -> tuple[BaseGeometry, int]:
    """A small area off the seat, inside its township, with its size in whole square metres."""
    ground = shape_to_plane(county.townships[township]).buffer(-_CLEAR_OF_THE_BORDER_M)
    centre = _at(county.seat(township).position)
    while True:
        step = np.array([draw.between(-1, 1), draw.between(-1, 1)]) * _FROM_THE_SEAT_M[1]
        area = outcrop(centre + step, draw.between(*_PARCEL_RADIUS_M), draw)
        if np.hypot(*step) > _FROM_THE_SEAT_M[0] and ground.covers(area):
            return as_area(area), round(area.area)


def control_area_rows(county: County, names: Sequence[Row]) -> Iterator[Row]:
    """What building is controlled by; river and reservoir are those of the place names."""
    named = {str(row.values["name"]): row.place for row in names if row.place is not None}
    reservoir = named["铁山水库"]
    around = shape_to_plane(reservoir).buffer(_WATER_M).simplify(20)
    drawn: list[tuple[str, str, str, BaseGeometry, float | None]] = [
        ("京广铁路岳阳县段（示例线）", "railway", COUNTY, LineString(_RAILWAY), 16.0),
        ("新墙河", "river", COUNTY, named["新墙河"], 120.0),
        ("铁山水库", "reservoir", "430621108", reservoir, None),
        ("铁山水库饮用水水源保护区", "water_source", COUNTY, as_area(Polygon(shapely.get_exterior_ring(around))), None),
        *(_area(county, planned) for planned in _AREAS),
    ]
    for serial, (name, kind, division, place, width_m) in enumerate(drawn, start=1):
        values = {
            "code": f"{COUNTY}-GK{serial:02d}",
            "name": name,
            "kind": kind,
            "division": division,
            "width_m": width_m,
            "drawn_from": _DRAWN_FROM,
        }
        yield Row(values, invented("位置与范围虚构；部分名称为通行名称"), place)


def _area(county: County, planned: _Planned) -> tuple[str, str, str, BaseGeometry, None]:
    name, kind, township, village, radius_m = planned
    draw = Chance(f"control/{name}")
    centre = _at(county.village(township, village).position)
    ground = shape_to_plane(county.townships[township]).buffer(-_CLEAR_OF_THE_BORDER_M)
    inside = outcrop(centre, radius_m, draw, smoothings=2).intersection(ground)
    piece = max(shapely.get_parts(inside), key=lambda part: float(part.area))
    return name, kind, township, as_area(shapely.orient_polygons(shapely.normalize(piece))), None


def _at(position: tuple[float, float]) -> Coordinates:
    place: Coordinates = to_plane(np.array([position]))[0]
    return place
