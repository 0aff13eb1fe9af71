"""Many counties on processes of this machine: who refuses, who dies, who goes on."""

import os
import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from distributed import Client

from data import many
from layers.refusal import Refusal


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with many.workers(count=2) as client:
        yield client


def its_name(county: str) -> tuple[bytes, ...]:
    return (county.encode(),)


def other_code() -> str:
    """Of this process here; of the worker there."""
    return str(os.getpid())


def refusing() -> tuple[bytes, ...]:
    raise Refusal("文件不存在", "", "请核对路径")


def failing() -> tuple[bytes, ...]:
    raise ZeroDivisionError


def dying_once(folder: Path) -> tuple[bytes, ...]:
    """Ends its worker in the middle, as the system does where memory is short; the second time it answers."""
    mark = folder / "died"
    if not mark.exists():
        mark.write_text(str(os.getpid()))
        os.kill(os.getpid(), signal.SIGKILL)
    return (b"answered",)


def dying(folder: Path) -> tuple[bytes, ...]:
    (folder / str(os.getpid())).touch()
    os.kill(os.getpid(), signal.SIGKILL)
    return ()


def test_each_county_ends_with_its_own_answer(client: Client) -> None:
    names = {f"{number:06d}" for number in range(30)}
    ended = list(many.each(client, {name: partial(its_name, name) for name in names}))
    assert {each.county: each.answer for each in ended} == {name: (name.encode(),) for name in names}


def test_a_county_that_refuses_or_fails_stops_nobody_and_says_why(client: Client) -> None:
    tasks: dict[str, many.Task] = {"430621": refusing, "430681": failing, "430626": partial(its_name, "430626")}
    ended = {each.county: each for each in many.each(client, tasks)}
    assert ended["430621"].trouble == "文件不存在。\n办法：请核对路径"
    assert "ZeroDivisionError" in ended["430681"].trouble
    assert (ended["430681"].answer, ended["430626"].answer) == (None, (b"430626",))


def test_a_killed_worker_s_counties_are_done_again(client: Client, tmp_path: Path) -> None:
    tasks: dict[str, many.Task] = {f"{number:06d}": partial(its_name, f"{number:06d}") for number in range(20)}
    tasks["430621"] = partial(dying_once, tmp_path)
    ended = {each.county: each for each in many.each(client, tasks)}
    assert (tmp_path / "died").exists()
    assert ended.pop("430621").answer == (b"answered",)
    assert {each.answer for each in ended.values()} == {(county.encode(),) for county in ended}


def test_a_county_that_kills_every_worker_is_given_up_and_told(tmp_path: Path) -> None:
    with many.workers(count=1) as own:
        (ended,) = many.each(own, {"430621": partial(dying, tmp_path)})
    assert ended.answer is None
    assert "内存不足" in ended.trouble
    assert len(list(tmp_path.iterdir())) == many.TRIES + 1


def test_whoever_stops_asking_cancels_the_rest(client: Client, tmp_path: Path) -> None:
    asked = many.each(client, {f"{number:06d}": partial(slow, tmp_path, number) for number in range(40)})
    next(asked)
    asked.close()
    assert list(many.each(client, {"430621": partial(its_name, "430621")})) == [many.Ended("430621", (b"430621",))]
    assert len(list(tmp_path.iterdir())) < 40


def slow(folder: Path, number: int) -> tuple[bytes, ...]:
    import time

    time.sleep(0.05)
    (folder / str(number)).touch()
    return ()


def test_a_cluster_that_runs_elsewhere_is_asked_by_its_address(client: Client) -> None:
    with many.workers(client.scheduler_info()["address"]) as far:
        (ended,) = many.each(far, {"430621": partial(its_name, "430621")})
    assert ended == many.Ended("430621", (b"430621",))


def test_workers_of_another_version_are_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "_code", other_code)
    with pytest.raises(Refusal, match="版本不同"), many.workers(client.scheduler_info()["address"]):
        pass


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nowhere"])
def test_no_scheduler_is_told_with_what_to_do(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "CONNECT_S", 1)
    with pytest.raises(Refusal, match="连不上调度器") as refusal, many.workers(address):
        pass
    assert "dask scheduler" in refusal.value.remedy
