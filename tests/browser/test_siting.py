"""Where to build, from the question to a plan: by a planner, with a wrong budget, and with limits that clash."""

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Route, expect

from layers.rights import Role
from tests.api.conftest import LiveDesk
from tests.browser.conftest import alone
from tests.browser.test_accessibility import violations
from tests.browser.visitor import DESKTOP, PHONE, Visitor
from tests.people import with_password

DAY = "2024-12-31"
SITING = "/coverage?tab=siting"
SOLVED_MS = 90_000
JOB = {
    "id": "job-0",
    "kind": "siting",
    "status": "running",
    "done": 1,
    "of": 100,
    "what": "求解",
    "error": None,
    "result": None,
    "created_at": "2024-12-31T08:00:00Z",
    "started_at": "2024-12-31T08:00:01Z",
    "finished_at": None,
}


@pytest.fixture(scope="module")
def planner(seen_county: str) -> tuple[str, str]:
    """Name and password of who plans for the county."""
    return with_password(seen_county, Role.PLANNER)


@pytest.fixture
def desk(browser: Browser, seen_desk: LiveDesk, planner: tuple[str, str]) -> Iterator[Visitor]:
    """The planner at the desk."""
    yield from alone(browser, seen_desk, planner, viewport=DESKTOP)


@pytest.fixture
def phone(browser: Browser, seen_desk: LiveDesk, planner: tuple[str, str]) -> Iterator[Visitor]:
    """The planner with a phone."""
    yield from alone(browser, seen_desk, planner, viewport=PHONE, has_touch=True, is_mobile=True)


def pins(visitor: Visitor) -> dict[str, int]:
    """How many places of each kind the map holds."""
    kinds: list[str] = visitor.page.evaluate(
        "() => window.__cairn.map.getSource('pins').serialize().data.features.map(({ properties }) => properties.kind)"
    )
    return {kind: kinds.count(kind) for kind in set(kinds)}


def figures(visitor: Visitor, chart: str) -> list[list[str]]:
    """The table beside a chart."""
    rows = visitor.see(chart).locator("tbody tr").all()
    return [row.locator("th, td").all_text_contents() for row in rows]


def number(text: str) -> int:
    return int(text.replace(",", ""))


def solved(visitor: Visitor, api: httpx.Client) -> dict[str, Any]:
    """Wait for the plan, and read it from the service."""
    expect(visitor.see("siting-result").get_by_text("计算编号")).to_be_visible(timeout=SOLVED_MS)
    visitor.settle()
    answer = api.get(f"/api/siting/runs/{visitor.address['run']}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


@pytest.mark.parametrize(
    ("typed", "told"),
    [("一千", "“一千”不是数"), ("-5", "不大于 0"), ("100", "不够建最便宜的一档（50，665 万元）")],
)
def test_a_wrong_budget_is_told_at_its_field_and_nothing_is_asked(desk: Visitor, typed: str, told: str) -> None:
    asked: list[str] = []
    desk.page.on(
        "request", lambda sent: asked.append(sent.url) if "siting/runs" in sent.url and sent.method == "POST" else None
    )
    desk.load(f"{SITING}&step=limits")
    budget = desk.page.locator("#siting-budget")
    budget.fill(typed)
    desk.see("siting-solve").click()
    expect(desk.see("wrong-budget")).to_contain_text(told)
    expect(budget).to_have_attribute("aria-invalid", "true")
    expect(budget).to_have_attribute("aria-describedby", "siting-budget-wrong")
    expect(budget).to_be_focused()
    assert violations(desk) == []
    assert asked == []
    budget.fill("2000")
    budget.press("Enter")
    expect(desk.see("wrong-budget")).to_have_count(0)


def stream(*told: dict[str, Any]) -> str:
    """A stream of events, after which the browser comes back."""
    return "retry: 200\n\n" + "".join(f"event: progress\ndata: {json.dumps(each)}\n\n" for each in told)


def test_the_search_is_told_as_it_goes_and_stopped(desk: Visitor) -> None:
    trail: list[tuple[float, int | None, int]] = [(0.2, None, 4300), (1.1, 3600, 4100), (2.5, 3850, 3910)]
    running = [
        JOB | {"live": {"value": step[1], "bound": step[2], "seconds": step[0], "trail": trail[: place + 1]}}
        for place, step in enumerate(trail)
    ]
    stopped: list[str] = []

    def stop(route: Route) -> None:
        stopped.append(route.request.method)
        route.fulfill(status=202, json=JOB)

    def tell(route: Route) -> None:
        told = [JOB | {"status": "cancelled", "finished_at": JOB["started_at"]}] if stopped else running
        route.fulfill(content_type="text/event-stream", body=stream(*told))

    desk.page.route(re.compile("/api/siting/runs$"), lambda route: route.fulfill(status=202, json=JOB))
    desk.page.route(re.compile("/api/jobs/job-0$"), stop)
    desk.page.route(re.compile("/api/jobs/job-0/events$"), tell)
    desk.load(f"{SITING}&step=limits")
    desk.see("siting-solve").click()
    expect(desk.see("siting-value")).to_have_text("3,850")
    expect(desk.see("siting-bound")).to_have_text("3,910")
    expect(desk.see("siting-solving")).to_contain_text("还差 1.5% 就证明到头了")
    desk.see("chart-search").locator("summary").click()
    assert figures(desk, "chart-search") == [
        ["0.2", "—", "4,300"],
        ["1.1", "3,600", "4,100"],
        ["2.5", "3,850", "3,910"],
    ]
    assert violations(desk) == []
    desk.shoot("siting-solving-1440")
    desk.page.reload()
    expect(desk.see("siting-value")).to_have_text("3,850")
    desk.see("siting-stop").click()
    expect(desk.see("siting-result").get_by_text("已取消，没有留下结果")).to_be_visible()
    assert stopped == ["DELETE"]


def test_the_question_is_put_without_a_mouse(desk: Visitor) -> None:
    desk.load(SITING)
    desk.see("objective-most_served").focus()
    desk.press("ArrowDown")
    expect(desk.see("objective-fewest_sites")).to_be_checked()
    assert desk.address["objective"] == "fewest_sites"
    desk.see("siting-step-limits").focus()
    desk.press("Enter")
    expect(desk.see("siting-limits")).to_be_visible()
    expect(desk.page.locator(".siting-body")).to_be_focused()
    desk.see("source-drawn").focus()
    desk.press("Space")
    desk.page.locator("[data-testid=siting-points] input").fill("113.2,29.1")
    desk.press("Enter")
    expect(desk.see("siting-points")).to_contain_text("候选点 1")
    assert desk.address["points"].startswith("113.20000;29.10000;")
    desk.settle()
    assert pins(desk)["drawn"] == 1


def test_a_place_is_picked_on_the_map(desk: Visitor) -> None:
    desk.load(f"{SITING}&step=limits&source=drawn&at=113.2,29.1,10.5")
    desk.see("siting-points").get_by_role("button", name="在地图上点选").click()
    desk.page.mouse.click(*desk.place_on_screen(113.2, 29.1))
    expect(desk.see("siting-points")).to_contain_text("候选点 1")
    lon, lat, _ = desk.address["points"].split(";")
    assert (float(lon), float(lat)) == pytest.approx((113.2, 29.1), abs=0.002)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("step", ["question", "unserved", "limits", "result"])
def test_nobody_is_shut_out_on_a_phone(phone: Visitor, step: str, lang: str) -> None:
    phone.load(f"{SITING}&step={step}&lang={lang}")
    phone.page.locator(".grip").click()
    expect(phone.see("siting")).to_be_visible()
    expect(phone.see(f"siting-step-{step}")).to_have_attribute("aria-current", "step")
    wide = phone.page.evaluate("() => document.querySelector('.sheet-body').scrollWidth")
    assert wide <= PHONE["width"]
    assert violations(phone) == []
    phone.shoot(f"siting-{step}-390-{lang}")
