import os
import socket
import subprocess
from pathlib import Path

import pytest

from data.server_process import account_for, free_port, is_free, may_enter, run_as, serves


def test_a_process_serves_the_folder_it_works_in_or_was_started_for(tmp_path: Path) -> None:
    here, named, elsewhere = tmp_path / "here", tmp_path / "named", tmp_path / "elsewhere"
    for folder in (here, named, elsewhere):
        folder.mkdir()
    command = ["sh", "-c", "echo; read -r _", "sh", str(named)]
    with subprocess.Popen(command, cwd=here, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()  # the kernel tells a process's words only once it runs
        assert serves(process.pid, here)
        assert serves(process.pid, named)
        assert not serves(process.pid, elsewhere)
    assert not serves(process.pid, here)


def test_a_folder_that_was_moved_is_still_served(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    with subprocess.Popen(["sh", "-c", "read -r _"], cwd=tmp_path / "old", stdin=subprocess.PIPE) as process:
        (tmp_path / "old").rename(tmp_path / "new")
        assert serves(process.pid, tmp_path / "new")


def test_programs_speak_english_and_see_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGDATA", "/elsewhere")
    assert run_as(None, "/bin/sh", "-c", 'echo "$LC_ALL $PGDATA"').stdout == "C \n"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another account")
def test_root_hands_the_server_to_the_owner_of_the_folder_who_cannot_enter_everything(tmp_path: Path) -> None:
    owned, closed = tmp_path / "owned", tmp_path / "closed"
    owned.mkdir()
    closed.mkdir(mode=0o700)
    os.chown(owned, 65534, 65534)
    account = account_for(owned)
    assert account is not None
    assert run_as(account, "/usr/bin/id", "-u").stdout == "65534\n"
    assert not may_enter(account, closed)
    assert may_enter(account, Path("/usr"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root never runs the server himself")
def test_an_ordinary_user_runs_the_server_himself(tmp_path: Path) -> None:
    assert account_for(tmp_path) is None


def test_a_port_with_a_listener_is_not_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        assert not is_free(listener.getsockname()[1])
    assert is_free(free_port())
