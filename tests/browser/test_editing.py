"""Editing in the browser: add, move, correct, undo, and nothing that was typed is lost."""

import httpx
import pytest
from playwright.sync_api import Browser, Dialog, expect

from tests.api.conftest import LiveDesk
from tests.browser.conftest import alone
from tests.browser.hands import (
    amend,
    at_the_form,
    choose,
    drag,
    handles,
    save,
    shapes,
    thing,
    things,
    write,
)
from tests.browser.test_accessibility import violations
from tests.browser.visitor import DESKTOP, Visitor

HOME, CEMETERY = "NH-430621-004", "CE-430621-001"


def test_whoever_is_nobody_is_led_to_the_sign_in_and_back(
    browser: Browser, edited_desk: LiveDesk, editing_person: tuple[str, str]
) -> None:
    for nobody in alone(browser, edited_desk, viewport=DESKTOP):
        nobody.load("/data?edit=nursing_homes")
        nobody.see("to-sign-in").click()
        name, password = editing_person
        nobody.page.locator("#sign-in-name").fill(name)
        nobody.page.locator("#sign-in-password").fill(password)
        nobody.press("Enter").awaits("edit", "nursing_homes")
        expect(nobody.see("add")).to_be_visible()


def test_a_home_is_added_with_its_place_and_taken_back(editor: Visitor, colleague: httpx.Client) -> None:
    editor.open("/data?edit=nursing_homes&at=113.19,29.175,14").see("add").click()
    editor.see("draw-point").click()
    x, y = editor.place_on_screen(113.191, 29.176)
    editor.page.mouse.click(x, y)
    expect(editor.see("draft-state")).to_contain_text("有未保存的改动")
    editor.see("save").click()
    expect(editor.see("field-number")).to_contain_text("编号未填写，为必填项")
    write(editor, number="NH-T-1", name="试验敬老院", beds="一百二", source="试验台账")
    expect(editor.see("field-beds")).to_contain_text("“一百二”不是整数。请改为整数，如 120。")
    write(editor, beds="120")
    expect(editor.see("field-beds").locator(".error")).to_have_count(0)
    choose(editor, stage="运营", kind="敬老院", ownership="政府所有", operation="公办公营")
    save(editor, "试验登记")
    editor.awaits("sel", "nursing_homes:NH-T-1").settle()
    expect(editor.see("card").locator("h2")).to_have_text("试验敬老院")
    kept = thing(colleague, "nursing_homes", "NH-T-1")
    assert kept["properties"]["beds"] == 120
    assert kept["geometry"]["coordinates"] == pytest.approx([113.191, 29.176], abs=1e-4)
    editor.shoot("editing-saved-1440")
    editor.see("take-back").first.click()
    expect(editor.see("saved")).to_have_count(0)
    gone = colleague.get("/ogc/collections/nursing_homes/items/NH-T-1", params={"datetime": "2024-12-31"})
    assert gone.status_code == 410


def test_a_value_that_breaks_a_law_is_told_beside_its_field(editor: Visitor) -> None:
    at_the_form(editor, "nursing_homes", HOME)
    write(editor, beds_occupied="99999")
    expect(editor.see("field-beds_occupied").locator(".field-told")).to_be_visible()
    editor.shoot("editing-finding-1440")
    assert violations(editor) == []
    editor.see("discard").click()


def test_a_corner_is_moved_put_in_taken_out_and_each_step_undone(editor: Visitor, colleague: httpx.Client) -> None:
    editor.excuse("status of 422")
    at_the_form(editor, "cemeteries", CEMETERY)
    (before,) = shapes(editor, "own")
    corners = handles(editor)
    drag(editor, corners[3], (30, -25))
    expect(editor.see("draft-state")).to_contain_text("有未保存的改动")
    (moved,) = shapes(editor, "own")
    assert moved != before
    count = len(handles(editor))
    drag(editor, handles(editor, "middle")[0], (12, 9))
    editor.page.wait_for_function(
        "(count) => document.querySelector('.corners')?.textContent.includes(count)", arg=str(count + 2)
    )
    editor.press("Delete")
    expect(editor.page.locator(".corners")).to_contain_text(f"共 {count + 1} 个")
    assert shapes(editor, "own") == [moved]
    editor.press("Control+z", "Control+z", "Control+z")
    expect(editor.see("draft-state")).to_have_text("还没有改动")
    assert shapes(editor, "own") == [before]
    for _ in range(2):
        editor.press("Control+Shift+z")
    editor.press("Control+z")
    assert shapes(editor, "own") == [moved]
    save(editor, "按影像勘误")
    editor.awaits("edit", "cemeteries")
    assert thing(colleague, "cemeteries", CEMETERY)["geometry"] == moved
    editor.press("Control+z")
    expect(editor.see("saved")).to_have_count(0)
    assert thing(colleague, "cemeteries", CEMETERY)["geometry"] == before


def test_coordinates_are_typed_in_degrees_and_in_the_county_zone(editor: Visitor) -> None:
    at_the_form(editor, "nursing_homes", HOME)
    editor.see("coordinate-0").fill("113.2, 29.2")
    editor.see("coordinate-apply").click()
    assert shapes(editor, "own") == [{"type": "Point", "coordinates": [113.2, 29.2]}]
    editor.see("coordinate-system").click()
    editor.page.get_by_title("3° 带 114°E · EPSG:4547").click()
    x = float(editor.see("coordinate-0").input_value())
    editor.see("coordinate-0").fill(f"{x + 1000:.3f}")
    editor.see("coordinate-0").press("Enter")
    (shape,) = shapes(editor, "own")
    assert shape["coordinates"][1] == pytest.approx(29.2 + 1000 / 110_840, abs=1e-4)
    editor.see("coordinate-0").fill("甲")
    editor.see("coordinate-apply").click()
    expect(editor.see("place-tools").get_by_role("alert")).to_contain_text("不是数，或不在中国范围内")
    editor.see("discard").click()


def test_an_area_is_drawn_snapping_to_what_stands_around(editor: Visitor, colleague: httpx.Client) -> None:
    corner = thing(colleague, "cemeteries", CEMETERY)["geometry"]["coordinates"][0][0][4]
    editor.open(f"/data?edit=cemeteries:%2B&at={corner[0]},{corner[1]},17")
    editor.see("draw-area").click()
    editor.settle()
    x, y = editor.place_on_screen(*corner)
    mouse = editor.page.mouse
    mouse.move(x - 120, y - 120)
    mouse.move(x + 4, y - 3, steps=4)
    hint = "() => window.__cairn.map.getSource('edit-hint').serialize().data.features[0]?.properties.kind"
    editor.page.wait_for_function(f"{hint} ?? false")
    assert editor.page.evaluate(hint) == "corner"
    editor.shoot("editing-snap-1440")
    for by in ((4, -3), (-140, -40), (-140, -160)):
        mouse.move(x + by[0], y + by[1], steps=4)
        mouse.click(x + by[0], y + by[1])
    editor.see("pen-finish").click()
    expect(editor.see("draft-state")).to_contain_text("有未保存的改动")
    (shape,) = shapes(editor, "own")
    assert shape["type"] == "MultiPolygon"
    assert corner in shape["coordinates"][0][0]
    editor.see("discard").click()


def test_whoever_leaves_is_asked_and_what_was_written_is_offered_again(editor: Visitor) -> None:
    at_the_form(editor, "nursing_homes", HOME)
    write(editor, beds="321")
    editor.see("desk-coverage").click()
    guard = editor.see("guard")
    expect(guard).to_contain_text("有未保存的改动")
    assert violations(editor) == []
    editor.see("guard-stay").click()
    expect(guard).to_have_count(0)
    expect(editor.page.locator("#field-beds")).to_have_value("321")
    editor.see("desk-coverage").click()
    editor.see("guard-keep").click()
    expect(editor.see("coverage-table")).to_be_visible()
    editor.load("/data?edit=nursing_homes")
    editor.see("resume").click()
    expect(editor.page.locator("#field-beds")).to_have_value("321")
    expect(editor.see("thing-form")).to_contain_text("接着上次留存的草稿")
    editor.see("discard").click()
    expect(editor.see("draft-state")).to_have_text("还没有改动")
    editor.see("form-back").click()
    expect(editor.see("drafts")).to_have_count(0)


def test_a_page_that_closes_with_changes_asks_first(editor: Visitor) -> None:
    at_the_form(editor, "nursing_homes", HOME)
    write(editor, beds="322")
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    editor.page.on("dialog", answer)
    editor.load("/data?edit=nursing_homes")
    assert asked == ["beforeunload"]
    editor.page.get_by_role("button", name="丢弃草稿").click()
    expect(editor.see("drafts")).to_have_count(0)


def test_two_people_write_and_every_field_is_decided(editor: Visitor, colleague: httpx.Client) -> None:
    editor.excuse("status of 409")
    at_the_form(editor, "cemeteries", "CE-430621-002")
    before = thing(colleague, "cemeteries", "CE-430621-002")
    drag(editor, handles(editor)[0], (25, 15))
    write(editor, plots="6001", address="新址")
    theirs = amend(colleague, "cemeteries", before, "补录", plots=6002, phone="0730-7620001")
    save(editor, "年检")
    conflict = editor.see("conflict")
    expect(conflict).to_contain_text("已被他人修改")
    expect(editor.see("choice-plots")).to_contain_text("双方都改了")
    expect(editor.see("choice-plots")).to_contain_text("6,002")
    expect(editor.see("choice-address")).to_contain_text("只有我改了")
    expect(editor.see("choice-phone")).to_contain_text("只有对方改了")
    assert shapes(editor, "theirs") == shapes(editor, "base") != shapes(editor, "mine")
    assert violations(editor) == []
    editor.shoot("editing-conflict-1440")
    editor.see("choice-plots").get_by_text("对方").click()
    (mine,) = shapes(editor, "mine")
    editor.see("conflict-save").click()
    editor.awaits("edit", "cemeteries")
    kept = thing(colleague, "cemeteries", "CE-430621-002")
    told = {name: kept["properties"][name] for name in ("plots", "phone", "address")}
    assert told == {"plots": 6002, "phone": "0730-7620001", "address": "新址"}
    assert kept["geometry"] == mine
    assert kept["properties"]["version"] == theirs["properties"]["version"] + 1


def test_a_marker_stays_where_the_law_put_it(editor: Visitor, colleague: httpx.Client) -> None:
    number = next(iter(things(colleague, "boundary_markers")))
    at_the_form(editor, "boundary_markers", number)
    expect(editor.see("place-fixed")).to_contain_text("行政区域界线管理条例")
    assert handles(editor) == []
    assert violations(editor) == []


def test_a_thing_ends_and_its_end_is_taken_back(editor: Visitor, colleague: httpx.Client) -> None:
    at_the_form(editor, "meal_points", "MP-430621-001")
    editor.see("end").click()
    expect(editor.see("ending")).to_contain_text("自这一天起它不再有效")
    editor.see("ending-do").click()
    expect(editor.see("ending").get_by_role("alert")).to_contain_text("事由未填写")
    editor.page.locator("#ending-because").fill("停办")
    assert violations(editor) == []
    editor.see("ending-do").click()
    expect(editor.see("saved")).to_contain_text("停办")
    asked = {"datetime": "2024-12-31"}
    assert colleague.get("/ogc/collections/meal_points/items/MP-430621-001", params=asked).status_code == 410
    editor.see("take-back").first.click()
    expect(editor.see("saved")).to_have_count(0)
    assert colleague.get("/ogc/collections/meal_points/items/MP-430621-001", params=asked).status_code == 200
