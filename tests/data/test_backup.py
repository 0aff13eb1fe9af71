"""A county's backup is pg_dump's: what is restored is the same register, with its memory and its guards."""

import subprocess
from pathlib import Path

import pytest
from sqlalchemy import text

from data import register
from data.engine import connect, driver_url, is_migrated, session
from data.history import versions
from data.postgis_programs import PostgisUnavailable, Programs, find_programs
from tests.data.deeds import LEDGER, NEW_YEAR, SEAT, home
from tests.schemas import drop_all


@pytest.fixture
def programs() -> Programs:
    try:
        found = find_programs()
    except PostgisUnavailable:
        pytest.skip("no PostgreSQL programs on this machine")
    if not (found.folder / "pg_dump").exists():
        pytest.skip("no pg_dump on this machine")
    return found


def test_a_restored_register_remembers_and_guards(own_database: str, programs: Programs, tmp_path: Path) -> None:
    engine = connect(own_database)
    with session(engine, clerk="王芳") as opened:
        register.enter(opened, home(beds=120), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
        register.amend(opened, home(beds=100), as_of=NEW_YEAR, because="台账抄错")
        before = versions(opened, "nursing_homes", "430621-001")
    dump, address = str(tmp_path / "county.dump"), driver_url(own_database)
    subprocess.run([programs.folder / "pg_dump", "-Fc", "-f", dump, address], check=True)
    with engine.begin() as connection:
        drop_all(connection)
        connection.execute(text("DROP EXTENSION postgis, btree_gist"))
    engine.dispose()
    subprocess.run([programs.folder / "pg_restore", "--exit-on-error", "-d", address, dump], check=True)
    assert is_migrated(engine)
    with session(engine) as opened:
        assert versions(opened, "nursing_homes", "430621-001") == before
        register.withdraw(opened, "nursing_homes", "430621-001", because="重复录入")
        assert [version.withdrawn for version in versions(opened, "nursing_homes", "430621-001")] == [False, True]
    engine.dispose()
