"""The cleaning of non-standard names over HTTP: a job, its findings, a decision per name, how far the work is."""

import datetime as dt
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, Field

from api.deps import AtDesk, Caller, Reader, Writer
from api.jobs import NAME_SWEEP
from api.name_spelling import AskedDivision
from api.name_words import Sheet
from api.progress import JobSheet, sheet_of
from data import jobs, name_worklist
from data.name_cleaning import refuse_who_does_not_answer
from data.name_worklist import UNDECIDED, SweepFinding, Wanted
from layers.naming_rules.cleaning import SweepDecision
from layers.naming_rules.rulebook import NAME_RULES

router = APIRouter(prefix="/names/sweeps", tags=["地名"])

SweepId = Annotated[str, Path(title="清理号", max_length=64)]
Decided = Literal["keep", "rename", "correct", "undecided"]


class GivenSweep(Sheet):
    """What is to be swept."""

    division: Annotated[str, Field(pattern=r"^\d{6}(\d{3}(\d{3})?)?$")] | None = Field(
        None, title="行政区划及其以下；不写为本人辖区", examples=["430621"]
    )


class SweepLine(BaseModel):
    """A sweep in the list: the trend."""

    id: str
    division: str
    as_of: dt.date
    names: int = Field(title="检查的地名条数")
    found: int = Field(title="问题条数")
    counts: dict[str, dict[str, int]] = Field(title="规则 → 轻重 → 条数")
    at: dt.datetime
    by_name: str = Field(title="发起人")


class SweepLines(BaseModel):
    """Sweeps, newest first."""

    sweeps: list[SweepLine]


class RuleProgress(BaseModel):
    """How far the work on one rule is."""

    rule: str
    title: str
    fault: str | None
    fault_label: str | None = Field(title="大、洋、怪、重等")
    found: int
    decided: int
    by_severity: dict[str, int]
    by_decision: dict[str, int]


class SweepSheet(SweepLine):
    """A sweep with its progress, as far as who asks may see."""

    decided: int = Field(title="已处理条数")
    seen: int = Field(title="您可见的条数")
    rules: list[RuleProgress]


class SweepFindingSheet(BaseModel):
    """A finding of the list, with what was decided."""

    id: int
    code: str
    name: str
    kind: str
    division: str | None
    rule: str
    title: str
    article: str
    severity: str
    is_approved: bool = Field(title="先前已批准")
    scope: str | None = Field(title="在何范围内重复")
    message: str
    part: tuple[int, int] | None
    decision: str | None
    decision_label: str | None
    because: str | None
    decided_by: str | None
    decided_at: dt.datetime | None

    @classmethod
    def of(cls, found: SweepFinding) -> "SweepFindingSheet":
        """A finding as it is told."""
        rule = NAME_RULES.get(found.rule)
        made = {"title", "article", "part", "decision_label"}
        named = {name: getattr(found, name) for name in cls.model_fields if name not in made}
        part = None if found.first is None or found.until is None else (found.first, found.until)
        decision = SweepDecision.of(found.decision).label if found.decision else None
        return cls(
            **named,
            title=rule.title if rule else found.rule,
            article=rule.article if rule else "",
            part=part,
            decision_label=decision,
        )


class SweepFindings(BaseModel):
    """Findings in order; `next` is the `after` of the next page, None on the last."""

    findings: list[SweepFindingSheet]
    next: int | None = Field(title="下一页的 after")


class GivenDecision(Sheet):
    """What becomes of a name."""

    decision: SweepDecision = Field(title="处理：keep 保留，rename 更名，correct 整改")
    because: Annotated[str, Field(min_length=1, max_length=1000)] = Field(title="理由", examples=["民国时已有此名"])


@router.get("", summary="历次不规范地名清理，新的在前")
def list_sweeps(session: Reader, response: Response) -> SweepLines:
    """The trend."""
    response.headers["Cache-Control"] = "no-store"
    return SweepLines(sweeps=[_line(each) for each in name_worklist.sweeps(session)])


@router.post("", status_code=202, summary="发起一次不规范地名清理")
def begin(desk: AtDesk, caller: Caller, response: Response, wish: GivenSweep) -> JobSheet:
    """Queue a sweep of every name in use; its result is the address of the sweep."""
    with desk.writing(caller) as session:
        division = wish.division or caller.division or desk.settings.county
        refuse_who_does_not_answer(session, division)
        arguments = {"division": division, "as_of": desk.settings.today().isoformat()}
        job = jobs.defer(session, NAME_SWEEP, arguments)
    response.headers["Location"] = f"/api/jobs/{job.id}"
    response.headers["Retry-After"] = "1"
    return sheet_of(job)


@router.get("/{sweep_id}", summary="一次清理的进展")
def look(session: Reader, response: Response, sweep_id: SweepId) -> SweepSheet:
    """How far the work is, by rule."""
    response.headers["Cache-Control"] = "no-store"
    told = name_worklist.sweep(session, sweep_id)
    rules: dict[str, RuleProgress] = {}
    for row in name_worklist.progress(session, sweep_id):
        rule = NAME_RULES.get(row["rule"])
        line = rules.setdefault(
            row["rule"],
            RuleProgress(
                rule=row["rule"],
                title=rule.title if rule else row["rule"],
                fault=rule.fault.value if rule else None,
                fault_label=rule.fault.label if rule else None,
                found=0,
                decided=0,
                by_severity={},
                by_decision={},
            ),
        )
        _count(line, row["severity"], row["decision"], row["number"])
    decided, seen = sum(line.decided for line in rules.values()), sum(line.found for line in rules.values())
    return SweepSheet(**dict(_line(told)), decided=decided, seen=seen, rules=list(rules.values()))


@router.get("/{sweep_id}/findings", summary="一次清理的问题列表")
def list_findings(
    session: Reader,
    response: Response,
    sweep_id: SweepId,
    *,
    rule: Annotated[str | None, Query(title="规则", max_length=40)] = None,
    severity: Annotated[Literal["blocks", "needs_reason", "information"] | None, Query(title="轻重")] = None,
    decision: Annotated[Decided | None, Query(title="处理；undecided 为未处理")] = None,
    division: Annotated[AskedDivision | None, Query(title="行政区划及其以下")] = None,
    name: Annotated[str | None, Query(title="名称中的字", max_length=100)] = None,
    limit: Annotated[int, Query(title="条数", ge=1, le=1000)] = 100,
    after: Annotated[int, Query(title="只要编号在此之后的", ge=0, le=2**62)] = 0,
) -> SweepFindings:
    """The list to work off."""
    response.headers["Cache-Control"] = "no-store"
    name_worklist.sweep(session, sweep_id)
    wanted = Wanted(rule, severity, decision, division, name)
    found = name_worklist.findings(session, sweep_id, wanted, limit=limit, after=after)
    following = found[-1].id if len(found) == limit else None
    return SweepFindings(findings=[SweepFindingSheet.of(each) for each in found], next=following)


@router.post("/{sweep_id}/findings/{number}/decision", summary="处理一个不规范地名")
def decide(
    session: Writer, sweep_id: SweepId, number: Annotated[int, Path(title="编号", ge=1, le=2**62)], given: GivenDecision
) -> SweepFindingSheet:
    """Keep, rename or correct: who decided and why stays with the name."""
    decided = name_worklist.decide(session, sweep_id, number, given.decision, given.because)
    return SweepFindingSheet.of(decided)


def _line(told: name_worklist.Sweep) -> SweepLine:
    return SweepLine(**{name: getattr(told, name) for name in SweepLine.model_fields})


def _count(line: RuleProgress, severity: str, decision: str, number: int) -> None:
    line.found += number
    line.by_severity[severity] = line.by_severity.get(severity, 0) + number
    line.by_decision[decision] = line.by_decision.get(decision, 0) + number
    if decision != UNDECIDED:
        line.decided += number
