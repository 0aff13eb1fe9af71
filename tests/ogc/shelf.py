"""The rows that filters are proved on: every nature of value, everywhere something unknown."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

import shapely
from sqlalchemy import Connection, Engine, select, text
from sqlalchemy import column as named
from sqlalchemy import table as called
from sqlalchemy.sql.elements import ColumnElement

from layers.queryables import Nature, Queryable
from tests.ogc.evaluator import Period, Value

DAY, MOMENT = dt.date.fromisoformat, dt.datetime.fromisoformat

QUERYABLES = {
    one.name: one
    for one in (
        Queryable("id", "编号", Nature.NUMBER, is_whole=True),
        Queryable("name", "名称", Nature.TEXT),
        Queryable("spelling", "拼写", Nature.TEXT),
        Queryable("kind", "类别", Nature.TEXT),
        Queryable("beds", "床位", Nature.NUMBER, is_whole=True),
        Queryable("taken", "入住", Nature.NUMBER, is_whole=True),
        Queryable("area", "面积", Nature.NUMBER),
        Queryable("height", "高程", Nature.NUMBER),
        Queryable("is_open", "运营", Nature.YES_NO),
        Queryable("is_new", "新建", Nature.YES_NO),
        Queryable("since", "启用", Nature.DAY),
        Queryable("until", "停用", Nature.DAY),
        Queryable("seen", "检查", Nature.MOMENT),
        Queryable("noted", "登记", Nature.MOMENT),
        Queryable("valid", "有效期", Nature.PERIOD),
        Queryable("geom", "位置", Nature.PLACE),
    )
}
COLUMNS: dict[str, ColumnElement[Any]] = {name: named(name) for name in QUERYABLES}
TABLE = """
CREATE TEMPORARY TABLE things (
  id integer, name text, spelling text COLLATE "C", kind text, beds integer, taken integer, area numeric(14, 2),
  height numeric(14, 2), is_open boolean, is_new boolean, since date, until date, seen timestamptz, noted timestamptz,
  valid daterange NOT NULL, geom geometry(Geometry, 4490)
) ON COMMIT DROP
"""

_NAMES = ("荣家湾", "荣湾%", "O'Brien", "Straße", "STRASSE", "a_b", r"a\b", "", "Zebra", None)
_SPELLINGS = ("Róngjiāwān", "Rongjiawan", "RONGJIAWAN", "Lǚliáng", "papá", "がま", None)
_KINDS = ("town", "township", "village", None)
_AMOUNTS = (0, 1, 7, 10, 120, -3, None)
_AREAS = ("0.00", "0.10", "8000.50", "-12.25", "7.00", None)
_TRUTHS = (True, False, None)
_DAYS = ("2019-12-31", "2020-01-01", "2020-06-15", "2020-12-31", "2021-01-01", None)
_MOMENTS = (
    "2019-12-31T15:59:59+00:00",
    "2019-12-31T16:00:00+00:00",
    "2020-06-15T12:00:00+00:00",
    "2020-12-31T16:00:00+00:00",
    None,
)
_PERIODS = (
    ("2019-01-01", "2020-01-01"),
    ("2020-01-01", "2021-01-01"),
    ("2020-01-01", None),
    ("2020-03-01", "2020-07-01"),
    ("2020-06-15", "2020-06-16"),
    ("2019-06-01", "2020-07-01"),
)
_SHAPES = (
    "POINT (1 1)",
    "POINT (5 5)",
    "LINESTRING (0 0, 4 4)",
    "LINESTRING (0 2, 6 2)",
    "LINESTRING (1 1, 3 3)",
    "POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0))",
    "POLYGON ((4 0, 8 0, 8 4, 4 4, 4 0))",
    "POLYGON ((1 1, 3 1, 3 3, 1 3, 1 1))",
    "POLYGON ((2 2, 6 2, 6 6, 2 6, 2 2))",
    "MULTIPOINT ((1 1), (9 9))",
    "MULTILINESTRING ((0 0, 1 1), (3 3, 9 9))",
    "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 1, 0 0)), ((5 5, 6 5, 6 6, 5 6, 5 5)))",
    None,
)


def _picked(values: tuple[Any, ...], number: int, stride: int) -> Value:
    return values[(number * stride) % len(values)]


def _row(number: int) -> dict[str, Any]:
    first, upper = _picked(_PERIODS, number, 1)
    last = (1,) if upper is None else (0, DAY(upper) - dt.timedelta(days=1))
    shape = _picked(_SHAPES, number, 1)
    area, height = _picked(_AREAS, number, 1), _picked(_AREAS, number + 2, 5)
    days = [_picked(_DAYS, number, stride) for stride in (1, 5)]
    moments = [_picked(_MOMENTS, number, stride) for stride in (1, 3)]
    return {
        "id": number,
        "name": _picked(_NAMES, number, 1),
        "spelling": _picked(_SPELLINGS, number, 1),
        "kind": _picked(_KINDS, number, 1),
        "beds": _picked(_AMOUNTS, number, 1),
        "taken": _picked(_AMOUNTS, number, 3),
        "area": None if area is None else Fraction(area),
        "height": None if height is None else Fraction(height),
        "is_open": _picked(_TRUTHS, number, 1),
        "is_new": _picked(_TRUTHS, number // 3, 1),
        "since": None if days[0] is None else DAY(days[0]),
        "until": None if days[1] is None else DAY(days[1]),
        "seen": None if moments[0] is None else MOMENT(moments[0]),
        "noted": None if moments[1] is None else MOMENT(moments[1]),
        "valid": Period((0, DAY(first)), last),
        "geom": None if shape is None else shapely.from_wkt(shape),
    }


ROWS = [_row(number) for number in range(78)]


def _written(row: dict[str, Any]) -> dict[str, Any]:
    """A row as PostgreSQL takes it."""
    bounds = [end[1] if end[0] == 0 else None for end in (row["valid"].start, row["valid"].end)]
    amounts = {name: None if row[name] is None else str(float(row[name])) for name in ("area", "height")}
    shape = None if row["geom"] is None else row["geom"].wkt
    return row | amounts | {"first": bounds[0], "last": bounds[1], "geom": shape}


@contextmanager
def things(engine: Engine) -> Iterator[Connection]:
    """A connection that sees the rows, until the block ends."""
    plain = [name for name in QUERYABLES if name not in ("valid", "geom")]
    values = [f"CAST(:{name} AS numeric)" if name in ("area", "height") else f":{name}" for name in plain]
    with engine.connect() as connection, connection.begin() as transaction:
        connection.execute(text(TABLE))
        columns, made = ", ".join([*plain, "valid", "geom"]), ", ".join(values)
        period, place = "daterange(:first, :last, '[]')", "ST_GeomFromText(:geom, 4490)"
        connection.execute(
            text(f"INSERT INTO things ({columns}) VALUES ({made}, {period}, {place})"), [_written(row) for row in ROWS]
        )
        yield connection
        transaction.rollback()


def answers(connection: Connection, clause: ColumnElement[bool]) -> list[bool | None]:
    """What PostGIS says of each row, in their order: true, false or unknown."""
    asked = select(clause.label("answer")).select_from(called("things")).order_by(COLUMNS["id"])
    with connection.begin_nested():
        return [row.answer for row in connection.execute(asked)]
