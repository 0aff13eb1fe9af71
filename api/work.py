"""A job's body in a process of its own: it ends in the middle of a step, and takes no time from requests.

The service writes the order (settings, the register's address) to the child's standard input and keeps that open: when
the service dies, the input ends, and the child with it. The child answers with JSON on standard output. How a job
ended is decided by `data.jobs` from what `in_a_process` answers or raises. Times are seconds.
"""

import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from typing import IO, Any

import orjson

from api import incidents
from api.deps import Desk
from api.settings import ROOT, Settings
from data import jobs
from data.engine import connect, driver_url
from layers.refusal import Refusal

LOOK_EVERY_S = 0.1
# Requests go first where both want the processor.
NICENESS = 5
LEFT_ALONE = 3


def in_a_process(desk: Desk, running: jobs.Running) -> str | None:
    """Have a job done by a child process and answer the address of its result.

    Raises:
        Refusal: the body refused, or the system ended the process; the text is for the clerk.
        Cancelled, Interrupted: nobody waits for it any more; the process is gone.
        RuntimeError: the body failed; the log says why.
    """
    command = [sys.executable, "-m", "api.work", running.job.id]
    with (
        tempfile.TemporaryFile() as answer,
        subprocess.Popen(  # noqa: S603  # our own program with a job's number
            command, bufsize=0, cwd=ROOT, stdin=subprocess.PIPE, stdout=answer, start_new_session=True
        ) as child,
    ):
        try:
            if child.stdin:
                _hand_over(child.stdin, desk)
            code = _ended(child, running)
        finally:
            # What it had not committed, the register forgets.
            child.kill()
        if code < 0:
            incidents.note(desk.settings.var, "job", incidents.why_ended(code), None)
        answer.seek(0)
        return _outcome(running.job.id, code, answer.read())


def _hand_over(child_input: IO[bytes], desk: Desk) -> None:
    order = {
        "database_url": driver_url(desk.engine.url.render_as_string(hide_password=False)),
        "settings": desk.settings.model_dump(mode="json", exclude={"database_url"}),
    }
    with suppress(BrokenPipeError):  # it ended already; its exit code tells
        child_input.write(orjson.dumps(order) + b"\n")


def _ended(child: "subprocess.Popen[bytes]", running: jobs.Running) -> int:
    """Wait for the child's exit code, listening for the wish to stop."""
    while True:
        running.listen()
        with suppress(subprocess.TimeoutExpired):
            return child.wait(LOOK_EVERY_S)


def _outcome(job_id: str, code: int, answer: bytes) -> str | None:
    """What the child's end means."""
    if code < 0:
        raise Refusal(
            "计算进程被系统中止，任务未完成",
            f"进程收到信号 {-code}" + ("，多因内存不足" if code == -signal.SIGKILL else ""),
            f"请缩小范围后重试；仍不行时，把任务号 {job_id} 告诉维护人员",
        )
    if code > 0:
        raise RuntimeError(f"the process of {job_id} ended with exit code {code}")
    told: dict[str, Any] = orjson.loads(answer)
    if "refusal" in told:
        raise Refusal(**told["refusal"])
    if "cancelled" in told:
        raise jobs.Cancelled
    result: str | None = told["result"]
    return result


def main() -> None:
    """The child: do the job named on the command line."""
    # Who stops the service may signal its whole group; the service then ends the child and puts the job back.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.nice(NICENESS)
    order = orjson.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_leash, daemon=True).start()
    # The answer goes out alone; whatever a library prints goes to the log.
    with os.fdopen(os.dup(1), "wb") as answer:
        os.dup2(2, 1)
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
        desk = Desk(Settings(**order["settings"]), connect(order["database_url"]))
        answer.write(orjson.dumps(_told(desk, sys.argv[1])))
        desk.engine.dispose()


def _leash() -> None:
    """End with the service, whose end of the input closes when it dies."""
    while os.read(0, 1):
        pass
    os._exit(LEFT_ALONE)


def _told(desk: Desk, job_id: str) -> dict[str, Any]:
    """Do a job; answers its result, or why there is none."""
    from api.jobs import BODIES

    with desk.reading() as opened:
        job = jobs.job(opened, job_id)
    try:
        return {"result": BODIES[job.kind](desk, jobs.Running(desk.engine, job))}
    except Refusal as refusal:
        named = {"what": refusal.what, "why": refusal.why, "remedy": refusal.remedy, "errors": refusal.errors}
        return {"refusal": named}
    except jobs.Cancelled:
        return {"cancelled": True}


if __name__ == "__main__":
    main()
