"""`cairn reach`: who has a place, who reaches one without a place, who reaches none; from the register."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.coverage_cli import Basis, Format

if TYPE_CHECKING:
    from data.reach_run import ReachRun

app = typer.Typer(
    help="可达性：谁已有位、谁够得着没位、谁够不着。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class ServiceName(StrEnum):
    """Which service."""

    NURSING_BEDS = "nursing_beds"
    MEAL_POINTS = "meal_points"
    RESCUE_POINTS = "rescue_points"
    CEMETERIES = "cemeteries"


class Mode(StrEnum):
    """By what way."""

    STRAIGHT = "straight"
    WALK = "walk"
    DRIVE = "drive"


class RuleName(StrEnum):
    """Who gets a place."""

    NEAREST = "nearest"
    BEST = "best"


class MeasureName(StrEnum):
    """How access is measured."""

    TWO_STEP = "2sfca"
    ENHANCED = "e2sfca"
    MODIFIED = "m2sfca"
    AVAILABILITY = "availability"


class AgeName(StrEnum):
    """Whose service it is."""

    ALL = "0"
    SIXTY = "60"
    SIXTY_FIVE = "65"
    EIGHTY = "80"


RunId = Annotated[str, typer.Argument(metavar="计算编号")]
Printed = Annotated[Format, typer.Option("--format", help="打印为表格、CSV 或 JSON")]
Folder = Annotated[
    Path | None, typer.Option("--out", help="把 CSV、XLSX、GeoJSON、JSON 写入该文件夹", metavar="文件夹")
]


@app.command("run", help="计算并保存：每个村（社区）、乡镇和全县的三类人数，可达性与不均衡程度。")
def ask(
    *,
    service: Annotated[ServiceName, typer.Option("--service", help="服务")],
    mode: Annotated[Mode, typer.Option("--mode", help="直线（米）、步行或乘车（分钟）")] = Mode.STRAIGHT,
    limit: Annotated[
        str | None, typer.Option("--limit", help="时限（分钟）或距离（米），城乡相同；缺省按服务设置", metavar="N")
    ] = None,
    rule: Annotated[RuleName, typer.Option("--rule", help="近者先得，或统筹安排")] = RuleName.NEAREST,
    measure: Annotated[MeasureName, typer.Option("--measure", help="可达性方法")] = MeasureName.TWO_STEP,
    age: Annotated[AgeName | None, typer.Option("--age", help="服务对象年龄，缺省按服务设置")] = None,
    per_thousand: Annotated[
        str | None, typer.Option("--per-thousand", help="每千名服务对象中需要位的人数，缺省人人都算", metavar="N")
    ] = None,
    basis: Annotated[Basis, typer.Option("--basis", help="常住或户籍")] = Basis.RESIDENT,
    as_of: Annotated[str | None, typer.Option("--as-of", help="截至日期，缺省当天", metavar="YYYY-MM-DD")] = None,
    form: Printed = Format.TABLE,
    out: Folder = None,
) -> None:
    """Answer a question of reach from the register, and keep the run."""
    from api.database import console
    from api.settings import read_settings
    from data import audit, reach
    from layers.reach_terms import ReachParameters

    settings = read_settings()
    given = {"service": service, "mode": mode, "limit": limit, "rule": rule, "measure": measure, "age": age}
    given["per_thousand"] = per_thousand
    asked = {name: str(value) for name, value in given.items() if value is not None}
    asked |= {"basis": str(basis), "as_of": as_of or settings.today().isoformat()}
    terms = ReachParameters.asked(asked)
    with console() as opened:
        run = reach.run(opened, terms, folder=settings.services)
        if out is not None:
            audit.note(opened, audit.EXPORT, run.id, {"format": "all"})
    _tell(run, form, out)


@app.command("show", help="查看登记库保存的一次计算；同一编号永远是同样的内容。")
def show(run_id: RunId, form: Printed = Format.TABLE, out: Folder = None) -> None:
    """Print a kept run."""
    from api.database import console
    from data import audit, reach

    with console() as opened:
        run = reach.recall(opened, run_id)
        if out is not None:
            audit.note(opened, audit.EXPORT, run_id, {"format": "all"})
    _tell(run, form, out)


@app.command("why", help="一个村（社区）的数字由哪些设施得来，与谁共用。")
def why(run_id: RunId, settlement: Annotated[str, typer.Argument(metavar="村代码")]) -> None:
    """Print of what a settlement's figures are made."""
    from api.database import console
    from api.reach_console import show_why
    from data import reach, reach_why

    with console() as opened:
        run = reach.recall(opened, run_id)
    show_why(run.result, reach_why.why(run, settlement))


@app.command("recompute", help="按保存时登记库所知重算一次，核对字节是否相同；不保存。")
def recompute(run_id: RunId) -> None:
    """Compute a kept run again from what the register knew then, and compare the bytes."""
    from api.database import console
    from api.settings import read_settings
    from data import reach
    from layers.refusal import Refusal

    with console() as opened:
        kept = reach.recall(opened, run_id)
        again = reach.recompute(opened, run_id, folder=read_settings().services)
    if again.body == kept.body:
        sys.stdout.write(f"{run_id} 重算一致：{len(kept.body):,} 字节逐一相同\n")
        return
    then, now = kept.result.code_version, again.result.code_version
    why_not = f"保存时 {then}，现在 {now}" if then != now else "服务设置或数据已不同于保存时"
    raise Refusal(f"{run_id} 重算不一致", why_not, f"原结果用 cairn reach show {run_id} 查看；现在的结果是 {again.id}")


def _tell(run: "ReachRun", form: Format, out: Path | None) -> None:
    """The answer on standard output, and nothing else; files into the folder."""
    from api.reach_console import show_run
    from data.reach_files import csv_bytes

    if form is Format.TABLE:
        show_run(run.result)
    else:
        sys.stdout.buffer.write(run.body if form is Format.JSON else csv_bytes(run.result))
        sys.stdout.buffer.flush()
    if out is not None:
        _write(run, out)


def _write(run: "ReachRun", folder: Path) -> None:
    from data.reach_files import FORMATS

    folder.mkdir(parents=True, exist_ok=True)
    bodies = {extension: writer(run.result) for extension, (_, writer) in FORMATS.items()} | {"json": run.body}
    for extension, body in bodies.items():
        path = folder / f"{run.id}.{extension}"
        draft = path.with_suffix(f".{extension}.part")
        draft.write_bytes(body)
        draft.replace(path)
        sys.stderr.write(f"已写入 {path}\n")
