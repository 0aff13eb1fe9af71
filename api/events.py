"""Tell every open browser what has changed, as it happens and no more than its person may see (server-sent events).

`event: change`, `data: {"layer": …, "boxes": [[w, s, e, n], …], "at": …}`: boxes in degrees; none at all means
anywhere in the layer. The public is told of public rows only, in boxes rounded outwards. A stream ends after two
minutes, and the browser comes back by itself: a right that was taken away is not used longer. Times are seconds.
"""

import asyncio
import datetime as dt
import math
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Annotated

import orjson
from fastapi import APIRouter, Header, Request
from fastapi.responses import StreamingResponse

from api.deps import Caller, Desk
from api.tile_cache import TileCache
from data.acting import Actor
from data.notices import Box, Ears, Listener, Notice, visible
from layers.atlas import ATLAS

HEARTBEAT_S, LIFETIME_S = 15.0, 120.0
# A browser that comes back asks another process, perhaps; that one has heard of the commit by then too.
SETTLING_S = 0.05
_MOST_WAITING = 200
_COMES_BACK_MS = 1_000

router = APIRouter()


@dataclass(frozen=True)
class Change:
    """What a person is told: something changed in a layer, in these boxes; in none named, anywhere."""

    number: int
    layer: str
    boxes: tuple[Box, ...]
    at: dt.datetime

    def written(self) -> bytes:
        """As the stream carries it."""
        told = orjson.dumps({"layer": self.layer, "boxes": self.boxes, "at": self.at.isoformat()})
        return b"id: %d\nevent: change\ndata: %s\n\n" % (self.number, told)


@dataclass(eq=False)
class Stream:
    """One open browser; None in its queue is the end."""

    actor: Actor
    waiting: asyncio.Queue[Change | None] = field(default_factory=lambda: asyncio.Queue(_MOST_WAITING))

    def tell(self, change: Change | None) -> None:
        """Put a change in the queue; a browser that does not read is let go, and comes back to a fresh map."""
        try:
            self.waiting.put_nowait(change)
        except asyncio.QueueFull:
            while not self.waiting.empty():
                self.waiting.get_nowait()
            self.waiting.put_nowait(None)


class Hub:
    """Everybody who listens; used in the event loop only, but for `hear` and `lost`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._streams: set[Stream] = set()
        self._heard: asyncio.Queue[Notice | None] = asyncio.Queue()
        self._asking = ThreadPoolExecutor(1, thread_name_prefix="cairn-events")
        self._loop = asyncio.get_running_loop()
        self.last = 0
        self.is_closed = False

    def hear(self, notice: Notice | None) -> None:
        """Take a notice from another thread; None when some may have been missed."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._heard.put_nowait, notice)

    def close(self) -> None:
        """End every stream; called from a signal's handler too."""
        self.is_closed = True
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._end)

    async def work(self) -> None:
        """Pass on what is heard, in its order, until cancelled."""
        while True:
            notice = await self._heard.get()
            await asyncio.sleep(SETTLING_S)
            if notice is None:
                self._start_anew()
            else:
                await self._pass_on(notice)

    def opened(self, actor: Actor, last_seen: int | None) -> Stream:
        """A stream for this person; who comes back after changes is told that any layer may have changed."""
        stream = Stream(actor)
        self._streams.add(stream)
        if last_seen is not None and last_seen != self.last:
            for change in self._anything():
                stream.tell(change)
        if self.is_closed:
            stream.tell(None)
        return stream

    def left(self, stream: Stream) -> None:
        """Forget a stream."""
        self._streams.discard(stream)

    async def _pass_on(self, notice: Notice) -> None:
        self.last = notice.id
        told: dict[str, tuple[Box, ...] | None] = {}
        for stream in list(self._streams):
            profile = stream.actor.profile
            if profile not in told:
                told[profile] = await self._seen(stream.actor, notice)
            boxes = told[profile]
            if boxes is not None:
                stream.tell(Change(notice.id, notice.layer, boxes, notice.at))

    async def _seen(self, actor: Actor, notice: Notice) -> tuple[Box, ...] | None:
        if actor.is_public and actor.decimals is not None:
            return tuple(_outward(box, actor.decimals) for box in notice.open_boxes) if notice.is_open else None
        return await self._loop.run_in_executor(self._asking, self._ask, actor, notice)

    def _ask(self, actor: Actor, notice: Notice) -> tuple[Box, ...] | None:
        with self._desk.reading(actor) as session:
            return visible(session, notice)

    def _start_anew(self) -> None:
        for stream in self._streams:
            for change in self._anything():
                stream.tell(change)

    def _anything(self) -> list[Change]:
        now = dt.datetime.now(dt.UTC)
        return [Change(self.last, page.layer.id, (), now) for page in ATLAS]

    def _end(self) -> None:
        for stream in self._streams:
            stream.tell(None)


@router.get("/events", summary="登记库的变动，随时推送（text/event-stream）", response_class=StreamingResponse)
async def events(
    request: Request, caller: Caller, last_event_id: Annotated[str | None, Header(include_in_schema=False)] = None
) -> StreamingResponse:
    """What changes in the register, as it happens: layer, boxes, moment, and only what the caller may see."""
    hub: Hub = request.app.state.events
    seen = int(last_event_id) if last_event_id and last_event_id.isascii() and last_event_id.isdigit() else None
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_told(hub, hub.opened(caller, seen)), media_type="text/event-stream", headers=headers)


async def _told(hub: Hub, stream: Stream) -> AsyncIterator[bytes]:
    ends_at = hub_time() + LIFETIME_S
    try:
        yield b"retry: %d\nid: %d\n: open\n\n" % (_COMES_BACK_MS, hub.last)
        while (left := ends_at - hub_time()) > 0:
            try:
                change = await asyncio.wait_for(stream.waiting.get(), min(HEARTBEAT_S, left))
            except TimeoutError:
                yield b": still here\n\n"
                continue
            if change is None:
                return
            yield change.written()
    finally:
        hub.left(stream)


def hub_time() -> float:
    """The loop's clock."""
    return asyncio.get_running_loop().time()


@asynccontextmanager
async def listening(desk: Desk, cache: TileCache) -> AsyncIterator[Hub]:
    """Hear of commits as long as the desk is open: drop the tiles they touch, then tell the browsers."""
    hub = Hub(desk)

    def told(notice: Notice) -> None:
        cache.drop(notice.layer, notice.boxes)
        hub.hear(notice)

    def deaf() -> None:
        cache.hear(False)

    def hearing() -> None:
        cache.hear(True)
        hub.hear(None)

    listener = Listener(desk.engine, Ears(told, deaf, hearing))
    listener.start()
    passing_on = asyncio.create_task(hub.work())
    try:
        yield hub
    finally:
        hub.close()
        passing_on.cancel()
        await asyncio.to_thread(listener.stop)


def _outward(box: Box, decimals: int) -> Box:
    """The box on a grid of that many decimals, never smaller."""
    scale = 10**decimals
    west, south, east, north = (side * scale for side in box)
    return math.floor(west) / scale, math.floor(south) / scale, math.ceil(east) / scale, math.ceil(north) / scale
