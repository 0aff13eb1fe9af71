"""What the benchmarks of the service share: the nation in a register, the servers that read it, and many clients.

Server, peer, clients and database share the machine, whoever is asked. tipg reads the same tables as their owner, so
without policies; Cairn reads as the service's role, under row-level security, for the public. Every answer is asked for
with `Accept-Encoding: gzip`, as browsers ask.
"""

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import numpy as np
import psycopg
import shapely
from numpy.typing import NDArray
from sqlalchemy import make_url

from data.disposable_postgis import throw_away
from data.engine import driver_url, migrate
from data.server_process import free_port
from tests.api.conftest import LiveDesk
from tests.bench.nation import Nation

DATABASE = "cairn_bench_service"
PATIENCE_S = 60
QUIET_TIMES, QUIET_S, QUIET_WITHIN_S = 100, 0.08, 120
KEPT = "[2000-01-01,)\t[2024-01-01,)\t测试数据\tfalse\tpublic\t1\tbench"
AREA_COLUMNS = "divisions (code, name, level, kind, is_statutory"
POINT_COLUMNS = "settlements (code, name, division, kind, population"
KEPT_COLUMNS = "valid, recorded, source, invented, disclosure, version, recorded_by"


@contextmanager
def nation_in_a_register(nation: Nation, url: str | None) -> Iterator[str]:
    """Address of a database whose register holds the nation; gone afterwards."""
    with ExitStack() as stack:
        server = driver_url(url) if url else stack.enter_context(throw_away()).start()
        with psycopg.connect(server, autocommit=True) as maintenance:
            maintenance.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
            maintenance.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0 ENCODING 'UTF8'")
        address = make_url(server).set(database=DATABASE).render_as_string(hide_password=False)
        migrate(address)
        _fill(address, nation)
        yield address
        with psycopg.connect(server, autocommit=True) as maintenance:
            maintenance.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


def _fill(address: str, nation: Nation) -> None:
    """Copy the nation into two layers; the triggers that keep history are not what is measured."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        areas = np.asarray(shapely.multipolygons([[area] for area in nation.townships]))
        _copy(connection, AREA_COLUMNS, areas, "{0:09}\t镇{0}\ttownship\ttown\ttrue")
        _copy(connection, POINT_COLUMNS, nation.settlements, "{0:012}\t村{0}\t{1:09}\tvillage\t{0}")
        connection.execute("VACUUM ANALYZE register.divisions")
        connection.execute("VACUUM ANALYZE register.settlements")


def _copy(connection: psycopg.Connection, columns: str, shapes: NDArray[np.object_], row: str) -> None:
    wkb = shapely.to_wkb(shapely.set_srid(shapes, 4490), hex=True, include_srid=True)
    with connection.cursor().copy(f"COPY register.{columns}, geom, {KEPT_COLUMNS}) FROM STDIN") as copy:
        for number, text in enumerate(wkb, 100_000_000):
            copy.write(f"{row.format(number, number // 1000)}\t{text}\t{KEPT}\n")


@contextmanager
def cairn(address: str, **settings: str) -> Iterator[int]:
    """The service on a port of its own."""
    with tempfile.TemporaryDirectory() as folder:
        live = LiveDesk(address, Path(folder), **settings)
        live.start()
        try:
            yield live.port
        finally:
            live.stop()


@contextmanager
def tipg(address: str) -> Iterator[int]:
    """tipg on the same tables; it is not made to look for new tables between requests."""
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "TIPG_DB_SCHEMAS": '["register"]',
        "TIPG_DB_TABLES": '["register.divisions", "register.settlements"]',
        "TIPG_CATALOG_TTL": "0",
        "TIPG_MAX_FEATURES_PER_TILE": "1000000",
        "DB_MAX_CONN_SIZE": "16",
    }
    command = [sys.executable, "-m", "uvicorn", "tipg.main:app", "--port", str(port), "--log-level", "warning"]
    with subprocess.Popen(command, env=environment) as server:
        try:
            _await(f"http://127.0.0.1:{port}/healthz")
            yield port
        finally:
            server.terminate()


def _await(url: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            if httpx.get(url, timeout=5).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise TimeoutError(url)


def until_quiet(port: int) -> None:
    """Wait until the service is quiet: when it starts, it computes its first sight beside the first answers.

    Quiet is a hundred small questions in a row that are answered at once; a busy machine is not waited for longer.
    """
    quick, until = 0, time.monotonic() + QUIET_WITHIN_S
    while quick < QUIET_TIMES and time.monotonic() < until:
        start = time.perf_counter()
        httpx.get(f"http://127.0.0.1:{port}/ogc/collections/settlements/items?limit=1", timeout=60).raise_for_status()
        quick = quick + 1 if time.perf_counter() - start < QUIET_S else 0
        time.sleep(0.02)


@dataclass
class Load:
    """Many clients that ask a server for paths, one after the other, over connections that stay open."""

    port: int
    paths: Sequence[str]
    clients: int
    seconds: list[float] = field(default_factory=list)
    """How long each request took."""

    def run(self) -> int:
        """Ask for every path once; return how many answers there were.

        Raises:
            ValueError: an answer was neither 200 nor 204.
        """
        return asyncio.run(self._run())

    async def _run(self) -> int:
        waiting = iter([self._request(path) for path in self.paths])
        await asyncio.gather(*(self._client(waiting) for _ in range(self.clients)))
        return len(self.paths)

    def _request(self, path: str) -> bytes:
        return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAccept-Encoding: gzip\r\n\r\n".encode()

    async def _client(self, waiting: Iterator[bytes]) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**24)
        writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for request in waiting:
            start = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            await _body(reader, head)
            self.seconds.append(time.perf_counter() - start)
        writer.close()


async def _body(reader: asyncio.StreamReader, head: bytes) -> None:
    status = int(head[9:12])
    if status == 204:
        return
    if status != 200:
        raise ValueError(head.decode("latin-1"))
    lower = head.lower()
    place = lower.find(b"content-length: ")
    if place >= 0:
        await reader.readexactly(int(lower[place + 16 : lower.index(b"\r\n", place)]))
        return
    while size := int((await reader.readuntil(b"\r\n")).strip(), 16):
        await reader.readexactly(size + 2)
    await reader.readuntil(b"\r\n")
