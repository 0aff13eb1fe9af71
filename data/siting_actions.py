"""The sites of a scenario on their way from plan to people; each step is an entry, none is changed or taken away."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from data import audit, scenarios
from data.acting import acting
from data.errors import Forbidden, NotFound, Unauthenticated
from data.refusals import refusals_in_chinese
from data.scenario_tables import ACTIONS, STEPS
from layers.refusal import Refusal
from layers.saved_plan import SiteKind
from layers.siting_actions import ActionState

DEED = "siting-action"


@dataclass(frozen=True)
class Step:
    """A step that was taken: from a state to another, when, by what document, why."""

    version: int
    before: str
    state: str
    happened_on: dt.date
    document: str | None
    places: int | None
    because: str | None
    taken_at: dt.datetime
    taken_by: str


@dataclass(frozen=True)
class Action:
    """A site of a scenario and where it stands; `places` are to be added, `reached` is what the last step told."""

    number: int
    scenario: int
    run_id: str
    site: str
    name: str
    kind: str
    township: str | None
    lon: float | None
    lat: float | None
    places: int | None
    cost_wan: Decimal | None
    owner: str | None
    due_on: dt.date | None
    division: str
    state: str
    version: int
    created_at: dt.datetime
    created_by: str
    steps: tuple[Step, ...] = field(default=())

    @property
    def reached(self) -> int:
        """Places that count in the state it stands in: what the newest step told, else what was planned."""
        told = [step.places for step in self.steps if step.places is not None and step.state == self.state]
        return told[-1] if told else self.places or 0


@dataclass(frozen=True)
class Taking:
    """A step that somebody takes: to a state, from the version that was seen."""

    state: ActionState
    version: int
    happened_on: dt.date
    document: str | None = None
    places: int | None = None
    because: str | None = None


def listed(session: Session, scenario: int | None = None) -> list[Action]:
    """The sites under way, of one scenario or of all, by what is due first.

    Raises:
        Unauthenticated: nobody is signed in.
    """
    if acting(session).is_public:
        raise Unauthenticated("落实清单须登录后查看")
    chosen = select(*_COLUMNS).order_by(ACTIONS.c.due_on.asc().nulls_last(), ACTIONS.c.number)
    if scenario is not None:
        chosen = chosen.where(ACTIONS.c.scenario == scenario)
    return _with_steps(session, [row._asdict() for row in session.execute(chosen)])


def one(session: Session, number: int) -> Action:
    """A site under way by its number.

    Raises:
        Unauthenticated: nobody is signed in.
        NotFound: no such site, or not for who acts.
    """
    if acting(session).is_public:
        raise Unauthenticated("落实清单须登录后查看")
    row = session.execute(select(*_COLUMNS).where(ACTIONS.c.number == number)).one_or_none()
    if row is None:
        raise NotFound(f"落实清单中没有编号 {number}", "没有这一项，或您看不到它所依据的计算", "请核对编号")
    return _with_steps(session, [row._asdict()])[0]


def enter(session: Session, scenario: int, sites: list[str] | None = None) -> list[Action]:
    """Put sites of a scenario on the list, all that are to be built or closed when none are named; twice is once.

    Raises:
        NotFound: no such scenario, or not for who acts.
        Forbidden: who acts does not plan there.
        Refusal: the plan has no such site, or nothing to do.
    """
    planned = scenarios.one(session, scenario)
    _refuse_others(session, planned.scenario.division)
    known = {site.id: site for site in planned.plan.sites}
    strange = [site for site in sites or [] if site not in known]
    if strange:
        raise Refusal(f"方案中没有点位“{strange[0]}”", "点位须是这个方案的", "请从方案的 sites 中选择")
    chosen = [known[site] for site in sites] if sites else [s for s in known.values() if s.kind is not SiteKind.KEPT]
    if not chosen:
        raise Refusal("这个方案没有要落实的点位", "它不新建、不扩建，也不关停", "请另选方案，或写明点位")
    shared = {
        "scenario": scenario,
        "run_id": planned.run.id,
        "division": planned.scenario.division,
        "created_by": acting(session).name,
    }
    told = ("name", "kind", "township", "lon", "lat", "cost_wan")
    values = [
        {**shared, "site": site.id, "places": site.added, **{name: getattr(site, name) for name in told}}
        for site in chosen
    ]
    with refusals_in_chinese(session):
        entered = insert(ACTIONS).values(values).on_conflict_do_nothing().returning(ACTIONS.c.number)
        numbers = sorted(session.scalars(entered))
    if numbers:
        audit.note(session, DEED, str(scenario), {"deed": "enter", "actions": numbers, "run": planned.run.id})
    return listed(session, scenario)


def assign(session: Session, number: int, changes: dict[str, Any]) -> Action:
    """Say who answers for a site and by when.

    Raises:
        NotFound: no such site, or not for who acts.
        Forbidden: who acts does not plan there.
    """
    standing = one(session, number)
    _refuse_others(session, standing.division)
    values = {name: changes[name] for name in ("owner", "due_on") if name in changes}
    if values:
        with refusals_in_chinese(session):
            session.execute(update(ACTIONS).where(ACTIONS.c.number == number).values(**values))
        audit.note(session, DEED, str(number), {"deed": "assign", **{k: str(v) for k, v in values.items()}})
    return one(session, number)


def take(session: Session, number: int, taking: Taking) -> Action:
    """Take a step.

    Raises:
        NotFound: no such site, or not for who acts.
        Forbidden: who acts does not plan there.
        Conflict: there is no such step, or it lacks its reason or document.
        PreconditionFailed: somebody took a step meanwhile.
    """
    standing = one(session, number)
    _refuse_others(session, standing.division)
    values = {
        "action": number,
        "version": taking.version + 1,
        # The database writes the state the site was really in.
        "before": standing.state,
        "state": taking.state.value,
        "happened_on": taking.happened_on,
        "document": (taking.document or "").strip() or None,
        "places": taking.places,
        "because": (taking.because or "").strip() or None,
        "taken_by": acting(session).name,
    }
    with refusals_in_chinese(session):
        session.execute(insert(STEPS).values(values))
    detail = {"deed": "step", "before": standing.state, "state": taking.state.value, "document": values["document"]}
    audit.note(session, DEED, str(number), detail, version=taking.version + 1)
    return one(session, number)


def _with_steps(session: Session, rows: list[dict[str, Any]]) -> list[Action]:
    taken: dict[int, list[Step]] = {}
    numbers = [row["number"] for row in rows]
    chosen = select(STEPS).where(STEPS.c.action.in_(numbers)).order_by(STEPS.c.action, STEPS.c.version)
    for row in session.execute(chosen) if rows else ():
        told = row._asdict()
        taken.setdefault(told.pop("action"), []).append(Step(**told))
    return [Action(**row, steps=tuple(taken.get(row["number"], ()))) for row in rows]


def _refuse_others(session: Session, division: str) -> None:
    if acting(session).is_public:
        raise Unauthenticated("落实清单须登录后改动")
    allowed = func.access.is_console().op("OR")(func.access.plans().op("AND")(func.access.covers(division)))
    if not session.scalar(select(allowed)):
        raise Forbidden("您不能改动这里的落实清单", "它由本辖区的规划员或数据管理员维护", "请由他们办理")


_COLUMNS = [ACTIONS.c[name] for name in Action.__dataclass_fields__ if name != "steps"]
