"""Many counties at once: one task a county, on the workers of a Dask cluster or on processes of this machine.

A task is a call that can be sent to another process and answers bytes; it reads its county itself, so that nothing but
the question and the answer travels. A worker that dies is replaced and its task done again, at most three times; a
county that refuses stops nobody else. Tasks answer the same wherever they run, so whoever computes again loses nothing.
"""

import os
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from data.code_version import coverage_code
from data.siting_code import siting_code
from layers.refusal import Refusal

# Of a machine of its own a worker gets its share of the memory; Dask starts it anew before it takes more.
HERE = "127.0.0.1"
TRIES = 3
CONNECT_S = 10

_AT_HOME = "请在各机的 Cairn 目录里用 .venv/bin/dask worker 启动计算进程"

Task = Callable[[], tuple[bytes, ...]]


@dataclass(frozen=True)
class Ended:
    """How a county ended: with an answer, or with the reason why there is none."""

    county: str
    answer: tuple[bytes, ...] | None
    trouble: str = ""


@contextmanager
def workers(scheduler: str | None = None, count: int | None = None) -> "Iterator[Any]":
    """A client of the cluster at `scheduler` (tcp://host:port), or of `count` processes of this machine.

    Processes of this machine listen on 127.0.0.1 only and end with the block. Workers elsewhere must run
    this very code.

    Raises:
        Refusal: no scheduler answers there, it has no worker, or a worker runs other code.
    """
    from dask import config
    from distributed import Client, LocalCluster

    with config.set({"distributed.scheduler.allowed-failures": TRIES}):
        if scheduler is not None:
            with _client(Client, scheduler) as client:
                yield client
            return
        with (
            LocalCluster(
                n_workers=count or os.cpu_count() or 1,
                threads_per_worker=1,
                host=HERE,
                dashboard_address=f"{HERE}:0",
                silence_logs="CRITICAL",
            ) as cluster,
            Client(cluster) as client,
        ):
            yield client


@contextmanager
def _client(kind: "type[Any]", scheduler: str) -> "Iterator[Any]":
    remedy = "请核对地址；在调度机上运行 dask scheduler，在各计算机上运行 dask worker 后重试"
    try:
        client = kind(scheduler, timeout=CONNECT_S)
    except (OSError, ValueError) as fault:
        raise Refusal(f"连不上调度器 {scheduler}", str(fault), remedy) from fault
    with client:
        try:
            code = client.run(_code)
        except ImportError as fault:
            raise Refusal(f"调度器 {scheduler} 的计算进程找不到 Cairn 的程序", str(fault), _AT_HOME) from fault
        if not code:
            raise Refusal(f"调度器 {scheduler} 没有计算进程", "任务没有人做", remedy)
        other = sorted(worker for worker, version in code.items() if version != _code())
        if other:
            raise Refusal(
                f"计算进程 {'、'.join(other)} 的程序版本不同",
                "同一次计算须由同一版本完成",
                "请在各机装上同一版本后重试",
            )
        yield client


def _code() -> tuple[str, str]:
    return coverage_code(), siting_code()


def each(client: Any, tasks: Mapping[str, Task]) -> Generator[Ended, None, None]:  # noqa: ANN401 - Dask is published without types
    """Do the tasks and answer each as it ends, in no order; whoever stops asking cancels the rest.

    Args:
        client: what `workers` gave.
        tasks: what is to be done, by county.
    """
    from distributed import as_completed

    counties = {client.submit(_told, task, pure=False): county for county, task in tasks.items()}
    try:
        for future in as_completed(list(counties), raise_errors=False):
            yield _ended(counties[future], future)
            future.release()
    finally:
        client.cancel(list(counties), force=True)


def _told(task: Task) -> tuple[tuple[bytes, ...] | None, str]:
    """In a worker: do a task; a refusal travels as its words."""
    try:
        return task(), ""
    except Refusal as refusal:
        return None, str(refusal)


def _ended(county: str, future: Any) -> Ended:  # noqa: ANN401 - a future of Dask
    from distributed.scheduler import KilledWorker

    if future.status == "finished":
        return Ended(county, *future.result())
    fault = future.exception()
    if isinstance(fault, KilledWorker):
        return Ended(
            county, None, f"计算进程连续 {TRIES} 次被系统中止，多因内存不足。\n办法：请减少同时计算的进程后重算此县"
        )
    return Ended(county, None, f"程序出错：{type(fault).__name__}: {fault}\n办法：请把此信息交给维护人员")
