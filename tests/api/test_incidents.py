"""What was interrupted is on file: in words, newest first, and never more than fits."""

from pathlib import Path

import pytest

from api import incidents


def test_what_was_noted_is_told_newest_first(tmp_path: Path) -> None:
    assert (incidents.recent(tmp_path), incidents.count(tmp_path)) == ([], 0)
    incidents.note(tmp_path / "var", "service", incidents.why_ended(-9), 2.31)
    incidents.note(tmp_path / "var", "register", "意外停止", None)
    newest, oldest = incidents.recent(tmp_path / "var")
    assert str(newest) == "登记库意外停止，尚未恢复"
    assert str(oldest) == "服务进程被信号 9（SIGKILL）终止，2.3 秒后恢复"
    assert oldest.at < newest.at or oldest.at == newest.at
    assert incidents.count(tmp_path / "var") == 2


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (0, "自行退出（退出码 0）"),
        (70, "自行退出（退出码 70）"),
        (-15, "被信号 15（SIGTERM）终止"),
        (-200, "被信号 200（未知）终止"),
    ],
)
def test_an_exit_code_is_told_in_words(code: int, why: str) -> None:
    assert incidents.why_ended(code) == why


def test_a_line_that_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    incidents.note(tmp_path, "job", incidents.why_ended(-9), None)
    with (tmp_path / "incidents.jsonl").open("ab") as file:
        file.write(b'{"at": \n[]\n\xff\n{"strange": 1}\n')
    assert [str(incident) for incident in incidents.recent(tmp_path)] == [
        "后台任务进程被信号 9（SIGKILL）终止，任务没有完成"
    ]


def test_the_file_keeps_the_newest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incidents, "LONGEST_BYTES", 2_000)
    monkeypatch.setattr(incidents, "KEPT", 5)
    for turn in range(100):
        incidents.note(tmp_path, "service", str(turn), 0.5)
    assert (tmp_path / "incidents.jsonl").stat().st_size < 3_000
    assert [incident.why for incident in incidents.recent(tmp_path, 3)] == ["99", "98", "97"]
