"""Row-level security: who sees and writes what, asked as the service and as a person in QGIS."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from data import features, register
from data.access_tables import RIGHTS
from data.acting import PUBLIC, Actor
from data.engine import connect, session
from data.errors import BadInput, Forbidden, Gone, NotFound
from data.leakproof import REVIEWED, missing
from layers.atlas import ATLAS
from layers.record import Disclosure
from layers.rights import Role, right
from tests.data.deeds import LEDGER, NEW_YEAR, SEAT, day, home
from tests.people import person

TODAY = day("2024-12-31")
TOWN, OTHER_TOWN = "430621100", "430621101"


@pytest.fixture
def homes(owner: Engine) -> None:
    """One home of every disclosure in each of two towns, and one that names no town."""
    with session(owner) as opened:
        for place, division in enumerate((TOWN, OTHER_TOWN, None)):
            for disclosure in Disclosure:
                record = home(f"{disclosure}-{place}", division=division)
                register.enter(opened, record, SEAT, valid_from=NEW_YEAR, provenance=LEDGER, disclosure=disclosure)


def seen(engine: Engine, actor: Actor | None) -> set[str]:
    with session(engine, actor=actor) as opened:
        return {row.number for row in features.find(opened, features.Asked("nursing_homes", TODAY), "number")}


def made(owner: Engine, role: Role, division: str = "430621") -> Actor:
    with session(owner) as opened:
        return person(opened, role, division)


def numbers(*kinds: str, places: tuple[int, ...] = (0, 1, 2)) -> set[str]:
    return {f"{kind}-{place}" for kind in kinds for place in places}


def test_the_database_has_the_table_of_rights_that_is_declared(session: Session) -> None:
    kept = {(row.role, row.layer): (row.sees, row.writes) for row in session.execute(select(RIGHTS))}
    declared = {(role, page.layer): right(role, page.layer) for role in Role for page in ATLAS}
    assert kept == {(role.value, layer.id): (held.sees.value, held.writes) for (role, layer), held in declared.items()}


@pytest.mark.usefixtures("homes")
def test_each_sees_what_the_office_reaches(owner: Engine, service: Engine) -> None:
    public = numbers("public")
    assert seen(service, PUBLIC) == public
    assert seen(service, None) == public
    assert seen(service, made(owner, Role.VIEWER)) == public | numbers("internal")
    assert seen(service, made(owner, Role.STEWARD)) == numbers("public", "internal", "restricted")
    town = made(owner, Role.STEWARD, TOWN)
    assert seen(service, town) == public | numbers("internal", "restricted", places=(0,))
    assert seen(service, made(owner, Role.STEWARD, "430600")) == numbers("public", "internal", "restricted")
    assert seen(service, made(owner, Role.STEWARD, "430000")) == numbers("public", "internal", "restricted")
    assert seen(service, made(owner, Role.STEWARD, "430681")) == public
    assert seen(owner, None) == numbers("public", "internal", "restricted")


@pytest.mark.usefixtures("homes")
def test_a_disabled_account_is_the_public_at_once(owner: Engine, service: Engine) -> None:
    steward = made(owner, Role.STEWARD)
    with session(owner) as opened:
        opened.execute(text("UPDATE access.accounts SET disabled_at = now()"))
    assert seen(service, steward) == numbers("public")


@contextmanager
def acting_as(engine: Engine, actor: Actor) -> Iterator[Session]:
    with session(engine, actor=actor) as opened:
        yield opened


def enter(engine: Engine, actor: Actor, number: str, division: str | None, disclosure: Disclosure) -> None:
    with acting_as(engine, actor) as opened:
        record = home(number, division=division)
        register.enter(opened, record, SEAT, valid_from=NEW_YEAR, provenance=LEDGER, disclosure=disclosure)


@pytest.mark.usefixtures("homes")
def test_each_writes_where_the_office_reaches(owner: Engine, service: Engine) -> None:
    town = made(owner, Role.STEWARD, TOWN)
    enter(service, town, "mine", TOWN, Disclosure.RESTRICTED)
    for division in (OTHER_TOWN, None):
        with pytest.raises(Forbidden):
            enter(service, town, "theirs", division, Disclosure.PUBLIC)
    for role in set(Role) - {Role.STEWARD}:
        with pytest.raises(Forbidden):
            enter(service, made(owner, role), "not-theirs", TOWN, Disclosure.PUBLIC)
    with pytest.raises(Forbidden):
        enter(service, PUBLIC, "nobodys", TOWN, Disclosure.PUBLIC)


@pytest.mark.usefixtures("homes")
def test_who_only_reads_writes_nothing(owner: Engine, service: Engine) -> None:
    with session(owner) as opened:
        reader = person(opened, Role.STEWARD, may_write=False)
    with pytest.raises(Forbidden):
        enter(service, reader, "new", TOWN, Disclosure.PUBLIC)


@pytest.mark.usefixtures("homes")
def test_a_row_is_not_carried_out_of_the_office(owner: Engine, service: Engine) -> None:
    town = made(owner, Role.STEWARD, TOWN)
    with acting_as(service, town) as opened, pytest.raises(Forbidden):
        register.amend(opened, home("public-0", division=OTHER_TOWN), as_of=TODAY, because="划出")
    with acting_as(service, town) as opened, pytest.raises((Forbidden, NotFound)):
        register.amend(opened, home("public-1", division=TOWN), as_of=TODAY, because="划入")


@pytest.mark.usefixtures("homes")
def test_what_was_closed_is_closed_in_its_past(owner: Engine, service: Engine) -> None:
    with session(owner) as opened:
        register.amend(
            opened, home("public-0", division=TOWN), as_of=TODAY, because="误公开", disclosure=Disclosure.RESTRICTED
        )
    with session(service, actor=PUBLIC) as opened:
        assert opened.scalar(text("SELECT count(*) FROM history.nursing_homes")) == 0
        with pytest.raises(NotFound, match="从未登记过这个标识"):
            features.item_geojson(opened, features.Asked("nursing_homes", TODAY), "public-0")
    with session(owner) as opened:
        register.end(opened, "nursing_homes", "restricted-0", on=TODAY, because="撤并")
    with session(service, actor=PUBLIC) as opened, pytest.raises(NotFound, match="从未登记过这个标识"):
        features.item_geojson(opened, features.Asked("nursing_homes", TODAY), "restricted-0")
    with session(service, actor=made(owner, Role.STEWARD)) as opened, pytest.raises(Gone):
        features.item_geojson(opened, features.Asked("nursing_homes", TODAY), "restricted-0")


@pytest.mark.usefixtures("homes")
def test_a_person_in_qgis_obeys_the_same_rule(owner: Engine) -> None:
    """A database role of the person's own: whatever the session states, the role decides."""
    steward, town = made(owner, Role.STEWARD), made(owner, Role.STEWARD, TOWN)
    with session(owner) as opened:
        opened.execute(text("DROP ROLE IF EXISTS test_person"))
        opened.execute(text("CREATE ROLE test_person LOGIN PASSWORD 'a person' IN ROLE cairn_person"))
        opened.execute(text("UPDATE access.accounts SET db_role = 'test_person' WHERE id = :id"), {"id": town.account})
    address = owner.url.set(username="test_person", password="a person").render_as_string(hide_password=False)
    person_engine = connect(address)
    try:
        assert seen(person_engine, steward) == numbers("public") | numbers("internal", "restricted", places=(0,))
        with acting_as(person_engine, steward) as opened:
            register.enter(opened, home("by-qgis", division=TOWN), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
            assert (
                opened.scalar(text("SELECT recorded_by FROM register.nursing_homes WHERE number = 'by-qgis'"))
                == town.name
            )
        with pytest.raises(Forbidden):
            enter(person_engine, steward, "else", OTHER_TOWN, Disclosure.PUBLIC)
    finally:
        person_engine.dispose()
        with session(owner) as opened:
            opened.execute(text("DROP ROLE test_person"))


def test_the_service_owns_nothing(service: Engine) -> None:
    owned = text("SELECT relname FROM pg_class WHERE pg_get_userbyid(relowner) = 'cairn_service'")
    with session(service) as opened:
        assert opened.execute(owned).all() == []
        assert (
            opened.scalar(text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")) is False
        )
        # Notices are the service's own, for its tiles: nobody else may read them.
        tables = """SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND NOT relrowsecurity
            AND relnamespace = ANY ('{register,history}'::regnamespace[]) AND relname <> 'notices'"""
        assert opened.execute(text(tables)).all() == []


def test_only_an_administrator_says_who_a_person_is(owner: Engine, service: Engine) -> None:
    viewer, administrator = made(owner, Role.VIEWER), made(owner, Role.ADMINISTRATOR)
    promote = text("UPDATE access.accounts SET role = 'steward' WHERE id = :id")
    with session(service, actor=viewer) as opened, pytest.raises(Exception, match="只有本辖区的系统管理员"):
        opened.execute(promote, {"id": viewer.account})
    with session(service, actor=administrator) as opened:
        opened.execute(promote, {"id": viewer.account})
    town = made(owner, Role.ADMINISTRATOR, TOWN)
    with session(service, actor=town) as opened, pytest.raises(Exception, match="只有本辖区的系统管理员"):
        opened.execute(promote, {"id": administrator.account})


def test_the_reviewed_operators_are_leakproof(owner: Engine) -> None:
    with owner.begin() as connection:
        assert missing(connection) == []
        connection.execute(text("ALTER FUNCTION public.geometry_overlaps(geometry, geometry) NOT LEAKPROOF"))
        assert missing(connection) == list(REVIEWED[:1])
        connection.rollback()


def test_a_row_that_breaks_a_law_is_still_said_to(owner: Engine, service: Engine) -> None:
    with acting_as(service, made(owner, Role.STEWARD)) as opened, pytest.raises(BadInput):
        register.enter(opened, home(), None, valid_from=NEW_YEAR, provenance=LEDGER)
