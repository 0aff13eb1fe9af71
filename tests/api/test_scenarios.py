"""Scenarios over HTTP: saved, compared, clicked down to their rows; who may; and what becomes of their sites."""

from collections.abc import Callable, Iterator
from itertools import count

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.engine import connect, session
from data.scenario_tables import MOVES as KEPT_MOVES
from layers.plan_figures import FIGURES
from layers.rights import Role
from layers.siting_actions import MOVES
from maps.reports.reading import blocks_of, text_of
from tests import siting_plans
from tests.siting_plans import EAST, SOUTH

HERE = "/api/siting/scenarios"
LIST = "/api/siting/actions"
_NUMBERS = count(1)


@pytest.fixture(scope="module")
def opened(county_database: str) -> Iterator[Session]:
    """The owner's session, to keep runs with."""
    engine = connect(county_database)
    with session(engine) as opened:
        yield opened
    engine.dispose()


@pytest.fixture(scope="module")
def run_ids(county_database: str) -> tuple[str, str]:
    engine = connect(county_database)
    with session(engine) as opened:
        kept = siting_plans.kept(opened, EAST), siting_plans.kept(opened, SOUTH)
    engine.dispose()
    return kept


@pytest.fixture
def planner(as_role: Callable[..., httpx.Client]) -> httpx.Client:
    return as_role(Role.PLANNER)


def saved(planner: httpx.Client, run: str, **more: str) -> dict[str, object]:
    answered = planner.post(HERE, json={"run": run, "name": f"方案 {next(_NUMBERS)}", **more})
    assert answered.status_code == 201, answered.text
    told: dict[str, object] = answered.json()
    assert answered.headers["Location"] == f"{HERE}/{told['number']}"
    return told


def test_a_scenario_is_the_run_it_was_saved_from(planner: httpx.Client, run_ids: tuple[str, str]) -> None:
    told = saved(planner, run_ids[0], note="先建东边（虚构）")
    again = planner.get(f"{HERE}/{told['number']}").json()
    assert again == told
    assert (again["run"], again["as_of"], again["invented"]) == (run_ids[0], "2024-12-31", True)
    assert again["after"] == {"people": 900, "served": 600, "waiting": 150, "out_of_reach": 150}
    assert again["plan"]["sites"][1]["name"] == "乙村地块"
    assert told["number"] in [each["number"] for each in planner.get(HERE).json()["scenarios"]]


def test_every_figure_leads_to_rows_that_sum_to_it(planner: httpx.Client, run_ids: tuple[str, str]) -> None:
    told = saved(planner, run_ids[1])
    figures = {each["id"]: each for each in planner.get(f"{HERE}/{told['number']}").json()["figures"]}
    assert list(figures) == list(FIGURES)
    for each in figures.values():
        behind = planner.get(each["rows"]).json()
        assert (behind["run"], behind["value"]) == (run_ids[1], each["after"])
        assert sum(row["amount"] for row in behind["rows"]) == each["after"]
        if each["before"] is not None:
            before = planner.get(each["rows"] + "&when=before").json()
            assert before["value"] == each["before"] == sum(row["amount"] for row in before["rows"])
    town = planner.get(figures["waiting"]["rows"] + "&township=430621104").json()
    assert [(row["name"], row["amount"]) for row in town["rows"]] == [("丙村", 150), ("丁村", 50)]


def test_two_scenarios_are_told_apart_in_sentences(planner: httpx.Client, run_ids: tuple[str, str]) -> None:
    one, other = (saved(planner, run) for run in run_ids)
    told = planner.get(f"{HERE}/compare", params={"ids": f"{one['number']},{other['number']}"}).json()
    assert (told["left"]["run"], told["right"]["run"]) == run_ids
    words = {each["id"]: each for each in told["sentences"]}
    assert "多 200 人已有位（600 与 400）" in words["figure-served"]["words"]
    assert words["townships--1"]["ids"] == ["430621100"]
    assert [each["name"] for each in told["sites"]] == ["丁村地块", "乙村地块"]
    itself = planner.get(f"{HERE}/compare", params={"ids": f"{one['number']},{one['number']}"})
    assert itself.status_code == 422


def test_a_change_needs_the_version_that_was_seen(planner: httpx.Client, run_ids: tuple[str, str]) -> None:
    told = saved(planner, run_ids[0])
    there = f"{HERE}/{told['number']}"
    changed = planner.patch(there, json={"version": 1, "name": f"改名 {told['number']}", "run": run_ids[1]})
    assert (changed.status_code, changed.json()["version"], changed.json()["run"]) == (200, 2, run_ids[1])
    stale = planner.patch(there, json={"version": 1, "note": "迟了"})
    assert stale.status_code == 412
    assert "现为第 2 版" in stale.json()["what"]


def test_a_name_is_borne_once_and_free_again_after_withdrawal(planner: httpx.Client, run_ids: tuple[str, str]) -> None:
    told = saved(planner, run_ids[0])
    again = planner.post(HERE, json={"run": run_ids[1], "name": told["name"]})
    assert (again.status_code, again.json()["what"]) == (409, f"已有名为“{told['name']}”的方案")
    assert planner.delete(f"{HERE}/{told['number']}").status_code == 204
    second = planner.post(HERE, json={"run": run_ids[1], "name": told["name"]})
    assert second.status_code == 201
    # A link that was sent stays good; a withdrawn scenario comes back only under a name that is free.
    kept = planner.get(f"{HERE}/{told['number']}").json()
    assert kept["is_withdrawn"]
    restored = {"version": kept["version"], "is_withdrawn": False}
    assert planner.patch(f"{HERE}/{told['number']}", json=restored).status_code == 409
    assert planner.patch(f"{HERE}/{told['number']}", json=restored | {"name": f"{told['name']} 甲"}).status_code == 200


def test_a_run_that_is_none_or_no_plan_is_refused(planner: httpx.Client) -> None:
    assert planner.post(HERE, json={"run": "siting-none", "name": "无"}).status_code == 404
    counted = planner.post("/api/coverage/runs", json={"as_of": "2024-12-31"}).json()["run"]
    refused = planner.post(HERE, json={"run": counted, "name": "非选址"})
    assert refused.status_code == 422
    assert "不是选址计算" in refused.json()["what"]


def test_who_plans_keeps_scenarios_and_others_look(
    planner: httpx.Client,
    anonymous: httpx.Client,
    as_role: Callable[..., httpx.Client],
    run_ids: tuple[str, str],
) -> None:
    told = saved(planner, run_ids[0])
    there = f"{HERE}/{told['number']}"
    assert {anonymous.get(path).status_code for path in (HERE, there, LIST)} == {401}
    assert anonymous.post(HERE, json={"run": run_ids[0], "name": "生"}).status_code == 401
    viewer, neighbour = as_role(Role.VIEWER), as_role(Role.PLANNER, "430626")
    reader = as_role(Role.PLANNER, "430621", "read")
    assert viewer.get(there).status_code == 200
    for other in (viewer, neighbour, reader):
        assert other.patch(there, json={"version": 1, "name": "夺"}).status_code == 403
        assert other.post(LIST, json={"scenario": told["number"]}).status_code == 403
    assert viewer.post(HERE, json={"run": run_ids[0], "name": "看"}).status_code == 403


def test_a_scenario_of_a_run_one_may_not_see_is_not_there(
    planner: httpx.Client, as_role: Callable[..., httpx.Client], county_database: str
) -> None:
    engine = connect(county_database)
    with session(engine) as opened:
        closed = siting_plans.kept(opened, EAST | {"seconds": 0.5}, "internal", ("430621100",))
    engine.dispose()
    told = saved(planner, closed)
    elsewhere = as_role(Role.STEWARD, "430621104")
    assert elsewhere.get(f"{HERE}/{told['number']}").status_code == 404
    assert told["number"] not in [each["number"] for each in elsewhere.get(HERE).json()["scenarios"]]


def test_the_database_and_the_law_have_the_same_steps(opened: Session) -> None:
    kept = {tuple(row) for row in opened.execute(select(*KEPT_MOVES.c))}
    assert kept == {(each.before, each.after, each.needs_reason, each.needs_document) for each in MOVES}


def test_a_site_goes_from_plan_to_people(planner: httpx.Client, run_ids: tuple[str, str]) -> None:
    told = saved(planner, run_ids[0])
    entered = planner.post(LIST, json={"scenario": told["number"]})
    assert entered.status_code == 201
    (action,) = entered.json()["actions"]
    assert (action["name"], action["state"], action["places"]) == ("乙村地块", "planned", 200)
    # Twice is once.
    assert len(planner.post(LIST, json={"scenario": told["number"]}).json()["actions"]) == 1
    there = f"{LIST}/{action['number']}"
    owned = planner.patch(there, json={"owner": "规划股（虚构）", "due_on": "2024-06-30"}).json()
    assert (owned["owner"], owned["is_overdue"]) == ("规划股（虚构）", True)

    def step(state: str, version: int, **more: object) -> httpx.Response:
        return planner.post(f"{there}/steps", json={"state": state, "version": version, **more})

    assert step("filed", 0, document="备〔2025〕1号").status_code == 409
    assert step("under_construction", 0, happened_on="2025-03-01").status_code == 201
    assert step("under_construction", 0).status_code == 412
    lacking = step("filed", 1)
    assert (lacking.status_code, lacking.json()["what"]) == (409, "备案须写备案回执的文号")
    assert step("filed", 1, document="备〔2025〕1号（虚构）", places=180).json()["reached"] == 180
    done = step("occupied", 2, places=75).json()
    assert (done["state"], done["is_overdue"], done["reached"]) == ("occupied", False, 75)
    assert step("filed", 3).status_code == 409
    back = step("filed", 3, because="录错，尚未入住").json()
    assert [each["state"] for each in back["steps"]] == ["under_construction", "filed", "occupied", "filed"]
    totals = {each["state"]: each for each in planner.get(f"{LIST}?scenario={told['number']}").json()["totals"]}
    assert (totals["filed"]["sites"], totals["filed"]["places"], totals["planned"]["places"]) == (1, 180, 0)


def test_sites_of_another_plan_are_refused(planner: httpx.Client, run_ids: tuple[str, str]) -> None:
    told = saved(planner, run_ids[0])
    refused = planner.post(LIST, json={"scenario": told["number"], "sites": ["s-丁村地块"]})
    assert refused.status_code == 422
    assert "方案中没有点位“s-丁村地块”" in refused.json()["what"]
    assert planner.get(f"{LIST}?scenario={told['number']}").json()["actions"] == []


def test_deeds_are_in_the_log(
    planner: httpx.Client, as_role: Callable[..., httpx.Client], run_ids: tuple[str, str]
) -> None:
    told = saved(planner, run_ids[0])
    planner.post(LIST, json={"scenario": told["number"]})
    entries = as_role(Role.ADMINISTRATOR).get("/api/audit", params={"limit": 5}).json()["entries"]
    deeds = {(each["deed"], each["identity"]) for each in entries}
    assert {("siting-scenario", str(told["number"])), ("siting-action", str(told["number"]))} <= deeds


@pytest.mark.parametrize("extension", ["docx", "pdf", "xlsx"])
def test_a_report_is_the_same_bytes_until_its_scenario_changes(
    planner: httpx.Client, run_ids: tuple[str, str], extension: str
) -> None:
    told = saved(planner, run_ids[0])
    there = f"{HERE}/{told['number']}/report.{extension}"
    first = planner.get(there)
    if first.status_code in (422, 503):
        pytest.skip(first.json()["detail"])
    assert first.status_code == 200
    assert first.content[:2] in (b"PK", b"%P")
    assert run_ids[0] in first.headers["Content-Disposition"]
    assert planner.get(there).content == first.content
    assert planner.get(there, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    planner.patch(f"{HERE}/{told['number']}", json={"version": 1, "note": "改过"})
    assert planner.get(there).content != first.content


def test_a_report_tells_whose_county_and_data_it_is(planner: httpx.Client, run_ids: tuple[str, str]) -> None:
    told = saved(planner, run_ids[0])
    answered = planner.get(f"{HERE}/{told['number']}/report.docx")
    if answered.status_code == 503:
        pytest.skip(answered.json()["detail"])
    words = text_of(blocks_of(answered.content))
    assert "岳阳县" in words
    # 样例的村和区划都写明出处，并注明虚构。
    assert "示例规则" in words
    assert "（示例数据）" in words


def test_a_report_is_not_for_the_public(
    anonymous: httpx.Client, planner: httpx.Client, run_ids: tuple[str, str]
) -> None:
    told = saved(planner, run_ids[0])
    assert anonymous.get(f"{HERE}/{told['number']}/report.pdf").status_code == 401
    assert planner.get(f"{HERE}/{told['number']}/report.odt").status_code == 400
