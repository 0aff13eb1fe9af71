"""The pages for whoever passes by: find a name, read it whole, tell of a sign and follow what becomes of it."""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect

from tests.api.conftest import LiveDesk
from tests.browser.test_accessibility import violations
from tests.browser.visitor import PHONE, Visitor

OFFICE = ViewportSize(width=1366, height=768)
STREET = "PN-430621-0220"


@pytest.fixture
def passer_by(browser: Browser, seen_desk: LiveDesk) -> Iterator[Visitor]:
    """Somebody nobody knows, with a phone that may tell where it is."""
    yield from strangers(
        browser,
        seen_desk,
        viewport=PHONE,
        has_touch=True,
        is_mobile=True,
        permissions=["geolocation"],
        geolocation={"longitude": 113.1205, "latitude": 29.1403, "accuracy": 12.4},
    )


@pytest.fixture
def stranger(browser: Browser, seen_desk: LiveDesk) -> Iterator[Visitor]:
    """The same before a large screen."""
    yield from strangers(browser, seen_desk, viewport=OFFICE)


def strangers(browser: Browser, desk: LiveDesk, **kind: Any) -> Iterator[Visitor]:  # noqa: ANN401 - options of a window
    opened = browser.new_context(base_url=desk.address, reduced_motion="reduce", locale="zh-CN", **kind)
    try:
        with Visitor.before(opened.new_page()) as someone:
            yield someone
    finally:
        opened.close()


def quiet(visitor: Visitor, path: str) -> Visitor:
    """Open a page that has no map."""
    visitor.page.goto(path)
    visitor.page.wait_for_load_state("networkidle")
    return visitor


def tells(page: Page, pattern: str, answer: object, status: int = 200) -> list[dict[str, Any]]:
    """Let the service say this, and keep what it is sent."""
    sent: list[dict[str, Any]] = []

    def fulfil(route: Route) -> None:
        body = route.request.post_data
        sent.append({"url": route.request.url, "body": json.loads(body) if body else None})
        route.fulfill(status=status, json=answer)

    page.route(pattern, fulfil)
    return sent


def ended(code: str) -> dict[str, Any]:
    """The versions of a name that was succeeded, as the service tells them."""
    properties = {
        "code": code,
        "name": "东方红路",
        "kind": "street",
        "status": "retired",
        "is_standard": False,
        "romanized": "Dōngfānghóng Lù",
        "romanized_toneless": "DONGFANGHONG LU",
        "division": "430621100",
        "approving_authority": "岳阳县人民政府",
        "approval_number": "岳县政函〔1998〕12号（虚构）",
        "approved_on": "1998-05-04",
        "meaning": "以歌名命名",
        "former_name": "老街",
        "invented": True,
        "source": "虚构",
        "source_date": "2024-12-31",
    }
    version = {
        "version": 2,
        "deed": "update",
        "recorded_at": "2024-02-01T09:00:00+08:00",
        "superseded_at": None,
        "recorded_by": None,
        "because": "更名",
        "withdrawn": False,
        "closed_by": None,
        "closed_because": None,
        "valid_from": "1998-05-04",
        "valid_to": "2024-02-01",
        "properties": properties,
        "geometry": {"type": "Point", "coordinates": [113.12, 29.14]},
    }
    fate = {
        "retired_at": "2024-02-01",
        "is_withdrawn": False,
        "document": "岳县政函〔2024〕3号（虚构）",
        "successors": [STREET],
    }
    return {"layer": "place_names", "identity": code, "fate": fate, "versions": [version]}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_name_is_read_whole_on_a_phone_and_by_everybody(passer_by: Visitor, lang: str) -> None:
    passer_by.load(f"/public/names/{STREET}?lang={lang}")
    expect(passer_by.page.get_by_role("heading", level=1)).to_have_text("107国道")
    expect(passer_by.see("name-status")).to_contain_text("现用标准地名" if lang == "zh" else "Standard name in use")
    expect(passer_by.see("name-approval")).to_be_visible()
    expect(passer_by.see("happening-entered")).to_have_count(1)
    assert violations(passer_by) == []
    width = passer_by.page.evaluate("document.querySelector('.public').scrollWidth")
    assert width == PHONE["width"]
    passer_by.shoot(f"public-name-390-{lang}")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_name_that_ended_says_so_and_leads_on(stranger: Visitor, lang: str) -> None:
    tells(stranger.page, "**/items/PN-0/versions", ended("PN-0"))
    stranger.load(f"/public/names/PN-0?lang={lang}")
    note = stranger.see("name-ended")
    expect(note).to_contain_text("2024-02-01")
    expect(note).to_contain_text("岳县政函〔2024〕3号")
    expect(stranger.see("name-status")).to_contain_text("已销名" if lang == "zh" else "Retired")
    expect(stranger.see("name-others")).to_contain_text("老街")
    assert violations(stranger) == []
    stranger.shoot(f"public-ended-1366-{lang}")
    stranger.see(f"successor-{STREET}").click()
    stranger.page.wait_for_url(f"**/public/names/{STREET}*")
    expect(stranger.page.get_by_role("heading", level=1)).to_have_text("107国道")


def test_a_code_nobody_knows_is_told_as_such(stranger: Visitor) -> None:
    stranger.excuse("status of 404")
    quiet(stranger, "/public/names/PN-NOBODY")
    expect(stranger.page.get_by_role("alert")).to_contain_text("PN-NOBODY")


def test_telling_of_a_sign_takes_a_thumb_and_the_position_of_the_phone(passer_by: Visitor) -> None:
    passer_by.load(f"/public/names/{STREET}")
    passer_by.see("name-report").click()
    passer_by.settle()
    page = passer_by.page
    expect(page.locator("#report-name")).to_have_value("107国道")
    passer_by.see("report-send").click()
    errors = passer_by.see("report-errors")
    expect(errors).to_be_focused()
    expect(errors.get_by_role("listitem")).to_have_count(3)
    assert violations(passer_by) == []
    passer_by.shoot("public-report-wanting-390")
    page.get_by_text("文字或拼写有误").click()
    passer_by.see("report-locate").click()
    expect(passer_by.see("report-placed")).to_contain_text("113.12050, 29.14030")
    expect(passer_by.see("report-placed")).to_contain_text("误差约 13 米")
    page.locator("#report-message").fill("牌上写的是 Guodao Road")
    passer_by.see("report-photo").set_input_files({"name": "sign.png", "mimeType": "image/png", "buffer": picture()})
    passer_by.shoot("public-report-390")
    passer_by.see("report-send").click()
    expect(passer_by.see("report-status")).to_contain_text("已收到")
    token = passer_by.see("report-token").inner_text()
    assert len(token) > 16
    expect(page.get_by_text("照片没有传上来")).to_have_count(0)
    assert violations(passer_by) == []
    passer_by.shoot("public-sent-390")
    # Another day, on another device, the code alone tells what became of it.
    page.evaluate("sessionStorage.clear()")
    quiet(passer_by, f"/public/reports/{token}")
    expect(passer_by.see("report-status")).to_contain_text("107国道")
    expect(passer_by.see("report-token")).to_have_count(0)


def picture() -> bytes:
    """A small photograph."""
    kept = BytesIO()
    Image.new("RGB", (64, 48), "steelblue").save(kept, "PNG")
    return kept.getvalue()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_touch_of_the_map_and_its_middle_are_places(stranger: Visitor, lang: str) -> None:
    stranger.load(f"/public/report?lang={lang}&at=113.12000,29.14000,13.00")
    page = stranger.page
    page.locator(".place-map canvas").scroll_into_view_if_needed()
    x, y = stranger.place_on_screen(113.125, 29.142)
    page.mouse.click(x, y)
    told = stranger.see("report-placed")
    expect(told).to_contain_text("113.12")
    lon, lat = (float(part.strip(",")) for part in str(told.inner_text()).split()[1:3])
    assert abs(lon - 113.125) < 2e-4
    assert abs(lat - 29.142) < 2e-4
    stranger.see("report-centre").click()
    expect(told).to_contain_text("113.12000, 29.14000")
    page.locator("#report-typed").fill("somewhere")
    page.locator("#report-typed").blur()
    expect(told).to_contain_text("somewhere")
    assert violations(stranger) == []
    stranger.shoot(f"public-report-1366-{lang}")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_code_one_was_given_tells_what_became_of_the_report(stranger: Visitor, lang: str) -> None:
    answer = {
        "number": "GZ-2024-0001",
        "kind": "missing",
        "name": "东方路",
        "status": "answered",
        "received_at": "2024-12-01T10:00:00+08:00",
        "answer": "路牌已补设",
        "answered_at": "2024-12-20T10:00:00+08:00",
    }
    tells(stranger.page, "**/api/public/reports/k7Qw-1", answer)
    quiet(stranger, f"/public/reports?lang={lang}")
    stranger.page.locator("#report-look").fill("k7Qw-1")
    stranger.press("Enter")
    expect(stranger.see("report-status")).to_contain_text("路牌已补设")
    stranger.page.wait_for_url("**/public/reports/k7Qw-1*")
    assert violations(stranger) == []


@pytest.mark.parametrize(("typed", "why"), [("东方路", "名称相同"), ("dongfang lu", "拼音"), ("dfl", "首字母")])
def test_a_name_is_found_however_it_is_typed(stranger: Visitor, typed: str, why: str) -> None:
    quiet(stranger, "/public/names")
    stranger.page.keyboard.type(typed)
    found = stranger.page.locator(".found-name", has_text="东方路").first
    expect(found).to_contain_text(why)
    expect(found).to_contain_text("荣家湾镇")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_box_is_walked_with_the_keyboard(stranger: Visitor, lang: str) -> None:
    quiet(stranger, f"/public/names?lang={lang}")
    box = stranger.see("find-box")
    expect(box).to_be_focused()
    stranger.page.keyboard.type("东方路")
    verdict = stranger.see("find-verdict")
    expect(verdict).to_contain_text("现用的标准地名" if lang == "zh" else "standard name in use")
    stranger.awaits("q", "东方路")
    assert violations(stranger) == []
    stranger.shoot(f"public-find-1366-{lang}")
    box.fill("东方")
    results = stranger.page.locator(".found-name")
    expect(results.nth(1)).to_be_visible()
    stranger.press("ArrowDown", "ArrowDown")
    expect(results.nth(1)).to_be_focused()
    stranger.press("ArrowUp", "ArrowUp")
    expect(box).to_be_focused()
    box.fill("东方路")
    expect(verdict).to_be_visible()
    stranger.press("Enter")
    expect(stranger.page.get_by_role("heading", level=1)).to_have_text("东方路")
    stranger.page.go_back()
    expect(box).to_have_value("东方路")


def test_what_is_not_found_leads_to_a_report(passer_by: Visitor) -> None:
    quiet(passer_by, "/public/names?q=甪漷洨堃")
    expect(passer_by.page.get_by_role("status").first).to_contain_text("没有找到“甪漷洨堃”")
    assert violations(passer_by) == []
    passer_by.page.get_by_role("link", name="如果路上的标志").click()
    expect(passer_by.page.locator("#report-name")).to_have_value("甪漷洨堃")
