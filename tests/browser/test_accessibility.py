"""WCAG 2.2 AA by axe: every desk, in both languages, at the desk and on the phone, with what can be opened open."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.visitor import Run, Visitor

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}


COMPARE = "/compare?from=2019-12-31&to=2024-12-31"


def violations(visitor: Visitor) -> list[str]:
    """What axe complains about, with the place."""
    found = Axe().run(visitor.page, options=RULES).response["violations"]
    return [f"{each['id']}: {node['target']} {node['html'][:160]}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", ["/", "/coverage", COMPARE, "/system"])
def test_nobody_is_shut_out_at_the_desk(visitor: Visitor, path: str, lang: str) -> None:
    visitor.open(f"{path}{'&' if '?' in path else '?'}lang={lang}")
    assert violations(visitor) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", ["/", "/coverage", COMPARE, "/system"])
def test_nobody_is_shut_out_on_a_phone(walker: Visitor, path: str, lang: str) -> None:
    walker.open(f"{path}{'&' if '?' in path else '?'}lang={lang}")
    assert violations(walker) == []


def test_what_opens_is_open_to_all(visitor: Visitor, run: Run) -> None:
    visitor.open(f"/coverage?as_of=2020-11-01&sel=divisions:{run.areas[0]['id']}")
    visitor.unfold("settings")
    visitor.unfold("findings")
    visitor.press("?")
    expect(visitor.page.locator("#setting-age")).to_be_visible()
    expect(visitor.see("shortcuts")).to_be_visible()
    assert violations(visitor) == []
    visitor.open(f"/coverage?rows={run.areas[0]['id']}")
    assert violations(visitor) == []


def test_a_complaint_is_heard_by_all(visitor: Visitor) -> None:
    visitor.excuse("status of 4")
    visitor.page.goto("/coverage?age=61")
    expect(visitor.page.get_by_role("alert")).to_be_visible()
    assert violations(visitor) == []
