"""The PostgreSQL server as a process: run as whom, recognised how, on which port of the loopback interface."""

import os
import pwd
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LOOPBACK = "127.0.0.1"
PROCESSES = Path("/proc")


@dataclass(frozen=True)
class Account:
    """Whom the server runs as when root starts it."""

    uid: int
    gid: int

    def owns(self, path: Path) -> None:
        """Hand `path` over."""
        os.chown(path, self.uid, self.gid)


def account_for(folder: Path) -> Account | None:
    """The owner of `folder` if he is not root, else `postgres`, else `nobody`.

    An ordinary user runs the server as himself: None.

    Raises:
        LookupError: The machine has none of them.
    """
    if os.geteuid() != 0:
        return None
    if folder.exists() and (owner := folder.stat()).st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    known = {entry.pw_name: Account(entry.pw_uid, entry.pw_gid) for entry in pwd.getpwall()}
    for name in ("postgres", "nobody"):
        if name in known:
            return known[name]
    raise LookupError


def run_as(account: Account | None, *command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a program to its end as `account`, speaking English whatever the machine speaks."""
    who: dict[str, Any] = {}
    if account is not None:
        who = {"user": account.uid, "group": account.gid, "extra_groups": []}
    return subprocess.run(  # noqa: S603  # fixed programs with our own arguments
        command,
        capture_output=True,
        check=False,
        cwd="/",
        env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
        stdin=subprocess.DEVNULL,
        text=True,
        umask=0o077,
        **who,
    )


def may_enter(account: Account | None, folder: Path) -> bool:
    """Whether `account` can make `folder` its working folder, through all the folders above it."""
    return run_as(account, "/bin/sh", "-c", 'cd "$1"', "sh", folder).returncode == 0


def serves(pid: int, data: Path) -> bool:
    """Whether the living process `pid` is the server of the folder `data`: a number in a pid file proves nothing."""
    if PROCESSES.is_dir():
        return works_in(pid, data) or os.fsencode(data) in words_of(pid)
    return str(data) in run_as(None, "/bin/ps", "-o", "command=", "-p", str(pid)).stdout


def works_in(pid: int, data: Path) -> bool:
    """Whether the process's working folder is `data`, as every PostgreSQL server's is; true even after a move."""
    try:
        return (PROCESSES / str(pid) / "cwd").samefile(data)
    except OSError:
        return False


def words_of(pid: int) -> list[bytes]:
    """The words the process was started with; none when it is gone or only waits to be reaped."""
    try:
        return (PROCESSES / str(pid) / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return []


def is_free(port: int) -> bool:
    """Whether a server could listen on this loopback port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def free_port() -> int:
    """A loopback port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])
