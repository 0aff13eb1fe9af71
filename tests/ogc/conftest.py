"""A desk over a county of its own, in which tests may write; and how a client speaks Part 4."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest

from layers.rights import Role
from tests.api.conftest import LiveDesk, county_template
from tests.conftest import NUMBERS, copied
from tests.people import COUNTY, token_of

__all__ = ["county_template"]


@pytest.fixture(scope="module")
def written_county(server: str, county_template: str, worker: str) -> Iterator[str]:
    """A sample county that the tests of one file write in."""
    yield from copied(server, county_template, f"cairn_test_{worker}_written_{next(NUMBERS)}")


@pytest.fixture(scope="module")
def written_desk(written_county: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveDesk]:
    """The desk over it."""
    folder = tmp_path_factory.mktemp("desk")
    live = LiveDesk(written_county, folder, web=str(folder / "dist"))
    yield live.start()
    live.stop()


@pytest.fixture(scope="module")
def writer(written_desk: LiveDesk, written_county: str) -> Iterator[httpx.Client]:
    """The county's data steward."""
    with written_desk.client(token_of(written_county, Role.STEWARD)) as client:
        yield client


@pytest.fixture(scope="module")
def somebody(written_desk: LiveDesk, written_county: str) -> Iterator[Callable[..., httpx.Client]]:
    """Somebody of an office, or nobody at all without one."""
    with ExitStack() as open_clients:

        def of(role: Role | None = None, division: str = COUNTY, *scopes: str) -> httpx.Client:
            token = token_of(written_county, role, division, *scopes) if role else None
            return open_clients.enter_context(written_desk.client(token))

        yield of
