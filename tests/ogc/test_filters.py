"""Filters against an evaluator of their own: PostGIS and plain Python answer alike, row by row, unknown included."""

from collections.abc import Iterator

import cql2
import pytest
from sqlalchemy import Connection, Engine

from data.filters import Filter
from tests.ogc.evaluator import Uncertain, evaluate
from tests.ogc.expressions import EVERY, Node, written
from tests.ogc.shelf import COLUMNS, QUERYABLES, ROWS, answers, things

TEXT, JSON = "cql2-text", "cql2-json"


@pytest.fixture(scope="module")
def shelf(engine: Engine) -> Iterator[Connection]:
    with things(engine) as connection:
        yield connection


def read(text: str, language: str = TEXT) -> Filter:
    return Filter.read(text, language, QUERYABLES)


def expected(node: Node) -> list[bool | None]:
    return [evaluate(node, row) for row in ROWS]


@pytest.mark.parametrize(("text", "node"), EVERY, ids=[text for text, _ in EVERY])
def test_postgis_answers_as_the_standard_says(shelf: Connection, text: str, node: Node) -> None:
    assert answers(shelf, read(text).clause(COLUMNS)) == expected(node)


@pytest.mark.parametrize(("text", "node"), EVERY, ids=[text for text, _ in EVERY])
def test_both_forms_and_what_the_library_writes_are_one_filter(text: str, node: Node) -> None:
    from_text, from_json = read(text), read(written(node), JSON)
    assert from_text.tree == from_json.tree
    if "\\" not in text:  # the library writes a backslash as it is, which the standard reads as an escape
        again = cql2.parse_json(written(node)).to_text()
        assert read(again).tree == from_json.tree


def test_there_are_expressions_of_every_kind_and_rows_that_tell_them_apart() -> None:
    outcomes = [set(expected(node)) for _, node in EVERY]
    assert len(EVERY) >= 150
    assert sum(len(outcome) > 1 for outcome in outcomes) > 0.8 * len(EVERY)
    assert sum(None in outcome for outcome in outcomes) > 0.5 * len(EVERY)
    with pytest.raises(Uncertain):
        expected({"op": "=", "args": [{"op": "/", "args": [1, 3]}, {"op": "/", "args": [1, 3]}]})
