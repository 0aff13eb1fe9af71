"""The accounts of the county, for its administrators: list, make, change, close, reset."""

import datetime as dt
from typing import Annotated, Self

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, Field

from api import auth
from api.deps import AtDesk
from api.errors import Refused
from api.session import Settled, Wish
from data import accounts
from data.accounts import Account, Amendment
from data.acting import Actor
from layers.fields import DivisionCode
from layers.rights import Role

router = APIRouter(prefix="/accounts", tags=["账号"])
Subject = Annotated[str, Field(max_length=255)]


class AccountState(BaseModel):
    """An account without its secrets."""

    id: int = Field(title="账号编号")
    name: str = Field(title="账号名")
    role: Role = Field(title="职责")
    role_label: str = Field(title="职责名称")
    division: str = Field(title="管辖的行政区划")
    must_change_password: bool = Field(title="须先更改密码")
    has_password: bool = Field(title="有密码")
    has_totp: bool = Field(title="已启用动态口令")
    oidc_subject: str | None = Field(title="统一身份标识")
    db_role: str | None = Field(title="数据库用户")
    failed_attempts: int = Field(title="连续失败的登录次数")
    locked_until: dt.datetime | None = Field(title="锁定至")
    last_sign_in_at: dt.datetime | None = Field(title="上次登录")
    last_failure_at: dt.datetime | None = Field(title="上次失败")
    disabled_at: dt.datetime | None = Field(title="停用时间")
    created_at: dt.datetime = Field(title="建立时间")
    created_by: str = Field(title="建立人")

    @classmethod
    def of(cls, kept: Account) -> Self:
        """An account as administrators see it."""
        shown = {name: value for name, value in vars(kept).items() if name in cls.model_fields}
        return cls(
            **shown,
            role_label=kept.role.label,
            must_change_password=kept.must_change,
            has_totp=kept.totp_on,
            failed_attempts=kept.failures,
        )


class AccountList(BaseModel):
    """The accounts of the administrator's division and below."""

    accounts: list[AccountState] = Field(title="账号")


class NewAccount(Wish):
    """A new account as it is asked for."""

    name: str = Field(title="账号名", min_length=1, max_length=accounts.LONGEST_NAME, examples=["wangfang"])
    role: Role = Field(title="职责")
    division: DivisionCode = Field(title="管辖的行政区划")
    oidc_subject: Subject | None = Field(None, title="统一身份标识")


class AccountChange(Wish):
    """What is to be different; a member that is left out stays as it is."""

    role: Role | None = Field(None, title="职责")
    division: DivisionCode | None = Field(None, title="管辖的行政区划")
    oidc_subject: Subject | None = Field(None, title="统一身份标识", description="空字符串为取消关联")
    disabled: bool | None = Field(None, title="停用")
    totp: bool | None = Field(None, title="动态口令", description="只能替人停用（false）")


class OneTimePassword(BaseModel):
    """An account, and its one-time password, shown this once."""

    account: AccountState = Field(title="账号")
    password: str = Field(title="一次性密码", description="只显示这一次；本人登录后须更改")


def _administrator(known: Settled) -> Actor:
    if known.role is not Role.ADMINISTRATOR:
        raise Refused(
            403, "只有系统管理员可以管理账号", f"您的职责是{known.role.label}", "请由系统管理员办理", kind="not-yours"
        )
    return auth.actor_of(known)


Administrator = Annotated[Actor, Depends(_administrator)]
Number = Annotated[int, Path(title="账号编号", ge=1, lt=2**63)]


@router.get("", summary="全部账号")
def read_all(desk: AtDesk, administrator: Administrator) -> AccountList:
    """The accounts of the administrator's division and below."""
    with desk.reading(administrator) as session:
        return AccountList(accounts=[AccountState.of(kept) for kept in accounts.everyone(session)])


@router.post("", status_code=201, summary="建立账号")
def add(desk: AtDesk, administrator: Administrator, wish: NewAccount) -> OneTimePassword:
    """A new account with a one-time password, which is shown this once."""
    with desk.writing(administrator) as session:
        new, password = accounts.add(session, wish.name, wish.role, wish.division, oidc_subject=wish.oidc_subject)
    return OneTimePassword(account=AccountState.of(new), password=password)


@router.patch("/{number}", summary="更改账号")
def change(desk: AtDesk, administrator: Administrator, number: Number, wish: AccountChange) -> AccountState:
    """Change an account's office, division or admission; its sessions end with it."""
    with desk.writing(administrator) as session:
        return AccountState.of(accounts.amend(session, number, Amendment(**wish.model_dump())))


@router.post("/{number}/password-reset", summary="重置密码")
def reset(desk: AtDesk, administrator: Administrator, number: Number) -> OneTimePassword:
    """A new one-time password, shown this once; sessions, tokens and second factor of the account end."""
    with desk.writing(administrator) as session:
        kept, password = accounts.reset_password(session, number)
    return OneTimePassword(account=AccountState.of(kept), password=password)
