"""Which PostgreSQL programs on this machine can serve Cairn, and what to install when none can."""

import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from data.errors import Unavailable

OLDEST_POSTGRESQL = 15
OLDEST_POSTGIS = (3, 3)

# Debian and Ubuntu, the PGDG packages of Red Hat's family, Homebrew, and systems with a single PostgreSQL.
USUAL_PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/usr/local/pgsql/bin",
    "/usr/local/bin",
    "/usr/bin",
)


class PostgisUnavailable(Unavailable):
    """The private PostGIS cannot serve; the message says in Chinese what is wrong, why, and the remedy."""


@dataclass(frozen=True)
class Programs:
    """One installed PostgreSQL: its folder of programs, its major version and what stands beside it."""

    folder: Path
    major: int
    postgis: tuple[int, ...] | None
    has_btree_gist: bool

    @property
    def initdb(self) -> Path:
        """Makes a cluster."""
        return self.folder / "initdb"

    @property
    def pg_ctl(self) -> Path:
        """Starts a cluster."""
        return self.folder / "pg_ctl"

    def lack(self) -> str | None:
        """What this installation lacks to serve Cairn, with the remedy, or None when it can."""
        title = f"PostgreSQL {self.major}（{self.folder}）"
        if self.major < OLDEST_POSTGRESQL:
            return f"{title}太旧：需要 {OLDEST_POSTGRESQL} 或更新的版本。请运行：sudo apt-get install postgresql"
        if self.postgis is None:
            return f"{title}旁边没有 PostGIS。请运行：sudo apt-get install postgresql-{self.major}-postgis-3"
        if self.postgis < OLDEST_POSTGIS:
            return f"{title}的 PostGIS 是 {dotted(self.postgis)}：需要 {dotted(OLDEST_POSTGIS)} 或更新的版本"
        if not self.has_btree_gist:
            return f"{title}没有附加模块 btree_gist。请安装它的 contrib 软件包（如 postgresql{self.major}-contrib）"
        return None


def find_programs(places: Iterable[str] = USUAL_PLACES, major: int | None = None) -> Programs:
    """The newest installation that can serve, of one major version when a cluster already asks for it.

    Raises:
        PostgisUnavailable: Nothing installed serves; the message lists what was found and what to install.
    """
    found = sorted(installed(places), key=lambda programs: programs.major, reverse=True)
    if not found:
        raise PostgisUnavailable(NOTHING_FOUND)
    able = [programs for programs in found if programs.lack() is None]
    if not able:
        raise PostgisUnavailable("\n".join(str(programs.lack()) for programs in found))
    fitting = [programs for programs in able if major in (None, programs.major)]
    if not fitting:
        raise PostgisUnavailable(other_major(major, able))
    return fitting[0]


NOTHING_FOUND = """\
这台机器上没有找到 PostgreSQL 的服务器程序，登记库无法启动。
Debian、Ubuntu 请运行：sudo apt-get install postgresql postgresql-postgis
其他系统请安装 PostgreSQL 15 或更新的版本（含 contrib 附加模块）和 PostGIS 3.3 或更新的版本；
也可以用 CAIRN_DATABASE_URL 指定一个已有的 PostGIS 数据库。"""


def other_major(major: int | None, able: list[Programs]) -> str:
    """Say that the data belong to a PostgreSQL that is no longer installed."""
    versions = "、".join(str(programs.major) for programs in able)
    return (
        f"登记库的数据由 PostgreSQL {major} 建立，而这台机器上能用的是 PostgreSQL {versions}。\n"
        f"请运行：sudo apt-get install postgresql-{major} postgresql-{major}-postgis-3，或用 pg_upgrade 升级数据"
    )


def installed(places: Iterable[str]) -> Iterator[Programs]:
    """Every PostgreSQL server found at `places` (shell patterns of absolute folders)."""
    for place in places:
        for folder in sorted(Path("/").glob(place.lstrip("/"))):
            if all((folder / program).exists() for program in ("initdb", "pg_ctl", "postgres")):
                yield described(folder)


def described(folder: Path) -> Programs:
    """Read the version of the server in `folder` and look for the extensions beside it."""
    spoken = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603  # a program found at a fixed place
    version = re.search(r"\) (\d+)", spoken)
    major = int(version[1]) if version else 0
    extensions = list(extension_folders(folder, major))
    return Programs(folder, major, postgis_version(extensions), has_control(extensions, "btree_gist"))


def extension_folders(folder: Path, major: int) -> Iterator[Path]:
    """Where the control files of extensions stand in the usual packagings."""
    yield Path(f"/usr/share/postgresql/{major}/extension")
    for share in ("share", "share/postgresql", f"share/postgresql@{major}", "share/pgsql"):
        yield folder.resolve().parent / share / "extension"


def has_control(extensions: list[Path], name: str) -> bool:
    """Whether the extension `name` is installed."""
    return any((place / f"{name}.control").exists() for place in extensions)


def postgis_version(extensions: list[Path]) -> tuple[int, ...] | None:
    """The PostGIS version that a new database would get."""
    for place in extensions:
        control = place / "postgis.control"
        if control.exists() and (found := re.search(r"default_version = '(\d+)\.(\d+)", control.read_text())):
            return int(found[1]), int(found[2])
    return None


def dotted(version: tuple[int, ...]) -> str:
    """3.3 for (3, 3)."""
    return ".".join(map(str, version))
