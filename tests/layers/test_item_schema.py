"""Schemas of items: what Part 5 asks of them, for every layer of the atlas."""

from typing import Any

import pytest

from layers.atlas import ATLAS
from layers.fields import Kind
from layers.item_schema import DIALECT, FORMATS, TYPES, item_schema, sortables
from layers.nursing_homes import NursingHome
from layers.record import Record

ADDRESS = "http://127.0.0.1/ogc/collections/x/schema"


def properties(record: type[Record]) -> dict[str, Any]:
    found: dict[str, Any] = item_schema(record, ADDRESS, record.fields())["properties"]
    return found


def test_every_kind_of_value_has_a_type() -> None:
    assert set(TYPES) == set(Kind)


def test_a_schema_of_one_field_reads_as_the_form_does() -> None:
    shown = properties(NursingHome)["land_area"]
    assert shown == {
        "title": "占地面积（m²）",
        "type": "number",
        "multipleOf": 0.01,
        "minimum": 0,
        "x-ogc-unit": "m2",
        "examples": [8000.0],
        "x-ogc-propertySeq": shown["x-ogc-propertySeq"],
    }


@pytest.mark.parametrize("record", ATLAS, ids=lambda record: record.layer.id)
def test_a_layer_is_described(record: type[Record]) -> None:
    schema, layer = item_schema(record, ADDRESS, record.fields()), record.layer
    shown = schema["properties"]
    assert (schema["$schema"], schema["$id"], schema["type"], schema["title"]) == (
        DIALECT,
        ADDRESS,
        "object",
        layer.title,
    )
    assert [name for name, one in shown.items() if one.get("x-ogc-role") == "id"] == [layer.identified_by]
    assert shown["valid_from"]["x-ogc-role"] == "primary-interval-start"
    assert shown["valid_to"]["x-ogc-role"] == "primary-interval-end"
    assert {name for name, one in shown.items() if one.get("readOnly")} == {"valid_to", "recorded_at", "version"}
    assert set(schema["required"]) == {sheet.name for sheet in record.fields() if sheet.required} | (
        {"geometry"} if layer.geometry else set()
    )
    if layer.geometry:
        assert shown["geometry"]["format"] == FORMATS[layer.geometry]
        assert "type" not in shown["geometry"]
    for sheet in record.fields():
        one = shown[sheet.name]
        assert one["title"].startswith(sheet.label)
        if sheet.vocabulary:
            labels = {word["const"]: word["title"] for word in one["oneOf"]}
            assert (one["enum"], labels) == (list(sheet.vocabulary.labels()), sheet.vocabulary.labels())


@pytest.mark.parametrize("record", ATLAS, ids=lambda record: record.layer.id)
def test_what_is_sorted_by_has_no_place_and_nothing_unnamed(record: type[Record]) -> None:
    schema = sortables(record, ADDRESS, record.fields())
    assert schema["additionalProperties"] is False
    assert not {"geometry", "because"} & set(schema["properties"])
    assert {*record.model_fields, "valid_from", "version"} <= set(schema["properties"])
