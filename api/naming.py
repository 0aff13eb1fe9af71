"""Naming cases over HTTP: open, write while a draft, take steps, answer findings; the queue of the desk.

The database decides who may do what (`data.naming_cases`). A case that somebody else has moved since it was seen
answers 412; a step that lacks something answers 409 and says what.
"""

import re
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path, Query, Response
from shapely.geometry.base import BaseGeometry
from sqlalchemy.orm import Session

from api.deps import AtDesk, Caller, Desk, Reader, Writer
from api.errors import Refused
from api.name_checks import policy_of
from api.naming_clocks import watch
from api.naming_forms import (
    AnswerGiven,
    CaseChange,
    CaseGiven,
    CaseSheet,
    FindingAnswerGiven,
    ItemGiven,
    Queue,
    StepGiven,
)
from api.naming_view import case_sheet, public_sheet, queued
from api.writers import refuse_strangers
from data import naming_cases, naming_objections
from data.acting import Actor, acting
from data.errors import NotFound, PreconditionRequired
from data.naming_cases import Opening, Taking, Terms, Writing
from data.naming_items import Item
from data.naming_objections import FindingAnswer
from data.naming_queue import waiting
from geo.shapes import UnreadableShape, read_geojson
from layers.name_kinds import form_of
from layers.naming_cases import Stage

router = APIRouter(prefix="/names", tags=["地名案件"])
of_case = APIRouter(prefix="/cases/{number}")
Number = Annotated[str, Path(title="案件编号", max_length=40, examples=["430621-2024-0001"])]
_TAG = re.compile(r'^(?:W/)?"(\d{1,9})"$')


def terms_of(desk: Desk) -> Terms:
    """What the county decides of its cases, by its settings."""
    settings = desk.settings
    prefix = f"{settings.name_code_prefix}{settings.county}-"
    today, policy = settings.today(), policy_of(settings)
    return Terms(settings.names_by_province, settings.name_notice_days, prefix, today, policy)


@dataclass(frozen=True)
class CaseAt:
    """A case that somebody who is signed in writes: its number, the desk and the transaction."""

    session: Session
    desk: Desk
    number: str
    response: Response

    def told(self) -> CaseSheet:
        """The case as it now is."""
        return _told(self.session, self.desk, self.number, self.response)


def _writing(session: Writer, desk: AtDesk, number: Number, response: Response) -> CaseAt:
    refuse_strangers(acting(session))
    return CaseAt(session, desk, number, response)


WritingCase = Annotated[CaseAt, Depends(_writing)]


@router.get("/queue", summary="待办的地名案件，时限紧的在前")
def queue(
    session: Reader,
    desk: AtDesk,
    mine: Annotated[bool, Query(title="只看待我办理的")] = False,
    stage: Annotated[Stage | None, Query(title="只看某一阶段的")] = None,
) -> Queue:
    """The cases that wait, by clock: overdue first, then soon due, then the rest by age."""
    refuse_strangers(acting(session))
    read_by = watch(session, desk.settings)
    cases = [queued(session, case, read_by) for case in waiting(session, stage=stage, mine=mine)]
    return Queue(cases=sorted(cases, key=_pressing))


@router.post("/cases", status_code=201, summary="开立地名案件")
def open_case(session: Writer, desk: AtDesk, given: CaseGiven, response: Response) -> CaseSheet:
    """Open a case, with its names as far as they are known."""
    me = acting(session)
    refuse_strangers(me)
    terms, items = terms_of(desk), [_item(item, place) for place, item in enumerate(given.items, 1)]
    opening = Opening(given.kind, given.title or _titled(given), given.division or _whole(me, desk))
    number = naming_cases.open_case(session, opening, terms)
    said = Writing(applicant=given.applicant, contact=given.contact, authority_name=given.authority_name, items=items)
    naming_cases.write(session, number, 1, said, terms)
    response.headers["Location"] = f"/api/names/cases/{number}"
    return _told(session, desk, number, response)


@of_case.get("", summary="地名案件")
def read(session: Reader, desk: AtDesk, caller: Caller, number: Number, response: Response) -> CaseSheet:
    """A case; the public sees it while it is under notice and once it is approved."""
    if caller.is_public:
        found = naming_objections.public_cases(session, number)
        if not found:
            raise NotFound(
                f"没有公示或公告中的案件“{number}”", "未公示的案件只供经办人查看", "请核对编号，或登录后查看"
            )
        return public_sheet(found[0], caller.decimals)
    return _told(session, desk, number, response)


@of_case.patch("", summary="修改草稿（拟稿、退回补正时）")
def change(
    at: WritingCase, given: CaseChange, if_match: Annotated[str | None, Header(title="所看到的版次")] = None
) -> CaseSheet:
    """Write what a draft says; names are written as a whole table."""
    version = given.version or _version(if_match)
    items = None if given.items is None else [_item(item, place) for place, item in enumerate(given.items, 1)]
    said = Writing(given.title, given.division, given.applicant, given.contact, given.authority_name, items)
    naming_cases.write(at.session, at.number, version, said, terms_of(at.desk))
    return at.told()


@of_case.post("/steps", summary="办理一步")
def take(at: WritingCase, given: StepGiven) -> CaseSheet:
    """Take a step; an approval enters the register in the same transaction."""
    day = given.on or at.desk.settings.today()
    taking = Taking(given.step, given.version, given.because, day, given.document)
    naming_cases.take(at.session, at.number, taking, terms_of(at.desk))
    return at.told()


@of_case.post("/checks", summary="重新核查各地名")
def check(at: WritingCase) -> CaseSheet:
    """Let the checker look at every name as it is now."""
    naming_cases.checked(at.session, at.number, terms_of(at.desk))
    return at.told()


@of_case.post("/answers", status_code=201, summary="审核人答复核查意见")
def answer(at: WritingCase, given: FindingAnswerGiven) -> CaseSheet:
    """Keep the reviewer's reason for going on in spite of a finding."""
    kept = FindingAnswer(given.name, given.rule, given.because, given.conflict_code or "")
    naming_objections.answer_finding(at.session, at.number, kept)
    return at.told()


@of_case.post("/objections/{objection_id}/answer", summary="答复异议")
def answer_objection(
    at: WritingCase, objection_id: Annotated[int, Path(title="异议号", ge=1, lt=2**63)], given: AnswerGiven
) -> CaseSheet:
    """Answer an objection, once."""
    naming_objections.answer_objection(at.session, at.number, objection_id, given.answer.strip())
    return at.told()


router.include_router(of_case)


def _told(session: Session, desk: Desk, number: str, response: Response) -> CaseSheet:
    sheet = case_sheet(session, number, watch(session, desk.settings))
    response.headers["ETag"] = f'"{sheet.version}"'
    return sheet


def _item(given: ItemGiven, place: int) -> Item:
    values: dict[str, Any] = given.model_dump(exclude={"geometry", "kind"})
    said: dict[str, Any] = {
        name: value.strip() or None if isinstance(value, str) else value for name, value in values.items()
    }
    form = form_of(given.kind) if given.kind else None
    if form is not None:
        said |= {"kind": form.kind.value, "is_village": form.is_natural_village}
    return Item(**said, shape=None if given.geometry is None else _shape(given.geometry, place))


def _shape(geometry: dict[str, Any], place: int) -> BaseGeometry:
    try:
        return read_geojson(geometry)
    except UnreadableShape as fault:
        told = f"第 {place} 个地名的位置读不出来"
        raise Refused(422, told, str(fault), "请改正图形后重试", kind="breaks-a-rule") from fault


def _titled(given: CaseGiven) -> str:
    names = [item.name or item.place_code for item in given.items if item.name or item.place_code]
    called = f"{names[0]}等 {len(names)} 个地名" if len(names) > 1 else (names[0] if names else "地名")
    return f"{called}{given.kind.label}"


def _whole(me: Actor, desk: Desk) -> str:
    return me.division or desk.settings.county


def _version(if_match: str | None) -> int:
    found = _TAG.match(if_match or "")
    if found is None:
        raise PreconditionRequired(
            "没有说明改的是案件的哪一版", "不说明就可能盖掉别人的改动", "请写明 version，或带 If-Match"
        )
    return int(found[1])


_ORDER = ("overdue", "soon", "unknown", "running", "paused", "met")


def _pressing(case: object) -> tuple[int, int]:
    clock = getattr(case, "clock", None)
    if clock is None:
        return (len(_ORDER), 0)
    return (_ORDER.index(clock.state) if clock.state in _ORDER else len(_ORDER), clock.left_days or 0)
