"""What a name's share is in each part, and the score of many, counted by hand."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.name_quality import (
    Examined,
    Judged,
    QualityPart,
    QualityTerms,
    by_township,
    judge,
    quarter_of,
    read_terms,
    score_of,
)
from layers.refusal import Refusal

D = dt.date
TODAY = D(2026, 11, 27)
TEXT = Path("data/reference/names/quality.toml").read_text(encoding="utf-8")
TERMS = read_terms(TEXT)
GOOD: dict[str, Any] = {
    "code": "43062110000000001",
    "name": "示例路",
    "kind": "street",
    "status": "in_use",
    "romanized": "Shìlì Lù",
    "romanized_toneless": "SHILI LU",
    "class_code": "21000",
    "division": "430621100",
    "meaning": "示例",
    "name_history": "2026 年命名",
    "position": "东起甲路",
    "source": "台账",
    "approved_on": D(2026, 10, 1),
    "filed_on": D(2026, 10, 16),
    "announced_on": D(2026, 10, 12),
}


def examined(
    *,
    has_place: bool = True,
    is_inside: bool | None = True,
    alike: tuple[str, ...] = (),
    **values: Any,  # noqa: ANN401 - fields of a name
) -> Examined:
    return Examined(GOOD | values, has_place, is_inside, ("Shìlì Lù",), alike)


def shares(name: Examined, today: D = TODAY) -> dict[str, float]:
    return {part.value: round(share, 4) for part, share in judge(name, TERMS, today).shares.items()}


def messages(name: Examined, part: QualityPart, today: D = TODAY) -> list[str]:
    return [defect.message for defect in judge(name, TERMS, today).defects if defect.part is part]


def test_a_name_with_nothing_wrong_is_whole_in_every_part() -> None:
    assert shares(examined()) == {part.value: 1.0 for part in QualityPart}
    assert judge(examined(), TERMS, TODAY).defects == ()


def test_completeness_is_the_share_of_required_fields() -> None:
    lacking = examined(meaning=None, name_history="")
    assert shares(lacking)["completeness"] == 0.8
    assert messages(lacking, QualityPart.COMPLETENESS) == ["缺少必填项：地名含义、历史沿革"]


@pytest.mark.parametrize(
    ("values", "share", "said"),
    [
        ({"romanized": None}, 0.0, "没有罗马字母拼写"),
        ({"romanized_toneless": "SHILU LU"}, 0.0, "两种拼写不一致"),
        ({"romanized": "Shì Lìlù", "romanized_toneless": None}, 0.0, "与拼写规则不符，按规则应为 Shìlì Lù"),
        ({"romanized": "Shì Lìlù", "romanized_toneless": None, "language": "bo"}, 1.0, None),
        ({"romanized": "Shì Lìlù", "romanized_toneless": None, "romanized_because": "当地读音"}, 1.0, None),
        ({"romanized_toneless": None}, 1.0, None),
    ],
)
def test_a_spelling_agrees_with_itself_and_with_the_rules(
    values: dict[str, Any], share: float, said: str | None
) -> None:
    name = examined(**values)
    assert shares(name)["spelling"] == share
    assert [said in message for message in messages(name, QualityPart.SPELLING) if said] == ([True] if said else [])


@pytest.mark.parametrize(
    ("code", "division", "share"),
    [
        ("43062110000000001", "430621100", 1.0),
        ("43062110000000001 ", "430621100", 0.0),
        ("PN-430621-0001", "430621100", 1.0),
        ("43062110000000001", "430622", 0.0),
        ("43062110000000001", None, 1.0),
    ],
)
def test_codes_follow_the_pattern_and_their_county(code: str, division: str | None, share: float) -> None:
    assert shares(examined(code=code, division=division))["codes"] == share


def test_a_place_lies_in_its_division_or_is_not_judged() -> None:
    assert shares(examined(is_inside=False))["place"] == 0.0
    assert shares(examined(has_place=False, is_inside=None))["place"] == 0.0
    assert "place" not in shares(examined(is_inside=None))


@pytest.mark.parametrize(
    ("values", "today", "share"),
    [
        ({"approved_on": None}, TODAY, None),
        ({"approved_on": D(2022, 4, 30)}, TODAY, None),
        ({"filed_on": D(2026, 10, 17)}, TODAY, 0.5),
        ({"filed_on": None, "announced_on": None}, D(2026, 10, 16), None),
        ({"filed_on": None, "announced_on": None}, D(2026, 10, 17), 0.0),
        ({"filed_on": None}, D(2026, 10, 16), 1.0),
        ({"announced_on": D(2026, 11, 1)}, TODAY, 1.0),
    ],
)
def test_filing_is_judged_by_the_fifteenth_day(values: dict[str, Any], today: D, share: float | None) -> None:
    assert shares(examined(**values), today).get("filing") == share


def test_a_name_that_is_not_unique_in_its_scope_says_with_which() -> None:
    name = examined(alike=("与示例路（…2）重名",))
    assert shares(name)["uniqueness"] == 0.0
    assert messages(name, QualityPart.UNIQUENESS) == ["与示例路（…2）重名"]


def test_the_score_is_the_weighted_mean_by_hand() -> None:
    # 两个地名：一个全对；一个缺两项必填（0.8）、没有位置（0）。权重 30、20、10、15、15、10，合计 100。
    judged = [
        judge(examined(), TERMS, TODAY),
        judge(examined(meaning=None, name_history=None, has_place=False), TERMS, TODAY),
    ]
    found = score_of(judged, TERMS)
    assert found.score == pytest.approx(30 * 0.9 + 20 + 10 + 15 * 0.5 + 15 + 10)
    assert (found.names, found.defects) == (2, 2)


def test_a_part_that_applies_to_nothing_weighs_nothing() -> None:
    judged = [judge(examined(approved_on=None), TERMS, TODAY)]
    found = score_of(judged, TERMS)
    assert found.score == pytest.approx(100)
    assert [part.share for part in found.parts if part.part is QualityPart.FILING] == [None]
    assert score_of([], TERMS).score is None


@given(st.lists(st.dictionaries(st.sampled_from(QualityPart), st.floats(0, 1), min_size=1), min_size=1, max_size=8))
def test_a_score_lies_between_the_worst_and_the_best_part(found: list[dict[QualityPart, float]]) -> None:
    judged = [Judged(None, each, ()) for each in found]
    score = score_of(judged, TERMS)
    known = [part.share for part in score.parts if part.share is not None]
    assert score.score is not None
    assert 100 * min(known) - 1e-9 <= score.score <= 100 * max(known) + 1e-9


def test_townships_are_nine_digits() -> None:
    judged = [Judged(division, {}, ()) for division in ("430621100001", "430621100", "430621", None)]
    assert {code: len(names) for code, names in by_township(judged).items()} == {"": 1, "430621": 1, "430621100": 2}


@pytest.mark.parametrize(
    ("day", "quarter"),
    [(D(2026, 1, 1), "2026-Q1"), (D(2026, 3, 31), "2026-Q1"), (D(2026, 4, 1), "2026-Q2"), (D(2026, 12, 31), "2026-Q4")],
)
def test_quarters_of_the_year(day: D, quarter: str) -> None:
    assert quarter_of(day) == quarter


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("name = 1", "colour = 1", "没有字段 colour"),
        ('code_pattern = "^[0-9A-Za-z-]+$"', 'code_pattern = "["', "不是正则表达式"),
        ("completeness = 30", "completeness = -1", "completeness"),
        ("[weights]", "[weights", "不是有效的 TOML"),
        ("filing_days = 15", "filing_days = 15\nlunch = 1", "lunch"),
    ],
)
def test_terms_that_cannot_be_read_say_why(old: str, new: str, said: str) -> None:
    assert old in TEXT
    with pytest.raises(Refusal, match=said):
        read_terms(TEXT.replace(old, new, 1))


def test_terms_that_ship_weigh_a_hundred() -> None:
    assert isinstance(TERMS, QualityTerms)
    assert sum(TERMS.weights.values()) == 100
    assert set(TERMS.weights) == set(QualityPart)
