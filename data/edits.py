"""Edits as people and programs send them: many changes of one layer, one transaction, all or nothing.

Days are half-open, as in `data.register`.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from shapely.geometry.base import BaseGeometry
from sqlalchemy.orm import Session

from data import tiling_check
from data.changes import Change, Deed, StaleVersion, clash
from data.deeds import Plan, Result, do
from data.drafts import PROVENANCE, Draft, Handed, read
from data.errors import BadInput, ChangeFinding, Gone, NotFound, PreconditionRequired
from data.history import Version, version_of
from data.standing import Standing, hold, last_day
from data.tables import EPSG
from geo.vertices import taken_back
from layers.atlas import layer_class
from layers.record import Record
from layers.rules import Finding


@dataclass(frozen=True)
class Done:
    """What the changes left, in their order; the findings are warnings."""

    results: tuple[Result, ...]
    findings: tuple[ChangeFinding, ...]


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
    results = tuple(do(session, plan, because) for plan in plans)
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
        found = _HELD.get(change.deed, hold)(session, layer_id, identity, day)
        if found is not None:
            held[place] = found
    return held


def _hold_until(session: Session, layer_id: str, identity: str, day: dt.date) -> Standing:
    """What stands on the day, or else what stood on the day before: a thing ends on a day on which it is no longer."""
    try:
        return hold(session, layer_id, identity, day)
    except (NotFound, Gone):
        return hold(session, layer_id, identity, day - dt.timedelta(days=1))


def _hold_last(session: Session, layer_id: str, identity: str, day: dt.date) -> Standing | None:
    """What stands, or else what stood last, of a thing to be restored; None when all of it was withdrawn."""
    try:
        return hold(session, layer_id, identity, day)
    except (NotFound, Gone):
        last = last_day(session, layer_id, identity)
        return None if last is None else hold(session, layer_id, identity, last)


_HELD = {Deed.END: _hold_until, Deed.RESTORE: _hold_last}


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


def _plan(
    session: Session, page: type[Record], changes: Sequence[Change], held: dict[int, Standing], today: dt.date
) -> tuple[list[Plan], list[ChangeFinding]]:
    plans, findings = [], []
    for place, change in enumerate(changes):
        former = _former(session, page, change) if change.deed is Deed.RESTORE else None
        plan = Plan(place, change, page, change.on or today, held.get(place), former=former)
        draft, found = _drafted(session, plan)
        findings += [ChangeFinding(place, finding) for finding in found]
        plans.append(replace(plan, draft=draft))
    return plans, findings


def _drafted(session: Session, plan: Plan) -> tuple[Draft | None, list[Finding]]:
    change, page = plan.change, plan.page
    if change.deed in (Deed.END, Deed.WITHDRAW):
        return None, []
    handed = _as_handed(page, plan.former) if plan.former else change.handed
    draft, findings = read(page, handed, plan.standing)
    if draft is None or draft.shape is None:
        return draft, findings
    return replace(draft, shape=_on_known_vertices(session, draft.shape, plan)), findings


def _former(session: Session, page: type[Record], change: Change) -> Version:
    """The version to be restored."""
    if change.of_version is None:
        raise BadInput(f"没有说明恢复“{change.identity}”的哪一版", "恢复须指明旧版", "请写明 of_version")
    former = version_of(session, page.layer.id, change.identity or "", change.of_version)
    if former is None:
        raise NotFound(f"“{change.identity}”没有第 {change.of_version} 版", "史录里没有这一版", "请核对版次")
    return former


def _as_handed(page: type[Record], former: Version) -> Handed:
    """What a former version said, as if it were handed in now; who may see it stays as it is."""
    said = {name: former.values[name] for name in (*page.model_fields, *PROVENANCE)}
    told = {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in said.items()}
    return Handed(told, former.shape, EPSG, whole=True)


def _on_known_vertices(session: Session, shape: BaseGeometry, plan: Plan) -> BaseGeometry:
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
