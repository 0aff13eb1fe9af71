import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from data import local_postgis
from data.disposable_postgis import throw_away
from data.local_postgis import LocalPostgis, PostgisUnavailable

CHECKOUT = Path(__file__).parents[2]
STARTS_AND_TELLS = """
import sys
from pathlib import Path
from data.local_postgis import LocalPostgis
print(LocalPostgis(Path(sys.argv[1]), durable=False).start())
"""


@pytest.fixture
def ground() -> Iterator[Path]:
    """A folder that any account may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="cairn-ground-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def cluster() -> Iterator[LocalPostgis]:
    with throw_away() as fresh:
        yield fresh


def asked(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        answer = connection.execute(question).fetchone()
        assert answer is not None
        return answer[0]


def python(code: str, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", code, *arguments], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)


def test_the_first_start_makes_a_durable_postgis_on_loopback_only(ground: Path) -> None:
    cluster = LocalPostgis(ground / "postgis")
    try:
        url = cluster.start()
        assert asked(url, "SELECT ST_AsText(ST_Point(118.90, 30.10))") == "POINT(118.9 30.1)"
        assert asked(url, "SELECT count(*) FROM pg_extension WHERE extname IN ('postgis', 'btree_gist')") == 2
        assert asked(url, "SHOW fsync") == "on"
        assert asked(url, "SHOW listen_addresses") == "127.0.0.1"
        assert asked(url, "SHOW server_encoding") == "UTF8"
        assert asked(url, "SELECT lower('LÜ') || (ARRAY['b', 'B', '县'])[1]") == "lüb"
        assert stat.S_IMODE((cluster.home / "password").stat().st_mode) == 0o600
    finally:
        cluster.stop()


def test_a_second_start_changes_nothing_and_a_restart_keeps_port_and_rows(cluster: LocalPostgis) -> None:
    url = cluster.start()
    first = cluster.status()
    assert cluster.moved is None
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE township AS SELECT '筻口镇' AS name")
    assert (cluster.start(), cluster.status()) == (url, first)
    cluster.stop()
    assert cluster.status().running is False
    cluster.stop()
    assert cluster.start() == url
    assert asked(url, "SELECT name FROM township") == "筻口镇"


def test_a_wrong_password_is_refused(cluster: LocalPostgis) -> None:
    url = cluster.start()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url.replace("cairn:", "cairn:x"))


def test_what_was_committed_survives_the_killing_of_the_server(ground: Path) -> None:
    cluster = LocalPostgis(ground / "postgis")
    try:
        with psycopg.connect(cluster.start()) as connection:
            connection.execute("CREATE TABLE township AS SELECT '筻口镇' AS name")
        os.kill(cluster.status().pid or 0, signal.SIGKILL)
        assert asked(cluster.start(), "SELECT name FROM township") == "筻口镇"
    finally:
        cluster.stop()


def test_a_pid_file_that_names_a_stranger_is_taken_for_what_it_is(cluster: LocalPostgis) -> None:
    url = cluster.start()
    pid_file = cluster.home / "data" / "postmaster.pid"
    os.kill(cluster.status().pid or 0, signal.SIGKILL)
    with subprocess.Popen(["sleep", "600"], user=cluster.home.stat().st_uid) as stranger:
        rest = pid_file.read_text().partition("\n")[2]
        pid_file.write_text(f"{stranger.pid}\n{rest}")
        assert cluster.status().running is False
        assert cluster.start() == url
        cluster.stop()
        assert stranger.poll() is None
        stranger.kill()


@pytest.mark.parametrize("left", ["", "not a number\n"])
def test_a_broken_pid_file_does_not_stop_a_start(cluster: LocalPostgis, left: str) -> None:
    cluster.start()
    cluster.stop()
    (cluster.home / "data" / "postmaster.pid").write_text(left)
    cluster.start()
    assert cluster.status().running


def test_a_port_that_someone_else_took_is_left_to_him(cluster: LocalPostgis) -> None:
    cluster.start()
    port = cluster.status().port
    cluster.stop()
    with socket.create_server(("127.0.0.1", port or 0)):
        assert asked(cluster.start(), "SELECT 1") == 1
    assert cluster.status().port != port


def test_a_lost_note_of_the_port_costs_nothing_but_the_port(cluster: LocalPostgis) -> None:
    url = cluster.start()
    (cluster.home / "port").write_text("")
    assert cluster.start() == cluster.url == url
    cluster.stop()
    assert asked(cluster.start(), "SELECT 1") == 1


def test_of_two_starts_at_the_same_time_the_second_finds_the_work_done(cluster: LocalPostgis) -> None:
    with python(STARTS_AND_TELLS, str(cluster.folder)) as one, python(STARTS_AND_TELLS, str(cluster.folder)) as two:
        first, second = one.communicate()[0], two.communicate()[0]
    assert first == second == f"{cluster.url}\n"


def test_a_cluster_half_made_is_made_again(cluster: LocalPostgis) -> None:
    (cluster.folder / "data.new" / "base").mkdir(parents=True)
    assert asked(cluster.start(), "SELECT 1") == 1


def test_without_programs_it_says_what_to_install(ground: Path) -> None:
    with pytest.raises(PostgisUnavailable, match="sudo apt-get install postgresql"):
        LocalPostgis(ground / "postgis", places=[f"{ground}/nowhere"]).start()


def test_data_of_another_version_are_not_touched(ground: Path) -> None:
    data = ground / "postgis" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("14\n")
    with pytest.raises(PostgisUnavailable, match=r"由 PostgreSQL 14 建立.*\n.*postgresql-14-postgis-3"):
        LocalPostgis(ground / "postgis").start()
    assert [path.name for path in data.iterdir()] == ["PG_VERSION"]


def test_a_database_without_what_it_needs_is_said(cluster: LocalPostgis) -> None:
    with psycopg.connect(cluster.start(), autocommit=True) as connection:
        connection.execute("DROP EXTENSION postgis")
        connection.execute("CREATE TYPE geometry AS (x float8)")
    with pytest.raises(PostgisUnavailable, match=r'数据库没有准备好.*"geometry" already exists'):
        cluster.start()


def test_a_full_disk_is_said_before_anything_is_made(ground: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_postgis, "ROOM_NEEDED_BYTES", 10**18)
    with pytest.raises(PostgisUnavailable, match="磁盘已满"):
        LocalPostgis(ground / "postgis").start()
    assert not (ground / "postgis" / "data").exists()


def test_a_server_that_cannot_start_is_quoted(cluster: LocalPostgis) -> None:
    cluster.start()
    cluster.stop()
    with (cluster.home / "data" / "postgresql.conf").open("a") as configuration:
        configuration.write("shared_buffer = 1\n")
    with pytest.raises(
        PostgisUnavailable, match=r'没有启动成功(?s:.*)unrecognized configuration parameter "shared_buffer"'
    ):
        cluster.start()


def test_a_lost_password_is_named(cluster: LocalPostgis) -> None:
    cluster.start()
    (cluster.home / "password").unlink()
    with pytest.raises(PostgisUnavailable, match="口令文件"):
        cluster.start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another account")
def test_root_keeps_the_cluster_elsewhere_when_the_account_cannot_enter_the_checkout(ground: Path) -> None:
    closed = ground / "root" / "cairn"
    closed.mkdir(parents=True)
    (ground / "root").chmod(0o700)
    cluster = LocalPostgis(closed / "var" / "postgis", durable=False, elsewhere=ground / "lib")
    try:
        cluster.start()
        assert cluster.home.parent == ground / "lib"
        assert cluster.home.name.startswith("cairn-")
        assert str(cluster.home) in (cluster.moved or "")
        again = LocalPostgis(closed / "var" / "postgis", durable=False, elsewhere=ground / "lib")
        assert again.status() == cluster.status()
    finally:
        cluster.stop()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may use every cluster")
def test_a_cluster_of_another_user_is_refused() -> None:
    with pytest.raises(PostgisUnavailable, match="属于另一个用户"):
        LocalPostgis(Path("/usr")).start()
