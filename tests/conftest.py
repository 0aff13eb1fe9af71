"""A real migrated PostGIS per worker; one rolled-back transaction per test, or a database of its own.

One throw-away server serves the whole run; the first test that asks for a database starts it. With
`CAIRN_DATABASE_URL` set, that server is used instead: databases `cairn_test_…` come and go beside the named one.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, Engine, make_url
from sqlalchemy.orm import Session

from data.disposable_postgis import throw_away
from data.local_postgis import LocalPostgis

pytest_plugins = ["tests.goldens_plugin"]

TEMPLATE = "cairn_test_template"
CLUSTER = pytest.StashKey[str]()
NUMBERS = count(1)


def pytest_configure(config: pytest.Config) -> None:
    """Reserve the run's server, so that it ends with the run; its workers are told where it is."""
    handed_down: dict[str, Any] | None = getattr(config, "workerinput", None)
    if handed_down is not None:
        config.stash[CLUSTER] = handed_down["cluster"]
    elif named_server() is None:
        leash = ExitStack()
        config.stash[CLUSTER] = str(leash.enter_context(throw_away()).folder)
        config.add_cleanup(leash.close)
    else:
        config.stash[CLUSTER] = ""
        config.add_cleanup(lambda: drop(named_server() or "", TEMPLATE))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:  # noqa: ANN401  # xdist publishes no type for it
    """Tell a worker where the run's server is."""
    node.workerinput["cluster"] = node.config.stash[CLUSTER]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:  # noqa: ANN401  # the same
    """Keep a file's tests together, and all that drive the browser: one service, one county, one browser."""
    from xdist.scheduler import LoadScopeScheduling

    scheduler = LoadScopeScheduling(config, log)
    scheduler._split_scope = lambda test: "browser" if test.startswith("tests/browser/") else test.split("::")[0]
    return scheduler


def named_server() -> str | None:
    """The server that the person who runs the tests names."""
    named = os.environ.get("CAIRN_DATABASE_URL")
    return make_url(named).set(drivername="postgresql").render_as_string(hide_password=False) if named else None


@pytest.fixture(scope="session")
def server(pytestconfig: pytest.Config) -> str:
    """Address of a database on the run's server, from which others are made."""
    return named_server() or LocalPostgis(Path(pytestconfig.stash[CLUSTER]), durable=False).start()


@pytest.fixture(scope="session")
def worker(pytestconfig: pytest.Config) -> str:
    """This worker's name: gw0, gw1 …, or alone."""
    handed_down: dict[str, Any] = getattr(pytestconfig, "workerinput", {})
    return str(handed_down.get("workerid", "alone"))


@pytest.fixture(scope="session")
def template(server: str, pytestconfig: pytest.Config) -> str:
    """Name of the migrated database that all others are copies of; the first worker of a run makes it."""
    from data.engine import migrate

    handed_down: dict[str, Any] = getattr(pytestconfig, "workerinput", {})
    run = handed_down.get("testrunuid", str(os.getpid()))
    with psycopg.connect(server, autocommit=True) as maintenance:
        maintenance.execute("SELECT pg_advisory_lock(hashtext(%s))", (TEMPLATE,))
        made = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
        if maintenance.execute(made, (TEMPLATE,)).fetchone() != (run,):
            maintenance.execute(f"DROP DATABASE IF EXISTS {TEMPLATE} WITH (FORCE)")
            maintenance.execute(f"CREATE DATABASE {TEMPLATE} TEMPLATE template0 ENCODING 'UTF8'")
            migrate(address(server, TEMPLATE))
            maintenance.execute(f"COMMENT ON DATABASE {TEMPLATE} IS '{run}'")
    return TEMPLATE


@pytest.fixture(scope="session")
def database_url(server: str, template: str, worker: str) -> Iterator[str]:
    """This worker's migrated database; what a test writes there it must roll back."""
    yield from copied(server, template, f"cairn_test_{worker}")


@pytest.fixture
def own_database(server: str, template: str, worker: str) -> Iterator[str]:
    """A migrated database of the test's own, for tests of history, notifications, locks and crashes, which commit."""
    yield from copied(server, template, f"cairn_test_{worker}_own_{next(NUMBERS)}")


@pytest.fixture(scope="session")
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on this worker's database."""
    from data.engine import connect

    engine = connect(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A connection in one transaction that is rolled back when the test ends."""
    with engine.connect() as connection, connection.begin() as transaction:
        yield connection
        transaction.rollback()


@pytest.fixture
def session(connection: Connection) -> Iterator[Session]:
    """A session in the test's transaction; its commits are savepoints there."""
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        yield session


def copied(server: str, template: str, name: str) -> Iterator[str]:
    """A copy of the template for as long as it is needed."""
    drop(server, name)
    with psycopg.connect(server, autocommit=True) as maintenance:
        maintenance.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield address(server, name)
    drop(server, name)


def drop(server: str, name: str) -> None:
    """Drop a database even while someone still holds a connection to it."""
    with psycopg.connect(server, autocommit=True) as maintenance:
        maintenance.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def address(server: str, database: str) -> str:
    """The address of another database on the same server."""
    return make_url(server).set(database=database).render_as_string(hide_password=False)
