"""`cairn siting plan`: a question of where to build, read, solved, kept, and printed."""

import sys
from pathlib import Path
from typing import Any

import orjson
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from api.database import opened
from api.settings import read_settings
from api.siting_watch import sources
from data import siting
from data.engine import session
from geo.siting.answer import Watch
from layers.refusal import Refusal
from layers.saved_plan import SiteKind
from layers.siting import SitingQuestion
from layers.siting_result import SitingResult

_WIDE = 160


def plan(question: SitingQuestion, *, as_json: bool) -> None:
    """Solve a question of the register, keep the run and print it; the search is told on the error output."""
    settings = read_settings()
    dated = question.on(settings.today())
    with opened() as engine:
        with session(engine) as reading:
            prepared = siting.prepare(reading, dated, sources(settings))
        run = siting.solve(prepared, Watch(dated.time_limit_s, _tell, None, dated.gap))
        with session(engine) as writing:
            siting.keep(writing, run)
    if as_json:
        sys.stdout.buffer.write(run.result.body)
        return
    _show(run.result, run.seconds)


def read_question(path: Path | None, wishes: dict[str, Any], sizes: list[str]) -> SitingQuestion:
    """A question from a file, as it is posted, with single terms of the command line put over it.

    Raises:
        Refusal: the file cannot be read, or a term cannot be followed.
    """
    told: dict[str, Any] = {}
    if path is not None:
        try:
            told = orjson.loads(path.read_bytes())
        except (OSError, orjson.JSONDecodeError) as fault:
            remedy = "文件应为 JSON，内容同 POST /api/siting/runs"
            raise Refusal(f"读不出问题文件 {path}", str(fault), remedy) from fault
    told |= {name: value for name, value in wishes.items() if value is not None}
    if sizes:
        told["options"] = [_size(text) for text in sizes]
    return SitingQuestion.asked(told)


def _size(text: str) -> dict[str, Any]:
    """`100:900:4000` are 100 places for 900 万元 on 4,000 m²."""
    parts = text.split(":")
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        numbers = []
    if not 1 <= len(numbers) <= len(_SIZE) or numbers[0] != int(numbers[0]):
        raise Refusal(f"规模“{text}”不能使用", "应写作 位数:万元:平方米", "例如 --size 100:900:4000")
    return dict(zip(_SIZE, [int(numbers[0]), *numbers[1:]], strict=False))


_SIZE = ("places", "cost_wan", "land_m2")


def _tell(value: float | None, bound: float | None, what: str) -> None:
    if sys.stderr.isatty():
        told = "" if value is None else f" 已有 {value:,.10g}"
        most = "" if bound is None else f" 界 {bound:,.10g}"
        sys.stderr.write(f"\r{what}{told}{most}\033[K")


def _show(result: SitingResult, seconds: float) -> None:
    """Print what is built, who gains, and how good it is."""
    console = Console(width=None if sys.stdout.isatty() else _WIDE, highlight=False)
    invented = "  [yellow]【含示例数据】[/yellow]" if result.invented else ""
    title = f"{result.title}选址：{result.objective_title}"
    console.print(f"[bold]{escape(title)}[/bold] · {result.as_of}{invented}")
    console.print(f"  {escape(result.gap_words)}（{seconds:g} 秒）")
    if result.clashes:
        for clash in result.clashes:
            console.print(f"  [yellow]{escape(clash.title)}[/yellow]：{escape(clash.words)}")
    else:
        console.print(_sites(result))
    console.print(_buckets(result))
    console.print(f"  {escape(result.reached_by)}", style="dim")
    for finding in result.findings:
        console.print(f"  {escape(finding.message)}", style="dim", soft_wrap=True)
    console.print(f"  计算编号 {result.id}", style="dim")


def _sites(result: SitingResult) -> Table:
    table = Table("处置", "名称", "位数", "有位的人", "万元", "平方米", box=None, header_style="bold")
    for site in result.sites:
        if site.kind != SiteKind.KEPT:
            kind = SiteKind.of(site.kind).label
            amounts = (f"{site.places:,}", f"{site.served:,}", f"{site.cost_wan:,.6g}", f"{site.land_m2:,.6g}")
            table.add_row(kind, escape(site.name), *amounts)
    return table


def _buckets(result: SitingResult) -> Table:
    table = Table("", "需要位子的人", "已有位", "够得着没位", "够不着", box=None, header_style="bold")
    for title, part in (("现状", result.before), ("方案", result.after)):
        table.add_row(title, *(f"{n:,}" for n in (part.people, part.served, part.waiting, part.out_of_reach)))
    return table
