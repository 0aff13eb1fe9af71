"""`cairn coverage`: beds per thousand older people, from the register or straight from files."""

import sys
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from data.coverage_run import CoverageRun

app = typer.Typer(
    help="计算养老床位覆盖：登记库或文件皆可。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Format(StrEnum):
    """How the answer is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class ByArea(StrEnum):
    """The areas of a register run."""

    TOWNSHIP = "township"
    COUNTY = "county"
    VILLAGE = "village"
    AREAS = "areas"


class Age(StrEnum):
    """From which age people count."""

    SIXTY = "60"
    SIXTY_FIVE = "65"
    EIGHTY = "80"


class Basis(StrEnum):
    """Which people count."""

    RESIDENT = "resident"
    REGISTERED = "registered"


class Beds(StrEnum):
    """Which beds are summed."""

    TOTAL = "total"
    NURSING = "nursing"
    DEMENTIA = "dementia"
    OPEN = "open"
    OCCUPIED = "occupied"


class Count(StrEnum):
    """Whose beds count."""

    BOTH = "institution_and_community"
    INSTITUTION = "institution"


class CountyWide(StrEnum):
    """What becomes of county-wide beds."""

    WHERE_THEY_STAND = "where_they_stand"
    EXCLUDED = "excluded"
    SPREAD = "spread"


class PopulationFrom(StrEnum):
    """Where the register's people come from."""

    AUTO = "auto"
    STATISTICS = "statistics"
    SETTLEMENTS = "settlements"


_IN_FILES, _IN_REGISTER, BOTH, _MANY = "文件", "登记库", "通用", "多县"


def option(name: str, words: str, panel: str, metavar: str | None = None) -> Any:  # noqa: ANN401 - Typer's own type
    """An option of this command line; the help says for which kind of run it is."""
    return typer.Option(name, help=f"〔{panel}〕{words}", metavar=metavar)


_FILE = "文件"


@app.command(
    "beds-per-thousand",
    help="每千名老年人养老床位数：不给 --facilities 时取自登记库，给出时直接算文件（不连登记库）。",
)
def beds_per_thousand(
    *,
    by: Annotated[ByArea | None, option("--by", "统计单元，缺省 township", _IN_REGISTER)] = None,
    as_of: Annotated[str | None, option("--as-of", "截至日期，缺省当天", BOTH, "YYYY-MM-DD")] = None,
    age: Annotated[Age | None, option("--age", "老年人年龄，缺省 60", BOTH)] = None,
    basis: Annotated[Basis | None, option("--basis", "常住或户籍，缺省 resident", BOTH)] = None,
    beds: Annotated[Beds | None, option("--beds", "床位口径，缺省 total", _IN_REGISTER)] = None,
    count: Annotated[Count | None, option("--count", "计入设施，缺省养老机构和社区养老设施", _IN_REGISTER)] = None,
    county_level: Annotated[
        CountyWide | None, option("--county-level", "全县统筹床位，缺省计入所在区域", _IN_REGISTER)
    ] = None,
    population_source: Annotated[
        PopulationFrom | None, option("--population-source", "人口来源，缺省 auto", _IN_REGISTER)
    ] = None,
    target: Annotated[str | None, option("--target", "目标（张/千人），缺省 40（新政〔2017〕29号）", BOTH, "N")] = None,
    areas: Annotated[
        Path | None, option("--areas", "区域多边形：GeoJSON、GeoPackage、Shapefile", _IN_FILES, _FILE)
    ] = None,
    area_id: Annotated[str | None, option("--area-id", "区域代码字段", _IN_FILES, "字段")] = None,
    area_name: Annotated[str | None, option("--area-name", "区域名称字段", _IN_FILES, "字段")] = None,
    area_population_field: Annotated[
        str | None, option("--area-population-field", "区域文件中的老年人口字段", _IN_FILES, "字段")
    ] = None,
    areas_layer: Annotated[str | None, option("--areas-layer", "区域文件的图层", _IN_FILES, "图层")] = None,
    areas_crs: Annotated[str | None, option("--areas-crs", "区域文件的坐标系", _IN_FILES, "EPSG:N")] = None,
    facilities: Annotated[
        Path | None, option("--facilities", "设施：点文件，或带坐标列的 CSV、XLSX", _IN_FILES, _FILE)
    ] = None,
    beds_field: Annotated[str | None, option("--beds-field", "床位数字段", _IN_FILES, "字段")] = None,
    facility_name: Annotated[str | None, option("--facility-name", "设施名称字段", _IN_FILES, "字段")] = None,
    facilities_layer: Annotated[
        str | None, option("--facilities-layer", "设施文件的图层或工作表", _IN_FILES, "图层")
    ] = None,
    facilities_crs: Annotated[str | None, option("--facilities-crs", "设施文件的坐标系", _IN_FILES, "EPSG:N")] = None,
    population: Annotated[
        Path | None, option("--population", "人口：点文件、带坐标列的表，或按区域代码的表", _IN_FILES, _FILE)
    ] = None,
    population_field: Annotated[str | None, option("--population-field", "老年人口字段", _IN_FILES, "字段")] = None,
    population_area_id: Annotated[
        str | None, option("--population-area-id", "人口表中的区域代码字段", _IN_FILES, "字段")
    ] = None,
    population_layer: Annotated[
        str | None, option("--population-layer", "人口文件的图层或工作表", _IN_FILES, "图层")
    ] = None,
    population_crs: Annotated[str | None, option("--population-crs", "人口文件的坐标系", _IN_FILES, "EPSG:N")] = None,
    population_date: Annotated[
        str | None, option("--population-date", "人口统计时点，印在结果中", _IN_FILES, "YYYY-MM-DD")
    ] = None,
    population_origin: Annotated[
        str | None, option("--population-origin", "人口来源说明，印在结果中", _IN_FILES, "文字")
    ] = None,
    crs: Annotated[str | None, option("--crs", "没有写明坐标系的文件的坐标系", _IN_FILES, "EPSG:N")] = None,
    x: Annotated[str | None, option("--x", "东坐标（经度）列", _IN_FILES, "字段")] = None,
    y: Annotated[str | None, option("--y", "北坐标（纬度）列", _IN_FILES, "字段")] = None,
    invented: Annotated[bool, typer.Option("--invented", help="〔文件〕文件是虚构的示例数据，结果处处标明")] = False,
    form: Annotated[Format, option("--format", "打印为表格、CSV 或 JSON", BOTH)] = Format.TABLE,
    out: Annotated[
        Path | None,
        option("--out", "把 CSV、XLSX、GeoJSON、GeoPackage、JSON、HTML、PNG 写入该文件夹", BOTH, "文件夹"),
    ] = None,
    counties: Annotated[
        Path | None,
        option("--counties", "县名单：逐县计算；文件路径中的 {county} 代以县代码，或逐县读其登记库", _MANY, _FILE),
    ] = None,
    scheduler: Annotated[
        str | None, option("--scheduler", "Dask 调度器；不给时用本机的几个进程", _MANY, "tcp://主机:端口")
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", help="〔多县〕本机的进程数，缺省为处理器核数", metavar="N", min=1)
    ] = None,
) -> None:
    """Compute from files when facilities are handed in, else from the register; of many counties when listed."""
    from api.coverage_asking import FileOptions, RegisterOptions, ask_files, ask_register

    register = RegisterOptions(by, beds, count, county_level, population_source, as_of, age, basis, _number(target))
    files = FileOptions(
        areas, area_id, area_name, area_population_field, areas_layer, areas_crs,
        facilities, beds_field, facility_name, facilities_layer, facilities_crs,
        population, population_field, population_area_id, population_layer, population_crs,
        population_date, population_origin, crs, x, y, invented,
    )  # fmt: skip
    if counties is not None:
        from api.coverage_counties import ask_counties
        from api.many_counties import Cluster
        from api.settings import read_settings

        today = read_settings().today()
        raise typer.Exit(not ask_counties(counties, Cluster(scheduler, workers), register, files, out=out, today=today))
    if scheduler is not None or workers is not None:
        from layers.refusal import Refusal

        raise Refusal(
            "--scheduler、--workers 只用于多县计算", "没有给 --counties", "请加 --counties 县名单，或去掉它们"
        )
    if facilities is None:
        run = ask_register(register, files, takes_away=out is not None)
    else:
        run = ask_files(register, files)
    print_run(run, form)
    if out is not None:
        write_run(run, out)


def _number(words: str | None) -> Decimal | None:
    """A target as an exact number."""
    if words is None:
        return None
    from layers.refusal import Refusal

    try:
        number = Decimal(words)
    except InvalidOperation as fault:
        raise Refusal(f"目标“{words}”不是数", "应为正数，单位 张/千人", "例如 --target 40") from fault
    if not number.is_finite() or not 0 < number <= 1000:  # noqa: PLR2004 - a bed for each person
        raise Refusal(f"目标“{words}”不合理", "应大于 0，不超过 1000 张/千人", "例如 --target 40")
    return number


def print_run(run: "CoverageRun", form: Format) -> None:
    """The answer on standard output, and nothing else."""
    if form is Format.TABLE:
        from api.coverage_console import show

        show(run.result)
        return
    from data.exporting import csv_bytes

    sys.stdout.buffer.write(run.body if form is Format.JSON else csv_bytes(run))
    sys.stdout.buffer.flush()


def write_run(run: "CoverageRun", folder: Path) -> None:
    """Files into the folder; what was written is told on standard error."""
    from api.coverage_files import write_all

    written, missing = write_all(run, folder)
    for path in written:
        sys.stderr.write(f"已写入 {path}\n")
    for words in missing:
        sys.stderr.write(f"未写出 {words}\n")
