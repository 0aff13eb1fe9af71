"""Rows of the community elder-care points, whose overnight beds add up to a planned number in each township."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from data.sample.making.chance import Chance, largest_remainder
from data.sample.making.files import OPENING_DAY, Row, invented
from data.sample.making.places import County
from data.sample.making.seats import COUNTY_SEAT, LAKE
from data.sample.making.villages import Village

# Overnight beds open at the end of 2024; with the homes' beds no two townships get the same beds per thousand.
BEDS = {
    "430621100": 90,
    "430621104": 30,
    "430621105": 20,
    "430621106": 16,
    "430621107": 36,
    "430621108": 40,
    "430621109": 48,
    "430621110": 52,
    "430621111": 40,
    "430621112": 24,
    "430621113": 26,
    "430621114": 20,
    "430621202": 25,
    "430621203": 44,
    LAKE: 0,
}
_HAPPINESS_SHARE = 0.28  # of the villages have a 农村幸福院 with beds
_FEW_BEDS = 4
_ROOM_SHARE = 0.3  # have a room for activities only
_MUTUAL_SHARE = 0.1
_TOWN_KINDS = ("home_care_centre", "home_care_centre", "day_care")
_LABELS = {
    "township_centre": "综合养老服务中心",
    "home_care_centre": "居家养老服务中心",
    "day_care": "老年人日间照料中心",
    "rural_happiness": "农村幸福院",
    "mutual_aid": "农村互助养老点",
    "activity_room": "老年活动中心",
}
Spot = tuple[str, Village]  # kind, where


def community_care_rows(county: County) -> Iterator[Row]:
    """Every point, township by township."""
    serial = 0
    for township, beds in BEDS.items():
        draw = Chance(f"community_care/{township}")
        spots = list(_spots(county, township, draw))
        for (kind, village), own_beds in zip(spots, _shared_out(beds, spots, draw), strict=True):
            serial += 1
            yield _row(f"CC-430621-{serial:03d}", kind, village, own_beds, county)


def _spots(county: County, township: str, draw: Chance) -> Iterator[Spot]:
    """A centre at the seat, town points at committees, village points at the others."""
    if township != LAKE:
        yield "township_centre", county.seat(township)
    for village in county.villages_of(township):
        if village.unit.is_residents_committee and not village.is_seat:
            if township == COUNTY_SEAT or draw.happens(0.5):
                yield draw.one_of(_TOWN_KINDS), village
        elif not village.is_seat:
            yield from ((kind, village) for kind in _village_kind(township, draw))


def _village_kind(township: str, draw: Chance) -> list[str]:
    chance = draw.between(0, 1)
    if township == LAKE:
        return ["activity_room"]
    if chance < _HAPPINESS_SHARE:
        return ["rural_happiness"]
    if chance < _HAPPINESS_SHARE + _ROOM_SHARE:
        return ["activity_room"]
    return ["mutual_aid"] if chance < _HAPPINESS_SHARE + _ROOM_SHARE + _MUTUAL_SHARE else []


def _shared_out(beds: int, spots: list[Spot], draw: Chance) -> list[int]:
    """Give a centre the most and a village its few; rooms and day care have no beds for the night."""
    weight = {"township_centre": 9.0, "rural_happiness": 3.0, "mutual_aid": 1.5, "home_care_centre": 1.0}
    return largest_remainder(beds, [weight.get(kind, 0.0) * draw.between(0.7, 1.3) for kind, _ in spots] or [0.0])


def _row(number: str, kind: str, village: Village, beds: int, county: County) -> Row:
    draw = Chance(f"community_care/{number}")
    # A township's centre and most points stand since before the sample begins or open in its years.
    opened = dt.date(draw.whole(2013, 2024), draw.whole(1, 12), draw.whole(1, 28))
    town = county.names[village.unit.township]
    place_name = town if kind == "township_centre" else f"{town}{village.unit.everyday_name}"
    values: dict[str, Any] = {
        "number": number,
        "name": f"{place_name}{_LABELS[kind]}",
        "stage": "open",
        "division": village.unit.township,
        "address": county.address(village),
        "opened_on": opened,
        "kind": kind,
        "management_level": "township" if kind == "township_centre" else "village",
        "has_meals": draw.happens(0.4) if kind != "activity_room" else False,
        "floor_area": draw.whole(60, 160) if not beds else 80 + beds * draw.whole(18, 26),
    }
    if kind != "activity_room":
        usable = beds - (1 if beds > _FEW_BEDS and draw.happens(0.3) else 0)
        values |= {"beds": beds, "beds_nursing": round(beds * draw.between(0.0, 0.4)), "beds_open": usable}
        values |= {"beds_occupied": round(usable * draw.between(0.1, 0.7)), "day_places": draw.whole(4, 24)}
    return Row(values, invented("设施、床位与位置均虚构"), county.beside(village, draw), max(opened, OPENING_DAY))
