"""The gate before the accounts: who guesses waits, longer each time. Times are seconds.

An attempt is counted before the password is looked at, and taken back when it was right; so a hundred guesses sent at
once count as a hundred. Names that nobody bears are counted like those of accounts, so that a lock tells nothing.
"""

import datetime as dt
import hashlib
import math

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from data.access_tables import ACCOUNTS, ATTEMPTS

# Five wrong attempts are an old password and a stuck key; the sixth waits a minute, and so on up to an hour.
FREE_ATTEMPTS = 5
FIRST_WAIT_S, LONGEST_WAIT_S = 60, 3600
# A whole office may stand behind one address; guessing many names from there is slowed, never stopped.
FREE_ATTEMPTS_OF_AN_ADDRESS = 100
LONGEST_WAIT_OF_AN_ADDRESS_S = 60
_FORGOTTEN_AFTER = dt.timedelta(days=1)


def knock(session: Session, name: str, address: str, now: dt.datetime) -> int:
    """Count an attempt at a name from an address; the answer is how many seconds to wait, 0 when it may go on."""
    session.execute(delete(ATTEMPTS).where(ATTEMPTS.c.last_at < now - _FORGOTTEN_AFTER))
    wait_s = _count(session, _of_address(address), now, FREE_ATTEMPTS_OF_AN_ADDRESS, LONGEST_WAIT_OF_AN_ADDRESS_S)
    if not wait_s:
        wait_s = _count(session, _of_name(name), now, FREE_ATTEMPTS, LONGEST_WAIT_S)
    if not wait_s:
        _tell_the_account(session, name, now)
    return wait_s


def knock_for(session: Session, errand: str, address: str, now: dt.datetime, free: int) -> int:
    """Count something that anybody may send in from an address; seconds to wait after so many of one errand a day."""
    return _count(session, _of_address(f"{errand} {address}"), now, free, LONGEST_WAIT_S)


def open_again(session: Session, name: str, address: str | None = None) -> None:
    """Forget the attempts at a name: the right password was given, or an administrator vouches."""
    session.execute(delete(ATTEMPTS).where(ATTEMPTS.c.door == _of_name(name)))
    if address is not None:
        taken_back = func.greatest(ATTEMPTS.c.failures - 1, 0)
        door = ATTEMPTS.c.door == _of_address(address)
        session.execute(update(ATTEMPTS).where(door).values(failures=taken_back))


def wait_after(failures: int, free: int, longest_s: int) -> int:
    """Seconds to wait after so many failures in a row: none at first, then doubling."""
    if failures < free:
        return 0
    wait_s = FIRST_WAIT_S
    for _ in range(failures - free):
        wait_s = min(wait_s * 2, longest_s)
    return min(wait_s, longest_s)


def _count(session: Session, door: bytes, now: dt.datetime, free: int, longest_s: int) -> int:
    """Count at one door, whose row stays locked until the transaction ends; a closed door counts nothing."""
    first = insert(ATTEMPTS).values(door=door, failures=0, last_at=now)
    kept = first.on_conflict_do_update(index_elements=["door"], set_={"last_at": now})
    row = session.execute(kept.returning(ATTEMPTS.c.failures, ATTEMPTS.c.locked_until)).one()
    if row.locked_until and row.locked_until > now:
        return math.ceil(float((row.locked_until - now).total_seconds()))
    failures = row.failures + 1
    wait_s = wait_after(failures, free, longest_s)
    until = now + dt.timedelta(seconds=wait_s) if wait_s else None
    values = {"failures": failures, "locked_until": until}
    session.execute(update(ATTEMPTS).where(ATTEMPTS.c.door == door).values(values))
    return 0


def _tell_the_account(session: Session, name: str, now: dt.datetime) -> None:
    """Copy the count to the account of this name, if there is one, where its owner and administrators see it."""
    here = ATTEMPTS.c.door == _of_name(name)
    values = {
        "failures": select(ATTEMPTS.c.failures).where(here).scalar_subquery(),
        "locked_until": select(ATTEMPTS.c.locked_until).where(here).scalar_subquery(),
        "last_failure_at": now,
    }
    session.execute(update(ACCOUNTS).where(ACCOUNTS.c.name == name).values(values))


def _of_name(name: str) -> bytes:
    return hashlib.sha256(f"name:{name}".encode()).digest()


def _of_address(address: str) -> bytes:
    return hashlib.sha256(f"address:{address}".encode()).digest()
