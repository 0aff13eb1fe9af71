"""The whole check of a proposed name in one call: how it is spelt, where it must differ, and what stands against it.

Places are lon/lat in EPSG:4490 degrees, distances and widths metres.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from data import audit
from data.name_answers import answered
from data.name_lookup import Scope, alike, as_key, scope_of
from data.name_reference import orthography
from data.name_rules import own_findings
from data.name_words import county_lists
from layers.name_likeness import LIKENESS_TITLES, Alike, LikenessPolicy, Looked, likeness_findings
from layers.naming import NameAsked, NameConflict, NameFinding, NameSeverity, NameVerdict, verdict
from layers.naming_rules.rulebook import NAME_RULES
from layers.record import Disclosure
from layers.refusal import Refusal
from layers.romanization import Spelling, spell

LAYER = "place_names"
_TITLES = {"scope-unknown": "范围不明", "no-spelling": "不能拼写"}
_WEIGHTS = list(NameSeverity)
_AMONG = text("SELECT * FROM lookup.alike_among(:words, :generics, :kinds, :told) ORDER BY one, other")


@dataclass(frozen=True)
class Checked:
    """What a check came to; `spelling` is None for a name that cannot be spelt, which is a finding."""

    asked: NameAsked
    spelling: Spelling | None
    scope: Scope
    findings: tuple[NameFinding, ...]

    @property
    def verdict(self) -> NameVerdict:
        """Whether the name may be given."""
        return verdict(self.findings)


def check(session: Session, asked: NameAsked, policy: LikenessPolicy, today: dt.date) -> Checked:
    """Check a name against the register and the rules, as far as who acts may know (地名管理条例 Art. 9)."""
    return check_all(session, [asked], policy, today)[0]


def check_all(session: Session, names: Sequence[NameAsked], policy: LikenessPolicy, today: dt.date) -> list[Checked]:
    """Check the names of one table against the register and against each other (批量命名)."""
    spelt = [_spelt(asked) for asked in names]
    generics = [spelling.generic if spelling else "" for spelling, _ in spelt]
    keys = [_keys(asked, spelling) for asked, (spelling, _) in zip(names, spelt, strict=True)]
    among = _among(session, names, generics, keys)
    lists = county_lists(session)
    checked = []
    for number, asked in enumerate(names):
        spelling, trouble = spelt[number]
        scope = scope_of(session, asked, generics[number], today)
        found = alike(session, asked, keys[number], scope, policy)
        _note_closed(session, found)
        looked = Looked(scope.law, scope.title, policy, today)
        findings = [
            *trouble,
            *likeness_findings([*among[number], *found], looked),
            *own_findings(session, asked, lists),
            *([scope.finding] if scope.finding else []),
        ]
        kept = answered(session, asked.name, asked.form, asked.division, sorted(findings, key=_weight))
        checked.append(Checked(asked, spelling, scope, tuple(kept)))
    return checked


def _weight(finding: NameFinding) -> int:
    return _WEIGHTS.index(finding.severity)


def _spelt(asked: NameAsked) -> tuple[Spelling | None, list[NameFinding]]:
    try:
        return spell(asked.name, asked.form, asked.division, orthography()), []
    except Refusal as refusal:
        return None, [
            NameFinding(
                rule="no-spelling",
                article="《地名管理条例》第十五条",
                severity=NameSeverity.BLOCKS,
                message=f"{refusal.what}：{refusal.why}" if refusal.why else refusal.what,
                remedy=refusal.remedy or "请改用有规范读音的字",
            )
        ]


def _keys(asked: NameAsked, spelling: Spelling | None) -> list[str]:
    """The spellings of a name as keys, the one given or chosen first."""
    given = [asked.romanized] if asked.romanized else []
    thought = [spelling.toned, *spelling.alternatives] if spelling else []
    return [as_key(each) for each in (*given, *thought)]


def _among(
    session: Session, names: Sequence[NameAsked], generics: Sequence[str], told: Sequence[Sequence[str]]
) -> list[list[Alike]]:
    """For each name of a table, the others of it that are alike."""
    found: list[list[Alike]] = [[] for _ in names]
    if len(names) == 1:
        return found
    given = {
        "words": [asked.name for asked in names],
        "generics": list(generics),
        "kinds": [asked.kind.value for asked in names],
        "told": [each[0] if each else None for each in told],
    }
    for row in session.execute(_AMONG, given):
        other = names[row.other - 1]
        found[row.one - 1].append(_of_table(row.relation, other))
    return found


def _of_table(relation: str, other: NameAsked) -> Alike:
    place = None if other.geometry is None else other.geometry.representative_point()
    return Alike(
        relation=relation,
        is_same_kind=True,
        is_in_scope=True,
        is_visible=True,
        same_sign=False,
        origin="batch",
        form="name",
        code=None,
        word=other.name,
        name=other.name,
        romanized=other.romanized,
        kind=other.kind.value,
        status="proposed",
        division=other.division,
        disclosure=None,
        since=None,
        until=None,
        place=None if place is None else (place.x, place.y),
        distance_m=None,
    )


def told(finding: NameFinding) -> dict[str, Any]:
    """A finding as it is answered and kept: plain values by name."""
    title = LIKENESS_TITLES.get(finding.rule) or (NAME_RULES[finding.rule].title if finding.rule in NAME_RULES else "")
    answer = finding.answer
    return {
        "rule": finding.rule,
        "title": title or _TITLES.get(finding.rule, finding.rule),
        "article": finding.article,
        "severity": finding.severity.value,
        "severity_label": finding.severity.label,
        "message": finding.message,
        "remedy": finding.remedy,
        "evidence": dict(finding.evidence),
        "part": finding.part,
        "conflicts": [_told_conflict(each) for each in finding.conflicts],
        "answer": answer and {"because": answer.because, "by": answer.by, "at": answer.at.isoformat()},
    }


def _told_conflict(each: NameConflict) -> dict[str, Any]:
    lon, lat = each.place or (None, None)
    return {
        "code": each.code,
        "name": each.name,
        "romanized": each.romanized,
        "kind": each.kind.value if each.kind else None,
        "status": each.status,
        "division": each.division,
        "lon": lon,
        "lat": lat,
        "distance_m": None if each.distance_m is None else round(each.distance_m, 1),
        "scope": each.scope,
    }


def _note_closed(session: Session, found: Sequence[Alike]) -> None:
    """Who is shown a restricted name is written down."""
    codes = [each.code for each in found if each.code and each.disclosure == Disclosure.RESTRICTED.value]
    if codes:
        audit.remember(session, LAYER, codes)
