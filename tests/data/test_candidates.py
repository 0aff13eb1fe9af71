"""Candidates from the register: which there are, whose they are, and what stands against them."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import shapely
from shapely import Point, box
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from data import register, sample_county
from data.candidates import CandidateReading, candidates, read_candidates
from data.engine import connect
from layers.candidates import CandidatesAsked, CandidateSource, DrawnPoint
from layers.record import Disclosure
from layers.refusal import Refusal
from tests.conftest import copied
from tests.data.deeds import LEDGER, NEW_YEAR, square, town
from tests.data.sample_files import divisions, features

DAY = dt.date(2024, 12, 31)


@pytest.fixture(scope="module")
def county(server: str, template: str, worker: str) -> Iterator[Engine]:
    """A database with the sample county."""
    for url in copied(server, template, f"cairn_test_{worker}_candidates"):
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


def asked(source: str, **given: Any) -> CandidatesAsked:  # noqa: ANN401 - whatever the question has
    return CandidatesAsked(CandidateSource.of(source), DAY, **given)


def test_every_settlement_is_a_candidate_of_its_township(sample: Session) -> None:
    found = candidates(sample, asked("settlements")).candidates
    areas = divisions(9)
    assert len(found) == 204
    assert [each.id for each in found] == sorted(each.id for each in found)
    for each in found:
        assert each.township is not None
        assert areas[each.township].contains(Point(each.lon, each.lat)), each.name


def test_a_grid_stands_inside_the_county_and_tells_its_townships(sample: Session) -> None:
    found = candidates(sample, asked("grid", spacing_m=2_000.0)).candidates
    areas = divisions(9)
    county = shapely.union_all(list(areas.values()))
    square_km = 2_930  # of the county, computed on the ellipsoid
    assert len(found) == pytest.approx(square_km / 4, rel=0.1)
    assert all(county.intersects(each.shape) for each in found)
    assert all(each.township and areas[each.township].intersects(each.shape) for each in found)
    assert len({each.id for each in found}) == len(found)


def test_drawn_points_keep_their_order_and_one_outside_says_so(sample: Session) -> None:
    inside = candidates(sample, asked("settlements")).candidates[0]
    points = (DrawnPoint(inside.lon, inside.lat, "老粮站"), DrawnPoint(112.0, 28.0))
    one, other = candidates(sample, asked("drawn", points=points)).candidates
    assert (one.id, one.name, one.township, one.excluded) == ("drawn-001", "老粮站", inside.township, ())
    assert (other.name, other.township) == ("手绘点 2", None)
    assert [each.rule for each in other.excluded] == ["outside"]


def test_parcels_are_candidates_until_they_are_taken(sample: Session) -> None:
    found = candidates(sample, asked("parcels"))
    shipped = [(row, area) for row, area in features("parcels") if row["status"] != "taken"]
    assert [each.id for each in found.candidates] == sorted(row["code"] for row, _ in shipped)
    assert len(shipped) < len(features("parcels"))
    assert [finding.field for finding in found.findings] == ["parcels"]
    for each, (row, area) in zip(found.candidates, shipped, strict=True):
        assert (each.township, each.area_m2, each.invented) == (row["division"], row["land_area"], True)
        assert area.contains(Point(each.lon, each.lat))


def test_a_register_without_parcels_says_what_else_there_is(session: Session) -> None:
    register.enter(session, town(), square(113.0, 29.0), valid_from=NEW_YEAR, provenance=LEDGER)
    with pytest.raises(Refusal, match="村（社区）、方格网"):
        candidates(session, asked("parcels"))


def test_what_the_planner_rules_out_stays_in_the_list_with_its_reason(sample: Session) -> None:
    first, *_ = candidates(sample, asked("settlements")).candidates
    around = box(first.lon - 1e-4, first.lat - 1e-4, first.lon + 1e-4, first.lat + 1e-4)
    found = candidates(sample, asked("settlements", exclude=around))
    assert [each.id for each in found.candidates if each.excluded] == [first.id]
    assert len(found.open) == 203


def test_what_cannot_be_looked_through_is_refused_before_it_is_made(sample: Session) -> None:
    with pytest.raises(Refusal, match="加大间距"):
        candidates(sample, asked("grid", spacing_m=100.0))
    with pytest.raises(Refusal, match="间距"):
        asked("grid", spacing_m=10.0)
    with pytest.raises(Refusal, match="没有给点"):
        asked("drawn")


def test_a_register_without_townships_has_no_candidates(session: Session) -> None:
    with pytest.raises(Refusal, match="乡镇（街道）的界线"):
        candidates(session, asked("settlements"))


def test_how_closed_the_rows_were_is_remembered(session: Session) -> None:
    register.enter(
        session, town(), square(113.0, 29.0), valid_from=NEW_YEAR, provenance=LEDGER, disclosure=Disclosure.INTERNAL
    )
    reading = CandidateReading(session, asked("drawn", points=(DrawnPoint(113.05, 29.05),)))
    (only,) = read_candidates(reading).candidates
    assert (only.township, reading.closed.disclosure) == ("430621100", Disclosure.INTERNAL)
