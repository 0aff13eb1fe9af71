"""The bodies of long work, and the worker inside the service.

The queue is `data.jobs`; here archive and drawing meet. Bodies are synchronous and run in threads; one may run more
than once, and answers the same, because a run is named by its question.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from sqlalchemy import Engine

from api.deps import Desk, limit_statements
from api.errors import Refused
from api.run_forms import location, rendered
from api.run_request import RunRequest
from data import coverage, jobs
from data.engine import session

COVERAGE = "coverage"
# Each form is one more step after those of computing.
FORMS = ("csv", "xlsx", "geojson", "gpkg", "html", "png")
REST_S = 2.0
PATIENCE_S = 3.0

LOG = logging.getLogger("cairn")


def bodies(desk: Desk) -> dict[str, jobs.Body]:
    """How each kind of job is done."""
    return {COVERAGE: partial(coverage_run, desk)}


@asynccontextmanager
async def at_work(desk: Desk) -> AsyncIterator[None]:
    """Do jobs as long as the service is open; at the end they go back to the queue."""
    worker = asyncio.create_task(_work(desk.engine, bodies(desk)), name="cairn-worker")
    try:
        yield
    finally:
        worker.cancel()
        await asyncio.wait({worker}, timeout=PATIENCE_S)


def coverage_run(desk: Desk, running: jobs.Running) -> str:
    """Compute a run and render its forms; answers where the run stands."""
    wish = RunRequest.model_validate(running.job.arguments)
    handed_in = wish.handed_in()
    areas, notes = (handed_in.areas, handed_in.notes) if handed_in else (None, ())
    steps = 0

    def tell(done: int, of: int, what: str) -> None:
        nonlocal steps
        steps = of
        running.progress(done, of + len(FORMS), what)

    with session(desk.engine) as opened:
        limit_statements(opened, desk.settings.job_timeout_s)
        run = coverage.run(opened, wish.terms(desk.settings.today()), areas=areas, notes=notes, progress=tell)
    for place, form in enumerate(FORMS):
        running.progress(steps + place, steps + len(FORMS), f"生成 {form.upper()}")
        _render(desk, run.id, form)
    return location(run.id)


def _render(desk: Desk, run_id: str, form: str) -> None:
    """Render one form; a picture this machine cannot draw is left for the day it can."""
    try:
        with desk.writing() as opened:
            rendered(opened, run_id, form)
    except Refused as lack:
        LOG.warning("%s 的 %s 没有生成：%s", run_id, form, lack)


async def _work(engine: Engine, known: dict[str, jobs.Body]) -> None:
    """Work until cancelled; after a trouble such as a restarting register, begin again."""
    while True:
        try:
            await jobs.run_worker(jobs.queue(engine, known), engine)
        except Exception:
            LOG.exception("后台任务中断，%s 秒后继续", REST_S)
        await asyncio.sleep(REST_S)
