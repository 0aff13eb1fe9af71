"""Reach on a small county by hand: capacity binds, so that nearest first and guided differ; buckets sum everywhere."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import services
from geo.catchments import Reach
from layers.reach import Answered, Question, compute
from layers.reach_ground import Ground, Supply, Village, lonlat, placed
from layers.reach_result import ReachResult
from layers.reach_terms import ReachParameters
from layers.refusal import Refusal
from layers.services import DemandAge, Limits, Offer, ServiceId

SERVICES = services.read()
LIMITS = Limits(town=1000, country=3000, source="虚构")
DAY = dt.date(2024, 12, 31)
# A degree of latitude is about 110.8 km there; 0.01 of it 1.1 km.
WEST, EAST = "430621100", "430621101"


def village(code: str, y: float, people: int, *, township: str = WEST, in_town: bool = False) -> Village:
    return Village(code, f"村{code[-1]}", township, 113.0, y, people, in_town, invented=True)


def home(
    name: str,
    y: float,
    places: int | None,
    *,
    unknown: bool = False,
    delivers_m: float | None = None,
    takes: frozenset[str] | None = None,
) -> Supply:
    return Supply("nursing_homes", name, name, 113.0, y, Offer(places, unknown, delivers_m, takes), invented=True)


# A stands beside the only home that C reaches, and a little farther from one that only A reaches.
A, C, FAR = village("430621100201", 29.0, 10), village("430621100202", 29.02, 10), village("430621101203", 29.3, 7)
VILLAGES = [A, C, replace(FAR, township=EAST)]
HOMES = [home("近", 29.003, 10), home("远", 28.98, 10)]


def ground(villages: Sequence[Village], supplies: Sequence[Supply], limits: Limits = LIMITS) -> Ground:
    ways = Reach.by_distance(lonlat(villages), lonlat(supplies), limits.largest)
    return Ground.of(villages, supplies, ways, limits)


def question(**terms: object) -> Question:
    parameters = ReachParameters.asked({"service": "nursing_beds", "as_of": DAY.isoformat()} | terms)
    return Question(
        parameters=parameters,
        service=SERVICES[parameters.service],
        limits=LIMITS,
        age=DemandAge.SIXTY,
        as_of=DAY,
        unit="m",
        because="直线距离",
        code_version="0",
        townships={WEST: "西镇"},
    )


def answer(villages: Sequence[Village], supplies: Sequence[Supply], **terms: object) -> ReachResult:
    return compute(ground(villages, supplies), question(**terms))


def buckets(result: ReachResult) -> list[tuple[int, int, int]]:
    return [(row.served, row.waiting, row.out_of_reach) for row in result.settlements]


def test_who_is_nearest_takes_the_place_of_who_has_no_other() -> None:
    assert buckets(answer(VILLAGES, HOMES, rule="nearest")) == [(10, 0, 0), (0, 10, 0), (0, 0, 7)]


def test_guided_both_have_a_place() -> None:
    found = answer(VILLAGES, HOMES, rule="best")
    assert buckets(found) == [(10, 0, 0), (10, 0, 0), (0, 0, 7)]
    assert [(row.name, row.used, row.places) for row in found.supplies] == [("近", 10, 10), ("远", 10, 10)]


def test_townships_and_the_whole_are_sums() -> None:
    found = answer(VILLAGES, HOMES)
    told = [(row.code, row.name, row.people, row.served, row.waiting, row.out_of_reach) for row in found.townships]
    assert told == [(WEST, "西镇", 20, 10, 10, 0), (EAST, EAST, 7, 0, 0, 7)]
    assert found.totals.model_dump() == {"people": 27, "served": 10, "waiting": 10, "out_of_reach": 7}
    assert [(row.settlements, row.remote) for row in found.townships] == [(2, 0), (1, 1)]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from(["nearest", "best"]))
def test_the_three_sum_to_the_people_everywhere(seed: int, rule: str) -> None:
    chance = np.random.default_rng(seed)
    villages = [
        replace(
            village(f"43062110{place % 4}{place:03}", 29 + chance.random() / 5, int(chance.integers(0, 90))),
            township=f"43062110{place % 4}",
            in_town=bool(chance.random() < 0.3),
            y=None if chance.random() < 0.1 else 29 + chance.random() / 10,
        )
        for place in range(25)
    ]
    homes = [
        home(str(place), 29 + chance.random() / 10, None if chance.random() < 0.1 else int(chance.integers(0, 60)))
        for place in range(6)
    ]
    found = answer(villages, homes, rule=rule)
    for row in (found.totals, *found.townships, *found.settlements):
        assert row.served + row.waiting + row.out_of_reach == row.people
    for name in ("people", "served", "waiting", "out_of_reach"):
        assert sum(getattr(row, name) for row in found.settlements) == getattr(found.totals, name)
        assert sum(getattr(row, name) for row in found.townships) == getattr(found.totals, name)
    assert sum(row.used for row in found.supplies) == found.totals.served
    assert all(row.places is None or row.used <= row.places for row in found.supplies)
    assert sum(decile.people for decile in found.inequality.deciles) == pytest.approx(found.totals.people, abs=1)


def test_town_and_country_have_limits_of_their_own() -> None:
    """Both stand 2.2 km from the home: too far in town, near in the country."""
    both = [village("430621100201", 29.02, 5, in_town=True), village("430621100202", 29.02, 5)]
    assert buckets(answer(both, [home("甲", 29.0, 50)])) == [(0, 0, 5), (5, 0, 0)]


def test_where_places_are_not_counted_nobody_waits() -> None:
    found = answer(VILLAGES, [home("站", 29.003, None)])
    assert buckets(found) == [(10, 0, 0), (10, 0, 0), (0, 0, 7)]
    assert (found.supplies[0].places, found.supplies[0].used) == (None, 20)
    assert found.settlements[0].access == pytest.approx(1 / 20 * 1000)


def test_a_service_that_is_brought_reaches_beyond_the_limit_and_comes_last() -> None:
    """The far village is 4.4 km away; the point delivers 5 km, and the near village has the first right."""
    near, far = village("430621100201", 29.0, 6), village("430621100202", 29.04, 6)
    found = answer([near, far], [home("食堂", 29.0, 8, delivers_m=5000.0)])
    assert buckets(found) == [(6, 0, 0), (2, 4, 0)]
    assert buckets(answer([near, far], [home("食堂", 29.0, 8)])) == [(6, 0, 0), (0, 0, 6)]
    assert buckets(answer([near, far], [home("食堂", 29.0, 8, delivers_m=4000.0)])) == [(6, 0, 0), (0, 0, 6)]


def test_a_place_takes_the_people_it_is_for_and_those_it_names_from_afar() -> None:
    named = frozenset({FAR.code})
    assert buckets(answer(VILLAGES, [home("墓", 29.0, 9, takes=named)])) == [(0, 0, 10), (0, 0, 10), (7, 0, 0)]
    of_the_west = frozenset({WEST})
    nowhere = replace(FAR, y=29.0)
    assert buckets(answer([A, nowhere], [home("墓", 29.0, 50, takes=of_the_west)])) == [(10, 0, 0), (0, 0, 7)]


def test_a_place_of_unknown_capacity_is_reached_and_serves_nobody() -> None:
    assert buckets(answer(VILLAGES, [home("甲", 29.003, 0, unknown=True)])) == [(0, 10, 0), (0, 10, 0), (0, 0, 7)]


def test_measures_by_hand() -> None:
    """A reaches both homes at 0.11 and 0.74 of 3 km, C the first at 0.63: zones 1 and 3, and 2."""
    two = answer(VILLAGES, HOMES, measure="2sfca")
    assert [row.access for row in two.settlements] == pytest.approx([(10 / 20 + 10 / 10) * 1000, 500, 0])
    first = 10 / (10 + 10 * 0.68)
    zoned = answer(VILLAGES, HOMES, measure="e2sfca")
    assert [row.access for row in zoned.settlements] == pytest.approx(
        [(first + 10 / (0.22 * 10) * 0.22) * 1000, first * 0.68 * 1000, 0], abs=1e-5
    )
    modified = answer(VILLAGES, HOMES, measure="m2sfca")
    assert [row.access for row in modified.settlements] == pytest.approx(
        [(first + 10 / (0.22 * 10) * 0.22**2) * 1000, first * 0.68**2 * 1000, 0], abs=1e-5
    )


def test_availability_hands_out_the_real_beds() -> None:
    found = answer(VILLAGES, HOMES, measure="availability")
    assert sum(row.available or 0 for row in found.settlements) == pytest.approx(20)
    assert answer(VILLAGES, HOMES, measure="2sfca").settlements[0].available is None


def test_townships_weigh_their_people() -> None:
    found = answer(VILLAGES, HOMES)
    assert [row.access for row in found.townships] == pytest.approx([(1.5 + 0.5) / 2 * 1000, 0])
    assert [row.decile for row in found.townships] == [7, 2]


def test_why_sums_to_what_it_explains() -> None:
    for measure in ("2sfca", "e2sfca", "m2sfca", "availability"):
        answered = Answered(ground(VILLAGES, HOMES), question(measure=measure))
        for place in range(3):
            parts = answered.why(place)
            assert sum(part.per_head for part in parts) == pytest.approx(answered.per_head[place])


def test_who_reaches_nothing_is_named_with_the_nearest() -> None:
    (remote,) = answer(VILLAGES, HOMES).inequality.remote
    assert (remote.code, remote.people, remote.nearest) == (FAR.code, 7, "近")
    assert remote.nearest_m == pytest.approx(0.297 * 110_850, rel=1e-3)


def test_without_any_place_all_are_out_of_reach() -> None:
    found = answer(VILLAGES, [])
    assert (found.totals.out_of_reach, found.inequality.gini) == (27, None)
    assert found.inequality.remote[0].nearest is None


def test_the_same_question_is_the_same_bytes_under_the_same_name() -> None:
    one, other = answer(VILLAGES, HOMES), answer(VILLAGES, HOMES)
    assert one.canonical() == other.canonical()
    assert ReachResult.read(one.canonical()).canonical() == one.canonical()
    assert one.id != answer(VILLAGES, [replace(HOMES[0], offer=Offer(11)), HOMES[1]]).id
    assert one.id != answer(VILLAGES, HOMES, rule="best").id


def test_terms_that_cannot_be_followed_are_listed() -> None:
    with pytest.raises(Refusal, match=r"服务.*不在选项内[\s\S]*时限或距离"):
        ReachParameters.asked({"service": "school", "limit": -1})


def test_positions_of_the_placed() -> None:
    assert placed([A, replace(C, x=None), FAR]) == [0, 2]


def test_ages_may_come_as_numbers() -> None:
    terms = ReachParameters.asked({"service": "cemeteries", "age": 80})
    assert (terms.age, terms.service) == (DemandAge.EIGHTY, ServiceId.CEMETERIES)
