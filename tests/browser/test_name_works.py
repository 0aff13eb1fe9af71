"""The works of the names desk beside its cases: the sweep worked off by keyboard, and the numbers of a road."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.api.conftest import LiveDesk
from tests.browser.conftest import alone
from tests.browser.test_accessibility import violations
from tests.browser.test_public_names import picture
from tests.browser.visitor import PHONE, Visitor

OFFICE = ViewportSize(width=1366, height=768)
ROAD = "430621-J001"
NEAR_THE_ROAD = "113.11200,29.15300,16.30"


@pytest.fixture
def officer(browser: Browser, worked_desk: LiveDesk, keeper: tuple[str, str]) -> Iterator[Visitor]:
    """Whoever answers for the county's names, at the desk."""
    yield from alone(browser, worked_desk, keeper, viewport=OFFICE)


@pytest.fixture
def officer_outside(browser: Browser, worked_desk: LiveDesk, keeper: tuple[str, str]) -> Iterator[Visitor]:
    """The same with a phone."""
    yield from alone(browser, worked_desk, keeper, viewport=PHONE, has_touch=True, is_mobile=True)


def numbers_in(text: str, pattern: str) -> list[int]:
    """The numbers a sentence tells."""
    said = re.search(pattern, text)
    assert said, text
    return [int(number) for number in said.groups()]


def swept(visitor: Visitor) -> Visitor:
    """A sweep of the whole county has been made."""
    visitor.load("/names?tab=sweep")
    if visitor.see("sweep-progress").count() == 0:
        visitor.see("sweep-start").click()
        expect(visitor.see("sweep-progress")).to_be_visible()
    return visitor.settle()


def test_a_sweep_is_begun_and_worked_off_without_a_mouse(officer: Visitor) -> None:
    swept(officer)
    page = officer.page
    lines = page.locator(".wrong-line")
    expect(lines.first).to_be_visible()
    told = officer.see("sweep-progress")
    done, every = numbers_in(told.inner_text(), r"已处理 (\d+) / (\d+)")
    assert every > 0
    page.locator("body").click(position={"x": 3, "y": 3})
    officer.press("j", "1")
    box = page.locator(".wrong-because input")
    expect(box).to_be_focused()
    page.keyboard.type("沿用已久，群众习用")
    officer.press("Enter")
    expect(told).to_contain_text(f"已处理 {done + 1} / {every}")
    expect(page.locator(".found-wrong.done").first).to_contain_text("沿用已久，群众习用")
    expect(lines.nth(1)).to_be_focused()
    officer.settle()
    assert violations(officer) == []
    officer.shoot("sweep-1366")
    # What was decided is no longer on the list of what is open, and stays decided.
    officer.load("/names?tab=sweep&decision=keep")
    expect(page.locator(".found-wrong")).to_have_count(done + 1)
    expect(officer.see("sweep-progress")).to_contain_text(f"已处理 {done + 1} / {every}")


def test_a_reason_once_given_is_offered_again_and_a_decision_may_be_changed(officer: Visitor) -> None:
    swept(officer)
    page = officer.page
    line = page.locator(".found-wrong").first
    line.locator(".wrong-line").click()
    officer.press("3")
    page.keyboard.type("标志改用标准写法")
    officer.press("Enter")
    expect(line.locator(".wrong-decided")).to_contain_text("整改")
    line.locator(".wrong-line").click()
    officer.press("3")
    expect(line.locator(".wrong-because input")).to_have_value("标志改用标准写法")
    officer.press("Escape")
    expect(line.locator(".wrong-because")).to_have_count(0)


def test_what_is_listed_is_in_the_address(officer: Visitor) -> None:
    swept(officer)
    officer.see("sweep-severity").click()
    officer.page.get_by_title("阻止").click()
    officer.awaits("severity", "blocks").settle()
    weights = set(officer.page.locator(".wrong-line .weight").all_inner_texts())
    assert weights <= {"阻止"}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("tab", ["sweep", f"numbers&road={ROAD}&at={NEAR_THE_ROAD}"])
def test_nobody_is_shut_out_on_a_phone(officer_outside: Visitor, tab: str, lang: str) -> None:
    officer_outside.load(f"/names?tab={tab}&lang={lang}")
    officer_outside.page.locator(".grip").click()
    assert violations(officer_outside) == []
    officer_outside.shoot(f"names-{tab.split('&', maxsplit=1)[0]}-390-{lang}")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_road_is_seen_numbered_before_it_is(officer: Visitor, lang: str) -> None:
    officer.load(f"/names?tab=numbers&road={ROAD}&at={NEAR_THE_ROAD}&lang={lang}")
    table = officer.see("numbers-table")
    expect(table.locator("tbody tr")).not_to_have_count(0)
    words = officer.page.evaluate(
        "() => window.__cairn.map.querySourceFeatures('marks').map(({ properties }) => properties.word)"
    )
    assert {"1", "2"} <= set(words)
    expect(officer.see("numbers-told")).to_contain_text("372" if lang == "zh" else "m long")
    assert violations(officer) == []
    officer.shoot(f"numbers-1366-{lang}")


def test_a_road_is_renumbered_from_its_other_end_and_old_and_new_are_told(officer: Visitor) -> None:
    officer.load(f"/names?tab=numbers&road={ROAD}&start=west&at={NEAR_THE_ROAD}")
    told = officer.see("numbers-told")
    [changed] = numbers_in(told.inner_text(), r"改号 (\d+) 号")
    assert changed > 0
    officer.see("numbers-because").fill("测试：自西端起编")
    officer.see("numbers-write").click()
    expect(officer.see("numbers-done")).to_be_visible()
    expect(told).to_contain_text("改号 0 号")
    officer.see("numbers-oldnew").click()
    expect(officer.see("oldnew").locator("tbody tr")).to_have_count(changed)
    assert violations(officer) == []
    with officer.page.expect_download() as kept:
        officer.see("oldnew-csv").click()
    assert kept.value.suggested_filename.endswith(".csv")


def test_a_new_house_gets_its_number_where_the_map_is_touched(officer: Visitor) -> None:
    officer.load(f"/names?tab=numbers&road={ROAD}&show=house&at={NEAR_THE_ROAD}")
    expect(officer.see("house-in")).to_be_visible()
    x, y = officer.place_on_screen(113.1125, 29.1531)
    officer.page.mouse.click(x, y)
    tried = officer.see("house-tried")
    expect(tried).to_contain_text("东方路")
    address = re.search(r"岳阳县\S+号", tried.inner_text())
    officer.see("house-because").fill("新建住宅")
    officer.shoot("house-1366")
    officer.see("house-write").click()
    expect(officer.see("house-done")).to_contain_text(address[0] if address else "?")


def test_a_certificate_is_issued_for_a_number_in_use(officer: Visitor) -> None:
    officer.load(f"/names?tab=numbers&road=430621-J002&at={NEAR_THE_ROAD}")
    row = officer.see("numbers-table").locator("tbody tr", has_text="使用").first
    row.locator("button").first.click()
    row.get_by_role("button", name="核发门牌证").click()
    row.get_by_role("textbox").fill("住户申请")
    officer.press("Enter")
    expect(row.get_by_role("status")).to_contain_text("已核发")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_signs_are_looked_over_and_inspected(officer: Visitor, lang: str) -> None:
    officer.load(f"/names?tab=signs&condition=leaning&lang={lang}")
    line = officer.page.locator(".worklist li").first
    line.locator(".wrong-line").click()
    expect(officer.see("card")).to_be_visible()
    code = str(officer.address["finding"])
    officer.settle()
    assert violations(officer) == []
    officer.shoot(f"signs-1366-{lang}")
    officer.see(f"photo-{code}").set_input_files({"name": "sign.png", "mimeType": "image/png", "buffer": picture()})
    expect(line.locator(".sign-photos img")).to_have_count(1)
    officer.see(f"found-{code}").click()
    officer.page.get_by_title("丢失" if lang == "zh" else "Missing").click()
    officer.see(f"why-{code}").fill("巡查")
    officer.see(f"inspected-{code}").click()
    expect(officer.see(f"sign-{code}")).to_have_count(0)


def test_words_of_signs_and_plans_say_what_is_wrong_and_what_is_missing(officer: Visitor) -> None:
    officer.load("/names?tab=signs&show=words")
    expect(officer.see("wrong-words").locator("li")).not_to_have_count(0)
    officer.settle()
    assert violations(officer) == []
    officer.shoot("sign-words-1366")
    officer.load(f"/names?tab=signs&show=plan&road={ROAD}")
    expect(officer.see("plan-told")).to_contain_text("东方路")
    wanted, standing, replace, lacking = numbers_in(
        officer.see("plan-told").inner_text(), r"应设 (\d+) 块，已设 (\d+)，须更换 (\d+)，缺 (\d+)"
    )
    assert wanted == standing + replace + lacking
    expect(officer.page.locator(".worklist li")).to_have_count(wanted)
    officer.settle()
    assert violations(officer) == []
    officer.shoot("sign-plan-1366")


def test_a_report_is_taken_in_hand_and_answered_and_the_reporter_reads_it(
    officer: Visitor, worked_desk: LiveDesk
) -> None:
    report = {"kind": "missing", "name": "东方路", "message": "路口没有路牌", "lon": 113.1125, "lat": 29.1531}
    with worked_desk.client() as anybody:
        received = [anybody.post("/api/public/reports", json=report).json() for _ in range(2)]
        first, second = (each["number"] for each in received)
        officer.load("/names?tab=reports")
        officer.see(f"report-{second}").locator(".wrong-line").click()
        officer.see(f"merge-{second}").click()
        expect(officer.see(f"report-{second}")).to_contain_text(first)
        officer.see(f"report-{first}").locator(".wrong-line").click()
        officer.see(f"take-{first}").click()
        expect(officer.see(f"report-{first}")).to_contain_text("办理中")
        officer.see(f"answer-{first}").fill("路牌已补设")
        officer.settle()
        assert violations(officer) == []
        officer.shoot("reports-1366")
        officer.see(f"settle-{first}").click()
        expect(officer.see(f"report-{first}")).to_contain_text("答复：路牌已补设")
        told = anybody.get(f"/api/public/reports/{received[0]['token']}").json()
    assert told["status"] == "answered"
    assert told["answer"] == "路牌已补设"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_pool_and_the_year_are_open_to_all(officer: Visitor, lang: str) -> None:
    officer.load(f"/names?tab=pool&lang={lang}")
    name = {"zh": "映山路", "en": "听涛路"}[lang]
    officer.see("pool-name").fill(name)
    officer.see("pool-theme").fill("山水")
    officer.see("pool-put").click()
    expect(officer.see(f"reserved-{name}")).to_contain_text("山水")
    assert violations(officer) == []
    officer.load(f"/names?tab=calendar&year=2024&lang={lang}")
    expect(officer.page.locator('.month-day[title^="2024-10-01"]')).to_have_class("month-day holiday")
    assert violations(officer) == []
    officer.load(f"/names?tab=calendar&year=2099&lang={lang}")
    expect(officer.see("calendar-unknown")).to_contain_text("2099")
