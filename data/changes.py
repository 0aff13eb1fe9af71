"""A change as somebody wishes it, and the refusal of one that did not see what stands.

Every change of a known thing says which version it saw. One that saw an older version is refused with what it saw, what
it would write and what stands, so that a person can decide.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from data.drafts import Handed
from data.errors import Conflict
from data.history import Version, version_of
from data.standing import Standing
from layers.vocabulary import Vocabulary


class Deed(Vocabulary):
    """What a change does."""

    ENTER = "enter", "登记"
    AMEND = "amend", "更正"
    CHANGE = "change", "变更"
    END = "end", "终止"
    WITHDRAW = "withdraw", "撤销"
    RESTORE = "restore", "恢复旧版"


@dataclass(frozen=True)
class Change:
    """One change. `on` is the day from which it holds, and on which the thing is looked at; None is today.

    `saw` is the version the sender had before him; `of_version` is the one that `restore` brings back.
    """

    deed: Deed
    identity: str | None = None
    saw: int | None = None
    on: dt.date | None = None
    handed: Handed = field(default_factory=lambda: Handed({}))
    document: str | None = None
    successors: tuple[str, ...] = ()
    of_version: int | None = None


@dataclass(frozen=True)
class Clash:
    """A change that saw an older version: what it saw (None when that is not known), would write, and what stands."""

    identity: str
    base: Version | None
    mine: Handed | None
    theirs: Standing


class StaleVersion(Conflict):
    """Somebody else has written since; both versions are told."""

    def __init__(self, clashes: Sequence[Clash]) -> None:
        names = "、".join(f"“{clash.identity}”" for clash in clashes)
        first = clashes[0]
        seen = f"您看到的是第 {first.base.version} 版，" if first.base else "您看到的不是现行版，"
        when = first.theirs.recorded_at.strftime("%Y-%m-%d %H:%M:%S")
        super().__init__(
            f"{names}已被他人修改",
            f"{seen}现为第 {first.theirs.version} 版，{when} 登记",
            "请对照两个版本，核对后按最新版重新提交",
        )
        self.clashes = tuple(clashes)


def clash(session: Session, layer_id: str, change: Change, standing: Standing) -> Clash:
    """A change against what stands, with the version it saw out of history."""
    identity = change.identity or ""
    base = None if change.saw is None else version_of(session, layer_id, identity, change.saw)
    mine = None if change.deed in (Deed.END, Deed.WITHDRAW, Deed.RESTORE) else change.handed
    return Clash(identity, base, mine, standing)
