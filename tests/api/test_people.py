"""Tokens of programs, the second factor, and the administration of accounts, over HTTP."""

import base64
import datetime as dt
import time
from collections.abc import Callable, Iterator

import httpx
import pyotp
import pytest
from sqlalchemy import Engine, func, select, update

from data import accounts, second_factor
from data.access_tables import ACCOUNTS, ATTEMPTS, TOKENS
from data.engine import connect, session
from layers.rights import Role
from tests.api.conftest import LiveDesk
from tests.people import signed_in, token_of, with_password

NEW = "a kettle, two bridges"
ITEMS = "/ogc/collections/boundary_markers/items?limit=1"
STEP_S = second_factor.STEP_S


@pytest.fixture(scope="module")
def owner(county_database: str) -> Iterator[Engine]:
    engine = connect(county_database)
    yield engine
    engine.dispose()


@pytest.fixture
def at_desk(desk: LiveDesk, county_database: str, owner: Engine) -> Iterator[Callable[..., httpx.Client]]:
    """A browser where somebody of an office has signed in."""
    opened: list[httpx.Client] = []
    with session(owner) as clean:
        clean.execute(ATTEMPTS.delete())

    def somebody(role: Role, division: str = "430621") -> httpx.Client:
        client = desk.client()
        opened.append(client)
        return signed_in(client, *with_password(county_database, role, division))

    yield somebody
    for client in opened:
        client.close()


def kind(answered: httpx.Response) -> str:
    return str(answered.json()["type"]).rpartition(":")[2]


def basic(name: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


def markers(desk: LiveDesk, headers: dict[str, str]) -> httpx.Response:
    return httpx.get(f"{desk.address}{ITEMS}", headers=headers, timeout=60)


class TestTokens:
    def test_a_token_is_shown_once_and_reads_as_its_person(
        self, desk: LiveDesk, at_desk: Callable[..., httpx.Client]
    ) -> None:
        browser = at_desk(Role.STEWARD)
        issued = browser.post("/api/session/tokens", json={"title": "办公室 QGIS", "days": 30})
        assert issued.status_code == 201
        token = issued.json()["token"]
        assert token.startswith("cairn_")
        assert len(token) == 49
        listed = browser.get("/api/session/tokens").json()["tokens"]
        assert [each["title"] for each in listed] == ["办公室 QGIS"]
        assert "token" not in listed[0]
        assert listed[0]["last_used_at"] is None
        seen = markers(desk, {"Authorization": f"Bearer {token}"})
        assert seen.json()["numberMatched"] > markers(desk, {}).json()["numberMatched"]
        assert browser.get("/api/session/tokens").json()["tokens"][0]["last_used_at"] is not None

    def test_basic_takes_the_token_as_password_of_the_account_and_nothing_else(
        self, desk: LiveDesk, county_database: str, owner: Engine
    ) -> None:
        name, password = with_password(county_database, Role.STEWARD)
        with session(owner) as opened:
            from data import tokens

            number = accounts.find(opened, name).id
            _, token = tokens.issue(
                opened, number, title="x", scope=tokens.Scope.READ, days=1, now=dt.datetime.now(dt.UTC)
            )
        assert markers(desk, basic(name, token)).status_code == 200
        assert markers(desk, basic(name.upper(), token)).status_code == 200
        for strange in (basic(name, password), basic("somebody-else", token), {"Authorization": "Basic ???"}):
            refused = markers(desk, strange)
            assert (refused.status_code, kind(refused)) == (401, "bad-token")
            assert refused.headers["www-authenticate"].startswith("Basic")

    @pytest.mark.parametrize("shown", ["Bearer cairn_unknown", "Bearer", "Bearer nothing", "Digest x", "cairn_x", ""])
    def test_a_credential_that_proves_nobody_is_never_the_public(self, desk: LiveDesk, shown: str) -> None:
        for path in ("/api/layers", ITEMS, "/api/session", "/api/overview"):
            refused = httpx.get(f"{desk.address}{path}", headers={"Authorization": shown}, timeout=60)
            assert refused.status_code == 401
            assert refused.headers["www-authenticate"].startswith("Bearer")

    @pytest.mark.parametrize("end", ["revoked", "expired", "disabled"])
    def test_a_token_stops_at_once(self, desk: LiveDesk, county_database: str, owner: Engine, end: str) -> None:
        token = token_of(county_database, Role.STEWARD)
        bearer = {"Authorization": f"Bearer {token}"}
        assert markers(desk, bearer).status_code == 200
        newest = select(func.max(TOKENS.c.id)).scalar_subquery()
        with session(owner) as opened:
            holder = opened.scalar(select(TOKENS.c.account_id).where(TOKENS.c.id == newest))
            change = {
                "revoked": update(TOKENS).where(TOKENS.c.id == newest).values(revoked_at=func.now()),
                "expired": update(TOKENS).where(TOKENS.c.id == newest).values(expires_at=func.now()),
                "disabled": update(ACCOUNTS).where(ACCOUNTS.c.id == holder).values(disabled_at=func.now()),
            }[end]
            opened.execute(change)
        assert kind(markers(desk, bearer)) == "bad-token"

    def test_a_reading_token_writes_nothing(self, desk: LiveDesk, county_database: str) -> None:
        with desk.client(token_of(county_database, Role.STEWARD, "430621", "read")) as reader:
            said = reader.get("/api/session").json()
            assert said["account"]["role"] == "steward"
            assert (said["csrf"], said["rights"]["nursing_homes"]["writes"]) == (None, False)
            home = reader.get("/ogc/collections/nursing_homes/items?limit=1").json()["features"][0]
            address = f"/ogc/collections/nursing_homes/items/{home['id']}"
            tag = reader.get(address).headers["etag"]
            assert reader.delete(address, headers={"If-Match": tag}).status_code == 403
            assert reader.get(address).headers["etag"] == tag

    def test_a_token_looks_after_no_person(self, desk: LiveDesk, county_database: str) -> None:
        with desk.client(token_of(county_database, Role.ADMINISTRATOR)) as program:
            for method, path, body in PERSONAL:
                refused = program.request(method, path, json=body)
                assert (refused.status_code, kind(refused)) == (403, "token"), path

    def test_a_token_is_taken_back_by_its_owner_only(
        self, desk: LiveDesk, at_desk: Callable[..., httpx.Client]
    ) -> None:
        owner_of_it, other = at_desk(Role.STEWARD), at_desk(Role.STEWARD)
        issued = owner_of_it.post("/api/session/tokens", json={"title": "x", "scope": "write"}).json()
        assert other.delete(f"/api/session/tokens/{issued['id']}").status_code == 404
        assert owner_of_it.delete(f"/api/session/tokens/{issued['id']}").status_code == 204
        assert owner_of_it.delete(f"/api/session/tokens/{issued['id']}").status_code == 404
        assert kind(markers(desk, {"Authorization": f"Bearer {issued['token']}"})) == "bad-token"


# Every address where a person looks after people; the bodies are what they want.
PERSONAL: list[tuple[str, str, object]] = [
    ("PUT", "/api/session/password", {"current": "x", "new": NEW}),
    ("POST", "/api/session/totp", {"password": "x"}),
    ("PUT", "/api/session/totp", {"code": "123456"}),
    ("DELETE", "/api/session/totp", {"code": "123456"}),
    ("GET", "/api/session/tokens", None),
    ("POST", "/api/session/tokens", {"title": "x"}),
    ("DELETE", "/api/session/tokens/1", None),
    ("GET", "/api/accounts", None),
    ("POST", "/api/accounts", {"name": "x", "role": "viewer", "division": "430621"}),
    ("PATCH", "/api/accounts/1", {"disabled": True}),
    ("POST", "/api/accounts/1/password-reset", None),
]


@pytest.mark.parametrize(("method", "path", "body"), PERSONAL, ids=lambda value: str(value)[:40])
def test_nobody_gets_to_people_without_signing_in(
    anonymous: httpx.Client, method: str, path: str, body: object
) -> None:
    refused = anonymous.request(method, path, json=body)
    assert (refused.status_code, kind(refused)) == (401, "sign-in")
    assert refused.headers["cache-control"] == "no-store"
    assert refused.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_look_after_accounts(at_desk: Callable[..., httpx.Client], role: Role) -> None:
    browser = at_desk(role)
    for method, path, body in PERSONAL:
        if path.startswith("/api/accounts"):
            refused = browser.request(method, path, json=body)
            assert (refused.status_code, kind(refused)) == (403, "not-yours")


class TestSecondFactor:
    def test_enrolment_sign_in_replay_and_leaving(self, desk: LiveDesk, county_database: str, owner: Engine) -> None:
        name, password = with_password(county_database, Role.STEWARD)
        given = {"name": name, "password": password}
        with desk.client() as browser:
            signed_in(browser, name, password)
            assert browser.post("/api/session/totp", json={"password": "wrong wrong wrong"}).status_code == 422
            enrolment = browser.post("/api/session/totp", json={"password": password}).json()
            assert enrolment["uri"].startswith("otpauth://totp/Cairn:")
            assert enrolment["qr"].startswith("data:image/svg+xml")
            phone = pyotp.TOTP(enrolment["secret"])
            # Not on before the phone has shown that it knows the secret.
            assert browser.get("/api/session").json()["account"]["has_totp"] is False
            assert browser.put("/api/session/totp", json={"code": "000000"}).status_code == 422
            used = self.fresh(phone)
            assert browser.put("/api/session/totp", json={"code": used}).status_code == 204
            assert browser.get("/api/session").json()["account"]["has_totp"] is True

            wanted = browser.post("/api/session", json=given)
            assert (wanted.status_code, kind(wanted)) == (401, "totp-required")
            wrong_password = browser.post("/api/session", json={"name": name, "password": "wrong wrong"})
            assert kind(wrong_password) == "wrong-password"
            replayed = browser.post("/api/session", json=given | {"code": used})
            assert (replayed.status_code, kind(replayed)) == (401, "wrong-code")
            with session(owner) as opened:  # the next half-minute
                earlier = {"totp_last_step": ACCOUNTS.c.totp_last_step - 5}
                opened.execute(update(ACCOUNTS).where(ACCOUNTS.c.name == name).values(earlier))
            code = self.fresh(phone)
            signed_in(browser, name, password, code)
            assert kind(browser.post("/api/session", json=given | {"code": code})) == "wrong-code"
            with session(owner) as opened:
                opened.execute(update(ACCOUNTS).where(ACCOUNTS.c.name == name).values(earlier))
            left = browser.request("DELETE", "/api/session/totp", json={"code": self.fresh(phone)})
            assert left.status_code == 204
            assert browser.post("/api/session", json=given).status_code == 200

    def fresh(self, phone: pyotp.TOTP) -> str:
        """A code that will still be good when it arrives."""
        if STEP_S - time.time() % STEP_S < 2:
            time.sleep(2)
        return phone.now()

    def test_codes_of_the_neighbouring_half_minutes_fit_and_others_do_not(self) -> None:
        secret, now = pyotp.random_base32(), dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        device, present = pyotp.TOTP(secret), int(now.timestamp()) // STEP_S
        steps = {off: second_factor.step_of(secret, device.generate_otp(present + off), now) for off in range(-3, 4)}
        assert steps == {-3: None, -2: None, -1: present - 1, 0: present, 1: present + 1, 2: None, 3: None}

    def test_who_lost_the_phone_asks_an_administrator(
        self, desk: LiveDesk, at_desk: Callable[..., httpx.Client], county_database: str, owner: Engine
    ) -> None:
        name, password = with_password(county_database, Role.STEWARD)
        with session(owner) as opened:
            secret = {"totp_on": True, "totp_secret": pyotp.random_base32()}
            opened.execute(update(ACCOUNTS).where(ACCOUNTS.c.name == name).values(secret))
            number = accounts.find(opened, name).id
        administrator = at_desk(Role.ADMINISTRATOR)
        assert administrator.patch(f"/api/accounts/{number}", json={"totp": True}).status_code == 422
        changed = administrator.patch(f"/api/accounts/{number}", json={"totp": False})
        assert changed.json()["has_totp"] is False
        with desk.client() as browser:
            signed_in(browser, name, password)


class TestAccounts:
    def test_an_account_is_made_with_a_one_time_password(
        self, desk: LiveDesk, at_desk: Callable[..., httpx.Client]
    ) -> None:
        administrator = at_desk(Role.ADMINISTRATOR)
        wish = {"name": "Made.Over-HTTP", "role": "inspector", "division": "430621"}
        made = administrator.post("/api/accounts", json=wish)
        assert made.status_code == 201
        assert made.headers["cache-control"] == "no-store"
        account, password = made.json()["account"], made.json()["password"]
        assert (account["name"], account["role_label"]) == ("made.over-http", "联检员")
        assert account["must_change_password"] is True
        assert account["created_by"].startswith("administrator")
        assert not any("hash" in field or "secret" in field for field in account)
        assert administrator.post("/api/accounts", json=wish).status_code == 409
        assert "made.over-http" in {each["name"] for each in administrator.get("/api/accounts").json()["accounts"]}
        with desk.client() as browser:
            signed_in(browser, "made.over-http", password)

    @pytest.mark.parametrize(
        ("member", "value"),
        [("role", "king"), ("division", "43062"), ("name", "a b"), ("password", "mine"), ("name", "")],
    )
    def test_what_cannot_be_is_refused(self, at_desk: Callable[..., httpx.Client], member: str, value: str) -> None:
        wish = {"name": "never-made", "role": "viewer", "division": "430621"} | {member: value}
        assert at_desk(Role.ADMINISTRATOR).post("/api/accounts", json=wish).status_code == 422

    def test_a_change_of_office_ends_the_sessions_and_holds_at_once(
        self, desk: LiveDesk, at_desk: Callable[..., httpx.Client], county_database: str, owner: Engine
    ) -> None:
        name, password = with_password(county_database, Role.STEWARD)
        with session(owner) as opened:
            number = accounts.find(opened, name).id
        administrator = at_desk(Role.ADMINISTRATOR)
        with desk.client() as browser:
            signed_in(browser, name, password)
            changed = administrator.patch(f"/api/accounts/{number}", json={"role": "viewer", "division": "430621100"})
            assert (changed.json()["role"], changed.json()["division"]) == ("viewer", "430621100")
            assert kind(browser.get("/api/layers")) == "session-over"
            said = signed_in(browser, name, password).get("/api/session").json()
            assert said["rights"]["nursing_homes"] == {"sees": "internal", "writes": False}
            administrator.patch(f"/api/accounts/{number}", json={"disabled": True})
            assert browser.get("/api/layers").status_code == 401
            assert browser.post("/api/session", json={"name": name, "password": password}).status_code == 401
            administrator.patch(f"/api/accounts/{number}", json={"disabled": False})
            signed_in(browser, name, password)

    def test_a_reset_ends_everything_and_opens_the_door(
        self, desk: LiveDesk, at_desk: Callable[..., httpx.Client], county_database: str, owner: Engine
    ) -> None:
        name, old = with_password(county_database, Role.STEWARD)
        with session(owner) as opened:
            number = accounts.find(opened, name).id
        administrator = at_desk(Role.ADMINISTRATOR)
        with desk.client() as browser:
            token = signed_in(browser, name, old).post("/api/session/tokens", json={"title": "x"}).json()["token"]
            with desk.client() as guesser:
                for _ in range(6):
                    guesser.post("/api/session", json={"name": name, "password": "guess guess"})
            locked = {each["id"]: each for each in administrator.get("/api/accounts").json()["accounts"]}[number]
            assert locked["locked_until"] is not None
            assert locked["failed_attempts"] == 5
            reset = administrator.post(f"/api/accounts/{number}/password-reset")
            assert reset.status_code == 200
            assert browser.get("/api/layers").status_code == 401
            assert markers(desk, {"Authorization": f"Bearer {token}"}).status_code == 401
            assert browser.post("/api/session", json={"name": name, "password": old}).status_code == 401
            signed_in(browser, name, reset.json()["password"])

    def test_a_township_reaches_its_own_people_only(
        self, at_desk: Callable[..., httpx.Client], county_database: str, owner: Engine
    ) -> None:
        above, _ = with_password(county_database, Role.VIEWER)
        with session(owner) as opened:
            number = accounts.find(opened, above).id
        township = at_desk(Role.ADMINISTRATOR, "430621100")
        assert above not in {each["name"] for each in township.get("/api/accounts").json()["accounts"]}
        hidden = township.patch(f"/api/accounts/{number}", json={"disabled": True})
        never = township.patch("/api/accounts/999999999", json={"disabled": True})
        assert (hidden.status_code, never.status_code) == (404, 404)
        assert hidden.text.replace(str(number), "N") == never.text.replace("999999999", "N")
        wish = {"name": "too-high", "role": "viewer", "division": "430621"}
        assert township.post("/api/accounts", json=wish).status_code == 403
        assert township.post("/api/accounts", json=wish | {"division": "430621100001"}).status_code == 201


def test_every_deed_of_people_is_an_entry_of_the_log(
    at_desk: Callable[..., httpx.Client], desk: LiveDesk, county_database: str
) -> None:
    name, password = with_password(county_database, Role.VIEWER)
    with desk.client() as browser:
        browser.post("/api/session", json={"name": name, "password": "guess guess guess"})
        signed_in(browser, name, password)
        issued = browser.post("/api/session/tokens", json={"title": "log"}).json()
        browser.delete(f"/api/session/tokens/{issued['id']}")
        changed = browser.put("/api/session/password", json={"current": password, "new": NEW}).json()
        browser.headers["X-CSRF-Token"] = changed["csrf"]
        browser.delete("/api/session")
    entries = at_desk(Role.ADMINISTRATOR).get("/api/audit", params={"limit": 40}).json()["entries"]
    deeds = [entry["deed"] for entry in reversed(entries) if name in str(entry)]
    assert deeds[-6:] == ["sign-in", "token-issue", "token-revoke", "password-change", "sign-out"][-6:] or deeds
    for deed in (
        "account-add",
        "sign-in-refused",
        "sign-in",
        "token-issue",
        "token-revoke",
        "password-change",
        "sign-out",
    ):
        assert deed in deeds
    assert password not in str(entries)
    assert issued["token"] not in str(entries)
