"""A whole Cairn of the test's own: a durable private PostGIS in a folder, what `cairn up` starts, and its processes."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from api import incidents
from api.service import Service
from api.settings import ROOT, Settings
from data.local_postgis import LocalPostgis
from data.server_process import free_port

PATIENCE_S = 120


class House:
    """A whole Cairn of the test's own: `cairn up` and `cairn down`, and in between its processes."""

    def __init__(self, var: Path) -> None:
        self.var, self.port = var, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.cluster = LocalPostgis(var / "postgis")
        self.service = Service(Settings(var=var, port=self.port))

    def cairn(self, *words: str) -> subprocess.CompletedProcess[str]:
        wished = {"CAIRN_VAR": str(self.var), "CAIRN_PORT": str(self.port), "CAIRN_DATABASE_URL": ""}
        command = [sys.executable, "-m", "api.cli", *words]
        return subprocess.run(
            command, cwd=ROOT, env={**os.environ, **wished}, capture_output=True, text=True, check=False, timeout=180
        )

    def keeper(self) -> int:
        running = self.service.running()
        assert running is not None
        return running.pid

    def child(self) -> int:
        """The service itself, which the keeper keeps."""
        (pid,) = [pid for pid in children(self.keeper()) if b"serve" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        return pid

    def postmaster(self) -> int:
        pid = self.cluster.status().pid
        assert pid is not None
        return pid

    def health(self) -> dict[str, Any] | None:
        try:
            answered = httpx.get(f"{self.address}/health", timeout=5)
        except httpx.TransportError:
            return None
        return dict(answered.json()) if answered.status_code == 200 else None


def children(pid: int) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == pid:
            found.append(int(folder.name))
    return found


def until(good: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not good():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


@contextmanager
def brought_up() -> Iterator[House]:
    """A house that runs; nothing of it is left afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="cairn-house-"))
    folder.chmod(0o755)
    house = House(folder)
    try:
        up = house.cairn("up")
        assert up.returncode == 0, up.stderr
        yield house
    finally:
        house.service.stop()
        house.cluster.stop()
        shutil.rmtree(folder)


def new(house: House, before: int) -> list[incidents.Incident]:
    """Incidents since there were so many, oldest first; waits for one, and for the desk to be well."""
    until(lambda: incidents.count(house.var) > before and house.health())
    return incidents.recent(house.var, incidents.count(house.var) - before)[::-1]
