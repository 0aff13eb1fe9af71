"""A filter that has been read and understood, ready for the columns of any query."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import column
from sqlalchemy.sql.elements import ColumnElement

from data.filters import guards, reading
from data.filters.compiling import Compiler
from data.filters.reading import LANGUAGES, Node
from data.filters.refusals import BadFilter, no_such_property
from data.filters.spatial import Near
from data.seen import Seen
from geo.systems import CRS84, System
from layers.queryables import Nature, Queryable

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
# GDAL writes yes and no as digits.
_YES_NO = {"true": True, "false": False, "1": True, "0": False}


@dataclass(frozen=True)
class Filter:
    """A condition over queryables; it knows neither a session nor a table."""

    tree: Node
    queryables: Mapping[str, Queryable]
    system: System = CRS84

    @classmethod
    def read(cls, text: str, language: str, queryables: Mapping[str, Queryable], system: System = CRS84) -> Self:
        """Read a filter in `cql2-text` or `cql2-json` and make sure that it can be asked.

        `system` is what its geometry literals are written in, in that system's own order of axes.

        Raises:
            BadFilter: it cannot; the message says what, why and how to write it.
        """
        if language not in LANGUAGES:
            raise BadFilter(f"没有筛选语言“{language}”", "", f"可用：{'、'.join(LANGUAGES)}")
        return cls(reading.read(text, language), queryables, system).understood()

    @classmethod
    def equal(cls, values: Mapping[str, str], queryables: Mapping[str, Queryable]) -> Self:
        """That queryables have the values of query parameters (/req/queryables-query-parameters/parameters).

        Raises:
            BadFilter: there is no such queryable, or the value is not of its kind.
        """
        nodes = [_equality(name, text, queryables) for name, text in values.items()]
        tree = nodes[0] if len(nodes) == 1 else reading.operation("and", *nodes) if nodes else True
        return cls(tree, queryables).understood()

    def clause(self, columns: Mapping[str, ColumnElement[Any]], near: Near | None = None) -> ColumnElement[bool]:
        """The condition over columns named as the queryables are: fields, what is kept, `valid`, `recorded`, `geom`.

        `near` tells which rows could meet an area; see `data.filters.spatial.relate`.
        """
        return Compiler(self.queryables, columns, self.system, near).condition(self.tree)

    def __call__(self, view: Seen) -> ColumnElement[bool]:
        """The condition on what a caller sees of a layer, as `data.features.Asked.filters` takes it."""
        ranges = {name: view.rows.c[name] for name in ("valid", "recorded")}
        place = {} if view.place is None else {"geom": view.place}
        return self.clause(view.columns | ranges | place, view.near)

    @property
    def names(self) -> frozenset[str]:
        """The queryables it speaks of."""
        found: set[str] = set()
        left = [self.tree]
        while left:
            part = left.pop()
            if isinstance(part, Mapping):
                found |= {part["property"]} if isinstance(part.get("property"), str) else set()
                left += part.values()
            elif isinstance(part, list):
                left += part
        return frozenset(found)

    def understood(self) -> Self:
        """Itself, after a trial against columns of no table.

        Raises:
            BadFilter: it cannot be asked.
        """
        self.clause({name: column(name) for name in self.queryables})
        return self


def _equality(name: str, text: str, queryables: Mapping[str, Queryable]) -> Node:
    known = queryables.get(name)
    if known is None or not known.is_simple:
        raise no_such_property(name, queryables)
    return reading.operation("=", {"property": name}, _value(known, text))


def _value(known: Queryable, text: str) -> Node:
    """A parameter's text as a literal of the queryable's kind."""
    guards.measure(text or " x")
    words = known.schema.get("enum")
    if words and text not in words:
        listed = "、".join(f"{one['const']}（{one['title']}）" for one in known.schema["oneOf"])
        raise BadFilter(f"“{known.name}”没有选项“{text}”", "选项按代码比较", f"可选：{listed}")
    if known.nature is Nature.NUMBER:
        if not _NUMBER.fullmatch(text):
            raise BadFilter(f"“{known.name}”的值“{text}”不是数", f"{known.title}是数", f"例如 {known.name}=10")
        guards.exact(text)
        return float(text)
    if known.nature is Nature.YES_NO:
        if text not in _YES_NO:
            raise BadFilter(
                f"“{known.name}”的值“{text}”不是“是”或“否”", f"{known.title}只有两种回答", "请写 true 或 false"
            )
        return _YES_NO[text]
    literals = {Nature.DAY: "date", Nature.MOMENT: "timestamp"}
    return {literals[known.nature]: text} if known.nature in literals else text
