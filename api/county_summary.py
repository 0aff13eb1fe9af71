"""What many counties answered: each answer in a file, all of them in one summary, as a table and as CSV.

A line holds 代码, 县, the figures of the question, and why a county has no answer.
"""

import csv
import io
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from api.many_counties import Cluster, County, done

if TYPE_CHECKING:
    from data.many import Ended, Task


@dataclass(frozen=True)
class Summary:
    """How the answers of one question are summed up.

    `row` is the county's own name and its figures by `headings`, of the canonical bytes of a run; `together` says what
    all of them come to.
    """

    headings: tuple[str, ...]
    row: Callable[[bytes], tuple[object, ...]]
    together: Callable[[Sequence[bytes]], str]

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns of the summary."""
        return ("代码", "县", *self.headings, "未算出的原因")

    def line(self, county: County, ended: "Ended") -> tuple[object, ...]:
        """A county's line, by `columns`."""
        if ended.answer is None:
            return (county.code, county.name, *(None for _ in self.headings), ended.trouble)
        name, *figures = self.row(ended.answer[0])
        return (county.code, county.name or name, *figures, None)


def ask_each(
    found: Sequence[County], tasks: Mapping[str, "Task"], cluster: Cluster, summary: Summary, out: Path | None
) -> bool:
    """Do every county's task, keep each answer in `out` as it comes, print the summary; false when one has none.

    Raises:
        Refusal: the scheduler does not answer, or it was cancelled; what had ended is written.
    """
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    ended: dict[str, Ended] = {}
    try:
        for each in done(tasks, cluster):
            ended[each.county] = each
            if out is not None and each.answer is not None:
                (out / f"{each.county}.json").write_bytes(each.answer[0])
    finally:
        # What was computed before a cancel is in the summary too.
        told = [(county, ended[county.code]) for county in found if county.code in ended]
        lines = [summary.line(*each) for each in told]
        if out is not None:
            (out / "summary.csv").write_bytes(_csv(summary.columns, lines))
            sys.stderr.write(f"已写入 {out / 'summary.csv'}\n")
    bodies = [each.answer[0] for _, each in told if each.answer is not None]
    _show(summary, lines, f"{len(found)} 个县算出 {len(bodies)} 个：{summary.together(bodies)}")
    return len(bodies) == len(found)


def _csv(columns: Sequence[str], lines: Sequence[Sequence[object]]) -> bytes:
    """CSV for a spreadsheet: UTF-8 with its mark, a county a line."""
    from data.plain_tables import csv_cell

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([csv_cell(cell) for cell in line] for line in lines)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _show(summary: Summary, lines: Sequence[Sequence[object]], together: str) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2))
    for place, heading in enumerate(summary.columns[:-1]):
        figures = any(isinstance(line[place], int | float) for line in lines)
        table.add_column(heading, justify="right" if figures else "left", no_wrap=True)
    for line in lines:
        table.add_row(*("—" if cell is None else _shown(cell) for cell in line[:-1]))
    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else 200, highlight=False)
    console.print(table)
    console.print(together, markup=False)


def _shown(cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:,.2f}"
    return f"{cell:,}" if isinstance(cell, int) else str(cell)
