"""The machine in the database is the declared one, and lets through its steps only: every stage, step and office."""

from itertools import product

import pytest
from sqlalchemy import Connection, Engine, Row, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from data.acting import Actor
from data.engine import session
from layers.naming_authorities import NameAuthority
from layers.naming_cases import STEPS, Stage
from layers.naming_papers import papers_for
from layers.place_names import PlaceNameKind
from layers.rights import Role
from tests.people import person

# Every condition that asks for something is met beforehand, so that only the graph decides.
CASE = text("""
INSERT INTO naming.cases (number, kind, stage, suspended_from, version, title, division, authority, authority_name,
  notice_days, code_prefix, written_in)
VALUES (:number, 'retirement', :stage, :suspended_from, 3, '图', '430621', 'county_government', '县人民政府', 0, 'X', 0)
RETURNING id""")
STEP = text(
    "INSERT INTO naming.entries (case_id, version, step, on_day, because, document) "
    "VALUES (:case, 4, :step, '2024-12-01', '试', '〔2024〕1号')"
)
NOT_FROM_HERE, NOT_YOURS = "CR004", "42501"


def test_the_database_holds_the_declared_machine(connection: Connection) -> None:
    held = connection.execute(text("SELECT step, label, part, from_stage, to_stage FROM naming.moves"))
    assert {tuple(row) for row in held} == {
        (step.id, step.label, step.part.value, old.value, new.value) for step in STEPS for old, new in step.moves
    }
    needs = connection.execute(text("SELECT step, condition FROM naming.needs"))
    assert {tuple(row) for row in needs} == {(step.id, need.value) for step in STEPS for need in step.needs}


def test_the_database_names_stages_as_declared(connection: Connection) -> None:
    for stage in Stage:
        assert connection.scalar(text("SELECT naming.stage_label(:stage)"), {"stage": stage.value}) == stage.label


@pytest.mark.parametrize("is_protected", [True, False])
def test_the_database_asks_for_the_declared_papers(connection: Connection, is_protected: bool) -> None:
    asking = text("SELECT paper, step, label FROM naming.papers_for(:kind, :authority, :is_protected)")
    for kind, authority in product(PlaceNameKind, NameAuthority):
        given = {"kind": kind.value, "authority": authority.value, "is_protected": is_protected}
        held = {tuple(row) for row in connection.execute(asking, given)}
        declared = papers_for(kind, authority, is_protected=is_protected)
        assert held == {(paper.kind.value, paper.step, paper.kind.label) for paper in declared}


def test_every_stage_step_and_office(owner: Engine, service: Engine) -> None:
    """15 stages × 19 steps × every office and nobody: what is not declared is refused."""
    with session(owner) as opened:
        people: list[Actor | None] = [person(opened, role) for role in Role]
        opened.execute(text("DELETE FROM naming.needs"))  # the conditions have their own tests
    people.append(None)
    wrong = []
    for stage, suspended_from in [(stage, None) for stage in Stage if stage is not Stage.SUSPENDED] + [
        (Stage.SUSPENDED, Stage.CHECKING),
        (Stage.SUSPENDED, Stage.NOTICED),
    ]:
        with session(owner) as opened:
            number = f"{stage.value}-{suspended_from or ''}"
            values = {"number": number, "stage": stage.value, "suspended_from": suspended_from and suspended_from.value}
            case = opened.execute(CASE, values).scalar_one()
        for step, who in product([*[step.id for step in STEPS], "open", "fly"], people):
            with session(service, actor=who) as opened:
                found = _taken(opened, case, step)
                after = None if found else _case(opened, case)
                opened.rollback()
            expected = _expected(stage, suspended_from, step, who)
            if (found, after and after.stage) != expected:
                wrong.append((stage, step, who and who.role, found, after, expected))
    assert wrong == []


def _taken(opened: Session, case: int, step: str) -> str:
    """The state of a refusal; empty when the step was taken."""
    try:
        opened.execute(STEP, {"case": case, "step": step})
    except DBAPIError as refusal:
        return str(getattr(refusal.orig, "sqlstate", "?"))
    return ""


def _case(opened: Session, case: int) -> Row[tuple[str, int]]:
    return opened.execute(text("SELECT stage, version FROM naming.cases WHERE id = :case"), {"case": case}).one()


def _expected(stage: Stage, suspended_from: Stage | None, step_id: str, who: Actor | None) -> tuple[str, str | None]:
    """What the declaration says: nobody sees the case, offices that take no part are refused like a wrong part."""
    if who is None or who.role is None:
        return NOT_YOURS, None
    step = next((each for each in STEPS if each.id == step_id), None)
    back = suspended_from if step_id == "resume" and stage is Stage.SUSPENDED else None
    target = None if step is None else back or step.leads(stage)
    if step is None or target is None:
        return NOT_FROM_HERE, None
    return ("", target.value) if who.role is step.part.role else (NOT_YOURS, None)
