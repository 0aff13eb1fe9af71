"""Figures of elder care: beds per thousand, shares of beds, the one large home, homes of which something is true.

A home counts while it is open and of a kind whose beds are beds for older people; beds are whole numbers.
"""

from collections.abc import Callable
from decimal import Decimal

from layers.community_care import CommunityCare
from layers.coverage_terms import CountedFacilities
from layers.nursing_homes import FilingStatus, FireAcceptance, MedicalCare, NursingHome
from layers.scorecard.facts import Facts, Kept, Line, Unit
from layers.scorecard.lines import line, named, rows
from layers.scorecard.measured import PER_THOUSAND, PERCENT, Measured, nothing
from layers.scorecard.terms import BedsTerms, HomesTerms, NoTerms, ShareTerms

Home = tuple[NursingHome, Kept]
_NO_HOMES = "没有运营中的养老机构"
_ACCEPTED = (FireAcceptance.ACCEPTED, FireAcceptance.FILED, FireAcceptance.NOT_REQUIRED)


def homes(facts: Facts, unit: Unit) -> list[Home]:
    """The nursing homes of a unit that are open."""
    found = facts.rows(NursingHome, unit)
    return [(home, kept) for home, kept in found if home.stage.in_service and home.kind.counts_as_elder_beds]


def beds_per_thousand(facts: Facts, unit: Unit, terms: BedsTerms) -> Measured:
    """Beds per thousand older people, by the coverage figure's own count."""
    if facts.beds is None:
        return nothing("没有读取养老床位")
    told = facts.beds(unit.code, beds_key(terms))
    behind = (rows("计入的养老床位", "张", told.homes), rows("老年人口", "人", told.counted))
    if told.because is not None or not told.people:
        return nothing(told.because or "老年人口未知，不能计算", *behind)
    return Measured(Decimal(told.beds), Decimal(told.people), PER_THOUSAND, behind)


def beds_key(terms: BedsTerms) -> tuple[str, ...]:
    """The terms in plain words, as facts are asked by them."""
    return (terms.age.value, terms.basis.value, terms.count.value, terms.county_level.value)


def nursing_share(facts: Facts, unit: Unit, terms: ShareTerms) -> Measured:
    """Nursing-type beds of all beds; a home that does not say counts none, and is named."""
    found: list[tuple[NursingHome | CommunityCare, Kept, int, int | None]] = [
        (home, kept, home.beds, home.beds_nursing) for home, kept in homes(facts, unit)
    ]
    found += [(each, kept, each.beds or 0, each.beds_nursing) for each, kept in _community(facts, unit, terms)]
    beds = sum(total for _, _, total, _ in found)
    if not beds:
        return nothing("没有运营中的养老床位")
    unknown = [each.title for each, _, total, nursing in found if total and nursing is None]
    return Measured(
        Decimal(sum(nursing or 0 for *_, nursing in found)),
        Decimal(beds),
        PERCENT,
        (
            rows("护理型床位", "张", [line(each, kept, nursing) for each, kept, _, nursing in found if nursing]),
            rows("全部床位", "张", [line(each, kept, total) for each, kept, total, _ in found if total]),
        ),
        notes=(f"未填护理型床位，按 0 计：{named(unknown)}",) if unknown else (),
    )


def _community(facts: Facts, unit: Unit, terms: ShareTerms) -> list[tuple[CommunityCare, Kept]]:
    if terms.count is CountedFacilities.INSTITUTION:
        return []
    return [(each, kept) for each, kept in facts.rows(CommunityCare, unit) if each.elder_beds]


def government_share(facts: Facts, unit: Unit, _: NoTerms) -> Measured:
    """Beds that government itself operates, of all beds of homes; built by it and run by others is not operated."""
    found = homes(facts, unit)
    beds = sum(home.beds for home, _ in found)
    if not beds:
        return nothing("没有运营中的养老床位")
    government = [(home, kept) for home, kept in found if home.is_government_operated]
    return Measured(
        Decimal(sum(home.beds for home, _ in government)),
        Decimal(beds),
        PERCENT,
        (
            rows("政府运营的床位", "张", [_beds_of(home, kept) for home, kept in government]),
            rows("全部床位", "张", [_beds_of(home, kept) for home, kept in found]),
        ),
    )


def _beds_of(home: NursingHome, kept: Kept) -> Line:
    return line(home, kept, home.beds, f"{home.ownership.label} · {home.operation.label}")


def largest_home(facts: Facts, unit: Unit, _: NoTerms) -> Measured:
    """The beds of the largest single home: beds of several homes are not one home's."""
    found = sorted(homes(facts, unit), key=lambda pair: (-pair[0].beds, pair[0].number))
    listed = rows("运营中的养老机构", "张", [line(home, kept, home.beds) for home, kept in found])
    if not found:
        return Measured(Decimal(0), rows=(listed,), missing=Decimal(1), lacks="目前没有运营中的养老机构")
    best = found[0][0]
    return Measured(
        Decimal(best.beds), rows=(listed,), missing=Decimal(1), lacks=f"最大的一所是“{best.name}”，{best.beds} 张"
    )


def homes_with(
    holds: Callable[[NursingHome], bool | None], words: str
) -> Callable[[Facts, Unit, HomesTerms], Measured]:
    """The share of homes of which something is true; None is unknown, and does not count as true."""

    def counted(facts: Facts, unit: Unit, terms: HomesTerms) -> Measured:
        found = [pair for pair in homes(facts, unit) if pair[0].beds >= (terms.least_beds or 0)]
        if not found:
            return nothing(_NO_HOMES)
        good = [pair for pair in found if holds(pair[0])]
        bad = [pair for pair in found if not holds(pair[0])]
        unknown = [home.name for home, _ in bad if holds(home) is None]
        return Measured(
            Decimal(len(good)),
            Decimal(len(found)),
            PERCENT,
            (
                rows(words, "所", [line(home, kept, 1) for home, kept in good]),
                rows(f"尚未：{words}", "所", [line(home, kept, 1) for home, kept in bad], is_lacking=True),
            ),
            notes=(f"未填写，按未达到计：{named(unknown)}",) if unknown else (),
        )

    return counted


def has_medical_care(home: NursingHome) -> bool | None:
    """Whether residents get medical care, of its own or by contract."""
    return None if home.medical_care is None else home.medical_care is not MedicalCare.NONE


def passed_fire_acceptance(home: NursingHome) -> bool | None:
    """Whether the building's fire acceptance or filing is done, or the law does not ask for it."""
    return None if home.fire_acceptance is None else home.fire_acceptance in _ACCEPTED


def is_filed(home: NursingHome) -> bool | None:
    """Whether it is filed with the county's civil affairs."""
    return None if home.filing_status is None else home.filing_status is not FilingStatus.REGISTERED_UNFILED


def children_beds(facts: Facts, unit: Unit, _: NoTerms) -> Measured:
    """Beds for children of welfare institutes, which are in no elder figure."""
    found = [(home, kept) for home, kept in facts.rows(NursingHome, unit) if home.stage.in_service]
    kept_beds = [(home, kept) for home, kept in found if home.children_beds]
    total = sum(home.children_beds or 0 for home, _ in kept_beds)
    lines = [line(home, kept, home.children_beds) for home, kept in kept_beds]
    return Measured(Decimal(total), rows=(rows("儿童床位", "张", lines),))
