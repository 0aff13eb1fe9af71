"""`cairn siting`: where to build, and how well we solve what others published."""

from enum import StrEnum
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


class Answer(StrEnum):
    """How the answer is printed."""

    TABLE = "table"
    JSON = "json"


@app.command("plan", help="求建设方案并保存：问题可写在 JSON 文件里（同 POST /api/siting/runs），也可用选项给出。")
def plan(  # noqa: PLR0917 - a console command takes its options one by one
    question: Annotated[Path | None, typer.Argument(metavar="[问题.json]", help="问题文件")] = None,
    service: Annotated[str | None, typer.Option(metavar="服务", help="nursing_beds、meal_points…")] = None,
    objective: Annotated[
        str | None,
        typer.Option(metavar="目标", help="most_served、fewest_sites、least_travel、least_worst"),
    ] = None,
    sites: Annotated[int | None, typer.Option(metavar="处", help="新建至多几处")] = None,
    budget: Annotated[float | None, typer.Option(metavar="万元", help="投资至多")] = None,
    size: Annotated[list[str] | None, typer.Option(metavar="位数:万元:平方米", help="新建的规模，可多次")] = None,
    mode: Annotated[str | None, typer.Option(metavar="方式", help="straight、walk、drive")] = None,
    limit: Annotated[float | None, typer.Option(metavar="米或分钟", help="多远以内算够得着")] = None,
    per_thousand: Annotated[float | None, typer.Option(metavar="人", help="每千名服务对象中需要位子的人数")] = None,
    as_of: Annotated[str | None, typer.Option(metavar="日期", help="截至日期")] = None,
    time_s: Annotated[float | None, typer.Option("--time", metavar="秒", help="至多计算多久")] = None,
    gap: Annotated[float | None, typer.Option(metavar="比例", help="与界相差多少即可停")] = None,
    form: Annotated[Answer, typer.Option("--format", help="打印为表格或 JSON")] = Answer.TABLE,
    counties: Annotated[
        Path | None, typer.Option(metavar="县名单", help="〔多县〕逐县读名单中的登记库，各自求解并保存")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(metavar="tcp://主机:端口", help="〔多县〕Dask 调度器；不给时用本机的几个进程")
    ] = None,
    workers: Annotated[int | None, typer.Option(metavar="N", min=1, help="〔多县〕本机的进程数")] = None,
    out: Annotated[Path | None, typer.Option(metavar="文件夹", help="〔多县〕各县的结果和汇总写入这里")] = None,
) -> None:
    """Solve a question of the register, keep the run and print it; of many counties when they are listed."""
    from api.siting_console import plan as solve
    from api.siting_console import read_question

    wishes = {
        "service": service,
        "objective": objective,
        "sites": sites,
        "budget_wan": budget,
        "mode": mode,
        "limit": limit,
        "per_thousand": per_thousand,
        "as_of": as_of,
        "time_limit_s": time_s,
        "gap": gap,
    }
    asked = read_question(question, wishes, size or [])
    if counties is None:
        solve(asked, as_json=form is Answer.JSON)
        return
    from api.many_counties import Cluster
    from api.settings import read_settings
    from api.siting_counties import plan_counties
    from api.siting_watch import sources

    settings = read_settings()
    dated = asked.on(settings.today())
    raise typer.Exit(not plan_counties(counties, Cluster(scheduler, workers), dated, sources(settings), out))
