"""All names of the register that are the same, or sound the same, in the area in which they must differ."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from layers.place_names import PlaceNameKind

_GROUPS = text("SELECT rule, kind, scope, entries FROM lookup.sweep(:today, :kinds)")
_ENTRIES = text("""
SELECT id, origin_id::bigint AS row_id, code, word, romanized, division FROM lookup.entries WHERE id = ANY (:ids)""")
_AT_ONCE = 10_000


@dataclass(frozen=True)
class NameAlike:
    """One name of a group: `row_id` is its row in `register.place_names`."""

    row_id: int
    code: str
    name: str
    romanized: str | None
    division: str | None


@dataclass(frozen=True)
class AlikeGroup:
    """Names alike by one rule (`same-name`, `same-sound`, `same-sound-toneless`) within one area.

    `scope` is `built ` and the code of a built-up area, what the codes of its divisions begin with, or empty for the
    whole register.
    """

    rule: str
    kind: PlaceNameKind
    scope: str
    names: tuple[NameAlike, ...]


def sweep_similar(
    session: Session, today: dt.date, kinds: Sequence[PlaceNameKind] = tuple(PlaceNameKind)
) -> Iterator[AlikeGroup]:
    """Every group of names in use or proposed that the law wants to differ, as far as the session's actor sees them.

    A group of `same-sound` is one of `same-sound-toneless` too; both are told.
    """
    rows = session.execute(_GROUPS, {"today": today, "kinds": [kind.value for kind in kinds]}).all()
    for start in range(0, len(rows), _AT_ONCE):
        batch = rows[start : start + _AT_ONCE]
        named = _named(session, sorted({number for row in batch for number in row.entries}))
        for row in batch:
            names = tuple(named[number] for number in row.entries if number in named)
            yield AlikeGroup(row.rule, PlaceNameKind.of(row.kind), row.scope, names)


def conflicts_of(groups: Iterator[AlikeGroup]) -> dict[str, list[AlikeGroup]]:
    """The groups by the codes of the names in them."""
    found: dict[str, list[AlikeGroup]] = defaultdict(list)
    for group in groups:
        for name in group.names:
            found[name.code].append(group)
    return found


def _named(session: Session, ids: list[int]) -> dict[int, NameAlike]:
    return {
        row.id: NameAlike(row.row_id, row.code, row.word, row.romanized, row.division)
        for row in session.execute(_ENTRIES, {"ids": ids})
    }
