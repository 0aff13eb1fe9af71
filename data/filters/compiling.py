"""From the tree of a filter to one SQL condition: what stands on the lists here can be asked, and nothing else.

No text of a filter becomes SQL. Names are looked up among the queryables, operators in tables, and values are bound.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, false, not_, or_, true
from sqlalchemy.sql.elements import ColumnElement

from data.filters import operators, spatial, temporal
from data.filters.reading import Node
from data.filters.refusals import BadFilter, no_such_property
from data.filters.spatial import Near
from data.filters.temporal import Span
from data.filters.terms import Term, of_column, of_day, of_literal, of_moment, of_truth
from geo.systems import System
from layers.queryables import Nature, Queryable

Condition = ColumnElement[bool]
_WITHOUT_END = ("..", "")
_ARRAYS = ("a_equals", "a_contains", "a_containedby", "a_overlaps")


@dataclass(frozen=True)
class Compiler:
    """One reading of a tree against the columns of one query."""

    queryables: Mapping[str, Queryable]
    columns: Mapping[str, ColumnElement[Any]]
    system: System
    near: Near | None = None

    def condition(self, node: Node) -> Condition:
        """What a node says of a row: true, false or unknown.

        Raises:
            BadFilter: it says nothing, or what it says cannot be asked here.
        """
        if isinstance(node, bool):
            return true() if node else false()
        made = self._condition(node)
        if made is not None:
            return made
        term = self.term(node)
        if term.nature is not Nature.YES_NO:
            raise BadFilter(f"{term.words}不是条件", "条件须能回答“是”或“否”", "请补上比较，例如 beds > 50")
        return term.value

    def term(self, node: Node) -> Term:
        """The value of a node.

        Raises:
            BadFilter: it has none that could be compared.
        """
        if not isinstance(node, Mapping):
            return of_literal(node)
        readers: dict[str, Callable[[Any], Term]] = {
            "property": self._property,
            "date": of_day,
            "timestamp": of_moment,
            "bbox": lambda numbers: spatial.of_box(numbers, self.system),
            "type": lambda _: spatial.of_geojson(node, self.system),
            "interval": _misplaced_interval,
        }
        for name, reader in readers.items():
            if name in node:
                return reader(node[name])
        return self._computed(node)

    def _computed(self, node: Mapping[str, Any]) -> Term:
        op, args = _parts(node)
        if op in operators.ARITHMETIC:
            left, right = _operands(op, args, 2)
            return operators.calculate(op, self.term(left), self.term(right))
        if op in operators.FOLDINGS:
            return operators.fold(op, self.term(*_operands(op, args, 1)))
        made = self._condition(node)
        if made is None:
            raise _unknown(op)
        return of_truth(made)

    def _condition(self, node: Node) -> Condition | None:
        """The condition an operation makes; None where it makes a value, or is no operation."""
        if not isinstance(node, Mapping) or "op" not in node:
            return None
        op, args = _parts(node)
        if op in operators.COMPARISONS:
            left, right = _operands(op, args, 2)
            return operators.compare(op, self.term(left), self.term(right))
        if op in spatial.FUNCTIONS:
            left, right = _operands(op, args, 2)
            return spatial.relate(op, self.term(left), self.term(right), self.near)
        if op in temporal.RELATIONS:
            left, right = _operands(op, args, 2)
            return temporal.relate(op, self._span(left), self._span(right))
        made: Callable[[list[Node]], Condition] | None = {
            "and": self._all,
            "or": self._any,
            "not": self._not,
            "isnull": self._is_null,
            "between": self._between,
            "in": self._in,
            "like": self._like,
        }.get(op)
        return made(args) if made else None

    def _property(self, name: object) -> Term:
        known = self.queryables.get(name) if isinstance(name, str) else None
        if known is None:
            raise no_such_property(str(name), self.queryables)
        return of_column(known, self.columns[known.name])

    def _span(self, node: Node) -> Span:
        if isinstance(node, Mapping) and "interval" in node:
            ends = node["interval"]
            if not isinstance(ends, list) or len(ends) != 2:  # noqa: PLR2004 - an interval has two ends
                raise BadFilter(
                    "INTERVAL 须有两端", "先写开始，再写结束", "没有结束时写 '..'，例如 INTERVAL('2020-01-01', '..')"
                )
            return temporal.of_ends(*(self._end(end) for end in ends))
        term = self.term(node)
        return temporal.of_range(term) if term.nature is Nature.PERIOD else temporal.of_instant(term)

    def _end(self, node: Node) -> Term | None:
        if not isinstance(node, str):
            return self.term(node)
        if node in _WITHOUT_END:
            return None
        return of_moment(node) if ":" in node else of_day(node)

    def _all(self, args: list[Node]) -> Condition:
        return and_(true(), *(self.condition(arg) for arg in _several("AND", args)))

    def _any(self, args: list[Node]) -> Condition:
        return or_(false(), *(self.condition(arg) for arg in _several("OR", args)))

    def _not(self, args: list[Node]) -> Condition:
        return not_(self.condition(*_operands("not", args, 1)))

    def _is_null(self, args: list[Node]) -> Condition:
        (operand,) = _operands("isNull", args, 1)
        if operand is None:
            return true()
        return self.term(operand).value.is_(None)

    def _between(self, args: list[Node]) -> Condition:
        return operators.between(*(self.term(arg) for arg in _operands("between", args, 3)))

    def _in(self, args: list[Node]) -> Condition:
        value, listed = _operands("in", args, 2)
        if not isinstance(listed, list):
            raise BadFilter("IN 后面不是列表", "IN 与列表中的值逐个比较", "例如 kind IN ('town', 'township')")
        return operators.among(self.term(value), [self.term(one) for one in listed])

    def _like(self, args: list[Node]) -> Condition:
        value, pattern = _operands("like", args, 2)
        written = pattern
        while isinstance(written, Mapping) and written.get("op") in operators.FOLDINGS and len(written["args"]) == 1:
            written = written["args"][0]
        if not isinstance(written, str):
            raise BadFilter("LIKE 的模式不是文字常量", "模式须写在条件里，可加 CASEI、ACCENTI", "例如 name LIKE '荣%'")
        return operators.like(self.term(value), self.term(pattern), written)


def _parts(node: Mapping[str, Any]) -> tuple[str, list[Node]]:
    op, args = node.get("op"), node.get("args")
    if not isinstance(op, str) or not isinstance(args, list):
        raise BadFilter(
            "有的部分不是条件", "一项运算须有 op 和 args", '例如 {"op": ">", "args": [{"property": "beds"}, 50]}'
        )
    return op.lower(), args


def _operands(op: str, args: list[Node], wanted: int) -> list[Node]:
    if len(args) != wanted:
        raise BadFilter(f"{op.upper()} 的参数是 {len(args)} 个", f"应为 {wanted} 个", "请核对条件")
    return args


def _several(op: str, args: list[Node]) -> list[Node]:
    if len(args) < 2:  # noqa: PLR2004 - fewer cannot be joined
        raise BadFilter(f"{op} 只连接了 {len(args)} 个条件", "至少两个", "请核对条件")
    return args


def _misplaced_interval(_: object) -> Term:
    raise BadFilter(
        "INTERVAL 不能用在这里", "时段只用于 T_ 开头的时间函数", "例如 T_DURING(valid, INTERVAL('2020-01-01', '..'))"
    )


def _unknown(op: str) -> BadFilter:
    if op in _ARRAYS:
        return BadFilter(
            f"{op.upper()} 不能用", "登记库的属性都不是数组", "多个值请用 IN，例如 kind IN ('town', 'township')"
        )
    known = "、".join(name.upper() for name in (*operators.FOLDINGS, *spatial.FUNCTIONS, *temporal.RELATIONS))
    return BadFilter(f"没有函数或运算“{op}”", "它不在可用之列", f"可用的函数：{known}")
