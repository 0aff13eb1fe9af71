"""A sweep of a million names: rules of words, and likeness in the areas the law wants, kept as a list to work off."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from sqlalchemy import Engine

from data.disposable_postgis import throw_away
from data.engine import connect, migrate, session
from data.name_cleaning import Swept, sweep
from tests.bench.common import Options, Section, Side, timed
from tests.many_names import fill

NAMES = 1_000_000
TODAY = dt.date(2026, 11, 27)
AT_MOST_S = 60.0
_PROVINCE = "43"
_NUMBERS = count(1)


def run(options: Options) -> list[Section]:
    """Sweep by turns; each sweep is kept beside the others."""
    many = NAMES // 100 if options.small else NAMES
    with _register(options, many) as engine:
        side = Side("cairn name sweep", lambda: _sweep(engine), is_ours=True, in_process=False)
        return [timed(f"a sweep of {many:,} names", [side], options.rounds, at_most_s=AT_MOST_S)]


def _sweep(engine: Engine) -> Swept:
    with session(engine) as opened:
        return sweep(opened, f"bench-{next(_NUMBERS)}", _PROVINCE, TODAY)


@contextmanager
def _register(options: Options, many: int) -> Iterator[Engine]:
    with throw_away() as server:
        address = options.database_url or server.start()
        migrate(address)
        fill(address, many)
        engine = connect(address)
        yield engine
        engine.dispose()
