"""The schema of the job queue, which is procrastinate's own.

Decided: the queue's tables are not ours, so no migration of ours copies them. `migrate` applies the SQL that the
installed package ships, into the schema `queue`, and notes the package's version as that schema's comment; a newer
package applies its own migrations from there on. A database made by a newer package is refused.
"""

import re
from importlib import metadata
from pathlib import Path

import psycopg
from sqlalchemy import Connection, text

from data.errors import Unavailable

SCHEMA = "queue"
# Its functions name their tables without a schema, so whoever speaks to the queue looks there first.
SEARCH_PATH = f"{SCHEMA},public"

Version = tuple[int, ...]
_STEP = re.compile(r"^(\d+)\.(\d+)\.(\d+)_\d+_.+\.sql$")


def bring_up(connection: Connection) -> None:
    """Create the queue, or bring it to the installed package's version, in the caller's transaction.

    Raises:
        Unavailable: the database's queue is newer than the installed package.
    """
    kept, installed = version_kept(connection), version_installed()
    if kept == installed:
        return
    if kept is not None and kept > installed:
        raise Unavailable(
            f"数据库里的任务队列是 {_spell(kept)} 版，程序只懂 {_spell(installed)} 版",
            "数据库由更新的程序建立",
            "请升级程序",
        )
    connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
    before = connection.scalar(text("SELECT current_setting('search_path')"))
    _search(connection, SEARCH_PATH)
    for statements in _first_schema() if kept is None else _steps_after(kept):
        _run(connection, statements)
    _search(connection, before or "public")
    connection.execute(text(f"COMMENT ON SCHEMA {SCHEMA} IS '{_spell(installed)}'"))


def version_kept(connection: Connection) -> Version | None:
    """The package version the database's queue stands at; None when there is no queue."""
    noted = connection.scalar(text("SELECT obj_description(to_regnamespace(:name), 'pg_namespace')"), {"name": SCHEMA})
    return _numbers(noted) if noted else None


def version_installed() -> Version:
    """The version of the package at hand."""
    return _numbers(metadata.version("procrastinate"))


def _first_schema() -> list[str]:
    from procrastinate.schema import SchemaManager

    return [SchemaManager.get_schema()]


def _steps_after(kept: Version) -> list[str]:
    from procrastinate.schema import SchemaManager

    files = sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))
    numbered = [(file, found) for file in files if (found := _STEP.match(file.name))]
    return [
        file.read_text(encoding="utf-8")
        for file, found in numbered
        if tuple(int(part) for part in found.groups()) > kept
    ]


def _run(connection: Connection, statements: str) -> None:
    # Many statements at once need the simple protocol, which the driver uses when there are no parameters.
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError("the archive speaks psycopg")
    driver.execute(statements.encode())


def _search(connection: Connection, path: str) -> None:
    connection.execute(text("SELECT set_config('search_path', :path, true)"), {"path": path})


def _numbers(version: str) -> Version:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def _spell(version: Version) -> str:
    return ".".join(map(str, version))
