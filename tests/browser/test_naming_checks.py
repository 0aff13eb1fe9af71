"""Names checked in the browser while they are typed: a duplicate that blocks, where it stands, a batch."""

import pytest
from playwright.sync_api import expect

from tests.browser.naming_office import NamingOffice
from tests.browser.test_accessibility import violations
from tests.browser.visitor import Visitor

TOWN, CODE = "荣家湾镇", "PN-430621-0001"
# Invented; no name of the sample county sounds like them.
FREE = ("晴岚路", "听蝉巷")
DAY = "2024-12-02"


@pytest.fixture(scope="module")
def drafter(naming_office: NamingOffice) -> Visitor:
    return naming_office.on(DAY).as_("drafter")


def checked(someone: Visitor, name: str) -> Visitor:
    """Wait until the answer about this very name stands there."""
    expect(someone.see("checked")).to_have_attribute("data-name", name)
    return someone


def test_a_duplicate_blocks_and_is_chosen_both_ways(drafter: Visitor) -> None:
    drafter.load("/names?tab=check&kind=division")
    drafter.see("check-name").fill(TOWN)
    checked(drafter, TOWN)
    expect(drafter.see("verdict")).to_have_attribute("data-verdict", "blocks")
    finding = drafter.see("finding-same-name")
    expect(finding).to_contain_text("第九条")
    expect(drafter.page.locator(".marked-name")).to_have_text(TOWN)
    drafter.settle().shoot("names-check-1366")
    assert violations(drafter) == []
    finding.get_by_test_id(f"conflict-{CODE}").click()
    drafter.awaits("sel", f"place_names:{CODE}").settle()
    expect(finding.get_by_test_id(f"conflict-{CODE}")).to_have_attribute("aria-current", "true")
    expect(drafter.see("name-summary")).to_contain_text("Róngjiāwān Zhèn")


def test_the_address_opens_the_same_check(drafter: Visitor) -> None:
    drafter.load(f"/names?tab=check&kind=division&name={TOWN}")
    checked(drafter, TOWN)
    expect(drafter.see("check-name")).to_have_value(TOWN)


def test_a_doubtful_reading_is_asked(drafter: Visitor) -> None:
    drafter.load("/names?tab=check&name=长乐路")
    checked(drafter, "长乐路")
    expect(drafter.see("spelling")).to_contain_text("Lù")


def test_a_batch_is_pasted_checked_together_and_opened_as_one_case(drafter: Visitor) -> None:
    drafter.load("/names?tab=apply")
    drafter.see("applicant").fill("岳阳县住房和城乡建设局")
    drafter.see("item-paste").click()
    heading, street = "名称\t类别\t理由\t位置", "街路巷\t新建道路（示例）\t县城（示例）"
    rows = "\n".join([heading, *(f"{name}\t{street}" for name in FREE), f"{TOWN}\t行政区划\t重名一试\t县城"])
    drafter.see("paste-text").fill(rows)
    expect(drafter.see("paste-take")).to_contain_text("3")
    drafter.see("paste-take").click()
    drafter.see("check-all").click()
    verdicts = drafter.page.locator(".item-line .verdict")
    expect(verdicts).to_have_count(3)
    expect(verdicts.nth(2)).to_have_attribute("data-verdict", "blocks")
    drafter.see("item-2").click()
    expect(drafter.see("finding-same-name")).to_be_visible()
    drafter.settle().shoot("names-batch-1366")
    assert violations(drafter) == []
    drafter.page.get_by_label(f"去掉“{TOWN}”").click()
    drafter.see("application-keep").click()
    expect(drafter.see("case-page")).to_have_attribute("data-stage", "draft")
    for at, name in enumerate(FREE):
        expect(drafter.see(f"case-item-{at}")).to_contain_text(name)


def test_a_blocked_name_is_not_submitted(drafter: Visitor) -> None:
    drafter.load("/names?tab=apply")
    drafter.see("applicant").fill("岳阳县民政局")
    drafter.see("item-name-0").fill(TOWN)
    drafter.page.locator(".item-line .ant-select").click()
    drafter.page.get_by_title("行政区划", exact=True).click()
    drafter.see("application-keep").click()
    expect(drafter.see("case-page")).to_have_attribute("data-stage", "draft")
    expect(drafter.see("case-page").get_by_test_id("verdict").first).to_have_attribute("data-verdict", "blocks")
    drafter.see("step-submit").click()
    expect(drafter.see("missing")).to_contain_text(TOWN)
    expect(drafter.see("step-do")).to_be_disabled()


def test_what_is_written_is_kept_until_it_is_a_case(drafter: Visitor) -> None:
    drafter.load("/names?tab=apply")
    drafter.see("item-name-0").fill("未写完路")
    drafter.load("/names")
    drafter.see("resume-application").click()
    expect(drafter.see("item-name-0")).to_have_value("未写完路")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", ["tab=queue", "tab=outgoing", "tab=apply", f"tab=check&kind=division&name={TOWN}"])
def test_nobody_is_shut_out(naming_office: NamingOffice, drafter: Visitor, page: str, lang: str) -> None:
    for someone in (drafter, naming_office.as_("drafter", phone=True)):
        someone.load(f"/names?{page}&lang={lang}")
        assert violations(someone) == []
