"""Kinds of value: what they take, what they refuse, and what they say of themselves."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from layers.fields import (
    Count,
    CreditCode,
    Day,
    Degrees,
    DivisionCode,
    Height,
    Identifier,
    Kind,
    Name,
    Phone,
    SquareMetres,
    YesNo,
    credit_check_digit,
    optional,
    required,
    sheet_of,
)

DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
# Codes printed on real licences: an association, a company, a company whose check digit is a letter.
PUBLISHED = ["91350100M000100Y43", "91110000802100433B", "91110108551385082Q"]


@pytest.mark.parametrize("code", PUBLISHED)
def test_a_published_credit_code_is_right(code: str) -> None:
    assert TypeAdapter(CreditCode).validate_python(code.lower()) == code
    assert credit_check_digit(code[:-1]) == code[-1]


@given(st.sampled_from(PUBLISHED), st.integers(0, 17), st.sampled_from(DIGITS))
def test_one_wrong_character_is_always_noticed(code: str, place: int, digit: str) -> None:
    wrong = code[:place] + digit + code[place + 1 :]
    if wrong == code:
        return
    with pytest.raises(ValidationError, match="校验不符"):
        TypeAdapter(CreditCode).validate_python(wrong)


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        (Name, "  荣家湾镇 ", "荣家湾镇"),
        (Count, 0, 0),
        (SquareMetres, "12000.50", Decimal("12000.50")),
        (Height, "-154.31", Decimal("-154.31")),
        (Degrees, 360, Decimal(360)),
        (DivisionCode, "430621100001", "430621100001"),
        (Identifier, "岳汨线-001.a_b", "岳汨线-001.a_b"),
        (Phone, "0730-7620000", "0730-7620000"),
        (YesNo, False, False),
    ],
)
def test_a_right_value_is_kept(kind: type[Any], value: object, kept: object) -> None:
    assert TypeAdapter(kind).validate_python(value) == kept


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Name, "   "),
        (Name, "村" * 101),
        (Count, -1),
        (Count, 3.0),
        (Count, "12"),
        (Count, True),
        (SquareMetres, "-0.01"),
        (SquareMetres, "1.005"),
        (SquareMetres, "1200亩"),
        (Degrees, "360.01"),
        (DivisionCode, "43062110"),
        (DivisionCode, 430621),
        (Identifier, "-001"),
        (Phone, "值班室"),
        (YesNo, "是"),
        (YesNo, 1),
        (Day, "2024-02-30"),
    ],
)
def test_a_wrong_value_is_refused(kind: type[Any], value: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(value)


class Form(BaseModel):
    area: SquareMetres | None = optional("占地面积", example="12000")
    code: DivisionCode = required("代码")
    height: Height = required("高程")
    share: Degrees = required("方位角")
    bare: int = 3


def test_a_field_tells_what_an_output_needs() -> None:
    area = sheet_of("area", Form.model_fields["area"])
    assert (area.heading, area.label_en, area.kind, area.unit) == ("占地面积（m²）", "Area", Kind.MEASURE, "m²")
    assert (area.required, area.example) == (False, "12000")
    code = sheet_of("code", Form.model_fields["code"])
    assert (code.kind, code.required, code.pattern) == (Kind.CODE, True, r"^\d{6}(\d{3}(\d{3})?)?$")


def test_a_field_tells_its_limits_whether_it_may_be_absent_or_not() -> None:
    sheets = [sheet_of(name, Form.model_fields[name]) for name in ("area", "code", "height", "share")]
    assert [(sheet.minimum, sheet.maximum) for sheet in sheets] == [(0, None), (None, None), (-500, 9000), (0, 360)]


def test_a_field_without_label_or_meaning_is_refused() -> None:
    with pytest.raises(TypeError, match="'bare' needs a label"):
        sheet_of("bare", Form.model_fields["bare"])
