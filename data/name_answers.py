"""Answers to findings: the reason a reviewer gave for a name in spite of a rule, kept and shown in every later check.

An answer speaks of one name of one kind in one division, of one rule, and of one other name when the rule is about
likeness. It never changes; a later one counts.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from data import audit
from data.acting import acting
from data.errors import Forbidden, Unauthenticated
from data.name_rule_tables import NAME_ANSWERS
from data.refusals import refusals_in_chinese
from layers.name_kinds import NameForm, word_of
from layers.naming import NameAnswer, NameFinding

DEED = "name-answer"


@dataclass(frozen=True)
class KeptAnswer:
    """An answer as it is kept; without `conflict_code` it answers the rule whatever the other names."""

    id: int
    name: str
    kind: str
    division: str
    rule: str
    conflict_code: str | None
    because: str
    at: dt.datetime
    by_name: str


@dataclass(frozen=True)
class NewAnswer:
    """An answer somebody gives."""

    name: str
    form: NameForm
    division: str
    rule: str
    because: str
    conflict_code: str | None = None


def enter(session: Session, new: NewAnswer) -> KeptAnswer:
    """Keep an answer.

    Raises:
        Unauthenticated: nobody is signed in.
        Forbidden: who acts is neither reviewer, approver nor steward of the division.
        BadInput: the reason is empty or too long.
    """
    if not session.scalar(select(func.access.answers_names(new.division))):
        if acting(session).is_public:
            raise Unauthenticated("说明理由须登录")
        who = "由该行政区划的地名审核人、地名审批人或数据管理员说明"
        raise Forbidden("您不能对检查结果作说明", who, "请把理由告诉他们")
    given = {
        "name": new.name,
        "kind": word_of(new.form),
        "division": new.division,
        "rule": new.rule,
        "conflict_code": new.conflict_code,
        "because": new.because.strip(),
    }
    with refusals_in_chinese(session):
        row = session.execute(insert(NAME_ANSWERS).values(given).returning(*_COLUMNS)).one()
    audit.note(session, DEED, new.name, {key: value for key, value in given.items() if key != "name"})
    return KeptAnswer(**row._asdict())


def answers(
    session: Session, *, name: str | None = None, division: str | None = None, rule: str | None = None, limit: int = 200
) -> list[KeptAnswer]:
    """Answers, newest first; of a name, of a division and all below, to a rule."""
    chosen = select(*_COLUMNS).order_by(NAME_ANSWERS.c.id.desc()).limit(limit)
    if name is not None:
        chosen = chosen.where(NAME_ANSWERS.c.name == name)
    if division is not None:
        chosen = chosen.where(NAME_ANSWERS.c.division.startswith(division, autoescape=True))
    if rule is not None:
        chosen = chosen.where(NAME_ANSWERS.c.rule == rule)
    return [KeptAnswer(**row._asdict()) for row in session.execute(chosen)]


def counted(session: Session) -> dict[str, int]:
    """How many answers each rule has been given."""
    chosen = select(NAME_ANSWERS.c.rule, func.count().label("answers")).group_by(NAME_ANSWERS.c.rule)
    return {row.rule: row.answers for row in session.execute(chosen.order_by(NAME_ANSWERS.c.rule))}


def answered(
    session: Session, name: str, form: NameForm, division: str | None, findings: Sequence[NameFinding]
) -> list[NameFinding]:
    """The findings, each with the answer it has been given before.

    An answer given for a division holds in it and below. A finding about other names is answered when the rule is, or
    each of the names.
    """
    if not findings or acting(session).is_public:
        return list(findings)
    chosen = select(*_COLUMNS).where(NAME_ANSWERS.c.name == name, NAME_ANSWERS.c.kind == word_of(form))
    rows = [KeptAnswer(**row._asdict()) for row in session.execute(chosen.order_by(NAME_ANSWERS.c.id))]
    holding = [row for row in rows if division is None or division.startswith(row.division)]
    return [replace(each, answer=_answer(each, holding)) for each in findings] if holding else list(findings)


def _answer(finding: NameFinding, holding: Iterable[KeptAnswer]) -> NameAnswer | None:
    own = [row for row in holding if row.rule == finding.rule]
    by_code = {row.conflict_code: row for row in own}
    codes = {conflict.code for conflict in finding.conflicts}
    each = [by_code[code] for code in codes if code is not None and code in by_code]
    last = by_code.get(None)
    if last is None and codes and len(each) == len(codes):
        last = max(each, key=lambda row: row.id)
    return None if last is None else NameAnswer(last.because, last.by_name, last.at)


_COLUMNS = [NAME_ANSWERS.c[name] for name in KeptAnswer.__dataclass_fields__]
