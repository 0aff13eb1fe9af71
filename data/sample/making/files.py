"""Writing a layer so that a rebuild gives the same bytes.

Declared fields in their order, rows by identity and first day, one feature per line, six decimals.
"""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from data.sample.making.plane import DECIMALS
from layers.atlas import layer_class
from layers.record import Record

OPENING_DAY = dt.date(2016, 1, 1)  # from here on the sample says what held; it knows nothing of the years before
MADE_AS_OF = dt.date(2024, 12, 31)
RULE_SOURCE = "示例规则（data/sample/build.py，种子 430621-2024）"
NOTE = (
    "岳阳县示例数据：invented 为 true 的要素由固定规则虚构，不是真实数据；"
    "坐标为经度、纬度（WGS 84 与 CGCS2000 视为相同，约 1 m）。"
)
_COMMON = ("valid_from", "valid_to", "source", "source_date", "invented")


@dataclass(frozen=True)
class Origin:
    """Where a row's knowledge came from."""

    source: str
    source_date: dt.date | None
    invented: bool


def invented(what: str) -> Origin:
    """The origin of a row that the rule made."""
    return Origin(f"{RULE_SOURCE}：{what}", MADE_AS_OF, invented=True)


@dataclass(frozen=True)
class Row:
    """A record's values with its place (lon/lat · degrees), the days it held (until exclusive), and its origin."""

    values: dict[str, Any]
    origin: Origin
    place: BaseGeometry | None = None
    valid_from: dt.date = OPENING_DAY
    valid_to: dt.date | None = None


def write_layer(folder: Path, layer_id: str, rows: Iterable[Row]) -> int:
    """Check a layer's rows against its declaration, write its file, and say how many rows it holds.

    A layer with places becomes GeoJSON (RFC 7946), one without becomes CSV (UTF-8, RFC 4180 but for the line feed).
    """
    declared = layer_class(layer_id)
    identity = declared.layer.identified_by
    ordered = sorted(rows, key=lambda row: (str(row.values[identity]), row.valid_from))
    flat = [_flat(declared, row) for row in ordered]
    if declared.layer.geometry is None:
        _write(folder / f"{layer_id}.csv", _table(declared, flat))
    else:
        _write(folder / f"{layer_id}.geojson", _collection(layer_id, flat, [_place(row) for row in ordered]))
    return len(ordered)


def _flat(declared: type[Record], row: Row) -> dict[str, Any]:
    """The declared fields in their order with the common columns, absent ones left out."""
    record, findings = declared.receive({name: value for name, value in row.values.items() if value is not None})
    if record is None or findings:
        raise ValueError(f"{row.values}: {'; '.join(finding.message for finding in findings)}")
    fields = {sheet.name: row.values.get(sheet.name) for sheet in declared.fields()}
    common = dict(zip(_COMMON, (row.valid_from, row.valid_to, *astuple(row.origin)), strict=True))
    return {name: _plain(value) for name, value in (fields | common).items() if value is not None}


def _table(declared: type[Record], flat: list[dict[str, Any]]) -> str:
    page = io.StringIO()
    writer = csv.DictWriter(page, [*(sheet.name for sheet in declared.fields()), *_COMMON], lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in values.items()} for values in flat)
    return page.getvalue()


def _collection(layer_id: str, flat: list[dict[str, Any]], places: list[BaseGeometry]) -> str:
    head = f'{{"type":"FeatureCollection","name":{_dumped(layer_id)},"note":{_dumped(NOTE)},"features":['
    features = [
        _dumped({"type": "Feature", "properties": values, "geometry": _geometry(place)})
        for values, place in zip(flat, places, strict=True)
    ]
    joined = ",\n".join(features)
    return f"{head}\n{joined}\n]}}\n"


def _place(row: Row) -> BaseGeometry:
    if row.place is None:
        raise ValueError(f"a feature without a place: {row.values}")
    return row.place


def _geometry(place: BaseGeometry) -> dict[str, Any]:
    shape = json.loads(shapely.to_geojson(place))
    return {"type": shape["type"], "coordinates": _rounded(shape["coordinates"])}


def _rounded(coordinates: Any) -> Any:  # noqa: ANN401 - nested lists of any depth
    if isinstance(coordinates[0], list):
        return [_rounded(part) for part in coordinates]
    return [round(number, DECIMALS) for number in coordinates]


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a field holds
    return value.isoformat() if isinstance(value, dt.date) else value


def _cell(value: Any) -> Any:  # noqa: ANN401 - the same
    return str(value).lower() if isinstance(value, bool) else value


def _dumped(value: Any) -> str:  # noqa: ANN401 - the same
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")
