"""The nation in DuckDB, in memory, asked with its spatial extension.

The extension comes as a wheel beside DuckDB's own and is loaded from there: nothing is fetched from anywhere.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import duckdb
import duckdb_extension_spatial
import numpy as np
import pandas as pd
import shapely

from tests.bench.nation import Counts, Doubles, Nation

QUESTION = """
    WITH elderly AS (
        SELECT township.id, sum(settlement.elderly)::BIGINT AS elderly
        FROM township JOIN settlement ON ST_Contains(township.geom, settlement.geom) GROUP BY township.id
    ), beds AS (
        SELECT township.id, sum(facility.beds)::BIGINT AS beds
        FROM township JOIN facility ON ST_Contains(township.geom, facility.geom) GROUP BY township.id
    )
    SELECT coalesce(beds.beds, 0) AS beds, coalesce(elderly.elderly, 0) AS elderly,
           CASE WHEN elderly.elderly > 0
                THEN coalesce(beds.beds, 0) * 1000.0::DOUBLE / elderly.elderly::DOUBLE END AS ratio
    FROM township LEFT JOIN elderly USING (id) LEFT JOIN beds USING (id) ORDER BY id
"""


@dataclass(frozen=True)
class InDuckdb:
    """A connection to a database that holds the nation."""

    connection: duckdb.DuckDBPyConnection

    @classmethod
    @contextmanager
    def loaded(cls, nation: Nation, threads: int) -> Iterator[Self]:
        """Load the nation into a database in memory."""
        with duckdb.connect(config={"threads": threads}) as connection:
            connection.execute(f"LOAD '{_extension()}'")
            townships = pd.DataFrame({"id": np.arange(len(nation.townships)), "wkb": shapely.to_wkb(nation.townships)})
            connection.register("townships", townships)
            connection.execute("CREATE TABLE township AS SELECT id, ST_GeomFromWKB(wkb) AS geom FROM townships")
            for name, points, column, counts in (
                ("settlement", nation.settlements, "elderly", nation.elderly),
                ("facility", nation.facilities, "beds", nation.beds),
            ):
                x, y = shapely.get_coordinates(points).T
                connection.register("points", pd.DataFrame({"x": x, "y": y, column: counts}))
                connection.execute(f"CREATE TABLE {name} AS SELECT {column}, ST_Point(x, y) AS geom FROM points")
            yield cls(connection)

    def ask(self) -> tuple[Counts, Counts, Doubles]:
        """Return beds, elderly and beds per thousand of each township."""
        answer = self.connection.execute(QUESTION).fetchnumpy()
        return (
            np.asarray(answer["beds"]),
            np.asarray(answer["elderly"]),
            np.ma.filled(np.ma.asarray(answer["ratio"], np.float64), np.nan),
        )


def _extension() -> Path:
    """Return the file of the spatial extension inside its wheel."""
    return next(Path(next(iter(duckdb_extension_spatial.__path__))).rglob("spatial.duckdb_extension"))
