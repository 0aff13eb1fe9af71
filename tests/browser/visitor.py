"""Someone who looks at the page: what they open, press and see, and what must never happen meanwhile."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import httpx
from playwright.sync_api import ConsoleMessage, Locator, Page, Request, ViewportSize, expect

from api.settings import ROOT

DESKTOP = ViewportSize(width=1440, height=900)
PHONE = ViewportSize(width=390, height=844)
PICTURES = ROOT / "var" / "screenshots"
PATIENCE_MS = 45_000
ELSEWHERE = re.compile(r"^(?!http://127\.0\.0\.1[:/]|data:|blob:|file:|about:)")

# The page's own history leads there; two frames later the page has begun to ask for what it needs.
GO = """async (path) => {
    document.activeElement?.blur();
    history.pushState(null, '', path);
    dispatchEvent(new PopStateEvent('popstate'));
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
}"""

expect.set_options(timeout=PATIENCE_MS)


@dataclass(frozen=True)
class Run:
    """A coverage run as the service tells it; areas in the order of their ranks."""

    told: dict[str, Any]

    @classmethod
    def asked(cls, api: httpx.Client, **parameters: object) -> Self:
        answer = api.post(
            "/api/coverage/runs", json={"indicator": "beds-per-thousand", "as_of": "2024-12-31"} | parameters
        )
        assert answer.status_code in (200, 201), answer.text
        return cls(answer.json())

    @property
    def id(self) -> str:
        return str(self.told["run"])

    @property
    def total(self) -> dict[str, Any]:
        return dict(self.told["total"])

    @property
    def areas(self) -> list[dict[str, Any]]:
        last = len(self.told["areas"]) + 1
        return sorted(self.told["areas"], key=lambda area: (area["rank"] or last, area["id"]))

    @property
    def shortest(self) -> dict[str, Any]:
        """The area that lacks most."""
        return max(self.areas, key=lambda area: float(area["shortfall_beds"] or 0))


@dataclass
class Visitor:
    """A page in a window, and what went wrong on it so far."""

    page: Page
    wrong: list[str] = field(default_factory=list)
    excused: list[str] = field(default_factory=list)

    @classmethod
    @contextmanager
    def before(cls, page: Page) -> Iterator[Self]:
        """Someone before a page, and the complaint if anything goes wrong on it."""
        page.set_default_timeout(PATIENCE_MS)
        visitor = cls(page)
        heard: dict[str, Callable[..., None]] = {
            "console": visitor._overhear,
            "pageerror": lambda error: visitor.wrong.append(f"page error: {error}"),
            "request": visitor._look_where_it_goes,
        }
        speaker: Any = page  # its `on` is typed event by event
        for event, ear in heard.items():
            speaker.on(event, ear)
        yield visitor
        for event, ear in heard.items():
            speaker.remove_listener(event, ear)
        wrong = visitor.unexcused()
        assert not wrong, "\n".join(wrong)

    def _overhear(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.wrong.append(f"console: {said.text}")

    def _look_where_it_goes(self, request: Request) -> None:
        if ELSEWHERE.match(request.url):
            self.wrong.append(f"request to another machine: {request.url}")

    def excuse(self, pattern: str) -> None:
        """Expect a complaint of the browser that belongs to the story: a refused or unreachable service."""
        self.excused.append(pattern)

    def unexcused(self) -> list[str]:
        return [each for each in self.wrong if not any(re.search(pattern, each) for pattern in self.excused)]

    def open(self, path: str) -> Self:
        """Go to a sight: on a page that is open already as its own history does, else by loading it."""
        if not self.page.url.startswith("http"):
            return self.load(path)
        self.page.evaluate(GO, path)
        return self.settle()

    def load(self, path: str) -> Self:
        """Open a sight from nothing, as a new page does."""
        self.page.goto(path)
        return self.settle()

    def settle(self) -> Self:
        """Wait until everything asked for has come and the map is painted."""
        self.page.wait_for_function("() => window.__cairn?.ready === true")
        return self

    def sign_in(self, person: tuple[str, str]) -> Self:
        """Come in by name and password, from whatever sight."""
        self.open("/sign-in").give(person)
        expect(self.see("desk-account")).to_be_visible()
        return self.settle()

    def give(self, person: tuple[str, str]) -> Self:
        """Fill in the way in, and send it."""
        name, password = person
        self.page.locator("#sign-in-name").fill(name)
        self.page.locator("#sign-in-password").fill(password)
        return self.press("Enter")

    def see(self, testid: str) -> Locator:
        return self.page.get_by_test_id(testid)

    def row(self, area: str) -> Locator:
        return self.see(f"row-{area}")

    def unfold(self, testid: str) -> Self:
        """Open a fold unless it stands open."""
        fold = self.page.locator(".ant-collapse-header", has=self.see(testid))
        if fold.get_attribute("aria-expanded") != "true":
            fold.click()
        return self

    def press(self, *keys: str) -> Self:
        for key in keys:
            self.page.keyboard.press(key)
        return self

    @property
    def address(self) -> dict[str, str]:
        """The state in the address."""
        return {name: values[-1] for name, values in parse_qs(urlsplit(self.page.url).query).items()}

    def awaits(self, name: str, value: str | None) -> Self:
        """Wait for a part of the address."""
        self.page.wait_for_function(
            "([name, value]) => new URL(location.href).searchParams.get(name) === value", arg=[name, value]
        )
        return self

    def places_on_screen(self, places: Sequence[Sequence[float]]) -> list[tuple[float, float]]:
        """Where places of the world (lon, lat in degrees) stand in the window, in its pixels."""
        found: list[list[float]] = self.page.evaluate(
            """(places) => {
                const { map } = window.__cairn, box = map.getCanvas().getBoundingClientRect();
                return places.map((place) => map.project(place)).map(({ x, y }) => [box.x + x, box.y + y]);
            }""",
            [list(place) for place in places],
        )
        return [(x, y) for x, y in found]

    def place_on_screen(self, lon: float, lat: float) -> tuple[float, float]:
        return self.places_on_screen([(lon, lat)])[0]

    def label_place(self, area: str) -> tuple[float, float]:
        """A place surely inside an area: where its name is written. Lon, lat in degrees."""
        lon, lat = self.page.evaluate(
            """(area) => window.__cairn.map.querySourceFeatures('choropleth-names')
                .find((feature) => feature.properties.id === area).geometry.coordinates""",
            area,
        )
        return lon, lat

    def painted(self) -> dict[str, str]:
        """The colour the map gives to each area in sight, by its identifier."""
        found: list[tuple[str, str]] = self.page.evaluate(
            """() => {
                const { map } = window.__cairn;
                const hex = ({ r, g, b }) => '#' + [r, g, b]
                  .map((part) => Math.round(part * 255).toString(16).padStart(2, '0')).join('');
                return map.queryRenderedFeatures({ layers: ['choropleth-fill'] })
                  .map((each) => [each.properties.id, hex(each.layer.paint['fill-color'])]);
            }"""
        )
        return dict(found)

    def shoot(self, name: str) -> Path:
        """Keep a picture of what is seen, to be looked at by people."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        path = PICTURES / f"{name}.png"
        self.page.screenshot(path=path, animations="disabled")
        return path


def whole(value: object) -> str:
    """A number of beds or people as the page writes it."""
    return f"{float(str(value)):,.0f}"


def ratio(value: object) -> str:
    """A ratio as the page writes it; no value is a dash."""
    return "—" if value is None else f"{round_half_up(str(value)):,.2f}"


def round_half_up(text: str) -> float:
    from decimal import ROUND_HALF_UP, Decimal

    return float(Decimal(text).quantize(Decimal("0.01"), ROUND_HALF_UP))
