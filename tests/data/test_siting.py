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
