"""Connecting and migrating: clear refusals, one transaction, safe from several processes at once."""

import shutil
import threading
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import DatabaseError

from data import engine as archive
from data import queue_schema
from data.errors import Unavailable
from data.protection import gaps
from layers.rights import Role
from tests.schemas import drop_all

SPOKEN = [
    "postgresql://clerk:secret@county:5432/cairn",
    "postgresql+psycopg://clerk:secret@county:5432/cairn",
]


@pytest.mark.parametrize("url", SPOKEN)
def test_both_ways_to_write_an_address_are_understood(url: str) -> None:
    assert archive.normal_url(url).drivername == "postgresql+psycopg"
    assert archive.driver_url(url) == SPOKEN[0]


@pytest.mark.parametrize("url", ["county", "", "mysql://county/cairn"])
def test_another_address_is_refused(url: str) -> None:
    with pytest.raises(Unavailable, match="数据库"):
        archive.connect(url)


def test_a_transaction_commits_as_a_whole_or_not_at_all(own_database: str) -> None:
    engine = archive.connect(own_database)
    with archive.session(engine) as opened:
        opened.execute(text("CREATE TABLE note (words text)"))
        opened.execute(text("INSERT INTO note VALUES ('一')"))
    with pytest.raises(ZeroDivisionError), archive.session(engine) as opened:
        write_and_fail(opened.connection())
    with archive.session(engine) as opened:
        assert opened.scalars(text("SELECT words FROM note")).all() == ["一"]
    engine.dispose()


def write_and_fail(connection: Connection) -> None:
    connection.execute(text("INSERT INTO note VALUES ('二')"))
    raise ZeroDivisionError


def test_the_clerk_of_a_session_signs_its_deeds_and_no_others(engine: Engine) -> None:
    with archive.session(engine, clerk="王芳") as opened:
        assert opened.scalar(text("SELECT register.clerk()")) == "王芳"
    with archive.session(engine) as opened:
        assert opened.scalar(text("SELECT register.clerk()")) == opened.scalar(text("SELECT session_user::text"))


def test_days_and_moments_are_the_countys_own(engine: Engine) -> None:
    with archive.session(engine) as opened:
        assert (
            opened.scalar(text("SELECT to_char(timestamptz '2024-12-31T16:30:00Z', 'YYYY-MM-DD HH24')"))
            == "2025-01-01 00"
        )


def test_a_migrated_database_says_so_and_migrating_again_changes_nothing(own_database: str) -> None:
    engine = archive.connect(own_database)
    archive.migrate(own_database)
    assert archive.is_migrated(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE archive.alembic_version SET version_num = '0000'"))
    assert not archive.is_migrated(engine)
    engine.dispose()


def test_an_empty_database_is_not_migrated(own_database: str) -> None:
    empty(own_database)
    engine = archive.connect(own_database)
    assert not archive.is_migrated(engine)
    engine.dispose()


def test_several_processes_may_migrate_at_once(own_database: str) -> None:
    empty(own_database)
    failures: list[BaseException] = []

    def migrate() -> None:
        try:
            archive.migrate(own_database)
        except BaseException as failure:  # noqa: BLE001 - whatever it is, the test must see it
            failures.append(failure)

    threads = [threading.Thread(target=migrate) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    engine = archive.connect(own_database)
    assert archive.is_migrated(engine)
    engine.dispose()


def test_a_server_that_is_not_there_is_named(own_database: str) -> None:
    away = make_url(own_database).set(port=1).render_as_string(hide_password=False)
    with pytest.raises(Unavailable, match="连接不上"):
        archive.migrate(away)


def test_a_role_without_permission_is_told_what_the_administrator_must_do(own_database: str) -> None:
    empty(own_database)
    owner = create_engine(archive.normal_url(own_database), isolation_level="AUTOCOMMIT")
    role = f"reader_{make_url(own_database).database}"
    with owner.connect() as connection:
        connection.execute(text("DROP EXTENSION postgis CASCADE"))
        connection.execute(text(f"CREATE ROLE {role} LOGIN PASSWORD 'x'"))
    poor = make_url(own_database).set(username=role, password="x").render_as_string(hide_password=False)
    try:
        with pytest.raises(Unavailable, match=r"CREATE EXTENSION postgis"):
            archive.migrate(poor)
    finally:
        with owner.connect() as connection:
            connection.execute(text(f"DROP ROLE {role}"))
        owner.dispose()


@pytest.mark.parametrize(
    ("versions", "message"),
    [
        ((14, "3.3.2"), "PostgreSQL 14 太旧"),
        ((15, None), "没有 PostGIS"),
        ((15, "3.2.9"), "PostGIS 3.2.9 太旧"),
        ((16, "3.10.1"), None),
    ],
)
def test_a_server_too_old_is_refused(versions: tuple[int, str | None], message: str | None) -> None:
    if message is None:
        archive.check_versions(*versions)
        return
    with pytest.raises(Unavailable, match=message):
        archive.check_versions(*versions)


def test_the_queue_stands_at_the_installed_packages_version(engine: Engine) -> None:
    with engine.connect() as connection:
        assert queue_schema.version_kept(connection) == queue_schema.version_installed()


def test_a_queue_of_an_older_package_is_brought_up(own_database: str) -> None:
    """3.4.0 is the last version whose package came with changes of the schema."""
    engine = archive.connect(own_database)
    with engine.begin() as connection:
        connection.execute(text("COMMENT ON SCHEMA queue IS '3.4.0'"))
    assert not archive.is_migrated(engine)
    archive.migrate(own_database)
    assert archive.is_migrated(engine)
    engine.dispose()


def test_the_packages_own_migrations_are_taken_from_where_the_queue_stands() -> None:
    steps = queue_schema._steps_after((3, 3, 0))
    assert len(steps) == 2
    assert "procrastinate_retry_job_v2" in steps[0]
    assert queue_schema._steps_after(queue_schema.version_installed()) == []


def test_a_queue_of_a_newer_package_is_refused(own_database: str) -> None:
    engine = archive.connect(own_database)
    with engine.begin() as connection:
        connection.execute(text("COMMENT ON SCHEMA queue IS '99.0.0'"))
    with pytest.raises(Unavailable, match=r"99\.0\.0 版"):
        archive.migrate(own_database)
    assert not archive.is_migrated(engine)
    engine.dispose()


def empty(url: str) -> None:
    """Take everything of ours out of a database."""
    engine = archive.connect(url)
    with engine.begin() as connection:
        drop_all(connection)
    engine.dispose()


def test_a_new_migration_brings_the_tables_to_the_atlas(
    own_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written beside a copy of the migrations: a draft among the real ones would be the newest for other tests."""
    shutil.copy(archive.PROJECT_FILE, tmp_path)
    shutil.copytree(archive.PROJECT_FILE.parent / "data" / "migrations", tmp_path / "data" / "migrations")
    monkeypatch.setattr(archive, "PROJECT_FILE", tmp_path / archive.PROJECT_FILE.name)
    engine = archive.connect(own_database)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE register.roads DROP COLUMN width_m"))
    engine.dispose()
    written = archive.new_migration(own_database, "Roads have a width")
    assert written.is_relative_to(tmp_path)
    assert written.name.startswith(f"{len(list(written.parent.glob('0*.py'))):04d}_")
    words = written.read_text(encoding="utf-8")
    upgrade = words[words.index("def upgrade") : words.index("def downgrade")]
    assert "add_column" in upgrade
    assert "width_m" in upgrade


def test_a_new_layer_is_guarded_from_its_first_day(
    own_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the draft for a layer does makes it one like the others: nothing that protects them is missing."""
    shutil.copy(archive.PROJECT_FILE, tmp_path)
    shutil.copytree(archive.PROJECT_FILE.parent / "data" / "migrations", tmp_path / "data" / "migrations")
    monkeypatch.setattr(archive, "PROJECT_FILE", tmp_path / archive.PROJECT_FILE.name)
    engine = archive.connect(own_database)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE register.roads, history.roads CASCADE"))
        connection.execute(text("DROP FUNCTION archive.audit_new_roads, register.tally_roads"))
        connection.execute(text("DELETE FROM access.rights WHERE layer = 'roads'"))
        assert gaps(connection) != []
    archive.new_migration(own_database, "Roads")
    archive.migrate(own_database)
    with engine.begin() as connection:
        assert gaps(connection) == []
        assert connection.scalar(text("SELECT count(*) FROM access.rights WHERE layer = 'roads'")) == len(Role)
    engine.dispose()


def test_history_guards_speak_to_any_client(own_database: str) -> None:
    engine = archive.connect(own_database)
    with engine.begin() as connection, pytest.raises(DatabaseError, match="不能清空"):
        connection.execute(text("TRUNCATE register.roads"))
    engine.dispose()
