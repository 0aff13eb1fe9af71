"""What a person looks after: the second factor on the own phone, and the tokens of the own programs."""

import datetime as dt
from typing import Annotated, Self

import segno
from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, Field

from api import auth
from api.deps import AtDesk
from api.session import Code, Password, Settled, Wish, proving
from data import accounts, second_factor, tokens
from data.tokens import Scope, Token

router = APIRouter(prefix="/session", tags=["账号"])
_DOT_PX = 5


class Begin(Wish):
    """Who enrols a phone proves once more to be the person; an account without a password needs none."""

    password: Password | None = Field(None, title="当前密码")


class GivenCode(Wish):
    """A code from the phone."""

    code: Code = Field(title="动态口令", examples=["123456"])


class Enrolment(BaseModel):
    """What the phone must learn; shown once, and worth nothing before the first code is confirmed."""

    secret: str = Field(title="密钥", description="不能扫码时手工输入（Base32）")
    uri: str = Field(title="地址", description="otpauth://…")
    qr: str = Field(title="二维码", description="data:image/svg+xml…，可直接用作图片地址")


class TokenWish(Wish):
    """A token as it is asked for."""

    title: str = Field(title="用途", max_length=100, examples=["办公室 QGIS"])
    scope: Scope = Field(Scope.READ, title="范围")
    days: int | None = Field(365, title="有效天数", ge=1, le=tokens.LONGEST_DAYS, description="空为不限")


class TokenState(BaseModel):
    """A token without its text."""

    id: int = Field(title="令牌编号")
    title: str = Field(title="用途")
    scopes: list[str] = Field(title="范围")
    created_at: dt.datetime = Field(title="签发时间")
    expires_at: dt.datetime | None = Field(title="失效时间")
    last_used_at: dt.datetime | None = Field(title="最近使用", description="精确到一分钟")

    @classmethod
    def of(cls, token: Token) -> Self:
        """A token as its owner sees it."""
        return cls.model_validate(token, from_attributes=True)


class TokenList(BaseModel):
    """The tokens that may still be used."""

    tokens: list[TokenState] = Field(title="令牌")


class IssuedToken(TokenState):
    """A new token; its text is shown this once."""

    token: str = Field(title="令牌", description="只显示这一次", examples=["cairn_…"])


@router.post("/totp", status_code=201, summary="开始启用动态口令")
def begin(request: Request, desk: AtDesk, known: Settled, given: Begin) -> Enrolment:
    """Show the secret to the phone."""
    with proving(desk, request, known) as session:
        password = given.password.get_secret_value() if given.password else ""
        accounts.prove(session, known.account, password)
        enrolment = second_factor.begin(session, known.account)
    picture = segno.make(enrolment.uri, error="m").svg_data_uri(scale=_DOT_PX)
    return Enrolment(secret=enrolment.secret, uri=enrolment.uri, qr=picture)


@router.put("/totp", status_code=204, summary="确认动态口令")
def confirm(request: Request, desk: AtDesk, known: Settled, given: GivenCode) -> None:
    """Switch it on, once the phone has shown a code."""
    with proving(desk, request, known) as session:
        second_factor.confirm(session, known.account, given.code, auth.now())


@router.delete("/totp", status_code=204, summary="停用动态口令")
def leave(request: Request, desk: AtDesk, known: Settled, given: GivenCode) -> None:
    """Switch it off, with one last code."""
    with proving(desk, request, known) as session:
        second_factor.leave(session, known.account, given.code, auth.now())


@router.get("/tokens", summary="我的令牌")
def read_tokens(desk: AtDesk, known: Settled) -> TokenList:
    """The tokens that may still be used."""
    with desk.reading(auth.actor_of(known)) as session:
        return TokenList(tokens=[TokenState.of(token) for token in tokens.kept(session, known.account)])


@router.post("/tokens", status_code=201, summary="签发令牌")
def issue(desk: AtDesk, known: Settled, wish: TokenWish) -> IssuedToken:
    """A new token for a program; it is shown this once."""
    with desk.writing(auth.actor_of(known)) as session:
        token, text = tokens.issue(
            session, known.account, title=wish.title, scope=wish.scope, days=wish.days, now=auth.now()
        )
    return IssuedToken(**TokenState.of(token).model_dump(), token=text)


@router.delete("/tokens/{number}", status_code=204, summary="作废令牌")
def revoke(desk: AtDesk, known: Settled, number: Annotated[int, Path(title="令牌编号", ge=1, lt=2**63)]) -> None:
    """Take a token back, at once."""
    with desk.writing(auth.actor_of(known)) as session:
        tokens.revoke(session, known.account, number)
