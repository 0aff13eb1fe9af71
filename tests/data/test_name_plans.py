"""Look-ups of names in a register of many, as the service asks them: never by reading the whole table.

What is held to is what PostgreSQL itself counted in the transaction.
"""

import datetime as dt
from collections.abc import Iterator

import pytest
from shapely import Point
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from data.acting import Actor
from data.engine import connect, session
from data.name_check import check
from data.name_sweep import sweep_similar
from layers.name_kinds import form_of
from layers.name_likeness import LikenessPolicy
from layers.naming import NameAsked
from layers.place_names import PlaceNameKind
from layers.rights import Role
from tests.conftest import copied
from tests.many_names import fill
from tests.people import person, service_engine

MANY = 30_000
TODAY = dt.date(2026, 11, 27)
SCANS = text("SELECT relname, seq_scan, idx_scan FROM pg_stat_xact_user_tables WHERE schemaname = 'lookup'")


@pytest.fixture(scope="module")
def many(server: str, template: str, worker: str) -> Iterator[str]:
    for address in copied(server, template, f"cairn_test_{worker}_names"):
        fill(address, MANY)
        yield address


@pytest.fixture(scope="module")
def service(many: str) -> Iterator[Engine]:
    engine = service_engine(many)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def officer(many: str) -> Actor:
    engine = connect(many)
    with session(engine) as opened:
        made = person(opened, Role.NAME_REVIEWER, "430000")
    engine.dispose()
    return made


def scans(opened: Session) -> dict[str, tuple[int, int]]:
    return {row.relname: (row.seq_scan, row.idx_scan) for row in opened.execute(SCANS)}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("东南路", "street"),
        ("长乐村", "committee"),
        ("人民安和村", "committee"),
        ("日月街", "street"),
        ("重庆镇", "division"),
        ("牛王山", "natural"),
    ],
)
def test_a_check_reads_neither_all_names_nor_all_readings(
    service: Engine, officer: Actor, name: str, kind: str
) -> None:
    asked = NameAsked(name, form_of(kind), "430000123", Point(111, 28))
    with session(service, actor=officer) as opened:
        check(opened, asked, LikenessPolicy(), TODAY)
        seen = scans(opened)
    assert seen["entries"][0] == 0
    assert seen["entries"][1] >= 7
    assert seen["readings"][0] == 0


def test_the_measure_works(service: Engine, officer: Actor) -> None:
    """A sweep reads everything once, and is seen to."""
    with session(service, actor=officer) as opened:
        assert list(sweep_similar(opened, TODAY, [PlaceNameKind.STREET]))
        assert scans(opened)["entries"][0] >= 1
