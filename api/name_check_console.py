"""What `cairn name check` prints; it acts as the register's owner, whom no policy binds."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from api.database import console
from api.name_checks import CheckedName, NameToCheck, asked_of, checked_sheet, policy_of
from api.settings import read_settings
from data.name_check import check_all
from layers.naming import NameVerdict
from layers.refusal import Refusal

_FORMATS = ("text", "json")


@dataclass(frozen=True)
class Place:
    """Where the named thing lies: a file of GeoJSON or `LON,LAT` (EPSG:4490, degrees), and a road's width in metres."""

    geometry: Path | None = None
    near: str | None = None
    width_m: float | None = None
    width_basis: str | None = None

    def told(self) -> dict[str, Any]:
        """The place as a request tells it.

        Raises:
            Refusal: the file or the numbers cannot be read.
        """
        shape = None if self.geometry is None else _read(self.geometry)
        near = None if self.near is None else _lon_lat(self.near)
        return {"geometry": shape, "near": near, "width_m": self.width_m, "width_basis": self.width_basis}


def show_checks(names: Sequence[str], kind: str, division: str | None, place: Place, form: str) -> int:
    """Print what stands against the names; 1 when one may not be used, else 0.

    Raises:
        Refusal: the kind, the format or the place cannot be read.
    """
    if form not in _FORMATS:
        raise Refusal(f"没有“{form}”这种格式", "", f"请选 {' 或 '.join(_FORMATS)}")
    told = place.told()
    asked = [asked_of(NameToCheck(name=name, kind=kind, division=division, **told)) for name in names]
    settings = read_settings()
    with console() as session:
        sheets = [checked_sheet(each) for each in check_all(session, asked, policy_of(settings), settings.today())]
    _show(sheets, form)
    return int(any(sheet.verdict == NameVerdict.BLOCKS.value for sheet in sheets))


def _show(sheets: Sequence[CheckedName], form: str) -> None:
    if form == "json":
        told = [sheet.model_dump() for sheet in sheets]
        written = orjson.dumps(told[0] if len(told) == 1 else told, option=orjson.OPT_INDENT_2)
        sys.stdout.write(f"{written.decode()}\n")
        return
    for sheet in sheets:
        spelt = f"（{sheet.spelling.toned}）" if sheet.spelling else ""
        sys.stdout.write(f"{sheet.name}{spelt}：{sheet.verdict_label}；{sheet.scope.title}\n")
        for found in sheet.findings:
            sys.stdout.write(
                f"  {found.severity_label} {found.title}：{found.message}。{found.article}。{found.remedy}\n"
            )


def _read(path: Path) -> Any:  # noqa: ANN401  # whatever the file holds; the reader of shapes says what is wrong with it
    try:
        return orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError) as fault:
        raise Refusal(f"文件 {path} 读不出来", str(fault), "请给出 GeoJSON 文件") from fault


def _lon_lat(text: str) -> tuple[float, float]:
    try:
        lon, lat = (float(part) for part in text.replace("，", ",").split(","))
    except ValueError as fault:
        raise Refusal(f"“{text}”不是位置", "须为两个数", "先经度后纬度，如 113.12,29.14") from fault
    return lon, lat
