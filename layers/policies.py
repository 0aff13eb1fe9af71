"""Targets set by planning documents, as data: which figure, how much, since when, and how sure we are.

A policy is one TOML text:

    id = "xinzheng-2017-29"               # small letters, digits, hyphens; stays for ever
    indicator = "beds-per-thousand"       # an id of layers.indicators
    title = "每千名老年人养老床位不低于 40 张"
    value = "40"                          # in the indicator's unit; as text, so that 32.5 stays exact
    document = "新政〔2017〕29号"          # number or name of the document
    issued_by = "新郑市人民政府"
    source = "…"                          # where the sentence stands
    confidence = "read"                   # read: the text was read · secondary: known from others
    valid_from = 2017-01-27               # optional, TOML dates
    valid_to = 2021-01-01                 # optional, the first day on which it holds no longer
    default = true                        # optional; at most one per indicator
    note = "…"                            # optional
"""

import datetime as dt
import tomllib
from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator

from layers.coverage_terms import Ratio
from layers.fields import Day, Note, Text, YesNo, code, optional, required
from layers.indicators import INDICATORS
from layers.record import Sheet
from layers.refusal import Refusal
from layers.rules import rule
from layers.vocabulary import Vocabulary

_KEBAB = code(r"^[a-z0-9]+(-[a-z0-9]+)*$")
_FORMAT = "请对照 layers/policies.py 开头的格式改正"
PolicyId = Annotated[str, *_KEBAB]


class Confidence(Vocabulary):
    """How the figure is known."""

    READ = "read", "已核对原文"
    SECONDARY = "secondary", "据二手资料"


def _exact(value: object) -> object:
    """Whole numbers and text are exact; a TOML float such as 32.52 is not."""
    if isinstance(value, float):
        raise ValueError(f'小数请写成文字，如 value = "{value}"，以免失真')  # noqa: TRY004 - pydantic wants ValueError
    return str(value) if isinstance(value, int) else value


class Policy(Sheet):
    """One target of one document."""

    id: PolicyId = required("标识", example="xinzheng-2017-29")
    indicator: PolicyId = required("指标", example="beds-per-thousand")
    title: Text = required("内容")
    value: Annotated[Ratio, BeforeValidator(_exact)] = required("目标值", example="40")
    document: Text = required("文件")
    issued_by: Text = required("发文机关")
    source: Text = required("出处")
    confidence: Confidence = required("可靠程度")
    valid_from: Day | None = optional("起")
    valid_to: Day | None = optional("止（不含）")
    default: YesNo | None = optional("默认")
    note: Note | None = optional("说明")

    @rule("indicator", "没有这个指标")
    def indicator_is_known(self) -> bool:
        """A target needs its figure."""
        return self.indicator in INDICATORS

    @rule("valid_to", "止日必须晚于起日")
    def dates_run_forward(self) -> bool:
        """A target holds at least a day."""
        return self.valid_from is None or self.valid_to is None or self.valid_from < self.valid_to

    def holds_on(self, day: dt.date) -> bool:
        """Whether the document was in force on a day; unknown dates do not limit."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day < self.valid_to)

    @property
    def target(self) -> Decimal:
        """The target in the indicator's unit."""
        return self.value


def read(text: str, name: str = "政策文件") -> Policy:
    """Read one policy from TOML; `name` is how an error calls the text.

    Raises:
        Refusal: the text is no TOML, or fields are missing, unknown or wrong.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise Refusal(f"{name} 不是有效的 TOML", f"解析出错：{fault}", _FORMAT) from fault
    policy, findings = Policy.receive(values)
    if policy is None or findings:
        errors = [f"{found.field}：{found.message}" for found in findings]
        raise Refusal(f"{name} 的内容有误", "", _FORMAT, errors)
    return policy


def default_of(policies: Iterable[Policy], indicator: str) -> Policy:
    """The policy whose target is taken when none is named.

    Raises:
        Refusal: none, or more than one, is marked as the default.
    """
    marked = [policy for policy in policies if policy.indicator == indicator and policy.default]
    if len(marked) != 1:
        names = "、".join(policy.id for policy in marked) or "没有"
        remedy = "请在政策文件中只给一个写 default = true"
        raise Refusal(f"指标 {indicator} 应有且仅有一个默认政策", f"现有：{names}", remedy)
    return marked[0]
