"""Kinds of value with limits and unit; what a field says of itself."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import AfterValidator, Field, JsonValue, StringConstraints
from pydantic.fields import FieldInfo

from layers.vocabulary import Vocabulary, english


class Kind(Vocabulary):
    """The kinds of value a register keeps; every output owns one table from kind to its own form."""

    TEXT = "text", "文字"
    NOTE = "note", "说明"
    COUNT = "count", "数量"
    MEASURE = "measure", "量值"
    DAY = "day", "日期"
    CHOICE = "choice", "选项"
    YES_NO = "yes_no", "是否"
    CODE = "code", "代码"
    PHONE = "phone", "电话"
    CREDIT_CODE = "credit_code", "统一社会信用代码"


@dataclass(frozen=True)
class Meaning:
    """What a value type is, apart from its Python type."""

    kind: Kind
    unit: str | None = None
    max_length: int | None = None
    pattern: str | None = None


@dataclass(frozen=True)
class FieldSheet:
    """One field as every output sees it; what is `personal` never leaves the office."""

    name: str
    label: str
    kind: Kind
    required: bool
    unit: str | None = None
    max_length: int | None = None
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    vocabulary: type[Vocabulary] | None = None
    example: str | int | bool | None = None
    personal: bool = False

    @property
    def label_en(self) -> str:
        """The field's name as English words."""
        return english(self.name)

    @property
    def heading(self) -> str:
        """The label with its unit, as spreadsheets print it: 占地面积（m²）."""
        return f"{self.label}（{self.unit}）" if self.unit else self.label


PERSONAL = "x-personal"
_CREDIT_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_BASE = len(_CREDIT_DIGITS)
_CREDIT_LENGTH = 18


def credit_check_digit(body: str) -> str:
    """The eighteenth character of a unified social credit code (GB 32100-2015: weights 3^i modulo 31)."""
    total = sum(_CREDIT_DIGITS.index(digit) * pow(3, place, _CREDIT_BASE) for place, digit in enumerate(body))
    return _CREDIT_DIGITS[-total % _CREDIT_BASE]


def _credit_code(value: str) -> str:
    readable = len(value) == _CREDIT_LENGTH and all(digit in _CREDIT_DIGITS for digit in value)
    if not readable or credit_check_digit(value[:-1]) != value[-1]:
        raise ValueError("校验不符：应为 18 位且末位校验码正确，请对照证照核对")
    return value


def text(max_length: int, kind: Kind = Kind.TEXT) -> Any:  # noqa: ANN401 - an annotation is not a type to mypy
    """Metadata of a text with a length limit counted in characters."""
    return (
        StringConstraints(strip_whitespace=True, min_length=1, max_length=max_length),
        Meaning(kind, max_length=max_length),
    )


def code(pattern: str) -> Any:  # noqa: ANN401 - the same
    """Metadata of a code with a pattern (anchored)."""
    return (StringConstraints(strip_whitespace=True, pattern=pattern), Meaning(Kind.CODE, pattern=pattern))


def measure(unit: str, at_most: int | None = None) -> Any:  # noqa: ANN401 - the same
    """Metadata of a non-negative decimal measure with its unit."""
    return (Field(ge=0, le=at_most, max_digits=14, decimal_places=2), Meaning(Kind.MEASURE, unit))


_NAME, _LINE, _NOTE = text(100), text(200), text(4000, Kind.NOTE)
_METRES, _SQUARE_METRES, _DEGREES = measure("m"), measure("m²"), measure("°", at_most=360)
_KILOMETRES, _YUAN, _TEN_THOUSAND_YUAN = measure("km"), measure("元"), measure("万元")
_DIVISION_CODE = code(r"^\d{6}(\d{3}(\d{3})?)?$")
_IDENTIFIER = code(r"^[0-9A-Za-z一-鿿][0-9A-Za-z一-鿿._-]{0,63}$")

# Text
Name = Annotated[str, *_NAME]
Text = Annotated[str, *_LINE]
Note = Annotated[str, *_NOTE]
# Amounts
Count = Annotated[int, Field(ge=0, le=2_000_000_000, strict=True), Meaning(Kind.COUNT)]
Year = Annotated[int, Field(ge=0, le=9999, strict=True), Meaning(Kind.COUNT, "年")]
Metres = Annotated[Decimal, *_METRES]
Kilometres = Annotated[Decimal, *_KILOMETRES]
SquareMetres = Annotated[Decimal, *_SQUARE_METRES]
# An azimuth, clockwise; whose north is said by the field that uses it.
Degrees = Annotated[Decimal, *_DEGREES]
Yuan = Annotated[Decimal, *_YUAN]
TenThousandYuan = Annotated[Decimal, *_TEN_THOUSAND_YUAN]
# Height above the 1985 national datum may be negative.
Height = Annotated[Decimal, Field(ge=-500, le=9000, max_digits=14, decimal_places=2), Meaning(Kind.MEASURE, "m")]
# Days and answers
Day = Annotated[dt.date, Meaning(Kind.DAY)]
YesNo = Annotated[bool, Field(strict=True), Meaning(Kind.YES_NO)]
# Codes: text, never numbers
DivisionCode = Annotated[str, *_DIVISION_CODE]
Identifier = Annotated[str, *_IDENTIFIER]
Phone = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=r"^[0-9+][0-9 -]{2,24}$"),
    Meaning(Kind.PHONE, pattern=r"^[0-9+][0-9 -]{2,24}$"),
]
CreditCode = Annotated[
    str,
    StringConstraints(strip_whitespace=True, to_upper=True),
    AfterValidator(_credit_code),
    Meaning(Kind.CREDIT_CODE),
]


def required(label: str, *, example: str | int | bool | None = None) -> Any:  # noqa: ANN401 - stands where a value will be
    """A field that every record has."""
    return Field(title=label, examples=[example] if example is not None else None)


def optional(label: str, *, example: str | int | bool | None = None, personal: bool = False) -> Any:  # noqa: ANN401 - the same
    """A field that may be absent; absent is None, never a blank. `personal` says that it speaks of a natural person."""
    marks: dict[str, JsonValue] | None = {PERSONAL: True} if personal else None
    return Field(
        default=None, title=label, examples=[example] if example is not None else None, json_schema_extra=marks
    )


def sheet_of(name: str, info: FieldInfo) -> FieldSheet:
    """Unwrap one annotation into what every output needs; refuses a field without label or meaning."""
    vocabulary = _vocabulary(info.annotation)
    meaning = Meaning(Kind.CHOICE) if vocabulary else _meaning(info)
    if meaning is None or not info.title:
        raise TypeError(f"field {name!r} needs a label and a value type of layers.fields or a Vocabulary")
    return FieldSheet(
        name=name,
        label=info.title,
        kind=meaning.kind,
        required=info.is_required(),
        unit=meaning.unit,
        max_length=meaning.max_length,
        pattern=meaning.pattern,
        minimum=_limit(info, "ge"),
        maximum=_limit(info, "le"),
        vocabulary=vocabulary,
        example=info.examples[0] if info.examples else None,
        personal=isinstance(info.json_schema_extra, dict) and bool(info.json_schema_extra.get(PERSONAL)),
    )


def _members(annotation: object) -> list[object]:
    return list(get_args(annotation)) if get_origin(annotation) in (Union, UnionType) else [annotation]


def _vocabulary(annotation: object) -> type[Vocabulary] | None:
    classes = [member for member in _members(annotation) if isinstance(member, type) and issubclass(member, Vocabulary)]
    return classes[0] if classes else None


def _parts(info: FieldInfo) -> list[Any]:
    """What is said of the value, whether it may be absent or not."""
    return [
        *info.metadata,
        *(part for member in _members(info.annotation) for part in getattr(member, "__metadata__", ())),
    ]


def _meaning(info: FieldInfo) -> Meaning | None:
    return next((part for part in _parts(info) if isinstance(part, Meaning)), None)


def _limit(info: FieldInfo, side: str) -> float | None:
    """The least (`ge`) or greatest (`le`) value, in the field's unit; None where there is none."""
    nested = [inner for part in _parts(info) for inner in (part, *getattr(part, "metadata", ()))]
    limits = [getattr(part, side) for part in nested if getattr(part, side, None) is not None]
    return float(limits[0]) if limits else None
