"""An old identity still answers: with its successor, or with the document that ended it."""

import datetime as dt

import pytest
from fastapi import Request
from shapely import Point
from sqlalchemy.orm import Session

from api.ogc.forms import Answer, Form
from api.ogc.items import Sight, item
from data import register
from data.errors import Gone
from geo.systems import CRS84
from layers.record import Provenance
from layers.rescue_points import RescuePoint

THEN, SINCE, NOW = dt.date(2020, 1, 1), dt.date(2023, 1, 1), dt.date(2024, 12, 31)


def asked(identity: str) -> Answer:
    where = {"method": "GET", "path": f"/ogc/collections/rescue_points/items/{identity}", "server": ("cairn", 80)}
    return Answer(
        Request({"type": "http", "headers": [], "query_string": b"f=json", "scheme": "http", **where}), Form.JSON
    )


@pytest.fixture
def points(session: Session) -> Session:
    origin = Provenance(source="台账", invented=False)
    for number in ("R-1", "R-2", "R-3"):
        record = RescuePoint.model_validate(
            {"number": number, "name": number, "stage": "open", "kind": "temporary_point"}
        )
        register.enter(session, record, Point(113.1, 29.1), valid_from=THEN, provenance=origin)
    register.end(
        session, "rescue_points", "R-1", on=SINCE, because="合并", document="岳民发〔2023〕1号", successors=["R-2"]
    )
    register.end(session, "rescue_points", "R-3", on=SINCE, because="撤销", document="岳民发〔2023〕2号")
    return session


def test_what_was_replaced_leads_to_its_successor(points: Session) -> None:
    answered = item(asked("R-1"), points, "rescue_points", "R-1", Sight(NOW, CRS84))
    assert answered.status_code == 301
    assert answered.headers["location"] == "http://cairn/ogc/collections/rescue_points/items/R-2?f=json"


def test_what_ended_without_a_successor_is_gone_with_its_document(points: Session) -> None:
    with pytest.raises(Gone, match="岳民发〔2023〕2号"):
        item(asked("R-3"), points, "rescue_points", "R-3", Sight(NOW, CRS84))


def test_before_its_end_it_answers_for_itself(points: Session) -> None:
    assert item(asked("R-1"), points, "rescue_points", "R-1", Sight(THEN, CRS84)).status_code == 200
