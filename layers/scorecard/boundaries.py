"""Figures of boundaries and place-name signs: what was inspected, what stands intact."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from layers.boundary_lines import BoundaryLine
from layers.boundary_markers import BoundaryMarker, MarkerCondition
from layers.name_signs import NameSign
from layers.scorecard.facts import Facts, Kept, Unit
from layers.scorecard.lines import line, rows
from layers.scorecard.measured import PERCENT, Measured, Rows, nothing
from layers.scorecard.terms import InspectionTerms, MarkerTerms, NoTerms, SignTerms

Marker = tuple[BoundaryMarker, Kept]


def _share(good: Sequence[Marker], bad: Sequence[Marker], words: str) -> Measured:
    return Measured(
        Decimal(len(good)),
        Decimal(len(good) + len(bad)),
        PERCENT,
        (
            rows(words, "颗", [line(marker, kept, 1, _seen(marker)) for marker, kept in good]),
            rows(f"尚未：{words}", "颗", [line(each, kept, 1, _seen(each)) for each, kept in bad], is_lacking=True),
        ),
    )


def _seen(marker: BoundaryMarker) -> str:
    condition = marker.condition.label if marker.condition else "状况未知"
    return f"{condition} · {marker.seen_on}查看" if marker.seen_on else condition


def _markers(facts: Facts, unit: Unit) -> list[Marker]:
    return facts.rows(BoundaryMarker, unit)


def markers_intact(facts: Facts, unit: Unit, _: NoTerms) -> Measured:
    """The share of markers that were found intact; one that nobody saw is not."""
    found = _markers(facts, unit)
    if not found:
        return nothing("没有界桩（或界桩不对您公开）")
    good = [pair for pair in found if pair[0].condition is MarkerCondition.INTACT]
    return _share(good, [pair for pair in found if pair[0].condition is not MarkerCondition.INTACT], "界桩完好")


def markers_inspected(facts: Facts, unit: Unit, terms: MarkerTerms) -> Measured:
    """The share of markers that were seen within so many years (one, where none is said)."""
    found = _markers(facts, unit)
    if not found:
        return nothing("没有界桩（或界桩不对您公开）")
    since = _years_before(facts.as_of, terms.within_years or 1)
    good = [pair for pair in found if pair[0].seen_on is not None and pair[0].seen_on > since]
    bad = [pair for pair in found if pair[0].seen_on is None or pair[0].seen_on <= since]
    return _share(good, bad, "期内查看过的界桩")


def _years_before(day: dt.date, years: int) -> dt.date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if leap else day.day)


def lines_inspected(facts: Facts, unit: Unit, terms: InspectionTerms) -> Measured:
    """The share of lines inspected in time: in a window, or within the five years of the law (Art. 12)."""
    if not unit.is_county:
        return nothing("界线联检按全县考核，不分到乡镇（街道）")
    found = [pair for pair in facts.rows(BoundaryLine, unit) if terms.lines is None or pair[0].name in terms.lines]
    if not found:
        return nothing("登记库中没有这些界线")
    good = [pair for pair in found if _in_time(pair[0], facts.as_of, terms)]
    bad = [pair for pair in found if not _in_time(pair[0], facts.as_of, terms)]
    strange = sorted(set(terms.lines or ()) - {each.name for each, _ in found})
    return Measured(
        Decimal(len(good)),
        Decimal(len(found)),
        PERCENT,
        (
            rows("已联检的界线", "条", [line(each, kept, 1, _inspected(each)) for each, kept in good]),
            rows(
                "尚未联检的界线", "条", [line(each, kept, 1, _inspected(each)) for each, kept in bad], is_lacking=True
            ),
        ),
        notes=(f"登记库中没有界线：{'、'.join(strange)}",) if strange else (),
    )


def _in_time(each: BoundaryLine, day: dt.date, terms: InspectionTerms) -> bool:
    if each.inspected_on is None:
        return False
    if terms.inspected_from is None and terms.inspected_to is None:
        return each.inspection_due_on is not None and each.inspection_due_on >= day
    begun = terms.inspected_from is None or each.inspected_on >= terms.inspected_from
    return begun and (terms.inspected_to is None or each.inspected_on < terms.inspected_to)


def _inspected(each: BoundaryLine) -> str:
    return f"上次联检 {each.inspected_on}" if each.inspected_on else "没有联检记录"


def _signs(facts: Facts, unit: Unit, kinds: Sequence[str] | None) -> list[tuple[NameSign, Kept]]:
    return [pair for pair in facts.rows(NameSign, unit) if kinds is None or pair[0].kind.value in kinds]


def signs_serving(facts: Facts, unit: Unit, terms: SignTerms) -> Measured:
    """The share of signs that can be read and bear the standard name (地名管理条例 Art. 18)."""
    found = _signs(facts, unit, terms.kinds)
    if not found:
        return nothing("没有地名标志")
    good = [pair for pair in found if _serves(pair[0])]
    bad = [pair for pair in found if not _serves(pair[0])]
    return Measured(
        Decimal(len(good)),
        Decimal(len(found)),
        PERCENT,
        (
            rows("可读且用标准名称的标志", "块", [line(sign, kept, 1, sign.condition.label) for sign, kept in good]),
            rows("须修复或更换的标志", "块", [
                line(sign, kept, 1, f"{sign.condition.label} · 版面“{sign.text}”") for sign, kept in bad
            ], is_lacking=True),
        ),
    )  # fmt: skip


def _serves(sign: NameSign) -> bool:
    return sign.condition.serves and sign.text.replace(" ", "") == sign.name


def number_of_signs(facts: Facts, unit: Unit, terms: SignTerms) -> Measured:
    """How many signs were set."""
    found = _set(facts, unit, terms)
    listed = rows(
        "设置的地名标志", "块", [line(sign, kept, 1, f"{sign.set_on or '日期未知'}设置") for sign, kept in found]
    )
    return Measured(Decimal(len(found)), rows=(listed,))


def townships_with_signs(facts: Facts, unit: Unit, terms: SignTerms) -> Measured:
    """In how many townships such signs were set."""
    found = _set(facts, unit, terms)
    towns = {kept.township for _, kept in found if kept.township is not None}
    listed = rows(
        "设置的地名标志", "块", [line(sign, kept, 1, f"{sign.set_on or '日期未知'}设置") for sign, kept in found]
    )
    return Measured(Decimal(len(towns)), rows=(listed,))


def _listed(found: Sequence[tuple[NameSign, Kept]]) -> Rows:
    lines = [line(sign, kept, 1, f"{sign.set_on or '日期未知'}设置") for sign, kept in found]
    return rows("设置的地名标志", "块", lines)


def _set(facts: Facts, unit: Unit, terms: SignTerms) -> list[tuple[NameSign, Kept]]:
    window = terms.set_from is not None or terms.set_to is not None
    return [pair for pair in _signs(facts, unit, terms.kinds) if not window or _set_within(pair[0].set_on, terms)]


def _set_within(day: dt.date | None, terms: SignTerms) -> bool:
    begun = day is not None and (terms.set_from is None or day >= terms.set_from)
    return begun and (terms.set_to is None or (day is not None and day < terms.set_to))
