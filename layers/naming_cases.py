"""A naming case: its stages, the steps between them, who may take each, and what each requires.

The database holds the same machine (`naming.moves`, `data/sql/0009_naming_cases.sql`) and is the one that refuses; a
test compares the two. Drafter, reviewer and approver of one case are three persons, whatever offices they hold.
"""

from dataclasses import dataclass

from layers.rights import Role
from layers.vocabulary import Vocabulary


class CaseKind(Vocabulary):
    """What is done to names (地名管理条例 Art. 9–12)."""

    NAMING = "naming", "命名"
    RENAMING = "renaming", "更名"
    RETIREMENT = "retirement", "销名"


class Stage(Vocabulary):
    """Where a case stands."""

    DRAFT = "draft", "拟稿"
    SUBMITTED = "submitted", "已提交"
    RETURNED = "returned", "退回补正"
    ACCEPTED = "accepted", "已受理"
    CHECKING = "checking", "审核"
    CONSULTING = "consulting", "论证与征求意见"
    NOTICED = "noticed", "公示"
    DECIDING = "deciding", "待审批"
    APPROVED = "approved", "已批准"
    ANNOUNCED = "announced", "已公告"
    FILED = "filed", "已备案"
    ARCHIVED = "archived", "已归档"
    WITHDRAWN = "withdrawn", "已撤回"
    REFUSED = "refused", "不予批准"
    SUSPENDED = "suspended", "中止"


class Part(Vocabulary):
    """What a person does in one case; one person has one part in it."""

    DRAFTER = "drafter", "拟稿人"
    REVIEWER = "reviewer", "审核人"
    APPROVER = "approver", "审批人"

    @property
    def role(self) -> Role:
        """The office that takes this part."""
        return Role.of(f"name_{self.value}")


class Condition(Vocabulary):
    """What must hold before a step; the label says it as the clerk reads it."""

    COMPLETE = "complete", "每个地名填有名称、类别、理由和位置；更名、销名指明原地名"
    ONE_AUTHORITY = "one_authority", "一案的地名同归一个审批机关"
    PAPERS = "papers", "所需材料齐全"
    CHECKED = "checked", "每个地名按现有内容核查过，没有阻止的问题"
    ANSWERED = "answered", "须说明理由的核查意见都有审核人的答复"
    OBJECTIONS_ANSWERED = "objections_answered", "公示期间的异议都已答复"
    NOTICE_OVER = "notice_over", "公示期已满"
    APPROVAL_NUMBERED = "approval_numbered", "写明批准机关和批准文号，地名写明罗马字母拼写和所在政区"
    FILED_BEFORE = "filed_before", "由其他部门批准的，先备案后公告"
    NOT_YET = "not_yet", "此步尚未办过"
    ANNOUNCED_AND_FILED = "announced_and_filed", "已公告，须备案的已备案"


@dataclass(frozen=True)
class Step:
    """A step: from which stages, to which, whose part, what it requires, and the article it obeys."""

    id: str
    label: str
    part: Part
    moves: tuple[tuple[Stage, Stage], ...]
    article: str
    needs: tuple[Condition, ...] = ()

    @property
    def is_edit(self) -> bool:
        """Whether it leaves the case where it is."""
        return all(old is new for old, new in self.moves)

    def leads(self, stage: Stage) -> Stage | None:
        """Where it leads from a stage; None where it cannot be taken."""
        return dict(self.moves).get(stage)


EDITABLE = frozenset({Stage.DRAFT, Stage.RETURNED})
UNDER_WAY = (Stage.SUBMITTED, Stage.ACCEPTED, Stage.CHECKING, Stage.CONSULTING, Stage.NOTICED, Stage.DECIDING)
OVER = frozenset({Stage.ARCHIVED, Stage.WITHDRAWN, Stage.REFUSED})
IN_FORCE = frozenset({Stage.APPROVED, Stage.ANNOUNCED, Stage.FILED, Stage.ARCHIVED})
"""Stages of a case whose names stand in the register."""

_BEFORE_NOTICE = (Stage.SUBMITTED, Stage.ACCEPTED, Stage.CHECKING, Stage.CONSULTING, Stage.NOTICED)


def _to(target: Stage, *stages: Stage) -> tuple[tuple[Stage, Stage], ...]:
    return tuple((stage, target) for stage in stages)


STEPS: tuple[Step, ...] = (
    Step(
        "edit",
        "修改",
        Part.DRAFTER,
        ((Stage.DRAFT, Stage.DRAFT), (Stage.RETURNED, Stage.RETURNED)),
        "《地名管理条例》第十一条",
    ),
    Step(
        "submit",
        "提交",
        Part.DRAFTER,
        _to(Stage.SUBMITTED, Stage.DRAFT, Stage.RETURNED),
        "《地名管理条例》第十一条",
        (Condition.COMPLETE, Condition.ONE_AUTHORITY, Condition.PAPERS, Condition.CHECKED),
    ),
    Step(
        "withdraw",
        "撤回申请",
        Part.DRAFTER,
        _to(Stage.WITHDRAWN, Stage.DRAFT, Stage.RETURNED, *UNDER_WAY, Stage.SUSPENDED),
        "《地名管理条例》第十一条",
    ),
    Step("return", "退回补正", Part.REVIEWER, _to(Stage.RETURNED, *_BEFORE_NOTICE), "《地名管理条例》第十一条"),
    Step("accept", "受理", Part.REVIEWER, _to(Stage.ACCEPTED, Stage.SUBMITTED), "《地名管理条例》第十一条"),
    Step("check", "开始审核", Part.REVIEWER, _to(Stage.CHECKING, Stage.ACCEPTED), "《地名管理条例》第九条"),
    Step(
        "consult",
        "审核通过，论证与征求意见",
        Part.REVIEWER,
        _to(Stage.CONSULTING, Stage.CHECKING),
        "《地名管理条例》第九条、第十一条",
        (Condition.CHECKED, Condition.ANSWERED),
    ),
    Step(
        "notice",
        "公示",
        Part.REVIEWER,
        _to(Stage.NOTICED, Stage.CONSULTING),
        "《地名管理条例》第十一条",
        (Condition.CHECKED, Condition.ANSWERED),
    ),
    Step(
        "decide",
        "报审批",
        Part.REVIEWER,
        _to(Stage.DECIDING, Stage.NOTICED),
        "《地名管理条例》第十二条",
        (Condition.NOTICE_OVER, Condition.OBJECTIONS_ANSWERED, Condition.PAPERS),
    ),
    Step("send_back", "退回审核", Part.APPROVER, _to(Stage.CHECKING, Stage.DECIDING), "《地名管理条例》第十二条"),
    Step(
        "approve",
        "批准",
        Part.APPROVER,
        _to(Stage.APPROVED, Stage.DECIDING),
        "《地名管理条例》第十二条",
        (Condition.CHECKED, Condition.ANSWERED, Condition.PAPERS, Condition.APPROVAL_NUMBERED),
    ),
    Step("refuse", "不予批准", Part.APPROVER, _to(Stage.REFUSED, Stage.DECIDING), "《地名管理条例》第十二条"),
    Step(
        "announce",
        "公告",
        Part.REVIEWER,
        _to(Stage.ANNOUNCED, Stage.APPROVED, Stage.FILED),
        "《地名管理条例》第十四条",
        (Condition.FILED_BEFORE, Condition.NOT_YET),
    ),
    Step(
        "file",
        "备案",
        Part.REVIEWER,
        _to(Stage.FILED, Stage.APPROVED, Stage.ANNOUNCED),
        "《地名管理条例》第十三条",
        (Condition.NOT_YET,),
    ),
    Step(
        "archive",
        "归档",
        Part.REVIEWER,
        _to(Stage.ARCHIVED, Stage.ANNOUNCED, Stage.FILED),
        "《地名管理条例》第二十六条",
        (Condition.ANNOUNCED_AND_FILED,),
    ),
    Step("suspend", "中止", Part.REVIEWER, _to(Stage.SUSPENDED, *UNDER_WAY), "《地名管理条例》第十一条"),
    Step(
        "resume",
        "恢复办理",
        Part.REVIEWER,
        tuple((Stage.SUSPENDED, stage) for stage in UNDER_WAY),
        "《地名管理条例》第十一条",
    ),
)
"""The machine. `resume` leads back to the stage at which the case was suspended; the case itself remembers it."""

BY_ID = {step.id: step for step in STEPS}


def steps_from(stage: Stage) -> list[Step]:
    """The steps that lead out of a stage, edits left aside."""
    return [step for step in STEPS if not step.is_edit and any(old is stage for old, _ in step.moves)]


def part_at(stage: Stage) -> Part | None:
    """Whose move it is at a stage; nobody's when the case is over."""
    if stage in OVER:
        return None
    if stage in EDITABLE:
        return Part.DRAFTER
    return Part.APPROVER if stage is Stage.DECIDING else Part.REVIEWER
