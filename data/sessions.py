"""Who holds a token: found by its SHA-256, alive and not disabled."""

import hashlib
from typing import Any

from sqlalchemy import Row, func, or_, select
from sqlalchemy.orm import Session

from data.access_tables import ACCOUNTS, TOKENS
from data.acting import Actor
from data.errors import Unauthenticated
from layers.rights import Role


def actor_of_token(session: Session, token: str) -> Actor:
    """Who holds an API token.

    Raises:
        Unauthenticated: nobody does, or no longer.
    """
    alive = [TOKENS.c.revoked_at.is_(None), or_(TOKENS.c.expires_at.is_(None), TOKENS.c.expires_at > func.now())]
    chosen = (
        select(ACCOUNTS, TOKENS.c.scopes)
        .join(TOKENS, TOKENS.c.account_id == ACCOUNTS.c.id)
        .where(TOKENS.c.token_hash == fingerprint(token), ACCOUNTS.c.disabled_at.is_(None), *alive)
    )
    row = session.execute(chosen).one_or_none()
    if row is None:
        raise Unauthenticated("令牌无效", "它不存在、已作废或已过期，或账号已停用", "请换用有效的令牌")
    return actor_of(row, may_write="write" in row.scopes)


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
    return actor_of(row, may_write=True)


def actor_of(row: Row[Any], *, may_write: bool) -> Actor:
    """An account's row as an actor."""
    return Actor(row.id, row.name, Role.of(row.role), row.division, may_write)


def fingerprint(secret: str) -> bytes:
    """What is kept of a secret that has 256 bits of its own."""
    return hashlib.sha256(secret.encode()).digest()
