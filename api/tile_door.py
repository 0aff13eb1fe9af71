"""The short way to a public tile: past routes and dependencies, for those who show no credential.

What it does not understand it passes on: every refusal, parameter and person is the route's affair.
"""

import asyncio
import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor

import psycopg
from sqlalchemy.exc import SQLAlchemyError
from starlette.types import ASGIApp, Receive, Scope, Send

from api.tile_cache import Drawn, Key
from api.tile_desk import TileDesk, answer
from data.tiles import TileAsked
from geo.tile_matrices import SETS, Tile
from layers.atlas import ATLAS

_PATH = re.compile(r"/ogc/collections/([a-z_]+)/tiles/(\w+)/(\d{1,2})/(\d{1,7})/(\d{1,7})", re.ASCII)
_DAY = re.compile(rb"datetime=(\d{4}-\d{2}-\d{2})")
_CREDENTIALS = frozenset({b"authorization", b"cookie"})
_HANDS = 4


class TileDoor:
    """Answers GET for a tile of one layer, today's or a day's, when nobody in particular asks."""

    def __init__(self, app: ASGIApp, desk: TileDesk) -> None:
        self.app = app
        self._desk = desk
        self._public = desk.desk.public
        self._grids = {grid.id: grid for grid in SETS}
        self._layers = frozenset(page.layer.id for page in ATLAS if page.layer.geometry)
        self._hands = ThreadPoolExecutor(_HANDS, thread_name_prefix="cairn-tiles")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        asked = self._asked(scope) if scope["type"] == "http" else None
        tile = await self._drawn(asked) if asked else None
        if tile is None:
            await self.app(scope, receive, send)
            return
        given = scope["headers"]
        accepted = next((value for name, value in given if name == b"accept-encoding"), b"")
        known = [value.decode("latin-1") for name, value in given if name == b"if-none-match"]
        status, body, headers = answer(tile, accepted.decode("latin-1"), known)
        written = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        if status == 200:  # noqa: PLR2004 - the others have no body
            written.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": status, "headers": written})
        await send({"type": "http.response.body", "body": body})

    def _asked(self, scope: Scope) -> TileAsked | None:
        found = _PATH.fullmatch(scope["path"]) if scope["method"] == "GET" else None
        if found is None or any(name in _CREDENTIALS for name, _ in scope["headers"]):
            return None
        layer, grid = found[1], self._grids.get(found[2])
        day = self._day(scope["query_string"])
        if grid is None or day is None or layer not in self._layers:
            return None
        tile = Tile(int(found[3]), int(found[4]), int(found[5]))
        return TileAsked(layer, grid, tile, day) if grid.has(tile) else None

    def _day(self, query: bytes) -> dt.date | None:
        if not query:
            return self._desk.desk.settings.today()
        found = _DAY.fullmatch(query)
        try:
            return dt.date.fromisoformat(found[1].decode()) if found else None
        except ValueError:
            return None

    async def _drawn(self, asked: TileAsked) -> Drawn | None:
        key = Key(asked.layer, self._public.profile, asked.grid, asked.tile, asked.days)
        kept = self._desk.cache.get(key)
        if kept is not None:
            return kept
        try:
            return await asyncio.get_running_loop().run_in_executor(self._hands, self._desk.drawn, self._public, asked)
        except (psycopg.Error, SQLAlchemyError):
            return None
