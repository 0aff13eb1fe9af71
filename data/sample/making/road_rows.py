"""Rows of the roads."""

from collections.abc import Iterable, Iterator

from data.sample.making.files import Row, invented
from data.sample.making.roads import Road

_WIDTH_M = {"national": 12.0, "provincial": 9.0, "county": 7.5, "township": 6.5, "village": 4.5, "street": 14.0}


def road_rows(roads: Iterable[Road]) -> Iterator[Row]:
    """Every road with its course."""
    origin = invented("走向与路名虚构；道路在村点处共用顶点，全网连通")
    for road in roads:
        values = {
            "code": road.code,
            "name": road.name,
            "road_class": road.road_class,
            "width_m": _WIDTH_M[road.road_class],
            "division": road.township,
        }
        yield Row(values, origin, road.course)
