"""What a likeness weighs: by the law's area, by how alive the other name is, by what the county takes for one sound."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from layers.name_kinds import form_of
from layers.name_likeness import HIDDEN, Alike, Homophones, LikenessPolicy, Looked, likeness_findings
from layers.name_scope import NameArea, lawful_scope, prefix_of

TODAY = dt.date(2026, 11, 27)
STREETS = lawful_scope(form_of("street"), "路")
LOOKED = Looked(STREETS, "建成区“荣家湾”内", LikenessPolicy(), TODAY)
OTHER = Alike(
    relation="same-name",
    is_same_kind=True,
    is_in_scope=True,
    is_visible=True,
    same_sign=True,
    origin="place_names",
    form="name",
    code="1",
    word="人民路",
    name="人民路",
    romanized="Rénmín Lù",
    kind="street",
    status="in_use",
    division="430621100",
    disclosure="public",
    since=dt.date(2020, 1, 1),
    until=None,
    place=(113.1, 29.1),
    distance_m=10.0,
)


def weighed(looked: Looked = LOOKED, **given: Any) -> dict[str, str]:  # noqa: ANN401  # fields of the other name
    found = likeness_findings([replace(OTHER, **given)], looked)
    return {each.rule: each.severity.value for each in found}


@pytest.mark.parametrize(
    ("kind", "generic", "area", "is_law"),
    [
        ("street", "路", NameArea.BUILT_UP, True),
        ("building", "大厦", NameArea.BUILT_UP, True),
        ("committee", "村", NameArea.COUNTY, True),
        ("division", "镇", NameArea.PROVINCE, True),
        ("division", "街道", NameArea.PROVINCE, True),
        ("division", "县", NameArea.NATION, True),
        ("division", "市", NameArea.NATION, True),
        ("natural", "山", NameArea.NATION, True),
        ("village", "", NameArea.COUNTY, False),
        ("infrastructure", "水库", NameArea.COUNTY, False),
    ],
)
def test_the_area_is_the_laws(kind: str, generic: str, area: NameArea, is_law: bool) -> None:
    scope = lawful_scope(form_of(kind), generic)
    assert (scope.area, scope.is_law) == (area, is_law)
    assert ("（七）" in scope.article) == (area is NameArea.NATION)


def test_areas_are_beginnings_of_codes() -> None:
    code = "430621100201"
    assert [prefix_of(area, code) for area in (NameArea.PROVINCE, NameArea.COUNTY, NameArea.TOWNSHIP)] == [
        "43",
        "430621",
        "430621100",
    ]
    assert prefix_of(NameArea.NATION, code) is None


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {"same-name": "blocks"}),
        ({"status": "proposed"}, {"same-name": "blocks"}),
        ({"status": "reserved"}, {"same-name": "blocks"}),
        ({"status": "reserved", "origin": "reserved"}, {"same-name": "needs_reason"}),
        ({"is_visible": False, "word": None, "status": None}, {"same-name": "blocks"}),
        ({"is_in_scope": False}, {"same-name": "needs_reason"}),
        ({"form": "alias"}, {"same-name": "needs_reason"}),
        ({"form": "former_name"}, {"same-name": "information"}),
        ({"is_same_kind": False}, {"same-name": "information"}),
        ({"status": "retired", "since": dt.date(2024, 1, 1)}, {"same-name": "needs_reason"}),
        ({"status": "retired", "since": dt.date(2010, 1, 1)}, {"same-name": "information"}),
        ({"until": dt.date(2025, 1, 1)}, {"same-name": "needs_reason"}),
        ({"until": dt.date(2015, 1, 1)}, {"same-name": "information"}),
        ({"relation": "same-sound", "word": "仁民路"}, {"same-sound": "needs_reason", "same-on-sign": "needs_reason"}),
        ({"relation": "same-sound", "same_sign": False}, {"same-sound": "needs_reason"}),
        ({"relation": "same-sound", "same_sign": False, "is_in_scope": False}, {"same-sound": "information"}),
        ({"relation": "same-sound-toneless", "same_sign": False}, {"same-sound-toneless": "needs_reason"}),
        ({"relation": "near-sound", "same_sign": False}, {"near-sound": "information"}),
    ],
)
def test_a_likeness_weighs_what_the_other_name_is(given: dict[str, Any], expected: dict[str, str]) -> None:
    assert weighed(**given) == expected


def test_a_county_that_goes_by_tones_is_only_told_of_other_tones() -> None:
    toned = replace(LOOKED, policy=LikenessPolicy(homophones=Homophones.TONED))
    assert weighed(toned, relation="same-sound-toneless", same_sign=False) == {"same-sound-toneless": "information"}


def test_where_the_law_names_no_area_nothing_blocks() -> None:
    villages = replace(LOOKED, scope=lawful_scope(form_of("village"), ""))
    assert weighed(villages) == {"same-name": "needs_reason"}


def test_a_hidden_name_is_counted_and_not_named() -> None:
    hidden = replace(OTHER, is_visible=False, code=None, word=None, name=None, status=None, place=None)
    (finding,) = likeness_findings([hidden], LOOKED)
    assert HIDDEN in finding.message
    assert finding.conflicts[0].name == HIDDEN
    assert finding.conflicts[0].code is None
