"""Beds per thousand elderly in every township of a nation, geometry to table, beside four peers.

Every side starts from the geometry it works on (shapely shapes in memory, or a table in its database) and ends with the
same table: beds, elderly and beds per thousand of each township, equal to the last bit. First with every index built
inside the timing, then with every side keeping what it can keep: our index and the points in grid order; for shapely
and geopandas the tree over the points and the prepared townships; for PostGIS its GiST indexes. DuckDB has no index
that its spatial join would use, it makes one in each query.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.access import sums_by_area, supply_per_thousand
from geo.locate import AreaIndex
from geo.order import PointOrder
from tests.bench.common import Options, Section, Side, timed
from tests.bench.in_duckdb import InDuckdb
from tests.bench.in_postgis import InPostgis
from tests.bench.nation import Counts, Doubles, Nation

BUILT = "Beds per thousand, nation, every index built inside the timing"
KEPT = "Beds per thousand, nation, every side keeps its index"
FETCHED = "Apart: fetching the same geometry from PostGIS into this process"
BUILT_RATIO = 1.8
KEPT_RATIO = 10.0
PEER_THREADS = 2


class BedsTable(NamedTuple):
    """The answer: one row for each township."""

    beds: Counts
    elderly: Counts
    beds_per_thousand: Doubles


def run(options: Options) -> list[Section]:
    """Time all sides, assert that they agree, and report built, kept and fetched."""
    nation = Nation.made(20, 19, 6_600, 4_000) if options.small else Nation.made()
    with ExitStack() as stack:
        duckdb = stack.enter_context(InDuckdb.loaded(nation, PEER_THREADS))
        postgis = stack.enter_context(InPostgis.loaded(nation, options.database_url))
        _compile(nation)
        sections = [
            timed(BUILT, _built_sides(nation, duckdb, postgis), options.rounds, BUILT_RATIO),
            timed(KEPT, _kept_sides(nation, duckdb, postgis), options.rounds, KEPT_RATIO),
            timed(FETCHED, [Side("PostGIS: points and townships", postgis.fetch, in_process=False)], options.rounds),
        ]
    _agree([side for section in sections[:2] for side in section.sides], nation)
    return sections


def _built_sides(nation: Nation, duckdb: InDuckdb, postgis: InPostgis) -> list[Side]:
    """Return the sides that start from bare geometry."""
    return [
        Side("Cairn, geo.locate", partial(cairn_built, nation), is_ours=True),
        Side("shapely STRtree over the points, two threads", partial(shapely_built, nation)),
        Side("geopandas sjoin and groupby", partial(geopandas_built, nation)),
        Side("DuckDB spatial, ST_Contains", partial(_table, duckdb.ask)),
        Side(
            "PostGIS, ST_Contains", partial(_table, postgis.index_and_ask), in_process=False, after=postgis.drop_indexes
        ),
    ]


def _kept_sides(nation: Nation, duckdb: InDuckdb, postgis: InPostgis) -> list[Side]:
    """Return the sides that keep what they can."""
    postgis.make_indexes()
    shapely.prepare(nation.townships)
    return [
        Side("Cairn, geo.locate, points in grid order", cairn_kept(nation), is_ours=True),
        Side("shapely STRtree over the points, two threads", shapely_kept(nation)),
        Side("geopandas sjoin and groupby", geopandas_kept(nation)),
        Side("DuckDB spatial, ST_Contains", partial(_table, duckdb.ask)),
        Side("PostGIS, ST_Contains", partial(_table, postgis.ask), in_process=False),
    ]


def _compile(nation: Nation) -> None:
    """Let our kernels be compiled, or read from disk, before anything is timed."""
    few = Nation(nation.townships[:200], nation.settlements, nation.elderly, nation.facilities, nation.beds)
    cairn_built(few)
    cairn_kept(few)()


def _table(ask: Callable[[], tuple[Counts, Counts, Doubles]]) -> BedsTable:
    """Return the answer of a database as the table."""
    return BedsTable(*ask())


def _agree(sides: Sequence[Side], nation: Nation) -> None:
    """Assert that all sides give the same bits, that nothing is lost, and that there was no tie to decide."""
    index = AreaIndex.build(nation.townships, known_valid=True)
    places = index.locate_all(*_coordinates(nation))
    assert not len(places.contested), "a point lies on an edge: peers may decide such ties differently"
    first = sides[0].answer
    assert isinstance(first, BedsTable)
    unplaced = places.unplaced
    in_settlement = unplaced < len(nation.settlements)
    assert first.elderly.sum() + nation.elderly[unplaced[in_settlement]].sum() == nation.elderly.sum()
    lost_beds = nation.beds[unplaced[~in_settlement] - len(nation.settlements)].sum()
    assert first.beds.sum() + lost_beds == nation.beds.sum()
    for side in sides[1:]:
        answer = side.answer
        assert isinstance(answer, BedsTable)
        for column, ours, theirs in zip(BedsTable._fields, first, answer, strict=True):
            assert ours.tobytes() == theirs.astype(ours.dtype).tobytes(), f"{side.name}: {column} differs"


def _points(nation: Nation) -> NDArray[np.object_]:
    """Return settlements, then facilities."""
    return np.concatenate([nation.settlements, nation.facilities])


def _coordinates(nation: Nation) -> tuple[Doubles, Doubles]:
    """Return longitudes and latitudes of settlements, then facilities."""
    settlements, facilities = nation.settlements, nation.facilities
    with ThreadPoolExecutor(PEER_THREADS) as pool:
        west_to_east = pool.submit(lambda: np.concatenate([shapely.get_x(settlements), shapely.get_x(facilities)]))
        south_to_north = np.concatenate([shapely.get_y(settlements), shapely.get_y(facilities)])
        return west_to_east.result(), south_to_north


def _summed(located: NDArray[np.integer], nation: Nation) -> BedsTable:
    """Add up beds and elderly by township, for points located in the order settlements, facilities."""
    settlements, townships = len(nation.settlements), len(nation.townships)
    elderly = np.asarray(sums_by_area(located[:settlements], nation.elderly, townships), np.int64)
    beds = np.asarray(sums_by_area(located[settlements:], nation.beds, townships), np.int64)
    return BedsTable(beds, elderly, supply_per_thousand(beds, elderly))


def cairn_built(nation: Nation) -> BedsTable:
    """Index the townships, place the points, add up."""
    index = AreaIndex.build(nation.townships, known_valid=True)
    return _summed(index.locate(*_coordinates(nation)), nation)


def cairn_kept(nation: Nation) -> Callable[[], BedsTable]:
    """Keep the index of the townships, and the points in grid order."""
    index = AreaIndex.build(nation.townships, known_valid=True)
    points = PointOrder.of(*_coordinates(nation))
    return lambda: _summed(index.locate_ordered(points), nation)


def shapely_built(nation: Nation) -> BedsTable:
    """Build a tree over the points, ask it for each township, add up."""
    return _shapely_asked(shapely.STRtree(_points(nation)), nation)


def shapely_kept(nation: Nation) -> Callable[[], BedsTable]:
    """Keep the tree over the points."""
    tree = shapely.STRtree(_points(nation))
    tree.query(nation.townships[0])
    return lambda: _shapely_asked(tree, nation)


def _shapely_asked(tree: shapely.STRtree, nation: Nation) -> BedsTable:
    """Ask a tree of points which of them each township contains, half of the townships on each of two threads."""
    located = np.full(len(nation.settlements) + len(nation.facilities), -1, np.int32)
    bounds = np.linspace(0, len(nation.townships), PEER_THREADS + 1).astype(int)

    def ask(first: int, last: int) -> None:
        townships, points = tree.query(nation.townships[first:last], predicate="contains")
        located[points] = townships + first

    tree.query(nation.townships[0])  # a tree is built at the first question, which must not come from two threads
    with ThreadPoolExecutor(PEER_THREADS) as pool:
        list(pool.map(ask, bounds[:-1], bounds[1:]))
    return _summed(located, nation)


def geopandas_built(nation: Nation) -> BedsTable:
    """Make frames anew, so that no tree is kept, join, and add up by group."""
    return _geopandas_joined(*_frames(nation))


def geopandas_kept(nation: Nation) -> Callable[[], BedsTable]:
    """Keep the frames with the trees over their points."""
    frames = _frames(nation)
    return lambda: _geopandas_joined(*frames)


def _frames(nation: Nation) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return townships, settlements and facilities as frames."""
    return (
        gpd.GeoDataFrame(geometry=gpd.GeoSeries(nation.townships)),
        gpd.GeoDataFrame({"elderly": nation.elderly}, geometry=gpd.GeoSeries(nation.settlements)),
        gpd.GeoDataFrame({"beds": nation.beds}, geometry=gpd.GeoSeries(nation.facilities)),
    )


def _geopandas_joined(
    townships: gpd.GeoDataFrame, settlements: gpd.GeoDataFrame, facilities: gpd.GeoDataFrame
) -> BedsTable:
    """Join points to the townships that contain them, add up by township."""
    elderly = _geopandas_sums(townships, settlements, "elderly")
    beds = _geopandas_sums(townships, facilities, "beds")
    return BedsTable(beds, elderly, supply_per_thousand(beds, elderly))


def _geopandas_sums(townships: gpd.GeoDataFrame, points: gpd.GeoDataFrame, column: str) -> Counts:
    """Add up one column of points by township."""
    joined = townships.sjoin(points, predicate="contains")
    sums: Counts = joined.groupby(level=0)[column].sum().reindex(townships.index, fill_value=0).to_numpy()
    return sums
