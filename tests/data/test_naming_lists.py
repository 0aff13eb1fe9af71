"""The lists that ship say what their sources say, and real names are not troubled by them."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from data import characters_from_unihan as unihan
from data.naming_lists import NAMES, characters, residence_tables, road_tables, shipped, word_lists
from layers.name_kinds import form_of
from layers.naming import NameAsked, NameSeverity
from layers.naming_rules.name_lists import text_findings

SHARED = Path(__file__).parents[3] / "shared/data/names"
HAND = ("tongyong_guifan_hanzi_level1.txt", "tongyong_guifan_hanzi_level2.txt", "tongyong_guifan_hanzi_level3.txt")


def test_the_table_has_three_levels_of_its_known_sizes() -> None:
    sizes = Counter(characters().levels.values())
    assert sizes == {1: 3500, 2: 3000, 3: 1605}
    beyond = [each for each in characters().levels if ord(each) > 0xFFFF]
    # Counted on an independent copy (domain §2.6).
    assert len(beyond) == 196


@pytest.mark.skipif(not (SHARED / HAND[0]).exists(), reason="the independent copy of the table is not on this machine")
def test_the_table_is_the_independent_copys() -> None:
    for level, name in enumerate(HAND, 1):
        theirs = set((SHARED / name).read_text(encoding="utf-8-sig").split())
        assert {each for each, own in characters().levels.items() if own == level} == theirs


@pytest.mark.skipif(not (unihan.UNIHAN / unihan.MAPPINGS).exists(), reason="Debian's unicode-data is not installed")
def test_the_lists_are_what_unihan_gives() -> None:
    table = unihan.general(unihan.fields(unihan.UNIHAN / unihan.MAPPINGS, "kTGH"))
    variants = unihan.fields(unihan.UNIHAN / unihan.VARIANTS, *unihan.KINDS)
    found = unihan.forms(variants, frozenset(table))
    assert unihan.general_text(table) == (NAMES / unihan.GENERAL).read_text(encoding="utf-8")
    assert unihan.forms_text(found) == (NAMES / unihan.FORMS).read_text(encoding="utf-8")


def test_every_list_names_its_source_and_is_not_empty() -> None:
    assert {each.id for each in word_lists()} == {
        "bizarre",
        "brands",
        "exaggerated",
        "feudal",
        "foreign",
        "leaders",
        "persons",
    }
    assert all(len(each.source) > 10 and each.words for each in word_lists())
    assert all(table.source and table.version for table in road_tables().values())
    assert all(table.source and table.version for table in residence_tables().values())


def test_no_table_holds_unless_the_county_chooses_one() -> None:
    assert set(road_tables()) == {"xian", "shiyan"}
    assert shipped().road_table is None
    assert shipped().residence_table is None


@pytest.mark.skipif(
    not (SHARED / "areacity_level4_pinyin.csv").exists(), reason="the list of divisions is not on this machine"
)
def test_real_names_of_divisions_are_seldom_troubled() -> None:
    """Share of 43,118 real names; what they are troubled for is true of them (农场 is no division, 垅 no table's)."""
    with (SHARED / "areacity_level4_pinyin.csv").open(encoding="utf-8-sig") as rows:
        names = [row["ext_name"] for row in csv.DictReader(rows)]
    form, lists, heaviest, by_rule = form_of("division"), shipped(), Counter[str](), Counter[str]()
    for name in names:
        found = text_findings(NameAsked(name, form), lists)
        heaviest[min((each.severity for each in found), key=list(NameSeverity).index, default="clear")] += 1
        by_rule.update({each.rule for each in found if each.severity is not NameSeverity.INFORMATION})
    assert len(names) == 43_118
    assert heaviest["blocks"] / len(names) < 0.002
    assert heaviest["needs_reason"] / len(names) < 0.025
    # Words alone trouble three in two thousand at most.
    words = sum(by_rule[rule] for rule in ("exaggerated", "foreign", "bizarre", "feudal", "person", "brand", "leader"))
    assert words / len(names) < 0.0025
    assert by_rule["probable-person"] < 10
