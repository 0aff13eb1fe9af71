"""Rows of the nursing homes: the plan's line and a sheet drawn to suit it; each span of a home's life is a row."""

import datetime as dt
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from data.sample.making.chance import Chance
from data.sample.making.files import OPENING_DAY, Row, invented
from data.sample.making.nursing_home_plan import PLANS, Plan, day
from data.sample.making.places import County
from data.sample.making.villages import Village

_NURSING_SHARE = {"skilled": (0.8, 0.95), "welfare_institute": (0.6, 0.7), "happiness_garden": (0.0, 0.1)}
_USUAL_NURSING_SHARE = (0.35, 0.6)
_MEDICAL_CARE = {"skilled": ("in_house",), "welfare_institute": ("in_house",)}
_USUAL_MEDICAL_CARE = ("in_house", "contracted", "contracted", "none")
_DEMENTIA_FROM_BEDS = 100
_FILING_BEGINS = dt.date(2019, 1, 2)  # homes are filed, not licensed, since the end of 2018

Values = dict[str, Any]


def nursing_home_rows(county: County) -> Iterator[Row]:
    """Every home, with one row for each span of days in which nothing changed."""
    origin = invented("机构、床位与位置均虚构")
    for serial, plan in enumerate(PLANS, start=1):
        draw = Chance(f"nursing_homes/{plan.name}")
        village = county.village(plan.township, plan.village) if plan.village else county.seat(plan.township)
        place = county.beside(village, draw, 150, 520)
        sheet = _sheet(plan, village, county, f"NH-430621-{serial:03d}", draw)
        for values, since, until in _spans(plan, sheet):
            yield Row(values, origin, place, since, until)


def _spans(plan: Plan, sheet: Values) -> Iterator[tuple[Values, dt.date, dt.date | None]]:
    """The home's values from each change to the next."""
    begin = max(day(plan.since or plan.opened_on or ""), OPENING_DAY)
    steps: dict[dt.date, Values] = {begin: {}} | {day(since): change for since, change in plan.changes}
    filed_on = _filed_on(plan)
    if filed_on and filed_on > begin:
        steps.setdefault(filed_on, {})
    days = sorted(steps)
    values = dict(sheet)
    for since, until in zip_longest(days, days[1:]):
        values |= steps[since]
        yield _beds(plan, values) | _fire(values) | _filing(values, filed_on, since) | values, since, until


def _filed_on(plan: Plan) -> dt.date | None:
    """The day a home is filed: when it opens, or for an old one in the year in which filing begins."""
    openings = [plan.opened_on, *(change.get("opened_on") for _, change in plan.changes)]
    opened = next((day(str(opening)) for opening in openings if opening), None)
    if opened is None:
        return None
    return max(opened, _FILING_BEGINS + dt.timedelta(days=Chance(f"filing/{plan.name}").whole(0, 300)))


def _sheet(plan: Plan, village: Village, county: County, number: str, draw: Chance) -> Values:
    government = f"{county.names[plan.township]}人民政府"
    private = plan.ownership.startswith("private")
    runs_it = "岳阳县民政局" if plan.serves == "county" else government
    return {
        "number": number,
        "name": plan.name,
        "stage": plan.stage,
        "division": plan.township,
        "address": county.address(village),
        "operator": runs_it if plan.operation == "public_run" else None,
        "opened_on": day(plan.opened_on) if plan.opened_on else None,
        "kind": plan.kind,
        "ownership": plan.ownership,
        "operation": plan.operation,
        "management_level": plan.management_level or (None if private else "township"),
        "serves": plan.serves,
        "beds": plan.beds,
        "children_beds": plan.children_beds,
        "medical_care": draw.one_of(_MEDICAL_CARE.get(plan.kind, _USUAL_MEDICAL_CARE)),
        "star_rating": draw.one_of(("2", "3", "3", "4")) if plan.beds >= _DEMENTIA_FROM_BEDS else None,
        "food_licence": True,
        "land_area": plan.beds * draw.whole(38, 62),
        "floor_area": plan.beds * draw.whole(24, 34),
    }


def _beds(plan: Plan, values: Values) -> Values:
    """Split the beds; a home that is not open has nobody in it."""
    draw = Chance(f"beds/{plan.name}")
    beds = values["beds"]
    nursing = round(beds * draw.between(*_NURSING_SHARE.get(plan.kind, _USUAL_NURSING_SHARE)))
    dementia = round(beds * draw.between(0.06, 0.12)) if beds >= _DEMENTIA_FROM_BEDS else 0
    usable = round(beds * draw.between(0.9, 1.0))
    occupied = round(usable * draw.between(0.42, 0.88))
    split: Values = {"beds_nursing": nursing, "beds_dementia": dementia}
    if values["stage"] == "open":
        split |= {"beds_open": usable, "beds_occupied": occupied}
        split |= {"caregivers": max(2, round(occupied / draw.between(5, 9)))}
    return split


def _fire(values: Values) -> Values:
    """Fire acceptance before the doors open; a home that stopped puts its building right."""
    draw = Chance(f"fire/{values['name']}")
    if values["opened_on"] is None:
        return {}
    if values["stage"] != "open":
        return {"fire_acceptance": "rectifying"}
    return {
        "fire_acceptance": draw.one_of(("accepted", "accepted", "filed")),
        "fire_accepted_on": values["opened_on"] - dt.timedelta(days=draw.whole(20, 70)),
    }


def _filing(values: Values, filed_on: dt.date | None, since: dt.date) -> Values:
    """Filing from its day on; before 2019 homes were licensed and nothing is said."""
    if values["stage"] != "open" or filed_on is None or since < filed_on:
        return {}
    return {"filing_status": "filed", "filed_on": filed_on, "beds_filed": values["beds"]}
