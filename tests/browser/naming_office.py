"""The officers of place names at their windows, and what their hands do on the pages of the desk."""

import re
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, FilePayload, Locator, expect

from layers.rights import Role
from tests.api.conftest import LiveDesk
from tests.browser.visitor import PHONE, Visitor
from tests.people import with_password

LAPTOP = {"width": 1366, "height": 768}
PDF = b"%PDF-1.4\n% a paper of a test\n%%EOF\n"
OFFICES = {"drafter": Role.NAME_DRAFTER, "reviewer": Role.NAME_REVIEWER, "approver": Role.NAME_APPROVER}


class NamingOffice:
    """A desk of its own; `on` opens it on a day, `as_` gives a window in which an officer has signed in."""

    def __init__(self, browser: Browser, database: str, folder: Path, web: str) -> None:
        self.browser, self.database, self.folder, self.web = browser, database, folder, web
        self.people = {part: with_password(database, role) for part, role in OFFICES.items()}
        self.desk: LiveDesk | None = None
        self.windows: dict[str, Visitor] = {}
        self.opened = ExitStack()

    def on(self, day: str) -> "NamingOffice":
        """Open the desk on a day; whoever had a window gets a new one."""
        self.close()
        settings = {"as_of": day, "web": self.web}
        self.desk = LiveDesk(self.database, self.folder, **settings).start()
        return self

    def as_(self, part: str, *, phone: bool = False) -> Visitor:
        """The window of an officer, or of somebody of the public."""
        assert self.desk, "the desk is opened on a day first"
        place = f"{part}-{phone}"
        if place not in self.windows:
            kind = {"viewport": PHONE, "has_touch": True, "is_mobile": True} if phone else {"viewport": LAPTOP}
            window = self.browser.new_context(
                base_url=self.desk.address, reduced_motion="reduce", locale="zh-CN", **kind
            )
            self.opened.callback(window.close)
            if part in self.people:
                name, password = self.people[part]
                answered = window.request.post("/api/session", data={"name": name, "password": password})
                assert answered.ok, answered.text()
            self.windows[place] = self.opened.enter_context(Visitor.before(window.new_page()))
        return self.windows[place]

    def close(self) -> None:
        """Close every window and the desk."""
        windows, desk = self.opened, self.desk
        self.windows, self.opened, self.desk = {}, ExitStack(), None
        try:
            windows.close()
        finally:
            if desk:
                desk.stop()


def draw_line(officer: Visitor, *places: Sequence[float]) -> None:
    """Draw a line through places (lon, lat in degrees) with the hand on the map."""
    officer.see("draw-line").click()
    expect(officer.see("pen")).to_be_visible()
    for x, y in officer.places_on_screen(places):
        officer.page.mouse.move(x, y)
        officer.page.mouse.click(x, y)
    officer.see("pen-finish").click()
    expect(officer.see("pen")).to_have_count(0)


def bring(officer: Visitor, kind: str, filename: str, body: bytes = PDF) -> None:
    """Hand in a paper and wait until it stands in the list with its hash."""
    paper = FilePayload(name=filename, mimeType="application/pdf", buffer=body)
    officer.see(f"file-{kind}").set_input_files(paper)
    expect(officer.see(f"paper-{kind}")).to_contain_text(filename)
    expect(officer.see(f"paper-{kind}").locator(".hash")).to_contain_text("SHA-256")


def take(officer: Visitor, step: str, because: str, document: str | None = None) -> Locator:
    """Take a step with its reason; the answer is the mark of the stage."""
    page = officer.see("case-page")
    before = page.get_attribute("data-version")
    officer.see(f"step-{step}").click()
    expect(officer.see("step-form").locator(".lawful")).not_to_be_empty()
    officer.see("step-because").fill(because)
    if document is not None:
        officer.see("step-document").fill(document)
    officer.see("step-do").click()
    expect(page).not_to_have_attribute("data-version", before or "")
    return officer.see("stage")


def open_case(officer: Visitor, number: str) -> Visitor:
    """The page of a case."""
    officer.open("/names").open(f"/names?case={number}")
    expect(officer.see("case-page")).to_have_attribute("data-stage", re.compile(r"\w"))
    return officer
