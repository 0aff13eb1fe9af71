"""What an item of a layer looks like and what may be sent of it, as JSON Schema 2020-12 (OGC API - Features Part 5).

The schema is the logical one: fields by name with label, unit, limits and words; the place by its kind; absent members
are absent, whatever a format writes in their stead. Units are UCUM codes where UCUM has one.
"""

from typing import Any

from layers.fields import FieldSheet, Kind
from layers.record import Disclosure, Geometry, Layer, Record
from layers.vocabulary import Vocabulary

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TYPES: dict[Kind, Schema] = {
    Kind.TEXT: {"type": "string", "minLength": 1},
    Kind.NOTE: {"type": "string", "minLength": 1},
    Kind.COUNT: {"type": "integer"},
    Kind.MEASURE: {"type": "number", "multipleOf": 0.01},
    Kind.DAY: {"type": "string", "format": "date"},
    Kind.CHOICE: {"type": "string"},
    Kind.YES_NO: {"type": "boolean"},
    Kind.CODE: {"type": "string"},
    Kind.PHONE: {"type": "string"},
    Kind.CREDIT_CODE: {"type": "string", "minLength": 18, "maxLength": 18},
}
FORMATS: dict[Geometry, str] = {
    "POINT": "geometry-point",
    "LINESTRING": "geometry-linestring",
    "MULTILINESTRING": "geometry-multilinestring",
    "POLYGON": "geometry-polygon",
    "MULTIPOLYGON": "geometry-multipolygon",
    "GEOMETRY": "geometry-any",
}
UCUM = {"m": "m", "m²": "m2", "km": "km", "°": "deg"}
"""The units of fields as UCUM writes them; money and calendar years have no code."""


def item_schema(record: type[Record], address: str, fields: list[FieldSheet]) -> Schema:
    """The returnables and receivables of a layer, of the fields that the reader may see; `address` is its own."""
    layer = record.layer
    properties = {sheet.name: field_schema(sheet) for sheet in fields}
    properties[layer.identified_by] |= {"x-ogc-role": "id"}
    properties |= _place(layer) | _kept()
    needed = [sheet.name for sheet in fields if sheet.required]
    return {
        **_head(address, layer.title),
        "description": f"{layer.title}（{layer.basis}）。readOnly 的成员由登记库填写，writeOnly 的成员只在提交时使用。",
        "properties": _in_sequence(properties),
        "required": [*needed, *(["geometry"] if layer.geometry else [])],
    }


def sortables(record: type[Record], address: str, fields: list[FieldSheet]) -> Schema:
    """What items may be sorted by: everything but the place."""
    told = {name: schema for name, schema in _kept().items() if not schema.get("writeOnly")}
    properties = {sheet.name: field_schema(sheet) for sheet in fields} | told
    return {
        **_head(address, f"{record.layer.title}：可排序的字段"),
        "properties": _in_sequence(properties),
        "additionalProperties": False,
    }


def field_schema(sheet: FieldSheet) -> Schema:
    """One field: its label with unit, its type, limits and words."""
    limits: Schema = {
        "maxLength": sheet.max_length,
        "pattern": sheet.pattern,
        "minimum": sheet.minimum,
        "maximum": sheet.maximum,
        "x-ogc-unit": UCUM.get(sheet.unit or ""),
        "examples": None if sheet.example is None else [_example(sheet)],
    }
    told = {name: limit for name, limit in limits.items() if limit is not None}
    return {"title": sheet.heading, **TYPES[sheet.kind], **told, **words_schema(sheet.vocabulary)}


def _example(sheet: FieldSheet) -> str | float | bool | None:
    return float(str(sheet.example)) if sheet.kind is Kind.MEASURE else sheet.example


def _head(address: str, title: str) -> Schema:
    return {"$schema": DIALECT, "$id": address, "type": "object", "title": title}


def words_schema(vocabulary: type[Vocabulary] | None) -> Schema:
    """A closed list, twice: for programs that compare codes, and for those that show labels."""
    if vocabulary is None:
        return {}
    labels = vocabulary.labels()
    return {"enum": list(labels), "oneOf": [{"const": code, "title": label} for code, label in labels.items()]}


def _place(layer: Layer) -> Schema:
    if layer.geometry is None:
        return {}
    return {"geometry": {"title": "位置", "format": FORMATS[layer.geometry], "x-ogc-role": "primary-geometry"}}


def _kept() -> Schema:
    """What every row says of itself beside its fields."""
    return {
        "valid_from": _day("生效日期（含）", role="primary-interval-start"),
        "valid_to": _day("失效日期（不含）；没有则至今有效", role="primary-interval-end") | {"readOnly": True},
        "recorded_at": {
            "title": "记入登记库的时刻",
            "type": "string",
            "format": "date-time",
            "readOnly": True,
        },
        "version": {"title": "版次", "type": "integer", "minimum": 1, "readOnly": True},
        "source": {"title": "数据来源", "type": "string", "minLength": 1, "maxLength": 200},
        "source_date": _day("来源日期"),
        "invented": {"title": "示例数据", "type": "boolean"},
        "disclosure": {"title": "公开范围", "type": "string", **words_schema(Disclosure)},
        "because": {"title": "事由", "type": "string", "writeOnly": True},
    }


def _day(title: str, role: str | None = None) -> Schema:
    return {"title": title, "type": "string", "format": "date"} | ({"x-ogc-role": role} if role else {})


def _in_sequence(properties: Schema) -> Schema:
    return {name: schema | {"x-ogc-propertySeq": place} for place, (name, schema) in enumerate(properties.items(), 1)}
