"""How many things of a layer there are, kept beside it by the database: exact in every snapshot, without a count.

The triggers of a layer add what each statement changed; `register.add_up` adds it up now and then. Row-level security
counts for each reader only what the reader may see.
"""

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, Select, cast, func, select

from data.ledgers import TALLIES

Days = dt.date | tuple[dt.date | None, dt.date | None]


def tallied(layer_id: str, days: Days) -> Select[Any]:
    """How many things are valid on a day, or on some day between two, both included."""
    first, last = days if isinstance(days, tuple) else (days, days)
    things = cast(func.coalesce(func.sum(TALLIES.c.things), 0), BigInteger)
    chosen = select(things).where(TALLIES.c.layer == layer_id)
    if last is not None:
        chosen = chosen.where(TALLIES.c.first <= last)
    return chosen if first is None else chosen.where(TALLIES.c.until > first)
