"""Rows of the two boundary lines, which are real, and of the markers along them, which are not.

The lines are the vertices the outlines share, run from west to east, so that 岳阳县 is on the left. A single marker
stands on a vertex of its line; twins stand on both banks of a stream and tell how far off the line is.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import atan2, degrees, hypot

import numpy as np
from shapely import LineString, MultiLineString, Point, Polygon

from data.sample.making import outlines
from data.sample.making.chance import Chance
from data.sample.making.files import Origin, Row, invented
from data.sample.making.nursing_home_plan import day
from data.sample.making.plane import Position, to_lonlat, to_plane
from data.sample.making.seats import COUNTY

_CENTRAL_MERIDIAN_DEGREE = 114.0
_SINE_OF_LATITUDE = 0.484  # at 29°N: the grid turns by this share of the longitude from the central meridian
_BANK_M = 38.0
_REFERENCES = ("独立大树", "电杆", "水塔", "桥头", "房角", "山神庙", "渠首", "路碑", "岩石", "泵站")


@dataclass(frozen=True)
class Stone:
    """A marker: its serial, the vertex of the line it belongs to, its letter, its keeper."""

    serial: str
    vertex: int
    letter: str
    kept_by: str
    condition: str = "intact"
    work_needed: str | None = None


@dataclass(frozen=True)
class Line:
    """A boundary line and its markers; the prefix of the numbers is invented in the manner of a county's."""

    neighbour: str
    name: str
    starts_at: str | None
    ends_at: str | None
    prefix: str
    stones: tuple[Stone, ...]


LINES = (
    Line(
        *("430681", "岳汨线", None, "岳汨平三交点", "2181"),
        (
            Stone("001", 4, "Q", "430621"),
            Stone("002", 11, "A", "430621"),
            Stone("002", 11, "B", "430681", "overgrown", "clear"),
            Stone("003", 17, "Q", "430681"),
            Stone("004", 24, "Q", "430621", "faded", "repaint"),
        ),
    ),
    Line(
        *("430626", "岳平线", "岳汨平三交点", None, "2126"),
        (
            Stone("001", 6, "Q", "430621"),
            Stone("002", 15, "A", "430621"),
            Stone("002", 15, "B", "430626"),
            Stone("003", 24, "Q", "430626"),
        ),
    ),
)
_TRIPOINT_NUMBER = "212681S"


def line_rows(real: Mapping[str, Polygon]) -> Iterator[Row]:
    """The two lines: geometry and names are real, nothing else is claimed."""
    origin = Origin(f"两县轮廓共用顶点：{outlines.SOURCE}；名称：2024年全县民政工作要点", None, invented=False)
    for line in LINES:
        values = {
            "code": f"{COUNTY}-{line.neighbour}",
            "name": line.name,
            "level": "county",
            "left_division": COUNTY,
            "right_division": line.neighbour,
            "basis": "statutory",
            "starts_at": line.starts_at,
            "ends_at": line.ends_at,
        }
        yield Row(values, origin, MultiLineString([course(real, line)]))


def course(real: Mapping[str, Polygon], line: Line) -> LineString:
    """The course of a line (lon/lat · degrees), west to east."""
    return outlines.shared_line(real[COUNTY], real[line.neighbour])


def marker_rows(real: Mapping[str, Polygon]) -> Iterator[Row]:
    """Every stone, the one at the tripoint last."""
    for line in LINES:
        vertices = [(x, y) for x, y in course(real, line).coords]
        for stone in line.stones:
            number = f"{line.prefix}{stone.serial}{stone.letter}"
            yield _marker(number, line, stone, *_place(stone, vertices))
    meeting = course(real, LINES[0]).coords[-1]
    tripoint = Stone("", -1, "", COUNTY)
    yield _marker(_TRIPOINT_NUMBER, LINES[0], tripoint, Point(meeting), {})


def _place(stone: Stone, vertices: list[Position]) -> tuple[Point, dict[str, float | None]]:
    """Where the stone stands, and the boundary point as seen from it when it stands off the line."""
    boundary_point = vertices[stone.vertex]
    if stone.letter == "Q":
        return Point(boundary_point), {}
    before, at, after = to_plane(np.array([vertices[stone.vertex + step] for step in (-1, 0, 1)]))
    along = (after - before) / hypot(*(after - before))
    to_the_left = np.array([-along[1], along[0]]) * (_BANK_M if stone.letter == "A" else -_BANK_M)
    place = to_lonlat((at + to_the_left)[None, :])[0]
    return Point(place), _seen_from(place, boundary_point)


def _seen_from(stone: Position, boundary_point: Position) -> dict[str, float | None]:
    """Grid azimuth and distance from a stone to its boundary point."""
    (east, north) = (to_plane(np.array([boundary_point])) - to_plane(np.array([stone])))[0]
    convergence = (stone[0] - _CENTRAL_MERIDIAN_DEGREE) * _SINE_OF_LATITUDE
    azimuth = (degrees(atan2(east, north)) - convergence) % 360
    return {"boundary_point_azimuth": round(azimuth, 1), "boundary_point_distance": round(hypot(east, north), 1)}


def _marker(number: str, line: Line, stone: Stone, place: Point, off_the_line: Mapping[str, float | None]) -> Row:
    draw, shared = Chance(f"boundary_markers/{number}"), Chance(f"boundary_markers/{line.prefix}{stone.serial}")
    is_tripoint = not stone.letter
    sides = f"岳阳县与{outlines.COUNTIES[line.neighbour]}"
    values = {
        "number": number,
        "name": "岳汨平三交点界桩" if is_tripoint else f"{line.name}{stone.serial}号界桩{_side(stone)}",
        "line": f"{COUNTY}-{line.neighbour}",
        "level": "county",
        "letter": stone.letter or None,
        "arrangement": "twin" if stone.letter in ("A", "B") else "single",
        "faces": "three" if is_tripoint else "two",
        "is_tripoint": is_tripoint,
        "material": "concrete",
        "set_on": dt.date(2001, shared.whole(3, 11), shared.whole(1, 28)),
        "kept_by": stone.kept_by,
        "adjoining": line.neighbour if stone.kept_by == COUNTY else COUNTY,
        "site": "岳阳县、汨罗市、平江县三县市交会处" if is_tripoint else f"{sides}交界处",
        "elevation": round(shared.between(35, 260) + draw.between(-0.6, 0.6), 1),
        **off_the_line,
        **_references(draw),
        "condition": stone.condition,
        "seen_on": day("2024-10-22") if line.neighbour == "430681" else day("2024-11-06"),
        "work_needed": stone.work_needed,
    }
    return Row(values, invented("界桩、编号、位置与方位物均虚构"), place)


def _side(stone: Stone) -> str:
    return {"A": "（甲岸）", "B": "（乙岸）"}.get(stone.letter, "")


def _references(draw: Chance) -> dict[str, str | float]:
    names = draw.shuffled(_REFERENCES)[:3]
    return {
        f"reference_{place}{part}": value
        for place, name in enumerate(names, start=1)
        for part, value in (
            ("", name),
            ("_azimuth", round(draw.between((place - 1) * 120, place * 120 - 10), 1)),
            ("_distance", round(draw.between(8, 90), 1)),
        )
    }
