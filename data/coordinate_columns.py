"""Which two columns of a table are its coordinates, and which of them is east.

Longitude and latitude are known by their names. X and Y are not: in Chinese survey tables X is north and Y is east, in
most software the other way round; their numbers decide when only one reading lies in China, else the clerk is asked.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.cells import coordinate
from data.file_rows import FileRows, plain, refuse_rows
from layers.refusal import Refusal
from layers.rules import Finding, Severity

Coordinates = NDArray[np.float64]
#: Whether pairs (east, north) of a file's own system could lie in China.
Plausible = Callable[[Coordinates, Coordinates], bool]

_EAST_NAMES = (
    *("lon", "lng", "long", "longitude", "经度", "东经", "经"),
    *("横坐标", "easting", "east", "东坐标", "东", "东向"),
)
_NORTH_NAMES = ("lat", "latitude", "纬度", "北纬", "纬", "纵坐标", "northing", "north", "北坐标", "北", "北向")
_X_NAMES = ("x", "x坐标", "坐标x", "xcoord", "coordx", "pointx", "px", "xx")
_Y_NAMES = ("y", "y坐标", "坐标y", "ycoord", "coordy", "pointy", "py", "yy")
_EAST_WITHIN, _NORTH_WITHIN = ("经度", "东经", "longitude"), ("纬度", "北纬", "latitude")
_SYSTEMS = ("wgs84", "cgcs2000", "4326", "4490", "2000", "84")
_SHIFTED = ("gcj02", "gcj", "bd09", "火星", "百度", "高德", "腾讯", "amap", "baidu")
_REMEDY = "请用 --x 字段名（东，经度）和 --y 字段名（北，纬度）指明坐标列"


@dataclass(frozen=True)
class Columns:
    """The two columns; `certain` is False when their names do not tell which is east."""

    east: str
    north: str
    certain: bool


def coordinate_columns(rows: FileRows, x: str | None, y: str | None) -> Columns | None:
    """The columns named by the clerk, or known by their names; None when the table has none.

    Raises:
        Refusal: only one was named, a name is missing, or several pairs could be meant.
    """
    if x is not None or y is not None:
        if x is None or y is None:
            raise Refusal("坐标列只给了一个", "--x 和 --y 必须成对给出", _REMEDY)
        rows.column(x), rows.column(y)
        return Columns(x, y, certain=True)
    east, north = _named(rows, _EAST_NAMES, _EAST_WITHIN), _named(rows, _NORTH_NAMES, _NORTH_WITHIN)
    certain = bool(east or north)
    if not certain:
        east, north = _named(rows, _X_NAMES, ()), _named(rows, _Y_NAMES, ())
    if not east and not north:
        return None
    if len(east) != 1 or len(north) != 1:
        listed = f"东向：{'、'.join(east) or '没有'}；北向：{'、'.join(north) or '没有'}"
        raise Refusal(f"{rows.name} 的坐标列认不准", listed, _REMEDY)
    _refuse_shifted(rows, east[0], north[0])
    return Columns(east[0], north[0], certain)


def _named(rows: FileRows, names: Sequence[str], within: Sequence[str]) -> list[str]:
    """The headings that bear one of the names, a coordinate system's name before or behind it not counted."""
    found = []
    for heading in rows.headings:
        bare = plain(heading)
        for system in (*_SYSTEMS, *_SHIFTED):
            bare = bare.removeprefix(system).removesuffix(system)
        if bare in names or any(word in bare for word in within):
            found.append(heading)
    return found


def _refuse_shifted(rows: FileRows, *headings: str) -> None:
    """Coordinates of web maps are no geodetic coordinates, whatever they look like."""
    shifted = [heading for heading in headings if any(name in plain(heading) for name in _SHIFTED)]
    if shifted:
        raise Refusal(
            f"{rows.name} 的坐标列“{shifted[0]}”是加偏坐标",
            "GCJ-02、BD-09 偏移数百米，会把设施算到别的乡镇",
            "请先在来源处换算为 CGCS2000，或用 --x、--y 指明未加偏的列",
        )


def read_coordinates(rows: FileRows, columns: Columns) -> tuple[Coordinates, Coordinates]:
    """East and north of every row, NaN where both are blank.

    Raises:
        Refusal: lists the rows with one of the two missing, or not a number.
    """
    wanted = "十进制的坐标数值"
    first = rows.read(columns.east, coordinate, wanted)
    second = rows.read(columns.north, coordinate, wanted)
    halves = [row for row in range(len(rows)) if (first[row] is None) != (second[row] is None)]
    if halves:
        refuse_rows(f"{rows.name} 有 {len(halves)} 行只有一个坐标", "", [rows.at(row) for row in halves])
    return _doubles(first), _doubles(second)


def _doubles(values: Sequence[float | None]) -> Coordinates:
    return np.array([np.nan if value is None else value for value in values], np.float64)


def settled(rows: FileRows, columns: Columns, plausible: Plausible, hint: str = "") -> Columns:
    """Columns of which is known which is east; X and Y by what their numbers allow, and that is noted.

    `hint` is what else the numbers say, told with a refusal.

    Raises:
        Refusal: the numbers allow both readings, or neither.
    """
    if columns.certain:
        return columns
    x, y = read_coordinates(rows, columns)
    known = ~np.isnan(x)
    readings = [
        (Columns(columns.east, columns.north, certain=True), plausible(x[known], y[known])),
        (Columns(columns.north, columns.east, certain=True), plausible(y[known], x[known])),
    ]
    fitting = [reading for reading, fits in readings if fits]
    if len(fitting) != 1:
        why = "两种读法都说得通" if fitting else "两种读法都不在中国范围内"
        what = f"{rows.name} 的“{columns.east}”“{columns.north}”哪个是东、哪个是北无法确定"
        raise Refusal(what, f"测量成果中 X 为北、Y 为东，一般软件相反；{why}{hint}", _REMEDY)
    chosen = fitting[0]
    message = f"{rows.name}：按数值判断，“{chosen.east}”为东（经度方向），“{chosen.north}”为北（纬度方向）"
    rows.notes.append(Finding(message, "geom", None, Severity.WARNING))
    return chosen
