"""Targets set by planning documents, as data: what a document asks of which figure, since when, and in which words.

A policy is one TOML file. Its head says which document it is; each `[[indicator]]` is one sentence that can be checked:

    id = "xinzheng-2017-29"               # small letters, digits, hyphens; stays for ever
    title = "新郑市人民政府关于加强基层民政工作的意见"
    document = "新政〔2017〕29号"          # number or name of the document
    issued_by = "新郑市人民政府"
    source = "…"                          # where its text stands
    confidence = "read"                   # read: the text was read · secondary: known from others
    valid_from = 2017-01-27               # optional, TOML dates
    valid_to = 2021-01-01                 # optional, the first day on which it holds no longer
    note = "…"                            # optional

    [[indicator]]
    id = "beds"                           # within this policy
    measure = "beds-per-thousand"         # an id of layers.scorecard.measures
    title = "每千名老年人养老床位不低于 40 张"
    direction = "at_least"                # at_least · at_most · exists
    value = "40"                          # in the measure's unit; as text, so that 32.5 stays exact
    level = "county"                      # township: each must reach it · county: the whole must
    deadline = 2018-06-30                 # optional
    nature = "expected"                   # optional: binding 约束性 · expected 预期性
    strict = true                         # optional: the value itself does not suffice
    default = true                        # optional; at most one per measure over all policies
    phrase = "按照每千名老年人养老床位不低于40张的要求"   # the document's own words
    place = "三、（三）"                   # optional: where in the document
    note = "…"                            # optional

    [indicator.terms]                     # optional: the named terms of the measure
    age = "60"

    [[indicator.tier]]                    # instead of `value`: targets by a township's population
    title = "3 万人口以下"
    up_to = 30000                         # people; the last tier has none
    includes_edge = false                 # whether exactly so many people still belong here
    value = "3"

`data/reference/policies` holds those that ship; a folder of the county's own is a setting.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from layers.fields import Count, Day, Kind, Meaning, Note, Text, YesNo, code, optional, required
from layers.indicators import Direction
from layers.population import PopulationBasis
from layers.record import Sheet
from layers.refusal import Refusal
from layers.rules import Finding, rule
from layers.scorecard.measured import Measure
from layers.scorecard.measures import MEASURES
from layers.vocabulary import Vocabulary

_KEBAB = code(r"^[a-z0-9]+(-[a-z0-9]+)*$")
_FORMAT = "请对照 layers/policies.py 开头的格式改正"
PolicyId = Annotated[str, *_KEBAB]


class Confidence(Vocabulary):
    """How the document is known."""

    READ = "read", "已核对原文"
    SECONDARY = "secondary", "据二手资料"


class Level(Vocabulary):
    """Who must reach a target."""

    TOWNSHIP = "township", "每个乡镇（街道）"
    COUNTY = "county", "全县"


class Nature(Vocabulary):
    """How a plan binds by its own words."""

    BINDING = "binding", "约束性"
    EXPECTED = "expected", "预期性"


def _exact(value: object) -> object:
    """Whole numbers and text are exact; a TOML float such as 32.52 is not."""
    if isinstance(value, float):
        raise ValueError(f'小数请写成文字，如 value = "{value}"，以免失真')  # noqa: TRY004 - pydantic wants ValueError
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Amount = Annotated[
    Decimal, BeforeValidator(_exact), Field(ge=0, max_digits=16, decimal_places=4), Meaning(Kind.MEASURE)
]


class PolicyHead(Sheet):
    """What a document is."""

    id: PolicyId = required("标识", example="xinzheng-2017-29")
    title: Text = required("标题")
    document: Text = required("文件")
    issued_by: Text = required("发文机关")
    source: Text = required("出处")
    confidence: Confidence = required("可靠程度")
    valid_from: Day | None = optional("起")
    valid_to: Day | None = optional("止（不含）")
    note: Note | None = optional("说明")

    @rule("valid_to", "止日必须晚于起日")
    def dates_run_forward(self) -> bool:
        """A target holds at least a day."""
        return self.valid_from is None or self.valid_to is None or self.valid_from < self.valid_to


class Tier(Sheet):
    """The target of townships up to a population; whether the edge belongs to it is the county's to say."""

    title: Text = required("档次", example="3 万人口以下")
    up_to: Count | None = optional("人口上限", example=30000)
    includes_edge: YesNo | None = optional("含上限")
    value: Amount = required("目标值", example="3")

    def holds(self, people: int) -> bool:
        """Whether so many people are not too many for it."""
        return self.up_to is None or people < self.up_to or (people == self.up_to and bool(self.includes_edge))


class TargetSheet(Sheet):
    """What a document asks of one figure."""

    id: PolicyId = required("标识", example="beds")
    measure: PolicyId = required("计法", example="beds-per-thousand")
    title: Text = required("内容")
    direction: Direction = required("方向")
    level: Level = required("考核层级")
    value: Amount | None = optional("目标值", example="40")
    deadline: Day | None = optional("时限")
    nature: Nature | None = optional("属性")
    strict: YesNo | None = optional("不含本数")
    default: YesNo | None = optional("默认")
    tiers_count: PopulationBasis | None = optional("分档人口口径")
    phrase: Note = required("原文")
    place: Text | None = optional("原文位置")
    note: Note | None = optional("说明")

    @rule("direction", "这种计法不能用这个方向：请核对 direction")
    def direction_suits_the_measure(self) -> bool:
        """A floor of nursing beds makes sense, a ceiling of homes with a doctor does not."""
        measure = MEASURES.get(self.measure)
        return measure is None or self.direction in measure.directions


@dataclass(frozen=True)
class Target:
    """One indicator of a policy: its sentence, its measure with terms, its tiers."""

    sheet: TargetSheet
    terms: Sheet
    tiers: tuple[Tier, ...] = ()

    @property
    def id(self) -> str:
        """Its name within the policy."""
        return self.sheet.id

    @property
    def measure(self) -> Measure:
        """How its figure is counted."""
        return MEASURES[self.sheet.measure]

    @property
    def unit(self) -> str:
        """The unit of figure and target."""
        return self.measure.unit_of(self.terms)

    @property
    def each(self) -> bool:
        """Whether every township must reach it."""
        return self.sheet.level is Level.TOWNSHIP

    @property
    def value(self) -> Decimal | None:
        """The target where it does not depend on people; `exists` without a value asks for one."""
        if self.tiers:
            return None
        return Decimal(1) if self.sheet.value is None else self.sheet.value

    def value_for(self, people: int | None) -> tuple[Decimal | None, str | None]:
        """The target of a township of so many people, and the tier it stands in; None where nobody counted them."""
        if not self.tiers:
            return self.value, None
        if people is None:
            return None, None
        tier = next(each for each in self.tiers if each.holds(people))
        return tier.value, tier.title


@dataclass(frozen=True)
class Policy:
    """A document with everything in it that can be checked."""

    head: PolicyHead
    targets: tuple[Target, ...] = field(default=())

    @property
    def id(self) -> str:
        """The policy's name, which stays for ever."""
        return self.head.id

    def holds_on(self, day: dt.date) -> bool:
        """Whether the document was in force on a day; unknown dates do not limit."""
        begun = self.head.valid_from is None or self.head.valid_from <= day
        return begun and (self.head.valid_to is None or day < self.head.valid_to)

    def target(self, target_id: str) -> Target:
        """One of its indicators.

        Raises:
            Refusal: it has none of this name; lists those there are.
        """
        for each in self.targets:
            if each.id == target_id:
                return each
        known = "、".join(f"{each.id}（{each.sheet.title}）" for each in self.targets)
        raise Refusal(f"政策 {self.id} 没有指标“{target_id}”", "", f"可用的指标：{known}")


def read(text: str, name: str = "政策文件") -> Policy:
    """Read one policy from TOML; `name` is how an error calls the text.

    Raises:
        Refusal: the text is no TOML, or fields are missing, unknown or wrong; every one is listed with its place.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise Refusal(f"{name} 不是有效的 TOML", _syntax(str(fault), text), _FORMAT) from fault
    listed = values.pop("indicator", None)
    head, findings = PolicyHead.receive(values)
    errors = _told(findings, "")
    if not isinstance(listed, list) or not listed or not all(isinstance(each, dict) for each in listed):
        errors.append("没有指标：每个指标写作一段 [[indicator]]")
        listed = []
    targets = [_target(each, number, errors) for number, each in enumerate(listed, 1)]
    whole = [target for target in targets if target is not None]
    errors += _twins(whole)
    if head is None or errors:
        raise Refusal(f"{name} 的内容有误", "", _FORMAT, errors)
    return Policy(head, tuple(whole))


def _syntax(fault: str, text: str) -> str:
    """Where the text stops being TOML, with the line itself; the reader's own English goes along."""
    place = re.search(r"at line (\d+), column (\d+)", fault)
    if place is None:
        return f"文件末尾没有写完：引号、方括号或“= 值”有缺（{fault}）"
    row, column = int(place[1]), int(place[2])
    line = text.splitlines()[row - 1].strip() if row <= len(text.splitlines()) else ""
    return f"第 {row} 行第 {column} 列不能读取：{line}（{fault}）。文字须加引号，列表用方括号，一行一项"


def _target(values: dict[str, Any], number: int, errors: list[str]) -> Target | None:
    """One indicator, or None with what is wrong told."""
    where = f"第 {number} 个指标（{values.get('id', '未写 id')}）："
    terms, tiers = values.pop("terms", {}), values.pop("tier", [])
    sheet, findings = TargetSheet.receive(values)
    told = _told(findings, where)
    measure = MEASURES.get(str(values.get("measure")))
    if measure is None and "measure" in values:
        known = "、".join(f"{each.id}（{each.title}）" for each in MEASURES.values())
        told.append(f"{where}measure：没有这种计法“{values['measure']}”；可用：{known}")
    read_terms = None if measure is None else _terms(measure, terms, where, told)
    read_tiers = _tiers(tiers, where, told)
    if sheet is not None and not findings:
        told += [f"{where}{words}" for words in _target_faults(sheet, read_tiers)]
    errors += told
    if sheet is None or read_terms is None or told:
        return None
    return Target(sheet, read_terms, read_tiers)


def _terms(measure: Measure, values: object, where: str, told: list[str]) -> Sheet | None:
    if not isinstance(values, dict):
        told.append(f"{where}terms 应写作一段 [indicator.terms]")
        return None
    terms, findings = measure.form.receive(values)
    told += _told(findings, f"{where}terms 中 ")
    return terms


def _tiers(values: object, where: str, told: list[str]) -> tuple[Tier, ...]:
    if not isinstance(values, list) or not all(isinstance(each, dict) for each in values):
        told.append(f"{where}各档应写作 [[indicator.tier]]")
        return ()
    found = []
    for number, each in enumerate(values, 1):
        tier, findings = Tier.receive(each)
        told += _told(findings, f"{where}第 {number} 档")
        if tier is not None:
            found.append(tier)
    return tuple(found)


def _target_faults(sheet: TargetSheet, tiers: Sequence[Tier]) -> list[str]:
    """What is wrong between the fields of an indicator."""
    faults = []
    if tiers and sheet.value is not None:
        faults.append("目标值 value 与分档 [[indicator.tier]] 只能写一种")
    if not tiers and sheet.value is None and sheet.direction is not Direction.EXISTS:
        faults.append("没有目标值：请写 value，或按人口分档写 [[indicator.tier]]")
    edges = [tier.up_to for tier in tiers]
    known = [edge for edge in edges[:-1] if edge is not None]
    if tiers and (edges[-1] is not None or len(known) != len(tiers) - 1 or known != sorted(set(known))):
        faults.append("各档的 up_to 应由小到大，最后一档不写 up_to")
    if tiers and sheet.level is not Level.TOWNSHIP:
        faults.append('按人口分档的目标应写 level = "township"')
    return faults


def _twins(targets: Sequence[Target]) -> list[str]:
    ids = [target.id for target in targets]
    return [
        f"指标标识“{twin}”重复：同一文件内不能相同" for twin in sorted({each for each in ids if ids.count(each) > 1})
    ]


def _told(findings: Iterable[Finding], where: str) -> list[str]:
    return [f"{where}{found.field}：{found.message}" for found in findings]


def targets_of(policies: Iterable[Policy], measure: str) -> list[tuple[Policy, Target]]:
    """What the policies ask of one measure, with the document that asks."""
    return [(policy, target) for policy in policies for target in policy.targets if target.sheet.measure == measure]


def default_of(policies: Iterable[Policy], measure: str) -> tuple[Policy, Target]:
    """The policy whose target is taken when none is named.

    Raises:
        Refusal: none, or more than one, is marked as the default.
    """
    marked = [(policy, target) for policy, target in targets_of(policies, measure) if target.sheet.default]
    if len(marked) != 1:
        names = "、".join(policy.id for policy, _ in marked) or "没有"
        remedy = "请在政策文件中只给一个写 default = true"
        raise Refusal(f"指标 {measure} 应有且仅有一个默认政策", f"现有：{names}", remedy)
    return marked[0]
