"""The whole way of a name in the browser: applied for, returned, noticed, objected to, approved, filed."""

from typing import Any

import httpx
from playwright.sync_api import expect

from tests.browser.naming_office import NamingOffice, bring, draw_line, open_case, take
from tests.browser.test_accessibility import violations
from tests.browser.visitor import Visitor

# Invented; no name of the sample county sounds like it.
NAME, SPELT = "晴岚路", "Qínglán Lù"
WAY = [(113.128, 29.146), (113.133, 29.147), (113.138, 29.1465)]
SIGHT = "at=113.133,29.147,14"
FIRST, LATER = "2024-12-02", "2024-12-20"


def applied(drafter: Visitor) -> str:
    """A case opened through the form, with its place drawn; its number."""
    drafter.load(f"/names?tab=apply&{SIGHT}")
    drafter.see("applicant").fill("岳阳县住房和城乡建设局")
    drafter.see("item-name-0").fill(NAME)
    drafter.see("item-reason").fill("新建道路，需要标准名称（示例）")
    drafter.see("item-romanized").fill(SPELT)
    drafter.see("item-draw").click()
    draw_line(drafter, *WAY)
    drafter.see("place-done").click()
    drafter.see("application-keep").click()
    expect(drafter.see("case-page")).to_have_attribute("data-stage", "draft")
    return drafter.address["case"]


def told(office: NamingOffice, number: str) -> dict[str, Any]:
    """The case as everybody is told it."""
    assert office.desk
    with httpx.Client(base_url=office.desk.address) as public:
        answer = public.get(f"/api/names/cases/{number}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())


def test_a_name_goes_its_whole_way_through_three_pairs_of_hands(naming_office: NamingOffice) -> None:
    office = naming_office.on(FIRST)
    drafter, reviewer = office.as_("drafter"), office.as_("reviewer")
    drafter.load("/names")
    expect(drafter.see("queue-empty")).to_contain_text("开立案件")

    number = applied(drafter)
    drafter.see("step-submit").click()
    expect(drafter.see("missing")).to_contain_text("申请书")
    expect(drafter.see("step-do")).to_be_disabled()
    drafter.see("step-submit").click()
    bring(drafter, "application", "命名申请书.pdf")
    amended(drafter, position_text="")
    drafter.see("step-submit").click()
    expect(drafter.see("missing")).to_be_visible()
    drafter.see("step-submit").click()
    amended(drafter, position_text="东起天鹅路，西至荣新路（示例）")
    expect(take(drafter, "submit", "材料齐全")).to_have_text("已提交")

    reviewer.load("/names")
    reviewer.press("j")
    expect(reviewer.see(f"case-{number}")).to_be_focused()
    clock = reviewer.see(f"case-{number}").get_by_test_id("clock")
    expect(clock).to_contain_text("个工作日")
    expect(clock).to_contain_text("《行政许可法》")
    reviewer.shoot("names-queue-1366")
    assert violations(reviewer) == []
    reviewer.press("Enter").awaits("case", number)
    expect(take(reviewer, "return", "请补位置图")).to_have_text("退回补正")
    expect(reviewer.see("not-yours")).to_contain_text("提交")

    open_case(drafter, number)
    expect(drafter.see("entries")).to_contain_text("请补位置图")
    other_paper(drafter, "位置图", "map", "位置图.pdf")
    expect(take(drafter, "submit", "已补位置图")).to_have_text("已提交")

    open_case(reviewer, number)
    for step, because, stage in (
        ("accept", "材料齐全，予以受理", "已受理"),
        ("check", "开始审核", "审核"),
        ("consult", "征求部门和专家意见", "论证与征求意见"),
        ("notice", "公示七日", "公示"),
    ):
        expect(take(reviewer, step, because)).to_have_text(stage)
    assert told(office, number)["stage"] == "noticed"
    reviewer.see("objection-write").click()
    reviewer.see("objection-name").fill("李某（示例）")
    reviewer.see("objection-words").fill("与附近路名容易混淆（示例）。")
    reviewer.see("objection-keep").click()
    expect(reviewer.see("objections")).to_contain_text("容易混淆")
    reviewer.see("step-decide").click()
    expect(reviewer.see("missing")).to_contain_text("公示期至")
    reviewer.shoot("names-case-noticed-1366")
    assert violations(reviewer) == []

    decided(office.on(LATER), number)


def decided(office: NamingOffice, number: str) -> None:
    reviewer, approver = office.as_("reviewer"), office.as_("approver")
    reviewer.load(f"/names?case={number}")
    reviewer.see("step-decide").click()
    expect(reviewer.see("missing")).to_contain_text("异议")
    reviewer.page.locator("[data-testid^=objection-answer-]").click()
    reviewer.see("objection-words").fill("两名读音不同，相距一千米以上，不易混淆。")
    reviewer.see("objection-keep").click()
    expect(reviewer.see("objection-answer")).to_contain_text("不易混淆")
    reviewer.see("step-decide").click()
    expect(take(reviewer, "decide", "公示期满，异议已答复")).to_have_text("待审批")
    expect(reviewer.see("step-approve")).to_be_disabled()
    expect(reviewer.see("not-yours")).to_contain_text("审批人")

    approver.load(f"/names?case={number}")
    bring(approver, "approval", "批准文件.pdf")
    expect(take(approver, "approve", "同意命名", "岳县政函〔2024〕88号")).to_have_text("已批准")
    assert told(office, number)["approval_number"] == "岳县政函〔2024〕88号"
    approver.open(f"/names?tab=register&name={NAME}")
    expect(approver.page.locator(".name-row")).to_have_count(1)
    expect(approver.page.locator(".name-row")).to_contain_text(SPELT)

    open_case(reviewer, number)
    with reviewer.page.expect_download() as fetched:
        reviewer.see("document-decision-docx").click()
    assert fetched.value.suggested_filename.endswith(".docx")
    expect(take(reviewer, "announce", "在县政府网站公告")).to_have_text("已公告")
    expect(take(reviewer, "file", "报市民政局备案", "岳县民函〔2024〕9号")).to_have_text("已备案")
    expect(take(reviewer, "archive", "案卷齐全")).to_have_text("已归档")
    expect(reviewer.see("no-step")).to_be_visible()
    reviewer.shoot("names-case-archived-1366")
    phone = office.as_("reviewer", phone=True)
    phone.load(f"/names?case={number}")
    expect(phone.see("stage")).to_have_text("已归档")
    phone.page.locator(".grip").click()
    phone.shoot("names-case-390")
    assert violations(phone) == []


def amended(drafter: Visitor, **fields: str) -> None:
    """What an application says, changed in its form."""
    drafter.see("amend").click()
    if drafter.see("item-0").get_attribute("aria-expanded") == "false":
        drafter.see("item-0").click()
    for field, value in fields.items():
        drafter.see(f"item-{field}").fill(value)
    drafter.see("application-keep").click()
    expect(drafter.see("case-page")).to_be_visible()


def other_paper(drafter: Visitor, label: str, kind: str, filename: str) -> None:
    """Hand in a paper nobody requires."""
    drafter.see("papers").locator(".other-paper .ant-select").click()
    drafter.page.get_by_title(label, exact=True).click()
    bring(drafter, kind, filename)
