"""What if at the scale of a county: 1,000 settlements, 200 homes, 20 townships, and a home that is dragged about.

Beside it the same question put anew: all pairs, buckets, access and beds per thousand from the beginning. Both must
give the same figures. Over HTTP the county stands in a register of its own, and each request asks it whether anything
has been entered since.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from functools import partial
from itertools import cycle
from typing import Any

import httpx
import numpy as np
import psycopg
import shapely
from sqlalchemy import make_url

from data import services
from data.disposable_postgis import throw_away
from data.engine import driver_url, migrate
from geo.catchments import Reach
from geo.locate import AreaIndex
from layers.coverage import Terms, beds_per_thousand
from layers.coverage_inputs import AreaPeople, AreaSet, BedPlace, Demand
from layers.reach import Question, compute
from layers.reach_ground import Ground, Supply, Village, lonlat
from layers.reach_terms import ReachParameters
from layers.services import DemandAge, Limits, Offer, ServiceId
from layers.what_if import BedsStanding, Change, WhatIf, tried
from tests.bench.common import Options, Section, Side, timed
from tests.bench.nation import EAST, NORTH, SOUTH, WEST, Nation
from tests.bench.serving import KEPT, KEPT_COLUMNS, cairn

IN_PROCESS = "What if in a county of 1,000 settlements and 200 homes, one home dragged"
HTTP = "What if over HTTP, from the request to the JSON"
TAIL_S = 0.1
DRAGS = 150
DAY = dt.date(2024, 12, 31)
DATABASE = "cairn_bench_what_if"
LIMITS = Limits(town=10_000, country=10_000, source="bench")


def run(options: Options) -> list[Section]:
    """Time a drag in this process beside a whole computation, and over HTTP."""
    county = made()
    quick = replace(timed(IN_PROCESS, in_process(county), options.rounds), tail_at_most_s=TAIL_S)
    with (
        county_in_a_register(county, options.database_url) as address,
        cairn(address, as_of=DAY.isoformat()) as port,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client,
    ):
        return [quick, replace(timed(HTTP, [over_http(client)], options.rounds), tail_at_most_s=TAIL_S)]


def made() -> Nation:
    """A county of 80 km by 70 km: the nation, drawn small."""
    nation = Nation.made(5, 4, settlements=1_000, facilities=200)

    def small(xy: np.ndarray[Any, np.dtype[np.float64]]) -> np.ndarray[Any, np.dtype[np.float64]]:
        shares = (xy - (WEST, SOUTH)) / (EAST - WEST, NORTH - SOUTH)
        return np.asarray(shares * (0.82, 0.63) + (113.0, 29.0), np.float64)

    shapes = (shapely.transform(each, small) for each in (nation.townships, nation.settlements, nation.facilities))
    townships, settlements, facilities = shapes
    return replace(nation, townships=townships, settlements=settlements, facilities=facilities)


def drags() -> Iterator[Change]:
    """Where the pointer goes."""
    random = np.random.default_rng(1)
    for lon, lat in cycle(random.uniform((113.1, 29.1), (113.7, 29.5), (DRAGS, 2)).tolist()):
        yield Change(kind="move", id="H0100", lon=lon, lat=lat)


def in_process(county: Nation) -> list[Side]:
    """Ours, and the same from the beginning; both answers are compared before anything is timed."""
    villages, homes = ground_of(county)
    asked = question()
    standing = WhatIf(_ground(villages, homes), asked, beds_of(county, homes))
    areas = AreaSet.of([_town(n) for n in range(20)], [_town(n) for n in range(20)], county.townships)

    def incremental(changes: Iterator[Change]) -> dict[str, Any]:
        wish = tried(homes, [next(changes)])
        return standing.answer(wish, Reach.by_distance(lonlat(villages), lonlat(wish.live), LIMITS.largest))

    def whole(changes: Iterator[Change]) -> tuple[dict[str, Any], list[int]]:
        change = next(changes)
        moved = [replace(each, x=change.lon, y=change.lat) if each.id == change.id else each for each in homes]
        told = compute(_ground(villages, moved), asked)
        figures = beds_per_thousand(areas, [_bed_place(each) for each in moved], demand(standing), _TERMS)
        return told.totals.model_dump(), [row.beds for row in figures.areas]

    ours, theirs = incremental(drags()), whole(drags())
    assert ours["totals"].items() <= theirs[0].items()
    assert [row["rate"]["beds"] for row in ours["townships"] if row["rate"]] == theirs[1]
    return [
        Side("Cairn, only what changes", partial(incremental, drags()), is_ours=True, least_times=DRAGS),
        Side("Cairn, the whole question anew", partial(whole, drags())),
    ]


_TERMS = Terms({}, Decimal(40), "0")


def demand(standing: WhatIf) -> Demand:
    """The townships' older people."""
    held = standing.beds
    assert held is not None
    rows = zip(held.ids, held.elderly, strict=True)
    return Demand("60+", tuple(AreaPeople(code, code, own, None, "", None, False) for code, own in rows))


def question() -> Question:
    """Beds within ten kilometres as the crow flies."""
    parameters = ReachParameters(service=ServiceId.NURSING_BEDS, as_of=DAY)
    return Question(
        parameters=parameters,
        service=services.service(ServiceId.NURSING_BEDS),
        limits=LIMITS,
        age=DemandAge.SIXTY,
        as_of=DAY,
        unit="m",
        because="",
        code_version="0",
        townships={},
    )


def ground_of(county: Nation) -> tuple[list[Village], list[Supply]]:
    """Settlements of townships by their numbers, and homes."""
    villages = [
        Village(_village(n), f"村{n}", _town(n % 20), point.x, point.y, int(people), in_town=False, invented=True)
        for n, (point, people) in enumerate(zip(county.settlements, county.elderly, strict=True))
    ]
    homes = [
        Supply("nursing_homes", f"H{n:04}", f"院{n}", point.x, point.y, Offer(int(beds)), invented=True)
        for n, (point, beds) in enumerate(zip(county.facilities, county.beds, strict=True))
    ]
    return villages, homes


def beds_of(county: Nation, homes: list[Supply]) -> BedsStanding:
    """Beds by township as they stand."""
    index = AreaIndex.build(county.townships)
    held = index.locate(*lonlat(homes)).tolist()
    beds = [int(own) for own in county.beds]
    ids = tuple(_town(n) for n in range(20))
    return BedsStanding(
        ids=ids,
        names=ids,
        index=index,
        beds=tuple(sum(own for own, at in zip(beds, held, strict=True) if at == n) for n in range(20)),
        elderly=tuple(1_000 + n for n in range(20)),
        beds_of_all=sum(beds),
        elderly_of_all=20_190,
        homes={(each.layer, each.id): (at, own) for each, at, own in zip(homes, held, beds, strict=True)},
        target=Decimal(40),
    )


def over_http(client: httpx.Client) -> Side:
    """A drag as the browser asks it; the first question reads the register and is not timed."""
    changes = drags()

    def ask() -> bytes:
        change = next(changes).model_dump(exclude_none=True, mode="json")
        wish = {"service": "nursing_beds", "mode": "straight", "limit": 10_000, "changes": [change]}
        return client.post("/api/siting/what-if", json=wish).raise_for_status().content

    ask()
    return Side("POST /api/siting/what-if", ask, is_ours=True, in_process=False, least_times=DRAGS)


@contextmanager
def county_in_a_register(county: Nation, url: str | None) -> Iterator[str]:
    """Address of a database whose register holds the county; gone afterwards."""
    with throw_away() as cluster:
        server = driver_url(url) if url else cluster.start()
        with psycopg.connect(server, autocommit=True) as maintenance:
            maintenance.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
            maintenance.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0 ENCODING 'UTF8'")
        address = make_url(server).set(database=DATABASE).render_as_string(hide_password=False)
        migrate(address)
        _fill(address, county)
        yield address
        with psycopg.connect(server, autocommit=True) as maintenance:
            maintenance.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


def _fill(address: str, county: Nation) -> None:
    """Copy the county in; the triggers that keep history are not what is measured."""
    villages, homes = ground_of(county)
    areas = [shapely.multipolygons([each]) for each in county.townships]
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        rows = [f"{_town(n)}\t镇{n}\ttownship\ttown\ttrue" for n in range(len(areas))]
        _copy(connection, "divisions (code, name, level, kind, is_statutory", rows, areas)
        rows = [f"{each.code}\t{each.name}\t{each.township}\tvillage\t{each.people}" for each in villages]
        _copy(connection, "settlements (code, name, division, kind, aged_60", rows, list(county.settlements))
        rows = [f"{each.id}\t{each.name}\topen\tcare_home\tpublic\tpublic_run\t{each.offer.places}" for each in homes]
        columns = "nursing_homes (number, name, stage, kind, ownership, operation, beds"
        _copy(connection, columns, rows, list(county.facilities))
        connection.execute("VACUUM ANALYZE")


def _copy(connection: psycopg.Connection, columns: str, rows: list[str], shapes: list[Any]) -> None:
    wkb = shapely.to_wkb(shapely.set_srid(np.array(shapes, dtype=object), 4490), hex=True, include_srid=True)
    with connection.cursor().copy(f"COPY register.{columns}, geom, {KEPT_COLUMNS}) FROM STDIN") as copy:
        for row, shape in zip(rows, wkb, strict=True):
            copy.write(f"{row}\t{shape}\t{KEPT}\n")


def _ground(villages: list[Village], homes: list[Supply]) -> Ground:
    return Ground.of(villages, homes, Reach.by_distance(lonlat(villages), lonlat(homes), LIMITS.largest), LIMITS)


def _bed_place(home: Supply) -> BedPlace:
    return BedPlace(home.layer, home.id, home.name, home.x, home.y, home.offer.places, False, "", None, False)


def _town(number: int) -> str:
    return f"430621{100 + number}"


def _village(number: int) -> str:
    return f"{_town(number % 20)}{200 + number // 20:03}"
