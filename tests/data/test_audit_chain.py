"""A log of a hundred entries, altered in every way one can: each is found, at its place."""

import random
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from data import audit, audit_chain, register
from data.audit_chain import COLUMNS, START, Entry, Head, Verdict, hash_of, verify
from data.engine import connect, session
from layers.rights import Role
from tests.data.deeds import LEDGER, NEW_YEAR, SEAT, home
from tests.people import person, service_engine

ENTRIES = 100
SAMPLED = (1, 50, 100)


@pytest.fixture
def own(own_database: str) -> Iterator[Engine]:
    """A database whose log has a hundred entries of many kinds."""
    engine, service = connect(own_database), service_engine(own_database)
    with session(engine) as opened:
        inspector = person(opened, Role.INSPECTOR)
    for turn in range(25):
        with session(engine, clerk="张三") as opened:
            register.enter(opened, home(number=f"N-{turn}"), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
            audit.note(opened, "sign-in", "李四")
            audit.note(opened, "export", None, {"件数": turn})
        with session(service, actor=inspector) as opened:
            audit.remember(opened, "boundary_markers", ["430621-001-Q"])
            audit.write(opened, *audit.remembered(opened))
    yield engine
    engine.dispose()
    service.dispose()


@pytest.fixture
def log(own: Engine) -> tuple[list[Entry], Head]:
    with session(own) as opened, audit_chain.reading(opened) as (head, entries):
        assert head is not None
        return list(entries), head


def test_the_log_is_unbroken(log: tuple[list[Entry], Head]) -> None:
    entries, head = log
    assert verify(entries, head) == Verdict(ENTRIES, ENTRIES, (head.hash or b"").decode(), None)


def test_every_changed_byte_is_found_at_its_place(log: tuple[list[Entry], Head]) -> None:
    """Every byte of every value of every entry, one after the other."""
    entries, head = log
    flipped = 0
    for place, entry in enumerate(entries):
        for column, value in zip(entry._fields, entry, strict=True):
            for number in range(len(value or b"")):
                wrong = entries.copy()
                wrong[place] = entry._replace(**{column: flip(value or b"", number)})
                fault = verify(wrong, head).fault
                assert fault is not None, (place, column, number)
                assert fault.place == place + 1
                # The hash of the last entry stands only in the head.
                told = column if column in ("seq", "previous", "hash") and place + 1 < ENTRIES else fault.column
                assert fault.column == told, (place, column, number, fault)
                flipped += 1
    assert flipped > 20_000


def test_a_value_that_came_or_went_is_found(log: tuple[list[Entry], Head]) -> None:
    entries, head = log
    for place, entry in enumerate(entries):
        for column, value in zip(entry._fields, entry, strict=True):
            wrong = entries.copy()
            wrong[place] = entry._replace(**{column: None if value is not None else b""})
            assert verify(wrong, head).fault is not None


def test_every_changed_byte_of_the_head_is_found(log: tuple[list[Entry], Head]) -> None:
    entries, head = log
    for column, value in zip(head._fields, head, strict=True):
        for number in range(len(value or b"")):
            fault = verify(entries, head._replace(**{column: flip(value or b"", number)})).fault
            assert fault is not None
            assert "末端" in str(fault)
    assert verify(entries, None).fault is not None


def test_every_entry_removed_doubled_or_swapped_is_found(log: tuple[list[Entry], Head]) -> None:
    entries, head = log
    for place in range(ENTRIES):
        removed = [*entries[:place], *entries[place + 1 :]]
        doubled = [*entries[: place + 1], *entries[place:]]
        assert _place(removed, head) == (place + 1 if place + 1 < ENTRIES else 0)
        assert _place(doubled, head) == place + 2
    for one, other in [random.Random(7).sample(range(ENTRIES), 2) for _ in range(100)]:
        swapped = entries.copy()
        swapped[one], swapped[other] = entries[other], entries[one]
        assert _place(swapped, head) == min(one, other) + 1


def test_the_last_entries_removed_are_told_as_such(log: tuple[list[Entry], Head]) -> None:
    entries, head = log
    assert str(verify(entries[:-1], head).fault) == (
        "链条末端：末端记到第 100 条（100 条），却只有 99 条：末尾的记录被删去"
    )
    assert str(verify([], head).fault).endswith("却只有 0 条：末尾的记录被删去")


def test_an_entry_forged_with_a_hash_of_its_own_breaks_the_chain_after_it(log: tuple[list[Entry], Head]) -> None:
    entries, head = log
    forged = entries[40]._replace(clerk="赵六".encode())
    wrong = [*entries[:40], forged._replace(hash=hash_of(forged)), *entries[41:]]
    assert _place(wrong, head) == 42
    last = entries[-1]._replace(clerk="赵六".encode())
    fault = verify([*entries[:-1], last._replace(hash=hash_of(last))], head).fault
    assert str(fault) == "链条末端：末端所记指纹不是第 100 条的指纹：末端被改动，或末条被替换"


def test_the_owner_who_alters_the_tables_is_found(own: Engine) -> None:
    """The same through the database, without its guards: every byte of the entries sampled, as it is stored."""
    with session(own) as opened:
        opened.execute(text("SET LOCAL session_replication_role = replica"))
        tried = 0
        for place in SAMPLED:
            for column, change in _changes(opened, place):
                alteration = f"UPDATE archive.audit SET {column} = {change} WHERE seq = {place}"
                found = _after(opened, alteration)
                assert found is not None, alteration
                if column != "seq":
                    assert found.place == place
                tried += 1
        assert tried > 400
        assert _after(opened, f"DELETE FROM archive.audit WHERE seq = {ENTRIES}") is not None
        assert _after(opened, "DELETE FROM archive.audit WHERE seq = 50") is not None
        swap = "UPDATE archive.audit SET seq = CASE seq WHEN 50 THEN -51 WHEN 51 THEN -50 END WHERE seq IN (50, 51)"
        assert _after(opened, f"{swap}; UPDATE archive.audit SET seq = -seq WHERE seq < 0") is not None
        for change in ("seq = 99", "count = 99", "hash = set_byte(hash, 31, get_byte(hash, 31) # 1)"):
            assert _after(opened, f"UPDATE archive.audit_head SET {change}") is not None
        assert _after(opened, "DELETE FROM archive.audit_head") is not None
        assert audit_chain.check(opened).fault is None


def test_the_first_entry_begins_with_nothing(log: tuple[list[Entry], Head]) -> None:
    assert log[0][0].previous == START
    assert Entry._fields[:-1] == COLUMNS


def flip(value: bytes, number: int) -> bytes:
    changed = bytearray(value)
    changed[number] ^= 1
    return bytes(changed)


def _place(entries: list[Entry], head: Head) -> int:
    fault = verify(entries, head).fault
    assert fault is not None
    return fault.place


def _after(opened: Session, alteration: str) -> audit_chain.Fault | None:
    with opened.begin_nested() as half:
        opened.execute(text(alteration.replace(":", r"\:")))
        fault = audit_chain.check(opened).fault
        half.rollback()
    return fault


def _changes(opened: Session, place: int) -> Iterator[tuple[str, str]]:
    """A change of each byte of each value of an entry as PostgreSQL stores it."""
    stored = opened.execute(text("SELECT * FROM archive.audit WHERE seq = :place"), {"place": place}).one()._asdict()
    for column, value in stored.items():
        if isinstance(value, bytes):
            for number in range(len(value)):
                yield column, f"set_byte({column}, {number}, get_byte({column}, {number}) # 1)"
        elif isinstance(value, str):
            for number in range(len(value.encode())):
                code = f"convert_to({column}, 'UTF8')"
                yield column, f"convert_from(set_byte({code}, {number}, get_byte({code}, {number}) # 1), 'UTF8')"
        elif isinstance(value, int):
            for number in range(8 if column == "seq" else 4):
                # The highest bit of the byte: another number of a hundred would be refused as a double.
                yield column, f"{column} # (128{'::bigint' if column == 'seq' else ''} << {8 * number})"
        elif value is not None:
            for number in range(8):
                yield column, f"{column} + (1::bigint << {8 * number}) * interval '1 microsecond'"
