"""`cairn roads`: the county's road network, its faults, its speeds, and what is reached in a time."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="路网：检查连通、登记速度和补充路段、导入道路数据和高程、算路程与服务范围。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Day = Annotated[str | None, typer.Option("--as-of", metavar="YYYY-MM-DD", help="按此日的道路；缺省当天")]
Mode = Annotated[str, typer.Option("--mode", metavar="walk|drive", help="步行或乘车")]
Age = Annotated[str | None, typer.Option("--age", metavar="年龄段", help="adult、60_69、70_79、80；缺省 70_79")]
SourceText = Annotated[str, typer.Option("--source", metavar="文字", help="依据，如“2026年5月实测记录”")]
File = Annotated[Path, typer.Argument(metavar="文件")]
Whole = Annotated[bool, typer.Option("--all", help="取整个文件，不裁到本县范围")]


@app.command("check", help="报告路网概况和不连通之处，逐条给出位置；给 --ways 时检查文件，不连登记库。")
def check(
    *,
    as_of: Day = None,
    ways: Annotated[
        Path | None, typer.Option("--ways", metavar="文件", help="道路文件：.osm.pbf、.osm、GeoPackage、GeoJSON 等")
    ] = None,
    most: Annotated[int, typer.Option("--most", metavar="N", min=0, help="每类最多列出几条")] = 20,
    out: Annotated[Path | None, typer.Option("--out", metavar="文件", help="全部问题写为 GeoJSON 文件")] = None,
) -> None:
    """Print the network and its faults."""
    from api.roads_console import show_report

    show_report(as_of, ways, most, out)


@app.command("speeds", help="列出步行、乘车速度和路网约定，以及各自的依据。")
def speeds() -> None:
    """Print every value as it holds."""
    from api.roads_console import show_speeds

    show_speeds()


@app.command(
    "set", help="登记一个速度或约定，如：cairn roads set walk 80 0.7 --source 实测；数值写 - 为恢复随附的数值。"
)
def set_speed(
    kind: Annotated[str, typer.Argument(metavar="种类", help="walk、drive、road、graph")],
    subject: Annotated[str, typer.Argument(metavar="对象", help="年龄段、道路类别、道路编码或约定")],
    value: Annotated[str, typer.Argument(metavar="数值")],
    source: SourceText,
) -> None:
    """Enter one value."""
    from api.roads_console import enter

    enter(kind, subject, value, source)


@app.command("links", help="列出本县补画的路段；--withdraw 撤销一条。")
def links(
    withdraw: Annotated[int | None, typer.Option("--withdraw", metavar="序号", help="撤销这一条")] = None,
) -> None:
    """Print the links, or take one back."""
    from api.roads_console import show_links

    show_links(withdraw)


@app.command("import", help="导入道路数据，代替登记库的道路图层：.osm.pbf，或带 highway 列的线文件。")
def take(file: File, source: SourceText, *, whole: Whole = False) -> None:
    """Take a map of ways."""
    from api.roads_console import take_ways

    take_ways(file, source, whole=whole)


@app.command("heights", help="导入地面高程（GeoTIFF），步行从此计坡度。")
def heights(file: File, source: SourceText, *, whole: Whole = False) -> None:
    """Take a grid of heights."""
    from api.roads_console import take_heights

    take_heights(file, source, whole=whole)


@app.command("maps", help="列出导入的道路数据和高程；--withdraw 撤销一份，改用前一份或道路图层。")
def maps(
    withdraw: Annotated[int | None, typer.Option("--withdraw", metavar="序号", help="撤销这一份")] = None,
) -> None:
    """Print the maps, or take one back."""
    from api.roads_console import show_maps

    show_maps(withdraw)


@app.command("route", help="两处之间最快的路：经度、纬度各两个。")
def route(
    from_lon: float,
    from_lat: float,
    to_lon: float,
    to_lat: float,
    *,
    mode: Mode = "drive",
    age: Age = None,
    as_of: Day = None,
) -> None:
    """Print the best way."""
    from api.roads_console import show_route

    show_route((from_lon, from_lat), (to_lon, to_lat), mode, age, as_of)


@app.command("area", help="从一处出发若干分钟所到的范围，写为 GeoJSON。")
def area(
    lon: float,
    lat: float,
    minutes: Annotated[float, typer.Option("--minutes", metavar="N", min=0.1, max=240)] = 15,
    *,
    mode: Mode = "walk",
    age: Age = None,
    as_of: Day = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="文件", help="写入文件，不写则印出")] = None,
) -> None:
    """Print or write the ground reached."""
    from api.roads_console import show_area

    show_area((lon, lat), minutes, mode, age, as_of, out)


@app.command("matrix", help="两张点表（CSV，列 lon、lat）之间的时间，逐对写为 CSV；给 --ways 时按文件的道路。")
def matrix(
    origins: Annotated[Path, typer.Argument(metavar="起点表")],
    destinations: Annotated[Path, typer.Argument(metavar="终点表")],
    *,
    mode: Mode = "drive",
    age: Age = None,
    as_of: Day = None,
    limit: Annotated[float, typer.Option("--limit", metavar="N", help="上限（分钟）")] = float("inf"),
    ways: Annotated[Path | None, typer.Option("--ways", metavar="文件", help="道路文件，不连登记库")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="文件", help="写入文件，不写则印出")] = None,
) -> None:
    """Print or write minutes pair by pair."""
    from api.roads_matrix import MatrixAsked, write_matrix

    write_matrix(MatrixAsked(origins, destinations, mode, age, as_of, limit, ways, out))
