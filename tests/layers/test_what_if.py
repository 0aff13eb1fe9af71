"""What if beside a computation from the beginning: whatever is tried, the figures are the same."""

from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from shapely import box

from geo.catchments import Reach
from geo.locate import AreaIndex
from layers.coverage import Terms, beds_per_thousand
from layers.coverage_inputs import AreaPeople, AreaSet, BedPlace, Demand
from layers.reach import compute
from layers.reach_ground import Supply, Village, lonlat
from layers.refusal import Refusal
from layers.what_if import BedsStanding, Change, WhatIf, tried
from tests.layers.test_reach import LIMITS, ground, home, question

TOWNS = ("430621100", "430621101", "430621102")
AREAS = AreaSet.of(TOWNS, TOWNS, [box(112.9 + 0.1 * n, 28.9, 113.0 + 0.1 * n, 29.2) for n in range(3)])
ELDERLY = (700, 0, 912)


def somewhere(draw: np.random.Generator) -> tuple[float, float]:
    """Near enough that ways overlap; now and then on a shared edge, and outside of all."""
    lon = draw.choice([round(draw.uniform(112.88, 113.22), 3), 113.0, 113.1])
    return float(lon), round(float(draw.uniform(28.95, 29.05)), 3)


def county(draw: np.random.Generator) -> tuple[list[Village], list[Supply]]:
    villages, homes = [], []
    for number in range(int(draw.integers(1, 18))):
        x, y = somewhere(draw)
        town = TOWNS[int(draw.integers(0, 3))]
        people = int(draw.integers(0, 60))
        villages.append(Village(f"{town}{number:03}", "村", town, x, y, people, bool(draw.random() < 0.5), True))
    for number in range(int(draw.integers(0, 9))):
        x, y = somewhere(draw)
        homes.append(
            Supply("nursing_homes", f"H{number}", "院", x, y, home("", y, int(draw.integers(1, 80))).offer, True)
        )
    return villages, homes


def some_changes(draw: np.random.Generator, homes: list[Supply]) -> list[Change]:
    found, closed = [], set()
    for _ in range(int(draw.integers(0, 6))):
        kind = str(draw.choice(["move", "add", "remove", "beds"]))
        open_ones = [each.id for each in homes if each.id not in closed]
        if kind != "add" and not open_ones:
            continue
        lon, lat = somewhere(draw)
        values: dict[str, Any] = {"kind": kind}
        if kind != "add":
            values["id"] = str(draw.choice(open_ones))
        if kind in ("add", "move"):
            values |= {"lon": lon, "lat": lat}
        if kind in ("add", "beds"):
            values["places"] = int(draw.integers(0, 90))
        if kind == "remove" or (kind == "beds" and not values["places"]):
            closed.add(values["id"])
        found.append(Change(**values))
    return found


def standing_beds(homes: list[Supply]) -> BedsStanding:
    index = AreaIndex.build(AREAS.shapes)
    areas = index.locate(*lonlat(homes)).tolist() if homes else []
    beds = [each.offer.places or 0 for each in homes]
    return BedsStanding(
        ids=AREAS.ids,
        names=AREAS.names,
        index=index,
        beds=tuple(sum(own for own, at in zip(beds, areas, strict=True) if at == area) for area in range(3)),
        elderly=ELDERLY,
        beds_of_all=sum(beds),
        elderly_of_all=sum(ELDERLY),
        homes={(each.layer, each.id): (at, own) for each, at, own in zip(homes, areas, beds, strict=True)},
        target=Decimal(40),
    )


def after(homes: list[Supply], changes: list[Change]) -> list[Supply]:
    """The list as a clerk would rewrite it by hand."""
    listed = {each.id: each for each in homes}
    for number, change in enumerate(changes):
        if change.kind == "add":
            name, offer = f"new {number}", home("", 0, change.places).offer
            listed[name] = Supply("drawn", name, "", change.lon, change.lat, offer, False)
            continue
        old = listed[str(change.id)]
        lon, lat = (change.lon, change.lat) if change.kind == "move" else (old.x, old.y)
        places = change.places if change.kind == "beds" else old.offer.places
        if change.kind == "remove" or places == 0:
            del listed[str(change.id)]
        else:
            listed[str(change.id)] = Supply(old.layer, old.id, old.name, lon, lat, home("", 0, places).offer, True)
    return list(listed.values())


def rates(homes: list[Supply]) -> dict[str, tuple[int, float | None, int | None]]:
    supply = [
        BedPlace(each.layer, each.id, each.name, each.x, each.y, each.offer.places, False, "", None, False)
        for each in homes
    ]
    people = tuple(AreaPeople(code, code, own, None, "", None, False) for code, own in zip(TOWNS, ELDERLY, strict=True))
    demand = Demand("60+", people, basis="resident", age_from=60)
    told = beds_per_thousand(AREAS, supply, demand, Terms({}, Decimal(40), "0"))
    rows = {row.id: (row.beds, row.beds_per_thousand, row.shortfall_beds) for row in told.areas}
    return rows | {"": (told.total.beds, told.total.beds_per_thousand, told.total.shortfall_beds)}


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from(["2sfca", "e2sfca", "m2sfca"]))
def test_whatever_is_tried_is_what_a_whole_computation_finds(seed: int, measure: str) -> None:
    draw = np.random.default_rng(seed)
    villages, homes = county(draw)
    changes = some_changes(draw, homes)
    asked = question(measure=measure)
    standing = WhatIf(ground(villages, homes), asked, standing_beds(homes))
    wish = tried(homes, changes)
    told = standing.answer(wish, Reach.by_distance(lonlat(villages), lonlat(wish.live), LIMITS.largest))
    rewritten = after(homes, changes)
    before, now = compute(ground(villages, homes), asked), compute(ground(villages, rewritten), asked)
    names = ("people", "served", "waiting", "out_of_reach")
    assert told["totals"] == now.totals.model_dump(include=set(names))
    assert told["before"] == before.totals.model_dump(include=set(names))
    wanted = {row.code: row.model_dump(include={*names, "access"}) for row in now.townships}
    assert {
        row["code"]: {name: row[name] for name in (*names, "access")}
        for row in told["townships"]
        if row["code"] in wanted
    } == wanted
    changed = {row["code"]: row for row in told["settlements"]}
    for old, new in zip(before.settlements, now.settlements, strict=True):
        shown = changed.get(new.code)
        plain = new.model_dump(include={*names, "access"})
        assert (shown and {name: shown[name] for name in plain}) == (plain if shown else None)
        assert shown or plain == old.model_dump(include=set(plain))
    by_town = {row["code"]: row["rate"] for row in told["townships"]} | {"": told["rate"]}
    found = {code: (row["beds"], row["beds_per_thousand"], row["shortfall_beds"]) for code, row in by_town.items()}
    assert found == rates(rewritten)
    used = {row.id: row.used for row in now.supplies}
    assert sorted(row["used"] for row in told["supplies"] if row["layer"] == "drawn") == sorted(
        own for name, own in used.items() if name.startswith("new")
    )


def test_changes_of_one_home_are_taken_one_after_the_other() -> None:
    homes = [home("甲", 29.0, 10), home("乙", 29.1, 20)]
    wish = tried(
        homes,
        [
            Change(kind="beds", id="甲", places=30),
            Change(kind="add", lon=113.2, lat=29.0, places=5, name="新院"),
            Change(kind="move", id="甲", lon=113.1, lat=29.0),
            Change(kind="remove", id="乙"),
        ],
    )
    assert wish.positions == (0, 2, 1)
    first, new, gone = wish.supplies
    assert first is not None
    assert (first.x, first.offer.places) == (113.1, 30)
    assert new is not None
    assert (new.id, new.name) == ("drawn-001", "新院")
    assert gone is None
    with pytest.raises(Refusal, match="已在前面关闭"):
        tried(homes, [Change(kind="remove", id="乙"), Change(kind="beds", id="乙", places=3)])


def test_what_cannot_be_tried_says_why() -> None:
    homes = [home("甲", 29.0, 10), Supply("community_care", "甲", "中心", 113.0, 29.0, home("", 0, 5).offer, True)]
    with pytest.raises(Refusal, match="没有运营中的设施“丙”"):
        tried(homes, [Change(kind="remove", id="丙")])
    with pytest.raises(Refusal, match="请写明 layer"):
        tried(homes, [Change(kind="remove", id="甲")])
    assert tried(homes, [Change(kind="remove", id="甲", layer="community_care")]).positions == (1,)
    with pytest.raises(Refusal, match="至多 100 项"):
        tried(homes, [Change(kind="add", lon=113, lat=29, places=1)] * 101)
    with pytest.raises(ValidationError, match="迁址应写明 lat"):
        Change(kind="move", id="甲", lon=113.0)
