"""What runs, which versions, how much is kept, and what is missing; nothing is started or changed."""

import platform
import sys
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from api import database
from api.incidents import recent
from api.service import Service, ServiceUnavailable, health
from api.settings import Settings, read_settings
from api.version import VERSION
from data import engine as archive

Line = tuple[str, str, str]
SHOWN = 3
console = Console(highlight=False, width=None if sys.stdout.isatty() else 140)


def show() -> None:
    """The state of the desk as one table."""
    settings = read_settings()
    title = f"Cairn {VERSION} · Python {platform.python_version()}"
    table = Table("部分", "状态", "说明", title=title, title_justify="left")
    for line in (*_service(settings), *_register(settings), *_interrupted(settings), *_lacking(settings)):
        table.add_row(*line)
    console.print(table)


def show_layers() -> None:
    """Every layer with its kind of geometry and how much it holds today.

    Raises:
        ServiceUnavailable: The register does not run.
    """
    from data.overview import tallies
    from layers.atlas import ATLAS

    settings = read_settings()
    url = database.address_if_running(settings)
    if url is None:
        raise ServiceUnavailable("登记库没有在运行。请先执行 make up 或 cairn up")
    engine = archive.connect(url)
    with archive.session(engine) as session:
        held = tallies(session, settings.today())
    engine.dispose()
    table = Table("图层", "名称", "图形", "件数", "其中示例", title=f"截至 {settings.today()}", title_justify="left")
    for page in ATLAS:
        layer, tally = page.layer, held[page.layer.id]
        table.add_row(layer.id, layer.title, layer.geometry or "—", f"{tally.count:,}", f"{tally.invented:,}")
    console.print(table)


def _service(settings: Settings) -> Iterator[Line]:
    running = Service(settings).running()
    if running is None:
        yield "服务", "没有运行", "cairn up 启动"
        return
    answers = "正常" if health(running.address) else "不应答"
    yield "服务", answers, f"{running.address}/ · 进程 {running.pid} · 日志 {settings.var / 'log' / 'service.log'}"


def _register(settings: Settings) -> Iterator[Line]:
    cluster = database.private(settings)
    if cluster is not None:
        at = cluster.status()
        where = f"{at.folder} · 端口 {at.port} · 进程 {at.pid}" if at.running else f"{at.folder} · cairn up 启动"
        yield "私有登记库", "正常" if at.running else "没有运行", where
    url = database.address_if_running(settings)
    if url is None:
        return
    engine = archive.connect(url)
    try:
        yield from _kept(engine)
    except OperationalError as trouble:
        yield "登记库", "连接不上", str(trouble.orig).strip().splitlines()[0]
    finally:
        engine.dispose()


def _kept(engine: Engine) -> Iterator[Line]:
    with archive.session(engine) as session:
        postgresql = session.scalar(text("SELECT split_part(current_setting('server_version'), ' ', 1)"))
        postgis = session.scalar(text("SELECT extversion FROM pg_extension WHERE extname = 'postgis'"))
        size = session.scalar(text("SELECT pg_size_pretty(pg_database_size(current_database()))"))
    yield "登记库", f"PostgreSQL {postgresql}", f"PostGIS {postgis} · {size}"
    newest = archive.is_migrated(engine)
    yield "结构", "最新" if newest else "不是最新", "" if newest else "cairn migrate 升级"
    if newest:
        yield _filled(engine)
        yield from _guarded(engine)


def _filled(engine: Engine) -> Line:
    from data.overview import tallies

    with archive.session(engine) as session:
        held = tallies(session)
    rows, invented = sum(tally.count for tally in held.values()), sum(tally.invented for tally in held.values())
    return "内容", f"{rows:,} 件", f"其中示例数据 {invented:,} 件" if rows else "cairn sample load 装入示例县"


def _guarded(engine: Engine) -> Iterator[Line]:
    """Whether the database guards itself, and the SQL for what it lacks."""
    from data.protection import gaps

    with engine.connect() as connection:
        found = gaps(connection)
    if not found:
        yield "防护", "齐备", "行级安全、服务用户、审计触发器、空间索引"
    for gap in found:
        yield "防护", "缺少", f"{gap.what}：{gap.why}。{gap.remedy}"


def _interrupted(settings: Settings) -> Iterator[Line]:
    """The last things that died by themselves."""
    for incident in recent(settings.var, SHOWN):
        yield "中断", incident.at.replace("T", " ")[:19], str(incident)


def _lacking(settings: Settings) -> Iterator[Line]:
    built = (settings.web / "index.html").is_file()
    yield "网页应用", "已建成" if built else "缺少", str(settings.web) if built else "make web 建成"
    yield "中文字体", *_typeface()
    yield "磁盘", _free(settings.var), str(settings.var)


def _typeface() -> tuple[str, str]:
    from maps.fonts import NoChineseFont, chinese_typeface

    try:
        return "有", chinese_typeface().families[0]
    except NoChineseFont as lack:
        return "缺少", str(lack)


def _free(folder: Path) -> str:
    import shutil

    place = next(parent for parent in (folder, *folder.parents) if parent.exists())
    return f"剩余 {shutil.disk_usage(place).free / 1e9:,.1f} GB"
