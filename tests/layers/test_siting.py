"""The question of where to build: what it takes, what it refuses, what it is named by."""

import numpy as np
import pytest
from pydantic import ValidationError

from layers.reach_ground import Village
from layers.refusal import Refusal
from layers.siting import SitingQuestion
from layers.siting_ground import needing
from layers.siting_result import Buckets


def village(code: str, people: int) -> Village:
    return Village(code, code, code[:9], 113.0, 29.0, people, False, True)


def test_how_long_to_look_is_no_part_of_the_question() -> None:
    one, other = (SitingQuestion(sites=2, time_limit_s=limit) for limit in (5, 500))
    assert one.canonical == other.canonical
    assert SitingQuestion(sites=3).canonical != one.canonical


@pytest.mark.parametrize(
    "wrong",
    [
        {"sites": -1},
        {"budget_wan": float("inf")},
        {"options": [{"places": 0}]},
        {"exclude": [[113, 29], [114, 29]]},
        {"also": [{"service": "nursing_beds"}]},
        {"options": [{"places": 10, "also": {"meal_points": 5}}]},
        {"forecast": {"years": 7}},
        {"strange": 1},
    ],
)
def test_a_question_that_cannot_be_followed_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        SitingQuestion.model_validate(wrong)
    with pytest.raises(Refusal, match="选址的条件有误"):
        SitingQuestion.asked(wrong)


def test_people_in_need_are_whole_and_right_within_a_township() -> None:
    villages = [village("430621100001", 30), village("430621100002", 40), village("430621101001", 25)]
    assert needing(villages, None).tolist() == [30, 40, 25]
    # 2.8 of 70 are 3: 1.2 and 1.6 become 1 and 2; 1.0 of 25 is 1.
    assert needing(villages, 40).tolist() == [1, 2, 1]
    many = [village(f"43062110{at:04d}", at) for at in range(300)]
    shared = needing(many, 37.5)
    assert shared.sum() == round(sum(range(300)) * 0.0375)
    assert np.abs(shared - np.arange(300) * 0.0375).max() < 1


def test_the_three_words_sum_to_the_people() -> None:
    near, far = Buckets.of(10, 4, reaching=True), Buckets.of(7, 0, reaching=False)
    assert (near.waiting, near.out_of_reach, far.waiting, far.out_of_reach) == (6, 0, 0, 7)
    both = Buckets.sum([near, far])
    assert both.people == both.served + both.waiting + both.out_of_reach == 17
