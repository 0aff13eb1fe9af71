"""Accounts: who works here, in which office and division; made, changed, closed and never deleted.

An account that has entered anything is named in history for ever, so it is disabled, not removed. Whoever resets a
password learns a one-time password and nothing else. An administrator administers the accounts of the own division
and below; the console administers all. The database holds the same rules (`data/sql/0006_people.sql`).
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from data import passwords
from data.access_tables import ACCOUNTS, SESSIONS, TOKENS
from data.acting import acting
from data.audit import note
from data.errors import BadInput, Conflict, Forbidden, NotFound
from data.gate import open_again
from layers.divisions import significant
from layers.rights import Role
from layers.rules import Finding

LONGEST_NAME = 64
_STRANGE = re.compile(r"[^\w.\-]")
_SUBJECT_TAKEN = "accounts_oidc_subject_unique"
_LOCK = func.pg_advisory_xact_lock(func.hashtext("cairn.accounts"))


@dataclass(frozen=True)
class Account:
    """An account without its secrets."""

    id: int
    name: str
    role: Role
    division: str
    must_change: bool
    has_password: bool
    totp_on: bool
    failures: int
    locked_until: dt.datetime | None
    last_sign_in_at: dt.datetime | None
    last_failure_at: dt.datetime | None
    disabled_at: dt.datetime | None
    oidc_subject: str | None
    db_role: str | None
    created_at: dt.datetime
    created_by: str


@dataclass(frozen=True)
class Amendment:
    """What an administrator changes; None leaves it as it is, an empty subject takes it away."""

    role: Role | None = None
    division: str | None = None
    oidc_subject: str | None = None
    disabled: bool | None = None
    totp: bool | None = None


def canonical(name: str) -> str:
    """A name as accounts are called: composed alike, in small letters, without blanks around it."""
    return unicodedata.normalize("NFC", name).strip().casefold()


def add(
    session: Session,
    name: str,
    role: Role,
    division: str,
    *,
    oidc_subject: str | None = None,
    must_change: bool = True,
) -> tuple[Account, str]:
    """A new account and its one-time password, which is known to nobody else and never shown again.

    Raises:
        BadInput: the name or the division cannot be used.
        Conflict: the name or the subject is taken.
        Forbidden: the division is not the administrator's.
    """
    called = _checked_name(name)
    _require_reach(session, _checked_division(division))
    password = passwords.one_time()
    values = {
        "name": called,
        "role": role.value,
        "division": division,
        "password_hash": passwords.hashed(password),
        "must_change": must_change,
        "oidc_subject": oidc_subject or None,
        "created_by": acting(session).name,
    }
    try:
        with session.begin_nested():
            new = session.scalar(insert(ACCOUNTS).values(values).returning(ACCOUNTS.c.id))
    except IntegrityError as taken:
        raise _taken(called, taken) from taken
    note(session, deed="account-add", subject=called, detail={"role": role.value, "division": division})
    return by_id(session, int(new or 0)), password


def find(session: Session, name: str) -> Account:
    """The account of this name.

    Raises:
        NotFound: nobody is called so.
    """
    return _one(session, ACCOUNTS.c.name == canonical(name), f"没有账号“{name}”")


def by_id(session: Session, number: int) -> Account:
    """The account with this number.

    Raises:
        NotFound: there is none, or the administrator may not know of it.
    """
    return _one(session, ACCOUNTS.c.id == number, f"没有编号为 {number} 的账号")


def everyone(session: Session) -> list[Account]:
    """The accounts that whoever acts may administer, by name."""
    rows = session.execute(select(*_shown()).order_by(ACCOUNTS.c.name)).all()
    return [account for account in map(_account, rows) if _reaches(session, account.division)]


def has_any(session: Session) -> bool:
    """Whether there is an account at all; waits for whoever is just making the first."""
    session.execute(select(_LOCK))
    return session.scalar(select(func.count()).select_from(ACCOUNTS)) != 0


def amend(session: Session, number: int, wish: Amendment) -> Account:
    """Change an account's office, division, identity elsewhere, or whether it may come in.

    Sessions of an account end whenever its office, division or admission changes, so that no open page keeps what
    was taken away.

    Raises:
        BadInput: the division cannot be used, or a second factor is to be switched on for somebody else.
        Conflict: the subject is taken, or nobody would be left to administer.
        Forbidden: the account or its new division is not the administrator's.
        NotFound: there is no such account.
    """
    before = by_id(session, number)
    values = _changes(session, before, wish)
    if not values:
        return before
    session.execute(select(_LOCK))
    try:
        with session.begin_nested():
            session.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == number).values(values))
    except IntegrityError as taken:
        raise _taken(before.name, taken) from taken
    _somebody_administers(session, before)
    if values.keys() & {"role", "division", "disabled_at"}:
        end_sessions(session, number)
    told = {name: str(value) for name, value in values.items() if name != "totp_secret"}
    note(session, deed="account-change", subject=before.name, detail=told)
    return by_id(session, number)


def reset_password(session: Session, number: int) -> tuple[Account, str]:
    """Give an account a new one-time password; its sessions, tokens, second factor and lock all end.

    Raises:
        Forbidden: the account is not the administrator's.
        NotFound: there is no such account.
    """
    account = by_id(session, number)
    password = passwords.one_time()
    values = {
        "password_hash": passwords.hashed(password),
        "must_change": True,
        "totp_secret": None,
        "totp_on": False,
        "failures": 0,
        "locked_until": None,
    }
    session.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == number).values(values))
    end_sessions(session, number)
    live = update(TOKENS).where(TOKENS.c.account_id == number, TOKENS.c.revoked_at.is_(None))
    session.execute(live.values(revoked_at=func.clock_timestamp()))
    open_again(session, account.name)
    note(session, deed="password-reset", subject=account.name)
    return by_id(session, number), password


def change_password(session: Session, number: int, current: str, new: str) -> None:
    """A person's own new password; every session of the account ends, and the caller opens a new one.

    Raises:
        BadInput: the current password is not right, or the new one is too easy.
    """
    name = prove(session, number, current)
    if current == new:
        said = "新密码与当前密码相同"
        raise BadInput(said, "更改就是换一个", "请另选一个密码", findings=(Finding(said, "new"),))
    passwords.check(new, name)
    values = {"password_hash": passwords.hashed(new), "must_change": False}
    session.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == number).values(values))
    end_sessions(session, number)
    note(session, deed="password-change", subject=name)


def prove(session: Session, number: int, password: str) -> str:
    """Let a person show once more who they are; the answer is the account's name.

    An account without a password, which signs in elsewhere, has nothing to show.

    Raises:
        BadInput: the password is not right.
    """
    row = session.execute(select(ACCOUNTS.c.name, ACCOUNTS.c.password_hash).where(ACCOUNTS.c.id == number)).one()
    if row.password_hash is not None and not passwords.verify(row.password_hash, password).is_right:
        said = "当前密码不对"
        raise BadInput(said, "这一步须先输入当前密码", "请重新输入", findings=(Finding(said, "current"),))
    return str(row.name)


def end_sessions(session: Session, number: int) -> None:
    """End every session of an account."""
    session.execute(SESSIONS.delete().where(SESSIONS.c.account_id == number))


def _shown() -> list[ColumnElement[Any]]:
    hidden = ("password_hash", "totp_secret", "totp_last_step")
    has_password = ACCOUNTS.c.password_hash.is_not(None).label("has_password")
    return [*(column for column in ACCOUNTS.c if column.name not in hidden), has_password]


def _account(row: Row[Any]) -> Account:
    return Account(**row._asdict() | {"role": Role.of(row.role)})


def _one(session: Session, which: ColumnElement[bool], what: str) -> Account:
    row = session.execute(select(*_shown()).where(which)).one_or_none()
    if row is None or not _reaches(session, row.division):
        raise NotFound(what, "登记库中没有这个账号，或它不在您管辖的范围内", "请从账号列表中选择")
    return _account(row)


def _reaches(session: Session, division: str) -> bool:
    """Whether whoever acts administers this division: the console all, an administrator the own and below."""
    reach = acting(session).division
    return reach is None or division.startswith(significant(reach))


def _require_reach(session: Session, division: str) -> None:
    if not _reaches(session, division):
        raise Forbidden(
            f"行政区划 {division} 不在您管辖的范围内", "管理员只管理本区划及下级的账号", "请由上级的系统管理员办理"
        )


def _checked_name(name: str) -> str:
    called = canonical(name)
    if not 1 <= len(called) <= LONGEST_NAME or _STRANGE.search(called):
        said = f"账号名“{name[:LONGEST_NAME]}”不能用"
        why = f"账号名为 1 至 {LONGEST_NAME} 个字母、汉字、数字、点、横线或下划线"
        raise BadInput(said, why, "请改正后重试", findings=(Finding(said, "name"),))
    return called


def _checked_division(division: str) -> str:
    if not re.fullmatch(r"[0-9]{6}([0-9]{3}([0-9]{3})?)?", division):
        said = f"行政区划代码“{division[:LONGEST_NAME]}”不能用"
        why = "代码为 6 位（县及以上）、9 位（乡镇）或 12 位（村）数字"
        raise BadInput(said, why, "请核对后重试", findings=(Finding(said, "division"),))
    return division


def _changes(session: Session, before: Account, wish: Amendment) -> dict[str, Any]:
    """The columns that become different."""
    values: dict[str, Any] = {}
    if wish.role is not None and wish.role != before.role:
        values["role"] = wish.role.value
    if wish.division is not None and wish.division != before.division:
        _require_reach(session, _checked_division(wish.division))
        values["division"] = wish.division
    if wish.oidc_subject is not None and (wish.oidc_subject or None) != before.oidc_subject:
        values["oidc_subject"] = wish.oidc_subject or None
    if wish.disabled is not None and wish.disabled != (before.disabled_at is not None):
        values["disabled_at"] = func.clock_timestamp() if wish.disabled else None
    if wish.totp:
        raise BadInput("不能替别人启用动态口令", "密钥只能由本人扫码保存", "请本人登录后在“账号”中启用")
    if wish.totp is False and before.totp_on:
        values |= {"totp_secret": None, "totp_on": False}
    return values


def _somebody_administers(session: Session, before: Account) -> None:
    """Keep at least one administrator who may come in, or nobody could ever put it right over the network."""
    if before.role != Role.ADMINISTRATOR:
        return
    left = select(func.count()).where(ACCOUNTS.c.role == Role.ADMINISTRATOR.value, ACCOUNTS.c.disabled_at.is_(None))
    if not session.scalar(left):
        raise Conflict(
            f"“{before.name}”是最后一个可用的系统管理员", "至少要有一人能管理账号", "请先为另一人设系统管理员"
        )


def _taken(name: str, refusal: IntegrityError) -> Conflict:
    if _SUBJECT_TAKEN in str(refusal.orig):
        return Conflict("这个统一身份标识已属于别的账号", "一个统一身份只对应一个账号", "请先从原账号上取消")
    return Conflict(f"账号“{name}”已经存在", "账号名不重复，停用的账号也保留其名", "请换一个名字，或启用原账号")
