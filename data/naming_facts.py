"""What a case knows that its documents print: facts of its entries, names, papers and objections, and its clocks.

A document bears the day of the step it belongs to, and until that is taken the day that is asked about.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from data import naming_cases, naming_items, naming_objections, naming_papers
from data.errors import BadInput, NotFound
from data.gazetteer import division_name, division_names
from data.naming_clocks import CHINA, NOTICE, Office, clocks_of
from data.naming_items import KeptItem
from layers.clocks import Clock, Due, plain_last_day
from layers.name_documents import CaseFacts, DocumentKind, NamedPlace, Objection, long_day
from layers.naming_authorities import NameAuthority, filing_target
from layers.naming_cases import CaseKind
from layers.naming_papers import PaperKind
from layers.office_days import Unpublished
from layers.place_names import PlaceNameKind

_CONSULTATION = "consultation"
_VILLAGE = "自然村镇"
# The step whose day a document bears, and whose reason it gives.
_STEP = {
    DocumentKind.RECEIPT: "accept",
    DocumentKind.RETURN: "return",
    DocumentKind.CONSULTATION: "consult",
    DocumentKind.NOTICE: "notice",
    DocumentKind.DECISION: "approve",
    DocumentKind.REFUSAL: "refuse",
    DocumentKind.ANNOUNCEMENT: "announce",
    DocumentKind.FILING: "file",
}


@dataclass(frozen=True)
class Letterhead:
    """Who signs, where to turn, and the day; of a letter also to whom, by when, and which objection it answers."""

    office: str
    today: dt.date
    contact: str = ""
    addressee: str = ""
    reply_by: dt.date | None = None
    objection: int | None = None


def facts_of(session: Session, number: str, kind: DocumentKind, head: Letterhead, office: Office) -> CaseFacts:
    """The facts of a case for one of its documents.

    Raises:
        NotFound: there is no such case or objection, or it is not theirs to see.
        BadInput: the case has several objections and none was named.
    """
    held = naming_cases.find(session, number)
    entries = naming_cases.entries(session, held.id)
    items = naming_items.read(session, held.id)
    objections = naming_objections.objections(session, held.id)
    faces = clocks_of(
        office, held, entries, now=head.today, kinds=[kept.item.kind for kept in items], objections=objections
    )
    last = {entry.step: entry for entry in entries}
    step = last.get(_STEP.get(kind, ""))
    answered = _objection(objections, head.objection, number) if kind is DocumentKind.OBJECTION_ANSWER else None
    named = division_names(session, head.today)
    deed = CaseKind.of(held.kind)
    return CaseFacts(
        number=held.number,
        deed=deed.label,
        title=held.title,
        office=head.office,
        contact=head.contact,
        made_on=_made_on(kind, held, step, answered, head.today),
        places=tuple(_place(kept, held, named) for kept in items),
        applicant=held.applicant or "",
        submitted_on=next((entry.on_day for entry in entries if entry.step == "submit"), None),
        accepted_on=last["accept"].on_day if "accept" in last else None,
        promised=_promised(faces),
        papers=_papers(session, held.id),
        lacking=_lacking(session, held.id),
        because=step.because if step is not None else "",
        addressee=head.addressee,
        reply_by=head.reply_by or _reply_by(office, step, head.today),
        notice_from=last["notice"].on_day if "notice" in last else None,
        notice_until=next((face.due_on for face in faces if face.clock.id == NOTICE), None),
        objection=answered,
        authority=held.authority_name or "",
        approval_number=held.approval_number or "",
        approved_on=held.approved_on,
        filed_with=filing_target(NameAuthority.of(held.authority)).label if held.authority else "",
        filed_on=last["file"].on_day if "file" in last else None,
        announced_on=last["announce"].on_day if "announce" in last else None,
    )


def _made_on(
    kind: DocumentKind, held: Row[Any], step: Row[Any] | None, answered: Objection | None, today: dt.date
) -> dt.date:
    if kind is DocumentKind.DECISION and held.approved_on is not None:
        day: dt.date = held.approved_on
        return day
    if answered is not None and answered.answered_on is not None:
        return answered.answered_on
    return step.on_day if step is not None else today


def _place(kept: KeptItem, held: Row[Any], named: dict[str, str]) -> NamedPlace:
    item = kept.item
    kind = PlaceNameKind.of(item.kind).label if item.kind else ""
    division = item.division or held.division
    return NamedPlace(
        name=item.name or "",
        kind=_VILLAGE if item.is_village else kind,
        romanized=item.romanized or "",
        division=division_name(division, named) or "",
        position=item.position_text or "",
        meaning=item.meaning or "",
        origin=item.origin or "",
        reason=item.reason or "",
        former_name=(item.standing_name or "") if CaseKind.of(held.kind) is CaseKind.RENAMING else "",
        place_code=item.place_code or "",
    )


def _promised(faces: list[Due]) -> str:
    """How long the office gives itself from acceptance: the days of the clock, and its last day where it is known."""
    decided = [face for face in faces if "accepted" in face.clock.starts_at and "approved" in face.clock.ends_at]
    if not decided:
        return ""
    face = decided[0]
    until = f"，至{long_day(face.due_on)}" if face.due_on is not None else ""
    return f"{face.clock.days}{face.clock.day_kind.unit.strip()}{until}"


def _reply_by(office: Office, step: Row[Any] | None, today: dt.date) -> dt.date | None:
    """The last day of the county's period for consultation; None when the calendar does not reach so far."""
    clock: Clock = office.table.clock(_CONSULTATION)
    begun = step.on_day if step is not None and step.step == "consult" else today
    try:
        return plain_last_day(office.calendar, begun, clock.days, clock.day_kind, rolls=clock.rolls)
    except Unpublished:
        return None


def _papers(session: Session, case_id: int) -> tuple[str, ...]:
    kinds = dict.fromkeys(row.kind for row in naming_papers.listed(session, case_id))
    return tuple(PaperKind.of(kind).label for kind in kinds)


def _lacking(session: Session, case_id: int) -> tuple[str, ...]:
    required, brought = naming_papers.required(session, case_id), naming_papers.brought(session, case_id)
    return tuple(
        PaperKind.of(kind).label for kind, step in required.items() if step == "submit" and kind not in brought
    )


def _objection(objections: list[Row[Any]], wanted: int | None, number: str) -> Objection:
    """The objection that is named; of one alone it need not be said which."""
    found = [each for each in objections if wanted in (None, each.id)]
    if not found:
        raise NotFound(f"案件“{number}”没有这件异议", "异议号不存在，或没有收到异议", "请核对异议号")
    if len(found) > 1:
        known = "、".join(str(each.id) for each in found)
        raise BadInput("没有说明答复哪一件异议", f"案件有 {len(found)} 件异议：{known}", "请以 objection 写明异议号")
    row = found[0]
    return Objection(
        objector=row.name or "",
        text=row.text,
        answer=row.answer or "",
        received_on=row.at.astimezone(CHINA).date(),
        answered_on=row.answered_at.astimezone(CHINA).date() if row.answered_at is not None else None,
    )
