"""Rows of the signs and the house numbers: a board in every village, signs where streets begin and end, doors beside.

Numbers run from the east end of a street and from the north, odd ones on the north and on the west (the manner of
Beijing). They are given here by plain walking, so that a scheme of `layers.numbering` can be held against them. Metres
in the local plane inside, lon/lat · degrees outside.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely
from shapely import LineString, Point

from data.sample.making.chance import Chance
from data.sample.making.files import Row, invented
from data.sample.making.nursing_home_plan import day
from data.sample.making.places import County
from data.sample.making.plane import Coordinates, shape_to_plane, to_lonlat
from data.sample.making.roads import Road
from data.sample.making.seats import COUNTY, LAKE

# What stands on the signs, written by hand; the sign without its apostrophe is meant to be found.
SPELLINGS = {
    "东方路": "DONGFANG LU",
    "荣新路": "RONGXIN LU",
    "天鹅路": "TIANE LU",
    "文胜路": "WENSHENG LU",
    "长丰路": "CHANGFENG LU",
    "友爱路": "YOU'AI LU",
    "庆丰街": "QINGFENG JIE",
    "同心街": "TONGXIN JIE",
    "城西路": "CHENGXI LU",
    "城南路": "CHENGNAN LU",
    "城北路": "CHENGBEI LU",
    "桥东街": "QIAODONG JIE",
    "向阳街": "XIANGYANG JIE",
    "枫桥路": "FENGQIAO LU",
}
_CONDITIONS = ("intact", "intact", "intact", "intact", "faded", "leaning", "damaged", "missing")
_NUMBERED_STREETS = 8
_FIRST_DOOR_M, _STEP_M, _TO_THE_DOOR_M = 12.0, (18.0, 34.0), (9.0, 14.0)
_KERB_M = 8.0
Values = dict[str, Any]


def sign_rows(county: County, roads: list[Road]) -> Iterator[Row]:
    """The boards of the villages, then the signs of the streets; every fifth corner still lacks its own."""
    origin = invented("标志、照片与状况均虚构；村名与路名同地名图层")
    for serial, (values, place) in enumerate([*_boards(county), *_street_signs(roads)], start=1):
        code = f"{COUNTY}-BZ{serial:04d}"
        draw = Chance(f"name_signs/{code}")
        found = {
            "code": code,
            **values,
            "condition": draw.one_of(_CONDITIONS),
            "seen_on": day("2024-06-30"),
            "set_on": day("2019-10-01"),
            "set_by": "岳阳县民政局",
            "material": draw.one_of(("铝合金反光膜", "不锈钢蚀刻", "搪瓷")),
        }
        yield Row(found, origin, place, day("2019-10-01"))


def _boards(county: County) -> Iterator[tuple[Values, Point]]:
    for village in county.villages:
        if village.unit.township != LAKE and not village.unit.is_residents_committee:
            name = village.unit.everyday_name
            values = {"name": name, "kind": "village", "text": name, "division": village.unit.township}
            yield values, county.beside(village, Chance(f"village board/{village.unit.code}"), 40, 120)


def _street_signs(roads: list[Road]) -> Iterator[tuple[Values, Point]]:
    """One at each end of a street, on the right-hand kerb of whoever comes in, looking along the street."""
    for number, road in enumerate(_streets(roads)):
        course = _from_the_start(road)
        for end, line in enumerate((course, course[::-1])):
            if (2 * number + end) % 5 == 4:  # noqa: PLR2004 - every fifth is missing
                continue
            values = {
                "name": road.name,
                "road": f"{COUNTY}-{road.code}",
                "kind": "street",
                "text": road.name,
                "romanized": SPELLINGS.get(road.name),
                "colour": "blue" if _runs_east_west(course) else "green",
                "division": road.township,
            }
            yield values, _beside(LineString(line), 10.0, _KERB_M)


def address_rows(county: County, roads: list[Road]) -> Iterator[Row]:
    """The doors of the first streets, both sides; empty land keeps its number reserved."""
    origin = invented("门牌、位置与所在楼宇均虚构")
    serial = 0
    for road in list(_streets(roads))[:_NUMBERED_STREETS]:
        line = LineString(_from_the_start(road))
        for parity, hand in ((1, "right"), (2, "left")):
            draw = Chance(f"addresses/{road.code}/{hand}")
            chainage, number = _FIRST_DOOR_M + draw.between(0, 6), parity
            while chainage < line.length - _FIRST_DOOR_M:
                serial += 1
                aside = draw.between(*_TO_THE_DOOR_M) * (1 if hand == "right" else -1)
                values = {
                    "code": f"AD-{COUNTY}-{serial:05d}",
                    "address": f"岳阳县{county.names[road.township or '']}{road.name}{number}号",
                    "street": road.name,
                    "road": f"{COUNTY}-{road.code}",
                    "number": number,
                    "status": "reserved" if draw.happens(0.1) else "in_use",
                    "plate": "small",
                    "side": hand,
                    "chainage_m": round(chainage, 1),
                    "authority": "岳阳县民政局",
                    "division": road.township,
                }
                yield Row(values, origin, _beside(line, chainage, aside), day("2019-10-01"))
                chainage, number = chainage + draw.between(*_STEP_M), number + 2


def _streets(roads: list[Road]) -> Iterator[Road]:
    return (road for road in roads if road.road_class == "street" and len(road.course.geoms) == 1)


def _from_the_start(road: Road) -> Coordinates:
    """The course (m) from its east end when it runs east and west, else from its north end."""
    course = shapely.get_coordinates(shape_to_plane(road.course))
    axis = 0 if _runs_east_west(course) else 1
    return course if course[0, axis] > course[-1, axis] else course[::-1]


def _runs_east_west(course: Coordinates) -> bool:
    east, north = np.abs(course[-1] - course[0])
    return bool(east >= north)


def _beside(line: LineString, chainage_m: float, right_m: float) -> Point:
    """A place so far along and so far to the right, off the edge that is there."""
    here = shapely.get_coordinates(line.interpolate(chainage_m))[0]
    ahead = shapely.get_coordinates(line.interpolate(chainage_m + 0.5))[0]
    behind = shapely.get_coordinates(line.interpolate(max(chainage_m - 0.5, 0.0)))[0]
    east, north = (ahead - behind) / np.sqrt(((ahead - behind) ** 2).sum())
    return Point(to_lonlat((here + right_m * np.array([north, -east]))[None, :])[0])
