"""Coverage as pictures: four squares, a few homes, a few villages; every number can be counted by hand."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import Polygon, box
from shapely.geometry import shape

from geo import few_points
from layers.coverage import Terms, beds_per_thousand
from layers.coverage_inputs import AreaPeople, AreaSet, BedPlace, Demand, PeoplePlace
from layers.coverage_result import AreaFigure, CoverageResult
from layers.coverage_terms import CountyLevel
from layers.refusal import Refusal
from tests.specimens import FOUR_SQUARES

NAMES = ("西南", "东南", "西北", "东北")
SQUARES = AreaSet.of(("1", "2", "3", "4"), NAMES, FOUR_SQUARES)


def home(name: str, x: float | None, y: float | None, beds: int | None, **given: Any) -> BedPlace:  # noqa: ANN401
    return BedPlace("nursing_homes", name, name, x, y, beds, **given)


def village(name: str, x: float | None, y: float | None, people: int | None) -> PeoplePlace:
    return PeoplePlace(name, name, x, y, people)


def counted(**people: int | None) -> tuple[AreaPeople, ...]:
    """Statistics by area: counted(a1=100)."""
    return tuple(AreaPeople(code[1:], f"统计{code[1:]}", count) for code, count in people.items())


def told(
    homes: Sequence[BedPlace] = (),
    *,
    areas: AreaSet = SQUARES,
    by_area: Sequence[AreaPeople] = (),
    places: Sequence[PeoplePlace] | None = None,
    county_level: CountyLevel = CountyLevel.WHERE_THEY_STAND,
    target: str = "40",
    **demand: Any,  # noqa: ANN401
) -> CoverageResult:
    terms = Terms({"target": 40}, Decimal(target), "test", county_level)
    population = Demand("老年人口", tuple(by_area), None if places is None else tuple(places), **demand)
    return beds_per_thousand(areas, homes, population, terms)


def row(result: CoverageResult, code: str) -> AreaFigure:
    return next(area for area in result.areas if area.id == code)


def messages(result: CoverageResult) -> str:
    return "\n".join(finding.message for finding in result.findings)


def test_two_homes_in_a_square_of_a_thousand_people() -> None:
    result = told([home("甲", 0.5, 0.5, 30), home("乙", 0.2, 0.2, 20)], places=[village("村", 0.7, 0.7, 1000)])
    south_west = row(result, "1")
    assert (south_west.beds, south_west.elderly, south_west.facilities) == (50, 1000, 2)
    assert south_west.beds_per_thousand == 50.0
    assert (south_west.shortfall_beds, south_west.surplus_beds, south_west.rank) == (0, 10, 1)


def test_the_whole_is_sum_over_sum_and_never_a_mean() -> None:
    result = told(
        [home("甲", 0.5, 0.5, 100), home("乙", 1.5, 0.5, 0)],
        places=[village("小村", 0.5, 0.5, 1000), village("大镇", 1.5, 0.5, 9000)],
    )
    assert row(result, "1").beds_per_thousand == 100.0
    assert row(result, "2").beds_per_thousand == 0.0
    assert result.total.beds_per_thousand == 10.0  # the mean of the two would be 50


def test_a_square_without_people_has_no_value_and_no_rank() -> None:
    result = told([home("甲", 1.5, 1.5, 80)], places=[village("村", 0.5, 0.5, 10)])
    empty = row(result, "4")
    assert (empty.beds, empty.elderly, empty.beds_per_thousand, empty.rank) == (80, 0, None, None)
    assert (empty.shortfall_beds, empty.surplus_beds) == (None, None)
    assert empty.no_value_reason == "老年人口为 0，不计算比值"


@pytest.mark.parametrize(
    ("x", "y", "owner"), [(1.0, 0.5, "1"), (0.5, 1.0, "1"), (1.0, 1.0, "1"), (2.0, 1.0, "2"), (1.0, 1.5, "3")]
)
def test_a_home_on_a_shared_edge_belongs_to_the_smallest_code_and_is_named(x: float, y: float, owner: str) -> None:
    result = told([home("界上院", x, y, 7)], places=[])
    assert [area.id for area in result.areas if area.beds] == [owner]
    assert "“界上院”（界上院）位于" in messages(result)
    assert "公共边上，按代码归入" in messages(result)


def test_codes_decide_and_not_the_order_of_the_file() -> None:
    swapped = AreaSet.of(("2", "1"), ("左", "右"), FOUR_SQUARES[:2])
    result = told([home("界上院", 1.0, 0.5, 7)], areas=swapped, places=[])
    assert [(area.id, area.beds) for area in result.areas] == [("1", 7), ("2", 0)]


def test_overlapping_areas_are_reported_with_their_place_and_the_home_in_it_is_named() -> None:
    squares = AreaSet.of(("1", "2"), ("左", "右"), (box(0, 0, 2, 1), box(1, 0, 3, 1)))
    result = told([home("争议院", 1.5, 0.5, 10)], areas=squares, places=[])
    overlap = next(finding for finding in result.findings if finding.field == "geom" and "m²" in finding.message)
    assert overlap.where is not None
    assert shapely.equals(shape(overlap.where), box(1, 0, 2, 1))
    area, _ = Geod(ellps="GRS80").geometry_area_perimeter(box(1, 0, 2, 1))
    assert f"“左”与“右”重叠 {area:,.0f} m²" in overlap.message
    assert "“争议院”（争议院）位于“左”、“右”的重叠处，按代码归入“左”" in messages(result)
    assert [area.beds for area in result.areas] == [10, 0]


def test_what_stands_in_no_area_is_listed_and_stays_in_the_total() -> None:
    result = told(
        [home("城外院", 9.0, 9.0, 5), home("无坐标院", None, None, 6), home("甲", 0.5, 0.5, 7)],
        places=[village("界外村", 8.0, 8.0, 300), village("村", 0.5, 0.5, 700)],
    )
    assert [(lost.name, lost.beds, lost.reason) for lost in result.unplaced.facilities] == [
        ("城外院", 5, "不在任何区域内"),
        ("无坐标院", 6, "没有坐标"),
    ]
    assert [(lost.name, lost.elderly) for lost in result.unplaced.population] == [("界外村", 300)]
    assert (result.total.beds, result.total.elderly, result.total.facilities) == (18, 1000, 3)


def test_a_blank_bed_count_is_unknown_and_not_zero() -> None:
    result = told([home("甲", 0.5, 0.5, None)], places=[village("村", 0.5, 0.5, 100)])
    assert (row(result, "1").beds, row(result, "1").facilities) == (0, 1)
    assert "“甲”（甲）床位数未填，按未知处理，未计入" in messages(result)


def test_an_area_whose_people_are_unknown_leaves_itself_and_the_whole_without_a_value() -> None:
    result = told([home("甲", 0.5, 0.5, 9)], by_area=counted(a1=None, a2=100, a3=100, a4=100))
    assert (row(result, "1").elderly, row(result, "1").no_value_reason) == (None, "老年人口未知")
    assert result.total.beds_per_thousand is None
    assert result.total.no_value_reason == "1 个区域老年人口未知"


def test_a_statistic_goes_before_the_villages_of_its_area_which_are_not_counted_again() -> None:
    villages = [village("村一", 0.5, 0.5, 111), village("村二", 1.5, 0.5, 222)]
    result = told(by_area=counted(a1=1000), places=villages)
    assert [(area.elderly, area.population_method) for area in result.areas] == [
        (1000, "statistics"),
        (222, "settlements"),
        (0, "settlements"),
        (0, "settlements"),
    ]
    assert result.population.method == "mixed"
    assert "3 个区域没有人口统计，改用其中村（社区）的人口" in messages(result)


def test_a_count_for_an_area_that_is_not_there_is_listed() -> None:
    result = told(by_area=counted(a1=10, a2=20, a3=30, a4=40, a9=50))
    assert [(lost.id, lost.elderly, lost.reason) for lost in result.unplaced.population] == [
        ("9", 50, "区域文件中没有这个代码")
    ]
    assert result.total.elderly == 150


COUNTY_HOME = home("福利中心", 0.5, 0.5, 100, county_wide=True)
PEOPLE = counted(a1=1000, a2=2000, a3=3000, a4=1000)


def test_county_wide_beds_stand_where_they_stand_by_default_and_that_is_said() -> None:
    result = told([COUNTY_HOME], by_area=PEOPLE)
    assert row(result, "1").beds == 100
    assert "面向全县，其 100 张床位按所在地计入“西南”" in messages(result)


def test_county_wide_beds_can_be_left_out() -> None:
    result = told([COUNTY_HOME, home("甲", 0.5, 0.5, 3)], by_area=PEOPLE, county_level=CountyLevel.EXCLUDED)
    assert (row(result, "1").beds, result.total.beds, result.total.facilities) == (3, 3, 1)
    assert "全县统筹设施 1 处 100 张床位按参数不计入各区域和合计：福利中心" in messages(result)


def test_county_wide_beds_can_be_spread_by_older_people_to_whole_beds() -> None:
    result = told([COUNTY_HOME], by_area=PEOPLE, county_level=CountyLevel.SPREAD)
    # Quotas of 100 over 1, 2, 3, 1 sevenths: 14 2/7, 28 4/7, 42 6/7, 14 2/7.
    assert [area.spread_beds for area in result.areas] == [14, 29, 43, 14]
    assert [area.beds for area in result.areas] == [14, 29, 43, 14]
    assert (result.total.beds, result.total.facilities) == (100, 1)


def test_spreading_over_nobody_keeps_the_beds_in_the_total() -> None:
    result = told([COUNTY_HOME], by_area=counted(a1=0, a2=0, a3=0, a4=0), county_level=CountyLevel.SPREAD)
    assert (sum(area.beds for area in result.areas), result.total.beds) == (0, 100)
    assert "无法分摊" in messages(result)


def test_a_home_whose_papers_name_another_area_is_named() -> None:
    result = told([home("甲", 0.5, 0.5, 3, declared="2")], by_area=PEOPLE)
    assert "“甲”（甲）登记在“东南”，位置却在“西南”" in messages(result)


def test_all_homes_outside_all_areas_is_an_error_of_coordinates() -> None:
    result = told([home("甲", 0.5, 50.0, 3)], by_area=PEOPLE)
    assert [finding.severity for finding in result.findings if "坐标系和经纬度顺序" in finding.message] == ["error"]


def test_the_published_count_of_the_whole_is_compared_with_its_parts() -> None:
    result = told(by_area=PEOPLE, whole=AreaPeople("0", "全县", 7001))
    assert "各区域老年人口之和 7,000 与“全县”统计 7,001 相差 1" in messages(result)


def test_different_dates_are_said_and_the_oldest_is_printed() -> None:
    old, new = dt.date(2019, 1, 1), dt.date(2020, 11, 1)
    people = (AreaPeople("1", "一", 1, new), AreaPeople("2", "二", 1, old))
    result = told(by_area=people)
    assert result.population.counted_on == old
    assert "统计时点不同：2019-01-01 至 2020-11-01" in messages(result)


@pytest.mark.parametrize("invented", [{"homes": True}, {"people": True}, {"areas": True}])
def test_one_invented_row_marks_its_area_and_the_result(invented: dict[str, bool]) -> None:
    areas = AreaSet.of(("1", "2"), ("左", "右"), FOUR_SQUARES[:2], [invented.get("areas", False), False])
    people = (AreaPeople("1", "一", 10, invented=invented.get("people", False)), AreaPeople("2", "二", 10))
    result = told([home("甲", 0.5, 0.5, 1, invented=invented.get("homes", False))], areas=areas, by_area=people)
    assert result.invented
    assert [area.invented for area in result.areas] == [True, False]


def test_an_invalid_area_is_refused_by_name_and_place() -> None:
    bow_tie = Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    with pytest.raises(Refusal, match=r"“蝴蝶结”.*边线自相交，位于（0.5, 0.5）"):
        told(areas=AreaSet.of(("1",), ("蝴蝶结",), (bow_tie,)))


def test_two_areas_of_one_code_are_refused_with_their_rows() -> None:
    with pytest.raises(Refusal, match=r"区域代码重复[\s\S]*“1”：第 1、2 个区域"):
        AreaSet.of(("1", "1"), ("左", "右"), FOUR_SQUARES[:2])


def test_no_areas_are_refused() -> None:
    with pytest.raises(Refusal, match="没有可供统计的区域"):
        AreaSet.of((), (), ())


def test_the_same_question_is_the_same_run_whatever_the_order_of_rows() -> None:
    homes = [home("甲", 0.5, 0.5, 30), home("乙", 1.5, 0.2, 20)]
    villages = [village("村一", 0.5, 0.5, 111), village("村二", 1.5, 0.5, 222)]
    one, other = told(homes, places=villages), told(homes[::-1], places=villages[::-1])
    assert one.canonical() == other.canonical()


@pytest.mark.parametrize(
    "changed",
    [
        [home("甲", 0.5, 0.5, 31)],
        [home("甲", 0.5, 0.500000001, 30)],
        [home("甲院", 0.5, 0.5, 30)],
        [home("甲", 0.5, 0.5, None)],
        [home("甲", 0.5, 0.5, 30, source="台账")],
        [],
    ],
)
def test_any_change_of_what_is_read_is_another_run(changed: list[BedPlace]) -> None:
    assert told([home("甲", 0.5, 0.5, 30)], places=[]).run != told(changed, places=[]).run


def test_a_nation_is_placed_by_other_means_with_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    homes = [home("甲", 0.5, 0.5, 30), home("界上院", 1.0, 1.0, 20), home("城外院", 9.0, 9.0, 5)]
    villages = [village("村一", 0.5, 1.0, 111), village("村二", 1.5, 0.5, 222)]
    county = told(homes, places=villages)
    monkeypatch.setattr(few_points, "are_few", lambda *_: False)
    assert told(homes, places=villages).canonical() == county.canonical()


def test_a_result_read_back_from_its_bytes_is_the_same() -> None:
    result = told([home("城外院", 9.0, 9.0, 5)], places=[village("村", 0.5, 0.5, 7)])
    assert CoverageResult.read(result.canonical()).canonical() == result.canonical()


# Whole and half coordinates fall on edges and corners as often as inside.
PLACES = st.tuples(
    st.sampled_from([-1.0, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0, None]), st.sampled_from([0.0, 0.5, 1.0, 2.0, 2.5])
)
COUNTS = st.one_of(st.none(), st.integers(0, 10_000))
HOMES = st.lists(st.tuples(PLACES, COUNTS, st.booleans()), max_size=25)
VILLAGES = st.one_of(st.none(), st.lists(st.tuples(PLACES, COUNTS), max_size=25))
STATISTICS = st.dictionaries(st.sampled_from(["1", "2", "3", "4", "9"]), COUNTS, max_size=5)


@settings(max_examples=200, deadline=None)
@given(HOMES, VILLAGES, STATISTICS, st.sampled_from([CountyLevel.WHERE_THEY_STAND, CountyLevel.SPREAD]))
def test_areas_and_unplaced_make_the_total_always(
    homes: list[tuple[tuple[float | None, float], int | None, bool]],
    villages: list[tuple[tuple[float | None, float], int | None]] | None,
    statistics: dict[str, int | None],
    county_level: CountyLevel,
) -> None:
    supply = [home(f"院{number}", x, y, beds, county_wide=wide) for number, ((x, y), beds, wide) in enumerate(homes)]
    places = None
    if villages is not None:
        places = [village(f"村{number}", x, y, people) for number, ((x, y), people) in enumerate(villages)]
    by_area = [AreaPeople(code, code, people) for code, people in statistics.items()]
    result = told(supply, by_area=by_area, places=places, county_level=county_level)
    spread = county_level is CountyLevel.SPREAD
    lost_beds = sum(lost.beds or 0 for lost in result.unplaced.facilities)
    unshared = (
        0 if any(area.elderly for area in result.areas) else sum(b or 0 for _, b, wide in homes if wide and spread)
    )
    assert sum(area.beds for area in result.areas) + lost_beds + unshared == result.total.beds
    assert result.total.beds == sum(beds or 0 for _, beds, _ in homes)
    lost_people = sum(lost.elderly or 0 for lost in result.unplaced.population)
    assert sum(area.elderly or 0 for area in result.areas) + lost_people == result.total.elderly
    placed = sum(area.facilities for area in result.areas) + len(result.unplaced.facilities)
    assert placed + sum(wide and spread for _, _, wide in homes) == result.total.facilities == len(homes)
