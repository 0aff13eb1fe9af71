"""Whatever is killed is there again by itself, and it is told: the service, its keeper, PostGIS and its sessions."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from api import incidents
from api.service import birth_of
from tests.house import House, brought_up, children, new, until


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    with brought_up() as house:
        yield house


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


def test_a_register_that_falls_while_the_service_starts_is_started_again(house: House) -> None:
    before, keeper, postmaster = incidents.count(house.var), house.keeper(), house.postmaster()
    os.kill(keeper, signal.SIGKILL)
    until(lambda: (other := house.service.running()) and other.pid != keeper and children(other.pid))
    os.kill(postmaster, signal.SIGKILL)
    until(lambda: incidents.count(house.var) > before + 1 and house.health())
    newest = incidents.recent(house.var, incidents.count(house.var) - before)
    assert {incident.what for incident in newest} >= {"keeper", "register"}
    assert house.postmaster() != postmaster
    assert len(children(house.keeper())) == 1


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
