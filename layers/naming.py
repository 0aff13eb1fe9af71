"""What is asked of a proposed name, and what a checker finds.

Places are lon/lat in EPSG:4490 degrees; distances and widths are metres.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shapely.geometry.base import BaseGeometry

from layers.name_kinds import NameForm
from layers.place_names import PlaceNameKind
from layers.vocabulary import Vocabulary


class NameSeverity(Vocabulary):
    """How much a finding weighs against a proposed name, the heaviest first."""

    BLOCKS = "blocks", "阻止"
    NEEDS_REASON = "needs_reason", "须说明理由"
    INFORMATION = "information", "提示"


class NameVerdict(Vocabulary):
    """What a whole check comes to."""

    BLOCKS = "blocks", "不得使用"
    NEEDS_REASON = "needs_reason", "须说明理由"
    CLEAR = "clear", "可以使用"


@dataclass(frozen=True)
class NameAsked:
    """A name somebody would give, and what is known of the place it would name.

    `division` is the township, county or village code the place lies in; `geometry` is lon/lat in EPSG:4490. `width_m`
    is a road's, measured as `width_basis` says. `romanized` overrides the spelling. `ignoring` are codes of register
    names that do not count: the name's own record when it is checked again.
    """

    name: str
    form: NameForm
    division: str | None = None
    geometry: BaseGeometry | None = None
    width_m: float | None = None
    width_basis: str | None = None
    romanized: str | None = None
    ignoring: frozenset[str] = frozenset()

    @property
    def kind(self) -> PlaceNameKind:
        """Which of the Regulation's eight kinds (Art. 3)."""
        return self.form.kind


@dataclass(frozen=True)
class NameConflict:
    """A name that stands in the way: of the register, reserved, or of the same batch.

    A name the caller may not see has neither code nor place, and is called so; it counts all the same. `scope` says in
    which area the two meet, `distance_m` how far they lie apart on the ellipsoid.
    """

    code: str | None
    name: str
    romanized: str | None = None
    kind: PlaceNameKind | None = None
    status: str | None = None
    division: str | None = None
    place: tuple[float, float] | None = None
    distance_m: float | None = None
    scope: str = ""


@dataclass(frozen=True)
class NameAnswer:
    """The reason a reviewer gave for going on in spite of a finding; kept and shown in later checks."""

    because: str
    by: str
    at: dt.datetime


@dataclass(frozen=True)
class NameFinding:
    """What a rule says against a name, by which article, and what to do.

    `rule` is the rule's id (`same-name`), `part` the characters of the name it speaks of, from and up to.
    """

    rule: str
    article: str
    severity: NameSeverity
    message: str
    remedy: str
    evidence: Mapping[str, str] = field(default_factory=dict)
    conflicts: tuple[NameConflict, ...] = ()
    part: tuple[int, int] | None = None
    answer: NameAnswer | None = None


def verdict(findings: Sequence[NameFinding]) -> NameVerdict:
    """What findings come to: an answered one that wants a reason no longer does, one that blocks always blocks."""
    if any(finding.severity is NameSeverity.BLOCKS for finding in findings):
        return NameVerdict.BLOCKS
    if any(finding.severity is NameSeverity.NEEDS_REASON and finding.answer is None for finding in findings):
        return NameVerdict.NEEDS_REASON
    return NameVerdict.CLEAR
