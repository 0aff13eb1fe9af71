"""Coverage of every county of China, one county a task: this process alone, and one and two workers of Dask.

The county polygons and the 620,573 villages are those of the shared data, which must stand beside the checkout. Beds
and older people are invented by a rule here (a village's number decides), because nobody publishes them: what is timed
is reading, placing and adding up. Every side reads a county from its own two files and ends with the same bytes.
"""

import csv
import datetime as dt
import gzip
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pyogrio
import shapely
from shapely.geometry.base import BaseGeometry

from api.coverage_asking import FileOptions, RegisterOptions
from api.coverage_counties import CoverageTask
from api.many_counties import PLACE, County
from api.settings import ROOT
from data import many
from data.many import Task
from tests.bench.common import Options, Section, Side, timed

SHARED = ROOT.parent / "shared" / "data"
POLYGONS = SHARED / "counties" / "cn_counties_tianditu_2023.gpkg"
VILLAGES = SHARED / "scale" / "cn_villages_2023_620573_points_wgs84.csv.gz"
TITLE = "Beds per thousand of {counties:,} counties with {villages:,} villages, one county a task"
ABSENT = "many: the county polygons and villages of ../shared/data are not here"


def run(options: Options) -> list[Section]:
    """Time the sides by turns and assert that they answer the same bytes."""
    if not (POLYGONS.exists() and VILLAGES.exists()):
        return [Section(ABSENT, [])]
    with tempfile.TemporaryDirectory() as name, many.workers(count=1) as one, many.workers(count=2) as two:
        folder = Path(name)
        counties, villages = _written(folder, 30 if options.small else None)
        tasks = {code: _task(folder, code) for code in counties}
        sides = [
            Side("this process alone", partial(_alone, tasks)),
            Side("one worker", partial(_by_workers, one, tasks), in_process=False),
            Side("two workers", partial(_by_workers, two, tasks), is_ours=True, in_process=False),
        ]
        section = timed(TITLE.format(counties=len(counties), villages=villages), sides, options.rounds)
    assert sides[0].answer == sides[1].answer == sides[2].answer
    return [section]


def _written(folder: Path, most: int | None) -> tuple[list[str], int]:
    """A folder for each county: its polygon, and its villages with invented beds and people."""
    by_county: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    with gzip.open(VILLAGES, "rt", encoding="utf-8") as page:
        for place, row in enumerate(csv.DictReader(page)):
            if row["lon"]:
                by_county[row["areaCode"]].append((row["name"], row["lon"], row["lat"], place % 7 * 3, place % 400))
    frame = pyogrio.read_dataframe(POLYGONS)
    counties: list[str] = []
    villages = 0
    for code, name, shape in zip(frame["district_adcode"], frame["district_name"], frame.geometry, strict=True):
        rows = by_county.get(str(code), [])
        if not rows or len(counties) == most:
            continue
        (folder / str(code)).mkdir()
        _write(folder / str(code), str(code), name, shape, rows)
        counties.append(str(code))
        villages += len(rows)
    return counties, villages


def _write(folder: Path, code: str, name: str, shape: BaseGeometry, rows: list[tuple[object, ...]]) -> None:
    outline = shapely.to_geojson(shape)
    feature = f'{{"type":"Feature","properties":{{"code":"{code}","name":"{name}"}},"geometry":{outline}}}'
    (folder / "area.geojson").write_text(f'{{"type":"FeatureCollection","features":[{feature}]}}', encoding="utf-8")
    with (folder / "villages.csv").open("w", encoding="utf-8", newline="") as page:
        csv.writer(page).writerows([("名称", "lon", "lat", "床位数", "老年人"), *rows])


def _task(folder: Path, code: str) -> CoverageTask:
    nothing: dict[str, Any] = dict.fromkeys(FileOptions.__dataclass_fields__)
    villages = folder / PLACE / "villages.csv"
    files = nothing | {
        "areas": folder / PLACE / "area.geojson",
        "facilities": villages,
        "beds_field": "床位数",
        "population": villages,
        "population_field": "老年人",
        "crs": "EPSG:4490",
        "invented": True,
    }
    terms: dict[str, Any] = dict.fromkeys(RegisterOptions.__dataclass_fields__)
    return CoverageTask(County(code), RegisterOptions(**terms), FileOptions(**files), dt.date(2024, 12, 31))


def _alone(tasks: Mapping[str, Task]) -> dict[str, tuple[bytes, ...]]:
    return {code: task() for code, task in tasks.items()}


def _by_workers(client: Any, tasks: Mapping[str, Task]) -> dict[str, tuple[bytes, ...] | None]:  # noqa: ANN401
    return {ended.county: ended.answer for ended in many.each(client, tasks)}
