"""Comparison, LIKE, folding of case and accents, and arithmetic, in SQL; three-valued as SQL and CQL2 are.

What arithmetic cannot answer is absent, as if a field were empty: division by zero, a root of a negative number, a
power beyond 10^±100. A condition on it is then neither true nor false, and no filter ends in an error of the database.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import and_, case, collate, false, func, literal, literal_column, null, or_
from sqlalchemy.sql.elements import ColumnElement, Grouping

from data.filters.refusals import BadFilter
from data.filters.terms import Term, alike
from layers.queryables import Nature

COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")
ARITHMETIC = ("+", "-", "*", "/", "%", "div", "^")
FOLDINGS = ("casei", "accenti")
_WILDCARDS = "%_"
_LAST_CODE_POINT, _SURROGATES, _BEYOND_SURROGATES = 0x10FFFF, 0xD800, 0xE000
_FURTHEST_POWER = 100
# The blocks of combining diacritical marks; the Japanese voicing marks are none of them and stay.
_MARKS = r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"

Number = ColumnElement[Any]


def compare(op: str, left: Term, right: Term) -> ColumnElement[bool]:
    """A binary comparison.

    Raises:
        BadFilter: the sides are unlike.
    """
    one, other = alike(left, right)
    return one.compared.bool_op(op)(other.compared)


def between(value: Term, least: Term, greatest: Term) -> ColumnElement[bool]:
    """Between two values, both included.

    Raises:
        BadFilter: they are unlike.
    """
    return and_(compare(">=", value, least), compare("<=", value, greatest))


def among(value: Term, others: Sequence[Term]) -> ColumnElement[bool]:
    """One of several values.

    Raises:
        BadFilter: one of them is unlike the value, or there is none.
    """
    if not others:
        raise BadFilter("IN 后面没有值", "至少要有一个值可比", "例如 kind IN ('town', 'township')")
    pairs = [alike(value, other) for other in others]
    first = pairs[0][0]
    if all(one.nature is first.nature and other.literal is not None for one, other in pairs) and first == pairs[-1][0]:
        return first.compared.in_([other.value for _, other in pairs])
    return or_(false(), *(compare("=", value, other) for other in others))


def like(value: Term, pattern: Term, written: str) -> ColumnElement[bool]:
    """A pattern with % and _, escaped by a backslash; `written` is the pattern before case or accents were folded.

    A plain column is also given the range its prefix spans: an index in byte order serves a range where it may not
    serve LIKE, whose operator is not leakproof.

    Raises:
        BadFilter: a side is no text, or the pattern ends in the escape sign.
    """
    for side in (value, pattern):
        if side.nature is not Nature.TEXT:
            raise BadFilter(f"{side.words}不能用 LIKE", "LIKE 只比文字", "请改用比较符号，或把模式写成加单引号的文字")
    prefix, whole = _prefix(written)
    if whole is None:
        raise BadFilter("LIKE 的模式以反斜线结尾", "反斜线之后须有它所转义的字", "请写作两个反斜线，或删去")
    if not (value.is_plain and pattern.literal is not None):
        return value.compared.bool_op("LIKE")(pattern.compared)
    if whole:
        return value.compared.bool_op("=")(literal(prefix))
    return and_(value.compared.bool_op("LIKE")(pattern.value), *_range(value, prefix))


def fold(op: str, term: Term) -> Term:
    """A text without regard to case, or to accents.

    Case is folded by Unicode's full mappings, upwards and down again (ß and SS meet); accents are the combining marks
    of the canonical decomposition: Róngjiāwān and Rongjiawan meet.

    Raises:
        BadFilter: it is no text.
    """
    if term.nature is not Nature.TEXT:
        raise BadFilter(f"{op.upper()} 不能用于{term.words}", f"{op.upper()} 只作用于文字", "请核对属性")
    if op == "casei":
        folded = func.lower(func.upper(collate(term.value, "und-x-icu")))
    else:
        parts = func.regexp_replace(
            func.normalize(term.value, _form("NFD")), literal(_MARKS), literal(""), literal("g")
        )
        folded = func.normalize(parts, _form("NFC"))
    return Term(Nature.TEXT, folded, f"{op.upper()}(…)（文字）")


def calculate(op: str, left: Term, right: Term) -> Term:
    """A sum, difference, product, quotient, rest, whole quotient or power.

    Raises:
        BadFilter: a side is no number.
    """
    made = _CALCULATIONS[op](left.amount, right.amount)
    return Term(Nature.NUMBER, Grouping(made), "算式（数）")


def _form(name: str) -> ColumnElement[Any]:
    return literal_column(name)


def _power(base: Number, exponent: Number) -> Number:
    size = func.abs(base)
    reach = func.abs(exponent * func.log(case((size == 0, 1), else_=size)))
    return case(
        (base.is_(None), null()),
        (or_(base == 0, exponent == 0), case((exponent == 0, 1), (exponent > 0, 0), else_=null())),
        (and_(base < 0, exponent != func.trunc(exponent)), null()),
        (reach > _FURTHEST_POWER, null()),
        else_=func.power(base, exponent),
    )


_CALCULATIONS: dict[str, Callable[[Number, Number], Number]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left.op("/")(func.nullif(right, 0)),
    "%": lambda left, right: func.mod(left, func.nullif(right, 0)),
    "div": lambda left, right: func.div(left, func.nullif(right, 0)),
    "^": _power,
}


def _prefix(pattern: str) -> tuple[str, bool | None]:
    """The letters before the first wildcard, and whether they are all; None when an escape sign ends the pattern."""
    letters: list[str] = []
    signs = iter(pattern)
    first_wildcard: int | None = None
    for sign in signs:
        if sign == "\\":
            escaped = next(signs, None)
            if escaped is None:
                return "", None
            letters.append(escaped)
        elif sign in _WILDCARDS:
            first_wildcard = len(letters) if first_wildcard is None else first_wildcard
        else:
            letters.append(sign)
    return "".join(letters[:first_wildcard]), first_wildcard is None


def _range(value: Term, prefix: str) -> list[ColumnElement[bool]]:
    """From the prefix, included, to the next text that does not begin with it."""
    if not prefix:
        return []
    kept = prefix.rstrip(chr(_LAST_CODE_POINT))
    least = value.compared.bool_op(">=")(literal(prefix))
    if not kept:
        return [least]
    following = ord(kept[-1]) + 1
    after = kept[:-1] + chr(_BEYOND_SURROGATES if following == _SURROGATES else following)
    return [least, value.compared.bool_op("<")(literal(after))]
