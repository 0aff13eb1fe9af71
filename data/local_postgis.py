"""The private PostGIS that starts when no database is named.

One cluster in one folder: `data` (PostgreSQL's own), `password` (mode 0600), `port`, `server.log`. It listens on
127.0.0.1 only and outlives the process that started it, until `stop`. Times are seconds.

Decided: sorting is by bytes (`C`), so that no update of the system's locales can corrupt an index and a prefix search
uses the plain B-tree; letters are those of Unicode (`C.UTF-8`), so that upper and lower case and the trigrams know
Chinese and Pinyin. Who wants Pinyin order says so: `ORDER BY name COLLATE "zh-x-icu"`.
"""

import fcntl
import os
import secrets
import shlex
import shutil
import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg

from data.postgis_programs import OLDEST_POSTGIS, USUAL_PLACES, PostgisUnavailable, Programs, dotted, find_programs
from data.server_process import LOOPBACK, Account, account_for, free_port, is_free, may_enter, run_as, serves

__all__ = ["LocalPostgis", "PostgisUnavailable", "Status"]

NAME = "cairn"  # of the database and of the role that owns it
ATTEMPTS = 20
LOG_LIMIT_BYTES = 8_000_000
ROOM_NEEDED_BYTES = 300_000_000

SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    # Files instead of /dev/shm: a container's is too small, and systemd empties it when the clerk logs out.
    "dynamic_shared_memory_type": "mmap",
    "shared_buffers": "256MB",
    "jit": "off",  # compiling costs more than a county's queries
}
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
DISPOSABLE = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "autovacuum": "off"}


@dataclass(frozen=True)
class Status:
    """Whether the server runs, and where it lives; `pid` and `port` are None when it does not run."""

    running: bool
    folder: Path
    log: Path
    pid: int | None = None
    port: int | None = None


class LocalPostgis:
    """A cluster of Cairn's own in `folder`; `durable` survives a power cut, the other kind is for tests.

    Root starts it as the folder's owner, else as `postgres`, else as `nobody`. Where that account cannot enter `folder`
    (a checkout under /root), the cluster stands in a folder of its own under `elsewhere`; `home` tells which.
    """

    def __init__(
        self,
        folder: Path,
        *,
        durable: bool = True,
        places: Iterable[str] = USUAL_PLACES,
        elsewhere: Path = Path("/var/lib/cairn"),
        patience_s: int = 120,
    ) -> None:
        self.folder = folder.absolute()
        self.durable = durable
        self.places = tuple(places)
        self.elsewhere = elsewhere
        self.patience_s = patience_s

    @property
    def url(self) -> str:
        """Address of the database `cairn` for psycopg and SQLAlchemy, password included; only while it runs."""
        return self._url_of(NAME)

    @cached_property
    def home(self) -> Path:
        """The folder that really holds the cluster."""
        name = f"{self.folder.parent.parent.name}-{sha256(os.fsencode(self.folder)).hexdigest()[:8]}"
        refuge = self.elsewhere / name
        if self.account is None or (self.folder / "data").exists():
            return self.folder
        if refuge.exists():
            return refuge
        above = next(folder for folder in self.folder.parents if folder.exists())
        return self.folder if may_enter(self.account, above) else refuge

    @property
    def moved(self) -> str | None:
        """Where the cluster stands instead of `folder`, and why, in Chinese; None when it stands there."""
        if self.home == self.folder:
            return None
        return f"数据库的运行用户不能进入 {self.folder.parent}，登记库保存在 {self.home}"

    @cached_property
    def account(self) -> Account | None:
        """Whom root hands the server to; None when an ordinary user runs it as himself."""
        try:
            return account_for(self.folder)
        except LookupError:
            raise PostgisUnavailable(
                "PostgreSQL 不能以 root 运行，而这台机器上没有用户 postgres 或 nobody：请改用普通用户"
            ) from None

    def start(self) -> str:
        """Start the server unless it runs already, see to the database and its extensions, and return `url`.

        Raises:
            PostgisUnavailable: It cannot start; the message says why in Chinese, with the server's last words.
        """
        with self._alone():
            self._await_answer()
            self._furnish()
        return self.url

    def stop(self) -> None:
        """Stop the server and wait for it; nothing happens when it does not run."""
        self._refuse_strangers()
        if not self._data.exists():
            return
        with self._alone():
            pid = self._pid()
            if pid is None:
                return
            os.kill(pid, signal.SIGINT)  # PostgreSQL's fast shutdown: sessions end, everything is written
            self._await_end(pid)

    def status(self) -> Status:
        """Look without touching anything."""
        self._refuse_strangers()
        pid = self._pid() if self._data.exists() else None
        if pid is None:
            return Status(False, self.home, self._log)
        return Status(True, self.home, self._log, pid, self._port())

    @property
    def _data(self) -> Path:
        return self.home / "data"

    @property
    def _log(self) -> Path:
        return self.home / "server.log"

    def _url_of(self, database: str) -> str:
        password = (self.home / "password").read_text().strip()
        return f"postgresql://{NAME}:{password}@{LOOPBACK}:{self._port()}/{database}"

    def _port(self) -> int:
        return int((self._data / "postmaster.pid").read_text().splitlines()[3])

    def _pid(self) -> int | None:
        """The running postmaster of this very cluster; a pid that means another process is none."""
        try:
            pid = int((self._data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None
        return pid if serves(pid, self._data) else None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the home folder's lock: of two starts at the same time the second finds the work done."""
        self._refuse_strangers()
        self._claim_home()
        handle = os.open(self.home, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _refuse_strangers(self) -> None:
        if os.geteuid() == 0 or not self.home.exists() or self.home.stat().st_uid == os.geteuid():
            return
        raise PostgisUnavailable(
            f"{self.home} 里的登记库属于另一个用户（uid {self.home.stat().st_uid}），当前用户不能使用。\n"
            f"请用原来的用户运行，或用 CAIRN_DATABASE_URL 指定另一个数据库"
        )

    def _claim_home(self) -> None:
        try:
            missing = [folder for folder in (self.home, *self.home.parents) if not folder.exists()]
            for folder in reversed(missing):
                folder.mkdir(exist_ok=True)
                folder.chmod(0o755)  # whatever root's umask: the server's account must pass through
            self._hand_over(self.home)
            self.home.chmod(0o700)
        except OSError as trouble:
            raise PostgisUnavailable(f"不能建立登记库的文件夹 {self.home}：{trouble.strerror}。请检查权限") from trouble

    def _hand_over(self, path: Path) -> None:
        if self.account is not None:
            self.account.owns(path)

    def _keep(self, name: str, text: str) -> Path:
        path = self.home / name
        path.touch(mode=0o600)
        self._hand_over(path)
        path.write_text(f"{text}\n")
        return path

    def _await_answer(self) -> None:
        """Launch the server if it does not run and wait until it answers; one that was dying is launched again."""
        deadline = time.monotonic() + self.patience_s
        while True:
            if self._pid() is None:
                self._launch()
            try:
                return self._connect("postgres").close()
            except FileNotFoundError as lost:
                raise PostgisUnavailable(f"登记库的口令文件 {lost.filename} 不见了：请从备份中恢复它") from lost
            except psycopg.OperationalError as trouble:
                if "password" in str(trouble) or time.monotonic() > deadline:
                    raise PostgisUnavailable(f"登记库在运行，但连接不上：{trouble}") from trouble
                time.sleep(0.1)

    def _launch(self) -> None:
        programs = find_programs(self.places, self._major())
        if not self._data.exists():
            self._initialise(programs)
        self._disown_stale_pid()
        for attempt in range(ATTEMPTS):
            said = self._try_launch(programs)
            if said is None:
                return
            if attempt == ATTEMPTS - 1 or not passing(said):
                raise PostgisUnavailable(self._why(said))
            time.sleep(0.5)

    def _major(self) -> int | None:
        version = self._data / "PG_VERSION"
        return int(version.read_text()) if version.exists() else None

    def _initialise(self, programs: Programs) -> None:
        """Make the cluster beside its place and move it there whole, so that a broken attempt leaves nothing."""
        self._refuse_full_disk()
        draft = self.home / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        password = self._keep("password", secrets.token_urlsafe(24))
        options = ["--encoding=UTF8", "--locale=C", "--lc-ctype=C.UTF-8", "--auth=scram-sha-256", f"--username={NAME}"]
        if not self.durable:
            options.append("--no-sync")
        done = run_as(self.account, programs.initdb, *options, f"--pwfile={password}", f"--pgdata={draft}")
        if done.returncode != 0:
            raise PostgisUnavailable(self._why(done.stderr))
        draft.rename(self._data)

    def _refuse_full_disk(self) -> None:
        room = shutil.disk_usage(self.home).free
        if room < ROOM_NEEDED_BYTES:
            raise PostgisUnavailable(
                f"磁盘已满：{self.home} 所在的磁盘只剩 {room // 1_000_000} MB，"
                f"建立登记库至少需要 {ROOM_NEEDED_BYTES // 1_000_000} MB。请先清理磁盘"
            )

    def _disown_stale_pid(self) -> None:
        """Put our own pid into a leftover pid file.

        The leftover may name a living process that is no server of ours, which PostgreSQL would respect. It takes its
        starter's pid for a leftover, and still checks that no orphan of the old server holds the shared memory; that
        check would be lost if the file were deleted.
        """
        leftover = self._data / "postmaster.pid"
        rest = leftover.read_text().partition("\n")[2] if leftover.exists() else ""
        if rest:
            leftover.write_text(f"{os.getpid()}\n{rest}")
        else:
            leftover.unlink(missing_ok=True)

    def _try_launch(self, programs: Programs) -> str | None:
        """Start the server; None when it runs, else what it said."""
        settings = SETTINGS | (DURABLE if self.durable else DISPOSABLE) | {"port": str(self._choose_port())}
        options = " ".join(f"-c {name}={shlex.quote(value)}" for name, value in settings.items())
        self._turn_log()
        before = self._log.stat().st_size if self._log.exists() else 0
        start = ("start", "--wait", f"--timeout={self.patience_s}", f"--pgdata={self._data}", f"--log={self._log}")
        done = run_as(self.account, programs.pg_ctl, *start, "-o", options)
        if done.returncode == 0:
            return None
        return self._log.read_bytes()[before:].decode(errors="replace") if self._log.exists() else done.stderr

    def _choose_port(self) -> int:
        """The port of the last start when it is still free, else any free one."""
        kept = self.home / "port"
        text = kept.read_text().strip() if kept.exists() else ""
        if text.isdecimal() and is_free(int(text)):
            return int(text)
        port = free_port()
        self._keep("port", str(port))
        return port

    def _turn_log(self) -> None:
        if self._log.exists() and self._log.stat().st_size > LOG_LIMIT_BYTES:
            self._log.rename(self._log.with_suffix(".log.1"))

    def _why(self, said: str) -> str:
        """Why the server does not run, from what it said."""
        if self._data.exists() and self._pid() is not None:
            reason = f"登记库在 {self.patience_s} 秒内没有恢复完毕，仍在继续：请稍后再试"
        elif "No space left on device" in said:
            reason = f"磁盘已满：{self.home} 所在的磁盘没有空间了。请清理磁盘后再试"
        elif "Permission denied" in said:
            reason = f"登记库的程序没有权限使用 {self.home}：请检查文件夹的权限和所有者"
        else:
            reason = f"登记库（PostgreSQL）没有启动成功，数据在 {self.home}"
        last = "\n".join(f"  {line}" for line in said.strip().splitlines()[-8:])
        return f"{reason}。\n服务器最后的话（全文见 {self._log}）：\n{last}"

    def _await_end(self, pid: int) -> None:
        deadline = time.monotonic() + self.patience_s
        while self._pid() == pid:
            if time.monotonic() > deadline:
                raise PostgisUnavailable(f"登记库（进程 {pid}）在 {self.patience_s} 秒内没有停下：请看 {self._log}")
            time.sleep(0.05)

    def _furnish(self) -> None:
        """See to the database, its extensions and the version of PostGIS."""
        try:
            self._create_what_lacks()
        except psycopg.Error as trouble:
            raise PostgisUnavailable(f"登记库已启动，但数据库没有准备好：{trouble}。请看 {self._log}") from trouble

    def _create_what_lacks(self) -> None:
        with self._connect("postgres") as maintenance:
            if not maintenance.execute("SELECT 1 FROM pg_database WHERE datname = %s", (NAME,)).fetchone():
                maintenance.execute(f"CREATE DATABASE {NAME}")
        with self._connect(NAME) as database:
            database.execute("CREATE EXTENSION IF NOT EXISTS postgis")
            database.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
            row = database.execute("SELECT postgis_lib_version()").fetchone()
        version = tuple(int(part) for part in str(row and row[0]).split(".")[:2])
        if version < OLDEST_POSTGIS:
            raise PostgisUnavailable(f"PostGIS 是 {dotted(version)}：需要 {dotted(OLDEST_POSTGIS)} 或更新的版本")

    def _connect(self, database: str) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(self._url_of(database), autocommit=True, connect_timeout=10)


def passing(said: str) -> bool:
    """Whether what the server said is a trouble that another attempt a moment later can overcome.

    A port can be taken between choosing and binding; orphans of a killed server need a moment to notice and leave.
    """
    return any(words in said for words in ("Address already in use", "shared memory block"))
