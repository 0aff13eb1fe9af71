"""The whole answer to a question of siting: the plan with its proof, and everything that was asked beside it."""

import math
from dataclasses import dataclass

from geo.siting.answer import Watch
from layers.coverage_result import ResultFinding
from layers.rules import Finding
from layers.siting_ground import SitingGround
from layers.siting_result import Buckets, SitingResult
from layers.siting_telling import Telling, answered, gap_words, joint, settlements, townships, unit_of


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
class Told:
    """A result, and whether the same question always ends with it."""

    result: SitingResult
    is_settled: bool


def answer(ground: SitingGround, heading: Heading, watch: Watch) -> Told:
    """Solve a question and tell the answer."""
    county = ground.county()
    watch.report(None, None, "求解")
    found = answered(ground, watch)
    before = Telling.as_it_is(ground, county)
    after = Telling(ground, county, found.plan) if found.plan else None
    rows = settlements(before, after)
    question = ground.question
    solved = found.solved
    result = SitingResult(
        id=heading.id,
        status=solved.status,
        service=question.service.value,
        title=question.service.label,
        objective=question.objective.value,
        objective_title=question.objective.label,
        unit=unit_of(ground),
        value=solved.value,
        bound=solved.bound if solved.value is not None and math.isfinite(solved.bound) else None,
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
        findings=[ResultFinding.of(finding) for finding in heading.findings],
    )
    return Told(result, found.is_settled)
