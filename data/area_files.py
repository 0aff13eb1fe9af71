"""Areas handed in as a file: polygons with a code and a name each, brought to EPSG:4490 (lon, lat)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from data.cells import whole
from data.file_crs import REGISTER_EPSG, Into4490, asked, in_china, is_geographic, look_like_degrees, stated
from data.file_rows import FileRows, guessed
from data.vector_files import DATABASES, GEOJSON, read_geojson, read_vector
from geo.few_points import are_usable
from layers.coverage_inputs import AreaPeople, AreaSet
from layers.refusal import Refusal
from layers.rules import Finding, Severity

ID_NAMES = (
    *("code", "代码", "区划代码", "行政区划代码", "行政区代码", "xzqdm", "adcode", "编码", "编号"),
    *("id", "area_id", "zone_id"),
)
NAME_NAMES = (
    *("name", "名称", "行政区名称", "xzqmc", "乡镇名称", "乡镇", "乡镇街道", "街道", "区域名称"),
    *("area_name", "zone_name", "mc", "title"),
)
WGS_84 = 4326


@dataclass(frozen=True)
class AreaWish:
    """What the clerk said of a file of areas; what is None is looked for and reported."""

    id_field: str | None = None
    name_field: str | None = None
    population_field: str | None = None
    layer: str | None = None
    crs: str | None = None
    fallback_crs: str | None = None
    invented: bool = False


@dataclass(frozen=True)
class AreaFile:
    """Areas as read; `told` is what the run prints of how they were read."""

    areas: AreaSet
    people: tuple[AreaPeople, ...]
    told: dict[str, Any]
    notes: tuple[Finding, ...]


def read_areas(path: Path, wish: AreaWish) -> AreaFile:
    """Read polygons from a GeoJSON, GeoPackage or Shapefile.

    Raises:
        Refusal: the file cannot be read, says no coordinate system, or its areas cannot be used; says which and where.
    """
    suffix = path.suffix.lower()
    if suffix not in (*GEOJSON, *DATABASES):
        usable = "、".join((*GEOJSON, *DATABASES))
        raise Refusal(f"{path.name} 不能作为区域文件", "区域需要多边形", f"请提供 {usable}")
    return areas_of(read_vector(path, wish.layer), wish)


def areas_from_geojson(body: bytes, wish: AreaWish, name: str = "提交的区域") -> AreaFile:
    """Read polygons from the bytes of GeoJSON, as a request hands them in.

    Raises:
        Refusal: as `read_areas`.
    """
    rows = read_geojson(body, name)
    if not len(rows):
        raise Refusal(f"{name}是空的", "没有任何要素", "请核对内容")
    return areas_of(rows, wish)


def areas_of(rows: FileRows, wish: AreaWish) -> AreaFile:
    """Areas from the features of a file.

    Raises:
        Refusal: as `read_areas`.
    """
    ids, names, fields = _named(rows, wish)
    epsg = crs_of(rows, wish.crs, wish.fallback_crs)
    shapes = _usable_shapes(rows, names, epsg)
    areas = AreaSet.of(ids, names, shapes, [wish.invented] * len(rows))
    told = {"file": rows.name, **fields, "crs": f"EPSG:{epsg}"}
    if wish.population_field is None:
        return AreaFile(areas, (), told, tuple(rows.notes))
    counts = rows.read(wish.population_field, whole, "整数人数")
    people = tuple(
        AreaPeople(code, name, count, source=f"{rows.name} 字段“{wish.population_field}”", invented=wish.invented)
        for code, name, count in zip(ids, names, counts, strict=True)
    )
    return AreaFile(areas, people, told | {"population_field": wish.population_field}, tuple(rows.notes))


def _named(rows: FileRows, wish: AreaWish) -> tuple[list[str], list[str], dict[str, str]]:
    """Codes and names of the areas, and the fields they came from."""
    name_field = wish.name_field or guessed(rows, NAME_NAMES)
    id_field = wish.id_field or guessed(rows, ID_NAMES) or name_field
    if id_field is None:
        listed = "、".join(rows.headings) or "（没有字段）"
        raise Refusal(f"{rows.name} 没有认得出的代码或名称字段", f"现有字段：{listed}", "请用 --area-id 字段名 指明")
    ids = rows.texts(id_field)
    blanks = [rows.at(row) for row, code in enumerate(ids) if code is None]
    if blanks:
        what = f"{rows.name} 有 {len(blanks)} 个区域没有代码"
        raise Refusal(what, f"字段“{id_field}”为空", "请补全代码后重新运行", blanks)
    codes = [code or "" for code in ids]
    names = [name or code for name, code in zip(rows.texts(name_field or id_field), codes, strict=True)]
    return codes, names, {"id_field": id_field, "name_field": name_field or id_field}


def _usable_shapes(rows: FileRows, names: Sequence[str], epsg: int) -> NDArray[np.object_]:
    """Valid polygons in EPSG:4490.

    Raises:
        Refusal: says which shape cannot be used and where.
    """
    if rows.shapes is None:
        raise Refusal(f"{rows.name} 没有图形", "区域需要多边形", "请核对文件")
    if not are_usable(rows.shapes):
        _refuse_unusable(rows, rows.shapes, names)
    shapes = Into4490(epsg, rows.name).shapes(rows.shapes)
    _judge_place(rows, shapes)
    return shapes


def _refuse_unusable(rows: FileRows, shapes: NDArray[np.object_], names: Sequence[str]) -> None:
    """Say which shape cannot be used, why and where."""
    from geo.validity import first_fault

    fault = first_fault(shapes)
    if fault is not None:
        raise Refusal(f"{rows.name} {rows.at(fault.position)}“{names[fault.position]}”不能使用", fault.message)


def _judge_place(rows: FileRows, shapes: NDArray[np.object_]) -> None:
    """Refuse latitude written before longitude; note areas outside China."""
    vertices = shapely.get_coordinates(shapes)
    lon, lat = vertices[:, 0], vertices[:, 1]
    refuse_swapped(rows.name, lon, lat, "请在来源处改为先经度、后纬度")
    if not in_china(lon, lat).all():
        message = f"{rows.name} 有区域不在中国陆地范围（东经 73—136°，北纬 3—54°），请核对坐标系"
        rows.notes.append(Finding(message, "geom", None, Severity.WARNING))


def refuse_swapped(name: str, lon: NDArray[np.float64], lat: NDArray[np.float64], remedy: str) -> None:
    """Refuse points that lie in China only when latitude and longitude change places, and points on no globe.

    Raises:
        Refusal: longitude and latitude are swapped, or a latitude is beyond 90 degrees.
    """
    swapped = in_china(lat, lon) & ~in_china(lon, lat)
    if swapped.any():
        first = int(np.argmax(swapped))
        why = f"例如经度 {lon[first]:.6g}、纬度 {lat[first]:.6g}，对调后才在中国范围内"
        raise Refusal(f"{name} 的经度和纬度像是写反了（{int(swapped.sum())} 个点）", why, remedy)
    beyond = ~(np.isfinite(lon) & np.isfinite(lat)) | (np.abs(lat) > 90) | (np.abs(lon) > 180)  # noqa: PLR2004 - degrees
    if beyond.any():
        first = int(np.argmax(beyond))
        why = f"例如换算后为经度 {lon[first]:.6g}、纬度 {lat[first]:.6g}"
        raise Refusal(f"{name} 有 {int(beyond.sum())} 个点不在地球上", why, "请核对坐标系（--crs）和坐标数值")


def crs_of(rows: FileRows, own_wish: str | None, fallback: str | None) -> int:
    """The coordinate system of a file: its own word first; the clerk's where the file is silent.

    A GeoJSON without a crs member is WGS 84 by RFC 7946, unless the clerk's word fits its numbers.

    Raises:
        Refusal: nobody says it, or the file and the clerk contradict each other.
    """
    if rows.crs is not None:
        epsg = stated(rows.crs, rows.name)
        if own_wish is not None and asked(own_wish) != epsg:
            why = f"文件自带 EPSG:{epsg}，命令写明 {own_wish}"
            raise Refusal(f"{rows.name} 的坐标系说法不一", why, "请去掉该选项，或在来源软件中改正文件的坐标系")
        _note_unused(rows, epsg, fallback)
        return epsg
    if rows.silent_geojson:
        return _of_silent_geojson(rows, own_wish, fallback)
    wish = own_wish or fallback
    if wish is None:
        raise Refusal(
            f"{rows.name} 没有写明坐标系",
            "不同坐标系的同一坐标可相差数百米",
            "请加 --crs，例如 EPSG:4490（CGCS2000 经纬度）、EPSG:4326（GPS 经纬度）、"
            "EPSG:4547（3 度带，中央经线 114°）",
        )
    return asked(wish)


def _note_unused(rows: FileRows, epsg: int, fallback: str | None) -> None:
    """The file's own word goes before --crs, which is for files that do not say."""
    if fallback is not None and asked(fallback) not in (epsg, WGS_84, REGISTER_EPSG):
        message = f"{rows.name} 自带坐标系 EPSG:{epsg}，以它为准；--crs {fallback} 只用于没有写明坐标系的文件"
        rows.notes.append(_warned(message))


def _of_silent_geojson(rows: FileRows, own_wish: str | None, fallback: str | None) -> int:
    """What is said of this very file is taken at its word; --crs, said of all files, only where the numbers bear it."""
    wish = own_wish or fallback
    if wish is None or rows.shapes is None:
        return WGS_84
    epsg = asked(wish)
    if own_wish is None and not _bears(rows.shapes, epsg):
        rows.notes.append(
            _warned(f"{rows.name} 是经纬度，没有写明坐标系，按 GeoJSON 标准取 WGS 84；未采用 --crs {wish}")
        )
        return WGS_84
    if epsg not in (WGS_84, REGISTER_EPSG):
        rows.notes.append(_warned(f"{rows.name} 没有写明坐标系，按命令取 EPSG:{epsg}（GeoJSON 标准为 WGS 84）"))
    return epsg


def _bears(shapes: NDArray[np.object_], epsg: int) -> bool:
    """Whether coordinates are degrees where the system's are, and metres where they are."""
    vertices = shapely.get_coordinates(shapes)
    return is_geographic(epsg) == look_like_degrees(vertices[:, 0], vertices[:, 1])


def _warned(message: str) -> Finding:
    return Finding(message, "geom", None, Severity.WARNING)
