"""From an empty database to a working desk with two commands, twice."""

import json
import os
import subprocess
import sys
from pathlib import Path

import httpx

from api.settings import ROOT
from data.server_process import free_port


def test_up_brings_everything_and_again_brings_nothing_new(own_database: str, tmp_path: Path) -> None:
    address = f"http://127.0.0.1:{(port := free_port())}"
    named = {"CAIRN_DATABASE_URL": own_database, "CAIRN_VAR": str(tmp_path), "CAIRN_PORT": str(port)}

    def cairn(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "api.cli", *words],
            cwd=ROOT,
            env=os.environ | named,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    try:
        printed = cairn("up")
        assert "荣家湾镇" in printed
        assert "29.18 张/千人" in printed
        assert f"{address}/coverage?as_of=2024-12-31" in printed
        assert httpx.get(f"{address}/health", timeout=10).json()["migrated"] is True
        told = printed.replace("\n", " ")
        assert "账号 admin" in told
        assert told.count("demo-") == 9
        assert "demo-township" in told
        first = json.loads((tmp_path / "service.json").read_text())
        again = cairn("up")
        assert "一次性密码" not in again
        assert "demo-" not in again
        assert json.loads((tmp_path / "service.json").read_text())["pid"] == first["pid"]
        assert "正常" in cairn("status")
    finally:
        stopped = cairn("down")
    assert stopped.splitlines()[0] == "服务已停止"
    assert not (tmp_path / "service.json").exists()
