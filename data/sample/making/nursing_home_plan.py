"""The nursing homes of the sample, one line each, and what changed in their lives.

Beds are chosen so that the county stands near thirty per thousand, one township meets the target of forty, one has no
home though one is planned, and the lake has nothing; the rest of a home's sheet is drawn by `nursing_homes`.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any


def day(text: str) -> dt.date:
    """Read an ISO date."""
    return dt.date.fromisoformat(text)


@dataclass(frozen=True)
class Plan:
    """A home: where (township, village; None is the seat), what, whose, how many beds, since when."""

    township: str
    name: str
    kind: str
    ownership: str
    operation: str
    beds: int
    opened_on: str | None
    village: str | None = None
    management_level: str | None = None
    serves: str = "township"
    stage: str = "open"
    since: str | None = None  # the day the register begins to know it; the opening day when absent
    children_beds: int | None = None
    changes: tuple[tuple[str, dict[str, Any]], ...] = field(default=())  # from a day on, other values


_PUBLIC = ("nursing_home", "public", "public_run")
_PRIVATE = ("care_home", "private_nonprofit", "private_run")
_FOR_PROFIT = ("care_home", "private_profit", "private_run")
_TO_THE_COUNTY = ("2024-07-01", {"management_level": "county"})  # 乡建乡管 → 县建县管

PLANS = (
    Plan(
        *("430621100", "岳阳县社会福利中心", "welfare_institute", "public", "public_run", 260, "2012-10-18"),
        management_level="county",
        serves="county",
        children_beds=30,
        changes=(("2019-10-01", {"beds": 400}),),
    ),
    Plan("430621100", "荣家湾镇中心敬老院", *_PUBLIC, 120, "2010-05-20", changes=(_TO_THE_COUNTY,)),
    Plan(
        *(
            "430621100",
            "荣家湾夕阳红老年公寓",
            "elder_apartment",
            "private_nonprofit",
            "private_run",
            110,
            "2017-05-01",
        ),
        village="城南居民委员会",
    ),
    Plan("430621100", "荣家湾康乐养老院", *_FOR_PROFIT, 90, "2020-08-15", village="枫桥居民委员会"),
    Plan(
        *("430621100", "岳阳县颐和老年养护院", "skilled", "public", "public_built_private_run", 100, "2022-06-28"),
        village="天鹅居民委员会",
    ),
    Plan(
        *("430621100", "鹿角养老院", *_PRIVATE, 40, "2015-03-01"),
        village="鹿角村",
        changes=(("2023-11-10", {"stage": "suspended", "filing_status": "suspended"}),),
    ),
    Plan("430621104", "黄沙街镇敬老院", *_PUBLIC, 110, "2011-09-01"),
    Plan(
        *("430621104", "黄沙街金秋养老院", "care_home", "private_nonprofit", "public_aided", 60, "2018-10-10"),
        village="和谐村",
    ),
    Plan("430621105", "新墙镇中心敬老院", *_PUBLIC, 80, "2009-12-01", changes=(("2021-09-01", {"beds": 150}),)),
    Plan("430621106", "柏祥镇敬老院", *_PUBLIC, 80, "2012-06-01"),
    Plan("430621107", "筻口镇中心敬老院", *_PUBLIC, 200, "2018-06-20", changes=(_TO_THE_COUNTY,)),
    Plan("430621107", "筻口潼溪养老院", *_PRIVATE, 80, "2019-04-18", village="潼溪村"),
    Plan(
        *("430621108", "公田镇中心敬老院", *_PUBLIC, 180, "2013-11-05"),
        changes=(("2020-04-01", {"operation": "public_built_private_run", "operator": None}),),
    ),
    Plan(
        *("430621108", "公田铁山老年养护院", "skilled", "private_profit", "private_run", 120, "2021-05-12"),
        village="铁山村",
    ),
    Plan("430621109", "毛田镇敬老院", *_PUBLIC, 180, "2014-08-01"),
    Plan(
        *("430621109", "毛田镇道仁五保幸福园", "happiness_garden", "collective", "public_run", 24, "2013-10-01"),
        village="道仁村",
        management_level="village",
        serves="village",
    ),
    Plan("430621110", "月田镇中心敬老院", *_PUBLIC, 200, "2016-09-30"),
    Plan("430621110", "月田江堧养老院", *_PRIVATE, 90, "2023-03-20", village="江堧村"),
    Plan(
        *("430621110", "月田镇老年养护院", "skilled", "public", "public_built_private_run", 150, None),
        stage="building",
        since="2024-03-01",
    ),
    Plan("430621111", "张谷英镇敬老院", *_PUBLIC, 150, "2012-04-10"),
    Plan(
        *("430621111", "张谷英康养中心", "care_home", "public", "public_built_private_run", 80, "2023-10-23"),
        village="张谷英村",
    ),
    Plan("430621112", "新开镇敬老院", *_PUBLIC, 120, "2013-05-15"),
    Plan("430621112", "新开友谊养老院", *_FOR_PROFIT, 90, "2020-12-01", village="友谊村"),
    Plan("430621113", "步仙镇敬老院", *_PUBLIC, 110, "2010-11-11"),
    Plan("430621114", "杨林街镇敬老院", *_PUBLIC, 100, "2012-09-09"),
    Plan(
        *("430621202", "中洲乡敬老院", *_PUBLIC, 100, None),
        stage="building",
        since="2020-10-15",
        changes=(("2022-03-01", {"stage": "open", "opened_on": day("2022-03-01")}),),
    ),
    Plan(
        *("430621203", "长湖乡京广敬老院", *_PUBLIC, 30, "2008-03-01"),
        village="京广村",
        changes=(("2019-12-31", {"stage": "closed", "filing_status": "terminated"}),),
    ),
    Plan("430621203", "长湖乡敬老院", *_PUBLIC, 100, None, stage="planned", since="2024-05-06"),
)
