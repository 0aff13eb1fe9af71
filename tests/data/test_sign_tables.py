"""What the public may hand in and see of photographs and reports, and what the offices may."""

from hashlib import sha256

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from data.acting import PUBLIC, Actor
from data.engine import session
from layers.rights import Role
from tests.people import person

TOKEN = sha256(b"token").digest()
RECEIVE = text(
    "SELECT archive.receive_report(:token, '2024-12-31', 'missing', '东方路', '路口没有路牌', '张三 13900000000', "
    "113.1, 29.1, 12, NULL)"
)


@pytest.fixture
def reported(service: Engine) -> Engine:
    with session(service, actor=PUBLIC) as opened:
        assert opened.scalar(RECEIVE, {"token": TOKEN}) == "BG-2024-000001"
    return service


def people(owner: Engine, *roles: Role) -> list[Actor]:
    with session(owner) as opened:
        return [person(opened, role) for role in roles]


def count(opened: Session, table: str) -> int:
    return int(opened.scalar(text(f"SELECT count(*) FROM archive.{table}")) or 0)


def test_the_public_hands_in_and_reads_nothing_back_but_by_the_token(reported: Engine) -> None:
    with session(reported, actor=PUBLIC) as opened:
        assert count(opened, "reports") == 0
        row = opened.execute(text("SELECT * FROM archive.report_by_token(:token)"), {"token": TOKEN}).one()
        assert (row.number, row.status, row.answer) == ("BG-2024-000001", "received", None)
        assert "contact" not in row._fields
        assert opened.execute(text("SELECT * FROM archive.report_by_token('x')")).all() == []


@pytest.mark.parametrize("role", list(Role))
def test_only_who_keeps_signs_reads_reports(owner: Engine, reported: Engine, role: Role) -> None:
    (who,) = people(owner, role)
    keeps = {Role.NAME_DRAFTER, Role.NAME_REVIEWER, Role.NAME_APPROVER, Role.STEWARD}
    with session(reported, actor=who) as opened:
        assert count(opened, "reports") == (1 if role in keeps else 0)
        answer = text("UPDATE archive.reports SET status = 'answered', answer = '已补设' RETURNING id")
        assert len(opened.execute(answer).all()) == (1 if role in keeps - {Role.NAME_REVIEWER} else 0)


def test_no_answer_without_words_and_no_merge_without_the_other(owner: Engine, reported: Engine) -> None:
    (steward,) = people(owner, Role.STEWARD)
    for wrong in ("status = 'answered'", "status = 'merged'", "merged_into = id, status = 'merged'"):
        with pytest.raises(DBAPIError), session(reported, actor=steward) as opened:
            opened.execute(text(f"UPDATE archive.reports SET {wrong}"))


def test_what_was_said_is_nobodys_to_rewrite(owner: Engine, reported: Engine) -> None:
    (steward,) = people(owner, Role.STEWARD)
    for wrong in ("message = '没事'", "token_hash = 'x'", "geom = NULL"):
        with pytest.raises(DBAPIError, match="permission denied"), session(reported, actor=steward) as opened:
            opened.execute(text(f"UPDATE archive.reports SET {wrong}"))


def test_reports_and_decisions_stand_in_the_log_without_their_words(owner: Engine, reported: Engine) -> None:
    (steward,) = people(owner, Role.STEWARD)
    with session(reported, actor=steward) as opened:
        opened.execute(text("UPDATE archive.reports SET status = 'answered', answer = '已补设'"))
    with session(owner) as opened:
        rows = opened.execute(
            text("SELECT deed, identity, detail FROM archive.audit WHERE deed LIKE 'report%' ORDER BY seq")
        )
        found = [tuple(row) for row in rows]
    assert [(deed, number) for deed, number, _ in found] == [
        ("report", "BG-2024-000001"),
        ("report-decision", "BG-2024-000001"),
    ]
    assert sha256("已补设".encode()).hexdigest() in found[1][2]
    assert not any(word in detail for _, _, detail in found for word in ("张三", "路口", "已补设"))


def test_a_photograph_is_what_its_name_says_and_its_original_is_the_offices(owner: Engine, reported: Engine) -> None:
    body = b"not looked at here"
    given = {"token": TOKEN, "hash": sha256(body).hexdigest(), "body": body}
    add = text("SELECT archive.photograph_report(:token, :hash, 'image/jpeg', :body, 'copy', 1, 1)")
    with session(reported, actor=PUBLIC) as opened:
        assert opened.scalar(add, given) is True
        assert opened.scalar(add, given) is False, "one photograph a report"
        assert opened.scalar(add, {**given, "token": b"x"}) is False
        assert (count(opened, "photographs"), count(opened, "photograph_copies")) == (0, 0)
    viewer, drafter = people(owner, Role.VIEWER, Role.NAME_DRAFTER)
    for who, many in ((viewer, 0), (drafter, 1)):
        with session(reported, actor=who) as opened:
            assert (count(opened, "photographs"), count(opened, "photograph_copies")) == (many, many)
    with pytest.raises(DBAPIError, match="photographs_hash_check"), session(owner) as opened:
        opened.execute(text("INSERT INTO archive.photographs VALUES (repeat('0', 64), 'image/png', 'x', now(), 'x')"))
