"""Control zones on the sample county: against distances in the county's own 3° zone, and hills of a made-up model."""

import datetime as dt
from collections.abc import Iterator

import numpy as np
import pytest
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from data import road_terms, sample_county, zone_rules
from data.candidates import CandidateReading, candidates, read_candidates
from data.elevation import pack
from data.engine import connect
from data.zones import ZoneGround
from geo.heights import Heights
from layers.candidates import Candidates, CandidatesAsked, CandidateSource, DrawnPoint
from layers.refusal import Refusal
from tests.conftest import copied
from tests.data.sample_files import now

DAY = dt.date(2024, 12, 31)
# The county's 3° zone, EPSG:4547: on its central meridian's side, scale within 1 in 10,000.
TO_ZONE = Transformer.from_crs(4490, 4547, always_xy=True)
NORTH_OF_THE_ROAD, SOUTH_OF_THE_ROAD = (113.30, 29.318), (113.30, 29.28)


@pytest.fixture(scope="module")
def county(server: str, template: str, worker: str) -> Iterator[Engine]:
    """A database with the sample county."""
    for url in copied(server, template, f"cairn_test_{worker}_zones"):
        engine = connect(url)
        with Session(engine) as opened, opened.begin():
            sample_county.load(opened)
        yield engine
        engine.dispose()


@pytest.fixture
def sample(county: Engine) -> Iterator[Session]:
    """A transaction in that database, rolled back."""
    with Session(county) as opened:
        yield opened
        opened.rollback()


def plane(shape: BaseGeometry) -> BaseGeometry:
    moved: BaseGeometry = shapely.transform(shape, lambda xy: np.column_stack(TO_ZONE.transform(xy[:, 0], xy[:, 1])))
    return moved


def things(layer: str, key: str, *values: str) -> list[tuple[str, BaseGeometry, float]]:
    found = [(row, shape) for row, shape in now(layer) if row[key] in values]
    lines = [float(row.get("width_m", 0)) / 2 if shape.geom_type.endswith("String") else 0.0 for row, shape in found]
    return [(row["name"], plane(shape), half) for (row, shape), half in zip(found, lines, strict=True)]


def within(place: BaseGeometry, near: list[tuple[str, BaseGeometry, float]], metres: float) -> bool:
    return any(shape.distance(plane(place)) - half <= metres for _, shape, half in near)


def excluded(found: Candidates, rule: str) -> set[str]:
    return {each.id for each in found.candidates if any(one.rule == rule for one in each.excluded)}


@pytest.mark.parametrize("source", ["settlements", "parcels"])
def test_distances_are_those_of_the_countys_own_plane(sample: Session, source: str) -> None:
    asked = CandidatesAsked(CandidateSource.of(source), DAY, zones="shandong-cemeteries")
    found = candidates(sample, asked)
    roads = [*things("roads", "road_class", "national", "provincial"), *things("control_areas", "kind", "railway")]
    parks = things("control_areas", "kind", "forest_park", "scenic", "heritage", "nature_reserve", "wetland")
    water = things("control_areas", "kind", "reservoir", "dike", "water_source")
    for rule, near, metres in (("railways-roads", roads, 500), ("reserves-parks", parks, 2000), ("water", water, 2000)):
        wanted = {each.id for each in found.candidates if within(each.shape, near, metres)}
        assert excluded(found, f"shandong-cemeteries/{rule}") == wanted
        if source == "settlements":
            assert wanted


def test_an_exclusion_names_the_article_and_what_is_near(sample: Session) -> None:
    found = candidates(sample, CandidatesAsked(CandidateSource.SETTLEMENTS, DAY, zones="shandong-cemeteries"))
    told = [one for each in found.candidates for one in each.excluded if one.rule.endswith("/railways-roads")]
    assert all("办事指南·选址条件" in one.article for one in told)
    assert all(("边缘" in one.words and "不足 500 米" in one.words) or "范围内" in one.words for one in told)
    assert any("登记库中没有自然保护区" in finding.message for finding in found.findings)
    assert any("据二手资料" in finding.message for finding in found.findings)
    assert len(found.open) + len([each for each in found.candidates if each.excluded]) == 204


def test_a_text_without_metres_excludes_the_thing_itself_and_says_so(sample: Session) -> None:
    found = candidates(sample, CandidatesAsked(CandidateSource.SETTLEMENTS, DAY, zones="national-cemeteries-2012"))
    roads = [*things("roads", "road_class", "national", "provincial"), *things("control_areas", "kind", "railway")]
    on_them = {each.id for each in found.candidates if within(each.shape, roads, 0)}
    assert excluded(found, "national-cemeteries-2012/railways-roads") == on_them
    assert any("没有规定距离" in finding.message for finding in found.findings)


def test_no_such_rule_set_lists_those_there_are(sample: Session) -> None:
    with pytest.raises(Refusal, match="shandong-cemeteries（山东"):
        candidates(sample, CandidatesAsked(CandidateSource.SETTLEMENTS, DAY, zones="mars"))


# --- one mountain


def ridges() -> Heights:
    """Two ridges that run from west to east: one 1.5 km north of 29.30°, a higher one 3 km north of it."""
    step, rows, columns, north = 0.0005, 160, 200, 29.36
    latitudes = north - (np.arange(rows) + 0.5) * step
    first = 150 * np.exp(-(((latitudes - 29.3135) * 110_800 / 300) ** 2))
    second = 400 * np.exp(-(((latitudes - 29.327) * 110_800 / 300) ** 2))
    metres = np.tile((first + second)[:, np.newaxis], (1, columns)).astype(np.float32)
    return Heights(metres, 113.25, north, step, step)


class Road:
    """A register with one national road along 29.30°, as far as a rule set reads."""

    def __init__(self) -> None:
        self.noted: list[str] = []

    def rows(self, layer: str, *_: str, **__: object) -> list[object]:
        if layer != "roads":
            return []
        course = shapely.LineString([(113.26, 29.30), (113.34, 29.30)])
        values = {"name": "107国道", "road_class": "national", "grade": None, "width_m": 12, "geom": course.wkb}
        return [type("Row", (), values)]

    def note(self, message: str, about: str) -> None:
        del about
        self.noted.append(message)


def points(*latitudes: float) -> list[BaseGeometry]:
    return [shapely.Point(113.30, latitude) for latitude in latitudes]


def test_the_slope_towards_the_road_is_excluded_and_the_mountain_behind_is_not() -> None:
    register = Road()
    ground = ZoneGround(zone_rules.rule_set("fujian-sanyan-wuqu"), register, ridges())
    valley, slope, behind, second, far = ground.exclusions(points(29.302, 29.3125, 29.3155, 29.3262, 29.335))
    assert ["第一重山脊线以内" in one.words and "107国道" in one.words for one in (*valley, *slope)] == [True, True]
    assert (behind, second, far) == ([], [], [])
    assert any("登记库中没有铁路" in message for message in register.noted)


def test_the_second_mountain_is_in_sight_all_the_same() -> None:
    """What the first ridge cuts off is in view: the rule is not a distance in disguise."""
    rules = zone_rules.rule_set("fujian-sanyan-wuqu")
    plain = rules.rules[0]
    assert plain.sight is not None
    no_ridges = plain.model_copy(update={"sight": plain.sight.model_copy(update={"ridge_rise_m": 9_000.0})})
    ground = ZoneGround(rules.model_copy(update={"rules": (no_ridges,)}), Road(), ridges())
    behind, second = ground.exclusions(points(29.3155, 29.3262))
    assert (len(behind), len(second)) == (0, 1)


def test_the_ground_that_is_drawn_is_the_ground_that_is_told() -> None:
    rules = zone_rules.rule_set("fujian-sanyan-wuqu")
    ground = ZoneGround(rules, Road(), ridges())
    (view,) = ground.areas()
    assert (view.rule.id, view.thing) == ("corridors-first-ridge", None)
    draw = np.random.default_rng(5)
    cells = [(113.25 + 0.0005 * (c + 0.5), 29.36 - 0.0005 * (r + 0.5)) for r, c in draw.integers(5, 150, (60, 2))]
    places: list[BaseGeometry] = [shapely.Point(at) for at in cells]
    told = [any(one.rule.endswith(view.rule.id) for one in each) for each in ground.exclusions(places)]
    assert [bool(view.shape.contains(place)) for place in places] == told
    assert 0 < sum(told) < len(told)


def test_buffers_are_drawn_thing_by_thing(sample: Session) -> None:
    reading = CandidateReading(sample, CandidatesAsked(CandidateSource.SETTLEMENTS, DAY))
    areas = list(ZoneGround(zone_rules.rule_set("shandong-cemeteries"), reading).areas())
    roads = [each for each in areas if each.rule.id == "railways-roads"]
    assert len(roads) == len(things("roads", "road_class", "national", "provincial")) + 1
    found = candidates(sample, CandidatesAsked(CandidateSource.SETTLEMENTS, DAY, zones="shandong-cemeteries"))
    hit = excluded(found, "shandong-cemeteries/railways-roads")
    assert {each.id for each in found.candidates if any(area.shape.covers(each.shape) for area in roads)} == hit


def test_a_parcel_is_seen_when_any_of_its_ground_is() -> None:
    ground = ZoneGround(zone_rules.rule_set("fujian-sanyan-wuqu"), Road(), ridges())
    over_the_crest = shapely.box(113.30, 29.312, 113.302, 29.317)
    behind_it = shapely.box(113.30, 29.3152, 113.302, 29.317)
    assert [len(each) for each in ground.exclusions([over_the_crest, behind_it])] == [1, 0]


def test_without_heights_the_rule_says_that_it_was_not_checked(sample: Session) -> None:
    asked = CandidatesAsked(
        CandidateSource.DRAWN, DAY, points=(DrawnPoint(*SOUTH_OF_THE_ROAD),), zones="fujian-sanyan-wuqu"
    )
    without = read_candidates(CandidateReading(sample, asked))
    assert any("没有检查：登记库中没有地面高程" in finding.message for finding in without.findings)
    body = pack(ridges())
    road_terms.take_map(sample, "heights", "虚构的两道山", "示例", body=body, details={})
    away = CandidatesAsked(CandidateSource.DRAWN, DAY, points=(DrawnPoint(113.8, 29.0),), zones="fujian-sanyan-wuqu")
    beside = read_candidates(CandidateReading(sample, away))
    assert any("没有检查：地面高程不覆盖" in finding.message for finding in beside.findings)
