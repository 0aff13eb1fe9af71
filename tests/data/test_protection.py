"""What the database lacks to guard itself is found, and told with what mends it."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from data.acting import PUBLIC
from data.engine import connect
from data.engine import session as transaction
from data.protection import Gap, gaps, serves_as
from tests.people import service_engine


def found(session: Session) -> list[Gap]:
    return gaps(session.connection())


def test_a_migrated_database_lacks_nothing(session: Session) -> None:
    assert found(session) == []


@pytest.mark.parametrize(
    ("damage", "what", "remedy"),
    [
        (
            "ALTER TABLE register.roads DISABLE ROW LEVEL SECURITY",
            "register.roads 没有启用行级安全",
            "ALTER TABLE register.roads ENABLE ROW LEVEL SECURITY",
        ),
        ("DROP POLICY see ON history.roads", "history.roads 缺少策略 see", "请从备份恢复结构"),
        (
            "CREATE POLICY all_of_it ON register.roads FOR SELECT USING (true)",
            "register.roads 多出策略 all_of_it",
            "DROP POLICY all_of_it ON register.roads",
        ),
        (
            "ALTER TABLE register.identifiers DISABLE ROW LEVEL SECURITY",
            "register.identifiers 没有启用行级安全",
            "ALTER TABLE register.identifiers ENABLE",
        ),
        ("ALTER ROLE cairn_service BYPASSRLS", "cairn_service 不受行级安全约束", "NOBYPASSRLS"),
        ("ALTER ROLE cairn_service SUPERUSER", "cairn_service 不受行级安全约束", "NOSUPERUSER"),
        ("ALTER TABLE archive.jobs OWNER TO cairn_service", "cairn_service 拥有登记库的表", "REASSIGN OWNED"),
        (
            "ALTER FUNCTION geometry_overlaps(geometry, geometry) NOT LEAKPROOF",
            "没有标记 LEAKPROOF",
            "ALTER FUNCTION public.geometry_overlaps(public.geometry, public.geometry) LEAKPROOF",
        ),
        (
            "ALTER TABLE register.roads DISABLE TRIGGER audit_row",
            "register.roads 的触发器 audit_row 缺少或已停用",
            "ALTER TABLE register.roads ENABLE TRIGGER audit_row",
        ),
        (
            "ALTER TABLE archive.audit DISABLE TRIGGER guard_audit",
            "archive.audit 的触发器 guard_audit 缺少或已停用",
            "ENABLE TRIGGER guard_audit",
        ),
    ],
)
def test_every_damage_is_told_with_its_remedy(session: Session, damage: str, what: str, remedy: str) -> None:
    session.execute(text(damage))
    (gap,) = [gap for gap in found(session) if what in gap.what]
    assert remedy in gap.remedy
    assert gap.why


def test_the_remedies_that_are_sql_mend(session: Session) -> None:
    for damage in (
        "ALTER TABLE register.roads DISABLE ROW LEVEL SECURITY",
        "CREATE POLICY all_of_it ON register.roads FOR SELECT USING (true)",
        "ALTER ROLE cairn_service BYPASSRLS",
        "ALTER TABLE register.roads DISABLE TRIGGER audit_row",
        "ALTER FUNCTION geometry_overlaps(geometry, geometry) NOT LEAKPROOF",
    ):
        session.execute(text(damage))
    for gap in found(session):
        session.execute(text(gap.remedy.removeprefix("请超级用户执行：")))
    assert found(session) == []


def test_a_role_that_can_become_the_owner_is_told(session: Session) -> None:
    session.execute(text("CREATE ROLE cairn_test_boss BYPASSRLS"))
    session.execute(text("GRANT cairn_test_boss TO cairn_service"))
    assert [gap.what for gap in found(session)] == ["cairn_service 是登记库所有者或超级用户的成员"]


def test_the_service_sees_the_same_and_knows_itself(database_url: str) -> None:
    owner, service = connect(database_url), service_engine(database_url)
    with transaction(service, actor=PUBLIC) as opened:
        assert gaps(opened.connection()) == serves_as(opened.connection()) == []
    with transaction(owner) as opened:
        (gap,) = serves_as(opened.connection())
    assert "CAIRN_SERVICE_URL" in gap.remedy
    owner.dispose()
    service.dispose()
