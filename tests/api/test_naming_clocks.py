"""A case's clocks and documents over HTTP: counted from its own entries, drawn from its own facts."""

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from docx import Document

from layers.name_documents import DocumentKind
from layers.naming_cases import Part
from layers.refusal import Refusal
from layers.rights import Role
from maps.reports.faces import face_for
from tests.api.conftest import LiveDesk
from tests.api.test_naming import Clients, bring, led, opened, step
from tests.maps.pdf_text import text_of
from tests.people import token_of

D = dt.date
# The desk's own day: a case is opened on it, and its steps follow.
START = D(2024, 12, 31)
KINDS = [kind.value for kind in DocumentKind]


@pytest.fixture(scope="module")
def clients(as_role: Callable[..., httpx.Client]) -> Clients:
    return {part: as_role(part.role) for part in Part}


def taken(clients: Clients, case: dict[str, Any], name: str, on: D, **given: object) -> dict[str, Any]:
    answered = step(clients, case, name, on, **given)
    assert answered.status_code == 200, answered.text
    told: dict[str, Any] = answered.json()
    return told


def accepted(clients: Clients, name: str, on: D) -> dict[str, Any]:
    case = opened(clients, name)
    bring(clients[Part.DRAFTER], case["number"], "application")
    return taken(clients, taken(clients, case, "submit", on), "accept", on)


def clock(case: dict[str, Any], clock_id: str) -> dict[str, Any]:
    (found,) = [each for each in case["clocks"] if each["id"] == clock_id]
    return dict(found)


def document(client: httpx.Client, number: str, name: str, **asked: str) -> httpx.Response:
    return client.get(f"/api/names/cases/{number}/documents/{name}", params=asked)


def words(body: bytes) -> str:
    page = Document(io.BytesIO(body))
    cells = [cell.text for table in page.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in page.paragraphs), *cells])


def test_a_street_is_decided_in_twenty_working_days_over_two_holidays(clients: Clients) -> None:
    case = accepted(clients, "示例时限路", START)
    # 1 日休；2、3，6–10，13–17，20–24，26（周日）、27 日上班；1 月 28 日至 2 月 4 日休；第 20 个是 2 月 5 日。
    decision = clock(case, "decision")
    assert (decision["started_on"], decision["due_on"], decision["left_days"]) == ("2024-12-31", "2025-02-05", 20)
    assert (decision["state"], decision["day_kind"]) == ("running", "working")
    assert clock(case, "completeness")["state"] == "met"


def test_papers_sent_back_stop_the_clock(clients: Clients) -> None:
    case = accepted(clients, "示例补正路", START)
    case = taken(clients, case, "return", D(2025, 1, 3))
    stopped = clock(case, "decision")
    assert (stopped["state"], stopped["due_on"]) == ("paused", None)
    case = taken(clients, case, "submit", D(2025, 1, 7))
    # 1 月 6、7 日不计入，顺后两个工作日：2 月 6、7 日。
    assert clock(case, "decision")["due_on"] == "2025-02-07"


def test_the_queue_begins_with_the_late_and_says_why(clients: Clients, county_database: str, tmp_path: Path) -> None:
    late = accepted(clients, "示例逾期路", START)
    later = LiveDesk(county_database, tmp_path, as_of="2025-03-03")
    try:
        with later.start().client(token_of(county_database, Role.NAME_REVIEWER)) as reviewer:
            cases = reviewer.get("/api/names/queue").json()["cases"]
    finally:
        later.stop()
    states = [each["clock"]["state"] for each in cases if each["clock"]]
    assert states == sorted(states, key=["overdue", "soon", "unknown", "running", "paused"].index)
    shown = next(each["clock"] for each in cases if each["number"] == late["number"])
    # 2 月 6、7、8 日（周六上班），10–14，17–21，24–28 日，3 月 3 日：19 天。
    assert (shown["id"], shown["state"], shown["left_days"]) == ("decision", "overdue", -19)
    assert shown["because"].startswith("已超期 19 个工作日，应于2025年2月5日 17:00 前办结")


def test_every_objection_runs_by_itself(clients: Clients, anonymous: httpx.Client) -> None:
    case = led(clients, accepted(clients, "示例异议路", START), "check", "consult", "notice")
    for words_of_it in ("不妥", "重复"):
        anonymous.post(f"/api/names/cases/{case['number']}/objections", json={"text": words_of_it})
    told = clients[Part.REVIEWER].get(f"/api/names/cases/{case['number']}").json()
    answers = [each for each in told["clocks"] if each["id"] == "objection-answer"]
    assert len(answers) == 2
    assert all(each["because"].startswith("异议 ") for each in answers)
    assert clock(told, "public-notice")["due_on"] == "2025-01-07"


@pytest.fixture(scope="module")
def done(clients: Clients, anonymous: httpx.Client) -> dict[str, Any]:
    """A case that has gone its whole way, with an objection answered."""
    case = led(clients, accepted(clients, "示例文书路", START), "check", "consult", "notice")
    number = case["number"]
    objected = anonymous.post(f"/api/names/cases/{number}/objections", json={"text": "与邻村重名", "name": "张某"})
    answering = f"/api/names/cases/{number}/objections/{objected.json()['id']}/answer"
    case = clients[Part.REVIEWER].post(answering, json={"answer": "不在同一建成区"}).json()
    case = led(clients, case, "decide")
    bring(clients[Part.APPROVER], number, "approval")
    return led(clients, case, "approve")


def test_filing_and_announcement_count_from_the_governments_approval(clients: Clients, done: dict[str, Any]) -> None:
    approved = D.fromisoformat(done["approved_on"])
    last = (approved + dt.timedelta(days=15)).isoformat()
    assert [clock(done, name)["due_on"] for name in ("filing", "announcement-from-approval")] == [last, last]
    assert {clock(done, name)["day_kind"] for name in ("filing", "announcement-from-approval")} == {"calendar"}
    assert clients[Part.REVIEWER].get(f"/api/names/cases/{done['number']}").status_code == 200


def test_the_announcement_prints_the_six_fields_of_the_case(clients: Clients, done: dict[str, Any]) -> None:
    answered = document(clients[Part.REVIEWER], done["number"], "announcement.docx")
    assert answered.status_code == 200, answered.text
    printed = words(answered.content)
    item = done["items"][0]
    for told in (item["name"], item["romanized"], item["position_text"], done["authority"], "岳阳县"):
        assert told in printed
    day = D.fromisoformat(done["approved_on"])
    assert f"{day.year}年{day.month}月{day.day}日" in printed
    again = document(clients[Part.REVIEWER], done["number"], "announcement.docx")
    assert again.content == answered.content
    assert "announcement.docx" in answered.headers["Content-Disposition"]


@pytest.mark.parametrize("kind", [each for each in KINDS if each not in ("letter-return", "letter-refusal")])
def test_a_case_makes_its_documents_as_pdf(clients: Clients, done: dict[str, Any], kind: str) -> None:
    try:
        face_for("示例文书路〔〕")
    except Refusal as lacking:
        pytest.skip(str(lacking))
    asked = {"to": "岳阳县自然资源局"} if kind == "letter-consultation" else {}
    answered = document(clients[Part.REVIEWER], done["number"], f"{kind}.pdf", **asked)
    assert answered.status_code == 200, answered.text
    assert answered.headers["Content-Type"] == "application/pdf"
    printed = "".join(text_of(answered.content).split())
    assert DocumentKind.of(kind).label[:2] in printed
    assert "示例文书路" in printed


def test_what_is_not_there_yet_is_named(clients: Clients) -> None:
    case = accepted(clients, "示例未批路", START)
    for name, said in (
        ("announcement.docx", "批准时间"),
        ("decision.pdf", "批准文号"),
        ("notice.docx", "公示起日"),
        ("letter-consultation.docx", "主送单位"),
    ):
        answered = document(clients[Part.REVIEWER], case["number"], name)
        assert answered.status_code == 422
        assert said in answered.json()["what"]


def test_a_case_sent_back_makes_its_letter_with_the_reason(clients: Clients) -> None:
    case = accepted(clients, "示例退回路", START)
    case = taken(clients, case, "return", D(2025, 1, 3), because="位置图没有标明起止点")
    printed = words(document(clients[Part.REVIEWER], case["number"], "letter-return.docx").content)
    assert "位置图没有标明起止点" in printed
    assert "2025年1月3日" in printed


def test_documents_are_for_who_sees_the_case(
    clients: Clients, anonymous: httpx.Client, done: dict[str, Any], as_role: Callable[..., httpx.Client]
) -> None:
    assert document(anonymous, done["number"], "decision.docx").status_code == 401
    stranger = as_role(Part.REVIEWER.role, "430626")
    assert document(stranger, done["number"], "decision.docx").status_code == 404
    assert document(clients[Part.REVIEWER], done["number"], "menu.docx").status_code == 400
    assert document(clients[Part.REVIEWER], "430621-2024-9999", "decision.docx").status_code == 404
