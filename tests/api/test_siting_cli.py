"""`cairn siting benchmark`: what it prints, and what it says of a file that is none."""

import json
from pathlib import Path

import pytest

from tests.api.test_cli import cairn

RING = "6 6 2\n1 2 3\n2 3 1\n3 4 3\n4 5 1\n5 6 3\n6 1 1\n"


def test_each_instance_is_a_line_with_value_bound_and_gap(tmp_path: Path) -> None:
    for name in ("ring", "again"):
        (tmp_path / f"{name}.txt").write_text(RING, encoding="utf-8")
    done = cairn("siting", "benchmark", str(tmp_path / "ring.txt"), str(tmp_path / "again.txt"), "--time", "300")
    assert (done.returncode, done.stderr) == (0, "")
    head, *rows = [line.split() for line in done.stdout.splitlines()]
    assert head == ["算例", "p", "值", "界", "差距", "秒", "结论"]
    assert [row[:5] for row in rows] == [[name, "2", "8", "8", "0"] for name in ("ring", "again")]
    assert [row[6] for row in rows] == ["最优，已证明"] * 2
    assert all(float(row[5]) >= 0 for row in rows)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"6 6 2\n1 2 3\n2 9 1\n", "bad.txt 第 3 行：点号 2、9 应在 1 与 6 之间"),
        (b"\xff\xfe\x00\x01", "不是文本文件"),
        (None, "读不到算例文件"),
    ],
)
def test_a_bad_file_is_told_by_name_and_line(content: bytes | None, said: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "bad.txt").write_bytes(content)
    done = cairn("siting", "benchmark", str(tmp_path / "bad.txt"))
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("words", [[], ["x.txt", "--time", "0"], ["x.txt", "--time", "long"]])
def test_a_wrong_question_is_told_in_chinese(words: list[str]) -> None:
    done = cairn("siting", "benchmark", *words)
    assert done.returncode == 2
    assert "请看用法" in done.stderr


def test_a_plan_is_printed_with_its_proof_and_kept(county_database: str, tmp_path: Path) -> None:
    asked = tmp_path / "question.json"
    asked.write_text('{"sites": 9, "per_thousand": 40, "limit": 7000}', encoding="utf-8")
    words = ("siting", "plan", str(asked), "--sites", "1", "--size", "100:900:4000")
    done = cairn(*words, database_url=county_database, as_of="2024-12-31")
    assert (done.returncode, done.stderr) == (0, "")
    assert "已证明" in done.stdout
    assert "新建" in done.stdout
    again = cairn(*words, "--format", "json", database_url=county_database, as_of="2024-12-31")
    run = json.loads(again.stdout)
    assert run["id"] in done.stdout
    assert [site["places"] for site in run["sites"] if site["kind"] == "new"] == [100]


def test_a_size_that_is_none_is_refused_before_the_register_is_asked() -> None:
    done = cairn("siting", "plan", "--size", "viel")
    assert done.returncode != 0
    assert "规模“viel”不能使用" in done.stderr
