import subprocess
import sys
import time
from pathlib import Path

import psycopg

from data.disposable_postgis import throw_away

CHECKOUT = Path(__file__).parents[2]
STARTS_AND_WAITS = """
import time
from data.disposable_postgis import throw_away
with throw_away() as cluster:
    cluster.start()
    print(cluster.home, flush=True)
    time.sleep(600)
"""


def gone(path: Path, patience_s: float = 30) -> bool:
    deadline = time.monotonic() + patience_s
    while path.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    return not path.exists()


def test_a_thrown_away_cluster_forgets_the_disk_and_leaves_nothing() -> None:
    with throw_away() as cluster:
        with psycopg.connect(cluster.start()) as connection:
            assert connection.execute("SHOW fsync").fetchone() == ("off",)
        pid = cluster.status().pid
    assert not cluster.folder.exists()
    assert not Path(f"/proc/{pid}/cwd").exists()


def test_a_thrown_away_cluster_does_not_outlive_a_killed_process() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", STARTS_AND_WAITS], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        home = Path(owner.stdout.readline().strip())
        assert (home / "data" / "postmaster.pid").exists()
        owner.kill()
    assert gone(home)
