"""Names taken apart; the expected parts are those the spelling rules print with a space (§2.5 of the rules)."""

import tomllib

import pytest

from data.name_reference import NAMES, generic_terms
from layers.generic_terms import parts, read_generic_terms, split
from layers.name_kinds import NAME_FORMS, form_of, word_of
from layers.place_names import PlaceNameKind
from layers.refusal import Refusal

TERMS = generic_terms()
PRINTED = [
    ("太行山", "natural", "太行", "", "山"),
    ("汾河", "natural", "汾", "", "河"),
    ("通县", "division", "通", "", "县"),
    ("舟山群岛", "natural", "舟山", "", "群岛"),
    ("大马路", "street", "大", "", "马路"),
    ("西辽河", "natural", "西辽", "", "河"),
    ("潮白新河", "natural", "潮白", "新", "河"),
    ("景山后街", "street", "景山", "后", "街"),
    ("朝阳门内大街", "street", "朝阳门内", "", "大街"),
    ("修文西小巷", "street", "修文", "西小", "巷"),
    ("解放路南小街", "street", "解放路", "南小", "街"),
    ("景德镇市", "division", "景德镇", "", "市"),
    ("湖南路", "street", "湖南", "", "路"),
    ("东大街", "street", "东", "", "大街"),
    ("香港特别行政区", "division", "香港", "", "特别行政区"),
    ("欧阳海水库", "infrastructure", "欧阳海", "", "水库"),
    ("周口店", "village", "周口店", "", ""),
    ("路", "street", "路", "", ""),
]


@pytest.mark.parametrize(("name", "word", "specific", "modifier", "generic"), PRINTED)
def test_a_name_is_taken_apart(name: str, word: str, specific: str, modifier: str, generic: str) -> None:
    taken = parts(name, form_of(word), TERMS)
    assert taken[:3] == (specific, modifier, generic)
    assert split(name, form_of(word), TERMS) == (specific + modifier, generic)


def test_what_is_taken_apart_makes_the_name_again() -> None:
    for name in ("", "路", "东东路", "新新河", "一二三", "人民东路", "南北大街"):
        for form in NAME_FORMS.values():
            assert "".join(split(name, form, TERMS)) == name


def test_a_kind_nobody_said_is_guessed_from_the_end_of_the_name() -> None:
    said = [word_of(TERMS.guess(name)) for name in ("人民路", "汾河", "岳阳县", "周口店", "北京西站", "新墙社区")]
    assert said == ["street", "natural_feature", "division", "village", "infrastructure", "committee_seat"]


def test_every_group_names_its_source_and_no_term_stands_twice_in_a_kind() -> None:
    groups = tomllib.loads((NAMES / "generic_terms.toml").read_text(encoding="utf-8"))["group"]
    assert all(group["source"].strip() for group in groups)
    stands = [(kind, term) for group in groups for kind in group["kinds"] for term in group["terms"]]
    assert len(stands) == len(set(stands))


def test_class_codes_are_those_seen_in_the_national_service() -> None:
    seen = {"22200", "21620", "21770", "27100", "27400"}
    assert {term.class_code for term in TERMS.terms} - {None} == seen


@pytest.mark.parametrize("text", ["[[group]]\nkinds = ['street']\n", "[[group", "[[group]]\nkinds = ['lane']\n"])
def test_a_faulty_dictionary_is_refused_with_its_remedy(text: str) -> None:
    with pytest.raises(Refusal, match="通名词典"):
        read_generic_terms(text)


def test_an_unknown_word_for_a_kind_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Refusal, match="自然村镇"):
        form_of("lane")
    assert form_of("natural").kind is PlaceNameKind.NATURAL_FEATURE
    assert form_of("village").is_natural_village
