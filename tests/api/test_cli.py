"""The command line: what it says when something is wrong, and that it says it in Chinese on stderr."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from api.settings import ROOT


def cairn(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    named = {f"CAIRN_{name.upper()}": value for name, value in settings.items()}
    command = [sys.executable, "-m", "api.cli", *words]
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | named, capture_output=True, text=True, check=False, timeout=120
    )


def test_help_lists_every_command_in_chinese_and_imports_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['cairn', '--help']\nfrom api.cli import main\ntry: main()\nexcept SystemExit: pass\n"
    )
    code += "print([name for name in ('sqlalchemy', 'pydantic', 'numpy', 'fastapi', 'shapely') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    for command in ("up", "down", "status", "serve", "migrate", "layers", "sample", "coverage", "audit", "name"):
        assert f"  {command} " in done.stdout


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["fly"], 2, "没有命令 fly。请看用法：cairn --help"),
        (["up", "--fast"], 2, "没有选项 --fast。请看用法："),
        (["migrate", "--new"], 2, "请看用法："),
        (["coverage", "show"], 2, "缺少 "),
    ],
)
def test_a_wrong_command_is_told_in_chinese(words: list[str], code: int, said: str) -> None:
    done = cairn(*words)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_wrong_setting_is_told_by_name() -> None:
    done = cairn("status", port="abc")
    assert done.returncode == 2
    assert "环境变量 CAIRN_PORT 的值“abc”不能用" in done.stderr


@pytest.mark.parametrize("command", [["migrate"], ["layers"], ["sample", "load"], ["up"], ["serve"]])
def test_a_register_that_does_not_answer_is_told_with_the_remedy(command: list[str], tmp_path: Path) -> None:
    done = cairn(*command, database_url="postgresql://nobody@127.0.0.1:1/none", var=str(tmp_path))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "登记库" in done.stderr or "数据库" in done.stderr


def test_a_developer_may_ask_for_the_traceback(tmp_path: Path) -> None:
    done = cairn("layers", database_url="postgresql://nobody@127.0.0.1:1/none", var=str(tmp_path), debug="1")
    assert done.returncode != 0
    assert "Traceback" in done.stderr


def test_status_starts_nothing(tmp_path: Path) -> None:
    done = cairn("status", var=str(tmp_path / "var"), database_url="")
    assert done.returncode == 0, done.stderr
    assert "没有运行" in done.stdout
    assert not (tmp_path / "var").exists()


def test_an_empty_folder_has_nothing_to_stop(tmp_path: Path) -> None:
    done = cairn("down", var=str(tmp_path / "var"), database_url="")
    assert (done.returncode, done.stdout.splitlines()) == (0, ["服务没有在运行", "登记库没有在运行"])


def test_the_layers_of_a_register_are_listed(county_database: str) -> None:
    done = cairn("layers", database_url=county_database, as_of="2024-12-31")
    assert done.returncode == 0, done.stderr
    assert "养老机构" in done.stdout
    assert "截至 2024-12-31" in done.stdout
