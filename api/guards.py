"""What stands around every request: headers, the size of bodies, errors nobody foresaw. Sizes are bytes."""

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import answer, plain, problem, unforeseen

# Nothing is loaded from elsewhere. MapLibre starts its worker from a blob and draws icons from data addresses;
# Ant Design writes styles into the page.
POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "child-src": "blob:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
# A map kept as one file carries its scripts inside and fetches nothing at all.
SHEET_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data: blob:; "
    "font-src data:; worker-src blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-scripts allow-popups"
)


def content_policy(base_map: str | None) -> str:
    """The content security policy; a base map of the county's choice is the only origin it may add."""
    policy = dict(POLICY)
    if base_map and "://" in base_map:
        origin = "/".join(base_map.replace("{s}", "*").split("/", 3)[:3])
        policy["img-src"] += f" {origin}"
        policy["connect-src"] += f" {origin}"
    return "; ".join(f"{name} {sources}" for name, sources in policy.items())


class SecurityHeaders:
    """Adds the headers that keep a browser from trusting anything but this desk."""

    def __init__(self, app: ASGIApp, policy: str) -> None:
        self.app = app
        self.headers = {
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Permissions-Policy": "camera=(), microphone=(), geolocation=(self)",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; headers already set stay as they are."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


class NeverKept:
    """Forbids every cache to keep an answer of these addresses, refusals included."""

    def __init__(self, app: ASGIApp, below: tuple[str, ...]) -> None:
        self.app = app
        self.below = below

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; whatever the answer says of caches is replaced."""

        async def unkept(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Cache-Control"] = "no-store"
            await send(message)

        personal = scope["type"] == "http" and scope["path"].startswith(self.below)
        await self.app(scope, receive, unkept if personal else send)


class KnownHosts:
    """Answers only to the desk's own names: a page elsewhere that renames itself to this machine reads nothing."""

    def __init__(self, app: ASGIApp, names: frozenset[str]) -> None:
        self.app = app
        self.names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a request that calls the desk by a strange name."""
        if scope["type"] == "http" and not {"*", self._called(scope)} & self.names:
            name = self._called(scope)
            refusal = problem(
                421,
                f"本服务不叫“{name}”",
                "它只按已知的主机名应答，以免被别的网页冒名读取",
                "请用 127.0.0.1 或 localhost 访问，或把该名字加入 CAIRN_HOSTS",
                kind="strange-host",
            )
            await answer(refusal)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _called(self, scope: Scope) -> str:
        """The name without its port."""
        host = Headers(scope=scope).get("host", "").lower()
        return host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]


class TooLarge(HTTPException):
    """A body beyond the limit; the framework lets this kind of error through while it reads."""

    def __init__(self, limit: int) -> None:
        super().__init__(413, f"{limit // 1_000_000} MB", {"Connection": "close"})


class BodyLimit:
    """Refuses bodies that are too large, by what they declare and by what really arrives."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count while the body arrives; answer 413 when it grows beyond the limit."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "0")
        if declared.isdigit() and int(declared) > self.limit:
            await plain(TooLarge(self.limit), Request(scope))(scope, receive, send)
            return
        arrived = 0

        async def counted() -> Message:
            nonlocal arrived
            message = await receive()
            arrived += len(message.get("body", b""))
            if arrived > self.limit:
                raise TooLarge(self.limit)
            return message

        await self.app(scope, counted, send)


class HeadAsGet:
    """Answers HEAD as GET would, without the body (RFC 9110, 9.3.2): clients ask for tags and lengths so."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a HEAD on as a GET, and keep the body back."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, without_body)


class Unforeseen:
    """Answers errors nobody foresaw with a number, and logs them with it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer instead of the framework, so that no text of the error leaves the desk."""
        started = False

        async def noted(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except Exception as error:
            if scope["type"] != "http" or started:
                raise
            await unforeseen(error, Request(scope).url.path)(scope, receive, send)
