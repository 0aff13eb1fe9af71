"""The generic term of a road against the road's own geometry, by the county's table.

Which width and length make a 大道 is set locally, never nationally: 西安 measures between kerbs, 十堰 between the red
lines. A table is one TOML text with a version and the basis of its widths; none holds unless the county has chosen one.
Lengths and widths are metres; length is measured on the ellipsoid by the caller.

    id = "xian"
    title = "…"
    version = "…"
    source = "…"
    width_basis = "kerb"            # kerb: between kerbs · red_line: between the road's red lines
    longest_section_m = 10000       # optional: no section under one name is longer
    [[generic]]
    terms = ["大道"]
    width_from_m = 80               # each limit optional; from: at least, to: less than
    length_from_m = 8000
    note = "…"                      # what cannot be measured
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from layers.naming import NameFinding, NameSeverity
from layers.naming_rules.rulebook import finding
from layers.refusal import Refusal
from layers.vocabulary import Vocabulary


class WidthBasis(Vocabulary):
    """Between what a road's width is measured."""

    KERB = "kerb", "道牙间"
    RED_LINE = "red_line", "道路红线"


@dataclass(frozen=True)
class RoadGeneric:
    """What a road must measure to bear a generic term; None where the table sets no limit."""

    terms: tuple[str, ...]
    width_from_m: float | None = None
    width_to_m: float | None = None
    length_from_m: float | None = None
    length_to_m: float | None = None
    note: str | None = None


@dataclass(frozen=True)
class RoadTable:
    """A county's table of road generics, with version and source."""

    id: str
    title: str
    version: str
    source: str
    width_basis: WidthBasis
    generics: tuple[RoadGeneric, ...]
    longest_section_m: float | None = None

    def of(self, generic: str) -> RoadGeneric | None:
        """What a generic term asks; None when the table does not speak of it."""
        return next((each for each in self.generics if generic in each.terms), None)

    def fitting(self, length_m: float | None, width_m: float | None) -> tuple[str, ...]:
        """The generic terms a road of this size may bear."""
        return tuple(term for each in self.generics if not _misses(each, length_m, width_m) for term in each.terms)


@dataclass(frozen=True)
class RoadMeasured:
    """A road as it lies: length on the ellipsoid and width in metres, None for what nobody measured."""

    length_m: float | None = None
    width_m: float | None = None
    width_basis: WidthBasis | None = None


def read_road_table(text: str, name: str = "道路通名表") -> RoadTable:
    """A table from its TOML; `name` is how an error calls the text.

    Raises:
        Refusal: the text is no TOML, or lacks version, source or basis.
    """
    try:
        told = tomllib.loads(text)
        return RoadTable(
            told["id"],
            told["title"],
            told["version"],
            told["source"],
            WidthBasis.of(told["width_basis"]),
            tuple(_generic(each) for each in told["generic"]),
            told.get("longest_section_m"),
        )
    except (tomllib.TOMLDecodeError, KeyError, ValueError, TypeError) as fault:
        said = f"{type(fault).__name__}：{fault}"
        raise Refusal(f"{name}的内容有误", said, "请对照 layers/naming_rules/roads.py 开头的格式改正") from fault


def road_findings(name: str, generic: str, road: RoadMeasured, table: RoadTable | None) -> list[NameFinding]:
    """The generic term against what was measured; without a table, or with nothing measured, that is said."""
    part = (len(name) - len(generic), len(name))
    if not generic or (road.length_m is None and road.width_m is None and table is None):
        return []
    if table is None:
        message = "县里没有选定道路通名表，不能核对通名与道路的长度、宽度"
        remedy = "请在设置中选定道路通名表（随附西安、十堰两例，均非国家标准）"
        measured = _measured(road)
        return [
            finding("road-generic", message, remedy, part=part, severity=NameSeverity.INFORMATION, evidence=measured)
        ]
    return [*_against(generic, road, table, part), *_too_long(road, table, part)]


def _against(generic: str, road: RoadMeasured, table: RoadTable, part: tuple[int, int]) -> list[NameFinding]:
    asks = table.of(generic)
    told = {"table": f"{table.title}（{table.version}）", "source": table.source, **_measured(road)}
    if asks is None:
        return []
    found = []
    width_m = road.width_m if road.width_basis is table.width_basis else None
    if road.width_m is not None and width_m is None:
        basis = road.width_basis.label if road.width_basis else "未说明"
        message = f"宽度 {road.width_m:g} m 的量法是“{basis}”，表中按“{table.width_basis.label}”计，不能核对"
        remedy = f"请按{table.width_basis.label}量宽度"
        found.append(
            finding("road-generic", message, remedy, part=part, severity=NameSeverity.INFORMATION, evidence=told)
        )
    misses = _misses(asks, road.length_m, width_m)
    if misses:
        fits = table.fitting(road.length_m, width_m)
        message = f"通名“{generic}”与道路规模不符：{'；'.join(misses)}"
        remedy = f"按表可用“{'”“'.join(fits)}”" if fits else "表中没有合适的通名，请由县里确定"
        found.append(finding("road-generic", message, f"{remedy}；不改的请说明理由", part=part, evidence=told))
    return found


def _too_long(road: RoadMeasured, table: RoadTable, part: tuple[int, int]) -> list[NameFinding]:
    longest = table.longest_section_m
    if longest is None or road.length_m is None or road.length_m <= longest:
        return []
    message = f"道路长 {road.length_m:,.0f} m，超过一个名称的路段至多 {longest:,.0f} m"
    return [
        finding("road-generic", message, "请分段命名", part=part, evidence={"table": table.title, **_measured(road)})
    ]


def _misses(asks: RoadGeneric, length_m: float | None, width_m: float | None) -> list[str]:
    return [
        *_limits("宽", width_m, asks.width_from_m, asks.width_to_m),
        *_limits("长", length_m, asks.length_from_m, asks.length_to_m),
    ]


def _limits(what: str, measured: float | None, least: float | None, below: float | None) -> list[str]:
    if measured is None:
        return []
    if least is not None and measured < least:
        return [f"{what} {measured:,.0f} m，应不少于 {least:,.0f} m"]
    if below is not None and measured >= below:
        return [f"{what} {measured:,.0f} m，应少于 {below:,.0f} m"]
    return []


def _measured(road: RoadMeasured) -> dict[str, str]:
    told = {
        "length_m": None if road.length_m is None else f"{road.length_m:.1f}",
        "width_m": None if road.width_m is None else f"{road.width_m:g}",
        "width_basis": road.width_basis.label if road.width_basis else None,
    }
    return {key: value for key, value in told.items() if value is not None}


def _generic(told: Mapping[str, Any]) -> RoadGeneric:
    limits = {key: told[key] for key in _LIMITS if key in told}
    return RoadGeneric(tuple(told["terms"]), note=told.get("note"), **limits)


_LIMITS = ("width_from_m", "width_to_m", "length_from_m", "length_to_m")
