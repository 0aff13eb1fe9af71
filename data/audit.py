"""What was done, by whom: notes of deeds, and of reads of restricted rows, for the log that nobody can alter unseen.

Writes to the register, runs and their rendered forms note themselves (triggers, `data/sql/0003_audit.sql`); this
module notes what the database cannot see: who signed in, what was taken out, what was decided, what was read. A note
belongs to the transaction that makes it. A transaction that may not write remembers; who opened it writes the notes
down in a transaction of their own before the answer leaves.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.ledgers import AUDIT

READ, EXPORT = "read", "export"
# So many identifiers stand in an entry; of more there are the count and the hash of all.
MOST_NAMED = 100
_REMEMBERED = "cairn.audit"


@dataclass(frozen=True)
class Note:
    """A deed worth an entry: what was done to what; `detail` becomes canonical JSON."""

    deed: str
    subject: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)
    layer: str | None = None
    version: int | None = None


def note(
    session: Session,
    deed: str,
    subject: str | None = None,
    detail: Mapping[str, Any] | None = None,
    *,
    layer: str | None = None,
    version: int | None = None,
) -> None:
    """Note a deed of the person this transaction acts for; it is chained when, and only when, that commits.

    `deed` is a word of small Latin letters and hyphens; no secret belongs into `detail`.
    """
    write(session, Note(deed, subject, detail or {}, layer, version))


def write(session: Session, *notes: Note) -> None:
    """Note deeds that were put together, or remembered, before."""
    for given in notes:
        form = func.archive.note(given.deed, given.layer, given.subject, given.version, canonical(given.detail))
        session.execute(select(form))


def remember(session: Session, layer: str, identities: Sequence[str], *, deed: str = READ, **detail: object) -> None:
    """Remember that restricted rows of a layer were read in this transaction, which may not write."""
    if identities:
        counted = {"count": len(identities), **detail}
        named = {"identities": list(identities)} if len(identities) <= MOST_NAMED else {"hash": hash_of(identities)}
        subject = identities[0] if len(identities) == 1 else None
        keep_in_mind(session, Note(deed, subject, counted | named, layer))


def keep_in_mind(session: Session, given: Note) -> None:
    """Remember a note until the one who opened this transaction writes it down."""
    session.info.setdefault(_REMEMBERED, []).append(given)


def remembered(session: Session) -> list[Note]:
    """What was remembered in this transaction, each once; it is forgotten here."""
    notes: list[Note] = session.info.pop(_REMEMBERED, [])
    return [given for number, given in enumerate(notes) if given not in notes[:number]]


def canonical(detail: Mapping[str, Any]) -> str:
    """JSON that is written one way only: keys in order, nothing between them, letters as they are."""
    return json.dumps(detail, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def hash_of(identities: Iterable[str]) -> str:
    """The SHA-256 of identifiers, one a line, in the order given."""
    return sha256("\n".join(identities).encode()).hexdigest()


def page(session: Session, limit: int, before: int | None = None) -> list[dict[str, Any]]:
    """Entries, newest first, those before a number; as many as the reader may see."""
    named = [column for column in AUDIT.c if column.name not in ("previous", "hash")]
    chosen = select(*named, func.encode(AUDIT.c.hash, "hex").label("hash")).order_by(AUDIT.c.seq.desc()).limit(limit)
    if before is not None:
        chosen = chosen.where(AUDIT.c.seq < before)
    return [row._asdict() for row in session.execute(chosen)]
