"""People for tests: an account with its office, and what it shows at the door; made by the owner."""

from itertools import count

import httpx
from sqlalchemy import Engine, insert
from sqlalchemy.orm import Session

from data import accounts, passwords, tokens
from data.access_tables import ACCOUNTS, TOKENS
from data.acting import Actor
from data.engine import connect, session
from data.service_role import service_url
from layers.rights import Role

_NUMBERS = count(1)
COUNTY = "430621"


def person(opened: Session, role: Role, division: str = COUNTY, *, may_write: bool = True) -> Actor:
    """A new account of an office, as it acts."""
    name = f"{role}-{division}-{next(_NUMBERS)}"
    values = {"name": name, "role": str(role.value), "division": division, "created_by": "test"}
    number = opened.execute(insert(ACCOUNTS).values(values).returning(ACCOUNTS.c.id)).scalar_one()
    return Actor(number, name, role, division, may_write)


def token_of(owner_url: str, role: Role, division: str = COUNTY, *scopes: str) -> str:
    """A token of a new account, as it is sent in `Authorization: Bearer`."""
    engine, token = connect(owner_url), passwords.token(tokens.PREFIX)
    with session(engine) as opened:
        holder = person(opened, role, division)
        values = {
            "account_id": holder.account,
            "title": "test",
            "token_hash": passwords.token_hash(token),
            "scopes": list(scopes) or ["read", "write"],
        }
        opened.execute(insert(TOKENS).values(values))
    engine.dispose()
    return token


def service_engine(owner_url: str) -> Engine:
    """An engine of the role that the service connects as."""
    return connect(service_url(owner_url))


def with_password(owner_url: str, role: Role, division: str = COUNTY, *, must_change: bool = False) -> tuple[str, str]:
    """The name and the password of a new account."""
    engine = connect(owner_url)
    with session(engine) as opened:
        name = f"{role.value.replace('_', '-')}.{division}.{next(_NUMBERS)}"
        new, password = accounts.add(opened, name, role, division, must_change=must_change)
    engine.dispose()
    return new.name, password


def signed_in(client: httpx.Client, name: str, password: str, code: str | None = None) -> httpx.Client:
    """The client after a sign-in: its cookie is kept, and it repeats the session's word against forgery."""
    answered = client.post("/api/session", json={"name": name, "password": password, "code": code})
    assert answered.status_code == 200, answered.text
    client.headers["X-CSRF-Token"] = answered.json()["csrf"]
    return client
