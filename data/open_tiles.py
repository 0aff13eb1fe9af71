"""Tiles for the public, by the shortest way: one statement, over a connection that only reads and names nobody.

A transaction of the service that states no actor acts for the public; so these connections state none, ever, and each
statement is a transaction by itself. They are opened as all others are, and stay.
"""

import threading
from functools import cache
from typing import Any

import psycopg
from psycopg.types.range import Range
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from data.tiles import How, TileAsked, how_of, numbers_of, plain_statement
from layers.atlas import layer_class
from layers.record import Record

_DIALECT = make_url("postgresql+psycopg://").get_dialect()()
_SETTINGS = (
    "SELECT set_config('default_transaction_read_only', 'on', false), set_config('statement_timeout', %s, false)"
)


class OpenTiles:
    """Draws what everybody may see; safe to use from several threads. `timeout_s` bounds a statement."""

    def __init__(self, engine: Engine, decimals: int, timeout_s: float) -> None:
        self._engine = engine
        self._decimals = decimals
        self._timeout = f"{int(timeout_s * 1000)}ms"
        self._lock = threading.Lock()
        self._free: list[psycopg.Connection] = []

    def draw(self, asked: TileAsked) -> bytes:
        """One layer of a tile as the public sees it; empty when nothing lies there.

        Raises:
            UnknownLayer: no such layer.
            psycopg.Error: the register does not answer.
        """
        record = layer_class(asked.layer)
        if record.layer.geometry is None:
            return b""
        words, fixed = _words(record, how_of(asked, self._decimals))
        given = fixed | numbers_of(asked)
        days = given["days"]
        given["days"] = Range(days.lower, days.upper, days.bounds)
        return self._ask(words, given)

    def close(self) -> None:
        """Close what is open."""
        with self._lock:
            while self._free:
                self._free.pop().close()

    def _ask(self, words: str, given: dict[str, Any]) -> bytes:
        connection = self._taken()
        try:
            row = connection.execute(words, given, binary=True).fetchone()
        except psycopg.Error:
            if not connection.closed:
                self._give_back(connection)
                raise
            # It had died while it waited; a new one knows whether the register lives.
            self._forget()
            connection = self._opened()
            row = connection.execute(words, given, binary=True).fetchone()
        self._give_back(connection)
        return bytes(row[0]) if row and row[0] else b""

    def _taken(self) -> psycopg.Connection:
        with self._lock:
            if self._free:
                return self._free.pop()
        return self._opened()

    def _give_back(self, connection: psycopg.Connection) -> None:
        with self._lock:
            self._free.append(connection)

    def _forget(self) -> None:
        """Those that waited with a dead connection are dead too."""
        self.close()

    def _opened(self) -> psycopg.Connection:
        pooled = self._engine.raw_connection()
        driver = pooled.driver_connection
        pooled.detach()
        if not isinstance(driver, psycopg.Connection):
            raise TypeError("the archive speaks psycopg")
        driver.rollback()
        driver.autocommit = True
        driver.execute(_SETTINGS, (self._timeout,))
        return driver


@cache
def _words(record: type[Record], how: How) -> tuple[str, dict[str, Any]]:
    """The statement as the driver takes it, and the parameters that never change."""
    compiled = plain_statement(record, how).compile(dialect=_DIALECT)
    return str(compiled), {name: value for name, value in compiled.params.items() if value is not None}
