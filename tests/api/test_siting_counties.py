"""`cairn siting plan --counties`: each county's plan is that of the single command, kept in its own register."""

import csv
import os
import subprocess
import sys
from pathlib import Path

from api.settings import ROOT
from tests.data import file_shelf as shelf

NOWHERE = "postgresql://nobody@127.0.0.1:1/none"
ASKED = (
    "--service", "nursing_beds", "--objective", "most_served", "--sites", "2", "--size", "60:500:2000",
    "--mode", "straight", "--as-of", "2024-12-31",
)  # fmt: skip


def cairn(register: str, *words: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "api.cli", "siting", "plan", *map(str, words), *ASKED]
    named = os.environ | {"CAIRN_DATABASE_URL": register}
    return subprocess.run(command, cwd=ROOT, env=named, capture_output=True, check=False)


def test_each_county_s_plan_is_that_of_the_single_command(own_county: str, tmp_path: Path) -> None:
    listed = shelf.table(
        tmp_path / "list.csv", [("代码", "名称", "登记库"), ("430621", "岳阳县", own_county), ("430626", "", NOWHERE)]
    )
    done = cairn(NOWHERE, "--counties", listed, "--workers", 1, "--out", tmp_path / "out")
    assert (done.returncode, "430626 未算出：登记库连接不上" in done.stderr.decode()) == (1, True), done.stderr.decode()
    body = (tmp_path / "out" / "430621.json").read_bytes()
    assert cairn(own_county, "--format", "json").stdout == body
    with (tmp_path / "out" / "summary.csv").open(encoding="utf-8-sig", newline="") as page:
        rows = {row["代码"]: row for row in csv.DictReader(page)}
    assert (rows["430621"]["新建（处）"], rows["430621"]["差距（%）"]) == ("2", "0.0")
    assert "2 个县算出 1 个" in done.stdout.decode()


def test_a_county_without_a_register_is_told(tmp_path: Path) -> None:
    done = cairn(NOWHERE, "--counties", shelf.table(tmp_path / "list.csv", [("430621",)]))
    assert (done.returncode, "430621 没有登记库" in done.stderr.decode()) == (2, True)
