"""Connect to PostGIS; one transaction per request; bring the schema up to date."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.orm import Session

from data.acting import Actor, act
from data.errors import Unavailable
from data.history import sign
from data.queue_schema import bring_up, version_installed, version_kept
from data.service_role import let_service_in, open_to_service

if TYPE_CHECKING:
    from alembic.config import Config

PROJECT_FILE = Path(__file__).resolve().parents[1] / "pyproject.toml"
OLDEST_POSTGRESQL = 15
OLDEST_POSTGIS = (3, 3)
_PATIENCE_S = 30
# Dates and moments are printed in the county's own time; compiling plans costs more than county queries take.
_SERVER_OPTIONS = "-c timezone=Asia/Shanghai -c jit=off"
_NOT_PERMITTED = "42501"
_MIGRATION_LOCK = "hashtext('cairn.migrate')"


def connect(url: str) -> Engine:
    """An engine on psycopg 3; `postgresql://` and `postgresql+psycopg://` are both accepted.

    Raises:
        Unavailable: the address cannot be read.
    """
    options = {"options": _SERVER_OPTIONS, "application_name": "cairn"}
    return create_engine(normal_url(url), connect_args=options, pool_pre_ping=True, pool_size=8, max_overflow=8)


def normal_url(url: str) -> URL:
    """The address as SQLAlchemy needs it.

    Raises:
        Unavailable: the address cannot be read or is of another database.
    """
    try:
        address = make_url(url)
    except ArgumentError as refusal:
        raise Unavailable(
            "数据库地址无法识别", "应形如 postgresql://用户@主机:端口/库名", "请检查 CAIRN_DATABASE_URL"
        ) from refusal
    if address.get_backend_name() != "postgresql":
        raise Unavailable(
            f"不支持 {address.get_backend_name()} 数据库", "登记册建在 PostGIS 上", "请使用带 PostGIS 的 PostgreSQL"
        )
    return address.set(drivername="postgresql+psycopg")


def driver_url(url: str) -> str:
    """The address as psycopg itself needs it, password included."""
    return normal_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


@contextmanager
def session(
    engine: Engine,
    clerk: str | None = None,
    *,
    actor: Actor | None = None,
    settings: Mapping[str, str] | None = None,
) -> Iterator[Session]:
    """One transaction: committed when the block ends, rolled back when it raises.

    `actor` is who acts in it; without one it is the database role's own. `clerk` signs every entry written in it;
    without one the actor or the database role signs. `settings` of the server hold for an actor's transaction.
    """
    with Session(engine) as opened, opened.begin():
        if actor:
            act(opened, actor, settings=settings)
        if clerk:
            sign(opened, clerk=clerk)
        yield opened


def check_server(connection: Connection) -> None:
    """Refuse a server that cannot keep the register.

    Raises:
        Unavailable: PostgreSQL or PostGIS is too old, or PostGIS is not installed there.
    """
    version = connection.scalar(text("SELECT current_setting('server_version_num')::int / 10000")) or 0
    offered = connection.scalar(text("SELECT default_version FROM pg_available_extensions WHERE name = 'postgis'"))
    installed = connection.scalar(text("SELECT extversion FROM pg_extension WHERE extname = 'postgis'"))
    check_versions(version, installed or offered)


def check_versions(postgresql: int, postgis: str | None) -> None:
    """Refuse what is older than we have tried.

    Raises:
        Unavailable: one of the two is too old, or PostGIS is missing.
    """
    if postgresql < OLDEST_POSTGRESQL:
        raise Unavailable(f"PostgreSQL {postgresql} 太旧", f"需要 {OLDEST_POSTGRESQL} 或更新版本", "请升级数据库服务器")
    if postgis is None:
        raise Unavailable("数据库服务器没有 PostGIS", "登记册建在 PostGIS 上", "请安装 PostGIS 3.3 或更新版本后重试")
    if tuple(int(part) for part in postgis.split(".")[:2]) < OLDEST_POSTGIS:
        raise Unavailable(
            f"PostGIS {postgis} 太旧", "需要 3.3 或更新版本", "请升级后执行 ALTER EXTENSION postgis UPDATE"
        )


def migrate(url: str) -> None:
    """Bring the database to the newest revision; safe to call from several processes at once.

    Raises:
        Unavailable: the server is too old, not reachable, busy, or does not permit what is needed.
    """
    from data.office_calendar import fill

    engine = connect(url)
    try:
        with engine.begin() as connection:
            _alone(connection)
            check_server(connection)
            _upgrade(connection)
            bring_up(connection)
            fill(connection)
            open_to_service(connection)
        let_service_in(engine)
    except OperationalError as refusal:
        raise Unavailable("数据库连接不上或正忙", _first_line(refusal), "请确认地址正确、服务已启动后重试") from refusal
    except DBAPIError as refusal:
        raise _refused_upgrade(refusal) from refusal
    finally:
        engine.dispose()


def is_migrated(engine: Engine) -> bool:
    """Whether the database stands at the newest revision of this checkout."""
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    newest = set(ScriptDirectory.from_config(_alembic()).get_heads())
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table_schema": "archive"})
        return set(context.get_current_heads()) == newest and version_kept(connection) == version_installed()


def _alone(connection: Connection) -> None:
    connection.execute(text(f"SET LOCAL lock_timeout = '{_PATIENCE_S}s'"))
    connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))


def _upgrade(connection: Connection) -> None:
    from alembic import command

    # Alembic keeps its own note in our schema, so the schema precedes the first migration.
    connection.execute(text("CREATE SCHEMA IF NOT EXISTS archive"))
    settings = _alembic()
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")


def new_migration(url: str, message: str) -> Path:
    """Write the migration that brings the migrated database at `url` to the tables the atlas declares now.

    The file is a draft: it is read and committed like any other code.
    """
    from alembic import command

    engine = connect(url)
    try:
        with engine.begin() as connection:
            settings = _alembic()
            settings.attributes["connection"] = connection
            written = command.revision(settings, message=message, autogenerate=True, rev_id=_next_revision(settings))
    finally:
        engine.dispose()
    if written is None or isinstance(written, list):
        raise TypeError("alembic writes one revision")
    return Path(written.path)


def _next_revision(settings: "Config") -> str:
    from alembic.script import ScriptDirectory

    return f"{len(list(ScriptDirectory.from_config(settings).walk_revisions())) + 1:04d}"


def _alembic() -> "Config":
    from alembic.config import Config

    return Config(toml_file=PROJECT_FILE)


def _refused_upgrade(refusal: DBAPIError) -> Unavailable:
    if getattr(refusal.orig, "sqlstate", None) == _NOT_PERMITTED:
        return Unavailable(
            "数据库用户无权建立扩展、模式或角色",
            _first_line(refusal),
            "请管理员在本库执行 CREATE EXTENSION postgis; CREATE EXTENSION btree_gist; "
            "CREATE ROLE cairn_service LOGIN; CREATE ROLE cairn_person; 并授予建立模式的权限后重试",
        )
    return Unavailable("数据库结构升级未完成，已全部撤回", _first_line(refusal), "请把此信息交给维护人员")


def _first_line(refusal: DBAPIError) -> str:
    return str(refusal.orig).strip().partition("\n")[0]
