"""Targets of planning documents: what is shipped, and what is refused."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from layers.coverage_terms import DEFAULT_TARGET
from layers.policies import Policy, default_of, read
from layers.refusal import Refusal

SHIPPED = Path(__file__).parents[2] / "data" / "reference" / "policies"
WHOLE = """
id = "some-county"
indicator = "beds-per-thousand"
title = "不低于 32.52 张"
value = "32.52"
document = "某政〔2020〕1号"
issued_by = "某县人民政府"
source = "某文件"
confidence = "read"
valid_from = 2020-01-01
valid_to = 2025-01-01
"""


def shipped() -> list[Policy]:
    return [read(path.read_text("utf-8"), path.name) for path in sorted(SHIPPED.glob("*.toml"))]


def test_the_shipped_default_is_forty_beds_from_a_document_that_was_read() -> None:
    policy = default_of(shipped(), "beds-per-thousand")
    assert (policy.target, policy.document, policy.confidence.value) == (Decimal(40), "新政〔2017〕29号", "read")
    assert policy.target == DEFAULT_TARGET


def test_history_is_shipped_as_data_with_its_confidence() -> None:
    known = {str(policy.target): policy.confidence.value for policy in shipped()}
    assert known == {"30": "secondary", "35": "secondary", "40": "read"}


def test_a_policy_is_named_like_its_file() -> None:
    assert [policy.id for policy in shipped()] == [path.stem for path in sorted(SHIPPED.glob("*.toml"))]


def test_decimals_stay_exact_and_dates_are_half_open() -> None:
    policy = read(WHOLE)
    assert policy.target == Decimal("32.52")
    assert policy.holds_on(dt.date(2020, 1, 1))
    assert not policy.holds_on(dt.date(2025, 1, 1))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (WHOLE.replace('"32.52"', "32.52"), "小数请写成文字"),
        (WHOLE.replace('"32.52"', '"三十"'), "目标值“三十”"),
        (WHOLE.replace("beds-per-thousand", "cemeteries"), "没有这个指标"),
        (WHOLE.replace("some-county", "Some County"), "标识“Some County”格式不符"),
        (WHOLE.replace("2025-01-01", "2019-01-01"), "止日必须晚于起日"),
        (WHOLE.replace("confidence", "trust"), "“trust”不是本图层的字段"),
        ("id = ", "不是有效的 TOML"),
    ],
)
def test_what_is_wrong_is_said(wrong: str, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        read(wrong, "某.toml")


def test_two_defaults_are_none() -> None:
    one = read(WHOLE + "default = true")
    with pytest.raises(Refusal, match="应有且仅有一个默认政策"):
        default_of([one, one], "beds-per-thousand")
