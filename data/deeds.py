"""A planned change carried out by the deeds of the register."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from data import register
from data.changes import Change, Deed
from data.drafts import Draft
from data.errors import BadInput, ChangeFinding
from data.history import Version
from data.standing import Standing, stood_before
from layers.record import Record
from layers.rules import Finding


@dataclass(frozen=True)
class Result:
    """What one change left: its thing, the version that holds now, and the day on which to look at it."""

    identity: str
    version: int
    day: dt.date
    is_there: bool


@dataclass(frozen=True)
class Plan:
    """A change that may be carried out: what stands, what it says, and the former version that it restores."""

    place: int
    change: Change
    page: type[Record]
    day: dt.date
    standing: Standing | None = None
    draft: Draft | None = None
    former: Version | None = None

    @property
    def identity(self) -> str:
        """The identifier of the thing."""
        return self.change.identity or (self.draft.record.identity if self.draft else "")


def do(session: Session, plan: Plan, because: str) -> Result:
    """Carry out one change.

    Raises:
        BadInput: what the database refuses; its findings say of which change.
        NotFound, Forbidden, Conflict: as the deeds of the register say.
    """
    try:
        return _DEEDS[plan.change.deed](session, plan, because)
    except BadInput as fault:
        told = tuple(
            ChangeFinding(plan.place, finding) if isinstance(finding, Finding) else finding
            for finding in fault.findings
        )
        raise BadInput(fault.what, fault.why, fault.remedy, findings=told) from fault


def _enter(session: Session, plan: Plan, because: str) -> Result:
    draft = _said(plan)
    first = draft.valid_from or plan.day
    kept = register.enter(
        session,
        draft.record,
        draft.shape,
        valid_from=first,
        valid_to=draft.valid_to,
        provenance=draft.provenance,
        disclosure=draft.disclosure,
        because=because,
    )
    return Result(kept.identity, kept.version, max(first, plan.day), is_there=True)


def _amend(session: Session, plan: Plan, because: str) -> Result:
    draft, standing = _said(plan), _stood(plan)
    earlier = draft.valid_from if draft.valid_from != standing.valid_from else None
    kept = register.amend(
        session,
        draft.record,
        draft.shape,
        as_of=plan.day,
        because=because,
        provenance=draft.provenance,
        valid_from=earlier,
        disclosure=draft.disclosure,
    )
    return Result(kept.identity, kept.version, plan.day, is_there=True)


def _restore(session: Session, plan: Plan, because: str) -> Result:
    """Say again what a former version said: of what stands, of what has ended and so goes on, of what was withdrawn."""
    draft, former = _said(plan), plan.former
    if former is None or (plan.standing and _holds(plan.standing, plan.day)):
        return _amend(session, plan, because)
    kept = register.reinstate(
        session,
        draft.record,
        draft.shape,
        valid=(plan.standing.valid_from if plan.standing else former.valid_from, former.valid_to),
        provenance=draft.provenance,
        disclosure=former.values["disclosure"],
        because=because,
    )
    return Result(kept.identity, kept.version, plan.day, is_there=former.valid_to is None or former.valid_to > plan.day)


def _holds(standing: Standing, day: dt.date) -> bool:
    return standing.valid_from <= day and (standing.valid_to is None or day < standing.valid_to)


def _change(session: Session, plan: Plan, because: str) -> Result:
    draft = _said(plan)
    kept = register.change(
        session,
        draft.record,
        draft.shape,
        on=plan.day,
        provenance=draft.provenance,
        because=because,
        disclosure=draft.disclosure,
    )
    return Result(kept.identity, kept.version, plan.day, is_there=True)


def _end(session: Session, plan: Plan, because: str) -> Result:
    standing, change = _stood(plan), plan.change
    if standing.valid_from == plan.day:
        return _end_at_once(session, plan, because)
    kept = register.end(
        session,
        plan.page.layer.id,
        plan.identity,
        on=plan.day,
        because=because,
        document=change.document,
        successors=change.successors,
    )
    return Result(kept.identity, kept.version, plan.day, is_there=False)


def _end_at_once(session: Session, plan: Plan, because: str) -> Result:
    """End what begins on that very day: the period is taken back, and with the only one the whole entry."""
    identity, change = plan.identity, plan.change
    if not stood_before(session, plan.page.layer.id, identity, plan.day):
        return _withdraw(session, plan, because)
    kept = register.cut_off(
        session,
        plan.page.layer.id,
        identity,
        on=plan.day,
        because=because,
        document=change.document,
        successors=change.successors,
    )
    return Result(identity, kept.version, plan.day, is_there=False)


def _withdraw(session: Session, plan: Plan, because: str) -> Result:
    register.withdraw(session, plan.page.layer.id, plan.identity, because=because)
    return Result(plan.identity, _stood(plan).version, plan.day, is_there=False)


_DEEDS = {
    Deed.ENTER: _enter,
    Deed.AMEND: _amend,
    Deed.CHANGE: _change,
    Deed.END: _end,
    Deed.WITHDRAW: _withdraw,
    Deed.RESTORE: _restore,
}


def _said(plan: Plan) -> Draft:
    assert plan.draft is not None  # noqa: S101  # findings have refused a change without one
    return plan.draft


def _stood(plan: Plan) -> Standing:
    assert plan.standing is not None  # noqa: S101  # every deed but enter holds what stands
    return plan.standing
