"""What is said of a case: objections while it is under public notice, and the reviewer's answers to every doubt."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select, text
from sqlalchemy.orm import Session

from data import name_answers, naming_items
from data.errors import NotFound
from data.name_answers import NewAnswer
from data.naming_cases import find
from data.naming_tables import ANSWERS, OBJECTIONS, OBJECTORS
from data.refusals import refusals_in_chinese
from layers.name_kinds import NameForm
from layers.place_names import PlaceNameKind


@dataclass(frozen=True)
class Objection:
    """An objection as it comes in; who it is may stay unsaid, and is never public."""

    text: str
    name: str | None = None
    contact: str | None = None


def object_to(session: Session, number: str, objection: Objection) -> int:
    """Keep an objection; the answer is its number.

    Raises:
        NotFound: no case of this number is under public notice.
    """
    given = {"number": number, "text": objection.text, "name": objection.name, "contact": objection.contact}
    with refusals_in_chinese(session):
        kept: int | None = session.execute(
            text("SELECT naming.object(:number, :text, :name, :contact)"), given
        ).scalar_one()
    if kept is None:
        raise NotFound(f"案件“{number}”不在公示中", "异议只在公示期间提出", "请核对编号和公示期")
    return kept


def answer_objection(session: Session, number: str, objection_id: int, words: str) -> None:
    """Answer an objection, once.

    Raises:
        NotFound: the case has no such objection.
        Conflict: it has been answered.
        Forbidden: whoever acts does not review this case.
    """
    held = find(session, number)
    asked = select(OBJECTIONS.c.id).where(OBJECTIONS.c.case_id == held.id, OBJECTIONS.c.id == objection_id)
    if session.execute(asked).one_or_none() is None:
        raise NotFound(f"案件“{number}”没有第 {objection_id} 号异议", "异议号不存在", "请核对异议号")
    given = {"case": held.id, "objection": objection_id, "words": words}
    with refusals_in_chinese(session):
        session.execute(text("SELECT naming.answer_objection(:case, :objection, :words)"), given)


def objections(session: Session, case_id: int) -> list[Row[Any]]:
    """The objections to a case, oldest first; who made them only for whoever may know."""
    return list(
        session.execute(
            select(OBJECTIONS, OBJECTORS.c.name, OBJECTORS.c.contact)
            .outerjoin(OBJECTORS, OBJECTORS.c.objection_id == OBJECTIONS.c.id)
            .where(OBJECTIONS.c.case_id == case_id)
            .order_by(OBJECTIONS.c.id)
        )
    )


@dataclass(frozen=True)
class FindingAnswer:
    """A reviewer's reason for going on in spite of a finding; `conflict` is one name's code, empty for all."""

    name: str
    rule: str
    because: str
    conflict: str = ""


def answer_finding(session: Session, number: str, answer: FindingAnswer) -> int:
    """Keep the reviewer's answer to a finding; the answer is its number.

    Raises:
        NotFound: no such case.
        Conflict: the case is not under review.
        Forbidden: whoever acts does not review this case.
    """
    held = find(session, number)
    given = {"case": held.id, "name": answer.name, "rule": answer.rule, "conflict": answer.conflict}
    _keep_for_later(session, held, answer)
    with refusals_in_chinese(session):
        kept: int = session.execute(
            text("SELECT naming.answer(:case, :name, :rule, :conflict, :because)"),
            {**given, "because": answer.because},
        ).scalar_one()
    return kept


def _keep_for_later(session: Session, held: Row[Any], answer: FindingAnswer) -> None:
    """The answer holds for every later check of the name in its division too."""
    found = [kept.item for kept in naming_items.read(session, held.id) if kept.item.name == answer.name]
    if not found or found[0].kind is None:
        raise NotFound(f"案件里没有地名“{answer.name}”", "答复须针对案件中的地名", "请核对名称")
    item = found[0]
    form = NameForm(PlaceNameKind.of(item.kind or ""), is_natural_village=item.is_village)
    division = item.division or held.division
    new = NewAnswer(answer.name, form, division, answer.rule, answer.because, answer.conflict or None)
    name_answers.enter(session, new)


def answers(session: Session, case_id: int) -> list[Row[Any]]:
    """The answers to findings of a case, oldest first."""
    return list(session.execute(select(ANSWERS).where(ANSWERS.c.case_id == case_id).order_by(ANSWERS.c.id)))


def public_cases(session: Session, number: str | None = None) -> list[dict[str, Any]]:
    """What everybody may know: one case, or all that are under public notice."""
    found = session.execute(text("SELECT told FROM naming.public_cases(:number) AS told"), {"number": number})
    return list(found.scalars())
