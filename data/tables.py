"""Tables derived from the atlas: current knowledge in `register`, superseded knowledge in `history`.

Geometry is EPSG:4490, lon/lat in every column, 2D and valid; measures are `Numeric(14,2)` in the unit of their field.
The database guards itself: vocabularies, patterns, limits, validity and periods are constraints, so that a QGIS
session obeys what the application obeys.

Decided: a thing's periods of validity may not overlap (`EXCLUDE`), but may follow each other under one identifier;
what became of an identifier stands in `register.identifiers`, which outlives its rows.
"""

from functools import cache
from typing import Any, cast

from geoalchemy2 import Geometry
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Identity,
    Index,
    Integer,
    MetaData,
    Numeric,
    PrimaryKeyConstraint,
    Table,
    Text,
    column,
)
from sqlalchemy.dialects.postgresql import DATERANGE, TSTZRANGE, ExcludeConstraint
from sqlalchemy.types import TypeEngine

from layers.atlas import ATLAS, UnknownLayer
from layers.fields import FieldSheet, Kind
from layers.record import Disclosure, Record, Sheet
from layers.vocabulary import Vocabulary

EPSG = 4490
REGISTER, HISTORY = "register", "history"
# The envelope of the country with its seas: a point outside it has its axes swapped or its system misnamed.
WEST, SOUTH, EAST, NORTH = 73, 3, 136, 54

METADATA = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pk",
        "ck": "%(table_name)s_%(constraint_name)s_check",
        "ix": "%(table_name)s_%(column_0_N_name)s_ix",
        "uq": "%(table_name)s_%(column_0_N_name)s_unique",
        "fk": "%(table_name)s_%(column_0_N_name)s_fk",
    }
)

COLUMN_TYPES: dict[Kind, type[TypeEngine[Any]] | TypeEngine[Any]] = {
    Kind.TEXT: Text,
    Kind.NOTE: Text,
    Kind.COUNT: Integer,
    Kind.MEASURE: Numeric(14, 2),
    Kind.DAY: Date,
    Kind.CHOICE: Text,
    Kind.YES_NO: Boolean,
    Kind.CODE: Text,
    Kind.PHONE: Text,
    Kind.CREDIT_CODE: Text,
}
# The fields that say below what a thing stands.
_ABOVE = ("division", "parent")
_CREDIT_CODE_PATTERN = "^[0-9A-HJ-NPQRTUWXY]{18}$"
_GEOMETRY_TYPES = ("POINT", "MULTIPOINT", "LINESTRING", "MULTILINESTRING", "POLYGON", "MULTIPOLYGON")


def table_of(layer_id: str) -> Table:
    """The table of what the register knows now.

    Raises:
        UnknownLayer: no such layer.
    """
    return _known(REGISTER, layer_id)


def history_of(layer_id: str) -> Table:
    """The table of what the register knew before.

    Raises:
        UnknownLayer: no such layer.
    """
    return _known(HISTORY, layer_id)


def register_table(metadata: MetaData, record: type[Record]) -> Table:
    """The table of a layer, with everything the database must refuse."""
    layer = record.layer
    table = Table(
        layer.id,
        metadata,
        Column("row_id", BigInteger, Identity(always=False), comment="行号"),
        *_payload(record),
        *_keeping(),
        PrimaryKeyConstraint("row_id"),
        ExcludeConstraint(
            (layer.identified_by, "="), ("valid", "&&"), name=f"{layer.id}_periods_exclude", using="gist"
        ),
        *_checks(record),
        schema=REGISTER,
        comment=f"{layer.title}（{layer.basis}）",
    )
    Index(None, table.c[layer.identified_by])
    _index_orders(table, record)
    _index_geometry(table)
    return table


def history_table(metadata: MetaData, record: type[Record]) -> Table:
    """The table of a layer's superseded rows: the same columns without laws, which were kept when the rows were."""
    layer = record.layer
    table = Table(
        layer.id,
        metadata,
        Column("history_id", BigInteger, Identity(always=True), comment="史录号"),
        Column("deed", Text, nullable=False, comment="事由：update 更正或变更，delete 撤销"),
        Column("closed_by", Text, nullable=False, comment="被何人取代"),
        Column("closed_because", Text, comment="取代原因"),
        Column("row_id", BigInteger, nullable=False, comment="行号"),
        *_payload(record),
        *_keeping(),
        PrimaryKeyConstraint("history_id"),
        CheckConstraint(among("deed", ("update", "delete")), name="deed"),
        schema=HISTORY,
        comment=f"{layer.title}：史录",
    )
    Index(None, table.c[layer.identified_by])
    _index_geometry(table)
    return table


def values_of(sheet: Sheet) -> dict[str, Any]:
    """A record or a provenance as column values: choices as their codes."""
    given = {name: getattr(sheet, name) for name in type(sheet).model_fields}
    return {name: str(value) if isinstance(value, Vocabulary) else value for name, value in given.items()}


def _known(schema: str, layer_id: str) -> Table:
    if layer_id not in _LAYER_IDS:
        raise UnknownLayer(layer_id)
    return METADATA.tables[f"{schema}.{layer_id}"]


def _payload(record: type[Record]) -> list[Column[Any]]:
    columns = [_column(record, sheet) for sheet in record.fields()]
    if record.layer.geometry is None:
        return columns
    shape = Geometry(record.layer.geometry, srid=EPSG, dimension=2, spatial_index=False, nullable=False)
    return [*columns, Column("geom", shape, nullable=False, comment="位置（EPSG:4490，经度、纬度）")]


def _column(record: type[Record], sheet: FieldSheet) -> Column[Any]:
    # Pages are ordered by the identifier; bytes order does not change with the server's language.
    identifies = sheet.name == record.layer.identified_by
    kind = Text(collation="C") if identifies else COLUMN_TYPES[sheet.kind]
    return Column(sheet.name, kind, nullable=not sheet.required, comment=sheet.heading)


def _keeping() -> list[Column[Any]]:
    return [
        Column("valid", DATERANGE, nullable=False, comment="有效期（含首日，不含末日）"),
        Column("recorded", TSTZRANGE, nullable=False, comment="登记时段"),
        Column("source", Text, nullable=False, comment="数据来源"),
        Column("source_date", Date, comment="来源日期"),
        Column("invented", Boolean, nullable=False, comment="示例数据"),
        Column("disclosure", Text, nullable=False, comment="公开范围"),
        Column("version", Integer, nullable=False, comment="版次"),
        Column("recorded_by", Text, nullable=False, comment="登记人"),
        Column("because", Text, comment="登记事由"),
    ]


def _index_orders(table: Table, record: type[Record]) -> None:
    """The orders that people ask for, by bytes as `data.seen` compares, and the identifier between equals."""
    layer = record.layer
    for name in dict.fromkeys((layer.named_by, *layer.within, *_ABOVE)):
        if name in table.c and name != layer.identified_by:
            # Said where an operator class would stand: Alembic does not know an index's collation.
            by_bytes = {name: 'COLLATE "C"'}
            order = (table.c[name], table.c[layer.identified_by])
            Index(f"{layer.id}_{name}_order_ix", *order, postgresql_ops=by_bytes)


def _index_geometry(table: Table) -> None:
    if "geom" in table.c:
        Index(None, table.c.geom, postgresql_using="gist")


def _checks(record: type[Record]) -> list[CheckConstraint]:
    fields = [
        CheckConstraint(law, name=sheet.name)
        for sheet in record.fields()
        for law in _law(sheet, _limits(record, sheet))
    ]
    keeping = [
        CheckConstraint("NOT isempty(valid) AND NOT lower_inf(valid)", name="valid"),
        CheckConstraint("upper_inf(recorded)", name="recorded"),
        CheckConstraint("btrim(source) <> ''", name="source"),
        CheckConstraint(among("disclosure", tuple(Disclosure.labels())), name="disclosure"),
    ]
    return [*fields, *_geometry_checks(record), *keeping]


def _geometry_checks(record: type[Record]) -> list[CheckConstraint]:
    if record.layer.geometry is None:
        return []
    laws = {
        "geom_is_valid": "ST_IsValid(geom)",
        "geom_is_not_empty": "NOT ST_IsEmpty(geom)",
        "geom_lies_in_the_country": f"geom @ ST_MakeEnvelope({WEST}, {SOUTH}, {EAST}, {NORTH}, {EPSG})",
    }
    if record.layer.geometry == "GEOMETRY":
        laws["geom_is_simple_in_kind"] = among("GeometryType(geom)", _GEOMETRY_TYPES)
    return [CheckConstraint(law, name=name) for name, law in laws.items()]


def _law(sheet: FieldSheet, limits: dict[str, Any]) -> list[str]:
    """What the database refuses in one field; at most one expression, so that one name finds it."""
    name = str(column(sheet.name))
    laws = []
    if sheet.vocabulary:
        laws.append(among(name, tuple(sheet.vocabulary.labels())))
    if sheet.max_length:
        laws.append(f"char_length(btrim({name})) BETWEEN 1 AND {sheet.max_length}")
    pattern = _CREDIT_CODE_PATTERN if sheet.kind is Kind.CREDIT_CODE else sheet.pattern
    if pattern:
        laws.append(f"{name} ~ {_quoted(pattern)}")
    laws += [
        f"{name} {sign} {limits[key]}" for key, sign in {"minimum": ">=", "maximum": "<="}.items() if key in limits
    ]
    return [" AND ".join(laws)] if laws else []


def _limits(record: type[Record], sheet: FieldSheet) -> dict[str, Any]:
    """The least and greatest amount a field takes, as its declaration says."""
    if sheet.kind not in (Kind.COUNT, Kind.MEASURE):
        return {}
    described = _described(record)[sheet.name]
    branches = [branch for branch in described.get("anyOf", [described]) if branch.get("type") in ("integer", "number")]
    found = {key: branch[key] for branch in branches for key in ("minimum", "maximum") if key in branch}
    return {key: int(value) if float(value).is_integer() else value for key, value in found.items()}


@cache
def _described(record: type[Record]) -> dict[str, dict[str, Any]]:
    return cast("dict[str, dict[str, Any]]", record.model_json_schema()["properties"])


def among(expression: str, codes: tuple[str, ...]) -> str:
    """The law that an expression is one of these words."""
    return f"{expression} IN ({', '.join(_quoted(code) for code in codes)})"


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


_LAYER_IDS = frozenset(record.layer.id for record in ATLAS)
for _record in ATLAS:
    register_table(METADATA, _record)
    history_table(METADATA, _record)
