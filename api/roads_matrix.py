"""`cairn roads matrix`: minutes between the points of two tables, pair by pair."""

import csv
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from api.database import console
from api.roads_console import asked_age, asked_mode, asked_network
from data.cells import coordinate
from data.file_rows import guessed, refuse_rows
from data.osm_extract import read_ways
from data.road_network import roads_of
from data.tabular import read_table
from geo.network.roads import Roads
from layers.refusal import Refusal

_LON, _LAT = ("lon", "longitude", "经度", "x"), ("lat", "latitude", "纬度", "y")


@dataclass(frozen=True)
class MatrixAsked:
    """What the command line says."""

    origins: Path
    destinations: Path
    mode: str
    age: str | None
    as_of: str | None
    limit: float
    ways: Path | None
    out: Path | None


def write_matrix(asked: MatrixAsked) -> None:
    """Write origin, destination, minutes for every pair within the limit; rows are counted from 1.

    Raises:
        Refusal: a table cannot be read, or there are no roads.
    """
    here, there = _points(asked.origins), _points(asked.destinations)
    minutes = _roads(asked).table(here, there, asked.limit)
    who, what = np.nonzero(np.isfinite(minutes))
    told = zip((who + 1).tolist(), (what + 1).tolist(), minutes[who, what].tolist(), strict=True)
    rows = [("origin", "destination", "minutes"), *((one, other, f"{cost:.6f}") for one, other, cost in told)]
    if asked.out is None:
        csv.writer(sys.stdout).writerows(rows)
        return
    with asked.out.open("w", encoding="utf-8", newline="") as page:
        csv.writer(page).writerows(rows)
    sys.stderr.write(f"已写入 {asked.out}：{len(rows) - 1} 对\n")


def _roads(asked: MatrixAsked) -> Roads:
    if asked.ways is not None:
        return roads_of(read_ways(asked.ways), asked_mode(asked.mode), asked_age(asked.age))
    with console() as session:
        return asked_network(session, asked.mode, asked.age, asked.as_of).roads


def _points(path: Path) -> tuple[list[float], list[float]]:
    """Longitudes and latitudes of a table, EPSG:4490."""
    rows = read_table(path)
    columns: list[list[float]] = []
    for names in (_LON, _LAT):
        heading = guessed(rows, names)
        if heading is None:
            why = f"表头是：{'、'.join(rows.headings)}"
            raise Refusal(f"{path.name} 没有“{names[0]}”一列", why, "请给出经纬度（EPSG:4490）")
        values = rows.read(heading, coordinate, "经纬度")
        missing = [rows.at(row) for row, value in enumerate(values) if value is None]
        if missing:
            refuse_rows(f"{path.name} 有 {len(missing)} 行没有{heading}", "没有坐标就没有路程", missing)
        columns.append([value for value in values if value is not None])
    return columns[0], columns[1]
