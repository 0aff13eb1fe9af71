"""A policy's scorecard of the register as of a day, and the same figures on earlier days."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from data import audit, features
from data.scorecard_reading import facts
from layers.atlas import layer_class
from layers.policies import Policy, Target
from layers.record import Disclosure
from layers.refusal import Refusal
from layers.scorecard.card import Card, card
from layers.scorecard.facts import Line

MOST_YEARS = 10


@dataclass(frozen=True)
class Earlier:
    """A figure of an earlier day; None where the register had none then."""

    as_of: dt.date
    value: Decimal | None


@dataclass(frozen=True)
class Scored:
    """A card, and what each figure was on earlier days, by unit and indicator, the oldest first."""

    card: Card
    earlier: dict[tuple[str, str], tuple[Earlier, ...]]


def scored(session: Session, policy: Policy, as_of: dt.date, *, years: int = 0, only: str | None = None) -> Scored:
    """Set the county against a policy on a day, and on the same day of so many years before.

    Raises:
        Refusal: the register has no townships on that day, or the policy has no such indicator.
    """
    targets = policy.targets if only is None else (policy.target(only),)
    now = card(policy, facts(session, as_of, targets), targets)
    cards = [(day, _card(session, policy, day, targets)) for day in years_before(as_of, years)]
    earlier = {
        (row.unit.code, cell.target_id): tuple(
            Earlier(day, _value(old, row.unit.code, cell.target_id)) for day, old in cards
        )
        for row in now.rows
        for cell in row.cells
    }
    return Scored(now, earlier)


def remember_restricted(session: Session, lines: Iterable[Line], as_of: dt.date) -> None:
    """Remember for the log which restricted rows of the register are shown behind a number."""
    shown: dict[str, list[str]] = {}
    for line in lines:
        if line.layer is not None:
            shown.setdefault(line.layer, []).append(line.id)
    for layer, identities in sorted(shown.items()):
        name = layer_class(layer).layer.identified_by
        asked = features.Asked(layer, as_of, ids=tuple(dict.fromkeys(identities)))
        rows = features.find(session, asked, name, "disclosure")
        closed = [str(getattr(row, name)) for row in rows if row.disclosure == Disclosure.RESTRICTED]
        audit.remember(session, layer, closed)


def years_before(as_of: dt.date, years: int) -> list[dt.date]:
    """The same day of each of the years before, the oldest first; 29 February becomes the 28th."""
    leap = (as_of.month, as_of.day) == (2, 29)
    return [as_of.replace(year=as_of.year - back, day=28 if leap else as_of.day) for back in range(years, 0, -1)]


def _card(session: Session, policy: Policy, day: dt.date, targets: Sequence[Target]) -> Card | None:
    """The card of a day; None where the register had no townships yet."""
    try:
        return card(policy, facts(session, day, targets), targets)
    except Refusal:
        return None


def _value(old: Card | None, unit: str, target: str) -> Decimal | None:
    cells = [] if old is None else [row.cells for row in old.rows if row.unit.code == unit]
    return next((cell.value for each in cells for cell in each if cell.target_id == target), None)
