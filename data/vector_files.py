"""Vector files: GeoJSON by RFC 7946 and the older form with a crs member, GeoPackage, Shapefile.

Shapes are made 2D and stay in the file's own coordinates, east first.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import shapely
from numpy.typing import NDArray

from data.cells import Cell
from data.file_rows import FileRows
from data.tabular import decoded
from layers.refusal import Refusal
from layers.rules import Finding, Severity

GEOJSON, DATABASES = (".geojson", ".json"), (".gpkg", ".shp")
_UNDEFINED = ("undefined", "unknown")


def read_vector(path: Path, layer: str | None = None) -> FileRows:
    """Read the features of a file.

    Raises:
        Refusal: the file cannot be read, has several layers that could be meant, or no features.
    """
    rows = read_geojson(path.read_bytes(), path.name) if path.suffix.lower() in GEOJSON else _read_gdal(path, layer)
    if not len(rows):
        raise Refusal(f"{path.name} 是空的", "没有任何要素", "请核对文件")
    return rows


def read_geojson(body: bytes, name: str) -> FileRows:
    """Read GeoJSON: a collection, one feature, or a bare geometry.

    Raises:
        Refusal: it is no GeoJSON; says which feature cannot be read.
    """
    try:
        document = orjson.loads(decoded(body, name))
    except orjson.JSONDecodeError as fault:
        raise Refusal(f"{name} 不是有效的 GeoJSON", f"解析出错：{fault}", "请重新导出文件") from fault
    features = _features(document, name)
    properties = [_properties(feature) for feature in features]
    headings = list(dict.fromkeys(key for told in properties for key in told))
    own_id = "id" not in headings and any("id" in feature for feature in features)
    cells: list[tuple[Cell, ...]] = []
    for feature, told in zip(features, properties, strict=True):
        cells.append((*(told.get(key) for key in headings), *([feature.get("id")] if own_id else [])))
    return FileRows(
        name,
        (*headings, *(["id"] if own_id else [])),
        cells,
        list(range(1, len(features) + 1)),
        "个要素",
        _geojson_shapes(features, name),
        _named_crs(document, name),
        silent_geojson=not isinstance(document.get("crs"), Mapping),
    )


def _features(document: object, name: str) -> list[dict[str, Any]]:
    """The features of a document, whatever its outer form."""
    kind = document.get("type") if isinstance(document, dict) else None
    if isinstance(document, dict) and kind == "FeatureCollection" and isinstance(document.get("features"), list):
        return [feature if isinstance(feature, dict) else {} for feature in document["features"]]
    if isinstance(document, dict) and kind == "Feature":
        return [document]
    if isinstance(document, dict) and "coordinates" in document:
        return [{"type": "Feature", "properties": {}, "geometry": document}]
    raise Refusal(f"{name} 不是 GeoJSON", "最外层应是 FeatureCollection、Feature 或几何图形", "请核对文件")


def _properties(feature: Mapping[str, Any]) -> Mapping[str, Any]:
    """The properties of a feature; what is no object says nothing."""
    told = feature.get("properties")
    return told if isinstance(told, Mapping) else {}


def _named_crs(document: Mapping[str, Any], name: str) -> str | None:
    """The crs member of GeoJSON before RFC 7946."""
    member = document.get("crs")
    if not isinstance(member, Mapping):
        return None
    told = _properties(member).get("name")
    if not isinstance(told, str):
        why = '应为 {"type": "name", "properties": {"name": "…"}}'
        raise Refusal(f"{name} 的 crs 成员读不懂", why, "请改正或删去该成员")
    return told


def _geojson_shapes(features: Sequence[Mapping[str, Any]], name: str) -> NDArray[np.object_]:
    """The geometries, None where a feature has none."""
    shapes = np.full(len(features), None, dtype=object)
    for number, feature in enumerate(features):
        geometry = feature.get("geometry")
        if geometry is None:
            continue
        try:
            shapes[number] = shapely.force_2d(shapely.from_geojson(orjson.dumps(geometry)))
        except (shapely.GEOSException, TypeError, ValueError) as fault:
            raise Refusal(f"{name} 第 {number + 1} 个要素的图形读不懂", str(fault), "请在来源处改正") from fault
    return shapes


def _read_gdal(path: Path, layer: str | None) -> FileRows:
    """Read with GDAL; a Shapefile that does not say its encoding is looked at."""
    from pyogrio.raw import read

    notes: list[Finding] = []
    encoding = _dbf_encoding(path, notes) if path.suffix.lower() == ".shp" else None
    try:
        chosen = _chosen_layer(path, layer)
        meta, _, blobs, columns = read(path, layer=chosen, encoding=encoding, force_2d=True)
        shapes = None if blobs is None else shapely.from_wkb(blobs)
    except (RuntimeError, ValueError, shapely.GEOSException) as fault:
        if isinstance(fault, Refusal):
            raise
        remedy = "请核对文件是否完整（Shapefile 需 .shp、.shx、.dbf 同在）"
        raise Refusal(f"{path.name} 无法读取", str(fault), remedy) from fault
    if shapes is None:
        raise Refusal(f"{path.name} 没有图形", "它只是一张表", "请核对文件或图层")
    values = [_cells(column) for column in columns]
    cells: list[tuple[Cell, ...]] = list(zip(*values, strict=True)) if values else [() for _ in shapes]
    headings = tuple(str(name) for name in meta["fields"])
    own = meta["crs"] if meta["crs"] and not str(meta["crs"]).lower().startswith(_UNDEFINED) else None
    if own and any(f'"{word}' in str(own).lower()[:40] for word in _UNDEFINED):
        own = None
    return FileRows(path.name, headings, cells, list(range(1, len(shapes) + 1)), "个要素", shapes, own, notes=notes)


def _chosen_layer(path: Path, layer: str | None) -> str:
    """The one layer with shapes, or the one that was named."""
    from pyogrio import list_layers

    drawn = [str(name) for name, kind in list_layers(path) if kind is not None]
    if layer is not None and layer not in drawn:
        raise Refusal(f"{path.name} 中没有图层“{layer}”", f"现有图层：{'、'.join(drawn)}", "请改用上面列出的名称")
    if layer is None and len(drawn) != 1:
        listed = "、".join(drawn) or "（没有）"
        remedy = "请用 --areas-layer、--facilities-layer 等选项指明图层"
        raise Refusal(f"{path.name} 有 {len(drawn)} 个图层", f"图层：{listed}", remedy)
    return layer or drawn[0]


def _cells(column: NDArray[Any]) -> list[Cell]:
    """A column as plain values, None where there is none."""
    if column.dtype.kind == "f":
        return [None if np.isnan(value) else float(value) for value in column]
    if column.dtype.kind == "M":
        return [None if np.isnat(value) else value.item() for value in column]
    return list(column.tolist())


def _dbf_encoding(path: Path, notes: list[Finding]) -> str | None:
    """The encoding of a table without a .cpg file: UTF-8 if it is that, else GB18030; None where .cpg says it."""
    for suffix in (".dbf", ".shx"):
        if not _beside(path, suffix):
            why = "Shapefile 由几个文件组成，缺一不可"
            raise Refusal(f"{path.name} 缺少 {path.stem}{suffix}", why, "请把同名的各个文件放在一起")
    if _beside(path, ".cpg"):
        return None
    table = _beside(path, ".dbf")
    words = _dbf_words(table.read_bytes()) if table else b""
    if words.isascii():
        return None
    encoding = _encoding_of(words)
    notes.append(Finding(f"{path.name} 没有 .cpg 文件，文字按 {encoding} 读取", None, None, Severity.WARNING))
    return encoding


def _dbf_words(body: bytes) -> bytes:
    """Field names and records of a dBASE table, without the binary parts of its header."""
    header = int.from_bytes(body[8:10], "little")
    names = [body[start : start + 11] for start in range(32, header - 1, 32)]
    return b" ".join([*names, body[header:]])


def _encoding_of(words: bytes) -> str:
    """Which of the two usual encodings words are in."""
    try:
        words.decode("utf-8")
    except UnicodeDecodeError:
        return "GB18030"
    return "UTF-8"


def _beside(path: Path, suffix: str) -> Path | None:
    """A file of the same name with another suffix, in small letters or capitals."""
    found = [path.with_suffix(suffix), path.with_suffix(suffix.upper())]
    return next((file for file in found if file.exists()), None)
