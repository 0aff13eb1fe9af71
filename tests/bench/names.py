"""Names alike beside plain trigrams and a B-tree on a pinyin column, on the same million names in one run.

Ours is the whole check of a name as the service does it: all nine likenesses in the lawful area, the words, the answers
kept. The peers answer one question only, who sounds the same: trigram similarity of the pinyin, and equality of the
pinyin in a B-tree, which knows one reading of each character and no area. A sweep is beside a plain GROUP BY of that
column.
"""

import datetime as dt
import random
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial

import psycopg
from shapely import Point
from sqlalchemy import Engine, make_url, text

from data.acting import Actor
from data.disposable_postgis import throw_away
from data.engine import connect, driver_url, migrate, session
from data.name_check import check
from layers.name_kinds import form_of
from layers.name_likeness import LikenessPolicy
from layers.naming import NameAsked
from layers.place_names import PlaceNameKind
from layers.rights import Role
from tests.bench.common import Options, Section, Side, timed
from tests.many_names import CHARS, fill
from tests.people import person, service_engine

DATABASE = "cairn_bench_names"
MANY, ASKED = 1_000_000, 200
TODAY = dt.date(2026, 11, 27)
WHOLE_CHECK_S, SWEEP_S, BESIDE_TRIGRAMS = 0.020, 60.0, 10.0
ENDS = [("street", "路"), ("street", "街"), ("committee", "村"), ("building", "小区"), ("division", "镇")]
KINDS = [kind.value for kind in PlaceNameKind]
BY_SOUND = "SELECT count(*) FROM lookup.entries WHERE toneless && %s"
BY_TREE = "SELECT count(*) FROM peers.names WHERE spelt = %s"
BY_TRIGRAMS = "SELECT count(*) FROM peers.names WHERE spelt %% %s"
SWEEP = "SELECT count(*) FROM lookup.sweep(%s, %s)"
GROUPED = (
    "SELECT count(*) FROM (SELECT 1 FROM peers.names GROUP BY kind, spelt HAVING count(DISTINCT word) > 1) AS each"
)


def run(options: Options) -> list[Section]:
    """Time whole checks, single look-ups by sound, and a sweep."""
    many = MANY // 100 if options.small else MANY
    with ExitStack() as stack:
        address = stack.enter_context(_register(options.database_url, many))
        owner = stack.enter_context(psycopg.connect(driver_url(address), autocommit=True))
        owner.execute("SET pg_trgm.similarity_threshold = 0.6")
        service, officer = service_engine(address), _officer(address)
        stack.callback(service.dispose)
        names = list(_names(ASKED))
        return [
            _whole(service, officer, names, many, options.rounds),
            *_look_ups(owner, names, options.rounds),
            _sweep(owner, many),
        ]


def _look_ups(owner: psycopg.Connection, names: Sequence[NameAsked], rounds: int) -> list[Section]:
    """Who sounds the same: every side is given its key, made beforehand."""
    keys, spelt = _keys(owner, names)
    sounds = partial(_each, owner, BY_SOUND, keys)
    peers = {
        "beside trigrams": Side("pg_trgm % on pinyin", partial(_each, owner, BY_TRIGRAMS, spelt), in_process=False),
        "beside a B-tree, which misses polyphones": Side(
            "B-tree on a pinyin column", partial(_each, owner, BY_TREE, spelt), in_process=False
        ),
    }
    required = {"beside trigrams": BESIDE_TRIGRAMS}
    return [
        timed(
            f"{len(names)} look-ups by sound, {beside}",
            [Side("all readings, GIN of hashes", sounds, is_ours=True, in_process=False), peer],
            rounds,
            required.get(beside),
        )
        for beside, peer in peers.items()
    ]


def _sweep(owner: psycopg.Connection, many: int) -> Section:
    ours = partial(_one, owner, SWEEP, (TODAY, KINDS))
    sides = [
        Side("in the lawful areas, all readings", ours, is_ours=True, in_process=False),
        Side("GROUP BY a pinyin column, no areas", partial(_one, owner, GROUPED, ()), in_process=False),
    ]
    return timed(f"A sweep of {many} names", sides, 1, at_most_s=SWEEP_S)


def _checked(service: Engine, officer: Actor, names: Sequence[NameAsked]) -> list[float]:
    """The seconds of each check."""
    taken = []
    with session(service, actor=officer) as opened:
        for asked in names:
            start = time.perf_counter()
            check(opened, asked, LikenessPolicy(), TODAY)
            taken.append(time.perf_counter() - start)
    return sorted(taken)


def _whole(service: Engine, officer: Actor, names: Sequence[NameAsked], many: int, rounds: int) -> Section:
    """What 95 of 100 checks stay within, in each round; the first plans every statement once and is not counted."""
    taken = [_checked(service, officer, names) for _ in range(rounds + 1)][1:]
    side = Side("the whole check, what 95 of 100 stay within", list, is_ours=True, in_process=False)
    side.seconds = [each[len(each) * 95 // 100] for each in taken]
    middle = sorted(each[len(each) // 2] for each in taken)[len(taken) // 2]
    side.name += f" (half within {middle * 1000:.1f} ms)"
    return Section(f"One name among {many}, all rules", [side], at_most_s=WHOLE_CHECK_S)


def _each(connection: psycopg.Connection, query: str, values: Sequence[object]) -> int:
    return sum(_one(connection, query, (value,)) for value in values)


def _one(connection: psycopg.Connection, query: str, values: tuple[object, ...]) -> int:
    row = connection.execute(query, values).fetchone()
    assert row is not None
    return int(row[0])


def _names(count: int) -> Iterator[NameAsked]:
    draw = random.Random(7)
    for _ in range(count):
        kind, generic = draw.choice(ENDS)
        specific = "".join(draw.choices(CHARS, k=draw.choice((2, 3, 3))))
        place = Point(109 + 5 * draw.random(), 25 + 5 * draw.random())
        yield NameAsked(specific + generic, form_of(kind), f"43{draw.randrange(1000):07}", place)


def _keys(connection: psycopg.Connection, names: Sequence[NameAsked]) -> tuple[list[list[int]], list[str]]:
    """Our keys of each name, and its pinyin in one reading, as a plain column has it."""
    words = [asked.name for asked in names]
    rows = connection.execute(
        "SELECT lookup.hashed(toneless, 2), replace(toneless[1], '''', '') "
        "FROM lookup.sounds_of(%s, %s, %s) ORDER BY id",
        (list(range(len(words))), words, [""] * len(words)),
    ).fetchall()
    return [row[0] for row in rows], [row[1] for row in rows]


def _officer(address: str) -> Actor:
    engine = connect(address)
    with session(engine) as opened:
        made = person(opened, Role.NAME_REVIEWER, "430000")
    engine.dispose()
    return made


@contextmanager
def _register(url: str | None, many: int) -> Iterator[str]:
    """Address of a database with so many names, and the peers' table of them; gone afterwards."""
    with ExitStack() as stack:
        server = driver_url(url) if url else stack.enter_context(throw_away()).start()
        with psycopg.connect(server, autocommit=True) as maintenance:
            maintenance.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
            maintenance.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0 ENCODING 'UTF8'")
        address = make_url(server).set(database=DATABASE).render_as_string(hide_password=False)
        migrate(address)
        fill(address, many)
        _peers(address)
        yield address
        with psycopg.connect(server, autocommit=True) as maintenance:
            maintenance.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


def _peers(address: str) -> None:
    engine = connect(address)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as owner:
        for statement in (
            "CREATE EXTENSION IF NOT EXISTS pg_trgm",
            "CREATE SCHEMA peers",
            "CREATE TABLE peers.names AS SELECT id, word, kind, spelt FROM lookup.entries WHERE form = 'name'",
            "CREATE INDEX ON peers.names (spelt)",
            "CREATE INDEX ON peers.names USING gin (spelt gin_trgm_ops)",
            "VACUUM ANALYZE peers.names",
        ):
            owner.execute(text(statement))
    engine.dispose()
