"""A commit is on the map within a second, on every process; and nobody is told more than they may see."""

import json
import signal
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import httpx
import psycopg
import pytest

from data.engine import driver_url
from layers.rights import Role
from tests.api.conftest import LiveDesk
from tests.people import token_of

TILE = "WebMercatorQuad/8/106/208"
HOMES = f"/ogc/collections/nursing_homes/tiles/{TILE}"
PATIENCE_S = 20.0
COMMITS = 40

Change = dict[str, Any]


@pytest.fixture
def two_desks(own_county: str, tmp_path: Path) -> Iterator[tuple[LiveDesk, LiveDesk]]:
    """Two processes over one register."""
    with ExitStack() as stack:
        desks = []
        for name in ("one", "two"):
            folder = tmp_path / name
            folder.mkdir()
            live = LiveDesk(own_county, folder)
            stack.callback(live.stop)
            desks.append(live.start())
        yield desks[0], desks[1]


@pytest.fixture
def clerk(own_county: str) -> Iterator[psycopg.Connection]:
    """The console, which edits past every desk."""
    with psycopg.connect(driver_url(own_county), autocommit=True) as connection:
        yield connection


@contextmanager
def listening(client: httpx.Client, **headers: str) -> Iterator[Queue[Change]]:
    """The changes a browser is told, as they come."""
    told: Queue[Change] = Queue()
    opened = threading.Event()
    with client.stream("GET", "/api/events", headers=headers, timeout=None) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")

        def read() -> None:
            try:
                for line in stream.iter_lines():
                    opened.set()
                    if line.startswith("data: "):
                        told.put(json.loads(line.removeprefix("data: ")))
            except httpx.HTTPError:
                pass

        threading.Thread(target=read, daemon=True).start()
        assert opened.wait(PATIENCE_S)
        yield told


def tag(client: httpx.Client, place: str = HOMES) -> str:
    return str(client.get(place).headers["etag"])


def until_changed(client: httpx.Client, before: str, place: str = HOMES) -> float:
    """How long it takes until a tile shows something else."""
    start = time.perf_counter()
    while tag(client, place) == before:
        assert time.perf_counter() - start < PATIENCE_S
    return time.perf_counter() - start


def first_home(clerk: psycopg.Connection) -> str:
    row = clerk.execute("SELECT min(number) FROM register.nursing_homes WHERE disclosure = 'public'").fetchone()
    assert row
    return str(row[0])


def add_a_bed(clerk: psycopg.Connection, number: str) -> None:
    clerk.execute("UPDATE register.nursing_homes SET beds = coalesce(beds, 0) + 1 WHERE number = %s", (number,))


def test_a_commit_is_on_both_desks_maps_within_a_second(
    two_desks: tuple[LiveDesk, LiveDesk], clerk: psycopg.Connection
) -> None:
    number = first_home(clerk)
    with two_desks[0].client() as one, two_desks[1].client() as two:
        spent: list[float] = []
        for _ in range(COMMITS):
            before = tag(one)
            assert tag(two) == before
            add_a_bed(clerk, number)
            spent += [until_changed(one, before), until_changed(two, before)]
            assert tag(one) == tag(two)
        assert statistics.quantiles(spent, n=20)[-1] < 1.0


def test_an_edit_through_one_desk_is_right_in_the_other(two_desks: tuple[LiveDesk, LiveDesk], own_county: str) -> None:
    """As a clerk sees it: save here, and a colleague's browser is told and fetches the new tile."""
    token = token_of(own_county, Role.STEWARD)
    with two_desks[0].client(token) as mine, two_desks[1].client(token) as yours, listening(yours) as told:
        item = mine.get("/ogc/collections/nursing_homes/items", params={"limit": 1}).json()["features"][0]
        before = tag(yours)
        place = f"/ogc/collections/nursing_homes/items/{item['id']}"
        head = {"If-Match": mine.get(place).headers["etag"], "Content-Type": "application/merge-patch+json"}
        start = time.perf_counter()
        saved = mine.patch(place, json={"properties": {"name": "荣家湾镇第二敬老院"}}, headers=head)
        assert saved.is_success, saved.text
        change = told.get(timeout=PATIENCE_S)
        assert tag(yours) != before
        assert time.perf_counter() - start < 5
        assert change["layer"] == "nursing_homes"
        west, south, east, north = change["boxes"][0]
        longitude, latitude = item["geometry"]["coordinates"]
        assert west - 1e-6 <= longitude <= east + 1e-6
        assert south - 1e-6 <= latitude <= north + 1e-6


def test_a_commit_drops_no_other_tile(own_desk: LiveDesk, clerk: psycopg.Connection) -> None:
    """Where nothing changed, the tile is told as unchanged; a layer of its own keeps its tiles too."""
    own_desk.start()
    number = first_home(clerk)
    with own_desk.client() as client, listening(client) as told:
        others = [f"/ogc/collections/{layer}/tiles/{TILE}" for layer in ("divisions", "settlements")]
        before = {place: tag(client, place) for place in others}
        add_a_bed(clerk, number)
        assert told.get(timeout=PATIENCE_S)["layer"] == "nursing_homes"
        for place, known in before.items():
            assert client.get(place, headers={"If-None-Match": known}).status_code == 304


def test_the_public_hears_of_public_rows_only_and_not_precisely(
    own_desk: LiveDesk, own_county: str, clerk: psycopg.Connection
) -> None:
    own_desk.start()
    number = first_home(clerk)
    marker = """UPDATE register.boundary_markers SET site = coalesce(site, '') || '。'
        WHERE number = (SELECT min(number) FROM register.boundary_markers)"""
    with ExitStack() as stack:

        def hear(*who: Any) -> Queue[Change]:  # noqa: ANN401 - an office and perhaps where it reaches
            token = token_of(own_county, *who) if who else None
            return stack.enter_context(listening(stack.enter_context(own_desk.client(token))))

        public, inspector, elsewhere = hear(), hear(Role.INSPECTOR), hear(Role.INSPECTOR, "430681100")
        clerk.execute(marker)
        add_a_bed(clerk, number)
        assert inspector.get(timeout=PATIENCE_S)["layer"] == "boundary_markers"
        for queue in (public, elsewhere, inspector):
            assert queue.get(timeout=PATIENCE_S)["layer"] == "nursing_homes"
            with pytest.raises(Empty):
                queue.get(timeout=0.3)
    place = clerk.execute(
        "SELECT ST_X(geom), ST_Y(geom) FROM register.nursing_homes WHERE number = %s", (number,)
    ).fetchone()
    assert place
    with own_desk.client() as client, listening(client) as told:
        add_a_bed(clerk, number)
        (box,) = told.get(timeout=PATIENCE_S)["boxes"]
        assert box == [round(side, 4) for side in box]
        assert box[0] < place[0] < box[2]
        assert box[1] < place[1] < box[3]


def test_what_becomes_closed_is_told_to_the_public_once(own_desk: LiveDesk, clerk: psycopg.Connection) -> None:
    """The public knew of it; that it is gone from the public's map must reach the open map."""
    own_desk.start()
    number = first_home(clerk)
    with own_desk.client() as client, listening(client) as told:
        before = tag(client)
        clerk.execute("UPDATE register.nursing_homes SET disclosure = 'internal' WHERE number = %s", (number,))
        assert told.get(timeout=PATIENCE_S)["layer"] == "nursing_homes"
        assert tag(client) != before
        add_a_bed(clerk, number)
        with pytest.raises(Empty):
            told.get(timeout=0.5)


def test_a_large_load_is_one_notice(own_desk: LiveDesk, clerk: psycopg.Connection) -> None:
    own_desk.start()
    with own_desk.client() as client, listening(client) as told:
        clerk.execute("UPDATE register.settlements SET households = coalesce(households, 0) + 1")
        change = told.get(timeout=PATIENCE_S)
        assert (change["layer"], len(change["boxes"])) == ("settlements", 1)
        with pytest.raises(Empty):
            told.get(timeout=0.5)


def test_after_the_register_broke_off_nothing_old_is_shown(own_desk: LiveDesk, clerk: psycopg.Connection) -> None:
    """Every connection of the service is cut, as when PostGIS is killed; what happened meanwhile is not missed."""
    own_desk.start()
    number = first_home(clerk)
    cut = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE usename = 'cairn_service' AND datname = current_database()"""
    with own_desk.client() as client, listening(client) as told:
        before = tag(client)
        clerk.execute("ALTER ROLE cairn_service CONNECTION LIMIT 0")
        try:
            clerk.execute(cut)
            add_a_bed(clerk, number)
        finally:
            clerk.execute("ALTER ROLE cairn_service CONNECTION LIMIT -1")
        deadline = time.monotonic() + PATIENCE_S
        answered = client.get(HOMES)
        while answered.status_code != 200 and time.monotonic() < deadline:
            answered = client.get(HOMES)
        assert answered.headers["etag"] != before
        layers = {told.get(timeout=PATIENCE_S)["layer"] for _ in range(5)}
        assert len(layers) == 5
        # And it hears again.
        after = tag(client)
        add_a_bed(clerk, number)
        until_changed(client, after)


def test_who_comes_back_after_changes_is_told_to_look_anew(own_desk: LiveDesk, clerk: psycopg.Connection) -> None:
    own_desk.start()
    with own_desk.client() as client:
        with listening(client) as told:
            add_a_bed(clerk, first_home(clerk))
            told.get(timeout=PATIENCE_S)
        with listening(client, **{"Last-Event-ID": "1"}) as told:
            assert told.get(timeout=PATIENCE_S)["boxes"] == []


def test_an_open_browser_does_not_hold_the_stop(own_desk: LiveDesk) -> None:
    own_desk.start()
    with own_desk.client() as client, listening(client):
        start = time.monotonic()
        own_desk.stop(signal.SIGTERM)
        assert time.monotonic() - start < 4
