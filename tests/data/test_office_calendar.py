"""The county's table of working days: filled from the package, edited by its keepers, read by clocks."""

import datetime as dt

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from data import audit, office_calendar
from data.engine import session as opened
from data.errors import BadInput, Forbidden, NotFound
from data.office_tables import OFFICE_YEARS
from layers.clocks import Basis, Clock, DayKind
from layers.office_days import OfficeDay, OfficeYear, packaged_years
from layers.refusal import Refusal
from layers.rights import Role
from tests.layers.state_council import every_day, is_worked
from tests.people import person

D = dt.date
NEW = OfficeYear(2027, (OfficeDay(D(2027, 1, 1), False, "元旦"),), "试（虚构）")


def test_a_migrated_register_knows_every_year_of_the_package(session: Session) -> None:
    assert tuple(office_calendar.years(session)) == packaged_years()
    office = office_calendar.calendar(session)
    days = every_day(D(2021, 1, 1), D(2026, 12, 31))
    assert [day for day in days if office.is_working(day) is not is_worked(day)] == []


def test_filling_again_overwrites_nothing(session: Session) -> None:
    edited = OfficeYear(2026, (OfficeDay(D(2026, 1, 1), False, "元旦"),), "县里改过（虚构）")
    office_calendar.put_year(session, edited)
    assert office_calendar.fill(session.connection()) == ()
    assert office_calendar.kept_year(session, 2026).year == edited
    session.execute(text("DELETE FROM archive.office_years WHERE year = 2024"))
    assert office_calendar.fill(session.connection()) == (2024,)


def test_a_year_is_entered_once_published_and_noted(session: Session) -> None:
    with pytest.raises(NotFound, match="2027 年的工作日历尚未录入"):
        office_calendar.kept_year(session, 2027)
    with pytest.raises(NotFound, match="没有 2027 年的放假安排"):
        office_calendar.take_packaged(session, 2027)
    office_calendar.put_year(session, NEW)
    kept = office_calendar.kept_year(session, 2027)
    assert (kept.year, kept.updated_by) == (NEW, "console")
    assert not office_calendar.calendar(session).is_working(D(2027, 1, 1))


def test_a_year_without_a_holiday_is_no_arrangement(session: Session) -> None:
    with pytest.raises(BadInput, match="没有一个放假日"):
        office_calendar.put_year(session, OfficeYear(2027, (OfficeDay(D(2027, 1, 3), True, "上班"),), "试"))


def test_the_package_is_taken_over_what_was_edited(session: Session) -> None:
    office_calendar.put_year(session, OfficeYear(2026, (OfficeDay(D(2026, 1, 1), False, "元旦"),), "县里改过（虚构）"))
    taken = office_calendar.take_packaged(session, 2026)
    assert office_calendar.kept_year(session, 2026).year == taken
    assert len(taken.days) > 1


@pytest.mark.parametrize("role", list(Role))
def test_only_keepers_of_the_whole_county_change_the_calendar(owner: Engine, service: Engine, role: Role) -> None:
    with opened(owner) as making:
        of_county, of_town = person(making, role), person(making, role, "430621100")
    keeps = role in (Role.ADMINISTRATOR, Role.STEWARD)
    for actor, may in ((of_county, keeps), (of_town, False)):
        with opened(service, actor=actor) as acting:
            if may:
                office_calendar.put_year(acting, NEW)
            else:
                with pytest.raises(Forbidden):
                    office_calendar.put_year(acting, NEW)
                with pytest.raises(Forbidden):
                    office_calendar.reset_clock(acting, "filing")
                # The database itself refuses whoever goes round the function.
                changed = "UPDATE archive.office_years SET source = 'x' WHERE year = 2026 RETURNING year"
                assert acting.scalars(text(changed)).all() == []
    with opened(owner) as reading:
        written = reading.scalars(select(OFFICE_YEARS.c.year).where(OFFICE_YEARS.c.year == 2027)).all()
        noted = [entry for entry in audit.page(reading, 20) if entry["deed"] == "office-calendar"]
    assert len(written) == len(noted) == (1 if keeps else 0)


def test_a_clock_is_changed_over_what_ships_and_taken_back(session: Session) -> None:
    shipped = office_calendar.clocks(session).clock("project-name")
    office_calendar.put_clock(session, shipped.model_copy(update={"days": 2}))
    assert office_calendar.clocks(session).clock("project-name").days == 2
    office_calendar.reset_clock(session, "project-name")
    assert office_calendar.clocks(session).clock("project-name") == shipped
    with pytest.raises(NotFound, match="没有改写过"):
        office_calendar.reset_clock(session, "project-name")


def test_a_county_may_have_a_clock_of_its_own(session: Session) -> None:
    own = Clock(
        id="signs",
        title="设置地名标志",
        article="县里的规定（虚构）",
        basis=Basis.COUNTY,
        days=60,
        day_kind=DayKind.CALENDAR,
        starts_at=("approved",),
    )
    office_calendar.put_clock(session, own)
    assert office_calendar.clocks(session).clock("signs") == own
    with pytest.raises(Refusal, match="没有的暂停事由"):
        office_calendar.put_clock(session, own.model_copy(update={"pauses": ("lunch",)}))
