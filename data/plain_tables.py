"""A list as a file: CSV for spreadsheets, XLSX, or GeoJSON (RFC 7946, lon/lat); the same rows are the same bytes."""

import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

import orjson
import xlsxwriter

Cell = str | int | float | bool | None
CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GEOJSON = "application/geo+json"
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
# A file's own dates would make two prints of one table differ.
CREATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}
"""How every workbook is written: what looks like a formula, an address or a number stays what it is."""


@dataclass(frozen=True)
class PlainTable:
    """Rows under headings; `names` are the columns' names for programs, `places` are lon/lat, one a row, or none."""

    title: str
    names: Sequence[str]
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    places: Sequence[tuple[float, float] | None] = ()


def csv_bytes(table: PlainTable) -> bytes:
    """UTF-8 with a byte order mark; an apostrophe stands before what a spreadsheet would take for a formula."""
    page = io.StringIO(newline="")
    writer = csv.writer(page)
    writer.writerow(table.headings)
    writer.writerows([[csv_cell(cell) for cell in row] for row in table.rows])
    return page.getvalue().encode("utf-8-sig")


def xlsx_bytes(table: PlainTable) -> bytes:
    """A workbook of one sheet; words stay words."""
    page = io.BytesIO()
    with xlsxwriter.Workbook(page, OPTIONS) as book:
        book.set_properties({"title": table.title, "created": CREATED})
        sheet, heading = book.add_worksheet(table.title[:31]), book.add_format({"bold": True, "border": 1})
        for place, words in enumerate(table.headings):
            sheet.write_string(0, place, words, heading)
            sheet.set_column(place, place, max(12, 2 * len(words)))
        for number, row in enumerate(table.rows, 1):
            for place, cell in enumerate(row):
                if isinstance(cell, bool | str):
                    sheet.write_string(number, place, _words(cell))
                elif cell is not None:
                    sheet.write_number(number, place, cell)
        sheet.freeze_panes(1, 0)
    return page.getvalue()


def geojson_bytes(table: PlainTable) -> bytes:
    """A feature for every row that has a place."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": list(place)},
            "properties": dict(zip(table.names, row, strict=True)),
        }
        for place, row in zip(table.places, table.rows, strict=True)
        if place is not None
    ]
    return orjson.dumps({"type": "FeatureCollection", "name": table.title, "features": features})


def _words(cell: bool | str) -> str:
    return ("是" if cell else "否") if isinstance(cell, bool) else cell


def csv_cell(value: object) -> str:
    """A cell as text; an apostrophe stands before what a spreadsheet would take for a formula."""
    if value is None:
        return ""
    words = _words(value) if isinstance(value, bool) else str(value)
    return f"'{words}" if isinstance(value, str) and words.startswith(_FORMULA_SIGNS) else words


FORMATS = {"csv": (CSV, csv_bytes), "xlsx": (XLSX, xlsx_bytes), "geojson": (GEOJSON, geojson_bytes)}
"""File extension to media type and writer."""
