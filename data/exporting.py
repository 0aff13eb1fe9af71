"""A coverage run as files: CSV, XLSX, GeoJSON, GeoPackage; the same run is the same bytes.

Geometry is EPSG:4490, longitude first. Every file names its run and marks invented data. Words that a spreadsheet
would take for a formula are kept as words.
"""

import csv
import io
from collections.abc import Callable
from typing import Any

import orjson
import shapely
from shapely import MultiPolygon, Point, Polygon

from data.coverage_run import CoverageRun
from data.coverage_table import COLUMNS, HEADINGS, INVENTED, area_rows, ending_rows
from data.plain_tables import csv_cell
from data.workbook import workbook

_RUN_HEADING = "计算编号"

Writer = Callable[[CoverageRun], bytes]


def csv_bytes(run: CoverageRun) -> bytes:
    """Areas, what is in none, and the whole, as CSV in UTF-8 with a byte order mark, for spreadsheets."""
    page = io.StringIO(newline="")
    writer = csv.writer(page)
    writer.writerow([*HEADINGS, _RUN_HEADING])
    for row in (*area_rows(run.result), *ending_rows(run.result)):
        cells = [_cell(value, column.decimals) for value, column in zip(row, COLUMNS, strict=True)]
        writer.writerow([*cells, run.id])
    return page.getvalue().encode("utf-8-sig")


def _cell(value: object, decimals: int) -> str:
    return f"{value:.{decimals}f}" if isinstance(value, float) else csv_cell(value)


def json_bytes(run: CoverageRun) -> bytes:
    """The canonical bytes of the answer."""
    return run.body


def geojson_bytes(run: CoverageRun) -> bytes:
    """Areas as GeoJSON by RFC 7946; what is no area stands beside the features."""
    told = orjson.loads(run.body)
    areas = told.pop("areas")
    features = [
        {
            "type": "Feature",
            "id": area["id"],
            "properties": area | {"run": run.id, "note": INVENTED if area["invented"] else None},
            "geometry": _geometry(run.shapes[area["id"]]),
        }
        for area in areas
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features, "coverage": told})


def _geometry(shape: shapely.Geometry) -> Any:  # noqa: ANN401 - a fragment of JSON
    """A shape with outer rings counter-clockwise, as RFC 7946 wants them."""
    return orjson.Fragment(shapely.to_geojson(shapely.orient_polygons(shape, exterior_cw=False)))


def gpkg_bytes(run: CoverageRun) -> bytes:
    """Areas and facilities as the two layers of a GeoPackage in EPSG:4490."""
    from data.geopackage import Column, Layer, geopackage

    answers = orjson.loads(run.body)["areas"]
    names = [name for name in answers[0] if name != "population_method"]
    areas = Layer(
        "coverage",
        run.result.title,
        "MultiPolygon",
        [MultiPolygon([shape]) if isinstance(shape, Polygon) else shape for shape in run.shapes.values()],
        [Column(name, [answer[name] for answer in answers]) for name in names]
        + [Column("run", [run.id] * len(answers)), Column("note", [_note(answer["invented"]) for answer in answers])],
    )
    homes = [home for home in run.facilities if home.x is not None and home.y is not None]
    kept = ("layer", "id", "name", "beds", "area", "county_wide", "source", "source_date", "invented")
    facilities = Layer(
        "facilities",
        "计入的设施",
        "Point",
        [Point(home.x, home.y) for home in homes if home.x is not None and home.y is not None],
        [Column(name, [getattr(home, name) for home in homes]) for name in kept]
        + [Column("run", [run.id] * len(homes)), Column("note", [_note(home.invented) for home in homes])],
    )
    return geopackage([areas, facilities])


def _note(invented: bool) -> str | None:
    return INVENTED if invented else None


#: File extension to media type and writer; `api` adds the pictures of `maps`.
FORMATS: dict[str, tuple[str, Writer]] = {
    "csv": ("text/csv; charset=utf-8", csv_bytes),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook),
    "geojson": ("application/geo+json", geojson_bytes),
    "gpkg": ("application/geopackage+sqlite3", gpkg_bytes),
    "json": ("application/json", json_bytes),
}
