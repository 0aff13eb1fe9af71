"""Figures that offices report, since no register counts them: staff, budgets, shares of what is done."""

from decimal import Decimal

from layers.population import PopulationBasis
from layers.scorecard.facts import Facts, Line, Reported, Unit
from layers.scorecard.lines import line, people_line, rows, villages
from layers.scorecard.measured import PERCENT, Measured, Rows, nothing
from layers.scorecard.terms import Per, ReportedTerms

_PEOPLE = {
    Per.RESIDENTS: (PopulationBasis.RESIDENT, 0),
    Per.REGISTERED: (PopulationBasis.REGISTERED, 0),
    Per.AGED: (PopulationBasis.RESIDENT, 60),
}


def reported(facts: Facts, unit: Unit, terms: ReportedTerms) -> Measured:
    """What was reported of a unit; of the county, else the sum of its townships when every one reported."""
    told = facts.reported_of(terms.figure, unit)
    parts = [told] if told is not None else _of_townships(facts, unit, terms)
    if not parts:
        return nothing("尚未填报（或不对您公开）")
    listed = rows("填报的数", terms.unit, [_line(facts, each) for each in parts])
    notes = () if told is not None else (f"由 {len(parts)} 个乡镇（街道）的填报合计",)
    if terms.is_share:
        return _share(parts, listed, notes)
    amounts = [each.value for each in parts if each.value is not None]
    if len(amounts) != len(parts):
        return nothing("填报没有数值", listed)
    total = sum(amounts, Decimal(0))
    is_whole = total == total.to_integral_value() and terms.unit not in _MEASURED
    if terms.per is None:
        return Measured(total, rows=(listed,), notes=notes, is_whole=is_whole)
    whole, counted = _divisor(facts, unit, terms.per)
    if not whole:
        return nothing(f"{terms.per.label}未知，不能计算", listed)
    return Measured(total, Decimal(whole), Decimal(terms.times or 1), (listed, counted), notes=notes, is_whole=is_whole)


_MEASURED = ("元", "万元", "平方米", "m²")


def _of_townships(facts: Facts, unit: Unit, terms: ReportedTerms) -> list[Reported]:
    if not unit.is_county:
        return []
    found = [facts.reported_of(terms.figure, each) for each in facts.townships]
    whole = [each for each in found if each is not None and (terms.is_share is not True or each.whole is not None)]
    return whole if whole and len(whole) == len(facts.townships) else []


def _share(parts: list[Reported], listed: Rows, notes: tuple[str, ...]) -> Measured:
    """Part of whole; a share that came without them is told as it came."""
    known = [(each.part, each.whole) for each in parts if each.part is not None and each.whole is not None]
    if len(known) == len(parts):
        whole = sum((each for _, each in known), Decimal(0))
        part = sum((each for each, _ in known), Decimal(0))
        return Measured(part, whole, PERCENT, (listed,), notes=notes) if whole else nothing("填报的分母为 0", listed)
    stated = parts[0].value
    if len(parts) > 1 or stated is None:
        return nothing("填报不全：须有分子和分母", listed)
    note = "只填报了比例，没有分子和分母，缺口不能折算"
    return Measured(times=PERCENT, stated=stated, rows=(listed,), notes=(*notes, note))


def _divisor(facts: Facts, unit: Unit, per: Per) -> tuple[int | None, Rows]:
    """What a reported number is divided by, and the rows of it."""
    if per is Per.VILLAGES:
        found = villages(facts, unit)
        return len(found), rows("村（社区）", "个", [line(each, kept, 1) for each, kept in found])
    people = facts.people_of(unit, *_PEOPLE[per])
    return (people.people if people else None), rows(per.label, "人", [people_line(people)] if people else [])


def _line(facts: Facts, told: Reported) -> Line:
    """A report as a row: whose it is, of which day, and what it was."""
    names = {each.code: each.name for each in (facts.county, *facts.townships)}
    share = f"{told.part} / {told.whole} · " if told.part is not None and told.whole is not None else ""
    words = f"{share}{told.counted_on} 时点"
    amount = told.value if told.value is not None else told.part
    return Line(
        None, f"{told.figure}:{told.division}", names.get(told.division, told.division), amount, words, told.origin
    )
