"""The sample county's roads as a network; speeds, links and maps the county enters, and who may."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra
from shapely import LineString
from sqlalchemy import Connection, Engine, text
from sqlalchemy.orm import Session

from data import road_terms, sample_county
from data.acting import act
from data.elevation import pack, read_heights, unpack
from data.engine import connect
from data.errors import BadInput, Forbidden, NotFound
from data.features import Asked, find
from data.osm_extract import read_ways
from data.road_network import build, network
from data.road_terms import Link
from data.travel import reach
from data.way_maps import WayMap
from layers.refusal import Refusal
from layers.rights import Role
from layers.travel import AgeBand, TravelMode
from layers.travel_terms import TermKind, term
from layers.ways import WayClass
from tests.conftest import copied
from tests.people import person

DAY = dt.date(2024, 12, 31)
MEASURED = "试（虚构）：实测"
OSM = Path(__file__).resolve().parents[3] / "shared" / "data" / "osm"
DONGYANG = OSM.parent / "dongyang_330783" / "roads_osm_wgs84.gpkg"


@pytest.fixture(scope="module")
def county(server: str, template: str, worker: str) -> Iterator[Engine]:
    """A database with the sample county."""
    for url in copied(server, template, f"cairn_test_{worker}_roads"):
        engine = connect(url)
        with Session(engine) as opened, opened.begin():
            sample_county.load(opened)
        yield engine
        engine.dispose()


@pytest.fixture
def session(county: Engine) -> Iterator[Session]:
    """A transaction in that database, rolled back."""
    with Session(county) as opened:
        yield opened
        opened.rollback()


def points(session: Session, layer: str) -> tuple[list[float], list[float]]:
    told = f"SELECT ST_X(geom) AS x, ST_Y(geom) AS y FROM register.{layer} WHERE valid @> date '{DAY}' ORDER BY 1, 2"
    rows = session.execute(text(told)).all()
    return [row[0] for row in rows], [row[1] for row in rows]


def test_the_sample_is_one_network_and_serves_every_village(session: Session) -> None:
    made, where = build(session, DAY)
    assert "道路图层" in where
    assert set(made.graph.components.tolist()) == {0}
    assert not made.in_fragment.any()
    registered = session.execute(text("SELECT sum(length_km) FROM register.roads")).scalar_one()
    assert made.graph.lengths_m.sum() / 1000 == pytest.approx(float(registered), rel=0.01)
    villages = points(session, "settlements")
    assert network(session, TravelMode.WALK, DAY).roads.snapped(villages).offsets_m.max() < 1.0


def test_minutes_by_road_are_those_of_scipy_over_the_registers_rows(session: Session) -> None:
    """Villages are nodes of the sample's roads: rows and SciPy alone tell the same minutes."""
    villages = points(session, "settlements")
    told = reach(session, TravelMode.DRIVE, 40.0, villages, villages, DAY)
    nodes: dict[tuple[float, float], int] = {}
    tails, heads, minutes = [], [], []
    kmh = {"second": 45.0, "third": 35.0, "fourth": 25.0, None: 25.0}
    plane = np.array([97_600.0, 110_850.0])
    for row in find(session, Asked("roads", DAY), "grade", "geom"):
        from shapely import from_wkb, get_parts

        for part in get_parts(from_wkb(bytes(row.geom))):
            for one, other in zip(part.coords[:-1], part.coords[1:], strict=True):
                tails.append(nodes.setdefault(one, len(nodes)))
                heads.append(nodes.setdefault(other, len(nodes)))
                metres = LineString([np.array(one) * plane, np.array(other) * plane]).length
                minutes.append(metres * 0.06 / kmh[row.grade])
    graph = coo_array((minutes, (tails, heads)), shape=(len(nodes), len(nodes))).tocsr()
    at = [nodes[place] for place in zip(*villages, strict=True)]
    expected = dijkstra(graph, directed=False, indices=at)[:, at]
    found = np.full(expected.shape, np.inf)
    found[np.repeat(np.arange(len(at)), np.diff(told.reach.starts)), told.reach.supplies] = told.reach.costs
    near = expected < 39.5
    assert near.sum() > 5_000
    np.testing.assert_allclose(found[near], expected[near], rtol=0.01, atol=0.02)
    assert not np.isfinite(found[expected > 40.5]).any()
    assert told.findings == ()


def test_older_people_walk_longer_and_the_sentence_says_how_fast(session: Session) -> None:
    homes, villages = points(session, "nursing_homes"), points(session, "settlements")
    eighty = reach(session, TravelMode.WALK, 60.0, villages, homes, DAY, age=AgeBand.EIGHTY)
    adult = reach(session, TravelMode.WALK, 60.0, villages, homes, DAY, age=AgeBand.ADULT)
    assert 0 < len(eighty.reach) < len(adult.reach)
    assert "80 岁及以上步速 0.75 m/s" in eighty.because
    assert "不计坡度" in eighty.because


def test_a_speed_the_county_measured_goes_first_and_can_be_taken_back(session: Session) -> None:
    villages = points(session, "settlements")
    before = reach(session, TravelMode.DRIVE, 30.0, villages, villages, DAY)
    moment = session.execute(text("SELECT clock_timestamp()")).scalar_one()
    road_terms.enter_terms(session, [term("drive", "fourth", 12.5, MEASURED)])
    slower = reach(session, TravelMode.DRIVE, 30.0, villages, villages, DAY)
    assert len(slower.reach) < len(before.reach)
    assert slower.because != before.because
    then = reach(session, TravelMode.DRIVE, 30.0, villages, villages, DAY, recorded_at=moment)
    assert then.reach.costs.tolist() == before.reach.costs.tolist()
    road_terms.reset_term(session, TermKind.DRIVE, "fourth", MEASURED)
    assert reach(session, TravelMode.DRIVE, 30.0, villages, villages, DAY).because == before.because
    with pytest.raises(NotFound, match="没有改写过"):
        road_terms.reset_term(session, TermKind.DRIVE, "fourth", MEASURED)


def test_a_closed_road_is_gone_round(session: Session) -> None:
    ways = network(session, TravelMode.DRIVE, DAY)
    longest = max(range(len(ways.built.ways)), key=lambda line: ways.built.ways.codes[line] == "430621-G107")
    code = ways.built.ways.codes[longest]
    road_terms.enter_terms(session, [term("road", code, 0.0, MEASURED)])
    closed = network(session, TravelMode.DRIVE, DAY)
    on_it = np.array([closed.built.ways.codes[line] == code for line in closed.built.graph.line_of])
    assert on_it.any()
    assert np.isinf(closed.roads.forward[on_it]).all()
    assert np.isfinite(closed.roads.forward[~on_it]).all()
    on_foot = network(session, TravelMode.WALK, DAY)
    assert np.isfinite(on_foot.roads.forward).all()


def test_a_link_of_the_county_shortens_the_way_and_is_withdrawn(session: Session) -> None:
    east, north = points(session, "settlements")
    straight = network(session, TravelMode.WALK, DAY).roads
    table = straight.table((east, north), (east, north))
    one, other = np.unravel_index(np.argmax(np.where(np.isfinite(table), table, 0)), table.shape)
    ends = ((east[one], north[one]), (east[other], north[other]))
    kept = road_terms.add_link(session, Link("新路（虚构）", WayClass.FOURTH, False, ends, MEASURED))
    shorter = network(session, TravelMode.WALK, DAY)
    assert "补画的 1 条路段" in shorter.because
    assert shorter.roads.table((east, north), (east, north))[one, other] < table[one, other]
    road_terms.withdraw_link(session, kept.number)
    assert road_terms.links(session) == []
    assert (
        network(session, TravelMode.WALK, DAY).roads.table((east, north), (east, north))[one, other]
        == table[one, other]
    )
    with pytest.raises(NotFound, match="已经撤销"):
        road_terms.withdraw_link(session, kept.number)


def test_a_link_has_two_ends(session: Session) -> None:
    with pytest.raises(BadInput, match="走向"):
        road_terms.add_link(session, Link("一点", WayClass.LANE, False, ((113.0, 29.0), (113.0, 29.0)), MEASURED))


def test_only_whoever_plans_for_the_county_enters(own_database: str, owner: Engine, service: Engine) -> None:
    del own_database
    with Session(owner) as opened, opened.begin():
        people = [
            person(opened, Role.PLANNER),
            person(opened, Role.NAME_DRAFTER),
            person(opened, Role.PLANNER, "430621100"),
        ]
    given = [term("walk", "80", 0.6, MEASURED)]
    with Session(service) as opened:
        act(opened, people[0])
        road_terms.enter_terms(opened, given)
        assert road_terms.terms(opened).pace(AgeBand.EIGHTY) == 0.6
        opened.commit()
    with Session(owner) as opened:
        noted = "SELECT clerk, identity, detail::json ->> 'value' FROM archive.audit WHERE deed = 'road-term'"
        assert opened.execute(text(noted)).all() == [(people[0].name, "walk/80", "0.6")]
    for stranger in people[1:]:
        with Session(service) as opened:
            act(opened, stranger)
            with pytest.raises(Forbidden, match="规划员"):
                road_terms.enter_terms(opened, given)


def test_a_register_without_roads_says_so(connection: Connection) -> None:
    with Session(connection) as opened, pytest.raises(Refusal, match="没有可用的路网"):
        network(opened, TravelMode.WALK, DAY)


EXTRACT = """<?xml version="1.0"?>
<osm version="0.6">
 <node id="1" lat="29.00" lon="113.00"/><node id="2" lat="29.00" lon="113.01"/><node id="3" lat="29.00" lon="113.02"/>
 <node id="4" lat="29.01" lon="113.01"/><node id="5" lat="29.02" lon="113.01"/>
 <way id="10"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="secondary"/><tag k="name" v="大路"/></way>
 <way id="11"><nd ref="2"/><nd ref="4"/><tag k="highway" v="residential"/><tag k="oneway" v="-1"/>
  <tag k="maxspeed" v="20"/></way>
 <way id="12"><nd ref="4"/><nd ref="5"/><nd ref="99"/><tag k="highway" v="footway"/></way>
 <way id="13"><nd ref="1"/><nd ref="5"/><tag k="highway" v="construction"/></way>
</osm>
"""


def test_an_extract_of_openstreetmap_serves_instead_of_the_registers_roads(session: Session, tmp_path: Path) -> None:
    file = tmp_path / "small.osm"
    file.write_text(EXTRACT, encoding="utf-8")
    ways = read_ways(file)
    assert [ways.called(line) for line in range(3)] == ["大路", "城镇道路 way/11", "人行道、小路 way/12"]
    assert ways.columns["one_way"].tolist() == [0, -1, 0]
    assert [len(part) for part in np.split(ways.lines.lonlat, ways.lines.starts[1:-1])] == [3, 2, 2]
    assert WayMap.unpack(ways.pack()).stamp == ways.stamp
    number = road_terms.take_map(session, "ways", "small.osm", "虚构", body=ways.pack(), details={"ways": len(ways)})
    places = ([113.01, 113.0], [29.01, 29.0])
    drive = reach(session, TravelMode.DRIVE, 60.0, places, places, DAY)
    assert "道路数据“small.osm”" in drive.because
    # 1.11 km at the posted 20 km/h down the one-way street, then 0.97 km at 35 km/h; nobody drives up it.
    assert drive.reach.supplies.tolist() == [0, 1, 1]
    assert drive.reach.costs[1] == pytest.approx(1.1085 * 3 + 0.974 / 35 * 60, rel=0.01)
    walk = reach(session, TravelMode.WALK, 60.0, places, places, DAY)
    assert walk.reach.costs[2] == pytest.approx((1108.5 + 974) / 0.9 / 60, rel=0.01)
    road_terms.withdraw_map(session, number)
    assert road_terms.maps(session) == []


def test_heights_lengthen_the_way_up(session: Session, tmp_path: Path) -> None:
    east, north = points(session, "settlements")
    box = (min(east) - 0.02, min(north) - 0.02, max(east) + 0.02, max(north) + 0.02)
    cell = 0.002
    columns, rows = int((box[2] - box[0]) / cell) + 1, int((box[3] - box[1]) / cell) + 1
    grid = np.tile(np.arange(columns, dtype=np.float32) * 20, (rows, 1))  # about one in ten, rising to the east
    file = tmp_path / "dem.tif"
    shape = {"width": columns, "height": rows, "count": 1, "dtype": "float32", "driver": "GTiff"}
    corner = Affine(cell, 0, box[0], 0, -cell, box[3])
    with rasterio.open(file, "w", crs="EPSG:4326", transform=corner, **shape) as made:
        made.write(grid, 1)
    heights = read_heights(file, (box[0] + 0.01, box[1] + 0.01, box[2] - 0.01, box[3] - 0.01))
    assert heights.shape[1] < columns
    assert unpack(pack(heights)).at(113.1, 29.1) == pytest.approx(heights.at(113.1, 29.1), abs=0.06)
    flat = network(session, TravelMode.WALK, DAY).roads.table((east, north), (east, north))
    body = pack(read_heights(file))
    road_terms.take_map(session, "heights", "dem.tif", "虚构", body=body, details={"cells": columns * rows})
    hilly = network(session, TravelMode.WALK, DAY)
    assert "计坡度（Tobler 1993）" in hilly.because
    steep = hilly.roads.table((east, north), (east, north))
    west_to_east = np.argsort(east)
    low, high = west_to_east[0], west_to_east[-1]
    assert steep[low, high] > 1.2 * flat[low, high]
    assert steep[low, high] > 1.2 * steep[high, low]


def test_a_grid_without_a_system_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "dem.tif"
    shape = {"width": 2, "height": 2, "count": 1, "dtype": "float32", "driver": "GTiff"}
    with rasterio.open(file, "w", transform=Affine(0.1, 0, 113, 0, -0.1, 29), **shape) as made:
        made.write(np.zeros((2, 2), np.float32), 1)
    with pytest.raises(Refusal, match="没有写明坐标系"):
        read_heights(file)


@pytest.mark.skipif(not OSM.is_dir(), reason="the shared data is not here")
@pytest.mark.parametrize(
    ("file", "km", "parts"), [("liechtenstein-latest.osm.pbf", 1117, 27), ("Helsinki.osm.pbf", 89, 45)]
)
def test_a_whole_extract_is_read(file: str, km: int, parts: int) -> None:
    from geo.network.graph import Graph

    graph = Graph.of(read_ways(OSM / file).lines)
    assert graph.lengths_m.sum() / 1000 == pytest.approx(km, abs=1)
    assert len(set(graph.components.tolist())) == parts


@pytest.mark.skipif(not DONGYANG.is_file(), reason="the shared data is not here")
def test_the_faults_of_a_real_county_are_found() -> None:
    from geo.network.graph import Graph

    ways = read_ways(DONGYANG)
    graph = Graph.of(ways.lines)
    assert len(set(graph.components.tolist())) == 22  # as those who prepared the data counted them
