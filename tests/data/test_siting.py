"""Where to build in the sample county, from the register: beside the reach desk, kept, and the same again."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from data import reach, runs, sample_county, siting
from data.engine import connect
from data.siting import Prepared, SitingRun
from geo.siting.answer import Watch
from layers.reach_terms import ReachParameters
from layers.refusal import Refusal
from layers.siting import SitingQuestion
from layers.siting_result import SitingResult
from tests.conftest import copied

DAY = "2024-12-31"
SIZES = [{"places": 60, "cost_wan": 500, "land_m2": 3000}, {"places": 120, "cost_wan": 900, "land_m2": 5000}]


@pytest.fixture(scope="module")
def county(server: str, template: str, worker: str) -> Iterator[Engine]:
    """A database with the sample county."""
    for url in copied(server, template, f"cairn_test_{worker}_siting"):
        engine = connect(url)
        with Session(engine) as opened, opened.begin():
            sample_county.load(opened)
        yield engine
        engine.dispose()


@pytest.fixture
def session(county: Engine) -> Iterator[Session]:
    """A transaction in that database, rolled back."""
    with county.connect() as connection, connection.begin() as transaction, Session(connection) as opened:
        yield opened
        transaction.rollback()


def asked(session: Session, **terms: object) -> Prepared:
    told = {"as_of": DAY, "limit": 6000, "per_thousand": 40, "options": SIZES} | terms
    return siting.prepare(session, SitingQuestion.asked(told))


def solved(session: Session, **terms: object) -> SitingRun:
    prepared = asked(session, **terms)
    return siting.solve(prepared, Watch(60, gap=prepared.question.gap))


def test_before_is_what_reach_tells_of_everybody(session: Session) -> None:
    """With nobody left out, the buckets before are those of reach by its best rule."""
    found = solved(session, sites=0, per_thousand=None).result
    terms = ReachParameters.asked({"service": "nursing_beds", "limit": 6000, "rule": "best", "as_of": DAY})
    told = reach.run(session, terms).result
    assert found.before.model_dump() == told.totals.model_dump()
    assert found.after == found.before
    mine = {row.code: row.before.model_dump() for row in found.townships}
    assert mine == {
        row.code: row.model_dump(include={"people", "served", "waiting", "out_of_reach"}) for row in told.townships
    }


def test_a_run_is_kept_and_asked_again_it_is_the_same_bytes(session: Session) -> None:
    first, second = solved(session, sites=2), solved(session, sites=2, time_limit_s=9)
    assert first.result.status == "optimal"
    assert first.result.body == second.result.body
    assert siting.keep(session, first)
    assert not siting.keep(session, second)
    kept = runs.recall(session, first.result.id)
    assert SitingResult.read(kept.result) == first.result
    assert b'"seconds":' in siting.told(kept)
    assert b'"seconds":' not in kept.result


def test_another_row_read_is_another_run(session: Session) -> None:
    assert asked(session, sites=2).id != asked(session, sites=2, limit=6001).id
    assert asked(session, sites=2).id == asked(session, sites=2).id


def test_what_time_ended_is_named_by_its_answer(session: Session) -> None:
    prepared = asked(session, sites=4, budget_wan=3000)
    cut = siting.solve(prepared, Watch(60, stop=lambda: True))
    assert cut.result.status == "cancelled"
    assert cut.result.id.startswith(f"{prepared.id}-")


def test_a_home_may_be_extended_or_closed(session: Session) -> None:
    homes = [site for site in solved(session, sites=0, per_thousand=None).result.sites if site.places_before > 20]
    extended, closed = homes[0], homes[1]
    terms = {
        extended.id: {"extend": [{"places": 200, "cost_wan": 100}]},
        closed.id: {"keep": False, "close_saves_wan": 100},
    }
    found = solved(session, sites=0, budget_wan=0, per_thousand=None, existing=terms).result
    becomes = {site.id: site for site in found.sites}
    assert (becomes[extended.id].kind, becomes[extended.id].places) == ("extended", extended.places + 200)
    assert (becomes[closed.id].kind, becomes[closed.id].places, becomes[closed.id].served) == ("closed", 0, 0)
    assert found.cost_wan == 0
    assert found.after.served >= found.before.served


def test_without_sizes_or_with_a_strange_home_it_is_refused(session: Session) -> None:
    with pytest.raises(Refusal, match="没有编号为“NH-0”的现有设施"):
        asked(session, existing={"NH-0": {"keep": False}})
    with pytest.raises(Refusal, match="没有给截至日期"):
        siting.prepare(session, SitingQuestion())


def test_two_services_in_one_building(session: Session) -> None:
    sizes = [{"places": 100, "cost_wan": 900, "also": {"meal_points": 80}}]
    found = solved(
        session, sites=1, options=sizes, also=[{"service": "meal_points", "limit": 3000, "per_thousand": 30}]
    )
    (new,) = [site for site in found.result.sites if site.kind == "new"]
    assert new.also == {"meal_points": 80}
    (meals,) = found.result.joint
    assert meals.service == "meal_points"
    assert meals.after.served >= meals.before.served
    assert found.result.value == found.result.after.served + meals.after.served


def test_every_township_gets_its_share_or_there_is_no_plan(session: Session) -> None:
    found = solved(session, least_share_per_township=0.5, budget_wan=9000).result
    assert all(row.after.served >= 0.5 * row.people - 1e-9 for row in found.townships)
    none = solved(session, least_share_per_township=1.0, budget_wan=100).result
    assert (none.status, none.value, none.cost_wan) == ("infeasible", None, None)
    assert none.after == none.before


POINTS = [[113.12, 29.15, "城东"], [113.35, 29.05, "山口"], [113.55, 29.10, "东岭"], [113.25, 29.30, "北湖"]]
DRAWN = {"source": "drawn", "points": POINTS}


@pytest.fixture
def beside(session: Session) -> SitingResult:
    """Everything that can be asked beside a plan, over four drawn points."""
    return solved(
        session,
        sites=2,
        budget_wan=1500,
        candidates=DRAWN,
        alternatives=2,
        within=0.9,
        cases=True,
        frontier=True,
        forecast={"years": 10},
    ).result


def test_what_is_asked_beside_the_plan_keeps_its_word(beside: SitingResult) -> None:
    assert beside.value is not None
    # One of the four points lies outside the county.
    assert (beside.candidates, beside.excluded) == (3, 1)
    own = {site.id for site in beside.sites if site.kind == "new"}
    for plan in beside.alternatives:
        assert plan.value >= 0.9 * beside.value - 1e-9
        assert plan.cost_wan <= 1500
        assert own - set(plan.sites)
        assert set(plan.differs_in) == own ^ set(plan.sites)
    assert [case.id for case in beside.cases] == [
        "base", "faster", "slower", "more_people", "fewer_people", "more_money", "less_money",
    ]  # fmt: skip
    value = {case.id: case.value or 0 for case in beside.cases}
    assert value["slower"] <= value["base"] <= value["faster"]
    assert value["less_money"] <= value["base"] <= value["more_money"]
    assert value["fewer_people"] <= value["base"] <= value["more_people"]
    for site in beside.no_regret:
        assert site.cases == sum(site.id in case.sites for case in beside.cases)
        assert site.of == 7


def test_more_money_never_serves_fewer(beside: SitingResult) -> None:
    points = beside.frontier
    assert [point.budget_wan for point in points] == [0, 375, 750, 1125, 1500, 1875, 2250]
    values = [point.value or 0 for point in points]
    assert values == sorted(values)
    assert values[0] == beside.before.served
    assert values[4] == beside.value
    assert all(point.bound is None or point.bound >= (point.value or 0) for point in points)
    assert all(point.cost_wan is not None and point.cost_wan <= point.budget_wan for point in points)


def test_the_people_of_a_later_year_are_asked_low_middle_and_high(beside: SitingResult) -> None:
    low, middle, high = beside.forecast
    assert [part.case for part in beside.forecast] == ["low", "middle", "high"]
    assert low.people < middle.people < high.people
    assert all((part.as_planned or 0) <= (part.value or 0) for part in beside.forecast)
    assert any("队列推算" in finding.message for finding in beside.findings)


def test_limits_that_clash_are_named_in_the_words_of_the_question(session: Session) -> None:
    found = solved(session, sites=2, budget_wan=600, candidates=DRAWN, target_share=0.9).result
    named = {clash.limit: clash for clash in found.clashes}
    assert found.status == "infeasible"
    assert set(named) <= {"target_share", "budget_wan", "sites"}
    assert named["target_share"].title == "全县至少有位 90%"
    assert "其余不变时至多" in named["target_share"].words


def test_the_remotest_tenth_gets_its_share(session: Session) -> None:
    found = solved(session, sites=3, least_share_remote=0.6, limit=8000)
    ground = found.prepared.read.ground
    (group,) = ground.county().groups
    rows = [found.result.settlements[at] for at in group.demands]
    assert sum(row.people for row in rows) >= 0.1 * found.result.before.people
    assert sum(row.after.served for row in rows) >= 0.6 * sum(row.people for row in rows)


def test_excluded_ground_is_no_candidate(session: Session) -> None:
    around = [[113.3, 29.0], [113.4, 29.0], [113.4, 29.1], [113.3, 29.1]]
    found = solved(session, sites=1, candidates=DRAWN, exclude=around).result
    assert (found.candidates, found.excluded) == (2, 2)
