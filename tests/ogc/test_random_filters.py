"""Random filters over the same rows: PostGIS and plain Python answer alike, and both forms are one filter."""

from collections.abc import Iterator

import cql2
import pytest
from hypothesis import HealthCheck, assume, example, given, note, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from data.filters import Filter
from tests.ogc.evaluator import SPATIAL, TEMPORAL, Uncertain, evaluate
from tests.ogc.expressions import SHAPES, Node, d, iv, o, p, t, written
from tests.ogc.shelf import COLUMNS, QUERYABLES, ROWS, answers, things

COMPARISONS = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])
DAYS = st.sampled_from(["2019-12-31", "2020-01-01", "2020-06-15", "2020-12-31", "2021-01-01"])
MOMENTS = st.sampled_from(["2019-12-31T15:59:59Z", "2019-12-31T16:00:00Z", "2020-06-15T12:00:00Z"])
WORDS = st.sampled_from(["荣家湾", "Straße", "STRASSE", "a_b", "", "zebra", "Róngjiāwān", "RONGJIAWAN", "papa"])
PATTERNS = st.lists(st.sampled_from(["%", "_", "荣", "a", "R", "ā", r"\%", r"\_"]), max_size=4).map("".join)

NUMBERS = st.recursive(
    st.sampled_from([p(name) for name in ("beds", "taken", "area", "height")])
    | st.integers(-20, 200)
    | st.decimals(-9, 9, places=2).map(float),
    lambda inner: st.builds(o, st.sampled_from(["+", "-", "*", "/", "%", "div", "^"]), inner, inner),
    max_leaves=4,
)
TEXTS = st.recursive(
    st.sampled_from([p(name) for name in ("name", "spelling", "kind")]) | WORDS,
    lambda inner: st.builds(o, st.sampled_from(["casei", "accenti"]), inner),
    max_leaves=3,
)
INSTANTS = st.sampled_from([p(name) for name in ("since", "until", "seen", "noted")]) | DAYS.map(d) | MOMENTS.map(t)
INTERVALS = (
    st.just(p("valid"))
    | st.lists(DAYS, min_size=2, max_size=2).map(sorted).map(lambda ends: iv(*ends))
    | st.sampled_from([iv("2020-01-01", ".."), iv("..", "2020-06-15"), iv("..", "..")])
    | st.sampled_from([iv(p("since"), p("until")), iv(p("seen"), ".."), iv(p("seen"), p("noted"))])
)
PLACES = st.just(p("geom")) | st.sampled_from(list(SHAPES.values()))
OF_ALL = ("t_after", "t_before", "t_disjoint", "t_equals", "t_intersects")
PREDICATES = (
    st.builds(o, COMPARISONS, NUMBERS, NUMBERS)
    | st.builds(o, COMPARISONS, TEXTS, TEXTS)
    | st.builds(o, COMPARISONS, INSTANTS, INSTANTS)
    | st.builds(o, st.just("between"), NUMBERS, NUMBERS, NUMBERS)
    | st.builds(o, st.just("in"), NUMBERS, st.lists(NUMBERS, min_size=1, max_size=3))
    | st.builds(o, st.just("in"), TEXTS, st.lists(TEXTS, min_size=1, max_size=3))
    | st.builds(o, st.just("like"), TEXTS, PATTERNS)
    | st.builds(o, st.just("isNull"), NUMBERS | TEXTS | INSTANTS | st.just(p("geom")))
    | st.builds(o, st.sampled_from(sorted(TEMPORAL)), INTERVALS, INTERVALS)
    | st.builds(o, st.sampled_from(OF_ALL), INTERVALS | INSTANTS, INTERVALS | INSTANTS)
    | st.builds(o, st.sampled_from(sorted(SPATIAL)), PLACES, PLACES)
    | st.sampled_from([p("is_open"), p("is_new"), True, False])
)
FILTERS = st.recursive(
    PREDICATES,
    lambda inner: (
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: o("and", *parts))
        | st.lists(inner, min_size=2, max_size=3).map(lambda parts: o("or", *parts))
        | inner.map(lambda part: o("not", part))
        | st.builds(o, st.sampled_from(["=", "<>"]), inner, inner)
        | inner.map(lambda part: o("isNull", part))
    ),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def shelf(engine: Engine) -> Iterator[Connection]:
    with things(engine) as connection:
        yield connection


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(FILTERS)
@example(o("=", p("beds"), o("+", p("beds"), o("^", 0.01, p("beds")))))
def test_postgis_and_python_agree_on_any_filter(shelf: Connection, node: Node) -> None:
    try:
        expected = [evaluate(node, row) for row in ROWS]
    except Uncertain:
        assume(False)
    note(written(node))
    assert answers(shelf, Filter.read(written(node), "cql2-json", QUERYABLES).clause(COLUMNS)) == expected


@settings(deadline=None)
@given(FILTERS)
def test_text_and_json_are_one_filter_and_survive_each_other(node: Node) -> None:
    read = Filter.read(written(node), "cql2-json", QUERYABLES)
    text = cql2.parse_json(written(node)).to_text()
    assume("\\" not in text)
    again = Filter.read(text, "cql2-text", QUERYABLES)
    assert cql2.parse_json(written(again.tree)).to_text() == text
    assert str(again.clause(COLUMNS)) == str(read.clause(COLUMNS))
