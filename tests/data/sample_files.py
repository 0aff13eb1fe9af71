"""Reading the shipped files of the sample county, by means that know nothing of how they were made."""

import csv
import json
from pathlib import Path
from typing import Any

from pyproj import Geod
from shapely import MultiPolygon, Point
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
SHARED = Path(__file__).parents[3] / "shared" / "data"
GEOD = Geod(ellps="GRS80")
AS_OF = "2024-12-31"
PUBLISHED = {0: 561_888, 60: 121_826, 65: 89_808, 80: 16_676}
COMMON = {"valid_from", "valid_to", "source", "source_date", "invented"}
Row = dict[str, Any]
Feature = tuple[Row, BaseGeometry]


def features(layer: str) -> list[Feature]:
    collection = json.loads((SAMPLE / f"{layer}.geojson").read_text(encoding="utf-8"))
    return [(feature["properties"], shape(feature["geometry"])) for feature in collection["features"]]


def table(name: str) -> list[dict[str, str]]:
    with (SAMPLE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def rows(layer: str) -> list[Row]:
    return list(table(f"{layer}.csv")) if layer == "population" else [row for row, _ in features(layer)]


def divisions(digits: int) -> dict[str, MultiPolygon]:
    found: dict[str, MultiPolygon] = {}
    for row, area in features("divisions"):
        if len(row["code"]) == digits:
            assert isinstance(area, MultiPolygon)
            found[row["code"]] = area
    return found


def now(layer: str, as_of: str = AS_OF) -> list[Feature]:
    return [(row, at) for row, at in features(layer) if row["valid_from"] <= as_of < row.get("valid_to", "9999-12-31")]


def open_now(layer: str, as_of: str = AS_OF) -> list[Feature]:
    return [(row, at) for row, at in now(layer, as_of) if row["stage"] == "open"]


def elderly(division: str) -> int:
    (people,) = [
        int(row["people"])
        for row in table("population.csv")
        if (row["division"], row["counted_on"], row["basis"], row["age_from"])
        == (division, "2020-11-01", "resident", "60")
    ]
    return people


def lonlat(place: BaseGeometry) -> tuple[float, float]:
    assert isinstance(place, Point)
    return (place.x, place.y)
