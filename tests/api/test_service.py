"""The service in the background: who is ours, who is not, and what is said about it."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.service import Running, Service, ServiceUnavailable, birth_of, can_listen, fingerprint, health
from api.settings import Settings
from data.server_process import free_port


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as process:
        yield process
        process.kill()


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        yield held.getsockname()[1]


def service(folder: Path, port: int | None = None) -> Service:
    return Service(Settings(var=folder, port=port or free_port(), database_url="postgresql://nobody@127.0.0.1:1/none"))


def remember(mine: Service, pid: int, birth: str) -> None:
    mine.note.write_text(json.dumps({"pid": pid, "birth": birth, "address": "http://127.0.0.1:1", "print_of": ""}))


def test_a_process_is_known_by_the_moment_it_began(sleeper: subprocess.Popen[bytes]) -> None:
    born = birth_of(sleeper.pid)
    assert born is not None
    assert birth_of(sleeper.pid) == born
    assert birth_of(os.getpid()) != born


def test_a_dead_process_has_no_birth(sleeper: subprocess.Popen[bytes]) -> None:
    sleeper.kill()
    os.waitid(os.P_PID, sleeper.pid, os.WEXITED | os.WNOWAIT)
    assert birth_of(sleeper.pid) is None  # dead, and still waiting to be reaped
    sleeper.wait()
    assert birth_of(sleeper.pid) is None


def test_a_number_that_means_another_process_is_not_ours(tmp_path: Path, sleeper: subprocess.Popen[bytes]) -> None:
    mine = service(tmp_path)
    remember(mine, sleeper.pid, "long ago")
    assert mine.running() is None
    assert mine.stop() is False
    assert sleeper.poll() is None
    assert not mine.note.exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": 1}'])
def test_a_broken_note_is_no_service(tmp_path: Path, text: str) -> None:
    mine = service(tmp_path)
    mine.note.write_text(text)
    assert mine.running() is None


def test_ours_is_stopped_and_forgotten(tmp_path: Path, sleeper: subprocess.Popen[bytes]) -> None:
    mine = service(tmp_path)
    remember(mine, sleeper.pid, birth_of(sleeper.pid) or "")
    assert isinstance(mine.running(), Running)
    assert mine.stop() is True
    assert sleeper.wait(timeout=10) != 0
    assert mine.running() is None


def test_a_taken_port_is_refused_with_the_way_to_another(tmp_path: Path, taken: int) -> None:
    with pytest.raises(ServiceUnavailable, match=f"端口 {taken} 已被别的程序占用.*\n.*CAIRN_PORT={taken + 1}"):
        service(tmp_path, taken).start()


def test_a_service_that_cannot_run_tells_its_last_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAIRN_DATABASE_URL", "mysql://nobody@127.0.0.1/none")
    with pytest.raises(ServiceUnavailable, match=r"立即退出(.|\n)*不支持 mysql"):
        service(tmp_path).start()


def test_a_stranger_on_the_port_is_not_our_health(taken: int) -> None:
    assert not can_listen("127.0.0.1", taken)
    assert health(f"http://127.0.0.1:{free_port()}") is None


def test_other_settings_ask_for_another_start() -> None:
    one, other = Settings(port=8001), Settings(port=8002)
    assert fingerprint(one) == fingerprint(Settings(port=8001))
    assert fingerprint(one) != fingerprint(other)
