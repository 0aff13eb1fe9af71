"""Tiles that were drawn before, until a commit touches them. Sizes are bytes.

A tile is kept for one profile of rights and never given to another. Whoever draws one takes a ticket before reading the
register: when meanwhile something was dropped that the tile may show, it is not kept. So a tile read before a commit
never enters after the commit was heard of. While nothing is heard of commits, nothing is kept.
"""

import datetime as dt
import threading
from collections import OrderedDict, deque
from collections.abc import Iterable
from dataclasses import dataclass

from data.features import Days
from data.tiles import MARGIN
from geo.tile_matrices import Box, Tile, TileMatrixSet

# What an entry costs beside its body: its key, its places in the dictionaries.
_ENTRY_BYTES = 1_000
_REMEMBERED_DROPS = 512
# PostGIS compares boxes in single precision, outwards: a tile may show what lies this far beyond it.
_SINGLE_DEGREE = 2e-5

Cell = tuple[int, int]
Level = tuple[TileMatrixSet, int]


@dataclass(frozen=True)
class Key:
    """What makes one tile differ from another."""

    layer: str
    profile: str
    grid: TileMatrixSet
    tile: Tile
    days: Days
    recorded_at: dt.datetime | None = None
    words: str | None = None
    """What else restricts the features, as it was asked."""


@dataclass(frozen=True)
class Drawn:
    """A tile as it is sent: `body` as drawn, or packed with gzip; `etag` without its quotation marks.

    `restricted` are the restricted things in it, by identifier.
    """

    body: bytes
    is_packed: bool
    etag: str
    restricted: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Drop:
    layer: str | None
    boxes: tuple[Box, ...] | None


class TileCache:
    """At most so many bytes of tiles, the least recently used going first; safe to use from several threads."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._tiles: OrderedDict[Key, Drawn] = OrderedDict()
        self._places: dict[str, dict[Level, dict[Cell, set[Key]]]] = {}
        self._past: dict[str, set[Key]] = {}
        self._drops: deque[_Drop] = deque(maxlen=_REMEMBERED_DROPS)
        self._dropped = 0
        self._hears = False
        self.size = 0

    def __len__(self) -> int:
        return len(self._tiles)

    def get(self, key: Key) -> Drawn | None:
        """The tile, when it is kept."""
        with self._lock:
            found = self._tiles.get(key)
            if found is not None:
                self._tiles.move_to_end(key)
            return found

    def ticket(self) -> int:
        """Taken before the register is read; it says from which drop on the tile could be out of date."""
        with self._lock:
            return self._dropped

    def keep(self, key: Key, drawn: Drawn, ticket: int) -> bool:
        """Keep a tile, unless something it may show has been dropped since the ticket; tells whether it is kept."""
        cost = len(drawn.body) + _ENTRY_BYTES
        with self._lock:
            if not self._hears or cost > self._limit or self._is_late(key, ticket):
                return False
            self._forget(key)
            self._tiles[key] = drawn
            self._note(key)
            self.size += cost
            while self.size > self._limit:
                self._forget(next(iter(self._tiles)))
        return True

    def drop(self, layer: str, boxes: Iterable[Box]) -> None:
        """Drop the tiles of a layer that meet one of the boxes, in degrees; with no boxes at all, every tile of it.

        What the register knew at an earlier moment goes whatever its place: closing a row closes its past.
        """
        where = tuple(_widened(box) for box in boxes)
        with self._lock:
            self._remember(_Drop(layer, where or None))
            doomed = set(self._past.get(layer, ()))
            for level, cells in self._places.get(layer, {}).items():
                doomed.update(key for cell in _met(level, cells, where) for key in cells[cell])
            for key in doomed:
                self._forget(key)

    def hear(self, hears: bool) -> None:
        """Say whether commits are heard of; what was kept is dropped either way, for something may have been missed."""
        with self._lock:
            self._hears = hears
            self._remember(_Drop(None, None))
            self._tiles.clear()
            self._places.clear()
            self._past.clear()
            self.size = 0

    def _remember(self, drop: _Drop) -> None:
        self._dropped += 1
        self._drops.append(drop)

    def _is_late(self, key: Key, ticket: int) -> bool:
        missed = self._dropped - ticket
        if missed > len(self._drops):
            return True
        since = list(self._drops)[len(self._drops) - missed :]
        return any(_touches(drop, key) for drop in since)

    def _note(self, key: Key) -> None:
        cells = self._places.setdefault(key.layer, {}).setdefault((key.grid, key.tile.level), {})
        cells.setdefault((key.tile.row, key.tile.column), set()).add(key)
        if key.recorded_at is not None:
            self._past.setdefault(key.layer, set()).add(key)

    def _forget(self, key: Key) -> None:
        gone = self._tiles.pop(key, None)
        if gone is None:
            return
        self.size -= len(gone.body) + _ENTRY_BYTES
        self._past.get(key.layer, set()).discard(key)
        cells, cell = self._places[key.layer][key.grid, key.tile.level], (key.tile.row, key.tile.column)
        cells[cell].discard(key)
        if not cells[cell]:
            del cells[cell]


def _touches(drop: _Drop, key: Key) -> bool:
    if drop.layer is None or (drop.layer == key.layer and (drop.boxes is None or key.recorded_at is not None)):
        return True
    if drop.layer != key.layer:
        return False
    west, south, east, north = key.grid.degrees(key.tile, MARGIN)
    return any(box[0] <= east and box[2] >= west and box[1] <= north and box[3] >= south for box in drop.boxes or ())


def _widened(box: Box) -> Box:
    west, south, east, north = box
    return west - _SINGLE_DEGREE, south - _SINGLE_DEGREE, east + _SINGLE_DEGREE, north + _SINGLE_DEGREE


def _met(level: Level, cells: dict[Cell, set[Key]], boxes: tuple[Box, ...]) -> Iterable[Cell]:
    """The cells that meet a box: by counting through the tiles the box touches, or through those kept if fewer."""
    if not boxes:
        return set(cells)
    grid, number = level
    met: set[Cell] = set()
    for box in boxes:
        rows, columns = grid.touched(box, number, MARGIN)
        if len(rows) * len(columns) < len(cells):
            met.update(cell for row in rows for column in columns if (cell := (row, column)) in cells)
        else:
            met.update(cell for cell in cells if cell[0] in rows and cell[1] in columns)
    return met
