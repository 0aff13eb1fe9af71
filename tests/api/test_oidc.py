"""Signing in at an identity provider: a real one answers on a port of its own, rightly and wrongly."""

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from joserfc.jwk import RSAKey
from sqlalchemy import Engine, func, update

from api.identity_provider import ALGORITHMS
from data import accounts
from data.access_tables import ACCOUNTS, OIDC_FLOWS
from data.accounts import Amendment
from data.engine import connect, session
from layers.rights import Role
from tests.api.conftest import LiveDesk
from tests.people import signed_in, with_password
from tests.provider import CLIENT, SECRET, Provider, at_home

CALLBACK = "/api/session/oidc/callback"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with at_home() as provider:
        yield provider


@pytest.fixture(scope="module")
def oidc_desk(county_database: str, provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveDesk]:
    folder: Path = tmp_path_factory.mktemp("oidc")
    named = {"oidc_issuer": provider.address, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
    live = LiveDesk(county_database, folder, web=str(folder / "dist"), oidc_title="省统一身份", **named)
    yield live.start()
    live.stop()


@pytest.fixture
def browser(oidc_desk: LiveDesk, provider: Provider) -> Iterator[httpx.Client]:
    provider.subject, provider.claims, provider.header, provider.signs_with = "sub-1", {}, {}, None
    with oidc_desk.client() as client:
        yield client


@pytest.fixture
def owner(county_database: str) -> Iterator[Engine]:
    engine = connect(county_database)
    yield engine
    engine.dispose()


@pytest.fixture
def invited(county_database: str, owner: Engine) -> Iterator[str]:
    """An account on which an administrator has put the provider's identifier."""
    name, _ = with_password(county_database, Role.STEWARD)
    with session(owner) as opened:
        number = accounts.find(opened, name).id
        accounts.amend(opened, number, Amendment(oidc_subject="sub-1"))
    yield name
    with session(owner) as opened:
        opened.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == number).values(oidc_subject=None))


def kind(answered: httpx.Response) -> str:
    return str(answered.json()["type"]).rpartition(":")[2]


def way_back(browser: httpx.Client) -> str:
    """Go to the provider, who says yes; the address with which the browser is sent back."""
    away = browser.get("/api/session/oidc")
    assert away.status_code == 303, away.text
    return str(httpx.get(away.headers["location"]).headers["location"])


def whole_way(browser: httpx.Client) -> httpx.Response:
    return browser.get(way_back(browser))


def test_the_door_is_offered_by_its_title(browser: httpx.Client) -> None:
    assert browser.get("/api/session").json()["oidc"] == {"title": "省统一身份"}


def test_an_invited_person_comes_in(browser: httpx.Client, invited: str) -> None:
    back = whole_way(browser)
    assert (back.status_code, back.headers["location"]) == (303, "/")
    cookies = back.headers.get_list("set-cookie")
    session_cookie = next(cookie for cookie in cookies if cookie.startswith("cairn-plain="))
    assert "samesite=strict" in session_cookie.lower()
    assert "httponly" in session_cookie.lower()
    said = browser.get("/api/session").json()["account"]
    assert (said["name"], said["has_oidc"]) == (invited, True)


def test_who_is_not_invited_stays_out_and_no_account_is_made(browser: httpx.Client, owner: Engine) -> None:
    with session(owner) as opened:
        before = len(accounts.everyone(opened))
    back = whole_way(browser)
    assert (back.status_code, kind(back)) == (403, "oidc-unknown")
    assert "sub-1" in back.json()["why"]
    assert "cairn-plain" not in browser.cookies
    with session(owner) as opened:
        assert len(accounts.everyone(opened)) == before


@pytest.mark.usefixtures("invited")
def test_a_name_at_the_provider_is_no_way_in(browser: httpx.Client, provider: Provider, invited: str) -> None:
    provider.subject = "sub-of-somebody-else"
    provider.claims = {"preferred_username": invited, "name": invited, "email": f"{invited}@county.example"}
    assert kind(whole_way(browser)) == "oidc-unknown"


@pytest.mark.usefixtures("invited")
@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another-client"},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"aud": None},
        {"iss": "https://another.example"},
        {"exp": int(time.time()) - 3600},
        {"exp": None},
        {"iat": int(time.time()) + 3600},
        {"nbf": int(time.time()) + 3600},
        {"sub": None},
    ],
    # Moments differ from worker to worker; names of tests may not.
    ids=lambda wrong: "-".join(
        f"{name}:{'moment' if isinstance(value, int) else str(value)[:12]}" for name, value in wrong.items()
    ),
)
def test_a_token_that_is_wrong_in_one_point_identifies_nobody(
    browser: httpx.Client, provider: Provider, wrong: dict[str, object]
) -> None:
    provider.claims = wrong
    back = whole_way(browser)
    assert (back.status_code, kind(back)) == (403, "oidc-refused")
    assert "cairn-plain" not in browser.cookies


@pytest.mark.usefixtures("invited")
def test_a_token_signed_by_another_identifies_nobody(browser: httpx.Client, provider: Provider) -> None:
    provider.signs_with = RSAKey.generate_key(2048)
    assert kind(whole_way(browser)) == "oidc-refused"


def test_only_signatures_of_the_providers_own_key_are_known() -> None:
    assert not any(name == "none" or name.startswith("HS") for name in ALGORITHMS)


@pytest.mark.usefixtures("invited")
def test_a_new_key_of_the_provider_is_asked_for(browser: httpx.Client, provider: Provider) -> None:
    assert whole_way(browser).status_code == 303
    provider.rotate()
    assert whole_way(browser).status_code == 303


@pytest.mark.usefixtures("invited")
def test_a_way_back_is_good_once_and_for_one_browser(browser: httpx.Client, oidc_desk: LiveDesk) -> None:
    address = way_back(browser)
    with oidc_desk.client() as another:
        assert kind(another.get(address)) == "oidc-state"
    # The attempt of the other browser used the state up.
    assert kind(browser.get(address)) == "oidc-state"
    address = way_back(browser)
    assert browser.get(address).status_code == 303
    replayed = browser.get(address)
    assert (replayed.status_code, kind(replayed)) == (403, "oidc-state")


@pytest.mark.usefixtures("invited")
def test_a_way_back_does_not_last(browser: httpx.Client, owner: Engine) -> None:
    address = way_back(browser)
    with session(owner) as opened:
        opened.execute(update(OIDC_FLOWS).values(expires_at=func.now()))
    assert kind(browser.get(address)) == "oidc-state"


@pytest.mark.usefixtures("invited")
def test_a_code_without_its_verifier_is_worth_nothing(browser: httpx.Client, owner: Engine) -> None:
    address = way_back(browser)
    with session(owner) as opened:
        opened.execute(update(OIDC_FLOWS).values(verifier="x" * 43))
    assert kind(browser.get(address)) == "oidc-refused"


@pytest.mark.parametrize(
    "query", ["", "?state=x", "?state=x&code=y", "?error=access_denied&state=x", "?code=y&iss=https://evil.example"]
)
def test_an_invented_way_back_leads_nowhere(browser: httpx.Client, query: str) -> None:
    back = browser.get(f"{CALLBACK}{query}")
    assert back.status_code == 403
    assert "cairn-plain" not in browser.cookies


@pytest.mark.usefixtures("invited")
def test_a_refusal_at_the_provider_is_told(browser: httpx.Client) -> None:
    state = way_back(browser).partition("state=")[2].partition("&")[0]
    back = browser.get(f"{CALLBACK}?error=access_denied&state={state}", headers={"Accept": "text/html"})
    assert back.status_code == 403
    assert back.headers["content-type"].startswith("text/html")
    assert "access_denied" in back.text
    assert "回到首页" in back.text


def test_what_the_address_says_is_no_markup(browser: httpx.Client) -> None:
    evil = f"{CALLBACK}?iss=<script>alert(1)</script>"
    assert "<script" not in browser.get(evil, headers={"Accept": "text/html"}).text


def test_a_disabled_account_stays_out(browser: httpx.Client, invited: str, owner: Engine) -> None:
    with session(owner) as opened:
        opened.execute(update(ACCOUNTS).where(ACCOUNTS.c.name == invited).values(disabled_at=func.now()))
    assert kind(whole_way(browser)) == "oidc-unknown"


def test_a_person_who_is_signed_in_links_the_own_account(
    browser: httpx.Client, provider: Provider, oidc_desk: LiveDesk, county_database: str
) -> None:
    provider.subject = "sub-of-a-linker"
    name, password = with_password(county_database, Role.VIEWER)
    signed_in(browser, name, password)
    assert whole_way(browser).status_code == 303
    with oidc_desk.client() as elsewhere:
        assert whole_way(elsewhere).status_code == 303
        assert elsewhere.get("/api/session").json()["account"]["name"] == name
    # Another account cannot bear the same identity.
    with oidc_desk.client() as other:
        signed_in(other, *with_password(county_database, Role.VIEWER))
        refused = whole_way(other)
        assert (refused.status_code, kind(refused)) == (403, "oidc-refused")
        assert "已关联别的账号" in refused.json()["what"]


def test_without_a_provider_there_is_no_such_door(desk: LiveDesk) -> None:
    with desk.client() as browser:
        for path in ("/api/session/oidc", CALLBACK):
            assert browser.get(path).status_code == 404
