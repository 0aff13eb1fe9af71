"""Long work: queued in the database, run by a worker, with progress anyone can read.

procrastinate keeps the queue (schema `queue`); `archive.jobs` keeps what the clerk sees. A job belongs to the
transaction that asks for it. A worker that dies leaves its job to the next one; a body may therefore run more than
once and must answer the same. Times are seconds.
"""

import asyncio
import contextlib
import datetime as dt
import logging
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import psycopg
from sqlalchemy import Engine, Row, func, insert, select, text, update
from sqlalchemy.orm import Session

from data.acting import acting
from data.errors import Conflict, NotFound
from data.ledgers import JOBS
from data.queue_schema import SEARCH_PATH
from layers.refusal import Refusal

if TYPE_CHECKING:
    from procrastinate import App, JobContext

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
_REPORT_EVERY_S = 0.5
_OPEN = ("queued", "running")


class Cancelled(BaseException):
    """The clerk has cancelled this job; no Exception, so that no body swallows it where it reports progress."""


class Interrupted(BaseException):
    """The service is stopping; the job goes back to the queue."""


@dataclass(frozen=True)
class Job:
    """What the clerk sees of a job; `status` is queued, running, done, failed or cancelled."""

    id: str
    kind: str
    arguments: dict[str, Any]
    status: str
    done: int
    of: int | None
    what: str | None
    error: str | None
    result: str | None
    created_at: dt.datetime
    started_at: dt.datetime | None
    finished_at: dt.datetime | None
    account_id: int | None = None
    live: dict[str, Any] | None = None


class Running:
    """A job while it runs: what its body is given.

    A body in a process of its own has no context: whoever started that process listens, and ends it.
    """

    def __init__(self, engine: Engine, job: Job, context: "JobContext | None" = None) -> None:
        self.engine = engine
        self.job = job
        self._context = context
        self._told_at = 0.0
        self._said: str | None = None

    def progress(
        self, done: int, of: int | None = None, what: str | None = None, *, live: Mapping[str, Any] | None = None
    ) -> None:
        """Say how much is done, of how much, and what is going on; call it often. `live` is what was found so far.

        It writes when the words change, and else twice a second at most.

        Raises:
            Cancelled: the job has been cancelled; the body ends by letting this pass.
            Interrupted: the service is stopping; likewise.
        """
        self.listen()
        now = time.monotonic()
        if now - self._told_at >= _REPORT_EVERY_S or done == of or what != self._said:
            self._told_at, self._said = now, what
            self._tell(done, of, what, live)

    def listen(self) -> None:
        """Heed the wish to stop; `progress` listens too.

        Raises:
            Cancelled, Interrupted: as `progress`.
        """
        from procrastinate.job_context import AbortReason

        reason = self._context.abort_reason() if self._context else None
        if reason is AbortReason.USER_REQUEST:
            raise Cancelled
        if reason is AbortReason.SHUTDOWN:
            raise Interrupted

    def _tell(self, done: int, of: int | None, what: str | None, live: Mapping[str, Any] | None) -> None:
        told: dict[str, Any] = {"done": done}
        told |= {name: value for name, value in (("of", of), ("what", what), ("live", live)) if value not in (None, "")}
        if not _write(self.engine, self.job.id, ("running",), **told):
            raise Cancelled


Body = Callable[[Running], str | None]
"""Does the work and answers the address of its result."""


def defer(session: Session, kind: str, arguments: Mapping[str, Any]) -> Job:
    """Queue a job in the caller's transaction: it exists when, and only when, that commits."""
    from procrastinate.jobs import Job as Queued
    from procrastinate.manager import JobManager
    from procrastinate.sync_psycopg_connector import SyncPsycopgConnector

    job_id = f"job-{secrets.token_hex(8)}"
    task = Queued(
        id=None,
        queue=kind,
        lock=None,
        queueing_lock=None,
        task_name=kind,
        task_kwargs={"job_id": job_id},
    )
    with _queue_first(session) as driver:
        queued = JobManager(SyncPsycopgConnector()).defer_job(task, connection=driver)
    values = {
        "id": job_id,
        "kind": kind,
        "arguments": dict(arguments),
        "status": "queued",
        "queue_id": queued.id,
        "account_id": acting(session).account,
    }
    session.execute(insert(JOBS).values(values))
    return job(session, job_id)


def job(session: Session, job_id: str) -> Job:
    """A job as it stands.

    Raises:
        NotFound: no job has this id.
    """
    row = session.execute(select(JOBS).where(JOBS.c.id == job_id)).one_or_none()
    if row is None:
        raise NotFound(f"没有任务“{job_id}”", "任务单里没有这个任务号", "请核对任务号")
    return _job(row)


def cancel(session: Session, job_id: str) -> Job:
    """Cancel a job: it is cancelled at once, and a body at work stops where it next listens.

    Raises:
        NotFound: no job has this id.
        Conflict: it has already ended.
    """
    from procrastinate.manager import JobManager
    from procrastinate.sync_psycopg_connector import SyncPsycopgConnector

    standing = job(session, job_id)
    chosen = update(JOBS).where(JOBS.c.id == job_id, JOBS.c.status.in_(_OPEN))
    row = session.execute(
        chosen.values(status="cancelled", finished_at=func.clock_timestamp()).returning(JOBS.c.queue_id)
    ).one_or_none()
    if row is None:
        raise Conflict(f"任务“{job_id}”已结束", f"状态为 {standing.status}", "无需取消")
    with _queue_first(session) as driver:
        JobManager(SyncPsycopgConnector()).cancel_job_by_id(row.queue_id, abort=True, connection=driver)
    return job(session, job_id)


def queue(engine: Engine, bodies: Mapping[str, Body]) -> "App":
    """The queue's application, knowing how each kind of job is done."""
    from procrastinate import App, PsycopgConnector, RetryStrategy
    from procrastinate.exceptions import JobAborted

    address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    session_options = {"options": f"-c search_path={SEARCH_PATH}", "application_name": "cairn-queue"}
    app = App(connector=PsycopgConnector(conninfo=address, kwargs=session_options, min_size=1, max_size=4))
    # An aborted job is retried only when the service's stopping aborted it, not when the clerk did.
    again = RetryStrategy(wait=0, retry_exceptions={JobAborted})
    for kind, body in bodies.items():
        app.task(name=kind, queue=kind, pass_context=True, retry=again)(_task(engine, body))
    return app


async def run_worker(
    app: "App", engine: Engine, *, concurrency: int = 2, heartbeat_s: float = 2.0, stalled_s: float = 10.0
) -> None:
    """Do jobs until cancelled; a job whose worker has not been heard of for `stalled_s` is taken up again.

    Cancelled itself, it lets bodies stop where they next listen and puts their jobs back into the queue.
    """
    async with app.open_async():
        rescue = asyncio.create_task(_rescue(app, engine, heartbeat_s, stalled_s))
        try:
            await app.run_worker_async(
                concurrency=concurrency,
                install_signal_handlers=False,
                fetch_job_polling_interval=1.0,
                abort_job_polling_interval=0.5,
                shutdown_graceful_timeout=0.1,
                update_heartbeat_interval=heartbeat_s,
                stalled_worker_timeout=stalled_s,
            )
        finally:
            rescue.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await rescue


async def retry_stalled(app: "App", engine: Engine, stalled_s: float = 10.0) -> int:
    """Take up again the jobs of workers that have died; answers how many. One that keeps dying is given up."""
    manager = app.job_manager
    await manager.prune_stalled_workers(stalled_s)
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=stalled_s))
    for dead in stalled:
        if dead.attempts + 1 >= MOST_ATTEMPTS:
            await _give_up(app, engine, dead)
        else:
            await manager.retry_job(dead, retry_at=dt.datetime.now(dt.UTC))
            _write(engine, str(dead.task_kwargs["job_id"]), ("running",), status="queued", what="上次中断，等待重做")
    return len(stalled)


async def _give_up(app: "App", engine: Engine, dead: Any) -> None:  # noqa: ANN401 - procrastinate's own job
    from procrastinate.jobs import Status

    await app.job_manager.finish_job(dead, status=Status.FAILED, delete_job=False)
    message = f"任务 {MOST_ATTEMPTS} 次中途中断，不再重做：请缩小范围后重试，或把任务号告诉维护人员"
    _end(engine, str(dead.task_kwargs["job_id"]), "failed", error=message)


async def _rescue(app: "App", engine: Engine, every_s: float, stalled_s: float) -> None:
    while True:
        try:
            await retry_stalled(app, engine, stalled_s)
        except Exception:  # a database that is away for a moment comes back
            log.exception("Looking for stalled jobs failed")
        await asyncio.sleep(every_s)


def _task(engine: Engine, body: Body) -> "Callable[[JobContext, str], None]":
    def task(context: "JobContext", job_id: str) -> None:
        if not _write(engine, job_id, _OPEN, status="running", started_at=func.clock_timestamp(), what=None):
            return
        with Session(engine) as session:
            running = Running(engine, job(session, job_id), context)
        _do(running, body)

    return task


def _do(running: Running, body: Body) -> None:
    """Run a body and write down how it ended; what the clerk is told never shows a stack."""
    from procrastinate.exceptions import JobAborted

    engine, job_id = running.engine, running.job.id
    try:
        result = body(running)
    except Cancelled:
        raise JobAborted from None
    except Interrupted:
        _put_back(engine, job_id)
        raise JobAborted from None
    except Refusal as refusal:
        _end(engine, job_id, "failed", error=str(refusal))
    except Exception:  # a defect ends this job in words, never the worker
        log.exception("Job %s failed", job_id)
        _end(engine, job_id, "failed", error=f"程序出错，任务未完成：请把任务号 {job_id} 告诉维护人员")
    else:
        _end(engine, job_id, "done", result=result)


def _put_back(engine: Engine, job_id: str) -> None:
    """Back into the queue, which will count an attempt; a stop in good order is none."""
    uncounted = text("""
        UPDATE queue.procrastinate_jobs SET attempts = attempts - 1
        WHERE id = (SELECT queue_id FROM archive.jobs WHERE id = :id)
    """)
    _write(engine, job_id, ("running",), status="queued", what="服务停止，等待重做")
    with engine.begin() as connection:
        connection.execute(uncounted, {"id": job_id})


def _end(engine: Engine, job_id: str, status: str, **values: Any) -> None:  # noqa: ANN401 - columns
    done = {"done": func.coalesce(JOBS.c.of, JOBS.c.done)} if status == "done" else {}
    _write(engine, job_id, _OPEN, status=status, finished_at=func.clock_timestamp(), **done, **values)


def _write(engine: Engine, job_id: str, standing: tuple[str, ...], **values: Any) -> bool:  # noqa: ANN401 - columns
    """Write to a job that still stands so; answers whether it did."""
    chosen = update(JOBS).where(JOBS.c.id == job_id, JOBS.c.status.in_(standing)).values(values)
    with engine.begin() as connection:
        return connection.execute(chosen).rowcount == 1


@contextlib.contextmanager
def _queue_first(session: Session) -> Any:  # noqa: ANN401 - a driver connection
    """The driver's connection of this transaction, looking into the queue's schema first for one statement."""
    path = session.scalar(text("SELECT current_setting('search_path')"))
    session.execute(select(func.set_config("search_path", SEARCH_PATH, True)))
    yield cast("psycopg.Connection[Any]", session.connection().connection.driver_connection)
    session.execute(select(func.set_config("search_path", path, True)))


def _job(row: Row[Any]) -> Job:
    return Job(**{name: getattr(row, name) for name in Job.__dataclass_fields__})
