"""Signing in with a name and a password: the same steps and the same cost whether or not the name exists.

Three steps, because hashing takes a tenth of a second and must hold no connection: `approach` counts the attempt and
looks the name up, `judge` computes, `admit` opens the session.
"""

import datetime as dt
from dataclasses import dataclass
from enum import Enum, auto

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from data import gate, passwords, second_factor
from data.access_tables import ACCOUNTS
from data.accounts import canonical
from data.acting import Actor, act
from data.audit import note
from data.errors import Conflict
from data.sessions import Opened, Terms, end, open_session
from layers.rights import Role


class Outcome(Enum):
    """How a sign-in ends; of a wrong name and a wrong password nobody learns which it was."""

    ADMITTED = auto()
    WRONG = auto()
    CODE_WANTED = auto()
    CODE_WRONG = auto()


@dataclass(frozen=True)
class Approach:
    """Someone at the door: the name as given, and what an account of that name needs to be opened."""

    name: str
    address: str
    account: int | None = None
    password_hash: str | None = None
    totp_secret: str | None = None
    wait_s: int = 0


@dataclass(frozen=True)
class Judgement:
    """What came of it; `step` is the code's, `new_hash` replaces a hash made with older parameters."""

    outcome: Outcome
    step: int | None = None
    new_hash: str | None = None


def approach(session: Session, name: str, address: str, now: dt.datetime) -> Approach:
    """Count the attempt, and look up what will be compared; nothing is looked up while the door is closed."""
    called = canonical(name)
    wait_s = gate.knock(session, called, address, now)
    if wait_s:
        return Approach(called, address, wait_s=wait_s)
    found = session.execute(
        select(ACCOUNTS.c.id, ACCOUNTS.c.password_hash, ACCOUNTS.c.totp_secret, ACCOUNTS.c.totp_on).where(
            ACCOUNTS.c.name == called, ACCOUNTS.c.disabled_at.is_(None)
        )
    ).one_or_none()
    if found is None:
        return Approach(called, address)
    return Approach(called, address, found.id, found.password_hash, found.totp_secret if found.totp_on else None)


def judge(who: Approach, password: str, code: str | None, now: dt.datetime) -> Judgement:
    """Compare the password and the code; touches no database."""
    verdict = passwords.verify(who.password_hash, password)
    if not verdict.is_right:
        return Judgement(Outcome.WRONG)
    step = None
    if who.totp_secret is not None:
        if not code:
            return Judgement(Outcome.CODE_WANTED)
        step = second_factor.step_of(who.totp_secret, code, now)
        if step is None:
            return Judgement(Outcome.CODE_WRONG)
    return Judgement(Outcome.ADMITTED, step, passwords.hashed(password) if verdict.is_outdated else None)


def admit(session: Session, who: Approach, judged: Judgement, terms: Terms, now: dt.datetime) -> Opened | None:
    """Open the session of someone who was judged right; None when the code had been used before."""
    if who.account is None or judged.outcome is not Outcome.ADMITTED:
        return None
    _act_as(session, who.account)
    if judged.step is not None and not second_factor.use(session, who.account, judged.step):
        return None
    if judged.new_hash:
        unchanged = ACCOUNTS.c.password_hash == who.password_hash
        mine = update(ACCOUNTS).where(ACCOUNTS.c.id == who.account, unchanged)
        session.execute(mine.values(password_hash=judged.new_hash))
    gate.open_again(session, who.name, who.address)
    opened = open_session(session, who.account, terms, now)
    note(session, deed="sign-in", subject=who.name, detail={"address": who.address})
    return opened


def refuse(session: Session, who: Approach, why: str) -> None:
    """Note an attempt that came to nothing."""
    note(session, deed="sign-in-refused", subject=who.name, detail={"address": who.address, "why": why})


def leave(session: Session, name: str, token: str) -> None:
    """End the session of someone who leaves."""
    end(session, token)
    note(session, deed="sign-out", subject=name)


def admit_identified(
    session: Session, subject: str, *, link_to: int | None, address: str, terms: Terms, now: dt.datetime
) -> Opened | None:
    """Open a session for whom the identity provider identified; None when no open account bears the identifier.

    `link_to` is the account of whoever was signed in when going there: the identifier is put on it first.

    Raises:
        Conflict: the identifier is another account's.
    """
    if link_to is not None:
        _link(session, link_to, subject)
    open_account = ACCOUNTS.c.oidc_subject == subject, ACCOUNTS.c.disabled_at.is_(None)
    found = session.execute(select(ACCOUNTS.c.id, ACCOUNTS.c.name).where(*open_account)).one_or_none()
    if found is None or (link_to is not None and found.id != link_to):
        return None
    _act_as(session, found.id)
    opened = open_session(session, found.id, terms, now)
    note(session, deed="sign-in", subject=found.name, detail={"address": address, "by": "oidc"})
    return opened


def refuse_identified(session: Session, subject: str, address: str) -> None:
    """Note that somebody came whom no account knows."""
    note(session, deed="sign-in-refused", subject=f"oidc:{subject}", detail={"address": address, "why": "unknown"})


def _link(session: Session, account: int, subject: str) -> None:
    """Put an identifier on the own account, when it bears none."""
    _act_as(session, account)
    mine = update(ACCOUNTS).where(ACCOUNTS.c.id == account, ACCOUNTS.c.oidc_subject.is_(None))
    try:
        with session.begin_nested():
            linked = session.scalar(mine.values(oidc_subject=subject).returning(ACCOUNTS.c.name))
    except IntegrityError as taken:
        raise Conflict(
            "这个统一身份已关联别的账号", "一个统一身份只对应一个账号", "请用那个账号登录，或请系统管理员先取消关联"
        ) from taken
    if linked is not None:
        note(session, "account-link", linked, {"oidc_subject": subject})


def _act_as(session: Session, account: int) -> None:
    """From here on the transaction is the person's own: only so may their row be touched, and the log names them."""
    row = session.execute(select(ACCOUNTS).where(ACCOUNTS.c.id == account)).one()
    act(session, Actor(row.id, row.name, Role.of(row.role), row.division, may_write=True))
