"""Figures of a plan and the rows behind them; two plans told apart in sentences. Expected values are added by hand."""

import copy
from typing import Any

import pytest

from layers.plan_comparison import compare
from layers.plan_figures import FIGURES, When, rows_of
from layers.refusal import Refusal
from layers.saved_plan import SitingPlan
from layers.siting_actions import ActionState, moves_from, standings
from tests.siting_plans import EAST, NEW_EAST, OLD_HOME, SOUTH, plan, read, site

NAMES = ("东点", "南点")


def words(left: SitingPlan, right: SitingPlan) -> dict[str, str]:
    return {each.id: each.words for each in compare(left, right, NAMES).sentences}


@pytest.mark.parametrize("name", list(FIGURES))
@pytest.mark.parametrize("told", [EAST, SOUTH], ids=NAMES)
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_figure_is_the_sum_of_its_rows(name: str, told: dict[str, Any], when: When) -> None:
    own = read(told)
    asked: When = when if name in ("people", "served", "waiting", "out_of_reach") else "after"
    rows = rows_of(own, name, asked)
    assert sum(row.amount for row in rows) == FIGURES[name].value(own, asked)


def test_the_rows_of_a_township_are_its_own() -> None:
    rows = rows_of(read(EAST), "waiting", "after", "430621104")
    assert [(row.name, row.amount) for row in rows] == [("丙村", 150)]
    assert [(row.name, row.amount) for row in rows_of(read(EAST), "out_of_reach")] == [("丁村", 150)]


def test_a_figure_that_is_none_is_refused_with_those_there_are() -> None:
    with pytest.raises(Refusal, match="served（已有位）"):
        rows_of(read(EAST), "happy")


def test_people_and_money_are_told_with_both_numbers() -> None:
    told = words(read(EAST), read(SOUTH))
    # 600 与 400 人有位，共 900 人；150 与 0 人够不着；1,200 与 500 万元，每人 (1200 − 500) / (600 − 400) = 3.5。
    assert told["figure-served"] == "“东点”比“南点”多 200 人已有位（600 与 400），高 22.2 个百分点。"
    assert told["figure-out_of_reach"] == "“东点”比“南点”多 150 人够不着（150 与 0）。"
    assert told["figure-waiting"] == "“南点”比“东点”多 350 人够得着没位（500 与 150）。"
    assert told["figure-cost_wan"] == "“东点”投资比“南点”多 700 万元（1,200 与 500），每多一人有位合 3.5 万元。"
    assert told["figure-land_m2"] == "“东点”用地比“南点”多 3,000 ㎡（6,000 与 3,000）。"


def test_sites_and_townships_are_named() -> None:
    told = words(read(EAST), read(SOUTH))
    assert told["only-left"] == "只有“东点”新建或扩建：乙村地块（新建，200 位）。"
    assert told["only-right"] == "只有“南点”新建或扩建：丁村地块（新建，100 位）。"
    assert told["townships--1"] == "“东点”让更多人有位的乡镇：荣家湾镇多 300 人。"
    assert told["townships-1"] == "“南点”让更多人有位的乡镇：黄沙街镇多 100 人。"


def test_what_differs_says_the_same_whichever_comes_first() -> None:
    there = {each.words for each in compare(read(EAST), read(SOUTH), NAMES).sentences if each.about == "figure"}
    back = {each.words for each in compare(read(SOUTH), read(EAST), NAMES[::-1]).sentences if each.about == "figure"}
    assert there == back


def test_the_same_plan_differs_in_nothing() -> None:
    told = compare(read(EAST), read(EAST, "siting-other"), NAMES)
    assert [each.about for each in told.sentences] == ["question", "proof", "proof"]
    assert told.sentences[0].words == "“东点”与“南点”的问题、点位和结果完全相同。"
    assert all(each.difference == 0 and each.better is None for each in told.figures)


def test_questions_that_differ_warn_before_any_number() -> None:
    other = copy.deepcopy(EAST)
    other["question"]["limit"] = 3000.0
    first = compare(read(EAST), read(other), NAMES).sentences[0]
    assert first.words == "两个方案所问不同：可达上限 5,000 与 3,000。人数的口径因此不同，不宜直接相减。"
    other["question"] = EAST["question"] | {"budget_wan": None}
    assert words(read(EAST), read(other))["question"] == "两个方案所问不同：预算（万元） 1,500 与 未限定。"


def test_a_site_is_known_by_its_place_and_not_by_its_number() -> None:
    moved = NEW_EAST | {"id": "drawn-7", "places": 150}
    told = compare(read(EAST), read(plan((300, 150, 100, 0), (OLD_HOME, moved))), NAMES)
    assert "only-left" not in {each.id for each in told.sentences}
    assert "乙村地块（200 位 与 150 位）" in {each.id: each.words for each in told.sentences}["places"]


def test_a_closed_home_and_a_cost_nobody_knows_are_said() -> None:
    shut = plan((300, 200, 100, 0), (OLD_HOME | {"kind": "closed"}, NEW_EAST, site("戊村", "new", 113.3, 29.2)))
    told = words(read(EAST), read(shut))
    assert told["closes-right"] == "只有“南点”关停：老敬老院。"
    assert "规模未定" in told["only-right"]
    assert any("不含未给出造价的戊村" in each for each in told.values())


def test_which_is_better_depends_on_the_figure() -> None:
    better = {each.figure.id: each.better for each in compare(read(EAST), read(SOUTH), NAMES).figures}
    assert (better["served"], better["out_of_reach"], better["waiting"]) == ("left", "right", "left")
    assert (better["cost_wan"], better["works"], better["people"]) == ("right", None, None)


def test_what_is_no_plan_is_refused() -> None:
    with pytest.raises(Refusal, match="不是选址计算"):
        SitingPlan.read(b'{"areas": []}', "bpt-000000000000")


def test_steps_go_forward_one_by_one_and_back_with_a_reason() -> None:
    ahead = [(move.after.value, move.needs_reason, move.needs_document) for move in moves_from(ActionState.FILED)]
    assert ahead[0] == ("occupied", False, False)
    assert set(ahead[1:]) == {("planned", True, False), ("under_construction", True, False), ("stopped", True, False)}
    assert ActionState.FILED not in {move.after for move in moves_from(ActionState.PLANNED)}


def test_places_are_counted_where_they_stand() -> None:
    counted = standings([(ActionState.PLANNED, 200), (ActionState.PLANNED, 100), (ActionState.OCCUPIED, 80)])
    assert [(each.state.value, each.sites, each.places) for each in counted] == [
        ("planned", 2, 300),
        ("under_construction", 0, 0),
        ("filed", 0, 0),
        ("occupied", 1, 80),
        ("stopped", 0, 0),
    ]


def test_a_run_without_a_plan_says_what_stood_in_the_way() -> None:
    clash = {"limit": "budget_wan", "title": "预算", "words": "预算 100 万元建不了一处"}
    none = EAST | {"status": "infeasible", "value": None, "after": None, "sites": [], "clashes": [clash]}
    with pytest.raises(Refusal, match="没有得出方案。预算 100 万元建不了一处"):
        read(none)
