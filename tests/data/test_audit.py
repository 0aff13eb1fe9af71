"""What was done stands in the log: every deed once, in one order, and nobody alters it."""

import datetime as dt
import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest
from sqlalchemy import Engine, Row, make_url, select, text
from sqlalchemy.exc import DatabaseError

from data import audit, audit_chain, register, runs
from data.access_tables import belongs_to
from data.engine import connect, session
from data.ledgers import AUDIT, AUDIT_HEAD, AUDIT_PENDING
from data.loading import Entry, load
from layers.nursing_homes import NursingHome
from layers.rights import Role
from tests.data.deeds import LEDGER, NEW_YEAR, SEAT, home
from tests.people import person

THEN = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def own(own_database: str) -> Iterator[Engine]:
    engine = connect(own_database)
    yield engine
    engine.dispose()


def log(engine: Engine) -> list[Row[tuple[object, ...]]]:
    with session(engine) as opened:
        return list(opened.execute(select(AUDIT).order_by(AUDIT.c.seq)))


def verdict(engine: Engine) -> audit_chain.Verdict:
    with session(engine) as opened:
        return audit_chain.check(opened)


def test_an_empty_log_is_unbroken(own: Engine) -> None:
    assert verdict(own) == audit_chain.Verdict(0, 0, "0" * 64, None)


def test_every_deed_is_an_entry(own: Engine) -> None:
    with session(own, clerk="张三") as opened:
        register.enter(opened, home(), SEAT, valid_from=NEW_YEAR, provenance=LEDGER, because="备案“一”\n第 3 号")
    with session(own, clerk="李四") as opened:
        register.amend(opened, home(beds=50), as_of=NEW_YEAR, because="更正")
    with session(own, clerk="李四") as opened:
        register.change(opened, home(beds=60), on=NEW_YEAR.replace(month=6), provenance=LEDGER, because="扩建")
    with session(own, clerk="王五") as opened:
        register.end(
            opened, "nursing_homes", home().identity, on=NEW_YEAR.replace(month=9), because="停办", document="民〔1〕"
        )
    with session(own) as opened:
        register.withdraw(opened, "nursing_homes", home().identity, because="误录")
    entries = log(own)
    assert [(entry.clerk, entry.deed, entry.version) for entry in entries[:7]] == [
        ("张三", "enter", 1),
        ("李四", "amend", 2),
        ("李四", "change", 3),
        ("李四", "change", 4),
        ("王五", "end", 5),
        ("王五", "fate", 5),
        ("cairn", "withdraw", 3),
    ]
    assert {(entry.layer, entry.identity) for entry in entries} == {("nursing_homes", home().identity)}
    assert json.loads(entries[0].detail)["because"] == "备案“一”\n第 3 号"
    assert json.loads(entries[5].detail) == {"document": "民〔1〕", "retired_at": "2000-09-01", "successors": []}
    assert verdict(own).fault is None
    assert verdict(own).count == len(entries) == 8


def test_an_entry_carries_the_hash_of_the_row(own: Engine) -> None:
    with session(own) as opened:
        register.enter(opened, home(), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    with session(own) as opened:
        opened.execute(text("SET LOCAL timezone = 'UTC'"))
        row = opened.scalar(text("SELECT nursing_homes::text FROM register.nursing_homes"))
    (entry,) = log(own)
    assert json.loads(entry.detail) == {
        "because": None,
        "row": sha256(str(row).encode()).hexdigest(),
        "valid": "[2000-01-01,)",
    }


def test_a_load_is_one_entry_with_the_count_and_the_hash_of_its_rows(own: Engine) -> None:
    given = [Entry(home(number=f"N-{number}"), SEAT, NEW_YEAR, LEDGER) for number in range(20)]
    with session(own) as opened:
        load(opened, NursingHome, given, because="年报")
    (entry,) = log(own)
    with session(own) as opened:
        opened.execute(text("SET LOCAL timezone = 'UTC'"))
        rows = opened.scalars(text("SELECT nursing_homes::text FROM register.nursing_homes ORDER BY row_id")).all()
    hashed = sha256(b"".join(sha256(row.encode()).digest() for row in rows)).hexdigest()
    assert (entry.deed, entry.layer, entry.identity) == ("load", "nursing_homes", None)
    assert json.loads(entry.detail) == {"because": "年报", "count": 20, "rows": hashed}


def test_rows_of_one_statement_are_entries_each(own: Engine) -> None:
    given = [Entry(home(number=f"N-{number}"), SEAT, NEW_YEAR, LEDGER) for number in range(300)]
    with session(own) as opened:
        load(opened, NursingHome, given)
    with session(own) as opened:
        opened.execute(text("UPDATE register.nursing_homes SET beds = 41"))
        opened.execute(text("DELETE FROM register.nursing_homes"))
    deeds = [entry.deed for entry in log(own)]
    assert (len(deeds), deeds.count("amend"), deeds.count("withdraw")) == (601, 300, 300)
    assert verdict(own).fault is None


def test_no_trick_with_the_deed_slips_a_row_past_the_log(own: Engine) -> None:
    """A session that calls its insert a load in the middle of it still leaves an entry."""
    with session(own) as opened:
        register.enter(opened, home(), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    slip = """
        INSERT INTO register.nursing_homes SELECT (jsonb_populate_record(old, jsonb_build_object('row_id', 1000 + n,
          'number', 'X-' || n,
          'name', set_config('cairn.deed', CASE n WHEN 2 THEN '' ELSE 'load' END, true) || '院'))).*
        FROM register.nursing_homes AS old, generate_series(1, 2) AS n"""
    with session(own) as opened:
        opened.execute(text(slip.replace(":", r"\:")))
    assert [entry.identity for entry in log(own)] == [home().identity, "X-1", "X-2"]


def test_what_is_rolled_back_was_not_done(own: Engine) -> None:
    with session(own) as opened:
        audit.note(opened, "sign-in", "张三")
        opened.rollback()
    with session(own) as opened:
        with opened.begin_nested() as half:
            audit.note(opened, "sign-in", "李四")
            half.rollback()
        audit.note(opened, "sign-in", "王五", {"乙": 2, "甲": [1, None]})
    (entry,) = log(own)
    assert (entry.seq, entry.deed, entry.identity, entry.detail) == (1, "sign-in", "王五", '{"乙":2,"甲":[1,null]}')


def test_runs_and_their_forms_are_entries(own: Engine) -> None:
    run = runs.Run("r-1", "beds", {}, NEW_YEAR, THEN, "h", "v", b"{}")
    with session(own) as opened:
        runs.keep(opened, run)
        runs.keep_file(opened, "r-1", "csv", "text/csv", b"a,b")
        runs.keep(opened, run)
    entries = log(own)
    assert [(entry.deed, entry.identity) for entry in entries] == [("run", "r-1"), ("render", "r-1")]
    assert json.loads(entries[0].detail) == {"indicator": "beds", "result": sha256(b"{}").hexdigest()}
    assert json.loads(entries[1].detail) == {"body": sha256(b"a,b").hexdigest(), "format": "csv"}


def test_nobody_alters_the_log_even_who_owns_it(own: Engine) -> None:
    with session(own) as opened:
        audit.note(opened, "sign-in", "张三")
    for deed in (
        "UPDATE archive.audit SET clerk = 'x'",
        "DELETE FROM archive.audit",
        "TRUNCATE archive.audit",
        "INSERT INTO archive.audit (seq, at, clerk, deed, detail, previous, hash) SELECT 2, now(), '', '', '', '', ''",
        "UPDATE archive.audit_head SET count = 0",
        "DELETE FROM archive.audit_head",
        "TRUNCATE archive.audit_head",
        "INSERT INTO archive.audit_head VALUES (false, 1, '', 1)",
    ):
        with pytest.raises(DatabaseError, match=r"审计记录 archive\.audit(_head)? 不能改写"), session(own) as opened:
            opened.execute(text(deed))


def test_twenty_writers_at_once_make_one_chain(own: Engine) -> None:
    """Long transactions overlap; only their commits queue up."""
    writers, rounds = 20, 10

    def work(writer: int) -> None:
        for turn in range(rounds):
            with session(own, clerk=f"录入员{writer}") as opened:
                register.enter(opened, home(number=f"W-{writer}-{turn}"), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
                opened.execute(text("SELECT pg_sleep(0.01)"))
                audit.note(opened, "decide", f"{writer}-{turn}")

    with ThreadPoolExecutor(writers) as people:
        list(people.map(work, range(writers)))
    entries = log(own)
    assert len(entries) == writers * rounds * 2
    assert verdict(own) == audit_chain.Verdict(400, 400, entries[-1].hash.hex(), None)
    # The entries of one transaction stand together, in the order of its deeds.
    assert all(
        entries[place + 1].identity == entries[place].identity.removeprefix("W-") for place in range(0, len(entries), 2)
    )
    with session(own) as opened:
        assert opened.execute(select(AUDIT_PENDING)).all() == []
        assert opened.scalar(select(AUDIT_HEAD.c.count)) == 400


def test_a_long_transaction_holds_nobody_up(own: Engine) -> None:
    """Who has written and not committed does not hold the log's lock."""
    with session(own) as slow:
        audit.note(slow, "decide", "慢")
        with session(own) as quick:
            quick.execute(text("SET LOCAL lock_timeout = '1s'"))
            audit.note(quick, "decide", "快")
        assert [entry.identity for entry in log(own)] == ["快"]
    assert [entry.identity for entry in log(own)] == ["快", "慢"]


def test_what_is_remembered_is_given_out_once(own: Engine) -> None:
    with session(own) as opened:
        audit.remember(opened, "boundary_markers", ["A"])
        audit.remember(opened, "boundary_markers", ["A"])
        audit.remember(opened, "boundary_markers", [])
        audit.remember(opened, "boundary_markers", [str(number) for number in range(101)])
        one, many = audit.remembered(opened)
        assert audit.remembered(opened) == []
    assert (one.deed, one.subject, one.detail) == ("read", "A", {"count": 1, "identities": ["A"]})
    assert (many.subject, many.detail["count"], "identities" in many.detail) == (None, 101, False)


def test_a_person_in_qgis_is_in_the_log_by_account_and_cannot_speak_for_another(own_database: str, own: Engine) -> None:
    """A database role of the person's own: the write is an entry whatever the session states; nothing else is noted."""
    name = f"test_auditor_{os.getpid()}"
    with session(own) as opened:
        belongs_to(opened, "430621")
        steward = person(opened, Role.STEWARD)
        opened.execute(text(f"CREATE ROLE {name} LOGIN PASSWORD 'x' IN ROLE cairn_person"))
        opened.execute(text(f"UPDATE access.accounts SET db_role = '{name}' WHERE id = {steward.account}"))
    direct = connect(make_url(own_database).set(username=name, password="x").render_as_string(hide_password=False))
    try:
        with session(direct, clerk="别人") as opened:
            opened.execute(
                text("SELECT set_config('cairn.account', '1', true), set_config('cairn.deed', 'load', true)")
            )
            register.enter(opened, home(), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
        (entry,) = log(own)
        assert (entry.account, entry.clerk, entry.identity) == (steward.account, steward.name, home().identity)
        for deed in ("SELECT archive.note('x', NULL, NULL, NULL, '')", "SELECT 1 FROM archive.audit"):
            with pytest.raises(DatabaseError, match="permission denied"), session(direct) as opened:
                opened.execute(text(deed))
    finally:
        direct.dispose()
        with session(own) as opened:
            opened.execute(text("UPDATE access.accounts SET db_role = NULL"))
            opened.execute(text(f"DROP ROLE {name}"))
    assert verdict(own).fault is None
