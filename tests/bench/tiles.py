"""Tiles beside tipg on the same database in one run: cold, kept, and how soon a commit is on the map."""

import json
import time
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial

import httpx
import mapbox_vector_tile
import psycopg
import shapely

from geo.tile_matrices import WEB_MERCATOR_QUAD, Tile
from tests.bench.common import Options, Section, Side, timed
from tests.bench.nation import EAST, NORTH, SOUTH, WEST, Nation
from tests.bench.serving import Load, cairn, nation_in_a_register, tipg, until_quiet

LAYERS = ("divisions", "settlements")
CLIENTS = (1, 16)
# How many tiles of a level are asked for in a round, and what is promised of cold and of kept tiles.
LEVELS = {6: (12, 1.5, 30.0), 10: (200, 4.0, 10.0), 14: (200, None, 10.0)}
WARM_TIMES = 10
COMMITS, COMMIT_AT_MOST_S = 60, 1.0
UNITS, GRAZING = 4096, 8
CARRIED = {
    "divisions": "code,name,level,kind,is_statutory,invented",
    "settlements": "code,name,kind,urban_rural,households,population,aged_60,aged_65,aged_80,"
    "registered,registered_60,registered_65,registered_80,invented",
}


def run(options: Options) -> list[Section]:
    """Ask both for the same tiles, which carry the same columns; a tile is looked into before anything is timed."""
    nation = Nation.made(20, 19, 6_600, 1) if options.small else Nation.made(facilities=1)
    with ExitStack() as stack:
        address = stack.enter_context(nation_in_a_register(nation, options.database_url))
        ports = {
            "cold": stack.enter_context(cairn(address, tile_cache_mb="0")),
            "warm": stack.enter_context(cairn(address)),
            "tipg": stack.enter_context(tipg(address)),
        }
        for name in ("cold", "warm"):
            until_quiet(ports[name])
        sections = [
            section
            for layer in LAYERS
            for level in LEVELS
            for section in _sections(ports, layer, level, options.rounds)
        ]
        return [*sections, *_commits(address, ports["warm"])]


def _sections(ports: dict[str, int], layer: str, level: int, rounds: int) -> list[Section]:
    times, cold, warm = LEVELS[level]
    tiles = _tiles(level, times)
    ours = [f"/ogc/collections/{layer}/tiles/WebMercatorQuad/{t.level}/{t.row}/{t.column}" for t in tiles]
    theirs = [
        f"/collections/register.{layer}/tiles/WebMercatorQuad/{t.level}/{t.column}/{t.row}?properties={CARRIED[layer]}"
        for t in tiles
    ]
    seen = _same(ports, ours, theirs)
    made = []
    for clients in CLIENTS:
        what = f"{layer}, level {level}, {len(tiles)} tiles, {clients} at once ({seen} features)"
        peer = Load(ports["tipg"], theirs, clients)
        Load(ports["warm"], ours, 1).run()
        colds, warms = Load(ports["cold"], ours, clients), Load(ports["warm"], ours * WARM_TIMES, clients)
        cold_section = timed(f"Cold tiles: {what}", [_side("Cairn", colds, True), _side("tipg", peer)], rounds, cold)
        again = Load(ports["tipg"], theirs, clients)
        # One round of ours is ten of theirs: the ratio is that of times for the same number of tiles.
        sides = [_side("Cairn, kept", warms, True), _side("tipg", again)]
        warm_section = timed(f"Kept tiles: {what}", sides, rounds)
        sides[0].seconds = [seconds / WARM_TIMES for seconds in sides[0].seconds]
        made += [cold_section, Section(warm_section.title, sides, warm), _tails(colds, warms, peer)]
    return made


def _side(name: str, load: Load, is_ours: bool = False) -> Side:
    return Side(name, load.run, is_ours=is_ours, in_process=False)


def _tails(colds: Load, warms: Load, peer: Load) -> Section:
    """Of a request: the median, and what 99 of 100 stay within."""
    told = [
        f"{name} {_of(load.seconds, 50):.1f} / {_of(load.seconds, 99):.1f} ms"
        for name, load in (("cold", colds), ("kept", warms), ("tipg", peer))
    ]
    return Section(f"One request, median / 99 of 100: {', '.join(told)}", [])


def _of(seconds: Sequence[float], hundredths: int) -> float:
    return sorted(seconds)[len(seconds) * hundredths // 100] * 1000


def _tiles(level: int, count: int) -> list[Tile]:
    """Tiles spread evenly over the inner part of the nation."""
    box = (WEST + 5, SOUTH + 5, EAST - 5, NORTH - 5)
    rows, columns = WEB_MERCATOR_QUAD.touched(box, level)
    every = [Tile(level, row, column) for row in rows for column in columns]
    return every[:: max(1, len(every) // count)][:count]


def _same(ports: dict[str, int], ours: list[str], theirs: list[str]) -> int:
    """How many features lie well inside the tiles; each server must show all that another shows there, tile by tile.

    What only grazes a tile is left out: the two round differently, and add different margins.

    Raises:
        AssertionError: something is missing.
    """
    total = 0
    for mine, yours in zip(ours[:24], theirs[:24], strict=True):
        asked = (("cold", mine), ("warm", mine), ("tipg", yours))
        seen = {name: _seen(f"http://127.0.0.1:{ports[name]}{path}") for name, path in asked}
        for every, _ in seen.values():
            for name, (_, inside) in seen.items():
                assert inside <= every, (mine, name, inside - every)
        total += len(seen["cold"][1])
    return total


def _seen(url: str) -> tuple[set[str], set[str]]:
    """The codes in a tile, and of these the ones that reach well into it."""
    body = httpx.get(url, timeout=60).raise_for_status().content
    features = [f for layer in (mapbox_vector_tile.decode(body) if body else {}).values() for f in layer["features"]]
    inside = [feature for feature in features if _reaches_in(feature["geometry"])]
    every, within = ({feature["properties"]["code"] for feature in some} for some in (features, inside))
    return every, within


def _reaches_in(geometry: dict[str, object]) -> bool:
    shape = shapely.make_valid(shapely.from_geojson(json.dumps(geometry)))
    return bool(shapely.box(GRAZING, GRAZING, UNITS - GRAZING, UNITS - GRAZING).intersects(shape))


def _commits(address: str, port: int) -> list[Section]:
    """From a commit to the tile that shows it: asked for again and again, and when the stream says so."""
    with psycopg.connect(address, autocommit=True) as clerk:
        x, y = clerk.execute("SELECT ST_X(geom), ST_Y(geom) FROM register.settlements LIMIT 1").fetchone() or (0, 0)
    rows, columns = WEB_MERCATOR_QUAD.touched((x, y, x, y), 10)
    tile = Tile(10, rows[0], columns[0])
    url = f"http://127.0.0.1:{port}/ogc/collections/settlements/tiles/WebMercatorQuad/10/{tile.row}/{tile.column}"
    west, south, east, north = WEB_MERCATOR_QUAD.degrees(tile)
    asked = Side("asked again and again", lambda: None, is_ours=True, in_process=False)
    told = Side("told by the stream, then asked", lambda: None, is_ours=True, in_process=False)
    with psycopg.connect(address, autocommit=True) as clerk, httpx.Client(timeout=60) as client:
        change = partial(
            clerk.execute,
            "UPDATE register.settlements SET population = population + 1 WHERE row_id = (SELECT min(row_id) FROM "
            "register.settlements WHERE geom && ST_MakeEnvelope(%s, %s, %s, %s, 4490))",
            (west, south, east, north),
        )
        clerk.execute(
            "INSERT INTO register.identifiers (layer, identity, first_recorded, versions, disclosure) "
            "SELECT 'settlements', code, now(), 1, 'public' FROM register.settlements "
            "WHERE geom && ST_MakeEnvelope(%s, %s, %s, %s, 4490) ON CONFLICT DO NOTHING",
            (west, south, east, north),
        )
        for _ in range(COMMITS):
            before = client.get(url).headers["etag"]
            change()
            start = time.perf_counter()
            while client.get(url).headers["etag"] == before:
                pass
            asked.seconds.append(time.perf_counter() - start)
        with client.stream("GET", f"http://127.0.0.1:{port}/api/events") as stream:
            lines = stream.iter_lines()
            next(lines)
            for _ in range(COMMITS):
                before = client.get(url).headers["etag"]
                change()
                start = time.perf_counter()
                while not next(lines).startswith("event: change"):
                    pass
                assert client.get(url).headers["etag"] != before
                told.seconds.append(time.perf_counter() - start)
    within = {side.name: _of(side.seconds, 95) for side in (asked, told)}
    title = f"From commit to map; 95 of 100 within {', '.join(f'{name} {ms:.0f} ms' for name, ms in within.items())}"
    return [Section(title, [asked, told], at_most_s=COMMIT_AT_MOST_S)]
