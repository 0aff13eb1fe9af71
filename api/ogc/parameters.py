"""What a request for items may ask: place, time, order, page. Angles are degrees.

Bounds are longitude first inside Cairn. A request speaks in the order of axes of the system it names.
"""

import base64
import datetime as dt
import math
import re
from dataclasses import dataclass

from shapely import Polygon

from api.errors import FieldError, Refused
from api.settings import CHINA
from data.ordering import Key
from geo.boxes import outline
from geo.systems import System

_HALF_TURN, _QUARTER_TURN = 180.0, 90.0
_PLANE, _SPACE = 4, 6
_MOST_KEYS = 8
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})")


@dataclass(frozen=True)
class Bounds:
    """A box in degrees; one whose west is east of its east crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float

    def boxes(self) -> list[tuple[float, float, float, float]]:
        """West, south, east, north of the one or two plain boxes that make up this one."""
        if self.west <= self.east:
            return [(self.west, self.south, self.east, self.north)]
        return [(self.west, self.south, _HALF_TURN, self.north), (-_HALF_TURN, self.south, self.east, self.north)]


@dataclass(frozen=True)
class Outline:
    """A box of a projected system as it lies on the ground; without a shape it holds nothing."""

    shape: Polygon | None


@dataclass(frozen=True)
class Days:
    """From the first day to the last, both included; None is without end."""

    first: dt.date | None
    last: dt.date | None

    @property
    def is_one_day(self) -> bool:
        """Whether this asks for the state on one day."""
        return self.first is not None and self.first == self.last


def read_bounds(text: str, system: System) -> Bounds | Outline:
    """Read `bbox` (four numbers, or six whose heights are ignored) in a coordinate system's own axis order.

    Obeys /req/core/fc-bbox-definition and Part 2 /req/crs/fc-bbox-crs-action.
    """
    numbers = _numbers(text)
    if len(numbers) == _SPACE:
        numbers = [*numbers[0:2], *numbers[3:5]]
    if system.north_first:
        south, west, north, east = numbers
    else:
        west, south, east, north = numbers
    if south > north:
        raise _bad("bbox", f"“{text}”的南边在北边之上", f"本次请求按 {system.order} 书写")
    if not system.is_projected:
        return _in_degrees(text, system, Bounds(west, south, east, north))
    if west > east:
        raise _bad("bbox", f"“{text}”的西边在东边之外", f"本次请求按 {system.order} 书写")
    return Outline(outline((west, south, east, north), system))


def _in_degrees(text: str, system: System, box: Bounds) -> Bounds:
    inside = all(abs(lon) <= _HALF_TURN for lon in (box.west, box.east)) and all(
        abs(lat) <= _QUARTER_TURN for lat in (box.south, box.north)
    )
    if not inside:
        raise _bad("bbox", f"“{text}”超出经纬度的范围", f"本次请求按 {system.order} 书写")
    return box


def read_sort(text: str | None) -> tuple[Key, ...]:
    """Read `sortby`: names separated by commas, each with `+` (or a blank, its decoded form) or `-` before it."""
    if text is None:
        return ()
    keys = [_key(part) for part in text.split(",")]
    names = [key.name for key in keys]
    if len(set(names)) < len(names) or len(names) > _MOST_KEYS:
        raise _bad("sortby", f"“{text}”有重复的字段，或多于 {_MOST_KEYS} 个", "例如 sortby=+name,-beds")
    return tuple(keys)


def _key(part: str) -> Key:
    found = re.fullmatch(r"\s*([+-]?)\s*(\w+)\s*", part)
    if found is None:
        raise _bad("sortby", f"“{part}”不是字段名", "例如 sortby=+name,-beds；+ 为升序（可省），- 为降序")
    return Key(found[2], descending=found[1] == "-")


def read_moment(name: str, text: str | None) -> dt.datetime | None:
    """Read a moment with its time zone, as RFC 3339 writes it."""
    if text is None:
        return None
    try:
        # A plus sign that was not escaped has become a blank.
        written = text.strip().replace(" ", "+")
        if _MOMENT.fullmatch(written):
            return dt.datetime.fromisoformat(written.upper())
    except (ValueError, OverflowError):
        pass
    raise _bad(name, f"“{text}”不是时刻", f"例如 {name}=2024-12-31T08:00:00+08:00 或 2024-12-31T00:00:00Z")


def read_days(text: str | None, today: dt.date) -> Days:
    """Read `datetime`: a day, a moment, or an interval with open ends as `..` or nothing; today when absent.

    The register keeps days in Chinese time. Obeys /req/core/fc-time-response.
    """
    if text is None:
        return Days(today, today)
    ends = text.split("/")
    if len(ends) == 1:
        day = _day(text)
        return Days(day, day)
    if len(ends) != 2:  # noqa: PLR2004  # an interval has two ends
        raise _bad_time(text)
    first, last = (None if end in ("", "..") else _day(end) for end in ends)
    if first is None and last is None:
        raise _bad_time(text)
    if first and last and first > last:
        raise _bad("datetime", f"“{text}”的开始晚于结束", "请把较早的日期写在前面")
    return Days(first, last)


def write_token(identity: str) -> str:
    """The next page begins after this identity; opaque, so that nobody builds on its form."""
    return base64.urlsafe_b64encode(identity.encode()).decode().rstrip("=")


def read_token(text: str | None) -> str | None:
    """The identity that a token stands for."""
    if text is None:
        return None
    try:
        identity = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode()
    except ValueError as fault:
        raise _bad("token", f"翻页标记“{text}”无法识别", "请使用上一页 next 链接里的标记") from fault
    return identity.replace("\0", "")


def _numbers(text: str) -> list[float]:
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) not in (_PLANE, _SPACE) or not all(map(math.isfinite, numbers)):
        raise _bad("bbox", f"“{text}”不是四个（或六个）以逗号分隔的数", "例如 bbox=112.7,28.9,113.8,29.6")
    return numbers


def _day(text: str) -> dt.date:
    try:
        if _MOMENT.fullmatch(text):
            return dt.datetime.fromisoformat(text.upper()).astimezone(CHINA).date()
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return dt.date.fromisoformat(text)
    except (ValueError, OverflowError):
        pass
    raise _bad_time(text)


def _bad_time(text: str) -> Refused:
    return _bad(
        "datetime",
        f"“{text}”不是日期、时刻或时段",
        "例如 2024-12-31、2024-12-31T00:00:00+08:00、2020-01-01/2024-12-31、../2024-12-31",
    )


def _bad(name: str, what: str, remedy: str) -> Refused:
    return Refused(
        400,
        f"参数 {name} 不能用：{what}",
        "它不符合 OGC API - Features 的约定",
        remedy,
        kind="invalid-parameter",
        errors=[FieldError(field=name, message=what)],
    )
