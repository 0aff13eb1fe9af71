"""`cairn siting`: where to build, and how well we solve what others published."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="选址：布点方案与公开算例。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def siting() -> None:
    """Keep the name of a single command."""


@app.command(
    "benchmark",
    help="求解公开的 p-中位算例（OR-Library 或 SJC 文件，原样读取），逐行给出算例、选点数、值、界、差距和秒数。",
)
def benchmark(
    files: Annotated[list[Path], typer.Argument(metavar="文件…", help="OR-Library p-median 或 SJC 算例文件")],
    limit_s: Annotated[float, typer.Option("--time", metavar="秒", help="每个算例最多计算多少秒", min=0.1)] = 300.0,
) -> None:
    """Solve each file and print what came out."""
    from api.siting_benchmark import run

    run(files, limit_s)
