"""Sessions of people at a browser: opened at sign-in, ended by leaving, by resting too long, or at the latest hour.

The browser holds 256 random bits, the database their SHA-256: who reads the table can enter nowhere.
"""

import datetime as dt
import hmac
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from data import passwords
from data.access_tables import ACCOUNTS, SESSIONS
from data.acting import Actor
from data.errors import Unauthenticated
from layers.rights import Role

# How exactly the last use is kept: a write for each request would cost more than the request.
SEEN_WITHIN = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Terms:
    """How long a session lives: without being used, and at the longest."""

    idle: dt.timedelta
    longest: dt.timedelta


@dataclass(frozen=True)
class Opened:
    """A new session: what the browser keeps, and what it must repeat with every deed."""

    token: str
    csrf: str


@dataclass(frozen=True)
class Standing:
    """Who a session or a token speaks for, at this moment."""

    account: int
    name: str
    role: Role
    division: str
    must_change: bool
    csrf: str | None = None
    scopes: frozenset[str] = frozenset({"read", "write"})

    def repeats(self, csrf: str | None) -> bool:
        """Whether a request repeats the session's own token against forgery from other sites."""
        return self.csrf is not None and hmac.compare_digest(self.csrf.encode(), (csrf or "").encode())


def open_session(session: Session, account: int, terms: Terms, now: dt.datetime) -> Opened:
    """A new session of an account, and the sign-in noted there; sessions that are over are cleared away."""
    session.execute(delete(SESSIONS).where(or_(SESSIONS.c.expires_at < now, SESSIONS.c.seen_at < now - terms.idle)))
    opened = Opened(passwords.token(), passwords.token())
    mine = ACCOUNTS.c.id == account
    before = session.execute(select(ACCOUNTS.c.last_sign_in_at, ACCOUNTS.c.failures).where(mine)).one()
    values = {
        "token_hash": passwords.token_hash(opened.token),
        "account_id": account,
        "csrf": opened.csrf,
        "created_at": now,
        "seen_at": now,
        "expires_at": now + terms.longest,
        "previous_sign_in_at": before.last_sign_in_at,
        # The attempt that let the person in was counted like the others before it was judged.
        "failures_before": max(before.failures - 1, 0),
    }
    session.execute(insert(SESSIONS).values(values))
    session.execute(update(ACCOUNTS).where(mine).values(last_sign_in_at=now, failures=0, locked_until=None))
    return opened


def standing(
    connection: Connection, token: str, terms: Terms, now: dt.datetime, *, is_deed: bool = True
) -> Standing | None:
    """Who this session speaks for; None when it is over, or its account is closed.

    What a browser asks by itself, with nobody in front of it, is no deed: it keeps no session alive.
    """
    kept = passwords.token_hash(token)
    row = connection.execute(
        select(SESSIONS, ACCOUNTS.c.name, ACCOUNTS.c.role, ACCOUNTS.c.division, ACCOUNTS.c.must_change)
        .join(ACCOUNTS, SESSIONS.c.account_id == ACCOUNTS.c.id)
        .where(
            SESSIONS.c.token_hash == kept,
            SESSIONS.c.expires_at > now,
            SESSIONS.c.seen_at > now - terms.idle,
            ACCOUNTS.c.disabled_at.is_(None),
        )
    ).one_or_none()
    if row is None:
        return None
    if is_deed and row.seen_at < now - SEEN_WITHIN:
        connection.execute(update(SESSIONS).where(SESSIONS.c.token_hash == kept).values(seen_at=now))
    return Standing(row.account_id, row.name, Role.of(row.role), row.division, row.must_change, row.csrf)


def end(session: Session, token: str) -> None:
    """End one session; an unknown one is already over."""
    session.execute(delete(SESSIONS).where(SESSIONS.c.token_hash == passwords.token_hash(token)))


def before(session: Session, token: str) -> tuple[dt.datetime | None, int]:
    """When the account signed in the time before this session, and the failures in between."""
    wanted = SESSIONS.c.token_hash == passwords.token_hash(token)
    row = session.execute(select(SESSIONS.c.previous_sign_in_at, SESSIONS.c.failures_before).where(wanted)).first()
    return (row.previous_sign_in_at, row.failures_before) if row else (None, 0)


def actor_of_account(session: Session, account: int) -> Actor:
    """An account as it acts in work it asked for earlier.

    Raises:
        Unauthenticated: it has been disabled since.
    """
    row = session.execute(
        select(ACCOUNTS).where(ACCOUNTS.c.id == account, ACCOUNTS.c.disabled_at.is_(None))
    ).one_or_none()
    if row is None:
        raise Unauthenticated("提交任务的账号已停用", "停用的账号不能再读写登记库", "请由在用的账号重新提交")
    return Actor(row.id, row.name, Role.of(row.role), row.division, may_write=True)
