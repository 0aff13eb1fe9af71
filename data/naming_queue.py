"""The cases that wait for somebody, as the desk lists them."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, Table, select
from sqlalchemy.orm import Session

from data.acting import Actor, acting
from data.naming_tables import CASES, ENTRIES, HANDS, ITEMS
from layers.naming_cases import OVER, Part, Stage, part_at

MOST_LISTED = 1_000
_HEAD = ("id", "number", "title", "kind", "stage", "division", "applicant", "authority", "notice_days")


@dataclass(frozen=True)
class Waiting:
    """A case that waits: its head, its names, its entries (oldest first) and who has a part in it."""

    case: Row[Any]
    items: list[Row[Any]] = field(default_factory=list)
    entries: list[Row[Any]] = field(default_factory=list)
    hands: list[Row[Any]] = field(default_factory=list)

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        return Stage.of(self.case.stage)

    @property
    def part(self) -> Part | None:
        """Whose move it is."""
        return part_at(self.stage)

    @property
    def submitted_on(self) -> dt.date | None:
        """The day it was first submitted."""
        return next((entry.on_day for entry in self.entries if entry.step == "submit"), None)

    @property
    def responsible(self) -> str | None:
        """Who of the part that moves next was at it last; the part itself while nobody was."""
        if self.part is None:
            return None
        theirs = {hand.account for hand in self.hands if hand.part == self.part.value}
        names = [entry.by_name for entry in self.entries if entry.by_account in theirs]
        return names[-1] if names else self.part.label

    def is_for(self, actor: Actor) -> bool:
        """Whether it waits for this person: the part is theirs, and nobody else of their office has it in hand."""
        if self.part is None or actor.role is not self.part.role:
            return False
        parts = {hand.account: hand.part for hand in self.hands}
        others = {account for account, part in parts.items() if part == self.part.value} - {actor.account}
        return parts.get(actor.account) == self.part.value or (actor.account not in parts and not others)


def waiting(session: Session, *, stage: Stage | None = None, mine: bool = False) -> list[Waiting]:
    """Cases that are not over, or those of one stage, the oldest first; `mine` leaves those that wait for who acts."""
    wanted = CASES.c.stage == stage.value if stage else CASES.c.stage.notin_([over.value for over in OVER])
    heads = select(*[CASES.c[name] for name in _HEAD]).where(wanted).order_by(CASES.c.id).limit(MOST_LISTED)
    found = {row.id: Waiting(row) for row in session.execute(heads)}
    for table, part in ((ITEMS, "items"), (ENTRIES, "entries"), (HANDS, "hands")):
        for row in session.execute(_of(table, list(found))):
            getattr(found[row.case_id], part).append(row)
    actor = acting(session)
    return [case for case in found.values() if not mine or case.is_for(actor)]


def _of(table: Table, ids: list[int]) -> Any:  # noqa: ANN401  # a statement whose columns depend on the table
    """The rows of these cases; of names only what a list shows."""
    columns = [table.c[name] for name in ("case_id", "position", "name", "kind")] if table is ITEMS else [*table.c]
    keys = [*table.primary_key.columns]
    return select(*columns).where(table.c.case_id.in_(ids)).order_by(*keys)
