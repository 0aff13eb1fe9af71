"""What the log costs: single writes with it and without, twenty writers at once, and following a million entries.

The server is durable, so that a commit costs what it costs in a county. Without the log means the same database whose
triggers of the log have been taken away.
"""

import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path

from sqlalchemy import Engine, text

from data import audit_chain, register
from data.engine import connect, migrate, session
from data.local_postgis import LocalPostgis
from layers.atlas import ATLAS
from tests.bench.common import Options, Section, Side, timed
from tests.conftest import address
from tests.data.deeds import LEDGER, NEW_YEAR, SEAT, home

WRITES, WRITERS, ENTRIES = 200, 20, 1_000_000
AT_ONCE = 50_000
_NUMBERS = count(1)


def run(options: Options) -> list[Section]:
    """Time the writes by turns, then the whole chain."""
    with _servers() as (logged, plain):
        pairs = (("with the log", logged, True), ("without", plain, False))
        writes = WRITES // 20 if options.small else WRITES
        alone = [Side(name, partial(_write, engine, writes), is_ours=ours) for name, engine, ours in pairs]
        together = [Side(name, partial(_crowd, engine, writes), is_ours=ours) for name, engine, ours in pairs]
        sections = [
            timed(f"{writes} writes, one after the other, each a durable commit", alone, options.rounds),
            timed(f"{writes} writes by {WRITERS} writers at once", together, options.rounds),
        ]
        many = ENTRIES // 100 if options.small else ENTRIES
        chained = Side(f"chain {many} more entries, {AT_ONCE} in a commit", partial(_note, logged, many), is_ours=True)
        sections.append(timed("the chain grows", [chained], 1))
        followed = Side("follow the chain", partial(_follow, logged, many), is_ours=True)
        sections.append(timed(f"cairn audit verify, {many} entries and more", [followed], 1))
    return sections


def _write(engine: Engine, writes: int) -> None:
    for _ in range(writes):
        with session(engine) as opened:
            register.enter(opened, home(number=f"B-{next(_NUMBERS)}"), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)


def _crowd(engine: Engine, writes: int) -> None:
    with ThreadPoolExecutor(WRITERS) as people:
        list(people.map(partial(_write, engine), [max(1, writes // WRITERS)] * WRITERS))


def _note(engine: Engine, many: int) -> None:
    noted = """
        SELECT count(archive.note('read', 'boundary_markers', number::text, NULL, '{}'))
        FROM generate_series(1, :many) AS number"""
    for done in range(0, many, AT_ONCE):
        with session(engine) as opened:
            opened.execute(text(noted.replace("::", r"\:\:")), {"many": min(AT_ONCE, many - done)})


def _follow(engine: Engine, many: int) -> int:
    with session(engine) as opened:
        verdict = audit_chain.check(opened)
    assert verdict.fault is None
    assert verdict.count >= many
    return verdict.count


@contextmanager
def _servers() -> Iterator[tuple[Engine, Engine]]:
    folder = Path(tempfile.mkdtemp(prefix="cairn-bench-"))
    folder.chmod(0o755)
    cluster = LocalPostgis(folder / "postgis")
    try:
        url = cluster.start()
        migrate(url)
        owner = connect(address(url, "postgres")).execution_options(isolation_level="AUTOCOMMIT")
        with owner.connect() as connection:
            connection.execute(text("CREATE DATABASE plain TEMPLATE cairn"))
        owner.dispose()
        logged, plain = connect(url), connect(address(url, "plain"))
        with session(plain) as opened:
            for page in ATLAS:
                for trigger in ("audit_new", "audit_row"):
                    opened.execute(text(f"DROP TRIGGER {trigger} ON register.{page.layer.id}"))
        yield logged, plain
        logged.dispose()
        plain.dispose()
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)
