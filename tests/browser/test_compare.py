"""Two dates side by side: the counts, the list, the map and the address say the same."""

from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import violations
from tests.browser.visitor import Visitor

DAYS = {"from": "2019-12-31", "to": "2024-12-31"}
SIGHT = "/compare?from=2019-12-31&to=2024-12-31&layer=nursing_homes"


@pytest.fixture(scope="module")
def told(api: httpx.Client) -> dict[str, Any]:
    """What the service says of the nursing homes on the two days."""
    answered: dict[str, Any] = api.get("/api/layers/nursing_homes/comparison", params=DAYS).json()
    return answered


def drawn(visitor: Visitor) -> int:
    """How many signs of the comparison the map has drawn."""
    found = visitor.page.evaluate(
        """() => new Set(window.__cairn.map.queryRenderedFeatures({ layers: ['difference-is', 'difference-was'] })
            .map((each) => each.properties.id)).size"""
    )
    return int(found)


def test_the_counts_and_the_list_are_the_services(visitor: Visitor, told: dict[str, Any]) -> None:
    visitor.open(SIGHT)
    cells = visitor.see("differences-nursing_homes").locator("xpath=ancestor::tr").locator("td")
    counts = told["counts"]
    assert cells.all_inner_texts() == [str(counts[name]) for name in ("added", "ended", "changed")]
    listed = visitor.see("differences").get_by_role("listitem")
    expect(listed).to_have_count(counts["added"] + counts["ended"] + counts["changed"])
    for changed in told["changed"]:
        expect(visitor.see(f"difference-{changed['id']}")).to_contain_text(changed["title"])
    expect(visitor.see("time-mark")).to_have_text("2019-12-31 与 2024-12-31 对比")
    assert drawn(visitor) == counts["added"] + counts["ended"] + counts["changed"]
    visitor.shoot("compare-1440")


def test_a_changed_thing_is_chosen_everywhere_and_told_field_by_field(visitor: Visitor, told: dict[str, Any]) -> None:
    changed = told["changed"][0]
    visitor.open(SIGHT)
    visitor.see(f"difference-{changed['id']}").click()
    visitor.awaits("sel", f"nursing_homes:{changed['id']}").settle()
    card = visitor.see("card")
    expect(card.locator("h2")).to_have_text(changed["title"])
    expect(card.locator(".field-changes tbody tr")).to_have_count(len(changed["fields"]))
    expect(card.locator(".field-changes thead")).to_contain_text("2019-12-31")
    expect(visitor.see(f"difference-{changed['id']}")).to_have_attribute("aria-current", "true")
    assert violations(visitor) == []
    visitor.shoot("compare-chosen-1440")
    visitor.press("Escape").awaits("sel", None)


def test_a_sign_touched_on_the_map_is_chosen_in_the_list(visitor: Visitor, told: dict[str, Any]) -> None:
    thing = told["added"][0]
    lon, lat = thing["geometry"]["coordinates"]
    visitor.open(f"{SIGHT}&at={lon},{lat},14")
    visitor.page.mouse.click(*visitor.place_on_screen(lon, lat))
    visitor.awaits("sel", f"nursing_homes:{thing['id']}")
    expect(visitor.see(f"difference-{thing['id']}")).to_have_attribute("aria-current", "true")


def test_the_keys_walk_through_layers_and_differences(visitor: Visitor, told: dict[str, Any]) -> None:
    visitor.open(SIGHT)
    visitor.see(f"difference-{told['added'][0]['id']}").focus()
    visitor.press("j", "Enter")
    visitor.awaits("sel", f"nursing_homes:{told['added'][1]['id']}")
    visitor.press("k", "Enter")
    visitor.awaits("sel", f"nursing_homes:{told['added'][0]['id']}")


def test_days_are_chosen_and_kept_in_the_address(visitor: Visitor) -> None:
    visitor.open("/compare?to=2024-12-31")
    expect(visitor.see("two-dates")).to_have_attribute("data-from", "2023-12-31")
    first = visitor.page.locator("#compare-from")
    first.fill("2020-11-01")
    visitor.press("Enter").awaits("from", "2020-11-01").settle()
    expect(visitor.see("time-mark")).to_have_text("2020-11-01 与 2024-12-31 对比")
    first.fill("2025-06-30")
    visitor.press("Enter").awaits("from", "2024-12-31").awaits("to", "2025-06-30")


def test_days_that_do_not_differ_are_an_invitation(visitor: Visitor) -> None:
    visitor.open("/compare?from=2024-12-30&to=2024-12-31")
    expect(visitor.see("no-difference")).to_contain_text("请换一个更早的日期")
    assert violations(visitor) == []


def test_two_days_fit_on_a_phone(walker: Visitor, told: dict[str, Any]) -> None:
    walker.open(SIGHT)
    assert walker.page.evaluate("() => document.documentElement.scrollWidth") == 390
    assert violations(walker) == []
    walker.shoot("compare-390")
    walker.see(f"difference-{told['changed'][0]['id']}").tap()
    expect(walker.see("card").locator(".field-changes")).to_be_visible()
    walker.shoot("compare-chosen-390")
