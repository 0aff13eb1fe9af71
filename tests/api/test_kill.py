"""Kill −9 in the middle of writes: nothing acknowledged is lost, nothing is half there, and all comes back by itself.

Writers enter and amend through HTTP and remember what was acknowledged. Meanwhile the service, PostGIS's postmaster or
one of its sessions is killed, again and again; nobody but the keeper starts anything. So many rounds as
`CAIRN_TEST_KILLS` says (100 take some minutes).
"""

import os
import random
import signal
import threading
import time
from collections import Counter
from pathlib import Path

import httpx
from sqlalchemy import select, text

from api import incidents
from data import audit_chain
from data.engine import connect, session
from data.ledgers import AUDIT, AUDIT_PENDING
from layers.rights import Role
from tests.house import House, brought_up, children, until
from tests.ogc.part4 import ITEMS, LAYER, point, send
from tests.people import token_of

ROUNDS = int(os.environ.get("CAIRN_TEST_KILLS", "8"))
WRITERS = 6
PLAN = ("sessions", "register", "sessions", "service")
SEED = 20240621


class Writer(threading.Thread):
    """Enters a point, then amends it a few times, then the next; keeps what was acknowledged, and what was tried."""

    def __init__(self, name: str, house: House, token: str, over: threading.Event) -> None:
        super().__init__(name=name, daemon=True)
        self.client = httpx.Client(base_url=house.address, timeout=20, headers={"Authorization": f"Bearer {token}"})
        self.over = over
        self.acknowledged: dict[str, int] = {}
        self.tried: dict[str, set[int]] = {}
        self.answers: Counter[int | str] = Counter()
        self.trouble: BaseException | None = None

    def run(self) -> None:
        number = 0
        try:
            while not self.over.is_set():
                number += 1
                self._live(f"{self.name}-{number}")
        except Exception as trouble:  # noqa: BLE001 - the test looks at it when all have ended
            self.trouble = trouble
        finally:
            self.client.close()

    def _live(self, identity: str) -> None:
        """One thing's life: beds count the writes that were tried."""
        self.tried[identity] = {1}
        if not self._write(identity, 1, "POST", ITEMS, point(identity, beds=1)):
            return
        for beds in range(2, 6):
            self.tried[identity].add(beds)
            change = {"properties": {"beds": beds, "because": f"第 {beds} 次"}}
            if not self._write(identity, beds, "PATCH", f"{ITEMS}/{identity}", change, if_match="*"):
                return

    def _write(self, identity: str, beds: int, method: str, url: str, body: object, **headers: str) -> bool:
        if self.over.is_set():
            return False
        try:
            answered = send(self.client, method, url, body, **headers)
        except httpx.TransportError as lost:
            self.answers[type(lost).__name__] += 1
            time.sleep(0.1)
            return False
        self.answers[answered.status_code] += 1
        if answered.status_code < 300:
            self.acknowledged[identity] = beds
            return True
        # A register that recovers says so; anything else would be a fault of the service.
        assert answered.status_code == 503, answered.text
        time.sleep(0.1)
        return False


def test_nothing_acknowledged_is_lost_and_nothing_is_half_there() -> None:
    chance = random.Random(SEED)
    with brought_up() as house:
        begun, over = time.monotonic(), threading.Event()
        writers = [
            Writer(f"W{number}", house, token_of(house.cluster.url, Role.STEWARD), over) for number in range(WRITERS)
        ]
        for writer in writers:
            writer.start()
        missed = [_kill(house, writers, PLAN[turn % len(PLAN)], chance) for turn in range(ROUNDS)]
        over.set()
        for writer in writers:
            writer.join()
        assert [writer.trouble for writer in writers] == [None] * WRITERS
        told = incidents.recent(house.var, ROUNDS)
        assert [incident.what for incident in told[::-1]] == [PLAN[turn % len(PLAN)] for turn in range(ROUNDS)]
        _look_through(house, writers)
        answers: Counter[int | str] = sum((writer.answers for writer in writers), Counter())
        print(  # noqa: T201 - the measurement
            f"\n{ROUNDS} kills in {time.monotonic() - begun:.0f} s; answers {dict(answers)}; "
            f"missed for {sorted(missed)[len(missed) // 2]:.1f} s (median), {max(missed):.1f} s (longest)"
        )


def _kill(house: House, writers: list[Writer], victim: str, chance: random.Random) -> float:
    """Kill one of them in the middle of writes; answers after how many seconds all was well again."""

    def acknowledged() -> int:
        return sum(sum(writer.acknowledged.values()) for writer in writers)

    before, done = incidents.count(house.var), acknowledged()
    until(lambda: acknowledged() > done + WRITERS)
    time.sleep(chance.uniform(0, 0.2))
    pids = {"service": [house.child()], "register": [house.postmaster()], "sessions": _sessions(house)}[victim]
    os.kill(chance.choice(pids), signal.SIGKILL)
    began = time.monotonic()
    until(lambda: incidents.count(house.var) > before and house.health())
    return time.monotonic() - began


def _sessions(house: House) -> list[int]:
    """The service's sessions, one of which writes at any moment."""
    found: list[int] = []

    def there() -> bool:
        found[:] = [
            pid for pid in children(house.postmaster()) if b"cairn_service" in Path(f"/proc/{pid}/cmdline").read_bytes()
        ]
        return bool(found)

    until(there)
    return found


def _look_through(house: House, writers: list[Writer]) -> None:
    acknowledged = {key: value for writer in writers for key, value in writer.acknowledged.items()}
    tried = {key: value for writer in writers for key, value in writer.tried.items()}
    assert len(acknowledged) > ROUNDS
    engine = connect(house.cluster.url)
    with session(engine) as opened:
        now = opened.execute(text(f"SELECT number, beds, version FROM register.{LAYER} WHERE number LIKE 'W%'")).all()
        past = opened.execute(text(f"SELECT number, version FROM history.{LAYER} WHERE number LIKE 'W%'")).all()
        counted = opened.execute(
            text("SELECT identity, versions FROM register.identifiers WHERE layer = :layer AND identity LIKE 'W%'"),
            {"layer": LAYER},
        ).all()
        log = opened.execute(select(AUDIT.c.identity, AUDIT.c.version, AUDIT.c.deed).where(AUDIT.c.identity.like("W%")))
        entries = [tuple(entry) for entry in log]
        assert audit_chain.check(opened).fault is None
        assert opened.execute(select(AUDIT_PENDING)).all() == []
    engine.dispose()
    kept = {row.number: row for row in now}
    # Nothing acknowledged is lost; what is there beyond it was tried, and the answer was lost on the way.
    assert acknowledged.keys() <= kept.keys() <= tried.keys()
    for identity, row in kept.items():
        assert row.beds >= acknowledged.get(identity, 0)
        assert row.beds in tried[identity]
        # A write is whole: its version, the versions before it, the identifier's count, and one entry each.
        assert row.version == row.beds
    versions = sorted([(row.number, row.version) for row in now] + [(row.number, row.version) for row in past])
    assert versions == sorted((row.number, version) for row in now for version in range(1, row.version + 1))
    assert {row.identity: row.versions for row in counted} == {number: row.version for number, row in kept.items()}
    assert sorted((identity, version) for identity, version, _ in entries) == versions
    assert {deed for _, version, deed in entries if version == 1} == {"enter"}
