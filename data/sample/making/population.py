"""How many people live in each village: invented weights, published totals.

The county's resident totals of the seventh census (2020-11-01) are published; what each village has of them is invented
and adds up to them exactly, age band by age band. Registered people and the other dates are invented altogether.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from data.sample.making.chance import Chance, largest_remainder
from data.sample.making.seats import COUNTY_SEAT, LAKE
from data.sample.making.villages import Village

AGES_FROM = (0, 60, 65, 80)
PUBLISHED_SOURCE = "岳阳县第七次全国人口普查公报（2020 年 11 月 1 日零时）"
# The hills of the east are older than the lake shore; the county seat is young.
_AGEING = {"430621109": 1.22, "430621110": 1.15, "430621111": 1.18, "430621114": 1.1, COUNTY_SEAT: 0.8, LAKE: 0.9}
_PULL_OF_AGEING = (0.0, 0.7, 1.4, 2.1)  # how strongly ageing shifts each band: under 60, 60–64, 65–79, 80 and over


@dataclass(frozen=True)
class Count:
    """A county-wide count of people at a day: totals from 0, 60, 65 and 80 years upwards."""

    counted_on: dt.date
    basis: str
    totals: tuple[int, int, int, int]
    is_published: bool = False


CENSUS = Count(dt.date(2020, 11, 1), "resident", (561_888, 121_826, 89_808, 16_676), is_published=True)
REGISTERED_2020 = Count(dt.date(2020, 12, 31), "registered", (731_460, 148_912, 108_377, 19_205))
COUNTS = (
    Count(dt.date(2015, 11, 1), "resident", (574_230, 105_914, 71_263, 13_087)),
    Count(dt.date(2015, 12, 31), "registered", (728_115, 124_506, 83_940, 15_012)),
    CENSUS,
    REGISTERED_2020,
)

ByAge = tuple[int, int, int, int]  # people from 0, 60, 65 and 80 years upwards


def spread(count: Count, villages: list[Village]) -> dict[str, ByAge]:
    """Split a county-wide count over the villages, by village code; every age adds up to its total."""
    draw = Chance(f"people/{count.basis}")
    size = [_size(village, draw) for village in villages]
    old = [_AGEING.get(v.unit.township, 1.0) * draw.between(0.9, 1.1) for v in villages]
    bands = [upper - lower for upper, lower in zip(count.totals, (*count.totals[1:], 0), strict=True)]
    parts = [
        largest_remainder(people, [n * (1 + (ageing - 1) * pull) for n, ageing in zip(size, old, strict=True)])
        for people, pull in zip(bands, _PULL_OF_AGEING, strict=True)
    ]
    from_age = [[sum(band[i] for band in parts[first:]) for first in range(len(parts))] for i in range(len(villages))]
    return {v.unit.code: (a, b, c, d) for v, (a, b, c, d) in zip(villages, from_age, strict=True)}


def by_township(people: Mapping[str, ByAge]) -> dict[str, ByAge]:
    """Add the villages of each township up."""
    townships = sorted({code[:9] for code in people})
    return {township: _added([ages for code, ages in people.items() if code[:9] == township]) for township in townships}


def _added(people: list[ByAge]) -> ByAge:
    whole, from_60, from_65, from_80 = (sum(column) for column in zip(*people, strict=True))
    return (whole, from_60, from_65, from_80)


def _size(village: Village, draw: Chance) -> float:
    unit = village.unit
    if unit.is_quasi_unit:
        return draw.between(300, 1_000)
    if unit.is_residents_committee:
        return draw.between(2_600, 7_200) if unit.township == COUNTY_SEAT else draw.between(2_200, 4_600)
    return draw.between(1_700, 3_400)
