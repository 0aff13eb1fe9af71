"""One selection: table, map, card and address say the same, and keep saying it."""

import pytest
from playwright.sync_api import Browser, expect

from tests.api.conftest import LiveDesk
from tests.browser.visitor import DESKTOP, Run, Visitor, whole


def chosen_on_the_map(visitor: Visitor) -> int:
    """How many pieces of the mark around the chosen thing are drawn."""
    count = visitor.page.evaluate(
        "() => window.__cairn.map.queryRenderedFeatures({ layers: ['chosen-line', 'chosen-ring'] }).length"
    )
    return int(count)


def beside_the_card(visitor: Visitor, area: str) -> bool:
    """Whether the middle of an area can be seen: the card does not lie on it."""
    box = visitor.see("card").bounding_box()
    assert box is not None
    x, y = visitor.place_on_screen(*visitor.label_place(area))
    return not (box["x"] <= x <= box["x"] + box["width"] and box["y"] <= y <= box["y"] + box["height"])


def test_a_row_chosen_in_the_table_is_chosen_everywhere_and_undone_everywhere(visitor: Visitor, run: Run) -> None:
    area = run.shortest
    visitor.open("/coverage")
    visitor.row(area["id"]).locator("th").click()
    visitor.awaits("sel", f"divisions:{area['id']}").settle()
    card = visitor.see("card")
    expect(card).to_have_attribute("data-id", area["id"])
    expect(card.locator("h2")).to_have_text(area["name"])
    expect(card).to_contain_text(f"缺 {whole(area['shortfall_beds'])} 张")
    expect(card).to_contain_text("示例数据")
    expect(card).to_contain_text("数据来源")
    expect(visitor.row(area["id"])).to_have_attribute("aria-current", "true")
    assert chosen_on_the_map(visitor) > 0
    assert beside_the_card(visitor, area["id"])
    visitor.shoot("coverage-chosen-1440")
    visitor.press("Escape").awaits("sel", None).settle()
    expect(card).to_have_count(0)
    assert chosen_on_the_map(visitor) == 0


def test_a_place_touched_on_the_map_is_chosen_in_the_table(visitor: Visitor, run: Run) -> None:
    area = run.areas[0]
    visitor.open("/coverage?layers=")
    visitor.page.mouse.click(*visitor.place_on_screen(*visitor.label_place(area["id"])))
    visitor.awaits("sel", f"divisions:{area['id']}")
    expect(visitor.row(area["id"])).to_have_attribute("aria-current", "true")
    expect(visitor.see("card").locator("h2")).to_have_text(area["name"])


def test_a_facility_touched_on_the_map_shows_its_card(visitor: Visitor) -> None:
    visitor.open("/coverage?at=113.114,29.148,14")
    place, home = visitor.page.evaluate(
        """() => {
            const [home] = window.__cairn.map.queryRenderedFeatures({ layers: ['atlas-nursing_homes-sign'] });
            return [home.geometry.coordinates, home.properties];
        }"""
    )
    visitor.page.mouse.click(*visitor.place_on_screen(*place))
    visitor.awaits("sel", f"nursing_homes:{home['id']}")
    expect(visitor.see("card").locator("h2")).to_have_text(home["name"])
    expect(visitor.see("card")).to_contain_text("床")


def test_reload_loses_nothing_and_back_goes_back(visitor: Visitor, run: Run) -> None:
    first, second = run.areas[0], run.areas[1]
    visitor.open("/coverage?age=65&ramp=diverging&layers=nursing_homes,roads")
    for area in (first, second):
        visitor.row(area["id"]).locator("th").click()
        visitor.awaits("sel", f"divisions:{area['id']}").settle()
    before, figures = visitor.page.url, visitor.see("coverage-table").inner_text()
    visitor.page.reload()
    visitor.settle()
    assert visitor.page.url == before
    expect(visitor.see("coverage-table")).to_have_text(figures, use_inner_text=True)
    expect(visitor.see("card").locator("h2")).to_have_text(second["name"])
    visitor.page.go_back()
    visitor.awaits("sel", f"divisions:{first['id']}")
    expect(visitor.see("card").locator("h2")).to_have_text(first["name"])
    visitor.page.go_back()
    visitor.awaits("sel", None)
    visitor.page.go_forward()
    visitor.awaits("sel", f"divisions:{first['id']}")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_shared_link_opens_the_same_sight_elsewhere(
    visitor: Visitor, browser: Browser, seen_desk: LiveDesk, run: Run, lang: str
) -> None:
    area = run.shortest
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.open(f"/coverage?age=80&sel=divisions:{area['id']}&at=113.3,29.15,10.5&lang={lang}")
    visitor.see("share").click()
    expect(visitor.page.locator(".ant-message")).to_be_visible()
    link = visitor.page.evaluate("() => navigator.clipboard.readText()")
    elsewhere = browser.new_context(base_url=seen_desk.address, viewport=DESKTOP, reduced_motion="reduce")
    with Visitor.before(elsewhere.new_page()) as other:
        other.load(link)
        assert other.address == visitor.address
        assert other.painted() == visitor.painted()
        for part in ("coverage-table", "card", "legend", "run-id"):
            expect(other.see(part)).to_have_text(visitor.see(part).inner_text(), use_inner_text=True)
    elsewhere.close()
