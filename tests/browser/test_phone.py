"""On a phone the map is the page, the list a sheet, the desks a bar: one thumb reaches everything."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.visitor import PHONE, Run, Visitor, ratio

HEIGHT, WIDTH = PHONE["height"], PHONE["width"]
# Points of WCAG 2.2 AA (2.5.8): a target of 24 × 24 pixels, or so much room around a smaller one.
TARGET = 24
PRESSED = "button, a[href], input, [role=switch], [role=tab], [tabindex='0']"
# Nothing of the sheet lies on the bar, wherever it is touched.
UNCOVERED = """() => [...document.querySelectorAll('.rail-item')].every((item) => {
    const { x, y, width } = item.getBoundingClientRect();
    return item.contains(document.elementFromPoint(x + width / 2, y + 2));
})"""
SMALL = """([pressed, least]) => [...document.querySelectorAll(pressed)]
    .filter((each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
    .map((each) => [each, each.getBoundingClientRect()])
    .filter(([each, box]) => box.width && box.height && (box.width < least || box.height < least)
      && getComputedStyle(each).display !== 'inline')
    .map(([each, box]) => `${each.outerHTML.slice(0, 120)} ${box.width}×${box.height}`)"""


def top_of(box: Locator) -> float:
    found = box.bounding_box()
    assert found is not None
    return found["y"]


def test_the_bar_stands_at_the_bottom_and_the_map_is_the_page(walker: Visitor, run: Run) -> None:
    walker.open("/coverage")
    bar = walker.page.locator(".rail").bounding_box()
    assert bar is not None
    assert bar["y"] + bar["height"] == HEIGHT
    assert bar["width"] == WIDTH
    stage = walker.page.locator(".stage").bounding_box()
    assert stage is not None
    assert stage["width"] == WIDTH
    assert stage["height"] >= HEIGHT - bar["height"] - 1
    assert walker.page.evaluate("() => document.documentElement.scrollWidth") == WIDTH
    assert walker.painted()
    expect(walker.page.locator(".headline")).to_contain_text(ratio(run.total["beds_per_thousand"]))
    walker.shoot("coverage-390")


def test_the_sheet_is_pulled_to_a_third_and_to_the_whole(walker: Visitor) -> None:
    walker.open("/coverage")
    sheet = walker.page.locator(".sheet")
    grip = sheet.locator(".grip")
    assert HEIGHT * 0.25 < HEIGHT - top_of(sheet) - 60 < HEIGHT * 0.5
    grip.tap()
    expect(sheet).to_have_attribute("data-height", "whole")
    walker.page.wait_for_function(
        "(most) => document.querySelector('.sheet').getBoundingClientRect().y < most", arg=120
    )
    walker.shoot("coverage-whole-390")
    grip.tap()
    expect(sheet).to_have_attribute("data-height", "peek")
    walker.page.wait_for_function(
        "(least) => document.querySelector('.sheet').getBoundingClientRect().y > least", arg=HEIGHT * 0.7
    )
    assert walker.page.evaluate(UNCOVERED)
    walker.shoot("coverage-peek-390")
    box = grip.bounding_box()
    assert box is not None
    mouse = walker.page.mouse
    mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    mouse.down()
    mouse.move(WIDTH / 2, HEIGHT * 0.5, steps=6)
    mouse.up()
    expect(sheet).to_have_attribute("data-height", "third")


def test_a_tap_on_the_map_shows_the_card_and_the_way_back(walker: Visitor, run: Run) -> None:
    area = run.areas[0]
    walker.open("/coverage?layers=")
    walker.page.touchscreen.tap(*walker.place_on_screen(*walker.label_place(area["id"])))
    walker.awaits("sel", f"divisions:{area['id']}").settle()
    expect(walker.see("card").locator("h2")).to_have_text(area["name"])
    walker.shoot("coverage-chosen-390")
    walker.see("rows-button").tap()
    walker.awaits("rows", area["id"])
    walker.page.go_back()
    walker.awaits("rows", None)
    expect(walker.see("card")).to_be_visible()
    walker.page.get_by_role("button", name="关闭").tap()
    walker.awaits("sel", None)
    expect(walker.see("coverage-table")).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/coverage", "/coverage?lang=en", "/compare?from=2019-12-31&to=2024-12-31"])
def test_every_target_has_room_for_a_thumb_and_no_letter_is_tiny(walker: Visitor, path: str) -> None:
    walker.open(path)
    if path == "/":
        walker.shoot("overview-390")
    assert walker.page.evaluate(SMALL, [PRESSED, TARGET]) == []
    smallest = walker.page.evaluate(
        """() => Math.min(...[...document.querySelectorAll('.shell *')]
            .filter((each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
            .map((each) => parseFloat(getComputedStyle(each).fontSize)))"""
    )
    assert smallest >= 12


def test_a_past_day_is_said_on_a_phone_too(walker: Visitor) -> None:
    walker.open("/coverage?as_of=2020-11-01")
    expect(walker.see("time-mark")).to_be_in_viewport()
    expect(walker.see("as-of")).to_be_in_viewport()
    walker.shoot("coverage-past-390")
