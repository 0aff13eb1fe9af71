"""Rows of the rescue points: the station, shelters, a contact in every township, signs where strangers arrive."""

from collections.abc import Iterator
from typing import Any

from data.sample.making.chance import Chance
from data.sample.making.files import OPENING_DAY, Row, invented
from data.sample.making.nursing_home_plan import day
from data.sample.making.places import County
from data.sample.making.seats import COUNTY_SEAT, LAKE

_SIGN_TEXT = "如遇生活无着、流浪乞讨人员，请联系岳阳县救助管理站或拨打110"
Values = dict[str, Any]

# township, village unit (None is the seat), name, kind, since, more
Plan = tuple[str, str | None, str, str, str, Values]
_PLANS: tuple[Plan, ...] = (
    (
        COUNTY_SEAT,
        "卫农居民委员会",
        "岳阳县救助管理站",
        "station",
        "2011-06-19",
        {"beds": 24, "is_round_the_clock": True},
    ),
    (COUNTY_SEAT, "卫农居民委员会", "岳阳县未成年人救助保护中心", "minors_centre", "2021-06-01", {"beds": 10}),
    (COUNTY_SEAT, "荣站居民委员会", "荣站社区临时救助点", "temporary_point", "2018-12-01", {"beds": 4}),
    ("430621105", None, "新墙镇临时救助点", "temporary_point", "2019-12-01", {"beds": 3}),
    ("430621108", None, "公田镇临时救助点", "temporary_point", "2020-12-01", {"beds": 3}),
    (COUNTY_SEAT, "庆丰居民委员会", "岳阳县救助定点医院", "designated_hospital", "2016-06-19", {}),
    (COUNTY_SEAT, "荣站居民委员会", "火车站救助引导牌", "guide_sign", "2017-06-19", {"near": "火车站"}),
    (COUNTY_SEAT, "巴陵市场居民委员会", "汽车站救助引导牌", "guide_sign", "2017-06-19", {"near": "汽车站"}),
    (COUNTY_SEAT, "文胜居民委员会", "县城广场救助引导牌", "guide_sign", "2019-06-19", {"near": "县城广场"}),
    ("430621112", None, "新开镇车站救助引导牌", "guide_sign", "2022-06-19", {"near": "乡镇车站"}),
)


def rescue_point_rows(county: County) -> Iterator[Row]:
    """Every point since the day it stands."""
    origin = invented("设施与位置均虚构")
    for serial, (township, village_name, name, kind, since, more) in enumerate([*_PLANS, *_contacts(county)], start=1):
        number = f"RP-430621-{serial:03d}"
        draw = Chance(f"rescue_points/{number}")
        village = county.village(township, village_name) if village_name else county.seat(township)
        values = {
            "number": number,
            "name": name,
            "stage": "open",
            "division": township,
            "address": county.address(village),
            "operator": "岳阳县民政局" if kind in ("station", "minors_centre") else None,
            "opened_on": day(since),
            "kind": kind,
            **more,
            "sign_text": _SIGN_TEXT if kind == "guide_sign" else None,
        }
        yield Row(values, origin, county.beside(village, draw, 60, 240), max(day(since), OPENING_DAY))


def _contacts(county: County) -> Iterator[Plan]:
    for township, name in county.names.items():
        if township != LAKE:
            yield township, None, f"{name}救助联络点", "contact_point", "2016-06-19", {}
