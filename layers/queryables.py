"""What a filter may ask of a layer: its fields, what every row says of itself, and its place, as JSON Schema.

OGC API - Features Part 3 (19-079r2) calls them queryables. A field marked as personal is none for the public: a filter
that cannot be answered must not answer by what it finds either.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from layers.fields import FieldSheet, Kind
from layers.item_schema import DIALECT, FORMATS, field_schema, words_schema
from layers.record import Disclosure, Geometry, Record
from layers.vocabulary import Vocabulary

Schema = dict[str, Any]


class Nature(Vocabulary):
    """What a value is to a filter; only like is compared with like."""

    TEXT = "text", "文字"
    NUMBER = "number", "数"
    YES_NO = "yes_no", "是否"
    DAY = "day", "日期"
    MOMENT = "moment", "时刻"
    PERIOD = "period", "时段"
    PLACE = "place", "位置"


@dataclass(frozen=True)
class Queryable:
    """One thing a filter may name; `is_whole` says that its numbers have no decimals."""

    name: str
    title: str
    nature: Nature
    is_whole: bool = False
    schema: Schema = field(default_factory=dict, compare=False)

    @property
    def is_of_moments(self) -> bool:
        """Whether a period's ends are moments rather than days."""
        return bool(self.schema.get("items") == _SCHEMAS[Nature.MOMENT])

    @property
    def is_simple(self) -> bool:
        """Whether it has a query parameter of its own (/req/queryables-query-parameters/parameters)."""
        return self.nature not in (Nature.PERIOD, Nature.PLACE)


NATURES: dict[Kind, Nature] = {
    Kind.TEXT: Nature.TEXT,
    Kind.NOTE: Nature.TEXT,
    Kind.COUNT: Nature.NUMBER,
    Kind.MEASURE: Nature.NUMBER,
    Kind.DAY: Nature.DAY,
    Kind.CHOICE: Nature.TEXT,
    Kind.YES_NO: Nature.YES_NO,
    Kind.CODE: Nature.TEXT,
    Kind.PHONE: Nature.TEXT,
    Kind.CREDIT_CODE: Nature.TEXT,
}
_SCHEMAS: dict[Nature, Schema] = {
    Nature.TEXT: {"type": "string"},
    Nature.NUMBER: {"type": "number"},
    Nature.YES_NO: {"type": "boolean"},
    Nature.DAY: {"type": "string", "format": "date"},
    Nature.MOMENT: {"type": "string", "format": "date-time"},
    Nature.PERIOD: {"type": "array", "items": {"type": "string", "format": "date"}, "minItems": 2, "maxItems": 2},
    Nature.PLACE: {},
}
# `recorded_at` is a parameter of its own, for what the register knew then; a queryable of that name would be another.
_RECORDED = "从记入登记库到被取代的时刻；例如 T_AFTER(recorded, TIMESTAMP('2024-12-31T00:00:00Z')) 找此后的登记"


@cache
def queryables(record: type[Record], *, personal: bool = False) -> Mapping[str, Queryable]:
    """What may be asked of a layer, by name, in the order of its form; `personal` admits fields marked so."""
    fields = [_of_field(sheet) for sheet in record.fields() if personal or not getattr(sheet, "personal", False)]
    return {one.name: one for one in (*fields, *_kept(), *_place(record.layer.geometry))}


def schema_of(record: type[Record], address: str, *, personal: bool = False) -> Schema:
    """The JSON Schema of an object whose properties are the queryables; `address` is where it stands."""
    found = queryables(record, personal=personal).values()
    return {
        "$schema": DIALECT,
        "$id": address,
        "type": "object",
        "title": record.layer.title,
        "description": f"{record.layer.title}的可筛选项。选项按代码比较；日期写作 DATE('2024-12-31')，文字加单引号。",
        "properties": {one.name: one.schema for one in found},
        "additionalProperties": False,
    }


def _of_field(sheet: FieldSheet) -> Queryable:
    return Queryable(sheet.name, sheet.label, NATURES[sheet.kind], sheet.kind is Kind.COUNT, field_schema(sheet))


def _kept() -> list[Queryable]:
    """What every row says of itself."""
    return [
        _plain("valid_from", "生效日期（含）", Nature.DAY),
        _plain("valid_to", "失效日期（不含）", Nature.DAY, description="空为至今有效"),
        _plain("valid", "有效期", Nature.PERIOD, description="首日与末日，均含；用 T_ 开头的函数比较"),
        _plain("recorded", "登记时段", Nature.PERIOD, items=_SCHEMAS[Nature.MOMENT], description=_RECORDED),
        _plain("version", "版本", Nature.NUMBER, type="integer", minimum=1),
        _plain("source", "数据来源", Nature.TEXT),
        _plain("source_date", "来源日期", Nature.DAY),
        _plain("invented", "示例数据", Nature.YES_NO),
        _plain("disclosure", "公开范围", Nature.TEXT, **words_schema(Disclosure)),
    ]


def _place(geometry: Geometry | None) -> list[Queryable]:
    if geometry is None:
        return []
    return [_plain("geom", "位置", Nature.PLACE, format=FORMATS[geometry], **{"x-ogc-role": "primary-geometry"})]


def _plain(name: str, title: str, nature: Nature, **more: Any) -> Queryable:  # noqa: ANN401 - members of a JSON Schema
    schema = {"title": title, **_SCHEMAS[nature], **more}
    return Queryable(name, title, nature, schema.get("type") == "integer", schema)
