"""The log over HTTP: what the desk writes into it, and who may read it."""

import json
from collections.abc import Callable, Iterator

import httpx
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import ProgrammingError

from data import audit, register
from data.engine import connect, session
from layers.record import Disclosure
from layers.rights import Role
from tests.data.deeds import LEDGER, NEW_YEAR, SEAT, home
from tests.people import person, service_engine

HOMES = "/ogc/collections/nursing_homes/items"
ENTRIES = "/api/audit"


@pytest.fixture(scope="module")
def administrator(as_role: Callable[..., httpx.Client]) -> httpx.Client:
    return as_role(Role.ADMINISTRATOR)


@pytest.fixture(scope="module", autouse=True)
def secrets(county_database: str) -> Iterator[list[str]]:
    """Two restricted homes, which the steward alone sees."""
    names = ["430621-R1", "430621-R2"]
    engine = connect(county_database)
    with session(engine, clerk="录入员") as opened:
        for name in names:
            record = home(name, division="430621100")
            register.enter(
                opened, record, SEAT, valid_from=NEW_YEAR, provenance=LEDGER, disclosure=Disclosure.RESTRICTED
            )
    yield names
    with session(engine) as opened:
        for name in names:
            register.withdraw(opened, "nursing_homes", name, because="试验完毕")
    engine.dispose()


def newest(administrator: httpx.Client, deed: str) -> dict[str, object]:
    found = [entry for entry in administrator.get(ENTRIES).json()["entries"] if entry["deed"] == deed]
    return dict(found[0]) if found else {}


def last(administrator: httpx.Client) -> int:
    return int(administrator.get(ENTRIES, params={"limit": 1}).json()["entries"][0]["seq"])


def test_reading_a_restricted_row_is_an_entry_before_the_answer_leaves(
    client: httpx.Client, administrator: httpx.Client, secrets: list[str]
) -> None:
    assert client.get(f"{HOMES}/{secrets[0]}").status_code == 200
    entry = newest(administrator, "read")
    assert (entry["layer"], entry["identity"]) == ("nursing_homes", secrets[0])
    assert str(entry["clerk"]).startswith("steward")
    assert entry["account"] is not None
    assert json.loads(str(entry["detail"])) == {"count": 1, "identities": [secrets[0]]}


def test_a_page_is_one_entry_with_the_restricted_rows_it_showed(
    client: httpx.Client, administrator: httpx.Client, secrets: list[str]
) -> None:
    before = last(administrator)
    assert client.get(HOMES, params={"limit": "1000"}).status_code == 200
    assert last(administrator) == before + 1
    entry = newest(administrator, "read")
    assert (entry["identity"], json.loads(str(entry["detail"]))) == (None, {"count": 2, "identities": secrets})


def test_the_row_after_the_page_was_not_read(
    client: httpx.Client, administrator: httpx.Client, secrets: list[str]
) -> None:
    """A page asks for one row more than it shows, to know whether there is a next one."""
    pages = client.get(HOMES, params={"limit": "1000"}).json()["features"]
    place = next(number for number, feature in enumerate(pages) if feature["id"] == secrets[0])
    before = last(administrator)
    client.get(HOMES, params={"limit": str(place)})
    assert last(administrator) == before
    client.get(HOMES, params={"limit": str(place + 1)})
    assert last(administrator) == before + 1


def test_versions_and_hits_of_a_search_are_read_too(
    client: httpx.Client, administrator: httpx.Client, secrets: list[str]
) -> None:
    assert client.get(f"{HOMES}/{secrets[1]}/versions").status_code == 200
    entry = newest(administrator, "read")
    assert entry["identity"] == secrets[1]
    assert json.loads(str(entry["detail"]))["versions"] == [1]
    found = client.get("/api/search", params={"q": secrets[0]})
    assert found.status_code == 200
    assert newest(administrator, "read")["identity"] == secrets[0]


def test_what_is_taken_away_is_an_entry(client: httpx.Client, administrator: httpx.Client) -> None:
    run = client.post("/api/coverage/runs", json={"as_of": "2024-12-31"}).headers["location"].rpartition("/")[2]
    # The run read the restricted homes, so looking at it again is reading them.
    assert client.get(f"/api/coverage/runs/{run}").status_code == 200
    assert newest(administrator, "read")["identity"] == run
    taken = client.get(f"/api/coverage/runs/{run}.csv")
    entry = newest(administrator, "export")
    assert (entry["identity"], json.loads(str(entry["detail"]))) == (
        run,
        {"bytes": len(taken.content), "format": "csv"},
    )
    before = last(administrator)
    again = client.get(f"/api/coverage/runs/{run}.csv", headers={"If-None-Match": taken.headers["etag"]})
    assert (again.status_code, last(administrator)) == (304, before)


def test_who_sees_no_restricted_row_reads_none(
    anonymous: httpx.Client, as_role: Callable[..., httpx.Client], administrator: httpx.Client, secrets: list[str]
) -> None:
    before = last(administrator)
    for somebody in (anonymous, as_role(Role.VIEWER)):
        somebody.get(HOMES)
        assert somebody.get(f"{HOMES}/{secrets[0]}").status_code == 404
    assert last(administrator) == before


def test_no_answer_leaves_without_its_entry(client: httpx.Client, county_database: str, secrets: list[str]) -> None:
    """While the log cannot be written, a restricted row is not given out; others are."""
    engine = create_engine(county_database.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT")
    with engine.connect() as owner:
        owner.execute(text("ALTER TABLE archive.audit_pending ADD CONSTRAINT closed CHECK (deed <> 'read') NOT VALID"))
        try:
            assert client.get(f"{HOMES}/{secrets[0]}").status_code >= 500
            assert client.get("/ogc/collections/roads/items").status_code == 200
        finally:
            owner.execute(text("ALTER TABLE archive.audit_pending DROP CONSTRAINT closed"))
    engine.dispose()
    assert client.get(f"{HOMES}/{secrets[0]}").status_code == 200


def test_the_log_is_paged_from_the_newest(administrator: httpx.Client) -> None:
    first = administrator.get(ENTRIES, params={"limit": 2}).json()
    assert [entry["seq"] for entry in first["entries"]] == [last(administrator), last(administrator) - 1]
    second = administrator.get(ENTRIES, params={"limit": 2, "before": first["next"]}).json()
    assert second["entries"][0]["seq"] == first["entries"][-1]["seq"] - 1
    assert administrator.get(ENTRIES, params={"before": 1}).json() == {"entries": [], "next": None}


def test_the_log_is_verified_and_signed_over_http(administrator: httpx.Client) -> None:
    verdict = administrator.get(f"{ENTRIES}/verification").json()
    assert (verdict["whole"], verdict["count"], verdict["why"]) == (True, last(administrator), None)
    made = administrator.get(f"{ENTRIES}/digest").json()
    assert json.loads(made["digest"])["hash"] == verdict["hash"]
    assert newest(administrator, "digest")["seq"] == verdict["count"] + 1


@pytest.mark.parametrize("address", [ENTRIES, f"{ENTRIES}/verification", f"{ENTRIES}/digest"])
def test_the_log_is_for_administrators(
    anonymous: httpx.Client, client: httpx.Client, as_role: Callable[..., httpx.Client], address: str
) -> None:
    assert anonymous.get(address).status_code == 401
    assert client.get(address).status_code == 403
    assert as_role(Role.VIEWER).get(address).status_code == 403
    assert as_role(Role.ADMINISTRATOR, "430621100").get(address).status_code == 403


def test_the_database_itself_shows_the_log_to_no_other(county_database: str) -> None:
    owner, service = connect(county_database), service_engine(county_database)
    for role, division, sees in (
        (Role.ADMINISTRATOR, "430621", True),
        (Role.ADMINISTRATOR, "430621100", False),
        (Role.STEWARD, "430621", False),
    ):
        with session(owner) as opened:
            actor = person(opened, role, division)
        with session(service, actor=actor) as opened:
            assert bool(audit.page(opened, 1)) is sees
    owner.dispose()
    service.dispose()


def test_the_service_alone_may_note_and_nothing_more(county_database: str) -> None:
    engine = service_engine(county_database)
    with session(engine) as opened:
        audit.note(opened, "sign-in", "张三")
    for deed in (
        "INSERT INTO archive.audit_pending (clerk, deed, detail) VALUES ('x', 'x', 'x')",
        "UPDATE archive.audit SET clerk = 'x'",
        "DELETE FROM archive.audit",
        "UPDATE archive.audit_head SET seq = 0",
        "ALTER TABLE archive.audit DISABLE TRIGGER ALL",
    ):
        with pytest.raises(ProgrammingError), session(engine) as opened:
            opened.execute(text(deed))
    engine.dispose()
