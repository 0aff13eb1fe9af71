"""Which sounds and which characters the county takes for each other; the keys of all names follow at once.

The tables are `lookup.confusions` and `lookup.look_alikes` (`data/sql/0008_name_index.sql`). Row-level security lets
those who keep the county's names change them, and a trigger notes each change in the audit log. A pair has no order.
"""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from data.errors import Forbidden
from data.refusals import refusals_in_chinese

_LISTED = text(
    "SELECT part, one, other, is_used, source FROM lookup.confusions UNION ALL "
    "SELECT 'look', one, other, is_used, source FROM lookup.look_alikes ORDER BY 1, 2, 3"
)
_KEEPS = text("SELECT access.is_console() OR (access.county_wide() AND access.writes('place_names'))")
_SOUND = text(
    "INSERT INTO lookup.confusions (part, one, other, is_used, source) VALUES (:part, :one, :other, :is_used, :source) "
    "ON CONFLICT (part, one, other) DO UPDATE SET is_used = excluded.is_used, source = excluded.source"
)
_LOOK = text(
    "INSERT INTO lookup.look_alikes (one, other, is_used, source) VALUES (:one, :other, :is_used, :source) "
    "ON CONFLICT (one, other) DO UPDATE SET is_used = excluded.is_used, source = excluded.source"
)


@dataclass(frozen=True)
class Likeness:
    """Two initials, two finals or two characters (`part`: initial, final, look) that are taken for each other."""

    part: str
    one: str
    other: str
    is_used: bool
    source: str


def likenesses(session: Session) -> list[Likeness]:
    """All pairs, those not used too."""
    return [Likeness(**row._asdict()) for row in session.execute(_LISTED)]


def put_likeness(session: Session, given: Likeness) -> None:
    """Add a pair, or let one be used or not.

    Raises:
        Forbidden: who acts does not keep the names of the whole county.
        BadInput: the pair cannot be kept.
    """
    if not session.scalar(_KEEPS):
        why = "易混音和形近字由管辖全县、可以登记地名的人维护"
        raise Forbidden("不能改易混音和形近字", why, "请他们办理")
    turned = (given.part, given.other, given.one)
    is_turned = any((each.part, each.one, each.other) == turned for each in likenesses(session))
    one, other = (given.other, given.one) if is_turned else (given.one, given.other)
    values = {"part": given.part, "one": one, "other": other, "is_used": given.is_used, "source": given.source}
    with refusals_in_chinese(session):
        session.execute(_LOOK if given.part == "look" else _SOUND, values)
