"""A worker in a process of its own, for tests that kill it; its only job counts, slowly."""

import asyncio
import os
import sys
import time

from data import jobs
from data.engine import connect

HEARTBEAT_S, STALLED_S = 0.2, 1.5


def count(running: jobs.Running) -> str:
    """Counts, saying who counts; resumes from nothing, as every body must be able to."""
    steps = int(running.job.arguments["steps"])
    for done in range(steps):
        running.progress(done, steps, f"进程 {os.getpid()}")
        time.sleep(0.05)
    return f"/counted/{steps}"


async def work(url: str) -> None:
    engine = connect(url)
    await jobs.run_worker(jobs.queue(engine, {"count": count}), engine, heartbeat_s=HEARTBEAT_S, stalled_s=STALLED_S)


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1]))
