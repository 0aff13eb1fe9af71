"""Sign-ins under way at an identity provider: each may come back once, within ten minutes.

The browser carries the state, the database its SHA-256 with what must match: nonce and PKCE verifier. A state that was
used is gone, whatever came of it.
"""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from data import passwords
from data.access_tables import OIDC_FLOWS

LIFE = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class Flow:
    """What must match when the browser comes back; `account` is the one to be linked, None for a sign-in."""

    nonce: str
    verifier: str
    account: int | None = None


def begin(session: Session, account: int | None, now: dt.datetime) -> tuple[str, Flow]:
    """A new flow and its state; flows that never came back are cleared away."""
    session.execute(delete(OIDC_FLOWS).where(OIDC_FLOWS.c.expires_at < now))
    state, flow = passwords.token(), Flow(passwords.token(), passwords.token(), account)
    values = {
        "state_hash": passwords.token_hash(state),
        "nonce": flow.nonce,
        "verifier": flow.verifier,
        "account_id": account,
        "expires_at": now + LIFE,
    }
    session.execute(insert(OIDC_FLOWS).values(values))
    return state, flow


def finish(session: Session, state: str, now: dt.datetime) -> Flow | None:
    """The flow of this state, used up; None when it is unknown, used already, or too old."""
    used = delete(OIDC_FLOWS).where(OIDC_FLOWS.c.state_hash == passwords.token_hash(state))
    kept = used.returning(OIDC_FLOWS.c.nonce, OIDC_FLOWS.c.verifier, OIDC_FLOWS.c.account_id, OIDC_FLOWS.c.expires_at)
    row = session.execute(kept).one_or_none()
    if row is None or row.expires_at <= now:
        return None
    return Flow(row.nonce, row.verifier, row.account_id)
