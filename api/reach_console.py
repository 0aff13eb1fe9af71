"""A run of reach on the console: townships, the whole, the places that are full, and what must be known."""

import sys
from typing import TextIO

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from data.coverage_table import INVENTED
from data.reach_files import notes
from data.reach_why import Why
from layers.reach_result import Buckets, ReachResult
from layers.services import Bucket
from layers.travel import TravelMode

_WIDE = 160
_MOST = 8


def show_run(result: ReachResult, stream: TextIO | None = None) -> None:
    """Print a run as a person reads it: the township with the least access first."""
    console = _console(stream)
    total = result.totals
    invented = f"  [yellow]【{INVENTED}】[/yellow]" if result.invented else ""
    words = "，".join(f"{label} [bold]{getattr(total, name):,}[/bold]" for name, label in Bucket.labels().items())
    console.print(f"[bold]{result.title}[/bold] · 截至 {result.as_of} · {total.people:,} 人：{words}{invented}")
    console.print(_townships(result))
    remote = result.inequality
    console.print(f"  够不着的村（社区） {remote.remote_settlements} 个、{remote.remote_people:,} 人", style="dim")
    for row in remote.remote[:_MOST]:
        far = "" if row.nearest_m is None else f"，最近的{row.nearest}直线 {row.nearest_m / 1000:.1f} 千米"
        console.print(f"    {escape(row.name)} {row.people:,} 人{escape(far)}", style="dim", soft_wrap=True)
    for label, told in notes(result):
        console.print(f"  {label}：{escape(told)}", style="dim", soft_wrap=True)


def _console(stream: TextIO | None) -> Console:
    target = stream or sys.stdout
    return Console(file=target, width=None if target.isatty() else _WIDE, highlight=False)


def _townships(result: ReachResult) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2), header_style="bold", show_edge=False)
    table.add_column("乡镇（街道）")
    for heading in ("人数", *Bucket.labels().values(), f"每千人{result.unit}", "十等分", "够不着的村"):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in sorted(result.townships, key=lambda each: (each.access, each.code)):
        remote = f"{row.remote}/{row.settlements}"
        table.add_row(escape(row.name), *_counts(row), f"{row.access:,.2f}", str(row.decile), remote)
    table.add_section()
    table.add_row("合计", *_counts(result.totals), style="bold")
    return table


def _counts(row: Buckets) -> tuple[str, ...]:
    return tuple(f"{count:,}" for count in (row.people, row.served, row.waiting, row.out_of_reach))


def show_why(result: ReachResult, told: Why, stream: TextIO | None = None) -> None:
    """Print of what a settlement's figures are made."""
    console = _console(stream)
    console.print(escape(told.words), soft_wrap=True)
    if not told.parts:
        return
    unit = TravelMode.of(result.mode).unit_label
    table = Table(box=None, pad_edge=False, padding=(0, 2), header_style="bold", show_edge=False)
    table.add_column("设施")
    for heading in (f"路程（{unit}）", f"{result.unit}数", f"每千人{result.unit}", "份额", "加权共用人数", "本村有位"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("共用的村（社区）")
    for part in told.parts:
        sharers = "、".join(each.name for each in part.sharers[:_MOST])
        places = "不计" if part.places is None else f"{part.places:,}"
        table.add_row(
            escape(part.name),
            f"{part.cost:,.0f}",
            places,
            f"{part.per_thousand:,.2f}",
            f"{part.share:.0%}",
            f"{part.shared_with:,.0f}",
            f"{part.placed:,}",
            escape(f"{part.sharers_count} 个：{sharers}"),
        )
    console.print(table)
