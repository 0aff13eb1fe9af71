"""Whatever is killed is there again by itself, and it is told: the service, its keeper, PostGIS and its sessions.

One house of its own: a durable private PostGIS under the system's temporary folder, brought up by `cairn up`.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api import incidents
from api.service import Service, birth_of
from api.settings import ROOT, Settings
from data.local_postgis import LocalPostgis
from data.server_process import free_port

PATIENCE_S = 60


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


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    folder = Path(tempfile.mkdtemp(prefix="cairn-house-"))
    folder.chmod(0o755)
    house = House(folder)
    up = house.cairn("up")
    try:
        assert up.returncode == 0, up.stderr
        yield house
        assert house.cairn("down").returncode == 0
    finally:
        house.service.stop()
        house.cluster.stop()
        shutil.rmtree(folder)


def new(house: House, before: int) -> list[incidents.Incident]:
    """Incidents since there were so many, oldest first; waits for one, and for the desk to be well."""
    until(lambda: incidents.count(house.var) > before and house.health())
    return incidents.recent(house.var, incidents.count(house.var) - before)[::-1]


def test_a_killed_service_is_started_again(house: House) -> None:
    before, child, keeper = incidents.count(house.var), house.child(), house.keeper()
    os.kill(child, signal.SIGKILL)
    (incident,) = new(house, before)
    assert (incident.what, incident.why) == ("service", "被信号 9（SIGKILL）终止")
    assert incident.recovered_s is not None
    assert (house.keeper(), house.child() != child) == (keeper, True)


def test_a_killed_keeper_is_replaced_by_the_service(house: House) -> None:
    before, keeper = incidents.count(house.var), house.keeper()
    os.kill(keeper, signal.SIGKILL)
    (incident,) = new(house, before)
    assert incident.what == "keeper"
    until(lambda: house.service.running() and children(house.keeper()) and house.health())
    assert house.keeper() != keeper
    assert len(children(house.keeper())) == 1


def test_a_killed_postgis_is_started_again(house: House) -> None:
    before, child, postmaster = incidents.count(house.var), house.child(), house.postmaster()
    os.kill(postmaster, signal.SIGKILL)
    found = new(house, before)
    assert [incident.what for incident in found] == ["register"]
    assert house.postmaster() != postmaster
    assert house.child() == child


def test_a_killed_session_ends_all_and_postgis_recovers_by_itself(house: House) -> None:
    before, postmaster = incidents.count(house.var), house.postmaster()
    backend = next(pid for pid in children(postmaster) if b"cairn_service" in Path(f"/proc/{pid}/cmdline").read_bytes())
    os.kill(backend, signal.SIGKILL)
    (incident,) = new(house, before)
    assert (incident.what, incident.why) == ("sessions", "被全部中断（一个会话进程意外终止）")
    assert house.postmaster() == postmaster


def test_what_happened_is_told(house: House) -> None:
    told = house.health()
    assert told is not None
    newest = incidents.recent(house.var)
    assert [entry["what"] for entry in told["incidents"]] == [incident.what for incident in newest]
    status = house.cairn("status").stdout
    assert "中断" in status
    assert newest[0].why in status.replace("\n", "")


def test_cairn_down_means_it(house: House) -> None:
    child, keeper = house.child(), house.keeper()
    before = incidents.count(house.var)
    assert house.cairn("down").returncode == 0
    assert (birth_of(child), birth_of(keeper), house.cluster.status().running) == (None, None, False)
    assert house.cairn("up").returncode == 0
    assert incidents.count(house.var) == before
