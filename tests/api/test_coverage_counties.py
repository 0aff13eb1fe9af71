"""`cairn coverage beds-per-thousand --counties`: each county's bytes are those of the single command."""

import csv
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from api.many_counties import County, counties
from api.settings import ROOT
from data import runs
from data.engine import connect, session
from layers.refusal import Refusal
from tests.data import file_shelf as shelf
from tests.house import children

NOWHERE = {"CAIRN_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
GIVEN = ("--beds-field", "床位数", "--area-population-field", "p60", "--crs", "EPSG:4490", "--invented")


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "api.cli", "coverage", "beds-per-thousand", *map(str, words)]


def cairn(*words: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command(*words), cwd=ROOT, env=os.environ | NOWHERE, capture_output=True, check=False)


def province(folder: Path, count: int) -> tuple[Path, tuple[object, ...]]:
    """Counties of the same four townships with other homes, each in a folder of its own."""
    codes = [f"4306{number:02d}" for number in range(count)]
    for place, code in enumerate(codes):
        (folder / code).mkdir()
        shelf.squares(folder / code / "areas.geojson")
        homes = [("名称", "lon", "lat", "床位数"), *((name, x, y, beds + place) for name, x, y, beds in shelf.HOMES)]
        shelf.table(folder / code / "homes.csv", homes)
    listed = shelf.table(folder / "counties.csv", [("代码", "名称"), *((code, f"{code}县") for code in codes)])
    paths = ("--areas", folder / "{county}" / "areas.geojson", "--facilities", folder / "{county}" / "homes.csv")
    return listed, (*paths, *GIVEN)


def test_each_county_equals_the_single_run_to_the_byte(tmp_path: Path) -> None:
    listed, given = province(tmp_path, 5)
    (tmp_path / "430603" / "homes.csv").unlink()
    done = cairn("--counties", listed, "--workers", 2, "--out", tmp_path / "out", *given)
    assert done.returncode == 1
    assert "430603 未算出：--facilities 的文件不存在" in done.stderr.decode()
    written = {path.stem: path.read_bytes() for path in (tmp_path / "out").glob("*.json")}
    assert written.keys() == {"430600", "430601", "430602", "430604"}
    for code, body in written.items():
        single = cairn(*(str(word).replace("{county}", code) for word in given), "--format", "json")
        assert single.stdout == body
    with (tmp_path / "out" / "summary.csv").open(encoding="utf-8-sig", newline="") as page:
        rows = {row["代码"]: row for row in csv.DictReader(page)}
    assert rows["430602"]["床位（张）"] == str(json.loads(written["430602"])["total"]["beds"]) == "106"
    assert "不存在" in rows["430603"]["未算出的原因"]
    assert "5 个县算出 4 个：床位 421 张，老年人口 14,000 人，合计 30.07 张/千人" in done.stdout.decode()


def test_a_worker_killed_in_the_middle_changes_nothing(tmp_path: Path) -> None:
    listed, given = province(tmp_path, 60)
    quiet = cairn("--counties", listed, "--workers", 1, "--out", tmp_path / "quiet", *given)
    assert quiet.returncode == 0, quiet.stderr.decode()
    killed: list[int] = []
    with subprocess.Popen(
        command("--counties", listed, "--workers", 2, "--out", tmp_path / "out", *given),
        cwd=ROOT, env=os.environ | NOWHERE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as running:  # fmt: skip
        threading.Thread(target=kill_one, args=(running.pid, tmp_path / "out", killed), daemon=True).start()
        _, told = running.communicate(timeout=120)
    assert (running.returncode, len(killed)) == (0, 1), told.decode()
    for path in (tmp_path / "quiet").iterdir():
        assert (tmp_path / "out" / path.name).read_bytes() == path.read_bytes()
    assert len(list((tmp_path / "out").iterdir())) == 61


def kill_one(pid: int, out: Path, killed: list[int]) -> None:
    """Kill a worker as soon as the first county has ended."""
    while not list(out.glob("*.json")):
        time.sleep(0.01)
    workers = [child for child in children(pid) if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]
    os.kill(workers[0], signal.SIGKILL)
    killed.append(workers[0])


def test_a_county_is_read_from_its_own_register_and_the_run_is_kept_there(own_county: str, tmp_path: Path) -> None:
    nowhere = "postgresql://nobody@127.0.0.1:1/none"
    listed = shelf.table(tmp_path / "list.csv", [("代码", "登记库"), ("430621", own_county), ("430626", nowhere)])
    asked = ("--as-of", "2024-12-31", "--target", "32.5")
    done = cairn("--counties", listed, "--workers", 1, "--out", tmp_path / "out", *asked)
    assert "430626 未算出：登记库连接不上" in done.stderr.decode()
    body = (tmp_path / "out" / "430621.json").read_bytes()
    engine = connect(own_county)
    with session(engine) as opened:
        assert runs.recall(opened, json.loads(body)["run"]).result == body
    engine.dispose()
    single = subprocess.run(
        command("--format", "json", *asked),
        cwd=ROOT, env=os.environ | {"CAIRN_DATABASE_URL": own_county}, capture_output=True, check=False,
    )  # fmt: skip
    assert single.stdout == body


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([], "是空的"),
        ([("县", "代码"), ("岳阳县", "430621")], "列名“县”不认识"),
        ([("代码",), ("43062",)], "第 1 个县的代码“43062”不是六位数字"),
        ([("430621",), ("430681",), ("430621",)], "重复的代码：430621"),
    ],
)
def test_a_list_that_cannot_be_used_is_told(tmp_path: Path, lines: list[tuple[str, ...]], words: str) -> None:
    with pytest.raises(Refusal, match=words):
        counties(shelf.table(tmp_path / "list.csv", lines))


def test_a_list_is_codes_alone_or_columns_by_name(tmp_path: Path) -> None:
    bare = shelf.table(tmp_path / "bare.csv", [("430621",), (), ("430681",)])
    named = shelf.table(tmp_path / "named.csv", [("名称", "代码"), ("岳阳县", "430621")], "utf-8-sig")
    assert counties(bare) == [County("430621"), County("430681")]
    assert counties(named) == [County("430621", "岳阳县")]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("--areas", "a.geojson", "--facilities", "b.csv", *GIVEN), "路径中没有 {county}"),
        ((), "430621 没有登记库"),
    ],
)
def test_counties_that_would_be_the_same_or_are_nowhere_are_told(
    tmp_path: Path, given: tuple[object, ...], words: str
) -> None:
    done = cairn("--counties", shelf.table(tmp_path / "list.csv", [("430621",)]), *given)
    assert (done.returncode, words in done.stderr.decode()) == (2, True), done.stderr.decode()


def test_a_scheduler_without_counties_is_told() -> None:
    assert "没有给 --counties" in cairn("--scheduler", "tcp://127.0.0.1:1").stderr.decode()
