"""Who asks: a person at a browser by the session's cookie, a program by its token; never anything in between.

Whoever shows a credential that proves nobody is refused, never served as the public: a clerk must not take the public
view for the own. A page of another site cannot act in a clerk's name: the cookie does not travel with its requests, and
a deed must repeat the session's own word against forgery.
"""

import base64
import binascii
import datetime as dt
from urllib.parse import urlsplit

from fastapi import Request, Response
from sqlalchemy import Engine

from api.errors import Refused
from api.settings import LOOPBACK, Settings
from data import sessions, tokens
from data.accounts import canonical
from data.acting import Actor, public
from data.sessions import Standing, Terms

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# Over TLS a browser takes a cookie named __Host- only when it is Secure, of this host alone and of the whole site.
COOKIE, PLAIN_COOKIE = "__Host-cairn", "cairn-plain"
CSRF_HEADER = "x-csrf-token"
# The stream of changes, to which a browser comes back every two minutes.
_BY_ITSELF = frozenset({"/api/events"})
_CHALLENGE = 'Bearer realm="cairn"'
_BASIC_CHALLENGE = 'Basic realm="cairn", charset="UTF-8"'


def now() -> dt.datetime:
    """The present moment."""
    return dt.datetime.now(dt.UTC)


def terms(settings: Settings) -> Terms:
    """How long a session lives."""
    return Terms(dt.timedelta(minutes=settings.session_idle_min), dt.timedelta(hours=settings.session_max_h))


def caller(engine: Engine, settings: Settings, request: Request) -> Actor:
    """Who acts in this request.

    Raises:
        Refused: the credential shown proves nobody, the deed may be forged, or a one-time password must go first.
    """
    known = standing(engine, settings, request)
    if known is None:
        return public(settings.public_decimals)
    if not known.must_change:
        return actor_of(known)
    if request.method in SAFE:
        return public(settings.public_decimals)
    raise must_change()


def standing(engine: Engine, settings: Settings, request: Request) -> Standing | None:
    """Who the request's token or session speaks for; None when it shows neither.

    Raises:
        Refused: what it shows proves nobody, or a deed does not repeat the session's word against forgery.
    """
    shown = request.headers.get("authorization")
    if shown is not None:
        return _of_token(engine, shown)
    token = session_token(request)
    if token is None:
        return None
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        is_deed = request.url.path not in _BY_ITSELF
        known = sessions.standing(connection, token, terms(settings), now(), is_deed=is_deed)
    if known is None:
        raise _session_over(request)
    if request.method not in SAFE:
        refuse_other_sites(request)
        if not known.repeats(request.headers.get(CSRF_HEADER)):
            raise _forged("请求没有带会话的防伪标记", "请刷新页面后重试；程序请改用令牌")
    return known


def actor_of(known: Standing) -> Actor:
    """An account that stands as an actor."""
    return Actor(known.account, known.name, known.role, known.division, may_write="write" in known.scopes)


def refuse_other_sites(request: Request) -> None:
    """Refuse a deed that a page of another site sends.

    Raises:
        Refused: the browser says that the request comes from elsewhere.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        raise _forged("请求来自别的网站", "请从本系统的页面操作")
    origin = request.headers.get("origin")
    if (
        site is None
        and origin is not None
        and urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower()
    ):
        raise _forged("请求来自别的网站", "请从本系统的页面操作；经代理访问时，代理须保留 Host")


def refuse_plain_ways(request: Request) -> None:
    """Refuse to take a password, or to give a cookie, over a way on which others can read it.

    Raises:
        Refused: the way is plain HTTP from another machine.
    """
    if not _is_private(request):
        raise Refused(
            403,
            "不能在未加密的连接上登录",
            "密码和会话会被同一网络上的人读到",
            "请经 https 访问（可由反向代理提供），或在服务器本机登录",
            kind="plain-http",
        )


def session_token(request: Request) -> str | None:
    """What the browser holds of its session."""
    return request.cookies.get(_cookie(request))


def give_cookie(request: Request, response: Response, token: str) -> None:
    """Let the browser hold the session until it is closed; no script can read it, no other site can send it."""
    secure = _is_encrypted(request)
    response.set_cookie(_cookie(request), token, path="/", secure=secure, httponly=True, samesite="strict")


def take_cookie(request: Request, response: Response) -> None:
    """Let the browser forget its session."""
    secure = _is_encrypted(request)
    response.delete_cookie(_cookie(request), path="/", secure=secure, httponly=True, samesite="strict")


def address_of(request: Request) -> str:
    """Where the request comes from, as far as the connection or a trusted proxy tells."""
    return request.client.host if request.client else ""


def must_change() -> Refused:
    """The refusal of deeds under a one-time password."""
    return Refused(
        403,
        "请先更改一次性密码",
        "这个密码由别人设定，本人更改之前不开放任何权限",
        "请在登录窗口设置自己的密码",
        kind="must-change-password",
    )


def unauthenticated(what: str, why: str, remedy: str, *, kind: str = "sign-in", challenge: str = _CHALLENGE) -> Refused:
    """A refusal that asks who it is."""
    return Refused(401, what, why, remedy, kind=kind, headers={"WWW-Authenticate": challenge})


def _of_token(engine: Engine, shown: str) -> Standing:
    scheme, _, value = shown.partition(" ")
    name, token, challenge = None, value.strip(), _CHALLENGE
    if scheme.lower() == "basic":
        name, token, challenge = *_pair(value), _BASIC_CHALLENGE
    elif scheme.lower() != "bearer":
        raise unauthenticated(
            f"不支持认证方式“{scheme[:20]}”",
            "接口只认令牌",
            "请用 Authorization: Bearer 令牌，或 Basic（账号名＋令牌）",
        )
    known = None
    if token.startswith(tokens.PREFIX):
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            known = tokens.standing(connection, token, now(), name)
    if known is None:
        raise unauthenticated(
            "令牌无效",
            "它不存在、已作废、已过期，或账号已停用；接口不接受账号的密码",
            "请换用有效的令牌：在“账号”中签发，或运行 cairn user token 账号名",
            kind="bad-token",
            challenge=challenge,
        )
    return known


def _pair(value: str) -> tuple[str, str]:
    """Name and token of HTTP Basic (RFC 7617); what cannot be read proves nobody."""
    try:
        name, _, token = base64.b64decode(value.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return canonical(name), token


def _session_over(request: Request) -> Refused:
    """Told once: the browser forgets the session with this answer, and is the public afterwards, knowingly."""
    over = unauthenticated(
        "登录已经失效", "会话已过期、已退出，或密码、职责、账号状态有变", "请重新登录", kind="session-over"
    )
    forgotten = Response()
    take_cookie(request, forgotten)
    over.headers["Set-Cookie"] = forgotten.headers["set-cookie"]
    return over


def _forged(what: str, remedy: str) -> Refused:
    return Refused(403, what, "为防止别的网站冒用您的登录，本次操作没有执行", remedy, kind="forged-request")


def _cookie(request: Request) -> str:
    return COOKIE if _is_encrypted(request) else PLAIN_COOKIE


def _is_encrypted(request: Request) -> bool:
    return request.url.scheme == "https"


def _is_private(request: Request) -> bool:
    return _is_encrypted(request) or (request.url.hostname or "") in LOOPBACK
