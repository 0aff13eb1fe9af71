"""Scorecards of the sample county: the figures are those of the register, as of a day, and reports are guarded."""

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from api.settings import ROOT
from data import audit, coverage, reported_figures
from data.engine import session as opened
from data.errors import BadInput, Forbidden
from data.policies import shelf
from data.reported_figures import Entry
from data.sample_county import load
from data.scorecard import remember_restricted, scored, years_before
from layers.coverage_terms import BedsParameters
from layers.policies import Policy
from layers.record import Disclosure
from layers.refusal import Refusal
from layers.rights import Role
from layers.scorecard.card import Cell
from layers.scorecard.facts import Origin, Reported
from tests.people import COUNTY, person

D = dt.date
DAY = D(2024, 12, 31)
TOWN, OTHER = "430621100", "430621104"


@pytest.fixture
def county(session: Session) -> Session:
    load(session, ROOT / "data" / "sample")
    return session


def policy(name: str) -> Policy:
    return shelf().named(name)


def cells(session: Session, name: str, indicator: str, day: dt.date = DAY) -> dict[str, Cell]:
    card = scored(session, policy(name), day, only=indicator).card
    return {row.unit.code: row.cells[0] for row in card.rows}


def test_the_card_says_what_the_register_says(county: Session) -> None:
    run = coverage.figure(county, BedsParameters(as_of=DAY)).result
    beds = cells(county, "xinzheng-2017-29", "beds")
    told = {area.id: area.beds_per_thousand for area in run.areas} | {COUNTY: run.total.beds_per_thousand}
    assert list(beds) == [*(area.id for area in run.areas), COUNTY]
    assert {code: cell.value and float(cell.value) for code, cell in beds.items()} == pytest.approx(told, abs=0.005)
    assert beds[COUNTY].gap == run.total.shortfall_beds
    assert {code: cell.gap for code, cell in beds.items() if code != COUNTY} == {
        area.id: area.shortfall_beds or 0 for area in run.areas
    }


def test_a_number_is_the_sum_of_its_rows(county: Session) -> None:
    for target in policy("songming-14fyp").targets:
        for code, cell in cells(county, "songming-14fyp", target.id).items():
            if cell.value is None or cell.unit != "%":
                continue
            parts = [sum(line.amount or 0 for line in part.lines) for part in cell.rows if not part.is_lacking]
            lacking = [sum(line.amount or 0 for line in part.lines) for part in cell.rows if part.is_lacking]
            if target.id in ("nursing-share", "government-share"):
                assert cell.value == pytest.approx(100 * parts[0] / parts[1], abs=Decimal("0.005")), (target.id, code)
            elif lacking and cell.gap is not None and target.value == 100:
                assert cell.gap == lacking[0], (target.id, code)


def test_shares_of_beds_are_those_of_plain_sql(county: Session) -> None:
    asked = text(
        "SELECT sum(beds) FILTER (WHERE operation = 'public_run' AND ownership = 'public') * 100.0 / sum(beds)"
        " FROM register.nursing_homes WHERE stage = 'open' AND valid @> DATE '2024-12-31'"
    )
    share = county.scalar(asked)
    assert cells(county, "songming-14fyp", "government-share")[COUNTY].value == pytest.approx(
        share, abs=Decimal("0.005")
    )


def test_a_village_that_no_site_serves_is_one_of_plain_sql(county: Session) -> None:
    served = county.scalar(text(
        "SELECT count(*) FROM register.settlements AS village WHERE valid @> DATE '2024-12-31' AND EXISTS ("
        "SELECT FROM register.cemeteries AS site WHERE site.valid @> DATE '2024-12-31' AND site.stage = 'open'"
        " AND (site.kind = 'eco_burial' OR site.has_eco_burial) AND position(village.code IN site.served_villages) > 0)"
    ))  # fmt: skip
    whole = county.scalar(text("SELECT count(*) FROM register.settlements WHERE valid @> DATE '2024-12-31'"))
    assert cells(county, "songming-14fyp", "eco-villages")[COUNTY].gap == (whole or 0) - (served or 0) > 0


def test_a_trend_is_the_same_figure_of_earlier_days(county: Session) -> None:
    told = scored(county, policy("songming-14fyp"), DAY, years=2, only="village-activity")
    for earlier in told.earlier[COUNTY, "village-activity"]:
        assert earlier.value == cells(county, "songming-14fyp", "village-activity", earlier.as_of)[COUNTY].value
    days = [each.as_of for each in told.earlier[COUNTY, "village-activity"]]
    assert days == [D(2022, 12, 31), D(2023, 12, 31)]
    values = [each.value for each in told.earlier[COUNTY, "village-activity"]]
    assert values != [told.card.county.cells[0].value] * 2
    assert years_before(D(2024, 2, 29), 1) == [D(2023, 2, 28)]


def test_before_the_register_there_is_no_card_and_no_trend(county: Session) -> None:
    with pytest.raises(Refusal, match="没有乡镇（街道）的界线"):
        scored(county, policy("songming-14fyp"), D(1950, 1, 1))
    told = scored(county, policy("songming-14fyp"), D(2016, 6, 1), years=1, only="nursing-share")
    assert [each.value for each in told.earlier[COUNTY, "nursing-share"]] == [None]


def test_the_big_home_stands_where_its_point_stands_and_markers_have_a_township(county: Session) -> None:
    homes = cells(county, "xinzheng-2017-29", "large-home")
    rows = homes[COUNTY].rows
    assert sum(len(part.lines) for part in rows) == len(homes) - 1
    markers = cells(county, "songming-14fyp", "markers-intact")
    whole = sum(len(part.lines) for part in markers[COUNTY].rows)
    assert sum(len(part.lines) for code, cell in markers.items() if code != COUNTY for part in cell.rows) == whole > 0


def told_of(
    division: str, value: str | None = None, part: str | None = None, whole: str | None = None, day: dt.date = DAY
) -> Entry:
    number, of, among = (None if each is None else Decimal(each) for each in (value, part, whole))
    return Entry(
        Reported("civil-affairs-staff", division, day, number, of, among, Origin("试（虚构）", None, invented=True))
    )


def test_a_report_is_entered_corrected_and_read_as_of_a_day(county: Session) -> None:
    reported_figures.put_figure(county, told_of(TOWN, "2", day=D(2023, 12, 31)))
    reported_figures.put_figure(county, told_of(TOWN, "9"))
    reported_figures.put_figure(county, told_of(TOWN, "4"))
    kept = reported_figures.figures(county, DAY, figure="civil-affairs-staff", division=TOWN)
    assert [(each.told.counted_on, each.told.value, each.updated_by) for each in kept] == [
        (D(2023, 12, 31), Decimal(2), "console"), (DAY, Decimal(4), "console"),
    ]  # fmt: skip
    told = scored(county, policy("xinzheng-2017-29"), DAY, years=1, only="staff")
    cell = next(row.cells[0] for row in told.card.rows if row.unit.code == TOWN)
    assert (cell.value, cell.target, cell.gap, cell.tier) == (Decimal(4), Decimal(5), Decimal(1), "5 万人口以上")
    assert [each.value for each in told.earlier[TOWN, "staff"]] == [2]


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (told_of(TOWN), "填报没有数"),
        (told_of(TOWN, part="1"), "分子和分母没有同时填写"),
        (told_of(TOWN, part="3", whole="2"), "分子 3 大于分母 2"),
        (told_of(TOWN, "-1"), "“数值”的值不合登记规则"),
        (told_of("4306", "1"), "“行政区划”的值不合登记规则"),
    ],
)
def test_what_cannot_be_is_not_reported(session: Session, entry: Entry, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        reported_figures.put_figure(session, entry)


def test_a_township_reports_of_itself_and_others_do_not_see_it(owner: Engine, service: Engine) -> None:
    with opened(owner) as session:
        clerk = person(session, Role.STEWARD, TOWN)
        neighbour = person(session, Role.STEWARD, OTHER)
        steward = person(session, Role.STEWARD)
    with opened(service, actor=clerk) as session, pytest.raises(Forbidden):
        reported_figures.put_figure(session, told_of(OTHER, "3"))
    with opened(service, actor=steward) as session:
        reported_figures.put_figure(session, told_of(TOWN, "3"))
        reported_figures.put_figure(session, Entry(told_of(OTHER, "4").told, Disclosure.PUBLIC))
    seen = {}
    for name, actor in {"clerk": clerk, "neighbour": neighbour, "steward": steward, "public": None}.items():
        with opened(service, actor=actor) as session:
            seen[name] = [each.told.division for each in reported_figures.figures(session, DAY)]
    assert seen == {"clerk": [TOWN, OTHER], "neighbour": [OTHER], "steward": [TOWN, OTHER], "public": [OTHER]}


def test_a_report_stands_in_the_log(owner: Engine) -> None:
    with opened(owner) as session:
        reported_figures.put_figure(session, told_of(TOWN, "3"))
    with opened(owner) as session:
        found = [entry for entry in audit.page(session, 50) if entry["deed"] == "reported-figure"]
    assert len(found) == 1
    assert f"civil-affairs-staff:{TOWN}:2024-12-31" in found[0].values()


def test_restricted_rows_behind_a_number_are_remembered_for_the_log(county: Session) -> None:
    home = county.scalar(
        text("SELECT number FROM register.nursing_homes WHERE stage = 'open' AND upper_inf(valid) LIMIT 1")
    )
    county.execute(
        text("UPDATE register.nursing_homes SET disclosure = 'restricted' WHERE number = :number AND upper_inf(valid)"),
        {"number": home},
    )
    rows = cells(county, "xinzheng-2017-29", "large-home")[COUNTY].rows
    homes = [line for part in cells(county, "xinzheng-2017-29", "medical")[COUNTY].rows for line in part.lines]
    remember_restricted(county, (line for part in rows for line in part.lines), DAY)
    assert audit.remembered(county) == []
    remember_restricted(county, homes, DAY)
    assert [(note.deed, note.layer, note.subject) for note in audit.remembered(county)] == [
        ("read", "nursing_homes", home)
    ]
