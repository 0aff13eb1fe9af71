"""Finding a name among a million by what one types, beside trigrams of the pinyin and a B-tree on a pinyin column.

Ours answers characters, pinyin with and without tones, initials, one slip and former names, as the service does it, in
one call. The peers answer pinyin only: the B-tree a whole or begun spelling, trigrams also a slip.
"""

import datetime as dt
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial

import psycopg
from sqlalchemy import Engine

from data.acting import PUBLIC
from data.disposable_postgis import throw_away
from data.engine import connect, driver_url, migrate, session
from data.name_finding import find
from tests.bench.common import Options, Section, Side, timed
from tests.many_names import fill
from tests.people import service_engine

MANY, ASKED, LIMIT = 1_000_000, 60, 20
TODAY = dt.date(2026, 11, 27)
WITHIN_S, BESIDE_TRIGRAMS = 0.010, 3.0
PEERS = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE SCHEMA found",
    "CREATE TABLE found.names AS SELECT id, word, spelt COLLATE \"C\" AS spelt FROM lookup.entries WHERE form = 'name'",
    "CREATE INDEX ON found.names (spelt)",
    "CREATE INDEX ON found.names USING gin (spelt gin_trgm_ops)",
    "ANALYZE found.names",
)
BY_TRIGRAMS = "SELECT word FROM found.names WHERE spelt %% %(q)s ORDER BY similarity(spelt, %(q)s) DESC LIMIT 20"
BY_TREE = "SELECT word FROM found.names WHERE spelt >= %(q)s AND spelt < %(q)s || '~' ORDER BY spelt LIMIT 20"
SOME = "SELECT word, spelt, initials FROM lookup.entries WHERE form = 'name' AND id %% %s = 7 ORDER BY id LIMIT %s"
Typed = dict[str, list[str]]


def run(options: Options) -> list[Section]:
    """Time every way of typing by itself, and a slip in the pinyin beside the peers."""
    many = MANY // 100 if options.small else MANY
    with ExitStack() as stack:
        address = stack.enter_context(_register(options.database_url, many))
        owner = stack.enter_context(psycopg.connect(driver_url(address), autocommit=True))
        service = service_engine(address)
        stack.callback(service.dispose)
        typed = _typed(owner, many)
        sections = [_within(service, typed, many, options.rounds)]
        slips = typed["a slip in the pinyin"]
        ours = Side("one call, all ways", partial(_each, service, slips), is_ours=True, in_process=False)
        trigrams = Side("pg_trgm % on pinyin", partial(_peer, owner, BY_TRIGRAMS, slips), in_process=False)
        sections.append(timed(f"{ASKED} slips, beside trigrams", [ours, trigrams], options.rounds, BESIDE_TRIGRAMS))
        whole = typed["pinyin"]
        again = Side("one call, all ways", partial(_each, service, whole), is_ours=True, in_process=False)
        tree = Side("B-tree on a pinyin column, no more", partial(_peer, owner, BY_TREE, whole), in_process=False)
        return [*sections, timed(f"{ASKED} spellings, beside a B-tree", [again, tree], options.rounds)]


def _typed(owner: psycopg.Connection, many: int) -> Typed:
    """Names of the register as people type them."""
    draw, made = random.Random(11), defaultdict(list)
    for word, spelt, initials in owner.execute(SOME, (max(many // 400, 8), ASKED)).fetchall():
        at = draw.randrange(1, max(len(spelt) - 1, 2))
        slip = spelt[:at] + spelt[at + 1 :]
        for way, text in (
            ("characters", word),
            ("the first two characters", word[:2]),
            ("pinyin", spelt),
            ("half of the pinyin", spelt[: len(spelt) // 2 + 1]),
            ("initials", initials),
            ("an initial and the rest", initials[0] + spelt[_first_end(spelt, initials) :]),
            ("a slip in the pinyin", slip),
            ("another character", "々" + word[1:]),
        ):
            made[way].append(text)
    return dict(made)


def _first_end(spelt: str, initials: str) -> int:
    """About where the second syllable begins."""
    return spelt.find(initials[1], 1) if len(initials) > 1 and initials[1] in spelt[1:] else len(spelt)


def _within(service: Engine, typed: Typed, many: int, rounds: int) -> Section:
    """What 95 of 100 answers stay within, over all ways of typing; the first round plans and is not counted."""
    taken = [_timed(service, typed) for _ in range(rounds + 1)][1:]
    side = Side("what 95 of 100 stay within", list, is_ours=True, in_process=False)
    side.seconds = [_tail([one for ways in each.values() for one in ways]) for each in taken]
    told = ", ".join(f"{way} {_tail(seconds) * 1000:.1f}" for way, seconds in taken[-1].items())
    side.name += f" ({told} ms)"
    return Section(f"One name among {many}, however typed", [side], at_most_s=WITHIN_S)


def _tail(seconds: Sequence[float]) -> float:
    return sorted(seconds)[len(seconds) * 95 // 100]


def _timed(service: Engine, typed: Typed) -> dict[str, list[float]]:
    taken: dict[str, list[float]] = {way: [] for way in typed}
    with session(service, actor=PUBLIC) as opened:
        for way, texts in typed.items():
            for text in texts:
                start = time.perf_counter()
                find(opened, text, TODAY, LIMIT)
                taken[way].append(time.perf_counter() - start)
    return taken


def _each(service: Engine, texts: Sequence[str]) -> int:
    with session(service, actor=PUBLIC) as opened:
        return sum(len(find(opened, text, TODAY, LIMIT)) for text in texts)


def _peer(owner: psycopg.Connection, query: str, texts: Sequence[str]) -> int:
    return sum(len(owner.execute(query, {"q": text}).fetchall()) for text in texts)


@contextmanager
def _register(url: str | None, many: int) -> Iterator[str]:
    """Address of a register with so many names and the peers' table of them."""
    with throw_away() as server:
        address = url or server.start()
        migrate(address)
        fill(address, many)
        _run(address, PEERS)
        yield address


def _run(address: str, statements: Sequence[str]) -> None:
    engine = connect(address)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as owner:
        for statement in statements:
            owner.exec_driver_sql(statement)
    engine.dispose()
