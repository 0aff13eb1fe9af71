"""The scale of one county: in this process, on the command line, and from the HTTP request to the JSON.

The county is made on the spot: 20 townships of about 120 edges, 300 settlements, 60 facilities. The service is asked
for what it keeps, so it should be running with the sample county; else that part is left out, and says so.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import shapely

from tests.bench import beds
from tests.bench.common import Options, Section, Side, timed
from tests.bench.nation import Nation

IN_PROCESS = "Beds per thousand, one county, geometry to table"
COMMANDS = "The command line, each time a new process"
HTTP = "From the HTTP request to the JSON"
HELP_AT_MOST_S = 0.5
RUN_AT_MOST_S = 2.0
REQUESTS = 100
AS_OF = "2024-12-31"


def run(options: Options) -> list[Section]:
    """Time a county three ways."""
    county = Nation.made(5, 4, settlements=300, facilities=60)
    with _files(county) as folder:
        sections = [
            timed(IN_PROCESS, _in_process(county), options.rounds),
            timed(f"{COMMANDS}: help", [_command("cairn --help", "--help")], options.rounds, at_most_s=HELP_AT_MOST_S),
            timed(
                f"{COMMANDS}: a county from three files",
                [_command("cairn coverage beds-per-thousand", *_arguments(folder))],
                options.rounds,
                at_most_s=RUN_AT_MOST_S,
            ),
        ]
    with httpx.Client(base_url=options.service_url, timeout=30) as client:
        sides = _over_http(client)
        if not sides:
            return [*sections, Section(f"{HTTP}: left out, no service answers at {options.service_url}", [])]
        return [*sections, timed(HTTP, sides, options.rounds)]


def _in_process(county: Nation) -> list[Side]:
    """Return ours and the peers that need no database."""
    return [
        Side("Cairn, geo.locate", partial(beds.cairn_built, county), is_ours=True, least_times=REQUESTS),
        Side("shapely STRtree over the points, two threads", partial(beds.shapely_built, county), least_times=REQUESTS),
        Side("geopandas sjoin and groupby", partial(beds.geopandas_built, county), least_times=REQUESTS),
    ]


@contextmanager
def _files(county: Nation) -> Iterator[Path]:
    """Write the county as GeoJSON and CSV into a folder."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        features = [
            {"type": "Feature", "properties": {"id": f"{i:03}", "name": f"T{i}"}, "geometry": json.loads(shape)}
            for i, shape in enumerate(shapely.to_geojson(county.townships))
        ]
        areas = {"type": "FeatureCollection", "features": features}
        (folder / "areas.geojson").write_text(json.dumps(areas), encoding="utf-8")
        for file, points, column, counts in (
            ("population.csv", county.settlements, "elderly", county.elderly),
            ("facilities.csv", county.facilities, "beds", county.beds),
        ):
            rows = (f"{i},{p.x!r},{p.y!r},{n}" for i, (p, n) in enumerate(zip(points, counts, strict=True)))
            (folder / file).write_text("\n".join([f"id,lon,lat,{column}", *rows]), encoding="utf-8")
        yield folder


def _arguments(folder: Path) -> list[str]:
    """Return the command that computes a county from files."""
    return [
        *("coverage", "beds-per-thousand", "--crs", "EPSG:4490", "--format", "json"),
        *("--areas", str(folder / "areas.geojson"), "--area-id", "id", "--area-name", "name"),
        *("--population", str(folder / "population.csv"), "--population-field", "elderly"),
        *("--facilities", str(folder / "facilities.csv"), "--beds-field", "beds"),
    ]


def _command(name: str, *arguments: str) -> Side:
    """Return a side that runs `cairn` in a new process and fails when it does; the first start is not timed.

    Python may keep its bytecode as it does for everybody, whatever the shell that runs the benchmark says.
    """
    start = [sys.executable, "-c", "from api.cli import main; main()"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    work = partial(subprocess.run, [*start, *arguments], check=True, capture_output=True, env=environment)
    work()
    return Side(name, work, is_ours=True, in_process=False)


def _over_http(client: httpx.Client) -> list[Side]:
    """Return the questions to the service; none when it does not answer."""
    asked = {"indicator": "beds-per-thousand", "by": "township", "as_of": AS_OF}
    try:
        first = client.post("/api/coverage/runs", json=asked)
        first.raise_for_status()
    except httpx.HTTPError:
        return []
    kept = first.headers["Location"]

    def ask() -> bytes:
        return client.post("/api/coverage/runs", json=asked).raise_for_status().content

    def recall() -> bytes:
        return client.get(kept).raise_for_status().content

    return [
        Side("POST a run: read the register, compute, answer", ask, in_process=False, least_times=REQUESTS),
        Side("GET a kept run", recall, in_process=False, least_times=REQUESTS),
    ]
