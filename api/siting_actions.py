"""What becomes of a plan's sites over HTTP: the list, who answers for what, and each step."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Self

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field

from api.deps import AtDesk, Reader, Writer
from api.session import Wish as Form
from data import siting_actions
from data.siting_actions import Action, Step, Taking
from layers.siting_actions import ActionState, moves_from, standings

router = APIRouter(prefix="/siting/actions", tags=["选址方案"])

Number = Annotated[int, Path(title="编号", ge=1, le=2**62)]
Day = Annotated[dt.date, Field(ge=dt.date(1950, 1, 1), le=dt.date(2199, 12, 31))]
Places = Annotated[int, Field(ge=0, le=1_000_000)]


class Entering(Form):
    """Sites of a scenario to be put on the list."""

    scenario: int = Field(title="方案编号", ge=1, le=2**62)
    sites: list[Annotated[str, Field(max_length=200)]] | None = Field(
        None, title="点位；不写为所有新建、扩建和关停的", max_length=1000
    )


class Assigning(Form):
    """Who answers for a site, and by when; what is not written stays."""

    owner: Annotated[str, Field(max_length=60)] | None = Field(None, title="责任人")
    due_on: Day | None = Field(None, title="应完成日期")


class StepTaken(Form):
    """A step to the next state, back, or to a stop."""

    state: ActionState = Field(title="走到的状态")
    version: int = Field(title="所看到的版次", ge=0, le=2**31 - 2)
    happened_on: Day | None = Field(None, title="发生日期；不写为当天")
    document: Annotated[str, Field(max_length=200)] | None = Field(None, title="文号；备案必填")
    places: Places | None = Field(None, title="实际床位（已备案）或入住人数（已入住）")
    because: Annotated[str, Field(max_length=1000)] | None = Field(None, title="理由；退回、停止和重新启动必填")


class StepSheet(BaseModel):
    """A step that was taken."""

    version: int
    before: ActionState
    state: ActionState
    state_label: str
    happened_on: dt.date
    document: str | None
    places: int | None
    because: str | None
    taken_at: dt.datetime
    taken_by: str

    @classmethod
    def of(cls, step: Step) -> Self:
        """A step as it is told."""
        return cls(**vars(step), state_label=ActionState.of(step.state).label)


class NextSheet(BaseModel):
    """A step that may be taken."""

    state: ActionState
    label: str
    needs_reason: bool = Field(title="须写理由")
    needs_document: bool = Field(title="须写文号")


class ActionSheet(BaseModel):
    """A site under way."""

    number: int = Field(title="编号")
    scenario: int = Field(title="方案编号")
    run: str = Field(title="选址计算编号")
    site: str = Field(title="点位")
    name: str
    kind: str
    township: str | None
    lon: float | None
    lat: float | None
    places: int | None = Field(title="计划增加的位")
    cost_wan: Decimal | None = Field(title="计划投资（万元）")
    owner: str | None = Field(title="责任人")
    due_on: dt.date | None = Field(title="应完成日期")
    is_overdue: bool = Field(title="已逾期")
    state: ActionState
    state_label: str
    reached: int = Field(title="现状态下的床位或人数")
    version: int
    steps: list[StepSheet] = Field(title="各步")
    next: list[NextSheet] = Field(title="可走的下一步")

    @classmethod
    def of(cls, action: Action, today: dt.date) -> Self:
        """A site as it is told on a day."""
        state = ActionState.of(action.state)
        ended = state in (ActionState.OCCUPIED, ActionState.STOPPED)
        own: dict[str, Any] = {name: getattr(action, name) for name in cls.model_fields if hasattr(action, name)}
        return cls(
            **own
            | {
                "run": action.run_id,
                "state_label": state.label,
                "is_overdue": not ended and action.due_on is not None and action.due_on < today,
                "steps": [StepSheet.of(step) for step in action.steps],
                "next": [
                    NextSheet(
                        state=move.after,
                        label=move.after.label,
                        needs_reason=move.needs_reason,
                        needs_document=move.needs_document,
                    )
                    for move in moves_from(state)
                ],
            }
        )


class StandingSheet(BaseModel):
    """How many sites and places stand in a state."""

    state: ActionState
    label: str
    sites: int
    places: int


class ActionList(BaseModel):
    """The sites under way, by what is due first, and how many places stand where."""

    actions: list[ActionSheet]
    totals: list[StandingSheet]


@router.get("", summary="落实清单：规划、在建、已备案、已入住")
def list_actions(
    session: Reader, desk: AtDesk, scenario: Annotated[int | None, Query(title="方案编号", ge=1, le=2**62)] = None
) -> ActionList:
    """The sites under way, of one scenario or of all."""
    return _sheet(siting_actions.listed(session, scenario), desk.settings.today())


@router.post("", status_code=201, summary="把方案的点位列入落实清单")
def enter(session: Writer, desk: AtDesk, given: Entering) -> ActionList:
    """Put sites of a scenario on the list; what is there stays as it is."""
    return _sheet(siting_actions.enter(session, given.scenario, given.sites), desk.settings.today())


@router.patch("/{number}", summary="写明责任人和应完成日期")
def assign(session: Writer, desk: AtDesk, number: Number, given: Assigning) -> ActionSheet:
    """Say who answers for a site and by when."""
    changes = given.model_dump(exclude_unset=True)
    return ActionSheet.of(siting_actions.assign(session, number, changes), desk.settings.today())


@router.post("/{number}/steps", status_code=201, summary="记一步：开工、备案、入住，退回或停止")
def take(session: Writer, desk: AtDesk, number: Number, given: StepTaken) -> ActionSheet:
    """Take a step; what was taken before stays."""
    told = given.model_dump(exclude={"happened_on"})
    taking = Taking(**told, happened_on=given.happened_on or desk.settings.today())
    return ActionSheet.of(siting_actions.take(session, number, taking), desk.settings.today())


def _sheet(actions: list[Action], today: dt.date) -> ActionList:
    counted = standings((ActionState.of(each.state), each.reached) for each in actions)
    return ActionList(
        actions=[ActionSheet.of(each, today) for each in actions],
        totals=[
            StandingSheet(state=each.state, label=each.state.label, sites=each.sites, places=each.places)
            for each in counted
        ],
    )
