"""Rows of the cemeteries: rural ones in the hills, columbaria in the towns, sites that save land, one that is for sale.

Four rural cemeteries are under construction, as the county's programme for 2024 says; which ones is invented.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from shapely import MultiPolygon, Polygon

from data.sample.making.chance import Chance
from data.sample.making.files import OPENING_DAY, Row, invented
from data.sample.making.nursing_home_plan import day
from data.sample.making.outcrops import as_area, outcrop
from data.sample.making.places import County
from data.sample.making.plane import Coordinates, shape_to_plane, to_plane
from data.sample.making.villages import Village

_OFF_THE_VILLAGE_M = (550, 1_150)
_CLEAR_OF_THE_BORDER_M = 160.0
_CLEAR_OF_A_VILLAGE_M = 450.0
_RADIUS_M = {
    "urban_public": 190,
    "commercial": 170,
    "rural_public": 110,
    "columbarium": 45,
    "eco_burial": 65,
    "historic": 55,
}
_NAMES = {
    "rural_public": "公益性公墓",
    "columbarium": "骨灰堂",
    "eco_burial": "节地生态安葬点",
    "historic": "历史埋葬点",
}
_NAMES_OF_THEIR_OWN = {"urban_public": "岳阳县金垅公益性公墓", "commercial": "岳阳县麻布山陵园"}
_LEVELS = {"urban_public": "county", "commercial": "county", "historic": "village"}
# township, village unit, kind, stage, since
_PLANS = (
    ("430621100", "金垅村", "urban_public", "open", "2014-04-01"),
    ("430621100", "麻布山村", "commercial", "open", "2009-03-20"),
    ("430621100", "城东村", "columbarium", "open", "2017-04-02"),
    ("430621100", "牛皋村", "eco_burial", "open", "2020-03-30"),
    ("430621104", "苍坪村", "rural_public", "open", "2016-11-11"),
    ("430621105", "高桥村", "rural_public", "open", "2018-03-28"),
    ("430621105", "三合村", "eco_burial", "open", "2021-04-01"),
    ("430621106", "十步桥村", "rural_public", "open", "2019-10-20"),
    ("430621107", "笔架山村", "rural_public", "open", "2015-03-31"),
    ("430621107", "大塘村", "columbarium", "open", "2022-03-25"),
    ("430621108", "飞云村", "rural_public", "open", "2017-12-01"),
    ("430621108", "甘田村", "eco_burial", "open", "2022-04-03"),
    ("430621109", "云山村", "rural_public", "open", "2016-04-01"),
    ("430621109", "相思村", "rural_public", "building", "2024-03-15"),
    ("430621110", "相思山村", "rural_public", "open", "2018-11-30"),
    ("430621110", "大界村", "eco_burial", "open", "2023-03-29"),
    ("430621111", "大峰村", "rural_public", "building", "2024-04-10"),
    ("430621111", "张谷英村", "historic", "closed", "1998-01-01"),
    ("430621112", "万福村", "rural_public", "open", "2020-12-12"),
    ("430621113", "北斗岭村", "rural_public", "building", "2024-05-20"),
    ("430621114", "花果园村", "rural_public", "building", "2024-06-03"),
    ("430621202", "宝塔村", "columbarium", "open", "2021-09-28"),
    ("430621203", "白羊村", "rural_public", "open", "2019-03-31"),
)
Values = dict[str, Any]


def cemetery_rows(county: County) -> Iterator[Row]:
    """Every cemetery with its area, from the day it opens or is begun."""
    origin = invented("设施、范围与数量均虚构；2024 年在建农村公益性公墓 4 处的数目取自 2024 年全县民政工作要点")
    for serial, (township, name, kind, stage, since) in enumerate(_PLANS, start=1):
        number = f"CE-430621-{serial:03d}"
        draw = Chance(f"cemeteries/{number}")
        village = county.village(township, name)
        area, square_metres = _area(village, county, float(_RADIUS_M[kind]), draw)
        town = county.names[township]
        values = {
            "number": number,
            "name": _NAMES_OF_THEIR_OWN.get(kind, f"{town}{name}{_NAMES.get(kind)}"),
            "stage": stage,
            "division": township,
            "address": county.address(village),
            "opened_on": day(since) if stage == "open" else None,
            "kind": kind,
            "level": _LEVELS.get(kind, "township"),
            "land_area": square_metres,
            **(_inside(kind, square_metres, draw) if stage == "open" else {}),
            "served_villages": "、".join(_served(village, county)) if kind in ("rural_public", "eco_burial") else None,
        }
        yield Row(values, origin, area, max(day(since), OPENING_DAY))


def _area(village: Village, county: County, radius_m: float, draw: Chance) -> tuple[MultiPolygon, int]:
    """An area off the village and clear of the others, inside the township, with its size in whole square metres."""
    ground = shape_to_plane(county.townships[village.unit.township]).buffer(-_CLEAR_OF_THE_BORDER_M)
    village_at = _at(village)
    others = np.array([_at(other) for other in county.villages if other is not village])
    while True:
        step = np.array([draw.between(-1, 1), draw.between(-1, 1)]) * _OFF_THE_VILLAGE_M[1]
        centre = village_at + step
        near = np.hypot(*(others - centre).T).min() < _CLEAR_OF_A_VILLAGE_M
        if near or not _OFF_THE_VILLAGE_M[0] < np.hypot(*step) < _OFF_THE_VILLAGE_M[1]:
            continue
        area: Polygon = outcrop(centre, radius_m, draw)
        if ground.covers(area):
            return as_area(area), round(area.area)


def _at(village: Village) -> Coordinates:
    place: Coordinates = to_plane(np.array([village.position]))[0]
    return place


def _served(village: Village, county: County) -> list[str]:
    """The villages of the township that lie nearest, by code."""
    near = sorted(county.villages_of(village.unit.township), key=lambda v: float(np.hypot(*(_at(v) - _at(village)))))
    return sorted(v.unit.code for v in near[:6])


def _inside(kind: str, square_metres: int, draw: Chance) -> Values:
    """Plots, niches and the year's check of a cemetery in service."""
    check: Values = {"annual_check": "passed", "checked_in": 2024}
    if kind == "columbarium":
        niches = draw.whole(12, 40) * 100
        return check | {"niches": niches, "niches_in_use": round(niches * draw.between(0.08, 0.5))}
    if kind == "eco_burial":
        return check | {"has_eco_burial": True, "eco_method": draw.one_of(("tree", "flower_bed", "lawn", "mixed"))}
    plots = square_metres // draw.whole(14, 20)
    used = round(plots * draw.between(0.15, 0.7))
    has_eco = draw.happens(0.4)
    return check | {
        "plots": plots,
        "plots_in_use": used,
        "plot_area": 0.8,
        "term": 20,
        "has_eco_burial": has_eco,
        "eco_method": draw.one_of(("tree", "lawn")) if has_eco else None,
    }
