"""Plans at the desk: saved, clicked down to their rows, two side by side with linked maps, and carried out."""

import re
from itertools import count

import httpx
import pytest
from playwright.sync_api import expect

from data.engine import connect, session
from tests import siting_plans
from tests.browser.test_accessibility import violations
from tests.browser.visitor import Visitor
from tests.siting_plans import EAST, SOUTH

PAGE = "/coverage?tab=scenarios"
HERE = "/api/siting/scenarios"
_NUMBERS = count(1)


@pytest.fixture(scope="module")
def run_ids(seen_county: str) -> tuple[str, str]:
    engine = connect(seen_county)
    with session(engine) as opened:
        kept = siting_plans.kept(opened, EAST), siting_plans.kept(opened, SOUTH)
    engine.dispose()
    return kept


@pytest.fixture
def two(api: httpx.Client, run_ids: tuple[str, str]) -> tuple[int, int]:
    """The numbers of two plans that are saved."""
    names = (f"东点 {next(_NUMBERS)}", f"南点 {next(_NUMBERS)}")
    saved = [
        api.post(HERE, json={"run": run, "name": name}).json()["number"]
        for run, name in zip(run_ids, names, strict=True)
    ]
    return saved[0], saved[1]


def test_a_result_is_saved_and_every_figure_leads_to_its_rows(visitor: Visitor, run_ids: tuple[str, str]) -> None:
    visitor.open(f"{PAGE}&run={run_ids[0]}")
    visitor.see("plan-name").fill(f"存下来 {next(_NUMBERS)}")
    visitor.see("plan-save-it").click()
    expect(visitor.see("plan-view")).to_contain_text("已证明")
    number = re.search(r"plan=(\d+)", visitor.page.url)
    assert number
    assert "run=" not in visitor.page.url
    expect(visitor.see("plan-run")).to_contain_text(run_ids[0])
    visitor.settle().shoot("plan-1440")
    assert violations(visitor) == []
    visitor.see("figure-waiting-after").click()
    rows = visitor.see("plan-rows")
    expect(visitor.see("plan-rows-sum")).to_contain_text("合计 150 人")
    expect(rows.locator("tbody tr")).to_have_count(1)
    expect(rows).to_contain_text("黄沙街镇")
    # A link opens the same view.
    visitor.load(visitor.page.url)
    expect(visitor.see("plan-rows-sum")).to_contain_text("合计 150 人")
    assert violations(visitor) == []


def test_two_plans_are_told_apart_and_their_maps_go_together(visitor: Visitor, two: tuple[int, int]) -> None:
    visitor.open(PAGE)
    for number in two:
        visitor.see(f"pick-{number}").click()
    visitor.see("plans-compare").click()
    expect(visitor.see("plan-sentences")).to_contain_text("多 200 人已有位（600 与 400）")
    maps = visitor.see("twin-maps")
    before = maps.get_attribute("data-window")
    boxes = [visitor.see(f"twin-{side}").get_attribute("viewBox") for side in ("left", "right")]
    assert boxes[0] == boxes[1]
    visitor.see("twin-in").click()
    expect(maps).not_to_have_attribute("data-window", before or "")
    moved = [visitor.see(f"twin-{side}").get_attribute("viewBox") for side in ("left", "right")]
    assert moved[0] == moved[1] != boxes[0]
    visitor.see("compare-towns").get_by_role("button", name="黄沙街镇").click()
    expect(maps.locator(".twin-over")).to_have_count(2)
    visitor.awaits("sel", "divisions:430621104")
    visitor.settle().shoot("plans-compared-1440")
    assert violations(visitor) == []


def test_a_plan_is_withdrawn_and_brought_back(visitor: Visitor, two: tuple[int, int]) -> None:
    visitor.open(f"{PAGE}&plan={two[0]}")
    visitor.see("plan-withdraw").click()
    expect(visitor.see("plan-withdrawn")).to_be_visible()
    visitor.see("plan-restore").click()
    expect(visitor.see("plan-withdraw")).to_be_visible()


def test_a_site_goes_to_its_filing_with_the_number_of_the_receipt(
    visitor: Visitor, two: tuple[int, int], api: httpx.Client
) -> None:
    visitor.open(f"{PAGE}&plan={two[0]}")
    visitor.see("plan-enter").click()
    expect(visitor.see("action-totals")).to_contain_text("规划：1 处，200 位")
    (action,) = api.get("/api/siting/actions", params={"scenario": two[0]}).json()["actions"]
    visitor.see(f"action-open-{action['number']}").click()
    visitor.see("step-under_construction").click()
    visitor.see("step-take").click()
    expect(visitor.see("action-totals")).to_contain_text("在建：1 处，200 位")
    visitor.see("step-filed").click()
    expect(visitor.see("step-take")).to_be_disabled()
    visitor.see("step-document").fill("备〔2025〕1号（虚构）")
    visitor.see("step-take").click()
    expect(visitor.see("action-totals")).to_contain_text("已备案：1 处，200 位")
    expect(visitor.see("action-steps").locator("li")).to_have_count(2)
    visitor.settle().shoot("actions-1440")
    assert violations(visitor) == []


def test_plans_are_read_on_a_phone(walker: Visitor, two: tuple[int, int]) -> None:
    walker.open(f"{PAGE}&compare={two[0]},{two[1]}")
    expect(walker.see("plan-sentences")).to_contain_text("多 200 人已有位")
    wide = walker.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
    walker.settle().shoot("plans-compared-390")
    assert violations(walker) == []
