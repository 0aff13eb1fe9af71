"""Hear what has changed in the register, whoever changed it, and say what of it a person may be told.

A notification carries a number; what it stands for is read from `register.notices`. Boxes are west, south, east, north
in EPSG:4490 degrees. Times are seconds.
"""

import datetime as dt
import logging
import select
import socket
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg
from sqlalchemy import ColumnElement, Engine, Table, func, or_, union_all
from sqlalchemy import select as choose
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from data.history import known
from data.tables import EPSG
from layers.atlas import layer_class

log = logging.getLogger(__name__)
Box = tuple[float, float, float, float]

CHANNEL = "cairn_notices"
_ASK = """
SELECT id, layer, identities, boxes, open_boxes, is_open, since, at
FROM register.notices WHERE id = ANY(%s) ORDER BY id"""
_TIDY = "DELETE FROM register.notices WHERE at < clock_timestamp() - interval '5 minutes'"
_PULSE_S, _TIDY_EVERY_S = 5.0, 60.0
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.1, 5.0


@dataclass(frozen=True)
class Notice:
    """What one statement touched; of `identities` there is none when they are too many."""

    id: int
    layer: str
    identities: tuple[str, ...] | None
    boxes: tuple[Box, ...]
    open_boxes: tuple[Box, ...]
    is_open: bool
    since: dt.datetime
    at: dt.datetime


@dataclass(frozen=True)
class Ears:
    """What is done with what is heard; all of it is called from the listening thread.

    `deaf` is called when notices may have been missed, `hearing` when none will be from then on.
    """

    told: Callable[[Notice], None]
    deaf: Callable[[], None]
    hearing: Callable[[], None]


class Listener(threading.Thread):
    """Listens until it is stopped; a lost connection is sought again."""

    def __init__(self, engine: Engine, ears: Ears) -> None:
        super().__init__(name="cairn-notices", daemon=True)
        self._engine, self._ears = engine, ears
        self._over = threading.Event()
        self._nudge, self._nudged = socket.socketpair()
        self._tidied_at = 0.0

    def stop(self) -> None:
        """Listen no more; returns when the connection is closed."""
        self._over.set()
        self._nudge.send(b"\0")
        self.join(_PULSE_S)

    def run(self) -> None:
        """Listen; between two connections the ears are deaf."""
        pause = _FIRST_PAUSE_S
        while not self._over.is_set():
            try:
                with self._connected() as connection:
                    pause = _FIRST_PAUSE_S
                    self._listen(connection)
            except (psycopg.Error, SQLAlchemyError, OSError) as trouble:
                log.info("与登记库的通知连接中断，将重新连接：%s", str(trouble).partition("\n")[0])
            self._ears.deaf()
            self._over.wait(pause)
            pause = min(pause * 2, _LONGEST_PAUSE_S)
        self._nudge.close()
        self._nudged.close()

    def _connected(self) -> psycopg.Connection:
        """A connection of its own, taken out of the pool, which opened it as it opens all."""
        pooled = self._engine.raw_connection()
        driver = pooled.driver_connection
        pooled.detach()
        if not isinstance(driver, psycopg.Connection):
            raise TypeError("the archive speaks psycopg")
        driver.rollback()
        driver.autocommit = True
        return driver

    def _listen(self, connection: psycopg.Connection) -> None:
        heard: deque[int] = deque()
        connection.add_notify_handler(lambda message: heard.append(int(message.payload)))
        connection.execute(f"LISTEN {CHANNEL}")
        self._ears.hearing()
        while not self._over.is_set():
            readable, _, _ = select.select([connection.fileno(), self._nudged.fileno()], [], [], _PULSE_S)
            if self._nudged.fileno() in readable:
                return
            # Whatever is asked, the driver hands over what has arrived meanwhile, and notices a dead connection.
            connection.execute("SELECT 1")
            while heard:
                self._tell(connection, heard)
            self._tidy(connection)

    def _tell(self, connection: psycopg.Connection, heard: deque[int]) -> None:
        wanted = [heard.popleft() for _ in range(len(heard))]
        rows = connection.execute(_ASK, (wanted,)).fetchall()
        if len(rows) < len(wanted):
            self._ears.deaf()
            self._ears.hearing()
        for number, layer, identities, boxes, open_boxes, is_open, since, at in rows:
            places = (tuple(map(tuple, boxes)), tuple(map(tuple, open_boxes)))
            names = None if identities is None else tuple(identities)
            self._ears.told(Notice(number, layer, names, *places, is_open, since, at))

    def _tidy(self, connection: psycopg.Connection) -> None:
        now = dt.datetime.now(dt.UTC).timestamp()
        if now - self._tidied_at > _TIDY_EVERY_S:
            connection.execute(_TIDY)
            self._tidied_at = now


def visible(session: Session, notice: Notice) -> tuple[Box, ...] | None:
    """Where whoever acts in this session sees that something changed; None when it is nothing to them.

    What was public before or after is everybody's; the rest is asked of the register, whose policies decide.
    """
    record = layer_class(notice.layer)
    rows = [(table, _touched(table, notice)) for table in known(notice.layer)]
    if record.layer.geometry is None:
        found = session.execute(union_all(*(choose(table.c.version).where(met) for table, met in rows)).limit(1))
        return () if found.first() or notice.is_open else None
    boxes = union_all(*(choose(*_sides(table.c.geom)).where(met) for table, met in rows))
    seen = {(row[0], row[1], row[2], row[3]) for row in session.execute(boxes)} | set(notice.open_boxes)
    if notice.identities is None and seen:
        return (_around(seen),)
    return tuple(sorted(seen)) if seen or notice.is_open else None


def _touched(table: Table, notice: Notice) -> ColumnElement[bool]:
    """The rows a notice speaks of: in the register those begun since, in history those that ended since."""
    moment = (func.lower if table.schema == "register" else func.upper)(table.c.recorded)
    since: ColumnElement[bool] = moment >= notice.since
    if notice.identities is not None:
        return since & table.c[layer_class(notice.layer).layer.identified_by].in_(notice.identities)
    if not notice.boxes:
        return since
    boxes = (func.ST_MakeEnvelope(*box, EPSG) for box in notice.boxes)
    return since & or_(*(table.c.geom.op("&&", is_comparison=True)(box) for box in boxes))


def _sides(geom: ColumnElement[Any]) -> list[ColumnElement[float]]:
    return [func.ST_XMin(geom), func.ST_YMin(geom), func.ST_XMax(geom), func.ST_YMax(geom)]


def _around(boxes: set[Box]) -> Box:
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)
