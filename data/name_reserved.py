"""The pool of reserved names: what the county keeps for later, by theme, division and expiry; and names to propose.

A reserved name is looked up like one of the register until it expires or is used, so nobody else is given it.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from data import audit
from data.acting import acting
from data.errors import Conflict, Forbidden, NotFound, PreconditionFailed, Unauthenticated
from data.name_rule_tables import NAME_RESERVED
from data.naming_lists import NAMES
from data.refusals import refusals_in_chinese
from layers.name_kinds import NameForm, word_of
from layers.naming import NameAsked, NameFinding
from layers.naming_rules.suggesting import Candidate, Suggestion, Theme, ranked, read_themes, thought_of

DEED = "name-reserved"
# Each candidate goes through the whole check, some ten milliseconds.
MOST_CHECKED = 60
_KEEPERS = "预留地名由本辖区的地名拟稿人、地名审批人或数据管理员维护"
Check = Callable[[NameAsked], Sequence[NameFinding]]


@dataclass(frozen=True)
class ReservedName:
    """A name kept for later; `expires_on` is the last day it is kept, None for as long as it stands."""

    name: str
    kind: str
    division: str
    theme: str
    meaning: str | None = None
    expires_on: dt.date | None = None
    used_by: str | None = None
    id: int = 0
    version: int = 1
    updated_at: dt.datetime | None = None
    by_name: str = ""


def reserved(
    session: Session,
    *,
    theme: str | None = None,
    form: NameForm | None = None,
    division: str | None = None,
    free_on: dt.date | None = None,
) -> list[ReservedName]:
    """The pool, oldest first; `free_on` leaves out what is used or has expired by that day.

    `division` finds what is reserved for it, for one above it or one below it.
    """
    chosen = select(*_COLUMNS).order_by(NAME_RESERVED.c.id)
    if theme is not None:
        chosen = chosen.where(NAME_RESERVED.c.theme == theme)
    if form is not None:
        chosen = chosen.where(NAME_RESERVED.c.kind == word_of(form))
    if division is not None:
        above = [division[:length] for length in (6, 9, 12) if length <= len(division)]
        below = NAME_RESERVED.c.division.startswith(division, autoescape=True)
        chosen = chosen.where(or_(NAME_RESERVED.c.division.in_(above), below))
    if free_on is not None:
        lasting = or_(NAME_RESERVED.c.expires_on.is_(None), NAME_RESERVED.c.expires_on >= free_on)
        chosen = chosen.where(NAME_RESERVED.c.used_by.is_(None), lasting)
    return [ReservedName(**row._asdict()) for row in session.execute(chosen)]


def reserve(session: Session, given: ReservedName) -> ReservedName:
    """Keep a name for later.

    Raises:
        Forbidden: who acts does not keep names there.
        Conflict: the division has reserved it already.
    """
    _refuse_others(session, given.division)
    values = {name: getattr(given, name) for name in _WRITTEN}
    with refusals_in_chinese(session):
        entered = insert(NAME_RESERVED).values(values).on_conflict_do_nothing().returning(*_COLUMNS)
        row = session.execute(entered).one_or_none()
    if row is None:
        what = f"“{given.name}”已在该行政区划的预留地名中"
        raise Conflict(what, "同一行政区划、同一类别只预留一次", "请改动原有的一条")
    audit.note(session, DEED, given.name, {"deed": "reserve", **_told(values)})
    return ReservedName(**row._asdict())


def amend(session: Session, number: int, version: int, changes: dict[str, Any]) -> ReservedName:
    """Change theme, meaning, expiry or use of a reserved name that is still as the writer saw it.

    Raises:
        NotFound: no such name, or not for who acts.
        PreconditionFailed: somebody changed it meanwhile.
        Forbidden: who acts does not keep names there.
    """
    standing = one(session, number)
    _refuse_others(session, standing.division)
    if standing.version != version:
        raise PreconditionFailed(f"预留地名“{standing.name}”已被改过，现为第 {standing.version} 版")
    values = {name: value for name, value in changes.items() if name in _AMENDABLE}
    chosen = update(NAME_RESERVED).where(NAME_RESERVED.c.id == number, NAME_RESERVED.c.version == version)
    written = chosen.values(**values, version=version + 1, updated_at=func.clock_timestamp())
    with refusals_in_chinese(session):
        row = session.execute(written.returning(*_COLUMNS)).one_or_none()
    if row is None:
        raise PreconditionFailed(f"预留地名“{standing.name}”刚被改过")
    audit.note(session, DEED, standing.name, {"deed": "amend", **_told(values)})
    return ReservedName(**row._asdict())


def release(session: Session, number: int) -> None:
    """Keep a name no longer.

    Raises:
        NotFound: no such name, or not for who acts.
        Forbidden: who acts does not keep names there.
    """
    standing = one(session, number)
    _refuse_others(session, standing.division)
    with refusals_in_chinese(session):
        session.execute(delete(NAME_RESERVED).where(NAME_RESERVED.c.id == number))
    audit.note(session, DEED, standing.name, {"deed": "release"})


def one(session: Session, number: int) -> ReservedName:
    """A reserved name by its number.

    Raises:
        NotFound: no such name, or not for who acts.
    """
    row = session.execute(select(*_COLUMNS).where(NAME_RESERVED.c.id == number)).one_or_none()
    if row is None:
        raise NotFound(f"没有编号为 {number} 的预留地名", "预留地名库中没有，或不在您的辖区", "请核对编号")
    return ReservedName(**row._asdict())


@cache
def themes() -> tuple[Theme, ...]:
    """The themes that ship.

    Raises:
        Refusal: their file does not follow its format.
    """
    return read_themes((NAMES / "themes.toml").read_text(encoding="utf-8"))


def suggest(
    session: Session, like: NameAsked, check: Check, today: dt.date, *, theme: str | None = None, limit: int = 10
) -> list[Suggestion]:
    """Names to propose for a place, best first: reserved ones, then words of the theme (of all themes when None).

    `like` is the place with its kind; its name, if any, gives the generic term. `check` is the whole check of a name.

    Raises:
        NotFound: no reserved name and no theme is called so.
    """
    pool = [
        Candidate(each.name, f"预留地名（主题“{each.theme}”）", each.theme, each.id)
        for each in reserved(session, theme=theme, form=like.form, division=like.division, free_on=today)
    ]
    chosen = [each for each in themes() if theme in (None, each.title)]
    if not pool and not chosen:
        known = "、".join(each.title for each in themes())
        raise NotFound(f"没有主题“{theme}”", "预留地名和采词主题中都没有", f"随附的主题：{known}")
    candidates = _distinct([*pool, *thought_of(chosen, like.kind, like.name or None)])[:MOST_CHECKED]
    return ranked([(each, _without_itself(each, check(replace(like, name=each.name)))) for each in candidates], limit)


def _without_itself(candidate: Candidate, findings: Sequence[NameFinding]) -> list[NameFinding]:
    """A reserved name is no obstacle to its own use."""
    if candidate.reserved is None:
        return list(findings)
    return [each for each in (_freed(finding, candidate.name) for finding in findings) if each is not None]


def _freed(finding: NameFinding, name: str) -> NameFinding | None:
    others = tuple(each for each in finding.conflicts if not (each.status == "reserved" and each.name == name))
    if len(others) == len(finding.conflicts):
        return finding
    return replace(finding, conflicts=others) if others else None


def _distinct(candidates: Iterable[Candidate]) -> list[Candidate]:
    return list({each.name: each for each in reversed(list(candidates))}.values())[::-1]


def _refuse_others(session: Session, division: str) -> None:
    if acting(session).is_public:
        raise Unauthenticated("预留地名须登录后维护")
    allowed = select(func.access.writes("place_names").op("AND")(func.access.covers(division)))
    if not session.scalar(select(func.access.is_console())) and not session.scalar(allowed):
        raise Forbidden("您不能改这里的预留地名", _KEEPERS, "请由他们办理")


def _told(values: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items() if value is not None}


_WRITTEN = ("name", "kind", "division", "theme", "meaning", "expires_on")
_AMENDABLE = ("theme", "meaning", "expires_on", "used_by")
_COLUMNS = [NAME_RESERVED.c[name] for name in ReservedName.__dataclass_fields__]
