"""No way round the case: no deed of a drafter or an approver makes, renames, ends or revives a standard name."""

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from data import register
from data.acting import Actor
from data.engine import session
from data.errors import Conflict
from data.refusals import refusals_in_chinese
from layers.rights import Role
from tests.data.deeds import LEDGER, NEW_YEAR
from tests.naming import A_STREET, DAY, enter, standing_name
from tests.people import person

BY_CASE = "请开立案件（POST /api/names/cases）；错别字由数据管理员更正"
LATER = DAY + dt.timedelta(30)
Deed = Callable[[Session], object]
RETIRED: dict[str, object] = {
    "status": "retired",
    "is_standard": False,
    "retired_on": DAY,
    "retirement_number": "岳县政批〔2024〕1号（示例）",
}


def changed(**given: object) -> Deed:
    record = standing_name().model_copy(update=given)
    return lambda opened: register.change(opened, record, on=DAY, provenance=LEDGER, because="变更")


def reinstated(opened: Session) -> object:
    return register.reinstate(
        opened,
        standing_name(),
        A_STREET,
        valid=(NEW_YEAR, None),
        provenance=LEDGER,
        disclosure="public",
        because="恢复",
    )


def closed_by_hand(opened: Session) -> object:
    """As one might in QGIS: the word of a change, and no successor."""
    opened.execute(text("SELECT set_config('cairn.deed', 'change', true)"))
    closing = text("UPDATE register.place_names SET valid = daterange(lower(valid), :day) WHERE code = '430621-1'")
    return opened.execute(closing, {"day": DAY})


OF_A_STANDING_NAME: dict[str, tuple[Deed, str]] = {
    "a new name": (
        lambda opened: register.enter(
            opened, standing_name("430621-2", "新路"), A_STREET, valid_from=NEW_YEAR, provenance=LEDGER
        ),
        BY_CASE,
    ),
    "another name as a correction": (
        lambda opened: register.amend(opened, standing_name(name="建没路"), as_of=DAY, because="改名"),
        BY_CASE,
    ),
    "an end": (lambda opened: register.end(opened, "place_names", "430621-1", on=DAY, because="终止"), BY_CASE),
    "another name from a day on": (changed(name="兴业路"), BY_CASE),
    "retired from a day on": (changed(**RETIRED), BY_CASE),
    "no standard name from a day on": (changed(is_standard=False), BY_CASE),
    "closed by hand": (closed_by_hand, BY_CASE),
    "its meaning": (
        lambda opened: register.amend(opened, standing_name(meaning="为建设而名"), as_of=DAY, because="补充含义"),
        "",
    ),
    "its meaning from a day on": (changed(meaning="为建设而名"), ""),
}


def answer(service: Engine, actor: Actor, deed: Deed) -> str:
    """The remedy of a refused deed, as its transaction would end; nothing is left of one that was done."""
    with session(service, actor=actor) as opened:
        try:
            deed(opened)
            with refusals_in_chinese(opened):
                opened.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        except Conflict as refusal:
            return refusal.remedy
        finally:
            opened.rollback()
    return ""


@pytest.mark.parametrize("role", [Role.NAME_DRAFTER, Role.NAME_APPROVER])
def test_a_standard_name_is_not_made_or_unmade_without_a_case(owner: Engine, service: Engine, role: Role) -> None:
    enter(owner, standing_name())
    with session(owner) as opened:
        officer, steward = person(opened, role), person(opened, Role.STEWARD)
    told = {name: answer(service, officer, deed) for name, (deed, _) in OF_A_STANDING_NAME.items()}
    assert told == {name: remedy for name, (_, remedy) in OF_A_STANDING_NAME.items()}
    assert {name: answer(service, steward, deed) for name, (deed, _) in OF_A_STANDING_NAME.items()} == dict.fromkeys(
        told, ""
    )


@pytest.mark.parametrize("role", [Role.NAME_DRAFTER, Role.NAME_APPROVER])
def test_a_name_that_has_ended_is_not_revived_without_a_case(owner: Engine, service: Engine, role: Role) -> None:
    enter(owner, standing_name())
    with session(owner) as opened:
        register.end(opened, "place_names", "430621-1", on=DAY, because="销名", document="岳县政批〔2024〕1号（示例）")
        officer, steward = person(opened, role), person(opened, Role.STEWARD)
    assert answer(service, officer, reinstated) == BY_CASE
    assert answer(service, steward, reinstated) == ""


@pytest.mark.parametrize("role", [Role.NAME_DRAFTER, Role.NAME_APPROVER])
def test_a_retired_name_is_not_changed_back_without_a_case(owner: Engine, service: Engine, role: Role) -> None:
    enter(owner, standing_name())
    with session(owner) as opened:
        retired = standing_name().model_copy(update=RETIRED)
        register.change(opened, retired, on=DAY, provenance=LEDGER, because="销名")
        officer, steward = person(opened, role), person(opened, Role.STEWARD)

    def back(opened: Session) -> object:
        return register.change(opened, standing_name(), on=LATER, provenance=LEDGER, because="改回")

    assert answer(service, officer, back) == BY_CASE
    assert answer(service, steward, back) == ""
