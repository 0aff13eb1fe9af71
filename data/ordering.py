"""The order of a page, and the place after which the next one begins: keysets over any columns.

The identifier and the first day of validity decide between equals, so that every order is total. Nothing known comes
last in an ascending and first in a descending order, as PostgreSQL's indexes have it. A page begins where an index can
find it, so that a page deep in a million rows costs as much as the first.
"""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from itertools import takewhile
from typing import Any

from sqlalchemy import (
    BindParameter,
    Boolean,
    ColumnElement,
    Date,
    DateTime,
    FromClause,
    Integer,
    Numeric,
    Select,
    Text,
    TypeCoerce,
    and_,
    cast,
    false,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.types import TypeEngine

from data.errors import BadInput
from data.seen import Seen

Amount = int | ColumnElement[int]


@dataclass(frozen=True)
class Key:
    """A column to sort by."""

    name: str
    descending: bool = False

    def __str__(self) -> str:
        return f"{'-' if self.descending else '+'}{self.name}"


@dataclass(frozen=True)
class _Step:
    """One column of a total order."""

    column: ColumnElement[Any]
    descending: bool
    may_be_absent: bool

    def by(self) -> ColumnElement[Any]:
        return self.column.desc() if self.descending else self.column.asc()

    def equal(self, value: object) -> ColumnElement[bool]:
        return self.column.is_(None) if value is None else self.column == _bound(value, self.column)

    def beyond(self, value: object) -> ColumnElement[bool]:
        """Whether a row comes after the value: nothing comes after the unknown where that is last."""
        if value is None:
            return self.column.is_not(None) if self.descending else false()
        bound = _bound(value, self.column)
        if self.descending:
            return self.column < bound
        return or_(self.column > bound, self.column.is_(None)) if self.may_be_absent else self.column > bound

    def from_here(self, value: object) -> ColumnElement[bool]:
        """What an index can use: nothing before the value is looked at."""
        if value is None:
            return true() if self.descending else self.column.is_(None)
        bound = _bound(value, self.column)
        return self.column <= bound if self.descending else self.column >= bound


@dataclass(frozen=True)
class Order:
    """A total order over what a caller sees.

    Raises:
        BadInput: a key is no column that the caller sees.
    """

    view: Seen
    sort: tuple[Key, ...] = ()

    def __post_init__(self) -> None:
        strange = [key.name for key in self.sort if key.name not in self.view.columns]
        if strange:
            listed = "、".join(self.view.columns)
            raise BadInput(f"不能按“{strange[0]}”排序", "本图层没有这个字段", f"可用的字段：{listed}")

    @cached_property
    def steps(self) -> list[_Step]:
        """The columns asked for, then what decides between equals, in the direction of the last."""
        layer = self.view.record.layer
        asked = [_Step(self.view.columns[key.name], key.descending, self._may_be_absent(key.name)) for key in self.sort]
        down = bool(self.sort) and self.sort[-1].descending
        named = {key.name for key in self.sort}
        decisive = {layer.identified_by: self.view.identifier, "valid_from": self.view.since}
        return asked + [_Step(column, down, False) for name, column in decisive.items() if name not in named]

    def by(self) -> list[ColumnElement[Any]]:
        """What ORDER BY says."""
        return [step.by() for step in self.steps]

    def labelled(self) -> list[ColumnElement[Any]]:
        """The columns of the order, numbered, for a query around this one."""
        return [step.column.label(f"key_{i}") for i, step in enumerate(self.steps)]

    def token(self, rows: FromClause) -> ColumnElement[str]:
        """The values that the numbered columns of `rows` hold, as JSON."""
        values = [cast(rows.c[f"key_{i}"], Text) for i in range(len(self.steps))]
        return cast(func.json_build_array(*values), Text)

    def write(self, values: str) -> str:
        """The place of a row, with the order it is a place in."""
        return f"{self.spelt}~{values}"

    @property
    def spelt(self) -> str:
        """The order as a request spells it."""
        return ",".join(map(str, self.sort))

    def page(
        self,
        columns: Sequence[ColumnElement[Any]],
        clauses: Sequence[ColumnElement[bool]],
        values: Sequence[object] | None,
        offset: int,
        limit: Amount,
    ) -> Select[Any]:
        """The rows of a page; `values` are those of the row it comes after, as `read` reads them."""
        rows = select(*columns).where(*clauses)
        if values is None:
            return rows.order_by(*self.by()).offset(offset or None).limit(limit)
        first = self.steps[0]
        here = rows.where(self._beyond(values)).order_by(*self.by()).offset(offset or None).limit(limit)
        if not first.may_be_absent or first.descending or values[0] is None:
            return here
        return self._here_and_unknown(rows, values, limit, offset)

    def _here_and_unknown(self, rows: Select[Any], values: Sequence[object], limit: Amount, offset: int) -> Select[Any]:
        """The known values from here on, then the unknown: two ranges of one index instead of none."""
        first, keys = self.steps[0], self.labelled()
        known = rows.where(first.column.is_not(None), self._beyond(values))
        unknown = rows.where(first.column.is_(None))
        parts = [
            select(part.add_columns(*keys).order_by(*self.by()).limit(limit + offset).subquery())
            for part in (known, unknown)
        ]
        both = union_all(*parts).subquery("both")
        order = [
            both.c[f"key_{i}"].desc() if step.descending else both.c[f"key_{i}"].asc()
            for i, step in enumerate(self.steps)
        ]
        named = [column for column in both.c if column.name not in {key.name for key in keys}]
        return select(*named).order_by(*order).offset(offset or None).limit(limit)

    def _beyond(self, values: Sequence[object]) -> ColumnElement[bool]:
        steps = self.steps
        one_way = len({step.descending for step in steps}) == 1
        if one_way and all(value is not None for value in values) and not any(step.may_be_absent for step in steps[1:]):
            return _beyond_at_once(steps, values)
        first = steps[0]
        bound = true() if first.may_be_absent and not first.descending else first.from_here(values[0])
        return and_(bound, or_(*(_ways(steps, values))))

    def read(self, after: str | None) -> list[object] | None:
        """The values in the place after which a page begins; None for the first page.

        Raises:
            BadInput: `after` cannot be read, or is a place in another order.
        """
        if after is None:
            return None
        spelt, _, text = after.partition("~")
        if spelt != self.spelt:
            raise BadInput(
                "翻页标记属于另一种排序",
                f"它按“{spelt or '编号'}”排出，本次请求按“{self.spelt or '编号'}”",
                "请从第一页重新读起，或沿用 next 链接",
            )
        try:
            return [_value(value, step) for value, step in zip(_listed(text), self.steps, strict=True)]
        except (ValueError, InvalidOperation, TypeError) as fault:
            raise BadInput("翻页标记无法识别", f"收到“{after}”", "请使用上一页给出的链接") from fault

    def _may_be_absent(self, name: str) -> bool:
        required = {sheet.name for sheet in self.view.fields if sheet.required}
        return name not in required | _ALWAYS_KNOWN


_ALWAYS_KNOWN = {"valid_from", "recorded_at", "version", "source", "invented", "disclosure"}
_MOMENT_LENGTH = 40


def _beyond_at_once(steps: list[_Step], values: Sequence[object]) -> ColumnElement[bool]:
    """All columns as one row: an index on the first of them begins where the page does.

    A policy lets an index be used by conditions on bare columns only: taking the first day out of a period might tell
    something of rows that the reader may not see. So the bare columns have a bound of their own.
    """
    here = [_bound(value, step.column) for step, value in zip(steps, values, strict=True)]
    columns = [step.column for step in steps]
    bare = list(takewhile(lambda step: not isinstance(step.column, TypeCoerce), steps))
    beyond = tuple_(*columns) < tuple_(*here) if steps[0].descending else tuple_(*columns) > tuple_(*here)
    if not bare or len(bare) == len(steps):
        return beyond
    from_here, bound = tuple_(*columns[: len(bare)]), tuple_(*here[: len(bare)])
    return and_(from_here <= bound if steps[0].descending else from_here >= bound, beyond)


def _ways(steps: list[_Step], values: Sequence[object]) -> Iterator[ColumnElement[bool]]:
    """How a row may come after the values: equal in the first columns, beyond in the next."""
    for i, step in enumerate(steps):
        equal = (before.equal(value) for before, value in zip(steps[:i], values[:i], strict=True))
        yield and_(*equal, step.beyond(values[i]))


def _listed(text: str) -> list[object]:
    values = json.loads(text)
    return values if isinstance(values, list) else []


def _bound(value: object, column: ColumnElement[Any]) -> ColumnElement[Any]:
    kind: TypeEngine[Any] = column.type
    if isinstance(value, BindParameter):
        return cast(value, Text() if isinstance(kind, Text) else kind)
    if isinstance(kind, Text):
        return literal(value, Text())
    return cast(literal(value, kind), kind)


def _value(text: object, step: _Step) -> object:
    """A value of a token as its column holds it; what decides between equals is never absent."""
    if text is None and step.may_be_absent:
        return None
    if not isinstance(text, str) or "\0" in text:
        raise TypeError(text)
    return _read_as(text, step.column.type)


def _read_as(text: str, kind: TypeEngine[Any]) -> object:
    if isinstance(kind, Text):
        return text
    if isinstance(kind, Boolean):
        return {"true": True, "false": False}[text] if text in ("true", "false") else _refuse(text)
    if isinstance(kind, Date):
        return dt.date.fromisoformat(text)
    if isinstance(kind, DateTime):
        return dt.datetime.fromisoformat(text) if len(text) < _MOMENT_LENGTH else _refuse(text)
    if isinstance(kind, Integer):
        return int(text) if abs(int(text)) < 2**63 else _refuse(text)
    if isinstance(kind, Numeric):
        found = Decimal(text)
        return found if found.is_finite() else _refuse(text)
    raise TypeError(kind)


def _refuse(text: str) -> object:
    raise ValueError(text)
