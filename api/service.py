"""The desk in the background: start it detached, know whether it is really ours, stop it. Times are seconds.

What is started and remembered is the keeper (`api.keeper`), which starts the service and starts it again when it dies.

A number in a pid file proves nothing: beside it stands the moment the process began, as the system tells it.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from api.settings import ROOT, Settings

PATIENCE_S = 60
STOPPING_S = 15
LOG_LIMIT_BYTES = 8_000_000
ROOMS = ("geo", "layers", "data", "maps", "api")


class ServiceUnavailable(RuntimeError):
    """The service cannot run; the message says what is wrong, why, and the remedy in Chinese."""


@dataclass(frozen=True)
class Running:
    """A service in the background: its process, when that began, where it answers and what it was started from."""

    pid: int
    birth: str
    address: str
    print_of: str


class Service:
    """The one service of a folder `var`."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.note = settings.var / "service.json"
        self.log = settings.var / "log" / "service.log"

    def running(self) -> Running | None:
        """The service that this folder started, when it still lives."""
        try:
            noted = Running(**json.loads(self.note.read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError, TypeError):
            return None
        return noted if birth_of(noted.pid) == noted.birth else None

    def start(self) -> bool:
        """Start the service unless the same code runs with the same settings; true when it was started now.

        Raises:
            ServiceUnavailable: The port is taken, or the service did not answer in time.
        """
        now = fingerprint(self.settings)
        old = self.running()
        if old and old.print_of == now and health(old.address):
            return False
        if old:
            self.stop()
        self._refuse_taken_port()
        self._await(self.launch(now))
        return True

    def launch(self, print_of: str | None = None) -> "subprocess.Popen[bytes]":
        """Start a keeper, which starts the service, and remember it; nobody waits for an answer."""
        child = self._launch()
        self._remember(child, print_of or fingerprint(self.settings))
        return child

    def keeps(self, pid: int, birth: str | None) -> bool:
        """Whether this process is the one noted here, alive or dead: after a stop it no longer is."""
        try:
            noted = Running(**json.loads(self.note.read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError, TypeError):
            return False
        return (noted.pid, noted.birth) == (pid, birth)

    def stop(self) -> bool:
        """Stop the service and wait for it; false when none ran."""
        old = self.running()
        # Without the note nobody takes over from a keeper that has to be killed.
        self.note.unlink(missing_ok=True)
        if old is None:
            return False
        os.kill(old.pid, signal.SIGTERM)
        if not _gone(old, STOPPING_S):
            os.kill(old.pid, signal.SIGKILL)
            _gone(old, STOPPING_S)
        return True

    def _refuse_taken_port(self) -> None:
        if can_listen(self.settings.host, self.settings.port):
            return
        raise ServiceUnavailable(
            f"端口 {self.settings.port} 已被别的程序占用，服务没有启动。\n"
            f"请停掉那个程序，或换一个端口：CAIRN_PORT={self.settings.port + 1} make up"
        )

    def _launch(self) -> subprocess.Popen[bytes]:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT_BYTES:
            self.log.rename(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "api.cli", "keep"],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _remember(self, child: subprocess.Popen[bytes], print_of: str) -> None:
        noted = Running(child.pid, birth_of(child.pid) or "", self.settings.address, print_of)
        self.note.write_text(json.dumps(asdict(noted), indent=1), encoding="utf-8")

    def _await(self, child: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            if child.poll() is not None:
                raise ServiceUnavailable(
                    f"服务启动后立即退出了。日志最后几行（全文见 {self.log}）：\n{self._last_words()}"
                )
            if health(self.settings.address):
                return
            time.sleep(0.1)
        self.stop()
        raise ServiceUnavailable(
            f"服务在 {PATIENCE_S} 秒内没有应答，已停止。日志最后几行（全文见 {self.log}）：\n{self._last_words()}"
        )

    def _last_words(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-8:] if self.log.exists() else []
        return "\n".join(f"  {line}" for line in lines)


def fingerprint(settings: Settings) -> str:
    """What a running service was started from: settings and source files; another print asks for a restart."""
    named = settings.database_url.get_secret_value() if settings.database_url else ""
    digest = sha256(f"{settings.model_dump_json()} {named}".encode())
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "node_modules" not in path.parts:
                digest.update(str(path).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def health(address: str) -> Mapping[str, object] | None:
    """What the service at this address says of itself; None when it does not answer like ours."""
    try:
        with urllib.request.urlopen(f"{address}/health", timeout=10) as answered:  # noqa: S310  # http, our own address
            said = json.load(answered)
    except (OSError, ValueError, urllib.error.HTTPError):
        return None
    return said if isinstance(said, dict) and said.get("status") == "ok" else None


def can_listen(host: str, port: int) -> bool:
    """Whether a server could listen here now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def birth_of(pid: int) -> str | None:
    """When the living process began, in the system's own words; None when it is gone or only waits to be reaped."""
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return None if Path("/proc").is_dir() else _birth_by_ps(pid)
    state, began = after_name[0], after_name[19]
    return None if state == "Z" else began


def _birth_by_ps(pid: int) -> str | None:
    spoken = subprocess.run(  # noqa: S603  # a fixed program with a number
        ["/bin/ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return spoken.stdout.strip() or None


def _gone(old: Running, patience_s: float) -> bool:
    deadline = time.monotonic() + patience_s
    while birth_of(old.pid) == old.birth:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
