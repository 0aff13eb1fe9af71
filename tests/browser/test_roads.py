"""The road network at the desk and on a phone: faults on list and map, a link entered and taken back."""

from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import violations
from tests.browser.visitor import Visitor

PAGE = "/coverage?as_of=2024-12-31&tab=roads"
LONE = "113.0000,29.3000\n113.0100,29.3050"


@pytest.fixture(scope="module")
def told(api: httpx.Client) -> dict[str, Any]:
    answer: dict[str, Any] = api.get("/api/roads/graph", params={"as_of": "2024-12-31"}).json()
    return answer


def test_the_page_says_what_the_interface_says(visitor: Visitor, told: dict[str, Any]) -> None:
    visitor.open(PAGE)
    expect(visitor.see("roads-headline")).to_contain_text(f"{told['ways']} 条路")
    expect(visitor.see("roads-no-faults")).to_be_visible()
    visitor.see("roads-speeds").locator("summary").press("Enter")
    assert violations(visitor) == []


def test_a_link_that_leads_nowhere_is_told_as_a_fault_and_taken_back(visitor: Visitor) -> None:
    visitor.open(PAGE)
    visitor.see("roads-add").click()
    form = visitor.page.get_by_role("form", name="补画一条")
    form.get_by_label("名称").fill("孤路（虚构）")
    form.get_by_label("走向：").fill("113.0")
    expect(form.get_by_role("status")).to_contain_text("至少两个顶点")
    form.get_by_label("走向：").fill(LONE)
    form.get_by_label("依据").fill("试（虚构）")
    assert violations(visitor) == []
    form.get_by_role("button", name="登记").click()
    fault = visitor.see("roads-part").get_by_role("button", name="孤路（虚构）与其余道路不连通")
    fault.click()
    visitor.awaits("sel", "road-faults:part-1")
    assert violations(visitor) == []
    visitor.page.get_by_role("button", name="撤销 孤路（虚构）").click()
    expect(visitor.see("roads-no-faults")).to_be_visible()


def test_a_speed_is_entered_with_its_source_and_taken_back(visitor: Visitor) -> None:
    visitor.open(PAGE)
    speeds = visitor.see("roads-speeds")
    if speeds.get_attribute("open") is None:  # the page of the test before it may stand there still
        speeds.locator("summary").press("Enter")
    row = speeds.get_by_role("row").filter(has=visitor.page.get_by_role("rowheader", name="80 岁及以上", exact=True))
    expect(row).to_contain_text("0.75 m/s")
    visitor.excuse(r"status of 422")
    enter(visitor, "900")
    expect(speeds.get_by_role("alert")).to_contain_text("900")
    speeds.get_by_role("button", name="不改了").click()
    enter(visitor, "0.7")
    expect(row).to_contain_text("0.7 m/s")
    expect(row).to_contain_text("试走（虚构）")
    assert violations(visitor) == []
    speeds.get_by_role("button", name="改 80 岁及以上").click()
    speeds.get_by_label("依据").last.fill("恢复（虚构）")
    speeds.get_by_role("button", name="恢复").click()
    expect(row).to_contain_text("0.75 m/s")


def enter(visitor: Visitor, value: str) -> None:
    """Open the line of the oldest walkers and enter a speed, with where it comes from."""
    speeds = visitor.see("roads-speeds")
    speeds.get_by_role("button", name="改 80 岁及以上").click()
    speeds.get_by_role("spinbutton", name="80 岁及以上").fill(value)
    speeds.get_by_label("依据").last.fill("试走（虚构）")
    speeds.get_by_role("button", name="登记").click()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_is_open_to_all_on_a_phone(walker: Visitor, lang: str) -> None:
    walker.open(f"{PAGE}&lang={lang}")
    expect(walker.see("roads-headline")).to_be_visible()
    assert violations(walker) == []
