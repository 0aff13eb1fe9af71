"""Whatever goes wrong is told in one form: what is wrong, why, what to do; and what is there stays there."""

from playwright.sync_api import expect

from tests.browser.visitor import Run, Visitor


def test_a_service_that_is_away_is_told_once_and_tried_again(visitor: Visitor, run: Run) -> None:
    visitor.excuse("ERR_CONNECTION_REFUSED")
    visitor.load("/")
    away = "**/api/coverage/runs"
    visitor.page.route(away, lambda route: route.abort("connectionrefused"))
    visitor.see("desk-coverage").click()
    trouble = visitor.page.get_by_role("alert")
    expect(trouble).to_have_count(1)
    expect(trouble).to_contain_text("连不上 Cairn 服务")
    expect(trouble).to_contain_text("服务没有运行，或者网络断开")
    expect(trouble).to_contain_text("cairn up")
    visitor.settle().shoot("trouble-away-1440")
    visitor.page.unroute(away)
    trouble.get_by_role("button", name="重试").click()
    expect(visitor.see("run-id")).to_have_text(run.id)
    expect(trouble).to_have_count(0)


def test_a_page_opened_while_the_service_is_away_can_be_tried_again(visitor: Visitor) -> None:
    visitor.excuse("ERR_CONNECTION_REFUSED")
    visitor.page.route("**/api/**", lambda route: route.abort("connectionrefused"))
    visitor.page.goto("/")
    trouble = visitor.page.get_by_role("alert")
    expect(trouble).to_contain_text("连不上 Cairn 服务")
    visitor.shoot("trouble-start-1440")
    visitor.page.unroute("**/api/**")
    trouble.get_by_role("button", name="重试").click()
    visitor.settle()
    expect(visitor.see("layer-divisions")).to_be_visible()


def test_a_wish_the_service_refuses_is_explained_in_its_own_words(visitor: Visitor) -> None:
    visitor.excuse("status of 4")
    visitor.page.goto("/coverage?age=61")
    trouble = visitor.page.get_by_role("alert")
    for words in ("61", "60、65、80", "提交的内容不符合接口的约定", "请按逐项说明改正后重试"):
        expect(trouble).to_contain_text(words)
    visitor.settle().shoot("trouble-refused-1440")


def test_an_address_of_something_that_never_was_says_so(visitor: Visitor) -> None:
    visitor.excuse("status of 404")
    visitor.open("/coverage?sel=nursing_homes:NH-000000-000")
    card = visitor.see("card")
    expect(card).to_contain_text("这里没有“NH-000000-000”")
    expect(card).to_contain_text("请换一个截至日期，或按名称查找")


def test_a_kept_run_nobody_kept_says_so(visitor: Visitor) -> None:
    visitor.excuse("status of 404")
    visitor.page.goto("/coverage?run=bpt-000000000000")
    expect(visitor.page.get_by_role("alert")).to_contain_text("bpt-000000000000")


def test_without_a_network_the_page_says_so_and_keeps_what_it_has(visitor: Visitor, run: Run) -> None:
    visitor.open("/coverage")
    window = visitor.page.context
    window.set_offline(True)
    try:
        expect(visitor.page.get_by_text("网络已断开")).to_be_visible()
        expect(visitor.row(run.areas[0]["id"])).to_be_visible()
        visitor.shoot("trouble-offline-1440")
    finally:
        window.set_offline(False)
    expect(visitor.page.get_by_text("网络已断开")).to_have_count(0)
