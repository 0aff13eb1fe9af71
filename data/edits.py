"""Edits as people and programs send them: many changes of one layer, one transaction, all or nothing.

Every change of a known thing says which version it saw. One that saw an older version is refused with what it saw, what
it would write and what stands, so that a person can decide. Days are half-open, as in `data.register`.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from shapely.geometry.base import BaseGeometry
from sqlalchemy.orm import Session

from data import register, tiling_check
from data.drafts import PROVENANCE, Draft, Handed, read
from data.errors import BadInput, ChangeFinding, Conflict, Gone, NotFound, PreconditionRequired
from data.history import Version, version_of
from data.standing import Standing, hold
from data.tables import EPSG
from geo.vertices import taken_back
from layers.atlas import layer_class
from layers.record import Record
from layers.rules import Finding
from layers.vocabulary import Vocabulary


class Deed(Vocabulary):
    """What a change does."""

    ENTER = "enter", "登记"
    AMEND = "amend", "更正"
    CHANGE = "change", "变更"
    END = "end", "终止"
    WITHDRAW = "withdraw", "撤销"
    RESTORE = "restore", "恢复旧版"


@dataclass(frozen=True)
class Change:
    """One change. `on` is the day from which it holds, and on which the thing is looked at; None is today.

    `saw` is the version the sender had before him; `of_version` is the one that `restore` brings back.
    """

    deed: Deed
    identity: str | None = None
    saw: int | None = None
    on: dt.date | None = None
    handed: Handed = field(default_factory=lambda: Handed({}))
    document: str | None = None
    successors: tuple[str, ...] = ()
    of_version: int | None = None


@dataclass(frozen=True)
class Clash:
    """A change that saw an older version: what it saw (None when that is not known), would write, and what stands."""

    identity: str
    base: Version | None
    mine: Handed | None
    theirs: Standing


class StaleVersion(Conflict):
    """Somebody else has written since; both versions are told."""

    def __init__(self, clashes: Sequence[Clash]) -> None:
        names = "、".join(f"“{clash.identity}”" for clash in clashes)
        first = clashes[0]
        seen = f"您看到的是第 {first.base.version} 版，" if first.base else "您看到的不是现行版，"
        when = first.theirs.stamp.recorded_at.strftime("%Y-%m-%d %H:%M:%S")
        super().__init__(
            f"{names}已被他人修改",
            f"{seen}现为第 {first.theirs.version} 版，{when} 登记",
            "请对照两个版本，核对后按最新版重新提交",
        )
        self.clashes = tuple(clashes)


@dataclass(frozen=True)
class Result:
    """What one change left: its thing, the version that holds now, and the day on which to look at it."""

    identity: str
    version: int
    day: dt.date
    is_there: bool


@dataclass(frozen=True)
class Done:
    """What the changes left, in their order; the findings are warnings."""

    results: tuple[Result, ...]
    findings: tuple[ChangeFinding, ...]


@dataclass(frozen=True)
class _Plan:
    """A change that may be carried out: what stands and what it says."""

    place: int
    change: Change
    page: type[Record]
    day: dt.date
    standing: Standing | None = None
    draft: Draft | None = None

    @property
    def identity(self) -> str:
        return self.change.identity or (self.draft.record.identity if self.draft else "")


def carry_out(
    session: Session,
    layer_id: str,
    changes: Sequence[Change],
    *,
    because: str,
    today: dt.date,
    tolerance_m2: float,
) -> Done:
    """Carry out all changes, or none.

    Raises:
        StaleVersion: some change saw an older version of its thing.
        PreconditionRequired: some change does not say which version it saw.
        BadInput: something breaks a rule; its findings say of which change.
        NotFound, Gone, Forbidden, Conflict: as the deeds of the register say.
    """
    page = layer_class(layer_id)
    held = _hold(session, layer_id, changes, today)
    _refuse_stale(session, layer_id, changes, held)
    plans, findings = _plan(session, page, changes, held, today)
    _refuse(page, findings)
    before = tiling_check.remember(session, page, [(plan.identity, plan.day) for plan in plans])
    results = tuple(_do(session, plan, because) for plan in plans)
    whole = tiling_check.findings(session, page, before, tolerance_m2)
    place_of = {plan.identity: plan.place for plan in reversed(plans)}
    findings += [ChangeFinding(place_of.get(identity, 0), finding) for identity, finding in whole]
    _refuse(page, findings)
    return Done(results, tuple(findings))


def _hold(session: Session, layer_id: str, changes: Sequence[Change], today: dt.date) -> dict[int, Standing]:
    """What stands of every known thing, locked in the order of identifiers: no two edits wait for each other."""
    known = [(change.identity, place) for place, change in enumerate(changes) if change.deed is not Deed.ENTER]
    held = {}
    for identity, place in sorted((identity or "", place) for identity, place in known):
        change = changes[place]
        day = change.on or today
        ends = change.deed is Deed.END
        held[place] = (_hold_until if ends else hold)(session, layer_id, identity, day)
    return held


def _hold_until(session: Session, layer_id: str, identity: str, day: dt.date) -> Standing:
    """What stands on the day, or else what stood on the day before: a thing ends on a day on which it is no longer."""
    try:
        return hold(session, layer_id, identity, day)
    except (NotFound, Gone):
        return hold(session, layer_id, identity, day - dt.timedelta(days=1))


def _refuse_stale(session: Session, layer_id: str, changes: Sequence[Change], held: dict[int, Standing]) -> None:
    clashes = []
    for place, standing in sorted(held.items()):
        change = changes[place]
        if change.saw is None:
            raise PreconditionRequired(
                f"没有说明改的是“{change.identity}”的哪一版",
                f"现为第 {standing.version} 版；不说明就可能盖掉别人的改动",
                "请写明 version（您所看到的版次）",
            )
        if change.saw != standing.version:
            clashes.append(clash(session, layer_id, change, standing))
    if clashes:
        raise StaleVersion(clashes)


def clash(session: Session, layer_id: str, change: Change, standing: Standing) -> Clash:
    """A change against what stands, with the version it saw out of history."""
    identity = change.identity or ""
    base = None if change.saw is None else version_of(session, layer_id, identity, change.saw)
    mine = None if change.deed in (Deed.END, Deed.WITHDRAW, Deed.RESTORE) else change.handed
    return Clash(identity, base, mine, standing)


def _plan(
    session: Session, page: type[Record], changes: Sequence[Change], held: dict[int, Standing], today: dt.date
) -> tuple[list[_Plan], list[ChangeFinding]]:
    plans, findings = [], []
    for place, change in enumerate(changes):
        plan = _Plan(place, change, page, change.on or today, held.get(place))
        draft, found = _drafted(session, plan)
        findings += [ChangeFinding(place, finding) for finding in found]
        plans.append(replace(plan, draft=draft))
    return plans, findings


def _drafted(session: Session, plan: _Plan) -> tuple[Draft | None, list[Finding]]:
    change, page = plan.change, plan.page
    if change.deed in (Deed.END, Deed.WITHDRAW):
        return None, []
    handed = _formerly(session, page, change) if change.deed is Deed.RESTORE else change.handed
    draft, findings = read(page, handed, plan.standing)
    if draft is None or draft.shape is None:
        return draft, findings
    return replace(draft, shape=_on_known_vertices(session, draft.shape, plan)), findings


def _formerly(session: Session, page: type[Record], change: Change) -> Handed:
    """What a former version said, as if it were handed in now; who may see it stays as it is."""
    if change.of_version is None:
        raise BadInput(f"没有说明恢复“{change.identity}”的哪一版", "恢复须指明旧版", "请写明 of_version")
    former = version_of(session, page.layer.id, change.identity or "", change.of_version)
    if former is None:
        raise NotFound(f"“{change.identity}”没有第 {change.of_version} 版", "史录里没有这一版", "请核对版次")
    said = {name: former.values[name] for name in (*page.model_fields, *PROVENANCE)}
    days = {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in said.items()}
    return Handed(days, former.shape, EPSG, whole=True)


def _on_known_vertices(session: Session, shape: BaseGeometry, plan: _Plan) -> BaseGeometry:
    own = [plan.standing.shape] if plan.standing and plan.standing.shape is not None else []
    others = tiling_check.around(session, plan.page, shape, plan.day) if plan.page.layer.tiles else []
    return taken_back(shape, [*own, *others])


def _refuse(page: type[Record], findings: Sequence[ChangeFinding]) -> None:
    if not any(found.finding.refuses for found in findings):
        return
    refusing = [found for found in findings if found.finding.refuses]
    raise BadInput(
        f"{page.layer.title}的这次编辑不能保存",
        f"有 {len(refusing)} 处不合规则，没有任何改动写入",
        "请按逐项说明改正后重新提交",
        findings=tuple(findings),
    )


def _do(session: Session, plan: _Plan, because: str) -> Result:
    try:
        return _DEEDS[plan.change.deed](session, plan, because)
    except BadInput as fault:
        told = tuple(
            ChangeFinding(plan.place, finding) if isinstance(finding, Finding) else finding
            for finding in fault.findings
        )
        raise BadInput(fault.what, fault.why, fault.remedy, findings=told) from fault


def _enter(session: Session, plan: _Plan, because: str) -> Result:
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


def _amend(session: Session, plan: _Plan, because: str) -> Result:
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


def _change(session: Session, plan: _Plan, because: str) -> Result:
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


def _end(session: Session, plan: _Plan, because: str) -> Result:
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


def _end_at_once(session: Session, plan: _Plan, because: str) -> Result:
    """End what begins on that very day: the period is taken back, and with the only one the whole entry."""
    identity, change = plan.identity, plan.change
    if not register.stood_before(session, plan.page.layer.id, identity, plan.day):
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


def _withdraw(session: Session, plan: _Plan, because: str) -> Result:
    register.withdraw(session, plan.page.layer.id, plan.identity, because=because)
    return Result(plan.identity, _stood(plan).version, plan.day, is_there=False)


_DEEDS = {
    Deed.ENTER: _enter,
    Deed.AMEND: _amend,
    Deed.CHANGE: _change,
    Deed.END: _end,
    Deed.WITHDRAW: _withdraw,
    Deed.RESTORE: _amend,
}


def _said(plan: _Plan) -> Draft:
    assert plan.draft is not None  # noqa: S101  # findings have refused a change without one
    return plan.draft


def _stood(plan: _Plan) -> Standing:
    assert plan.standing is not None  # noqa: S101  # every deed but enter holds what stands
    return plan.standing
