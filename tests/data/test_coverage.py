"""Coverage of the sample county from the register: by hand, as of a day, kept, and asked again after an edit."""

import csv
import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely import box
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from data import coverage, coverage_run, history, sample_county
from data.engine import connect
from data.errors import NotFound
from data.runs import recent
from layers.coverage_inputs import AreaSet
from layers.coverage_result import AreaFigure, CoverageResult
from layers.coverage_terms import BedsParameters
from layers.refusal import Refusal
from layers.rules import Finding
from tests.conftest import copied

SAMPLE = Path(sample_county.__file__).parent / "sample"
DAY = "2024-12-31"


@pytest.fixture(scope="module")
def county(server: str, template: str, worker: str) -> Iterator[Engine]:
    """A database with the sample county."""
    for url in copied(server, template, f"cairn_test_{worker}_coverage"):
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


def asked(**terms: object) -> BedsParameters:
    return BedsParameters.asked({"as_of": DAY, **terms})


def figures(session: Session, **terms: object) -> CoverageResult:
    return coverage.run(session, asked(**terms)).result


def row(result: CoverageResult, code: str) -> AreaFigure:
    return next(area for area in result.areas if area.id == code)


# --- by hand: nothing of ours but the shipped files, a plain loop and the oldest test of a point in a polygon


def features(name: str) -> list[dict[str, Any]]:
    document: dict[str, list[dict[str, Any]]] = json.loads((SAMPLE / f"{name}.geojson").read_text("utf-8"))
    return document["features"]


def holds(valid: dict[str, Any], day: str = DAY) -> bool:
    return valid["valid_from"] <= day and (not valid.get("valid_to") or day < valid["valid_to"])


def inside(x: float, y: float, rings: list[list[list[float]]]) -> bool:
    """Whether a ray to the east crosses the rings an odd number of times."""
    crossings = 0
    for ring in rings:
        for (ax, ay), (bx, by) in pairwise(ring):
            if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
                crossings += 1
    return crossings % 2 == 1


def beds_standing_in(rings: list[list[list[float]]]) -> int:
    beds = 0
    for layer in ("nursing_homes", "community_care"):
        for home in features(layer):
            told = home["properties"]
            if holds(told) and told["stage"] == "open" and told["kind"] != "activity_room":
                x, y = home["geometry"]["coordinates"]
                if inside(x, y, rings):
                    beds += told.get("beds") or 0
    return beds


def people_of(code: str) -> int:
    with (SAMPLE / "population.csv").open(encoding="utf-8-sig", newline="") as page:
        counts = [
            (told["counted_on"], int(told["people"]))
            for told in csv.DictReader(page)
            if told["division"] == code
            and told["basis"] == "resident"
            and told["age_from"] == "60"
            and not told["age_to"]
            and told["counted_on"] <= DAY
            and holds(told)
        ]
    return max(counts)[1]


@pytest.mark.parametrize("code", ["430621100", "430621108", "430621203"])
def test_three_townships_by_hand(session: Session, code: str) -> None:
    town = next(area for area in features("divisions") if area["properties"]["code"] == code)
    parts = town["geometry"]["coordinates"]
    rings = [ring for part in parts for ring in part]
    beds, people = beds_standing_in(rings), people_of(code)
    needed = -(-40 * people // 1000)
    found = row(figures(session), code)
    assert beds > 0
    assert (found.beds, found.elderly) == (beds, people)
    assert found.beds_per_thousand == beds * 1000 / people
    assert (found.shortfall_beds, found.surplus_beds) == (max(0, needed - beds), max(0, beds - needed))


# --- what the sample promises, and the published totals


def test_the_county_adds_up_to_the_published_census(session: Session) -> None:
    result = figures(session)
    assert (result.total.name, result.total.elderly) == ("岳阳县", 121_826)
    assert figures(session, age=65).total.elderly == 89_808
    assert figures(session, age=80).total.elderly == 16_676
    assert result.population.counted_on == dt.date(2020, 11, 1)
    assert result.invented
    assert sum(area.beds for area in result.areas) == result.total.beds
    assert result.unplaced.facilities == []


def test_the_county_row_is_the_sum_of_its_townships(session: Session) -> None:
    by_township, by_county = figures(session), figures(session, by="county")
    assert [area.name for area in by_county.areas] == ["岳阳县"]
    assert not [finding for finding in by_county.findings if "面向全县" in finding.message]
    assert by_county.total.beds == by_township.total.beds
    assert by_county.total.beds_per_thousand == by_township.total.beds_per_thousand


def test_settlements_give_the_same_people_and_say_that_they_did(session: Session) -> None:
    by_settlements = figures(session, population_source="settlements")
    assert by_settlements.population.method == "settlements"
    assert by_settlements.population.counted_on is None
    assert "来源日期 2024-12-31" in by_settlements.population.source
    assert {area.population_method for area in by_settlements.areas} == {"settlements"}
    assert by_settlements.total.elderly == 121_826


def test_the_past_is_as_it_was(session: Session) -> None:
    past, present = figures(session, as_of="2018-01-01"), figures(session)
    assert past.population.counted_on is not None
    assert past.population.counted_on.year <= 2018
    assert past.total.beds != present.total.beds
    assert past.run != present.run


def test_institutions_alone_are_fewer_beds(session: Session) -> None:
    both, alone = figures(session), figures(session, count="institution")
    assert alone.total.beds < both.total.beds
    assert alone.total.facilities < both.total.facilities


def test_county_level_homes_stand_are_left_out_or_are_spread(session: Session) -> None:
    standing, without, spread = (
        figures(session, county_level=level) for level in ("where_they_stand", "excluded", "spread")
    )
    wide = standing.total.beds - without.total.beds
    assert wide > 0
    assert spread.total.beds == standing.total.beds
    assert sum(area.spread_beds for area in spread.areas) == wide
    host = max(standing.areas, key=lambda area: area.beds - row(without, area.id).beds)
    assert host.beds - row(without, host.id).beds == wide


@pytest.mark.parametrize("column", ["nursing", "open", "occupied", "dementia"])
def test_other_columns_of_beds_are_parts_of_them(session: Session, column: str) -> None:
    assert 0 < figures(session, beds=column).total.beds < figures(session).total.beds


def test_registered_people_are_another_figure(session: Session) -> None:
    registered = figures(session, basis="registered")
    assert registered.population.basis == "registered"
    assert registered.total.elderly != 121_826


# --- areas handed in, and what is refused


def halves() -> AreaSet:
    west = box(112.0, 28.0, 113.2, 30.0)
    east = box(113.2, 28.0, 115.0, 30.0)
    return AreaSet.of(("W", "E"), ("西片", "东片"), (west, east))


def test_zones_handed_in_take_their_people_from_settlements(session: Session) -> None:
    run = coverage.run(session, asked(by="areas"), areas=halves())
    assert {area.population_method for area in run.result.areas} == {"settlements"}
    assert run.result.total.elderly == 121_826
    assert run.result.total.beds == figures(session).total.beds


def test_a_division_that_is_handed_in_is_known_again_and_takes_its_statistic(session: Session) -> None:
    own = coverage.run(session, asked())
    rounded = {code: shapely.set_precision(shape, 1e-7) for code, shape in own.shapes.items()}
    pair = AreaSet.of(
        ("430621108", "430621203", "东片"),
        ("公田镇", "被改名的乡", "东片"),
        (rounded["430621108"], rounded["430621203"].buffer(0.01), box(113.4, 28.0, 115.0, 30.0)),
    )
    result = coverage.run(session, asked(by="areas"), areas=pair).result
    assert [area.population_method for area in result.areas] == ["statistics", "settlements", "settlements"]
    assert row(result, "430621108").elderly == row(own.result, "430621108").elderly


@pytest.mark.parametrize(
    ("terms", "areas", "words"),
    [
        ({"by": "areas"}, None, "没有交来区域"),
        ({"by": "township"}, halves(), "交来了区域，却要按乡镇"),
        ({"by": "areas", "population_source": "statistics"}, halves(), "交来的多边形不是登记的行政区划"),
        ({"as_of": "1999-01-01"}, None, "1999-01-01 登记库中没有乡镇"),
    ],
)
def test_what_cannot_be_told_is_refused(
    session: Session, terms: dict[str, object], areas: AreaSet | None, words: str
) -> None:
    with pytest.raises(Refusal, match=words):
        coverage.run(session, asked(**terms), areas=areas)


def test_villages_with_areas_of_their_own_add_up_to_the_county(session: Session) -> None:
    by_village, by_township = figures(session, by="village"), figures(session)
    assert len(by_village.areas) > 100
    assert by_village.total.beds == by_township.total.beds
    assert by_village.total.elderly == by_township.total.elderly
    assert sum(area.beds for area in by_village.areas) == by_village.total.beds


def test_villages_without_areas_are_refused_with_the_remedy(session: Session) -> None:
    session.execute(text("DELETE FROM register.divisions WHERE level = 'village'"))
    with pytest.raises(Refusal, match=r"没有村（社区）的界线[\s\S]*--by areas --areas"):
        figures(session, by="village")


def test_a_run_needs_a_day(session: Session) -> None:
    with pytest.raises(Refusal, match="没有给截至日期"):
        coverage.run(session, BedsParameters())


# --- kept for ever


def a_home_of(run: coverage_run.CoverageRun, code: str) -> coverage_run.CountedFacility:
    facilities, _ = run.rows_of(code)
    return next(home for home in facilities if home.layer == "nursing_homes")


def edit_beds(session: Session, number: str, beds: int) -> None:
    """Correct what the register knows of a home's beds."""
    history.sign(session, clerk="王芳", because="核对床位")
    session.execute(
        text("UPDATE register.nursing_homes SET beds = :beds WHERE number = :number AND valid @> date '2024-12-31'"),
        {"beds": beds, "number": number},
    )


def test_an_old_run_answers_the_same_bytes_after_an_edit_and_a_new_one_does_not(session: Session) -> None:
    old = coverage.run(session, asked())
    home = a_home_of(old, "430621108")
    edit_beds(session, home.id, (home.beds or 0) + 7)
    assert coverage.recall(session, old.id).body == old.body
    assert coverage.recompute(session, old.id).body == old.body
    new = coverage.run(session, asked())
    assert new.id != old.id
    assert row(new.result, "430621108").beds == row(old.result, "430621108").beds + 7
    assert coverage.recall(session, old.id).body == old.body


def test_a_withdrawn_home_is_still_in_the_old_run(session: Session) -> None:
    old = coverage.run(session, asked())
    home = a_home_of(old, "430621100")
    session.execute(text("DELETE FROM register.nursing_homes WHERE number = :number"), {"number": home.id})
    assert coverage.recompute(session, old.id).body == old.body
    assert coverage.run(session, asked()).result.total.facilities == old.result.total.facilities - 1


def test_the_same_question_is_the_same_run_and_is_kept_once(session: Session) -> None:
    before = len(recent(session, 1000))
    one, other = coverage.run(session, asked()), coverage.run(session, asked())
    assert (one.id, one.body) == (other.id, other.body)
    assert len(recent(session, 1000)) <= before + 1


def test_a_recalled_run_has_its_shapes_and_rows(session: Session) -> None:
    run = coverage.run(session, asked())
    kept = coverage.recall(session, run.id)
    assert kept.package() == run.package()
    assert {code: shape.wkb for code, shape in kept.shapes.items()} == {c: s.wkb for c, s in run.shapes.items()}
    assert (kept.facilities, kept.people) == (run.facilities, run.people)


def test_zones_and_what_reading_them_found_come_back(session: Session) -> None:
    notes = (Finding("分区文件没有写明坐标系，按命令取 EPSG:4547"),)
    run = coverage.run(session, asked(by="areas"), areas=halves(), notes=notes)
    assert run.result.findings[0].message == notes[0].message
    assert coverage.recompute(session, run.id).body == run.body


def test_a_number_leads_to_its_rows(session: Session) -> None:
    run = coverage.run(session, asked())
    for area in run.result.areas:
        facilities, people = run.rows_of(area.id)
        assert sum(home.beds or 0 for home in facilities) == area.beds
        assert sum(row.people or 0 for row in people) == area.elderly
        assert all(home.source for home in facilities)
        assert all(row.source for row in people)


def test_an_unknown_run_is_said_to_be_unknown(session: Session) -> None:
    with pytest.raises(NotFound, match="没有计算“bpt-0”"):
        coverage.recall(session, "bpt-0")


def test_progress_counts_every_step_and_may_cancel(session: Session) -> None:
    told: list[tuple[int, int, str]] = []
    coverage.run(session, asked(), progress=lambda *step: told.append(step))
    assert [(done, of) for done, of, _ in told] == [(0, 5), (1, 5), (2, 5), (3, 5), (4, 5)]

    def cancel(done: int, _of: int, _what: str) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        coverage.run(session, asked(), progress=cancel)


def test_a_target_may_have_decimals(session: Session) -> None:
    result = figures(session, target=Decimal("32.52"))
    area = row(result, "430621203")
    assert result.parameters["target"] == 32.52
    assert area.elderly is not None
    assert area.shortfall_beds == max(0, -(-3252 * area.elderly // 100_000) - area.beds)


def test_a_reporting_unit_over_a_township_is_left_out_and_named(session: Session) -> None:
    before = figures(session)
    town = next(shape for code, shape in coverage.run(session, asked()).shapes.items() if code == "430621108")
    session.execute(
        text(
            "INSERT INTO register.divisions (code, name, level, kind, is_statutory, geom, valid, source, invented, "
            "disclosure) VALUES ('430621501', '某管委会', 'township', 'reporting_unit', false, "
            "ST_Multi(ST_GeomFromWKB(:shape, 4490)), '[2016-01-01,)', '示例', true, 'public')"
        ),
        {"shape": town.buffer(-0.01).wkb},
    )
    after = figures(session)
    assert [area.id for area in after.areas] == [area.id for area in before.areas]
    assert "统计单位与法定区划重叠，不单列，其设施和人口计入法定区划：某管委会" in after.findings[0].message
