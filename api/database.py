"""Where the register lives: the database that the settings name, or the private one in `var/`."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from api.settings import Settings, read_settings
from data.local_postgis import LocalPostgis
from data.postgis_programs import PostgisUnavailable
from data.service_role import service_url

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session


def private(settings: Settings) -> LocalPostgis | None:
    """The private cluster; None when the settings name a database."""
    return None if settings.database_url else LocalPostgis(settings.var / "postgis")


def address(settings: Settings) -> str:
    """The address of the register, starting the private cluster when it does not run.

    Raises:
        PostgisUnavailable: the private cluster cannot start.
    """
    if settings.database_url:
        return settings.database_url.get_secret_value()
    return LocalPostgis(settings.var / "postgis").start()


def address_if_running(settings: Settings) -> str | None:
    """The address of the register without starting anything; None when the private cluster stands still."""
    if settings.database_url:
        return settings.database_url.get_secret_value()
    cluster = LocalPostgis(settings.var / "postgis")
    try:
        return cluster.url if cluster.status().running else None
    except PostgisUnavailable:
        return None


def service_address(settings: Settings) -> str:
    """The address at which the service reaches the register, as the role that owns nothing.

    Raises:
        PostgisUnavailable: the private cluster cannot start.
    """
    if settings.service_url:
        return settings.service_url.get_secret_value()
    return service_url(address(settings))


@contextmanager
def opened() -> "Iterator[Engine]":
    """The register that is configured, as its owner; the private cluster is started when it does not run.

    Raises:
        PostgisUnavailable: the private cluster cannot start.
    """
    from data.engine import connect

    engine = connect(address(read_settings()))
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def console() -> "Iterator[Session]":
    """One transaction of a console command, as the owner.

    Raises:
        PostgisUnavailable: the private cluster cannot start.
    """
    from data.engine import session

    with opened() as engine, session(engine) as transaction:
        yield transaction
