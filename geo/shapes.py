"""Read a shape from WKT, GeoJSON or WKB, and say exactly why one cannot be read.

Coordinates are taken as they stand, x first; heights and measures are left behind, for what is kept is two-dimensional.
Reading says nothing about validity: see `geo.validity`.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

KINDS = (
    *("Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon"),
    "GeometryCollection",
)

_SRID = re.compile(r"\s*SRID=\d+;", re.IGNORECASE)
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})+")
_REASONS = (
    (r"encountered end of stream", "文字到末尾还没有写完，可能少了右括号或坐标"),
    (r"Unknown type: '(?P<word>.*)'", "不认识图形类型“{word}”，应为 " + "、".join(kind.upper() for kind in KINDS)),
    (r"Unexpected text after end", "图形结束之后还有多余的文字"),
    (r"Expected number but encountered word: '(?P<word>.*)'", "应为数字之处写着“{word}”"),
    (r"Expected number but encountered '(?P<word>.*)'", "应为数字之处是“{word}”：每个点须有用空格隔开的两个数"),
    (r"Expected word but encountered (?P<word>.*)", "括号或类型的位置不对，此处是“{word}”"),
    (r"do not form a closed", "环没有闭合：最后一点须与第一点相同"),
    (r"point array must contain|Invalid number of points", "点数太少：线至少两点，环至少四点（首尾相同）"),
    (r"Expected two or three coordinates", "有的点不是两个坐标：每个点须为 [经度, 纬度]"),
    (r"key '(?P<word>.*)' not found", "缺少“{word}”"),
    (r"type must be array, but is (?P<word>\w+)", "坐标的层数不对：应为数组之处是 {word}"),
    (r"type must be number, but is (?P<word>\w+)", "坐标里有不是数字的值（{word}）"),
    (r"Unexpected EOF|Input buffer is smaller", "字节不完整：内容比它自己说的短"),
    (r"Unknown WKB type (?P<word>\d+)", "不认识 WKB 类型 {word}"),
)


class UnreadableShape(ValueError):
    """What was handed in is no shape in the form it should have."""


def read_wkt(text: str) -> BaseGeometry:
    """Read a shape from WKT, or from EWKT, whose SRID is left to the caller.

    Raises:
        UnreadableShape: the text is not WKT.
    """
    if not text.strip():
        raise UnreadableShape("WKT 是空的：请填写图形，例如 POINT (113.1 29.2)。")
    try:
        with np.errstate(invalid="ignore"):
            return _readable(shapely.from_wkt(_SRID.sub("", text, count=1)), "WKT")
    except (GEOSException, NotImplementedError) as fault:
        raise UnreadableShape(f"WKT 读不出来：{_reason(fault)}。请改正后重试。") from None


def read_geojson(content: str | bytes | Mapping[str, Any]) -> BaseGeometry:
    """Read a shape from a GeoJSON geometry, or from a feature that has one (RFC 7946: longitude, latitude).

    Raises:
        UnreadableShape: the content is not JSON, not GeoJSON, several features, or a feature without geometry.
    """
    geometry = _geometry_of(content if isinstance(content, Mapping) else _parsed(content))
    try:
        with np.errstate(invalid="ignore"):
            return _readable(shapely.from_geojson(json.dumps(geometry)), "GeoJSON")
    except (GEOSException, NotImplementedError) as fault:
        raise UnreadableShape(f"GeoJSON 读不出来：{_reason(fault)}。请改正后重试。") from None


def read_wkb(content: bytes | str) -> BaseGeometry:
    """Read a shape from WKB or EWKB, as bytes or as hexadecimal digits; an SRID in it is left to the caller.

    Raises:
        UnreadableShape: the content is not WKB.
    """
    if isinstance(content, str) and not _HEX.fullmatch(content.strip()):
        raise UnreadableShape("WKB 读不出来：十六进制文字只能由成对的 0–9、A–F 组成。请核对是否抄漏。")
    octets = bytes.fromhex(content.strip()) if isinstance(content, str) else bytes(content)
    try:
        with np.errstate(invalid="ignore"):
            return _readable(shapely.from_wkb(octets), "WKB")
    except (GEOSException, NotImplementedError) as fault:
        raise UnreadableShape(f"WKB 读不出来：{_reason(fault)}。请重新导出。") from None


def _parsed(content: str | bytes) -> object:
    """Read JSON, and say where it breaks off."""
    try:
        return json.loads(content)
    except UnicodeDecodeError:
        raise UnreadableShape("GeoJSON 读不出来：文字不是 UTF-8 编码。请另存为 UTF-8 后重试。") from None
    except json.JSONDecodeError as fault:
        raise UnreadableShape(
            f"GeoJSON 读不出来：第 {fault.lineno} 行第 {fault.colno} 列起不是 JSON。请核对引号、逗号和括号。"
        ) from None


def _geometry_of(content: object) -> Mapping[str, Any]:
    """Return the geometry in a GeoJSON object."""
    if not isinstance(content, Mapping) or "type" not in content:
        raise UnreadableShape("GeoJSON 读不出来：最外层应为带有“type”的对象。请提供一个图形（geometry）。")
    kind = content["type"]
    if kind == "FeatureCollection":
        raise UnreadableShape(
            "GeoJSON 是要素集合（FeatureCollection），此处只要一个图形：请取出其中一个要素的 geometry。"
        )
    if kind == "Feature":
        geometry = content.get("geometry")
        if geometry is None:
            raise UnreadableShape("GeoJSON 要素没有图形（geometry 为空）：请补充图形。")
        return _geometry_of(geometry)
    if kind not in KINDS:
        raise UnreadableShape(f"GeoJSON 不认识图形类型“{kind}”：应为 {'、'.join(KINDS)} 之一。")
    return content


def _readable(shape: BaseGeometry, form: str) -> BaseGeometry:
    """Return the shape in two dimensions, if all its coordinates are numbers."""
    coordinates = shapely.get_coordinates(shape)
    lost = np.flatnonzero(~np.isfinite(coordinates).all(axis=1))
    if lost.size:
        raise UnreadableShape(f"{form} 第 {lost[0] + 1} 个点的坐标不是有限数：请补全坐标。")
    return shapely.set_srid(shapely.force_2d(shape), 0)


def _reason(fault: Exception) -> str:
    """Say in Chinese what the reader of GEOS says in English."""
    if isinstance(fault, NotImplementedError):
        return "图形含有曲线，只支持直线段"
    told = str(fault).strip()
    for pattern, words in _REASONS:
        found = re.search(pattern, told)
        if found:
            return words.format(**found.groupdict())
    return f"不合格式（{told.split(':', maxsplit=1)[-1].strip()}）"
