"""Rows of the roads."""

from collections.abc import Iterable, Iterator
from typing import Any

from data.sample.making.files import Row, invented
from data.sample.making.plane import shape_to_plane
from data.sample.making.roads import Road
from data.sample.making.seats import COUNTY

# width in metres, technical grade, surface
_BUILD: dict[str, tuple[float, str | None, str]] = {
    "national": (12.0, "second", "asphalt"),
    "provincial": (9.0, "second", "asphalt"),
    "county": (7.5, "third", "asphalt"),
    "township": (6.5, "fourth", "concrete"),
    "village": (4.5, "fourth", "concrete"),
    "street": (14.0, None, "asphalt"),
}


def road_rows(roads: Iterable[Road]) -> Iterator[Row]:
    """Every road with its course."""
    origin = invented("走向与路名虚构；道路在村点处共用端点，全网连通")
    for road in roads:
        width_m, grade, surface = _BUILD[road.road_class]
        values: dict[str, Any] = {
            "code": f"{COUNTY}-{road.code}",
            "name": road.name,
            "road_class": road.road_class,
            "route_number": road.code if road.road_class != "street" else None,
            "grade": grade,
            "surface": surface,
            "width_m": width_m,
            "length_km": round(shape_to_plane(road.course).length / 1_000, 1),
            "division": road.township or COUNTY,
        }
        yield Row(values, origin, road.course)
