from pathlib import Path

import pytest

from data.postgis_programs import PostgisUnavailable, find_programs


def install(root: Path, major: int, postgis: str | None = "3.4.1", *, contrib: bool = True) -> str:
    """A PostgreSQL drawn with a few files, each for what it is: programs, a version, control files."""
    programs = root / str(major) / "bin"
    extensions = root / str(major) / "share" / "extension"
    programs.mkdir(parents=True)
    extensions.mkdir(parents=True)
    for name in ("initdb", "pg_ctl", "postgres"):
        (programs / name).write_text(f'#!/bin/sh\necho "postgres (PostgreSQL) {major}.3 (Debian {major}.3-1)"\n')
        (programs / name).chmod(0o755)
    if postgis:
        (extensions / "postgis.control").write_text(f"comment = 'PostGIS'\ndefault_version = '{postgis}'\n")
    if contrib:
        (extensions / "btree_gist.control").write_text("default_version = '1.7'\n")
    return f"{root}/*/bin"


# Major versions that no packaging uses, so that the machine's own PostgreSQL never answers for a drawn one.
def test_the_newest_able_installation_serves(tmp_path: Path) -> None:
    install(tmp_path, 915)
    install(tmp_path, 917)
    places = install(tmp_path, 918, postgis=None)
    found = find_programs([places])
    assert (found.major, found.postgis) == (917, (3, 4))
    assert found.initdb == tmp_path / "917" / "bin" / "initdb"


def test_a_cluster_asks_for_its_own_version(tmp_path: Path) -> None:
    install(tmp_path, 915)
    places = install(tmp_path, 917)
    assert find_programs([places], major=915).major == 915


@pytest.mark.parametrize(
    ("major", "postgis", "contrib", "said"),
    [
        (9, "3.4.1", True, "太旧：需要 15"),
        (917, None, True, "sudo apt-get install postgresql-917-postgis-3"),
        (917, "3.2.9", True, "PostGIS 是 3.2：需要 3.3"),
        (917, "3.10.0", False, "没有附加模块 btree_gist"),
    ],
)
def test_what_is_lacking_is_named_with_its_remedy(
    tmp_path: Path, major: int, postgis: str | None, contrib: bool, said: str
) -> None:
    places = install(tmp_path, major, postgis, contrib=contrib)
    with pytest.raises(PostgisUnavailable, match=said):
        find_programs([places])


def test_nothing_installed(tmp_path: Path) -> None:
    with pytest.raises(PostgisUnavailable, match=r"没有找到 PostgreSQL(?s:.*)CAIRN_DATABASE_URL"):
        find_programs([f"{tmp_path}/*/bin"])


def test_a_version_no_longer_installed(tmp_path: Path) -> None:
    with pytest.raises(PostgisUnavailable, match="由 PostgreSQL 915 建立，而这台机器上能用的是 PostgreSQL 917"):
        find_programs([install(tmp_path, 917)], major=915)
