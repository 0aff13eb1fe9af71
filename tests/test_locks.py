import re
import tomllib
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
RUNTIME = {*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["build"]}
DEVELOPMENT = RUNTIME | {*PROJECT["dependency-groups"]["dev"]}
LOCKS = ("requirements.lock", "requirements-dev.lock", ".ci/uv.txt")


def locked(file: str) -> dict[str, str]:
    """Name → version of what a lock names."""
    return dict(re.findall(r"^([\w.-]+)==([^\s;]+)", (CHECKOUT / file).read_text(), re.MULTILINE))


def name(requirement: str) -> str:
    """The normal form of a distribution's name."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[=<>~!; ]", requirement)[0]).lower()


@pytest.mark.parametrize(("file", "declared"), [(LOCKS[0], RUNTIME), (LOCKS[1], DEVELOPMENT)])
def test_every_declared_dependency_is_locked(file: str, declared: set[str]) -> None:
    assert {name(requirement) for requirement in declared} <= locked(file).keys()


def test_both_environments_run_the_same_versions() -> None:
    assert locked(LOCKS[0]).items() <= locked(LOCKS[1]).items()


@pytest.mark.parametrize("file", LOCKS)
def test_every_locked_version_has_its_hashes_and_no_lock_names_an_address(file: str) -> None:
    text = (CHECKOUT / file).read_text()
    entries = re.findall(r"^[\w.-]+==.*(?:\n    .*)*", text, re.MULTILINE)
    assert {entry.partition("==")[0] for entry in entries} == locked(file).keys() > set()
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.findall(r"https?://|file:", text) == []


def test_the_browser_application_s_lock_names_no_address() -> None:
    text = (CHECKOUT / "maps" / "web" / "package-lock.json").read_text()
    assert '"integrity"' in text
    assert '"resolved"' not in text
