"""The whole answer to a question of siting: the plan with its proof, and everything that was asked beside it."""

from dataclasses import dataclass, field
from typing import Any

from geo.siting.answer import Watch
from layers.coverage_result import ResultFinding
from layers.reach_ground import Ground
from layers.rules import Finding, Severity
from layers.siting_beside import Beside, circumstances, clashing, frontier, good_plans, years_ahead
from layers.siting_cases import Future
from layers.siting_ground import SitingGround
from layers.siting_result import Buckets, SitingResult
from layers.siting_telling import Telling, answered, bound_of, gap_words, joint, settlements, townships, unit_of


@dataclass(frozen=True)
class Heading:
    """What a result tells of the run itself."""

    id: str
    inputs_hash: str
    code_version: str
    reached_by: str
    excluded: int
    invented: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True, eq=False)
class Asked:
    """A question with its ground; `faster` for other circumstances, `future` for other years."""

    ground: SitingGround
    faster: tuple[Ground, ...] = field(default=())
    future: Future | None = None


@dataclass(frozen=True, eq=False)
class Told:
    """A result, and whether the same question always ends with it."""

    result: SitingResult
    is_settled: bool


def answer(asked: Asked, heading: Heading, watch: Watch) -> Told:
    """Solve a question, and what was asked beside it, and tell the answer."""
    ground = asked.ground
    county = ground.county()
    watch.report(None, None, "求解")
    found = answered(ground, watch)
    solved = found.solved
    watch.report(solved.value, bound_of(solved), "分配")
    beside = Beside(ground, county, found, watch)
    more, is_settled, notes = _beside(asked, beside)
    before = Telling.as_it_is(ground, county)
    after = Telling(ground, county, found.plan) if found.plan else None
    rows = settlements(before, after)
    question = ground.question
    result = SitingResult(
        id=heading.id,
        status=solved.status,
        service=question.service.value,
        title=question.service.label,
        objective=question.objective.value,
        objective_title=question.objective.label,
        unit=unit_of(ground),
        value=solved.value,
        bound=bound_of(solved),
        gap=solved.gap,
        gap_words=gap_words(ground, solved),
        question=question.plain(),
        as_of=str(question.as_of),
        inputs_hash=heading.inputs_hash,
        code_version=heading.code_version,
        reached_by=heading.reached_by,
        cost_wan=None if after is None else round(after.plan.cost(county), 4),
        land_m2=None if after is None else round(after.plan.land(county), 4),
        sites=(after or before).sites(),
        before=Buckets.sum([row.before for row in rows]),
        after=Buckets.sum([row.after for row in rows]),
        townships=townships(ground, rows),
        settlements=rows,
        joint=joint(before, after),
        candidates=len(ground.candidates),
        excluded=heading.excluded,
        invented=heading.invented,
        findings=[ResultFinding.of(finding) for finding in (*heading.findings, *notes)],
        **more,
    )
    return Told(result, found.is_settled and is_settled)


def _beside(asked: Asked, beside: Beside) -> tuple[dict[str, Any], bool, list[Finding]]:
    """What was asked beside the plan, by the names of the result; whether all of it is settled; what to know of it."""
    question, plan = beside.ground.question, beside.main.plan
    told: dict[str, Any] = {}
    settled, notes = [True], list[Finding]()
    if beside.main.solved.status == "infeasible":
        told["clashes"], proven = clashing(beside)
        settled.append(proven)
        if not proven:
            notes.append(_note("时限内没有证明这些条件已是最少的一组：去掉其中一条也可能仍无方案", "clashes"))
        return told, all(settled), notes
    if plan is not None and question.alternatives and plan.changed():
        told["alternatives"], ended = good_plans(beside, plan)
        settled.append(ended)
        if len(told["alternatives"]) < question.alternatives:
            notes.append(_note(_FEW.format(found=len(told["alternatives"]), within=question.within), "alternatives"))
    if question.cases:
        told["cases"], told["no_regret"], ended = circumstances(beside, asked.faster)
        settled.append(ended)
    if question.frontier:
        told["frontier"], ended = frontier(beside, plan)
        settled.append(ended)
        if not told["frontier"]:
            notes.append(_note("规模没有写明投资，无法逐级预算计算", "frontier"))
    if question.forecast is not None and asked.future is not None:
        told["forecast"], ended = years_ahead(beside, plan, asked.future)
        settled.append(ended)
        notes.append(_note(f"以后的人口按队列推算（{asked.future.ageing.source}）", "forecast"))
    return told, all(settled), notes


_FEW = "只找到 {found} 个与前面不同、又达到最好的 {within:.0%} 的方案"


def _note(message: str, about: str) -> Finding:
    return Finding(message, about, None, Severity.WARNING)
