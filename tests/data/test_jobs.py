"""Jobs: a transaction's own, counted, cancelled, and taken up again when their worker is killed."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import TypeVar

import pytest
from sqlalchemy import Engine, select, text

from data import jobs
from data.engine import connect, session
from data.errors import Conflict, NotFound
from data.ledgers import JOBS
from layers.refusal import Refusal
from tests.data.a_worker import HEARTBEAT_S, STALLED_S

ROOT = Path(__file__).parents[2]
GENEROUS_S = 60
Value = TypeVar("Value")


@pytest.fixture
def own_engine(own_database: str) -> Iterator[Engine]:
    engine = connect(own_database)
    yield engine
    engine.dispose()


def ask(engine: Engine, kind: str = "count", **arguments: object) -> str:
    with session(engine) as opened:
        return jobs.defer(opened, kind, arguments).id


def stand(engine: Engine, job_id: str) -> jobs.Job:
    with session(engine) as opened:
        return jobs.job(opened, job_id)


def wait_for(look: Callable[[], Value], good: Callable[[Value], bool]) -> Value:
    """Look until it is good; a bound, not a measurement."""
    until = time.monotonic() + GENEROUS_S
    while not good(seen := look()):
        assert time.monotonic() < until, f"still {seen}"
        time.sleep(0.05)
    return seen


@contextmanager
def worker_here(engine: Engine, bodies: dict[str, jobs.Body]) -> Iterator[None]:
    """A worker in a thread of this process, stopped as the service stops it: by cancelling its task."""
    loop, ready = asyncio.new_event_loop(), Event()
    tasks: list[asyncio.Task[None]] = []

    async def work() -> None:
        tasks.append(asyncio.current_task())  # type: ignore[arg-type]
        ready.set()
        await jobs.run_worker(jobs.queue(engine, bodies), engine, heartbeat_s=HEARTBEAT_S, stalled_s=STALLED_S)

    def run() -> None:
        with pytest.raises(asyncio.CancelledError):
            loop.run_until_complete(work())
        loop.close()

    thread = Thread(target=run)
    thread.start()
    ready.wait()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(tasks[0].cancel)
        thread.join()


@contextmanager
def worker_process(url: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-m", "tests.data.a_worker", url], cwd=ROOT, env=environment) as process:
        try:
            yield process
        finally:
            process.kill()


def test_a_job_exists_only_when_the_asking_transaction_commits(own_engine: Engine) -> None:
    with session(own_engine) as opened:
        jobs.defer(opened, "count", {})
        opened.rollback()
    with session(own_engine) as opened:
        assert opened.execute(select(JOBS)).all() == []
        assert opened.scalar(text("SELECT count(*) FROM queue.procrastinate_jobs")) == 0


def test_asking_leaves_the_search_path_as_it_was(own_engine: Engine) -> None:
    with session(own_engine) as opened:
        before = opened.scalar(text("SHOW search_path"))
        jobs.defer(opened, "count", {})
        assert opened.scalar(text("SHOW search_path")) == before


def test_an_unknown_job_is_not_found(own_engine: Engine) -> None:
    with session(own_engine) as opened, pytest.raises(NotFound, match="没有任务“job-0”"):
        jobs.job(opened, "job-0")


def test_a_body_counts_and_answers_where_its_result_is(own_engine: Engine) -> None:
    seen: list[object] = []

    def body(running: jobs.Running) -> str:
        seen.append(running.job.arguments)
        running.progress(1, 2, "读取")
        return "/api/coverage/runs/bpt-1"

    job_id = ask(own_engine, town="荣家湾镇")
    assert stand(own_engine, job_id).status == "queued"
    with worker_here(own_engine, {"count": body}):
        ended = wait_for(lambda: stand(own_engine, job_id), lambda job: job.status == "done")
    assert seen == [{"town": "荣家湾镇"}]
    assert (ended.done, ended.of, ended.result, ended.error) == (2, 2, "/api/coverage/runs/bpt-1", None)
    assert ended.started_at is not None
    assert ended.finished_at is not None
    assert ended.created_at <= ended.started_at <= ended.finished_at


def test_what_is_going_on_is_told_however_short_the_step_before(own_engine: Engine) -> None:
    seen: list[tuple[int, str | None]] = []

    def body(running: jobs.Running) -> None:
        for done, what in enumerate(("读取", "计算", "保存")):
            running.progress(done, 3, what)
            told = stand(own_engine, running.job.id)
            seen.append((told.done, told.what))

    job_id = ask(own_engine)
    with worker_here(own_engine, {"count": body}):
        wait_for(lambda: stand(own_engine, job_id), lambda job: job.status == "done")
    assert seen == [(0, "读取"), (1, "计算"), (2, "保存")]


def test_a_refusal_is_told_and_a_fault_of_ours_shows_no_stack(own_engine: Engine) -> None:
    def refuse(_: jobs.Running) -> str:
        raise Refusal("人口表没有乡镇", "缺少列“代码”", "请补上后重试")

    def fail(_: jobs.Running) -> str:
        return str(1 / 0)

    refused, failed = ask(own_engine, "refuse"), ask(own_engine, "fail")
    with worker_here(own_engine, {"refuse": refuse, "fail": fail}):
        told = wait_for(lambda: stand(own_engine, refused), lambda job: job.status == "failed")
        fault = wait_for(lambda: stand(own_engine, failed), lambda job: job.status == "failed")
    assert "人口表没有乡镇" in str(told.error)
    assert failed in str(fault.error)
    assert "Zero" not in str(fault.error)


def test_a_queued_job_is_cancelled_and_never_runs(own_engine: Engine) -> None:
    ran: list[str] = []
    job_id, later = ask(own_engine, n=1), ask(own_engine, n=2)
    with session(own_engine) as opened:
        assert jobs.cancel(opened, job_id).status == "cancelled"
    with worker_here(own_engine, {"count": lambda running: ran.append(running.job.id)}):
        wait_for(lambda: stand(own_engine, later), lambda job: job.status == "done")
    assert ran == [later]
    with session(own_engine) as opened, pytest.raises(Conflict, match="已结束"):
        jobs.cancel(opened, job_id)


def test_a_running_job_stops_where_it_next_listens(own_engine: Engine) -> None:
    ended: list[str] = []

    def endless(running: jobs.Running) -> str:
        try:
            while True:
                running.progress(1)
                time.sleep(0.01)
        except jobs.Cancelled:
            ended.append("cancelled")
            raise

    job_id = ask(own_engine)
    with worker_here(own_engine, {"count": endless}):
        wait_for(lambda: stand(own_engine, job_id), lambda job: job.status == "running")
        with session(own_engine) as opened:
            jobs.cancel(opened, job_id)
        wait_for(lambda: ended, bool)
        assert queue_status(own_engine) in ("doing", "aborted")
        wait_for(lambda: queue_status(own_engine), lambda status: status == "aborted")
    assert stand(own_engine, job_id).status == "cancelled"


def test_a_stopping_service_puts_its_job_back_and_counts_no_attempt(own_engine: Engine) -> None:
    job_id = ask(own_engine)

    def endless(running: jobs.Running) -> str:
        while True:
            running.progress(1)
            time.sleep(0.01)

    with worker_here(own_engine, {"count": endless}):
        wait_for(lambda: stand(own_engine, job_id), lambda job: job.status == "running")
    assert (stand(own_engine, job_id).status, queue_status(own_engine)) == ("queued", "todo")
    with session(own_engine) as opened:
        assert opened.scalar(text("SELECT attempts FROM queue.procrastinate_jobs")) == 0
    with worker_here(own_engine, {"count": lambda _: "/done"}):
        assert wait_for(lambda: stand(own_engine, job_id), lambda job: job.status == "done").result == "/done"


def test_a_killed_workers_job_is_taken_up_by_the_next(own_engine: Engine, own_database: str) -> None:
    job_id = ask(own_engine, steps=40)
    with ExitStack() as workers:
        first = workers.enter_context(worker_process(own_database))
        begun = wait_for(lambda: stand(own_engine, job_id), lambda job: job.status == "running" and job.done > 0)
        first.send_signal(signal.SIGKILL)
        first.wait()
        second = workers.enter_context(worker_process(own_database))
        ended = wait_for(lambda: stand(own_engine, job_id), lambda job: job.status == "done")
    assert str(begun.what) == f"进程 {first.pid}"
    assert (ended.what, ended.done, ended.result) == (f"进程 {second.pid}", 40, "/counted/40")


def test_a_job_that_kills_every_worker_is_given_up(own_engine: Engine) -> None:
    job_id = ask(own_engine)
    with session(own_engine) as opened:
        opened.execute(text("SET LOCAL search_path = queue"))
        opened.execute(text("UPDATE queue.procrastinate_jobs SET status = 'doing', attempts = 2"))
        opened.execute(JOBS.update().values(status="running"))
    with worker_here(own_engine, {"count": lambda _: "/done"}):
        ended = wait_for(lambda: stand(own_engine, job_id), lambda job: job.status != "running")
    assert ended.status == "failed"
    assert "3 次中途中断" in str(ended.error)


def queue_status(engine: Engine) -> str:
    with session(engine) as opened:
        return str(opened.scalar(text("SELECT status FROM queue.procrastinate_jobs")))
