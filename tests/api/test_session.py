"""Sign in, stay, leave: what a session's cookie is good for, and what it is not."""

import datetime as dt
import json
from collections.abc import Iterator

import httpx
import pytest
from fastapi import Request
from sqlalchemy import Engine, func, select, update

from api import auth
from api.errors import Refused
from data import accounts, gate
from data.access_tables import ACCOUNTS, ATTEMPTS, SESSIONS
from data.engine import connect, session
from layers.rights import Role
from tests.api.conftest import LiveDesk
from tests.people import signed_in, with_password

WRONG = "not the password at all"


@pytest.fixture(scope="module")
def owner(county_database: str) -> Iterator[Engine]:
    engine = connect(county_database)
    yield engine
    engine.dispose()


@pytest.fixture
def browser(desk: LiveDesk) -> Iterator[httpx.Client]:
    with desk.client() as client:
        yield client


@pytest.fixture
def steward(county_database: str, owner: Engine) -> tuple[str, str]:
    with session(owner) as opened:
        opened.execute(ATTEMPTS.delete())
    return with_password(county_database, Role.STEWARD)


def kind(answered: httpx.Response) -> str:
    return str(answered.json()["type"]).rpartition(":")[2]


def sign_in(client: httpx.Client, name: str, password: str, **more: object) -> httpx.Response:
    return client.post("/api/session", json={"name": name, "password": password, **more})


def test_nobody_is_told_what_the_public_may_do(browser: httpx.Client) -> None:
    said = browser.get("/api/session").json()
    assert (said["account"], said["csrf"], said["oidc"]) == (None, None, None)
    assert said["rights"]["divisions"] == {"sees": "public", "writes": False}


def test_a_sign_in_says_who_it_is_and_what_they_may_do(browser: httpx.Client, steward: tuple[str, str]) -> None:
    answered = sign_in(browser, *steward)
    said = answered.json()
    assert answered.headers["cache-control"] == "no-store"
    assert said["account"]["name"] == steward[0]
    assert said["account"]["role_label"] == "数据管理员"
    assert (said["account"]["division"], said["account"]["division_name"]) == ("430621", "岳阳县")
    assert said["account"]["last_sign_in_at"] is None
    assert said["rights"]["nursing_homes"] == {"sees": "restricted", "writes": True}
    again = browser.get("/api/session").json()
    assert again == said


def test_the_cookie_is_for_this_site_only_and_out_of_reach_of_scripts(
    browser: httpx.Client, steward: tuple[str, str]
) -> None:
    cookie = sign_in(browser, *steward).headers["set-cookie"]
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"httponly", "samesite=strict", "path=/"} <= parts
    assert not any(part.startswith(("domain", "max-age", "expires")) for part in parts)
    assert "secure" not in parts
    assert cookie.startswith("cairn-plain=")


def test_over_tls_the_cookie_is_secure_and_says_so(desk: LiveDesk, steward: tuple[str, str]) -> None:
    with desk.client() as proxied:
        answered = proxied.post(
            "/api/session",
            json={"name": steward[0], "password": steward[1]},
            headers={"X-Forwarded-Proto": "https"},
        )
    cookie = answered.headers["set-cookie"]
    assert cookie.startswith("__Host-cairn=")
    assert "secure" in cookie.lower()


def test_only_the_hash_of_what_the_browser_holds_is_kept(
    browser: httpx.Client, steward: tuple[str, str], owner: Engine
) -> None:
    sign_in(browser, *steward)
    held = browser.cookies["cairn-plain"]
    assert len(held) == 43  # 256 bits
    with session(owner) as opened:
        kept = opened.scalars(select(SESSIONS.c.token_hash)).all()
    assert all(len(each) == 32 and held.encode() not in each for each in kept)


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(
    browser: httpx.Client, steward: tuple[str, str]
) -> None:
    wrong, unknown = sign_in(browser, steward[0], WRONG), sign_in(browser, "nobody-at-all", WRONG)
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert kind(wrong) == "wrong-password"
    assert wrong.json() == unknown.json()
    assert "set-cookie" not in wrong.headers


def test_the_same_steps_are_gone_for_a_known_and_an_unknown_name(owner: Engine, steward: tuple[str, str]) -> None:
    """The cost is equal because the work is: as many statements, and one hash."""
    from sqlalchemy import event

    from data import passwords, signing_in

    def steps(name: str) -> tuple[list[str], int]:
        spoken: list[str] = []
        hashes = 0
        with session(owner) as opened:
            listen = lambda *given: spoken.append(str(given[2]))  # noqa: E731
            event.listen(owner, "before_cursor_execute", listen)
            who = signing_in.approach(opened, name, "192.0.2.1", dt.datetime.now(dt.UTC))
            event.remove(owner, "before_cursor_execute", listen)
        real, passwords_hash = passwords.HASHER.verify, passwords.HASHER.hash

        class Counting:
            def verify(self, *given: str) -> bool:
                nonlocal hashes
                hashes += 1
                return real(*given)

            def hash(self, password: str) -> str:
                return passwords_hash(password)

        before, passwords.HASHER = passwords.HASHER, Counting()  # type: ignore[assignment]  # only this is called
        try:
            signing_in.judge(who, WRONG, None, dt.datetime.now(dt.UTC))
        finally:
            passwords.HASHER = before
        return spoken, hashes

    assert steps(steward[0]) == steps("nobody-at-all-2")
    assert steps(steward[0])[1] == 1


def test_after_five_failures_the_door_is_closed_for_known_and_unknown_names_alike(
    browser: httpx.Client, steward: tuple[str, str]
) -> None:
    for name in (steward[0], "stranger-at-the-door"):
        answers = [sign_in(browser, name, WRONG) for _ in range(6)]
        assert [answer.status_code for answer in answers] == [401] * 5 + [429]
        assert 0 < int(answers[-1].headers["retry-after"]) <= 60
        assert kind(answers[-1]) == "wait"
    # Even the right password waits, or a guesser could go on and see.
    assert sign_in(browser, *steward).status_code == 429


def test_the_wait_grows_and_has_an_end() -> None:
    waits = [gate.wait_after(failures, gate.FREE_ATTEMPTS, gate.LONGEST_WAIT_S) for failures in range(14)]
    assert waits == [0, 0, 0, 0, 0, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]


def test_a_moved_clock_opens_the_door_again_and_the_next_failure_waits_longer(owner: Engine) -> None:
    now = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
    with session(owner) as opened:
        waits = [gate.knock(opened, "someone", "192.0.2.7", now) for _ in range(7)]
        later = now + dt.timedelta(seconds=61)
        assert waits == [0, 0, 0, 0, 0, 60, 60]
        assert gate.knock(opened, "someone", "192.0.2.7", later) == 0
        assert gate.knock(opened, "someone", "192.0.2.7", later) == 120
        gate.open_again(opened, "someone")
        assert gate.knock(opened, "someone", "192.0.2.7", later) == 0
        opened.execute(ATTEMPTS.delete())


def test_guessing_many_names_from_one_address_is_slowed(owner: Engine) -> None:
    now = dt.datetime(2031, 1, 1, tzinfo=dt.UTC)
    with session(owner) as opened:
        waits = [gate.knock(opened, f"name {number}", "192.0.2.8", now) for number in range(102)]
        opened.execute(ATTEMPTS.delete())
    assert waits[:100] == [0] * 100
    assert waits[100:] == [60, 60]


def test_a_success_forgets_the_failures_and_tells_of_them(
    browser: httpx.Client, steward: tuple[str, str], owner: Engine
) -> None:
    sign_in(browser, *steward)
    for _ in range(3):
        sign_in(browser, steward[0], WRONG)
    said = sign_in(browser, *steward).json()["account"]
    assert said["failed_attempts"] == 3
    assert said["last_sign_in_at"] is not None
    with session(owner) as opened:
        assert accounts.find(opened, steward[0]).failures == 0


def test_a_session_given_beforehand_is_not_taken_over(browser: httpx.Client, steward: tuple[str, str]) -> None:
    browser.cookies.set("cairn-plain", "chosen-by-somebody-else", domain="127.0.0.1")
    sign_in(browser, *steward)
    first = list(browser.cookies.jar)[-1].value
    assert first != "chosen-by-somebody-else"
    browser.cookies.clear()
    browser.cookies.set("cairn-plain", first or "", domain="127.0.0.1")
    sign_in(browser, *steward)
    with httpx.Client(base_url=browser.base_url, cookies={"cairn-plain": first or ""}) as left_behind:
        assert kind(left_behind.get("/api/layers")) == "session-over"


@pytest.mark.parametrize("column", ["seen_at", "expires_at"])
def test_a_session_ends_by_resting_and_at_the_latest_hour(
    browser: httpx.Client, steward: tuple[str, str], owner: Engine, column: str
) -> None:
    signed_in(browser, *steward)
    past = func.now() - dt.timedelta(minutes=61) if column == "seen_at" else func.now() - dt.timedelta(seconds=1)
    with session(owner) as opened:
        mine = select(ACCOUNTS.c.id).where(ACCOUNTS.c.name == steward[0]).scalar_subquery()
        opened.execute(update(SESSIONS).where(SESSIONS.c.account_id == mine).values({column: past}))
    over = browser.get("/api/layers")
    assert (over.status_code, kind(over)) == (401, "session-over")
    # Told once; the browser forgets, and is knowingly the public.
    assert browser.get("/api/layers").status_code == 200
    assert browser.get("/api/session").json()["account"] is None


def test_the_session_itself_says_when_it_is_over_and_refuses_nothing(
    browser: httpx.Client, steward: tuple[str, str], owner: Engine
) -> None:
    signed_in(browser, *steward)
    with session(owner) as opened:
        accounts.end_sessions(opened, accounts.find(opened, steward[0]).id)
    answered = browser.get("/api/session")
    assert (answered.status_code, answered.json()["account"]) == (200, None)
    assert "cairn-plain" not in browser.cookies


def test_use_keeps_a_session_alive(browser: httpx.Client, steward: tuple[str, str], owner: Engine) -> None:
    signed_in(browser, *steward)
    with session(owner) as opened:
        mine = select(ACCOUNTS.c.id).where(ACCOUNTS.c.name == steward[0]).scalar_subquery()
        of_mine = SESSIONS.c.account_id == mine
        opened.execute(update(SESSIONS).where(of_mine).values(seen_at=func.now() - dt.timedelta(minutes=50)))
    assert browser.get("/api/session").json()["account"]
    with session(owner) as opened:
        seen_at = opened.scalar(select(SESSIONS.c.seen_at).where(of_mine))
    assert seen_at is not None
    assert dt.datetime.now(dt.UTC) - seen_at < dt.timedelta(minutes=1)


def test_a_deed_repeats_the_word_against_forgery(browser: httpx.Client, steward: tuple[str, str]) -> None:
    signed_in(browser, *steward)
    csrf = browser.headers.pop("x-csrf-token")
    wish = {"title": "QGIS"}
    for header in ({}, {"X-CSRF-Token": "x" * 43}):
        refused = browser.post("/api/session/tokens", json=wish, headers=header)
        assert (refused.status_code, kind(refused)) == (403, "forged-request")
    assert browser.post("/api/session/tokens", json=wish, headers={"X-CSRF-Token": csrf}).status_code == 201


@pytest.mark.parametrize(
    "header",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_another_site_can_neither_act_nor_sign_in(
    browser: httpx.Client, steward: tuple[str, str], header: dict[str, str]
) -> None:
    body = {"name": steward[0], "password": steward[1]}
    assert kind(browser.post("/api/session", json=body, headers=header)) == "forged-request"
    signed_in(browser, *steward)
    assert kind(browser.post("/api/session/tokens", json={"title": "x"}, headers=header)) == "forged-request"


def test_the_own_page_may(desk: LiveDesk, browser: httpx.Client, steward: tuple[str, str]) -> None:
    signed_in(browser, *steward)
    for header in ({"Sec-Fetch-Site": "same-origin"}, {"Origin": desk.address}):
        assert browser.post("/api/session/tokens", json={"title": "x"}, headers=header).status_code == 201


def test_who_leaves_is_nobody_and_leaving_twice_is_fine(browser: httpx.Client, steward: tuple[str, str]) -> None:
    signed_in(browser, *steward)
    held = browser.cookies["cairn-plain"]
    assert browser.delete("/api/session").status_code == 204
    assert "cairn-plain" not in browser.cookies
    with httpx.Client(base_url=browser.base_url, cookies={"cairn-plain": held}) as thief:
        assert thief.get("/api/layers").status_code == 401
        assert thief.delete("/api/session").status_code == 204
    assert browser.delete("/api/session").status_code == 204


def test_leaving_wants_the_word_too(browser: httpx.Client, steward: tuple[str, str]) -> None:
    signed_in(browser, *steward)
    browser.headers.pop("x-csrf-token")
    assert browser.delete("/api/session").status_code == 403


def test_a_password_is_changed_by_who_knows_it_and_every_other_session_ends(
    desk: LiveDesk, browser: httpx.Client, steward: tuple[str, str]
) -> None:
    name, old = steward
    with desk.client() as elsewhere:
        signed_in(elsewhere, name, old)
        signed_in(browser, name, old)
        new = "a kettle, two bridges"
        wrong = browser.put("/api/session/password", json={"current": WRONG, "new": new})
        assert wrong.status_code == 422
        assert ("current", "当前密码不对") in {(each["field"], each["message"]) for each in wrong.json()["errors"]}
        changed = browser.put("/api/session/password", json={"current": old, "new": new})
        assert changed.status_code == 200
        assert browser.get("/api/layers").status_code == 200
        assert elsewhere.get("/api/layers").status_code == 401
    assert sign_in(browser, name, old).status_code == 401
    assert sign_in(browser, name, new).status_code == 200


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        ("kurz", "少于 10 个字符"),
        ("1234567890", "键盘或字母表"),
        ("qwertyuiop", "键盘或字母表"),
        ("aabbaabbaabb", "很少几个字符"),
        ("password2024", "常见密码"),
        ("{name}1", "账号名"),
        ("{current}", "相同"),
    ],
)
def test_an_easy_password_is_refused_with_the_reason(
    browser: httpx.Client, steward: tuple[str, str], new: str, reason: str
) -> None:
    signed_in(browser, *steward)
    wished = new.format(name=steward[0], current=steward[1])
    refused = browser.put("/api/session/password", json={"current": steward[1], "new": wished})
    assert refused.status_code == 422
    assert reason in refused.json()["errors"][0]["message"]


def test_under_a_one_time_password_nothing_is_done_but_changing_it(browser: httpx.Client, county_database: str) -> None:
    name, password = with_password(county_database, Role.STEWARD, must_change=True)
    signed_in(browser, name, password)
    said = browser.get("/api/session").json()
    assert said["account"]["must_change_password"] is True
    assert said["rights"]["nursing_homes"] == {"sees": "public", "writes": False}
    refused = browser.post("/api/session/tokens", json={"title": "x"})
    assert (refused.status_code, kind(refused)) == (403, "must-change-password")
    changed = browser.put("/api/session/password", json={"current": password, "new": "a kettle, two bridges"})
    assert changed.json()["account"]["must_change_password"] is False
    assert changed.json()["rights"]["nursing_homes"]["writes"] is True
    browser.headers["X-CSRF-Token"] = changed.json()["csrf"]
    assert browser.post("/api/session/tokens", json={"title": "x"}).status_code == 201


def test_guesses_at_the_current_password_are_counted_like_those_at_the_door(
    browser: httpx.Client, steward: tuple[str, str]
) -> None:
    signed_in(browser, *steward)
    body = {"current": WRONG, "new": "a kettle, two bridges"}
    answers = [browser.put("/api/session/password", json=body).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_a_disabled_account_stops_at_once(browser: httpx.Client, steward: tuple[str, str], owner: Engine) -> None:
    signed_in(browser, *steward)
    with session(owner) as opened:
        number = accounts.find(opened, steward[0]).id
        opened.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == number).values(disabled_at=func.now()))
    assert browser.get("/api/layers").status_code == 401
    assert kind(sign_in(browser, *steward)) == "wrong-password"


@pytest.mark.parametrize("name", ["nul\0", "\ud800", "x" * 201, "' OR 1=1 --", "王芳", "  ", ""])
def test_a_strange_name_is_refused_like_any_other(browser: httpx.Client, name: str) -> None:
    body = json.dumps({"name": name, "password": WRONG}).encode()
    refused = browser.post("/api/session", content=body, headers={"Content-Type": "application/json"})
    assert refused.status_code in (400, 401, 422)


def over(scheme: str, host: str) -> Request:
    named = [(b"host", host.encode())]
    return Request({"type": "http", "scheme": scheme, "path": "/api/session", "headers": named, "query_string": b""})


@pytest.mark.parametrize(
    ("scheme", "host", "is_private"),
    [
        ("https", "cairn.county.example", True),
        ("http", "127.0.0.1:8000", True),
        ("http", "localhost", True),
        ("http", "[::1]:8000", True),
        ("http", "10.1.2.3:8000", False),
        ("http", "localhost.evil.example", False),
    ],
)
def test_a_password_is_taken_only_where_nobody_reads_along(scheme: str, host: str, is_private: bool) -> None:
    if is_private:
        auth.refuse_plain_ways(over(scheme, host))
        return
    with pytest.raises(Refused, match="未加密"):
        auth.refuse_plain_ways(over(scheme, host))
