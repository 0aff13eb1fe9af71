"""Ways from an extract of OpenStreetMap (.osm.pbf, .osm), or from a file of lines that keeps its tags as columns.

OpenStreetMap is in WGS 84, taken as CGCS2000 within a metre (`geo.crs`); longitude first, degrees. Its data is under
the Open Database License: whoever hands figures or maps on names “© OpenStreetMap contributors”.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import osmium
import shapely
from numpy.typing import NDArray
from osmium.osm.types import Way

from data.file_crs import Into4490, stated
from data.file_rows import FileRows
from data.vector_files import DATABASES, GEOJSON, read_vector
from data.way_maps import Course, WayMap
from layers.refusal import Refusal
from layers.ways import OsmTable, read_osm_table

TRAVEL = Path(__file__).parent / "reference" / "travel"
_EXTRACTS = (".osm.pbf", ".osm", ".osm.bz2", ".osm.gz")
_WGS_84 = 4326
_TAGS = ("highway", "oneway", "junction", "bridge", "tunnel", "layer", "maxspeed", "access", "foot", "motor_vehicle")
Box = tuple[float, float, float, float]


@cache
def osm_table(folder: Path = TRAVEL) -> OsmTable:
    """Which values of `highway` are ways.

    Raises:
        Refusal: the file does not follow its format.
    """
    path = folder / "osm.toml"
    return read_osm_table(path.read_text(encoding="utf-8"), path.name)


def read_ways(path: Path, within: Box | None = None) -> WayMap:
    """The ways of a file, those that touch a box of west, south, east, north when one is given.

    Raises:
        Refusal: the file cannot be read, or has no ways there.
    """
    if not path.is_file():
        raise Refusal(f"没有文件 {path}", "", "请核对路径")
    name = path.name.lower()
    if name.endswith(_EXTRACTS):
        courses = _of_extract(path)
    elif path.suffix.lower() in (*GEOJSON, *DATABASES):
        courses = _of_lines(path)
    else:
        known = "、".join((*_EXTRACTS, *GEOJSON, *DATABASES))
        raise Refusal(f"{path.name} 不是可读的道路文件", f"可读 {known}", "请先转换格式")
    kept = WayMap.of(each for each in courses if within is None or _touches(each, within))
    if not len(kept):
        where = "所给范围内" if within else "其中"
        raise Refusal(f"{path.name} 没有可用的道路", f"{where}没有带 highway 标签的路线", "请核对文件和范围")
    return kept


def _of_extract(path: Path) -> Iterator[Course]:
    table = osm_table()
    try:
        ways = osmium.FileProcessor(str(path)).with_locations()
        for way in ways.with_filter(osmium.filter.EntityFilter(osmium.osm.WAY)):
            tags = dict(way.tags)
            told = table.way(tags)
            if told is None or not isinstance(way, Way):
                continue
            # An extract is cut at its rim: nodes beyond have no place.
            places = [(node.lon, node.lat) for node in way.nodes if node.location.valid()]
            yield Course(np.array(places).reshape(-1, 2), told, tags.get("name", ""), f"way/{way.id}")
    except RuntimeError as fault:
        raise Refusal(f"{path.name} 不能读取", f"{fault}", "请重新下载或摘取") from fault


def _of_lines(path: Path) -> Iterator[Course]:
    rows = read_vector(path)
    if "highway" not in rows.headings:
        raise Refusal(
            f"{path.name} 没有 highway 一列", f"列有：{'、'.join(rows.headings)}", "请给出 OpenStreetMap 的道路"
        )
    shapes, table = _shapes(rows), osm_table()
    cells = {name: rows.texts(name) for name in (*_TAGS, "name", "id") if name in rows.headings}
    for row, shape in enumerate(shapes):
        tags = {name: told for name, texts in cells.items() if (told := texts[row])}
        way = table.way(tags)
        for part in shapely.get_parts(shape) if way is not None else ():
            if way is not None and part.geom_type == "LineString":
                yield Course(shapely.get_coordinates(part), way, tags.get("name", ""), tags.get("id", str(row + 1)))


def _shapes(rows: FileRows) -> NDArray[np.object_]:
    """The lines of a file in the register's system; GeoJSON that says nothing is in WGS 84 (RFC 7946)."""
    if rows.shapes is None or not (rows.crs or rows.silent_geojson):
        raise Refusal(f"{rows.name} 没有写明坐标系", "不写明坐标系就不能判断位置", "请在来源软件中写明后重新导出")
    epsg = stated(rows.crs, rows.name) if rows.crs else _WGS_84
    return Into4490(epsg, rows.name).shapes(rows.shapes)


def _touches(course: Course, within: Box) -> bool:
    west, south, east, north = within
    low, high = course.lonlat.min(axis=0, initial=np.inf), course.lonlat.max(axis=0, initial=-np.inf)
    return bool(low[0] <= east and high[0] >= west and low[1] <= north and high[1] >= south)
