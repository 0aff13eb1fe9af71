"""Beds per thousand older people of many counties: each county's run is kept, and all stand in one summary.

What is computed of a county is what the single command computes of it, byte by byte.
"""

import csv
import datetime as dt
import io
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from api.coverage_asking import FileOptions, RegisterOptions, ask_files, register_terms
from api.many_counties import PLACE, County, counties, done, of_county
from layers.coverage_result import CoverageResult
from layers.refusal import Refusal

if TYPE_CHECKING:
    from data.coverage_run import CoverageRun
    from data.many import Task


@dataclass(frozen=True)
class Cluster:
    """Where the counties are computed: a Dask scheduler (tcp://host:port), or so many processes of this machine."""

    scheduler: str | None
    workers: int | None


def ask_counties(
    listed: Path, cluster: Cluster, register: RegisterOptions, files: FileOptions, *, out: Path | None, today: dt.date
) -> bool:
    """Compute every county of a list, write what was asked for, print the summary; false when one has no answer.

    Raises:
        Refusal: the list or the options cannot be used, the scheduler does not answer, or it was cancelled.
    """
    found = counties(listed)
    tasks = _tasks(found, register, files, today)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    lines: dict[str, Line] = {}
    by_code = {county.code: county for county in found}
    try:
        for ended in done(tasks, cluster.scheduler, cluster.workers):
            county = by_code[ended.county]
            if ended.answer is None:
                lines[ended.county] = Line(county, None, ended.trouble)
                continue
            lines[ended.county] = Line(county, CoverageResult.read(ended.answer[0]))
            if out is not None:
                (out / f"{ended.county}.json").write_bytes(ended.answer[0])
    finally:
        # What was computed before a cancel is in the summary too.
        told = [lines[county.code] for county in found if county.code in lines]
        if out is not None:
            (out / "summary.csv").write_bytes(summary(told))
            sys.stderr.write(
                f"已写入 {out / 'summary.csv'} 和 {sum(line.result is not None for line in told)} 个县的结果\n"
            )
    show(told)
    return all(line.result is not None for line in told)


@dataclass(frozen=True)
class CoverageTask:
    """Beds per thousand of one county: answers the canonical bytes of its run."""

    county: County
    register: RegisterOptions
    files: FileOptions
    today: dt.date

    def __call__(self) -> tuple[bytes, ...]:
        """Read the county and compute; in its own register the run is kept.

        Raises:
            Refusal: the county cannot be read or computed.
        """
        files = of_county(self.files, self.county)
        run = self._of_register(files) if files.facilities is None else ask_files(self.register, files)
        return (run.body,)

    def _of_register(self, files: FileOptions) -> "CoverageRun":
        from sqlalchemy.exc import OperationalError

        from data import coverage
        from data.engine import connect, session

        engine = connect(self.county.register)
        try:
            with session(engine) as opened:
                return coverage.run(opened, register_terms(self.register, files, self.today))
        except OperationalError as fault:
            remedy = "请核对名单中登记库的地址，确认它在运行、本机能连上"
            raise Refusal("登记库连接不上", str(fault.orig).strip().partition("\n")[0], remedy) from fault
        finally:
            engine.dispose()


def _tasks(found: Sequence[County], register: RegisterOptions, files: FileOptions, today: dt.date) -> dict[str, "Task"]:
    """A task for each county.

    Raises:
        Refusal: files name no `{county}`, so that all counties would be the same; or a county names no register.
    """
    if files.facilities is not None:
        paths = [path for path in (files.areas, files.facilities, files.population) if path is not None]
        if not any(PLACE in str(path) for path in paths):
            raise Refusal(
                f"--areas、--facilities 的路径中没有 {PLACE}",
                "各县会读同样的文件",
                f"请写成各县自己的文件，如 --facilities 资料/{PLACE}/设施.csv",
            )
    elif homeless := [county.code for county in found if not county.register]:
        raise Refusal(
            f"名单中 {'、'.join(homeless[:5])} 没有登记库",
            "不知道从哪里读这些县",
            f"请在名单的“登记库”列写各县登记库的地址（postgresql://…），或用含 {PLACE} 的 --areas、--facilities",
        )
    return {county.code: CoverageTask(county, register, files, today) for county in found}


@dataclass(frozen=True)
class Line:
    """A county in the summary."""

    county: County
    result: "CoverageResult | None"
    trouble: str = ""


HEADINGS = (
    "代码",
    "县",
    "计算编号",
    "床位（张）",
    "老年人口（人）",
    "床位（张/千人）",
    "缺口（张）",
    "示例数据",
    "未算出的原因",
)


def row(line: Line) -> tuple[object, ...]:
    """A line of the summary, by `HEADINGS`."""
    if line.result is None:
        return (line.county.code, line.county.name, None, None, None, None, None, None, line.trouble)
    total = line.result.total
    name = line.county.name or total.name
    told = (total.beds, total.elderly, total.beds_per_thousand, total.shortfall_beds)
    return (line.county.code, name, line.result.run, *told, "是" if line.result.invented else "否", None)


def summary(lines: Sequence[Line]) -> bytes:
    """The summary as CSV for a spreadsheet: UTF-8 with its mark, a county a line."""
    from data.plain_tables import csv_cell

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows([csv_cell(cell) for cell in row(line)] for line in lines)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def show(lines: Sequence[Line]) -> None:
    """Print the summary, and what all counties together come to: beds by people, never a mean of ratios."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2))
    for place, heading in enumerate(HEADINGS[:-1]):
        table.add_column(heading, justify="right" if 3 <= place <= 6 else "left", no_wrap=True)  # noqa: PLR2004 - figures
    for line in lines:
        table.add_row(*("—" if cell is None else _shown(cell) for cell in row(line)[:-1]))
    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else 200, highlight=False)
    console.print(table)
    console.print(_together([line.result for line in lines if line.result is not None], len(lines)), markup=False)


def _shown(cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:,.2f}"
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def _together(results: "Sequence[CoverageResult]", of: int) -> str:
    beds = sum(result.total.beds or 0 for result in results)
    known = [result for result in results if result.total.elderly]
    people = sum(result.total.elderly or 0 for result in known)
    served = sum(result.total.beds or 0 for result in known)
    rate = f"{served / people * 1000:,.2f} 张/千人" if people else "—"
    return f"{of} 个县算出 {len(results)} 个：床位 {beds:,} 张，老年人口 {people:,} 人，合计 {rate}"
