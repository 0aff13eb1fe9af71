"""`cairn name`: place names from the console: their spelling, and whether they may be given."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="地名：按国家规则拼写、检查拟用名称。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
Kind = Annotated[
    str | None,
    typer.Option(
        "--kind",
        metavar="类别",
        help="village 自然村镇、division 行政区划、street 街路巷、natural 自然地理实体、committee 村（居）委会所在地、"
        "building 住宅区楼宇、infrastructure 设施、park_or_reserve 公园保护地、other 其他；缺省按通名推断",
    ),
]
Division = Annotated[
    str | None,
    typer.Option("--division", metavar="代码", help="所在行政区划代码，用来选定当地读音，如六合、大城、天台"),
]
Format = Annotated[str, typer.Option("--format", metavar="格式", help="text 每行一个拼写；json 附读音、专名通名与理由")]


@app.command(help="拼写地名：每个名称一行；读音不能确定的在标准错误输出中说明。")
def spell(
    names: Annotated[list[str], typer.Argument(metavar="名称…", help="一个或几个地名")],
    kind: Kind = None,
    division: Division = None,
    form: Format = "text",
) -> None:
    """Print the spelling of each name on a line, or everything about it as JSON."""
    from api.name_console import show_spellings

    show_spellings(names, kind, division, form)


@app.command(help="地名类别代码（GB/T 18521）：列出已知的类别；--import 导入 CSV 或 XLSX，表头为 类别代码、类别名称。")
def classes(
    file: Annotated[
        Path | None, typer.Option("--import", metavar="文件", help="类别代码表", show_default=False)
    ] = None,
    source: Annotated[str, typer.Option("--source", metavar="依据", help="代码表出自何处")] = "GB/T 18521",
) -> None:
    """Print the classes of place names, after importing some."""
    from api.name_console import show_classes

    show_classes(file, source)


@app.command(help="检查拟用地名：重名、同音、近音、形近与各项规则；有阻止的问题时退出码为 1。")
def check(
    names: Annotated[list[str], typer.Argument(metavar="名称…", help="一个地名，或相互之间也要检查的几个")],
    *,
    kind: Annotated[str, typer.Option("--kind", metavar="类别", help="同 spell")],
    division: Division = None,
    geometry: Annotated[
        Path | None, typer.Option("--geometry", metavar="文件", help="图形（GeoJSON，CGCS2000，先经度）")
    ] = None,
    near: Annotated[str | None, typer.Option("--near", metavar="经度,纬度", help="大致位置，如 113.12,29.14")] = None,
    width: Annotated[float | None, typer.Option("--width", metavar="米", help="道路宽度（m）")] = None,
    basis: Annotated[
        str | None, typer.Option("--width-basis", metavar="口径", help="宽度口径：kerb 道牙间，red_line 道路红线")
    ] = None,
    form: Annotated[str, typer.Option("--format", metavar="格式", help="text 逐条说明；json 全部内容")] = "text",
) -> None:
    """Check names against the register, and print what stands against them."""
    from api.name_check_console import Place, show_checks

    raise typer.Exit(show_checks(names, kind, division, Place(geometry, near, width, basis), form))


@app.command(help="清理不规范地名：用同样的规则检查整个地名册，保存问题清单，打印各规则的条数。")
def sweep(
    division: Annotated[
        str | None, typer.Option("--division", metavar="代码", help="只检查这个行政区划及其以下；缺省为本县")
    ] = None,
    form: Annotated[str, typer.Option("--format", metavar="格式", help="text 各规则的条数；json 全部内容")] = "text",
) -> None:
    """Sweep the register of names and print what each rule found."""
    from api.name_sweep_console import show_sweep

    show_sweep(division, form)


@app.command(help="为一条路编门牌（只列出，不写入）：按方案给出已登记房屋的新号；写入请用接口或地图。")
def number(
    road: Annotated[str, typer.Argument(metavar="道路编码", help="如 430621-J001")],
    scheme: Annotated[
        str | None, typer.Option("--scheme", metavar="方案", help="缺省见 CAIRN_NUMBERING_SCHEME")
    ] = None,
    start: Annotated[str | None, typer.Option("--start", metavar="方位", help="起点方位：东、南、西、北")] = None,
    odd: Annotated[str | None, typer.Option("--odd", metavar="方位", help="单号一侧：东、南、西、北")] = None,
    form: Annotated[str, typer.Option("--format", metavar="格式", help="text 每行一号；json 全部内容")] = "text",
) -> None:
    """Print the numbers that a road would get."""
    from api.number_console import show_numbers

    show_numbers(road, scheme, start, odd, form)
