"""What the public is told, and what no question may tell beyond it."""

import json
from typing import Any

import numpy as np
import pytest
import shapely
from shapely import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data import features, register
from data.acting import CONSOLE, act, public
from data.errors import BadInput
from data.features import Asked, Page
from data.ordering import Key
from data.search import search
from geo.systems import COMMON, STORAGE, System, zone_systems
from tests.data.deeds import LEDGER, NEW_YEAR, day, home, square, town

HOMES = "nursing_homes"
TODAY = day("2024-12-31")
EXACT = Point(113.12345678, 29.98764321)
TOLD = (113.1235, 29.9876)
COUSIN = "430621-001"


def one_home(session: Session) -> None:
    record = home(COUSIN, contact="张三", contact_phone="13800000000")
    register.enter(session, record, EXACT, valid_from=NEW_YEAR, provenance=LEDGER)


def read(session: Session, asked: Asked, system: System = COMMON[0]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(features.items_geojson(session, asked, Page(), system=system).features)
    return found


def test_the_public_is_told_places_on_a_raster_and_an_office_as_they_are(session: Session) -> None:
    one_home(session)
    assert read(session, Asked(HOMES, TODAY))[0]["geometry"]["coordinates"] == [EXACT.x, EXACT.y]
    act(session, public(4))
    assert read(session, Asked(HOMES, TODAY))[0]["geometry"]["coordinates"] == list(TOLD)
    assert json.loads(features.item_geojson(session, Asked(HOMES, TODAY), COUSIN))["geometry"]["coordinates"] == [*TOLD]
    act(session, public(2))
    assert read(session, Asked(HOMES, TODAY))[0]["geometry"]["coordinates"] == [113.12, 29.99]


@pytest.mark.parametrize("system", [*COMMON, *zone_systems(113.1)], ids=lambda one: f"{one.epsg}-{one.north_first}")
def test_no_system_tells_more(session: Session, system: System) -> None:
    one_home(session)
    act(session, public(4))
    (item,) = read(session, Asked(HOMES, TODAY), system)
    shown = shapely.geometry.shape(item["geometry"])
    assert shown.equals_exact(system.written(Point(TOLD)), 0.001 if system.is_projected else 1e-9)


def test_no_box_and_no_outline_tells_more_than_the_raster(session: Session) -> None:
    """Boxes beside the exact place, the told place and their edges find by the told place alone."""
    one_home(session)
    act(session, public(4))
    random = np.random.default_rng(11)
    corners = np.array([EXACT.x, EXACT.y]) + random.uniform(-2e-4, 2e-4, (200, 4, 2))[:, 0:2].reshape(200, 2, 2)
    told = Point(TOLD)
    verdicts = set()
    for low, high in zip(corners.min(axis=1), corners.max(axis=1), strict=True):
        box = (low[0], low[1], high[0], high[1])
        expected = shapely.box(*box).intersects(told)
        verdicts.add(expected)
        assert features.count(session, Asked(HOMES, TODAY, boxes=(box,))) == expected
        assert features.count(session, Asked(HOMES, TODAY, outline=shapely.box(*box))) == expected
    assert verdicts == {True, False}


def test_extent_and_columns_tell_no_more(session: Session) -> None:
    one_home(session)
    act(session, public(4))
    assert features.extent(session, Asked(HOMES, TODAY)) == pytest.approx((*TOLD, *TOLD), abs=1e-9)
    (row,) = features.find(session, Asked(HOMES, TODAY), "geom")
    assert shapely.from_wkb(row.geom).equals_exact(Point(TOLD), 1e-9)
    (hit,) = search(session, COUSIN, TODAY)
    assert hit.point == pytest.approx(TOLD, abs=1e-9)
    assert hit.box == pytest.approx((*TOLD, *TOLD), abs=1e-9)


def test_personal_fields_are_no_fields_to_the_public(session: Session) -> None:
    one_home(session)
    assert read(session, Asked(HOMES, TODAY))[0]["properties"]["contact"] == "张三"
    assert features.count(session, Asked(HOMES, TODAY, where={"contact": "张三"})) == 1
    act(session, public(4))
    assert not {"contact", "contact_phone"} & set(read(session, Asked(HOMES, TODAY))[0]["properties"])
    with pytest.raises(BadInput, match="不能按“contact”排序"):
        features.items_geojson(session, Asked(HOMES, TODAY), Page(sort=(Key("contact"),)))
    with pytest.raises(KeyError):
        features.find(session, Asked(HOMES, TODAY), "contact")
    with pytest.raises(KeyError):
        features.count(session, Asked(HOMES, TODAY, where={"contact": "张三"}))


def test_areas_are_told_on_the_raster_too_and_stay_areas(session: Session) -> None:
    shape = shapely.affinity.translate(square(113, 29), 0.00003, 0.00002)
    register.enter(session, town(), shape, valid_from=NEW_YEAR, provenance=LEDGER)
    act(session, public(4))
    (item,) = read(session, Asked("divisions", TODAY), STORAGE)
    told = STORAGE.turned(shapely.geometry.shape(item["geometry"]))
    assert told.geom_type == "MultiPolygon"
    assert told.equals(square(113, 29))
    edge = (112.9, 29.0, 113.00001, 29.1)
    assert features.count(session, Asked("divisions", TODAY, boxes=(edge,))) == 1


@pytest.mark.parametrize(
    ("shape", "told"),
    [
        (Point(1.26, 2.34), Point(1.3, 2.3)),
        (LineString([(0, 0), (0.94, 1.06)]), LineString([(0, 0), (0.9, 1.1)])),
        (LineString([(0.01, 0.02), (0.03, 0.01)]), Point(0, 0)),
        (Polygon([(0, 0), (0.04, 0), (0.04, 0.04)]), Point(0, 0)),
        # The raster closes the waist of this one: two areas that touch in a point stay areas.
        (
            Polygon([(0, 0), (1, 0.96), (2, 0), (2, 2), (1, 1.04), (0, 2)]),
            MultiPolygon([Polygon([(0, 0), (1, 1), (0, 2)]), Polygon([(2, 0), (2, 2), (1, 1)])]),
        ),
    ],
)
def test_a_shape_on_the_raster_is_valid(session: Session, shape: BaseGeometry, told: BaseGeometry) -> None:
    wkt = func.ST_GeomFromText(shape.wkt, 4490)
    found = shapely.from_wkb(bytes(session.scalars(select(func.ST_AsBinary(func.register.blurred(wkt, 0.1)))).one()))
    assert found.is_valid
    assert shapely.set_precision(found, 1e-6).equals(told)


def test_who_acts_again_sees_again(session: Session) -> None:
    one_home(session)
    act(session, public(4))
    act(session, CONSOLE)
    assert read(session, Asked(HOMES, TODAY))[0]["geometry"]["coordinates"] == [EXACT.x, EXACT.y]
