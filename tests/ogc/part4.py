"""How the tests of Part 4 speak: a rescue point to write, addresses, and features as they are sent."""

import copy
import time
from email.utils import parsedate_to_datetime
from itertools import count
from typing import Any

import httpx
import orjson

Feature = dict[str, Any]

GEOJSON, MERGE_PATCH = "application/geo+json", "application/merge-patch+json"
LAYER = "rescue_points"
ITEMS = f"/ogc/collections/{LAYER}/items"
LONDON = "http://www.opengis.net/def/crs/EPSG/0/27700"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_NUMBERS = count(1)


SEAT = (113.1, 29.1)  # lon, lat


def point(number: str | None = None, **properties: object) -> Feature:
    """A new rescue point as GeoJSON, with an identifier of its own."""
    told = {
        "number": number or f"Z-{next(_NUMBERS)}",
        "name": "甲救助点",
        "stage": "open",
        "kind": "temporary_point",
        "beds": 4,
        "division": "430621100",
        "source": "台账",
    }
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [*SEAT]}, "properties": told | properties}


def with_properties(feature: Feature, **properties: object) -> Feature:
    changed = copy.deepcopy(feature)
    changed["properties"] |= properties
    return changed


def send(client: httpx.Client, method: str, url: str, body: object = None, **headers: str) -> httpx.Response:
    """A request with nothing in it that is not written here; `if_match` stands for If-Match."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if body is not None and "content-type" not in named:
        named["content-type"] = MERGE_PATCH if method == "PATCH" else GEOJSON
    if named.get("content-type") == "":
        del named["content-type"]
    content = None if body is None else orjson.dumps(body)
    return client.request(method, url, content=content, headers=named)


def entered(client: httpx.Client, **properties: object) -> str:
    """The address of a new rescue point."""
    answered = send(client, "POST", ITEMS, with_properties(point(), **properties))
    assert answered.status_code == 201, answered.text
    return answered.headers["location"]


def read(client: httpx.Client, url: str, **query: str) -> Feature:
    answered = client.get(url, params=query or None)
    assert answered.status_code == 200, answered.text
    feature: Feature = answered.json()
    return feature


def tag_of(client: httpx.Client, url: str) -> str:
    return client.get(url).headers["etag"]


def settled(client: httpx.Client, url: str) -> str:
    """The Last-Modified of a thing, once the clock has caught up with its versions."""
    for _ in range(60):
        moment = client.get(url).headers["last-modified"]
        time.sleep(1.1)
        if client.get(url).headers["last-modified"] == moment:
            return moment
    raise AssertionError("the moments run ahead of the clock for a minute")


def seconds(moment: str) -> float:
    return parsedate_to_datetime(moment).timestamp()
