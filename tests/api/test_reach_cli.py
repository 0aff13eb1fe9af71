"""`cairn reach` as a planner types it: the same run as over HTTP, files, and why."""

import json
import os
import subprocess
import sys
from pathlib import Path

from api.settings import ROOT


def cairn(database: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "api.cli", "reach", *words]
    wished = {"CAIRN_DATABASE_URL": database, "CAIRN_AS_OF": "2024-12-31"}
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **wished}, capture_output=True, text=True, check=False)


def test_the_console_tells_what_the_run_says(county_database: str, tmp_path: Path) -> None:
    done = cairn(county_database, "run", "--service", "meal_points", "--rule", "best", "--out", str(tmp_path))
    assert done.returncode == 0, done.stderr
    (body,) = tmp_path.glob("*.json")
    told = json.loads(body.read_bytes())
    assert f"已有位 {told['totals']['served']:,}" in done.stdout
    assert f"够不着 {told['totals']['out_of_reach']:,}" in done.stdout
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".csv", ".geojson", ".json", ".xlsx"]
    kept = cairn(county_database, "show", told["id"], "--format", "json")
    assert kept.stdout.encode() == body.read_bytes()
    again = cairn(county_database, "recompute", told["id"])
    assert "重算一致" in again.stdout, again.stderr
    settlement = max(told["settlements"], key=lambda row: row["access"])
    why = cairn(county_database, "why", told["id"], settlement["code"])
    assert why.stdout.startswith(f"{settlement['name']} {settlement['people']:,} 人：")


def test_what_cannot_be_asked_is_one_sentence(county_database: str) -> None:
    done = cairn(county_database, "run", "--service", "meal_points", "--limit", "far")
    assert done.returncode != 0
    assert "时限或距离“far”" in done.stderr
