"""Signing in at the county's identity provider, or linking one's account to it.

Decided: nobody becomes somebody by a name. An account is entered from outside only when an administrator has put the
provider's lasting identifier (`sub`) on it, or its owner, signed in here, has gone to the provider and come back.
Names and addresses that the provider tells can be chosen or reused there; accounts are never made by a sign-in.
"""

import hmac
from html import escape

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api import auth
from api.deps import AtDesk, Desk
from api.errors import Problem, Refused, answer, problem
from api.identity_provider import IdentityProvider, NotIdentified
from api.session import enter
from data import oidc_flows, signing_in
from data.errors import Conflict
from data.oidc_flows import LIFE
from layers.refusal import Refusal

router = APIRouter(prefix="/session/oidc", tags=["账号"])
BACK = "/api/session/oidc/callback"
COOKIE = "cairn-oidc"
SEE_OTHER = 303


@router.get("", status_code=SEE_OTHER, response_class=RedirectResponse, summary="去统一身份认证登录")
def go(request: Request, desk: AtDesk) -> Response:
    """Send the browser to the provider; whoever is signed in comes back with the own account linked."""
    try:
        auth.refuse_plain_ways(request)
        provider = _provider(desk)
        known = _signed_in(desk, request)
        with desk.writing() as session:
            state, flow = oidc_flows.begin(session, known, auth.now())
        address = provider.door(flow, state, _back(request))
    except (Refused, NotIdentified) as refusal:
        return _told(request, refusal)
    away = RedirectResponse(address, SEE_OTHER)
    # The way back comes from the provider's site, so this one must travel with it; it proves the browser, nothing else.
    secure = request.url.scheme == "https"
    life = int(LIFE.total_seconds())
    away.set_cookie(COOKIE, state, life, path=BACK, secure=secure, httponly=True, samesite="lax")
    return away


@router.get("/callback", status_code=SEE_OTHER, response_class=RedirectResponse, summary="从统一身份认证回来")
def come_back(
    request: Request, desk: AtDesk, *, state: str = "", code: str = "", error: str = "", iss: str = ""
) -> Response:
    """Take in whom the provider identified."""
    try:
        _same_provider(desk, iss)
        back = _taken_in(desk, request, state, code, error)
    except (Refused, NotIdentified, Conflict) as refusal:
        back = _told(request, refusal)
    back.delete_cookie(COOKIE, path=BACK)
    return back


def _taken_in(desk: Desk, request: Request, state: str, code: str, error: str) -> Response:
    """Open a session for whom the provider identified, or link the account of whoever had been signed in."""
    held = request.cookies.get(COOKIE, "")
    provider = _provider(desk)
    with desk.writing() as session:
        flow = oidc_flows.finish(session, state, auth.now()) if state else None
    if flow is None or not hmac.compare_digest(held.encode(), state.encode()):
        raise _refused(
            "这次登录已经用过、过期，或不是从这个浏览器开始的",
            "统一身份认证的回执只能使用一次",
            "请重新登录",
            kind="oidc-state",
        )
    if error or not code:
        raise _refused(
            "统一身份认证没有放行", f"它答复“{error[:60] or '没有授权码'}”", "请重新登录", kind="oidc-refused"
        )
    subject = provider.subject(code, flow, _back(request))
    home = RedirectResponse("/", SEE_OTHER)
    with desk.writing() as session:
        opened = signing_in.admit_identified(
            session,
            subject,
            link_to=flow.account,
            address=auth.address_of(request),
            terms=auth.terms(desk.settings),
            now=auth.now(),
        )
    if opened is None:
        with desk.writing() as session:
            signing_in.refuse_identified(session, subject, auth.address_of(request))
        raise _refused(
            "您的统一身份还没有对应的账号",
            f"身份标识为“{subject[:255]}”",
            "请把这个标识交给系统管理员，由其填入您的账号；或先用密码登录，再关联统一身份",
            kind="oidc-unknown",
        )
    enter(desk, request, home, opened)
    return home


def _provider(desk: Desk) -> IdentityProvider:
    if desk.provider is None:
        raise Refused(
            404, "本系统没有启用统一身份认证", "CAIRN_OIDC_ISSUER 没有设置", "请用账号和密码登录", kind="no-oidc"
        )
    return desk.provider


def _same_provider(desk: Desk, issuer: str) -> None:
    """Refuse an answer that another provider gave (RFC 9207); one that names none is judged by its token."""
    if issuer and issuer != _provider(desk).issuer:
        raise _refused("这次登录的回执来自别的身份提供者", f"它自称“{issuer[:200]}”", "请重新登录", kind="oidc-refused")


def _signed_in(desk: Desk, request: Request) -> int | None:
    """The account at this browser that wants to be linked; a session that is over links nothing."""
    try:
        known = auth.standing(desk.engine, desk.settings, request)
    except Refused:
        return None
    return known.account if known and known.csrf and not known.must_change else None


def _back(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}{BACK}"


def _refused(what: str, why: str, remedy: str, *, kind: str) -> Refused:
    return Refused(403, what, why, remedy, kind=kind)


def _told(request: Request, refusal: Refused | Refusal) -> Response:
    """A refusal where a person sees it: the browser came here by itself, so it is a page."""
    if isinstance(refusal, Refused):
        said, headers = refusal.problem, refusal.headers
    else:
        said, headers = problem(403, refusal.what, refusal.why, refusal.remedy, kind="oidc-refused"), {}
    if "text/html" not in request.headers.get("accept", ""):
        return answer(said, headers)
    return HTMLResponse(_page(said), said.status, headers)


def _page(said: Problem) -> str:
    return (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(said.title)}</title></head>"
        f"<body><h1>{escape(said.what)}</h1><p>{escape(said.why)}。</p><p>{escape(said.remedy)}。</p>"
        '<p><a href="/">回到首页</a></p></body></html>\n'
    )
