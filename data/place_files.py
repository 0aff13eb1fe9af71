"""Facilities and people handed in as files: points or tables with coordinates, brought to EPSG:4490 (lon, lat)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from data.area_files import ID_NAMES, NAME_NAMES, crs_of, refuse_swapped
from data.cells import text, whole
from data.coordinate_columns import Columns, coordinate_columns, read_coordinates, settled
from data.file_crs import Into4490, in_china, is_geographic, zone_hint
from data.file_rows import FileRows, guessed, refuse_rows
from data.tabular import read_table
from data.vector_files import DATABASES, GEOJSON, read_vector
from layers.coverage_inputs import AreaPeople, BedPlace, PeoplePlace
from layers.refusal import Refusal
from layers.rules import Finding, Severity

_TABLES = (".csv", ".xlsx")
_FACILITY_IDS = ("机构代码", "机构编号", "设施编号", "统一社会信用代码", "编号", "代码", "number", "code", "id")
_FACILITY_NAMES = ("机构名称", "设施名称", "养老机构名称", "养老机构", "单位名称", *NAME_NAMES)
_TOTALS = ("合计", "总计", "小计", "共计", "总和")
_POINT, _MULTIPOINT = 0, 4

Coordinates = NDArray[np.float64]


@dataclass(frozen=True)
class PlaceWish:
    """What the clerk said of a file of places; `value` names the field of beds or of people."""

    value: str
    name_field: str | None = None
    area_id_field: str | None = None
    x: str | None = None
    y: str | None = None
    x_y_if_there: bool = False
    """Whether `x` and `y` were named for another file and are taken here only when this one has them."""
    layer: str | None = None
    crs: str | None = None
    fallback_crs: str | None = None
    invented: bool = False


@dataclass(frozen=True)
class FacilityFile:
    """Facilities as read; `told` is what the run prints of how they were read."""

    places: tuple[BedPlace, ...]
    told: dict[str, Any]
    notes: tuple[Finding, ...]


@dataclass(frozen=True)
class PopulationFile:
    """People as read: of places, or of areas."""

    places: tuple[PeoplePlace, ...] | None
    by_area: tuple[AreaPeople, ...]
    told: dict[str, Any]
    notes: tuple[Finding, ...]


def read_facilities(path: Path, wish: PlaceWish) -> FacilityFile:
    """Read facilities with their beds from points or from a table with coordinates.

    A blank bed count is unknown, not zero; a place without coordinates is kept and will be listed as unplaced.

    Raises:
        Refusal: the file cannot be read or says no coordinate system, or cells cannot be read; lists the rows.
    """
    rows = _without_totals(_read(path, wish), wish)
    columns = _columns(rows, wish)
    if columns is None and rows.shapes is None:
        listed = "、".join(name for name in rows.headings if name)
        remedy = "请用 --x 字段名 --y 字段名 指明（x 为东，y 为北）"
        raise Refusal(f"{rows.name} 没有认得出的坐标列", f"现有字段：{listed}", remedy)
    beds = rows.read(wish.value, whole, "整数床位数，不带单位")
    lon, lat, located = _located(rows, wish, columns)
    names, ids, fields = _names(rows, wish)
    places = tuple(
        BedPlace(
            "file", ids[row], names[row], *_place(lon[row], lat[row]), beds[row],
            source=f"{rows.name} {rows.at(row)}", invented=wish.invented,
        )
        for row in range(len(rows))
    )  # fmt: skip
    _note_twins(rows, places)
    return FacilityFile(places, {"file": rows.name, "beds_field": wish.value, **fields, **located}, tuple(rows.notes))


def read_population(path: Path, wish: PlaceWish) -> PopulationFile:
    """Read older people: of points, of a table with coordinates, or of a table with one row per area code.

    Raises:
        Refusal: as `read_facilities`; or a table has neither coordinates nor area codes, or a code twice.
    """
    rows = _without_totals(_read(path, wish), wish)
    columns = _columns(rows, wish)
    counts = rows.read(wish.value, whole, "整数人数")
    names, ids, fields = _names(rows, wish)
    told = {"file": rows.name, "population_field": wish.value}
    if columns is None and rows.shapes is None:
        people, field = _of_areas(rows, wish, names, counts)
        return PopulationFile(None, people, told | {"area_id_field": field}, tuple(rows.notes))
    lon, lat, located = _located(rows, wish, columns)
    places = tuple(
        PeoplePlace(
            ids[row], names[row], *_place(lon[row], lat[row]), counts[row],
            source=f"{rows.name} 字段“{wish.value}”", invented=wish.invented,
        )
        for row in range(len(rows))
    )  # fmt: skip
    return PopulationFile(places, (), told | fields | located, tuple(rows.notes))


def _read(path: Path, wish: PlaceWish) -> FileRows:
    """The rows of a file, whichever kind it is."""
    suffix = path.suffix.lower()
    if suffix in _TABLES:
        named = () if wish.x_y_if_there else (wish.x, wish.y)
        wanted = [name for name in (wish.value, *named) if name is not None]
        rows = read_table(path, wanted, wish.layer)
    elif suffix in (*GEOJSON, *DATABASES):
        rows = read_vector(path, wish.layer)
    else:
        usable = "、".join((*_TABLES, *GEOJSON, *DATABASES))
        remedy = "请在表格软件中另存为 .xlsx" if suffix == ".xls" else f"请提供 {usable}"
        raise Refusal(f"{path.name} 的格式不能读取", f"可用格式：{usable}", remedy)
    if not len(rows):
        raise Refusal(f"{path.name} 是空的", "只有表头，没有数据行", "请核对文件")
    rows.column(wish.value)
    return rows


def _without_totals(rows: FileRows, wish: PlaceWish) -> FileRows:
    """Rows without the line of totals that closes a table: it is no place, and would count everything twice."""
    if rows.shapes is not None:
        return rows
    columns = _columns(rows, wish)
    blank = [True] * len(rows)
    if columns is not None:
        blank = [text(cell) is None for cell in rows.column(columns.east)]
    totals = [row for row in range(len(rows)) if blank[row] and _is_total(rows.cells[row])]
    for row in totals:
        message = f"{rows.name} {rows.at(row)}是合计行，不是一处地点，未读入"
        rows.notes.append(Finding(message, None, None, Severity.WARNING))
    return rows.keep([row for row in range(len(rows)) if row not in totals]) if totals else rows


def _is_total(cells: Sequence[object]) -> bool:
    """Whether the first word of a row is a word for totals."""
    first = next((words for words in map(text, cells) if words is not None), "")
    return "".join(first.split()) in _TOTALS


def _columns(rows: FileRows, wish: PlaceWish) -> Columns | None:
    if rows.shapes is not None:
        return None
    absent = wish.x_y_if_there and not all(name is not None and rows.has(name) for name in (wish.x, wish.y))
    return coordinate_columns(rows, *((None, None) if absent else (wish.x, wish.y)))


def _located(
    rows: FileRows, wish: PlaceWish, columns: Columns | None
) -> tuple[Coordinates, Coordinates, dict[str, Any]]:
    """Longitude and latitude of every row (NaN for none), and what the run prints of it."""
    into = Into4490(crs_of(rows, wish.crs, wish.fallback_crs), rows.name)
    told: dict[str, Any] = {"crs": f"EPSG:{into.epsg}"}
    if columns is not None:
        columns = _oriented(rows, columns, into)
        told |= {"x": columns.east, "y": columns.north}
        x, y = read_coordinates(rows, columns)
    else:
        x, y = _of_points(rows)
    lon, lat = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
    known = ~(np.isnan(x) | np.isnan(y))
    lon[known], lat[known] = into.points(x[known], y[known])
    _judge_place(rows, lon[known], lat[known])
    return lon, lat, told


def _oriented(rows: FileRows, columns: Columns, into: Into4490) -> Columns:
    """Columns of which is sure which is east; a contradiction with the coordinate system is refused.

    Raises:
        Refusal: which is east cannot be told, or they look swapped.
    """
    x, y = read_coordinates(rows, columns)
    known = ~np.isnan(x)
    x, y = x[known], y[known]
    into.refuse_contradiction(x, y)
    hint = zone_hint(np.maximum(x, y))
    chosen = settled(rows, columns, into.plausible, hint)
    if columns.certain and not is_geographic(into.epsg) and len(x) and not into.plausible(x, y):
        _refuse_strange_plane(rows, columns, into, swapped=into.plausible(y, x), hint=hint)
    return chosen


def _refuse_strange_plane(rows: FileRows, columns: Columns, into: Into4490, *, swapped: bool, hint: str) -> None:
    """Refuse plane coordinates that are swapped, or that carry a zone number their system has not."""
    system = f"坐标系 EPSG:{into.epsg}"
    if swapped:
        why = f"{system} 下，对调后才落在使用范围内；测量成果中 X 为北、Y 为东"
        remedy = f"请试 --x {columns.north} --y {columns.east}"
        raise Refusal(f"{rows.name} 的东坐标和北坐标像是写反了", why, remedy)
    if hint:
        what = f"{rows.name} 的坐标与坐标系不符"
        raise Refusal(what, f"按{system} 换算后不在其使用范围内{hint}", "请核对坐标系（--crs）")


def _of_points(rows: FileRows) -> tuple[Coordinates, Coordinates]:
    """The coordinates of points; a feature without a shape has none."""
    if rows.shapes is None:
        return np.empty(0), np.empty(0)
    kinds = shapely.get_type_id(rows.shapes)
    single = (kinds == _MULTIPOINT) & (shapely.get_num_geometries(rows.shapes) == 1)
    points = np.where(single, shapely.get_geometry(rows.shapes, 0), rows.shapes)
    wrong = [
        f"{rows.at(row)}：{shape.geom_type}"
        for row, shape in enumerate(points)
        if shape is not None and shape.geom_type != "Point"
    ]
    if wrong:
        refuse_rows(f"{rows.name} 有 {len(wrong)} 个要素不是点", "地点需要点，不能由线或面代替", wrong)
    return shapely.get_x(points), shapely.get_y(points)


def _judge_place(rows: FileRows, lon: Coordinates, lat: Coordinates) -> None:
    """Refuse latitude written before longitude; note points outside China."""
    refuse_swapped(rows.name, lon, lat, "请核对坐标列，或用 --x、--y 对调")
    outside = int((~in_china(lon, lat)).sum())
    if outside:
        message = f"{rows.name} 有 {outside} 个点不在中国陆地范围（东经 73—136°，北纬 3—54°），请核对坐标和坐标系"
        rows.notes.append(Finding(message, "geom", None, Severity.WARNING))


def _names(rows: FileRows, wish: PlaceWish) -> tuple[list[str], list[str], dict[str, str]]:
    """Names and identifiers of the places, by the usual field names; else the row."""
    name_field = wish.name_field or guessed(rows, _FACILITY_NAMES) or _containing(rows, "名称")
    nothing: list[str | None] = [None] * len(rows)
    names = nothing if name_field is None else rows.texts(name_field)
    id_field = guessed(rows, _FACILITY_IDS)
    ids = nothing if id_field is None else rows.texts(id_field)
    if None in ids or len(set(ids)) != len(ids):
        id_field, ids = None, nothing
    told = {"name_field": name_field, "id_field": id_field}
    return (
        [name or rows.at(row) for row, name in enumerate(names)],
        [code or rows.at(row) for row, code in enumerate(ids)],
        {key: field for key, field in told.items() if field is not None},
    )


def _containing(rows: FileRows, word: str) -> str | None:
    return next((heading for heading in rows.headings if word in heading), None)


def _place(lon: float, lat: float) -> tuple[float | None, float | None]:
    return (None, None) if np.isnan(lon) else (float(lon), float(lat))


def _note_twins(rows: FileRows, places: Sequence[BedPlace]) -> None:
    """The same name at the same place twice is probably one facility, counted twice."""
    seen: dict[tuple[str, float | None, float | None], str] = {}
    for place in places:
        key = (place.name, place.x, place.y)
        if place.x is not None and key in seen:
            message = (
                f"{rows.name}：“{place.name}”在同一位置出现多次（{seen[key]}、{place.source}），"
                "均已计入，请核对是否重复"
            )
            rows.notes.append(Finding(message, "geom", shapely.Point(place.x, place.y or 0.0), Severity.WARNING))
        seen.setdefault(key, place.source)


def _of_areas(
    rows: FileRows, wish: PlaceWish, names: Sequence[str], counts: Sequence[int | None]
) -> tuple[tuple[AreaPeople, ...], str]:
    """People of areas by their codes."""
    field = wish.area_id_field or guessed(rows, ID_NAMES)
    if field is None:
        listed = "、".join(name for name in rows.headings if name)
        why = f"既没有坐标列，也没有区域代码列；现有字段：{listed}"
        remedy = "请用 --x、--y 指明坐标列，或用 --population-area-id 指明区域代码列"
        raise Refusal(f"{rows.name} 的人口对不上区域", why, remedy)
    codes = rows.texts(field)
    faults = [f"{rows.at(row)}：没有代码" for row, code in enumerate(codes) if code is None]
    first: dict[str, int] = {}
    for row, code in enumerate(codes):
        if code is not None and first.setdefault(code, row) != row:
            faults.append(f"{rows.at(row)}：代码“{code}”与{rows.at(first[code])}重复")
    if faults:
        refuse_rows(f"{rows.name} 的区域代码有误", f"字段“{field}”应每行一个且不重复", faults)
    source = f"{rows.name} 字段“{wish.value}”"
    people = tuple(
        AreaPeople(code or "", name, count, source=source, invented=wish.invented)
        for code, name, count in zip(codes, names, counts, strict=True)
    )
    return people, field
