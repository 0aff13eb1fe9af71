"""Files for tests of the file mode: four squares near 113° E, 29° N, homes and villages in them, written as asked."""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer
from shapely import Point, box
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

WEST, SOUTH = 113.0, 29.0
CODES = {"430621101": "西南镇", "430621102": "东南镇", "430621103": "西北乡", "430621104": "东北乡"}
PLACES = {"430621101": (0, 0), "430621102": (1, 0), "430621103": (0, 1), "430621104": (1, 1)}
ELDERLY = {"430621101": 1000, "430621102": 2000, "430621103": 500, "430621104": 0}
HOMES = (("甲敬老院", 113.05, 29.05, 60), ("乙养老院", 113.15, 29.05, 20), ("丙福利院", 113.05, 29.15, 20))


def square(code: str) -> BaseGeometry:
    """A square of a tenth of a degree."""
    column, row = PLACES[code]
    west, south = WEST + column / 10, SOUTH + row / 10
    return box(west, south, west + 0.1, south + 0.1)


def moved(shape: BaseGeometry, epsg: int) -> BaseGeometry:
    """A shape of EPSG:4490 in another system, east first."""
    way = Transformer.from_crs(4490, epsg, always_xy=True)
    return shapely.transform(shape, lambda vertices: np.column_stack(way.transform(vertices[:, 0], vertices[:, 1])))


def feature(shape: BaseGeometry | None, **properties: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"type": "Feature", "properties": properties, "geometry": None if shape is None else mapping(shape)}


def geojson(path: Path, features: Sequence[Mapping[str, Any]], crs: str | None = None) -> Path:
    """A GeoJSON file; `crs` makes it one of before RFC 7946."""
    member = {"crs": {"type": "name", "properties": {"name": crs}}} if crs else {}
    path.write_text(json.dumps({"type": "FeatureCollection", **member, "features": list(features)}), "utf-8")
    return path


def squares(path: Path, crs: str | None = None, **extra: Any) -> Path:  # noqa: ANN401
    """The four squares with code, name and older people."""
    features = [feature(square(code), code=code, name=name, p60=ELDERLY[code], **extra) for code, name in CODES.items()]
    return geojson(path, features, crs)


def table(path: Path, rows: Sequence[Sequence[object]], encoding: str = "utf-8") -> Path:
    """A CSV file."""
    with path.open("w", encoding=encoding, newline="") as page:
        csv.writer(page).writerows(rows)
    return path


def workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> Path:
    """An XLSX file."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(list(row))
    book.save(path)
    return path


def homes(path: Path, headings: Sequence[str] = ("名称", "经度", "纬度", "床位数"), encoding: str = "utf-8") -> Path:
    """The three homes as CSV."""
    return table(path, [headings, *HOMES], encoding)


def written(
    path: Path,
    shapes: Sequence[BaseGeometry],
    fields: Mapping[str, Sequence[object]],
    *,
    driver: str,
    crs: str | None,
    encoding: str | None = None,
    layer: str | None = None,
) -> Path:
    """A file written by GDAL."""
    from pyogrio.raw import write

    write(
        path,
        shapely.to_wkb(np.array(shapes, dtype=object)),
        [
            np.array(values, dtype=object) if isinstance(values[0], str) else np.array(values)
            for values in fields.values()
        ],
        np.array(list(fields), dtype=object),
        geometry_type=shapes[0].geom_type,
        driver=driver,
        crs=crs,
        encoding=encoding,
        layer=layer,
        append=path.exists(),
    )
    return path


def home_points() -> list[Point]:
    return [Point(x, y) for _, x, y, _ in HOMES]
