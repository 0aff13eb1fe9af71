"""`cairn coverage` as a clerk types it: files without a register, answers on stdout alone, errors in words."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import shapely
from shapely.geometry import shape

from api.settings import ROOT
from tests.data import file_shelf as shelf

SHARED = ROOT.parent / "shared" / "data" / "dongyang_330783"


def cairn(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line; a database it must not touch stands where nobody listens."""
    nowhere = {"CAIRN_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    return subprocess.run(
        [sys.executable, "-m", "api.cli", "coverage", "beds-per-thousand", *map(str, words)],
        cwd=ROOT,
        env={**os.environ, **nowhere, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def on_files(folder: Path, *words: object) -> subprocess.CompletedProcess[str]:
    areas, homes = shelf.squares(folder / "a.geojson"), shelf.homes(folder / "h.csv")
    given = ("--areas", areas, "--facilities", homes, "--beds-field", "床位数", "--area-population-field", "p60")
    return cairn(*given, "--crs", "EPSG:4490", *words)


def test_the_table_has_ranks_ratios_and_the_total(tmp_path: Path) -> None:
    done = on_files(tmp_path, "--invented")
    assert done.returncode == 0, done.stderr
    assert "合计 28.57 张/千人  【示例数据】" in done.stdout
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["1", "西南镇", "1", "60", "1,000", "60.00", "0", "20"] in lines
    assert ["—", "东北乡", "0", "0", "0", "—", "—", "—"] in lines


def test_json_is_the_answer_and_nothing_else_and_the_same_twice(tmp_path: Path) -> None:
    one, other = (on_files(tmp_path, "--format", "json", "--target", "32.5") for _ in range(2))
    assert one.stdout == other.stdout
    answer = json.loads(one.stdout)
    assert list(answer)[:2] == ["run", "indicator"]
    assert set(answer) >= {"run", "indicator", "parameters", "total", "areas", "unplaced", "findings"}
    assert set(answer["areas"][0]) >= {
        "id",
        "name",
        "beds",
        "elderly",
        "beds_per_thousand",
        "shortfall_beds",
        "facilities",
    }
    assert answer["total"]["beds_per_thousand"] == 100 * 1000 / 3500
    assert answer["parameters"]["target"] == 32.5
    assert answer["total"]["shortfall_beds"] == 14  # 113.75 needed, 100 there


def test_out_writes_every_table_named_by_the_run(tmp_path: Path) -> None:
    done = on_files(tmp_path, "--format", "csv", "--out", tmp_path / "new" / "folder")
    assert done.returncode == 0, done.stderr
    run = next(csv.DictReader(done.stdout.lstrip("\ufeff").splitlines()))["计算编号"]
    written = {path.name for path in (tmp_path / "new" / "folder").iterdir()}
    assert written >= {f"{run}.{extension}" for extension in ("csv", "xlsx", "geojson", "gpkg", "json")}
    assert not [name for name in written if name.endswith(".part")]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--by", "county"), "--by 不能与 --facilities 同用"),
        (("--target", "0"), "目标“0”不合理"),
        (("--by", "town"), "'town' 不在选项内；可选 'township'、'county'"),
        (("--target", "四十"), "目标“四十”不是数"),
        (("--as-of", "去年"), "--as-of 的“去年”不是日期"),
        (("--area-id", "编码"), "没有字段“编码”。可用字段：code、name、p60"),
        (("--population", "nothing.csv"), "--population 的文件不存在"),
        (("--x", "经度"), "--x 和 --y 必须成对给出"),
    ],
)
def test_a_wrong_wish_is_refused_in_words_with_exit_code_two(
    tmp_path: Path, words: tuple[str, ...], complaint: str
) -> None:
    done = on_files(tmp_path, "--format", "json", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert complaint in done.stderr
    assert "Traceback" not in done.stderr


def test_options_of_files_without_files_are_refused() -> None:
    done = cairn("--beds-field", "床位")
    assert done.returncode == 2
    assert "给了 --beds-field，却没有 --facilities" in done.stderr


def dongyang_homes(path: Path) -> Path:
    """Invented homes by a rule: one in each township, on a point of its surface, and one on the county's edge."""
    areas = json.loads((SHARED / "townships_wgs84.geojson").read_text("utf-8"))["features"]
    rows: list[tuple[object, ...]] = [("机构名称", "东经", "北纬", "床位数")]
    for number, area in enumerate(areas):
        spot = shapely.point_on_surface(shape(area["geometry"]))
        rows.append((f"示例{area['properties']['name']}养老院", spot.x, spot.y, 40 + 35 * (number % 9)))
    return shelf.table(path, rows, "gb18030")


def dongyang_people(path: Path) -> Path:
    """The county's 196,757 older people of 2020, shared out evenly over its villages by a rule."""
    with (SHARED / "villages_2023_points_wgs84.csv").open(encoding="utf-8-sig", newline="") as page:
        villages = list(csv.DictReader(page))
    share, rest = divmod(196_757, len(villages))
    rows = [
        (village["code"], village["name"], village["lon"], village["lat"], share + (number < rest))
        for number, village in enumerate(villages)
    ]
    return shelf.table(path, [("代码", "名称", "经度", "纬度", "60岁以上"), *rows])


@pytest.mark.skipif(not SHARED.exists(), reason="the real township polygons are not on this machine")
def test_eighteen_real_townships_with_invented_homes(tmp_path: Path) -> None:
    homes, people = dongyang_homes(tmp_path / "homes.csv"), dongyang_people(tmp_path / "people.csv")
    done = cairn(
        "--areas", SHARED / "townships_wgs84.geojson", "--facilities", homes, "--beds-field", "床位数",
        "--population", people, "--population-field", "60岁以上", "--crs", "EPSG:4326", "--invented",
        "--population-date", "2020-11-01", "--format", "json",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert len(answer["areas"]) == 18
    assert all(area["facilities"] == 1 for area in answer["areas"])
    assert answer["total"]["elderly"] == 196_757
    lost = sum(row["elderly"] for row in answer["unplaced"]["population"])
    assert sum(area["elderly"] for area in answer["areas"]) + lost == 196_757
    assert answer["total"]["beds_per_thousand"] == answer["total"]["beds"] * 1000 / 196_757
