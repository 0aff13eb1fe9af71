"""A real desk in a process of its own on a free port, over a database that holds the sample county."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from sqlalchemy import make_url

from api.settings import ROOT
from data.server_process import free_port
from layers.rights import Role
from tests.conftest import NUMBERS, copied
from tests.people import COUNTY, token_of

PATIENCE_S = 120


class LiveDesk:
    """A desk that listens on a port of its own; it can be killed and started again."""

    def __init__(self, database: str, folder: Path, **settings: str) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = folder / "desk.log"
        named = {"DATABASE_URL": database, "PORT": str(self.port), "VAR": str(folder), "AS_OF": "2024-12-31"}
        wished = {f"CAIRN_{name.upper()}": value for name, value in (named | settings).items()}
        self.environment = {**os.environ, **wished}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> "LiveDesk":
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", "api.cli", "serve"]
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                if httpx.get(f"{self.address}/health", timeout=5).status_code == 200:
                    return self
            except httpx.TransportError:
                time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)
            try:
                self.process.wait(timeout=PATIENCE_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise

    def client(self, token: str | None = None) -> httpx.Client:
        """A browser, as far as HTTP goes; with a token it is somebody, else nobody."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.Client(base_url=self.address, timeout=60, headers=headers)


@pytest.fixture(scope="session")
def county_template(server: str, template: str, worker: str) -> Iterator[str]:
    """Name of a database with the sample county, which nobody opens: others are copies of it."""
    from data.access_tables import belongs_to
    from data.engine import connect, session
    from data.sample_county import load

    for address in copied(server, template, f"cairn_test_{worker}_county"):
        engine = connect(address)
        with session(engine) as opened:
            belongs_to(opened, COUNTY)
            load(opened, ROOT / "data" / "sample")
        engine.dispose()
        yield make_url(address).database or ""


@pytest.fixture(scope="session")
def county_database(server: str, county_template: str, worker: str) -> Iterator[str]:
    """The sample county for tests that keep runs there and change nothing else."""
    yield from copied(server, county_template, f"cairn_test_{worker}_desk")


@pytest.fixture
def own_county(server: str, county_template: str, worker: str) -> Iterator[str]:
    """A sample county of the test's own."""
    yield from copied(server, county_template, f"cairn_test_{worker}_county_{next(NUMBERS)}")


@pytest.fixture
def own_desk(own_county: str, tmp_path: Path) -> Iterator[LiveDesk]:
    """A desk over a county of the test's own; the test starts it."""
    live = LiveDesk(own_county, tmp_path)
    yield live
    live.stop()


@pytest.fixture(scope="session")
def desk(county_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveDesk]:
    """The desk most tests speak to."""
    live = LiveDesk(county_database, tmp_path_factory.mktemp("desk"), web=str(tmp_path_factory.mktemp("web") / "dist"))
    yield live.start()
    live.stop()


@pytest.fixture(scope="session")
def client(desk: LiveDesk, county_database: str) -> Iterator[httpx.Client]:
    """The county's data steward, who sees and writes everything there."""
    with desk.client(token_of(county_database, Role.STEWARD)) as client:
        yield client


@pytest.fixture(scope="session")
def anonymous(desk: LiveDesk) -> Iterator[httpx.Client]:
    """Nobody in particular."""
    with desk.client() as client:
        yield client


@pytest.fixture(scope="session")
def as_role(desk: LiveDesk, county_database: str) -> Iterator[Callable[..., httpx.Client]]:
    """Somebody of an office: `as_role(Role.INSPECTOR, "430621100", "read")`."""
    with ExitStack() as open_clients:

        def somebody(role: Role, division: str = COUNTY, *scopes: str) -> httpx.Client:
            return open_clients.enter_context(desk.client(token_of(county_database, role, division, *scopes)))

        yield somebody
