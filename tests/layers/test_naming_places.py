"""Names against their places: roads by length, width and its basis; directions; numbers; estates."""

import math
from dataclasses import replace

import pytest
from shapely.geometry import LineString, MultiLineString, Point, box

from data.naming_lists import residence_tables, road_tables, shipped
from geo.bearings import mean_bearing_degree
from layers.name_kinds import form_of
from layers.naming import NameAsked, NameSeverity
from layers.naming_rules.name_lists import NameLists, place_findings
from layers.naming_rules.neighbours import (
    Neighbour,
    direction_findings,
    number_findings,
    number_of,
    numeral,
    related_names,
    town_findings,
)
from layers.naming_rules.residences import ResidenceMeasured, residence_findings
from layers.naming_rules.roads import RoadMeasured, WidthBasis, read_road_table, road_findings
from layers.refusal import Refusal

XIAN, SHIYAN = road_tables()["xian"], road_tables()["shiyan"]
KERB, RED = WidthBasis.KERB, WidthBasis.RED_LINE
TELLS, REASON = NameSeverity.INFORMATION, NameSeverity.NEEDS_REASON
EAST_M = 111_319.49  # a degree of longitude on the equator of the ellipsoid, 6378137 × π ÷ 180


@pytest.mark.parametrize(
    ("generic", "length_m", "width_m", "fits"),
    [
        # domain §2.7, 西安: 大道 ≥80 m and ≥8 km; 大街 ≥60 m, ≥5 km; 路/街 ≥20 m and >500 m; 巷 <20 m.
        ("大道", 8_000, 80, True),
        ("大道", 7_999, 80, False),
        ("大道", 8_000, 79.9, False),
        ("大街", 5_000, 60, True),
        ("大街", 4_000, 60, False),
        ("路", 600, 20, True),
        ("路", 600, 19, False),
        ("街", 400, 25, False),
        ("巷", 400, 12, True),
        ("巷", 400, 20, False),
        ("里", 9_999, 1, True),
        ("胡同", 9_999, 1, True),
    ],
)
def test_generics_by_the_table_of_xian(generic: str, length_m: float, width_m: float, fits: bool) -> None:
    found = road_findings(f"长安{generic}", generic, RoadMeasured(length_m, width_m, KERB), XIAN)
    assert (found == []) is fits
    assert all(each.severity is REASON and each.part == (2, 2 + len(generic)) for each in found)


@pytest.mark.parametrize(
    ("generic", "length_m", "width_m", "fits"),
    [
        # 十堰, between red lines: 大道 ≥35 m, ≥5000 m; 路 25–35 m, ≥4000 m; 街 15–25 m, ≥2000 m; 巷 8–15 m.
        ("大道", 5_000, 35, True),
        ("路", 4_000, 25, True),
        ("路", 4_000, 35, False),
        ("路", 3_999, 30, False),
        ("街", 2_000, 15, True),
        ("街", 2_000, 14, False),
        ("巷", 100, 8, True),
        ("巷", 100, 15, False),
    ],
)
def test_generics_by_the_table_of_shiyan(generic: str, length_m: float, width_m: float, fits: bool) -> None:
    assert (road_findings(f"车城{generic}", generic, RoadMeasured(length_m, width_m, RED), SHIYAN) == []) is fits


def test_a_misfit_names_what_would_fit_and_the_version() -> None:
    told = road_findings("长安大道", "大道", RoadMeasured(620.0, 24.0, KERB), XIAN)[0]
    assert "应不少于 8,000 m" in told.message
    assert "应不少于 80 m" in told.message
    assert "路" in told.remedy
    assert XIAN.version in told.evidence["table"]
    assert told.evidence["length_m"] == "620.0"


def test_a_width_of_another_basis_is_told_and_not_compared() -> None:
    found = road_findings("长安路", "路", RoadMeasured(600, 5, RED), XIAN)
    assert [each.severity for each in found] == [TELLS]
    assert "道路红线" in found[0].message
    assert "道牙间" in found[0].message


def test_a_section_may_be_too_long_for_one_name() -> None:
    found = road_findings("长安大道", "大道", RoadMeasured(10_001, 90, KERB), XIAN)
    assert [each.remedy for each in found] == ["请分段命名"]


def test_without_a_chosen_table_that_is_said() -> None:
    found = road_findings("长安路", "路", RoadMeasured(600, 5, RED), None)
    assert [each.severity for each in found] == [TELLS]
    assert "没有选定" in found[0].message


def test_a_table_without_its_basis_is_refused() -> None:
    with pytest.raises(Refusal, match="width_basis"):
        read_road_table('id="a"\ntitle="甲"\nversion="1"\nsource="试"\n[[generic]]\nterms=["路"]\n')


def on_equator(length_m: float) -> LineString:
    return LineString([(110, 0), (110 + length_m / EAST_M, 0)])


def with_xian() -> NameLists:
    return replace(shipped(), road_table=XIAN)


def test_a_roads_own_geometry_is_measured_on_the_ellipsoid() -> None:
    asked = NameAsked("长安路", form_of("street"), geometry=on_equator(501), width_m=22, width_basis="kerb")
    assert place_findings(asked, with_xian()) == []
    short = replace(asked, geometry=on_equator(499))
    assert [each.rule for each in place_findings(short, with_xian())] == ["road-generic"]
    assert "长 499 m" in place_findings(short, with_xian())[0].message
    parts = MultiLineString([on_equator(300), LineString([(111, 0), (111 + 300 / EAST_M, 0)])])
    assert place_findings(replace(asked, geometry=parts), with_xian()) == []


def test_a_width_alone_is_still_held_against_the_generic() -> None:
    asked = NameAsked("长安路", form_of("street"), width_m=12, width_basis="kerb")
    assert "宽 12 m" in place_findings(asked, with_xian())[0].message
    assert place_findings(NameAsked("长安路", form_of("street")), with_xian()) == []


@pytest.mark.parametrize(
    ("line", "bearing"),
    [
        (LineString([(110, 30), (110, 31)]), 0),
        (LineString([(110, 31), (110, 30)]), 180),
        (LineString([(110, 0), (111, 0)]), 90),
        (MultiLineString([[(110, 0), (110.5, 0)], [(110.5, 0), (111, 0)]]), 90),
        (LineString([(110, 0), (110.5, 0.5), (111, 0)]), 90),
    ],
)
def test_the_mean_bearing_is_from_end_to_end(line: LineString, bearing: float) -> None:
    assert mean_bearing_degree(line) == pytest.approx(bearing, abs=1e-9)


def test_what_has_no_ends_has_no_bearing() -> None:
    assert mean_bearing_degree(Point(110, 30)) is None
    assert mean_bearing_degree(LineString([(110, 0), (111, 0), (111, 1), (110, 0)])) is None


WEST, EAST, MIDDLE = (113.10, 29.15), (113.16, 29.15), (113.13, 29.15)


@pytest.mark.parametrize(
    ("specific", "place", "other", "wrong"),
    [
        ("人民东", EAST, Neighbour("人民西路", *WEST), False),
        ("人民东", WEST, Neighbour("人民西路", *EAST), True),
        ("人民西", EAST, Neighbour("人民中路", *MIDDLE), True),
        ("人民北", (113.1, 29.2), Neighbour("人民南路", 113.1, 29.1), False),
        ("人民北", (113.1, 29.1), Neighbour("人民南路", 113.1, 29.2), True),
        ("人民东", WEST, Neighbour("解放西路", *EAST), False),
        ("人民", WEST, Neighbour("人民西路", *EAST), False),
        ("环城东南", WEST, Neighbour("环城东北路", *EAST), False),
    ],
)
def test_a_direction_word_lies_where_it_says(
    specific: str, place: tuple[float, float], other: Neighbour, wrong: bool
) -> None:
    found = direction_findings(specific, "路", place, [other])
    assert (len(found) == 1) is wrong
    assert all(each.part == (len(specific) - 1, len(specific)) for each in found)


@pytest.mark.parametrize(
    ("specific", "bearing", "wrong"),
    [
        ("纬三", 90, False),
        ("纬三", 10, True),
        ("经三", 175, False),
        ("经三", 95, True),
        ("东西", 85, False),
        ("南北", 85, True),
        ("经三", 45, False),
        ("经贸", 90, False),
    ],
)
def test_a_word_of_an_axis_runs_along_it(specific: str, bearing: float, wrong: bool) -> None:
    assert bool(direction_findings(specific, "路", MIDDLE, [], bearing)) is wrong


def series(*numbers: str) -> list[Neighbour]:
    """Roads of one series, a hundredth of a degree apart towards the east, in the order of their numbers."""
    return [Neighbour(f"经{word}路", 113.0 + 0.01 * (number_of(word) or 0), 29.1) for word in numbers]


@pytest.mark.parametrize(
    ("specific", "lon", "wrong"),
    [
        ("经三", 113.03, False),
        ("经三", 113.015, True),
        ("经三", 113.055, True),
        ("经六", 113.06, False),
        ("经六", 113.0, True),
        ("纬三", 113.0, False),
        ("经贸", 113.0, False),
    ],
)
def test_numbers_follow_their_order_on_the_ground(specific: str, lon: float, wrong: bool) -> None:
    found = number_findings(specific, "路", (lon, 29.1), series("一", "二", "四", "五"))
    assert bool(found) is wrong
    assert all(each.evidence["beside"].startswith("经") for each in found)


def test_one_other_road_makes_no_order() -> None:
    assert number_findings("经三", "路", (113.0, 29.1), series("二")) == []


@pytest.mark.parametrize(
    ("word", "number"),
    [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("九十九", 99), ("12", 12), ("百", None), ("一二", None)],
)
def test_number_words(word: str, number: int | None) -> None:
    assert number_of(word) == number


def test_estates_are_held_to_the_countys_table_only() -> None:
    table = residence_tables()["example"]
    found = residence_findings("滨湖花园", "花园", ResidenceMeasured(area_m2=9_999, green_share=0.4), table)
    assert [each.rule for each in found] == ["residence-generic"]
    assert "9,999 m²" in found[0].message
    assert residence_findings("滨湖花园", "花园", ResidenceMeasured(area_m2=9_999), None) == []
    assert residence_findings("滨湖花园", "花园", ResidenceMeasured(), table) == []


def test_an_estates_land_is_measured_on_the_ellipsoid() -> None:
    side = math.sqrt(9_000) / EAST_M
    asked = NameAsked("滨湖花园", form_of("building"), geometry=box(110, 0, 110 + side, side))
    lists = replace(shipped(), residence_table=residence_tables()["example"])
    assert [each.rule for each in place_findings(asked, lists)] == ["residence-generic"]
    assert place_findings(asked, shipped()) == []


def test_number_words_are_read_as_they_are_written() -> None:
    assert [numeral(number) for number in (1, 10, 12, 20, 21)] == ["一", "十", "十二", "二十", "二十一"]
    assert [number_of(numeral(number)) for number in range(1, 100)] == list(range(1, 100))


def test_the_names_a_word_speaks_of() -> None:
    assert related_names("人民东", "路") == ("人民西路", "人民中路")
    assert {"经一路", "经第四路", "经三十路"} <= set(related_names("经三", "路"))
    assert "经三路" not in related_names("经三", "路")
    assert related_names("人民", "路") == ()
    assert related_names("三", "路") == ()


@pytest.mark.parametrize(
    ("specific", "place", "wrong"),
    [
        ("城东", EAST, False),
        ("城东", WEST, True),
        ("城北新", (113.13, 29.20), False),
        ("城北新", (113.13, 29.10), True),
        ("城关", WEST, False),
        ("东城", WEST, False),
    ],
)
def test_a_side_of_the_town_is_told_from_its_middle(specific: str, place: tuple[float, float], wrong: bool) -> None:
    assert bool(town_findings(specific, place, MIDDLE)) is wrong


def test_the_middle_of_the_town_is_heeded_in_the_whole_check() -> None:
    asked = NameAsked("城东路", form_of("street"), geometry=Point(WEST))
    assert [each.rule for each in place_findings(asked, shipped(), centre=MIDDLE)] == ["direction"]
    assert place_findings(asked, shipped()) == []
