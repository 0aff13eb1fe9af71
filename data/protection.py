"""Whether the database guards itself as it should: row-level security, the service's role, the log, fast operators.

What is found lacking is told with the SQL that mends it. Nothing is changed here.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

from data import leakproof
from data.ledgers import ARCHIVE
from data.service_role import SERVICE
from data.tables import HISTORY, REGISTER
from layers.atlas import ATLAS

_POLICIES = {REGISTER: {"see", "enter", "amend", "withdraw"}, HISTORY: {"see"}}
_GUARDED_BESIDE = {
    (REGISTER, "identifiers"): {"see", "conclude"},
    (ARCHIVE, "runs"): {"see", "keep"},
    (ARCHIVE, "run_files"): {"see", "keep"},
    (ARCHIVE, "audit"): {"see"},
    (ARCHIVE, "audit_head"): {"see"},
}
_AUDITS = {"audit_new", "audit_row"}
_LOG_GUARDS = {
    (ARCHIVE, "audit"): {"guard_audit"},
    (ARCHIVE, "audit_head"): {"guard_audit"},
    (ARCHIVE, "audit_pending"): {"chain_entries"},
}
_TABLES = """
SELECT n.nspname, c.relname, c.relrowsecurity,
  ARRAY(SELECT polname::text FROM pg_policy WHERE polrelid = c.oid AND polpermissive),
  ARRAY(SELECT tgname::text FROM pg_trigger WHERE tgrelid = c.oid AND tgenabled IN ('O', 'A'))
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname = ANY (:schemas)"""
_ROLE = """
SELECT rolsuper OR rolbypassrls,
  EXISTS (SELECT FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
          WHERE c.relowner = r.oid AND n.nspname = ANY (:schemas)),
  EXISTS (SELECT FROM pg_roles AS other WHERE other.oid <> r.oid AND pg_has_role(r.oid, other.oid, 'MEMBER')
          AND (other.rolsuper OR other.rolbypassrls OR other.oid IN (
            SELECT c.relowner FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE n.nspname = ANY (:schemas))))
FROM pg_roles AS r WHERE rolname = :service"""


@dataclass(frozen=True)
class Gap:
    """Something that is not as it should be: what, why it matters, and what mends it (SQL for the database's owner)."""

    what: str
    why: str
    remedy: str


def gaps(connection: Connection) -> list[Gap]:
    """Everything that is lacking in this migrated database."""
    return [*_open_tables(connection), *_wrong_role(connection), *_slow_operators(connection)]


def serves_as(connection: Connection) -> list[Gap]:
    """What is wrong with the role of this connection, when it is to be the service's."""
    role = connection.scalar(text("SELECT session_user::text"))
    if role == SERVICE:
        return []
    return [
        Gap(
            f"服务以 {role} 连接登记库",
            f"行级安全只认 {SERVICE}；以别的用户连接，所有人看到的都不对",
            f"请让 CAIRN_SERVICE_URL 使用用户 {SERVICE}，或取消这个设置",
        )
    ]


def _open_tables(connection: Connection) -> Iterator[Gap]:
    rows = connection.execute(text(_TABLES), {"schemas": [REGISTER, HISTORY, ARCHIVE]})
    found = {
        (schema, name): (secured, set(policies), set(triggers)) for schema, name, secured, policies, triggers in rows
    }
    for table, policies in _policies().items():
        secured, there, _ = found.get(table, (False, set[str](), set[str]()))
        yield from _unsecured(".".join(table), secured, policies, there)
    for table, triggers in _triggers().items():
        missing = triggers - found.get(table, (False, set[str](), set[str]()))[2]
        if missing:
            name = ".".join(table)
            yield Gap(
                f"{name} 的触发器 {'、'.join(sorted(missing))} 缺少或已停用",
                "审计记录可能漏记或被改写",
                "; ".join(f"ALTER TABLE {name} ENABLE TRIGGER {trigger}" for trigger in sorted(missing)),
            )


def _unsecured(name: str, secured: bool, wanted: set[str], there: set[str]) -> Iterator[Gap]:
    if not secured:
        yield Gap(f"{name} 没有启用行级安全", "谁都能读写其中全部记录", f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
    for policy in sorted(wanted - there):
        yield Gap(f"{name} 缺少策略 {policy}", "该有权限的人也读写不到", "请从备份恢复结构，或把此信息交给维护人员")
    for policy in sorted(there - wanted):
        yield Gap(f"{name} 多出策略 {policy}", "可能放宽了读写的范围", f"DROP POLICY {policy} ON {name}")


def _policies() -> dict[tuple[str, str], set[str]]:
    layers = {(schema, page.layer.id): names for schema, names in _POLICIES.items() for page in ATLAS}
    return layers | _GUARDED_BESIDE


def _triggers() -> dict[tuple[str, str], set[str]]:
    return {(REGISTER, page.layer.id): _AUDITS for page in ATLAS} | _LOG_GUARDS


def _wrong_role(connection: Connection) -> Iterator[Gap]:
    asked = {"service": SERVICE, "schemas": [REGISTER, HISTORY, ARCHIVE, "access"]}
    row = connection.execute(text(_ROLE), asked).one_or_none()
    if row is None:
        yield Gap(f"没有数据库用户 {SERVICE}", "服务无从连接登记库", "cairn migrate")
        return
    unbound, owns, inherits = row
    if unbound:
        yield Gap(
            f"{SERVICE} 不受行级安全约束", "服务会把全部记录给任何人", f"ALTER ROLE {SERVICE} NOSUPERUSER NOBYPASSRLS"
        )
    if owns:
        yield Gap(
            f"{SERVICE} 拥有登记库的表", "表的所有者不受行级安全约束", f"REASSIGN OWNED BY {SERVICE} TO CURRENT_USER"
        )
    if inherits:
        yield Gap(
            f"{SERVICE} 是登记库所有者或超级用户的成员",
            "它可以换成那个用户，绕过行级安全",
            f"请执行 REVOKE 所属角色 FROM {SERVICE}",
        )


def _slow_operators(connection: Connection) -> Iterator[Gap]:
    for wanted in leakproof.missing(connection):
        yield Gap(
            f"{wanted.function} 没有标记 LEAKPROOF",
            f"行级安全之下用不上空间索引，查询会慢（{wanted.because}）",
            f"请超级用户执行：{wanted.statement}",
        )
