"""The history of a thing as a person reads it, and the way back to what it was."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from layers.rights import Role
from tests.api.conftest import LiveDesk
from tests.browser.test_accessibility import violations
from tests.browser.visitor import Visitor
from tests.people import token_of

Person = tuple[str, str]
HOMES = "/ogc/collections/nursing_homes/items"
MOVED, ENDED, MERGED = "NH-430621-013", "NH-430621-020", "NH-430621-021"


@pytest.fixture(scope="module")
def told(worked_desk: LiveDesk, worked_county: str) -> Iterator[httpx.Client]:
    """A program of the county's keeper, after some years of work at three homes."""
    with worked_desk.client(token_of(worked_county, Role.STEWARD)) as client:
        work(client)
        yield client


def work(client: httpx.Client) -> None:
    """Correct one home's beds and move it, end another in favour of two, and a third in favour of one."""
    amend(client, MOVED, {"beds": 175, "beds_filed": 175}, "床位抄错，按消防验收意见书更正")
    place = client.get(f"{HOMES}/{MOVED}").json()["geometry"]["coordinates"]
    somewhere = {"type": "Point", "coordinates": [place[0] + 0.012, place[1] + 0.006]}
    edit(client, MOVED, "迁建，岳县民函〔2024〕3号", deed="change", on="2024-03-01", feature={"geometry": somewhere})
    both = [MOVED, "NH-430621-001"]
    edit(client, ENDED, "整合", deed="end", on="2024-06-01", document="岳县民发〔2024〕8号", successors=both)
    edit(client, MERGED, "移交", deed="end", on="2024-06-01", document="岳县民发〔2024〕9号", successors=[MOVED])


def amend(client: httpx.Client, home: str, properties: dict[str, Any], because: str) -> None:
    edit(client, home, because, deed="amend", feature={"properties": properties})


def edit(client: httpx.Client, home: str, because: str, **change: Any) -> None:  # noqa: ANN401 - members of a change
    standing = client.get(f"{HOMES}/{home}").json()["properties"]["version"]
    body = {"layer": "nursing_homes", "because": because, "changes": [{"id": home, "version": standing, **change}]}
    answered = client.post("/api/edits", json=body)
    assert answered.status_code == 200, answered.text


def beds(client: httpx.Client) -> int:
    return int(client.get(f"{HOMES}/{MOVED}").json()["properties"]["beds"])


@pytest.mark.usefixtures("told")
def test_who_did_what_when_and_why_with_both_places_on_the_map(clerk: Visitor, keeper: Person) -> None:
    clerk.sign_in(keeper).open(f"/?sel=nursing_homes:{MOVED}")
    clerk.see("card-history").click()
    clerk.awaits("card", "history")
    change = clerk.see("happening-changed").first
    expect(change).to_contain_text("自 2024-03-01 起")
    expect(change).to_contain_text("迁建，岳县民函〔2024〕3号")
    change.get_by_role("button").first.click()
    expect(change).to_contain_text("移动 1,34")
    clerk.settle()
    sides = clerk.page.evaluate(
        """() => window.__cairn.map.queryRenderedFeatures({ layers: ['difference-is', 'difference-was'] })
            .map((each) => each.properties.side).sort()"""
    )
    assert sides == ["is", "was"]
    assert violations(clerk) == []
    clerk.shoot("history-1440")
    amended = clerk.see("happening-amended").first
    amended.get_by_role("button").first.click()
    row = amended.get_by_role("row").filter(has_text="养老床位总数")
    assert row.get_by_role("cell").all_inner_texts() == ["180", "175"]


@pytest.mark.usefixtures("told")
def test_the_public_reads_the_history_without_the_names_of_clerks(clerk: Visitor) -> None:
    clerk.load(f"/?sel=nursing_homes:{MOVED}&card=history")
    change = clerk.see("happening-changed").first
    expect(change).to_contain_text("经办人不公开")
    change.get_by_role("button").first.click()
    expect(clerk.see("timeline")).to_contain_text("登记册自")
    expect(clerk.see("restore")).to_have_count(0)


def test_a_former_version_comes_back_as_a_new_entry_and_goes_again(
    clerk: Visitor, keeper: Person, told: httpx.Client
) -> None:
    amend(told, MOVED, {"beds": 190, "beds_filed": 190}, "误录")
    clerk.sign_in(keeper).open(f"/?sel=nursing_homes:{MOVED}&card=history")
    change = clerk.see("happening-changed").first
    change.get_by_role("button").first.click()
    change.get_by_test_id("restore").click()
    clerk.page.locator("#restore-because").fill("上次更正依据有误")
    clerk.settle().shoot("restore-1440")
    clerk.press("Enter")
    expect(clerk.see("undo-restore")).to_be_visible()
    assert beds(told) == 175
    expect(clerk.see("happening-amended").first).to_contain_text("上次更正依据有误")
    clerk.see("undo-restore").click()
    expect(clerk.see("happening-amended").first).to_contain_text("撤销刚才对")
    assert beds(told) == 190


@pytest.mark.usefixtures("told")
def test_what_ended_tells_who_by_which_document_and_what_took_its_place(clerk: Visitor) -> None:
    clerk.excuse("status of 410")
    clerk.load(f"/?sel=nursing_homes:{ENDED}")
    fate = clerk.see("fate")
    expect(fate).to_contain_text("已于 2024-06-01 终止")
    expect(fate).to_contain_text("岳县民发〔2024〕8号")
    expect(fate).to_contain_text("公田镇中心敬老院 NH-430621-013")
    assert violations(clerk) == []
    clerk.settle().shoot("ended-1440")
    fate.get_by_role("button", name=MOVED).click()
    clerk.awaits("sel", f"nursing_homes:{MOVED}")
    expect(clerk.see("card").locator("h2")).to_have_text("公田镇中心敬老院")


@pytest.mark.usefixtures("told")
def test_an_identifier_that_was_merged_leads_to_its_successor(clerk: Visitor) -> None:
    clerk.load(f"/?sel=nursing_homes:{MERGED}")
    expect(clerk.see("card").locator("h2")).to_have_text("公田镇中心敬老院")
    note = clerk.see("succeeded")
    expect(note).to_contain_text(MERGED)
    note.get_by_role("button").click()
    expect(clerk.see("fate")).to_contain_text("岳县民发〔2024〕9号")


@pytest.mark.usefixtures("told")
def test_a_phone_tells_the_history_too(clerk_outside: Visitor) -> None:
    clerk_outside.load(f"/?sel=nursing_homes:{MOVED}&card=history")
    change = clerk_outside.see("happening-changed").first
    change.get_by_role("button").first.tap()
    expect(change).to_contain_text("移动")
    clerk_outside.page.locator(".grip").tap()
    clerk_outside.settle()
    assert violations(clerk_outside) == []
    assert clerk_outside.page.evaluate("() => document.documentElement.scrollWidth") == 390
    clerk_outside.shoot("history-390")
