"""`cairn coverage runs | show | recompute`, as a clerk types them on a register that changes."""

import json
import os
import subprocess
import sys

from sqlalchemy import text

from api.settings import ROOT
from data.engine import connect, session


def cairn(database: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "api.cli", "coverage", *words],
        cwd=ROOT,
        env={**os.environ, "CAIRN_DATABASE_URL": database},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_kept_run_is_listed_shown_and_computed_again_after_the_register_changed(own_county: str) -> None:
    asked = ("beds-per-thousand", "--as-of", "2024-12-31", "--format", "json")
    first = cairn(own_county, *asked)
    run = json.loads(first.stdout)["run"]
    engine = connect(own_county)
    with session(engine) as opened:
        opened.execute(text("UPDATE register.nursing_homes SET beds = beds + 7 WHERE number = 'NH-430621-001'"))
    engine.dispose()
    assert run in cairn(own_county, "runs").stdout
    assert cairn(own_county, "show", run, "--format", "json").stdout == first.stdout
    again = cairn(own_county, "recompute", run)
    assert again.returncode == 0, again.stderr
    assert f"{run} 重算一致" in again.stdout
    assert json.loads(cairn(own_county, *asked).stdout)["run"] != run


def test_an_unknown_run_is_refused_in_words(own_county: str) -> None:
    done = cairn(own_county, "recompute", "bpt-000000000000")
    assert done.returncode != 0
    assert "没有计算“bpt-000000000000”" in done.stderr


def test_no_run_yet_tells_how_to_make_one(own_county: str) -> None:
    assert "cairn coverage beds-per-thousand" in cairn(own_county, "runs").stderr
