"""Tokens for programs: QGIS, GDAL and scripts act for a person with as much of the person's rights as the token says.

A token is shown once; SHA-256 of it is kept. A token without the scope `write` reads as the person reads and writes
nothing. It opens neither the administration of accounts nor the person's own settings: those want a person present.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, insert, or_, select, update
from sqlalchemy.orm import Session

from data import passwords
from data.access_tables import ACCOUNTS, TOKENS
from data.audit import note
from data.errors import BadInput, NotFound
from data.sessions import SEEN_WITHIN, Standing
from layers.rights import Role
from layers.rules import Finding
from layers.vocabulary import Vocabulary

PREFIX = "cairn_"
LONGEST_TITLE = 100
LONGEST_DAYS = 3650


class Scope(Vocabulary):
    """What a token may do."""

    READ = "read", "读取"
    WRITE = "write", "读取和修改"

    @property
    def scopes(self) -> list[str]:
        """The scope with those it includes: who writes must read."""
        return [Scope.READ.value] if self is Scope.READ else [Scope.READ.value, Scope.WRITE.value]


@dataclass(frozen=True)
class Token:
    """A token as its owner sees it afterwards."""

    id: int
    title: str
    scopes: tuple[str, ...]
    created_at: dt.datetime
    expires_at: dt.datetime | None
    last_used_at: dt.datetime | None
    revoked_at: dt.datetime | None


def issue(
    session: Session, account: int, *, title: str, scope: Scope, days: int | None, now: dt.datetime
) -> tuple[Token, str]:
    """A new token and its text, which is never shown again; without `days` it does not expire.

    Raises:
        BadInput: the title or the days cannot be used.
    """
    _check(title, days)
    text = passwords.token(PREFIX)
    values = {
        "account_id": account,
        "title": title.strip(),
        "token_hash": passwords.token_hash(text),
        "scopes": scope.scopes,
        "created_at": now,
        "expires_at": None if days is None else now + dt.timedelta(days=days),
    }
    row = session.execute(insert(TOKENS).values(values).returning(*_shown())).one()
    detail = {"title": title.strip(), "scopes": scope.scopes, "days": days}
    note(session, deed="token-issue", subject=f"account:{account}", detail=detail)
    return _token(row), text


def kept(session: Session, account: int) -> list[Token]:
    """The tokens of an account that may still be used, newest first."""
    mine = select(*_shown()).where(TOKENS.c.account_id == account, TOKENS.c.revoked_at.is_(None))
    return [_token(row) for row in session.execute(mine.order_by(TOKENS.c.id.desc()))]


def revoke(session: Session, account: int, number: int) -> None:
    """Take a token back, at once.

    Raises:
        NotFound: the account has no such token.
    """
    live = update(TOKENS).where(TOKENS.c.id == number, TOKENS.c.account_id == account, TOKENS.c.revoked_at.is_(None))
    if session.scalar(live.values(revoked_at=func.clock_timestamp()).returning(TOKENS.c.id)) is None:
        raise NotFound(f"没有编号为 {number} 的令牌", "它不是您的令牌，或已经作废", "请从令牌列表中选择")
    note(session, deed="token-revoke", subject=f"account:{account}", detail={"token": number})


def standing(connection: Connection, text: str, now: dt.datetime, name: str | None = None) -> Standing | None:
    """Who a token speaks for; None when it is unknown, over, taken back, of a closed account or not of `name`."""
    row = connection.execute(
        select(TOKENS, ACCOUNTS.c.name, ACCOUNTS.c.role, ACCOUNTS.c.division)
        .join(ACCOUNTS, TOKENS.c.account_id == ACCOUNTS.c.id)
        .where(
            TOKENS.c.token_hash == passwords.token_hash(text),
            TOKENS.c.revoked_at.is_(None),
            or_(TOKENS.c.expires_at.is_(None), TOKENS.c.expires_at > now),
            ACCOUNTS.c.disabled_at.is_(None),
        )
    ).one_or_none()
    if row is None or (name is not None and row.name != name):
        return None
    if row.last_used_at is None or row.last_used_at < now - SEEN_WITHIN:
        connection.execute(update(TOKENS).where(TOKENS.c.id == row.id).values(last_used_at=now))
    # A one-time password binds whoever sits at the browser; a token was issued on purpose.
    return Standing(row.account_id, row.name, Role.of(row.role), row.division, False, scopes=frozenset(row.scopes))


def _check(title: str, days: int | None) -> None:
    if not 1 <= len(title.strip()) <= LONGEST_TITLE:
        said = f"令牌的用途须为 1 至 {LONGEST_TITLE} 个字符"
        raise BadInput(said, "日后凭用途辨认它", "请写明用在哪里，如“办公室 QGIS”", findings=(Finding(said, "title"),))
    if days is not None and not 1 <= days <= LONGEST_DAYS:
        said = f"有效天数须为 1 至 {LONGEST_DAYS}"
        raise BadInput(said, "令牌应有尽头", "请改正后重试", findings=(Finding(said, "days"),))


def _shown() -> list[Any]:
    return [column for column in TOKENS.c if column.name not in ("account_id", "token_hash")]


def _token(row: Row[Any]) -> Token:
    return Token(**row._asdict() | {"scopes": tuple(row.scopes)})
