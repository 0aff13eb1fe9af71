"""Rule sets of control zones: those that ship are whole and honest, and a wrong one says where."""

import datetime as dt

import pytest

from data import zone_rules
from layers.refusal import Refusal
from layers.zones import ZoneConfidence, ZoneKind, read

SHIPPED = zone_rules.read()
ROADS = """
id = "ours"
title = "本县"
version = "1"
services = ["cemeteries"]
document = "岳县政〔2026〕1号"
issued_by = "岳阳县人民政府"
source = "示例"
confidence = "read"

[[rules]]
id = "roads"
kind = "buffer"
title = "国道两侧"
article = "第一条"
words = "国道两侧 300 米"
road_classes = ["national"]
distance_m = 300
measured_from = "centre_line"
"""


def test_the_national_regulation_changes_on_a_day() -> None:
    old, new = SHIPPED["national-cemeteries-2012"], SHIPPED["national-cemeteries-2026"]
    assert old.holds_on(dt.date(2026, 3, 29))
    assert not new.holds_on(dt.date(2026, 3, 29))
    assert new.holds_on(dt.date(2026, 3, 30))
    assert not old.holds_on(dt.date(2026, 3, 30))
    assert (old.confidence, new.confidence) == (ZoneConfidence.READ, ZoneConfidence.UNSURE)


def test_metres_that_no_text_says_are_not_made_up() -> None:
    told = SHIPPED["national-cemeteries-2012"].warnings(dt.date(2024, 12, 31))
    assert len(told) == 2
    assert all("没有规定距离" in each and "第十条第一款第" in each for each in told)
    assert [rule.distance_m for rule in SHIPPED["shandong-cemeteries"].rules] == [500, 2000, 2000, None]
    assert {rule.distance_m for rule in SHIPPED["henan-cemeteries"].rules} == {1000, None}


def test_a_rule_set_out_of_its_days_or_not_read_says_so() -> None:
    (out_of_days, unread, *_) = SHIPPED["national-cemeteries-2026"].warnings(dt.date(2024, 12, 31))
    assert "2026-03-30 起" in out_of_days
    assert "待核实" in unread


def test_one_mountain_is_a_view_and_no_distance() -> None:
    (view, zones) = SHIPPED["fujian-sanyan-wuqu"].rules
    assert view.kind is ZoneKind.VIEWSHED
    assert view.sight is not None
    assert view.in_words() == "国道、省道、铁路、河流 3000 米内视线所及、第一重山脊线以内"
    assert zones.in_words() == "工业园区、经济开发区、风景名胜区、文物保护区、饮用水水源保护区范围以内"


def test_a_distance_says_where_it_begins() -> None:
    (rule,) = read(ROADS).rules
    assert rule.in_words() == "国道中心线 300 米以内"
    assert SHIPPED["shandong-cemeteries"].rules[0].in_words() == "国道、省道、铁路边缘 500 米以内"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('road_classes = ["national"]', "", "没有指明要素"),
        ('road_classes = ["national"]', 'road_classes = ["motorway"]', "rules.1.road_classes.1：“motorway”不能使用"),
        ("distance_m = 300", "distance_m = -1", "rules.1.distance_m：“-1”不能使用"),
        ("distance_m = 300", "distance = 300", "rules.1.distance：不认识这一项"),
        ('kind = "buffer"', 'kind = "viewshed"', "rules.sight"),
        ('kind = "buffer"', 'kind = "area"', "distance_m"),
        ('title = "本县"', "", "title：没有写"),
        ('confidence = "read"', 'confidence = "read"\nvalid_from = 2026-01-02\nvalid_to = 2026-01-02', "晚于"),
        ('services = ["cemeteries"]', "services = []", "services"),
        ('id = "ours"', "id = ", "不是有效的 TOML"),
    ],
)
def test_a_wrong_rule_set_says_where(old: str, new: str, fault: str) -> None:
    assert old in ROADS
    with pytest.raises(Refusal, match=fault.replace(".", r"\.")):
        read(ROADS.replace(old, new, 1), "ours.toml")


def test_two_rules_of_one_name_are_refused() -> None:
    with pytest.raises(Refusal, match="id 重复：roads"):
        read(ROADS + ROADS[ROADS.index("[[rules]]") :])
