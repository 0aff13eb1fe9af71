"""What PostgreSQL refuses is said in the clerk's words, and the caller's transaction goes on."""

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from data import register
from data.engine import connect
from data.errors import ArchiveError, BadInput, Conflict, Unavailable
from data.refusals import in_chinese, refusals_in_chinese
from tests.data.deeds import LEDGER, NEW_YEAR, SEAT, home


def refused(session: Session, statement: str) -> ArchiveError:
    with pytest.raises(ArchiveError) as refusal, refusals_in_chinese(session):
        session.execute(text(statement))
    return refusal.value


@pytest.fixture
def homes(session: Session) -> Session:
    register.enter(session, home(), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    return session


@pytest.mark.parametrize(
    ("assignment", "message", "name"),
    [
        ("beds = -1", "“养老床位总数”的值不合登记规则", "beds"),
        ("star_rating = '9'", "“等级”的值不合登记规则", "star_rating"),
        ("geom = ST_GeomFromText('POINT EMPTY', 4490)", "“位置（EPSG:4490，经度、纬度）”的值不合登记规则", "geom"),
        ("name = NULL", "“名称”缺失", "name"),
    ],
)
def test_a_broken_law_names_the_field(homes: Session, assignment: str, message: str, name: str) -> None:
    refusal = refused(homes, f"UPDATE register.nursing_homes SET {assignment}")
    assert isinstance(refusal, BadInput)
    assert (refusal.what, [getattr(finding, "field", None) for finding in refusal.findings]) == (message, [name])


def test_our_own_refusals_keep_their_three_parts(homes: Session) -> None:
    refusal = refused(homes, "TRUNCATE register.nursing_homes")
    assert isinstance(refusal, Conflict)
    assert (refusal.what, refusal.why, refusal.remedy) == (
        "不能清空 register.nursing_homes",
        "清空不留史录",
        "请逐条终止或撤销登记",
    )


def test_the_constraint_stands_behind_the_trigger(homes: Session) -> None:
    """Two overlapping periods written without the triggers still cannot stand."""
    homes.execute(text("ALTER TABLE register.nursing_homes DISABLE TRIGGER USER"))
    columns = (
        "number, name, stage, kind, ownership, operation, beds, geom, valid, recorded, source, invented, disclosure"
    )
    copied = f"INSERT INTO register.nursing_homes ({columns}, version, recorded_by) SELECT {columns}, 2, 'x'"
    refusal = refused(homes, f"{copied} FROM register.nursing_homes")
    assert isinstance(refusal, Conflict)
    assert refusal.what == "同一标识的有效期重叠"


def test_what_nobody_foresaw_shows_no_stack(homes: Session) -> None:
    refusal = refused(homes, "SELECT 1 / 0")
    assert refusal.what == "数据库未能完成此项操作"
    assert in_chinese(OSError("管道断开")).why == "管道断开"


def test_the_transaction_goes_on(homes: Session) -> None:
    refused(homes, "SELECT 1 / 0")
    assert homes.scalar(text("SELECT count(*) FROM register.nursing_homes")) == 1


def test_a_register_that_went_away_is_told_as_such(own_database: str) -> None:
    """A postmaster's end and a session's look alike from here: the connection is lost, and nothing was done."""
    engine = connect(own_database)
    with Session(engine) as opened:
        refusal = refused(opened, "SELECT pg_terminate_backend(pg_backend_pid())")
        assert isinstance(refusal, Unavailable)
        assert "连接中断" in refusal.what
    engine.dispose()
    assert isinstance(in_chinese(psycopg.OperationalError("server closed the connection unexpectedly")), Unavailable)
    assert isinstance(in_chinese(psycopg.InterfaceError("the connection is closed")), Unavailable)
