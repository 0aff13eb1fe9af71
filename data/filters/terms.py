"""What a filter compares: columns and literals, each with its nature; unlike things are refused by name.

Literals are bound parameters. Text is compared in byte order (`COLLATE "C"`), which is the order of code points and
serves the indexes declared so. A moment is compared with a day by the day it falls on in Chinese time (UTC+8).
"""

import datetime as dt
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Boolean, Date, DateTime, Interval, Numeric, Text, cast, collate, func, literal
from sqlalchemy.sql.elements import ColumnElement, Grouping

from data.filters.refusals import BadFilter, unlike
from layers.queryables import Nature, Queryable

CHINA = dt.timezone(dt.timedelta(hours=8), "UTC+8")
_EAST = dt.timedelta(hours=8)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})")


@dataclass(frozen=True)
class Term:
    """A value in SQL. `literal` is what was written, None for a column or what is computed from one.

    `is_whole` says that a number has no decimals; `is_plain` that it is a column as it stands, which an index may
    serve; `is_of_moments` that a period is one of moments.
    """

    nature: Nature
    value: ColumnElement[Any]
    words: str
    literal: Any = None
    is_whole: bool = False
    is_plain: bool = False
    is_of_moments: bool = False

    @property
    def compared(self) -> ColumnElement[Any]:
        """The value as comparison operators take it."""
        is_by_bytes = self.nature is not Nature.TEXT or getattr(self.value.type, "collation", None) == "C"
        return self.value if is_by_bytes else collate(self.value, "C")

    @property
    def amount(self) -> ColumnElement[Any]:
        """The value for arithmetic: a decimal number, so that whole numbers neither overflow nor lose their rest."""
        if self.nature is not Nature.NUMBER:
            raise BadFilter(f"{self.words}不能参加计算", "只有数才能计算", "请核对算式")
        return cast(self.value, Numeric) if self.literal is None else literal(self.literal, Numeric)


def of_column(known: Queryable, column: ColumnElement[Any]) -> Term:
    """A queryable as it stands in the rows that are asked."""
    words = f"“{known.name}”（{known.nature.label}）"
    return Term(known.nature, column, words, is_whole=known.is_whole, is_plain=True, is_of_moments=known.is_of_moments)


def of_truth(clause: ColumnElement[bool]) -> Term:
    """A condition as a value: yes or no."""
    return Term(Nature.YES_NO, Grouping(clause), "条件（是否）")


def of_literal(value: object) -> Term:
    """A literal of the JSON form: text, number, yes or no.

    Raises:
        BadFilter: it is null, or nothing a column could hold.
    """
    if isinstance(value, bool):
        return Term(Nature.YES_NO, literal(value, Boolean), f"{str(value).lower()}（是否）", value)
    if isinstance(value, int | float):
        return _number(Decimal(repr(value)))
    if isinstance(value, str):
        return Term(Nature.TEXT, literal(value, Text), f"'{value}'（文字）", value)
    if value is None:
        raise BadFilter("不能与 NULL 比较", "空值与任何值相比都没有结果", "请写作 IS NULL 或 IS NOT NULL")
    raise BadFilter("有的值不能用在这里", "此处应为属性、数、文字、日期或是否", "请核对条件")


def of_day(text: object) -> Term:
    """A literal day.

    Raises:
        BadFilter: it is none.
    """
    try:
        if isinstance(text, str) and _DAY.fullmatch(text):
            return _day(dt.date.fromisoformat(text))
    except ValueError:
        pass
    raise BadFilter(f"“{_written(text)}”不是日期", "日期须为日历上有的一天", "请写作 DATE('2024-12-31')")


def of_moment(text: object) -> Term:
    """A literal moment with its time zone (RFC 3339).

    Raises:
        BadFilter: it is none.
    """
    try:
        if isinstance(text, str) and _MOMENT.fullmatch(text):
            moment = dt.datetime.fromisoformat(text.upper())
            moment.astimezone(CHINA), moment.astimezone(dt.UTC)
            return Term(Nature.MOMENT, literal(moment, DateTime(timezone=True)), f"{text}（时刻）", moment)
    except (ValueError, OverflowError):
        pass
    remedy = "请写作 TIMESTAMP('2024-12-31T00:00:00Z')"
    raise BadFilter(f"“{_written(text)}”不是时刻", "时刻须写明日期、时间和时区", remedy)


def as_day(term: Term) -> Term:
    """A day as it is; a moment as the day it falls on in Chinese time."""
    if term.nature is Nature.DAY:
        return term
    if term.literal is not None:
        return _day(term.literal.astimezone(CHINA).date())
    there = func.timezone(literal(_EAST, Interval), term.value)
    return Term(Nature.DAY, cast(there, Date), term.words)


def alike(left: Term, right: Term) -> tuple[Term, Term]:
    """Two terms that can be compared.

    Raises:
        BadFilter: they cannot.
    """
    for one in (left, right):
        if one.nature in (Nature.PLACE, Nature.PERIOD):
            functions = "S_ 开头的空间函数" if one.nature is Nature.PLACE else "T_ 开头的时间函数"
            raise BadFilter(f"{one.words}不能用比较符号", f"{one.nature.label}没有大小", f"请用{functions}")
    if left.nature is right.nature:
        return (_bound(left, right), _bound(right, left)) if left.nature is Nature.NUMBER else (left, right)
    if {left.nature, right.nature} == {Nature.DAY, Nature.MOMENT}:
        return as_day(left), as_day(right)
    raise unlike(left.words, right.words, _remedy(left, right))


def shortened(value: object) -> str:
    """A number as it would be written."""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _number(number: Decimal) -> Term:
    plain = number.normalize()
    return Term(
        Nature.NUMBER, literal(plain, Numeric), f"{number:f}（数）", plain, is_whole=plain == plain.to_integral_value()
    )


def _bound(term: Term, other: Term) -> Term:
    """A whole number beside whole numbers is bound as one, so that their index serves."""
    if term.literal is None or not (term.is_whole and other.is_whole):
        return term
    return replace(term, value=literal(int(term.literal), BigInteger))


def _day(day: dt.date) -> Term:
    return Term(Nature.DAY, literal(day, Date), f"{day}（日期）", day)


def _remedy(left: Term, right: Term) -> str:
    """How to write the literal so that it fits the other side."""
    for one, other in ((left, right), (right, left)):
        if isinstance(one.literal, str):
            if other.nature is Nature.DAY:
                return "日期请写作 DATE('2024-12-31')"
            if other.nature is Nature.MOMENT:
                return "时刻请写作 TIMESTAMP('2024-12-31T00:00:00Z')"
            if other.nature is Nature.NUMBER:
                return "数不加引号"
            if other.nature is Nature.YES_NO:
                return "是否请写作 true 或 false，不加引号"
        if one.literal is not None and other.nature is Nature.TEXT:
            return f"文字和代码请加单引号，例如 '{shortened(one.literal)}'"
    return "请核对两边各是什么"


def _written(text: object) -> str:
    return text if isinstance(text, str) else "（不是文字常量）"
