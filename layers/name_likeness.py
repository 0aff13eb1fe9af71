"""From names that are alike to findings: same, same in sound, near in sound, alike in writing (Art. 9 (7) and (8)).

The law forbids the same name in its area, and wants the same sound avoided; what merely resembles is told to the
officer, who decides. Distances are metres.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from layers.name_scope import LawfulScope
from layers.naming import NameConflict, NameFinding, NameSeverity
from layers.place_names import NameStatus, PlaceNameKind
from layers.vocabulary import Vocabulary

HIDDEN = "一个您无权查看的地名"
OUTSIDE = "范围外但相近"
_ALIVE = (NameStatus.IN_USE.value, NameStatus.PROPOSED.value, "reserved")
_SHOWN = 3


class Homophones(Vocabulary):
    """What the county takes for the same sound."""

    TONED = "toned", "声母、韵母、声调都相同"
    TONELESS = "toneless", "声母、韵母相同，不论声调"


class Standing(Vocabulary):
    """How far a name still stands in the way of another."""

    ALIVE = "alive", "现用、拟用或预留"
    COOLING = "cooling", "销名不久"
    PAST = "past", "曾用"


@dataclass(frozen=True)
class LikenessPolicy:
    """What the county decides: see the settings of the same names.

    `near_m` is how far outside the lawful area another name still counts, `cooling_days` how long a retired name does,
    `one_character_from` from how many characters of the specific term on one different character is told.
    """

    near_m: float = 3000.0
    cooling_days: int = 1825
    homophones: Homophones = Homophones.TONELESS
    one_character_from: int = 3
    most: int = 20


@dataclass(frozen=True)
class Alike:
    """A name that is alike, as the look-up found it; what the caller may not see of it is None.

    `relation` is the rule's id; `since` and `until` bound the period of its row, `until` being the first day after.
    """

    relation: str
    is_same_kind: bool
    is_in_scope: bool
    is_visible: bool
    same_sign: bool
    origin: str
    form: str
    code: str | None
    word: str | None
    name: str | None
    romanized: str | None
    kind: str | None
    status: str | None
    division: str | None
    disclosure: str | None
    since: dt.date | None
    until: dt.date | None
    place: tuple[float, float] | None
    distance_m: float | None

    def standing(self, today: dt.date, cooling_days: int) -> Standing:
        """Whether it is alive on a day, was retired at most so many days before, or is of the past."""
        has_ended = self.until is not None and self.until <= today
        if self.form == "former_name":
            return Standing.PAST
        if not self.is_visible or (not has_ended and (self.status in _ALIVE or self.origin == "counties")):
            return Standing.ALIVE
        ended_on = self.until if has_ended else self.since if self.status == NameStatus.RETIRED.value else None
        is_recent = ended_on is not None and (today - ended_on).days <= cooling_days
        return Standing.COOLING if is_recent else Standing.PAST


@dataclass(frozen=True)
class _Rule:
    title: str
    what: str
    remedy: str
    severity: NameSeverity


_BLOCKS, _REASON, _TELLS = NameSeverity.BLOCKS, NameSeverity.NEEDS_REASON, NameSeverity.INFORMATION
_OTHER_NAME = "请另拟专名"
# A name of the county's pool is there to be used: whoever takes it says so.
_POOL = "reserved"
_FROM_POOL = "此名在预留地名库中：由库中选用的请说明，否则请另拟专名"
_RULES: Mapping[str, _Rule] = MappingProxyType(
    {
        "same-name": _Rule("重名", "已有同名", _OTHER_NAME, _BLOCKS),
        "same-sound": _Rule("同音", "读音相同", f"{_OTHER_NAME}；确需使用请说明理由", _REASON),
        "same-sound-toneless": _Rule("同音不同调", "拼音相同、声调不同", f"{_OTHER_NAME}；确需使用请说明理由", _REASON),
        "near-sound": _Rule("近音", "按本县易混音表读音相近", "请念给当地人听，容易听错时另拟专名", _TELLS),
        "same-specific": _Rule("专名相同", "专名相同、通名不同", "请确认两处相邻或有派生关系，否则另拟专名", _TELLS),
        "look-alike": _Rule("形近", "字形相近，容易看错", _OTHER_NAME, _TELLS),
        "one-character": _Rule("一字之差", "只差一字", "系列路名可以保留，否则另拟专名", _TELLS),
        "contained": _Rule("包含已有地名", "名称中含有已有地名", "派生地名应与主地名在同一处，请核对位置", _TELLS),
        "same-on-sign": _Rule("标志上拼写相同", "地名标志上的罗马字母拼写相同", "请另拟专名，免得标志难辨", _REASON),
    }
)
LIKENESS_TITLES: Mapping[str, str] = MappingProxyType({rule: each.title for rule, each in _RULES.items()})


@dataclass(frozen=True)
class Looked:
    """How it was looked: where the law wants a difference, which area that is here, by whose policy, on which day."""

    scope: LawfulScope
    area_title: str
    policy: LikenessPolicy
    today: dt.date


def likeness_findings(alike: Sequence[Alike], looked: Looked) -> list[NameFinding]:
    """Findings of names that are alike, the heaviest first; one for each rule and weight."""
    found: dict[tuple[str, NameSeverity], list[Alike]] = {}
    for each in alike:
        for rule in (each.relation, *(["same-on-sign"] if _prints_the_same(each) else [])):
            found.setdefault((rule, _severity(rule, each, looked)), []).append(each)
    order = {severity: place for place, severity in enumerate(NameSeverity)}
    made = [_finding(rule, severity, named, looked) for (rule, severity), named in found.items()]
    return sorted(made, key=lambda each: (order[each.severity], list(_RULES).index(each.rule)))


def _prints_the_same(each: Alike) -> bool:
    return each.same_sign and each.relation != "same-name"


def _severity(rule: str, each: Alike, looked: Looked) -> NameSeverity:
    """The rule's own weight where the law looks; less outside, for the past, and where the law names no area."""
    own = _RULES[rule].severity
    if rule == "same-sound-toneless" and looked.policy.homophones is Homophones.TONED:
        own = _TELLS
    standing = each.standing(looked.today, looked.policy.cooling_days)
    if own is _TELLS or standing is Standing.PAST or not each.is_same_kind:
        return _TELLS
    is_held = each.is_in_scope and looked.scope.is_law and standing is Standing.ALIVE and each.form == "name"
    if own is _BLOCKS:
        return _BLOCKS if is_held and each.origin != _POOL else _REASON
    return own if is_held or (each.is_in_scope and standing is Standing.COOLING) else _TELLS


def _finding(rule: str, severity: NameSeverity, named: Sequence[Alike], looked: Looked) -> NameFinding:
    says = _RULES[rule]
    listed = "、".join(f"“{each.word}”" if each.word else HIDDEN for each in named[:_SHOWN])
    more = f"等 {len(named)} 个" if len(named) > _SHOWN else ""
    where = looked.area_title if any(each.is_in_scope for each in named) else OUTSIDE
    standings = {each.standing(looked.today, looked.policy.cooling_days).label for each in named}
    return NameFinding(
        rule=rule,
        article=looked.scope.article,
        severity=severity,
        message=f"{says.what}：{listed}{more}（{where}）",
        remedy=_FROM_POOL if all(each.origin == _POOL for each in named) else says.remedy,
        evidence={"standing": "、".join(sorted(standings)), "area": looked.area_title, "count": str(len(named))},
        conflicts=tuple(conflict(each, looked.area_title) for each in named),
    )


def conflict(each: Alike, area_title: str) -> NameConflict:
    """The name in the way as the officer sees it."""
    return NameConflict(
        code=each.code,
        name=each.word or HIDDEN,
        romanized=each.romanized,
        kind=PlaceNameKind.of(each.kind) if each.kind else None,
        status=each.status,
        division=each.division,
        place=each.place,
        distance_m=each.distance_m,
        scope=area_title if each.is_in_scope else OUTSIDE,
    )
