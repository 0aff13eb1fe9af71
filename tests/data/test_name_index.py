"""What names are looked up by: kept for every door, told to whoever may see, and made as the law of sounds says."""

import csv
import datetime as dt
from pathlib import Path

import pytest
from pypinyin.constants import PINYIN_DICT
from shapely import LineString, Point
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from data import register
from data.acting import PUBLIC
from data.engine import session
from data.name_lookup import alike, scope_of
from data.name_sweep import sweep_similar
from layers.built_up_areas import BuiltUpArea
from layers.name_kinds import form_of
from layers.name_likeness import Alike, LikenessPolicy
from layers.name_scope import NameArea
from layers.naming import NameAsked
from layers.readings import readings
from layers.record import Disclosure
from layers.rights import Role
from layers.usual_readings import usual, usual_toneless
from tests.data.deeds import LEDGER, square
from tests.named import SEAT, name_it
from tests.people import person

TODAY = dt.date(2026, 11, 27)
PAIRS = Path(__file__).parents[1] / "names"


def found(opened: Session, name: str, kind: str = "street", at: Point | None = None) -> dict[str | None, str]:
    """The relation of each name alike, by its characters."""
    return {each.word: each.relation for each in rows(opened, name, kind, at)}


def rows(opened: Session, name: str, kind: str = "street", at: Point | None = None) -> list[Alike]:
    asked = NameAsked(name, form_of(kind), "430621100", at)
    generic = opened.scalar(text("SELECT lookup.generic_of(:name, :kind)"), {"name": name, "kind": asked.kind.value})
    scope = scope_of(opened, asked, generic or "", TODAY)
    return alike(opened, asked, (), scope, LikenessPolicy())


def test_readings_are_those_of_the_layers(session: Session) -> None:
    kept = session.execute(text("SELECT char, known, usual, toneless FROM lookup.readings")).all()
    told = {row.char: (tuple(row.known), tuple(row.usual), tuple(row.toneless)) for row in kept}
    chars = [chr(code) for code in PINYIN_DICT]
    assert {char: told[char] for char in chars} == {
        char: (readings(char), usual(char), usual_toneless(char)) for char in chars
    }
    assert told["3"][0] == ("sān",)


@pytest.mark.parametrize(
    ("registered", "asked", "relation"),
    [
        ("人民路", "人民路", "same-name"),
        ("人民路", "仁民路", "same-sound"),
        ("人民路", "忍民路", "same-sound-toneless"),
        ("长乐路", "常乐路", "same-sound"),
        ("建设路", "建色路", "near-sound"),
        ("南湖路", "蓝湖路", "near-sound"),
        ("人民路", "人民街", "same-specific"),
        ("日升路", "曰升路", "look-alike"),
        ("荣家湾路", "荣石湾路", "one-character"),
        ("荣家湾路", "荣家湾新路", "one-character"),
        ("荣家湾", "荣家湾路", "contained"),
        ("三号路", "3号路", "same-sound"),
    ],
)
def test_each_likeness_is_found(session: Session, registered: str, asked: str, relation: str) -> None:
    name_it(session, registered)
    assert found(session, asked)[registered] == relation


@pytest.mark.parametrize(("registered", "asked"), [("人民路", "解放路"), ("中山路", "中心路"), ("西安路", "先路")])
def test_what_is_not_alike_is_not_found(session: Session, registered: str, asked: str) -> None:
    name_it(session, registered)
    assert registered not in found(session, asked)


def test_every_form_and_every_status_is_looked_up(session: Session) -> None:
    name_it(session, "甲子路", alias="乙丑路、丙寅路", former_name="丁卯路", short_name="甲路")
    name_it(session, "戊辰路", status="retired")
    name_it(session, "己巳路", status="proposed")
    name_it(session, "庚午路", valid_to=dt.date(2021, 1, 1))
    for name in ("甲子路", "乙丑路", "丙寅路", "丁卯路", "甲路", "戊辰路", "己巳路", "庚午路"):
        assert found(session, name)[name] == "same-name", name


def test_the_look_up_follows_the_register(session: Session) -> None:
    code = name_it(session, "甲子路")
    session.execute(text("UPDATE register.place_names SET name = '乙丑路' WHERE code = :code"), {"code": code})
    assert "甲子路" not in found(session, "甲子路")
    assert found(session, "以丑路")["乙丑路"] == "same-sound"
    session.execute(text("DELETE FROM register.place_names WHERE code = :code"), {"code": code})
    assert found(session, "乙丑路") == {}


def test_a_rebuilt_look_up_is_the_same(session: Session) -> None:
    for name in ("人民路", "长乐路", "曰升路", "荣家湾大道"):
        name_it(session, name, former_name="旧" + name)
    told = text(
        "SELECT to_jsonb(e) - 'id' FROM lookup.entries e WHERE origin = 'place_names' ORDER BY origin_id, form, word"
    )
    before = session.scalars(told).all()
    session.execute(text("CALL lookup.rebuild()"))
    assert session.scalars(told).all() == before
    assert len(before) == 8


def test_a_spelling_of_the_register_is_one_more_way_to_read(session: Session) -> None:
    name_it(session, "大虚路", romanized="Dàixū Lù")
    assert found(session, "代需路")["大虚路"] == "same-sound"


def test_a_county_changes_what_sounds_alike(session: Session) -> None:
    name_it(session, "南湖路")
    assert found(session, "蓝湖路")["南湖路"] == "near-sound"
    session.execute(text("UPDATE lookup.confusions SET is_used = false WHERE one = 'l' AND other = 'n'"))
    assert "南湖路" not in found(session, "蓝湖路")
    session.execute(
        text("INSERT INTO lookup.confusions (part, one, other, source) VALUES ('initial', 'n', 'd', '本县方言')")
    )
    assert found(session, "担湖路")["南湖路"] == "near-sound"


def test_a_county_changes_what_looks_alike(session: Session) -> None:
    name_it(session, "甲鸿路")
    assert "甲鸿路" not in found(session, "甲鹄路")
    session.execute(text("INSERT INTO lookup.look_alikes (one, other, source) VALUES ('鸿', '鹄', '本县')"))
    assert found(session, "甲鹄路")["甲鸿路"] == "look-alike"
    session.execute(text("DELETE FROM lookup.look_alikes WHERE source = '本县'"))
    assert "甲鸿路" not in found(session, "甲鹄路")


def test_a_name_of_many_readings_is_capped_and_says_so(session: Session) -> None:
    said = session.execute(
        text(
            "SELECT cardinality(toned), is_capped "
            "FROM lookup.sounds_of(ARRAY[1, 2], ARRAY['长行乐重都朝', '人民路'], ARRAY['', ''])"
        )
    ).all()
    assert [tuple(row) for row in said] == [(16, True), (1, False)]


def test_who_may_not_see_a_name_is_told_that_there_is_one(owner: Engine, service: Engine) -> None:
    with session(owner) as opened:
        name_it(opened, "密云路", disclosure=Disclosure.RESTRICTED)
        viewer, drafter = person(opened, Role.VIEWER), person(opened, Role.NAME_DRAFTER)
    with session(service, actor=drafter) as opened:
        assert found(opened, "密云路") == {"密云路": "same-name"}
    with session(service, actor=viewer) as opened:
        (hidden,) = rows(opened, "密云路", at=SEAT)
        assert (hidden.relation, hidden.is_visible) == ("same-name", False)
        assert {
            hidden.code,
            hidden.word,
            hidden.name,
            hidden.division,
            hidden.place,
            hidden.distance_m,
            hidden.kind,
        } == {None}
        assert opened.scalar(text("SELECT count(*) FROM lookup.entries WHERE origin = 'place_names'")) == 0
    with session(service, actor=PUBLIC) as opened:
        assert rows(opened, "密云路") == []


def test_only_who_keeps_names_changes_what_sounds_alike(owner: Engine, service: Engine) -> None:
    with session(owner) as opened:
        viewer, approver = person(opened, Role.VIEWER), person(opened, Role.NAME_APPROVER)
    switch_off = text("UPDATE lookup.confusions SET is_used = false WHERE one = 'l' RETURNING one")
    with session(service, actor=viewer) as opened:
        assert opened.execute(switch_off).all() == []
    with session(service, actor=approver) as opened:
        assert len(opened.execute(switch_off).all()) == 2
    with session(owner) as opened:
        logged = opened.execute(text("SELECT clerk, identity FROM archive.audit WHERE deed = 'name-likeness'")).all()
    assert sorted(logged) == [(approver.name, "confusions/l-n"), (approver.name, "confusions/l-r")]


def test_a_name_across_the_line_counts_when_it_is_near(session: Session) -> None:
    name_it(session, "石桥村", "committee_seat", Point(113.12, 29.10), division="430682100")
    assert found(session, "石桥村", "committee") == {}
    (near,) = rows(session, "石桥村", "committee", SEAT)
    assert not near.is_in_scope
    # 0.02 degrees of longitude at 29.1 degrees north: 111,320 m × cos 29.1° × 0.02.
    assert near.distance_m == pytest.approx(1946, abs=8)


def built_up(opened: Session, code: str, west: float) -> None:
    """A built-up area of 0.01 degrees around a meridian."""
    values = {"code": code, "name": f"{code}城区", "kind": "town", "division": "430621100"}
    area = square(west - 0.005, SEAT.y - 0.005, 0.01)
    register.enter(opened, BuiltUpArea.model_validate(values), area, valid_from=dt.date(2020, 1, 1), provenance=LEDGER)


def test_streets_are_compared_within_the_built_up_area(session: Session) -> None:
    built_up(session, "甲", SEAT.x)
    name_it(session, "人民路", at=LineString([(SEAT.x, SEAT.y), (SEAT.x + 0.004, SEAT.y)]))
    name_it(session, "人民路", at=Point(SEAT.x + 0.2, SEAT.y))
    (inside,) = rows(session, "人民路", at=Point(SEAT.x - 0.004, SEAT.y))
    assert inside.is_in_scope
    asked = NameAsked("人民路", form_of("street"), "430621100", SEAT)
    scope = scope_of(session, asked, "路", TODAY)
    assert (scope.title, scope.finding) == ("建成区“甲城区”内", None)


def test_outside_of_every_built_up_area_the_township_is_looked_through_and_it_is_said(session: Session) -> None:
    asked = NameAsked("人民路", form_of("street"), "430621100", Point(SEAT.x + 0.3, SEAT.y))
    scope = scope_of(session, asked, "路", TODAY)
    assert (scope.area, scope.prefix) == (NameArea.TOWNSHIP, "430621100")
    assert scope.finding is not None
    assert scope.finding.rule == "scope-unknown"
    nowhere = scope_of(session, NameAsked("人民路", form_of("street")), "路", TODAY)
    assert (nowhere.area, nowhere.prefix) == (NameArea.REGISTER, None)


def test_counties_are_checked_in_the_whole_country(session: Session) -> None:
    asked = NameAsked("岳羊县", form_of("division"), "430621")
    scope = scope_of(session, asked, "县", TODAY)
    assert {each.word: each.relation for each in alike(session, asked, (), scope, LikenessPolicy())} == {}
    elsewhere = NameAsked("岳羊县", form_of("division"), "430623")
    told = {each.word: each.relation for each in alike(session, elsewhere, (), scope, LikenessPolicy())}
    assert told["岳阳县"] == "same-sound"
    assert "岳阳县" not in found(session, "岳羊镇", "division")


def test_a_sweep_tells_streets_apart_by_built_up_areas(session: Session) -> None:
    built_up(session, "甲", SEAT.x)
    built_up(session, "乙", SEAT.x + 0.1)
    for west in (0, 0.001, 0.1):
        name_it(session, "人民路", at=Point(SEAT.x + west, SEAT.y))
    groups = [(each.rule, each.scope, len(each.names)) for each in sweep_similar(session, TODAY)]
    assert groups == [("same-name", "built 甲", 2)]


def test_a_sweep_finds_groups_in_their_areas(session: Session) -> None:
    for division, name in (
        ("430621101", "石桥村"),
        ("430621102", "石桥村"),
        ("430621103", "时桥村"),
        ("430682100", "石桥村"),
    ):
        name_it(session, name, "committee_seat", division=division)
    groups = {(each.rule, each.scope): sorted(one.name for one in each.names) for each in sweep_similar(session, TODAY)}
    assert groups == {
        ("same-name", "430621"): ["石桥村", "石桥村"],
        ("same-sound", "430621"): ["时桥村", "石桥村", "石桥村"],
        ("same-sound-toneless", "430621"): ["时桥村", "石桥村", "石桥村"],
    }


def test_homophones_of_the_labelled_pairs_are_found(session: Session) -> None:
    """Recall at least 0.98 at a precision of at least 0.8; which is homophone others said (tests/names/README.md)."""
    texts = [(PAIRS / f"{name}.csv").read_text(encoding="utf-8") for name in ("divisions", "by_hand")]
    pairs = [row for each in texts for row in csv.DictReader(each.splitlines())]
    words = sorted({row[side] for row in pairs for side in ("one", "other")})
    said = session.execute(
        text("SELECT id, toneless FROM lookup.sounds_of(:ids, :words, :words)"),
        {"ids": list(range(len(words))), "words": words},
    ).all()
    sounds = {words[row.id]: set(row.toneless) for row in said}
    is_homophone = [row["label"] in ("homophone", "same_sound", "same_syllables") for row in pairs]
    is_found = [bool(sounds[row["one"]] & sounds[row["other"]]) for row in pairs]
    hits = sum(wanted and given for wanted, given in zip(is_homophone, is_found, strict=True))
    assert hits / sum(is_homophone) >= 0.98
    assert hits / sum(is_found) >= 0.8


def test_near_sounds_of_the_labelled_pairs_are_found(session: Session) -> None:
    """At least 0.98 of them, and no more than a tenth of those that sound different."""
    texts = [(PAIRS / f"{name}.csv").read_text(encoding="utf-8") for name in ("divisions", "by_hand")]
    pairs = [row for each in texts for row in csv.DictReader(each.splitlines())]
    words = sorted({row[side] for row in pairs for side in ("one", "other")})
    said = session.execute(
        text("SELECT id, near FROM lookup.sounds_of(:ids, :words, :words)"),
        {"ids": list(range(len(words))), "words": words},
    ).all()
    near = {words[row.id]: set(row.near) for row in said}
    found = {
        label: [bool(near[row["one"]] & near[row["other"]]) for row in pairs if row["label"] == label]
        for label in ("near", "different")
    }
    assert sum(found["near"]) / len(found["near"]) >= 0.98
    assert sum(found["different"]) / len(found["different"]) <= 0.1
