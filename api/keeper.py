"""The keeper: starts the service again when it dies, and the private register with it. Times are seconds.

`cairn up` starts the keeper, the keeper starts the service and waits beside it. Whatever dies is started again and
noted (`api.incidents`). A service that never answered is not started again: it cannot run as things are, and says so.
The keeper itself is missed by the service, at the end of whose input it stands: the service starts another keeper,
which takes over. SIGTERM ends both, and means it.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg

from api import database, incidents
from api.service import PATIENCE_S, Service, birth_of, can_listen, health
from api.settings import ROOT, Settings, read_settings
from data.postgis_programs import PostgisUnavailable

LOOK_EVERY_S = 0.1
LOOK_AT_SESSIONS_EVERY_S = 0.5
# A service that dies before it answers is started again ever later.
LONGEST_REST_S = 30.0
# Less than `cairn down` waits before it uses force.
CHILD_STOPS_S = 9.0
UNRECOVERED_AFTER_S = 60.0
LOG = logging.getLogger("cairn")


class Keeper:
    """Keeps one service alive, and the private register when there is one."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.cluster = database.private(settings)
        self.stopping = threading.Event()
        self.sessions = Sessions(lambda: self.cluster.url if self.cluster else database.service_address(settings))
        self.child: subprocess.Popen[bytes]
        self.register = ""

    def keep(self) -> int:
        """Keep the service until SIGTERM; the exit code is the service's when it never answered."""
        for asked in (signal.SIGTERM, signal.SIGINT):
            signal.signal(asked, lambda *_: self.stopping.set())
        self._until(lambda: can_listen(self.settings.host, self.settings.port), CHILD_STOPS_S)
        self._launch()
        if not self._answers():
            return self._end()
        while not self.stopping.wait(LOOK_EVERY_S):
            self._look()
        return self._end()

    def _look(self) -> None:
        if self.cluster and not self.cluster.status().running:
            self._revive_register()
        elif self.child.poll() is not None:
            self._revive_service()
        elif why := self.sessions.lost():
            self._await_sessions(why)

    def _revive_service(self) -> None:
        began, why, rest_s, told = time.monotonic(), incidents.why_ended(self.child.returncode), 0.5, False
        LOG.error("服务进程%s，重新启动", why)
        while not self.stopping.is_set():
            self._launch()
            if self._answers():
                self._note("service", why, began)
                return
            if not told and time.monotonic() - began > UNRECOVERED_AFTER_S:
                incidents.note(self.settings.var, "service", why, None)
                told = True
            self.child.kill()
            self.child.wait()
            self.stopping.wait(rest_s)
            rest_s = min(2 * rest_s, LONGEST_REST_S)

    def _revive_register(self) -> None:
        began, why, rest_s, told = time.monotonic(), "意外停止", 0.5, False
        LOG.error("登记库意外停止，重新启动")
        while not self.stopping.is_set() and self.cluster:
            try:
                self.cluster.start()
            except PostgisUnavailable as trouble:
                LOG.error("登记库没有启动成功：%s", trouble)  # noqa: TRY400 - its words say it all
                if not told and time.monotonic() - began > UNRECOVERED_AFTER_S:
                    incidents.note(self.settings.var, "register", why, None)
                    told = True
                self.stopping.wait(rest_s)
                rest_s = min(2 * rest_s, LONGEST_REST_S)
                continue
            self._follow_register()
            self._note("register", why, began)
            return

    def _follow_register(self) -> None:
        """The register may answer on another port, or the service have ended without it: it starts anew then."""
        self.sessions.forget()
        self.sessions.open()
        if self.child.poll() is not None or (self.cluster and self.register != self.cluster.url):
            self._end()
            self._launch()
            self._answers()

    def _await_sessions(self, why: str) -> None:
        """All sessions ended at once: the register is recovering from the death of one of them."""
        began = time.monotonic()
        while not self.stopping.wait(LOOK_EVERY_S):
            if self.cluster and not self.cluster.status().running:
                return  # it is not the sessions alone
            if self.sessions.open():
                self._note("sessions", why, began)
                return

    def _launch(self) -> None:
        self.register = self._standing_register()
        command = [sys.executable, "-m", "api.cli", "serve", "--kept"]
        self.child = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE)  # noqa: S603 - our own program

    def _answers(self) -> bool:
        """Wait for the service's first answer; false when it ended, or gave none."""
        answered = self._until(self._has_spoken, PATIENCE_S)
        self.register = self._standing_register()
        return answered and self.child.poll() is None and not self.stopping.is_set()

    def _has_spoken(self) -> bool:
        """Whether the service answered or ended; a register that falls in the meantime is no fault of the service."""
        if self.register and not self._standing_register():
            self._revive_register()
        return self.child.poll() is not None or health(self.settings.address) is not None

    def _standing_register(self) -> str:
        """The address of the private register while it runs; else empty."""
        return self.cluster.url if self.cluster and self.cluster.status().running else ""

    def _end(self) -> int:
        if self.child.poll() is None:
            self.child.terminate()
            try:
                self.child.wait(CHILD_STOPS_S)
            except subprocess.TimeoutExpired:
                self.child.kill()
                self.child.wait()
        return 0 if self.stopping.is_set() else abs(self.child.returncode or 1)

    def _note(self, what: str, why: str, began: float) -> None:
        LOG.info("%s", incidents.note(self.settings.var, what, why, time.monotonic() - began))

    def _until(self, good: Callable[[], bool], patience_s: float) -> bool:
        deadline = time.monotonic() + patience_s
        while not good():
            if time.monotonic() > deadline or self.stopping.wait(LOOK_EVERY_S):
                return False
        return True


class Sessions:
    """One idle session of the keeper's own: when PostgreSQL ends all at once, it ends too, and tells why."""

    def __init__(self, address: Callable[[], str]) -> None:
        self._address = address
        self._own: psycopg.Connection[Any] | None = None
        self._said: list[str] = []
        self._looked_at = 0.0

    def lost(self) -> str | None:
        """Why the session ended since the last look; None while it stands, and before there is one."""
        if time.monotonic() - self._looked_at < LOOK_AT_SESSIONS_EVERY_S:
            return None
        self._looked_at = time.monotonic()
        if self._own is None:
            self.open()
            return None
        try:
            self._own.execute("SELECT 1")
        except psycopg.Error as trouble:
            said = f"{trouble} {' '.join(self._said)}"
            self.forget()
            return "被全部中断（一个会话进程意外终止）" if "crash" in said else "中断（与数据库失去连接）"
        return None

    def open(self) -> bool:
        """Open the session; false while the register does not take any."""
        try:
            address = self._address()
            self._own = psycopg.connect(address, autocommit=True, connect_timeout=2, application_name="cairn-keeper")
            self._own.add_notice_handler(lambda given: self._said.append(given.message_primary or ""))
        except (psycopg.Error, OSError, PostgisUnavailable):
            return False
        return True

    def forget(self) -> None:
        """Let go of a session that has ended."""
        if self._own is not None:
            self._own.close()
        self._own = None
        self._said.clear()


def missed(settings: Settings) -> None:
    """What the service does all along: wait for the keeper's end, then start another, and end.

    The keeper holds the other end of this process's input and never writes there.
    """
    keeper, began = os.getppid(), birth_of(os.getppid())
    while os.read(0, 1):
        pass
    service = Service(settings)
    if service.keeps(keeper, began):
        incidents.note(settings.var, "keeper", "意外终止，由服务另起一个", 0.0)
        service.launch()
    os.kill(os.getpid(), signal.SIGTERM)


def keep_here() -> int:
    """Be the keeper until SIGTERM; answers the exit code."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    return Keeper(read_settings()).keep()
