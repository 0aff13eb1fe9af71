"""A session lives as long as a person is there, not as long as a page stays open."""

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from data import sessions
from data.sessions import Terms
from layers.rights import Role
from tests.people import person

TERMS = Terms(dt.timedelta(minutes=30), dt.timedelta(hours=12))
MORNING = dt.datetime(2026, 11, 27, 8, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(("is_deed", "lives"), [(True, True), (False, False)])
def test_what_a_browser_asks_by_itself_keeps_no_session_alive(session: Session, is_deed: bool, lives: bool) -> None:
    account = person(session, Role.STEWARD).account
    assert account is not None
    opened = sessions.open_session(session, account, TERMS, MORNING)
    for minutes in range(2, 40, 2):
        at = MORNING + dt.timedelta(minutes=minutes)
        last = sessions.standing(session.connection(), opened.token, TERMS, at, is_deed=is_deed)
    assert (last is not None) is lives
