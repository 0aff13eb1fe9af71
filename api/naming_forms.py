"""What is sent and answered of naming cases. Geometry is GeoJSON in CGCS2000, longitude first."""

import datetime as dt
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.keepable import unkeepable
from data.drafts import EARLIEST, LATEST
from layers.fields import DivisionCode
from layers.naming_cases import CaseKind
from layers.naming_papers import PaperKind

MOST_ITEMS = 500
Day = Annotated[dt.date, Field(ge=EARLIEST, le=LATEST)]
Line = Annotated[str, Field(max_length=200)]
Prose = Annotated[str, Field(max_length=4000)]
Because = Annotated[
    str, Field(title="理由", min_length=1, max_length=2000, pattern=r"\S", examples=["材料齐全，予以受理"])
]


class Given(BaseModel):
    """What is sent is known; what is not known, or cannot be kept, is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="after")
    def _may_be_kept(self) -> Self:
        strange = unkeepable(self.model_dump())
        if strange is not None:
            raise ValueError(f"“{strange[:60]}”不能登记：登记库的文字不含空字符（NUL）和半个字符")
        return self


class ItemGiven(Given):
    """A name of a case; a draft may leave anything out. What the service adds is taken back and not read."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    name: Annotated[str, Field(max_length=100)] | None = Field(None, title="地名", examples=["洞庭春路"])
    kind: str | None = Field(None, title="类别，如 street、village", examples=["street"])
    is_famous: bool = Field(False, title="国内外著名，或跨省、边境、海域的自然地理实体")
    is_island: bool = Field(False, title="无居民海岛或海域地理实体")
    specific_term: Annotated[str, Field(max_length=100)] | None = Field(None, title="专名")
    generic_term: Annotated[str, Field(max_length=100)] | None = Field(None, title="通名")
    class_code: str | None = Field(None, title="类别代码（GB/T 18521）", pattern=r"^\d{5}$")
    romanized: Line | None = Field(None, title="罗马字母拼写", examples=["Dòngtíngchūn Lù"])
    division: DivisionCode | None = Field(None, title="所在行政区；不写同案件")
    meaning: Prose | None = Field(None, title="地名含义")
    origin: Prose | None = Field(None, title="地名来历")
    reason: Prose | None = Field(None, title="命名、更名、销名的理由")
    position_text: Prose | None = Field(None, title="位置描述", examples=["东起荣新路，西至湖滨路"])
    nature: Prose | None = Field(None, title="规模与性质")
    width_m: float | None = Field(None, title="道路宽度（m）", ge=0, le=1000)
    width_basis: Line | None = Field(None, title="宽度的量法", examples=["道路红线"])
    geometry: dict[str, Any] | None = Field(None, title="位置（GeoJSON）")
    place_code: str | None = Field(
        None, title="地名代码；更名、销名必填", pattern=r"^[0-9A-Za-z一-鿿][0-9A-Za-z一-鿿._-]{0,63}$"
    )


class CaseGiven(Given):
    """A case as it is opened."""

    kind: CaseKind = Field(title="命名、更名或销名", examples=["naming"])
    title: Line | None = Field(None, title="标题；不写则由地名写成")
    applicant: Line | None = Field(None, title="申请人")
    contact: Line | None = Field(None, title="申请人联系方式（个人信息）")
    division: DivisionCode | None = Field(None, title="所在行政区；不写为经办人的辖区")
    authority_name: Line | None = Field(None, title="审批机关名称")
    items: list[ItemGiven] = Field(default_factory=list, title="地名", max_length=MOST_ITEMS)


class CaseChange(Given):
    """What a draft is to say; what is left out stays."""

    version: int | None = Field(None, title="所看到的版次；也可用 If-Match", ge=1, lt=2**31)
    title: Line | None = Field(None, title="标题")
    applicant: Line | None = Field(None, title="申请人")
    contact: Line | None = Field(None, title="申请人联系方式（个人信息）")
    division: DivisionCode | None = Field(None, title="所在行政区")
    authority_name: Line | None = Field(None, title="审批机关名称")
    kind: CaseKind | None = Field(None, title="种类；开立后不变")
    items: list[ItemGiven] | None = Field(None, title="全部地名", max_length=MOST_ITEMS)


class StepGiven(Given):
    """A step as somebody takes it."""

    step: Annotated[str, Field(title="步骤", max_length=40, examples=["submit"])]
    because: Because
    version: int = Field(title="所看到的版次", ge=1, lt=2**31, examples=[2])
    on: Day | None = Field(None, title="办理日期；不写为当天")
    document: Line | None = Field(None, title="文号；批准时必填", examples=["岳县政函〔2024〕88号"])


class FindingAnswerGiven(Given):
    """The reviewer's reason for going on in spite of a finding."""

    name: Annotated[str, Field(title="地名", min_length=1, max_length=100)]
    rule: Annotated[str, Field(title="核查规则", min_length=1, max_length=64, examples=["same-sound"])]
    conflict_code: str | None = Field(None, title="所涉地名代码；不写为这条规则的全部", max_length=64)
    because: Annotated[str, Field(title="理由", min_length=1, max_length=1000, pattern=r"\S")]


class ObjectionGiven(Given):
    """An objection; who makes it may stay unsaid, and is never public."""

    text: Annotated[str, Field(title="异议", min_length=1, max_length=2000, pattern=r"\S")]
    name: Annotated[str, Field(max_length=100)] | None = Field(None, title="姓名（不公开）")
    contact: Line | None = Field(None, title="联系方式（不公开）")


class AnswerGiven(Given):
    """An answer to an objection."""

    answer: Annotated[str, Field(title="答复", min_length=1, max_length=2000, pattern=r"\S")]


class ItemSheet(BaseModel):
    """A name of a case, with what the checker found and what the reviewer answered."""

    position: int
    name: str | None
    kind: str | None = Field(title="类别")
    is_famous: bool = False
    is_island: bool = False
    specific_term: str | None = None
    generic_term: str | None = None
    class_code: str | None = None
    romanized: str | None = None
    division: str | None = None
    meaning: str | None = None
    origin: str | None = None
    reason: str | None = None
    position_text: str | None = None
    nature: str | None = None
    width_m: float | None = None
    width_basis: str | None = None
    geometry: dict[str, Any] | None = None
    place_code: str | None = None
    standing_name: str | None = Field(None, title="原地名")
    findings: list[dict[str, Any]] = Field(default_factory=list, title="核查意见")
    answers: list[dict[str, Any]] = Field(default_factory=list, title="对核查意见的答复")
    checked_at: dt.datetime | None = None


class PaperSheet(BaseModel):
    """A paper of a case, or one that is required and not yet there (without a number)."""

    id: int | None
    kind: PaperKind
    label: str
    required: bool
    required_by: str | None = Field(None, title="哪一步之前须有")
    is_personal: bool
    filename: str | None = None
    media_type: str | None = None
    sha256: str | None = None
    size: int | None = None
    version: int | None = None
    at: dt.datetime | None = None
    by: str | None = None


class EntrySheet(BaseModel):
    """What was done: by whom, when, why, and what became of the case."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    version: int
    at: dt.datetime
    on: dt.date
    by: str
    step: str
    label: str
    from_stage: str | None = Field(alias="from")
    to_stage: str = Field(alias="to")
    because: str
    document: str | None


class ObjectionSheet(BaseModel):
    """An objection and its answer; name and contact for the name officers only."""

    id: int
    at: dt.datetime
    text: str
    name: str | None = None
    contact: str | None = None
    answer: str | None = None
    answered_by: str | None = None
    answered_at: dt.datetime | None = None


class NextStepSheet(BaseModel):
    """A step that leads on: what is missing for it, and why it is not this person's."""

    step: str
    label: str
    part: str
    to: str
    article: str
    missing: list[str] = Field(default_factory=list, title="还缺什么；空则可办")
    not_yours: str | None = Field(None, title="为何不由您办")


class ClockSheet(BaseModel):
    """A clock of the law that runs for the case."""

    id: str
    title: str
    article: str
    due_on: dt.date | None
    left_days: int | None
    day_kind: str
    state: str
    because: str | None
    started_on: dt.date | None = None


class CaseSheet(BaseModel):
    """A naming case. Who is not signed in is told names, reasons and decision, and no person and no paper."""

    number: str
    kind: CaseKind
    kind_label: str
    title: str
    stage: str
    stage_label: str
    version: int | None
    invented: bool
    applicant: str | None = None
    contact: str | None = None
    division: str
    authority: str | None = Field(title="审批机关")
    authority_kind: str | None = Field(title="审批机关种类（《地名管理条例》第十二条）")
    filed_with: str | None = Field(title="向谁备案（第十三条）")
    announcement_from: str | None = Field(title="公告期限自何时起算（第十四条）")
    approval_number: str | None
    approved_on: dt.date | None
    notice_days: int
    noticed_on: dt.date | None = None
    items: list[ItemSheet]
    papers: list[PaperSheet] = Field(default_factory=list)
    entries: list[EntrySheet] = Field(default_factory=list)
    objections: list[ObjectionSheet] = Field(default_factory=list)
    clocks: list[ClockSheet] = Field(default_factory=list)
    next_steps: list[NextStepSheet] = Field(default_factory=list)


class QueuedStep(BaseModel):
    """A step that leads on from where a case stands."""

    step: str
    label: str


class QueuedCase(BaseModel):
    """A case as the queue lists it."""

    number: str
    title: str
    kind: CaseKind
    kind_label: str
    stage: str
    stage_label: str
    division: str
    names: list[str]
    applicant: str | None
    submitted_on: dt.date | None
    clock: ClockSheet | None
    next_steps: list[QueuedStep]
    responsible: str | None = Field(title="现由谁办理；还没有人接手则为职责")


class Queue(BaseModel):
    """Cases, the most pressing first."""

    cases: list[QueuedCase]


class Notices(BaseModel):
    """The names under public notice."""

    cases: list[CaseSheet]
