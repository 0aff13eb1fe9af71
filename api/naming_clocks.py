"""The clocks of the law that run for a case, as the desk is told them."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from api.naming_forms import ClockSheet


def clocks_of(_: Session, __: Row[Any], ___: Sequence[Row[Any]], ____: dt.date) -> list[ClockSheet]:
    """The clocks of a case by its head, its entries (oldest first) and today; the most pressing first."""
    return []
