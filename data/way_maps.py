"""Ways as a network is made of them: their courses, and of each its class, direction, name and code.

Longitude first, degrees, EPSG:4490. A map of ways is kept as bytes that tell themselves apart by their hash.
"""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any, Self

import numpy as np
import orjson
from numpy.typing import NDArray

from geo.network.graph import Lines
from layers.refusal import Refusal
from layers.ways import Way, WayClass

_CLASSES = tuple(WayClass)
_COLUMNS = {"classes": "<i1", "one_way": "<i1", "walked": "<i1", "driven": "<i1", "fastest": "<f4", "apart": "<i1"}


@dataclass(frozen=True)
class Course:
    """One way with its course: vertices of shape (k, 2), at least two."""

    lonlat: NDArray[np.float64]
    way: Way
    name: str
    code: str


@dataclass(frozen=True, eq=False)
class WayMap:
    """Many ways, column by column; `classes` are positions in `WayClass`."""

    lines: Lines
    columns: dict[str, NDArray[Any]]
    names: tuple[str, ...]
    codes: tuple[str, ...]

    @classmethod
    def of(cls, courses: Iterable[Course]) -> Self:
        """A map of ways; a course of fewer than two different vertices is left out."""
        kept = [each for each in courses if len(each.lonlat) > 1 and (each.lonlat != each.lonlat[0]).any()]
        rows = [
            (_CLASSES.index(one.way_class), one.one_way, one.walked, one.driven, one.fastest_kmh, one.apart)
            for one in (each.way for each in kept)
        ]
        columns = {
            name: np.array([row[place] for row in rows], kind) for place, (name, kind) in enumerate(_COLUMNS.items())
        }
        lines = Lines.of([each.lonlat for each in kept])
        return cls(lines, columns, tuple(each.name for each in kept), tuple(each.code for each in kept))

    def __len__(self) -> int:
        """How many ways there are."""
        return len(self.lines)

    @property
    def roads_count(self) -> int:
        """How many roads they are: a road of several parts is one."""
        return len(set(self.codes))

    def with_more(self, other: "WayMap") -> "WayMap":
        """These ways, and others behind them."""
        lonlat = np.concatenate([self.lines.lonlat, other.lines.lonlat])
        starts = np.concatenate([self.lines.starts, other.lines.starts[1:] + self.lines.starts[-1]])
        columns = {name: np.concatenate([self.columns[name], other.columns[name]]) for name in _COLUMNS}
        return WayMap(Lines(lonlat, starts), columns, self.names + other.names, self.codes + other.codes)

    def way_class(self, line: int) -> WayClass:
        """The class of a way."""
        return _CLASSES[int(self.columns["classes"][line])]

    def called(self, line: int) -> str:
        """How a way is called: by its name, else by class and code."""
        return self.names[line] or f"{self.way_class(line).label} {self.codes[line]}"

    def pack(self) -> bytes:
        """The map as bytes; coordinates to a hundred millionth of a degree, about a millimetre."""
        head = orjson.dumps({"ways": len(self), "names": self.names, "codes": self.codes})
        parts = [head, self.lines.starts.astype("<i8").tobytes()]
        parts += [self.columns[name].astype(kind).tobytes() for name, kind in _COLUMNS.items()]
        parts.append(np.rint(self.lines.lonlat * 1e8).astype("<i8").tobytes())
        body = b"".join(len(part).to_bytes(8, "little") + part for part in parts)
        return zlib.compress(body, 6)

    @classmethod
    def unpack(cls, body: bytes) -> Self:
        """A map from its bytes.

        Raises:
            Refusal: they are none.
        """
        try:
            parts = _parts(zlib.decompress(body))
            head = orjson.loads(next(parts))
            starts = np.frombuffer(next(parts), "<i8").astype(np.int64)
            columns = {name: np.frombuffer(next(parts), kind) for name, kind in _COLUMNS.items()}
            lonlat = np.frombuffer(next(parts), "<i8").reshape(-1, 2) / 1e8
        except (zlib.error, StopIteration, ValueError) as fault:
            raise Refusal("保存的道路数据不能读取", f"{fault}", "请撤销后重新导入") from fault
        return cls(Lines(lonlat, starts), columns, tuple(head["names"]), tuple(head["codes"]))

    @cached_property
    def stamp(self) -> str:
        """Twelve signs that tell this map from every other."""
        return sha256(self.pack()).hexdigest()[:12]


def _parts(body: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(body):
        length = int.from_bytes(body[at : at + 8], "little")
        yield body[at + 8 : at + 8 + length]
        at += 8 + length
