"""A sweep of the whole register: what it finds, who sees it, what is decided and stays decided."""

import datetime as dt
from typing import Any

import pytest
from shapely import LineString
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from data import name_words, name_worklist
from data.acting import PUBLIC
from data.engine import session
from data.errors import Forbidden, NotFound, Unauthenticated
from data.name_cleaning import sweep
from data.name_worklist import UNDECIDED, Wanted
from layers.naming_rules.cleaning import SweepDecision
from layers.record import Disclosure
from layers.rights import Role
from tests.named import name_it
from tests.people import person

TODAY = dt.date(2026, 11, 27)
ALL = Wanted()
PAPERS: dict[str, Any] = {"approving_authority": "示例县人民政府", "approval_number": "示政〔2001〕1号"}


@pytest.fixture
def opened(session: Session) -> Session:
    """The owner's transaction, which is rolled back."""
    return session


def told(opened: Session, sweep_id: str = "a", wanted: Wanted = ALL) -> list[tuple[str, str, str]]:
    found = name_worklist.findings(opened, sweep_id, wanted)
    return sorted((each.name, each.rule, each.severity) for each in found)


def test_a_sweep_finds_by_all_rules_and_leaves_the_rest(opened: Session) -> None:
    name_it(opened, "人民路")
    name_it(opened, "曼哈顿路")
    name_it(opened, "环球路", **PAPERS)
    name_it(opened, "建设路")
    name_it(opened, "建设路")
    name_it(opened, "长乐路")
    name_it(opened, "常乐路")
    name_it(opened, "皇家路", status="retired")
    name_it(opened, "帝豪路", valid_to=dt.date(2024, 1, 1))
    name_it(opened, "王朝路", division="430602")
    swept = sweep(opened, "a", "430621", TODAY)
    assert told(opened) == [
        ("常乐路", "same-sound", "needs_reason"),
        ("建设路", "same-name", "needs_reason"),
        ("建设路", "same-name", "needs_reason"),
        ("曼哈顿路", "foreign", "needs_reason"),
        ("环球路", "exaggerated", "information"),
        ("长乐路", "same-sound", "needs_reason"),
    ]
    assert (swept.names, swept.found) == (7, 6)
    assert swept.counts["same-name"] == {"needs_reason": 2}
    approved = [each.name for each in name_worklist.findings(opened, "a", Wanted()) if each.is_approved]
    assert approved == ["环球路"]


def test_the_list_is_filtered_and_paged(opened: Session) -> None:
    for name in ("曼哈顿路", "皇家路", "哑巴路"):
        name_it(opened, name)
    name_it(opened, "皇家街", division="430621101")
    sweep(opened, "a", "430621", TODAY)
    assert {name for name, _, _ in told(opened, wanted=Wanted(rule="feudal"))} == {"皇家路", "皇家街"}
    assert told(opened, wanted=Wanted(rule="feudal", division="430621101")) == [("皇家街", "feudal", "needs_reason")]
    assert told(opened, wanted=Wanted(name="哑")) == [("哑巴路", "bizarre", "needs_reason")]
    assert told(opened, wanted=Wanted(severity="blocks")) == []
    first = name_worklist.findings(opened, "a", Wanted(), limit=3)
    rest = name_worklist.findings(opened, "a", Wanted(), after=first[-1].id)
    assert len(first) + len(rest) == len(told(opened)) == len({each.id for each in [*first, *rest]})


def test_a_decision_stays_for_the_next_sweep(opened: Session) -> None:
    name_it(opened, "曼哈顿路")
    name_it(opened, "皇家路")
    sweep(opened, "a", "430621", TODAY)
    number = next(each.id for each in name_worklist.findings(opened, "a", Wanted(rule="foreign")))
    decided = name_worklist.decide(opened, "a", number, SweepDecision.RENAME, "改为建设路")
    assert (decided.decision, decided.because) == ("rename", "改为建设路")
    assert told(opened, wanted=Wanted(decision=UNDECIDED)) == [("皇家路", "feudal", "needs_reason")]
    assert name_worklist.progress(opened, "a") == [
        {"rule": "feudal", "severity": "needs_reason", "decision": "undecided", "number": 1},
        {"rule": "foreign", "severity": "needs_reason", "decision": "rename", "number": 1},
    ]
    sweep(opened, "b", "430621", TODAY)
    assert told(opened, "b", Wanted(decision="rename")) == [("曼哈顿路", "foreign", "needs_reason")]
    name_worklist.decide(opened, "b", number_of(opened, "foreign"), SweepDecision.KEEP, "有历史依据")
    assert told(opened, "a", Wanted(decision="keep")) == [("曼哈顿路", "foreign", "needs_reason")]
    assert [each.id for each in name_worklist.sweeps(opened)] == ["b", "a"]


def number_of(opened: Session, rule: str) -> int:
    return name_worklist.findings(opened, "b", Wanted(rule=rule))[0].id


def test_roads_are_measured_when_a_table_holds(opened: Session) -> None:
    line = LineString([(113.1, 29.1), (113.105, 29.1)])  # some 490 m
    name_it(opened, "长安大道", at=line)
    assert sweep(opened, "a", "430621", TODAY).found == 0
    name_words.choose_table(opened, name_words.ROADS, name_words.shipped_tables(name_words.ROADS)["xian"])
    sweep(opened, "b", "430621", TODAY)
    assert told(opened, "b") == [("长安大道", "road-generic", "needs_reason")]


def test_everybody_sees_what_he_may_and_decides_where_he_answers(owner: Engine, service: Engine) -> None:
    with session(owner) as opened:
        name_it(opened, "皇家路")
        name_it(opened, "帝豪路", disclosure=Disclosure.RESTRICTED)
        reviewer, viewer = person(opened, Role.NAME_REVIEWER), person(opened, Role.VIEWER)
        other = person(opened, Role.NAME_REVIEWER, "430621101")
    with session(service, actor=reviewer) as opened:
        assert sweep(opened, "a", "430621", TODAY).names == 2
        assert {name for name, _, _ in told(opened)} == {"皇家路", "帝豪路"}
        number = name_worklist.findings(opened, "a", Wanted(name="帝豪"))[0].id
        name_worklist.decide(opened, "a", number, SweepDecision.KEEP, "保留")
    with session(service, actor=viewer) as opened:
        assert {name for name, _, _ in told(opened)} == {"皇家路"}
        with pytest.raises(NotFound):
            name_worklist.finding(opened, "a", number)
        own = name_worklist.findings(opened, "a", Wanted())[0].id
        with pytest.raises(Forbidden):
            name_worklist.decide(opened, "a", own, SweepDecision.KEEP, "保留")
        with pytest.raises(Forbidden):
            sweep(opened, "b", "430621", TODAY)
    with session(service, actor=other) as opened, pytest.raises(Forbidden):
        name_worklist.decide(opened, "a", own, SweepDecision.KEEP, "保留")
    with session(service, actor=PUBLIC) as opened:
        assert told(opened) == []
        assert name_worklist.sweeps(opened) == []
        with pytest.raises(Unauthenticated):
            name_worklist.decide(opened, "a", own, SweepDecision.KEEP, "保留")


def test_progress_is_told_in_steps(opened: Session) -> None:
    name_it(opened, "人民路")
    steps: list[tuple[int, int, str]] = []
    sweep(opened, "a", "430621", TODAY, lambda done, of, what: steps.append((done, of, what)))
    assert steps[-1] == (1, 1, "查重名和同音")
