"""The office's calendar and clocks over HTTP and on the console."""

from collections.abc import Callable

import httpx
import pytest

from layers.rights import Role
from tests.api.conftest import LiveDesk
from tests.api.test_cli import cairn

YEAR = {"source": "试（虚构）", "days": [{"day": "2027-01-01", "is_working": False, "title": "元旦"}]}


def test_anybody_reads_which_days_are_worked(anonymous: httpx.Client) -> None:
    known = anonymous.get("/api/office/calendar").json()
    assert 2026 in known["years"]
    assert (known["opens"], known["closes"]) == ("09:00", "17:00")
    year = anonymous.get("/api/office/calendar/2026").json()
    assert {"day": "2026-10-10", "is_working": True, "title": "国庆节调休上班"} in year["days"]


def test_an_unpublished_year_is_told_as_such(anonymous: httpx.Client) -> None:
    answered = anonymous.get("/api/office/calendar/2029")
    assert answered.status_code == 404
    assert "2029 年的工作日历尚未录入" in answered.json()["what"]


@pytest.mark.parametrize(
    ("asked", "status", "last"),
    [
        ({"start": "2026-09-30", "days": 3}, 200, "2026-10-10"),
        ({"start": "2026-09-20", "days": 15, "day_kind": "calendar"}, 200, "2026-10-05"),
        ({"start": "2026-09-20", "days": 15, "day_kind": "calendar", "rolls": True}, 200, "2026-10-08"),
        ({"start": "2026-12-30", "days": 15, "day_kind": "calendar"}, 200, "2027-01-14"),
        ({"start": "2028-12-30", "days": 3}, 422, None),
    ],
)
def test_a_last_day_is_counted(anonymous: httpx.Client, asked: dict[str, object], status: int, last: str) -> None:
    answered = anonymous.get("/api/office/last-day", params={name: str(value) for name, value in asked.items()})
    assert answered.status_code == status
    assert answered.json().get("last_day") == last


def test_the_steward_enters_a_year_and_others_may_not(
    as_role: Callable[..., httpx.Client], anonymous: httpx.Client
) -> None:
    assert anonymous.put("/api/office/calendar/2027", json=YEAR).status_code in (401, 403)
    assert as_role(Role.NAME_DRAFTER).put("/api/office/calendar/2027", json=YEAR).status_code == 403
    entered = as_role(Role.STEWARD).put("/api/office/calendar/2027", json=YEAR)
    assert entered.status_code == 200
    assert anonymous.get("/api/office/calendar/2027").json() == entered.json()


def test_days_of_another_year_are_refused(as_role: Callable[..., httpx.Client]) -> None:
    answered = as_role(Role.STEWARD).put("/api/office/calendar/2028", json=YEAR)
    assert answered.status_code == 422
    assert "别年的日期" in answered.json()["what"]


def test_a_clock_is_changed_and_taken_back(as_role: Callable[..., httpx.Client], anonymous: httpx.Client) -> None:
    steward = as_role(Role.STEWARD)
    (shipped,) = [each for each in anonymous.get("/api/office/clocks").json()["clocks"] if each["id"] == "decision"]
    assert steward.put("/api/office/clocks/decision", json=shipped | {"days": 10}).status_code == 200
    (changed,) = [each for each in anonymous.get("/api/office/clocks").json()["clocks"] if each["id"] == "decision"]
    assert changed["days"] == 10
    assert steward.put("/api/office/clocks/filing", json=shipped).status_code == 422
    assert steward.delete("/api/office/clocks/decision").status_code == 204
    assert steward.delete("/api/office/clocks/decision").status_code == 404


def test_the_console_shows_imports_and_counts(own_desk: LiveDesk) -> None:
    where = own_desk.environment["CAIRN_DATABASE_URL"]
    shown = cairn("calendar", "show", "2026", database_url=where)
    assert "2026-10-10  周六  上班  国庆节调休上班" in shown.stdout
    # 365 天 − 104 个周末日 − 19 个放假的工作日 + 6 个上班的周末
    assert "工作日 248 天" in shown.stdout
    assert cairn("calendar", "count", "2026-09-30", "3", database_url=where).stdout == "2026-10-10（周六）\n"
    assert "已写入 2026 年" in cairn("calendar", "import", "2026", database_url=where).stdout
    refused = cairn("calendar", "import", "2030", database_url=where)
    assert refused.returncode != 0
    assert "没有 2030 年的放假安排" in refused.stderr
