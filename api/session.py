"""A person's session: who is signed in, sign in, leave, change the password, second factor, tokens."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator
from sqlalchemy.orm import Session

from api import auth
from api.deps import AtDesk, Desk
from api.errors import Refused
from api.keepable import unkeepable
from data import accounts, gate, sessions, signing_in
from data.acting import Actor
from data.divisions import name_of
from data.sessions import Opened, Standing
from data.signing_in import Outcome
from layers.atlas import ATLAS
from layers.record import Disclosure
from layers.rights import Right, Role, right

router = APIRouter(prefix="/session", tags=["账号"])
LONGEST = 200
Password = Annotated[SecretStr, Field(max_length=LONGEST)]
Code = Annotated[str, Field(max_length=12, pattern=r"^[0-9 ]*$")]


class Wish(BaseModel):
    """A body whose misspelt members are refused."""

    model_config = ConfigDict(extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def can_be_kept(cls, given: object) -> object:
        """Refuse text that the register cannot hold, before it is compared or echoed."""
        if unkeepable(given) is not None:
            raise ValueError("含有登记库不能保存的字符")
        return given


class SignIn(Wish):
    """What a person gives at the door."""

    name: str = Field(title="账号名", max_length=LONGEST, examples=["wangfang"])
    password: Password = Field(title="密码")
    code: Code | None = Field(None, title="动态口令", description="启用了动态口令的账号须给出六位数字")


class NewPassword(Wish):
    """The present password and the one to come."""

    current: Password = Field(title="当前密码")
    new: Password = Field(title="新密码")


class SignedIn(BaseModel):
    """Who is signed in."""

    id: int = Field(title="账号编号")
    name: str = Field(title="账号名")
    role: Role = Field(title="职责")
    role_label: str = Field(title="职责名称")
    division: str = Field(title="管辖的行政区划")
    division_name: str | None = Field(title="行政区划名称")
    must_change_password: bool = Field(title="须先更改密码")
    last_sign_in_at: dt.datetime | None = Field(title="上次登录", description="本次之前的一次")
    failed_attempts: int = Field(title="其间失败的登录次数")
    has_totp: bool = Field(title="已启用动态口令")
    has_password: bool = Field(title="有密码", description="只经统一身份认证登录的账号没有")
    has_oidc: bool = Field(title="已关联统一身份")


class LayerRight(BaseModel):
    """What may be done in a layer."""

    sees: Disclosure = Field(title="可见到何种公开范围")
    writes: bool = Field(title="可改")


class OidcOffer(BaseModel):
    """Another door: the county's own identity provider."""

    title: str = Field(title="名称")


class SessionState(BaseModel):
    """Who is at this desk, and what they may do; nobody is signed in when `account` is null."""

    account: SignedIn | None = Field(title="账号")
    csrf: str | None = Field(title="防伪标记", description="改动须放入 X-CSRF-Token；令牌不需要")
    rights: dict[str, LayerRight] = Field(title="各图层的权限")
    oidc: OidcOffer | None = Field(title="统一身份认证")


def signed_in(request: Request, desk: AtDesk) -> Standing:
    """The person at the browser; a program with a token is not a person.

    Raises:
        Refused: nobody is signed in, or a token is shown.
    """
    known = auth.standing(desk.engine, desk.settings, request)
    if known is None:
        raise auth.unauthenticated("没有登录", "这一步只有本人登录后可做", "请先登录")
    if known.csrf is None:
        raise Refused(
            403, "令牌不能做这一步", "账号的密码、动态口令和令牌只由本人登录后管理", "请在浏览器中登录", kind="token"
        )
    return known


def settled(known: Annotated[Standing, Depends(signed_in)]) -> Standing:
    """The person at the browser, with a password of their own.

    Raises:
        Refused: nobody is signed in, or the one-time password must go first.
    """
    if known.must_change:
        raise auth.must_change()
    return known


Person = Annotated[Standing, Depends(signed_in)]
Settled = Annotated[Standing, Depends(settled)]


@router.get("", summary="谁已登录，可做什么")
def read(request: Request, desk: AtDesk, response: Response) -> SessionState:
    """Who is signed in; a session that is over is nobody's, and the browser forgets it."""
    try:
        known = auth.standing(desk.engine, desk.settings, request)
    except Refused:
        if "authorization" in request.headers:
            raise
        auth.take_cookie(request, response)
        known = None
    return _state(desk, known, auth.session_token(request))


@router.post("", summary="登录", responses={401: {"description": "账号名或密码不对"}, 429: {"description": "须等待"}})
def sign_in(request: Request, desk: AtDesk, response: Response, given: SignIn) -> SessionState:
    """Sign in; the answer never tells whether the name exists, and costs the same either way."""
    auth.refuse_other_sites(request)
    auth.refuse_plain_ways(request)
    now, password = auth.now(), given.password.get_secret_value()
    with desk.writing() as session:
        who = signing_in.approach(session, given.name, auth.address_of(request), now)
    if who.wait_s:
        raise _wait(who.wait_s)
    judged = signing_in.judge(who, password, given.code, now)
    opened = _admitted(desk, who, judged)
    if opened is None:
        with desk.writing() as session:
            signing_in.refuse(session, who, judged.outcome.name.lower())
        raise _not_admitted(judged.outcome)
    return _enter(desk, request, response, opened)


@router.delete("", status_code=204, summary="退出")
def leave(request: Request, desk: AtDesk, response: Response) -> None:
    """Leave; who has left already has nothing to leave."""
    token = auth.session_token(request)
    auth.take_cookie(request, response)
    if token is None:
        return
    try:
        known = auth.standing(desk.engine, desk.settings, request)
    except Refused as refusal:
        if refusal.problem.status == 401:  # noqa: PLR2004 - the session is over
            return
        raise
    with desk.writing() as session:
        signing_in.leave(session, known.name if known else "", token)


@router.put("/password", summary="更改密码")
def change_password(
    request: Request, desk: AtDesk, response: Response, known: Person, given: NewPassword
) -> SessionState:
    """Change the own password; every session of the account ends, and this browser gets a new one."""
    with proving(desk, request, known) as session:
        current, new = given.current.get_secret_value(), given.new.get_secret_value()
        accounts.change_password(session, known.account, current, new)
        opened = sessions.open_session(session, known.account, auth.terms(desk.settings), auth.now())
    return _enter(desk, request, response, opened)


@contextmanager
def proving(desk: Desk, request: Request, known: Standing) -> Iterator[Session]:
    """A transaction in which a person proves a secret once more; guesses are counted like those at the door.

    Raises:
        Refused: too many were wrong.
    """
    address = auth.address_of(request)
    with desk.writing() as session:
        wait_s = gate.knock(session, known.name, address, auth.now())
    if wait_s:
        raise _wait(wait_s)
    with desk.writing(auth.actor_of(known)) as session:
        yield session
        gate.open_again(session, known.name, address)


def enter(desk: Desk, request: Request, response: Response, opened: Opened) -> Standing | None:
    """Hand the browser its new session; the former one of this browser ends (no session is taken over)."""
    former = auth.session_token(request)
    if former:
        with desk.writing() as session:
            sessions.end(session, former)
    auth.give_cookie(request, response, opened.token)
    with desk.engine.connect() as connection:
        return sessions.standing(connection, opened.token, auth.terms(desk.settings), auth.now())


def _enter(desk: Desk, request: Request, response: Response, opened: Opened) -> SessionState:
    return _state(desk, enter(desk, request, response, opened), opened.token)


def _admitted(desk: Desk, who: signing_in.Approach, judged: signing_in.Judgement) -> Opened | None:
    if judged.outcome is not Outcome.ADMITTED:
        return None
    with desk.writing() as session:
        return signing_in.admit(session, who, judged, auth.terms(desk.settings), auth.now())


def _state(desk: Desk, known: Standing | None, token: str | None) -> SessionState:
    offer = OidcOffer(title=desk.settings.oidc_title) if desk.settings.oidc_issuer else None
    if known is None:
        return SessionState(account=None, csrf=None, rights=_rights(None), oidc=offer)
    actor = auth.actor_of(known)
    with desk.reading(actor) as session:
        account = _account(session, known, token, desk.settings.today())
    return SessionState(
        account=account, csrf=known.csrf, rights=_rights(None if known.must_change else actor), oidc=offer
    )


def _account(session: Session, known: Standing, token: str | None, today: dt.date) -> SignedIn:
    kept = accounts.by_id(session, known.account)
    before, failures = sessions.before(session, token) if token and known.csrf else (kept.last_sign_in_at, 0)
    return SignedIn(
        id=kept.id,
        name=kept.name,
        role=kept.role,
        role_label=kept.role.label,
        division=kept.division,
        division_name=name_of(session, kept.division, today),
        must_change_password=known.must_change,
        last_sign_in_at=before,
        failed_attempts=failures,
        has_totp=kept.totp_on,
        has_password=kept.has_password,
        has_oidc=kept.oidc_subject is not None,
    )


def _rights(actor: Actor | None) -> dict[str, LayerRight]:
    nobody = Right(Disclosure.PUBLIC)
    held = {page.layer.id: right(actor.role, page.layer) if actor and actor.role else nobody for page in ATLAS}
    may_write = bool(actor and actor.may_write)
    return {layer: LayerRight(sees=may.sees, writes=may.writes and may_write) for layer, may in held.items()}


def _wait(seconds: int) -> Refused:
    return Refused(
        429,
        "尝试次数过多，暂时不能登录",
        "连续失败后须等待，且一次比一次久",
        f"请在 {_spoken(seconds)}后重试；忘记密码请系统管理员重置",
        kind="wait",
        headers={"Retry-After": str(seconds)},
    )


def _spoken(seconds: int) -> str:
    return f"{seconds} 秒" if seconds < 120 else f"{-(-seconds // 60)} 分钟"  # noqa: PLR2004 - two minutes


def _not_admitted(outcome: Outcome) -> Refused:
    if outcome is Outcome.CODE_WANTED:
        return auth.unauthenticated(
            "还需要动态口令", "这个账号启用了动态口令", "请输入手机上的六位数字", kind="totp-required"
        )
    if outcome is Outcome.WRONG:
        return auth.unauthenticated(
            "账号名或密码不对",
            "两者须与登记的一致，且账号未停用",
            "请核对后重试；忘记密码请系统管理员重置",
            kind="wrong-password",
        )
    return auth.unauthenticated(
        "动态口令不对或已用过", "每 30 秒换一个，每个只能用一次", "请核对手机时间，等下一个再输入", kind="wrong-code"
    )
