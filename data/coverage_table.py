"""The rows and headings of a coverage result as tables print them, and the notes that go with every print.

One declaration serves the console, CSV and XLSX, so that no heading differs between them.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from layers.coverage_result import AreaFigure, CoverageResult
from layers.coverage_terms import AgeFrom, BedColumn, By, CountedFacilities, CountyLevel, PopulationSource
from layers.indicators import INDICATORS
from layers.population import PopulationBasis
from layers.vocabulary import Vocabulary

Value = str | int | float | None

INVENTED = "示例数据"
NOT_OFFICIAL = "计算值，非法定统计数据"
METHODS = {
    "statistics": "区划统计",
    "settlements": "区域内村（社区）人口之和",
    "mixed": "部分区域用区划统计，其余用村（社区）人口",
    "area_field": "区域文件自带字段",
    "area_table": "按区域代码的人口表",
    "points": "区域内人口点之和",
    "none": "无",
}
_PARAMETERS: dict[str, tuple[str, type[Vocabulary]]] = {
    "by": ("统计单元", By),
    "age": ("老年人年龄", AgeFrom),
    "basis": ("人口口径", PopulationBasis),
    "beds": ("床位口径", BedColumn),
    "count": ("计入设施", CountedFacilities),
    "county_level": ("全县统筹床位", CountyLevel),
    "population_source": ("人口来源", PopulationSource),
}


def day(date: dt.date | None) -> str | None:
    """A date as it is printed."""
    return None if date is None else date.isoformat()


@dataclass(frozen=True)
class Column:
    """A column: heading with its unit, what an area's row shows, and what the rows of the whole show."""

    heading: str
    short: str
    value: Callable[[AreaFigure], Value]
    numeric: bool = True
    decimals: int = 0
    width: int = 12


COLUMNS = (
    Column("位次", "位次", lambda row: row.rank, width=6),
    Column("代码", "代码", lambda row: row.id, numeric=False, width=15),
    Column("名称", "名称", lambda row: row.name, numeric=False, width=18),
    Column("设施数（处）", "设施", lambda row: row.facilities),
    Column("床位数（张）", "床位", lambda row: row.beds),
    Column("其中分摊的全县统筹床位（张）", "分摊", lambda row: row.spread_beds, width=16),
    Column("老年人口（人）", "老年人口", lambda row: row.elderly, width=14),
    Column("每千名老年人养老床位数（张/千人）", "张/千人", lambda row: row.beds_per_thousand, decimals=2, width=20),
    Column("缺口（张）", "缺口", lambda row: row.shortfall_beds),
    Column("富余（张）", "富余", lambda row: row.surplus_beds),
    Column("人口取数方式", "取数方式", lambda row: METHODS[row.population_method], numeric=False, width=24),
    Column("人口统计时点", "时点", lambda row: day(row.counted_on), numeric=False, width=13),
    Column("示例数据", "示例", lambda row: INVENTED if row.invented else None, numeric=False, width=10),
    Column("无数值的原因", "说明", lambda row: row.no_value_reason, numeric=False, width=24),
)
HEADINGS = tuple(column.heading for column in COLUMNS)


def area_rows(result: CoverageResult) -> list[tuple[Value, ...]]:
    """One row for each area, in the order of codes."""
    return [tuple(column.value(row) for column in COLUMNS) for row in result.areas]


def ending_rows(result: CoverageResult) -> list[tuple[Value, ...]]:
    """What follows the areas: what is in none, where there is such, and the whole."""
    return [*([_unplaced_row(result)] if _has_unplaced(result) else []), _total_row(result)]


def _has_unplaced(result: CoverageResult) -> bool:
    return bool(result.unplaced.facilities or result.unplaced.population)


def _row(name: str, figures: tuple[Value, ...], invented: bool, reason: str | None) -> tuple[Value, ...]:
    return (None, None, name, *figures, None, None, INVENTED if invented else None, reason)


def _unplaced_row(result: CoverageResult) -> tuple[Value, ...]:
    """What stands in no area, so that the rows add up to the whole."""
    homes, people = result.unplaced.facilities, result.unplaced.population
    beds, elderly = sum(home.beds or 0 for home in homes), sum(row.elderly or 0 for row in people)
    return _row("不属于任何区域", (len(homes), beds, None, elderly, None, None, None), False, "见“未归属”")


def _total_row(result: CoverageResult) -> tuple[Value, ...]:
    total = result.total
    spread = sum(row.spread_beds for row in result.areas)
    figures = (total.facilities, total.beds, spread, total.elderly, total.beds_per_thousand)
    ending = (total.shortfall_beds, total.surplus_beds)
    return _row(total.name, (*figures, *ending), result.invented, total.no_value_reason)


def notes(result: CoverageResult) -> list[tuple[str, str]]:
    """What goes with every print: run, date, definition, population with source and date, parameters."""
    indicator, population = INDICATORS[result.indicator], result.population
    told = [
        ("指标", f"{result.title}（{result.unit}）"),
        ("计算编号", result.run),
        ("截至日期", result.as_of.isoformat() if result.as_of else "未载明"),
        ("分子", indicator.numerator if "input" not in result.parameters else "设施文件中的床位数"),
        ("分母", population.title),
        ("算法", indicator.definition),
        ("依据", indicator.basis),
        ("目标", f"{result.parameters['target']} {result.unit}"),
        ("人口取数方式", METHODS[population.method]),
        ("人口统计时点", population.counted_on.isoformat() if population.counted_on else "未载明"),
        ("人口数据来源", population.source),
        *parameter_notes(result),
        ("性质", NOT_OFFICIAL),
    ]
    if result.invented:
        told.append((INVENTED, "本表含虚构的示例数据，不得作为工作依据"))
    return [*told, ("输入校验", result.inputs_hash), ("程序版本", result.code_version)]


def parameter_notes(result: CoverageResult) -> list[tuple[str, str]]:
    """The parameters in words."""
    told = []
    for name, (label, words) in _PARAMETERS.items():
        code = result.parameters.get(name)
        if code is not None:
            told.append((label, words.labels()[str(code)]))
    for name, label in (("areas", "区域文件"), ("facilities", "设施文件"), ("population", "人口文件")):
        read = result.parameters.get(name)
        if isinstance(read, dict):
            told.append((label, "，".join(f"{key}={value}" for key, value in read.items())))
    return told
