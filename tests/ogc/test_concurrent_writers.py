"""Fifty writers on twenty things at once: every count that was told as written stands in history; none is lost."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from random import Random

import httpx
import pytest

from layers.rights import Role
from tests.api.conftest import LiveDesk
from tests.ogc.part4 import entered, send
from tests.people import token_of

WRITERS, THINGS, SAVES = 50, 20, 4


def count_up(client: httpx.Client, place: str, how: str) -> int:
    """Read, add one, save; when somebody was faster, read again. Answers how often somebody was."""
    beaten = 0
    while True:
        seen = client.get(place)
        whole = seen.json()
        whole["properties"]["beds"] += 1
        if how == "tag":
            answered = send(client, "PUT", place, whole, if_match=seen.headers["etag"])
        elif how == "patch":
            beds = {"properties": {"beds": whole["properties"]["beds"]}}
            answered = send(client, "PATCH", place, beds, if_match=seen.headers["etag"])
        else:
            answered = send(client, "PUT", place, whole)
        if answered.status_code == 204:
            return beaten
        assert answered.status_code == 412, answered.text
        assert answered.json()["conflicts"][0]["theirs"]["properties"]["beds"] >= whole["properties"]["beds"]
        beaten += 1


@pytest.mark.parametrize("how", ["tag", "patch", "version"])
def test_no_save_of_fifty_writers_is_lost(
    written_desk: LiveDesk, written_county: str, writer: httpx.Client, how: str
) -> None:
    places = [entered(writer, beds=0) for _ in range(THINGS)]
    # Each is a person of his own: what one saves is somebody else's to the others.
    tokens = [token_of(written_county, Role.STEWARD) for _ in range(WRITERS)]
    start = threading.Barrier(WRITERS)

    def work(number: int) -> tuple[list[str], int]:
        chosen = Random(number).choices(places, k=SAVES)
        with written_desk.client(tokens[number]) as client:
            start.wait(60)
            return chosen, sum(count_up(client, place, how) for place in chosen)

    with ThreadPoolExecutor(WRITERS) as pool:
        done = list(pool.map(work, range(WRITERS)))
    saved = Counter(place for chosen, _ in done for place in chosen)
    assert sum(saved.values()) == WRITERS * SAVES
    assert sum(beaten for _, beaten in done) > 0, "nobody met anybody: this proves nothing"
    for place in places:
        told = writer.get(f"{place}/versions").json()["versions"]
        assert [version["properties"]["beds"] for version in told] == list(range(saved[place] + 1)), place
        assert [version["version"] for version in told] == list(range(1, saved[place] + 2))
