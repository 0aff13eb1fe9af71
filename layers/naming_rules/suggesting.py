"""Names to propose: from the county's reserved names and from words of a theme, each put through the whole check.

Best first: those against which nothing speaks, the reserved before the merely thinkable, fewer findings before more.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from layers.naming import NameFinding, NameSeverity, NameVerdict, verdict
from layers.place_names import PlaceNameKind
from layers.refusal import Refusal

_USUAL: Mapping[PlaceNameKind, str] = {
    PlaceNameKind.STREET: "路",
    PlaceNameKind.ESTATE_OR_BUILDING: "花园",
    PlaceNameKind.COMMITTEE_SEAT: "社区",
    PlaceNameKind.PARK_OR_RESERVE: "公园",
}


@dataclass(frozen=True)
class Theme:
    """Words a specific term may be taken from, and why."""

    title: str
    words: tuple[str, ...]
    because: str
    source: str


@dataclass(frozen=True)
class Candidate:
    """A name that might be proposed; `reserved` is its number in the pool."""

    name: str
    because: str
    theme: str
    reserved: int | None = None


@dataclass(frozen=True)
class Suggestion:
    """A candidate and what the whole check says of it."""

    candidate: Candidate
    verdict: NameVerdict
    findings: tuple[NameFinding, ...] = field(default=())

    @property
    def because(self) -> str:
        """Why it is proposed, and at which place."""
        speaks = [each for each in self.findings if each.severity is not NameSeverity.INFORMATION]
        told = len(self.findings) - len(speaks)
        against = "；".join(each.message for each in speaks) if speaks else "各项检查均通过"
        return f"{self.candidate.because}；{against}" + (f"，另有提示 {told} 条" if told else "")


def read_themes(text: str) -> tuple[Theme, ...]:
    """The themes from their TOML (`data/reference/names/themes.toml`).

    Raises:
        Refusal: the text is no TOML or a theme lacks its words.
    """
    try:
        told = tomllib.loads(text)
        return tuple(
            Theme(title, tuple(each["words"]), each["because"], told["source"])
            for title, each in told["themes"].items()
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as fault:
        said = f"{type(fault).__name__}：{fault}"
        raise Refusal("采词主题的文本有误", said, "请对照 data/reference/names/themes.toml 改正") from fault


def thought_of(themes: Iterable[Theme], kind: PlaceNameKind, generic: str | None = None) -> Iterator[Candidate]:
    """Names made of words of themes and a generic term; of several themes by turns. None for kinds without one."""
    closing = generic or _USUAL.get(kind)
    if closing is None:
        return
    chosen = list(themes)
    for place in range(max((len(theme.words) for theme in chosen), default=0)):
        for theme in chosen:
            if place < len(theme.words):
                yield Candidate(
                    f"{theme.words[place]}{closing}", f"{theme.because}（主题“{theme.title}”）", theme.title
                )


def ranked(checked: Sequence[tuple[Candidate, Sequence[NameFinding]]], limit: int) -> list[Suggestion]:
    """The best of what was checked; what may not be used at all is left out."""
    found = [Suggestion(candidate, verdict(findings), tuple(findings)) for candidate, findings in checked]
    usable = [each for each in found if each.verdict is not NameVerdict.BLOCKS]
    return sorted(usable, key=_rank)[:limit]


def _rank(each: Suggestion) -> tuple[bool, bool, int, int]:
    reasons = sum(finding.severity is NameSeverity.NEEDS_REASON for finding in each.findings)
    return each.verdict is not NameVerdict.CLEAR, each.candidate.reserved is None, reasons, len(each.findings)
