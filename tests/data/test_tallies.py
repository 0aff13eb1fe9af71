"""What the tallies say is what a count finds: for everybody, on every day, after any deeds."""

import datetime as dt
import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from shapely import Point
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from data import features, register
from data.acting import PUBLIC, Actor
from data.engine import session
from data.errors import ArchiveError
from data.features import Asked, Page
from data.ledgers import TALLIES
from data.loading import load
from data.tables import table_of
from data.tallies import Days, tallied
from layers.atlas import ATLAS
from layers.record import Disclosure, Layer
from layers.rights import Role
from tests.data.deeds import LEDGER, day, entry, home
from tests.people import person

HOMES = "nursing_homes"
TOWNS = ("430621100", "430621101", "430621102", "430681100", None)
DAYS: list[Days] = [
    *(day(f"{year}-06-01") for year in (2009, 2012, 2016, 2020, 2024)),
    (day("2012-01-01"), day("2016-01-01")),
    (None, day("2013-03-01")),
    (day("2019-03-01"), None),
    (None, None),
]


def everybody(owner: Engine) -> list[Actor]:
    with session(owner) as opened:
        offices = [(Role.VIEWER, "430621"), (Role.STEWARD, "430621"), (Role.STEWARD, "430621100")]
        others = [(Role.STEWARD, "430681"), (Role.PLANNER, "430600"), (Role.ADMINISTRATOR, "430000")]
        return [PUBLIC, *(person(opened, role, division) for role, division in offices + others)]


def edit(opened: Session, dice: random.Random, number: int) -> None:
    """One deed chosen by chance on one of twenty homes; what the register refuses changes nothing."""
    identity = f"H-{dice.randrange(20)}"
    on = dt.date(dice.randrange(2008, 2024), dice.randrange(1, 13), 1)
    record = home(identity, division=dice.choice(TOWNS), beds=dice.randrange(300))
    disclosure = dice.choice([None, *Disclosure])
    try:
        with opened.begin_nested() as point:
            match dice.choice(["enter", "enter", "amend", "change", "end", "withdraw", "load", "undo"]):
                case "enter":
                    until = dice.choice([None, on + dt.timedelta(days=900)])
                    place = Point(113.1, 29.1)
                    register.enter(
                        opened,
                        record,
                        place,
                        valid_from=on,
                        valid_to=until,
                        provenance=LEDGER,
                        disclosure=disclosure,
                    )
                case "amend":
                    register.amend(opened, record, as_of=on, because="更正", disclosure=disclosure)
                case "change":
                    register.change(opened, record, on=on, provenance=LEDGER, because="变更", disclosure=disclosure)
                case "end":
                    register.end(opened, HOMES, identity, on=on, because="终止")
                case "withdraw":
                    register.withdraw(opened, HOMES, identity, because="撤销")
                case "load":
                    several = [home(f"L-{number}-{i}", division=dice.choice(TOWNS)) for i in range(3)]
                    load(opened, type(record), [entry(one, disclosure=disclosure) for one in several])
                case _:
                    register.amend(opened, record, as_of=on, because="更正")
                    point.rollback()
    except ArchiveError:
        assert opened.is_active


def told_and_found(opened: Session, days: Days) -> tuple[int, int]:
    return features.count(opened, Asked(HOMES, days)), len(features.find(opened, Asked(HOMES, days), "number"))


@pytest.mark.parametrize("seed", range(3))
def test_after_any_deeds_everybody_is_told_what_a_count_finds(owner: Engine, service: Engine, seed: int) -> None:
    dice, people = random.Random(seed), everybody(owner)
    different = set()
    for number in range(60):
        with session(owner) as opened:
            edit(opened, dice, number)
            if number % 20 == 7:
                opened.execute(select(func.register.add_up(HOMES)))
        if number % 5 == 4:
            for who in people:
                with session(service, actor=who) as opened:
                    pairs = [told_and_found(opened, days) for days in DAYS]
                    assert [told for told, _ in pairs] == [found for _, found in pairs], (who.profile, number)
                    different.add((who.profile, tuple(found for _, found in pairs)))
    assert len({found for _, found in different}) > len(people)


def test_every_snapshot_is_exact_while_many_write(owner: Engine, service: Engine) -> None:
    """One statement reads both: never do they differ, and writers never wait for each other's tallies."""
    table = table_of(HOMES)

    def write(number: int) -> None:
        dice = random.Random(number)
        for step in range(15):
            with session(owner) as opened:
                record = home(f"H-{number}-{step}", division=dice.choice(TOWNS))
                register.enter(opened, record, Point(113.1, 29.1), valid_from=day("2020-01-01"), provenance=LEDGER)
                opened.execute(select(func.register.add_up(HOMES)))
                if step % 3 == 0:
                    register.end(opened, HOMES, record.number, on=day("2022-01-01"), because="终止")

    def watch(_: int) -> list[tuple[int, int]]:
        both = select(
            tallied(HOMES, (None, None)).scalar_subquery(), select(func.count()).select_from(table).scalar_subquery()
        )
        found = []
        for _ in range(40):
            with session(service, actor=PUBLIC) as opened:
                told, counted = opened.execute(both).one()
                found.append((int(told), int(counted)))
        return found

    with ThreadPoolExecutor(6) as pool:
        watching = [pool.submit(watch, i) for i in range(2)]
        list(pool.map(write, range(4)))
        seen = [pair for each in watching for pair in each.result()]
    assert [pair for pair in seen if pair[0] != pair[1]] == []
    with session(service, actor=PUBLIC) as opened:
        assert told_and_found(opened, (None, None)) == (60, 60)
        assert told_and_found(opened, day("2023-01-01")) == (40, 40)


def test_adding_up_leaves_one_row_of_each_kind(owner: Engine) -> None:
    with session(owner) as opened:
        for number in range(10):
            record = home(f"H-{number}", division=TOWNS[number % 2])
            register.enter(opened, record, Point(113.1, 29.1), valid_from=day("2020-01-01"), provenance=LEDGER)
        opened.execute(select(func.register.add_up(HOMES)))
        kept = opened.execute(select(TALLIES.c.divisions, TALLIES.c.things).where(TALLIES.c.layer == HOMES)).all()
        assert [tuple(row) for row in kept] == [([], 10)]


def test_nobody_but_the_owner_adds_up_or_writes_tallies(service: Engine) -> None:
    for statement in (
        "SELECT register.add_up('nursing_homes')",
        "DELETE FROM register.tallies",
        "UPDATE register.tallies SET things = 0",
    ):
        with pytest.raises(Exception, match="permission denied"), session(service, actor=PUBLIC) as opened:
            opened.execute(text(statement))


def test_a_page_tells_how_many_there_are_in_all(session: Session) -> None:
    for number in range(3):
        register.enter(
            session, home(f"H-{number}"), Point(113 + number, 29), valid_from=day("2020-01-01"), provenance=LEDGER
        )
    today = day("2024-12-31")

    def matched(asked: Asked, *, counted: bool = True) -> int | None:
        return features.items_geojson(session, asked, Page(limit=1), counted=counted).number_matched

    assert matched(Asked(HOMES, today)) == 3
    assert matched(Asked(HOMES, today, boxes=((112, 28, 114.5, 30),))) == 2
    assert matched(Asked(HOMES, today), counted=False) is None


def test_what_came_past_the_triggers_is_counted_anew(session: Session) -> None:
    register.enter(session, home("H-1"), Point(113, 29), valid_from=day("2020-01-01"), provenance=LEDGER)
    names = [column.name for column in table_of(HOMES).columns if column.name not in ("row_id", "number")]
    session.execute(text("SET LOCAL session_replication_role = replica"))
    copied = ", ".join(names)
    session.execute(
        text(
            f"INSERT INTO register.nursing_homes (number, {copied}) SELECT 'H-2', {copied} FROM register.nursing_homes"
        )
    )
    session.execute(text("SET LOCAL session_replication_role = origin"))
    assert told_and_found(session, (None, None)) == (1, 2)
    session.execute(text("CALL register.tally('nursing_homes', 'division')"))
    assert told_and_found(session, (None, None)) == (2, 2)


@pytest.mark.parametrize("layer", [record.layer for record in ATLAS], ids=lambda layer: layer.id)
def test_every_layer_is_tallied_by_the_divisions_it_belongs_to(session: Session, layer: Layer) -> None:
    triggers = "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(:table) AND tgname LIKE 'tally%' ORDER BY 1"
    found = session.scalars(text(triggers), {"table": f"register.{layer.id}"}).all()
    assert found == ["tally_amended", "tally_entered", "tally_withdrawn"]
    body = session.scalars(
        text("SELECT prosrc FROM pg_proc WHERE proname = :name"), {"name": f"tally_{layer.id}"}
    ).one()
    named = ", ".join(f"row.{name}" for name in layer.within)
    assert f"ARRAY[{named}]" in body
