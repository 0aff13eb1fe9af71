"""The nation in PostGIS, asked with ST_Contains, and fetched from there."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Self

import numpy as np
import psycopg
import shapely
from numpy.typing import NDArray

from data.disposable_postgis import throw_away
from tests.bench.nation import Counts, Doubles, Nation

SCHEMA = "cairn_bench"
TABLES = ("township", "settlement", "facility")
QUESTION = """
    WITH elderly AS (
        SELECT township.id, sum(settlement.elderly)::bigint AS elderly
        FROM township JOIN settlement ON ST_Contains(township.geom, settlement.geom) GROUP BY township.id
    ), beds AS (
        SELECT township.id, sum(facility.beds)::bigint AS beds
        FROM township JOIN facility ON ST_Contains(township.geom, facility.geom) GROUP BY township.id
    )
    SELECT coalesce(beds, 0), coalesce(elderly, 0),
           CASE WHEN elderly > 0 THEN coalesce(beds, 0) * 1000.0::float8 / elderly::float8 ELSE 'NaN'::float8 END
    FROM township LEFT JOIN elderly USING (id) LEFT JOIN beds USING (id) ORDER BY id
"""
POINT_ROW = np.dtype(
    [("columns", ">i2"), *(pair for name in "xyn" for pair in ((f"{name}_bytes", ">i4"), (name, ">f8")))]
)
COPY_HEADER = 19
COPY_TRAILER = 2


@dataclass(frozen=True)
class InPostgis:
    """A connection to a PostGIS that holds the nation in a schema of its own."""

    connection: psycopg.Connection

    @classmethod
    @contextmanager
    def loaded(cls, nation: Nation, url: str | None) -> Iterator[Self]:
        """Load the nation; the schema, or the whole server when none was named, is gone afterwards."""
        with ExitStack() as stack:
            address = url or stack.enter_context(throw_away()).start()
            connection = stack.enter_context(
                psycopg.connect(address.replace("postgresql+psycopg://", "postgresql://"), autocommit=True)
            )
            connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
            connection.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE; CREATE SCHEMA {SCHEMA}")
            stack.callback(connection.execute, f"DROP SCHEMA {SCHEMA} CASCADE")
            connection.execute(f"SET search_path = {SCHEMA}, public")
            _load(connection, nation)
            yield cls(connection)

    def ask(self) -> tuple[Counts, Counts, Doubles]:
        """Return beds, elderly and beds per thousand of each township."""
        beds, elderly, ratio = zip(*self.connection.execute(QUESTION).fetchall(), strict=True)
        return np.array(beds, np.int64), np.array(elderly, np.int64), np.array(ratio, np.float64)

    def index_and_ask(self) -> tuple[Counts, Counts, Doubles]:
        """Build all indexes, then ask."""
        self.make_indexes()
        return self.ask()

    def make_indexes(self) -> None:
        """Index every geometry and let the planner know."""
        for table in TABLES:
            self.connection.execute(f"CREATE INDEX {table}_geom ON {table} USING gist (geom)")
            self.connection.execute(f"ANALYZE {table}")

    def drop_indexes(self) -> None:
        """Remove what `make_indexes` made."""
        for table in TABLES:
            self.connection.execute(f"DROP INDEX {table}_geom")

    def fetch(self) -> int:
        """Read all points as coordinates and all townships as shapes; return how many there were."""
        points = [self._fetch_points("settlement", "elderly"), self._fetch_points("facility", "beds")]
        rows = self.connection.execute("SELECT ST_AsBinary(geom) FROM township ORDER BY id", binary=True).fetchall()
        return sum(map(len, points)) + len(shapely.from_wkb([row[0] for row in rows]))

    def _fetch_points(self, table: str, column: str) -> NDArray[np.void]:
        """Read points as one array of records."""
        question = (
            f"COPY (SELECT ST_X(geom), ST_Y(geom), {column}::float8 FROM {table} ORDER BY id) TO STDOUT (FORMAT binary)"
        )
        with self.connection.cursor().copy(question) as copy:
            body = b"".join(copy)
        return np.frombuffer(body[COPY_HEADER:-COPY_TRAILER], POINT_ROW)


def _load(connection: psycopg.Connection, nation: Nation) -> None:
    """Copy all geometry into tables."""
    for table, shapes, column, counts in (
        ("township", nation.townships, "rank", np.zeros(len(nation.townships), np.int64)),
        ("settlement", nation.settlements, "elderly", nation.elderly),
        ("facility", nation.facilities, "beds", nation.beds),
    ):
        kind = "Polygon" if table == "township" else "Point"
        connection.execute(f"CREATE TABLE {table} (id int PRIMARY KEY, {column} int, geom geometry({kind}, 4490))")
        wkb = shapely.to_wkb(shapely.set_srid(shapes, 4490), hex=True, include_srid=True)
        with connection.cursor().copy(f"COPY {table} FROM STDIN") as copy:
            copy.write(
                "".join(f"{i}\t{count}\t{text}\n" for i, (count, text) in enumerate(zip(counts, wkb, strict=True)))
            )
        connection.execute(f"ANALYZE {table}")
