"""Accounts in the database: what the service may do for whom, whatever its code wished to."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice
from threading import Event

import psycopg
import pytest
from argon2 import PasswordHasher
from sqlalchemy import ColumnElement, Engine, delete, func, insert, make_url, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from data import accounts, database_roles, passwords
from data.access_tables import ACCOUNTS, SESSIONS, TOKENS
from data.accounts import Amendment
from data.acting import PUBLIC, Actor, act
from data.engine import session
from data.errors import BadInput, Conflict, Forbidden, NotFound, Unavailable
from layers.rights import Role
from tests.people import person

TOWN, ELSEWHERE = "430621100", "430681"


def made(owner: Engine, role: Role, division: str = "430621", *, may_write: bool = True) -> Actor:
    with session(owner) as opened:
        return person(opened, role, division, may_write=may_write)


def refused(service: Engine, actor: Actor, of: Actor, **values: object) -> bool:
    """Whether the database refuses a change of somebody's account in a transaction of the actor."""
    try:
        with session(service, actor=actor) as opened:
            opened.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == of.account).values(values))
    except DBAPIError as refusal:
        return getattr(refusal.orig, "sqlstate", None) == "42501"
    return False


@pytest.mark.parametrize(
    "change",
    [
        {"role": "administrator"},
        {"division": "430000"},
        {"name": "somebody-else"},
        {"disabled_at": func.now()},
        {"db_role": "postgres"},
        {"created_by": "nobody"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_nobody_raises_himself(owner: Engine, service: Engine, change: dict[str, object]) -> None:
    steward = made(owner, Role.STEWARD)
    assert refused(service, steward, steward, **change)


@pytest.mark.parametrize(
    "change",
    [
        {"password_hash": "x"},
        {"totp_secret": "x"},
        {"totp_on": True},
        {"must_change": True},
        {"oidc_subject": "x"},
        {"last_sign_in_at": func.now()},
    ],
    ids=lambda change: next(iter(change)),
)
def test_secrets_are_the_persons_own(owner: Engine, service: Engine, change: dict[str, object]) -> None:
    steward, other = made(owner, Role.STEWARD), made(owner, Role.STEWARD)
    assert refused(service, other, steward, **change)
    assert refused(service, PUBLIC, steward, **change)
    assert not refused(service, steward, steward, **change)


def test_an_identity_of_elsewhere_is_put_on_once_and_taken_off_by_an_administrator(
    owner: Engine, service: Engine
) -> None:
    steward, administrator = made(owner, Role.STEWARD), made(owner, Role.ADMINISTRATOR)
    assert not refused(service, steward, steward, oidc_subject="first")
    assert refused(service, steward, steward, oidc_subject="second")
    assert not refused(service, administrator, steward, oidc_subject=None)


def test_an_administrator_governs_the_own_division_and_below_with_the_right_to_write(
    owner: Engine, service: Engine
) -> None:
    administrator, steward, clerk = (
        made(owner, Role.ADMINISTRATOR),
        made(owner, Role.STEWARD),
        made(owner, Role.VIEWER, TOWN),
    )
    stranger = made(owner, Role.VIEWER, ELSEWHERE)
    reader = Actor(
        administrator.account, administrator.name, administrator.role, administrator.division, may_write=False
    )
    assert not refused(service, administrator, clerk, role="planner")
    assert refused(service, administrator, stranger, role="planner")
    assert refused(service, administrator, clerk, division=ELSEWHERE)
    assert refused(service, administrator, clerk, db_role="postgres")
    assert refused(service, reader, clerk, role="steward")
    assert refused(service, steward, clerk, role="inspector")
    township = made(owner, Role.ADMINISTRATOR, TOWN)
    assert refused(service, township, steward, disabled_at=func.now())
    assert not refused(service, township, clerk, disabled_at=func.now())


def test_only_an_administrator_makes_accounts_and_nobody_deletes_one(owner: Engine, service: Engine) -> None:
    values = {"name": "made-by-hand", "role": "administrator", "division": "430621", "created_by": "x"}
    for actor in (PUBLIC, made(owner, Role.STEWARD), made(owner, Role.ADMINISTRATOR, TOWN)):
        with pytest.raises(DBAPIError, match="系统管理员可以建立账号"), session(service, actor=actor) as opened:
            opened.execute(insert(ACCOUNTS).values(values))
    administrator = made(owner, Role.ADMINISTRATOR)
    with session(service, actor=administrator) as opened:
        opened.execute(insert(ACCOUNTS).values(values))
    with pytest.raises(DBAPIError, match="permission denied"), session(service, actor=administrator) as opened:
        opened.execute(delete(ACCOUNTS))


def test_a_token_is_issued_by_its_person_and_taken_back_by_an_administrator(owner: Engine, service: Engine) -> None:
    steward, administrator = made(owner, Role.STEWARD), made(owner, Role.ADMINISTRATOR)
    values = {"account_id": steward.account, "title": "x", "token_hash": b"x", "scopes": ["read"]}
    for actor in (PUBLIC, administrator):
        with pytest.raises(DBAPIError, match="令牌只能由本人签发"), session(service, actor=actor) as opened:
            opened.execute(insert(TOKENS).values(values))
    with session(service, actor=steward) as opened:
        opened.execute(insert(TOKENS).values(values))

    def allowed(actor: Actor, value: dict[str, ColumnElement[object] | object]) -> bool:
        try:
            with session(service, actor=actor) as opened:
                opened.execute(update(TOKENS).values(value))
        except DBAPIError:
            return False
        return True

    assert allowed(PUBLIC, {"last_used_at": func.now()})
    assert not allowed(PUBLIC, {"scopes": ["read", "write"]})
    assert not allowed(administrator, {"account_id": administrator.account})
    assert not allowed(PUBLIC, {"revoked_at": func.now()})
    assert allowed(administrator, {"revoked_at": func.now()})
    assert not allowed(administrator, {"revoked_at": None})


def test_a_session_is_opened_in_the_persons_own_transaction(owner: Engine, service: Engine) -> None:
    steward = made(owner, Role.STEWARD)
    values = {"account_id": steward.account, "token_hash": b"x", "csrf": "x", "expires_at": func.now()}
    with pytest.raises(DBAPIError, match="会话只能由本人登录建立"), session(service, actor=PUBLIC) as opened:
        opened.execute(insert(SESSIONS).values(values))
    with session(service, actor=steward) as opened:
        opened.execute(insert(SESSIONS).values(values))
    with pytest.raises(DBAPIError, match="permission denied"), session(service, actor=steward) as opened:
        opened.execute(update(SESSIONS).values(account_id=1))


@pytest.fixture
def qgis(owner: Engine) -> Iterator[tuple[accounts.Account, str, str]]:
    """A steward with a database role of her own: the account, the role and its password."""
    with session(owner) as opened:
        new, _ = accounts.add(opened, "wangfang", Role.STEWARD, "430621")
        role, password = database_roles.open_to(opened, new)
    yield new, role, password
    with owner.begin() as connection:
        connection.execute(text(f'DROP ROLE "{role}"'))


def direct(url: str, role: str, password: str) -> psycopg.Connection[tuple[object, ...]]:
    own = make_url(url).set(drivername="postgresql", username=role, password=password)
    return psycopg.connect(own.render_as_string(hide_password=False))


def test_a_persons_own_database_role_reads_layers_as_the_person_and_no_secret(
    own_database: str, qgis: tuple[accounts.Account, str, str]
) -> None:
    _, role, password = qgis
    assert role.startswith(make_url(own_database).database or "?")
    with direct(own_database, role, password) as person_in_qgis:
        assert person_in_qgis.execute("SELECT count(*) FROM register.nursing_homes").fetchone() == (0,)
        for table in ("accounts", "sessions", "tokens", "attempts", "oidc_flows"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), person_in_qgis.transaction():
                person_in_qgis.execute(f"SELECT * FROM access.{table}")


def test_a_new_password_replaces_the_old_and_a_closed_account_comes_in_no_more(
    own_database: str, owner: Engine, qgis: tuple[accounts.Account, str, str]
) -> None:
    account, role, old = qgis
    with session(owner) as opened:
        again, new = database_roles.open_to(opened, accounts.by_id(opened, account.id))
    assert (again, new != old) == (role, True)
    with pytest.raises(psycopg.OperationalError):
        direct(own_database, role, old)
    direct(own_database, role, new).close()
    with session(owner) as opened:
        database_roles.shut(opened, accounts.by_id(opened, account.id))
    with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
        direct(own_database, role, new)
    with session(owner) as opened:
        database_roles.let_in(opened, accounts.by_id(opened, account.id))
    direct(own_database, role, new).close()


def test_an_account_called_like_a_role_of_the_server_takes_over_nothing(owner: Engine) -> None:
    with session(owner) as opened:
        database = opened.scalar(select(func.current_database()))
        opened.execute(text(f'CREATE ROLE "{database}_service"'))
        new, _ = accounts.add(opened, "service", Role.VIEWER, "430621")
        role, _ = database_roles.open_to(opened, new)
        assert role == f"{database}_service_{new.id}"
        opened.rollback()


@pytest.mark.parametrize("name", ["", " ", "a b", "a/b", "x" * 65, "王芳'; --"])
def test_a_strange_name_is_refused(session_of_owner: Session, name: str) -> None:
    with pytest.raises(BadInput, match="不能用"):
        accounts.add(session_of_owner, name, Role.VIEWER, "430621")


def test_names_are_one_however_they_are_written(session_of_owner: Session) -> None:
    accounts.add(session_of_owner, "Wang.Fang", Role.VIEWER, "430621")
    assert accounts.find(session_of_owner, " wang.fang ").name == "wang.fang"
    with pytest.raises(Conflict, match="已经存在"):
        accounts.add(session_of_owner, "WANG.FANG", Role.VIEWER, "430621")


def test_the_last_administrator_stays(session_of_owner: Session) -> None:
    first, _ = accounts.add(session_of_owner, "first", Role.ADMINISTRATOR, "430621")
    for wish in (Amendment(disabled=True), Amendment(role=Role.VIEWER)):
        with pytest.raises(Conflict, match="最后一个"), session_of_owner.begin_nested():
            accounts.amend(session_of_owner, first.id, wish)
    second, _ = accounts.add(session_of_owner, "second", Role.ADMINISTRATOR, "430621")
    assert accounts.amend(session_of_owner, first.id, Amendment(disabled=True)).disabled_at
    with pytest.raises(Conflict), session_of_owner.begin_nested():
        accounts.amend(session_of_owner, second.id, Amendment(disabled=True))


def test_an_administrator_of_a_town_knows_nobody_beyond_it(session_of_owner: Session) -> None:
    here, _ = accounts.add(session_of_owner, "here", Role.VIEWER, TOWN)
    beyond, _ = accounts.add(session_of_owner, "beyond", Role.VIEWER, "430621")
    act(session_of_owner, Actor(here.id, "town", Role.ADMINISTRATOR, TOWN, may_write=True))
    assert [account.name for account in accounts.everyone(session_of_owner)] == ["here"]
    unknown = beyond.id + 1000
    with pytest.raises(NotFound) as kept_from_me:
        accounts.by_id(session_of_owner, beyond.id)
    with pytest.raises(NotFound) as never:
        accounts.by_id(session_of_owner, unknown)
    assert str(kept_from_me.value).replace(str(beyond.id), "N") == str(never.value).replace(str(unknown), "N")
    with pytest.raises(Forbidden):
        accounts.add(session_of_owner, "above", Role.VIEWER, "430621")


@pytest.fixture
def session_of_owner(session: Session) -> Session:
    return session


def test_a_hash_made_with_older_parameters_is_told() -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("a kettle, two bridges")
    assert passwords.verify(old, "a kettle, two bridges") == passwords.Verdict(is_right=True, is_outdated=True)
    assert passwords.verify(passwords.hashed("a kettle, two bridges"), "a kettle, two bridges").is_outdated is False
    assert passwords.verify(old, "another") == passwords.Verdict(is_right=False)
    assert passwords.verify(None, "another") == passwords.Verdict(is_right=False)
    assert passwords.verify("not a hash", "another") == passwords.Verdict(is_right=False)


def test_a_password_is_the_same_however_its_letters_are_composed() -> None:
    assert passwords.verify(passwords.hashed("caf\u00e9 on the corner"), "cafe\u0301 on the corner").is_right


@pytest.mark.parametrize("good", ["correct horse battery", "九寨沟的雨下了三天三夜", "admin went over the hill"])
def test_a_long_password_of_ones_own_is_taken(good: str) -> None:
    passwords.check(good, "lisi")


def test_one_time_passwords_are_legible_and_good_enough_for_the_rule() -> None:
    made_now = {passwords.one_time() for _ in range(200)}
    assert len(made_now) == 200
    assert not set("".join(made_now)) & set("01lIoO")
    for one in made_now:
        passwords.check(one, "lisi")


def test_a_flood_of_passwords_is_turned_away_and_leaves_threads_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, going = passwords.hashed("a kettle, two bridges"), Event()

    class Slow:
        def verify(self, *_: str) -> bool:
            return bool(going.wait(timeout=30))

        def check_needs_rehash(self, _: str) -> bool:
            return False

    passwords.verify(kept, "warm")
    monkeypatch.setattr(passwords, "HASHER", Slow())
    with ThreadPoolExecutor(30) as crowd:
        waiting = [crowd.submit(passwords.verify, kept, "x") for _ in range(30)]
        turned_away = list(islice(as_completed(waiting, timeout=30), 18))
        going.set()
    assert all(isinstance(one.exception(), Unavailable) for one in turned_away)
    assert [one.exception() for one in waiting if one not in turned_away] == [None] * 12
