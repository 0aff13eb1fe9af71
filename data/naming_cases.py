"""Naming cases: opened, written while a draft, moved by steps, read.

The database decides who may do what and what is missing (`data/sql/0009_naming_cases.sql`); an
approval enters the register in the same transaction (`data.naming_enactment`). Days are days in China.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from data import naming_items
from data.acting import acting
from data.errors import BadInput, NotFound
from data.naming_checks import as_json, check
from data.naming_enactment import enact
from data.naming_items import Item
from data.naming_tables import APPLICANTS, CASES, ENTRIES, HANDS
from data.refusals import refusals_in_chinese
from data.tables import table_of
from layers.name_likeness import LikenessPolicy
from layers.naming_authorities import NameAuthority
from layers.naming_cases import BY_ID, CaseKind, Condition, Part

APPROVE = "approve"
_APPROVALS = 4906210009


@dataclass(frozen=True)
class Terms:
    """What the county decides, and its day.

    `by_province` names villages and natural features by the provincial rule (Art. 12); a name is under public notice
    for `notice_days` calendar days; provisional place codes begin with `code_prefix`; `policy` is of the checker.
    """

    by_province: NameAuthority
    notice_days: int
    code_prefix: str
    today: dt.date
    policy: LikenessPolicy = field(default_factory=LikenessPolicy)


@dataclass(frozen=True)
class Opening:
    """A case as it is opened."""

    kind: CaseKind
    title: str
    division: str
    because: str = "开立案件"
    invented: bool = False


@dataclass(frozen=True)
class Writing:
    """What a draft is to say; None stays as it is. An empty applicant or contact is taken away."""

    title: str | None = None
    division: str | None = None
    applicant: str | None = None
    contact: str | None = None
    authority_name: str | None = None
    items: Sequence[Item] | None = None


@dataclass(frozen=True)
class Taking:
    """A step as somebody takes it: the version of the case that was seen, why, on which day, by which document."""

    step: str
    version: int
    because: str
    on: dt.date
    document: str | None = None


def open_case(session: Session, opening: Opening, terms: Terms) -> str:
    """Open a case; the answer is its number.

    Raises:
        Forbidden: whoever acts drafts no names there.
        BadInput: the division or the title cannot be kept.
    """
    given = {
        "kind": opening.kind.value,
        "title": opening.title,
        "division": opening.division,
        "notice_days": terms.notice_days,
        "prefix": terms.code_prefix,
        "day": terms.today,
        "because": opening.because,
        "invented": opening.invented,
    }
    opened = text("SELECT naming.open_case(:kind, :title, :division, :notice_days, :prefix, :day, :because, :invented)")
    with refusals_in_chinese(session):
        case_id = session.execute(opened, given).scalar_one()
    number: str = session.execute(select(CASES.c.number).where(CASES.c.id == case_id)).scalar_one()
    return number


def find(session: Session, number: str) -> Row[Any]:
    """The case of a number, as whoever acts may see it.

    Raises:
        NotFound: there is none, or it is not theirs to see.
    """
    found = session.execute(select(CASES).where(CASES.c.number == number)).one_or_none()
    if found is None:
        raise NotFound(f"没有案件“{number}”", "案件编号不存在，或不在您的辖区之内", "请核对编号")
    return found


def write(session: Session, number: str, version: int, writing: Writing, terms: Terms) -> None:
    """Write what a draft says; everything else of it stays.

    Raises:
        NotFound: no such case.
        Conflict: it is no longer a draft.
        PreconditionFailed: somebody has written it since.
        Forbidden: whoever acts does not draft it.
        BadInput: something cannot be kept.
    """
    held = find(session, number)
    _enter(session, held.id, Taking("edit", version, "修改案件内容", terms.today))
    with refusals_in_chinese(session):
        if writing.items is not None:
            items = naming_items.completed(session, CaseKind.of(held.kind), writing.items, terms.today)
            naming_items.write(session, held.id, items)
            _write_authority(session, held.id, items, terms)
        _write_head(session, held, writing)
    checked(session, number, terms)


def take(session: Session, number: str, taking: Taking, terms: Terms) -> None:
    """Take a step; an approval enters the register in the same transaction, and is refused with it.

    Raises:
        NotFound: no such case.
        BadInput: no step is called so, or no reason is given.
        Conflict: the step does not lead from here, or something is missing; the reason lists what.
        PreconditionFailed: the case has moved since it was seen.
        Forbidden: it is another's part, or the person already has another part in this case.
    """
    step = BY_ID.get(taking.step)
    if step is None or step.is_edit:
        known = "、".join(f"{each.id}（{each.label}）" for each in BY_ID.values() if not each.is_edit)
        raise BadInput(f"没有步骤“{taking.step}”", f"可用：{known}", "请核对步骤")
    held = find(session, number)
    if step.id == APPROVE:
        # One approval after the other: each is checked against what the one before brought into the register.
        session.execute(select(func.pg_advisory_xact_lock(_APPROVALS)))
    if Condition.CHECKED in step.needs:
        checked(session, number, terms)
    _enter(session, held.id, taking)
    if step.id == APPROVE:
        enact(session, find(session, number))


def checked(session: Session, number: str, terms: Terms) -> None:
    """Let the checker look at every name of a case as it is now, and keep what it finds."""
    held = find(session, number)
    items = naming_items.read(session, held.id)
    found = check(session, held, items, terms.policy, terms.today)
    given = [
        {"case": held.id, "position": kept.position, "found": as_json(each)}
        for kept, each in zip(items, found, strict=True)
    ]
    keeping = text("SELECT naming.keep_findings(:case, :position, CAST(:found AS jsonb))")
    if given:
        with refusals_in_chinese(session):
            session.execute(keeping, given)


def entries(session: Session, case_id: int) -> list[Row[Any]]:
    """Every step of a case, oldest first."""
    return list(session.execute(select(ENTRIES).where(ENTRIES.c.case_id == case_id).order_by(ENTRIES.c.version)))


def contact(session: Session, case_id: int) -> str | None:
    """How the applicant is reached; None for whoever may not know."""
    return session.execute(select(APPLICANTS.c.contact).where(APPLICANTS.c.case_id == case_id)).scalar_one_or_none()


def part_of(session: Session, case_id: int) -> Part | None:
    """The part that whoever acts has in a case; None while they have none."""
    mine = select(HANDS.c.part).where(HANDS.c.case_id == case_id, HANDS.c.account == acting(session).account)
    had = session.execute(mine).scalar_one_or_none()
    return None if had is None else Part.of(had)


def next_steps(session: Session, case_id: int, day: dt.date) -> list[dict[str, Any]]:
    """The steps that lead from where the case stands, each with what is missing; `mine` says whose acts may take it."""
    role = acting(session).role
    rows = session.execute(
        text("SELECT step, label, part, to_stage, missing FROM naming.next_steps(:case, :day)"),
        {"case": case_id, "day": day},
    )
    order = list(BY_ID)
    mine = role.value if role else ""
    found = [{**row._asdict(), "mine": mine == f"name_{row.part}"} for row in rows]
    return sorted(found, key=lambda step: order.index(step["step"]))


def _enter(session: Session, case_id: int, taking: Taking) -> None:
    values = {
        "case_id": case_id,
        "version": taking.version + 1,
        "step": taking.step,
        "because": taking.because,
        "on_day": taking.on,
        "document": taking.document,
    }
    with refusals_in_chinese(session):
        # Without RETURNING: the trigger fills what the service may not write.
        session.execute(insert(ENTRIES).inline().values(values))


def _write_head(session: Session, held: Row[Any], writing: Writing) -> None:
    said = {
        "title": writing.title,
        "division": writing.division,
        "applicant": writing.applicant,
        "authority_name": writing.authority_name,
    }
    values = {name: value or None for name, value in said.items() if value is not None}
    if values:
        session.execute(update(CASES).where(CASES.c.id == held.id).values(values))
    if writing.contact is not None:
        session.execute(delete(APPLICANTS).where(APPLICANTS.c.case_id == held.id))
        if writing.contact:
            session.execute(insert(APPLICANTS).values(case_id=held.id, contact=writing.contact))


def _write_authority(session: Session, case_id: int, items: Sequence[Item], terms: Terms) -> None:
    """Who approves follows from the names (Art. 12); what it is called follows, until the draft says it otherwise."""
    authority = naming_items.authority_of(items, terms.by_province)
    before = session.execute(select(CASES.c.authority).where(CASES.c.id == case_id)).scalar_one()
    now = None if authority is None else authority.value
    here = update(CASES).where(CASES.c.id == case_id)
    if now != before:
        session.execute(here.values(authority=now, authority_name=None))
    if authority is not None:
        named = _government() if authority is NameAuthority.COUNTY_GOVERNMENT else authority.label
        session.execute(here.where(CASES.c.authority_name.is_(None)).values(authority_name=named))


def _government() -> Any:  # noqa: ANN401  # a clause of SQL
    """The government of the county a case lies in, as the register of divisions names it."""
    divisions = table_of("divisions")
    return (
        select(func.concat(divisions.c.name, "人民政府"))
        .where(divisions.c.code == func.left(CASES.c.division, 6), func.upper_inf(divisions.c.valid))
        .limit(1)
        .scalar_subquery()
    )
