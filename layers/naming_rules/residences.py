"""The generic term of an estate or a building against its size, by the county's table: 山庄, 广场, 大厦, 城.

The conditions are local (area, share of green, storeys); what is not known is not held against the name. A table has
the form of that of roads: `[[generic]]` with `terms`, `area_from_m2`, `storeys_from`, `green_from_share`, `note`.
"""

import tomllib
from dataclasses import dataclass

from layers.naming import NameFinding
from layers.naming_rules.rulebook import finding
from layers.refusal import Refusal


@dataclass(frozen=True)
class ResidenceGeneric:
    """What an estate or a building must have to bear a generic term."""

    terms: tuple[str, ...]
    area_from_m2: float | None = None
    storeys_from: int | None = None
    green_from_share: float | None = None
    note: str | None = None


@dataclass(frozen=True)
class ResidenceTable:
    """A county's table of generics of estates and buildings."""

    id: str
    title: str
    version: str
    source: str
    generics: tuple[ResidenceGeneric, ...]


@dataclass(frozen=True)
class ResidenceMeasured:
    """An estate or a building as it is: land in square metres, storeys, share of green (0–1); None for unknown."""

    area_m2: float | None = None
    storeys: int | None = None
    green_share: float | None = None


def read_residence_table(text: str, name: str = "住宅区、楼宇通名表") -> ResidenceTable:
    """A table from its TOML; `name` is how an error calls the text.

    Raises:
        Refusal: the text is no TOML, or lacks version or source.
    """
    try:
        told = tomllib.loads(text)
        generics = tuple(ResidenceGeneric(**{**each, "terms": tuple(each["terms"])}) for each in told["generic"])
        return ResidenceTable(told["id"], told["title"], told["version"], told["source"], generics)
    except (tomllib.TOMLDecodeError, KeyError, ValueError, TypeError) as fault:
        said = f"{type(fault).__name__}：{fault}"
        raise Refusal(f"{name}的内容有误", said, "请对照 layers/naming_rules/residences.py 开头的格式改正") from fault


def residence_findings(
    name: str, generic: str, measured: ResidenceMeasured, table: ResidenceTable | None
) -> list[NameFinding]:
    """The generic term against what is known of the place; nothing without a table."""
    asks = next((each for each in table.generics if generic in each.terms), None) if table else None
    if table is None or asks is None:
        return []
    misses = [
        *_miss("占地", measured.area_m2, asks.area_from_m2, " m²"),
        *_miss("层数", measured.storeys, asks.storeys_from, " 层"),
        *_miss("绿地率", measured.green_share, asks.green_from_share, ""),
    ]
    if not misses:
        return []
    message = f"通名“{generic}”与规模不符：{'；'.join(misses)}"
    part = (len(name) - len(generic), len(name))
    remedy = "请改用相称的通名，或说明理由"
    told = {"table": f"{table.title}（{table.version}）", "source": table.source}
    return [finding("residence-generic", message, remedy, part=part, evidence=told)]


def _miss(what: str, measured: float | None, least: float | None, unit: str) -> list[str]:
    if measured is None or least is None or measured >= least:
        return []
    return [f"{what} {measured:,g}{unit}，应不少于 {least:,g}{unit}"]
