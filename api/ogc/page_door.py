"""The short way to a page of items: past routes and dependencies, for those who show no credential and ask plainly.

Solving the dependencies of the route costs more than the page itself. What is not understood here is passed on: every
refusal, filter and person is the route's affair, and so is whatever goes wrong.
"""

import asyncio
import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qsl

from fastapi import Request, Response
from sqlalchemy.exc import SQLAlchemyError
from starlette.types import ASGIApp, Receive, Scope, Send

from api.deps import Desk
from api.errors import Refused
from api.ogc.forms import Answer, Form
from api.ogc.items import Choice, Sight, items
from api.ogc.parameters import read_bounds, read_token
from data import features
from data.errors import ArchiveError
from geo.systems import CRS84
from layers.atlas import ATLAS

_PATH = re.compile(r"/ogc/collections/([a-z_]+)/items", re.ASCII)
_PLAIN = {
    "limit": re.compile(r"[1-9]\d{0,5}", re.ASCII),
    "datetime": re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII),
    "counted": re.compile(r"true|false"),
    "token": re.compile(r"[\w-]+", re.ASCII),
    "bbox": re.compile(r"[\d.,-]+", re.ASCII),
    "f": re.compile(r"json"),
}
_CREDENTIALS = frozenset({b"authorization", b"cookie"})
_ACCEPTED = frozenset({b"*/*", b"application/json", b"application/geo+json"})
_HANDS = 8
_USUAL_LIMIT = "100"


class PageDoor:
    """Answers GET for a page of one layer on one day when nobody in particular asks, in the words of the route."""

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self.app = app
        self._desk = desk
        self._layers = frozenset(page.layer.id for page in ATLAS)
        self._hands = ThreadPoolExecutor(_HANDS, thread_name_prefix="cairn-pages")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        asked = self._asked(scope) if scope["type"] == "http" else None
        answered = None
        if asked is not None:
            hands = asyncio.get_running_loop().run_in_executor(self._hands, self._answered, scope, *asked)
            answered = await hands
        await (answered or self.app)(scope, receive, send)

    def _asked(self, scope: Scope) -> tuple[str, Sight, Choice] | None:
        """The layer, the day and the choice; None for what the route must read."""
        found = _PATH.fullmatch(scope["path"]) if scope["method"] == "GET" else None
        if found is None or found[1] not in self._layers or not _is_plain(scope["headers"]):
            return None
        pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = dict(pairs)
        if len(given) < len(pairs) or not all(_is_read(name, value) for name, value in pairs):
            return None
        try:
            return found[1], self._sight(given), self._choice(given)
        except (Refused, ValueError):
            return None

    def _sight(self, given: dict[str, str]) -> Sight:
        day = given.get("datetime")
        return Sight(dt.date.fromisoformat(day) if day else self._desk.settings.today(), CRS84)

    def _choice(self, given: dict[str, str]) -> Choice:
        most = min(int(given.get("limit", _USUAL_LIMIT)), self._desk.settings.max_items, features.LONGEST_PAGE)
        box = given.get("bbox")
        page = features.Page(most, read_token(given.get("token")))
        bounds = None if box is None else read_bounds(box, CRS84)
        return Choice(bounds, page, (), counted=given.get("counted") != "false")

    def _answered(self, scope: Scope, layer_id: str, sight: Sight, choice: Choice) -> Response | None:
        try:
            with self._desk.reading() as session:
                return items(Answer(Request(scope), Form.JSON), layer_id, sight, choice, session)
        except (Refused, ArchiveError, SQLAlchemyError):
            return None


def _is_plain(headers: list[tuple[bytes, bytes]]) -> bool:
    """Whether nobody in particular asks, for GeoJSON."""
    accepted = [value for name, value in headers if name == b"accept"]
    return not any(name in _CREDENTIALS for name, _ in headers) and set(accepted) <= _ACCEPTED


def _is_read(name: str, value: str) -> bool:
    pattern = _PLAIN.get(name)
    return pattern is not None and pattern.fullmatch(value) is not None
