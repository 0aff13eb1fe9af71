"""Coming in, working, leaving; and who looks after the people."""

import re

import pyotp
import pytest
from playwright.sync_api import expect

from layers.rights import Role
from tests.browser.test_accessibility import violations
from tests.browser.visitor import Visitor
from tests.people import with_password

Person = tuple[str, str]
OWN = "yueyang-hu-shang-ban"


def test_nobody_in_particular_is_told_what_is_seen_and_how_to_see_more(clerk: Visitor) -> None:
    clerk.load("/coverage?as_of=2024-12-31")
    note = clerk.see("public-note")
    expect(note).to_contain_text("公开视图")
    note.get_by_role("button", name="登录").click()
    expect(clerk.page.locator("#sign-in-name")).to_be_focused()
    clerk.settle().shoot("sign-in-1440")
    clerk.page.get_by_role("button", name="不登录").click()
    clerk.awaits("as_of", "2024-12-31")
    expect(clerk.see("coverage-table")).to_be_visible()


def test_a_wrong_password_is_told_where_it_was_given(clerk: Visitor, keeper: Person) -> None:
    clerk.excuse("status of 401")
    clerk.load("/sign-in").give((keeper[0], "not-the-password"))
    expect(clerk.page.get_by_role("alert")).to_contain_text("账号名或密码不对")
    expect(clerk.page.locator("#sign-in-name")).to_have_value(keeper[0])
    assert violations(clerk) == []
    clerk.shoot("sign-in-refused-1440")
    clerk.give(keeper)
    expect(clerk.see("desk-account")).to_be_visible()


def test_who_signed_in_comes_back_to_the_same_sight_and_stays_until_leaving(clerk: Visitor, keeper: Person) -> None:
    clerk.load("/compare?from=2019-12-31&to=2024-12-31&layer=nursing_homes")
    clerk.see("desk-sign-in").click()
    clerk.give(keeper)
    clerk.awaits("layer", "nursing_homes").settle()
    expect(clerk.see("public-note")).to_have_count(0)
    clerk.load("/account")
    account = clerk.see("account")
    expect(account).to_contain_text(keeper[0])
    expect(account).to_contain_text("数据管理员")
    expect(account).to_contain_text("岳阳县 430621")
    clerk.page.get_by_role("button", name="我能看什么").click()
    assert violations(clerk) == []
    clerk.shoot("account-1440")
    clerk.see("sign-out").click()
    expect(clerk.see("public-note")).to_be_visible()
    clerk.load("/account")
    expect(clerk.see("account")).to_have_count(0)


def test_what_is_kept_from_the_public_is_seen_after_the_sign_in_without_a_reload(
    clerk: Visitor, keeper: Person
) -> None:
    clerk.load("/")
    line = clerk.see("layer-boundary_markers").locator(".amount")
    expect(line).to_have_text("0")
    clerk.sign_in(keeper)
    expect(line).to_have_text("10")
    clerk.see("desk-account").click()
    clerk.see("sign-out").click()
    expect(line).to_have_text("0")


def test_a_session_that_ends_during_work_loses_nothing(clerk: Visitor, keeper: Person) -> None:
    clerk.excuse("status of 401")
    clerk.sign_in(keeper).open("/account")
    clerk.see("fold-tokens").click()
    clerk.page.locator("#token-title").fill("办公室 QGIS")
    clerk.page.context.clear_cookies()
    clerk.page.get_by_role("button", name="签发令牌").click()
    dialog = clerk.page.get_by_role("dialog")
    expect(dialog).to_contain_text("登录已过期")
    expect(dialog.locator("#sign-in-name")).to_have_value(keeper[0])
    assert violations(clerk) == []
    clerk.shoot("sign-in-again-1440")
    dialog.locator("#sign-in-password").fill(keeper[1])
    clerk.press("Enter")
    expect(clerk.see("once")).to_contain_text("cairn_")
    expect(dialog).to_have_count(0)
    expect(clerk.see("tokens")).to_contain_text("办公室 QGIS")
    clerk.shoot("tokens-1440")


def test_a_page_that_opens_with_a_session_that_is_over_shows_the_public_view(clerk: Visitor, keeper: Person) -> None:
    clerk.excuse("status of 401")
    clerk.sign_in(keeper)
    window = clerk.page.context
    (cookie,) = window.cookies()
    window.add_cookies([{**cookie, "value": "over"}])  # type: ignore[typeddict-item]  # a cookie as it was read
    clerk.load("/")
    expect(clerk.see("public-note")).to_be_visible()
    expect(clerk.see("layer-divisions").locator(".amount")).to_have_text("222")
    expect(clerk.page.get_by_role("dialog")).to_have_count(0)


def test_an_administrator_adds_a_person_who_then_chooses_a_password(clerk: Visitor, administrator: Person) -> None:
    clerk.sign_in(administrator).open("/system")
    clerk.see("add-person").click()
    clerk.page.locator("#person-name").fill("李建国")
    assert violations(clerk) == []
    clerk.shoot("add-person-1440")
    clerk.see("new-person").get_by_role("button", name=re.compile("添加")).click()
    password = clerk.see("once").locator("code").inner_text()
    expect(clerk.see("person-李建国")).to_contain_text("待改密码")
    clerk.settle().shoot("people-1440")
    clerk.see("desk-account").click()
    clerk.see("sign-out").click()
    expect(clerk.see("public-note")).to_be_visible()
    clerk.open("/sign-in").give(("李建国", password))
    expect(clerk.see("must-change")).to_be_visible()
    clerk.page.locator("#password-next").fill(OWN)
    clerk.page.locator("#password-again").fill(OWN + "x")
    clerk.press("Enter")
    expect(clerk.page.get_by_role("alert")).to_contain_text("两遍密码不一样")
    clerk.page.locator("#password-again").fill(OWN)
    clerk.press("Enter")
    expect(clerk.see("must-change")).to_have_count(0)
    clerk.load("/account")
    expect(clerk.see("account")).to_contain_text("查看员")


def test_whoever_leaves_the_office_is_shut_out_and_a_slip_is_undone(
    clerk: Visitor, administrator: Person, worked_county: str
) -> None:
    name, _ = with_password(worked_county, Role.INSPECTOR)
    clerk.sign_in(administrator).open("/system")
    person = clerk.see(f"person-{name}")
    person.get_by_role("button").first.click()
    person.get_by_role("button", name="停用").click()
    expect(person).to_contain_text("已停用")
    clerk.page.get_by_role("button", name="撤销").click()
    expect(person).not_to_contain_text("已停用")


def test_the_rest_of_the_system_is_told_to_its_administrator(clerk: Visitor, administrator: Person) -> None:
    clerk.sign_in(administrator).open("/system?tab=rights")
    expect(clerk.see("rights")).to_contain_text("看全部，并可编辑：")
    assert violations(clerk) == []
    clerk.shoot("rights-1440")
    clerk.open("/system?tab=audit")
    expect(clerk.see("audit").get_by_role("listitem").first).to_contain_text(administrator[0])
    clerk.page.get_by_role("button", name="核验审计链").click()
    expect(clerk.see("verified")).to_contain_text("完整")
    assert violations(clerk) == []
    clerk.shoot("audit-1440")
    clerk.open("/system?tab=health")
    expect(clerk.see("health")).to_contain_text("PostGIS")
    assert violations(clerk) == []


def test_others_are_told_why_the_system_is_closed_to_them(clerk: Visitor, keeper: Person) -> None:
    clerk.load("/system")
    expect(clerk.see("not-yours")).to_contain_text("只有系统管理员能看")
    clerk.sign_in(keeper).open("/system")
    expect(clerk.see("not-yours")).to_contain_text("您的职责是数据管理员")


def test_a_phone_is_enrolled_and_asked_for(clerk: Visitor, worked_county: str) -> None:
    clerk.excuse("status of 401")
    person = with_password(worked_county, Role.VIEWER)
    clerk.sign_in(person).open("/account")
    clerk.see("fold-totp").click()
    clerk.page.locator("#totp-password").fill(person[1])
    clerk.press("Enter")
    expect(clerk.page.locator(".qr")).to_be_visible()
    phone = pyotp.TOTP(clerk.see("totp").locator("code").inner_text())
    clerk.page.locator("#totp-code").fill(phone.now())
    assert violations(clerk) == []
    clerk.shoot("second-factor-1440")
    clerk.press("Enter")
    expect(clerk.see("fold-totp")).to_contain_text("已启用")
    clerk.see("sign-out").click()
    expect(clerk.see("public-note")).to_be_visible()
    clerk.open("/sign-in").give(person)
    code = clerk.page.locator("#sign-in-code")
    expect(code).to_be_focused()
    code.fill("000000")
    clerk.press("Enter")
    expect(clerk.page.get_by_role("alert")).to_contain_text("动态口令不对")


@pytest.mark.parametrize("path", ["/system", "/system?tab=rights", "/system?tab=audit", "/account", "/account?lang=en"])
def test_a_phone_is_enough_to_look_after_people(clerk_outside: Visitor, administrator: Person, path: str) -> None:
    clerk_outside.sign_in(administrator).open(path)
    clerk_outside.page.locator(".grip").tap()
    clerk_outside.settle()
    assert violations(clerk_outside) == []
    assert clerk_outside.page.evaluate("() => document.documentElement.scrollWidth") == 390
    clerk_outside.shoot(f"{path.strip('/').replace('?', '-').replace('=', '-')}-390")
