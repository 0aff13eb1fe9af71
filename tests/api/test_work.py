"""What the end of a job's process means; the processes themselves are shown in test_jobs."""

import orjson
import pytest

from api.work import _outcome
from data.jobs import Cancelled
from layers.refusal import Refusal


def test_an_answer_is_the_result() -> None:
    assert _outcome("job-1", 0, b'{"result": "/api/coverage/runs/bpt-1"}') == "/api/coverage/runs/bpt-1"


def test_a_refusal_crosses_the_border_with_all_its_words() -> None:
    said = Refusal("人口表没有乡镇", "缺少列“代码”", "请补上后重试", ["第 2 行"])
    told_by_the_child = {"what": said.what, "why": said.why, "remedy": said.remedy, "errors": said.errors}
    answer = orjson.dumps({"refusal": told_by_the_child})
    with pytest.raises(Refusal) as told:
        _outcome("job-1", 0, answer)
    assert str(told.value) == str(said)


def test_a_body_that_saw_its_cancellation_is_cancelled() -> None:
    with pytest.raises(Cancelled):
        _outcome("job-1", 0, b'{"cancelled": true}')


@pytest.mark.parametrize(("code", "said"), [(-9, "信号 9，多因内存不足"), (-11, "信号 11。")])
def test_a_process_the_system_ended_is_told_with_the_jobs_number(code: int, said: str) -> None:
    with pytest.raises(Refusal, match=f"(?s){said}.*job-1"):
        _outcome("job-1", code, b"")


def test_a_fault_of_ours_is_no_refusal() -> None:
    with pytest.raises(RuntimeError, match="job-1 ended with exit code 1"):
        _outcome("job-1", 1, b"")
