"""Reading the register: as of a day, as known at a moment, by place, by name, page by page."""

import json
from typing import Any

import pytest
import shapely
from shapely import Point
from sqlalchemy.orm import Session

from data import features, history, register
from data.errors import BadInput, Gone, NotFound
from data.features import Asked, Page
from geo.systems import COMMON, CRS84, STORAGE, System, zone_systems
from layers.atlas import UnknownLayer
from layers.population import PopulationBasis, PopulationStatistic
from tests.data.deeds import INVENTED, LEDGER, NEW_YEAR, SEAT, day, home, square, town

HOMES = "nursing_homes"
TODAY = day("2024-12-31")


def items(session: Session, asked: Asked, page: Page | None = None, system: System = CRS84) -> list[dict[str, Any]]:
    read = features.items_geojson(session, asked, page or Page(), system=system).features
    found: list[dict[str, Any]] = json.loads(read)
    return found


def ids(session: Session, asked: Asked, page: Page | None = None) -> list[str]:
    return [item["id"] for item in items(session, asked, page)]


def three_homes(session: Session) -> None:
    for number, lon, name in (
        ("430621-001", 113.1, "东方院"),
        ("430621-002", 113.2, "西塘院"),
        ("430621-003", 113.3, "100%_院"),
    ):
        register.enter(session, home(number, name=name), Point(lon, 29.1), valid_from=NEW_YEAR, provenance=LEDGER)


def test_a_feature_carries_its_fields_and_what_is_kept_of_it(session: Session) -> None:
    register.enter(session, home(land_area="8000.50"), SEAT, valid_from=NEW_YEAR, provenance=INVENTED)
    (item,) = items(session, Asked(HOMES, TODAY))
    assert item["type"] == "Feature"
    assert item["id"] == "430621-001"
    assert item["geometry"] == {"type": "Point", "coordinates": [113.1, 29.1]}
    properties = item["properties"]
    assert (properties["kind"], properties["land_area"], properties["beds_open"]) == ("nursing_home", 8000.5, None)
    assert (properties["valid_from"], properties["valid_to"]) == ("2000-01-01", None)
    assert (properties["version"], properties["source"], properties["invented"]) == (1, "示例", True)
    assert not {"row_id", "recorded_by", "because", "valid", "geom"} & set(properties)


def test_latitude_comes_first_where_epsg_4490_is_asked(session: Session) -> None:
    register.enter(session, home(), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    (item,) = items(session, Asked(HOMES, TODAY), system=STORAGE)
    assert item["geometry"]["coordinates"] == [29.1, 113.1]


@pytest.mark.parametrize("system", [*COMMON, *zone_systems(113.1)], ids=lambda one: f"{one.epsg}-{one.north_first}")
def test_postgis_writes_places_as_proj_does(session: Session, system: System) -> None:
    places = [Point(113.1234567891, 29.1234567892), Point(112.5, 28.8), Point(114.2, 29.6)]
    for number, place in enumerate(places):
        register.enter(session, home(f"430621-00{number}"), place, valid_from=NEW_YEAR, provenance=LEDGER)
    shown = [shapely.geometry.shape(item["geometry"]) for item in items(session, Asked(HOMES, TODAY), system=system)]
    millimetre = 0.001 if system.is_projected else 1e-8
    for one, other in zip(shown, places, strict=True):
        assert one.equals_exact(system.written(other), millimetre)


def test_an_outline_chooses_what_it_touches(session: Session) -> None:
    three_homes(session)
    slanted = shapely.Polygon([(113.05, 29.0), (113.25, 29.0), (113.25, 29.2)])
    assert ids(session, Asked(HOMES, TODAY, outline=slanted)) == ["430621-002"]
    assert features.count(session, Asked(HOMES, TODAY, outline=slanted)) == 1
    assert ids(session, Asked(HOMES, TODAY, boxes=())) == []


def test_a_filter_is_a_condition_on_what_is_seen(session: Session) -> None:
    three_homes(session)
    asked = Asked(HOMES, TODAY, filters=(lambda view: view.columns["name"] >= "西",))
    assert ids(session, asked) == ["430621-002"]
    assert features.count(session, asked) == 1


def test_a_layer_without_a_place_has_none(session: Session) -> None:
    statistic = PopulationStatistic(
        number="430621-20201101-resident-60",
        name="岳阳县常住人口（60 岁及以上）",
        division="430621",
        counted_on=day("2020-11-01"),
        basis=PopulationBasis.RESIDENT,
        age_from=60,
        people=121826,
    )
    register.enter(session, statistic, valid_from=NEW_YEAR, provenance=LEDGER)
    (item,) = items(session, Asked("population", TODAY))
    assert (item["geometry"], item["properties"]["people"]) == (None, 121826)
    assert ids(session, Asked("population", TODAY, boxes=((113, 29, 114, 30),))) == []
    assert features.extent(session, Asked("population", TODAY)) is None


def test_a_day_asks_for_the_state_and_two_days_for_everything_between(session: Session) -> None:
    register.enter(session, home(beds=120), SEAT, valid_from=day("2010-01-01"), provenance=LEDGER)
    register.change(session, home(beds=150), on=day("2020-06-01"), provenance=LEDGER, because="扩建")

    def beds(days: features.Days) -> list[int]:
        return [item["properties"]["beds"] for item in items(session, Asked(HOMES, days))]

    assert beds(day("2009-12-31")) == []
    assert beds(day("2020-05-31")) == [120]
    assert beds(day("2020-06-01")) == [150]
    assert beds((day("2020-05-31"), day("2020-06-01"))) == [120, 150]
    assert beds((None, day("2020-05-31"))) == [120]
    assert beds((day("2020-06-01"), None)) == [150]
    assert beds((None, None)) == [120, 150]


def test_the_register_answers_what_it_knew_at_a_moment(session: Session) -> None:
    register.enter(session, home(beds=120), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    before = history.moment(session)
    register.amend(session, home(beds=100), as_of=TODAY, because="台账抄错")
    between = history.moment(session)
    register.withdraw(session, HOMES, "430621-001", because="重复录入")
    known = [
        [item["properties"]["beds"] for item in items(session, Asked(HOMES, TODAY, recorded_at=moment))]
        for moment in (before, between, history.moment(session))
    ]
    assert known == [[120], [100], []]


def test_bounds_choose_what_they_touch(session: Session) -> None:
    register.enter(session, town(), square(113, 29), valid_from=NEW_YEAR, provenance=LEDGER)
    touching, apart = (113.1, 29.1, 114.0, 30.0), (113.11, 29.11, 114.0, 30.0)
    assert ids(session, Asked("divisions", TODAY, boxes=(touching,))) == ["430621100"]
    assert ids(session, Asked("divisions", TODAY, boxes=(apart,))) == []
    assert ids(session, Asked("divisions", TODAY, boxes=(apart, touching))) == ["430621100"]


def test_an_area_larger_than_the_bounds_is_found(session: Session) -> None:
    register.enter(session, town(), square(113, 29), valid_from=NEW_YEAR, provenance=LEDGER)
    assert features.count(session, Asked("divisions", TODAY, boxes=((113.04, 29.04, 113.05, 29.05),))) == 1


def test_pages_follow_each_other_without_gap_or_overlap(session: Session) -> None:
    three_homes(session)
    asked = Asked(HOMES, TODAY)
    first = features.items_geojson(session, asked, Page(limit=2))
    second = features.items_geojson(session, asked, Page(limit=2, after=first.next))
    numbers = [item["id"] for page in (first, second) for item in json.loads(page.features)]
    assert numbers == ["430621-001", "430621-002", "430621-003"]
    assert (first.number_returned, second.number_returned, second.next) == (2, 1, None)
    assert features.count(session, asked) == 3
    assert ids(session, asked, Page(limit=1, offset=2)) == ["430621-003"]


def test_a_page_may_end_between_two_periods_of_one_thing(session: Session) -> None:
    register.enter(session, home(beds=120), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    register.change(session, home(beds=150), on=day("2020-06-01"), provenance=LEDGER, because="扩建")
    asked = Asked(HOMES, (None, None))
    first = features.items_geojson(session, asked, Page(limit=1))
    assert [item["properties"]["beds"] for item in items(session, asked, Page(limit=1, after=first.next))] == [150]


@pytest.mark.parametrize("page", [Page(limit=0), Page(limit=10_001), Page(after="昨天"), Page(offset=-1)])
def test_a_page_that_cannot_be_is_refused(session: Session, page: Page) -> None:
    with pytest.raises(BadInput):
        features.items_geojson(session, Asked(HOMES, TODAY), page)


def test_words_are_taken_literally(session: Session) -> None:
    three_homes(session)
    assert ids(session, Asked(HOMES, TODAY, words="西塘")) == ["430621-002"]
    assert ids(session, Asked(HOMES, TODAY, words="%_")) == ["430621-003"]
    assert ids(session, Asked(HOMES, TODAY, words="001")) == ["430621-001"]
    assert ids(session, Asked(HOMES, TODAY, words="'; DROP TABLE")) == []


def test_fields_and_identifiers_restrict(session: Session) -> None:
    three_homes(session)
    assert ids(session, Asked(HOMES, TODAY, ids=("430621-003", "430621-404"))) == ["430621-003"]
    assert features.count(session, Asked(HOMES, TODAY, where={"stage": "planned"})) == 0
    assert features.count(session, Asked(HOMES, TODAY, where={"stage": "open"})) == 3


def test_rows_come_as_columns_for_computing(session: Session) -> None:
    three_homes(session)
    rows = features.find(session, Asked(HOMES, TODAY), "number", "beds", "geom")
    assert [(row.number, row.beds) for row in rows] == [(f"430621-00{n}", 120) for n in (1, 2, 3)]
    assert [shapely.from_wkb(row.geom).x for row in rows] == [113.1, 113.2, 113.3]


def test_the_extent_surrounds_what_is_valid(session: Session) -> None:
    three_homes(session)
    assert features.extent(session, Asked(HOMES, TODAY)) == (113.1, 29.1, 113.3, 29.1)
    assert features.extent(session, Asked(HOMES, day("1990-01-01"))) is None
    assert features.duration(session, HOMES) == (NEW_YEAR, None)


def test_one_thing_answers_by_its_identifier(session: Session) -> None:
    three_homes(session)
    assert (
        json.loads(features.item_geojson(session, Asked(HOMES, TODAY), "430621-002"))["properties"]["name"] == "西塘院"
    )


def test_what_was_never_known_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound, match="从未登记过"):
        features.item_geojson(session, Asked(HOMES, TODAY), "430621-404")
    with pytest.raises(UnknownLayer, match="没有图层“palaces”"):
        features.count(session, Asked("palaces", TODAY))


def test_what_is_not_yet_is_not_found_and_what_has_ended_is_gone(session: Session) -> None:
    three_homes(session)
    register.end(
        session,
        HOMES,
        "430621-001",
        on=day("2020-01-01"),
        because="合并",
        document="岳民发〔2019〕8号",
        successors=["430621-002"],
    )
    with pytest.raises(NotFound, match="在所问日期无效"):
        features.item_geojson(session, Asked(HOMES, day("1999-12-31")), "430621-001")
    with pytest.raises(Gone) as gone:
        features.item_geojson(session, Asked(HOMES, TODAY), "430621-001")
    assert (gone.value.document, gone.value.successor) == ("岳民发〔2019〕8号", "430621-002")
    assert features.item_geojson(session, Asked(HOMES, day("2019-12-31")), "430621-001")


def test_what_was_withdrawn_is_gone_on_every_day(session: Session) -> None:
    three_homes(session)
    register.withdraw(session, HOMES, "430621-001", because="重复录入")
    with pytest.raises(Gone, match="登记已撤销"):
        features.item_geojson(session, Asked(HOMES, NEW_YEAR), "430621-001")
