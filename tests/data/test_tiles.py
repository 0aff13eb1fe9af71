"""Tiles show what lies in them, and neighbours share their edges at every level and across tiles."""

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

import mapbox_vector_tile
import pytest
import shapely
from shapely import Point, Polygon
from shapely.geometry.base import BaseGeometry
from sqlalchemy import text
from sqlalchemy.orm import Session

from data import register
from data.acting import PUBLIC, act
from data.tiles import (
    MARGIN,
    UNITS,
    How,
    TileAsked,
    attributes,
    grain,
    numbers_of,
    plain_statement,
    restricted_in,
    tile_bytes,
)
from geo.tile_matrices import SETS, WEB_MERCATOR_QUAD, Tile, TileMatrixSet
from layers.atlas import ATLAS, layer_class
from layers.record import Disclosure, Record
from tests.bench.nation import Nation
from tests.data.deeds import LEDGER, NEW_YEAR, day, home, square, town

TODAY = day("2024-12-31")
Ring = list[tuple[int, int]]


def features(session: Session, asked: TileAsked) -> list[dict[str, Any]]:
    """What a tile holds, y counted from the top as the format does."""
    body = tile_bytes(session, asked)
    read = mapbox_vector_tile.decode(body, default_options={"y_coord_down": True}) if body else {}
    return list(read.get(asked.layer, {}).get("features", []))


def tile_at(grid: TileMatrixSet, level: int, longitude: float, latitude: float) -> Tile:
    rows, columns = grid.touched((longitude, latitude) * 2, level)
    return Tile(level, rows[0], columns[0])


def rings(feature: dict[str, Any]) -> Iterable[Ring]:
    shape = feature["geometry"]
    parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    return [ring for part in parts for ring in part]


def steps(ring: Ring) -> Iterable[tuple[tuple[int, int], tuple[int, int]]]:
    """The directed edges of a ring."""
    return pairwise([(x, y) for x, y in ring])


def place(session: Session, areas: Mapping[str, BaseGeometry]) -> None:
    for code, area in areas.items():
        register.enter(session, town(code, f"镇{code}"), area, valid_from=NEW_YEAR, provenance=LEDGER)


@pytest.fixture(scope="module")
def townships() -> dict[str, Polygon]:
    """Some forty townships whose edges of thirty segments are shared vertex by vertex."""
    nation = Nation.made(6, 7, settlements=1, facilities=1)
    cells = shapely.transform(nation.townships, lambda xy: (xy - [75, 18]) * [1.4 / 60, 1.2 / 35] + [112.9, 28.6])
    return {f"{430621100 + number}": cell for number, cell in enumerate(cells)}


@pytest.mark.parametrize("grid", SETS, ids=lambda grid: grid.id)
@pytest.mark.parametrize("level", [6, 8, 10, 12])
def test_shared_edges_stay_shared(
    session: Session, townships: dict[str, Polygon], grid: TileMatrixSet, level: int
) -> None:
    """In every tile, each edge inside it is walked once in each direction, or is the outline of them all.

    So the areas leave no gap and do not overlap: the sum of their outlines is the outline of their sum.
    """
    place(session, townships)
    outline = shapely.union_all(list(townships.values())).buffer(-1e-9)
    west, south, east, north = outline.bounds
    rows, columns = grid.touched((west, south, east, north), level)
    checked = 0
    for row in rows:
        for column in columns:
            walked: Counter[tuple[tuple[int, int], tuple[int, int]]] = Counter()
            for feature in features(session, TileAsked("divisions", grid, Tile(level, row, column), TODAY)):
                for ring in rings(feature):
                    walked.update(step for step in steps(ring) if step[0] != step[1])
            alone = [step for step, times in walked.items() if times != walked[step[::-1]]]
            inside = [step for step in alone if all(0 <= xy <= UNITS for point in step for xy in point)]
            open_edges = _outline_edges(grid, Tile(level, row, column), townships)
            assert set(inside) <= open_edges
            checked += len(walked) - len(alone)
    assert checked > 100


def _outline_edges(
    grid: TileMatrixSet, tile: Tile, townships: dict[str, Polygon]
) -> set[tuple[tuple[int, int], tuple[int, int]]]:
    """The edges that only one township has, where they go in a tile, in both directions."""
    kept: Counter[tuple[tuple[float, float], tuple[float, float]]] = Counter()
    for area in townships.values():
        kept.update(pairwise([(x, y) for x, y in area.exterior.coords]))
    lonely = [edge for edge in kept if edge[::-1] not in kept]
    placed = [tuple(_placed(grid, tile, point) for point in edge) for edge in lonely]
    return {pair for a, b in placed for pair in ((a, b), (b, a))}


def _placed(grid: TileMatrixSet, tile: Tile, point: tuple[float, float]) -> tuple[int, int]:
    """Where a position goes in a tile, computed here by another formula than PROJ's."""
    x, y = point
    if not grid.is_degrees:
        x = math.radians(x) * 6_378_137
        y = math.atanh(math.sin(math.radians(y))) * 6_378_137
    west, north = grid.corner(tile)
    unit, step = grid.side(tile.level) / UNITS, grain(tile.level)
    return round((x - west) / unit / step) * step, round((north - y) / unit / step) * step


def test_an_area_too_small_to_draw_leaves_no_hole(session: Session) -> None:
    """Its neighbours meet on the point it came to: the block around it is drawn without a gap."""
    west, south, tiny = 113.0, 29.0, 1e-5
    x, y, top = west + 0.1 + 3e-6, south + 0.1 + 3e-6, south + 0.2
    small = shapely.box(x, y, x + tiny, y + tiny)
    left = Polygon([(west, south), (x, south), (x, y), (x, y + tiny), (x, top), (west, top)])
    right = shapely.box(west, south, west + 0.2, top).difference(left).difference(small)
    place(session, {"430621101": left, "430621102": right, "430621103": small})
    tile = tile_at(WEB_MERCATOR_QUAD, 9, 113.1, 29.1)
    seen = features(session, TileAsked("divisions", WEB_MERCATOR_QUAD, tile, TODAY))
    assert {feature["properties"]["code"] for feature in seen} == {"430621101", "430621102"}
    drawn = [Polygon(ring) for feature in seen for ring in rings(feature)]
    whole = shapely.union_all(drawn)
    assert whole.area == sum(part.area for part in drawn)
    assert isinstance(whole, Polygon)
    assert not whole.interiors


def test_a_point_stands_where_the_formula_says(session: Session) -> None:
    here = (113.123456, 29.123456)
    register.enter(session, home(), Point(here), valid_from=NEW_YEAR, provenance=LEDGER)
    for grid in SETS:
        for level in (6, 12, 18):
            tile = tile_at(grid, level, *here)
            (feature,) = features(session, TileAsked("nursing_homes", grid, tile, TODAY))
            expected = _placed(grid, tile, here)
            step = grain(level)
            assert feature["geometry"]["coordinates"] == pytest.approx(expected, abs=step / 2)


def test_what_lies_a_little_beyond_a_tile_is_in_it_too(session: Session) -> None:
    grid, level = WEB_MERCATOR_QUAD, 12
    tile = tile_at(grid, level, 113.1, 29.1)
    west, south, east, north = grid.degrees(tile)
    beyond = (east - west) * MARGIN
    middle = (south + north) / 2
    for number, offset in (("430621-001", beyond * 0.9), ("430621-002", beyond * 1.1)):
        register.enter(session, home(number), Point(east + offset, middle), valid_from=NEW_YEAR, provenance=LEDGER)
    seen = features(session, TileAsked("nursing_homes", grid, tile, TODAY))
    assert [feature["properties"]["number"] for feature in seen] == ["430621-001"]


def test_a_tile_carries_what_a_map_is_drawn_by(session: Session) -> None:
    register.enter(session, home(phone="0730-7620000"), Point(113.1, 29.1), valid_from=NEW_YEAR, provenance=LEDGER)
    tile = tile_at(WEB_MERCATOR_QUAD, 10, 113.1, 29.1)
    (feature,) = features(session, TileAsked("nursing_homes", WEB_MERCATOR_QUAD, tile, TODAY))
    assert feature["properties"] == {
        "number": "430621-001",
        "name": "荣家湾镇中心敬老院",
        "stage": "open",
        "kind": "nursing_home",
        "ownership": "public",
        "operation": "public_run",
        "beds": 120,
        "invented": False,
        "disclosure": "public",
    }
    assert 0 < feature["id"] < 2**53


def test_its_number_stays_a_things_own(session: Session) -> None:
    tile = tile_at(WEB_MERCATOR_QUAD, 10, 113.1, 29.1)
    asked = TileAsked("nursing_homes", WEB_MERCATOR_QUAD, tile, TODAY)
    register.enter(session, home(), Point(113.1, 29.1), valid_from=NEW_YEAR, provenance=LEDGER)
    before = features(session, asked)[0]["id"]
    register.change(session, home(beds=80), on=day("2024-06-01"), provenance=LEDGER, because="扩建")
    (after,) = features(session, asked)
    assert (after["id"], after["properties"]["beds"]) == (before, 80)


def test_a_day_and_a_moment_show_what_was(session: Session) -> None:
    register.enter(session, home(), Point(113.1, 29.1), valid_from=NEW_YEAR, provenance=LEDGER)
    moment = session.scalar(text("SELECT clock_timestamp()"))
    assert isinstance(moment, dt.datetime)
    register.amend(session, home(beds=99), as_of=TODAY, because="更正")
    grid, tile = WEB_MERCATOR_QUAD, tile_at(WEB_MERCATOR_QUAD, 10, 113.1, 29.1)
    now, then = (
        features(session, TileAsked("nursing_homes", grid, tile, TODAY, recorded_at)) for recorded_at in (None, moment)
    )
    assert (now[0]["properties"]["beds"], then[0]["properties"]["beds"]) == (99, 120)
    assert features(session, TileAsked("nursing_homes", grid, tile, day("1999-12-31"))) == []
    assert len(features(session, TileAsked("nursing_homes", grid, tile, (None, None)))) == 1


def test_the_public_sees_points_on_a_raster(session: Session) -> None:
    register.enter(session, home(), Point(113.100_04, 29.100_04), valid_from=NEW_YEAR, provenance=LEDGER)
    grid, tile = WEB_MERCATOR_QUAD, tile_at(WEB_MERCATOR_QUAD, 18, 113.1, 29.1)
    asked = TileAsked("nursing_homes", grid, tile, TODAY)
    (exact,) = features(session, asked)
    act(session, PUBLIC)
    (rounded,) = features(session, asked)
    assert exact["geometry"]["coordinates"] == pytest.approx(_placed(grid, tile, (113.100_04, 29.100_04)), abs=1)
    assert rounded["geometry"]["coordinates"] == pytest.approx(_placed(grid, tile, (113.1, 29.1)), abs=1)


@pytest.mark.parametrize("level", [8, 12, 14, 16, 18])
def test_the_public_is_told_no_corner_more_precisely(session: Session, level: int) -> None:
    """Two areas whose corners round to the same place look the same to the public, at every level."""
    grid, tile = WEB_MERCATOR_QUAD, tile_at(WEB_MERCATOR_QUAD, level, 113.1, 29.1)
    asked = TileAsked("divisions", grid, tile, TODAY)
    act(session, PUBLIC)
    drawn = []
    for code, shift in (("430621101", 0.0), ("430621102", 0.000_02)):
        corners = [(113.1, 29.1), (113.1004, 29.1), (113.1004, 29.1004), (113.1, 29.1004)]
        area = Polygon([(x + shift, y - shift) for x, y in corners])
        place(session, {code: area})
        drawn.append({feature["properties"]["code"]: feature for feature in features(session, asked)}.get(code))
    shapes = [feature and feature["geometry"]["coordinates"] for feature in drawn]
    coarse = 360 / 2**level / UNITS * grain(level) > 1e-4
    assert shapes[0] == shapes[1] or coarse


def test_an_area_beyond_the_tile_is_cut(session: Session) -> None:
    place(session, {"430621101": square(113, 29, 1.0).geoms[0]})
    tile = tile_at(WEB_MERCATOR_QUAD, 14, 113.5, 29.5)
    (feature,) = features(session, TileAsked("divisions", WEB_MERCATOR_QUAD, tile, TODAY))
    (ring,) = rings(feature)
    assert {abs(xy) for point in ring for xy in point} == {256, UNITS + 256}
    # Outer rings turn so that their area is positive with y downwards (MVT 2.1, 4.3.4.4).
    assert sum(a[0] * b[1] - b[0] * a[1] for a, b in steps(ring)) > 0


@pytest.mark.parametrize("record", ATLAS, ids=lambda record: record.layer.id)
def test_every_layer_has_tiles_without_persons(session: Session, record: type[Record]) -> None:
    asked = TileAsked(record.layer.id, WEB_MERCATOR_QUAD, tile_at(WEB_MERCATOR_QUAD, 8, 113.1, 29.1), TODAY)
    assert tile_bytes(session, asked) == b""
    assert record.layer.identified_by in [sheet.name for sheet in attributes(record)]
    assert not any(sheet.personal for sheet in attributes(record))


def test_a_box_is_found_through_the_index(session: Session) -> None:
    register.enter(session, home(), Point(113.1, 29.1), valid_from=NEW_YEAR, provenance=LEDGER)
    asked = TileAsked("nursing_homes", WEB_MERCATOR_QUAD, tile_at(WEB_MERCATOR_QUAD, 10, 113.1, 29.1), TODAY)
    session.execute(text("SET LOCAL enable_seqscan = off"))
    statement = plain_statement(layer_class("nursing_homes"), How(False, False, None, False))
    connection = session.connection()
    compiled = statement.compile(connection.engine)
    given = compiled.params | numbers_of(asked) | {"days": "[2024-12-31,2025-01-01)"}
    plan = connection.exec_driver_sql(f"EXPLAIN {compiled.string}", given)
    assert "nursing_homes_geom_ix" in "\n".join(row[0] for row in plan)


def test_what_is_not_public_is_not_in_the_publics_tile(session: Session) -> None:
    """Policies decide for the service's role (see tests of rights); here, that disclosure is told for drawing."""
    register.enter(
        session, home(), Point(113.1, 29.1), valid_from=NEW_YEAR, provenance=LEDGER, disclosure=Disclosure.INTERNAL
    )
    asked = TileAsked("nursing_homes", WEB_MERCATOR_QUAD, tile_at(WEB_MERCATOR_QUAD, 10, 113.1, 29.1), TODAY)
    (feature,) = features(session, asked)
    assert feature["properties"]["disclosure"] == "internal"


def test_restricted_things_in_a_tile_are_named_for_the_log(session: Session) -> None:
    for number, disclosure in (("430621-001", Disclosure.RESTRICTED), ("430621-002", Disclosure.INTERNAL)):
        register.enter(
            session,
            home(number),
            Point(113.1, 29.1),
            valid_from=NEW_YEAR,
            provenance=LEDGER,
            disclosure=disclosure,
        )
    tile = tile_at(WEB_MERCATOR_QUAD, 10, 113.1, 29.1)
    assert restricted_in(session, TileAsked("nursing_homes", WEB_MERCATOR_QUAD, tile, TODAY)) == ["430621-001"]
    assert restricted_in(session, TileAsked("nursing_homes", WEB_MERCATOR_QUAD, Tile(10, 0, 0), TODAY)) == []
