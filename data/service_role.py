"""The role the service connects as: it owns nothing, and row-level security binds it.

Decided: its password is made from the owner's (HMAC-SHA-256), so that it need not be kept anywhere, the service's
process can do without the owner's, and whoever learns it learns nothing of the owner's. A county that names its own
(`CAIRN_SERVICE_URL`) keeps it as it likes.
"""

import hmac

from sqlalchemy import Connection, Engine, create_engine, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import NullPool

from data.errors import Unavailable
from data.queue_schema import SCHEMA

SERVICE = "cairn_service"


def service_url(owner_url: str) -> str:
    """The address at which the service reaches the owner's database."""
    return _service(make_url(owner_url)).render_as_string(hide_password=False)


def open_to_service(connection: Connection) -> None:
    """Let the service use the job queue, whose tables are the package's own and may have changed with it."""
    for kind in ("TABLES", "SEQUENCES", "ROUTINES"):
        connection.execute(text(f"GRANT ALL ON ALL {kind} IN SCHEMA {SCHEMA} TO {SERVICE}"))
    connection.execute(text(f"GRANT USAGE ON SCHEMA {SCHEMA} TO {SERVICE}"))


def let_service_in(owner: Engine) -> None:
    """See to it that the service can sign in with the password made for it.

    Raises:
        Unavailable: it cannot, and the owner may not help.
    """
    address = _service(owner.url)
    if _opens(address):
        return
    if not address.password:
        raise Unavailable(
            f"服务不能以 {SERVICE} 登录数据库", "管理用户没有口令，无从为服务推导口令", "请设置 CAIRN_SERVICE_URL"
        )
    try:
        with owner.begin() as connection:
            connection.exec_driver_sql(f"ALTER ROLE {SERVICE} LOGIN PASSWORD '{address.password}'")
    except DBAPIError as refusal:
        if not _opens(address):  # another database's migration may have done it at the same moment
            raise Unavailable(
                f"不能为 {SERVICE} 设置口令", str(refusal.orig), "请管理员设置口令，并以 CAIRN_SERVICE_URL 告知"
            ) from refusal


def _service(owner: URL) -> URL:
    password = str(owner.password) if owner.password else None
    made = hmac.new(password.encode(), SERVICE.encode(), "sha256").hexdigest() if password else None
    return URL.create(owner.drivername, SERVICE, made, owner.host, owner.port, owner.database, owner.query)


def _opens(address: URL) -> bool:
    engine = create_engine(address.set(drivername="postgresql+psycopg"), poolclass=NullPool)
    try:
        with engine.connect():
            return True
    except OperationalError:
        return False
