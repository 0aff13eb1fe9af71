"""What a division is called."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.features import holds
from data.tables import table_of


def name_of(session: Session, code: str, as_of: dt.date) -> str | None:
    """The name of a division on a day; None when the register holds none, as for a province above the county."""
    kept = table_of("divisions")
    return session.scalar(select(kept.c.name).where(kept.c.code == code, holds(kept.c.valid, as_of)).limit(1))
