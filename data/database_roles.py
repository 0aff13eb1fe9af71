"""A person's own database role, for a direct session of QGIS with PostGIS under the same row-level security.

Roles belong to the whole server, so a role's name begins with the database's: a person of one register is nobody in
another. The role may sign in and is a member of `cairn_person`; it owns nothing. Its password is made here, handed to
the server as a SCRAM-SHA-256 verifier, so that it stands in no log, and shown once.
"""

import re

import psycopg
from psycopg import sql
from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from data import passwords
from data.access_tables import ACCOUNTS
from data.accounts import Account
from data.audit import note
from data.errors import Unavailable

GROUP = "cairn_person"
# PostgreSQL cuts names after 63 bytes; the person's name and number follow.
_LONGEST_DATABASE = 34
_MOST_CONNECTIONS = 8
_NOT_PERMITTED = "42501"


def open_to(session: Session, account: Account) -> tuple[str, str]:
    """The account's role, made or given a new password; the answer is its name and its password.

    Raises:
        Unavailable: the console's database user may not make roles.
    """
    role = account.db_role or _name(session, account)
    password = passwords.one_time()
    raw = session.connection().connection.dbapi_connection
    if not isinstance(raw, psycopg.Connection):
        raise TypeError("the register is spoken to by psycopg")
    verifier = raw.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    try:
        with session.begin_nested():
            _make(raw, role, verifier)
            session.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == account.id).values(db_role=role))
    except psycopg.Error as refusal:
        if refusal.sqlstate != _NOT_PERMITTED:
            raise
        raise Unavailable(
            "不能建立数据库用户", "登记库的管理用户没有建立角色的权限（CREATEROLE）", "请数据库管理员授权后重试"
        ) from refusal
    note(session, "database-role", account.name, {"role": role})
    return role, password


def shut(session: Session, account: Account) -> None:
    """Let the account's role sign in no more; policies already show it nothing beyond the public rows."""
    if account.db_role:
        _run(session, sql.SQL("ALTER ROLE {} NOLOGIN").format(sql.Identifier(account.db_role)))


def let_in(session: Session, account: Account) -> None:
    """Let the account's role sign in again."""
    if account.db_role:
        _run(session, sql.SQL("ALTER ROLE {} LOGIN").format(sql.Identifier(account.db_role)))


def _name(session: Session, account: Account) -> str:
    """A name that no role of the server bears yet: an account called “service” must not become the service."""
    database = str(session.scalar(select(func.current_database())))[:_LONGEST_DATABASE]
    plain = account.name if re.fullmatch(r"[a-z0-9_.-]{1,16}", account.name) else "person"
    wished = [f"{database}_{plain}", *(f"{database}_{plain}_{account.id + turn}" for turn in range(100))]
    taken = set(session.scalars(text("SELECT rolname FROM pg_roles WHERE rolname = ANY (:wished)"), {"wished": wished}))
    return next(name for name in wished if name not in taken)


def _make(raw: psycopg.Connection, role: str, verifier: str) -> None:
    named = sql.Identifier(role)
    terms = sql.SQL(
        "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS INHERIT CONNECTION LIMIT {} PASSWORD {}"
    ).format(sql.Literal(_MOST_CONNECTIONS), sql.Literal(verifier))
    known = raw.execute("SELECT FROM pg_roles WHERE rolname = %s", [role]).fetchone() is not None
    raw.execute(sql.SQL("{} ROLE {} {}").format(sql.SQL("ALTER" if known else "CREATE"), named, terms))
    raw.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(GROUP), named))


def _run(session: Session, statement: sql.Composed) -> None:
    raw = session.connection().connection.dbapi_connection
    if not isinstance(raw, psycopg.Connection):
        raise TypeError("the register is spoken to by psycopg")
    raw.execute(statement)
