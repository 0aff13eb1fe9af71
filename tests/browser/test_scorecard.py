"""The scorecard: from a policy to the rows behind a number in two clicks, by eye, by ear and on the phone."""

from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import violations
from tests.browser.visitor import Visitor

POLICY, DAY = "songming-14fyp", "2024-12-31"
PAGE = f"/coverage?tab=scorecard&policy={POLICY}"


@pytest.fixture(scope="module")
def card(api: httpx.Client) -> dict[str, Any]:
    told: dict[str, Any] = api.get("/api/scorecard", params={"policy": POLICY, "as_of": DAY}).json()
    return told


def test_rows_are_two_clicks_from_the_list(visitor: Visitor, api: httpx.Client, card: dict[str, Any]) -> None:
    visitor.open(PAGE)
    county = card["rows"][-1]
    expect(visitor.see("score-list").locator("tbody tr")).to_have_count(len(card["indicators"]))
    for indicator, cell in zip(card["indicators"], county["cells"], strict=True):
        line = visitor.see(f"score-{indicator['id']}")
        expect(line).to_contain_text(indicator["target_words"])
        if cell["gap_words"]:
            expect(line).to_contain_text(cell["gap_words"])
    visitor.see("score-nursing-share").get_by_role("button", name=card["indicators"][1]["title"], exact=True).click()
    expect(visitor.see("score-indicator")).to_contain_text("护理型床位占养老床位总数的比例不低于60%")
    expect(visitor.see("score-towns").locator("tbody tr")).to_have_count(len(card["rows"]))
    town = card["rows"][0]["division"]
    visitor.see(f"score-town-{town}").locator("button.number").click()
    asked = {"policy": POLICY, "indicator": "nursing-share", "division": town, "as_of": DAY}
    told = api.get("/api/scorecard/rows", params=asked).json()
    behind = visitor.see("score-rows")
    expect(behind.locator("table").first.locator("tbody tr")).to_have_count(len(told["parts"][0]["rows"]))
    expect(behind).to_contain_text(told["parts"][0]["rows"][0]["source"])
    visitor.settle().shoot("scorecard-rows-1440")
    assert violations(visitor) == []


def test_every_township_and_indicator_stand_in_one_table(visitor: Visitor, card: dict[str, Any]) -> None:
    visitor.open(PAGE)
    visitor.see("score-matrix").click()
    visitor.awaits("show", "matrix")
    table = visitor.see("score-matrix-table")
    expect(table.locator("tbody td")).to_have_count(len(card["rows"]) * len(card["indicators"]))
    expect(table.locator("tbody td.lacks")).to_have_count(
        sum(cell["met"] is False for row in card["rows"] for cell in row["cells"])
    )
    visitor.settle().shoot("scorecard-matrix-1440")
    assert violations(visitor) == []


def test_what_no_register_counts_is_reported_at_the_desk(visitor: Visitor, card: dict[str, Any]) -> None:
    town = card["rows"][1]
    visitor.open(f"/coverage?tab=scorecard&policy=xinzheng-2017-29&indicator=staff&rows={town['division']}")
    expect(visitor.see("score-rows")).to_be_visible()
    visitor.open("/coverage?tab=scorecard&policy=xinzheng-2017-29&indicator=staff")
    save = visitor.see("score-report-save")
    expect(save).to_be_disabled()
    visitor.see("score-report-value").locator("visible=true").fill("7")
    visitor.see("score-report-source").fill("试（虚构）")
    assert violations(visitor) == []
    save.click()
    expect(visitor.see("score-report").get_by_role("status")).to_contain_text("审计")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nobody_is_shut_out_of_the_scorecard(visitor: Visitor, walker: Visitor, lang: str) -> None:
    for each in (visitor, walker):
        each.open(f"{PAGE}&lang={lang}")
        expect(each.see("score-headline")).to_be_visible()
        assert violations(each) == []
        each.open(f"{PAGE}&indicator=eco-site&lang={lang}")
        expect(each.see("score-towns")).to_be_visible()
        assert violations(each) == []
    walker.shoot(f"scorecard-390-{lang}")
