"""A real Chromium before a real desk with the sample county; whoever errs on the page or looks outside fails its test.

One worker drives the browser (`pytest_xdist_make_scheduler` of the tests' root).
"""

import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from sqlalchemy import make_url

from api.settings import ROOT, Settings
from layers.rights import Role
from tests.api.conftest import LiveDesk
from tests.browser.naming_office import NamingOffice
from tests.browser.visitor import DESKTOP, PHONE, Run, Visitor
from tests.conftest import copied
from tests.people import COUNTY, token_of, with_password

HERE = Path(__file__).parent
DISORDER = pytest.StashKey[bool]()
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# WebGL in software, and no name but this machine's own address leads anywhere.
SWITCHES = [
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lives here."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def built() -> Path:
    """The folder of the built web application."""
    folder = Settings().web
    assert (folder / "index.html").is_file(), f"网页应用还没有建成：{folder} 里没有 index.html。请先运行 make web。"
    return folder


@pytest.fixture(scope="session")
def seen_county(server: str, template: str, worker: str) -> Iterator[str]:
    """A database with the sample county that nobody but the browser's desk opens."""
    yield from sample_county(server, template, f"cairn_test_{worker}_seen")


def sample_county(server: str, template: str, name: str) -> Iterator[str]:
    """A database of the tests' own with the sample county."""
    from data.access_tables import belongs_to
    from data.engine import connect, session
    from data.sample_county import load

    for address in copied(server, template, name):
        engine = connect(address)
        with session(engine) as opened:
            belongs_to(opened, COUNTY)
            load(opened, ROOT / "data" / "sample")
        engine.dispose()
        yield make_url(address).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def seen_desk(built: Path, seen_county: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveDesk]:
    """The desk that is looked at."""
    live = LiveDesk(seen_county, tmp_path_factory.mktemp("seen"), web=str(built))
    yield live.start()
    live.stop()


@pytest.fixture(scope="session")
def worked_county(server: str, template: str, worker: str) -> Iterator[str]:
    """A database with the sample county in which the browser's clerks work: accounts and rows come and change."""
    yield from sample_county(server, template, f"cairn_test_{worker}_worked")


@pytest.fixture(scope="session")
def worked_desk(built: Path, worked_county: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveDesk]:
    """The desk at which is worked."""
    live = LiveDesk(worked_county, tmp_path_factory.mktemp("worked"), web=str(built))
    yield live.start()
    live.stop()


@pytest.fixture(scope="session")
def keeper(worked_county: str) -> tuple[str, str]:
    """Name and password of who keeps the layers of the county in which is worked."""
    return with_password(worked_county, Role.STEWARD)


@pytest.fixture(scope="session")
def administrator(worked_county: str) -> tuple[str, str]:
    """Name and password of who looks after the county's accounts."""
    return with_password(worked_county, Role.ADMINISTRATOR)


@pytest.fixture(scope="session")
def steward(seen_county: str) -> tuple[str, str]:
    """Name and password of the county's data steward, who sees and writes everything there."""
    return with_password(seen_county, Role.STEWARD)


@pytest.fixture(scope="session")
def api(seen_desk: LiveDesk, seen_county: str) -> Iterator[httpx.Client]:
    """The same desk without a page, as a steward: what the page must agree with."""
    with seen_desk.client(token_of(seen_county, Role.STEWARD)) as client:
        yield client


@pytest.fixture(scope="session")
def run(api: httpx.Client) -> Run:
    """The lawful figure of every township on the day of the sample."""
    return Run.asked(api)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for one file of tests: Playwright keeps an event loop running that other tests must not meet."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert program, "没有找到 Chromium。请运行 make test，它会安装缺少的软件。"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=SWITCHES)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def window(browser: Browser, seen_desk: LiveDesk, steward: tuple[str, str]) -> Iterator[BrowserContext]:
    """A window of a county office, 1440 × 900, where the steward has signed in; a page's files are read once."""
    opened = browser.new_context(base_url=seen_desk.address, viewport=DESKTOP, reduced_motion="reduce", locale="zh-CN")
    sign_in(opened, steward)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def pocket(browser: Browser, seen_desk: LiveDesk, steward: tuple[str, str]) -> Iterator[BrowserContext]:
    """A phone, 390 × 844, with a thumb, where the steward has signed in."""
    opened = browser.new_context(
        base_url=seen_desk.address,
        viewport=PHONE,
        reduced_motion="reduce",
        locale="zh-CN",
        has_touch=True,
        is_mobile=True,
    )
    sign_in(opened, steward)
    yield opened
    opened.close()


def sign_in(window: BrowserContext, person: tuple[str, str]) -> None:
    """Give a window's browser the session of a person; every page of the window is theirs."""
    name, password = person
    answered = window.request.post("/api/session", data={"name": name, "password": password})
    assert answered.ok, answered.text()


@pytest.fixture
def visitor(window: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """Someone at the desk."""
    yield from visits(window, request)


@pytest.fixture
def walker(pocket: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """Someone with a phone."""
    yield from visits(pocket, request)


@pytest.fixture
def clerk(browser: Browser, worked_desk: LiveDesk) -> Iterator[Visitor]:
    """Someone at the desk who may sign in, in a window of their own that forgets them afterwards."""
    yield from alone(browser, worked_desk, viewport=DESKTOP)


@pytest.fixture
def clerk_outside(browser: Browser, worked_desk: LiveDesk) -> Iterator[Visitor]:
    """The same with a phone."""
    yield from alone(browser, worked_desk, viewport=PHONE, has_touch=True, is_mobile=True)


@pytest.fixture(scope="session")
def edited_county(server: str, template: str, worker: str) -> Iterator[str]:
    """A database with the sample county in which things are edited, and put back as they were."""
    yield from sample_county(server, template, f"cairn_test_{worker}_edited")


@pytest.fixture(scope="session")
def edited_desk(built: Path, edited_county: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveDesk]:
    """The desk at which things are edited."""
    live = LiveDesk(edited_county, tmp_path_factory.mktemp("edited"), web=str(built))
    yield live.start()
    live.stop()


@pytest.fixture(scope="session")
def editing_person(edited_county: str) -> tuple[str, str]:
    """Name and password of the steward who edits."""
    return with_password(edited_county, Role.STEWARD)


@pytest.fixture
def colleague(edited_desk: LiveDesk, edited_county: str) -> Iterator[httpx.Client]:
    """Another steward of the same county, who works through HTTP."""
    with edited_desk.client(token_of(edited_county, Role.STEWARD)) as client:
        yield client


@pytest.fixture
def editor(browser: Browser, edited_desk: LiveDesk, editing_person: tuple[str, str]) -> Iterator[Visitor]:
    """A steward who edits, in a window that forgets drafts and sign-in afterwards."""
    yield from alone(browser, edited_desk, editing_person, viewport=DESKTOP)


@pytest.fixture
def editor_outside(browser: Browser, edited_desk: LiveDesk, editing_person: tuple[str, str]) -> Iterator[Visitor]:
    """The same with a phone."""
    yield from alone(browser, edited_desk, editing_person, viewport=PHONE, has_touch=True, is_mobile=True)


@pytest.fixture(scope="module")
def naming_county(server: str, template: str, worker: str) -> Iterator[str]:
    """A database with the sample county in which names are given; cases stay."""
    yield from sample_county(server, template, f"cairn_test_{worker}_naming")


@pytest.fixture(scope="module")
def naming_office(
    browser: Browser, built: Path, naming_county: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[NamingOffice]:
    """The three officers of place names, each at a window of their own, and a desk whose day can be moved."""
    office = NamingOffice(browser, naming_county, tmp_path_factory.mktemp("naming"), str(built))
    yield office
    office.close()


def alone(
    browser: Browser,
    desk: LiveDesk,
    person: tuple[str, str] | None = None,
    **kind: Any,  # noqa: ANN401 - options of a window
) -> Iterator[Visitor]:
    """A visit in a window that nobody else uses, where a person has signed in, or nobody."""
    opened = browser.new_context(base_url=desk.address, reduced_motion="reduce", locale="zh-CN", **kind)
    if person:
        sign_in(opened, person)
    try:
        with Visitor.before(opened.new_page()) as someone:
            yield someone
    finally:
        opened.close()


def visits(window: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """A visit on the page the window already has, unless the test before it left the page in disorder."""
    kept = window.pages[0] if window.pages else window.new_page()
    try:
        with Visitor.before(kept) as someone:
            yield someone
    finally:
        if request.node.stash.get(DISORDER, False):
            kept.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember that a test failed: its page is not handed on."""
    report = yield
    item.stash[DISORDER] = item.stash.get(DISORDER, False) or report.failed
    return report
