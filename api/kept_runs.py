"""`cairn coverage show|runs|recompute`: runs that were kept."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from api.coverage_cli import BOTH, Format, app, option, print_run, write_run

__all__ = ["app"]

RunId = Annotated[str, typer.Argument(metavar="计算编号")]
_SHOWN = 20


@app.command("show", help="查看登记库保存的一次计算；同一编号永远是同样的内容。")
def show(
    run_id: RunId,
    form: Annotated[Format, option("--format", "打印为表格、CSV 或 JSON", BOTH)] = Format.TABLE,
    out: Annotated[Path | None, option("--out", "把各种格式写入该文件夹", BOTH, "文件夹")] = None,
) -> None:
    """Print a kept run."""
    from api.database import console
    from data import audit, coverage

    with console() as opened:
        run = coverage.recall(opened, run_id)
        if out is not None:
            audit.note(opened, audit.EXPORT, run_id, {"format": "all"})
    print_run(run, form)
    if out is not None:
        write_run(run, out)


@app.command("runs", help="列出登记库最近保存的计算。")
def recent() -> None:
    """List the newest kept runs."""
    from rich.console import Console
    from rich.table import Table

    from api.database import console
    from data import runs
    from layers.indicators import BEDS_PER_THOUSAND

    with console() as opened:
        kept = runs.recent(opened, _SHOWN, BEDS_PER_THOUSAND.id)
    if not kept:
        sys.stderr.write("还没有保存的计算：请运行 cairn coverage beds-per-thousand\n")
        return
    table = Table("计算编号", "截至日期", "统计单元", "保存时间")
    for run in kept:
        saved = "" if run.created_at is None else f"{run.created_at:%Y-%m-%d %H:%M}"
        table.add_row(run.id, str(run.as_of), str(run.parameters.get("by", "")), saved)
    Console().print(table)


@app.command("recompute", help="按保存时登记库所知重算一次，核对字节是否相同；不保存。")
def recompute(run_id: RunId) -> None:
    """Compute a kept run again from what the register knew then, and compare the bytes."""
    from api.database import console
    from data import coverage
    from layers.refusal import Refusal

    with console() as opened:
        kept, again = coverage.recall(opened, run_id), coverage.recompute(opened, run_id)
    if again.body == kept.body:
        sys.stdout.write(f"{run_id} 重算一致：{len(kept.body):,} 字节逐一相同\n")
        return
    then, now = kept.result.code_version, again.result.code_version
    if then != now:
        look = f"原结果用 cairn coverage show {run_id} 查看；现版程序的结果是 {again.id}"
        raise Refusal(f"{run_id} 由另一版程序计算，字节无法相比", f"保存时 {then}，现在 {now}", look)
    raise Refusal(
        f"{run_id} 重算不一致", "同一程序、同一时点应得同样的字节", "请保留现场并告诉维护人员；原结果仍可用 show 查看"
    )
