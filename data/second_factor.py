"""The second factor: time-based codes of six digits (RFC 6238), each good once. A step is thirty seconds."""

import datetime as dt
import hmac
from dataclasses import dataclass

import pyotp
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from data.access_tables import ACCOUNTS
from data.audit import note
from data.errors import BadInput, Conflict
from layers.rules import Finding

ISSUER = "Cairn"
STEP_S = 30
# A clock half a minute off on either side still fits.
_TOLERATED_STEPS = (0, -1, 1)


@dataclass(frozen=True)
class Enrolment:
    """What the person's device must learn: the secret, and the address that carries it."""

    secret: str
    uri: str


def begin(session: Session, account: int) -> Enrolment:
    """A new secret, which counts only after `confirm`.

    Raises:
        Conflict: the second factor is on already.
    """
    row = session.execute(select(ACCOUNTS.c.name, ACCOUNTS.c.totp_on).where(ACCOUNTS.c.id == account)).one()
    if row.totp_on:
        raise Conflict("动态口令已经启用", "一个账号只用一个密钥", "要换设备，请先停用再重新启用")
    secret = pyotp.random_base32()
    session.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == account).values(totp_secret=secret))
    return Enrolment(secret, pyotp.TOTP(secret).provisioning_uri(name=row.name, issuer_name=ISSUER))


def confirm(session: Session, account: int, code: str, now: dt.datetime) -> None:
    """Switch the second factor on: the device has shown that it knows the secret.

    Raises:
        BadInput: the code does not fit.
        Conflict: nothing was begun, or it is on already.
    """
    row = session.execute(select(ACCOUNTS.c.totp_secret, ACCOUNTS.c.totp_on).where(ACCOUNTS.c.id == account)).one()
    if row.totp_secret is None or row.totp_on:
        raise Conflict("没有待确认的动态口令", "须先取得密钥并扫码", "请从“启用动态口令”重新开始")
    _require(session, account, row.totp_secret, code, now)
    session.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == account).values(totp_on=True))
    note(session, deed="totp-on", subject=f"account:{account}")


def leave(session: Session, account: int, code: str, now: dt.datetime) -> None:
    """Switch the second factor off, with one last code; who lost the device asks an administrator.

    Raises:
        BadInput: the code does not fit.
        Conflict: it is not on.
    """
    row = session.execute(select(ACCOUNTS.c.totp_secret, ACCOUNTS.c.totp_on).where(ACCOUNTS.c.id == account)).one()
    if not row.totp_on:
        raise Conflict("动态口令没有启用", "没有可停用的", "无须操作")
    _require(session, account, row.totp_secret, code, now)
    session.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == account).values(totp_on=False, totp_secret=None))
    note(session, deed="totp-off", subject=f"account:{account}")


def step_of(secret: str, code: str, now: dt.datetime) -> int | None:
    """The step whose code this is; None when it is none of the present."""
    device, present = pyotp.TOTP(secret), int(now.timestamp()) // STEP_S
    given = code.strip().replace(" ", "").encode()
    fitting = [
        present + off
        for off in _TOLERATED_STEPS
        if hmac.compare_digest(device.generate_otp(present + off).encode(), given)
    ]
    return fitting[0] if fitting else None


def use(session: Session, account: int, step: int) -> bool:
    """Use up a step: true the first time, false for a code that was overheard and comes again."""
    newer = func.coalesce(ACCOUNTS.c.totp_last_step, -1) < step
    used = update(ACCOUNTS).where(ACCOUNTS.c.id == account, newer).values(totp_last_step=step)
    return session.scalar(used.returning(ACCOUNTS.c.id)) is not None


def _require(session: Session, account: int, secret: str, code: str, now: dt.datetime) -> None:
    step = step_of(secret, code, now)
    if step is None or not use(session, account, step):
        said = "动态口令不对或已用过"
        raise BadInput(
            said, "每 30 秒换一个，每个只能用一次", "请核对手机时间，等下一个再输入", findings=(Finding(said, "code"),)
        )
