"""A PostGIS for one test run: not durable, in a temporary folder, gone when the run ends, however it ends."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.local_postgis import LocalPostgis

# Waits for the end of its input, which comes when the owner of the other end closes it or dies.
LEASH = """
read -r _
pid_file="$1/data/postmaster.pid"
[ -e "$pid_file" ] && kill -QUIT "$(head -n 1 "$pid_file")" 2>/dev/null
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do [ -e "$pid_file" ] || break; sleep 0.2; done
rm -rf "$1" "$2"
"""


@contextmanager
def throw_away(parent: Path | None = None) -> Iterator[LocalPostgis]:
    """Hand out a cluster of its own, unstarted, and stop and delete it on exit or when this process dies.

    Any process may `start` another `LocalPostgis(folder, durable=False)` on the same folder: one server serves all.
    """
    folder = Path(tempfile.mkdtemp(prefix="cairn-postgis-", dir=parent))
    cluster = LocalPostgis(folder, durable=False)
    leash = subprocess.Popen(  # noqa: S603  # our own script
        ["/bin/sh", "-c", LEASH, "leash", cluster.home, folder], stdin=subprocess.PIPE, start_new_session=True
    )
    with leash:
        yield cluster
