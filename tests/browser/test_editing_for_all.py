"""The desk of data on a phone, in both languages, and for whoever cannot see it."""

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.hands import at_the_form, handles, shapes, thing
from tests.browser.test_accessibility import violations
from tests.browser.visitor import Visitor

HOME, CEMETERY = "NH-430621-004", "CE-430621-001"
SIGHTS = (
    "/data?",
    "/data?edit=cemeteries&",
    f"/data?edit=cemeteries:{CEMETERY}&",
    "/data?edit=nursing_homes:%2B&",
)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nobody_is_shut_out_at_the_desk(editor: Visitor, lang: str) -> None:
    for sight in SIGHTS:
        editor.open(f"{sight}lang={lang}")
        expect(editor.page.locator(".desk h2").first).to_be_visible()
        editor.settle()
        assert violations(editor) == [], sight
        editor.shoot(f"editing-{SIGHTS.index(sight)}-{lang}-1440")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nobody_is_shut_out_on_a_phone(editor_outside: Visitor, lang: str) -> None:
    for sight in SIGHTS:
        editor_outside.open(f"{sight}lang={lang}")
        expect(editor_outside.page.locator(".desk h2").first).to_be_visible()
        editor_outside.settle()
        assert violations(editor_outside) == [], sight
        editor_outside.shoot(f"editing-{SIGHTS.index(sight)}-{lang}-390")


def test_a_thumb_draws_a_point_with_the_panel_out_of_its_way(editor_outside: Visitor) -> None:
    editor_outside.open("/data?edit=nursing_homes:%2B&at=113.19,29.175,15")
    editor_outside.see("draw-point").click()
    expect(editor_outside.see("pen")).to_be_visible()
    expect(editor_outside.page.locator("#panel")).to_have_attribute("data-height", "peek")
    editor_outside.settle()
    x, y = editor_outside.place_on_screen(113.1902, 29.1754)
    editor_outside.page.touchscreen.tap(x, y)
    expect(editor_outside.see("pen")).to_have_count(0)
    expect(editor_outside.page.locator("#panel")).to_have_attribute("data-height", "third")
    (shape,) = shapes(editor_outside, "own")
    assert shape["coordinates"] == pytest.approx([113.1902, 29.1754], abs=2e-4)
    editor_outside.shoot("editing-drawn-390")


def test_a_corner_is_found_and_moved_without_a_pointer(editor: Visitor, colleague: httpx.Client) -> None:
    at_the_form(editor, "cemeteries", CEMETERY)
    ring = thing(colleague, "cemeteries", CEMETERY)["geometry"]["coordinates"][0][0]
    editor.page.get_by_role("button", name="下一个折点").press("Enter")
    expect(editor.page.locator(".corners")).to_contain_text("第 1 个折点")
    assert float(editor.see("coordinate-0").input_value()) == pytest.approx(ring[0][0])
    editor.see("coordinate-0").fill(str(ring[0][0] + 0.0005))
    editor.see("coordinate-0").press("Enter")
    expect(editor.see("draft-state")).to_contain_text("有未保存的改动")
    assert [round(ring[0][0] + 0.0005, 9), ring[0][1]] in handles(editor, "chosen") + handles(editor)
    editor.see("discard").click()
    expect(editor.see("draft-state")).to_have_text("还没有改动")


def test_the_card_leads_to_the_form(editor: Visitor) -> None:
    editor.open(f"/?sel=nursing_homes:{HOME}")
    editor.see("card").get_by_role("button", name="编辑").click()
    editor.awaits("edit", f"nursing_homes:{HOME}")
    expect(editor.see("thing-form")).to_be_visible()
