"""A coverage result on the console: the table, what goes with it, and what must be known."""

import sys
from typing import TextIO

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from data.coverage_table import COLUMNS, INVENTED, METHODS, NOT_OFFICIAL, Value, area_rows, ending_rows
from layers.coverage_result import CoverageResult
from layers.rules import Severity

_LEFT_OUT = ("代码", "人口取数方式", "人口统计时点", "示例数据", "无数值的原因")
_SPREAD = "其中分摊的全县统筹床位（张）"
_WIDE = 200
_MOST_FINDINGS = 12


def show(result: CoverageResult, stream: TextIO | None = None) -> None:
    """Print a result as a person reads it: by rank, areas without a value last."""
    target = stream or sys.stdout
    console = Console(file=target, width=None if target.isatty() else _WIDE, highlight=False)
    console.print(_headline(result))
    console.print(_table(result))
    for line in _captions(result):
        console.print(f"  {escape(line)}", style="dim", soft_wrap=True)
    _show_findings(console, result)


def _headline(result: CoverageResult) -> str:
    ratio = result.total.beds_per_thousand
    value = "—" if ratio is None else f"{ratio:,.2f}"
    invented = f"  [yellow]【{INVENTED}】[/yellow]" if result.invented else ""
    day = f" · 截至 {result.as_of}" if result.as_of else ""
    figure = f"{escape(result.total.name)} [bold]{value}[/bold] {result.unit}"
    return f"[bold]{escape(result.title)}[/bold]{day} · {figure}{invented}"


def _table(result: CoverageResult) -> Table:
    spread = any(row.spread_beds for row in result.areas)
    shown = [
        place
        for place, column in enumerate(COLUMNS)
        if column.heading not in _LEFT_OUT and (spread or column.heading != _SPREAD)
    ]
    table = Table(box=None, pad_edge=False, padding=(0, 2), header_style="bold", show_edge=False)
    for place in shown:
        table.add_column(COLUMNS[place].short, justify="right" if COLUMNS[place].numeric else "left", no_wrap=True)
    ranked = sorted(
        zip(result.areas, area_rows(result), strict=True), key=lambda pair: pair[0].rank or len(result.areas) + 1
    )
    for area, values in ranked:
        style = "yellow" if area.shortfall_beds else None
        table.add_row(*(_cell(values[place], place) for place in shown), style=style)
    table.add_section()
    for values in ending_rows(result):
        table.add_row(*(_cell(values[place], place) for place in shown), style="bold")
    return table


def _cell(value: Value, place: int) -> str:
    if value is None:
        return "—" if COLUMNS[place].numeric else ""
    if isinstance(value, str):
        return escape(value)
    return f"{value:,.{COLUMNS[place].decimals}f}"


def _captions(result: CoverageResult) -> list[str]:
    population = result.population
    counted = population.counted_on.isoformat() if population.counted_on else "时点未载明"
    return [
        f"目标 {result.parameters['target']} {result.unit}，合计缺口按全域计算",
        f"人口：{population.title} · {counted} · {METHODS[population.method]} · {population.source}",
        *_fields_read(result),
        f"计算编号 {result.run} · {NOT_OFFICIAL}",
    ]


def _fields_read(result: CoverageResult) -> list[str]:
    """Which fields of the files were taken, since some were found by their usual names."""
    told = []
    for name, label in (("areas", "区域"), ("facilities", "设施"), ("population", "人口")):
        read = result.parameters.get(name)
        if isinstance(read, dict):
            fields = "，".join(f"{key}={value}" for key, value in read.items() if key != "file")
            told.append(f"{label}：{read['file']}（{fields}）")
    return told


def _show_findings(console: Console, result: CoverageResult) -> None:
    if not result.findings:
        return
    console.print(f"\n[bold]须知 {len(result.findings)} 条[/bold]")
    for finding in result.findings[:_MOST_FINDINGS]:
        colour = "red" if finding.severity == Severity.ERROR.value else "yellow"
        word = Severity.labels()[finding.severity]
        console.print(f"  [{colour}]{word}[/{colour}] {escape(finding.message)}", soft_wrap=True)
    left = len(result.findings) - _MOST_FINDINGS
    if left > 0:
        console.print(f"  …… 另有 {left} 条，见 --format json 或 --out 的“说明”")
