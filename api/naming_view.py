"""A naming case as it is told: to the offices all that they may see, to the public without persons and papers."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from api.naming_clocks import Watch, most_pressing
from api.naming_forms import (
    CaseSheet,
    EntrySheet,
    ItemSheet,
    NextStepSheet,
    ObjectionSheet,
    PaperSheet,
    QueuedCase,
    QueuedStep,
)
from api.problems import geojson
from data import name_answers, naming_cases, naming_items, naming_objections, naming_papers
from data.acting import Actor, acting, coarse
from data.naming_items import KeptItem
from data.naming_queue import Waiting
from layers.name_kinds import NameForm, word_of
from layers.naming_authorities import NameAuthority, announcement_counts_from, filing_target
from layers.naming_cases import BY_ID, CaseKind, Part, Stage, steps_from
from layers.naming_papers import PERSONAL, PaperKind
from layers.place_names import PlaceNameKind

_OPENED = "开立"


def case_sheet(session: Session, number: str, watch: Watch) -> CaseSheet:
    """A case as an office sees it.

    Raises:
        NotFound: there is none, or it is not theirs to see.
    """
    held = naming_cases.find(session, number)
    entries = naming_cases.entries(session, held.id)
    noticed = [entry.on_day for entry in entries if entry.step == "notice"]
    items = naming_items.read(session, held.id)
    objections = naming_objections.objections(session, held.id)
    return CaseSheet(
        **_head(held),
        version=held.version,
        applicant=held.applicant,
        contact=naming_cases.contact(session, held.id),
        noticed_on=noticed[-1] if noticed else None,
        items=[_item(kept, _known_answers(session, held, kept)) for kept in items],
        papers=_papers(session, held),
        entries=[_entry(entry) for entry in entries],
        objections=[ObjectionSheet.model_validate(row, from_attributes=True) for row in objections],
        clocks=watch.told(held, entries, [kept.item for kept in items], objections),
        next_steps=_next_steps(session, held, watch.today),
    )


def public_sheet(told: dict[str, Any], decimals: int | None) -> CaseSheet:
    """A case as everybody may know it, positions no more precise than the public is told."""
    told = {**told, "suspended_from": None}
    items = [ItemSheet(**{**item, "geometry": _rounded(item["geometry"], decimals)}) for item in told.pop("items")]
    return CaseSheet(**_head_of(told), version=None, noticed_on=told["noticed_on"], items=items)


def queued(session: Session, case: Waiting, watch: Watch) -> QueuedCase:
    """A case as the queue lists it, with its most pressing clock."""
    head = case.case
    noticed = any(entry.step == "notice" for entry in case.entries)
    objections = naming_objections.objections(session, head.id) if noticed else []
    clocks = watch.told(head, case.entries, case.items, objections)
    kind = CaseKind.of(head.kind)
    return QueuedCase(
        number=head.number,
        title=head.title,
        kind=kind,
        kind_label=kind.label,
        stage=case.stage.value,
        stage_label=case.stage.label,
        division=head.division,
        names=[item.name for item in case.items if item.name],
        applicant=head.applicant,
        submitted_on=case.submitted_on,
        clock=most_pressing(clocks),
        next_steps=[QueuedStep(step=step.id, label=step.label) for step in steps_from(case.stage)],
        responsible=case.responsible,
    )


def paper_sheet(row: Row[Any], required: dict[str, str]) -> PaperSheet:
    """A paper that is there."""
    kind = PaperKind.of(row.kind)
    return PaperSheet(
        id=row.id,
        kind=kind,
        label=kind.label,
        required=row.kind in required,
        required_by=required.get(row.kind),
        is_personal=row.is_personal,
        filename=row.filename,
        media_type=row.media_type,
        sha256=row.sha256,
        size=row.size,
        version=row.version,
        at=row.at,
        by=row.by_name,
    )


def _head(held: Row[Any]) -> dict[str, Any]:
    return _head_of(held._asdict())


def _head_of(values: dict[str, Any]) -> dict[str, Any]:
    kind, stage = CaseKind.of(values["kind"]), Stage.of(values["stage"])
    authority = NameAuthority.of(values["authority"]) if values["authority"] else None
    kept = ("number", "title", "invented", "division", "approval_number", "approved_on", "notice_days")
    return {
        **{name: values[name] for name in kept},
        "kind": kind,
        "kind_label": kind.label,
        "stage": stage.value,
        "stage_label": stage.label,
        "authority": values["authority_name"] or (authority.label if authority else None),
        "authority_kind": authority.value if authority else None,
        "filed_with": filing_target(authority).label if authority else None,
        "announcement_from": announcement_counts_from(authority).label if authority else None,
    }


def _known_answers(session: Session, held: Row[Any], kept: KeptItem) -> list[dict[str, Any]]:
    """What was answered about this name in its division, in whatever check."""
    if not kept.findings or not kept.item.name:
        return []
    division = kept.item.division or held.division
    known = name_answers.answers(session, name=kept.item.name)
    return [
        {
            "rule": each.rule,
            "conflict_code": each.conflict_code,
            "because": each.because,
            "by": each.by_name,
            "at": each.at.isoformat(),
        }
        for each in reversed(known)
        if division.startswith(each.division)
    ]


def _item(kept: KeptItem, own: Sequence[dict[str, Any]]) -> ItemSheet:
    item = kept.item
    values = {name: getattr(item, name) for name in naming_items.WRITTEN if name in ItemSheet.model_fields}
    return ItemSheet(
        **{**values, "kind": _word(item.kind, is_village=item.is_village)},
        position=kept.position,
        geometry=None if item.shape is None else geojson(item.shape),
        findings=[_answered(finding, own) for finding in kept.findings],
        answers=list(own),
        checked_at=kept.checked_at,
    )


def _word(kind: str | None, *, is_village: bool) -> str | None:
    return None if kind is None else word_of(NameForm(PlaceNameKind.of(kind), is_natural_village=is_village))


def _answered(finding: dict[str, Any], answers: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The finding with its answer: to the rule, or to each of the names it is about."""
    codes = {conflict.get("code") for conflict in finding.get("conflicts", ())}
    given = {answer["conflict_code"]: answer for answer in answers if answer["rule"] == finding["rule"]}
    whole = given.get(None) or (answers and codes and codes <= set(given) and given[next(iter(codes))]) or None
    return finding if finding.get("answer") or whole is None else {**finding, "answer": whole}


def _entry(row: Row[Any]) -> EntrySheet:
    step = BY_ID.get(row.step)
    return EntrySheet(
        version=row.version,
        at=row.at,
        on=row.on_day,
        by=row.by_name,
        step=row.step,
        label=step.label if step else _OPENED,
        from_stage=row.from_stage,
        to_stage=row.to_stage,
        because=row.because,
        document=row.document,
    )


def _papers(session: Session, held: Row[Any]) -> list[PaperSheet]:
    required = naming_papers.required(session, held.id)
    there = [paper_sheet(row, required) for row in naming_papers.listed(session, held.id)]
    brought = naming_papers.brought(session, held.id)
    lacking = [PaperKind.of(kind) for kind in required if kind not in brought]
    wanted = [
        PaperSheet(
            id=None,
            kind=kind,
            label=kind.label,
            required=True,
            required_by=required[kind.value],
            is_personal=kind in PERSONAL,
        )
        for kind in lacking
    ]
    return [*there, *wanted]


def _next_steps(session: Session, held: Row[Any], today: dt.date) -> list[NextStepSheet]:
    actor = acting(session)
    part = naming_cases.part_of(session, held.id)
    return [
        NextStepSheet(
            step=step["step"],
            label=step["label"],
            part=step["part"],
            to=step["to_stage"],
            article=BY_ID[step["step"]].article,
            missing=step["missing"],
            not_yours=_not_yours(actor, part, Part.of(step["part"])),
        )
        for step in naming_cases.next_steps(session, held.id, today)
    ]


def _not_yours(actor: Actor, has: Part | None, wanted: Part) -> str | None:
    if has is not None and has is not wanted:
        return f"您在本案中是{has.label}，这一步由{wanted.label}办理"
    return None if actor.role is wanted.role else f"这一步由{wanted.role.label}办理"


def _rounded(geometry: dict[str, Any] | None, decimals: int | None) -> dict[str, Any] | None:
    return None if geometry is None else {**geometry, "coordinates": _coarse(geometry["coordinates"], decimals)}


def _coarse(part: Any, decimals: int | None) -> Any:  # noqa: ANN401  # GeoJSON nests as deep as its kind
    if isinstance(part, list):
        return [_coarse(each, decimals) for each in part]
    return coarse(part, decimals)
