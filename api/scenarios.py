"""Scenarios over HTTP: save a siting run under a name, look at it, compare two, see the rows behind a figure."""

import datetime as dt
from typing import Annotated, Any, Literal, Self

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from api.deps import Reader, Writer
from api.scenario_sheets import ComparisonSheet, comparison_sheet
from api.session import Wish as Form
from data import scenarios
from data.acting import acting
from data.audit import READ, Note, keep_in_mind
from data.scenarios import Planned
from layers.plan_comparison import compare
from layers.plan_figures import FIGURES, figure, rows_of
from layers.record import Disclosure
from layers.refusal import Refusal
from layers.saved_plan import PlanStatus, SitingPlan
from layers.siting_result import Buckets

router = APIRouter(prefix="/siting/scenarios", tags=["选址方案"])

Number = Annotated[int, Path(title="方案编号", ge=1, le=2**62)]
Name = Annotated[str, Field(title="名称", min_length=1, max_length=60, pattern=r"\S", examples=["五处新建方案"])]
NoteWords = Annotated[str, Field(max_length=2000)]
RunId = Annotated[str, Field(title="选址计算编号", min_length=1, max_length=64)]


class Saving(Form):
    """A siting run to be saved under a name."""

    run: RunId
    name: Name
    note: NoteWords | None = Field(None, title="说明")


class Amending(Form):
    """Changes of a scenario; what is not written stays."""

    version: int = Field(title="所看到的版次", ge=1, le=2**31 - 1)
    name: Name | None = Field(None)
    note: NoteWords | None = Field(None, title="说明")
    run: RunId | None = Field(None)
    is_withdrawn: bool | None = Field(None, title="撤下（true）或恢复（false）")

    def changes(self) -> dict[str, Any]:
        """What is to change, as the archive names it."""
        given = self.model_dump(exclude_unset=True, exclude={"version"})
        wished = {"run_id" if name == "run" else name: value for name, value in given.items()}
        if wished.get("note") is not None:
            wished["note"] = wished["note"].strip() or None
        kept = {name: value for name, value in wished.items() if value is not None or name == "note"}
        return {name: value.strip() if name == "name" else value for name, value in kept.items()}


class FigureSheet(BaseModel):
    """A figure of a plan, pinned to its run; `rows` is where its rows are."""

    id: str
    title: str = Field(title="名称")
    title_en: str = Field(title="英文名称")
    unit: str = Field(title="单位")
    unit_en: str = Field(title="英文单位")
    before: float | None = Field(title="实施前；与人无关的为空")
    after: float = Field(title="实施后")
    rows: str = Field(title="由哪些行得来（地址）")


class ScenarioLine(BaseModel):
    """A scenario in the list."""

    number: int = Field(title="方案编号")
    name: str
    note: str | None = Field(title="说明")
    run: str = Field(title="选址计算编号")
    inputs_hash: str = Field(title="所读数据的指纹")
    as_of: dt.date = Field(title="截至日期")
    service: str | None = Field(title="服务")
    objective: str = Field(title="目标")
    status: PlanStatus
    status_label: str
    gap_words: str = Field(title="与最优的差距")
    before: Buckets = Field(title="实施前")
    after: Buckets = Field(title="实施后")
    works: int = Field(title="新建和扩建处数")
    cost_wan: float = Field(title="投资（万元）")
    invented: bool = Field(title="含示例数据")
    version: int = Field(title="版次")
    is_withdrawn: bool = Field(title="已撤下")
    created_by: str
    updated_at: dt.datetime
    updated_by: str
    division: str = Field(title="行政区划")

    @classmethod
    def of(cls, planned: Planned) -> Self:
        """A scenario as a line."""
        return cls(**_line(planned))


class ScenarioSheet(ScenarioLine):
    """A whole scenario: its figures with the way to their rows, and the plan as its run answered it."""

    figures: list[FigureSheet] = Field(title="指标")
    plan: SitingPlan = Field(title="方案（选址计算的结果）")

    @classmethod
    def of(cls, planned: Planned) -> Self:
        """A scenario in full."""
        return cls(**_line(planned), figures=_figures(planned), plan=planned.plan)


class ScenarioList(BaseModel):
    """The scenarios, the newest first."""

    scenarios: list[ScenarioLine]


class RowSheet(BaseModel):
    """A row behind a figure."""

    kind: str = Field(title="村（社区）settlement 或点位 site")
    id: str
    name: str
    township: str = Field(title="乡镇代码")
    amount: float = Field(title="数量")
    lon: float | None
    lat: float | None


class RowsSheet(BaseModel):
    """What a figure is made of: the amounts of the rows sum to `value`."""

    run: str = Field(title="选址计算编号")
    figure: str
    title: str
    unit: str
    when: str
    township: str | None
    value: float
    rows: list[RowSheet]


@router.get("", summary="选址方案")
def list_scenarios(session: Reader, *, withdrawn: Annotated[bool, Query(title="只看已撤下的")] = False) -> ScenarioList:
    """The scenarios whose runs may be seen."""
    found = scenarios.listed(session, withdrawn=withdrawn)
    _told(session, found)
    return ScenarioList(scenarios=[ScenarioLine.of(each) for each in found])


@router.post("", status_code=201, summary="把一次选址计算保存为方案")
def save(session: Writer, given: Saving, response: Response) -> ScenarioSheet:
    """Save a run under a name."""
    saved = scenarios.save(session, given.run, given.name, given.note)
    response.headers["Location"] = f"/api/siting/scenarios/{saved.scenario.number}"
    return ScenarioSheet.of(saved)


@router.get("/compare", summary="两个方案并列比较，差别写成句子")
def compare_two(
    session: Reader,
    ids: Annotated[str, Query(title="两个方案编号", pattern=r"^\d{1,18},\d{1,18}$", examples=["1,2"])],
) -> ComparisonSheet:
    """Two scenarios side by side."""
    one, other = (int(part) for part in ids.split(","))
    if one == other:
        raise Refusal("两个方案是同一个", "自己与自己没有差别", "请另选一个方案编号")
    left, right = scenarios.one(session, one), scenarios.one(session, other)
    _told(session, [left, right])
    names = (left.scenario.name, right.scenario.name)
    return comparison_sheet(left, right, compare(left.plan, right.plan, names))


@router.get("/{number}", summary="一个选址方案")
def look(session: Reader, number: Number) -> ScenarioSheet:
    """A scenario with its plan."""
    found = scenarios.one(session, number)
    _told(session, [found])
    return ScenarioSheet.of(found)


@router.patch("/{number}", summary="改名、改说明、换用另一次计算，撤下或恢复")
def amend(session: Writer, number: Number, given: Amending) -> ScenarioSheet:
    """Change a scenario that is as it was seen."""
    return ScenarioSheet.of(scenarios.amend(session, number, given.version, given.changes()))


@router.delete("/{number}", status_code=204, summary="撤下一个方案，可以恢复")
def withdraw(session: Writer, number: Number) -> Response:
    """Take a scenario off the list; it goes on answering by its number."""
    standing = scenarios.one(session, number).scenario
    scenarios.amend(session, number, standing.version, {"is_withdrawn": True})
    return Response(status_code=204)


@router.get("/{number}/rows", summary="一个指标由哪些村（社区）或点位得来")
def rows(
    session: Reader,
    number: Number,
    of: Annotated[str, Query(title="指标", max_length=40, examples=["waiting"], description="、".join(FIGURES))],
    *,
    when: Annotated[Literal["before", "after"], Query(title="实施前或实施后")] = "after",
    township: Annotated[str | None, Query(title="只看一个乡镇（代码）", max_length=12)] = None,
) -> RowsSheet:
    """The rows behind a figure, as the run told them."""
    found = scenarios.one(session, number)
    _told(session, [found])
    asked = figure(of)
    listed = [RowSheet(**vars(row)) for row in rows_of(found.plan, of, when, township)]
    return RowsSheet(
        run=found.run.id,
        figure=of,
        title=asked.title,
        unit=asked.unit,
        when=when,
        township=township,
        value=sum(row.amount for row in listed),
        rows=listed,
    )


def _told(session: Session, found: list[Planned]) -> None:
    """Reading a plan that was made of restricted rows is an entry of the log."""
    for each in found:
        if each.run.disclosure == Disclosure.RESTRICTED.value and not acting(session).is_public:
            keep_in_mind(session, Note(READ, each.run.id, {"scenario": each.scenario.number}))


def _line(planned: Planned) -> dict[str, Any]:
    scenario, run, plan = planned.scenario, planned.run, planned.plan
    return {
        **{name: getattr(scenario, name) for name in ScenarioLine.model_fields if hasattr(scenario, name)},
        "run": run.id,
        "inputs_hash": run.inputs_hash,
        "as_of": run.as_of,
        "service": plan.question.get("service"),
        "objective": plan.objective,
        "status": plan.status,
        "status_label": plan.status.label,
        "gap_words": plan.gap_words,
        "before": plan.before,
        "after": plan.after,
        "works": len(plan.works),
        "cost_wan": plan.cost_wan,
        "invented": plan.invented,
    }


def _figures(planned: Planned) -> list[FigureSheet]:
    here = f"/api/siting/scenarios/{planned.scenario.number}/rows?of="
    return [
        FigureSheet(
            id=each.id,
            title=each.title,
            title_en=each.title_en,
            unit=each.unit,
            unit_en=each.unit_en,
            before=each.value(planned.plan, "before") if each.is_of_people else None,
            after=each.value(planned.plan, "after"),
            rows=f"{here}{each.id}",
        )
        for each in FIGURES.values()
    ]
