"""The gazetteer (地名录) as files: standard names with their spelling, place and papers, as the caller sees them.

Names stand in the order of their spelling. Places are EPSG:4490, lon/lat, as precise as the caller may know. The same
names are the same bytes. Words that a spreadsheet would take for a formula stay words.
"""

import csv
import datetime as dt
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
import xlsxwriter
from shapely.geometry.base import BaseGeometry
from sqlalchemy.orm import Session

from data import audit, features
from data.features import Asked, Filter
from data.plain_tables import CREATED, OPTIONS, csv_cell
from layers.place_names import NameStatus, PlaceName, PlaceNameKind
from layers.refusal import Refusal

_LABELS = {sheet.name: sheet.heading for sheet in PlaceName.fields()}
_WORDS = {"kind": PlaceNameKind.labels(), "status": NameStatus.labels()}
_COUNTY_DIGITS = 6
_COLUMNS = (
    "name",
    "romanized",
    "romanized_toneless",
    "kind",
    "code",
    "class_code",
    "division",
    "position",
    "meaning",
    "origin",
    "name_history",
    "alias",
    "former_name",
    "approving_authority",
    "approval_number",
    "approved_on",
    "status",
    "source",
)
_PLACE = ("lon", "lat")
_HEADINGS = {
    "lon": "经度（°）",
    "lat": "纬度（°）",
    "source": "数据来源",
    "division_name": "所属政区",
    "invented": "示例数据",
}
_INVENTED = "示例数据，虚构"


@dataclass(frozen=True)
class Wanted:
    """Which names: on a day, of a division and below, of a kind, of a status; None does not restrict."""

    day: dt.date
    division: str | None = None
    kind: PlaceNameKind | None = None
    status: NameStatus | None = NameStatus.IN_USE


@dataclass(frozen=True)
class GazetteerEntry:
    """A name in the gazetteer: its fields with labels as people read them, and where it is."""

    values: dict[str, Any]
    shape: BaseGeometry | None

    @property
    def name(self) -> str:
        """The standard name."""
        return str(self.values["name"])


def entries(session: Session, wanted: Wanted, most: int | None = None) -> list[GazetteerEntry]:
    """The names that are wanted and that the caller sees, by their spelling.

    Raises:
        Refusal: there are more than `most`.
    """
    where = {name: word.value for name, word in (("kind", wanted.kind), ("status", wanted.status)) if word is not None}
    filters: tuple[Filter, ...] = (below(wanted.division),) if wanted.division else ()
    asked = Asked("place_names", wanted.day, where=where, filters=filters)
    found = features.count(session, asked) if most is not None else 0
    if most is not None and found > most:
        remedy = "请按行政区划或类别分份，或在控制台运行 cairn name gazetteer"
        raise Refusal(f"所要的地名有 {found:,} 条", f"一次请求至多写出 {most:,} 条", remedy)
    rows = features.find(session, asked)
    audit.remember(
        session, "place_names", [row.code for row in rows if row.disclosure == "restricted"], deed=audit.EXPORT
    )
    named = division_names(session, wanted.day)
    made = [_entry(row, named) for row in rows]
    return sorted(made, key=lambda each: (each.values["romanized_toneless"] or "~", each.name, each.values["code"]))


def csv_bytes(names: Sequence[GazetteerEntry]) -> bytes:
    """The names as CSV in UTF-8 with a byte order mark, for spreadsheets."""
    page = io.StringIO(newline="")
    writer = csv.writer(page)
    writer.writerow(headings())
    for row in rows_of(names):
        writer.writerow([csv_cell(value) for value in row])
    return page.getvalue().encode("utf-8-sig")


def xlsx_bytes(names: Sequence[GazetteerEntry]) -> bytes:
    """The names as a workbook; words stay words, days are days."""
    page = io.BytesIO()
    with xlsxwriter.Workbook(page, OPTIONS) as book:
        book.set_properties({"title": "地名录", "created": CREATED})
        bold = book.add_format({"bold": True, "font_color": "white", "bg_color": "#0F5C5C", "text_wrap": True})
        sheet = book.add_worksheet("地名录")
        for place, heading in enumerate(headings()):
            sheet.write_string(0, place, heading, bold)
            sheet.set_column(place, place, max(10, 2 * len(heading)))
        for number, row in enumerate(rows_of(names), 1):
            for place, value in enumerate(row):
                _write(sheet, number, place, value)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, max(1, len(names)), len(headings()) - 1)
    return page.getvalue()


def gpkg_bytes(names: Sequence[GazetteerEntry]) -> bytes:
    """The names as a GeoPackage: a layer of points, one of lines, one of areas, each where there are any."""
    from data.geopackage import Column, Layer, geopackage

    keys = [*_COLUMNS, "division_name", "invented"]
    layers = []
    for layer, title, kinds, geometry in _KINDS_OF_PLACE:
        own = [(each, each.shape) for each in names if each.shape is not None and each.shape.geom_type in kinds]
        if own:
            shapes = [_many(shape) if geometry.startswith("Multi") else shape for _, shape in own]
            columns = [Column(key, [_text(each.values[key]) for each, _ in own]) for key in keys]
            layers.append(Layer(layer, title, geometry, shapes, columns))
    if not layers:
        raise Refusal("没有带位置的地名", "GeoPackage 只收有位置的地名", "请放宽条件，或改取 CSV")
    return geopackage(layers)


_KINDS_OF_PLACE = (
    ("place_name_points", "地名（点）", ("Point",), "Point"),
    ("place_name_lines", "地名（线）", ("LineString", "MultiLineString"), "MultiLineString"),
    ("place_name_areas", "地名（面）", ("Polygon", "MultiPolygon"), "MultiPolygon"),
)

#: File extension to media type and writer; `api` adds the .docx of `maps`.
FORMATS: dict[str, tuple[str, Callable[[Sequence[GazetteerEntry]], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", csv_bytes),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_bytes),
    "gpkg": ("application/geopackage+sqlite3", gpkg_bytes),
}


def headings() -> list[str]:
    """The headings of a row."""
    keys = ("name", *_COLUMNS[1:7], "division_name", *_COLUMNS[7:], *_PLACE, "invented")
    return ["序号", *(_HEADINGS.get(key) or _LABELS[key] for key in keys)]


def rows_of(names: Sequence[GazetteerEntry]) -> list[list[Any]]:
    """A row for each name, numbered from 1."""
    keys = ("name", *_COLUMNS[1:7], "division_name", *_COLUMNS[7:], *_PLACE, "invented")
    return [[number, *(each.values[key] for key in keys)] for number, each in enumerate(names, 1)]


def _entry(row: Any, named: dict[str, str]) -> GazetteerEntry:  # noqa: ANN401 - a row of the register
    shape = shapely.from_wkb(bytes(row.geom)) if row.geom is not None else None
    point = shape.point_on_surface() if shape is not None else None
    values = {key: _labelled(key, getattr(row, key)) for key in _COLUMNS}
    values |= {
        "division_name": division_name(row.division, named),
        "lon": None if point is None else round(point.x, 7),
        "lat": None if point is None else round(point.y, 7),
        "invented": _INVENTED if row.invented else None,
    }
    return GazetteerEntry(values, shape)


def _labelled(key: str, value: Any) -> Any:  # noqa: ANN401 - whatever a field holds
    return _WORDS[key].get(value, value) if key in _WORDS else value


def division_names(session: Session, day: dt.date) -> dict[str, str]:
    """The names of all divisions by their codes."""
    found = features.find(session, Asked("divisions", day), "code", "name")
    return {row.code: row.name for row in found}


def division_name(code: str | None, named: dict[str, str]) -> str | None:
    """County and township, and what is below, by name; the code itself where the register has none of them."""
    if code is None:
        return None
    steps = [code[:digits] for digits in (6, 9, 12) if len(code) >= digits]
    words = "".join(named.get(step, "") for step in steps)
    return words or code


def below(division: str) -> Filter:
    """Names in a division and all below; 430600 is all of 4306…."""
    prefix = division
    while len(division) == _COUNTY_DIGITS and prefix.endswith("00"):
        prefix = prefix[:-2]
    return lambda view: view.columns["division"].like(f"{prefix}%")


def _write(sheet: Any, row: int, place: int, value: object) -> None:  # noqa: ANN401 - published without types
    if isinstance(value, int | float):
        sheet.write_number(row, place, value)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, place, dt.datetime.combine(value, dt.time(), dt.UTC).replace(tzinfo=None))
    elif value is not None:
        sheet.write_string(row, place, str(value))


def _text(value: object) -> Any:  # noqa: ANN401 - a cell of a GeoPackage
    return value.isoformat() if isinstance(value, dt.date) else value


def _many(shape: BaseGeometry) -> BaseGeometry:
    """A line or an area as a collection of one."""
    if isinstance(shape, shapely.LineString):
        return shapely.MultiLineString([shape])
    return shapely.MultiPolygon([shape]) if isinstance(shape, shapely.Polygon) else shape
