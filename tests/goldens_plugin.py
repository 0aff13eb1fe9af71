"""What is derived is pinned: a golden file says what comes out, and a diff says what a change of the atlas changes."""

from collections.abc import Callable
from difflib import unified_diff
from pathlib import Path

import pytest

GOLDENS = Path(__file__).parent / "goldens"
REMEDY = "read the difference; when it is meant, run pytest --update-goldens and review the file's diff"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the person who changed the atlas write the goldens anew."""
    parser.addoption("--update-goldens", action="store_true", help="write what is derived into tests/goldens")


@pytest.fixture
def pinned(request: pytest.FixtureRequest) -> Callable[[Path | str, str], None]:
    """Compare a text with its pinned file: a name in tests/goldens, or a whole path."""
    update: bool = request.config.getoption("--update-goldens")

    def compare(name: Path | str, derived: str) -> None:
        golden = GOLDENS / name
        if update:
            golden.parent.mkdir(parents=True, exist_ok=True)
            golden.write_text(derived, encoding="utf-8")
        kept = golden.read_text(encoding="utf-8") if golden.exists() else ""
        changed = list(unified_diff(kept.splitlines(), derived.splitlines(), "pinned", "derived", lineterm=""))
        assert not changed, "\n".join([f"{golden}: {REMEDY}", *changed[:60]])

    return compare
