"""The memory of the register: at any moment it answers exactly what it knew then."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from data import features, history, register
from data.engine import connect, session
from data.errors import ArchiveError
from data.features import Asked
from data.ledgers import IDENTIFIERS
from data.tables import history_of, table_of
from tests.data.deeds import LEDGER, NEW_YEAR, SEAT, day, home

HOMES = "nursing_homes"
DAYS = [NEW_YEAR + dt.timedelta(days=365 * years) for years in range(1, 6)]
Known = dict[str, list[tuple[dt.date, dt.date | None, int]]]


@pytest.fixture
def own_engine(own_database: str) -> Iterator[Engine]:
    engine = connect(own_database)
    yield engine
    engine.dispose()


def test_versions_tell_who_what_when_and_why(session: Session) -> None:
    history.sign(session, clerk="王芳")
    register.enter(session, home(beds=120), SEAT, valid_from=NEW_YEAR, provenance=LEDGER, because="首次登记")
    history.sign(session, clerk="李强")
    register.amend(session, home(beds=100), as_of=NEW_YEAR, because="台账抄错")
    register.change(session, home(beds=150), on=day("2020-06-01"), provenance=LEDGER, because="扩建")
    history.sign(session, clerk="赵敏")
    register.withdraw(session, HOMES, "430621-001", because="重复录入")
    told = [
        (v.version, v.deed, v.recorded_by, v.because, v.values["beds"], str(v.valid_from), str(v.valid_to))
        for v in history.versions(session, HOMES, "430621-001")
    ]
    assert told == [
        (1, "insert", "王芳", "首次登记", 120, "2000-01-01", "None"),
        (2, "update", "李强", "台账抄错", 100, "2000-01-01", "None"),
        (3, "update", "李强", "扩建", 100, "2000-01-01", "2020-06-01"),
        (4, "insert", "李强", "扩建", 150, "2020-06-01", "None"),
    ]
    closed = [(v.withdrawn, v.closed_by, v.closed_because) for v in history.versions(session, HOMES, "430621-001")]
    assert closed[0] == (False, "李强", "台账抄错")
    assert closed[2:] == [(True, "赵敏", "重复录入"), (True, "赵敏", "重复录入")]


def test_what_was_known_is_known_without_gap_or_overlap(session: Session) -> None:
    register.enter(session, home(beds=1), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    for beds in (2, 3, 4):
        register.amend(session, home(beds=beds), as_of=NEW_YEAR, because="核对")
    versions = history.versions(session, HOMES, "430621-001")
    assert [v.superseded_at for v in versions[:-1]] == [v.recorded_at for v in versions[1:]]
    assert versions[-1].superseded_at is None


def test_two_deeds_in_one_transaction_are_two_moments(session: Session) -> None:
    register.enter(session, home(beds=1), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    register.amend(session, home(beds=2), as_of=NEW_YEAR, because="核对")
    first, second = history.versions(session, HOMES, "430621-001")
    assert first.recorded_at < second.recorded_at


def test_stamps_cannot_be_forged(session: Session) -> None:
    register.enter(session, home(), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    table = table_of(HOMES)
    session.execute(
        table.update().values(
            recorded=text("tstzrange('1990-01-01', NULL)"), version=77, recorded_by="他人", because="无"
        )
    )
    row = session.execute(select(table)).one()
    assert (row.version, row.because, row.recorded.lower.year > 2000) == (2, None, True)
    assert row.recorded_by != "他人"


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE history.nursing_homes SET beds = 0",
        "DELETE FROM history.nursing_homes",
        "TRUNCATE history.nursing_homes",
        "TRUNCATE register.nursing_homes",
        "DELETE FROM register.identifiers",
        "TRUNCATE register.identifiers",
        "INSERT INTO history.nursing_homes OVERRIDING SYSTEM VALUE SELECT * FROM history.nursing_homes",
    ],
)
def test_memory_cannot_be_altered(session: Session, deed: str) -> None:
    register.enter(session, home(beds=1), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    register.amend(session, home(beds=2), as_of=NEW_YEAR, because="核对")
    with pytest.raises(DBAPIError, match=r"不能改写|不能清空"):
        session.execute(text(deed))


def test_an_identity_does_not_change(session: Session) -> None:
    register.enter(session, home(), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    with pytest.raises(DBAPIError, match="标识“430621-001”不能改为“430621-002”"):
        session.execute(text("UPDATE register.nursing_homes SET number = '430621-002'"))


def test_what_became_of_an_identifier_stands_in_its_own_book(session: Session) -> None:
    def fate() -> tuple[dt.date | None, bool]:
        row = session.execute(select(IDENTIFIERS)).one()
        return row.retired_at, row.is_withdrawn

    register.enter(session, home(), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    assert fate() == (None, False)
    register.change(session, home(beds=9), on=day("2010-01-01"), provenance=LEDGER, because="改造")
    assert fate() == (None, False)
    register.end(session, HOMES, "430621-001", on=day("2020-01-01"), because="停办")
    assert fate() == (day("2020-01-01"), False)
    register.withdraw(session, HOMES, "430621-001", because="从未存在")
    assert fate() == (day("2020-01-01"), True)


def test_a_moment_waits_for_those_who_write(own_engine: Engine) -> None:
    """Without waiting, a deed begun before the moment would appear behind it once committed."""
    with session(own_engine) as writer:
        register.enter(writer, home(), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
        with own_engine.connect() as reader:
            reader.execute(text("SET lock_timeout = '200ms'"))
            with pytest.raises(DBAPIError, match="lock timeout"):
                reader.execute(text("SELECT register.moment()"))
    with session(own_engine) as reader:
        moment = history.moment(reader)
        assert features.count(reader, Asked(HOMES, NEW_YEAR, recorded_at=moment)) == 1


def test_two_writers_of_one_thing_queue_up(own_engine: Engine) -> None:
    with session(own_engine) as first:
        register.enter(first, home(), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
        with session(own_engine) as second:
            second.execute(text("SET LOCAL lock_timeout = '200ms'"))
            with pytest.raises(ArchiveError, match="数据库正忙"):
                register.enter(second, home(), SEAT, valid_from=day("2010-01-01"), provenance=LEDGER)


@dataclass
class Diary:
    """What the register should know, kept by hand; periods of one thing as (from, to, beds)."""

    known: Known = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def copy(self) -> Known:
        return {number: sorted(periods) for number, periods in self.known.items() if periods}

    def at(self, number: str, on: dt.date) -> tuple[dt.date, dt.date | None, int] | None:
        held = [p for p in self.known.get(number, []) if p[0] <= on and (p[1] is None or on < p[1])]
        return held[0] if held else None

    def enter(self, number: str, on: dt.date, beds: int) -> bool:
        if number in self.used:
            return False
        self.used.add(number)
        self.known[number] = [(on, None, beds)]
        return True

    def amend(self, number: str, on: dt.date, beds: int) -> bool:
        held = self.at(number, on)
        if held is None:
            return False
        self.known[number].remove(held)
        self.known[number].append((held[0], held[1], beds))
        return True

    def change(self, number: str, on: dt.date, beds: int) -> bool:
        held = self.at(number, on)
        if held is None or held[0] == on:
            return False
        self.known[number].remove(held)
        self.known[number] += [(held[0], on, held[2]), (on, held[1], beds)]
        return True

    def end(self, number: str, on: dt.date, _: int) -> bool:
        held = self.at(number, on - dt.timedelta(days=1))
        if held is None:
            return False
        if any(period[0] >= on for period in self.known[number]):
            return False
        self.known[number].remove(held)
        self.known[number].append((held[0], on, held[2]))
        return True

    def withdraw(self, number: str, _: dt.date, __: int) -> bool:
        return bool(self.known.pop(number, []))


def act(opened: Session, deed: str, number: str, on: dt.date, beds: int) -> bool:
    record = home(number, beds=beds)
    try:
        if deed == "enter":
            register.enter(opened, record, SEAT, valid_from=on, provenance=LEDGER)
        elif deed == "amend":
            register.amend(opened, record, as_of=on, because="更正")
        elif deed == "change":
            register.change(opened, record, on=on, provenance=LEDGER, because="变更")
        elif deed == "end":
            register.end(opened, HOMES, number, on=on, because="终止")
        else:
            register.withdraw(opened, HOMES, number, because="撤销")
    except ArchiveError:
        return False
    return True


def answers(opened: Session, moment: dt.datetime) -> Known:
    rows = features.find(
        opened, Asked(HOMES, (None, None), recorded_at=moment), "number", "valid_from", "valid_to", "beds"
    )
    found: Known = {}
    for number, first, until, beds in rows:
        found.setdefault(number, []).append((first, until, beds))
    return {number: sorted(periods) for number, periods in found.items()}


DEEDS = st.tuples(
    st.sampled_from(["enter", "amend", "change", "end", "withdraw"]),
    st.sampled_from(["H-1", "H-2"]),
    st.sampled_from(DAYS),
    st.integers(0, 9),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(DEEDS, min_size=4, max_size=14))
def test_at_any_moment_the_register_answers_what_it_knew_then(
    engine: Engine, deeds: list[tuple[str, str, dt.date, int]]
) -> None:
    """Any deeds in any order, beside a diary kept by hand: same refusals, same knowledge at every moment since."""
    with engine.connect() as connection, connection.begin() as undone:
        with Session(connection, join_transaction_mode="create_savepoint") as opened:
            diary, remembered = Diary(), []
            for deed in deeds:
                name, number, on, beds = deed
                assert act(opened, *deed) == getattr(diary, name)(number, on, beds), deed
                remembered.append((history.moment(opened), diary.copy()))
            assert [answers(opened, moment) for moment, _ in remembered] == [known for _, known in remembered]
            assert_nothing_is_lost(opened)
        undone.rollback()


def assert_nothing_is_lost(opened: Session) -> None:
    """Every version number ever given out is still there, in the register or in history."""
    now, before = table_of(HOMES), history_of(HOMES)
    for book in opened.execute(select(IDENTIFIERS)):
        kept = [
            version
            for table in (now, before)
            for version in opened.scalars(select(table.c.version).where(table.c.number == book.identity))
        ]
        assert sorted(kept) == list(range(1, book.versions + 1))
