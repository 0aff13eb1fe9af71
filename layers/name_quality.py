"""How good the register of names is: a score for the national database and the defects behind it.

Six parts are judged for every name in use, each by a share from 0 to 1; the score is their weighted mean, of 100. What
a part asks and what it weighs is data (`data/reference/names/quality.toml`). A part that does not apply to a name
(filing, for one approved before the Regulation) is left out of its mean.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from layers.faults import faults_of
from layers.place_names import PlaceName, toneless
from layers.record import Provenance
from layers.refusal import Refusal
from layers.vocabulary import Vocabulary

COUNTY_DIGITS = 6
MONTHS_A_QUARTER = 3
Weight = Annotated[float, Field(ge=0, le=1000)]
_LABELS = {sheet.name: sheet.label for form in (PlaceName, Provenance) for sheet in form.fields()}


class QualityPart(Vocabulary):
    """What is judged."""

    COMPLETENESS = "completeness", "必填项齐全"
    SPELLING = "spelling", "拼写一致"
    CODES = "codes", "代码合规"
    PLACE = "place", "位置在所属政区内"
    FILING = "filing", "按期备案公告"
    UNIQUENESS = "uniqueness", "范围内不重名"


class QualityTerms(BaseModel):
    """What each part weighs, which fields a name must have, and how codes are written."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    weights: dict[QualityPart, Weight]
    required: dict[str, Weight]
    code_pattern: str
    code_holds_division: bool = True
    filing_since: dt.date
    filing_days: int = Field(15, ge=1, le=366)

    @field_validator("required")
    @classmethod
    def _are_fields(cls, given: dict[str, float]) -> dict[str, float]:
        strange = sorted(set(given) - set(_LABELS))
        if strange:
            raise ValueError(f"没有字段 {'、'.join(strange)}")
        return given

    @field_validator("weights")
    @classmethod
    def _weigh_something(cls, given: dict[QualityPart, float]) -> dict[QualityPart, float]:
        if not sum(given.values()):
            raise ValueError("权重不能全为 0")
        return given

    @field_validator("code_pattern")
    @classmethod
    def _is_pattern(cls, given: str) -> str:
        try:
            re.compile(given)
        except re.error as fault:
            raise ValueError(f"不是正则表达式：{fault}") from fault
        return given


@dataclass(frozen=True)
class Examined:
    """A name with what was measured of it: `spellings` are those the rules allow, None where they cannot be told.

    `is_inside` is None where there is no division to compare with; `alike` tells of the names it must differ from.
    """

    values: Mapping[str, Any]
    has_place: bool
    is_inside: bool | None
    spellings: tuple[str, ...] | None = None
    alike: tuple[str, ...] = ()


@dataclass(frozen=True)
class Defect:
    """What is not right with a name, in which part, and what to do."""

    code: str
    name: str
    division: str | None
    part: QualityPart
    message: str


@dataclass(frozen=True)
class Judged:
    """The shares of one name, where a part applies, and its defects."""

    division: str | None
    shares: Mapping[QualityPart, float]
    defects: tuple[Defect, ...]


@dataclass(frozen=True)
class PartScore:
    """A part's share over all names to which it applies; None where it applies to none."""

    part: QualityPart
    weight: float
    share: float | None
    names: int
    defects: int


@dataclass(frozen=True)
class Score:
    """The score of 100, None where nothing could be judged, and what it is made of."""

    score: float | None
    names: int
    defects: int
    parts: tuple[PartScore, ...]


def read_terms(text: str, name: str = "评分约定") -> QualityTerms:
    """Read the terms from TOML; `name` is how an error calls the text.

    Raises:
        Refusal: the text is no TOML, or a term is missing, unknown or wrong.
    """
    remedy = "请对照 data/reference/names/quality.toml 改正"
    try:
        return QualityTerms.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as fault:
        raise Refusal(f"{name} 不是有效的 TOML", f"解析出错：{fault}", remedy) from fault
    except ValidationError as fault:
        raise Refusal(f"{name} 的内容有误", "", remedy, faults_of(fault)) from fault


def judge(examined: Examined, terms: QualityTerms, today: dt.date) -> Judged:
    """Judge one name in every part that applies to it."""
    shares: dict[QualityPart, float] = {}
    defects: list[Defect] = []
    for part, judging in _PARTS.items():
        verdict = judging(examined, terms, today)
        if verdict is None:
            continue
        share, messages = verdict
        shares[part] = share
        defects += [_defect(examined, part, message) for message in messages]
    return Judged(examined.values.get("division"), shares, tuple(defects))


def score_of(judged: Sequence[Judged], terms: QualityTerms) -> Score:
    """The score of many names."""
    parts = tuple(_part_score(part, judged, terms) for part in QualityPart)
    counted = [(part.weight, part.share) for part in parts if part.share is not None]
    weight = sum(each for each, _ in counted)
    score = 100 * sum(each * share for each, share in counted) / weight if weight else None
    return Score(score, len(judged), sum(len(each.defects) for each in judged), parts)


def by_township(judged: Iterable[Judged]) -> dict[str, list[Judged]]:
    """Names by the nine digits of their township; what names none stands with the empty code."""
    found: dict[str, list[Judged]] = {}
    for each in judged:
        found.setdefault((each.division or "")[:9], []).append(each)
    return dict(sorted(found.items()))


def quarter_of(day: dt.date) -> str:
    """The quarter of a day: 2026-Q4."""
    return f"{day.year}-Q{(day.month - 1) // MONTHS_A_QUARTER + 1}"


_Verdict = tuple[float, list[str]] | None


def _completeness(examined: Examined, terms: QualityTerms, _: dt.date) -> _Verdict:
    lacking = [name for name in terms.required if examined.values.get(name) in (None, "")]
    whole = sum(terms.required.values())
    if not whole:
        return None
    share = 1 - sum(terms.required[name] for name in lacking) / whole
    return share, [f"缺少必填项：{'、'.join(_LABELS[name] for name in lacking)}"] if lacking else []


def _spelling(examined: Examined, _: QualityTerms, __: dt.date) -> _Verdict:
    values = examined.values
    romanized, capitals = values.get("romanized"), values.get("romanized_toneless")
    if romanized is None:
        return 0.0, ["没有罗马字母拼写"]
    found = []
    if capitals is not None and toneless(romanized) != capitals:
        found.append(f"两种拼写不一致：{romanized}，{capitals}")
    settled = any(values.get(name) is not None for name in ("romanized_because", "language", "minority_script"))
    if not settled and examined.spellings is not None and romanized not in examined.spellings:
        found.append(f"拼写“{romanized}”与拼写规则不符，按规则应为 {'、'.join(examined.spellings[:3])}")
    return float(not found), found


def _codes(examined: Examined, terms: QualityTerms, _: dt.date) -> _Verdict:
    code, division = str(examined.values.get("code") or ""), examined.values.get("division")
    found = []
    if not re.fullmatch(terms.code_pattern, code):
        found.append(f"地名代码“{code}”不合约定的写法（{terms.code_pattern}）")
    elif terms.code_holds_division and division and division[:COUNTY_DIGITS] not in code:
        found.append(f"地名代码“{code}”中没有所属县的代码 {division[:COUNTY_DIGITS]}")
    return float(not found), found


def _place(examined: Examined, _: QualityTerms, __: dt.date) -> _Verdict:
    if not examined.has_place:
        return 0.0, ["没有位置"]
    if examined.is_inside is None:
        return None
    return (1.0, []) if examined.is_inside else (0.0, [f"位置不在所属政区 {examined.values.get('division')} 内"])


def _filing(examined: Examined, terms: QualityTerms, today: dt.date) -> _Verdict:
    approved = examined.values.get("approved_on")
    if approved is None or approved < terms.filing_since:
        return None
    last = approved + dt.timedelta(days=terms.filing_days)
    checked = [_dated(examined, name, label, last, today) for name, label in _AFTER_APPROVAL]
    known = [each for each in checked if each is not None]
    messages = [message for message in known if message]
    return (1 - len(messages) / len(known), messages) if known else None


_AFTER_APPROVAL = (("filed_on", "备案"), ("announced_on", "公告"))


def _dated(examined: Examined, name: str, label: str, last: dt.date, today: dt.date) -> str | None:
    """What is wrong with one deed after approval: nothing when done in time, None while there is time.

    An announcement that counts from filing may lawfully come later (第十四条), so only its absence is told.
    """
    done = examined.values.get(name)
    if done is None:
        return f"批准后未{label}（应于 {last} 前）" if today > last else None
    late = name == "filed_on" and done > last
    return f"{label}晚了 {(done - last).days} 日（{done}，应于 {last} 前）" if late else ""


def _uniqueness(examined: Examined, _: QualityTerms, __: dt.date) -> _Verdict:
    return float(not examined.alike), list(examined.alike)


_PARTS = {
    QualityPart.COMPLETENESS: _completeness,
    QualityPart.SPELLING: _spelling,
    QualityPart.CODES: _codes,
    QualityPart.PLACE: _place,
    QualityPart.FILING: _filing,
    QualityPart.UNIQUENESS: _uniqueness,
}


def _defect(examined: Examined, part: QualityPart, message: str) -> Defect:
    values = examined.values
    return Defect(str(values.get("code")), str(values.get("name")), values.get("division"), part, message)


def _part_score(part: QualityPart, judged: Sequence[Judged], terms: QualityTerms) -> PartScore:
    shares = [each.shares[part] for each in judged if part in each.shares]
    defects = sum(defect.part is part for each in judged for defect in each.defects)
    share = sum(shares) / len(shares) if shares else None
    return PartScore(part, terms.weights.get(part, 0.0), share, len(shares), defects)
