"""Reach of the sample county from the register: sums beside SQL, kept and asked again, closed rows heeded."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pyproj import Geod
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from data import history, reach, road_terms, runs, sample_county, services
from data.engine import connect
from data.errors import NotFound
from data.reach_run import ReachRun
from data.reading import AtMoment
from layers.reach_terms import ReachParameters
from layers.refusal import Refusal
from layers.services import ServiceId
from layers.travel_terms import term
from tests.conftest import copied

DAY = "2024-12-31"
GEOD = Geod(a=6378137, rf=298.257222101)


@pytest.fixture(scope="module")
def county(server: str, template: str, worker: str) -> Iterator[Engine]:
    """A database with the sample county."""
    for url in copied(server, template, f"cairn_test_{worker}_reach"):
        engine = connect(url)
        with Session(engine) as opened, opened.begin():
            sample_county.load(opened)
        yield engine
        engine.dispose()


@pytest.fixture
def session(county: Engine) -> Iterator[Session]:
    """A transaction in that database, rolled back."""
    with Session(county) as opened:
        yield opened
        opened.rollback()


def asked(service: str, **terms: object) -> ReachParameters:
    return ReachParameters.asked({"service": service, "as_of": DAY} | terms)


def made(session: Session, service: str, **terms: object) -> ReachRun:
    return reach.run(session, asked(service, **terms))


def count(session: Session, column: str, where: str = "") -> int:
    counted = f"SELECT sum({column}) FROM register.settlements WHERE valid @> date '{DAY}' {where}"
    return int(session.execute(text(counted)).scalar_one())


@pytest.mark.parametrize(
    ("service", "column"),
    [
        ("nursing_beds", "aged_60"),
        ("meal_points", "aged_60"),
        ("rescue_points", "population"),
        ("cemeteries", "aged_80"),
    ],
)
@pytest.mark.parametrize("rule", ["nearest", "best"])
def test_the_buckets_sum_to_the_people_the_register_counts(
    session: Session, service: str, column: str, rule: str
) -> None:
    found = made(session, service, rule=rule).result
    assert found.totals.people == count(session, column)
    for row in (found.totals, *found.townships, *found.settlements):
        assert row.served + row.waiting + row.out_of_reach == row.people
    for township in found.townships:
        assert township.people == count(session, column, f"AND division = '{township.code}'")
    assert sum(row.used for row in found.supplies) == found.totals.served


def test_so_many_of_a_thousand_want_a_bed(session: Session) -> None:
    """40 of 1,000: whole people, right within each township, and beds no longer short of nearly everybody."""
    everybody = made(session, "nursing_beds").result
    some = made(session, "nursing_beds", per_thousand=40).result
    assert [row.people for row in some.townships] == [round(row.people * 0.04) for row in everybody.townships]
    assert some.totals.people == sum(row.people for row in some.townships)
    assert some.totals.served + some.totals.waiting + some.totals.out_of_reach == some.totals.people
    assert some.totals.waiting < everybody.totals.waiting / 20
    assert some.demand == "常住60 周岁及以上，每千人中 40 人需要"


def test_beds_bind_and_guidance_serves_the_same_or_more(session: Session) -> None:
    alone, guided = (made(session, "meal_points", rule=rule).result for rule in ("nearest", "best"))
    assert guided.totals.served >= alone.totals.served
    assert guided.totals.out_of_reach == alone.totals.out_of_reach
    assert any(row.used == row.places for row in alone.supplies)


def test_out_of_reach_is_what_geodesics_say(session: Session) -> None:
    """5 km from every home, by PROJ's own geodesics."""
    found = made(session, "nursing_beds", limit=5000).result
    east = np.array([row.lon for row in found.supplies])
    north = np.array([row.lat for row in found.supplies])
    for row in found.settlements:
        far = GEOD.inv(np.full(len(east), row.lon), np.full(len(east), row.lat), east, north)[2].min()
        assert (row.reaches == 0) == (far > 5000)
        assert row.nearest_m == pytest.approx(far, abs=5 + far * 3e-3)


def test_a_village_that_a_cemetery_names_reaches_it(session: Session) -> None:
    run = made(session, "cemeteries", limit=1)
    named = [supply for supply in run.ground.supplies if supply.offer.takes and len(min(supply.offer.takes)) == 12]
    villages = {code for supply in named for code in supply.offer.takes or ()}
    assert villages
    assert {row.code for row in run.result.settlements if row.reaches} == villages


def test_unknown_capacities_are_named(session: Session) -> None:
    told = [finding.message for finding in made(session, "cemeteries").result.findings]
    assert any("未填可用墓穴和格位数" in message for message in told)


def test_a_kept_run_is_the_same_and_asked_again_gives_the_same_bytes(session: Session) -> None:
    run = made(session, "nursing_beds", measure="e2sfca")
    again = made(session, "nursing_beds", measure="e2sfca")
    kept = reach.recall(session, run.id)
    assert run.body == again.body == kept.body == reach.recompute(session, run.id).body
    assert kept.package() == run.package()
    assert [run.id] == [each.id for each in runs.recent(session, indicator="reach")]
    place = kept.place_of(kept.result.settlements[0].code)
    assert place == 0
    assert kept.parts(0) == run.parts(0)
    assert kept.place_of("none") is None


def test_an_edit_makes_another_run_and_leaves_the_old_one(session: Session) -> None:
    old = made(session, "nursing_beds")
    session.execute(
        text("UPDATE register.nursing_homes SET beds = beds + 7 WHERE number = 'NH-430621-001' AND upper_inf(valid)")
    )
    new = made(session, "nursing_beds")
    assert new.id != old.id
    assert reach.recall(session, old.id).body == old.body


def test_restricted_rows_close_the_run(session: Session) -> None:
    session.execute(text("UPDATE register.settlements SET disclosure = 'restricted' WHERE code = '430621500402'"))
    kept = runs.recall(session, made(session, "rescue_points").id)
    assert (kept.disclosure, kept.divisions) == ("restricted", ["430621500402"])


def test_a_service_of_the_county_replaces_ours(session: Session, tmp_path: Path) -> None:
    ours = (services.SHIPPED / "meal_points.toml").read_text("utf-8")
    (tmp_path / "meal_points.toml").write_text(ours.replace("town = 1000", "town = 1"), "utf-8")
    assert services.service(ServiceId.MEAL_POINTS, tmp_path).limits_by("straight").town == 1
    stricter = reach.run(session, asked("meal_points"), folder=tmp_path).result
    assert stricter.totals.out_of_reach > made(session, "meal_points").result.totals.out_of_reach


def test_the_ground_is_open_to_other_analyses(session: Session) -> None:
    reading = AtMoment(session, dt.date.fromisoformat(DAY), history.moment(session))
    ground, question = reach.stand(reading, asked("nursing_beds"))
    assert (question.unit, len(ground.villages)) == ("m", ground.reach.demands_count)


def test_progress_is_told_step_by_step(session: Session) -> None:
    steps: list[tuple[int, int]] = []
    reach.run(session, asked("nursing_beds"), progress=lambda done, of, _: steps.append((done, of)))
    assert steps == [(0, 4), (1, 4), (2, 4), (3, 4)]


@pytest.mark.parametrize(
    ("terms", "told"),
    [({"as_of": "1990-01-01"}, "没有村（社区）的常住60 周岁及以上人数"), ({"as_of": None}, "没有给截至日期")],
)
def test_what_cannot_be_asked_is_said(session: Session, terms: dict[str, object], told: str) -> None:
    with pytest.raises(Refusal, match=told):
        made(session, "nursing_beds", **terms)


def test_an_unknown_run_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        reach.recall(session, "rch-000000000000")


def test_a_run_by_road_is_told_by_the_roads_it_knew_then(session: Session) -> None:
    first = made(session, "nursing_beds", mode="drive")
    assert "道路图层" in first.result.because
    road_terms.enter_terms(session, [term("drive", "fourth", 5.0, "试（虚构）")])
    assert reach.recompute(session, first.id).body == first.body
    later = made(session, "nursing_beds", mode="drive")
    assert later.id != first.id
    assert later.result.totals.out_of_reach >= first.result.totals.out_of_reach
