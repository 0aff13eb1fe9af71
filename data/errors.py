"""What the archive refuses, in the clerk's words; knows nothing of HTTP."""

from dataclasses import dataclass

from layers.refusal import Refusal
from layers.rules import Finding

# A console shows so many lines of a refusal; all findings stay in `findings`.
MOST_LISTED = 50


class ArchiveError(Refusal):
    """A refusal that names the thing, the reason and the remedy."""


class NotFound(ArchiveError):
    """The register has never known this thing, or not yet on the day asked for."""


class Gone(ArchiveError):
    """The thing has ended or its entry was withdrawn; its identifier still answers.

    `document` is the number of the document that ended it; `successors` are the identifiers that took its place.
    """

    def __init__(
        self,
        what: str,
        why: str = "",
        remedy: str = "",
        *,
        document: str | None = None,
        successors: tuple[str, ...] = (),
    ) -> None:
        super().__init__(what, why, remedy)
        self.document = document
        self.successors = successors

    @property
    def successor(self) -> str | None:
        """The one thing that took its place; None when there is none or more than one."""
        return self.successors[0] if len(self.successors) == 1 else None


class Conflict(ArchiveError):
    """Two deeds contradict each other, or a deed contradicts what the register holds."""


class Unauthenticated(ArchiveError):
    """Nobody is signed in, or what was shown proves nobody."""


class Forbidden(ArchiveError):
    """Who acts may see the thing, and may not do this to it."""


class PreconditionFailed(ArchiveError):
    """The thing is no longer what the writer had seen."""


class PreconditionRequired(ArchiveError):
    """The writer does not say which state of the thing was seen."""


class Unavailable(ArchiveError):
    """The database cannot serve as it is: too old, not permitted, busy or absent."""


@dataclass(frozen=True)
class RowFinding:
    """A finding of one row of a load; rows are counted from 1 in the order they came."""

    row: int
    identity: str | None
    finding: Finding

    def __str__(self) -> str:
        """The finding as a list prints it."""
        name = f"（{self.identity}）" if self.identity else ""
        return f"第 {self.row} 行{name}：{self.finding.message}"


@dataclass(frozen=True)
class ChangeFinding:
    """A finding of one of several changes of an edit; changes are counted from 0 in the order they came."""

    change: int
    finding: Finding


class BadInput(ArchiveError):
    """What was handed in breaks a rule; every finding says which field and where."""

    def __init__(
        self,
        what: str,
        why: str = "",
        remedy: str = "",
        *,
        findings: tuple[Finding | RowFinding | ChangeFinding, ...] = (),
    ) -> None:
        super().__init__(what, why, remedy, [_line(finding) for finding in findings[:MOST_LISTED]])
        self.findings = findings


def _line(finding: Finding | RowFinding | ChangeFinding) -> str:
    if isinstance(finding, RowFinding):
        return str(finding)
    return finding.finding.message if isinstance(finding, ChangeFinding) else finding.message
