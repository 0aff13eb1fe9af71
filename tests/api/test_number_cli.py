"""`cairn name number`: the numbers of a road from the console, and what it says when it cannot."""

import json
import os
import subprocess
import sys

from api.settings import ROOT

ROAD = "430621-J001"


def cairn(database: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "api.cli", "name", "number", *words],
        cwd=ROOT,
        env={**os.environ, "CAIRN_DATABASE_URL": database, "CAIRN_AS_OF": "2024-12-31"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_roads_numbers_are_listed_and_nothing_is_written(county_database: str) -> None:
    listed = cairn(county_database, ROAD)
    assert listed.returncode == 0, listed.stderr
    lines = [line.split("\t") for line in listed.stdout.splitlines()]
    assert lines[0][:3] == ["1", "岳阳县荣家湾镇东方路1号", "右侧"]
    assert not any("原" in part for line in lines for part in line), "the sample is numbered so already"
    assert "自东端起编" in listed.stderr
    turned = json.loads(cairn(county_database, ROAD, "--start", "西", "--format", "json").stdout)
    assert turned["because"] == "按指定自西端起编"
    assert {row["is_changed"] for row in turned["numbers"]} == {True}
    assert cairn(county_database, ROAD).stdout == listed.stdout


def test_what_cannot_be_listed_says_why(county_database: str) -> None:
    for words, said in (
        (("430621-J999",), "430621-J999"),
        ((ROAD, "--scheme", "fuyang"), "没有规定"),
        ((ROAD, "--start", "上"), "没有“上”这个方位"),
        ((ROAD, "--format", "xml"), "没有“xml”这种格式"),
    ):
        refused = cairn(county_database, *words)
        assert (refused.returncode, said in refused.stderr) == (2, True), refused.stderr
