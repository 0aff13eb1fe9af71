"""Answers, the county's own words and tables, reserved names: kept, signed by the database, by whose office it is."""

import datetime as dt
from collections.abc import Iterator

import pytest
from shapely import LineString, Point
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from data import name_answers, name_reserved, name_words
from data.acting import PUBLIC, Actor
from data.engine import session
from data.errors import BadInput, Conflict, Forbidden, NotFound, PreconditionFailed, Unauthenticated
from data.ledgers import AUDIT
from data.name_answers import NewAnswer
from data.name_reserved import ReservedName
from data.name_rules import own_findings
from data.name_words import CountyWord
from layers.name_kinds import form_of
from layers.naming import NameAsked, NameConflict, NameFinding, NameSeverity, NameVerdict
from layers.naming_rules.rulebook import finding
from layers.naming_rules.words import WordPlace
from layers.refusal import Refusal
from layers.rights import Role
from tests.named import name_it
from tests.people import person

STREET = form_of("street")
TODAY = dt.date(2026, 11, 27)
FOREIGN = finding("foreign", "“曼哈顿”是外国地名", "请改名")


@pytest.fixture
def opened(session: Session) -> Session:
    """The owner's transaction, which is rolled back."""
    return session


@pytest.fixture
def people(owner: Engine) -> dict[Role, Actor]:
    with session(owner) as opened:
        return {role: person(opened, role) for role in Role}


@pytest.fixture
def reviewing(service: Engine, people: dict[Role, Actor]) -> Iterator[Session]:
    with session(service, actor=people[Role.NAME_REVIEWER]) as opened:
        yield opened


def answer(opened: Session, because: str = "历史名称", **more: str) -> None:
    name_answers.enter(opened, NewAnswer("曼哈顿路", STREET, "430621", "foreign", because, **more))


def told(opened: Session, *findings: NameFinding, division: str | None = "430621100") -> list[str | None]:
    found = name_answers.answered(opened, "曼哈顿路", STREET, division, findings)
    return [each.answer.because if each.answer else None for each in found]


def test_an_answer_is_shown_with_the_finding_and_signed_by_the_database(
    reviewing: Session, people: dict[Role, Actor]
) -> None:
    answer(reviewing)
    found = name_answers.answered(reviewing, "曼哈顿路", STREET, "430621100", [FOREIGN])[0].answer
    assert found is not None
    assert (found.because, found.by) == ("历史名称", people[Role.NAME_REVIEWER].name)
    assert name_answers.counted(reviewing) == {"foreign": 1}
    kept = name_answers.answers(reviewing, name="曼哈顿路")[0]
    assert (kept.kind, kept.division, kept.rule) == ("street", "430621", "foreign")


def test_the_last_answer_counts_and_the_first_is_kept(reviewing: Session) -> None:
    answer(reviewing, "先说")
    answer(reviewing, "后说")
    assert told(reviewing, FOREIGN) == ["后说"]
    assert [each.because for each in name_answers.answers(reviewing, name="曼哈顿路")] == ["后说", "先说"]


def test_an_answer_speaks_of_its_rule_its_name_and_its_division(reviewing: Session) -> None:
    answer(reviewing)
    assert told(reviewing, finding("brand", "", "")) == [None]
    assert told(reviewing, FOREIGN, division="430602") == [None]
    assert name_answers.answered(reviewing, "曼哈顿街", STREET, "430621", [FOREIGN])[0].answer is None
    assert name_answers.answered(reviewing, "曼哈顿路", form_of("other"), "430621", [FOREIGN])[0].answer is None


def test_likeness_is_answered_for_each_of_the_other_names(reviewing: Session) -> None:
    others = (NameConflict("A1", "曼哈顿街"), NameConflict("A2", "曼哈顿巷"))
    alike = NameFinding("same-specific", "", NameSeverity.NEEDS_REASON, "", "", conflicts=others)
    for code, expected in (("A1", None), ("A2", "另一处")):
        new = NewAnswer("曼哈顿路", STREET, "430621", "same-specific", "另一处", code)
        name_answers.enter(reviewing, new)
        assert told(reviewing, alike) == [expected]


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in (Role.NAME_REVIEWER, Role.NAME_APPROVER, Role.STEWARD)]
)
def test_who_does_not_answer_for_names_is_refused(service: Engine, people: dict[Role, Actor], role: Role) -> None:
    with session(service, actor=people[role]) as opened, pytest.raises(Forbidden, match="审核人"):
        answer(opened)


def test_the_public_neither_answers_nor_reads_answers(service: Engine, people: dict[Role, Actor]) -> None:
    with session(service, actor=people[Role.STEWARD]) as opened:
        answer(opened)
    with session(service, actor=PUBLIC) as opened:
        assert name_answers.answers(opened) == []
        assert told(opened, FOREIGN) == [None]
        with pytest.raises(Unauthenticated):
            answer(opened)


def test_a_reviewer_of_a_township_answers_for_it_alone(owner: Engine, service: Engine) -> None:
    with session(owner) as opened:
        local = person(opened, Role.NAME_REVIEWER, "430621100")
    with session(service, actor=local) as opened:
        name_answers.enter(opened, NewAnswer("曼哈顿路", STREET, "430621100", "foreign", "当地旧称"))
        with pytest.raises(Forbidden):
            answer(opened)


def test_nobody_changes_an_answer(service: Engine, people: dict[Role, Actor]) -> None:
    with session(service, actor=people[Role.STEWARD]) as opened:
        answer(opened)
    for deed in ("UPDATE archive.name_answers SET because = 'x'", "DELETE FROM archive.name_answers"):
        with (
            session(service, actor=people[Role.STEWARD]) as opened,
            pytest.raises(Exception, match="permission denied"),
        ):
            opened.execute(text(deed))


def test_an_empty_reason_is_none(reviewing: Session) -> None:
    with pytest.raises(BadInput):
        answer(reviewing, "  ")


def test_each_deed_is_in_the_log(owner: Engine, service: Engine, people: dict[Role, Actor]) -> None:
    with session(service, actor=people[Role.STEWARD]) as opened:
        answer(opened)
        name_words.put_word(opened, CountyWord("brands", "荣湾酒业", WordPlace.ANYWHERE, "本县企业"))
        name_reserved.reserve(opened, reserved("映山路"))
    with session(owner) as opened:
        deeds = set(opened.scalars(select(AUDIT.c.deed)))
    assert {"name-answer", "name-words", "name-reserved"} <= deeds


def rules_of(opened: Session, name: str) -> set[str]:
    return {each.rule for each in own_findings(opened, NameAsked(name, STREET, "430621"))}


def test_the_county_adds_strikes_and_takes_back_words(reviewing: Session) -> None:
    assert rules_of(reviewing, "荣湾酒业路") == set()
    name_words.put_word(reviewing, CountyWord("brands", "荣湾酒业", WordPlace.ANYWHERE, "本县企业"))
    assert rules_of(reviewing, "荣湾酒业路") == {"brand"}
    assert rules_of(reviewing, "中山路") == {"person"}
    name_words.put_word(reviewing, CountyWord("persons", "中山", WordPlace.WHOLE, "本县有中山镇", is_struck=True))
    assert rules_of(reviewing, "中山路") == set()
    name_words.take_back_word(reviewing, "persons", "中山")
    assert rules_of(reviewing, "中山路") == {"person"}
    with pytest.raises(NotFound):
        name_words.take_back_word(reviewing, "persons", "中山")
    with pytest.raises(NotFound, match="exaggerated"):
        name_words.put_word(reviewing, CountyWord("nothing", "中山", WordPlace.WHOLE, "试"))


def test_words_are_the_countys_to_keep(service: Engine, owner: Engine) -> None:
    with session(owner) as opened:
        local = person(opened, Role.NAME_REVIEWER, "430621100")
        drafter = person(opened, Role.NAME_DRAFTER)
    for actor in (local, drafter, PUBLIC):
        with session(service, actor=actor) as opened, pytest.raises(Forbidden):
            name_words.put_word(opened, CountyWord("brands", "荣湾酒业", WordPlace.ANYWHERE, "本县企业"))


def test_a_chosen_table_holds_until_it_is_given_up(reviewing: Session) -> None:
    line = LineString([(113.1, 29.1), (113.105, 29.1)])
    asked = NameAsked("长安大道", STREET, "430621", line, width_m=90, width_basis="kerb")
    assert [each.severity for each in own_findings(reviewing, asked)] == [NameSeverity.INFORMATION]
    xian = name_words.shipped_tables(name_words.ROADS)["xian"]
    assert name_words.choose_table(reviewing, name_words.ROADS, xian).id == "xian"
    assert [each.severity for each in own_findings(reviewing, asked)] == [NameSeverity.NEEDS_REASON]
    name_words.give_up_table(reviewing, name_words.ROADS)
    assert [each.severity for each in own_findings(reviewing, asked)] == [NameSeverity.INFORMATION]
    with pytest.raises(Refusal, match="通名表"):
        name_words.choose_table(reviewing, name_words.ROADS, "id = 1")


def test_neighbours_of_the_register_are_asked(opened: Session) -> None:
    for word, lon in (("一", 113.10), ("二", 113.11), ("四", 113.13)):
        name_it(opened, f"经{word}路", at=Point(lon, 29.1))
    name_it(opened, "人民西路", at=Point(113.10, 29.1))
    here, there = Point(113.12, 29.1), Point(113.05, 29.1)
    assert own_findings(opened, NameAsked("经三路", STREET, "430621", here)) == []
    assert [each.rule for each in own_findings(opened, NameAsked("经三路", STREET, "430621", there))] == [
        "number-order"
    ]
    assert [each.rule for each in own_findings(opened, NameAsked("人民东路", STREET, "430621", there))] == ["direction"]
    assert own_findings(opened, NameAsked("人民东路", STREET, "430621", here)) == []
    far = Point(115.0, 29.1)
    assert own_findings(opened, NameAsked("经三路", STREET, "430621", far)) == []


def test_a_rare_character_of_the_county_wants_a_reason_only(opened: Session) -> None:
    def heaviest(name: str, division: str = "430621") -> NameSeverity:
        found = own_findings(opened, NameAsked(name, STREET, division))
        return next(each.severity for each in found if each.rule == "outside-8105")

    assert heaviest("㵲阳路") is NameSeverity.BLOCKS
    name_it(opened, "㵲阳河", "natural_feature")
    assert heaviest("㵲阳路") is NameSeverity.NEEDS_REASON
    assert heaviest("㵲阳路", "430602") is NameSeverity.BLOCKS


def reserved(
    name: str, theme: str = "山水", division: str = "430621", expires_on: dt.date | None = None
) -> ReservedName:
    return ReservedName(name, "street", division, theme, expires_on=expires_on)


def test_a_reserved_name_is_looked_up_until_it_is_used(opened: Session) -> None:
    looked = text("SELECT status FROM lookup.entries WHERE word = '映山路'")
    kept = name_reserved.reserve(opened, reserved("映山路"))
    assert opened.scalars(looked).all() == ["reserved"]
    used = name_reserved.amend(opened, kept.id, kept.version, {"used_by": "43062100000000001"})
    assert opened.scalars(looked).all() == []
    with pytest.raises(PreconditionFailed):
        name_reserved.amend(opened, kept.id, kept.version, {"theme": "花木"})
    name_reserved.release(opened, used.id)
    with pytest.raises(NotFound):
        name_reserved.one(opened, used.id)


def test_the_pool_is_found_by_theme_division_and_day(opened: Session) -> None:
    for given in (
        reserved("映山路"),
        reserved("丹桂路", "花木", "430621100"),
        reserved("临泉路", expires_on=dt.date(2026, 11, 26)),
        reserved("听涛路", expires_on=TODAY),
        reserved("望峰路", division="430602"),
    ):
        name_reserved.reserve(opened, given)

    def names(theme: str | None = None, division: str | None = None, free_on: dt.date | None = None) -> list[str]:
        found = name_reserved.reserved(opened, theme=theme, division=division, free_on=free_on)
        return [each.name for each in found]

    assert names(theme="花木") == ["丹桂路"]
    assert names(division="430621100") == ["映山路", "丹桂路", "临泉路", "听涛路"]
    assert names(division="430621", free_on=TODAY) == ["映山路", "丹桂路", "听涛路"]
    with pytest.raises(Conflict):
        name_reserved.reserve(opened, reserved("映山路"))


def test_the_pool_is_kept_by_who_keeps_names(service: Engine, people: dict[Role, Actor]) -> None:
    for role in (Role.VIEWER, Role.NAME_REVIEWER, Role.ADMINISTRATOR):
        with session(service, actor=people[role]) as opened, pytest.raises(Forbidden):
            name_reserved.reserve(opened, reserved("映山路"))
    with session(service, actor=people[Role.NAME_DRAFTER]) as opened:
        kept = name_reserved.reserve(opened, reserved("映山路"))
        assert kept.by_name == people[Role.NAME_DRAFTER].name
    with session(service, actor=PUBLIC) as opened:
        assert name_reserved.reserved(opened) == []


def test_suggestions_are_checked_and_ranked(opened: Session) -> None:
    """Reserved and clear before thinkable and clear before what wants a reason; what is blocked is left out."""
    against = {"清溪路": "needs_reason", "碧湖路": "blocks"}

    def check(asked: NameAsked) -> list[NameFinding]:
        weight = against.get(asked.name)
        return [NameFinding("same-name", "", NameSeverity.of(weight), "不可", "")] if weight else []

    name_reserved.reserve(opened, reserved("听潮路"))
    like = NameAsked("", STREET, "430621")
    found = name_reserved.suggest(opened, like, check, TODAY, theme="山水", limit=100)
    names = [each.candidate.name for each in found]
    assert names[:2] == ["听潮路", "映山路"]
    assert names[-1] == "清溪路"
    assert "碧湖路" not in names
    assert found[0].verdict is NameVerdict.CLEAR
    assert "预留" in found[0].because
    assert "不可" in found[-1].because
    with pytest.raises(NotFound, match="山水"):
        name_reserved.suggest(opened, like, check, TODAY, theme="天文")


def test_a_reserved_name_is_no_obstacle_to_itself(opened: Session) -> None:
    def check(asked: NameAsked) -> list[NameFinding]:
        other = NameConflict(None, asked.name, status="reserved")
        return [NameFinding("same-name", "", NameSeverity.BLOCKS, "重名", "", conflicts=(other,))]

    name_reserved.reserve(opened, reserved("听潮路"))
    found = name_reserved.suggest(opened, NameAsked("", STREET, "430621"), check, TODAY, theme="山水")
    assert [each.candidate.name for each in found] == ["听潮路"]
