"""Filters on the register itself: through history, for the public, and by index where row-level security stands."""

import datetime as dt
from collections.abc import Iterator

import pytest
import shapely
from shapely import Point
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from data import features, register
from data.access_tables import belongs_to
from data.acting import PUBLIC, Actor
from data.engine import connect, session
from data.features import Asked
from data.filters import Filter
from data.seen import seen
from geo.systems import System, system
from layers.nursing_homes import NursingHome
from layers.queryables import queryables
from layers.record import Disclosure
from layers.rights import Role
from tests.data.deeds import LEDGER, NEW_YEAR, SEAT, day, home
from tests.people import person, service_engine

HOMES = "nursing_homes"
TODAY = day("2024-12-31")


def condition(text: str, **given: System) -> Filter:
    return Filter.read(text, "cql2-text", queryables(NursingHome, personal=True), **given)


def found(opened: Session, words: str, *, recorded_at: dt.datetime | None = None, **given: System) -> list[str]:
    asked = Asked(HOMES, TODAY, recorded_at, filters=(condition(words, **given),))
    rows = [row.number for row in features.find(opened, asked, "number")]
    assert features.count(opened, asked) == len(rows)
    return rows


def written(zone: System, lon: float) -> tuple[float, float]:
    """A place on the parallel of 29.1° as the zone writes it, northing first."""
    first, second = shapely.get_coordinates(zone.written(Point(lon, 29.1)))[0]
    return float(first), float(second)


def test_a_filter_asks_what_the_register_knew_then(session: Session) -> None:
    register.enter(session, home(beds=40), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    before = session.scalar(text("SELECT clock_timestamp()"))
    register.amend(session, home(beds=60), as_of=TODAY, because="核对")
    assert found(session, "beds = 60") == found(session, "beds = 40", recorded_at=before) == ["430621-001"]
    assert found(session, "beds = 40") == found(session, "beds = 60", recorded_at=before) == []
    moment = f"TIMESTAMP('{before.isoformat()}')" if before else ""
    assert found(session, f"T_AFTER(recorded, {moment})") == ["430621-001"]
    assert found(session, f"T_BEFORE(recorded, {moment})") == []


def test_the_last_day_of_a_period_is_in_it(session: Session) -> None:
    register.enter(session, home(), SEAT, valid_from=NEW_YEAR, provenance=LEDGER, valid_to=day("2025-01-01"))
    assert found(session, "T_FINISHES(INTERVAL('2024-01-01', '2024-12-31'), valid)") == ["430621-001"]
    assert found(session, "T_INTERSECTS(valid, DATE('2025-01-01'))") == []
    assert found(session, "valid_to = DATE('2025-01-01') AND valid_from = DATE('2000-01-01')") == ["430621-001"]


def test_a_literal_in_the_countys_zone_finds_what_stands_there(session: Session) -> None:
    register.enter(session, home(), Point(113.1, 29.1), valid_from=NEW_YEAR, provenance=LEDGER)
    zone = system(4547, "3 度带")
    north, east = written(zone, 113.1)
    assert 3_000_000 < north < 4_000_000
    box = f"BBOX({north - 0.01}, {east - 0.01}, {north + 0.01}, {east + 0.01})"
    assert found(session, f"S_WITHIN(geom, {box})", system=zone) == ["430621-001"]


def test_a_long_edge_of_the_zone_is_bent_as_the_ground_has_it(session: Session) -> None:
    """A parallel of 29.1° and a straight line of the zone part by more than a hundred metres in between."""
    zone = system(4547, "3 度带")
    (west_north, west), (_, east) = written(zone, 113.0), written(zone, 115.0)
    halfway, straight = written(zone, 114.0)[0], (written(zone, 113.0)[0] + written(zone, 115.0)[0]) / 2
    assert abs(straight - halfway) > 100
    register.enter(session, home(), Point(114.0, 29.1), valid_from=NEW_YEAR, provenance=LEDGER)
    below, above = (
        f"POLYGON(({west_north} {west}, {west_north} {east}, {far} {east}, {far} {west}, {west_north} {west}))"
        for far in (west_north - 50_000, west_north + 50_000)
    )
    inside = below if halfway < straight else above
    outside = above if inside == below else below
    assert found(session, f"S_INTERSECTS(geom, {inside})", system=zone) == ["430621-001"]
    assert found(session, f"S_INTERSECTS(geom, {outside})", system=zone) == []


@pytest.fixture(scope="module")
def county(server: str, template: str, worker: str) -> Iterator[str]:
    from tests.conftest import copied

    for database in copied(server, template, f"cairn_test_{worker}_filters"):
        owner = connect(database)
        with session(owner) as opened:
            belongs_to(opened, "430621")
            exact = Point(113.123456, 29.123456)
            register.enter(opened, home("exact"), exact, valid_from=NEW_YEAR, provenance=LEDGER)
            register.enter(
                opened, home("kept"), SEAT, valid_from=NEW_YEAR, provenance=LEDGER, disclosure=Disclosure.INTERNAL
            )
        owner.dispose()
        yield database


@pytest.fixture
def service(county: str) -> Iterator[Engine]:
    engine = service_engine(county)
    yield engine
    engine.dispose()


@pytest.fixture
def steward(county: str) -> Actor:
    owner = connect(county)
    with session(owner) as opened:
        someone = person(opened, Role.STEWARD, "430621")
    owner.dispose()
    return someone


def test_the_public_cannot_feel_for_the_exact_place(service: Engine, steward: Actor) -> None:
    exact = "S_INTERSECTS(geom, BBOX(113.123455, 29.123455, 113.123457, 29.123457))"
    rounded = "S_INTERSECTS(geom, BBOX(113.12349, 29.12349, 113.12351, 29.12351))"
    with session(service, actor=steward) as opened:
        assert (found(opened, exact), found(opened, rounded)) == (["exact"], [])
    with session(service, actor=PUBLIC) as opened:
        assert (found(opened, exact), found(opened, rounded)) == ([], ["exact"])
        for words in ("NOT S_DISJOINT(geom, BBOX(113, 29, 114, 30))", "true", "NOT number LIKE 'x%'"):
            assert found(opened, words) == ["exact"]


@pytest.mark.parametrize(
    ("words", "searched"),
    [
        ("number = '430621-001'", "number ="),
        ("number IN ('430621-001', '430621-002')", "ANY"),
        ("number LIKE '430621-00%'", ">="),
        ("number >= '430621' AND beds > 3", ">="),
        ("S_INTERSECTS(geom, BBOX(113, 29, 113.2, 29.2))", "&&"),
        ("S_WITHIN(geom, POLYGON((113 29, 113.2 29, 113.2 29.2, 113 29)))", "&&"),
        ("S_TOUCHES(LINESTRING(113 29, 113.2 29.2), geom)", "&&"),
    ],
)
@pytest.mark.parametrize("is_public", [False, True])
def test_an_index_serves_where_row_level_security_stands(
    service: Engine, steward: Actor, is_public: bool, words: str, searched: str
) -> None:
    with session(service, actor=PUBLIC if is_public else steward) as opened:
        for method in ("enable_seqscan", "enable_indexonlyscan"):
            opened.execute(text(f"SET LOCAL {method} = off"))
        view = seen(opened, HOMES)
        asked = select(view.identifier).where(condition(words)(view))
        compiled = asked.compile(opened.connection(), compile_kwargs={"render_postcompile": True})
        plan = opened.connection().exec_driver_sql(f"EXPLAIN {compiled}", compiled.params).scalars().all()
    lines = [line for line in plan if "Index Cond" in line]
    assert any(searched in line for line in lines), plan
