"""Texts that crash or stall the library, and texts that lie: each is a clear refusal, and soon."""

import contextlib
import json
import time
from collections.abc import Callable
from decimal import Decimal

import cql2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.filters import BadFilter, Filter
from data.filters.guards import DEEPEST, LONGEST_BYTES, MOST_VERTICES
from data.filters.reading import read
from geo.systems import COMMON, CRS84
from layers.atlas import layer_class
from layers.queryables import Nature, queryables
from tests.ogc.expressions import EVERY, g, o, written
from tests.ogc.shelf import QUERYABLES

TEXT, JSON = "cql2-text", "cql2-json"
PATIENCE_S = 1.0
RING = ",".join(f"{i % 180} {i % 80}" for i in range(MOST_VERTICES + 2))

DEEP: dict[str, Callable[[int], str]] = {
    "parentheses": lambda n: "(" * n + "beds = 1" + ")" * n,
    "parentheses around a mistake": lambda n: "(" * n + "beds 1" + ")" * n,
    "lists in lists": lambda n: "beds IN " + "(" * n + "1, 1" + ", 1)" * n,
    "lists in functions": lambda n: "beds IN (f(" * (n // 2) + "1" + "))" * (n // 2),
    "NOT": lambda n: "NOT " * n + "beds = 1",
    "NOT and parentheses": lambda n: "NOT (" * n + "beds = 1" + ")" * n,
    "minus": lambda n: "- " * n + "beds = 1",
    "sums": lambda n: " + ".join(["beds"] * n) + " = 1",
    "powers": lambda n: " ^ ".join(["beds"] * n) + " = 1",
    "equations": lambda n: " = ".join(["beds"] * (n + 1)),
    "functions": lambda n: "CASEI(" * n + "name" + ")" * n + " = 'a'",
    "shapes": lambda n: "S_INTERSECTS(geom, " + "GEOMETRYCOLLECTION(" * n + "POINT(1 1)" + ")" * n + ")",
}
DEEP_JSON: dict[str, Callable[[int], str]] = {
    "NOT": lambda n: '{"op":"not","args":[' * n + "true" + "]}" * n,
    "lists": lambda n: '{"op":"in","args":[1,' + "[" * n + "1" + "]" * n + "]}",
    "sums": lambda n: '{"op":"=","args":[1,' + '{"op":"+","args":[1,' * n + "1" + "]}" * n + "]}",
    "days": lambda n: '{"date":' * n + '"2020-01-01"' + "}" * n,
    "shapes": lambda n: '{"type":"GeometryCollection","geometries":[' * n + "1" + "]}" * n,
}


def refusal(text: str, language: str = TEXT) -> BadFilter:
    began = time.thread_time()
    with pytest.raises(BadFilter) as caught:
        Filter.read(text, language, QUERYABLES)
    assert time.thread_time() - began < PATIENCE_S
    assert caught.value.what
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize("kind", DEEP)
@pytest.mark.parametrize("depth", [DEEPEST + 1, 200, 800])
def test_depth_is_refused_before_the_library_sees_it(kind: str, depth: int) -> None:
    text = DEEP[kind](2 * depth if kind == "lists in functions" else depth)
    assert "太深" in refusal(text).what or "太长" in refusal(text).what


@pytest.mark.parametrize("kind", DEEP_JSON)
@pytest.mark.parametrize("depth", [110, 1000])
def test_depth_is_refused_in_json(kind: str, depth: int) -> None:
    found = refusal(DEEP_JSON[kind](depth), JSON)
    assert "太深" in found.what or "太长" in found.what


@pytest.mark.parametrize("kind", DEEP)
def test_what_is_allowed_is_soon_read_or_refused(kind: str) -> None:
    began = time.thread_time()
    with contextlib.suppress(BadFilter):
        read(DEEP[kind](DEEPEST - 3), TEXT)
    assert time.thread_time() - began < PATIENCE_S


def test_fifty_levels_are_allowed() -> None:
    assert read(DEEP["parentheses"](DEEPEST), TEXT) == read("beds = 1", TEXT)
    assert read(DEEP["NOT"](DEEPEST - 1), TEXT)
    assert read(DEEP_JSON["NOT"](DEEPEST - 1), JSON)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("name = '" + "荣" * (LONGEST_BYTES // 3) + "'", "太长"),
        (" OR ".join(["beds IN (" + ",".join("1" * 200) + ")"] * 9), "太多"),
        (f"S_INTERSECTS(geom, LINESTRING({RING[: LONGEST_BYTES - 60].rpartition(',')[0]}))", ""),
        ("name = 'a\0b'", "字符"),
        ("name = '\ud800'", "字符"),
        ("   ", "空"),
        ("beds = 1)", "括号"),
        ("(beds = 1", "括号"),
        ("beds = 9007199254740993", "超出"),
        ("beds = 123456789012345.5", "位数"),
        ("beds = 0.12345678901234567", "位数"),
        ("beds = 1e400", "超出"),
        ("beds = 1e-300", "超出"),
    ],
)
def test_what_is_too_much_is_refused(text: str, word: str) -> None:
    if word:
        assert word in refusal(text).what
    else:
        assert read(text, TEXT)


def test_too_many_vertices_are_refused() -> None:
    points = ",".join(["0 0"] * (MOST_VERTICES + 2))
    assert "顶点" in refusal(f"S_INTERSECTS(geom, LINESTRING({points}))").what


@pytest.mark.parametrize("number", ["9007199254740993", "1e400", "0.12345678901234567"])
def test_json_numbers_are_kept_exactly_or_refused(number: str) -> None:
    assert "数" in refusal(f'{{"op":"=","args":[{{"property":"beds"}},{number}]}}', JSON).what


@given(st.decimals(-(10**9), 10**9, places=4))
def test_a_number_of_the_register_survives_the_library(number: Decimal) -> None:
    found = read(f"area = {number}", TEXT)["args"][1]
    assert Decimal(repr(found)) == number


def test_coordinates_may_have_more_digits() -> None:
    assert read("S_INTERSECTS(geom, POINT(112.12345678901234567 29.1))", TEXT)
    assert read("S_INTERSECTS(geom, BBOX(112.12345678901234567, 29, 113, 30))", TEXT)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("beds = 'a'", ("数不加引号",)),
        ("kind = 3", ("'3'",)),
        ("since = '2020-01-01'", ("DATE(",)),
        ("seen = '2020-01-01'", ("TIMESTAMP(",)),
        ("is_open = 'true'", ("不加引号",)),
        ("is_open = 1", ("是否",)),
        ("beds = NULL", ("IS NULL",)),
        ("geom = 1", ("S_",)),
        ("valid = since", ("T_",)),
        ("beds LIKE 'a%'", ("LIKE",)),
        ("name LIKE spelling", ("模式",)),
        (r"name LIKE 'a\\'", ("反斜线",)),
        ("name + 1 = 2", ("计算",)),
        ("CASEI(beds) = CASEI('a')", ("CASEI",)),
        ("S_INTERSECTS(geom, name)", ("图形",)),
        ("S_INTERSECTS(geom, POINT(29.1 112.9))", ("filter-crs",)),
        ("S_INTERSECTS(geom, POLYGON((0 0, 2 2, 2 0, 0 2, 0 0)))", ("自相交",)),
        ("S_INTERSECTS(geom, BBOX(1, 2, 3))", ("BBOX",)),
        ("S_INTERSECTS(geom, BBOX(1, 4, 3, 2))", ("西南角",)),
        ("S_INTERSECTS(geom)", ("2 个",)),
        ("T_DURING(since, DATE('2020-01-01'))", ("INTERVAL",)),
        ("T_DURING(valid, INTERVAL('2021-01-01', '2020-01-01'))", ("晚于",)),
        ("T_DURING(valid, INTERVAL('2020-01-01', '2020-04-11T12:41:13Z'))", ("同一种",)),
        ("T_AFTER(beds, since)", ("不是时间",)),
        ("T_AFTER(since, 'yesterday')", ("不是时间",)),
        ("since = DATE('2020-02-30')", ("2020-02-30",)),
        ("seen = TIMESTAMP('2020-01-01')", ("时区",)),
        ("since = INTERVAL('2020-01-01', '..')", ("T_",)),
        ("A_CONTAINS(kind, ('a', 'b'))", ("数组", "IN")),
        ("avg(beds) = 1", ("avg", "CASEI")),
        ("beds", ("条件",)),
        ("'text'", ("条件",)),
        ("bed = 1", ("是否指“beds”", "beds（床位）")),
        ("床位 = 1", ("是否指“beds”",)),
        ("beds IN ((1, 2))", ("不能用在这里",)),
    ],
)
def test_what_cannot_be_asked_says_how_it_can(text: str, words: tuple[str, ...]) -> None:
    said = str(refusal(text))
    assert all(word in said for word in words), said


@pytest.mark.parametrize(
    "tree",
    [
        "[]",
        '"x"',
        "1",
        "null",
        "{}",
        '{"op":"="}',
        '{"op":"=","args":[]}',
        '{"op":"=","args":[1]}',
        '{"op":"and","args":[true]}',
        '{"op":"not","args":[]}',
        '{"op":"in","args":[1,2]}',
        '{"op":"in","args":[1,[]]}',
        '{"op":"between","args":[1,2]}',
        '{"op":"drop table","args":[]}',
        '{"op":"isNull","args":[[1]]}',
        '{"property":"beds; DROP TABLE x"}',
        '{"op":"s_intersects","args":[{"property":"geom"},{"bbox":["a",1,2,3]}]}',
        '{"op":"s_intersects","args":[{"property":"geom"},{"type":"Point","coordinates":[]}]}',
        '{"op":"t_after","args":[{"property":"since"},{"interval":["2020-01-01"]}]}',
        '{"op":"=","args":[{"property":"name"},"\\u0000"]}',
        '{"op":"=","args":[{"property":"name"},{"date":{"property":"since"}}]}',
        '{"op":"like","args":[{"property":"name"},{"op":"casei","args":["a","b"]}]}',
    ],
)
def test_json_that_says_nothing_is_refused(tree: str) -> None:
    refusal(tree, JSON)


FRAGMENTS = [text for text, _ in EVERY[:120]]
SIGNS = "()',\"\\%_=<>+-*/^ \n0159.eE;:aANDOTIL荣"


@given(st.data())
def test_any_text_is_read_or_refused_soon(data: st.DataObject) -> None:
    """Texts of the standard, cut, joined and spoilt."""
    pieces = data.draw(st.lists(st.sampled_from(FRAGMENTS) | st.text(SIGNS, max_size=12), min_size=1, max_size=6))
    text = data.draw(st.sampled_from([" AND ", " ", "(", " IN (", " OR NOT "])).join(pieces)
    began = time.thread_time()
    with contextlib.suppress(BadFilter):
        Filter.read(text, TEXT, QUERYABLES)
    assert time.thread_time() - began < PATIENCE_S


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["op", "args", "property", "date", "interval", "bbox", "type", "coordinates", "x"]),
                inner | st.sampled_from(["=", "in", "and", "s_within", "t_after", "like", "beds", "geom", "Point"]),
                max_size=3,
            )
        ),
        max_leaves=12,
    )
)
def test_any_json_is_read_or_refused(tree: object) -> None:
    with contextlib.suppress(BadFilter):
        Filter.read(json.dumps(tree), JSON, QUERYABLES)


def test_the_library_still_needs_its_guards() -> None:
    """Where this no longer holds, `data.filters.guards` may be simplified."""
    began = time.thread_time()
    with pytest.raises(cql2.ParseError):
        cql2.parse_text("(" * 16 + "a b" + ")" * 16)
    assert time.thread_time() - began > 0.01


def test_a_filter_tells_what_it_speaks_of() -> None:
    asked = Filter.read("beds > 3 AND CASEI(name) = CASEI('x') OR valid IS NULL", TEXT, QUERYABLES)
    assert asked.names == {"beds", "name", "valid"}


def test_a_box_over_the_antimeridian_is_two() -> None:
    tree = o("s_intersects", {"bbox": [170, -10, -170, 10]}, g("Point", [179, 0]))
    assert Filter.read(written(tree), JSON, QUERYABLES)
    with pytest.raises(BadFilter):
        Filter.read(written(tree), JSON, QUERYABLES, COMMON[-1])


def test_every_queryable_of_every_layer_can_be_asked() -> None:
    literals = {
        Nature.TEXT: "{} = 'a'",
        Nature.NUMBER: "{} = 1",
        Nature.YES_NO: "{} = true",
        Nature.DAY: "{} = DATE('2020-01-01')",
        Nature.PERIOD: "T_AFTER({}, DATE('2020-01-01'))",
        Nature.PLACE: "S_INTERSECTS({}, POINT(113 29))",
    }
    known = queryables(layer_class("place_names"), personal=True)
    for one in known.values():
        assert Filter.read(literals[one.nature].format(one.name), TEXT, known, CRS84).names == {one.name}
