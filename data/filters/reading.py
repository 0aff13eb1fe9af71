"""From the text and the JSON form of CQL2 (21-065r2) to one tree, read by the `cql2` library.

The tree is CQL2's JSON as the library writes it. The library never sees a parenthesis inside a parenthesis: each group
is read by itself, the innermost first, and a name stands in its place in the text around it (`data.filters.guards`).
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import cql2

from data.filters.guards import (
    DEEPEST,
    Token,
    brackets,
    exact,
    excerpt,
    measure,
    opens_a_shape,
    tokens,
    too_deep,
    too_many,
)
from data.filters.refusals import BadFilter

Node = Any
LANGUAGES = ("cql2-text", "cql2-json")

_JOINING = frozenset(("and", "or", "not", "in", "like", "between", "is", "div"))
# Escapes in a character literal (/req/cql2-text/escaping); before any other sign the backslash stays, for LIKE.
_ESCAPES = {"a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "'": "'", "\\": "\\"}
_PLACE = re.compile(r"--> \d+:(\d+)")
# Below the innermost operation: a list, an object and the name or text in it.
_LEAF = 3
_COORDINATES = ("coordinates", "bbox")


def read(text: str, language: str) -> Node:
    """The tree of a filter in one of `LANGUAGES`.

    Raises:
        BadFilter: the text breaks a limit or is not CQL2.
    """
    measure(text)
    tree = _read_json(text) if language == "cql2-json" else _Pieces(tokens(text)).read()
    _measure_tree(tree)
    return tree


def operation(op: str, *args: Node) -> Node:
    """A node of the tree."""
    return {"op": op, "args": list(args)}


@dataclass
class _Group:
    """Text between two parentheses, as far as it has been read."""

    kind: str
    is_list: bool = False
    text: str = ""
    has_commas: bool = False


@dataclass
class _Pieces:
    """A text taken apart at its parentheses, and the groups that have been read, by the names that stand for them."""

    found: list[Token]
    read_groups: dict[str, Node] = field(default_factory=dict)

    def read(self) -> Node:
        mark = self._unused()
        stack, end = [_Group("whole")], 0
        for place, token in enumerate(self.found):
            stack[-1].text += " " if token.at > end else ""
            end = token.at + len(token.text)
            if token.kind == "open":
                stack.append(self._opened(self.found[max(0, place - 3) : place], stack[-1]))
            elif token.kind == "close":
                closed = stack.pop()
                stack[-1].text += self._closed(closed, f"{mark}{len(self.read_groups)}")
            else:
                stack[-1].has_commas |= token.text == ","
                stack[-1].text += _unescaped(token.text) if token.kind == "string" else token.text
        return self._whole(stack[0].text)

    def _opened(self, before: list[Token], around: _Group) -> _Group:
        last = before[-1] if before else None
        if around.kind == "shape" or opens_a_shape(before[-2:]):
            return _Group("shape")
        is_called = last is not None and (
            last.kind == "quoted" or (last.kind == "word" and last.word not in _JOINING) or _is_function_div(before)
        )
        return _Group("call") if is_called else _Group("group", is_list=last is not None and last.word == "in")

    def _closed(self, group: _Group, name: str) -> str:
        if group.kind != "group":
            return f"({group.text})"
        node = self._whole(f"({group.text})" if group.has_commas else group.text)
        self.read_groups[name] = node if group.has_commas or not group.is_list else [node]
        return name

    def _whole(self, text: str) -> Node:
        return self._restored(_asked(cql2.parse_text, text, text))

    def _restored(self, node: Node) -> Node:
        if isinstance(node, list):
            return [self._restored(part) for part in node]
        if not isinstance(node, dict):
            return node
        if node.get("property") in self.read_groups:
            return self.read_groups[node["property"]]
        restored = {name: self._restored(part) for name, part in node.items()}
        if node.get("op") == "in" and self._stands_for_a_list(node["args"][1:]):
            restored["args"][1:] = restored["args"][1]
        return restored

    def _stands_for_a_list(self, right: list[Node]) -> bool:
        """Whether the library made a list of the name that stands for a list already."""
        inner = right[0] if len(right) == 1 and isinstance(right[0], list) else []
        return len(inner) == 1 and isinstance(inner[0], dict) and inner[0].get("property") in self.read_groups

    def _unused(self) -> str:
        """The beginning of a name that occurs nowhere in the text."""
        mark = "group:"
        while any(mark in token.text for token in self.found):
            mark = f"x{mark}"
        return mark


def _is_function_div(before: list[Token]) -> bool:
    """Whether DIV is called as a function, as the library writes it, and does not stand between two values."""
    if not before or before[-1].word != "div":
        return False
    left = before[-2] if len(before) > 1 else None
    is_value = left is not None and (
        left.kind in ("number", "string", "quoted", "close") or (left.kind == "word" and left.word not in _JOINING)
    )
    return not is_value


def _unescaped(literal: str) -> str:
    """A literal whose escapes are carried out, quoted as the library reads it."""
    inner = literal[1:-1].replace("''", r"\'")
    plain = re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[0]), inner, flags=re.DOTALL)
    return "'" + plain.replace("'", "''") + "'"


def _asked(parse: Callable[[str], Any], text: str, shown: str) -> Node:
    """What the library makes of a text; whatever it raises, even a panic, is a text that it cannot read."""
    try:
        return parse(text).to_json()
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as fault:
        place = _PLACE.search(str(fault))
        near = excerpt(re.sub(r"x*group:\d+", "(…)", shown[max(0, int(place[1]) - 1) :] if place else shown))
        raise BadFilter(
            "筛选条件读不懂",
            f"在“{near}”附近不合 CQL2 的写法" if near else "条件没有写完",
            "例如 beds > 50 AND name LIKE '荣%'；文字加单引号，日期写作 DATE('2024-12-31')",
        ) from fault


class _Numeral(str):
    """A number as it is written."""

    __slots__ = ()


def _read_json(text: str) -> Node:
    brackets(text)
    try:
        written = json.loads(text, parse_int=_Numeral, parse_float=_Numeral, parse_constant=_no_number)
    except json.JSONDecodeError as fault:
        near = excerpt(text, fault.pos)
        raise BadFilter("筛选条件不是 JSON", f"在“{near}”附近不合 JSON 的写法", "请核对括号、逗号和引号") from fault
    terms, vertices = _amounts(written)
    too_many(terms, vertices)
    try:
        return cql2.parse_json(text).to_json()
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as fault:
        raise BadFilter(
            "筛选条件不是 CQL2 JSON",
            "有的部分不是条件、属性或值",
            '例如 {"op": ">", "args": [{"property": "beds"}, 50]}',
        ) from fault


def _no_number(text: str) -> None:
    raise BadFilter(f"“{text}”不是数", "JSON 里没有这个数", "请改写")


def _amounts(written: object) -> tuple[int, int]:
    """How many terms and vertices there are; numbers outside shapes are looked at one by one."""
    terms, vertices, left = 0, 0, [written]
    while left:
        part = left.pop()
        terms += 1
        if isinstance(part, _Numeral):
            exact(part)
        elif isinstance(part, list):
            left += part
        elif isinstance(part, dict):
            vertices += sum(_vertices(inner) for name, inner in part.items() if name in _COORDINATES)
            left += [inner for name, inner in part.items() if name not in _COORDINATES]
    return terms, vertices


def _vertices(coordinates: object) -> int:
    """How many pairs there are; a single number counts half."""
    left, numbers = [coordinates], 0
    while left:
        part = left.pop()
        if isinstance(part, list):
            left += part
        numbers += not isinstance(part, list)
    return numbers // 2


def _measure_tree(tree: Node) -> None:
    """Refuse a tree that is too deep, and texts that no register can hold."""
    level = [tree]
    for _ in range(DEEPEST + _LEAF):
        for part in level:
            if isinstance(part, str):
                measure(part or " x")
        level = [inner for part in level for inner in _below(part)]
        if not level:
            return
    raise too_deep()


def _below(part: Node) -> list[Node]:
    """The operands of a node; coordinates are none."""
    if isinstance(part, list):
        return part
    if not isinstance(part, Mapping):
        return []
    nested = [inner for name, inner in part.items() if name not in (*_COORDINATES, "geometries", "op", "type")]
    return [operand for inner in nested for operand in (inner if isinstance(inner, list) else [inner])]
