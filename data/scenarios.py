"""Scenarios: siting runs saved under a name. A scenario points at its run; what the run answered never changes.

A scenario that is withdrawn leaves the list and still answers by its number, so that a link that was sent stays good.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from data import audit, runs
from data.acting import acting
from data.errors import Conflict, Forbidden, NotFound, PreconditionFailed, Unauthenticated
from data.refusals import refusals_in_chinese
from data.scenario_tables import SCENARIOS
from layers.saved_plan import SitingPlan

DEED = "siting-scenario"
_PLANNERS = "选址方案由本辖区的规划员或数据管理员保存和改动"


@dataclass(frozen=True)
class Scenario:
    """A saved plan: `run_id` is what every figure of it comes from."""

    number: int
    name: str
    note: str | None
    run_id: str
    division: str
    version: int
    created_at: dt.datetime
    created_by: str
    updated_at: dt.datetime
    updated_by: str
    withdrawn_at: dt.datetime | None

    @property
    def is_withdrawn(self) -> bool:
        """Whether it has left the list."""
        return self.withdrawn_at is not None


@dataclass(frozen=True)
class Planned:
    """A scenario with what its run answered and the run's own provenance."""

    scenario: Scenario
    run: runs.Run
    plan: SitingPlan


def listed(session: Session, *, withdrawn: bool = False) -> list[Planned]:
    """The scenarios, the newest first; with `withdrawn` those that have left the list instead.

    Raises:
        Unauthenticated: nobody is signed in.
    """
    _refuse_strangers(session)
    gone = SCENARIOS.c.withdrawn_at.is_not(None) if withdrawn else SCENARIOS.c.withdrawn_at.is_(None)
    chosen = select(*_COLUMNS).where(gone).order_by(SCENARIOS.c.updated_at.desc(), SCENARIOS.c.number.desc())
    return [_planned(session, Scenario(**row._asdict())) for row in session.execute(chosen)]


def one(session: Session, number: int) -> Planned:
    """A scenario by its number, a withdrawn one too.

    Raises:
        Unauthenticated: nobody is signed in.
        NotFound: no such scenario, or not for who acts.
    """
    _refuse_strangers(session)
    row = session.execute(select(*_COLUMNS).where(SCENARIOS.c.number == number)).one_or_none()
    if row is None:
        raise NotFound(f"没有编号为 {number} 的选址方案", "方案库中没有，或您看不到它所依据的计算", "请核对编号")
    return _planned(session, Scenario(**row._asdict()))


def save(session: Session, run_id: str, name: str, note: str | None = None) -> Planned:
    """Save a siting run under a name.

    Raises:
        Forbidden: who acts does not plan.
        NotFound: no such run, or not for who acts.
        Refusal: the run is no siting run.
        Conflict: a scenario of this name stands already.
    """
    _refuse_others(session)
    plan_of(session, run_id)
    who = acting(session)
    values = {
        "name": name.strip(),
        "note": (note or "").strip() or None,
        "run_id": run_id,
        "division": who.division or _county(session),
        "created_by": who.name,
        "updated_by": who.name,
    }
    with refusals_in_chinese(session):
        entered = insert(SCENARIOS).values(values).on_conflict_do_nothing().returning(SCENARIOS.c.number)
        number = session.scalar(entered)
    if number is None:
        raise _taken(values["name"] or "")
    audit.note(session, DEED, str(number), {"deed": "save", "name": values["name"], "run": run_id})
    return one(session, number)


def amend(session: Session, number: int, version: int, changes: dict[str, Any]) -> Planned:
    """Change name, note or run of a scenario that is as the writer saw it; `is_withdrawn` takes it off or puts it back.

    Raises:
        NotFound: no such scenario or run, or not for who acts.
        Forbidden: who acts does not plan there.
        PreconditionFailed: somebody changed it meanwhile.
        Conflict: another scenario of this name stands.
        Refusal: the run is no siting run.
    """
    standing = one(session, number).scenario
    _refuse_others(session, standing.division)
    if standing.version != version:
        raise PreconditionFailed(f"方案“{standing.name}”已被改过，现为第 {standing.version} 版")
    values: dict[str, Any] = {name: changes[name] for name in ("name", "note", "run_id") if name in changes}
    if "run_id" in values:
        plan_of(session, values["run_id"])
    if "is_withdrawn" in changes:
        values["withdrawn_at"] = func.clock_timestamp() if changes["is_withdrawn"] else None
    _refuse_taken(session, standing, values)
    stamped = {"version": version + 1, "updated_at": func.clock_timestamp(), "updated_by": acting(session).name}
    chosen = update(SCENARIOS).where(SCENARIOS.c.number == number, SCENARIOS.c.version == version)
    with refusals_in_chinese(session):
        written = session.scalar(chosen.values(**values, **stamped).returning(SCENARIOS.c.number))
    if written is None:
        raise PreconditionFailed(f"方案“{standing.name}”刚被改过")
    audit.note(session, DEED, str(number), {"deed": "amend", "before": _told(standing), "changes": changes})
    return one(session, number)


def plan_of(session: Session, run_id: str) -> tuple[runs.Run, SitingPlan]:
    """A siting run and what it answered.

    Raises:
        NotFound: no such run, or not for who acts.
        Refusal: it is no siting run.
    """
    kept = runs.recall(session, run_id)
    return kept, SitingPlan.read(kept.result, run_id)


def _planned(session: Session, scenario: Scenario) -> Planned:
    return Planned(scenario, *plan_of(session, scenario.run_id))


def _refuse_taken(session: Session, standing: Scenario, values: dict[str, Any]) -> None:
    """A name is borne by one standing scenario of a division."""
    name = values.get("name", standing.name)
    returns = standing.is_withdrawn and values.get("withdrawn_at", standing.withdrawn_at) is None
    if name == standing.name and not returns:
        return
    same = select(SCENARIOS.c.number).where(
        SCENARIOS.c.division == standing.division,
        SCENARIOS.c.name == name,
        SCENARIOS.c.number != standing.number,
        SCENARIOS.c.withdrawn_at.is_(None),
    )
    if session.scalar(same) is not None:
        raise _taken(name)


def _taken(name: str) -> Conflict:
    return Conflict(
        f"已有名为“{name}”的方案", "同一辖区的方案不重名，免得比较时分不清", "请换一个名称，或改动原有的方案"
    )


def _told(scenario: Scenario) -> dict[str, Any]:
    return {"name": scenario.name, "note": scenario.note, "run": scenario.run_id, "withdrawn": scenario.is_withdrawn}


def _county(session: Session) -> str:
    """The county this register belongs to, for the console, which has no division of its own."""
    from data.access_tables import COUNTY

    code = session.scalar(select(COUNTY.c.code))
    if code is None:
        raise NotFound("还不知道本登记库属于哪个县", "方案要归到一个行政区划", "请先运行 cairn up 或导入行政区划")
    return str(code)


def _refuse_strangers(session: Session) -> None:
    if acting(session).is_public:
        raise Unauthenticated("选址方案须登录后查看")


def _refuse_others(session: Session, division: str | None = None) -> None:
    who = acting(session)
    if who.is_public:
        raise Unauthenticated("选址方案须登录后保存和改动")
    own = division or who.division
    allowed = select(func.access.plans())
    if not session.scalar(allowed) or (own and not session.scalar(select(_reaches(own)))):
        raise Forbidden("您不能改动这里的选址方案", _PLANNERS, "请由他们办理")


def _reaches(division: str) -> Any:  # noqa: ANN401 - an expression of SQLAlchemy
    return func.access.is_console().op("OR")(func.access.covers(division))


_COLUMNS = [SCENARIOS.c[name] for name in Scenario.__dataclass_fields__]
