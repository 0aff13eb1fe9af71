"""The declared machine of a naming case: where it can go, whose part each step is, and who approves what."""

import pytest

from layers.naming_authorities import (
    CountsFrom,
    FilingTarget,
    NameAuthority,
    announcement_counts_from,
    approving_authority,
    filing_target,
)
from layers.naming_cases import BY_ID, IN_FORCE, OVER, STEPS, Condition, Part, Stage, steps_from
from layers.naming_papers import PaperKind, papers_for
from layers.place_names import PlaceNameKind
from layers.rights import Role


def ways(start: Stage, forbidden: str) -> set[Stage]:
    """Every stage that can be reached without one step."""
    found, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        for step in steps_from(here):
            target = step.leads(here)
            if step.id != forbidden and target is not None and target not in found:
                found.add(target)
                waiting.append(target)
    return found


def test_every_stage_is_reached_and_only_what_is_over_has_no_way_on() -> None:
    assert ways(Stage.DRAFT, "") == set(Stage)
    assert {stage for stage in Stage if not steps_from(stage)} == OVER


@pytest.mark.parametrize("step", ["submit", "accept", "check", "consult", "notice", "decide", "approve"])
def test_no_name_comes_into_force_without_each_required_step(step: str) -> None:
    # A suspended case comes back to the stage it was suspended at: the way by suspension adds none.
    reached = _without_detours(step)
    assert not reached & IN_FORCE


def _without_detours(forbidden: str) -> set[Stage]:
    found, waiting = {Stage.DRAFT}, [Stage.DRAFT]
    while waiting:
        here = waiting.pop()
        steps = [step for step in steps_from(here) if step.id not in (forbidden, "suspend", "resume")]
        targets = {target for step in steps if (target := step.leads(here)) is not None} - found
        found |= targets
        waiting += targets
    return found


def test_three_persons_take_the_steps_to_a_decision() -> None:
    assert BY_ID["submit"].part is Part.DRAFTER
    assert {BY_ID[step].part for step in ("accept", "check", "consult", "notice", "decide")} == {Part.REVIEWER}
    assert BY_ID["approve"].part is Part.APPROVER
    assert [part.role for part in Part] == [Role.NAME_DRAFTER, Role.NAME_REVIEWER, Role.NAME_APPROVER]


def test_each_step_cites_its_article_and_leaves_each_stage_one_way() -> None:
    for step in STEPS:
        assert step.article.startswith("《地名管理条例》第")
        if step.id != "resume":
            assert len({old for old, _ in step.moves}) == len(step.moves)


def test_approval_wants_the_check_the_answers_the_papers_and_the_number() -> None:
    assert set(BY_ID["approve"].needs) == {
        Condition.CHECKED,
        Condition.ANSWERED,
        Condition.PAPERS,
        Condition.APPROVAL_NUMBERED,
    }


@pytest.mark.parametrize(
    ("kind", "authority", "filed", "counts"),
    [
        ("street", "county_government", "government_above", "approval"),
        ("estate_or_building", "housing_department", "name_department_here", "filing"),
        ("infrastructure", "competent_department", "name_department_here", "filing"),
        ("division", "division_authority", "government_above", "approval"),
        ("park_or_reserve", "protection_authority", "name_department_here", "filing"),
    ],
)
def test_articles_twelve_to_fourteen(kind: str, authority: str, filed: str, counts: str) -> None:
    found = approving_authority(PlaceNameKind.of(kind))
    assert found == authority
    assert filing_target(found) is FilingTarget.of(filed)
    assert announcement_counts_from(found) is CountsFrom.of(counts)


def test_the_province_says_who_names_villages_and_the_state_council_who_names_famous_mountains() -> None:
    by_province = NameAuthority.NAME_DEPARTMENT
    assert approving_authority(PlaceNameKind.COMMITTEE_SEAT, by_province=by_province) is by_province
    assert approving_authority(PlaceNameKind.OTHER, by_province=by_province) is by_province
    assert approving_authority(PlaceNameKind.NATURAL_FEATURE, is_famous=True) is NameAuthority.STATE_COUNCIL
    assert approving_authority(PlaceNameKind.NATURAL_FEATURE, is_island=True) is NameAuthority.SEA_AND_ISLANDS
    # Only natural features are famous in the sense of the article.
    assert approving_authority(PlaceNameKind.STREET, is_famous=True) is NameAuthority.COUNTY_GOVERNMENT


def test_papers_follow_kind_authority_and_protection() -> None:
    def named(kind: PlaceNameKind, *, is_protected: bool = False) -> list[str]:
        found = papers_for(kind, approving_authority(kind), is_protected=is_protected)
        return [paper.kind.value for paper in found]

    assert named(PlaceNameKind.STREET) == ["application", "approval"]
    assert named(PlaceNameKind.STREET, is_protected=True) == ["application", "protection_plan", "approval"]
    three = ["risk_assessment", "expert_review", "consultation"]
    assert named(PlaceNameKind.DIVISION) == ["application", *three, "approval"]
    assert named(PlaceNameKind.ESTATE_OR_BUILDING) == ["application", "name_department_opinion", "approval"]
    assert PaperKind.of("government_opinion").value in named(PlaceNameKind.INFRASTRUCTURE)
