"""Contracts of every layer in the atlas; a new layer meets all of them by standing in it."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import shapely
from sqlalchemy.dialects import registry
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import CreateIndex, CreateTable, ExecutableDDLElement

from data.tables import COLUMN_TYPES, table_of
from layers.atlas import ATLAS
from layers.dictionary import FORMS, chapter, data_dictionary
from layers.fields import FieldSheet, Kind
from layers.record import Record
from layers.rules import Rule
from maps.palette import COLOURS
from maps.style import PARTS, style_of
from tests.layers.shelf import counterexamples, examples

ROOT = Path(__file__).parents[1]
OUTPUTS: dict[str, Mapping[Kind, Any]] = {"data.tables": COLUMN_TYPES, "layers.dictionary": FORMS}
Pinned = Callable[[Path | str, str], None]

every_layer = pytest.mark.parametrize("page", ATLAS, ids=lambda page: page.layer.id)


def laws() -> list[Any]:
    return [pytest.param(page, law, id=f"{page.layer.id}-{law.name}") for page in ATLAS for law in page.rules()]


def given_examples() -> list[Any]:
    return [
        pytest.param(page, given, id=f"{page.layer.id}-{name}")
        for page in ATLAS
        for name, given in examples(page.layer.id).items()
    ]


def words_of(sheets: list[FieldSheet]) -> list[Any]:
    return [sheet.vocabulary for sheet in sheets if sheet.vocabulary]


@every_layer
def test_a_layer_says_what_it_is(page: type[Record]) -> None:
    assert (page.__doc__ or "").strip().endswith(".")
    assert page.layer.title
    assert page.layer.basis
    assert page.layer.search_terms
    assert set(page.layer.search_terms) <= set(page.model_fields)


@pytest.mark.parametrize("mark", [lambda p: p.layer.id, lambda p: p.layer.title, lambda p: p.layer.symbol])
def test_no_two_layers_look_or_sound_alike(mark: Callable[[type[Record]], object]) -> None:
    assert len({mark(page) for page in ATLAS}) == len(ATLAS)


def test_no_two_layers_share_icon_and_colour() -> None:
    assert len({(page.layer.symbol.icon, page.layer.symbol.colour) for page in ATLAS}) == len(ATLAS)


def test_groups_stand_together_on_the_map() -> None:
    groups = [page.layer.group for page in ATLAS]
    assert groups == sorted(groups, key=groups.index)


@every_layer
def test_what_identifies_and_names_is_always_there(page: type[Record]) -> None:
    required = {sheet.name for sheet in page.fields() if sheet.required}
    assert {page.layer.identified_by, page.layer.named_by} <= required


@every_layer
def test_a_required_field_shows_an_example(page: type[Record]) -> None:
    assert [sheet.name for sheet in page.fields() if sheet.required and sheet.example is None] == []


@every_layer
def test_the_examples_of_the_fields_make_a_right_record(page: type[Record]) -> None:
    told = {sheet.name: sheet.example for sheet in page.fields() if sheet.example is not None}
    record, findings = page.receive(told)
    assert findings == []
    assert record is not None


@every_layer
def test_labels_are_unique_within_a_layer(page: type[Record]) -> None:
    headings = [sheet.heading for sheet in page.fields()]
    assert len(set(headings)) == len(headings)


@every_layer
def test_a_vocabulary_is_documented_and_labelled(page: type[Record]) -> None:
    for vocabulary in words_of(page.fields()):
        labels = list(vocabulary.labels().values())
        assert (vocabulary.__doc__ or "").strip().endswith(".")
        assert all(label.strip() for label in labels)
        assert len(set(labels)) == len(labels)
        assert len(set(vocabulary.labels())) == len(vocabulary.__members__), "two members share a code"


@every_layer
def test_a_layer_has_two_examples(page: type[Record]) -> None:
    assert len(examples(page.layer.id)) >= 2


@pytest.mark.parametrize(("page", "given"), given_examples())
def test_an_example_is_right_and_comes_back_the_same(page: type[Record], given: dict[str, Any]) -> None:
    record, findings = page.receive(given["record"])
    assert findings == []
    assert record is not None
    assert page.model_validate_json(record.model_dump_json()) == record
    assert record.identity
    assert record.title


@pytest.mark.parametrize(("page", "given"), given_examples())
def test_an_example_has_the_layers_geometry(page: type[Record], given: dict[str, Any]) -> None:
    if page.layer.geometry is None:
        assert given["geometry"] is None
        return
    shape = shapely.from_wkt(given["geometry"])
    assert shape.is_valid
    assert not shape.has_z
    assert page.layer.geometry in ("GEOMETRY", shape.geom_type.upper())


@pytest.mark.parametrize(("page", "law"), laws())
def test_a_counterexample_breaks_its_rule_and_no_other(page: type[Record], law: Rule) -> None:
    assert law.name in counterexamples(page.layer.id), f"write tests/counterexamples/{page.layer.id}/{law.name}.yaml"
    wrong = counterexamples(page.layer.id)[law.name]
    record, findings = page.receive({**examples(page.layer.id)[wrong["example"]]["record"], **wrong["instead"]})
    assert record is not None, findings
    assert findings == [law.finding()]


@every_layer
def test_no_counterexample_is_left_behind(page: type[Record]) -> None:
    assert set(counterexamples(page.layer.id)) == {law.name for law in page.rules()}


@every_layer
def test_a_rule_says_what_it_says(page: type[Record]) -> None:
    for law in page.rules():
        assert (law.holds.__doc__ or "").strip().endswith("."), law.name
        assert law.message


@pytest.mark.parametrize("output", OUTPUTS)
def test_every_kind_has_a_form_in_every_output(output: str) -> None:
    assert set(OUTPUTS[output]) == set(Kind)


@every_layer
def test_every_geometry_and_colour_can_be_drawn(page: type[Record]) -> None:
    assert page.layer.geometry in PARTS
    assert page.layer.symbol.colour in COLOURS


@every_layer
def test_the_table_is_as_pinned(page: type[Record], pinned: Pinned) -> None:
    pinned(f"{page.layer.id}.sql", ddl(page))


@every_layer
def test_the_dictionary_is_as_pinned(page: type[Record], pinned: Pinned) -> None:
    pinned(f"{page.layer.id}.dictionary.md", chapter(page))


@every_layer
def test_the_style_is_as_pinned(page: type[Record], pinned: Pinned) -> None:
    pinned(f"{page.layer.id}.style.json", as_json(style_of(page)))


@every_layer
def test_the_schema_is_as_pinned(page: type[Record], pinned: Pinned) -> None:
    pinned(f"{page.layer.id}.schema.json", as_json(page.model_json_schema()))


def test_the_data_dictionary_is_fresh(pinned: Pinned) -> None:
    pinned(ROOT / "docs" / "data-dictionary.md", data_dictionary())


def ddl(page: type[Record]) -> str:
    """The table and its indexes as PostgreSQL reads them."""
    table = table_of(page.layer.id)
    indexes = sorted(table.indexes, key=lambda index: str(index.name))
    statements: list[ExecutableDDLElement] = [CreateTable(table), *(CreateIndex(index) for index in indexes)]
    dialect: Dialect = registry.load("postgresql")()
    text = "\n".join(f"{str(statement.compile(dialect=dialect)).strip()};" for statement in statements)
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
