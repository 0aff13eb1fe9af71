"""Two ways into a database of the test's own: as its owner, and as the service connects."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from data.access_tables import belongs_to
from data.engine import connect, session
from tests.people import COUNTY, service_engine


@pytest.fixture
def owner(own_database: str) -> Iterator[Engine]:
    """Whom no policy binds; the register knows its county."""
    engine = connect(own_database)
    with session(engine) as opened:
        belongs_to(opened, COUNTY)
    yield engine
    engine.dispose()


@pytest.fixture
def service(own_database: str) -> Iterator[Engine]:
    """The role that owns nothing."""
    engine = service_engine(own_database)
    yield engine
    engine.dispose()
