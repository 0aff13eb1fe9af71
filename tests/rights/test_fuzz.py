"""Random people before random rows at every door: nobody learns of a row that the rule keeps from him.

The fuzz proves itself first: with one policy removed it must find a leak.
"""

import random
import secrets
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from shapely import Point
from sqlalchemy import text

from data import register
from data.engine import connect, session
from layers.atlas import layer_class
from layers.record import Disclosure, Record
from layers.rights import Role
from tests.api.conftest import LiveDesk
from tests.data.deeds import INVENTED, day
from tests.people import token_of
from tests.rights.doors import DOORS
from tests.rights.oracle import CHAPTER, COUNTY, Person, Secret, may_see

SEED = 20261126
TOWNS = ("430621100", "430621101", "430621203")
SCOPES = ("430000", "430600", COUNTY, *TOWNS, "430681", "430681100")
ROWS_EACH = 3
PEOPLE = 10
PROBES = 90


def secret_rows(draw: random.Random) -> list[Secret]:
    """Rows of every disclosure over the layers, each with a word, a number and a place that nobody else has."""
    rows = []
    for layer in CHAPTER:
        for disclosure in Disclosure:
            for _ in range(ROWS_EACH):
                number = f"{secrets.SystemRandom().randrange(10**9):09d}"
                town = draw.choice((*TOWNS, None)) if layer != "settlements" else draw.choice(TOWNS)
                divisions: tuple[str, ...] = () if town is None else (town,)
                if layer == "boundary_markers":
                    divisions = (draw.choice(("430621", "430681")), draw.choice(("430621", "430626")))
                identity = f"{town}{draw.randrange(700, 999)}" if layer == "settlements" else f"Z{number}"
                place = (round(112.9 + draw.random() * 0.5, 6), round(28.9 + draw.random() * 0.4, 6))
                rows.append(Secret(layer, identity, f"密{number}院", disclosure.value, divisions, *place))
    return list({(row.layer, row.identity): row for row in rows}.values())


def record_of(row: Secret) -> Record:
    """The row as its layer keeps it: the examples of the required fields, and what makes it this row."""
    form = layer_class(row.layer)
    values = {sheet.name: sheet.example for sheet in form.fields() if sheet.required}
    own: dict[str, object] = {form.layer.identified_by: row.identity, "name": row.word}
    if row.layer == "boundary_markers":
        own |= {"kept_by": row.divisions[0], "adjoining": row.divisions[1]}
    elif row.divisions:
        own |= {"division": row.divisions[0]}
    if row.layer == "settlements":
        own |= {"kind": "quasi_village"} if row.identity[-3:] >= "500" else {}
    received, findings = form.receive({**values, **own})
    assert received is not None, findings
    return received


@pytest.fixture(scope="module")
def rows() -> list[Secret]:
    return secret_rows(random.Random(SEED))


@pytest.fixture(scope="module")
def guarded(
    server: str, county_template: str, worker: str, rows: list[Secret], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, LiveDesk]]:
    """A county with the secret rows, and a desk before it."""
    from tests.conftest import copied

    for address in copied(server, county_template, f"cairn_test_{worker}_guarded"):
        engine = connect(address)
        with session(engine) as opened:
            for row in rows:
                register.enter(
                    opened,
                    record_of(row),
                    Point(row.lon, row.lat),
                    valid_from=day("2010-01-01"),
                    provenance=INVENTED,
                    disclosure=Disclosure.of(row.disclosure),
                )
        engine.dispose()
        live = LiveDesk(address, Path(tmp_path_factory.mktemp("guarded")))
        yield address, live.start()
        live.stop()


def people(
    address: str, desk: LiveDesk, draw: random.Random, open_clients: ExitStack
) -> list[tuple[Person, httpx.Client]]:
    """Somebody of every office at a random place, and nobody."""
    found = [(Person(None, None), open_clients.enter_context(desk.client()))]
    for role in [*Role, *draw.choices(list(Role), k=max(0, PEOPLE - len(Role)))]:
        division = draw.choice(SCOPES)
        token = token_of(address, role, division)
        found.append((Person(role.value, division), open_clients.enter_context(desk.client(token))))
    return found


def leaks(address: str, desk: LiveDesk, rows: list[Secret], probes: int, seed: int) -> list[str]:
    """What random people learn of random rows that they may not know."""
    draw, found = random.Random(seed), []
    with ExitStack() as open_clients:
        crowd = people(address, desk, draw, open_clients)
        hidden = [(person, client, row) for person, client in crowd for row in rows if not may_see(person, row)]
        for person, client, row in draw.sample(hidden, min(probes, len(hidden))):
            for name, door in draw.sample(sorted(DOORS.items()), 3):
                found += [
                    f"{person} · {row.layer} {row.disclosure} {row.divisions} · {name}: {how}"
                    for how in door(client, row)
                ]
    return found


def test_the_fuzz_finds_a_leak_when_a_policy_is_gone(guarded: tuple[str, LiveDesk], rows: list[Secret]) -> None:
    address, desk = guarded
    engine = connect(address)
    with engine.begin() as owner:
        owner.execute(text("DROP POLICY see ON register.nursing_homes"))
        owner.execute(text("CREATE POLICY see ON register.nursing_homes FOR SELECT USING (true)"))
    try:
        homes = [row for row in rows if row.layer == "nursing_homes"]
        assert leaks(address, desk, homes, 12, SEED + 1)
    finally:
        with engine.begin() as owner:
            owner.execute(text("DROP POLICY see ON register.nursing_homes"))
            owner.execute(text(POLICY))
        engine.dispose()
        # What was drawn meanwhile is not kept for the tests that follow.
        desk.stop()
        desk.start()


POLICY = """CREATE POLICY see ON register.nursing_homes FOR SELECT USING (
  disclosure = 'public' OR (disclosure = ANY ((SELECT access.sees('nursing_homes'))::text[])
    AND (starts_with(division, (SELECT access.prefix())) OR (division IS NULL AND (SELECT access.county_wide())))))"""


def test_nobody_learns_of_a_row_that_is_kept_from_him(guarded: tuple[str, LiveDesk], rows: list[Secret]) -> None:
    address, desk = guarded
    assert leaks(address, desk, rows, PROBES, SEED) == []


def test_whoever_may_know_a_row_is_told(guarded: tuple[str, LiveDesk], rows: list[Secret]) -> None:
    """The rule is not kept by telling nobody anything: each office's count of each layer is what the rule says."""
    address, desk = guarded
    draw = random.Random(SEED + 2)
    with ExitStack() as open_clients:
        for person, client in people(address, desk, draw, open_clients):
            for layer in CHAPTER:
                own = [row for row in rows if row.layer == layer and may_see(person, row)]
                answer = client.get(f"/ogc/collections/{layer}/items", params={"limit": 10_000}).json()
                told = {feature["id"] for feature in answer["features"]}
                assert {row.identity for row in rows if row.layer == layer} & told == {row.identity for row in own}
                assert answer["numberMatched"] == len(answer["features"])
