"""What PostgreSQL refuses, said in the clerk's words; the caller's transaction goes on."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from data.errors import ArchiveError, BadInput, Conflict, Forbidden, PreconditionFailed, Unavailable
from data.tables import METADATA
from layers.rules import Finding

# Our own states (data/sql/0001_history.sql, 0009_naming_cases.sql) and PostgreSQL's.
_OURS = ("CR001", "CR002", "CR003", "CR004")
_STALE = "CR005"
_NOT_NULL, _CHECK, _EXCLUSION, _NOT_PERMITTED = "23502", "23514", "23P01", "42501"
_BUSY = {
    "55P03": "等待其他操作超时",
    "40P01": "与另一项操作互相等待",
    "57014": "操作已被中止",
    "40001": "与另一项操作冲突",
}
# The connection is lost, the server is stopping, starting or recovering, or is out of means.
_ABSENT = ("08", "57P", "53")


@contextmanager
def refusals_in_chinese(session: Session) -> Iterator[None]:
    """A deed that fails leaves no trace and raises the archive's own error.

    Raises:
        ArchiveError: what the database refused; its kind follows the reason.
    """
    try:
        with session.begin_nested():
            yield
    except DBAPIError as refusal:
        raise in_chinese(refusal.orig) from refusal
    except psycopg.Error as refusal:  # a COPY speaks to the driver itself
        raise in_chinese(refusal) from refusal


def in_chinese(cause: BaseException | None) -> ArchiveError:
    """An error of the driver as an error of the archive."""
    if not isinstance(cause, psycopg.Error):
        return ArchiveError("数据库未能完成此项操作", str(cause), "请把此信息交给维护人员")
    state, said = cause.sqlstate or "", cause.diag
    if not state and isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError):
        return _absent()
    if state in _OURS:
        return Conflict(said.message_primary or "", said.message_detail or "", said.message_hint or "")
    if state == _STALE:
        return PreconditionFailed(said.message_primary or "", said.message_detail or "", said.message_hint or "")
    if state in (_CHECK, _NOT_NULL):
        return _breaks_a_law(said)
    return _of_state(state, said)


def _of_state(state: str, said: psycopg.errors.Diagnostic) -> ArchiveError:
    if state == _NOT_PERMITTED:
        return Forbidden(in_our_words(said.message_primary) or "没有这项权限")
    if state == _EXCLUSION:
        return Conflict("同一标识的有效期重叠", said.message_detail or "", "请更正已有登记，或先终止前一时段")
    if state in _BUSY:
        return Unavailable("数据库正忙", _BUSY[state], "请稍后重试")
    if state.startswith(_ABSENT):
        return _absent()
    return ArchiveError("数据库未能完成此项操作", said.message_primary or "", "请把此信息交给维护人员")


def _absent() -> Unavailable:
    return Unavailable("与登记库的连接中断", "登记库没有应答，可能正在重启；这次操作没有完成", "请稍后重试")


def in_our_words(said: str | None) -> str:
    """What the register's own functions say to a clerk; PostgreSQL's English is not for him."""
    return said if said and not said.isascii() else ""


def _breaks_a_law(said: psycopg.errors.Diagnostic) -> BadInput:
    name = said.column_name or _field(said.table_name or "", said.constraint_name or "")
    table = METADATA.tables.get(f"{said.schema_name}.{said.table_name}")
    label = (table.c[name].comment if table is not None and name in table.c else None) or name
    message = f"“{label}”缺失" if said.column_name else f"“{label}”的值不合登记规则"
    return BadInput(message, said.constraint_name or "", "请改正后重新提交", findings=(Finding(message, name),))


def _field(table: str, constraint: str) -> str:
    name = constraint.removeprefix(f"{table}_").removesuffix("_check")
    return "geom" if name.startswith("geom_") else name
