"""The register of names in the browser: found by characters and by spelling, narrowed, chosen both ways, for all."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import violations
from tests.browser.visitor import Visitor

TOWN = "PN-430621-0001"
REGISTER = "/names?tab=register"


def test_a_name_is_found_by_its_spelling_without_tones_and_chosen_on_the_map(visitor: Visitor) -> None:
    visitor.open(REGISTER)
    visitor.see("register-words").fill("rongjiawan zhen")
    row = visitor.see("names-register").page.locator(".name-row")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("荣家湾镇")
    expect(row).to_contain_text("现用")
    row.click()
    visitor.awaits("sel", f"place_names:{TOWN}").settle()
    expect(visitor.see(f"name-{TOWN}")).to_have_attribute("aria-current", "true")
    expect(visitor.see("card").locator("h2")).to_have_text("荣家湾镇")
    assert visitor.address["name"] == "rongjiawan zhen"


def test_the_address_keeps_what_the_list_is_narrowed_to(visitor: Visitor) -> None:
    visitor.open(f"{REGISTER}&kind=division&town=430621104")
    rows = visitor.page.locator(".name-row")
    expect(rows.first).to_contain_text("黄沙街镇")
    shown = rows.count()
    visitor.open(f"{REGISTER}&kind=division")
    visitor.page.wait_for_function("(few) => document.querySelectorAll('.name-row').length > few", arg=shown)


def test_the_keys_walk_the_register(visitor: Visitor) -> None:
    visitor.open(REGISTER)
    expect(visitor.page.locator(".name-row").first).to_be_visible()
    visitor.press("j", "j", "Enter")
    visitor.page.wait_for_function("() => new URL(location.href).searchParams.get('sel')?.startsWith('place_names:')")
    visitor.press("Escape").awaits("sel", None)


def test_a_name_nobody_has_leads_to_its_check(visitor: Visitor) -> None:
    visitor.open(f"{REGISTER}&name=凌霄外环")
    expect(visitor.page.locator(".note")).to_contain_text("查一查“凌霄外环”能不能用")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_register_is_open_to_all(visitor: Visitor, walker: Visitor, lang: str) -> None:
    for someone, kind in ((visitor, "1366"), (walker, "390")):
        if kind == "1366":
            someone.page.set_viewport_size({"width": 1366, "height": 768})
        someone.open(f"{REGISTER}&lang={lang}")
        expect(someone.page.locator(".name-row").first).to_be_visible()
        assert violations(someone) == []
        someone.shoot(f"names-register-{kind}-{lang}")
