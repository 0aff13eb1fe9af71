"""Rule sets of control zones: what may not be built where, by which article, as data with a version and its days.

A rule set is one TOML text. What a text of law does not say in metres is not made up: such a rule excludes the thing
itself, and says that the county must settle how far.

    id = "shandong-cemeteries"            # small letters, digits, hyphens; stays for ever
    title = "…"
    version = "1"
    services = ["cemeteries"]             # ids of layers.services
    document = "…"
    issued_by = "…"
    source = "…"                          # where the sentence stands
    confidence = "secondary"              # read · secondary · unsure
    valid_from = 2026-03-30               # optional, TOML dates
    valid_to = 2030-01-01                 # optional, the first day on which it holds no longer
    note = "…"                            # optional

    [[rules]]
    id = "roads"
    kind = "buffer"                       # buffer · area · viewshed
    title = "铁路、公路主干线两侧"
    article = "第十条第（四）项"
    words = "…"                           # the phrase itself
    road_classes = ["national"]           # of layers.roads; and
    road_grades = ["expressway"]          # optional: only these grades of them
    controls = ["railway"]                # kinds of layers.control_areas
    distance_m = 500                      # of a buffer; absent where the text does not say
    measured_from = "edge"                # edge · centre_line

    [rules.sight]                         # of a viewshed; every number is the county's to settle
    most_m = 3000
    eye_m = 1.6
    target_m = 0.8
    ridge_rise_m = 20
    ridge_drop_m = 5
    every_m = 60
    least_slope_degree = 0
"""

import datetime as dt
import tomllib
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from layers.control_areas import ControlKind
from layers.refusal import Refusal
from layers.roads import RoadClass, RoadGrade
from layers.services import ServiceId
from layers.vocabulary import Vocabulary

_FORMAT = "请对照 layers/zones.py 开头的格式改正"
_ID = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)
_LINE = Field(min_length=1, max_length=1000)
ZoneId = Annotated[str, _ID]
Line = Annotated[str, _LINE]
Length = Annotated[float, Field(ge=0, le=100_000)]


class ZoneConfidence(Vocabulary):
    """How a rule set is known."""

    READ = "read", "已核对原文"
    SECONDARY = "secondary", "据二手资料"
    UNSURE = "unsure", "待核实"


class ZoneKind(Vocabulary):
    """How a rule excludes ground."""

    BUFFER = "buffer", "一定距离以内"
    AREA = "area", "范围以内"
    VIEWSHED = "viewshed", "视线所及的一重山"


class MeasuredFrom(Vocabulary):
    """Where a distance begins."""

    EDGE = "edge", "边缘"
    CENTRE_LINE = "centre_line", "中心线"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class RuleSight(_Strict):
    """How far and from where one looks; metres and degrees. No law says these numbers."""

    most_m: Annotated[float, Field(gt=0, le=20_000)]
    eye_m: Length = 1.6
    target_m: Length = 0.0
    ridge_rise_m: Length = 20.0
    ridge_drop_m: Length = 5.0
    every_m: Annotated[float, Field(ge=5, le=1_000)] = 60.0
    least_slope_degree: Annotated[float, Field(ge=0, lt=90)] = 0.0


class ZoneRule(_Strict):
    """One rule: the things it speaks of, and how far around them it excludes."""

    id: ZoneId
    kind: ZoneKind
    title: Line
    article: Line
    words: Line
    road_classes: tuple[RoadClass, ...] = ()
    road_grades: tuple[RoadGrade, ...] = ()
    controls: tuple[ControlKind, ...] = ()
    distance_m: Annotated[float, Field(gt=0, le=100_000)] | None = None
    measured_from: MeasuredFrom = MeasuredFrom.EDGE
    sight: RuleSight | None = None

    @model_validator(mode="after")
    def _belongs_together(self) -> Self:
        if not self.road_classes and not self.controls:
            raise ValueError(f"规则 {self.id} 没有指明要素：请写 road_classes 或 controls")
        if self.road_grades and not self.road_classes:
            raise ValueError(f"规则 {self.id} 写了 road_grades 而没有 road_classes")
        if (self.kind is ZoneKind.VIEWSHED) != (self.sight is not None):
            raise ValueError(f'规则 {self.id}：kind = "viewshed" 与 [rules.sight] 应同时有或同时无')
        if self.distance_m is not None and self.kind is not ZoneKind.BUFFER:
            raise ValueError(f'规则 {self.id}：只有 kind = "buffer" 才有 distance_m')
        return self

    @property
    def is_unmeasured(self) -> bool:
        """Whether the text wants a distance and does not say it."""
        return self.kind is ZoneKind.BUFFER and self.distance_m is None

    @property
    def reach_m(self) -> float:
        """How far from its things the rule may exclude: 0 for the things themselves."""
        return self.sight.most_m if self.sight else self.distance_m or 0.0

    def in_words(self) -> str:
        """What it excludes: “国道、省道、铁路边缘 500 米以内”."""
        if self.kind is ZoneKind.AREA or self.is_unmeasured:
            return f"{self.things}范围以内"
        if self.sight:
            return f"{self.things} {self.sight.most_m:g} 米内视线所及、第一重山脊线以内"
        return f"{self.things}{self.measured_from.label} {self.distance_m:g} 米以内"

    @property
    def things(self) -> str:
        """The things it speaks of, in the register's words."""
        grades = f"（{'、'.join(each.label for each in self.road_grades)}）" if self.road_grades else ""
        roads = [f"{'、'.join(each.label for each in self.road_classes)}{grades}"] if self.road_classes else []
        return "、".join([*roads, *(each.label for each in self.controls)])


class ZoneRules(_Strict):
    """A rule set: one document's rules, with its version and the days on which it holds."""

    id: ZoneId
    title: Line
    version: Annotated[str, Field(min_length=1, max_length=20)]
    services: Annotated[tuple[ServiceId, ...], Field(min_length=1)]
    document: Line
    issued_by: Line
    source: Line
    confidence: ZoneConfidence
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    note: Annotated[str, Field(max_length=4000)] | None = None
    rules: Annotated[tuple[ZoneRule, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_from >= self.valid_to:
            raise ValueError("止日 valid_to 必须晚于起日 valid_from")
        ids = [rule.id for rule in self.rules]
        twins = sorted({each for each in ids if ids.count(each) > 1})
        if twins:
            raise ValueError(f"规则的 id 重复：{'、'.join(twins)}")
        return self

    def holds_on(self, day: dt.date) -> bool:
        """Whether it is in force on a day; unknown dates do not limit."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)

    def warnings(self, day: dt.date) -> list[str]:
        """What a reader of its exclusions must know on a day."""
        told = []
        if not self.holds_on(day):
            days = f"{self.valid_from or '……'} 起，{self.valid_to or '……'} 止（不含）"
            told.append(f"规则集“{self.title}”在 {day} 不在有效期内（{days}）：请改选当日有效的规则集")
        if self.confidence is not ZoneConfidence.READ:
            told.append(f"规则集“{self.title}”{self.confidence.label}：引用前请核对原文（{self.document}）")
        told += [
            f"规则“{rule.title}”（{rule.article}）没有规定距离，只排除要素本身的范围：请由县里明确后写入规则集"
            for rule in self.rules
            if rule.is_unmeasured
        ]
        return told


def read(text: str, name: str = "规则集文件") -> ZoneRules:
    """Read one rule set from TOML; `name` is how an error calls the text.

    Raises:
        Refusal: the text is no TOML, or something is missing, unknown or wrong; says where.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise Refusal(f"{name} 不是有效的 TOML", f"解析出错：{fault}", _FORMAT) from fault
    try:
        return ZoneRules.model_validate(values)
    except ValidationError as refusal:
        raise Refusal(f"{name} 的内容有误", "", _FORMAT, [_fault(dict(each)) for each in refusal.errors()]) from refusal


def _fault(fault: dict[str, object]) -> str:
    kind, context, given = str(fault.get("type")), fault.get("ctx"), fault.get("input")
    told = str(context["error"]) if kind == "value_error" and isinstance(context, dict) else None
    reasons = {"missing": "没有写", "extra_forbidden": "不认识这一项"}
    return f"{_where(fault.get('loc'))}：{told or reasons.get(kind, f'“{given}”不能使用')}"


def _where(place: object) -> str:
    """The place of a fault, items counted from 1."""
    parts = place if isinstance(place, tuple) else ()
    return ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in parts) or "全文"
