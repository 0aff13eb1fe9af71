"""From a bare checkout to a working desk, and back: the steps behind `cairn up`, `down`, `serve` and `migrate`."""

import datetime as dt
import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from sqlalchemy import Engine

from api import database
from api.service import Service, ServiceUnavailable
from api.settings import Settings, read_settings
from api.user_console import introduce, welcome
from data import engine as archive
from data.access_tables import belongs_to

# The last day of the sample's sources; its table is shown for this day.
SAMPLE_DAY = dt.date(2024, 12, 31)
console = Console(highlight=False)


@contextmanager
def step(what: str) -> Iterator[None]:
    """Say what is being done, and how long it took."""
    begun = time.monotonic()
    with console.status(f"{what}…"):
        yield
    console.print(f"  {what}  [dim]{time.monotonic() - begun:.1f} 秒[/dim]")


def bring_up() -> None:
    """Start everything, show the county's table and where the map is."""
    settings = read_settings()
    console.print("[bold]Cairn[/bold] 县级民政地理登记库")
    with step("登记库已启动"):
        url = database.address(settings)
    if (cluster := database.private(settings)) and cluster.moved:
        console.print(f"  {cluster.moved}", soft_wrap=True)
    with step("结构为最新"):
        archive.migrate(url)
    engine = archive.connect(url)
    try:
        with archive.session(engine) as session:
            belongs_to(session, settings.county)
        sampled = _fill_empty(engine, settings.sample)
        _show_coverage(engine)
        welcome(engine, settings)
        if sampled:
            introduce(engine, settings)
    finally:
        engine.dispose()
    service = Service(settings)
    with step("服务已启动"):
        service.start()
    _show_addresses(settings)


def bring_down() -> None:
    """Stop the service and the private register; what is kept stays."""
    settings = read_settings()
    stopped = Service(settings).stop()
    console.print("服务已停止" if stopped else "服务没有在运行")
    cluster = database.private(settings)
    if cluster is None:
        console.print("登记库由 CAIRN_DATABASE_URL 指定，不由 Cairn 停止")
        return
    running = cluster.status().running
    cluster.stop()
    console.print("登记库已停止，数据保留" if running else "登记库没有在运行")


def serve_here(*, kept: bool = False) -> None:
    """Run the service in the foreground; `kept` when a keeper stands at the other end of the input.

    Raises:
        ServiceUnavailable: The port is taken, or the register's structure is not the newest.
    """
    from api.app import create_app
    from api.service import can_listen
    from api.serving import serve

    settings = read_settings()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("uvicorn.access").setLevel(logging.WARNING)
    url = database.service_address(settings)
    _refuse_old_structure(url)
    if not can_listen(settings.host, settings.port):
        raise ServiceUnavailable(
            f"端口 {settings.port} 已被占用，服务没有启动。\n"
            f"请停掉占用它的程序，或换一个端口：CAIRN_PORT={settings.port + 1} cairn serve"
        )
    _welcome(settings)
    if kept:
        from api.keeper import missed

        threading.Thread(target=missed, args=(settings,), name="cairn-keeper", daemon=True).start()
    application = create_app(settings, url)
    serve(application, settings)
    # A thread at work is not waited for: the queue keeps its job, and the next start takes it up again.
    logging.shutdown()
    os._exit(0)


def migrate_register(message: str | None) -> None:
    """Bring the register up to date, or write a new migration for review."""
    settings = read_settings()
    url = database.address(settings)
    archive.migrate(url)
    if message is None:
        console.print("登记库结构已是最新")
        return
    written = archive.new_migration(url, message)
    console.print(f"新的迁移文件：{written}。请审阅后再执行 cairn migrate")


def load_sample() -> None:
    """Load the sample county; safe to repeat."""
    settings = read_settings()
    url = database.address(settings)
    archive.migrate(url)
    engine = archive.connect(url)
    try:
        _load(engine, settings.sample)
    finally:
        engine.dispose()


def _fill_empty(engine: Engine, folder: Path) -> bool:
    """Load the sample county into an empty register; true when it was loaded now."""
    from data.overview import counts

    with archive.session(engine) as session:
        kept = sum(counts(session).values())
    if not kept:
        _load(engine, folder)
    return not kept


def _load(engine: Engine, folder: Path) -> None:
    from data import sample_county

    with step("示例县已装入（虚构数据均标“示例数据”）"), archive.session(engine) as session:
        sample_county.load(session, folder)


def _show_coverage(engine: Engine) -> None:
    from api.coverage_console import show
    from data import coverage
    from layers.coverage_terms import BedsParameters

    with archive.session(engine) as session:
        run = coverage.run(session, BedsParameters(as_of=SAMPLE_DAY))
    console.print()
    show(run.result)


def _show_addresses(settings: Settings) -> None:
    console.print(f"\n  地图    [bold]{settings.address}/[/bold]")
    console.print(f"  覆盖    {settings.address}/coverage?as_of={SAMPLE_DAY}")
    console.print(f"  接口    {settings.address}/openapi.json · {settings.address}/ogc")
    console.print("  停止    make down")


def _welcome(settings: Settings) -> None:
    """Make the first administrator, unless the service was given no way to the register but its own."""
    if settings.service_url and not settings.database_url:
        return
    engine = archive.connect(database.address(settings))
    try:
        welcome(engine, settings)
    finally:
        engine.dispose()


def _refuse_old_structure(url: str) -> None:
    engine = archive.connect(url)
    try:
        if not archive.is_migrated(engine):
            raise ServiceUnavailable("登记库的结构不是最新，服务没有启动。请先执行 cairn migrate")
    finally:
        engine.dispose()
