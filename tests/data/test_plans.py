"""Questions to a register of a million rows, as the service asks them under row-level security: each uses an index.

What is held to is what PostgreSQL itself says of the very statements that are sent: no table is read whole, and a page
deep in the million touches as much as the first.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from data import features
from data.acting import PUBLIC, Actor
from data.engine import connect, session
from data.features import Asked, Page
from data.leakproof import missing
from data.ordering import Key
from data.tiles import TileAsked, tile_bytes
from geo.tile_matrices import CGCS2000_QUAD, WEB_MERCATOR_QUAD, Tile, TileMatrixSet
from layers.rights import Role
from tests.conftest import copied
from tests.data.deeds import day
from tests.many_rows import fill
from tests.people import person, service_engine

MANY = 1_000_000
LAYER = "settlements"
TODAY = day("2024-12-31")
ASKED = Asked(LAYER, TODAY)
COUNTY_BOX = (112.7, 28.9, 113.8, 29.6)
Deed = Callable[[Session], object]
Plan = dict[str, Any]


@pytest.fixture(scope="module")
def million(server: str, template: str, worker: str) -> Iterator[str]:
    for address in copied(server, template, f"cairn_test_{worker}_million"):
        fill(address, MANY)
        yield address


@pytest.fixture(scope="module")
def service(million: str) -> Iterator[Engine]:
    engine = service_engine(million)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module", params=["public", "viewer", "steward of a town"])
def actor(request: pytest.FixtureRequest, million: str) -> Actor:
    offices = {"viewer": (Role.VIEWER, "430621"), "steward of a town": (Role.STEWARD, "430621100")}
    if request.param not in offices:
        return PUBLIC
    engine = connect(million)
    with session(engine) as opened:
        made = person(opened, *offices[request.param])
    engine.dispose()
    return made


def plans(service: Engine, actor: Actor, deed: Deed) -> list[Plan]:
    """What PostgreSQL did for each statement that reads the register."""
    sent: list[tuple[str, Any]] = []

    def note(_: object, __: object, statement: str, parameters: object, *___: object) -> None:
        if "register." in statement:
            sent.append((statement, parameters))

    event.listen(service, "before_cursor_execute", note)
    try:
        with session(service, actor=actor) as opened:
            deed(opened)
    finally:
        event.remove(service, "before_cursor_execute", note)
    assert sent
    with session(service, actor=actor) as opened:
        connection = opened.connection()
        explained = [
            connection.exec_driver_sql(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}", parameters).scalar_one()
            for statement, parameters in sent
        ]
    return [(json.loads(one) if isinstance(one, str) else one)[0]["Plan"] for one in explained]


def nodes(plan: Plan) -> Iterator[Plan]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def read_whole(plan: Plan) -> list[str]:
    """The tables of layers that were read from beginning to end."""
    return [
        node["Relation Name"]
        for node in nodes(plan)
        if node["Node Type"] == "Seq Scan" and node["Relation Name"] == LAYER
    ]


def indexes(found: list[Plan]) -> set[str]:
    return {node["Index Name"] for plan in found for node in nodes(plan) if "Index Name" in node}


def touched(found: list[Plan]) -> int:
    """How many blocks of eight kilobytes were looked at."""
    return sum(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] for plan in found)


def page(limit: int, after: str | None = None, *sort: Key, asked: Asked = ASKED, counted: bool = True) -> Deed:
    return lambda opened: features.items_geojson(opened, asked, Page(limit, after, sort=sort), counted=counted)


def test_nothing_is_missing_that_lets_policies_use_indexes(million: str) -> None:
    engine = connect(million)
    with session(engine) as opened:
        assert missing(opened.connection()) == []
    engine.dispose()


def test_a_page_of_a_thousand_and_its_count_use_an_index(service: Engine, actor: Actor) -> None:
    found = plans(service, actor, page(1000))
    assert [read_whole(plan) for plan in found] == [[] for _ in found]
    assert "settlements_code_ix" in indexes(found)
    assert touched(found) < 2000


def test_a_count_of_a_day_is_a_sum_over_few_rows(service: Engine, actor: Actor) -> None:
    found = plans(service, actor, lambda opened: features.count(opened, ASKED))
    assert [node["Relation Name"] for plan in found for node in nodes(plan) if "Relation Name" in node] == ["tallies"]


@pytest.mark.parametrize(
    ("name", "value", "index"),
    [
        ("division", "430000500", "settlements_division_order_ix"),
        ("name", "第77村", "settlements_name_order_ix"),
        ("code", "430000123456", "settlements_code_ix"),
    ],
)
def test_a_filtered_count_uses_an_index(service: Engine, actor: Actor, name: str, value: str, index: str) -> None:
    asked = Asked(LAYER, TODAY, filters=(lambda view: view.columns[name] == value,))
    found = plans(service, actor, lambda opened: features.count(opened, asked))
    assert [read_whole(plan) for plan in found] == [[]]
    assert index in indexes(found)
    assert touched(found) < 2000


def test_a_box_uses_the_index_of_places(service: Engine, actor: Actor) -> None:
    asked = Asked(LAYER, TODAY, boxes=(COUNTY_BOX,))
    for deed in (page(1000, asked=asked), lambda opened: features.count(opened, asked)):
        found = plans(service, actor, deed)
        assert [read_whole(plan) for plan in found] == [[] for _ in found]
        assert "settlements_geom_ix" in indexes(found)
        assert touched(found) < 3000


@pytest.mark.parametrize("level", [6, 10, 14])
@pytest.mark.parametrize("grid", [WEB_MERCATOR_QUAD, CGCS2000_QUAD], ids=lambda grid: grid.id)
def test_a_tile_uses_the_index_of_places(service: Engine, actor: Actor, grid: TileMatrixSet, level: int) -> None:
    rows, columns = grid.touched(COUNTY_BOX, level)
    asked = TileAsked(LAYER, grid, Tile(level, rows[0], columns[0]), TODAY)
    found = plans(service, actor, lambda opened: tile_bytes(opened, asked))
    assert [read_whole(plan) for plan in found] == [[]]
    assert "settlements_geom_ix" in indexes(found)


@pytest.mark.parametrize(
    ("sort", "deep"),
    [
        ((), '~["430000900000","2020-01-01"]'),
        ((Key("name"),), '+name~["第5村","430000250005","2020-01-01"]'),
        ((Key("name", descending=True),), '-name~["第5村","430000750005","2020-01-01"]'),
        ((Key("division"),), '+division~["430000900","430000900500","2020-01-01"]'),
    ],
    ids=["code", "name", "name backwards", "division"],
)
def test_a_page_deep_in_the_million_costs_as_much_as_the_first(
    service: Engine, actor: Actor, sort: tuple[Key, ...], deep: str
) -> None:
    first = plans(service, actor, page(1000, None, *sort, counted=False))
    later = plans(service, actor, page(1000, deep, *sort, counted=False))
    assert [read_whole(plan) for plan in first + later] == [[], []]
    assert touched(later) < 1.5 * touched(first) + 100


def test_a_sight_of_the_whole_table_is_known(service: Engine, actor: Actor) -> None:
    """The measure works: a question no index serves is seen to read everything."""
    asked = Asked(LAYER, TODAY, filters=(lambda view: view.columns["households"] == 899,))
    found = plans(service, actor, lambda opened: features.count(opened, asked))
    assert any(read_whole(plan) == [LAYER] for plan in found) or touched(found) > 10_000
