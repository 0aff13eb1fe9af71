"""The worker inside the service: it takes jobs from the queue and has each done by a process of its own."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from sqlalchemy import Engine

from api.deps import Desk
from api.jobs import BODIES
from api.work import in_a_process
from data import jobs

REST_S = 2.0
PATIENCE_S = 3.0

LOG = logging.getLogger("cairn")


@asynccontextmanager
async def at_work(desk: Desk) -> AsyncIterator[None]:
    """Do jobs as long as the service is open; at the end they go back to the queue."""
    known: dict[str, jobs.Body] = {kind: partial(in_a_process, desk) for kind in BODIES}
    worker = asyncio.create_task(_work(desk.engine, known), name="cairn-worker")
    try:
        yield
    finally:
        worker.cancel()
        await asyncio.wait({worker}, timeout=PATIENCE_S)


async def _work(engine: Engine, known: dict[str, jobs.Body]) -> None:
    """Work until cancelled; after a trouble such as a restarting register, begin again."""
    while True:
        try:
            await jobs.run_worker(jobs.queue(engine, known), engine)
        except Exception:  # whatever it was, the desk stays open and the queue is taken up again
            LOG.exception("后台任务中断，%s 秒后继续", REST_S)
        await asyncio.sleep(REST_S)
