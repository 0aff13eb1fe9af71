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
from tests.browser.visitor import DESKTOP, PHONE, Visitor, whole
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


def test_a_planner_goes_from_the_question_to_a_plan(desk: Visitor, api: httpx.Client) -> None:
    desk.load(SITING)
    desk.see("objective-most_served").check()
    desk.see("siting-next").click()
    reach = api.post("/api/reach/runs", json={"service": "nursing_beds", "mode": "straight", "as_of": DAY}).json()
    without = reach["totals"]["waiting"] + reach["totals"]["out_of_reach"]
    expect(desk.see("unserved")).to_contain_text(f"{whole(without)} 人没有位")
    expect(desk.see("siting-towns").locator("tbody tr")).to_have_count(len(reach["townships"]))
    desk.see("siting-next").click()
    desk.page.locator("#siting-budget").fill("5,000 万元")
    desk.see("siting-solve").click()
    plan = solved(desk, api)
    assert plan["question"]["budget_wan"] == 5000
    told = desk.see("siting-verdict")
    expect(told).to_contain_text(f"有位的人 {whole(plan['before']['served'])} → {whole(plan['after']['served'])}")
    expect(told).to_contain_text(plan["gap_words"])
    new = [site for site in plan["sites"] if site["kind"] == "new"]
    assert new
    assert pins(desk)["new"] == len(new)
    expect(desk.see("siting-sites").locator("tbody tr")).to_have_count(len(new))
    desk.see(f"site-{new[0]['id']}").click()
    expect(desk.see("card")).to_contain_text(new[0]["name"])
    assert desk.address["sel"] == f"siting-sites:{new[0]['id']}"
    assert violations(desk) == []
    desk.shoot("siting-result-1440")
    charted(desk, plan)
    desk.see("siting-again").click()
    expect(desk.page.locator("#siting-budget")).to_have_value("5000")


def charted(desk: Visitor, plan: dict[str, Any]) -> None:
    """The charts are drawn, and the tables beside them say what the run says."""
    for chart in ("chart-beds", "chart-cover"):
        expect(desk.see(chart).locator("svg").first).to_be_visible()
        desk.see(chart).locator("summary").click()
    added = sum(number(row[2]) for row in figures(desk, "chart-beds"))
    assert added == sum(site["places"] - site["places_before"] for site in plan["sites"])
    now, best, *_ = figures(desk, "chart-cover")
    assert [number(now[2]), number(best[2])] == [plan["before"]["served"], plan["after"]["served"]]
    assert violations(desk) == []


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


def test_limits_that_clash_are_named_and_lead_to_their_fields(desk: Visitor, api: httpx.Client) -> None:
    desk.load(f"{SITING}&step=limits&budget=700&least=90")
    desk.see("siting-solve").click()
    plan = solved(desk, api)
    assert plan["status"] == "infeasible"
    named = [clash["limit"].partition(":")[0] for clash in plan["clashes"]]
    assert named.count("budget_wan") == 1
    assert "least_share_per_township" in named
    for clash in plan["clashes"]:
        expect(desk.see(f"clash-{clash['limit']}")).to_contain_text(clash["words"])
    assert violations(desk) == []
    desk.shoot("siting-infeasible-1440")
    desk.see("clash-budget_wan").get_by_role("button").click()
    expect(desk.page.locator("#siting-budget")).to_be_focused()
    expect(desk.page.locator("#siting-budget")).to_have_value("700")


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


def test_what_is_tried_on_the_map_is_told_at_once(desk: Visitor, api: httpx.Client) -> None:
    desk.load(f"{SITING}&step=whatif")
    figures_told = desk.see("whatif-figures")
    expect(figures_told).to_contain_text("每千名老年人")
    homes: list[dict[str, Any]] = desk.page.evaluate(
        """() => window.__cairn.map.getSource('pins').serialize().data.features
            .map(({ geometry, properties }) => ({ id: properties.id, place: geometry.coordinates }))"""
    )
    x, y = desk.place_on_screen(*homes[0]["place"])
    desk.page.mouse.move(x, y)
    desk.page.mouse.down()
    desk.page.mouse.move(x + 60, y + 20, steps=3)
    desk.page.mouse.up()
    expect(desk.see("siting-tries").locator("li")).to_have_count(1)
    desk.see("siting-homes").locator("summary").click()
    desk.see("siting-homes").get_by_role("button", name="关停").nth(1).click()
    expect(desk.see("siting-tries").locator("li")).to_have_count(2)
    desk.settle()
    assert pins(desk)["closed"] == 1
    closed = desk.address["tries"].split("remove;")[1].split(",")[0]
    moved = desk.address["tries"].split("move;")[1].split(",")[0].split(";")
    changes = [
        {"kind": "move", "id": moved[0], "lon": float(moved[1]), "lat": float(moved[2])},
        {"kind": "remove", "id": closed},
    ]
    wish = {"service": "nursing_beds", "mode": "straight", "as_of": DAY, "changes": changes}
    answer = api.post("/api/siting/what-if", json=wish)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    expect(figures_told).to_contain_text(f"{whole(told['before']['served'])} → {whole(told['totals']['served'])}")
    assert violations(desk) == []
    desk.shoot("siting-whatif-1440")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("step", ["question", "unserved", "limits", "result", "whatif"])
def test_nobody_is_shut_out_on_a_phone(phone: Visitor, step: str, lang: str) -> None:
    phone.load(f"{SITING}&step={step}&lang={lang}")
    phone.page.locator(".grip").click()
    expect(phone.see("siting")).to_be_visible()
    expect(phone.see(f"siting-step-{step}")).to_have_attribute("aria-current", "step")
    wide = phone.page.evaluate("() => document.querySelector('.sheet-body').scrollWidth")
    assert wide <= PHONE["width"]
    assert violations(phone) == []
    phone.shoot(f"siting-{step}-390-{lang}")
