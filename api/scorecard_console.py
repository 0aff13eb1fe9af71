"""A scorecard on the console: what the county has reached, township by township, and the rows behind one number."""

import csv
import datetime as dt
from decimal import Decimal
from typing import TextIO

import orjson
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from api.scorecard import rows_sheet, scorecard_sheet
from data.policies import Shelf
from data.scorecard import Earlier, Scored
from layers.scorecard.card import Cell
from layers.scorecard.words import plain, target_words

_WIDE = 240
_HEADINGS = (
    "行政区划", "名称", "指标", "内容", "数值", "单位", "目标", "达标",
    "缺口", "缺口单位", "缺口说明", "原因", "示例数据",
)  # fmt: skip
_YES_NO = {True: "是", False: "否", None: ""}


def list_policies(shelf: Shelf, out: TextIO) -> None:
    """The policies there are, and the files that are none."""
    table = _table("标识", "标题", "文件", "指标", "可靠程度")
    for policy in shelf.policies:
        head = policy.head
        table.add_row(
            policy.id, escape(head.title), escape(head.document), str(len(policy.targets)), head.confidence.label
        )
    console = _console(out)
    console.print(table)
    for fault in shelf.faults:
        console.print(f"[red]不能读取 {escape(fault.file)}[/red]\n{escape(fault.words)}")


def show(told: Scored, form: str, division: str | None, out: TextIO) -> None:
    """Print a card, or the rows behind one number, as a table, as CSV or as JSON."""
    if division is not None:
        _show_rows(told, division, form, out)
    elif form == "json":
        out.write(
            orjson.dumps(scorecard_sheet(told).model_dump(mode="json"), option=orjson.OPT_INDENT_2).decode() + "\n"
        )
    elif form == "csv":
        _write_csv(told, out)
    else:
        _show_card(told, out)


def _write_csv(told: Scored, out: TextIO) -> None:
    titles = {target.id: target.sheet.title for target in told.card.policy.targets}
    years = [each.as_of for each in next(iter(told.earlier.values()), ())]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*_HEADINGS, *(f"{day} 的数值" for day in years)])
    for row in told.card.rows:
        for cell in row.cells:
            past = [_bare(each.value) for each in told.earlier[row.unit.code, cell.target_id]]
            writer.writerow([
                row.unit.code, row.unit.name, cell.target_id, titles[cell.target_id], _bare(cell.value), cell.unit,
                _bare(cell.target), _YES_NO[cell.met], _bare(cell.gap), cell.gap_unit, cell.gap_words or "",
                cell.because or "", _YES_NO[cell.invented], *past,
            ])  # fmt: skip


def _bare(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _show_card(told: Scored, out: TextIO) -> None:
    card, console = told.card, _console(out)
    invented = any(cell.invented for row in card.rows for cell in row.cells)
    mark = "  [yellow]【示例数据】[/yellow]" if invented else ""
    console.print(f"[bold]{escape(card.policy.head.title)}[/bold] · 截至 {card.facts.as_of}{mark}")
    console.print(_summary(told))
    console.print(_townships(told))
    console.print("[dim]原文见 --format json；数背后的记录：--indicator 指标 --division 代码[/dim]")


def _summary(told: Scored) -> Table:
    """One line for each indicator: the county."""
    card = told.card
    table = _table("", "指标", "目标", "全县", "走势", "达标", "缺口", "时限", right=(3,))
    asked = {target.id: target for target in card.policy.targets}
    for number, cell in enumerate(card.county.cells, 1):
        target = asked[cell.target_id]
        deadline = target.sheet.deadline
        table.add_row(
            str(number),
            f"{escape(target.sheet.title)} [dim]{target.id}[/dim]",
            escape(target_words(target)),
            _figure(cell),
            _trend(told.earlier[card.county.unit.code, cell.target_id]),
            {True: "[green]✓ 达标[/green]", False: "[red]✗ 未达标[/red]", None: "—"}[cell.met],
            escape(cell.gap_words or cell.because or ""),
            "" if deadline is None else _deadline(deadline, card.facts.as_of),
        )
    return table


def _deadline(day: dt.date, as_of: dt.date) -> str:
    return f"{day}（已过）" if day < as_of else str(day)


def _figure(cell: Cell) -> str:
    if cell.value is None:
        return "—"
    of = f" / {plain(cell.target)}" if cell.target is not None and "乡镇" in cell.unit else ""
    return f"{plain(cell.value)}{of} {escape(cell.unit)}"


def _trend(earlier: tuple[Earlier, ...]) -> str:
    return " → ".join("—" if each.value is None else plain(each.value) for each in earlier)


def _townships(told: Scored) -> Table:
    """One line for each township: every figure under the number of its indicator."""
    card = told.card
    numbers = [str(number) for number in range(1, len(card.county.cells) + 1)]
    table = _table("乡镇（街道）", *numbers, right=tuple(range(1, len(numbers) + 1)))
    for row in card.rows[:-1]:
        table.add_row(escape(row.unit.name), *(_marked(cell) for cell in row.cells))
    return table


def _marked(cell: Cell) -> str:
    if cell.value is None:
        return "—"
    words = plain(cell.value)
    return f"[red]{words} ✗[/red]" if cell.met is False else words


def _show_rows(told: Scored, division: str, form: str, out: TextIO) -> None:
    sheet = rows_sheet(told, division)
    if form == "json":
        out.write(orjson.dumps(sheet.model_dump(mode="json"), option=orjson.OPT_INDENT_2).decode() + "\n")
        return
    if form == "csv":
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["部分", "图层", "编号", "名称", "数", "单位", "说明", "来源", "来源日期", "示例数据"])
        for part in sheet.parts:
            for line in part.rows:
                writer.writerow([
                    part.title, line.layer or "", line.id, line.name, line.amount, part.unit, line.words, line.source,
                    line.source_date or "", _YES_NO[line.invented],
                ])  # fmt: skip
        return
    console = _console(out)
    value = "—" if sheet.cell.value is None else f"{sheet.cell.value:,.2f}"
    console.print(
        f"[bold]{escape(sheet.name)} · {escape(sheet.indicator.title)}[/bold] {value} {escape(sheet.cell.unit)}"
    )
    console.print(
        f"目标 {escape(sheet.indicator.target_words)}；{escape(sheet.cell.gap_words or sheet.cell.because or '达标')}"
    )
    console.print(f"原文：“{escape(sheet.indicator.phrase)}”（{escape(sheet.indicator.document)}）")
    for part in sheet.parts:
        console.print(f"\n[bold]{escape(part.title)}[/bold]（{len(part.rows)} 条）")
        table = _table("编号", "名称", part.unit, "说明", "来源", right=(2,))
        for line in part.rows:
            amount = "" if line.amount is None else f"{line.amount:,.2f}".rstrip("0").rstrip(".")
            table.add_row(escape(line.id), escape(line.name), amount, escape(line.words), escape(line.source))
        console.print(table)


def _table(*headings: str, right: tuple[int, ...] = ()) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2), header_style="bold", show_edge=False)
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="right" if place in right else "left")
    return table


def _console(out: TextIO) -> Console:
    return Console(file=out, width=None if out.isatty() else _WIDE, highlight=False)
