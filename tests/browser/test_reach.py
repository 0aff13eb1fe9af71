"""Reach at the desk and on a phone: the same figures as the interface, why two steps away, open to all."""

from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import violations
from tests.browser.visitor import Visitor

PAGE = "/coverage?as_of=2024-12-31&tab=reach&service=meal_points"


@pytest.fixture(scope="module")
def told(api: httpx.Client) -> dict[str, Any]:
    answer: dict[str, Any] = api.post("/api/reach/runs", json={"service": "meal_points", "as_of": "2024-12-31"}).json()
    return answer


def in_row(visitor: Visitor, testid: str) -> list[int]:
    cells = visitor.see(testid).locator("td.end").all_inner_texts()
    return [int(cell.replace(",", "")) for cell in cells[:4]]


def test_the_table_says_what_the_interface_says(visitor: Visitor, told: dict[str, Any]) -> None:
    visitor.open(PAGE)
    counts = ("people", "served", "waiting", "out_of_reach")
    expect(visitor.see("reach-headline")).to_contain_text(f"{told['totals']['served']:,} 人已有位")
    assert in_row(visitor, "reach-total") == [told["totals"][name] for name in counts]
    for town in told["townships"]:
        assert in_row(visitor, f"reach-row-{town['code']}") == [town[name] for name in counts]
    expect(visitor.see("reach-run")).to_have_text(told["id"])


def test_why_is_two_steps_away(visitor: Visitor, told: dict[str, Any]) -> None:
    visitor.open(PAGE)
    best = max(told["settlements"], key=lambda row: row["access"])
    visitor.see(f"reach-row-{best['township']}").click()
    visitor.see(f"reach-row-{best['code']}").click()
    why = visitor.see("reach-why")
    expect(why).to_contain_text(f"{best['name']} {best['people']:,} 人")
    expect(why.locator("tbody tr")).not_to_have_count(0)
    assert violations(visitor) == []


def test_another_rule_is_another_run_in_the_address(visitor: Visitor, told: dict[str, Any]) -> None:
    visitor.open(PAGE)
    visitor.see("reach-rule-best").check()
    expect(visitor.see("reach-run")).not_to_have_text(told["id"])
    assert "rule=best" in visitor.page.url


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_on_a_phone_the_table_opens_without_covering_itself(walker: Visitor, told: dict[str, Any], lang: str) -> None:
    walker.open(f"{PAGE}&lang={lang}")
    village = told["settlements"][0]
    walker.see(f"reach-row-{village['township']}").click()
    walker.see(f"reach-row-{village['code']}").click()
    expect(walker.see("reach-why")).to_contain_text(village["name"])
    assert violations(walker) == []
