"""Speeds and classes of ways: what ships, what is refused, what OpenStreetMap's tags say."""

from pathlib import Path

import pytest

from layers.refusal import Refusal
from layers.roads import RoadClass, RoadGrade
from layers.travel import AgeBand, TravelMode
from layers.travel_terms import TermKind, read_terms, term
from layers.ways import Way, WayClass, read_osm_table, way_class

TRAVEL = Path(__file__).resolve().parents[2] / "data" / "reference" / "travel"
SPEEDS = (TRAVEL / "speeds.toml").read_text(encoding="utf-8")
TABLE = read_osm_table((TRAVEL / "osm.toml").read_text(encoding="utf-8"), "osm.toml")


def test_what_ships_has_a_source_and_older_people_walk_more_slowly() -> None:
    terms = read_terms(SPEEDS, "speeds.toml")
    paces = [terms.pace(age) for age in AgeBand]
    assert paces == sorted(paces, reverse=True)
    assert all(each.source and each.by is None and each.title for each in terms.by_subject.values())
    assert {mode.unit for mode in TravelMode} == {"m", "min"}


def test_what_the_county_enters_stands_over_what_ships() -> None:
    terms = read_terms(SPEEDS, "speeds.toml").over([term("walk", "80", 0.6, "实测"), term("road", "X020", 0, "塌方")])
    assert terms.pace(AgeBand.EIGHTY) == 0.6
    assert terms.road_speeds == {"X020": 0.0}
    assert terms.faster(0.8).pace(AgeBand.EIGHTY) == pytest.approx(0.48)
    assert terms.faster(0.8).need(TermKind.GRAPH, "join_m") == terms.need(TermKind.GRAPH, "join_m")


@pytest.mark.parametrize(
    ("kind", "subject", "value", "says"),
    [
        ("fly", "80", 1, "没有“fly”这种约定"),
        ("walk", "90", 1, "步行速度没有“90”"),
        ("walk", "80", 5, "应在 0.1 与 3 之间"),
        ("walk", "80", float("nan"), "不合理"),
        ("drive", "footpath", 20, "乘车速度没有“footpath”"),
        ("drive", "second", 0, "应在 1 与 130 之间"),
        ("graph", "depth", 1, "路网约定没有"),
        ("road", " ", 30, "道路编码"),
    ],
)
def test_a_term_beyond_reason_is_refused(kind: str, subject: str, value: float, says: str) -> None:
    with pytest.raises(Refusal, match=says):
        term(kind, subject, value, "试")


def test_a_term_tells_where_it_comes_from() -> None:
    with pytest.raises(Refusal, match="依据"):
        term("walk", "80", 0.8, " ")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("terms = [", "不能读取"),
        (SPEEDS.replace('"70_79"', '"60_69"'), "重复"),
        (SPEEDS.split("[[terms]]\n")[0], "不能读取"),
    ],
)
def test_a_file_of_terms_is_whole(text: str, says: str) -> None:
    with pytest.raises(Refusal, match=says):
        read_terms(text, "speeds.toml")


def test_a_missing_term_is_named() -> None:
    without = SPEEDS.replace('kind = "walk"\nsubject = "80"', 'kind = "road"\nsubject = "X1"')
    with pytest.raises(Refusal, match="缺少 walk/80"):
        read_terms(without, "speeds.toml")


def test_a_registered_road_is_of_its_grade_else_of_its_class() -> None:
    assert way_class(RoadClass.COUNTY, RoadGrade.FIRST) is WayClass.FIRST
    assert way_class(RoadClass.COUNTY, None) is WayClass.THIRD
    assert way_class(RoadClass.STREET, RoadGrade.SECOND) is WayClass.STREET
    for road_class in RoadClass:
        for grade in (None, *RoadGrade):
            assert isinstance(way_class(road_class, grade), WayClass)


@pytest.mark.parametrize(
    ("tags", "way"),
    [
        ({"highway": "primary"}, Way(WayClass.SECOND)),
        ({"highway": "motorway"}, Way(WayClass.EXPRESSWAY, 1, walked=False)),
        ({"highway": "motorway_link"}, Way(WayClass.SECOND, 0, walked=False)),
        ({"highway": "residential", "oneway": "-1"}, Way(WayClass.STREET, -1)),
        ({"highway": "tertiary", "junction": "roundabout"}, Way(WayClass.THIRD, 1)),
        ({"highway": "tertiary", "junction": "roundabout", "oneway": "no"}, Way(WayClass.THIRD)),
        ({"highway": "service", "access": "private"}, None),
        ({"highway": "service", "access": "private", "foot": "yes"}, Way(WayClass.LANE, driven=False)),
        ({"highway": "footway"}, Way(WayClass.FOOTPATH, driven=False)),
        ({"highway": "secondary", "bridge": "yes", "layer": "1"}, Way(WayClass.THIRD, apart=True)),
        ({"highway": "secondary", "maxspeed": "30 mph"}, Way(WayClass.THIRD, fastest_kmh=48.28032)),
        ({"highway": "secondary", "maxspeed": "CN:urban"}, Way(WayClass.THIRD)),
        ({"highway": "secondary", "maxspeed": "nan"}, Way(WayClass.THIRD)),
        ({"highway": "construction"}, None),
        ({"highway": "pedestrian", "area": "yes"}, None),
        ({"railway": "rail"}, None),
    ],
)
def test_tags_say_what_a_way_is(tags: dict[str, str], way: Way | None) -> None:
    assert TABLE.way(tags) == way


def test_a_table_of_unknown_classes_is_refused() -> None:
    with pytest.raises(Refusal, match="不能读取"):
        read_osm_table('[highway]\nprimary = "royal"\n', "osm.toml")
