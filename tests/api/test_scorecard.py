"""Policies, scorecards and reported figures over HTTP, and on the console."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.settings import ROOT
from layers.rights import Role
from tests.api.conftest import LiveDesk
from tests.people import token_of

DAY, TOWN = "2024-12-31", "430621100"
CARD, FIGURES = "/api/scorecard", "/api/reported-figures"
STAFF = {
    "figure": "civil-affairs-staff", "division": TOWN, "counted_on": DAY, "value": 4,
    "source": "试（虚构）", "invented": True,
}  # fmt: skip


@pytest.fixture(scope="module")
def card(client: httpx.Client) -> dict[str, Any]:
    answer = client.get(CARD, params={"policy": "songming-14fyp", "as_of": DAY})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def test_policies_are_told_with_their_own_words(client: httpx.Client) -> None:
    told = client.get("/api/policies", params={"as_of": DAY}).json()
    assert told["faults"] == []
    assert {"songming-14fyp", "xinzheng-2017-29", "yueyang-2024", "changsha-2017", "xiapu-evaluation"} <= {
        policy["id"] for policy in told["policies"]
    }
    one = client.get("/api/policies/songming-14fyp", params={"as_of": DAY}).json()
    assert one in told["policies"]
    assert one["in_force"]
    share = next(each for each in one["indicators"] if each["id"] == "government-share")
    assert (share["target"], share["direction"], share["unit"], share["kind"]) == (30, "at_most", "%", "counted")
    assert share["phrase"] == "政府运营的养老床位数占养老床位总数的比例不超过30%"


def test_every_township_stands_against_every_indicator(card: dict[str, Any]) -> None:
    indicators = [each["id"] for each in card["indicators"]]
    assert [[cell["indicator"] for cell in row["cells"]] for row in card["rows"]] == [indicators] * len(card["rows"])
    assert [row["is_county"] for row in card["rows"]] == [False] * 15 + [True]
    for row in card["rows"]:
        for cell in row["cells"]:
            assert cell["value"] is not None or cell["because"], (row["name"], cell["indicator"])
            assert cell["met"] is not False or cell["gap_words"], (row["name"], cell["indicator"])


def test_a_figure_of_the_card_is_that_of_the_overview(client: httpx.Client, card: dict[str, Any]) -> None:
    figures = {
        each["id"]: each["value"] for each in client.get("/api/overview", params={"as_of": DAY}).json()["figures"]
    }
    county = {cell["indicator"]: cell["value"] for cell in card["rows"][-1]["cells"]}
    assert county["beds"] == pytest.approx(figures["beds-per-thousand"], abs=0.005)
    assert county["government-share"] == pytest.approx(figures["government-share"], abs=0.05)


def test_the_rows_behind_a_number_make_the_number(client: httpx.Client, card: dict[str, Any]) -> None:
    asked = {"policy": "songming-14fyp", "indicator": "nursing-share", "division": TOWN, "as_of": DAY}
    told = client.get(f"{CARD}/rows", params=asked).json()
    cell = next(each for each in card["rows"] if each["division"] == TOWN)["cells"][1]
    nursing, beds = told["parts"]
    assert told["cell"]["value"] == cell["value"] == pytest.approx(100 * nursing["total"] / beds["total"], abs=0.005)
    for row in nursing["rows"]:
        feature = client.get(f"/ogc/collections/{row['layer']}/items/{row['id']}", params={"datetime": DAY}).json()
        assert feature["properties"]["beds_nursing"] == row["amount"]


@pytest.mark.parametrize(
    ("path", "params", "status", "words"),
    [
        (CARD, {"policy": "no-such"}, 404, "没有政策“no-such”"),
        ("/api/policies/no-such", {}, 404, "songming-14fyp"),
        (CARD, {"policy": "songming-14fyp", "as_of": "1950-01-01"}, 422, "没有乡镇（街道）的界线"),
        (f"{CARD}/rows", {"policy": "songming-14fyp", "indicator": "x", "division": TOWN}, 422, "没有指标“x”"),
        (f"{CARD}/rows", {"policy": "songming-14fyp", "indicator": "beds", "division": "1"}, 422, "没有“1”"),
        (CARD, {}, 400, "policy"),
        (CARD, {"policy": "songming-14fyp", "polcy": "x"}, 400, "polcy"),
    ],
)
def test_what_cannot_be_asked(client: httpx.Client, path: str, params: dict[str, str], status: int, words: str) -> None:
    refusal = client.get(path, params={"as_of": DAY} | params)
    assert (refusal.status_code, words in refusal.text) == (status, True), refusal.text


def test_a_report_is_entered_by_whom_it_concerns_and_changes_the_card(own_desk: LiveDesk, own_county: str) -> None:
    own_desk.start()
    with own_desk.client() as anonymous:
        assert anonymous.put(FIGURES, json=STAFF).status_code == 403
    with own_desk.client(token_of(own_county, Role.PLANNER)) as planner:
        assert planner.put(FIGURES, json=STAFF).status_code == 403
    with own_desk.client(token_of(own_county, Role.STEWARD, "430621104")) as neighbour:
        assert neighbour.put(FIGURES, json=STAFF).status_code == 403
    with own_desk.client(token_of(own_county, Role.STEWARD)) as steward:
        answer = steward.put(FIGURES, json=STAFF)
        assert (answer.status_code, answer.json()["unit"]) == (200, "人"), answer.text
        of_town = {"figure": "civil-affairs-staff", "division": TOWN}
        assert answer.json() in steward.get(FIGURES, params=of_town).json()["figures"]
        cells = steward.get(
            f"{CARD}/rows", params={"policy": "xinzheng-2017-29", "indicator": "staff", "division": TOWN}
        ).json()
        assert (cells["cell"]["value"], cells["cell"]["target"], cells["cell"]["gap_words"]) == (4, 5, "还差 1 人")
        wrong = steward.put(FIGURES, json=STAFF | {"figure": "happiness"})
        assert (wrong.status_code, "没有填报项目“happiness”" in wrong.text) == (422, True)
    with own_desk.client() as anonymous:
        public = anonymous.get(FIGURES, params=of_town).json()["figures"]
        assert DAY not in [each["counted_on"] for each in public]


def run(database: str, folder: Path, *words: str, code: int = 0, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {"CAIRN_DATABASE_URL": database, "CAIRN_VAR": str(folder), "CAIRN_AS_OF": DAY} | settings
    command = [sys.executable, "-m", "api.cli", "scorecard", *words]
    done = subprocess.run(
        command, cwd=ROOT, env=environment | {"PATH": "/usr/bin"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr
    return done


def test_the_console_says_the_same(county_database: str, tmp_path: Path, card: dict[str, Any]) -> None:
    policy = ("--policy", "songming-14fyp")
    assert json.loads(run(county_database, tmp_path, *policy, "--format", "json").stdout) == card
    told = list(csv.DictReader(io.StringIO(run(county_database, tmp_path, *policy, "--format", "csv").stdout)))
    assert len(told) == len(card["rows"]) * len(card["indicators"])
    table = run(county_database, tmp_path, *policy, "--indicator", "nursing-share", "--division", TOWN).stdout
    assert "护理型床位" in table
    assert "荣家湾镇中心敬老院" in table


def test_a_policy_of_ones_own_is_a_file(county_database: str, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        (ROOT / "data/reference/policies/guofa-2013-35.toml").read_text("utf-8").replace('"35"', '"36"'), "utf-8"
    )
    assert "≥ 36 张/千人" in run(county_database, tmp_path, "--policy", str(own)).stdout
    own.write_text(own.read_text("utf-8").replace("beds-per-thousand", "beds"), "utf-8")
    refusal = run(county_database, tmp_path, "--policy", str(own), code=2).stderr
    assert "own.toml 的内容有误" in refusal
    assert "第 1 个指标（beds）：measure：没有这种计法" in refusal
    assert "不能读取政策文件" in run(county_database, tmp_path, "--policy", "/nowhere.toml", code=2).stderr


def test_the_countys_own_folder_stands_beside_what_ships(county_database: str, tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("id = ", "utf-8")
    listed = run(county_database, tmp_path, CAIRN_POLICIES=str(tmp_path)).stdout
    assert "不能读取 broken.toml" in listed
    assert "songming-14fyp" in listed
