"""What if on the sample county: beside the register when the same is really entered, and never an old answer."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from shapely import Point
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from data import coverage, reach, register, sample_county, what_if
from data.engine import connect
from data.features import Asked, find
from layers.coverage_terms import BedsParameters
from layers.nursing_homes import NursingHome
from layers.reach_terms import ReachParameters
from layers.refusal import Refusal
from layers.what_if import Change
from tests.conftest import copied
from tests.data.deeds import INVENTED

DAY = dt.date(2024, 12, 31)
BUCKETS = ("people", "served", "waiting", "out_of_reach")


@pytest.fixture(scope="module")
def county(server: str, template: str, worker: str) -> Iterator[Engine]:
    """A database with the sample county."""
    for url in copied(server, template, f"cairn_test_{worker}_what_if"):
        engine = connect(url)
        with Session(engine) as opened, opened.begin():
            sample_county.load(opened)
        yield engine
        engine.dispose()


@pytest.fixture
def sample(county: Engine) -> Iterator[Session]:
    """A transaction in that database, rolled back."""
    with Session(county) as opened:
        yield opened
        opened.rollback()


def asked(**terms: object) -> ReachParameters:
    return ReachParameters.asked({"service": "nursing_beds", "as_of": DAY.isoformat()} | terms)


def homes(session: Session) -> list[NursingHome]:
    rows = find(session, Asked("nursing_homes", DAY))
    found = [
        NursingHome.model_validate({name: getattr(row, name) for name in NursingHome.model_fields}) for row in rows
    ]
    return [each for each in found if each.elder_beds]


def told(session: Session, *changes: Change, **terms: object) -> dict[str, Any]:
    return what_if.answer(session, asked(**terms), changes)


def really(session: Session) -> dict[str, Any]:
    """The figures of the register as it stands, by the runs that are quoted."""
    ways = reach.run(session, asked()).result
    beds = coverage.figure(session, BedsParameters(as_of=DAY)).result
    rates = {row.id: (row.beds, row.beds_per_thousand, row.shortfall_beds) for row in beds.areas}
    return {
        "totals": ways.totals.model_dump(include=set(BUCKETS)),
        "rate": (beds.total.beds, beds.total.beds_per_thousand, beds.total.shortfall_beds),
        "rates": rates,
        "towns": {row.code: row.model_dump(include={*BUCKETS, "access"}) for row in ways.townships},
    }


def same(answer: dict[str, Any]) -> dict[str, Any]:
    def rate(row: dict[str, Any]) -> tuple[object, ...]:
        return row["beds"], row["beds_per_thousand"], row["shortfall_beds"]

    return {
        "totals": answer["totals"],
        "rate": rate(answer["rate"]),
        "rates": {row["code"]: rate(row["rate"]) for row in answer["townships"] if row["rate"]},
        "towns": {row["code"]: {name: row[name] for name in (*BUCKETS, "access")} for row in answer["townships"]},
    }


def test_what_stands_is_what_the_runs_say(sample: Session) -> None:
    assert same(told(sample)) == really(sample)
    assert told(sample)["settlements"] == []


def test_what_is_tried_comes_true_when_it_is_entered(sample: Session) -> None:
    moved, grown, closed, *_ = homes(sample)
    where = Point(113.3005, 29.1007)
    tried = told(
        sample,
        Change(kind="move", id=moved.number, lon=where.x, lat=where.y),
        Change(kind="beds", id=grown.number, places=grown.beds + 75),
        Change(kind="remove", id=closed.number),
    )
    register.amend(sample, moved, where, as_of=DAY, because="试")
    changed = {"beds": grown.beds + 75, "beds_filed": None}
    register.amend(sample, grown.model_copy(update=changed), as_of=DAY, because="试")
    register.end(sample, "nursing_homes", closed.number, on=DAY, because="试")
    assert same(tried) == really(sample)
    assert tried["settlements"]


def test_what_has_been_entered_since_is_seen_at_once(sample: Session) -> None:
    first, *_ = homes(sample)
    before = told(sample)["rate"]["beds"]
    for beds in (first.beds + 10, first.beds + 25):
        register.amend(sample, first.model_copy(update={"beds": beds, "beds_filed": None}), as_of=DAY, because="试")
        assert told(sample)["rate"]["beds"] == before + beds - first.beds
    register.withdraw(sample, "nursing_homes", first.number, because="误录")
    assert told(sample)["rate"]["beds"] == before - first.beds
    register.enter(
        sample, first.model_copy(update={"number": "NEW-1"}), Point(113.3, 29.1), valid_from=DAY, provenance=INVENTED
    )
    assert told(sample)["rate"]["beds"] == before


def test_the_register_is_read_once_for_many_questions(sample: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    told(sample)
    monkeypatch.setattr(what_if, "_read", lambda *_: pytest.fail("read again"))
    answer = told(sample, Change(kind="add", lon=113.3, lat=29.1, places=50, name="新院"))
    assert [row["name"] for row in answer["supplies"]] == ["新院"]
    assert answer["rate"]["beds"] - answer["rate"]["before"] * answer["rate"]["elderly"] / 1000 == pytest.approx(50)


@pytest.mark.parametrize(
    ("service", "limit"), [("meal_points", 2_000), ("rescue_points", 2_000), ("cemeteries", 10_000)]
)
def test_other_services_have_buckets_and_no_beds(sample: Session, service: str, limit: int) -> None:
    answer = told(sample, Change(kind="add", lon=113.3, lat=29.1, places=500), service=service, limit=limit)
    assert answer["rate"] is None
    assert sum(answer["totals"][name] for name in BUCKETS[1:]) == answer["totals"]["people"]
    assert answer["totals"]["served"] > answer["before"]["served"]
    wanted = reach.run(sample, asked(service=service, limit=limit)).result.totals
    assert answer["before"] == wanted.model_dump(include=set(BUCKETS))


def test_ways_by_road_are_asked_for_the_changed_home_alone(sample: Session) -> None:
    first, *_ = homes(sample)
    answer = told(sample, Change(kind="move", id=first.number, lon=113.3, lat=29.1), mode="drive", limit=20)
    where = Point(113.3, 29.1)
    register.amend(sample, first, where, as_of=DAY, because="试")
    wanted = reach.run(sample, asked(mode="drive", limit=20)).result
    assert answer["totals"] == wanted.totals.model_dump(include=set(BUCKETS))


def test_another_rule_and_no_day_are_refused(sample: Session) -> None:
    with pytest.raises(Refusal, match="统筹安排"):
        told(sample, rule="best")
    with pytest.raises(Refusal, match="截至日期"):
        what_if.answer(sample, ReachParameters.asked({"service": "nursing_beds"}), ())
