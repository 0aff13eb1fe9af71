"""`cairn user`: people and tokens from the console; a secret stands alone on stdout, words go to stderr."""

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial

import httpx
import psycopg
import pytest
from sqlalchemy import make_url

from api.settings import ROOT
from tests.api.conftest import LiveDesk
from tests.people import signed_in

Console = Callable[..., subprocess.CompletedProcess[str]]


def run(url: str, *words: str) -> subprocess.CompletedProcess[str]:
    """The command line over the register at an address."""
    command, named = [sys.executable, "-m", "api.cli", *words], {"CAIRN_DATABASE_URL": url}
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | named, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.fixture
def cairn(own_database: str) -> Console:
    """The command line over a register of the test's own."""
    return partial(run, own_database)


def add(cairn: Console, name: str, role: str = "steward", *more: str) -> str:
    done = cairn("user", "add", name, "--role", role, "--division", "430621", *more)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_account_is_made_listed_closed_and_opened(cairn: Console) -> None:
    password = add(cairn, "Wang.Fang")
    assert len(password.strip()) == 19
    assert password.count("\n") == 1
    listed = cairn("user", "list").stdout
    assert "wang.fang" in listed
    assert "数据管理员" in listed
    assert "须改密码" in listed
    assert cairn("user", "disable", "wang.fang").returncode == 0
    assert "停用" in cairn("user", "list").stdout
    assert cairn("user", "enable", "wang.fang").returncode == 0
    assert "停用" not in cairn("user", "list").stdout


def test_a_token_stands_alone_on_stdout_and_works(own_desk: LiveDesk, own_county: str) -> None:
    there = partial(run, own_county)
    added = there("user", "add", "lisi", "--role", "steward", "--division", "430621")
    done = there("user", "token", "lisi", "--scope", "write", "--days", "2", "--title", "试验")
    assert done.returncode == 0, done.stderr
    token = done.stdout.removesuffix("\n")
    assert token.startswith("cairn_")
    assert "\n" not in token
    assert "只显示这一次" in done.stderr
    assert token not in done.stderr
    own_desk.start()
    with own_desk.client(token) as program:
        said = program.get("/api/session").json()
        assert (said["account"]["name"], said["rights"]["nursing_homes"]["writes"]) == ("lisi", True)
    with own_desk.client() as browser:
        signed_in(browser, "lisi", added.stdout.strip())
        reset = there("user", "reset", "lisi")
        assert browser.get("/api/session").json()["account"] is None
        bearer = {"Authorization": f"Bearer {token}"}
        assert httpx.get(f"{own_desk.address}/api/layers", headers=bearer, timeout=60).status_code == 401
        signed_in(browser, "lisi", reset.stdout.strip())
    # A service on a register that has accounts makes none.
    assert "一次性密码" not in own_desk.log.read_text()


def test_the_first_start_prints_a_one_time_password_of_the_administrator_once(own_desk: LiveDesk) -> None:
    own_desk.start()
    printed = own_desk.log.read_text()
    assert "一次性密码" in printed
    password = printed.partition("一次性密码")[2].split()[0]
    with own_desk.client() as browser:
        said = signed_in(browser, "admin", password).get("/api/session").json()["account"]
    assert (said["role"], said["must_change_password"], said["division"]) == ("administrator", True, "430621")
    own_desk.stop()
    own_desk.start()
    assert own_desk.log.read_text().count("一次性密码") == 1


def test_a_persons_database_role_is_made_and_renewed(cairn: Console, own_database: str) -> None:
    account, first = add(cairn, "qgis", "inspector", "--database-role").splitlines()
    assert account != first
    database = make_url(own_database).database
    second = cairn("user", "database-role", "qgis").stdout.strip()
    own = make_url(own_database).set(drivername="postgresql", username=f"{database}_qgis")
    with psycopg.connect(own.set(password=second).render_as_string(hide_password=False)) as direct:
        assert direct.execute("SELECT current_user").fetchone() == (f"{database}_qgis",)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(own.set(password=first).render_as_string(hide_password=False))
    cairn("user", "disable", "qgis")
    with pytest.raises(psycopg.OperationalError, match="not permitted"):
        psycopg.connect(own.set(password=second).render_as_string(hide_password=False))
    with psycopg.connect(own_database, autocommit=True) as maintenance:
        maintenance.execute(f'DROP ROLE "{database}_qgis"')


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["add", "x", "--role", "king", "--division", "430621"], "没有职责“king”"),
        (["add", "x", "--role", "viewer", "--division", "43"], "行政区划代码“43”不能用"),
        (["add", "a b", "--role", "viewer", "--division", "430621"], "账号名“a b”不能用"),
        (["add", "x", "--role", "viewer"], "缺少"),
        (["token", "nobody"], "没有账号“nobody”"),
        (["token", "nobody", "--scope", "all"], "没有账号“nobody”"),
        (["token", "nobody", "--days", "0"], "--days"),
        (["reset", "nobody"], "没有账号“nobody”"),
        (["disable", "nobody"], "没有账号“nobody”"),
        (["database-role", "nobody"], "没有账号“nobody”"),
    ],
)
def test_what_cannot_be_is_told_in_chinese(county_database: str, words: list[str], said: str) -> None:
    done = run(county_database, "user", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_the_last_administrator_is_not_closed(cairn: Console) -> None:
    add(cairn, "only", "administrator")
    done = cairn("user", "disable", "only")
    assert done.returncode == 1
    assert "最后一个" in done.stderr
