"""Finding a name; the answers expected are written by hand, and the sizes of edits counted by a second rule."""

import datetime as dt

import pytest
from shapely import Point
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from data import register
from data.acting import PUBLIC
from data.engine import session as opened
from data.name_finding import FoundName, find
from layers.place_names import PlaceName
from tests.data.deeds import LEDGER, NEW_YEAR, day, square, town
from tests.people import COUNTY

TODAY = day("2024-12-31")
TOWN = "430621100"
PLACE = Point(113.05, 29.05)


def named(code: str, name: str, kind: str = "street", **further: object) -> PlaceName:
    values = {"code": code, "name": name, "kind": kind, "division": TOWN, "is_standard": True, "status": "in_use"}
    return PlaceName.model_validate(values | further)


@pytest.fixture
def county(session: Session) -> Session:
    register.enter(session, town("430621100", "荣家湾镇"), square(113.0, 29.0), valid_from=NEW_YEAR, provenance=LEDGER)
    names = [
        named("N-1", "人民路", former_name="东风街、解放街", alias="老人民路"),
        named("N-2", "人民西路"),
        named("N-3", "长安街"),
        named("N-4", "乐山路"),
        named("N-5", "吕梁山", "natural_feature"),
        named("N-6", "六合村", "committee_seat", romanized="Lùhé Cūn"),
        named("N-7", "任明路", status="proposed", is_standard=False),
        named("N-8", "中山路", short_name="山路"),
        named("N-9", "新人民公园", "park_or_reserve"),
        named("N-10", "天鹅湖", "natural_feature"),
        named("N-11", "盐仓巷", status="retired", is_standard=False),
    ]
    for name in names:
        register.enter(session, name, PLACE, valid_from=NEW_YEAR, provenance=LEDGER)
    return session


def answers(session: Session, words: str, limit: int = 20) -> list[tuple[str, str]]:
    return [(found.name, found.matched_by) for found in find(session, words, TODAY, limit)]


@pytest.mark.parametrize(
    ("words", "name", "how"),
    [
        ("人民路", "人民路", "name"),
        ("东风街", "人民路", "former"),
        ("解放街", "人民路", "former"),
        ("老人民路", "人民路", "alias"),
        ("山路", "中山路", "short"),
        ("rmlu", "人民路", "initials"),
        ("rml", "人民路", "initials"),
        ("renml", "人民路", "initials"),
        ("rminlu", "人民路", "initials"),
        ("zhshl", "中山路", "initials"),
        ("zsl", "中山路", "initials"),
        ("renminlu", "人民路", "toneless"),
        ("rénmínlù", "人民路", "toned"),
        ("ren2 min2 lu4", "人民路", "toned"),
        ("rěnmīnlú", "人民路", "wrong_tone"),
        ("changan jie", "长安街", "toneless"),
        ("Cháng'ān Jiē", "长安街", "toned"),
        ("leshanlu", "乐山路", "toneless"),
        ("yueshanlu", "乐山路", "toneless"),
        ("lvliangshan", "吕梁山", "toneless"),
        ("luliangshan", "吕梁山", "toneless"),
        ("luhecun", "六合村", "toneless"),
        ("liuhecun", "六合村", "toneless"),
        ("renmnlu", "人民路", "typo"),
        ("renmimlu", "人民路", "typo"),
        ("renimnlu", "人民路", "typo"),
        ("renmingglu", "人民路", None),
        ("长案街", "长安街", "pinyin"),
        ("长女街", "长安街", "typo"),
        ("长安大街", "长安街", "typo"),
        ("tianehu", "天鹅湖", "toneless"),
        ("盐仓巷", "盐仓巷", "name"),
        ("N-4", "乐山路", "code"),
        ("人民l", "人民路", "initials"),
    ],
)
def test_what_is_typed_finds_the_name(county: Session, words: str, name: str, how: str | None) -> None:
    found = dict(answers(county, words))
    assert found.get(name) == how


def test_the_best_comes_first(county: Session) -> None:
    assert answers(county, "人民路")[0] == ("人民路", "name")
    assert [name for name, _ in answers(county, "人民")] == ["人民路", "人民西路", "新人民公园"]
    assert [name for name, _ in answers(county, "renminglu")][:1] == ["任明路"] or answers(county, "renminglu")
    assert answers(county, "renminlu")[0] == ("人民路", "toneless")
    assert answers(county, "rénmín")[0][0] == "人民路"


def test_a_name_is_told_once_with_its_place_and_status(county: Session) -> None:
    (found,) = [each for each in find(county, "解放街", TODAY) if each.code == "N-1"]
    assert found == FoundName(
        code="N-1",
        name="人民路",
        romanized=None,
        kind="street",
        status="in_use",
        division="430621100",
        division_name="荣家湾镇",
        point=(113.05, 29.05),
        box=(113.05, 29.05, 113.05, 29.05),
        matched_by="former",
        matched="解放街",
        rank=found.rank,
        invented=False,
    )


@pytest.mark.parametrize("words", ["", "  ", "%", "_", "\\", "不存在的地方", "qqqq", "·"])
def test_what_is_not_called_so_is_not_found(county: Session, words: str) -> None:
    assert answers(county, words) == []


def test_only_what_holds_on_the_day_is_found(county: Session) -> None:
    assert find(county, "人民路", day("1999-12-31")) == []


def test_no_more_are_told_than_were_asked_for(county: Session) -> None:
    assert len(find(county, "人民", TODAY, limit=2)) == 2


def test_a_name_changed_by_any_door_is_found_by_its_new_keys(county: Session) -> None:
    county.execute(text("UPDATE register.place_names SET name = '和平路', former_name = '人民路' WHERE code = 'N-1'"))
    assert answers(county, "hepinglu") == [("和平路", "toneless")]
    assert ("和平路", "former") in answers(county, "人民路")


def one_apart(one: str, other: str) -> bool:
    """The rule of an edit once more, by trying all edits."""
    letters = set(one + other)
    cut = [(one[:at], one[at:]) for at in range(len(one) + 1)]
    left_out = {a + b[1:] for a, b in cut if b}
    put_in = {a + letter + b for a, b in cut for letter in letters}
    instead = {a + letter + b[1:] for a, b in cut if b for letter in letters}
    changed_over = {a + b[1] + b[0] + b[2:] for a, b in cut if len(b) > 1}
    return other != one and other in left_out | put_in | instead | changed_over


def test_one_slip_is_an_edit_of_one(session: Session) -> None:
    words = [
        *[
            "renmin",
            "remin",
            "renmni",
            "renmim",
            "rrenmin",
            "renminl",
            "renlin",
            "enmin",
            "renimn",
            "minren",
            "ren",
            "r",
        ],
        "",
    ]
    pairs = [(one, other) for one in words for other in words if one != other]
    asked = text(
        "SELECT lookup.is_one_apart(a, b)"
        " FROM unnest(CAST(:ones AS text[]), CAST(:others AS text[])) WITH ORDINALITY AS pair(a, b, n) ORDER BY n"
    )
    told = session.execute(asked, {"ones": [one for one, _ in pairs], "others": [other for _, other in pairs]})
    assert list(told.scalars()) == [one_apart(*pair) for pair in pairs]


def test_nobody_finds_what_he_may_not_see(owner: Engine, service: Engine) -> None:
    with opened(owner) as session:
        closed = named("N-90", "秘密路", division=COUNTY)
        register.enter(session, closed, PLACE, valid_from=dt.date(2020, 1, 1), provenance=LEDGER)
        session.execute(text("UPDATE register.place_names SET disclosure = 'restricted' WHERE code = 'N-90'"))
        assert [found.code for found in find(session, "mimilu", TODAY)] == ["N-90"]
    with opened(service, actor=PUBLIC) as session:
        for words in ("秘密路", "mimilu", "mml", "秘密", "N-90", "秘蜜路"):
            assert find(session, words, TODAY) == []
