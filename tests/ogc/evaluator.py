"""CQL2 evaluated over plain rows in Python, from the standard's words (21-065r2) and those it refers to.

It shares nothing with the compiler: numbers are fractions, shapes are compared by the DE-9IM patterns of Simple Feature
Access (06-103r4), temporal relations are those of OWL-Time, and unknown is None.
"""

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import shapely
from shapely.geometry import shape as shape_of
from shapely.geometry.base import BaseGeometry

Row = Mapping[str, Any]
Value = Any
CHINA = dt.timezone(dt.timedelta(hours=8))
VOICED = ("\u3099", "\u309a")
FURTHEST = 100


class Uncertain(Exception):
    """Two numbers that rounding may turn round: decimals of a division or a root, next to each other."""


@dataclass(frozen=True)
class Number:
    """A number, and whether every step to it was exact."""

    value: Fraction
    exact: bool = True


@dataclass(frozen=True)
class Period:
    """A closed interval; ends are `(0, value)`, `(-1,)` before and `(1,)` after everything."""

    start: tuple[Any, ...]
    end: tuple[Any, ...]


def evaluate(node: Value, row: Row) -> bool | None:
    """What a filter says of a row: True, False or None for unknown."""
    found = value_of(node, row)
    assert found is None or isinstance(found, bool)
    return found


def value_of(node: Value, row: Row) -> Value:
    if isinstance(node, int | float) and not isinstance(node, bool):
        return Number(Fraction(repr(node)))
    return of_object(node, row) if isinstance(node, dict) else node


def of_object(node: Value, row: Row) -> Value:
    readers: dict[str, Callable[[Value], Value]] = {
        "property": lambda name: of_property(row[name]),
        "date": dt.date.fromisoformat,
        "timestamp": dt.datetime.fromisoformat,
        "interval": lambda ends: period([end_of(end, row) for end in ends]),
        "bbox": box_of,
        "type": lambda _: shape_of(node),
        "op": lambda op: operation(op.lower(), node["args"], row),
    }
    return next(reader(node[name]) for name, reader in readers.items() if name in node)


def of_property(value: Value) -> Value:
    if isinstance(value, bool) or not isinstance(value, int | float | Fraction):
        return value
    return Number(Fraction(value))


def operation(op: str, args: list[Value], row: Row) -> Value:
    if op in ("and", "or"):
        return joined(op, [evaluate(arg, row) for arg in args])
    if op == "in":
        return joined("or", [compared("=", value_of(args[0], row), value_of(one, row)) for one in args[1]])
    values = [value_of(arg, row) for arg in args]
    if op in ("isnull", "between"):
        return values == [None] if op == "isnull" else within(*values)
    return None if None in values else OPERATIONS[op](*values)


def within(value: Value, least: Value, greatest: Value) -> bool | None:
    return joined("and", [compared(">=", value, least), compared("<=", value, greatest)])


def joined(op: str, values: list[bool | None]) -> bool | None:
    """The standard's truth table."""
    decides = op == "or"
    if decides in values:
        return decides
    return None if None in values else not decides


def compared(op: str, left: Value, right: Value) -> bool | None:
    if left is None or right is None:
        return None
    if isinstance(left, Number):
        refuse_close(left, right)
        left, right = left.value, right.value
    if isinstance(left, dt.date):
        left, right = same_resolution(left, right)
    signs: dict[str, bool] = {"=": left == right, "<>": left != right}
    return signs[op] if op in signs else ordered(op, left, right)


def ordered(op: str, left: Value, right: Value) -> bool:
    return bool({"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[op])


def refuse_close(left: Number, right: Number) -> None:
    near = abs(left.value - right.value) <= max(Fraction(1), abs(left.value)) / 10**9
    if near and not (left.exact and right.exact):
        raise Uncertain


def same_resolution(left: Value, right: Value) -> tuple[Any, Any]:
    if isinstance(left, dt.datetime) and isinstance(right, dt.datetime):
        return left, right
    return as_day(left), as_day(right)


def as_day(value: Value) -> dt.date:
    return value.astimezone(CHINA).date() if isinstance(value, dt.datetime) else value


def matches(value: str, pattern: str) -> bool:
    """LIKE: % is any text, _ any one character, a backslash takes the next one as it is."""
    parts = re.findall(r"\\.|.", pattern, re.DOTALL)
    wild = {"%": ".*", "_": "."}
    written = "".join(wild.get(part) or re.escape(part[-1]) for part in parts)
    return re.fullmatch(written, value, re.DOTALL) is not None


def without_accents(text: str) -> str:
    apart = unicodedata.normalize("NFD", text)
    kept = [sign for sign in apart if unicodedata.category(sign) != "Mn" or sign in VOICED]
    return unicodedata.normalize("NFC", "".join(kept))


def calculated(step: Callable[[Fraction, Fraction], Fraction | None], *, rounds: bool = False) -> Value:
    def calculate(left: Number, right: Number) -> Number | None:
        found = step(left.value, right.value)
        is_kept = found is None or not rounds or is_decimal(found)
        return None if found is None else Number(found, left.exact and right.exact and is_kept)

    return calculate


def is_decimal(number: Fraction) -> bool:
    """Whether ten decimals write it."""
    return (number * 10**10).denominator == 1


def whole(step: Callable[[Fraction, Fraction], Fraction | None]) -> Value:
    def calculate(left: Number, right: Number) -> Number | None:
        if not (left.exact and right.exact):
            raise Uncertain
        found = step(left.value, right.value)
        return None if found is None else Number(found)

    return calculate


def quotient(left: Fraction, right: Fraction) -> Fraction | None:
    return left / right if right else None


def whole_quotient(left: Fraction, right: Fraction) -> Fraction | None:
    return Fraction(math.trunc(left / right)) if right else None


def rest(left: Fraction, right: Fraction) -> Fraction | None:
    return left - right * math.trunc(left / right) if right else None


def power(left: Number, right: Number) -> Number | None:
    base, exponent = left.value, right.value
    if base == 0 or exponent == 0:
        return Number(Fraction(exponent == 0)) if exponent >= 0 else None
    if base < 0 and exponent.denominator != 1:
        return None
    reach = abs(exponent) * abs(Fraction(math.log10(abs(base))))
    if abs(reach - FURTHEST) < Fraction(1, 1000):
        raise Uncertain
    if reach > FURTHEST:
        return None
    if exponent.denominator == 1 and exponent > 0 and abs(exponent) <= 4 * FURTHEST:
        found = base ** int(exponent)
        # PostgreSQL keeps about 16 digits of a power: a small one (0.01^9) may come out as 0.
        return Number(found, exact=left.exact and right.exact and abs(exponent) <= 10 and is_decimal(found))
    size = math.pow(abs(base), exponent)
    negative = base < 0 and int(exponent) % 2
    return Number(Fraction(-size if negative else size), exact=False)


def end_of(node: Value, row: Row) -> Value:
    if node in ("..", ""):
        return node
    if isinstance(node, str):
        return dt.datetime.fromisoformat(node) if ":" in node else dt.date.fromisoformat(node)
    return value_of(node, row)


def period(ends: list[Any]) -> Period:
    start, end = ends
    return Period((-1,) if start in ("..", "") else (0, start), (1,) if end in ("..", "") else (0, end))


def spans(left: Value, right: Value) -> list[Any]:
    """Beginnings and ends at one resolution: moments only where every bounded end is one; None is unknown."""
    pair = [one if isinstance(one, Period) else Period((0, one), (0, one)) for one in (left, right)]
    ends = [end for one in pair for end in (one.start, one.end)]
    if not all(isinstance(end[1], dt.datetime) for end in ends if end[0] == 0 and end[1] is not None):
        ends = [(0, as_day(end[1])) if end[0] == 0 else end for end in ends]
    return [None if end == (0, None) else end for end in ends]


def temporal(relation: Callable[[Any, Any, Any, Any], bool | None]) -> Callable[[Any, Any], bool | None]:
    return lambda left, right: relation(*spans(left, right))


def lt(left: Value, right: Value) -> bool | None:
    return None if left is None or right is None else left < right


def eq(left: Value, right: Value) -> bool | None:
    return None if left is None or right is None else left == right


def both(*parts: bool | None) -> bool | None:
    return joined("and", list(parts))


def disjoint(b1: Value, e1: Value, b2: Value, e2: Value) -> bool | None:
    return joined("or", [lt(e1, b2), lt(e2, b1)])


def intersects(*ends: Value) -> bool | None:
    apart = disjoint(*ends)
    return None if apart is None else not apart


TEMPORAL: dict[str, Callable[[Any, Any, Any, Any], bool | None]] = {
    "t_before": lambda _b1, e1, b2, _e2: lt(e1, b2),
    "t_after": lambda b1, _e1, _b2, e2: lt(e2, b1),
    "t_disjoint": disjoint,
    "t_intersects": intersects,
    "t_equals": lambda b1, e1, b2, e2: both(eq(b1, b2), eq(e1, e2)),
    "t_contains": lambda b1, e1, b2, e2: both(lt(b1, b2), lt(e2, e1)),
    "t_during": lambda b1, e1, b2, e2: both(lt(b2, b1), lt(e1, e2)),
    "t_finishes": lambda b1, e1, b2, e2: both(lt(b2, b1), eq(e1, e2)),
    "t_finishedby": lambda b1, e1, b2, e2: both(lt(b1, b2), eq(e1, e2)),
    "t_meets": lambda _b1, e1, b2, _e2: eq(e1, b2),
    "t_metby": lambda b1, _e1, _b2, e2: eq(b1, e2),
    "t_overlaps": lambda b1, e1, b2, e2: both(lt(b1, b2), lt(b2, e1), lt(e1, e2)),
    "t_overlappedby": lambda b1, e1, b2, e2: both(lt(b2, b1), lt(b1, e2), lt(e2, e1)),
    "t_starts": lambda b1, e1, b2, e2: both(eq(b1, b2), lt(e1, e2)),
    "t_startedby": lambda b1, e1, b2, e2: both(eq(b1, b2), lt(e2, e1)),
}


def box_of(numbers: list[float]) -> BaseGeometry:
    half = len(numbers) // 2
    (west, south), (east, north) = numbers[:2], numbers[half : half + 2]
    return shapely.box(west, south, east, north)


def flat(shape: BaseGeometry) -> BaseGeometry:
    plain: BaseGeometry = shapely.force_2d(shape)
    return plain


def fits(matrix: str, pattern: str) -> bool:
    return all(
        sign in ("*", cell) or (sign == "T" and cell in "012") for sign, cell in zip(pattern, matrix, strict=True)
    )


def crosses(matrix: str, one: int, other: int) -> bool:
    if one == other:
        return one == 1 and fits(matrix, "0********")
    return fits(matrix, "T*T******" if one < other else "T*****T**")


def overlaps(matrix: str, one: int, other: int) -> bool:
    return one == other and fits(matrix, "1*T***T**" if one == 1 else "T*T***T**")


SPATIAL: dict[str, Callable[[str, int, int], bool]] = {
    "s_disjoint": lambda matrix, *_: fits(matrix, "FF*FF****"),
    "s_intersects": lambda matrix, *_: not fits(matrix, "FF*FF****"),
    "s_equals": lambda matrix, *_: fits(matrix, "T*F**FFF*"),
    "s_touches": lambda matrix, *_: any(fits(matrix, one) for one in ("FT*******", "F**T*****", "F***T****")),
    "s_within": lambda matrix, *_: fits(matrix, "T*F**F***"),
    "s_contains": lambda matrix, *_: fits(matrix, "T*****FF*"),
    "s_crosses": crosses,
    "s_overlaps": overlaps,
}


def spatial(name: str) -> Callable[[BaseGeometry, BaseGeometry], bool]:
    def relation(left: BaseGeometry, right: BaseGeometry) -> bool:
        one, other = flat(left), flat(right)
        dimensions = [int(shapely.get_dimensions(shape)) for shape in (one, other)]
        return SPATIAL[name](str(shapely.relate(one, other)), *dimensions)

    return relation


OPERATIONS: dict[str, Callable[..., Any]] = {
    "not": lambda value: not value,
    **{
        sign: (lambda left, right, sign=sign: compared(sign, left, right)) for sign in ("=", "<>", "<", "<=", ">", ">=")
    },
    "+": calculated(lambda left, right: left + right),
    "-": calculated(lambda left, right: left - right),
    "*": calculated(lambda left, right: left * right),
    "/": calculated(quotient, rounds=True),
    "div": whole(whole_quotient),
    "%": whole(rest),
    "^": power,
    "like": matches,
    "casei": str.casefold,
    "accenti": without_accents,
    **{name: temporal(relation) for name, relation in TEMPORAL.items()},
    **{name: spatial(name) for name in SPATIAL},
}
