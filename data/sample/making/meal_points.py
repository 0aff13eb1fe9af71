"""Rows of the meal points: some that stand already, and the four of the county's programme for 2024."""

from collections.abc import Iterator

from data.sample.making.chance import Chance
from data.sample.making.files import OPENING_DAY, Row, invented
from data.sample.making.nursing_home_plan import day
from data.sample.making.places import County

_SIZES = {"canteen": (50, 90), "table": (20, 40), "point": (10, 20)}
# township, village unit (None is the seat), kind, mode, opened on
_PLANS = (
    ("430621100", None, "canteen", "cooked_here", "2018-10-16"),
    ("430621100", "天鹅居民委员会", "canteen", "cooked_here", "2019-06-06"),
    ("430621100", "桥东居民委员会", "table", "central_kitchen", "2021-04-20"),
    ("430621100", "鹿角村", "point", "central_kitchen", "2022-09-09"),
    ("430621105", None, "table", "cooked_here", "2020-11-02"),
    ("430621108", None, "canteen", "cooked_here", "2021-07-15"),
    ("430621109", "毛田村", "point", "home_delivery", "2023-03-28"),
    ("430621111", "张谷英村", "table", "cooked_here", "2023-05-30"),
)
_PROGRAMME_OF_2024 = (
    ("430621100", "城北居民委员会", "canteen", "cooked_here", "2024-06-18"),
    ("430621107", None, "table", "cooked_here", "2024-08-08"),
    ("430621112", None, "table", "central_kitchen", "2024-09-26"),
    ("430621110", None, "canteen", "cooked_here", "2024-10-30"),
)


def meal_point_rows(county: County) -> Iterator[Row]:
    """Every point since the day it opened."""
    origin = invented("设施与位置均虚构；2024 年新建 4 处的数目取自 2024 年全县民政工作要点")
    for serial, (township, name, kind, mode, opened) in enumerate((*_PLANS, *_PROGRAMME_OF_2024), start=1):
        number = f"MP-430621-{serial:03d}"
        draw = Chance(f"meal_points/{number}")
        village = county.village(township, name) if name else county.seat(township)
        label = {"canteen": "老年食堂", "table": "老年餐桌", "point": "老年助餐点"}[kind]
        capacity = draw.whole(*_SIZES[kind])
        delivers = mode == "home_delivery" or draw.happens(0.5)
        values = {
            "number": number,
            "name": f"{county.names[township]}{village.unit.everyday_name if name else '中心'}{label}",
            "stage": "open",
            "division": township,
            "address": county.address(village),
            "opened_on": day(opened),
            "kind": kind,
            "mode": mode,
            "meal_capacity": capacity,
            "days_per_week": draw.one_of((5, 6, 7)),
            "price": draw.one_of((6, 8, 10)),
            "subsidised_groups": "特困、低保和80周岁以上老年人",
            "delivers": delivers,
            "delivery_radius": draw.one_of((1_000, 1_500, 2_000)) if delivers else None,
            "food_licence": mode == "cooked_here",
            "floor_area": capacity * 2 + draw.whole(0, 30),
        }
        yield Row(values, origin, county.beside(village, draw), max(day(opened), OPENING_DAY))
