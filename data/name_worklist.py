"""The list to work off after a sweep: what was found, what was decided of it and by whom, and how far the work is."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Subquery, func, insert, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from data import audit
from data.acting import acting
from data.errors import Forbidden, NotFound, Unauthenticated
from data.name_rule_tables import NAME_SWEEPS, SWEEP_DECISIONS, SWEEP_FINDINGS
from data.refusals import refusals_in_chinese
from layers.naming_rules.cleaning import SweepDecision

DEED = "name-decision"
UNDECIDED = "undecided"


@dataclass(frozen=True)
class Sweep:
    """A sweep as kept; `counts` are findings by rule and severity."""

    id: str
    division: str
    as_of: dt.date
    names: int
    found: int
    counts: dict[str, dict[str, int]]
    at: dt.datetime
    by_name: str


@dataclass(frozen=True)
class SweepFinding:
    """One finding, with the newest decision about this name and rule; decided before or after the sweep."""

    id: int
    code: str
    name: str
    kind: str
    division: str | None
    rule: str
    severity: str
    is_approved: bool
    scope: str | None
    message: str
    first: int | None
    until: int | None
    decision: str | None
    because: str | None
    decided_by: str | None
    decided_at: dt.datetime | None


@dataclass(frozen=True)
class Wanted:
    """Which findings are asked for; None asks for all. `decision` may be `undecided`."""

    rule: str | None = None
    severity: str | None = None
    decision: str | None = None
    division: str | None = None
    name: str | None = None


def sweeps(session: Session, limit: int = 50) -> list[Sweep]:
    """Sweeps, newest first: the trend."""
    names = [NAME_SWEEPS.c[name] for name in Sweep.__dataclass_fields__]
    rows = session.execute(select(*names).order_by(NAME_SWEEPS.c.at.desc(), NAME_SWEEPS.c.id).limit(limit))
    return [Sweep(**row._asdict()) for row in rows]


def sweep(session: Session, sweep_id: str) -> Sweep:
    """A sweep by its id.

    Raises:
        NotFound: no such sweep, or not for who acts.
    """
    names = [NAME_SWEEPS.c[name] for name in Sweep.__dataclass_fields__]
    row = session.execute(select(*names).where(NAME_SWEEPS.c.id == sweep_id)).one_or_none()
    if row is None:
        raise NotFound(f"没有清理“{sweep_id}”", "没有这次清理，或不在您的辖区", "请从清理列表中选择")
    return Sweep(**row._asdict())


def findings(
    session: Session, sweep_id: str, wanted: Wanted, *, limit: int = 100, after: int = 0
) -> list[SweepFinding]:
    """Findings of a sweep in the order they were found, those after a number."""
    newest = _newest()
    chosen = (
        select(*_told(newest))
        .select_from(SWEEP_FINDINGS.outerjoin(newest, _same(newest)))
        .where(SWEEP_FINDINGS.c.sweep_id == sweep_id, SWEEP_FINDINGS.c.id > after, *_matching(wanted, newest))
        .order_by(SWEEP_FINDINGS.c.id)
        .limit(limit)
    )
    return [SweepFinding(**row._asdict()) for row in session.execute(chosen)]


def progress(session: Session, sweep_id: str) -> list[dict[str, Any]]:
    """How many findings each rule has of each severity, and what was decided: rule, severity, decision, number."""
    newest = _newest()
    decision = func.coalesce(newest.c.decision, UNDECIDED).label("decision")
    kinds = (SWEEP_FINDINGS.c.rule, SWEEP_FINDINGS.c.severity, decision)
    chosen = (
        select(*kinds, func.count().label("number"))
        .select_from(SWEEP_FINDINGS.outerjoin(newest, _same(newest)))
        .where(SWEEP_FINDINGS.c.sweep_id == sweep_id)
        .group_by(*kinds)
        .order_by(*kinds)
    )
    return [row._asdict() for row in session.execute(chosen)]


def finding(session: Session, sweep_id: str, number: int) -> SweepFinding:
    """One finding of a sweep.

    Raises:
        NotFound: the sweep has no such finding, or not for who acts.
    """
    found = findings(session, sweep_id, Wanted(), limit=1, after=number - 1)
    if not found or found[0].id != number:
        raise NotFound(f"清理“{sweep_id}”没有编号为 {number} 的问题", "编号不对，或不在您的辖区", "请从问题列表中选择")
    return found[0]


def decide(session: Session, sweep_id: str, number: int, decision: SweepDecision, because: str) -> SweepFinding:
    """Decide what becomes of a name that was found.

    Raises:
        NotFound: the sweep has no such finding, or not for who acts.
        Unauthenticated: nobody is signed in.
        Forbidden: who acts does not answer for names there.
        BadInput: the reason is empty or too long.
    """
    if acting(session).is_public:
        raise Unauthenticated("处理不规范地名须登录")
    standing = finding(session, sweep_id, number)
    if not session.scalar(select(func.access.answers_names(standing.division))):
        who = "由该行政区划的地名审核人、地名审批人或数据管理员处理"
        raise Forbidden("您不能处理这个地名", who, "请交给他们办理")
    disclosure = select(SWEEP_FINDINGS.c.disclosure).where(SWEEP_FINDINGS.c.id == number).scalar_subquery()
    values: dict[str, Any] = {
        "code": standing.code,
        "name": standing.name,
        "rule": standing.rule,
        "division": standing.division,
        "disclosure": disclosure,
        "decision": decision.value,
        "because": because.strip(),
    }
    with refusals_in_chinese(session):
        session.execute(insert(SWEEP_DECISIONS).values(values))
    told = {"rule": standing.rule, "decision": decision.value, "because": because.strip(), "sweep": sweep_id}
    audit.note(session, DEED, standing.code, told)
    return finding(session, sweep_id, number)


def _newest() -> Subquery:
    """The newest decision of each name and rule."""
    table = SWEEP_DECISIONS.c
    return (
        select(table.code, table.name, table.rule, table.decision, table.because, table.by_name, table.at)
        .ext(distinct_on(table.code, table.rule, table.name))
        .order_by(table.code, table.rule, table.name, table.id.desc())
        .subquery()
    )


def _same(newest: Subquery) -> ColumnElement[bool]:
    own = SWEEP_FINDINGS.c
    return (newest.c.code == own.code) & (newest.c.rule == own.rule) & (newest.c.name == own.name)


def _told(newest: Subquery) -> list[ColumnElement[Any]]:
    own = [name for name in SweepFinding.__dataclass_fields__ if name in SWEEP_FINDINGS.c]
    decided = [
        newest.c.decision,
        newest.c.because,
        newest.c.by_name.label("decided_by"),
        newest.c.at.label("decided_at"),
    ]
    return [*(SWEEP_FINDINGS.c[name] for name in own), *decided]


def _matching(wanted: Wanted, newest: Subquery) -> list[ColumnElement[bool]]:
    own = SWEEP_FINDINGS.c
    clauses: list[ColumnElement[bool]] = []
    for column, value in ((own.rule, wanted.rule), (own.severity, wanted.severity)):
        if value is not None:
            clauses.append(column == value)
    if wanted.division is not None:
        clauses.append(own.division.startswith(wanted.division, autoescape=True))
    if wanted.name is not None:
        clauses.append(own.name.contains(wanted.name, autoescape=True))
    if wanted.decision is not None:
        undecided = newest.c.decision.is_(None)
        clauses.append(undecided if wanted.decision == UNDECIDED else newest.c.decision == wanted.decision)
    return clauses
