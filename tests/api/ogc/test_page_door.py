"""The short way to a page answers what the route answers, and only what it understands."""

from typing import Any

import httpx
import pytest

from api.deps import Desk
from api.ogc.page_door import PageDoor
from api.settings import Settings
from data.engine import connect

ITEMS = "/ogc/collections/nursing_homes/items"
# One more kind of answer is accepted: the door does not read that, and the route must.
ROUTE = {"Accept": "application/geo+json, application/json"}
DAY = "2024-12-31"


def told(answered: httpx.Response) -> tuple[int, dict[str, str], dict[str, Any]]:
    headers = {name: value for name, value in answered.headers.items() if name not in ("date", "content-length")}
    document = answered.json()
    document.pop("timeStamp")
    return answered.status_code, headers, document


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"limit": "7"},
        {"limit": "999999", "datetime": DAY},
        {"limit": "3", "datetime": DAY, "counted": "false", "f": "json"},
        {"bbox": "113.0,29.0,113.3,29.3", "datetime": DAY, "limit": "5"},
        {"datetime": "1990-01-01"},
    ],
)
@pytest.mark.parametrize("layer", ["nursing_homes", "population", "divisions", "boundary_markers"])
def test_the_door_says_what_the_route_says(anonymous: httpx.Client, layer: str, query: dict[str, str]) -> None:
    path = f"/ogc/collections/{layer}/items"
    short, long = anonymous.get(path, params=query), anonymous.get(path, params=query, headers=ROUTE)
    assert told(short) == told(long)
    following = [link["href"] for link in short.json()["links"] if link["rel"] == "next"]
    for href in following:
        assert told(anonymous.get(href)) == told(anonymous.get(href, headers=ROUTE))


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "0"},
        {"limit": "many"},
        {"bbox": "1,2,3"},
        {"bbox": "113,29.6,114,28.9"},
        {"datetime": "2024-02-30"},
        {"token": "YWJj"},
        {"nothing": "1"},
    ],
)
def test_what_cannot_be_followed_is_refused_by_the_route(anonymous: httpx.Client, query: dict[str, str]) -> None:
    answered = anonymous.get(ITEMS, params=query)
    assert answered.status_code == 400
    assert answered.json() == anonymous.get(ITEMS, params=query, headers=ROUTE).json()


def scope(path: str, query: str = "", **headers: str) -> dict[str, Any]:
    given = [(name.encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": given}


@pytest.fixture
def door(database_url: str) -> PageDoor:
    async def nothing(*_: object) -> None:
        raise AssertionError("passed on")

    return PageDoor(nothing, Desk(Settings(), connect(database_url)))


@pytest.mark.parametrize("query", ["", "limit=3", "datetime=2024-12-31&counted=false", "bbox=1,2,3,4", "f=json"])
def test_plain_questions_are_understood(door: PageDoor, query: str) -> None:
    assert door._asked(scope(ITEMS, query)) is not None


@pytest.mark.parametrize(
    "asked",
    [
        scope(ITEMS, authorization="Bearer x"),
        scope(ITEMS, cookie="cairn=x"),
        scope(ITEMS, accept="text/html"),
        scope(ITEMS, "filter=beds>1"),
        scope(ITEMS, "sortby=name"),
        scope(ITEMS, "crs=http://www.opengis.net/def/crs/EPSG/0/4490"),
        scope(ITEMS, "name=x"),
        scope(ITEMS, "limit=1&limit=2"),
        scope(ITEMS, "limit=%00"),
        scope(ITEMS, "datetime=2024-02-30"),
        scope(f"{ITEMS}/NH-430621-001"),
        scope("/ogc/collections/palaces/items"),
        scope(ITEMS) | {"method": "POST"},
    ],
    ids=lambda asked: f"{asked['query_string']}{asked['headers']}{asked['method']}",
)
def test_everything_else_is_passed_on(door: PageDoor, asked: dict[str, Any]) -> None:
    assert door._asked(asked) is None
