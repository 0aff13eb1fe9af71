"""Targets of planning documents: what is shipped, in whose words, and what is refused with its place."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from layers.coverage_terms import DEFAULT_TARGET
from layers.policies import Policy, default_of, read, targets_of
from layers.refusal import Refusal
from layers.scorecard.words import target_words

SHIPPED = Path(__file__).parents[2] / "data" / "reference" / "policies"
DOCUMENTS = Path("/work/shared/seeds")
HEAD = """
id = "some-county"
title = "某县规划"
document = "某政〔2020〕1号"
issued_by = "某县人民政府"
source = "某文件"
confidence = "read"
valid_from = 2020-01-01
valid_to = 2025-01-01
"""
BEDS = """
[[indicator]]
id = "beds"
measure = "beds-per-thousand"
title = "不低于 32.52 张"
direction = "at_least"
level = "county"
value = "32.52"
phrase = "每千名老年人床位32.52张"
"""
STAFF = """
[[indicator]]
id = "staff"
measure = "reported"
title = "民政人员"
direction = "at_least"
level = "township"
phrase = "3万人口以下不少于3人"
terms = { figure = "staff", unit = "人" }
[[indicator.tier]]
title = "3 万人口以下"
up_to = 30000
includes_edge = false
value = "3"
[[indicator.tier]]
title = "3 万人口以上"
value = "4"
"""
WHOLE = HEAD + BEDS + STAFF
MEALS = BEDS.replace("beds-per-thousand", "places")


def shipped() -> list[Policy]:
    return [read(path.read_text("utf-8"), path.name) for path in sorted(SHIPPED.glob("*.toml"))]


def test_the_shipped_default_is_forty_beds_from_a_document_that_was_read() -> None:
    policy, target = default_of(shipped(), "beds-per-thousand")
    head = policy.head
    assert (target.value, head.document, head.confidence.value) == (Decimal(40), "新政〔2017〕29号", "read")
    assert target.value == DEFAULT_TARGET


def test_history_is_shipped_as_data_with_its_confidence() -> None:
    known = {
        str(target.value): policy.head.confidence.value for policy, target in targets_of(shipped(), "beds-per-thousand")
    }
    assert known == {"30": "secondary", "35": "secondary", "40": "read", "32.52": "read"}


def test_a_policy_is_named_like_its_file() -> None:
    assert [policy.id for policy in shipped()] == [path.stem for path in sorted(SHIPPED.glob("*.toml"))]


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the documents themselves are not on this machine")
def test_every_phrase_of_a_document_that_was_read_stands_in_it() -> None:
    texts = "".join(path.read_text("utf-8") for path in DOCUMENTS.glob("*.txt"))
    read_ones = [policy for policy in shipped() if policy.head.confidence.value == "read"]
    assert len(read_ones) == 5
    strange = [
        (policy.id, target.id) for policy in read_ones for target in policy.targets if target.sheet.phrase not in texts
    ]
    assert strange == []


def test_a_figure_is_reported_in_one_unit_whoever_asks() -> None:
    units: dict[str, set[str]] = {}
    for policy in shipped():
        for target in policy.targets:
            if target.measure.is_reported:
                units.setdefault(getattr(target.terms, "figure", ""), set()).add(target.measure.counts_of(target.terms))
    assert {figure: told for figure, told in units.items() if len(told) != 1} == {}


def test_decimals_stay_exact_and_dates_are_half_open() -> None:
    policy = read(WHOLE)
    assert policy.target("beds").value == Decimal("32.52")
    assert policy.holds_on(dt.date(2020, 1, 1))
    assert not policy.holds_on(dt.date(2025, 1, 1))


@pytest.mark.parametrize(("includes", "at_the_edge"), [("false", 4), ("true", 3)])
def test_the_edge_of_a_tier_is_the_countys_to_say(includes: str, at_the_edge: int) -> None:
    staff = read(WHOLE.replace("includes_edge = false", f"includes_edge = {includes}")).target("staff")
    asked = [staff.value_for(people)[0] for people in (29_999, 30_000, 30_001)]
    assert asked == [3, at_the_edge, 4]
    assert staff.value_for(None) == (None, None)


@pytest.mark.parametrize(
    ("policy", "indicator", "words"),
    [
        ("songming-14fyp", "government-share", "≤ 30 %"),
        ("xinzheng-2017-29", "medical", "> 50 %"),
        ("xinzheng-2017-29", "large-home", "须有 1 所 ≥ 200 张"),
        ("xinzheng-2017-29", "staff", "≥ 3 / 4 / 5 人（按人口分档）"),
        ("xinzheng-2017-29", "office-budget", "≥ 150,000 / 200,000 / 250,000 元（按人口分档）"),
        ("songming-14fyp", "eco-site", "须有 1 处"),
    ],
)
def test_a_target_is_told_in_a_few_signs(policy: str, indicator: str, words: str) -> None:
    known = {each.id: each for each in shipped()}
    assert target_words(known[policy].target(indicator)) == words


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (WHOLE.replace('"32.52"', "32.52"), "第 1 个指标（beds）：value：.*小数请写成文字"),
        (WHOLE.replace('"32.52"', '"三十"'), "目标值“三十”"),
        (WHOLE.replace("beds-per-thousand", "happiness"), "没有这种计法"),
        (WHOLE.replace("some-county", "Some County"), "标识“Some County”格式不符"),
        (WHOLE.replace("2025-01-01", "2019-01-01"), "止日必须晚于起日"),
        (WHOLE.replace("confidence", "trust"), "“trust”不是本图层的字段"),
        (WHOLE.replace('"at_least"', '"at_most"', 1), "这种计法不能用这个方向"),
        (WHOLE.replace('"at_least"', '"more"', 1), "可选：不低于目标、不高于目标、须有"),
        (WHOLE.replace('phrase = "每千名老年人床位32.52张"\n', ""), "原文未填写，为必填项"),
        (WHOLE.replace('value = "32.52"\n', ""), "没有目标值"),
        (HEAD + BEDS + BEDS, "指标标识“beds”重复"),
        (HEAD, "没有指标：每个指标写作一段"),
        (HEAD + MEALS + 'terms = { layer = "roads" }', "不是设施图层"),
        (HEAD + MEALS + 'terms = { layer = "meal_points", kinds = ["restaurant"] }', "有的类别不是这个图层的"),
        (HEAD + MEALS, "terms 中 layer：图层未填写，为必填项"),
        (WHOLE.replace("up_to = 30000\n", ""), "各档的 up_to 应由小到大"),
        (WHOLE.replace('level = "township"', 'level = "county"'), '按人口分档的目标应写 level = "township"'),
        (WHOLE + "\n[", "不是有效的 TOML。文件末尾没有写完"),
        ('id = "x"\ntitle = 某县', "第 2 行第 9 列不能读取：title = 某县"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(wrong: str, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        read(wrong, "某.toml")


def test_everything_wrong_is_said_at_once() -> None:
    wrong = WHOLE.replace("some-county", "Some County").replace('"32.52"', "32.52").replace('unit = "人"', "units = 3")
    with pytest.raises(Refusal) as refusal:
        read(wrong, "某.toml")
    assert len(refusal.value.errors) == 4
    assert refusal.value.what == "某.toml 的内容有误"


def test_two_defaults_are_none() -> None:
    one = read(HEAD + BEDS + "default = true")
    with pytest.raises(Refusal, match="应有且仅有一个默认政策"):
        default_of([one, one], "beds-per-thousand")
