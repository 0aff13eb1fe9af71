"""Pages of items beside tipg on the same database in one run: with an exact `numberMatched` on both sides, and without.

tipg counts for every page and cannot be asked not to; so where ours is not asked to count, its side counts even so.
Both are asked for the same rows, without compression, and the answers are compared before anything is timed: the same
things in the same order, at the same places (the public is told ours on a raster of four decimals).
"""

from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

import httpx
import psycopg

from tests.bench.common import Options, Section, Side, timed
from tests.bench.nation import Nation
from tests.bench.serving import Load, cairn, nation_in_a_register, tipg, until_quiet

LIMITS = (100, 1_000)
CLIENTS = (1, 16)
DAY = "2024-12-31"
DECIMALS = 4
# How many pages are asked for in a round of ours and of theirs: a round of each shall last about as long.
OURS, THEIRS = 160, 32
COUNTED, UNCOUNTED = 1.2, 8.0


class Plain(Load):
    """Clients that ask for no compression, as programs on the same machine do."""

    def _request(self, path: str) -> bytes:
        return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode()


def run(options: Options) -> list[Section]:
    """Ask both for pages all over the settlements; the same pages, in the order of identifiers."""
    nation = Nation.made(20, 19, 6_600 if options.small else 660_000, 1)
    with ExitStack() as stack:
        address = stack.enter_context(nation_in_a_register(nation, options.database_url))
        with psycopg.connect(address, autocommit=True) as owner:
            owner.execute("CALL register.tally('settlements', 'code')")
        ours, theirs = stack.enter_context(cairn(address)), stack.enter_context(tipg(address))
        until_quiet(ours)
        return [
            section
            for limit in LIMITS
            for clients in CLIENTS
            for section in _sections((ours, theirs), limit, clients, options.rounds)
        ]


def _sections(ports: tuple[int, int], limit: int, clients: int, rounds: int) -> list[Section]:
    mine, yours = _paths(ports[0], limit)
    _same(ports, mine[:4], yours[:4])
    made = []
    for what, query, required in (
        ("both count", "", COUNTED),
        ("ours is not asked to count, tipg always counts", "&counted=false", UNCOUNTED),
    ):
        ours = Plain(ports[0], _many([f"{path}{query}" for path in mine], OURS), clients)
        theirs = Plain(ports[1], _many(yours, THEIRS), clients)
        sides = [Side("Cairn", ours.run, is_ours=True, in_process=False), Side("tipg", theirs.run, in_process=False)]
        timed("", sides, rounds)
        for side, load in zip(sides, (ours, theirs), strict=True):
            side.seconds = [seconds / len(load.paths) for seconds in side.seconds]
            side.name += f", {1 / min(side.seconds):.0f} pages/s, 99 of 100 within {_tail(load.seconds) * 1000:.0f} ms"
        made.append(Section(f"Pages of {limit}, {clients} at once, {what}: seconds per page", sides, required))
    return made


def _paths(port: int, limit: int) -> tuple[list[str], list[str]]:
    """The first pages of each: ours by token, theirs by offset."""
    path: str | None = f"/ogc/collections/settlements/items?limit={limit}&datetime={DAY}"
    mine: list[str] = []
    yours: list[str] = []
    while path and len(mine) < THEIRS // 4:
        mine.append(path)
        yours.append(f"/collections/register.settlements/items?limit={limit}&offset={limit * len(yours)}")
        links = httpx.get(f"http://127.0.0.1:{port}{path}", timeout=60).raise_for_status().json()["links"]
        following = [link["href"] for link in links if link["rel"] == "next"]
        path = following[0].partition(f":{port}")[2] if following else None
    return mine, yours


def _many(paths: Sequence[str], count: int) -> list[str]:
    return [paths[i % len(paths)] for i in range(count)]


def _same(ports: tuple[int, int], mine: Sequence[str], yours: Sequence[str]) -> None:
    """Compare the pages: what, where, how many in all.

    Raises:
        AssertionError: they differ.
    """
    for ours, theirs in zip(mine, yours, strict=True):
        one, other = _read(ports[0], ours), _read(ports[1], theirs)
        assert one["numberMatched"] == other["numberMatched"], (one["numberMatched"], other["numberMatched"])
        assert [_told(feature) for feature in one["features"]] == [_told(feature) for feature in other["features"]]


def _read(port: int, path: str) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(f"http://127.0.0.1:{port}{path}", timeout=60).raise_for_status().json()
    return found


def _told(feature: dict[str, Any]) -> tuple[object, ...]:
    """What a feature is called and where it is, as precisely as the public may know."""
    return (feature["properties"]["code"], *(round(side, DECIMALS) for side in feature["geometry"]["coordinates"]))


def _tail(seconds: Sequence[float]) -> float:
    return sorted(seconds)[len(seconds) * 99 // 100]
