"""Who acts in a transaction: row-level security decides by it, and history is signed with it.

A transaction of the service states its actor first of all; one that states nobody acts for the public. The owner's
own transactions, the console's, are bound by no policy.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from layers.rights import Role

_ACTOR = "actor"
# Four decimals of a degree are about ten metres (domain rule of public maps; a setting).
PUBLIC_DECIMALS = 4


@dataclass(frozen=True)
class Actor:
    """Someone who acts: an account with its office, or nobody in particular.

    `division` is where the office reaches; `may_write` is False for whoever only reads now, whatever the office;
    `decimals` is how precise a position may be told, in decimals of a degree, None for as registered.
    """

    account: int | None
    name: str
    role: Role | None
    division: str | None
    may_write: bool = False
    decimals: int | None = None

    @property
    def is_public(self) -> bool:
        """Whether nobody is signed in."""
        return self.account is None and self.decimals is not None

    @property
    def profile(self) -> str:
        """What two actors who see the same have in common; names caches."""
        return f"{self.role}:{self.division}" if self.role else f"public~{self.decimals}"


def public(decimals: int = PUBLIC_DECIMALS) -> Actor:
    """Nobody in particular, who is told positions so precisely."""
    return Actor(None, "公众", None, None, decimals=decimals)


PUBLIC = public()
CONSOLE = Actor(None, "console", None, None, may_write=True)


def act(
    session: Session, actor: Actor, *, because: str | None = None, settings: Mapping[str, str] | None = None
) -> None:
    """Say who acts in this transaction, and sign what is written in it; `settings` of the server hold as long."""
    stated = {
        "cairn.account": str(actor.account or ""),
        "cairn.clerk": actor.name,
        "cairn.read_only": "" if actor.may_write else "on",
        "cairn.because": because or "",
        **(settings or {}),
    }
    # One statement, as the driver takes it: it stands before every answer.
    calls = ", ".join(f"set_config('{name}', %s, true)" for name in stated)
    session.connection().exec_driver_sql(f"SELECT {calls}", tuple(stated.values()))
    session.info[_ACTOR] = actor


def acting(session: Session) -> Actor:
    """Who acts; a session that never said so is the console's."""
    actor: Actor = session.info.get(_ACTOR, CONSOLE)
    return actor


def coarse(degrees: float, decimals: int | None) -> float:
    """A coordinate in degrees, told with so many decimals; as it is when that is None."""
    return degrees if decimals is None else round(degrees, decimals)
