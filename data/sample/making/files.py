"""Writing a layer so that a rebuild gives the same bytes: rows by identity, one feature per line, six decimals."""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from data.sample.making.plane import DECIMALS

OPENING_DAY = dt.date(2016, 1, 1)  # from here on the sample says what held; it knows nothing of the years before
MADE_AS_OF = dt.date(2024, 12, 31)
RULE_SOURCE = "示例规则（data/sample/build.py，种子 430621-2024）"
NOTE = (
    "岳阳县示例数据：invented 为 true 的要素由固定规则虚构，不是真实数据；"
    "坐标为经度、纬度（WGS 84 与 CGCS2000 视为相同，约 1 m）。"
)


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
    valid_to: dt.date | None = field(default=None)

    def flat(self) -> dict[str, Any]:
        """The values with the common columns, absent ones left out."""
        common = {
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
            "source": self.origin.source,
            "source_date": self.origin.source_date,
            "invented": self.origin.invented,
        }
        return {name: _plain(value) for name, value in (self.values | common).items() if value is not None}


def write_features(path: Path, rows: Iterable[Row], identity: str) -> int:
    """Write rows with places as GeoJSON (RFC 7946) and say how many."""
    ordered = sorted(rows, key=lambda row: (str(row.values[identity]), row.valid_from))
    lines = ",\n".join(_dumped(_feature(row)) for row in ordered)
    head = f'{{"type":"FeatureCollection","name":{_dumped(path.stem)},"note":{_dumped(NOTE)},"features":[\n'
    _write(path, f"{head}{lines}\n]}}\n")
    return len(ordered)


def write_table(path: Path, rows: Iterable[Row], identity: str) -> int:
    """Write rows without places as CSV (UTF-8, RFC 4180 but for the line feed) and say how many."""
    ordered = sorted(rows, key=lambda row: (str(row.values[identity]), row.valid_from))
    headings = list(dict.fromkeys(name for row in ordered for name in row.values))
    headings += ["valid_from", "valid_to", "source", "source_date", "invented"]
    page = io.StringIO()
    writer = csv.DictWriter(page, headings, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.flat().items()} for row in ordered)
    _write(path, page.getvalue())
    return len(ordered)


def _feature(row: Row) -> dict[str, Any]:
    if row.place is None:
        raise ValueError(f"a feature without a place: {row.values}")
    return {"type": "Feature", "properties": row.flat(), "geometry": _geometry(row.place)}


def _geometry(place: BaseGeometry) -> dict[str, Any]:
    shape = json.loads(shapely.to_geojson(place))
    return {"type": shape["type"], "coordinates": _rounded(shape["coordinates"])}


def _rounded(coordinates: Any) -> Any:  # noqa: ANN401 - nested lists of any depth
    if isinstance(coordinates[0], list):
        return [_rounded(part) for part in coordinates]
    return [float(np.round(number, DECIMALS)) for number in coordinates]


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a field holds
    return value.isoformat() if isinstance(value, dt.date) else value


def _cell(value: Any) -> Any:  # noqa: ANN401 - the same
    return str(value).lower() if isinstance(value, bool) else value


def _dumped(value: Any) -> str:  # noqa: ANN401 - the same
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")
