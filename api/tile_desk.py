"""Who asks for a tile gets it: kept, or drawn now with the caller's rights; and how it is sent.

Tiles are sent as they are kept, packed once with gzip; a strong tag says which bytes they are. Whoever is shown
restricted things is noted, also when the tile was kept: once for a tile in ten minutes. Times are seconds.
"""

import gzip
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import replace
from hashlib import blake2b

from isal import igzip

from api.deps import Desk
from api.tile_cache import Drawn, Key, TileCache
from data import audit
from data.acting import Actor
from data.open_tiles import OpenTiles
from data.tiles import TileAsked, restricted_in, tile_bytes

MVT = "application/vnd.mapbox-vector-tile"
# Smaller than this, packing a tile gains nothing. ISA-L packs as small as zlib at its quickest, in a fifth of the time:
# zlib took 5 of 33 ms for a tile of 8,500 points.
_WORTH_PACKING, _PACKING = 1_000, 1
_TAG_BYTES = 15
_NOTED_FOR_S, _MOST_NOTED = 600.0, 10_000
HEADERS = {"Cache-Control": "private, no-cache", "Vary": "Accept-Encoding, Authorization, Cookie"}


class TileDesk:
    """Draws tiles and keeps them; safe to use from several threads."""

    def __init__(self, desk: Desk, cache: TileCache) -> None:
        self.desk = desk
        self.cache = cache
        self._open = OpenTiles(desk.engine, desk.settings.public_decimals, desk.settings.statement_timeout_s)
        self._noted: OrderedDict[tuple[int | None, Key, str], float] = OrderedDict()
        self._lock = threading.Lock()

    def drawn(self, caller: Actor, asked: TileAsked, words: str | None = None) -> Drawn:
        """A tile as the caller may see it; `words` are the conditions in `asked`, as they were written."""
        key = Key(asked.layer, caller.profile, asked.grid, asked.tile, asked.days, asked.recorded_at, words)
        found = self.cache.get(key)
        if found is not None:
            self._note_again(caller, key, found)
            return found
        # The ticket comes before the transaction: what commits in between is then seen, or not kept.
        ticket = self.cache.ticket()
        made = self._draw(caller, asked)
        self.cache.keep(key, made, ticket)
        self._is_noted(caller, key, made)
        return made

    def close(self) -> None:
        """Close the connections."""
        self._open.close()

    def _draw(self, caller: Actor, asked: TileAsked) -> Drawn:
        if caller.is_public and not asked.filters:
            return packed(self._open.draw(asked))
        with self.desk.reading(caller) as session:
            made = packed(tile_bytes(session, asked))
            if made.body and not caller.is_public:
                made = replace(made, restricted=tuple(restricted_in(session, asked)))
                audit.remember(session, asked.layer, made.restricted)
        return made

    def _note_again(self, caller: Actor, key: Key, tile: Drawn) -> None:
        if tile.restricted and not self._is_noted(caller, key, tile):
            with self.desk.reading(caller) as session:
                audit.remember(session, key.layer, tile.restricted)

    def _is_noted(self, caller: Actor, key: Key, tile: Drawn) -> bool:
        """Whether it was noted lately that this person saw this tile; from now on it was."""
        if not tile.restricted:
            return True
        seen, now = (caller.account, key, tile.etag), time.monotonic()
        with self._lock:
            noted_at = self._noted.pop(seen, None)
            is_noted = noted_at is not None and now - noted_at < _NOTED_FOR_S
            self._noted[seen] = noted_at if is_noted and noted_at is not None else now
            if len(self._noted) > _MOST_NOTED:
                self._noted.popitem(last=False)
        return is_noted


def packed(body: bytes) -> Drawn:
    """A tile as it is kept and sent; its tag is that of its content."""
    tag = blake2b(body, digest_size=_TAG_BYTES).hexdigest()
    if len(body) < _WORTH_PACKING:
        return Drawn(body, False, tag)
    return Drawn(igzip.compress(body, _PACKING, mtime=0), True, tag)


def unpacked(tile: Drawn) -> bytes:
    """The tile as it was drawn."""
    return gzip.decompress(tile.body) if tile.is_packed else tile.body


def answer(tile: Drawn, accepted: str, known: Iterable[str]) -> tuple[int, bytes, dict[str, str]]:
    """Status, body and headers: the tile, nothing when it is empty, or that it has not changed (RFC 9110, 13.1.2).

    `accepted` is what the request says of encodings, `known` the values of its If-None-Match.
    """
    goes_packed = tile.is_packed and "gzip" in accepted
    headers = HEADERS | {"ETag": f'"{tile.etag}-gz"' if goes_packed else f'"{tile.etag}"'}
    if _matches(known, tile.etag):
        return 304, b"", headers
    if not tile.body:
        return 204, b"", headers
    headers |= {"Content-Type": MVT} | ({"Content-Encoding": "gzip"} if goes_packed else {})
    return 200, tile.body if goes_packed else unpacked(tile), headers


def _matches(given: Iterable[str], etag: str) -> bool:
    tags = [tag.strip().removeprefix("W/") for line in given for tag in line.split(",")]
    return any(tag in ("*", f'"{etag}"', f'"{etag}-gz"') for tag in tags)
